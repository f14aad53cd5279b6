"""The rules that Optax computes here, written out as the others are: a class a rule, its knobs those of the rule.

Tests run them against Optax. L-BFGS keeps lists of vectors, which no formula says: its lines are plain text.
"""

from typing import Any, NamedTuple

import jax
import jax.numpy as jnp

from optviz.core.optimizers.adaptive import Moments
from optviz.core.optimizers.descent import Nothing
from optviz.core.registry import Scalar


class _Adam:
    lr: Scalar
    beta1: Scalar
    beta2: Scalar
    eps: Scalar

    def init(self, x: jax.Array) -> Any:
        return Moments(m=jnp.zeros_like(x), v=jnp.zeros_like(x), t=jnp.zeros((), x.dtype))


class _AdamW(_Adam):
    weight_decay: Scalar

    def update(self, grad: jax.Array, state: Moments, x: jax.Array) -> tuple[jax.Array, Moments]:
        t = state.t + 1
        m = self.beta1 * state.m + (1 - self.beta1) * grad
        v = self.beta2 * state.v + (1 - self.beta2) * grad**2
        m_hat = m / (1 - self.beta1**t)
        v_hat = v / (1 - self.beta2**t)
        return -self.lr * (m_hat / (jnp.sqrt(v_hat) + self.eps) + self.weight_decay * x), Moments(m, v, t)


class _NAdam(_Adam):
    def update(self, grad: jax.Array, state: Moments, x: jax.Array) -> tuple[jax.Array, Moments]:
        t = state.t + 1
        m = self.beta1 * state.m + (1 - self.beta1) * grad
        v = self.beta2 * state.v + (1 - self.beta2) * grad**2
        m_bar = self.beta1 * m / (1 - self.beta1 ** (t + 1)) + (1 - self.beta1) * grad / (1 - self.beta1**t)
        v_hat = v / (1 - self.beta2**t)
        return -self.lr * m_bar / (jnp.sqrt(v_hat) + self.eps), Moments(m, v, t)


class Largest(NamedTuple):
    """The memory of AMSGrad: m, v and the largest corrected v so far, (d,) each, and the step count t."""

    m: jax.Array
    v: jax.Array
    v_max: jax.Array
    t: jax.Array


class _AMSGrad(_Adam):
    def init(self, x: jax.Array) -> Largest:
        zeros = jnp.zeros_like(x)
        return Largest(m=zeros, v=zeros, v_max=zeros, t=jnp.zeros((), x.dtype))

    def update(self, grad: jax.Array, state: Largest, x: jax.Array) -> tuple[jax.Array, Largest]:
        t = state.t + 1
        m = self.beta1 * state.m + (1 - self.beta1) * grad
        v = self.beta2 * state.v + (1 - self.beta2) * grad**2
        m_hat = m / (1 - self.beta1**t)
        v_max = jnp.maximum(state.v_max, v / (1 - self.beta2**t))
        return -self.lr * m_hat / (jnp.sqrt(v_max) + self.eps), Largest(m, v, v_max, t)


class _RAdam(_Adam):
    def update(self, grad: jax.Array, state: Moments, x: jax.Array) -> tuple[jax.Array, Moments]:
        t = state.t + 1
        m = self.beta1 * state.m + (1 - self.beta1) * grad
        v = self.beta2 * state.v + (1 - self.beta2) * grad**2
        m_hat = m / (1 - self.beta1**t)
        v_hat = v / (1 - self.beta2**t)
        rho_inf = 2 / (1 - self.beta2) - 1
        rho = rho_inf - 2 * t * self.beta2**t / (1 - self.beta2**t)
        share = (rho - 4) * (rho - 2) * rho_inf / ((rho_inf - 4) * (rho_inf - 2) * rho)
        adam = jnp.sqrt(jnp.maximum(share, 0.0)) * m_hat / (jnp.sqrt(v_hat) + self.eps)
        return -self.lr * jnp.where(rho >= 5, adam, m_hat), Moments(m, v, t)


class _AdaBelief(_Adam):
    def update(self, grad: jax.Array, state: Moments, x: jax.Array) -> tuple[jax.Array, Moments]:
        t = state.t + 1
        m = self.beta1 * state.m + (1 - self.beta1) * grad
        v = self.beta2 * state.v + (1 - self.beta2) * (grad - m) ** 2 + 1e-16
        m_hat = m / (1 - self.beta1**t)
        v_hat = v / (1 - self.beta2**t)
        return -self.lr * m_hat / (jnp.sqrt(v_hat) + self.eps), Moments(m, v, t)


class _Yogi(_Adam):
    def init(self, x: jax.Array) -> Moments:
        return Moments(m=jnp.full_like(x, 1e-6), v=jnp.full_like(x, 1e-6), t=jnp.zeros((), x.dtype))

    def update(self, grad: jax.Array, state: Moments, x: jax.Array) -> tuple[jax.Array, Moments]:
        t = state.t + 1
        m = self.beta1 * state.m + (1 - self.beta1) * grad
        v = state.v - (1 - self.beta2) * jnp.sign(state.v - grad**2) * grad**2
        m_hat = m / (1 - self.beta1**t)
        v_hat = v / (1 - self.beta2**t)
        return -self.lr * m_hat / (jnp.sqrt(v_hat) + self.eps), Moments(m, v, t)


class Extreme(NamedTuple):
    """The memory of Adamax: the mean m and the largest recent slope u, (d,) each, and the step count t."""

    m: jax.Array
    u: jax.Array
    t: jax.Array


class _Adamax(_Adam):
    def init(self, x: jax.Array) -> Extreme:
        return Extreme(m=jnp.zeros_like(x), u=jnp.zeros_like(x), t=jnp.zeros((), x.dtype))

    def update(self, grad: jax.Array, state: Extreme, x: jax.Array) -> tuple[jax.Array, Extreme]:
        t = state.t + 1
        m = self.beta1 * state.m + (1 - self.beta1) * grad
        u = jnp.maximum(self.beta2 * state.u, jnp.abs(grad) + self.eps)
        return -self.lr * m / (1 - self.beta1**t) / u, Extreme(m, u, t)


class Mean(NamedTuple):
    """The memory of Lion: the mean m of gradients, (d,)."""

    m: jax.Array


class _Lion:
    lr: Scalar
    beta1: Scalar
    beta2: Scalar

    def init(self, x: jax.Array) -> Mean:
        return Mean(m=jnp.zeros_like(x))

    def update(self, grad: jax.Array, state: Mean, x: jax.Array) -> tuple[jax.Array, Mean]:
        direction = jnp.sign(self.beta1 * state.m + (1 - self.beta1) * grad)
        m = self.beta2 * state.m + (1 - self.beta2) * grad
        return -self.lr * direction, Mean(m)


class _SignDescent:
    lr: Scalar

    def init(self, x: jax.Array) -> Nothing:
        return Nothing()

    def update(self, grad: jax.Array, state: Nothing, x: jax.Array) -> tuple[jax.Array, Nothing]:
        return -self.lr * jnp.sign(grad), state


def two_loops(grad: Any, pairs: Any, scale: Any) -> Any:
    """H ∇f by the two-loop recursion, H guessed from the last steps and changes of gradient, newest last."""
    shares = []
    for step, change in reversed(pairs):
        shares.append((step @ grad) / (step @ change))
        grad = grad - shares[-1] * change
    grad = scale * grad
    for (step, change), share in zip(pairs, reversed(shares), strict=True):
        grad = grad + (share - (change @ grad) / (step @ change)) * step
    return grad


LBFGS = """
pairs, last = [], None
for t in range(1, STEPS + 1):
    <<gradient>>
    scale = min(1.0, 1 / <<sqrt>>(grad @ grad))
    if last is not None:
        step, change = x - last[0], grad - last[1]
        if step @ change != 0:
            pairs = [*pairs, (step, change)][-10:]
        scale = (step @ change) / (change @ change) if change @ change > 0 else 1.0
    last = x, grad
    x = x - lr * two_loops(grad, pairs, scale)
"""

WRITTEN: dict[str, type] = {
    "adamw": _AdamW,
    "nadam": _NAdam,
    "amsgrad": _AMSGrad,
    "radam": _RAdam,
    "adabelief": _AdaBelief,
    "yogi": _Yogi,
    "adamax": _Adamax,
    "lion": _Lion,
    "sign_descent": _SignDescent,
}

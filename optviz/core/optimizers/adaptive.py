"""Rules that set their own learning rate from the gradients seen so far. Squares and roots are per coordinate."""

from typing import Any, NamedTuple

import jax
import jax.numpy as jnp
import numpy as np

from optviz.core.optimizers.base import OPTIMIZERS, Optimizer, decay, epsilon, learning_rate
from optviz.core.optimizers.groups import Group
from optviz.core.registry import Scalar

SCALED_STEP = (
    r"x_{t+1} = x_t - \eta_t \cdot \nabla f(x_t)",
    r"<<x_next>> = <<x>> - <<rate>> \cdot <<grad>>",
)


class Squares(NamedTuple):
    """The memory of squared gradients: their sum or mean s, (d,), or () for AdaGrad-Norm."""

    s: jax.Array


@OPTIMIZERS.register
class AdaGradNorm(Optimizer):
    """AdaGrad-Norm: one learning rate that shrinks as slope is met. s ← s + ‖∇f‖², x ← x − η ∇f/√(ε + s)."""

    key = "adagrad_norm"
    name = "AdaGrad-Norm"
    source = "Streeter and McMahan (2010); Ward, Wu and Bottou (2019), AdaGrad stepsizes"
    group = Group.LECTURE
    convention = (
        "As the lecture: one accumulator for all coordinates, the current gradient included, ε inside the root."
    )
    adaptive = True
    derived_names = ("rate",)
    worked = (
        (r"s_t = s_{t-1} + \lVert \nabla f(x_t) \rVert^2", r"<<s_next>> = <<s>> + \lVert <<grad>> \rVert^2"),
        (r"\eta_t = \frac{\eta}{\sqrt{\varepsilon + s_t}}", r"<<rate>> = \frac{<<lr>>}{\sqrt{<<eps>> + <<s_next>>}}"),
        SCALED_STEP,
    )

    lr: Scalar = learning_rate(0.5, "The length of the first step, whatever the slope.")
    eps: Scalar = epsilon(1e-8)

    def init(self, x: jax.Array) -> Squares:
        return Squares(s=jnp.zeros((), x.dtype))

    def update(self, grad: jax.Array, state: Squares, x: jax.Array) -> tuple[jax.Array, Squares]:
        s = state.s + jnp.sum(grad**2)
        rate = self.lr / jnp.sqrt(self.eps + s)
        return -rate * grad, Squares(s)

    def derived(self, before: Squares, after: Squares, grad: np.ndarray) -> dict[str, Any]:
        return {"rate": np.ravel(self.lr) / np.sqrt(self.eps + after.s)}


@OPTIMIZERS.register
class AdaGrad(Optimizer):
    """AdaGrad: a shrinking learning rate for each coordinate. s ← s + (∇f)², x ← x − η ∇f/(√s + ε)."""

    key = "adagrad"
    name = "AdaGrad"
    source = "Duchi, Hazan and Singer (2011), Adaptive subgradient methods"
    group = Group.LECTURE
    convention = (
        "As PyTorch: s starts at 0 and ε stands outside the root (Optax and Keras start at 0.1, with ε inside)."
    )
    adaptive = True
    derived_names = ("rate",)
    worked = (
        (r"s_t = s_{t-1} + \nabla f(x_t)^2", r"<<s_next>> = <<s>> + <<grad>>^2"),
        (r"\eta_t = \frac{\eta}{\sqrt{s_t} + \varepsilon}", r"<<rate>> = \frac{<<lr>>}{\sqrt{<<s_next>>} + <<eps>>}"),
        SCALED_STEP,
    )

    lr: Scalar = learning_rate(0.5, "The first step in each coordinate; libraries use 0.01, too slow to see here.")
    eps: Scalar = epsilon(1e-8)

    def init(self, x: jax.Array) -> Squares:
        return Squares(s=jnp.zeros_like(x))

    def update(self, grad: jax.Array, state: Squares, x: jax.Array) -> tuple[jax.Array, Squares]:
        s = state.s + grad**2
        rate = self.lr / (jnp.sqrt(s) + self.eps)
        return -rate * grad, Squares(s)

    def derived(self, before: Squares, after: Squares, grad: np.ndarray) -> dict[str, Any]:
        return {"rate": self.lr / (np.sqrt(after.s) + self.eps)}


class TwoMeans(NamedTuple):
    """The memory of Adadelta: decaying means of squared gradients s and of squared steps u, (d,) each."""

    s: jax.Array
    u: jax.Array


@OPTIMIZERS.register
class Adadelta(Optimizer):
    """Adadelta: the size of recent steps takes the place of a learning rate.

    s ← ρ s + (1−ρ) (∇f)², Δ = −√(u + ε)/√(s + ε) ∇f, u ← ρ u + (1−ρ) Δ², x ← x + η Δ. It starts
    slowly, for u grows from 0: the first step is √(ε/(1−ρ)) long where the slope is not tiny.
    """

    key = "adadelta"
    name = "Adadelta"
    source = "Zeiler (2012), ADADELTA: An adaptive learning rate method"
    group = Group.LECTURE
    convention = "As the paper and PyTorch: ε inside both roots, learning rate 1 (Keras: 0.001)."
    adaptive = True
    derived_names = ("delta",)
    worked = (
        (
            r"s_t = \rho\, s_{t-1} + (1 - \rho)\, \nabla f(x_t)^2",
            r"<<s_next>> = <<rho>> \cdot <<s>> + (1 - <<rho>>) \cdot <<grad>>^2",
        ),
        (
            r"\Delta_t = -\frac{\sqrt{u_{t-1} + \varepsilon}}{\sqrt{s_t + \varepsilon}}\, \nabla f(x_t)",
            r"<<delta>> = -\frac{\sqrt{<<u>> + <<eps>>}}{\sqrt{<<s_next>> + <<eps>>}} \cdot <<grad>>",
        ),
        (
            r"u_t = \rho\, u_{t-1} + (1 - \rho)\, \Delta_t^2",
            r"<<u_next>> = <<rho>> \cdot <<u>> + (1 - <<rho>>) \cdot <<delta>>^2",
        ),
        (r"x_{t+1} = x_t + \eta\, \Delta_t", r"<<x_next>> = <<x>> + <<lr>> \cdot <<delta>>"),
    )

    lr: Scalar = learning_rate(1.0, "The paper has none: leave it at 1.")
    rho: Scalar = decay(0.9, r"\rho", "decay", "How much of the running means is kept each step.")
    eps: Scalar = epsilon(1e-6, "Sets the length of the first steps: √(ε/(1−ρ)).")

    def init(self, x: jax.Array) -> TwoMeans:
        return TwoMeans(s=jnp.zeros_like(x), u=jnp.zeros_like(x))

    def update(self, grad: jax.Array, state: TwoMeans, x: jax.Array) -> tuple[jax.Array, TwoMeans]:
        s = self.rho * state.s + (1 - self.rho) * grad**2
        delta = -jnp.sqrt(state.u + self.eps) / jnp.sqrt(s + self.eps) * grad
        u = self.rho * state.u + (1 - self.rho) * delta**2
        return self.lr * delta, TwoMeans(s, u)

    def derived(self, before: TwoMeans, after: TwoMeans, grad: np.ndarray) -> dict[str, Any]:
        return {"delta": -np.sqrt(before.u + self.eps) / np.sqrt(after.s + self.eps) * grad}


@OPTIMIZERS.register
class RMSprop(Optimizer):
    """RMSprop: AdaGrad that forgets. s ← ρ s + (1−ρ) (∇f)², x ← x − η ∇f/(√s + ε).

    s starts at 0 and is not corrected, so the first step jumps: η/√(1−ρ) in each coordinate, 3.2 η at ρ = 0.9.
    """

    key = "rmsprop"
    name = "RMSprop"
    source = "Tieleman and Hinton (2012), Lecture 6.5: RMSprop"
    group = Group.LECTURE
    convention = (
        "As PyTorch, with ρ = 0.9: s starts at 0 without correction, ε outside the root (Optax and Keras: inside)."
    )
    adaptive = True
    derived_names = ("rate",)
    worked = (
        (
            r"s_t = \rho\, s_{t-1} + (1 - \rho)\, \nabla f(x_t)^2",
            r"<<s_next>> = <<rho>> \cdot <<s>> + (1 - <<rho>>) \cdot <<grad>>^2",
        ),
        (r"\eta_t = \frac{\eta}{\sqrt{s_t} + \varepsilon}", r"<<rate>> = \frac{<<lr>>}{\sqrt{<<s_next>>} + <<eps>>}"),
        SCALED_STEP,
    )

    lr: Scalar = learning_rate(0.02, "Roughly the length of every step; libraries use 0.001 to 0.01, slow to see here.")
    rho: Scalar = decay(0.9, r"\rho", "decay", "How much of the mean of squared gradients is kept each step.")
    eps: Scalar = epsilon(1e-8)

    def init(self, x: jax.Array) -> Squares:
        return Squares(s=jnp.zeros_like(x))

    def update(self, grad: jax.Array, state: Squares, x: jax.Array) -> tuple[jax.Array, Squares]:
        s = self.rho * state.s + (1 - self.rho) * grad**2
        rate = self.lr / (jnp.sqrt(s) + self.eps)
        return -rate * grad, Squares(s)

    def derived(self, before: Squares, after: Squares, grad: np.ndarray) -> dict[str, Any]:
        return {"rate": self.lr / (np.sqrt(after.s) + self.eps)}


class Moments(NamedTuple):
    """The memory of Adam: decaying means m of gradients and v of their squares, (d,) each, and the step count t."""

    m: jax.Array
    v: jax.Array
    t: jax.Array


@OPTIMIZERS.register
class Adam(Optimizer):
    """Adam: momentum and RMSprop together, both corrected for starting at zero.

    m ← β₁m + (1−β₁)∇f, v ← β₂v + (1−β₂)(∇f)², m̂ = m/(1−β₁ᵗ), v̂ = v/(1−β₂ᵗ), x ← x − η m̂/(√v̂ + ε).
    Thanks to the correction the first step is η in each coordinate, whatever the slope.
    """

    key = "adam"
    name = "Adam"
    source = "Kingma and Ba (2015), Adam: A method for stochastic optimization"
    group = Group.LECTURE
    convention = (
        "As the paper, PyTorch and Optax: both means corrected for their start at 0, ε beside √v̂ (Keras: beside √v). "
        "Steps count from 0 here, from 1 in the paper: hence the power t + 1."
    )
    momentum = True
    adaptive = True
    derived_names = ("m_hat", "v_hat")
    worked = (
        (
            r"m_t = \beta_1 m_{t-1} + (1 - \beta_1)\, \nabla f(x_t)",
            r"<<m_next>> = <<beta1>> \cdot <<m>> + (1 - <<beta1>>) \cdot <<grad>>",
        ),
        (
            r"v_t = \beta_2 v_{t-1} + (1 - \beta_2)\, \nabla f(x_t)^2",
            r"<<v_next>> = <<beta2>> \cdot <<v>> + (1 - <<beta2>>) \cdot <<grad>>^2",
        ),
        (r"\hat m_t = \frac{m_t}{1 - \beta_1^{t+1}}", r"<<m_hat>> = \frac{<<m_next>>}{1 - <<beta1>>^{<<t_next>>}}"),
        (r"\hat v_t = \frac{v_t}{1 - \beta_2^{t+1}}", r"<<v_hat>> = \frac{<<v_next>>}{1 - <<beta2>>^{<<t_next>>}}"),
        (
            r"x_{t+1} = x_t - \eta\, \frac{\hat m_t}{\sqrt{\hat v_t} + \varepsilon}",
            r"<<x_next>> = <<x>> - <<lr>> \cdot \frac{<<m_hat>>}{\sqrt{<<v_hat>>} + <<eps>>}",
        ),
    )

    lr: Scalar = learning_rate(
        0.1, "The length of the first step in each coordinate; the paper's 0.001 is too slow to see here."
    )
    beta1: Scalar = decay(0.9, r"\beta_1", "momentum", "How much of the mean of gradients is kept each step.")
    beta2: Scalar = decay(0.999, r"\beta_2", "decay of squares", "How much of the mean of squared gradients is kept.")
    eps: Scalar = epsilon(1e-8)

    def init(self, x: jax.Array) -> Moments:
        return Moments(m=jnp.zeros_like(x), v=jnp.zeros_like(x), t=jnp.zeros((), x.dtype))

    def update(self, grad: jax.Array, state: Moments, x: jax.Array) -> tuple[jax.Array, Moments]:
        t = state.t + 1
        m = self.beta1 * state.m + (1 - self.beta1) * grad
        v = self.beta2 * state.v + (1 - self.beta2) * grad**2
        m_hat = m / (1 - self.beta1**t)
        v_hat = v / (1 - self.beta2**t)
        return -self.lr * m_hat / (jnp.sqrt(v_hat) + self.eps), Moments(m, v, t)

    def derived(self, before: Moments, after: Moments, grad: np.ndarray) -> dict[str, Any]:
        t = after.t[:, None]
        return {"m_hat": after.m / (1 - self.beta1**t), "v_hat": after.v / (1 - self.beta2**t)}

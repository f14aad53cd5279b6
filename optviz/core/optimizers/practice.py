"""Variants that PyTorch has, and SAM: known rules with one thing changed."""

from typing import Any, NamedTuple

import jax
import jax.numpy as jnp
import numpy as np

from optviz.core.optimizers.adaptive import Moments
from optviz.core.optimizers.base import NOT_NEGATIVE, OPTIMIZERS, Optimizer, decay, epsilon, heavy_ball, learning_rate
from optviz.core.optimizers.descent import Nothing
from optviz.core.optimizers.groups import Group
from optviz.core.optimizers.optax_rules import ADAM_HELP
from optviz.core.registry import Domain, Scalar, knob

UNIT = Domain(0.0, 1.0)


def weight_decay(default: float) -> Any:
    """Declare the knob λ ≥ 0 of a pull towards the origin."""
    limits: Any = {"low": 0.0, "high": 1.0, "domain": NOT_NEGATIVE}
    return knob(default, symbol=r"\lambda", label="weight decay", help="Pull towards the origin.", **limits)


class DampedSum(NamedTuple):
    """The memory of dampened momentum: the sum g, (d,), and how many steps were taken, t."""

    g: jax.Array
    t: jax.Array


@OPTIMIZERS.register
class DampenedMomentum(Optimizer):
    """Dampened momentum: momentum whose new gradients count less. g ← β g + (1−τ) ∇f(x), x ← x − η g.

    With τ = β the sum is a mean, as Adam's m is: along a constant slope the step is η times the gradient.
    """

    key = "dampened"
    name = "Dampened momentum"
    source = "Paszke et al. (2019), PyTorch: torch.optim.SGD"
    group = Group.MOMENTUM
    convention = (
        "As PyTorch: the first gradient enters whole, each later one with weight 1 − τ; PyTorch's default is 0."
    )
    momentum = True
    derived_names = ("weight",)
    worked = (
        (
            r"w_t = 1 \text{ if } t = 0,\ \text{else } 1 - \tau",
            r"<<weight>> = 1 - <<dampening>> \cdot \min(1, <<t>>)",
        ),
        (
            r"g_t = \beta\, g_{t-1} + w_t\, \nabla f(x_t)",
            r"<<g_next>> = <<beta>> \cdot <<g>> + <<weight>> \cdot <<grad>>",
        ),
        (r"x_{t+1} = x_t - \eta\, g_t", r"<<x_next>> = <<x>> - <<lr>> \cdot <<g_next>>"),
    )

    lr: Scalar = learning_rate(0.01, "Along a constant slope the step grows to η(1−τ)/(1−β) times the gradient.")
    beta: Scalar = heavy_ball()
    dampening: Scalar = decay(0.9, r"\tau", "dampening", "How much of a new gradient is left out.", UNIT)

    def init(self, x: jax.Array) -> DampedSum:
        return DampedSum(g=jnp.zeros_like(x), t=jnp.zeros((), x.dtype))

    def update(self, grad: jax.Array, state: DampedSum, x: jax.Array) -> tuple[jax.Array, DampedSum]:
        g = self.beta * state.g + jnp.where(state.t > 0, 1 - self.dampening, 1.0) * grad
        return -self.lr * g, DampedSum(g, state.t + 1)

    def derived(self, before: DampedSum, after: DampedSum, grad: np.ndarray) -> dict[str, Any]:
        return {"weight": np.where(before.t > 0, 1 - self.dampening, 1.0)}


@OPTIMIZERS.register
class NAdamW(Optimizer):
    """NAdamW: NAdam, and every step also pulls x towards the origin, as AdamW does with Adam."""

    key = "nadamw"
    name = "NAdamW"
    source = "Dozat (2016); Loshchilov and Hutter (2019); Dahl et al. (2023), Benchmarking neural network training"
    group = Group.ADAM
    convention = (
        "As Optax computes it, with the same β₁ at every step (in PyTorch it grows from half its value), the pull ηλx."
    )
    momentum = True
    adaptive = True
    derived_names = ("m_bar", "v_hat")
    worked = (
        (
            r"m_t = \beta_1 m_{t-1} + (1 - \beta_1)\, \nabla f(x_t)",
            r"<<m_next>> = <<beta1>> \cdot <<m>> + (1 - <<beta1>>) \cdot <<grad>>",
        ),
        (
            r"v_t = \beta_2 v_{t-1} + (1 - \beta_2)\, \nabla f(x_t)^2",
            r"<<v_next>> = <<beta2>> \cdot <<v>> + (1 - <<beta2>>) \cdot <<grad>>^2",
        ),
        (
            r"\bar m_t = \frac{\beta_1 m_t}{1 - \beta_1^{t+2}}"
            r" + \frac{(1 - \beta_1)\, \nabla f(x_t)}{1 - \beta_1^{t+1}}",
            r"<<m_bar>> = \frac{<<beta1>> \cdot <<m_next>>}{1 - <<beta1>>^{<<t_next>> + 1}}"
            r" + \frac{(1 - <<beta1>>) \cdot <<grad>>}{1 - <<beta1>>^{<<t_next>>}}",
        ),
        (r"\hat v_t = \frac{v_t}{1 - \beta_2^{t+1}}", r"<<v_hat>> = \frac{<<v_next>>}{1 - <<beta2>>^{<<t_next>>}}"),
        (
            r"x_{t+1} = x_t - \eta \left( \frac{\bar m_t}{\sqrt{\hat v_t} + \varepsilon} + \lambda x_t \right)",
            r"<<x_next>> = <<x>> - <<lr>> \cdot "
            r"(\frac{<<m_bar>>}{\sqrt{<<v_hat>>} + <<eps>>} + <<weight_decay>> \cdot <<x>>)",
        ),
    )

    lr: Scalar = learning_rate(0.1, ADAM_HELP)
    beta1: Scalar = decay(0.9, r"\beta_1", "momentum", "How much of the mean of gradients is kept each step.")
    beta2: Scalar = decay(0.999, r"\beta_2", "decay of squares", "How much of the mean of squares is kept each step.")
    eps: Scalar = epsilon(1e-8)
    weight_decay: Scalar = weight_decay(0.01)

    def init(self, x: jax.Array) -> Moments:
        return Moments(m=jnp.zeros_like(x), v=jnp.zeros_like(x), t=jnp.zeros((), x.dtype))

    def update(self, grad: jax.Array, state: Moments, x: jax.Array) -> tuple[jax.Array, Moments]:
        t = state.t + 1
        m = self.beta1 * state.m + (1 - self.beta1) * grad
        v = self.beta2 * state.v + (1 - self.beta2) * grad**2
        m_bar = self.beta1 * m / (1 - self.beta1 ** (t + 1)) + (1 - self.beta1) * grad / (1 - self.beta1**t)
        v_hat = v / (1 - self.beta2**t)
        return -self.lr * (m_bar / (jnp.sqrt(v_hat) + self.eps) + self.weight_decay * x), Moments(m, v, t)

    def derived(self, before: Moments, after: Moments, grad: np.ndarray) -> dict[str, Any]:
        t, beta1 = after.t[:, None], self.beta1
        m_bar = beta1 * after.m / (1 - beta1 ** (t + 1)) + (1 - beta1) * grad / (1 - beta1**t)
        return {"m_bar": m_bar, "v_hat": after.v / (1 - self.beta2**t)}


@OPTIMIZERS.register
class SAM(Optimizer):
    """SAM: climb ρ along the gradient, take the gradient up there, and step with it from where it was.

    x̃ = x + ρ ∇f(x)/‖∇f(x)‖, x ← x − η ∇f(x̃). Two gradients a step. In a narrow valley the slope up there is steep and
    points back across it, so only a wide one keeps the point.
    """

    key = "sam"
    name = "SAM"
    source = "Foret et al. (2021), Sharpness-aware minimization for efficiently improving generalization"
    group = Group.AVERAGING
    convention = (
        "The paper's, with plain gradient descent as its step; both gradients of a step meet the same noise. Where the "
        "gradient is 0 it does not climb."
    )
    worked = (
        (
            r"\tilde x_t = x_t + \rho\, \frac{\nabla f(x_t)}{\lVert \nabla f(x_t) \rVert}",
            r"<<probe>> = <<x>> + <<rho>> \cdot \frac{<<slope>> + <<noise>>}{\lVert <<slope>> + <<noise>> \rVert}",
        ),
        (r"x_{t+1} = x_t - \eta\, \nabla f(\tilde x_t)", r"<<x_next>> = <<x>> - <<lr>> \cdot <<grad>>"),
    )

    lr: Scalar = learning_rate(0.01, "As gradient descent's, of which it is a variant.")
    rho: Scalar = knob(
        0.05,
        symbol=r"\rho",
        label="radius",
        low=1e-4,
        high=10.0,
        scale="log",
        help="How far it climbs before it takes the gradient; 0 is plain GD.",
        domain=NOT_NEGATIVE,
    )

    def init(self, x: jax.Array) -> Nothing:
        return Nothing()

    def ascend(self, x: jax.Array, grad: jax.Array) -> jax.Array:
        norm = jnp.sqrt(jnp.sum(grad**2))
        return x + jnp.where(norm > 0, self.rho / jnp.where(norm > 0, norm, 1.0), 0.0) * grad

    def update(self, grad: jax.Array, state: Nothing, x: jax.Array) -> tuple[jax.Array, Nothing]:
        return -self.lr * grad, state

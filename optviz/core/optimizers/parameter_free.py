"""Rules with no learning rate to set: they find it from how far they have come."""

from typing import Any, NamedTuple

import jax
import jax.numpy as jnp
import numpy as np

from optviz.core.optimizers.base import OPTIMIZERS, Optimizer, decay, epsilon, learning_rate
from optviz.core.optimizers.groups import Group
from optviz.core.registry import Domain, Scalar, knob

LEAVE = "The paper has none: leave it at 1."


class Distances(NamedTuple):
    """The memory of DoG: start x0, (d,), the farthest distance r from it, and the sum s of squared gradients."""

    x0: jax.Array
    r: jax.Array
    s: jax.Array


@OPTIMIZERS.register
class DoG(Optimizer):
    """DoG: distance over gradients. The step is as long as the way so far allows: x ← x − r̄/√(s + ε) ∇f(x).

    r̄ is the farthest that the run has been from its start, s the sum of ‖∇f‖². From a tiny guess r̄ grows by itself.
    """

    key = "dog"
    name = "DoG"
    source = "Ivgi, Hinder and Carmon (2023), DoG is SGD's best friend"
    group = Group.PARAMETER_FREE
    convention = "As Optax and the authors' code: at first r̄ is r (1 + ‖x₀‖); they judge a mean of the path, not shown."
    adaptive = True
    derived_names = ("rate",)
    worked = (
        (
            r"\bar r_t = \max(\bar r_{t-1}, \lVert x_t - x_0 \rVert)",
            r"<<r_next>> = \max(<<r>>, \lVert <<x>> - <<x0>> \rVert)",
        ),
        (r"s_t = s_{t-1} + \lVert \nabla f(x_t) \rVert^2", r"<<s_next>> = <<s>> + \lVert <<grad>> \rVert^2"),
        (
            r"\eta_t = \eta\, \frac{\bar r_t}{\sqrt{s_t + \varepsilon}}",
            r"<<rate>> = <<lr>> \cdot \frac{<<r_next>>}{\sqrt{<<s_next>> + <<eps>>}}",
        ),
        (r"x_{t+1} = x_t - \eta_t\, \nabla f(x_t)", r"<<x_next>> = <<x>> - <<rate>> \cdot <<grad>>"),
    )

    lr: Scalar = learning_rate(1.0, LEAVE)
    r0: Scalar = knob(
        1e-6,
        symbol="r",
        label="first guess",
        low=1e-9,
        high=1.0,
        scale="log",
        help="The first step's length, in units of 1 + ‖x₀‖: small, it only must not be too large.",
        domain=Domain(0.0, open_low=True),
    )
    eps: Scalar = epsilon(1e-8)

    def init(self, x: jax.Array) -> Distances:
        return Distances(x0=x, r=self.r0 * (1 + jnp.sqrt(jnp.sum(x**2))), s=jnp.zeros((), x.dtype))

    def update(self, grad: jax.Array, state: Distances, x: jax.Array) -> tuple[jax.Array, Distances]:
        r = jnp.maximum(state.r, jnp.sqrt(jnp.sum((x - state.x0) ** 2)))
        s = state.s + jnp.sum(grad**2)
        return -self.lr * r / jnp.sqrt(s + self.eps) * grad, Distances(state.x0, r, s)

    def derived(self, before: Distances, after: Distances, grad: np.ndarray) -> dict[str, Any]:
        return {"rate": np.ravel(self.lr) * after.r / np.sqrt(after.s + self.eps)}


class Estimate(NamedTuple):
    """The memory of Prodigy: means m, v, sum s and start x0, (d,) each; estimate D, its numerator r, step count t."""

    m: jax.Array
    v: jax.Array
    s: jax.Array
    x0: jax.Array
    D: jax.Array
    r: jax.Array
    t: jax.Array


@OPTIMIZERS.register
class Prodigy(Optimizer):
    """Prodigy: Adam whose learning rate is an estimate D of how far the minimum is; D starts tiny and only grows."""

    key = "prodigy"
    name = "Prodigy"
    source = "Mishchenko and Defazio (2023), Prodigy: An expeditiously adaptive parameter-free learner"
    group = Group.PARAMETER_FREE
    convention = (
        "As Optax: the Adam form with both means corrected for their start (the authors' package only with "
        "use_bias_correction; without it, its first steps are longer), β₃ = √β₂, without weight decay."
    )
    momentum = True
    adaptive = True
    derived_names = ("rate",)
    worked = (
        (
            r"\eta_t = \eta\, D_t\, \frac{\sqrt{1 - \beta_2^{t+1}}}{1 - \beta_1^{t+1}}",
            r"<<rate>> = <<lr>> \cdot <<D>> \cdot \frac{\sqrt{1 - <<beta2>>^{<<t_next>>}}}{1 - <<beta1>>^{<<t_next>>}}",
        ),
        (
            r"m_t = \beta_1 m_{t-1} + (1 - \beta_1)\, D_t\, \nabla f(x_t)",
            r"<<m_next>> = <<beta1>> \cdot <<m>> + (1 - <<beta1>>) \cdot <<D>> \cdot <<grad>>",
        ),
        (
            r"v_t = \beta_2 v_{t-1} + (1 - \beta_2)\, D_t^2\, \nabla f(x_t)^2",
            r"<<v_next>> = <<beta2>> \cdot <<v>> + (1 - <<beta2>>) \cdot <<D>>^2 \cdot <<grad>>^2",
        ),
        (
            r"r_t = \sqrt{\beta_2}\, r_{t-1} + \tfrac{D_t}{D_0}\, \eta_t\, \nabla f(x_t) \cdot (x_0 - x_t)",
            r"<<r_next>> = \sqrt{<<beta2>>} \cdot <<r>>"
            r" + \frac{<<D>>}{<<d0>>} \cdot <<rate>> \cdot \langle <<grad>>, <<x0>> - <<x>> \rangle",
        ),
        (
            r"s_t = \sqrt{\beta_2}\, s_{t-1} + \tfrac{D_t}{D_0}\, \eta_t\, \nabla f(x_t)",
            r"<<s_next>> = \sqrt{<<beta2>>} \cdot <<s>> + \frac{<<D>>}{<<d0>>} \cdot <<rate>> \cdot <<grad>>",
        ),
        (
            r"D_{t+1} = \max \left( D_t, \frac{r_t}{\lVert s_t \rVert_1} \right)",
            r"<<D_next>> = \max(<<D>>, \frac{<<r_next>>}{\lVert <<s_next>> \rVert_1})",
        ),
        (
            r"x_{t+1} = x_t - \eta_t\, \frac{m_t}{\sqrt{v_t} + D_{t+1}\, \varepsilon}",
            r"<<x_next>> = <<x>> - <<rate>> \cdot \frac{<<m_next>>}{\sqrt{<<v_next>>} + <<D_next>> \cdot <<eps>>}",
        ),
    )

    lr: Scalar = learning_rate(1.0, LEAVE)
    beta1: Scalar = decay(0.9, r"\beta_1", "momentum", "How much of the mean of gradients is kept each step.")
    beta2: Scalar = decay(0.999, r"\beta_2", "decay of squares", "How much of the mean of squares is kept each step.")
    d0: Scalar = knob(
        1e-6,
        symbol="D_0",
        label="first guess",
        low=1e-9,
        high=1.0,
        scale="log",
        help="Of the distance to the minimum: small, it only must not be too large.",
        domain=Domain(0.0, open_low=True),
    )
    eps: Scalar = epsilon(1e-8)

    def init(self, x: jax.Array) -> Estimate:
        nothing, zeros = jnp.zeros((), x.dtype), jnp.zeros_like(x)
        return Estimate(m=zeros, v=zeros, s=zeros, x0=x, D=nothing + self.d0, r=nothing, t=nothing)

    def update(self, grad: jax.Array, state: Estimate, x: jax.Array) -> tuple[jax.Array, Estimate]:
        t, keep = state.t + 1, jnp.sqrt(self.beta2)
        rate = self.lr * state.D * jnp.sqrt(1 - self.beta2**t) / (1 - self.beta1**t)
        scaled = state.D * grad
        m = self.beta1 * state.m + (1 - self.beta1) * scaled
        v = self.beta2 * state.v + (1 - self.beta2) * scaled**2
        weight = state.D / self.d0 * rate
        r = keep * state.r + weight * jnp.sum(grad * (state.x0 - x))
        s = keep * state.s + weight * grad
        length = jnp.sum(jnp.abs(s))
        D = jnp.maximum(state.D, jnp.where(length > 0, r / jnp.where(length > 0, length, 1.0), 0.0))
        return -rate * m / (jnp.sqrt(v) + D * self.eps), Estimate(m, v, s, state.x0, D, r, t)

    def derived(self, before: Estimate, after: Estimate, grad: np.ndarray) -> dict[str, Any]:
        t = np.asarray(after.t)
        return {"rate": np.ravel(self.lr) * before.D * np.sqrt(1 - self.beta2**t) / (1 - self.beta1**t)}

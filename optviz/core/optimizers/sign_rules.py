"""Rules that look at the slope's sign alone: how long a step is does not depend on how steep it is."""

from typing import NamedTuple

import jax
import jax.numpy as jnp
import optax

from optviz.core.optimizers.base import OPTIMIZERS, Optimizer, decay, learning_rate
from optviz.core.optimizers.groups import Group
from optviz.core.optimizers.optax_rules import OptaxRule
from optviz.core.registry import Domain, Scalar, knob

SIGN_HELP = "Every step is this long in each coordinate."
# Those of PyTorch and of the paper.
_SHORTEST, _LONGEST = 1e-6, 50.0


@OPTIMIZERS.register
class Lion(OptaxRule):
    """Lion: only the sign of a momentum counts, so every step is η long in each coordinate."""

    key = "lion"
    name = "Lion"
    source = "Chen et al. (2023), Symbolic discovery of optimization algorithms"
    group = Group.MOMENTUM
    latex = (
        r"x_{t+1} = x_t - \eta\, \mathrm{sign}\!\left(\beta_1 m_{t-1} + (1 - \beta_1)\, \nabla f(x_t)\right)",
        r"m_t = \beta_2 m_{t-1} + (1 - \beta_2)\, \nabla f(x_t)",
    )
    convention = "As Optax computes it, without weight decay."
    momentum = True

    lr: Scalar = learning_rate(0.01, SIGN_HELP)
    beta1: Scalar = decay(0.9, r"\beta_1", "momentum of the step")
    beta2: Scalar = decay(0.99, r"\beta_2", "momentum of the memory")

    def transform(self) -> optax.GradientTransformation:
        return optax.lion(self.lr, self.beta1, self.beta2, weight_decay=0.0)


class StepSizes(NamedTuple):
    """The memory of Rprop, (d,) each: the step sizes Δ, and the last slope's sign s, 0 after a change of sign."""

    delta: jax.Array
    s: jax.Array


@OPTIMIZERS.register
class Rprop(Optimizer):
    """Rprop: each coordinate's step grows while the slope keeps its sign and shrinks when it flips.

    Written out, for Optax 0.2.8 takes every step one step late (its pull request 1725).
    """

    key = "rprop"
    name = "Rprop"
    source = "Riedmiller and Braun (1993), A direct adaptive method for faster backpropagation learning"
    group = Group.MOMENTUM
    latex = (
        r"\Delta_t = \Delta_{t-1} \cdot \begin{cases} \eta^+ & \text{slope kept its sign} \\"
        r" \eta^- & \text{slope changed sign} \end{cases}",
        r"x_{t+1} = x_t - \Delta_t\, \mathrm{sign}(\nabla f(x_t))",
    )
    convention = (
        "As PyTorch: Δ starts at η and stays between 1e-6 and 50; where the sign changes, the step is left out (the "
        "paper takes the last one back), and Δ is kept for the next. Optax 0.2.8 takes every step one step late."
    )
    adaptive = True

    lr: Scalar = learning_rate(0.1, "Length of the first step in each coordinate.")
    shrink: Scalar = knob(
        0.5, symbol=r"\eta^-", label="shrink factor", low=0.01, high=0.99, domain=Domain(0.0, 1.0, True, True)
    )
    grow: Scalar = knob(
        1.2, symbol=r"\eta^+", label="growth factor", low=1.01, high=2.0, domain=Domain(1.0, open_low=True)
    )

    def init(self, x: jax.Array) -> StepSizes:
        return StepSizes(delta=jnp.full_like(x, self.lr), s=jnp.zeros_like(x))

    def update(self, grad: jax.Array, state: StepSizes, x: jax.Array) -> tuple[jax.Array, StepSizes]:
        kept = jnp.sign(grad) * state.s
        factor = jnp.where(kept > 0, self.grow, jnp.where(kept < 0, self.shrink, 1.0))
        delta = jnp.clip(state.delta * factor, _SHORTEST, _LONGEST)
        s = jnp.where(kept < 0, 0.0, jnp.sign(grad))
        return -delta * s, StepSizes(delta, s)


@OPTIMIZERS.register
class SignDescent(OptaxRule):
    """Sign descent: a step of η in each coordinate, whatever the slope. x ← x − η sign(∇f(x))."""

    key = "sign_descent"
    name = "Sign descent"
    source = "Bernstein et al. (2018), signSGD"
    group = Group.MOMENTUM
    latex = (r"x_{t+1} = x_t - \eta\, \mathrm{sign}(\nabla f(x_t))",)

    lr: Scalar = learning_rate(0.01, SIGN_HELP)

    def transform(self) -> optax.GradientTransformation:
        return optax.sign_sgd(self.lr)

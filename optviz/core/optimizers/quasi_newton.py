"""Rules that learn the curvature from the gradients they have seen."""

import optax

from optviz.core.optimizers.base import OPTIMIZERS, learning_rate
from optviz.core.optimizers.groups import Group
from optviz.core.optimizers.optax_rules import OptaxRule
from optviz.core.registry import Scalar


@OPTIMIZERS.register
class LBFGS(OptaxRule):
    """L-BFGS without a line search: Newton's step, the curvature guessed from the last 10 gradients.

    Where f curves downwards the guess can point uphill; a line search would catch that. There is none here: it
    evaluates f many times a step, which the other racers may not, so the learning rate is constant.
    """

    key = "lbfgs"
    name = "L-BFGS"
    source = "Liu and Nocedal (1989), On the limited memory BFGS method"
    group = Group.FROM_GRADIENTS
    latex = (r"x_{t+1} = x_t - \eta\, H_t \nabla f(x_t),\quad H_t \approx \nabla^2 f(x_t)^{-1}",)
    convention = (
        "As Optax computes it, memory 10, constant learning rate: no line search, so it may climb. "
        "The first step follows −∇f(x) and is at most η long."
    )
    long_memory = True

    lr: Scalar = learning_rate(1.0, "1 is the quasi-Newton step; smaller is safer far from a minimum.")

    def transform(self) -> optax.GradientTransformation:
        return optax.lbfgs(self.lr, memory_size=10, linesearch=None)

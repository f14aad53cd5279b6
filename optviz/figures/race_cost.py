"""What the runs of a race have asked for: the axis on which a cheap step and a dear one are compared fairly."""

import numpy as np

from optviz.core.curvature.entrants import Entrant
from optviz.core.optimizers import Modified, Optimizer
from optviz.core.simulation.run import Run

COST = "Curves by evaluations"
COST_LABEL = "evaluations of f, ∇f and Hv"
COST_HELP = "Each f, each gradient and each product of the Hessian with a vector counts as one."
_COUNTED = ("asked_value", "asked_slope", "asked_product")


def cost_of(run: Run) -> np.ndarray:
    """Return how often a run has asked for f, ∇f or a product of the Hessian with a vector, in all, (T+1,).

    An optimizer asks for one gradient a step, SAM for two.
    """
    if isinstance(run.optimizer, Entrant):
        return np.sum([run.state[name] for name in _COUNTED], axis=0)
    return np.arange(len(run.x), dtype=float) * gradients_a_step(run.optimizer)


def gradients_a_step(rule: Optimizer) -> int:
    """Return how many gradients a rule takes in each step."""
    own = rule.inner if isinstance(rule, Modified) else rule
    return 1 if type(own).ascend is Optimizer.ascend else 2

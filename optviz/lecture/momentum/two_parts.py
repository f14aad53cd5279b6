"""The two parts of a momentum step: what is left of the last one, and the gradient."""

import numpy as np

from optviz.core.optimizers import Optimizer
from optviz.core.simulation.run import Run
from optviz.core.simulation.simulate import simulate_all
from optviz.core.simulation.turning_angle import turning_angles
from optviz.figures.board import Board, Chart, Formula, Series, Text
from optviz.lecture.momentum.common import (
    KAPPA,
    LOOK_GD,
    LOOK_MOMENTUM,
    beta,
    bowl,
    bowl_background,
    bowl_fan,
    bowl_plane,
    lr,
    optimizer,
    path,
    start,
    start_of,
    step_arrows,
)
from optviz.lecture.momentum.messages import Setting, ended, notices
from optviz.lecture.section import Preset, Section, Values

STEPS = 60
_POINTS_AND_GRADIENTS = ("x", "x_next", "grad", "g", "g_next")


def two_parts_racers(values: Values) -> dict[str, Optimizer]:
    """Return heavy ball and, with the same η, gradient descent."""
    return {"momentum": optimizer("momentum", values["lr"], values["beta"]), "gd": optimizer("gd", values["lr"])}


def two_parts_runs(values: Values) -> tuple[Run, Run]:
    """Return the runs of both."""
    momentum, gd = simulate_all(bowl(), two_parts_racers(values).values(), start_of(values), STEPS)
    return momentum, gd


def two_parts_notices(values: Values) -> tuple[Text, ...]:
    """Return what would puzzle about the values, a sentence each."""
    lr = values["lr"]
    settings = (Setting("Momentum", "momentum", lr, values["beta"]), Setting("GD", "gd", lr))
    return notices(settings, KAPPA, start_of(values), STEPS)


def two_parts_board(values: Values) -> Board:
    """Show both parts of each step on the bowl, how much the path turns, and the step worked out."""
    momentum, gd = two_parts_runs(values)
    paths = path(gd, LOOK_GD, "GD", fan="gd"), path(momentum, LOOK_MOMENTUM, "momentum", True, "momentum")
    turns = Chart(
        "turns",
        "turn from the last step, in degrees",
        (Series("GD", _turns(gd), LOOK_GD), Series("momentum", _turns(momentum), LOOK_MOMENTUM)),
        low=0.0,
        high=180.0,
    )
    return Board(
        (bowl_plane((*paths, *step_arrows(momentum))), turns, _worked(momentum)),
        (("plane", "turns"), ("plane", "worked")),
        STEPS,
        widths=(1.7, 1.0),
        heights=(1.0, 0.0),
        status=(momentum.status.kind, gd.status.kind),
        notices=two_parts_notices(values),
        summary=" ".join([ended("Momentum", momentum), ended("GD", gd)]),
    )


def _turns(run: Run) -> np.ndarray:
    return np.concatenate([[np.nan], turning_angles(run.step), [np.nan]])


def _worked(run: Run) -> Formula:
    columns = {
        key: value for key, value in run.quantities.items() if np.ndim(value) == 0 or key in _POINTS_AND_GRADIENTS
    }
    return Formula("worked", type(run.optimizer).worked, columns)


TWO_PARTS = Section(
    "two_parts",
    "Two parts of a step",
    controls=(lr(0.18, 0.5), beta(0.2), *start()),
    presets=(
        Preset("no_sharp_turns", "β = 0.2: no sharp turns"),
        Preset("no_memory", "β = 0 is GD", {"beta": 0.0}),
        Preset("both_parts", "β = 0.9: the momentum term is longer", {"lr": 0.02, "beta": 0.9}),
        Preset("longer_steps", "β = 0.7: longer steps than GD", {"lr": 0.05, "beta": 0.7}),
    ),
    draw=two_parts_board,
    fan=bowl_fan(("lr", "beta", "x0", "y0"), STEPS, two_parts_racers),
    background=bowl_background,
)

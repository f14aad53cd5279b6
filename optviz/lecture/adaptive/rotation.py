"""Rotation: the same two rules on a bowl and on the bowl turned, from the start turned with it."""

import dataclasses
import math

import numpy as np

from optviz.core.number_text import label
from optviz.figures.board import Background, Board, Chart, Line, Series
from optviz.lecture.adaptive.common import (
    Comparison,
    Window,
    bowl,
    compare,
    kappa_slider,
    lr_slider,
    rule,
    start_of,
    start_sliders,
)
from optviz.lecture.adaptive.messages import comparison_notices, comparison_summary
from optviz.lecture.adaptive.panels import loss_chart, path_axes, surface_field
from optviz.lecture.controls import Slider
from optviz.lecture.section import Preset, Section, Values

STEPS = 150
SQUARE: Window = ((-2.4, 2.4), (-2.4, 2.4))


@dataclasses.dataclass(frozen=True, eq=False)
class TurnedComparison:
    """The same comparison on a bowl and on the bowl turned.

    ``expected``: the paths on the first bowl, turned, (T+1, 2) each.
    """

    straight: Comparison
    turned: Comparison
    expected: tuple[np.ndarray, np.ndarray]

    @property
    def deviations(self) -> tuple[np.ndarray, np.ndarray]:
        """How far each path on the turned bowl lies from the turned path, (T+1,), as long as both last."""
        a, b = (
            np.hypot(*(path[: len(run.x)] - run.x[: len(path)]).T)
            for path, run in zip(self.expected, self.turned.runs, strict=True)
        )
        return a, b


def rotation_matrix(degrees: float) -> np.ndarray:
    """Return the matrix, (2, 2), that turns a point by an angle."""
    c, s = math.cos(math.radians(degrees)), math.sin(math.radians(degrees))
    return np.array([[c, -s], [s, c]])


def rotation_runs(values: Values) -> TurnedComparison:
    """Return AdaGrad-Norm and AdaGrad on a bowl, and on the bowl turned by an angle from the start turned with it."""
    angle, lr = values["angle"], values["lr"]
    turn = rotation_matrix(angle)
    rules = rule("adagrad_norm", lr=lr), rule("adagrad", lr=lr)
    x, y = (turn @ np.array(start_of(values))).tolist()
    straight = compare(bowl(values), start_of(values), STEPS, *rules)
    turned = compare(bowl(values, angle), (x, y), STEPS, *rules)
    a, b = (run.x @ turn.T for run in straight.runs)
    return TurnedComparison(straight, turned, (a, b))


def rotation_board(values: Values) -> Board:
    """The same rules on the bowl and on the bowl turned; thin lines show where the turned paths would lie."""
    both = rotation_runs(values)
    turned = f"the bowl turned by {label(values['angle'])}°"
    expected = tuple(Line(path[:, 0], path[:, 1], "ink", dashed=True) for path in both.expected)
    deviations = tuple(
        Series(name, distance, named.look)
        for distance, (name, named) in zip(both.deviations, both.straight.labelled, strict=True)
    )
    loss = loss_chart(both.turned).series
    notices = comparison_notices(both.straight, values)
    if values["angle"] == 0:
        notices = (*notices, "φ = 0: both bowls are the same.")
    return Board(
        (
            path_axes(both.straight, SQUARE, "straight", "the bowl"),
            path_axes(both.turned, SQUARE, "turned", turned, field="turned", under=expected, drag=None),
            Chart(
                "apart",
                "distance from the turned path",
                deviations,
                log=True,
                legend=False,
                empty="both paths are the turned paths",
            ),
            Chart("loss", f"f(xₜ) on {turned}", loss, log=True, legend=False),
        ),
        (("straight", "turned"), ("apart", "loss")),
        steps=STEPS,
        heights=(1.9, 1.0),
        status=tuple(run.status.kind for run in (*both.straight.runs, *both.turned.runs)),
        notices=notices,
        summary=" ".join(
            (comparison_summary(both.straight, "The bowl"), comparison_summary(both.turned, turned.capitalize()))
        ),
    )


def rotation_background(values: Values) -> Background:
    """Return the bowl and the bowl turned."""
    kappa, angle = values["kappa"], values["angle"]
    fields = {"f": surface_field(bowl(values), SQUARE), "turned": surface_field(bowl(values, angle), SQUARE)}
    return Background(f"adaptive/turned/{kappa!r}/{angle!r}", fields)


ROTATION = Section(
    "rotation",
    "Rotation",
    controls=(
        Slider("angle", r"\varphi", "rotation (degrees)", 45.0, 0.0, 90.0),
        lr_slider(0.5),
        kappa_slider(100.0),
        *start_sliders(-2.0, 0.6, (2.0, 2.0)),
    ),
    presets=(
        Preset("rotation_ten", "10° are enough", {"angle": 10.0}),
        Preset("rotation_half", "45°: most of the lead is gone", {"angle": 45.0}),
        Preset("rotation_right", "90°: x₁ and x₂ change places", {"angle": 90.0}),
    ),
    draw=rotation_board,
    background=rotation_background,
)

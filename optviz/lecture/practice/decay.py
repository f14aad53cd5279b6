"""Weight decay on a bowl: as a part of the loss, L2, and beside the rule, decoupled; for GD they are one."""

import numpy as np

from optviz.core.number_text import label, point
from optviz.core.simulation.run import Run
from optviz.core.simulation.simulate import simulate
from optviz.figures.board import Background, Board, Chart, Line, Metric, Metrics, Points, Series, from_step
from optviz.figures.clipped_chart import clipped
from optviz.lecture.controls import Choice, Slider, VisibleIf
from optviz.lecture.practice.surface import (
    OTHER,
    PLAIN,
    WITH,
    background_of,
    plane,
    rule_called,
    start_sliders,
    surface_called,
)
from optviz.lecture.section import Preset, Section, Values

STEPS = 400
LOOKS = {"no decay": PLAIN, "L2": OTHER, "decoupled": WITH}
HESSIAN = np.array([[10.0, 8.0], [8.0, 10.0]])
"""Booth's."""


def scale_of(values: Values) -> float:
    """Return by how much f is multiplied, which is asked for Adam alone."""
    return float(values["scale"]) if values["rule"] == "adam" else 1.0


def decay_runs(values: Values) -> dict[str, Run]:
    """Return the runs without decay, with L2 and with decoupled decay.

    f may be multiplied by a number c. Adam's steps do not feel that, but for ε, so that λ/c in the place of λ is the
    same run.
    """
    key, lr, strength = values["rule"], float(values["lr"]), float(values["strength"])
    start, surface = (float(values["x0"]), float(values["y0"])), surface_called("booth")
    rules = (
        rule_called(key, lr),
        rule_called(key, lr, l2=strength / scale_of(values)),
        rule_called(key, lr, decoupled=strength),
    )
    return dict(zip(LOOKS, (simulate(surface, rule, start, STEPS) for rule in rules), strict=True))


def ridge(values: Values) -> np.ndarray:
    """Return the minimum of c f + ½ λ ‖x‖², (2,): (c H + λ I)⁻¹ c H x*."""
    c, strength = scale_of(values), float(values["strength"])
    (minimum,) = surface_called("booth").minima
    return np.linalg.solve(c * HESSIAN + strength * np.eye(2), c * HESSIAN @ minimum)


def decay_board(values: Values) -> Board:
    """The three paths with the minimum of the loss with its L2 term, their lengths, and where they end."""
    runs, strength = decay_runs(values), float(values["strength"])
    steps = max(len(run.x) - 1 for run in runs.values())
    end = ridge(values)
    more = [Points(end[:1], end[1:], "ink", "ring", "minimum of f + ½ λ ‖x‖²")]
    box = 1 / strength
    inside = () if values["rule"] == "gd" else (Line(*_square(box), "faint", "|xᵢ| = 1/λ", 1.0, True),)
    sizes = tuple(Series(name, np.sqrt((run.x**2).sum(axis=1)), LOOKS[name]) for name, run in runs.items())
    values_now = tuple(Series(name, run.value, LOOKS[name]) for name, run in runs.items())
    return Board(
        (
            plane("booth", runs, LOOKS, *inside, *more),
            clipped(Chart("size", "‖xₜ‖", sizes)),
            clipped(Chart("value", "f(xₜ)", values_now, log=True)),
            Metrics(
                "numbers",
                tuple(Metric(f"{n} ends at", from_step(steps, point(run.x[-1])), LOOKS[n]) for n, run in runs.items()),
            ),
        ),
        (("plane", "size"), ("plane", "value"), ("numbers", "numbers")),
        steps,
        widths=(1.2, 1.0),
        heights=(1.0, 1.0, 0.0),
        status=tuple(run.status.kind for run in runs.values()),
        summary=f"λ = {label(strength)}: " + ", ".join(f"{n} {point(run.x[-1])}" for n, run in runs.items()) + ".",
    )


def _square(side: float) -> tuple[np.ndarray, np.ndarray]:
    """Return the outline of |x₁|, |x₂| ≤ side."""
    x = side * np.array([-1.0, 1.0, 1.0, -1.0, -1.0])
    return x, np.array([-side, -side, side, side, -side])


def decay_background(_: Values) -> Background:
    """Return Booth's bowl."""
    return background_of("booth")


DECAY = Section(
    "decay",
    "Weight decay",
    controls=(
        Choice("rule", "optimizer", (("gd", "GD"), ("adam", "Adam")), "adam"),
        Slider("strength", r"\lambda", "weight decay", 0.5, 0.01, 4.0, "log"),
        Slider("lr", r"\eta", "learning rate", 0.05, 0.001, 0.5, "log"),
        VisibleIf("rule", ("adam",), Slider("scale", "c", "f is multiplied by", 1.0, 0.01, 100.0, "log"), kept=True),
        *start_sliders("booth", 4.0, -2.0),
    ),
    presets=(
        Preset("decay_adam", "Adam: two different ends", {}),
        Preset("decay_gd", "GD: one and the same", {"rule": "gd"}),
        Preset("decay_scaled", "f ten times as large", {"scale": 10.0}),
        Preset("decay_strong", "λ = 2: into a small square", {"strength": 2.0}),
    ),
    draw=decay_board,
    background=decay_background,
    more=("x0", "y0"),
)

"""Clipping: a step that suits the valley meets the wall, with its gradient as it is and cut to a length."""

import numpy as np

from optviz.core.number_text import label
from optviz.core.simulation.run import Run
from optviz.core.simulation.simulate import simulate
from optviz.figures.board import Background, Board, Chart, Metric, Metrics, Series, from_step
from optviz.figures.clipped_chart import clipped
from optviz.lecture.controls import Choice, Slider
from optviz.lecture.practice.surface import (
    PLAIN,
    WITH,
    background_of,
    plane,
    rule_called,
    start_sliders,
    surface_called,
)
from optviz.lecture.section import Preset, Section, Values

STEPS = 80
LOOKS = {"as it is": PLAIN, "clipped": WITH}
_RULES = (("gd", "GD"), ("momentum", "Momentum"))


def clip_runs(values: Values) -> dict[str, Run]:
    """Return the run on the gradient as it is and the one on the clipped gradient."""
    key, lr, start = values["rule"], float(values["lr"]), (float(values["x0"]), float(values["y0"]))
    cut = {values["how"]: float(values["most"])}
    rules = rule_called(key, lr), rule_called(key, lr, **cut)
    runs = [simulate(surface_called("cliff"), rule, start, STEPS) for rule in rules]
    return dict(zip(LOOKS, runs, strict=True))


def lengths(rows: np.ndarray) -> np.ndarray:
    """Return the length of each row, (T, 2) → (T,)."""
    with np.errstate(all="ignore"):
        return np.sqrt((rows**2).sum(axis=1))


def clip_board(values: Values) -> Board:
    """Both paths on the cliff, the length of their gradients with the bound, and the values on their way."""
    runs, most = clip_runs(values), float(values["most"])
    steps = max(len(run.x) - 1 for run in runs.values())
    grads = tuple(Series(name, lengths(run.grad), LOOKS[name]) for name, run in runs.items())
    heights = tuple(Series(name, run.value, LOOKS[name]) for name, run in runs.items())
    bound = Series("C", np.full(steps + 1, most), "faint", dashed=True, known=True)
    longest = {name: label(float(np.nanmax(lengths(run.step))), 3) for name, run in runs.items()}
    return Board(
        (
            plane("cliff", runs, LOOKS),
            clipped(Chart("gradient", "length of the gradient ‖∇f(xₜ)‖", (*grads, bound), log=True)),
            clipped(Chart("value", "f(xₜ)", heights, log=True)),
            Metrics(
                "numbers",
                tuple(Metric(f"longest step, {n}", from_step(steps, longest[n]), LOOKS[n]) for n in runs),
            ),
        ),
        (("plane", "gradient"), ("plane", "value"), ("numbers", "numbers")),
        steps,
        widths=(1.3, 1.0),
        heights=(1.0, 1.0, 0.0),
        status=tuple(run.status.kind for run in runs.values()),
        summary=f"Longest step: {longest['as it is']} as it is, {longest['clipped']} clipped.",
    )


def clip_background(_: Values) -> Background:
    """Return the cliff."""
    return background_of("cliff")


CLIP = Section(
    "clip",
    "Clipping",
    controls=(
        Choice("rule", "optimizer", _RULES, "gd"),
        Slider("lr", r"\eta", "learning rate", 0.34, 0.01, 3.0, "log"),
        Choice("how", "clip", (("clip_norm", "by norm"), ("clip_value", "each coordinate")), "clip_norm"),
        Slider("most", "C", "most that is let through", 1.0, 0.01, 20.0, "log"),
        *start_sliders("cliff", 2.2, 1.5),
    ),
    presets=(
        Preset("clip_cliff", "Thrown back, or not", {}),
        Preset("clip_far", "η = 2: thrown out of the picture", {"lr": 2.0}),
        Preset("clip_momentum", "Momentum at the wall", {"rule": "momentum"}),
        Preset("clip_value", "Each coordinate: another direction", {"how": "clip_value", "most": 0.05}),
        Preset("clip_tight", "C = 0.05: every step is cut", {"most": 0.05}),
    ),
    draw=clip_board,
    background=clip_background,
    more=("x0", "y0"),
)

"""Three ideas: the lecture's race off the saddle, and a table of which optimizer uses which idea."""

import dataclasses

import numpy as np

from optviz.core.optimizers import OPTIMIZERS
from optviz.core.simulation.run import Run
from optviz.core.simulation.simulate import simulate_all
from optviz.core.surfaces import SURFACES, Point
from optviz.figures.board import Axes, Axis, Board, Chart, Contour, Line, Points, Series, Table, Text, from_step
from optviz.lecture.adaptive.common import NamedRun, lr_slider, start_of
from optviz.lecture.adaptive.panels import START, run_path, surface_background
from optviz.lecture.controls import Slider
from optviz.lecture.section import Preset, Section, Values
from optviz.scenes.scene import default_look

STEPS = 100
RACERS = ("gd", "momentum", "nag", "adagrad", "adadelta", "rmsprop", "adam")
EDGE = 2.0
ESCAPED = 1.0
"""A racer has left the saddle once |y| is larger than this."""


@dataclasses.dataclass(frozen=True, eq=False)
class Race:
    """The lecture's race off the saddle; ``left[i]`` is the step at which racer i has |y| > 1, None if it has not."""

    start: Point
    racers: tuple[NamedRun, ...]
    left: tuple[int | None, ...]


def race(values: Values) -> Race:
    """Return the runs of seven optimizers that start beside the ridge of a saddle."""
    start = start_of(values)
    optimizers = [OPTIMIZERS[key](**({} if key == "adadelta" else {"lr": values["lr"]})) for key in RACERS]
    runs = simulate_all(SURFACES["saddle"](), optimizers, start, STEPS)
    racers = tuple(
        NamedRun(OPTIMIZERS[key].name, default_look(key), run) for key, run in zip(RACERS, runs, strict=True)
    )
    return Race(start, racers, tuple(step_of_leaving(run) for run in runs))


def step_of_leaving(run: Run) -> int | None:
    """Return the first step at which |y| > 1, or None."""
    beyond = np.flatnonzero(np.abs(run.x[:, 1]) > ESCAPED)
    return int(beyond[0]) if len(beyond) else None


def distance_in_view(run: Run) -> np.ndarray:
    """Return |y| up to the first step beyond the picture's edge, (T+1,), and NaN after it."""
    distance = np.abs(run.x[:, 1])
    gone = np.flatnonzero(~(distance <= EDGE))
    return np.where(np.arange(len(distance)) <= (gone[0] if len(gone) else len(distance)), distance, np.nan)


def ideas_board(values: Values) -> Board:
    """The race off the saddle, and which of the three ideas each optimizer uses."""
    result = race(values)
    distances = tuple(Series(racer.name, distance_in_view(racer.run), racer.look) for racer in result.racers)
    return Board(
        (
            race_axes(result),
            Chart("away", "|y|, while in the picture", distances, log=True, legend=False),
            idea_table(result),
        ),
        (("race", "ideas"), ("away", "ideas")),
        steps=STEPS,
        widths=(1.0, 1.3),
        heights=(2.0, 1.0),
        status=tuple(racer.run.status.kind for racer in result.racers),
        notices=race_notices(result, values),
        summary=race_summary(result),
    )


def race_axes(result: Race) -> Axes:
    """Return the picture of all paths, with the saddle and the lines |y| = 1."""
    edges = tuple(Line((-EDGE, EDGE), (y, y), "faint", dashed=True) for y in (-ESCAPED, ESCAPED))
    saddle = Points(np.zeros(1), np.zeros(1), mark="cross")
    paths = (run_path(racer.name, racer) for racer in result.racers)
    layers = (Contour("f"), *edges, saddle, *paths)
    return Axes("race", layers, Axis("x", -EDGE, EDGE), Axis("y", -EDGE, EDGE), equal=True, drag=START)


def idea_rows() -> tuple[tuple[str, bool, bool, bool], ...]:
    """Return (name, stochastic, momentum, adaptive) of every optimizer, in the registry's order."""
    return tuple((rule.name, rule.stochastic, rule.momentum, rule.adaptive) for rule in OPTIMIZERS.values())


def idea_table(result: Race) -> Table:
    """Return which of the three ideas each optimizer uses, and at which step it left the saddle, once it has."""
    left = {
        racer.name: from_step(STEPS, "never") if step is None else from_step(step, str(step))
        for racer, step in zip(result.racers, result.left, strict=True)
    }
    rows = tuple(
        (name, left.get(name, ""), "yes" if stochastic else "if fed", "yes" * momentum, "yes" * adaptive)
        for name, stochastic, momentum, adaptive in idea_rows()
    )
    head = ("optimizer", "out at t", "stochastic", "momentum", "adaptive")
    return Table("ideas", head, rows, "Who uses which idea", follow=False, mono=False)


def race_summary(result: Race) -> str:
    """Return when each racer left the saddle, for a screen reader."""
    parts = (
        f"{racer.name}: {'still there' if step is None else f'out at step {step}'}"
        for racer, step in zip(result.racers, result.left, strict=True)
    )
    return "; ".join(parts) + "."


def race_notices(result: Race, values: Values) -> tuple[Text, ...]:
    """Return what a person should know before the race."""
    if not result.racers[0].run.slope[0].any():
        return ("The start is the saddle itself: the gradient is zero and nothing moves.",)
    if result.start[1] == 0:
        return (from_step(STEPS, "y₀ = 0: on the ridge the slope has no part along y, so no rule leaves it."),)
    notices: tuple[Text, ...] = ("η = 0: only Adadelta moves, it has no learning rate.",) if values["lr"] == 0 else ()
    diverged = ", ".join(racer.name for racer in result.racers if racer.run.status.kind == "diverged")
    told = from_step(STEPS, f"{diverged} diverged: |y| grew beyond what float64 can hold.")
    return (*notices, told) if diverged else notices


IDEAS = Section(
    "ideas",
    "Three ideas",
    controls=(
        lr_slider(0.1, help="Of all but Adadelta, which has none."),
        Slider("y0", "y_0", "start beside the ridge", 1e-4, 0.0, 1.0, "square"),
        Slider("x0", "x_0", "start, x", -1.5, -2.0, 2.0),
    ),
    presets=(
        Preset("ideas_race", "The lecture's race off the saddle", {}, 0),
        Preset("ideas_hair", "A hundred times nearer to the ridge", {"y0": 1e-6}),
        Preset("ideas_ridge", "Exactly on the ridge: nobody leaves", {"y0": 0.0}),
    ),
    draw=ideas_board,
    background=lambda _: surface_background("saddle", SURFACES["saddle"]()),
)

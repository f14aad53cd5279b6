"""All optimizers: the lecture's race off the saddle, and a table of which optimizer uses which of its three ideas."""

import dataclasses

import numpy as np

from optviz.core.optimizers import OPTIMIZERS, TEXTBOOK, Optimizer
from optviz.core.simulation.run import Run
from optviz.core.simulation.simulate import Case, simulate_all
from optviz.core.surfaces import SURFACES, Point
from optviz.figures.board import (
    Axes,
    Axis,
    Board,
    Chart,
    Contour,
    Line,
    Metric,
    Metrics,
    Points,
    Series,
    Surface3D,
    Table,
    Text,
    from_step,
)
from optviz.lecture.adaptive.common import NamedRun, lr_slider, start_of
from optviz.lecture.adaptive.panels import START, run_path, surface_background
from optviz.lecture.controls import Choice, Slider, Switch
from optviz.lecture.section import Preset, Section, Values
from optviz.scenes.scene import default_look

STEPS = 100
STEPS_PER_SECOND = 5.0
RACERS = ("gd", "momentum", "nag", "adagrad", "adadelta", "rmsprop", "adam")
EDGE = 2.0
ESCAPED = 1.0
"""A racer has escaped from the saddle once |x₂| is larger than this."""


@dataclasses.dataclass(frozen=True, eq=False)
class Race:
    """The lecture's race off the saddle; ``escapes[i]``: the step at which racer i has |x₂| > 1, None if never."""

    start: Point
    racers: tuple[NamedRun, ...]
    escapes: tuple[int | None, ...]


def racers(values: Values) -> list[Optimizer]:
    """Return the seven optimizers."""
    return [OPTIMIZERS[key](**({} if key == "adadelta" else {"lr": values["lr"]})) for key in RACERS]


def cases(values: Values) -> list[Case]:
    """Return the race's runs, still to be made."""
    surface = SURFACES["saddle"]()
    return [Case(surface, racer, start_of(values), STEPS) for racer in racers(values)]


def race(values: Values) -> Race:
    """Return the runs of seven optimizers that start slightly off the axis x₂ = 0 of a saddle."""
    start = start_of(values)
    runs = simulate_all(SURFACES["saddle"](), racers(values), start, STEPS)
    named = tuple(NamedRun(OPTIMIZERS[key].name, default_look(key), run) for key, run in zip(RACERS, runs, strict=True))
    return Race(start, named, tuple(step_of_escape(run) for run in runs))


def step_of_escape(run: Run) -> int | None:
    """Return the first step at which |x₂| > 1, or None."""
    beyond = np.flatnonzero(np.abs(run.x[:, 1]) > ESCAPED)
    return int(beyond[0]) if len(beyond) else None


def distance_in_view(run: Run) -> np.ndarray:
    """Return |x₂| up to the first step beyond the picture's edge, (T+1,), and NaN after it."""
    distance = np.abs(run.x[:, 1])
    gone = np.flatnonzero(~(distance <= EDGE))
    return np.where(np.arange(len(distance)) <= (gone[0] if len(gone) else len(distance)), distance, np.nan)


def ideas_board(values: Values) -> Board:
    """The race off the saddle in one large picture, and which of the three ideas each optimizer uses."""
    result = race(values)
    distances = tuple(Series(racer.name, distance_in_view(racer.run), racer.look) for racer in result.racers)
    away = Chart("away", "|x₂|, while in the picture", distances, log=True, legend=False)
    rows = (("race", "ideas"), ("race", "away"), ("escapes", "escapes"))
    picture = race_surface(result) if values["picture"] == "surface" else race_axes(result)
    panels = (picture, idea_table(values["zoo"]), *(() if values["zoo"] else (away,)), escape_steps(result))
    return Board(
        panels,
        (rows[0], rows[2]) if values["zoo"] else rows,
        steps=STEPS,
        widths=(1.15, 1.0),
        heights=(1.0, 0.0) if values["zoo"] else (0.0, 1.0, 0.0),
        pace=STEPS_PER_SECOND,
        status=tuple(racer.run.status.kind for racer in result.racers),
        notices=race_notices(result, values),
        summary=race_summary(result),
    )


def race_axes(result: Race) -> Axes:
    """Return the contour with all paths, the saddle and the lines |x₂| = 1."""
    edges = tuple(Line((-EDGE, EDGE), (y, y), "faint", dashed=True) for y in (-ESCAPED, ESCAPED))
    saddle = Points(np.zeros(1), np.zeros(1), mark="cross")
    paths = (run_path(racer.name, racer) for racer in result.racers)
    layers = (Contour("f"), *edges, saddle, *paths)
    return Axes("race", layers, Axis("x₁", -EDGE, EDGE), Axis("x₂", -EDGE, EDGE), equal=True, drag=START)


def race_surface(result: Race) -> Surface3D:
    """Return the saddle in three dimensions with all paths on it."""
    return Surface3D("race", "f", tuple(run_path(racer.name, racer) for racer in result.racers), "x₁", "x₂")


def escape_steps(result: Race) -> Metrics:
    """Return at which step each racer escaped, from then on."""
    t = np.arange(STEPS + 1)
    metrics = (
        Metric(racer.name, tuple("—" if step is None or now < step else str(step) for now in t), racer.look)
        for racer, step in zip(result.racers, result.escapes, strict=True)
    )
    return Metrics("escapes", tuple(metrics), "escapes at step (|x₂| > 1)")


def idea_rows(zoo: bool = True) -> tuple[tuple[str, bool, bool, bool], ...]:
    """Return (name, stochastic, momentum, adaptive) of the lecture's optimizers, and of all others with ``zoo``."""
    rules = [rule for key, rule in OPTIMIZERS.items() if zoo or key in TEXTBOOK]
    return tuple((rule.name, rule.stochastic, rule.momentum, rule.adaptive) for rule in rules)


def idea_table(zoo: bool) -> Table:
    """Return which of the three ideas each optimizer uses."""
    rows = tuple(
        (name, "yes" if stochastic else "optional", "yes" * momentum, "yes" * adaptive)
        for name, stochastic, momentum, adaptive in idea_rows(zoo)
    )
    head = ("optimizer", "stochastic", "momentum", "adaptive")
    return Table("ideas", head, rows, "Which optimizer uses which idea", follow=False, mono=False)


def race_summary(result: Race) -> str:
    """Return when each racer escaped from the saddle, for a screen reader."""
    parts = (
        f"{racer.name}: {'does not escape' if step is None else f'escapes at step {step}'}"
        for racer, step in zip(result.racers, result.escapes, strict=True)
    )
    return "; ".join(parts) + "."


def race_notices(result: Race, values: Values) -> tuple[Text, ...]:
    """Return what a person should know before the race."""
    if not result.racers[0].run.slope[0].any():
        return ("The start is the saddle itself: the gradient is zero and nothing moves.",)
    if result.start[1] == 0:
        return (from_step(STEPS, "On the axis x₂ = 0 the gradient has no part along x₂, so no rule leaves it."),)
    notices: tuple[Text, ...] = ("η = 0: only Adadelta moves, it has no learning rate.",) if values["lr"] == 0 else ()
    diverged = ", ".join(racer.name for racer in result.racers if racer.run.status.kind == "diverged")
    told = from_step(STEPS, f"{diverged} diverged: |x₂| grew beyond what float64 can hold.")
    return (*notices, told) if diverged else notices


IDEAS = Section(
    "ideas",
    "All optimizers",
    controls=(
        Choice("picture", "picture", (("surface", "3-D"), ("contour", "contour")), "surface"),
        lr_slider(0.1, help="Of all but Adadelta, which has none."),
        Slider("y0", "x_2", "start", 1e-4, 0.0, 1.0, "square"),
        Slider("x0", "x_1", "start", -1.5, -2.0, 2.0),
        Switch("zoo", "all optimizers in the table", False),
    ),
    presets=(
        Preset("ideas_race", "The lecture's race off the saddle", {}, 0),
        Preset("ideas_hair", "A hundred times nearer to the axis", {"y0": 1e-6}),
        Preset("ideas_ridge", "Exactly on the axis: nobody escapes", {"y0": 0.0}),
    ),
    draw=ideas_board,
    program=cases,
    background=lambda _: surface_background("saddle", SURFACES["saddle"]()),
)

"""The panels of a race: its picture, the curves against the step, the standings and the worked step."""

import dataclasses
import re
from collections.abc import Iterable, Sequence

import numpy as np

from optviz.core import number_text
from optviz.core.curvature.entrants import ENTRANTS
from optviz.core.optimizers import Modified, Optimizer
from optviz.core.optimizers.modified import modifier_words
from optviz.core.registry import knobs_of
from optviz.core.simulation.run import Run
from optviz.figures.board import (
    Axes,
    Axis,
    Chart,
    Column,
    Contour,
    DragTarget,
    Formula,
    Layer,
    Path,
    PathArrows,
    Points,
    RunStatus,
    Series,
    Standing,
    Standings,
    Surface3D,
)
from optviz.figures.board.message import rounded
from optviz.figures.race_cost import COST_LABEL, cost_of
from optviz.figures.race_curvature import fog
from optviz.scenes.race import Race
from optviz.scenes.scene import AROUND, Racer, racer_names

FIELD = "surface"
AROUND_FIELD = f"{FIELD}_around"
PLACEHOLDER = re.compile(r"<<(\w+)>>")
NOTHING_CHOSEN = "Choose a run that is switched on to see its step worked out."
NOT_WORKED = "Its steps are made by Optax; there is no worked line for it."
RATE = "The learning rate of each step, which a schedule changes."
HEIGHT = "f at the point of each run."
NOTHING_POSITIVE = "nothing to draw on a logarithmic axis: all values are 0"


@dataclasses.dataclass(frozen=True, eq=False)
class ShownRun:
    """A run with its place in the list of racers, its name, its settings in short and its look, and its curves as
    finely as they are shown.

    ``cost``: what the curves are drawn against, (T+1,), where that is not the step.
    ``gap``: f − f*, or f itself where no minimum is known; it is subtracted here, where f has all its digits.
    """

    run: Run
    slot: int
    name: str
    settings: str
    look: int
    chosen: bool
    value: np.ndarray
    gap: np.ndarray
    slope: np.ndarray
    distance: np.ndarray
    rate: np.ndarray
    cost: np.ndarray | None


def slots(race: Race) -> list[int]:
    """Return the place in the list of racers of each run."""
    return [slot for slot, racer in enumerate(race.scene.racers) if racer.on]


def shown_runs(race: Race, floor: float | None) -> list[ShownRun]:
    """Return the runs of a race as the panels show them; ``floor`` is f*, None where no minimum is known."""
    scene = race.scene
    names = racer_names(scene.racers)
    out = []
    for slot, run in zip(slots(race), race.runs, strict=True):
        value = rounded(run.value, 14)
        gap = rounded(run.value - floor, 12) if floor else value
        curves = (rounded(run.slope_norm, 14), rounded(run.distance, 12), rounded(run.step_rate, 12))
        look, chosen = scene.racers[slot].look, slot == scene.pick
        told = settings(scene.racers, slot)
        cost = cost_of(run) if scene.cost else None
        out.append(ShownRun(run, slot, names[slot], told, look, chosen, value, gap, *curves, cost))
    return out


def settings(racers: Sequence[Racer], slot: int) -> str:
    """Return a racer's learning rate and, of several of one rule, all by which these differ; each between dollar signs;
    and what is around the rule, in words.

    So the second of two Momentum runs may have ``$\\eta = 0.01$, $\\beta = 0.99$``.
    """
    rule, values = racers[slot].rule, dict(racers[slot].knobs)
    around = modifier_words(racers[slot].optimizer())
    twins = [dict(racer.knobs) for racer in racers if racer.rule == rule]
    told = [
        knob
        for knob in knobs_of(ENTRANTS[rule])
        if knob.key == "lr" or any(twin[knob.key] != values[knob.key] for twin in twins)
    ]
    return ", ".join([*(f"${knob.symbol} = {number_text.tex(values[knob.key])}$" for knob in told), *around])


def picture(race: Race, runs: Sequence[ShownRun], over: tuple[Layer, ...] = ()) -> Axes | Surface3D:
    """Return the paths over the surface, seen from above, with what lies ``over`` them, or from the side."""
    averages = tuple(average_path(shown, a) for shown in runs if (a := shown.run.average) is not None)
    paths = (*averages, *(path(shown) for shown in runs))
    minima = race.scene.surface_now().minima
    marks = (Points(minima[:, 0], minima[:, 1], mark="star", name="known minimum"),) if len(minima) else ()
    if race.scene.view == "3d":
        return Surface3D("picture", FIELD, paths, start="at", marks=marks)
    (x_low, x_high), (y_low, y_high) = race.scene.surface_now().domain
    return Axes(
        "picture",
        (Contour(FIELD, bar=True), *marks, *fog(race), *paths, *over),
        Axis("x", x_low, x_high),
        Axis("y", y_low, y_high),
        equal=True,
        drag=DragTarget(at="at"),
        zoom=True,
        around=AROUND,
    )


def path(shown: ShownRun) -> Path:
    """Return a run's path; that of the chosen one has arrows."""
    status = (shown.run.status.kind, shown.run.status.step)
    arrows = arrows_of(shown.run) if shown.chosen else None
    x, y = parts_of(shown.run.x)
    return Path(x, y, shown.look, shown.name, status, shown.value, shown.chosen, arrows, str(shown.slot))


def average_path(shown: ShownRun, average: np.ndarray) -> Path:
    """Return the average of a run's path, paler."""
    x, y = parts_of(average)
    return Path(x, y, shown.look, f"{shown.name}, averaged", value=shown.run.average_value, pale=True)


def parts_of(rows: np.ndarray) -> tuple[np.ndarray, ...]:
    """Return the columns of rows (T, d); an array (T,) is its own."""
    return tuple(rows.T) if rows.ndim > 1 else (rows,)


def arrows_of(run: Run) -> PathArrows:
    """Return what a run's next step is made of: its gradient, where that was taken, its memory of past gradients."""
    memory = run.state.get(momentum_name(run.optimizer, run.state), np.empty(0))
    memory_x, memory_y = parts_of(memory) if memory.ndim > 1 else ((), ())
    probe_x, probe_y = parts_of(run.probe) if looks_ahead(run) else ((), ())
    grad_x, grad_y = parts_of(run.grad)
    return PathArrows(grad_x, grad_y, memory_x, memory_y, probe_x, probe_y)


def momentum_name(optimizer: Optimizer, names: Iterable[str]) -> str:
    """Return the letter of the rule's memory of past gradients (g or m), or nothing if it keeps none."""
    return next((k for k in ("g", "m") if k in names), "") if optimizer.momentum else ""


def looks_ahead(run: Run) -> bool:
    """Whether the gradients were taken elsewhere than at the run's own points."""
    return not np.array_equal(run.probe, run.x[: len(run.probe)], equal_nan=True)


def charts(runs: Sequence[ShownRun], known: bool, count: int = 4) -> tuple[Chart, ...]:
    """Return the first ``count`` of four curves against the step; ``known``: whether a minimum is."""
    above = "How far f is above its known minimum f*."
    rate = "Length of the step divided by length of the gradient: η itself for plain gradient descent."
    nearest = "Straight-line distance to the nearest known minimum."
    nowhere = "no minimum to measure from"
    value, distance = averages_of(runs, "value"), averages_of(runs, "distance")
    every = (
        chart("value", "f(xₜ) − f*" if known else "f(xₜ)", runs, "gap", above if known else HEIGHT, value, log=known),
        chart("rate", "effective step size", runs, "rate", rate),
        chart("slope", "‖∇f(xₜ)‖", runs, "slope", "Length of the gradient at the point of each run."),
        chart("distance", "distance to a minimum", runs, "distance", nearest, distance, empty=nowhere),
    )
    return every[:count]


def chart(
    key: str,
    title: str,
    runs: Sequence[ShownRun],
    curve: str,
    help: str,
    more: Sequence[Series] = (),
    *,
    log: bool = True,
    empty: str = NOTHING_POSITIVE,
) -> Chart:
    """Return one chart: the ``curve`` of every run, over ``more``. An empty race says nothing of what it could draw."""
    series = tuple(curve_of(run, getattr(run, curve)) for run in runs)
    below, empty = x_label(runs), empty if runs else ""
    return Chart(key, title, (*more, *series), log, x_label=below, legend=False, empty=empty, help=help)


def curve_of(run: ShownRun, y: np.ndarray) -> Series:
    """Return a run's curve, against the step or against what it has cost."""
    return Series(run.name, y, run.look, None if run.cost is None else run.cost[: len(y)], chosen=run.chosen)


def x_label(runs: Sequence[ShownRun]) -> str:
    """Return what stands below a chart's x axis: nothing where it is the step, as the playhead's."""
    return COST_LABEL if any(run.cost is not None for run in runs) else ""


def averages_of(runs: Sequence[ShownRun], what: str) -> tuple[Series, ...]:
    """Return the curves of the averages, paler: of their f as the runs have it, or of their distance to a minimum."""
    out = []
    for shown in runs:
        run = shown.run
        if run.average is None or run.average_value is None:
            continue
        gap = run.average_value - (run.surface.floor or 0.0)
        curve = rounded(gap if what == "value" else np.asarray(run.average_distance), 12)
        out.append(Series(f"{shown.name}, averaged", curve, shown.look, shown.cost, pale=True))
    return tuple(out)


def rate_charts(runs: Sequence[ShownRun]) -> tuple[Chart, ...]:
    """Return the chart of η(t), where a run's learning rate changes from step to step."""
    rules = [shown.run.optimizer for shown in runs]
    if not any(isinstance(rule, Modified) and rule.modifiers.scheduled for rule in rules):
        return ()
    series = tuple(curve_of(shown, rounded(shown.run.rate, 12)) for shown in runs)
    return (Chart("eta", "learning rate η(t)", series, True, x_label=x_label(runs), legend=False, help=RATE),)


def standings(runs: Sequence[ShownRun]) -> Standings:
    """Return who is where at the playhead, and what became of each run."""
    return Standings("standings", "Standings", tuple(standing(shown) for shown in runs), "pick")


def standing(shown: ShownRun) -> Standing:
    """Return one run's row of the standings."""
    status = shown.run.status
    became = RunStatus(status.kind, status.step, status.label, status.reason)
    return Standing(shown.name, shown.look, shown.slot, shown.value, shown.slope, became, shown.settings)


def worked(runs: Sequence[ShownRun]) -> Formula:
    """Return the rule of the chosen run, and the same lines with the numbers of the playhead's step."""
    chosen = next((shown for shown in runs if shown.chosen), None)
    if chosen is None:
        return Formula("worked", (), title="Worked step", note=NOTHING_CHOSEN)
    return worked_of(chosen.run, chosen.name)


def worked_of(run: Run, name: str) -> Formula:
    """Return a run's rule, and the same lines with the numbers of the playhead's step."""
    rule = run.optimizer
    lines = rule.worked or tuple((symbols, "") for symbols in rule.latex)
    note = rule.convention if any(numbers for _, numbers in lines) else f"{rule.convention} {NOT_WORKED}"
    return Formula("worked", lines, worked_columns(run), f"Worked step: {name}", note, counts=True)


def worked_columns(run: Run) -> dict[str, Column | float]:
    """Return what the worked step's placeholders stand for, and the gradient, which tells how many steps there are.

    A number after the step is a number of the next step: x_{t+1} is the path's, m_t the memory's, one further on.
    """
    wanted = {name for _, line in run.optimizer.worked for name in PLACEHOLDER.findall(line)} | {"grad"}
    out: dict[str, Column | float] = {}
    quantities = run.quantities
    kept = {"x": run.x, **run.state}
    for name in sorted(wanted):
        letter = name.removesuffix("_next")
        if letter in kept:
            out[name] = Column(parts_of(kept[letter]), int(name != letter))
        elif name == "probe" and not looks_ahead(run):
            out[name] = Column(parts_of(run.x))
        elif name in quantities:
            value = quantities[name]
            out[name] = Column(parts_of(value)) if isinstance(value, np.ndarray) else float(value)
    return out

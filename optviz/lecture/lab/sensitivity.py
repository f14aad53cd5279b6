"""Which η is good? How fast each racer arrives, or how low it ends, against η, and how wide its good range is."""

import functools
from typing import NamedTuple

import numpy as np

from optviz.core.maps.outcomes import Goal
from optviz.core.maps.sensitivity import Sensitivity, sensitivity, stable_rate
from optviz.core.number_text import label
from optviz.core.optimizers import Modified, Optimizer
from optviz.core.simulation.run import Run
from optviz.core.simulation.simulate import Case, simulate_all
from optviz.core.surfaces import Point, Surface
from optviz.figures.board import Axes, Axis, Board, DragTarget, Layer, Line, Path, Table, Text, all_from_step, from_step
from optviz.lecture.around import RUN_KEYS, run_controls, seed_of
from optviz.lecture.controls import Choice, Slider
from optviz.lecture.controls.own_formula import TYPED
from optviz.lecture.lab.common import (
    HIGH,
    LOW,
    background,
    lr_slider,
    outside,
    run_notices,
    start_of,
    steps_slider,
    surface_axes,
)
from optviz.lecture.lab.racing import (
    LEAST,
    above_floor,
    chosen_racers,
    goal_of,
    goal_text,
    look_of,
    racer_of,
    racer_switches,
    start_marks,
    starts_choice,
    starts_of,
    tolerance_slider,
)
from optviz.lecture.lab.rule_text import rate_notices
from optviz.lecture.own import start_sliders, surface_controls, surface_of
from optviz.lecture.section import Fan, Preset, Section, Values

COUNT = 81
"""Learning rates of a curve, in equal ratios."""
MOST = 1e3
"""The highest f − f* that is drawn."""


class Curve(NamedTuple):
    """A racer and what becomes of it at each learning rate."""

    key: str
    optimizer: Optimizer
    result: Sensitivity

    @property
    def name(self) -> str:
        """Its name on the screen."""
        return self.optimizer.name

    @property
    def best(self) -> int | None:
        """The place of the η that needs the fewest steps; None where none arrives."""
        steps = self.result.steps
        return int(np.nanargmin(steps)) if np.isfinite(steps).any() else None


@functools.lru_cache(maxsize=128)
def _result(
    surface: Surface, optimizer: Optimizer, starts: tuple[Point, ...], steps: int, goal: Goal, seed: int
) -> Sensitivity:
    return sensitivity(surface, optimizer, None, steps, goal, (LOW, HIGH), COUNT, np.array(starts), seed)


def curves_of(values: Values) -> tuple[Curve, ...]:
    """Return what becomes of each racer that is switched on at all learning rates."""
    surface, goal, steps, seed = surface_of(values), goal_of(values), int(values["steps"]), seed_of(values)
    starts = tuple(map(tuple, starts_of(values).tolist()))
    racers = [(key, racer_of(values, key, beta=float(values["beta"]))) for key in chosen_racers(values)]
    return tuple(Curve(key, racer, _result(surface, racer, starts, steps, goal, seed)) for key, racer in racers)


def cases_of(values: Values) -> dict[str, Case]:
    """Return the runs on the surface, one a racer, at the chosen η."""
    lr, beta, start = float(values["lr"]), float(values["beta"]), start_of(values)
    surface, steps, seed = surface_of(values), int(values["steps"]), seed_of(values)
    racers = {key: racer_of(values, key, lr=lr, beta=beta) for key in chosen_racers(values)}
    return {key: Case(surface, racer, start, steps, seed=seed) for key, racer in racers.items()}


def runs_of(values: Values) -> dict[str, Run]:
    """Return those runs made."""
    cases = cases_of(values)
    racers = [case.optimizer for case in cases.values()]
    if not racers:
        return {}
    place = surface_of(values), racers, start_of(values), int(values["steps"])
    return dict(zip(cases, simulate_all(*place, seed=seed_of(values)), strict=True))


def limit_of(values: Values, curves: tuple[Curve, ...]) -> float | None:
    """Return GD's 2/λmax at the known minimum nearest to where its best run ends; None where that says nothing.

    Where many starts count, it is that of the sharpest of the known minima.
    """
    gd = next((curve for curve in curves if curve.key == "gd"), None)
    if gd is None or gd.best is None or isinstance(gd.optimizer, Modified):
        return None
    surface = surface_of(values)
    end = gd.result.outcomes.x[gd.best, 0]
    minima = np.asarray(surface.minima, float).reshape(-1, 2)
    points = minima if len(minima) else end[None]
    if values["starts"] == "one":
        points = points[[np.argmin(((points - end) ** 2).sum(axis=1))]]
    limit = min(stable_rate(surface, (float(x), float(y))) for x, y in points)
    return limit if LOW < limit < HIGH else None


def heights_of(values: Values, curve: Curve, lowest: float) -> np.ndarray:
    """Return a racer's curve, (COUNT,): steps to the goal, or f − f* at the end; NaN where there is nothing to draw."""
    result = curve.result
    if values["measure"] == "steps":
        return np.maximum(result.steps, 1.0)
    losses = above_floor(surface_of(values), result.losses, lowest)
    return np.where(losses <= MOST, losses, np.nan)


def curve_axes(values: Values, curves: tuple[Curve, ...]) -> Axes:
    """Return all racers' curves over η, told when the runs have ended; the good ranges are thick, η can be dragged."""
    steps = int(values["steps"])
    many = "mean of " * (values["starts"] == "many")
    if values["measure"] == "steps":
        title, low, high = f"{many}steps until {goal_text(values)}", 1.0, float(max(steps, 2))
    else:
        what = "f − f*" if surface_of(values).floor is not None else "f, over the least of these,"
        title, low, high = f"{many}{what} after {steps} steps", LEAST, MOST
    lowest = min((float(curve.result.losses.min()) for curve in curves), default=0.0)
    layers: list[Layer] = []
    for curve in curves:
        look, height, lrs = look_of(curve.key), heights_of(values, curve, lowest), curve.result.lrs
        layers.append(Line(lrs, height, look, since=steps))  # the runs on the surface name the looks
        if curve.result.good.any():
            layers.append(Line(lrs, np.where(curve.result.good, height, np.nan), look, width=3.0, since=steps))
    limit = limit_of(values, curves)
    if limit is not None:
        layers.append(Line((limit, limit), (low, high), look_of("gd"), "GD: 2/λmax", dashed=True, since=steps))
    lr = float(values["lr"])
    layers.append(Line((lr, lr), (low, high), "ink", "η now", dashed=True, over=True))
    x, y = Axis("η", LOW, HIGH, log=True), Axis("", low, high, log=True)
    return Axes("curves", tuple(layers), x, y, title=title, drag=DragTarget("lr", ring=False))


def good_range(curve: Curve) -> tuple[str, str]:
    """Return the ends of a racer's good range and its width in decades, as texts."""
    good = curve.result.lrs[curve.result.good]
    if not len(good):
        return "none", "0"
    return f"{label(float(good[0]), 2)}–{label(float(good[-1]), 2)}", label(curve.result.width, 2)


def range_table(values: Values, curves: tuple[Curve, ...]) -> Table:
    """Return each racer's good range, its width, and the best η, told when the runs have ended."""
    last = int(values["steps"])
    rows = []
    for curve in curves:
        best = (
            ("none arrives", "")
            if curve.best is None
            else (
                label(float(curve.result.lrs[curve.best]), 2),
                label(float(curve.result.steps[curve.best]), 3),
            )
        )
        rows.append((curve.name, *all_from_step(last, (*good_range(curve), *best))))
    head = ("optimizer", "good η", "decades", "best η", "steps")
    return Table("out", head, tuple(rows), follow=False, mono=False, dense=True)


def notices_of(values: Values, curves: tuple[Curve, ...], runs: dict[str, Run]) -> tuple[Text, ...]:
    """Return what stands in the way: nobody races, one has no η, the start is outside, nobody arrives, all diverge."""
    if not curves:
        return ("Nobody races. Switch an optimizer on.",)
    if values[TYPED] and (said := rate_notices(curves[-1].optimizer)):
        return said
    if outside(surface_of(values), start_of(values)):
        return run_notices(values, next(iter(runs.values())))
    last = int(values["steps"])
    if not any(curve.result.good.any() for curve in curves):
        said = f"Nobody reaches {goal_text(values)} in {last} steps, at no η: allow more steps, or a larger ε."
        return (from_step(last, said),)
    if all(run.status.kind == "diverged" for run in runs.values()):
        return (from_step(last, f"At η = {label(float(values['lr']), 3)} every run diverges. Take a lower one."),)
    return ()


def summary_of(curves: tuple[Curve, ...], values: Values) -> str:
    """Return the good ranges in words."""
    if not curves:
        return "Nobody races."
    said = [f"{curve.name} {good_range(curve)[0]}, {good_range(curve)[1]} decades" for curve in curves]
    return f"Good learning rates, within twice the steps of the best to {goal_text(values)}: {'; '.join(said)}."


def sensitivity_board(values: Values) -> Board:
    """The runs at η over the surface; beside them each racer's curve over all η, and its good range in a table."""
    curves, runs = curves_of(values), runs_of(values)
    ended = {key: (run.status.kind, run.status.step) for key, run in runs.items()}
    paths = (
        Path(run.x[:, 0], run.x[:, 1], look_of(key), run.optimizer.name, ended[key], run.value, fan=key)
        for key, run in runs.items()
    )
    plane = surface_axes(values, (*start_marks(values), *paths))
    return Board(
        (plane, curve_axes(values, curves), range_table(values, curves)),
        (("plane", "curves"), ("plane", "out")),
        steps=int(values["steps"]),
        widths=(1.0, 1.0),
        heights=(1.0, 0.0),
        status=tuple(run.status.kind for run in runs.values()),
        notices=notices_of(values, curves, runs),
        summary=summary_of(curves, values),
    )


SENSITIVITY = Section(
    "sensitivity",
    "Which η is good?",
    controls=(
        *surface_controls("himmelblau"),
        *racer_switches(),
        lr_slider(0.01),
        Slider("beta", r"\beta", "momentum", 0.9, 0.0, 0.999, "one_minus", "Of Momentum, and β₁ of Adam."),
        Choice("measure", "shown", (("steps", "steps to the goal"), ("loss", "loss at the end")), "steps"),
        starts_choice(),
        *start_sliders(-1.0, 4.0),
        steps_slider(200, 500),
        tolerance_slider(),
        *run_controls(),
    ),
    presets=(
        Preset("eta_five", "Five rules, one start"),
        Preset("eta_bowl", "A bowl: GD's cliff", {"surface": "quadratic", "x0": -2.5, "y0": 1.5, "lr": 0.2}),
        Preset("eta_no_momentum", "β = 0: Momentum is GD", {"beta": 0.0, "adagrad": False, "rmsprop": False}),
        Preset("eta_many", "From 64 starts", {"starts": "many", "steps": 400}),
        Preset("eta_loss", "Loss at the end", {"measure": "loss"}),
        Preset(
            "eta_nobody",
            "A goal nobody reaches",
            {"surface": "rosenbrock", "x0": -1.2, "y0": 1.0, "steps": 20, "tol": 1e-6},
        ),
    ),
    draw=sensitivity_board,
    background=background,
    fan=Fan(("lr", "beta", "x0", "y0"), cases_of, lambda values: surface_of(values).domain),
    more=("x0", "y0", "tol", *RUN_KEYS),
)

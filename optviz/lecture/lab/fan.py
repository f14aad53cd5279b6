"""The fan of η: the runs at all positions of its slider in one picture, coloured by η."""

import functools

import numpy as np

from optviz.core.number_text import label
from optviz.core.optimizers import Optimizer
from optviz.core.registry import with_settings
from optviz.core.simulation.simulate import Case, paths_of
from optviz.core.surfaces import Point, Surface
from optviz.core.surfaces.fields import heights_at
from optviz.figures.board import Axes, Axis, Board, Bundle, DragTarget, Layer, Line, Points
from optviz.lecture import around
from optviz.lecture.lab.common import (
    HIGH,
    LOW,
    background,
    case_of,
    path,
    rule_controls,
    run_notices,
    run_of,
    run_summary,
    steps_slider,
    surface_axes,
)
from optviz.lecture.lab.rule_text import rate_notices
from optviz.lecture.own import start_sliders, surface_controls, surface_of
from optviz.lecture.section import Fan, Preset, Section, Values

COUNT = 81
"""Learning rates in the fan, in equal ratios."""
RATES = np.geomspace(LOW, HIGH, COUNT)
MOST = 1e3
"""The highest end that is drawn."""
_LEAST = 1e-8


@functools.lru_cache(maxsize=4)
def paths(surface: Surface, optimizer: Optimizer, start: Point, steps: int, seed: int = 0) -> np.ndarray:
    """Return the paths of the rule at all of ``RATES``, (COUNT, T+1, 2); NaN after the end of a run that diverged.

    η of ``optimizer`` itself does not matter.
    """
    racers = [with_settings(optimizer, {"lr": float(lr)}) for lr in RATES]
    whole = np.full((COUNT, steps + 1, 2), np.nan)
    for row, run in zip(
        whole, paths_of(Case(surface, racer, start, steps, seed=seed) for racer in racers), strict=True
    ):
        row[: len(run)] = run
    return whole


def fan_of(case: Case) -> np.ndarray:
    """Return the fan of a run: :func:`paths` of its rule; one fan for every η that it has."""
    rule = with_settings(case.optimizer, {"lr": 1.0})
    return paths(case.surface, rule, case.point, case.steps, case.seed)


def final_losses(surface: Surface, whole: np.ndarray) -> np.ndarray:
    """Return f at the end of each path over the least f, (COUNT,), at least 1e-8; infinity where a run diverged."""
    ends = whole[:, -1]
    kept = np.isfinite(ends).all(axis=1)
    losses = np.full(len(whole), np.inf)
    losses[kept] = heights_at(surface, ends[kept])
    floor = surface.floor if surface.floor is not None else float(np.min(losses, initial=np.inf))
    return np.maximum(np.where(np.isnan(losses), np.inf, losses) - floor, _LEAST)


def bundle(whole: np.ndarray) -> Bundle:
    """Return the paths as a layer, coloured by η."""
    share = np.linspace(0, 1, COUNT)
    return Bundle(whole[..., 0], whole[..., 1], share, LOW, HIGH, "η")


def loss_axes(values: Values, losses: np.ndarray, last: int) -> Axes:
    """Return f at the end against η, shown once the runs have ended; η can be dragged there."""
    shown = losses[np.isfinite(losses)]
    low, high = _LEAST, float(np.clip(np.max(shown, initial=1.0), 1.0, MOST))
    known = np.where(losses <= high, losses, np.nan)
    layers: list[Layer] = [Line(RATES, known, "accent", since=last)]
    lr = float(values["lr"])
    layers.append(Line((lr, lr), (low, high), "ink", "η now", dashed=True, over=True))
    border = RATES[~np.isfinite(losses)]
    if len(border):
        layers.append(Points(border, np.full(len(border), high), "bad", "cross", "diverged", size=0.6, since=last))
    x, y = Axis("η", LOW, HIGH, log=True), Axis("", low, high, log=True)
    title = f"f − f* after {last} steps, f* the least"
    return Axes("losses", tuple(layers), x, y, title=title, drag=DragTarget("lr", ring=False))


def best_rate(losses: np.ndarray) -> str:
    """Return a sentence on the best η of the fan."""
    if not np.isfinite(losses).any():
        return "Every run diverges."
    best = int(np.argmin(losses))
    return f"The lowest end has η = {label(float(RATES[best]))}; {int(np.isinf(losses).sum())} of {COUNT} diverge."


def fan_board(values: Values) -> Board:
    """All runs over the surface, coloured by η, with the chosen one over them; and how low each ends."""
    run, case = run_of(values), case_of(values)
    whole = fan_of(case)
    losses = final_losses(case.surface, whole)
    plane = surface_axes(values, (bundle(whole), path(run, name="η now", fan="run")))
    return Board(
        (plane, loss_axes(values, losses, case.steps)),
        (("plane", "losses"),),
        steps=case.steps,
        widths=(1.5, 1.0),
        status=(run.status.kind,),
        notices=(*rate_notices(case.optimizer), *run_notices(values, run)),
        summary=f"{COUNT} runs with η from {label(LOW)} to {label(HIGH)}. {best_rate(losses)} "
        + run_summary(run, "The chosen run"),
    )


FAN = Section(
    "fan",
    "Every η at once",
    controls=(
        *surface_controls("himmelblau"),
        *rule_controls(lr=0.01),
        *start_sliders(-1.0, 4.0),
        steps_slider(100, 400),
    ),
    presets=(
        Preset("fan_gd", "GD: a cliff on the right"),
        Preset("fan_momentum", "Momentum: a smaller η will do", {"rule": "momentum"}),
        Preset("fan_adam", "Adam: nothing flies off", {"rule": "adam", "lr": 0.1}),
        Preset("fan_adagrad", "AdaGrad forgives a large η", {"rule": "adagrad", "lr": 1.0}),
        Preset(
            "fan_valley",
            "A curved valley: none arrives",
            {"surface": "rosenbrock", "rule": "gd", "lr": 0.001, "x0": -1.2, "y0": 1.0, "steps": 400},
        ),
    ),
    draw=fan_board,
    background=background,
    more=around.RUN_KEYS,
    fan=Fan(("lr", "x0", "y0"), lambda values: {"run": case_of(values)}, lambda values: surface_of(values).domain),
)

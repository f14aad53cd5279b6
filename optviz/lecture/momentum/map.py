"""The board of the η × β map: the rate in every point, its regions, and the run of the chosen point."""

import functools
import math

import numpy as np

from optviz.core.quadratic.rates import Regime, Rule, best, regime
from optviz.figures.board import (
    Axes,
    Axis,
    Board,
    Chart,
    DragTarget,
    Labels,
    Layer,
    Line,
    Metric,
    Metrics,
    Points,
    RampMap,
    Series,
)
from optviz.lecture.momentum.common import (
    CORNER,
    MAP_REACH,
    STEPS,
    RateMap,
    axes,
    map_run,
    measured_at,
    rate_at,
    rates,
)
from optviz.lecture.momentum.messages import ended, notices, settings_of, short
from optviz.lecture.momentum.parts import MOMENTUM, NAG, bowl_plane, path
from optviz.lecture.section import Values

DIFFERENCE = 0.002
"""The difference map's colours end at ± this."""


def rate_board(values: Values) -> Board:
    """The map with its regions and best point, and beside it the run at the controls' η and β."""
    found, run = rates(values), map_run(values)
    rule, kappa = found.rule, found.kappa
    look = NAG if rule == "nag" else MOMENTUM
    here, measured = rate_at(rule, values), measured_at(values)
    line = run.distance[0] * here ** np.arange(len(run.x))
    distance = Chart(
        "distance",
        "distance to the minimum",
        (Series("this run", run.distance, look), Series("rateᵗ (theory)", line, "faint", dashed=True)),
        log=True,
    )
    label = "NAG" if rule == "nag" else "momentum"
    beside = bowl_plane((path(run, look, label),), kappa, drag=False)
    return Board(
        (_map(found, values), beside, distance, _numbers(values, found)),
        (("map", "plane"), ("map", "distance"), ("numbers", "numbers")),
        STEPS["map"],
        widths=(1.3, 1.0),
        heights=(1.0, 1.0, 0.0),
        status=(run.status.kind,),
        notices=notices(settings_of("map", values), kappa, CORNER),
        summary=f"{ended(label, run)} Rate by theory {short(here)}, measured {short(measured)}; "
        f"the best is {short(found.best.rate)} at η = {short(found.best.lr)}, β = {short(found.best.beta)}.",
    )


def _map(found: RateMap, values: Values) -> Axes:
    reach = MAP_REACH / found.kappa
    gd = best("gd", 1.0, found.kappa)
    stars = Points(
        np.array([found.best.lr, gd.lr]), np.array([found.best.beta, 0.0]), mark="star", labels=("best", "best GD")
    )
    twice = np.concatenate([found.curve, [np.nan], found.curve])
    both = np.concatenate([found.slow_critical, [np.nan], found.stiff_critical])
    lines = (
        Line(twice, both, "ink", "critically damped", dashed=True),
        Line(found.curve, found.edge, "ink", "limit", width=2.0),
    )
    x, y = Axis("learning rate η", 0.0, reach), Axis("momentum β", -0.04, 1.0)
    layers = (_colours(found, values["show"], reach), *lines, region_names(found.rule, found.kappa), stars)
    return Axes("map", layers, x, y, title=TITLES[values["show"]], drag=DragTarget("lr", "beta"))


TITLES = {
    "theory": "rate, from theory",
    "measured": "rate, fitted to a run of 500 steps in each of 19,200 points",
    "difference": "measured rate − theory",
}


def _colours(found: RateMap, show: str, reach: float) -> Layer:
    x, y = (0.0, reach), (0.0, 1.0)
    if show == "difference":
        # To a hundredth of the ramp's end: what is below is noise, and would be most of the message.
        rounded = np.round(found.value, 5)
        return RampMap(rounded, x, y, low=-DIFFERENCE, high=DIFFERENCE, label="difference", ramp="diverging")
    # Close to 1 is still a rate: rounded on its way to the browser it must not become "diverges".
    shown = np.where(found.value < 1, np.minimum(found.value, 0.999), 2.0)
    low = math.floor(found.best.rate * 50) / 50
    return RampMap(shown, x, y, low=low, high=1.0, label="rate", beyond="diverges")


SHOWN = {
    Regime.OVER: "over-damped",
    Regime.UNDER: "under-damped",
    Regime.FLIPPING: "flips",
    Regime.DIVERGING: "diverges",
}
LABEL = (4.0, 18.0)
"""Half the height and half the width of a region's name, in cells."""


@functools.lru_cache(maxsize=64)
def region_names(rule: Rule, kappa: float) -> Labels:
    """Return the names of the map's regions, each where it has most room."""
    kinds, (lrs, betas) = region_kinds(rule, kappa), axes(kappa)
    spots = {text: _roomiest(kinds == kind) for kind, text in SHOWN.items()}
    named = {text: spot for text, spot in spots.items() if spot is not None}
    x = np.array([lrs[column] for _, column in named.values()])
    y = np.array([betas[row] for row, _ in named.values()])
    return Labels(x, y, tuple(named))


def region_kinds(rule: Rule, kappa: float) -> np.ndarray:
    """Return the region of each point: diverging or flipping across, over-damped along, or swinging in both."""
    lrs, betas = axes(kappa)
    along, across = (regime(rule, lrs[None, :], betas[:, None], e) for e in (1.0, kappa))
    kinds = np.where(along == Regime.OVER, Regime.OVER, Regime.UNDER)
    kinds = np.where(across == Regime.FLIPPING, Regime.FLIPPING, kinds)
    return np.where(across == Regime.DIVERGING, Regime.DIVERGING, kinds)


def _roomiest(inside: np.ndarray) -> tuple[int, int] | None:
    """Return the cell of ``inside``, row and column, round which a name fits best; None where it does not fit half."""
    rooms = [_clearance(inside, axis) / size for axis, size in enumerate(LABEL)]
    room = np.minimum(*rooms) + 1e-3 * np.maximum(*rooms)
    row, column = np.unravel_index(room.argmax(), room.shape)
    return (int(row), int(column)) if room[row, column] > 0.5 else None


def _clearance(inside: np.ndarray, axis: int) -> np.ndarray:
    """Return for each cell how many cells to the nearer end of its stretch of ``inside`` along an axis."""
    cells = np.moveaxis(inside, axis, 0)
    there, back = np.zeros(cells.shape), np.zeros(cells.shape)
    for k in range(len(cells)):
        there[k] = (there[k - 1] + 1 if k else 1) * cells[k]
        back[-1 - k] = (back[-k] + 1 if k else 1) * cells[-1 - k]
    return np.moveaxis(np.minimum(there, back), 0, axis)


def _numbers(values: Values, found: RateMap) -> Metrics:
    here, measured = rate_at(found.rule, values), measured_at(values)
    digit = short(-1 / math.log10(here)) if 0 < here < 1 else "—"
    along, across = (Regime(int(regime(found.rule, values["lr"], values["beta"], e))).label for e in (1.0, found.kappa))
    top = found.best
    return Metrics(
        "numbers",
        (
            Metric("rate, theory", short(here)),
            Metric("rate, measured", short(measured)),
            Metric("steps for a digit more", digit),
            Metric("along", along),
            Metric("across", across),
            Metric("best", f"{short(top.rate)} at η = {short(top.lr)}, β = {short(top.beta)}"),
        ),
    )

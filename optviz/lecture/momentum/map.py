"""The η × β map: the convergence rate in every point, its regions, and the run of the chosen point."""

import dataclasses
import functools
import math

import numpy as np

from optviz.core import number_text
from optviz.core.optimizers import Optimizer
from optviz.core.quadratic import rate_maps
from optviz.core.quadratic.rates import (
    Best,
    Regime,
    Rule,
    best,
    converges,
    critical_beta,
    limit_beta,
    rate,
    regime,
)
from optviz.core.simulation.run import Run
from optviz.core.simulation.simulate import simulate_all
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
    Text,
    from_step,
)
from optviz.lecture.controls import Choice
from optviz.lecture.momentum.common import (
    BEST,
    CORNER,
    LOOK_MOMENTUM,
    LOOK_NAG,
    beta,
    bowl,
    bowl_fan,
    bowl_plane,
    kappa,
    lr,
    optimizer,
    path,
)
from optviz.lecture.momentum.messages import Setting, ended, notices
from optviz.lecture.section import Preset, Section, Values

STEPS = 150
COLUMNS, ROWS = 160, 120
HIGHEST_LR = 4.2
"""The map shows ηλₙ from 0 to this; nothing converges beyond 4."""
DIFFERENCE = 0.002
"""The difference map's colours end at ± this."""
TITLES = {
    "theory": "rate, from theory",
    "measured": "rate, fitted to a run of 500 steps in each of 19,200 points",
    "difference": "measured rate − theory",
}
REGIONS = {
    Regime.OVER: "over-damped",
    Regime.UNDER: "under-damped",
    Regime.FLIPPING: "flips",
    Regime.DIVERGING: "diverges",
}
LABEL_SIZE = (4.0, 18.0)
"""Half the height and half the width of a region's name, in cells."""


@dataclasses.dataclass(frozen=True)
class RateMap:
    """Rates over η (columns) × β (rows), and the curves on them; ``best`` is the lowest point.

    Over the η of ``curve`` stand the β at which each direction is critically damped, as far as the rule converges
    there, and the β of its ``edge``; NaN where there is none.
    """

    rule: Rule
    kappa: float
    lrs: np.ndarray
    betas: np.ndarray
    value: np.ndarray
    best: Best
    curve: np.ndarray
    slow_critical: np.ndarray
    stiff_critical: np.ndarray
    edge: np.ndarray


def cells(kappa: float) -> tuple[np.ndarray, np.ndarray]:
    """Return the map's η, from 0 to 4.2/κ, and β, from 0 to 1, at the middles of its cells."""
    return (np.arange(COLUMNS) + 0.5) / COLUMNS * HIGHEST_LR / kappa, (np.arange(ROWS) + 0.5) / ROWS


@functools.lru_cache(maxsize=16)
def _table(rule: Rule, kappa: float, show: str) -> np.ndarray:
    if show == "difference":
        return _table(rule, kappa, "measured") - _table(rule, kappa, "theory")
    table = rate_maps.measured_map if show == "measured" else rate_maps.rate_map
    return table(rule, *cells(kappa), 1.0, kappa)


def rate_map_of(values: Values) -> RateMap:
    """Return the map that the controls ask for: theory, measured, or measured minus theory."""
    rule, kappa = values["rule"], float(values["kappa"])
    curve = np.linspace(0, HIGHEST_LR / kappa, 421)
    slow, stiff = (critical_beta(rule, curve, eigenvalue) for eigenvalue in (1.0, kappa))
    slow, stiff = (np.where(converges(rule, curve, beta, kappa), beta, np.nan) for beta in (slow, stiff))
    table = _table(rule, kappa, values["show"])
    edge = limit_beta(rule, curve, kappa)
    return RateMap(rule, kappa, *cells(kappa), table, best(rule, 1.0, kappa), curve, slow, stiff, edge)


def map_racer(values: Values) -> dict[str, Optimizer]:
    """Return the optimizer at the point of the map that is chosen."""
    return {"run": optimizer(values["rule"], values["lr"], values["beta"])}


def map_run(values: Values) -> Run:
    """Return the run at the point of the map that is chosen."""
    return simulate_all(bowl(values["kappa"]), map_racer(values).values(), CORNER, STEPS)[0]


def exact_rate(values: Values) -> float:
    """Return the rate by theory at the controls' η, β and κ."""
    return float(rate(values["rule"], values["lr"], values["beta"], (1.0, values["kappa"])))


def measured_rate(values: Values) -> float:
    """Return the rate measured at the controls' η, β and κ."""
    lr, beta = np.array([values["lr"]], dtype=float), np.array([values["beta"]], dtype=float)
    return rate_maps.measured_map(values["rule"], lr, beta, 1.0, float(values["kappa"])).item()


def map_notices(values: Values) -> tuple[Text, ...]:
    """Return what would puzzle about the values, a sentence each."""
    name = "NAG" if values["rule"] == "nag" else "Momentum"
    setting = Setting(name, values["rule"], values["lr"], values["beta"])
    return notices((setting,), float(values["kappa"]), CORNER, STEPS)


def map_board(values: Values) -> Board:
    """Show the map with its regions and best point, and beside it the run at the controls' η and β."""
    rate_map, run = rate_map_of(values), map_run(values)
    theory, measured = exact_rate(values), measured_rate(values)
    name, look = ("NAG", LOOK_NAG) if rate_map.rule == "nag" else ("momentum", LOOK_MOMENTUM)
    plane = bowl_plane((path(run, look, name, fan="run"),), rate_map.kappa, draggable=False)
    return Board(
        (_map(rate_map, values["show"]), plane, _distance(run, theory, look), _numbers(values, theory, measured)),
        (("map", "plane"), ("map", "distance"), ("numbers", "numbers")),
        STEPS,
        widths=(1.3, 1.0),
        heights=(1.0, 1.0, 0.0),
        status=(run.status.kind,),
        notices=map_notices(values),
        summary=f"{ended(name, run)} Rate by theory {number_text.label(theory)}, "
        f"measured {number_text.label(measured)}; the best is {_point(rate_map.best)}.",
    )


def _point(best: Best) -> str:
    rate, lr, beta = (number_text.label(number) for number in (best.rate, best.lr, best.beta))
    return f"{rate} at η = {lr}, β = {beta}"


def _distance(run: Run, rate: float, look: int) -> Chart:
    line = run.distance[0] * rate ** np.arange(len(run.x))
    series = Series("this run", run.distance, look), Series("rateᵗ (theory)", line, "faint", dashed=True)
    return Chart("distance", "distance to the minimum", series, log=True)


def _map(rate_map: RateMap, show: str) -> Axes:
    lowest, gd = rate_map.best, best("gd", 1.0, rate_map.kappa)
    stars = Points(np.array([lowest.lr, gd.lr]), np.array([lowest.beta, 0.0]), mark="star", labels=("best", "best GD"))
    twice = np.concatenate([rate_map.curve, [np.nan], rate_map.curve])
    both = np.concatenate([rate_map.slow_critical, [np.nan], rate_map.stiff_critical])
    critical = Line(twice, both, "ink", "critically damped", dashed=True)
    limit = Line(rate_map.curve, rate_map.edge, "ink", "limit", width=2.0)
    x, y = Axis("learning rate η", 0.0, HIGHEST_LR / rate_map.kappa), Axis("momentum β", -0.04, 1.0)
    layers = (_colours(rate_map, show), critical, limit, region_names(rate_map.rule, rate_map.kappa), stars)
    return Axes("map", layers, x, y, title=TITLES[show], drag=DragTarget("lr", "beta"))


def _colours(rate_map: RateMap, show: str) -> Layer:
    x, y = (0.0, HIGHEST_LR / rate_map.kappa), (0.0, 1.0)
    if show == "difference":
        # To a hundredth of the ramp's end: what is below is noise, and would be most of the message.
        rounded = np.round(rate_map.value, 5)
        return RampMap(rounded, x, y, low=-DIFFERENCE, high=DIFFERENCE, label="difference", ramp="diverging")
    # Close to 1 is still a rate: rounded on its way to the browser it must not become "diverges".
    shown = np.where(rate_map.value < 1, np.minimum(rate_map.value, 0.999), 2.0)
    low = math.floor(rate_map.best.rate * 50) / 50
    return RampMap(shown, x, y, low=low, high=1.0, label="rate", beyond="diverges")


@functools.lru_cache(maxsize=64)
def region_names(rule: Rule, kappa: float) -> Labels:
    """Return the names of the map's regions, each where it has most room."""
    kinds, (lrs, betas) = region_kinds(rule, kappa), cells(kappa)
    spots = {text: _roomiest(kinds == kind) for kind, text in REGIONS.items()}
    named = {text: spot for text, spot in spots.items() if spot is not None}
    x = np.array([lrs[column] for _, column in named.values()])
    y = np.array([betas[row] for row, _ in named.values()])
    return Labels(x, y, tuple(named))


def region_kinds(rule: Rule, kappa: float) -> np.ndarray:
    """Return the region of each point: diverging or flipping across, over-damped along, or oscillating in both."""
    lrs, betas = cells(kappa)
    along, across = (regime(rule, lrs[None, :], betas[:, None], e) for e in (1.0, kappa))
    kinds = np.where(along == Regime.OVER, Regime.OVER, Regime.UNDER)
    kinds = np.where(across == Regime.FLIPPING, Regime.FLIPPING, kinds)
    return np.where(across == Regime.DIVERGING, Regime.DIVERGING, kinds)


def _roomiest(inside: np.ndarray) -> tuple[int, int] | None:
    """Return the cell of ``inside``, row and column, round which a name fits best; None where it does not fit half."""
    rooms = [_clearance(inside, axis) / size for axis, size in enumerate(LABEL_SIZE)]
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


def _numbers(values: Values, theory: float, measured: float) -> Metrics:
    digit = number_text.label(-1 / math.log10(theory)) if 0 < theory < 1 else "—"
    along, across = (
        Regime(int(regime(values["rule"], values["lr"], values["beta"], eigenvalue))).label
        for eigenvalue in (1.0, values["kappa"])
    )
    return Metrics(
        "numbers",
        (
            Metric("rate, theory", number_text.label(theory)),
            Metric("rate, measured", from_step(STEPS, number_text.label(measured))),
            Metric("steps for a digit more", digit),
            Metric("along", along),
            Metric("across", across),
            Metric("best", _point(best(values["rule"], 1.0, values["kappa"]))),
        ),
    )


MAP = Section(
    "map",
    "The map",
    controls=(
        kappa(100.0),
        Choice("rule", "rule", (("momentum", "momentum"), ("nag", "NAG")), "momentum"),
        Choice("show", "show", (("theory", "theory"), ("measured", "measured"), ("difference", "gap")), "theory"),
        lr(0.03, 4.2),
        beta(0.9),
    ),
    presets=(
        Preset("best_heavy_ball", "Best point", {"lr": BEST.lr, "beta": BEST.beta}),
        Preset("best_gd", "Best GD", {"lr": 2 / 101, "beta": 0.0}),
        Preset("measured", "Measured", {"show": "measured"}),
        Preset("difference", "Measured − theory", {"show": "difference"}),
        Preset("beyond_gd", "Beyond GD's limit", {"lr": 0.03, "beta": 0.8}),
        Preset("outside", "Diverging", {"lr": 0.037, "beta": 0.8}),
        Preset("nag_map", "NAG's map", {"rule": "nag", "lr": 0.0133, "beta": 0.793}),
    ),
    draw=map_board,
    fan=bowl_fan(("lr", "beta"), STEPS, map_racer, lambda _: CORNER),
)

"""When GD is suboptimal: a walk that stops where f is not lowest, and where every other start leads."""

import numpy as np

from optviz.core.one_d.functions import Function
from optviz.core.one_d.walk import Walk, basins, outcomes
from optviz.figures.board import Board, Category, Chart, Metric, Metrics, Series, Strip
from optviz.lecture.one_dimension.common import (
    LOOK,
    RANDOM_START,
    curve_plane,
    epsilon,
    eta,
    looks_of,
    path,
    walk_board,
    walk_of,
)
from optviz.lecture.one_dimension.own import function_menu, function_of, start
from optviz.lecture.section import Preset, Section, Values

LONGEST = 1000
STRIP_STARTS = 480


def suboptimal_walk(values: Values) -> Walk:
    """Return the walk that the section shows."""
    return walk_of(values, LONGEST)


def basins_of(values: Values) -> np.ndarray:
    """Return in which basin each of evenly spaced starts over the window lies, (STRIP_STARTS,) outcomes."""
    function = function_of(values)
    low, high = function.window
    # The middles of the strip's cells: an end would fall exactly on a hilltop, where nothing is decided.
    starts = low + (high - low) * (np.arange(STRIP_STARTS) + 0.5) / STRIP_STARTS
    return basins(function, values["eta"], starts, values["eps"], LONGEST)


def suboptimal_board(values: Values) -> Board:
    """Show a walk that stops where f is not lowest; the strip shows the basins, where every other start leads."""
    run = suboptimal_walk(values)
    basin_strip = strip(run.function, basins_of(values), run.steps)
    title = "Strip: where GD ends from each start"
    plane = curve_plane(run, basin_strip, path(run), coloured=True, title=title)
    now = Metrics("now", (Metric("$x_t$", run.x), Metric("$f(x_t)$", run.value), Metric("$f'(x_t)$", run.slope)))
    rows = (("curve", "values"), ("curve", "now"))
    return walk_board(run, (plane, values_chart(run), now), rows, widths=(2.2, 1.0), heights=(1.0, 0.0, 0.0))


def values_chart(run: Walk) -> Chart:
    """Return f(x_t) beside the lowest value f*; of a typed function, beside the lowest minimum that was found."""
    series = (Series("f(xₜ)", run.value, LOOK),)
    floor, name = run.function.floor, "lowest value f*" if run.function.proven else "lowest minimum found"
    if floor is None:
        return Chart("values", "f(xₜ)", series, legend=False)
    lowest = Series(name, np.full(run.steps + 1, floor), "faint", dashed=True, known=True)
    return Chart("values", f"f(xₜ) and the {name}", (*series, lowest))


def strip(function: Function, kinds: np.ndarray, since: int) -> Strip:
    """Return where each start leads as a strip under the axis, seen from a step on; its key names what is there."""
    present = sorted(set(kinds.tolist()))
    looks, names = looks_of(function), outcomes(function)
    number = np.searchsorted(present, kinds)
    return Strip(number, tuple(Category(names[k], looks[k]) for k in present), since=since)


SUBOPTIMAL = Section(
    "suboptimal",
    "When GD is suboptimal",
    controls=(
        *function_menu("two_valleys", "terrace", "ripples", "plain", "kink", "parabola"),
        eta(0.1, 1.0),
        start(2.8),
        epsilon(1e-3),
        RANDOM_START,
    ),
    presets=(
        Preset("local_minimum", "Local minimum"),
        Preset("global_minimum", "Global minimum", {"x0": 0.4}),
        Preset("hilltop", "On the hilltop", {"x0": 0.5}),
        Preset("inflection", "Flat inflection", {"f": "terrace", "x0": -1.5}),
        Preset("over_the_inflection", "A longer step gets over it", {"f": "terrace", "x0": -1.5, "eta": 0.3}),
        Preset("ripples", "The nearest of many dips", {"f": "ripples", "x0": 2.7}),
    ),
    draw=suboptimal_board,
    walk=suboptimal_walk,
)

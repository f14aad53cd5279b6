"""What it costs: memory and time of a step with D variables, from two to a thousand million."""

import functools
from collections.abc import Callable

import numpy as np

from optviz.core.curvature import METHODS, Counts, minimize
from optviz.core.curvature.scaling import SCALINGS
from optviz.core.number_text import label
from optviz.core.surfaces import SURFACES
from optviz.figures.board import Axes, Axis, Board, DragTarget, Line, Table
from optviz.lecture.controls import Choice, Slider
from optviz.lecture.curvature.common import LOOKS
from optviz.lecture.section import Preset, Section, Values

BYTES = 4
"""Of a number."""
SPEED = 1e14
"""Operations a second of the machine that the section imagines, about a large GPU of 2023."""
LOW, HIGH = 2.0, 1e9
ARRIVED = 1e-8
_UNITS = ((1.0, "B"), (1e3, "kB"), (1e6, "MB"), (1e9, "GB"), (1e12, "TB"), (1e15, "PB"), (1e18, "EB"))
_TIMES = ((1e-9, "ns"), (1e-6, "µs"), (1e-3, "ms"), (1.0, "s"), (3600.0, "h"), (86400.0, "days"), (31557600.0, "years"))
_D = np.geomspace(LOW, HIGH, 60)
_LOOK = LOOKS | {"adam": 1}
_RACED = ("gd", "backtracking", "cg", "lbfgs", "bfgs", "newton", "trust", "nelder_mead", "cma_es")


def in_units(value: float, units: tuple[tuple[float, str], ...]) -> str:
    """Return a quantity with three digits in the largest unit that it fills."""
    size, name = next((u for u in reversed(units) if value >= u[0]), units[0])
    share = value / size
    return f"{share:,.0f} {name}" if share >= 1000 else f"{label(share, 3)} {name}"


def memory_of(key: str, size: float) -> float:
    """Return the bytes that a method keeps."""
    return BYTES * SCALINGS[key].numbers(size)


def seconds_of(key: str, size: float) -> float:
    """Return how long a step takes."""
    return SCALINGS[key].operations(size) / SPEED


@functools.cache
def counted_runs() -> dict[str, tuple[int, Counts]]:
    """Return the steps and evaluations of each method until f < 10⁻⁸ on Rosenbrock's surface; 0 where it is not."""
    found = {}
    for key in _RACED:
        run = minimize(SURFACES["rosenbrock"](), METHODS[key](**({"lr": 0.001} if key == "gd" else {})), steps=200)
        low = np.flatnonzero(run.value < ARRIVED)
        step = int(low[0]) if len(low) else 0
        found[key] = (step, Counts(*run.counts[step].tolist()))
    return found


def cost_board(values: Values) -> Board:
    """Memory or time of each method against D, both at the chosen D, and evaluations counted on a surface."""
    size = float(values["size"])
    time = values["what"] == "time"
    measure, units = (seconds_of, _TIMES) if time else (memory_of, _UNITS)
    lines = [Line(_D, measure_all(measure, key), _LOOK[key], SCALINGS[key].name, width=1.4) for key in SCALINGS]
    low, high = (1e-14, 1e18) if time else (1.0, 1e20)
    now = Line((size, size), (low, high), "ink", "D now", dashed=True, over=True)
    rows = tuple(
        (scaling.name, in_units(memory_of(key, size), _UNITS), in_units(seconds_of(key, size), _TIMES))
        for key, scaling in SCALINGS.items()
    )
    x = Axis("D, variables", LOW, HIGH, log=True)
    y = Axis("seconds a step" if time else "bytes kept", low, high, log=True)
    title = f"{'Time of a step' if time else 'Memory'} with D variables"
    largest = in_units(measure("newton", size), units)
    return Board(
        (
            Axes("scaling", (*lines, now), x, y, title, drag=DragTarget("size", ring=False)),
            Table("now", ("method", "memory", "a step"), rows, f"D = {label(size)}", follow=False, mono=False),
            counts_table(),
        ),
        (("scaling", "now"), ("scaling", "counts")),
        widths=(1.2, 1.0),
        heights=(0.0, 0.0),
        summary=f"D = {label(size)}: Newton needs {largest}.",
    )


def measure_all(measure: Callable[[str, float], float], key: str) -> np.ndarray:
    """Return a measure of a method at all D."""
    return np.array([measure(key, size) for size in _D.tolist()])


def counts_table() -> Table:
    """Return what each method has asked for until f < 10⁻⁸ on Rosenbrock's surface, in 200 steps at most."""
    rows = tuple(
        (METHODS[key].name, *([f"{n:,}" for n in (step, *counts)] if step else ["over 200", "—", "—", "—", "—"]))
        for key, (step, counts) in counted_runs().items()
    )
    head = ("until f < 1e−8", "steps", "f", "∇f", "Hv", "solves")
    return Table("counts", head, rows, "Counted on Rosenbrock's surface, D = 2", follow=False, mono=False)


COST = Section(
    "cost",
    "Cost",
    controls=(
        Slider("size", "D", "number of variables", 1e6, LOW, HIGH, "log"),
        Choice("what", "picture of", (("memory", "memory"), ("time", "time of a step")), "memory"),
    ),
    presets=(
        Preset("cost_two", "D = 2: Newton for nothing", {"size": 2.0}),
        Preset("cost_thousand", "D = 1,000: still easy", {"size": 1000.0}),
        Preset("cost_million", "D = 1,000,000: a matrix of 4 TB"),
        Preset("cost_giant", "D = 1,000,000,000", {"size": 1e9}),
        Preset("cost_time", "Time of a step", {"what": "time"}),
    ),
    draw=cost_board,
)

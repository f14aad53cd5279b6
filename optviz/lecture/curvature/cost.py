"""What it costs: memory and time of a step with D variables, from two to a thousand million."""

from collections.abc import Callable, Container

import numpy as np

from optviz.core.curvature.scaling import SCALINGS
from optviz.core.number_text import label
from optviz.figures.board import Axes, Axis, Board, DragTarget, Line, Table
from optviz.lecture.controls import Slider
from optviz.lecture.curvature.common import (
    LOOKS,
    background,
    longest,
    loss_chart,
    notices_of,
    paths,
    summary,
    surface_axes,
)
from optviz.lecture.curvature.cost_race import AGAINST, WHAT, counts_table, race_controls, race_runs, racing
from optviz.lecture.own import start_sliders, surface_controls, surface_of
from optviz.lecture.section import Preset, Section, Values

BYTES = 4
"""Of a number."""
SPEED = 1e14
"""Operations a second of the machine that the section imagines, about a large GPU of 2023."""
LOW, HIGH = 2.0, 1e9
_UNITS = ((1.0, "B"), (1e3, "kB"), (1e6, "MB"), (1e9, "GB"), (1e12, "TB"), (1e15, "PB"), (1e18, "EB"))
_TIMES = ((1e-9, "ns"), (1e-6, "µs"), (1e-3, "ms"), (1.0, "s"), (3600.0, "h"), (86400.0, "days"), (31557600.0, "years"))
_D = np.geomspace(LOW, HIGH, 60)
_LOOK = LOOKS | {"adam": 1}
ALL_OFF = "Every method is switched off. Switch one on to see what it costs."


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


def cost_board(values: Values) -> Board:
    """A race, or memory or time against D; beside it what each method costs at D, and what was counted."""
    runs = race_runs(values)
    race, size = values["what"] == "race", float(values["size"])
    measure, units = (seconds_of, _TIMES) if values["what"] == "time" else (memory_of, _UNITS)
    largest = f"D = {label(size)}: Newton needs {in_units(measure('newton', size), units)}."
    tables = (size_table(size, runs if race else SCALINGS), counts_table(values, runs))
    if not race:
        return Board(
            (size_axes(size, values["what"] == "time"), *tables),
            (("scaling", "now"), ("scaling", "counts")),
            widths=(1.2, 1.0),
            heights=(0.0, 0.0),
            summary=largest,
        )
    return Board(
        (
            surface_axes(surface_of(values), paths(runs)),
            loss_chart(values, runs, legend=False),
            *tables,
        ),
        (("plane", "loss"), ("plane", "counts"), ("plane", "now")),
        steps=longest(runs.values()),
        widths=(1.0, 1.2),
        heights=(1.0, 0.0, 0.0),
        status=tuple(run.status.kind for run in runs.values()),
        notices=notices_of(values, runs) if runs else (ALL_OFF,),
        summary=f"{summary(runs)} {largest}".strip(),
    )


def size_axes(size: float, time: bool) -> Axes:
    """Return memory, or the time of a step, of each method against D, with the chosen D in it."""
    measure = seconds_of if time else memory_of
    lines = [Line(_D, measure_all(measure, key), _LOOK[key], SCALINGS[key].name, width=1.4) for key in SCALINGS]
    low, high = (1e-14, 1e18) if time else (1.0, 1e20)
    now = Line((size, size), (low, high), "ink", "D now", dashed=True, over=True)
    x = Axis("D, variables", LOW, HIGH, log=True)
    y = Axis("seconds a step" if time else "bytes kept", low, high, log=True)
    title = f"{'Time of a step' if time else 'Memory'} with D variables"
    return Axes("scaling", (*lines, now), x, y, title, drag=DragTarget("size", ring=False))


def size_table(size: float, keys: Container[str]) -> Table:
    """Return what each of the methods keeps, and how long its step takes, with ``size`` variables."""
    rows = tuple(
        (scaling.name, in_units(memory_of(key, size), _UNITS), in_units(seconds_of(key, size), _TIMES))
        for key, scaling in SCALINGS.items()
        if key in keys
    )
    title = f"D = {label(size)}"
    return Table("now", ("method", "memory", "a step"), rows, title, follow=False, mono=False, dense=True)


def measure_all(measure: Callable[[str, float], float], key: str) -> np.ndarray:
    """Return a measure of a method at all D."""
    return np.array([measure(key, size) for size in _D.tolist()])


COST = Section(
    "cost",
    "Cost",
    controls=(
        WHAT,
        Slider("size", "D", "number of variables", 1e6, LOW, HIGH, "log"),
        *surface_controls("rosenbrock"),
        *race_controls(),
        *map(racing, start_sliders(-1.2, 1.0)),
        racing(AGAINST),
    ),
    presets=(
        Preset("cost_race", "A race by evaluations"),
        Preset("cost_steps", "By steps", {"against": "steps"}),
        Preset(
            "cost_ripples",
            "Over ripples",
            {"surface": "rastrigin", "x0": 3.3, "y0": -2.4, "cma_es": True, "lr": 0.005},
        ),
        Preset("cost_two", "D = 2", {"size": 2.0, "what": "memory"}),
        Preset("cost_thousand", "D = 1,000", {"size": 1000.0, "what": "memory"}),
        Preset("cost_million", "D = 10⁶: 4 TB", {"what": "memory"}),
        Preset("cost_giant", "D = 10⁹", {"size": 1e9, "what": "memory"}),
        Preset("cost_time", "Time of a step", {"what": "time"}),
    ),
    draw=cost_board,
    background=background,
)

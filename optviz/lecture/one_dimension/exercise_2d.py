"""The exercise with two variables: the path on the level lines, both programs, and what the second prints."""

import dataclasses

import numpy as np

from optviz.core import number_text
from optviz.core.one_d.walk import BowlWalk, bowl_walk
from optviz.figures.board import (
    Axes,
    Axis,
    Background,
    Board,
    Contour,
    DragTarget,
    Field,
    Metric,
    Metrics,
    Panel,
    Path,
    Points,
    Table,
    from_step,
)
from optviz.lecture.controls import Choice, Slider
from optviz.lecture.one_dimension.common import (
    LOOK,
    PAIRS,
    RATE,
    STAGE,
    one_variable,
    program,
    status_of,
)
from optviz.lecture.section import Preset, Section, Values

FORMULAS = {"plain": "x² + y²", "coupled": "x² + xy + y²"}
"""The functions that can be chosen; in the second each slope depends on both coordinates."""

_CODE = {"plain": ("x * x + y * y", "2 * x, 2 * y"), "coupled": ("x * x + x * y + y * y", "2 * x + y, x + 2 * y")}
_TWO_VARIABLES = """\
import math
def f(x, y): return {value}
def df(x, y): return {slopes}
eta, eps, x, y = {eta}, 1e-6, {x}, {y}
for t in range(1001):
    gx, gy = df(x, y)
    print(t, x, y, f(x, y))
    if math.hypot(gx, gy) < eps: break
    if math.isinf(x) or math.isinf(y): break
    x, y = x - eta * gx, y - eta * gy
"""


def two_variables(eta: str, x: float, y: float, function: str = "plain") -> str:
    """Return the program for one of the functions from (x, y)."""
    value, slopes = _CODE[function]
    return _TWO_VARIABLES.format(eta=eta, x=float(x), y=float(y), value=value, slopes=slopes)


def function_of(values: Values) -> str:
    """Return which function is chosen."""
    return values.get("f", "plain")


def exercise_2d_walk(values: Values) -> BowlWalk:
    """Return the walk on the function that is chosen."""
    return bowl_walk(float(values["rate"]), (values["x0"], values["y0"]), coupled=function_of(values) == "coupled")


def exercise_2d_notices(run: BowlWalk) -> tuple[str, ...]:
    """Return what should be said before one looks at the walk."""
    return () if run.steps else ("Nothing moves: the start is the minimum already. Move the start.",)


def exercise_2d_board(values: Values) -> Board:
    """Show the path on the level lines, and beside it the program to change, the changed one, or what that prints."""
    run, rate = exercise_2d_walk(values), values["rate"]
    begin = run.points[0].tolist()
    x, y = map(number_text.label, begin)
    function = function_of(values)
    beside = _beside(values["show"], run, two_variables(rate, begin[0], begin[1], function), rate)
    rows = tuple(("plane", panel.key) for panel in beside)
    end = (
        (Metrics("end", (Metric("Outcome", from_step(run.steps, run.status.reason)),)),)
        if values["show"] == "prints"
        else ()
    )
    return Board(
        (_plane(run, FORMULAS[function]), *beside, *end, PAIRS),
        (*rows, ("end" if end else "plane", "timer")),
        steps=run.steps,
        open_ended=True,
        widths=(1.0, 2.0) if end else (1.0, 1.1),
        heights=(*((0.0,) * (len(rows) - 1)), 1.0, 0.0),
        status=(run.status.kind,),
        notices=exercise_2d_notices(run),
        summary=f"{FORMULAS[function]}, η = {rate}, start ({x}, {y}). {run.status.reason}",
    )


def _beside(stage: str, run: BowlWalk, code: str, rate: str) -> tuple[Panel, ...]:
    one = program("one", one_variable(rate), "One variable: change it")
    if stage == "task":
        return (one,)
    two = program("two", code, "Two variables")
    if stage == "program":
        return dataclasses.replace(one, title="One variable"), two
    numbers = zip(*run.points.T.tolist(), run.value.tolist(), strict=True)
    lines = tuple((str(t), *map(repr, row)) for t, row in enumerate(numbers))
    return two, Table("printed", ("t", "x", "y", "f(x, y)"), lines, "What it prints")


def _plane(run: BowlWalk, formula: str) -> Axes:
    x, y = run.points.T
    path = Path(x, y, look=LOOK, status=status_of(run.status), value=run.value, chosen=True)
    return Axes(
        "plane",
        (Contour("bowl"), Points(np.zeros(1), np.zeros(1), mark="star", name="minimum"), path),
        Axis("x", -3, 3),
        Axis("y", -2, 2),
        f"f(x, y) = {formula}",
        equal=True,
        drag=DragTarget("x0", "y0"),
    )


def bowl_background(values: Values) -> Background:
    """Return the heights of the function that is chosen."""
    x, y = np.linspace(-3, 3, 121), np.linspace(-2, 2, 121)
    formula = FORMULAS[function_of(values)]
    heights = x[None, :] ** 2 + y[:, None] ** 2 + ("xy" in formula) * x[None, :] * y[:, None]
    return Background(formula.replace(" ", ""), {"bowl": Field(x, y, heights, 0.0)})


EXERCISE_2D = Section(
    "exercise_2d",
    "Two variables",
    controls=(
        Choice("f", "function", tuple(FORMULAS.items()), "plain"),
        RATE,
        STAGE,
        Slider("x0", "x_0", "start, along x", 2.0, -3.0, 3.0),
        Slider("y0", "y_0", "start, along y", 1.0, -2.0, 2.0),
    ),
    presets=(
        Preset("two_variables", "Straight to the minimum"),
        Preset("two_cycle", "η = 1: to and fro for ever", {"rate": "1"}),
        Preset("two_diverge", "η = 100: overflow in both", {"rate": "100"}),
    ),
    draw=exercise_2d_board,
    background=bowl_background,
)

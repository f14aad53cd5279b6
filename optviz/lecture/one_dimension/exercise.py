"""The exercise: what the student's program prints for the chosen η, beside the program, and all five η."""

from optviz.core.one_d.functions import FUNCTIONS
from optviz.core.one_d.walk import Walk, walk
from optviz.figures.board import Board, Chart, Code, Series, Table
from optviz.lecture.one_dimension.common import ETAS, RATE, one_variable, walk_board
from optviz.lecture.section import Preset, Section, Values

START = 2.0
_LOOKS = (2, 3, 4, 7, 8)
_MOST_SHOWN = 140


def exercise_walks() -> dict[str, Walk]:
    """Return the five walks of the exercise on x² from 2, by learning rate as the slide writes it."""
    return {eta: walk(FUNCTIONS["parabola"](), float(eta), START) for eta in ETAS}


def exercise_board(values: Values) -> Board:
    """Show what the student's program prints for the chosen η, all five η in one chart, and the program."""
    runs, rate = exercise_walks(), values["rate"]
    run = runs[rate]
    shown = max(run.steps, _MOST_SHOWN) + 1
    series = tuple(
        Series(f"η = {eta}", each.value[:shown], look) for (eta, each), look in zip(runs.items(), _LOOKS, strict=True)
    )
    numbers = zip(run.x.tolist(), run.value.tolist(), run.slope.tolist(), strict=True)
    lines = tuple((str(t), *map(repr, row)) for t, row in enumerate(numbers))
    panels = (
        Chart("values", "f(xₜ) for all five η", series, log=True, low=1e-14, high=1e16),
        Table("printed", ("t", "x", "f(x)", "grad"), lines, f"What it prints for η = {rate}"),
        Code("code", tuple(one_variable(rate).splitlines()), (), "The program"),
    )
    rows = (("values", "code"), ("printed", "printed"))
    return walk_board(run, panels, rows, widths=(1.5, 1.0), heights=(0.0, 1.0, 0.0))


EXERCISE = Section(
    "exercise",
    "Exercise",
    controls=(RATE,),
    presets=tuple(Preset(f"eta_{eta.replace('.', '_')}", f"η = {eta}", {"rate": eta}) for eta in ETAS),
    draw=exercise_board,
)

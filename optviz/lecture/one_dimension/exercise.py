"""The exercise: a program to fill in, a timer for pairs, and what the program prints for each of five η."""

from optviz.core.one_d.functions import FUNCTIONS
from optviz.core.one_d.walk import Walk, walk
from optviz.figures.board import Board, Chart, Series, Table
from optviz.lecture.one_dimension.common import (
    ETAS,
    PAIRS,
    RATE,
    STAGE,
    one_variable,
    program,
    to_fill_in,
    walk_board,
)
from optviz.lecture.section import Preset, Section, Values

START = 2.0
_LOOKS = (2, 3, 4, 7, 8)
_MOST_SHOWN = 140


def exercise_walks() -> dict[str, Walk]:
    """Return the five walks of the exercise on x² from 2, by learning rate as the slide writes it."""
    return {eta: exercise_walk(eta) for eta in ETAS}


def exercise_walk(eta: str) -> Walk:
    """Return the walk of the exercise with one learning rate."""
    return walk(FUNCTIONS["parabola"](), float(eta), START)


def exercise_board(values: Values) -> Board:
    """Show the program, to fill in or complete, and the timer; once it is asked for, what the program prints."""
    rate = values["rate"]
    if values["show"] == "prints":
        return printed_board(rate)
    if values["show"] == "task":
        code = program("code", to_fill_in(rate), "A program to fill in")
    else:
        code = program("code", one_variable(rate), "A solution")
    return Board((code, PAIRS), (("code", "timer"),), widths=(1.5, 1.0), heights=(0.0,), summary=f"{code.title}.")


def printed_board(rate: str) -> Board:
    """Show what the program prints for the chosen η, all five η in one chart, and the program."""
    runs = exercise_walks()
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
        program("code", one_variable(rate), "A solution"),
        PAIRS,
    )
    rows = (("values", "code"), ("printed", "timer"))
    return walk_board(run, panels, rows, widths=(1.5, 1.0), heights=(0.0, 1.0, 0.0))


EXERCISE = Section(
    "exercise",
    "Exercise",
    controls=(RATE, STAGE),
    presets=tuple(
        Preset(f"eta_{eta.replace('.', '_')}", f"η = {eta}", {"rate": eta, "show": "prints"}) for eta in ETAS
    ),
    draw=exercise_board,
)

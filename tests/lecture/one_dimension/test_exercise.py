"""The exercise: the table is what the program beside it prints, run by a Python of its own."""

import subprocess
import sys
from fractions import Fraction

import pytest

from optviz.figures.board import Chart, Code, Table, Timer
from optviz.lecture.one_dimension.common import ETAS, one_variable, to_fill_in
from optviz.lecture.one_dimension.exercise import exercise_walks

from .helpers import board_of, printed, values


@pytest.mark.parametrize("eta", ETAS)
def test_the_table_is_what_the_students_program_prints_digit_for_digit(eta):
    run = exercise_walks()[eta]
    rows = zip(run.x.tolist(), run.value.tolist(), run.slope.tolist(), strict=True)
    assert printed(one_variable(eta)) == [f"{t} {x!r} {f!r} {grad!r}" for t, (x, f, grad) in enumerate(rows)]


def test_the_five_rates_do_what_the_answer_says():
    runs = exercise_walks()
    assert [1 - 2 * float(eta) for eta in ETAS] == pytest.approx([0.8, 0.98, -1, -199, -1999])
    assert (runs["0.1"].steps, runs["0.01"].steps) == (69, 753)
    assert set(runs["1"].x) == {2.0, -2.0} and set(runs["1"].value) == {4.0} and runs["1"].steps == 1000
    for eta, ends in (("100", (67, 134)), ("1000", (47, 94))):
        status = runs[eta].status
        assert (status.value_overflow, status.x_overflow) == ends
    converged = [eta for eta in ETAS if runs[eta].status.kind == "converged"]
    assert min(converged, key=lambda eta: runs[eta].steps) == "0.1"


def test_x10_is_rounded_at_each_step():
    assert 2 * Fraction(8, 10) ** 10 == Fraction("0.2147483648")
    assert printed(one_variable("0.1"))[10].split()[1] == "0.21474836480000006"


def test_a_power_raises_an_error_where_a_product_prints_inf():
    powers = one_variable("100").replace("return x * x", "return x**2")
    ran = subprocess.run([sys.executable, "-I", "-c", powers], capture_output=True, text=True, timeout=60)
    assert "OverflowError" in ran.stderr and len(ran.stdout.splitlines()) == 67
    assert printed(one_variable("100"))[67].split()[2] == "inf"


def test_the_exercise_compares_all_five_and_prints_the_chosen_one():
    board = board_of("exercise", "eta_100")
    chart, table = board.panel("values", Chart), board.panel("printed", Table)
    assert [series.name for series in chart.series] == [f"η = {eta}" for eta in ETAS]
    assert len({series.look for series in chart.series}) == 5
    assert table.rows[67][2] == "inf" and table.rows[66][2] != "inf"
    assert table.rows[134][1] == "inf" and len(table.rows) == board.steps + 1 == 135
    assert board.status == ("diverged",)


@pytest.mark.parametrize("eta", ETAS)
def test_the_table_on_the_board_is_what_the_program_beside_it_prints(eta):
    board = board_of("exercise", rate=eta, show="prints")
    table = board.panel("printed", Table)
    lines = printed("\n".join(board.panel("code", Code).lines))
    assert list(table.rows) == [tuple(line.split()[: len(table.head)]) for line in lines]


@pytest.mark.parametrize("eta", ETAS)
def test_the_section_opens_without_its_answers(eta):
    board = board_of("exercise", rate=eta)
    assert [panel.kind for panel in board.panels] == ["code", "timer"] and board.steps == 0
    assert board.panel("timer", Timer).minutes == 5
    code = board.panel("code", Code)
    assert code.copies and "..." in " ".join(code.lines) and f"eta, eps, x = {eta}" in " ".join(code.lines)
    assert values("exercise", f"eta_{eta.replace('.', '_')}")["show"] == "prints", "a preset is a click on the answer"


@pytest.mark.parametrize("eta", ETAS)
def test_the_program_to_fill_in_becomes_one_that_prints_the_same(eta):
    given = to_fill_in(eta).splitlines()
    whole = [line for line in one_variable(eta).splitlines() if "math" not in line]
    holes = [k for k, line in enumerate(given) if "..." in line]
    assert len(given) == len(whole) and holes == [0, 1, 4, 6, 7], "f, df, the slope, the stop rule, the step"
    written = [whole[k] if k in holes else line for k, line in enumerate(given)]
    expected = [line.split()[:3] for line in printed(one_variable(eta))]
    prints = [line.split()[:3] for line in printed("\n".join(written))]
    assert prints[: len(expected)] == expected
    assert len(prints) == len(expected) or expected[-1][1].endswith("inf"), "it goes on printing nan after an overflow"


@pytest.mark.parametrize("show", ["task", "program", "prints"])
def test_the_program_can_be_copied_and_the_timer_is_there_at_every_stage(show):
    board = board_of("exercise", show=show)
    assert board.panel("code", Code).copies and board.panel("timer", Timer)

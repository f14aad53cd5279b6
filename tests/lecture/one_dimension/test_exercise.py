"""The exercise: the tables are what the programs beside them print, run by a Python of their own."""

import math
import subprocess
import sys
from fractions import Fraction

import numpy as np
import pytest

from optviz.lecture.one_dimension import PAGE
from optviz.lecture.one_dimension import sections as scene
from optviz.lecture.one_dimension.programs import one_variable, two_variables
from optviz.lecture.page_state import opened


def printed(program):
    """What a program prints, line by line, run by a Python of its own."""
    ran = subprocess.run([sys.executable, "-I", "-c", program], capture_output=True, text=True, check=True, timeout=60)
    return ran.stdout.splitlines()


@pytest.mark.parametrize("eta", scene.ETAS)
def test_the_table_is_what_the_students_program_prints_digit_for_digit(eta):
    run = scene.exercise_walks()[eta]
    rows = zip(run.x.tolist(), run.value.tolist(), run.slope.tolist(), strict=True)
    assert printed(one_variable(eta)) == [f"{t} {x!r} {f!r} {grad!r}" for t, (x, f, grad) in enumerate(rows)]


def test_the_five_rates_do_what_the_answer_says():
    runs = scene.exercise_walks()
    assert [1 - 2 * float(eta) for eta in scene.ETAS] == pytest.approx([0.8, 0.98, -1, -199, -1999])
    assert (runs["0.1"].steps, runs["0.01"].steps) == (69, 753)
    assert set(runs["1"].x) == {2.0, -2.0} and set(runs["1"].value) == {4.0} and runs["1"].steps == 1000
    for eta, ends in (("100", (67, 134)), ("1000", (47, 94))):
        verdict = runs[eta].verdict
        assert (verdict.value_overflow, verdict.x_overflow) == ends
    converged = [eta for eta in scene.ETAS if runs[eta].verdict.fate == "converged"]
    assert min(converged, key=lambda eta: runs[eta].steps) == "0.1"


def test_x10_is_rounded_at_each_step():
    assert 2 * Fraction(8, 10) ** 10 == Fraction("0.2147483648")
    assert printed(one_variable("0.1"))[10].split()[1] == "0.21474836480000006"


def test_a_power_raises_an_error_where_a_product_prints_inf():
    powers = one_variable("100").replace("return x * x", "return x**2")
    ran = subprocess.run([sys.executable, "-I", "-c", powers], capture_output=True, text=True, timeout=60)
    assert "OverflowError" in ran.stderr and len(ran.stdout.splitlines()) == 67
    assert printed(one_variable("100"))[67].split()[2] == "inf"


# ---- Two variables -----------------------------------------------------------------------------------


@pytest.mark.parametrize("eta", scene.ETAS)
@pytest.mark.parametrize("start", [(2.0, 1.0), (-1.3, 1.7), (0.0, 1.0)])
def test_two_variables_are_what_the_second_program_prints(eta, start):
    run = scene.bowl_of({"rate": eta, "x0": start[0], "y0": start[1]})
    columns = (*run.points.T.tolist(), run.value.tolist(), *run.gradient.T.tolist())
    rows = [" ".join([str(t), *map(repr, row)]) for t, row in enumerate(zip(*columns, strict=True))]
    assert printed(two_variables(eta, *start)) == rows


def test_the_path_is_straight_and_its_presets_end_as_they_say():
    run = scene.bowl_of(opened(PAGE, "exercise_2d", "two_variables").values)
    np.testing.assert_allclose(run.points[:, 1] / run.points[:, 0], 0.5, rtol=1e-12)
    names = ("two_variables", "two_cycle", "two_diverge")
    fates = [scene.bowl_of(opened(PAGE, "exercise_2d", name).values).verdict.fate for name in names]
    assert fates == ["converged", "cycling", "diverged"]


@pytest.mark.parametrize(("eta", "converges"), [("0.099", True), ("0.101", False)])
def test_a_steeper_second_variable_needs_two_lines_and_a_smaller_rate(eta, converges):
    program = two_variables(eta, 2.0, 1.0)
    steeper = program.replace("x * x + y * y", "x * x + 10 * y * y").replace("2 * x, 2 * y", "2 * x, 20 * y")
    changed = [a for a, b in zip(program.splitlines(), steeper.splitlines(), strict=True) if a != b]
    assert len(changed) == 2
    last = printed(steeper)[-1].split()
    assert (math.hypot(*map(float, last[4:])) < 1e-6) is converges
    assert (int(last[0]) < 1000) is converges or math.isinf(float(last[2]))

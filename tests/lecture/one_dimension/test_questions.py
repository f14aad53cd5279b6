"""The questions on one dimension: the answer by hand or by the program, and what a known misconception is told."""

import math

import pytest

from optviz.figures.board import Arrows, Axes
from optviz.figures.prediction import predicted
from optviz.lecture.one_dimension.algorithm_questions import ask_finer, ask_stop
from optviz.lecture.one_dimension.common import ETAS, STEP, one_variable
from optviz.lecture.one_dimension.descent_questions import ask_first, ask_lengths
from optviz.lecture.one_dimension.exercise_2d import two_variables
from optviz.lecture.one_dimension.exercise_2d_questions import ask_printed as ask_printed_2d
from optviz.lecture.one_dimension.exercise_2d_questions import ask_step
from optviz.lecture.one_dimension.exercise_questions import ROW, ask_ends, ask_printed
from optviz.lecture.one_dimension.step_size_questions import ask_largest, ask_regime
from optviz.lecture.one_dimension.suboptimal_questions import ask_end, ask_over
from optviz.questions import Number, Range, Target
from tests.questions.answers import right_option, told

from .helpers import board_of, printed, values


def test_the_first_step_and_what_leads_elsewhere() -> None:
    asked = ask_first(values("descent", x0=2.5, eta=0.2))  # f′ = 5, so 2.5 − 0.2 · 5
    assert asked.form.verdict("1.5").right
    assert told(asked, "3.5").startswith("That is a step uphill")
    assert told(asked, "1.25").startswith("That takes f(x₀) = 6.25")


def test_neither_the_step_nor_the_line_at_its_end_stands_there_before_the_answer() -> None:
    board, asked = board_of("descent", x0=2.5, eta=0.2), ask_first(values("descent", x0=2.5, eta=0.2))
    for held, count in ((True, 0), (False, 2)):
        layers = predicted(board, asked, None, held).panel("curve", Axes).layers
        assert sum(isinstance(each, Arrows) and STEP in (each.name, each.group) for each in layers) == count


@pytest.mark.parametrize(
    ("f", "x0", "words"),
    [
        ("parabola", 2.0, "Shorter from step to step."),
        ("kink", 2.05, "All equally long."),
        ("plain", 2.8, "Longer at first, then shorter."),
    ],
)
def test_steps_are_as_long_as_the_slope_says(f: str, x0: float, words: str) -> None:
    eta = 0.4 if f == "plain" else 0.2
    assert right_option(ask_lengths(values("descent", f=f, x0=x0, eta=eta))) == words


def test_a_tenth_of_epsilon_costs_ten_steps_at_a_factor_of_four_fifths() -> None:
    asked = ask_finer(values("algorithm", x0=2.0, eta=0.1, eps=1e-7))
    assert isinstance(asked.form, Range) and asked.form.truth == (10, 10) and "stops at t = 69" in asked.text
    assert "not ten times as many" in told(asked, "621")


def test_the_loop_stops_where_twice_x_is_below_epsilon() -> None:
    asked = ask_stop(values("algorithm", x0=2.0, eta=0.1, eps=0.1))
    steps = math.ceil(math.log(0.05 / 2) / math.log(0.8))
    assert right_option(asked) == f"at x = {2 * 0.8**steps:.2g}"


@pytest.mark.parametrize(
    ("eta", "words"),
    [
        (0.3, "It comes nearer from one side."),
        (0.8, "It jumps across, and comes nearer."),
        (1.1, "It jumps across, further each time."),
    ],
)
def test_the_regime_is_that_of_one_minus_two_eta(eta: float, words: str) -> None:
    assert right_option(ask_regime(values("step_size", eta=eta, x0=2.0))) == words


@pytest.mark.parametrize(("f", "x0", "limit"), [("two_valleys", -1.5, 0.4), ("ripples", 0.2, 2 / 6.5)])
def test_the_largest_eta_of_a_valley_is_two_by_its_curvature(f: str, x0: float, limit: float) -> None:
    form = ask_largest(values("step_size", f=f, x0=x0, eta=0.05)).form
    assert isinstance(form, Range) and form.truth == pytest.approx((limit, limit))
    assert "jumps across" in form.verdict(f"{limit / 2:.4g}").sentence


def test_gd_ends_in_its_own_valley_not_in_the_lowest() -> None:
    asked = ask_end(values("suboptimal", x0=1.0))
    assert isinstance(asked.form, Target) and asked.form.x == pytest.approx(2, abs=1e-3)
    assert "does not look for that" in told(asked, "-2,0")
    stops = ask_end(values("suboptimal", f="terrace", x0=-1.5))
    assert isinstance(stops.form, Target) and stops.form.x == pytest.approx(0, abs=0.1)


def test_the_first_step_must_reach_over_the_flat_place() -> None:
    form = ask_over(values("suboptimal", f="terrace", x0=-1.5)).form
    assert isinstance(form, Range) and form.truth[0] == pytest.approx(1.5 / (0.75 * 1.5**2 * 3.5), rel=0.03)


@pytest.mark.parametrize("rate", ETAS)
def test_the_printed_x_is_what_the_program_prints(rate: str) -> None:
    form = ask_printed(values("exercise", rate=rate, show="prints")).form
    assert isinstance(form, Number)
    assert form.truth == float(printed(one_variable(rate))[ROW[rate]].split()[1])


def test_wrong_programs_are_recognised_by_what_they_print() -> None:
    asked = ask_printed(values("exercise", rate="0.1", show="prints"))
    assert told(asked, str(2 * 1.2**3)).startswith("Uphill")
    wrong_f = printed(one_variable("0.1").replace("grad = df(x)", "grad = f(x)"))[3].split()[1]
    assert "f(x) = x² instead of df(x)" in told(asked, wrong_f)
    stale = printed(one_variable("0.1").replace("    grad = df(x)\n", "").replace("for t", "grad = df(x)\nfor t"))
    assert "computed anew" in told(asked, stale[3].split()[1])


@pytest.mark.parametrize(
    ("rate", "words"), [("0.1", "within 200"), ("0.01", "more than 200"), ("1", "jumps"), ("100", "grows")]
)
def test_the_program_ends_as_its_factor_says(rate: str, words: str) -> None:
    assert words in right_option(ask_ends(values("exercise", rate=rate, show="prints")))


UPDATE = "x, y = x - eta * gx, y - eta * gy"
WRONG = {
    "x = x - eta * gx": "That changes x alone",
    "x, y = x + eta * gx, y + eta * gy": "Uphill",
    "x, y = x - eta * f(x, y), y - eta * f(x, y)": "That takes f where its derivatives",
    "x = x - eta * gx; y = y - eta * 2 * x": "There the second line uses the new x",
}


def test_with_two_variables_the_program_and_its_wrong_versions_are_recognised() -> None:
    asked = ask_printed_2d(values("exercise_2d", rate="0.1", show="prints", x0=2.0, y0=-1.0))
    program = two_variables("0.1", 2.0, -1.0)
    assert asked.form.verdict(printed(program)[2].split()[-1]).right
    for update, sentence in WRONG.items():
        assert told(asked, printed(program.replace(UPDATE, update))[2].split()[-1]).startswith(sentence)


def test_eta_one_leads_to_the_other_side() -> None:
    asked = ask_step(values("exercise_2d", rate="1", show="program", x0=2.0, y0=1.0))
    assert asked.form.verdict("-2,-1").right
    assert told(asked, "-2,1").startswith("That has changed x alone")
    assert "η = 0.5" in told(asked, "0,0")

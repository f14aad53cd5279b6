"""The questions on traps: the answer by hand or by NumPy, and what a known misconception is told."""

import math

import numpy as np
import pytest

from optviz.lecture.traps.balls_questions import ask_best, ask_saddle
from optviz.lecture.traps.basins_questions import ask_count, ask_limit
from optviz.lecture.traps.escape_questions import ask_noise, ask_rate
from optviz.lecture.traps.gradient_questions import ask_arrow, ask_path, ask_regime
from optviz.lecture.traps.saddle_questions import ask_fate, ask_steps
from optviz.lecture.traps.saddle_questions import ask_path as ask_saddle_path
from optviz.lecture.traps.suboptimal_questions import ask_pass, ask_rest
from optviz.questions import Choice, Route, Target
from tests.questions.answers import right_option, told, truth

from .helpers import values_of


def himmelblau_slope(x: float, y: float) -> np.ndarray:
    """∇f of Himmelblau's function."""
    a, b = x * x + y - 11, x + y * y - 7
    return np.array([4 * x * a + 2 * b, 2 * a + 4 * y * b])


def himmelblau_curvatures(x: float, y: float) -> np.ndarray:
    """The eigenvalues of the Hessian of Himmelblau's function."""
    mixed = 4 * (x + y)
    return np.linalg.eigvalsh([[12 * x * x + 4 * y - 42, mixed], [mixed, 4 * x + 12 * y * y - 26]])


def test_the_arrow_of_the_step_is_ten_times_as_steep_along_x2() -> None:
    values = values_of("gradient", x0=-2.0, y0=1.0)
    form, uphill = (ask_arrow({**values, "uphill": each}).form for each in (False, True))
    assert isinstance(form, Choice) and form.arrows is not None
    by_words = dict(zip((option.text for option in form.options), form.arrows.steps, strict=True))
    dx, dy = by_words[form.options[int(form.right_answer)].text]
    assert dy / dx == pytest.approx(-10 / 2) and dx > 0
    assert isinstance(uphill, Choice) and uphill.arrows is not None
    assert uphill.arrows.steps[int(uphill.right_answer)] == pytest.approx((-dx, -dy))
    dx, dy = by_words["straight to the minimum"]
    assert dy / dx == pytest.approx(-1 / 2) and dx > 0


def test_the_path_bends_and_who_draws_it_straight_is_told_why() -> None:
    form = ask_path(values_of("gradient", x0=-2.0, y0=1.5, lr=0.05)).form
    assert isinstance(form, Route)
    t = np.arange(len(form.path))
    np.testing.assert_allclose(form.path, np.stack([-2 * 0.95**t, 1.5 * 0.5**t], axis=1), atol=1e-12)
    assert form.verdict("-2,1.5;-1.9,0.7;-1.7,0.2;-1,0;0,0").right
    straight = form.verdict("-2,1.5;0,0")
    assert not straight.right and straight.sentence.startswith("−∇f does not point at the minimum")


@pytest.mark.parametrize(("lr", "words"), [(0.05, "down into"), (0.15, "less each time"), (0.21, "more each time")])
def test_the_steeper_direction_decides_on_the_regime(lr: float, words: str) -> None:
    assert words in right_option(ask_regime(values_of("gradient", lr=lr)))


def test_the_lowest_minimum_gets_the_balls_of_its_quadrant() -> None:
    asked = ask_best(values_of("balls", surface="styblinski_tang", lr=0.01, side=15))
    middles = -4.5 + 9 * (np.arange(15) + 0.5) / 15
    hilltop = np.sort(np.roots([4, 0, -32, 5]).real)[1]
    assert truth(asked) == pytest.approx(100 * (middles < hilltop).mean() ** 2)
    assert "no plan" in told(asked, "100")


@pytest.mark.parametrize(("side", "words"), [(8, "All leave the picture."), (9, "One row ends at (0, 0)")])
def test_only_an_odd_number_has_a_row_on_the_axis(side: int, words: str) -> None:
    assert right_option(ask_saddle(values_of("balls", surface="saddle", lr=0.05, side=side))).startswith(words)


def test_gd_comes_to_rest_in_its_own_valley() -> None:
    asked = ask_rest(values_of("suboptimal", surface="himmelblau", lr=0.008, x0=-1.0, y0=4.0))
    x = np.array([-1.0, 4.0])
    for _ in range(200):
        x = x - 0.008 * himmelblau_slope(*x)
    assert isinstance(asked.form, Target)
    np.testing.assert_allclose([asked.form.x, asked.form.y], x, atol=1e-4)
    assert "the valley where it starts" in told(asked, "3,2")
    camel = ask_rest(values_of("suboptimal", surface="three_hump_camel", lr=0.05, x0=1.9, y0=1.1))
    assert "does not look for it" in told(camel, "0,0")


def test_the_lowest_pass_is_a_saddle_and_the_other_ways_out_are_higher() -> None:
    asked = ask_pass(values_of("suboptimal", surface="himmelblau", lr=0.008, x0=-2.81, y0=3.13))
    form = asked.form
    assert isinstance(form, Target)
    np.testing.assert_allclose(himmelblau_slope(form.x, form.y), 0, atol=1e-6)
    low, high = himmelblau_curvatures(form.x, form.y)
    assert low < 0 < high
    assert told(asked, "-3.07,-0.08").startswith("That is a saddle, but a higher one")
    assert told(asked, "-0.27,-0.92").startswith("That is a maximum")
    assert told(asked, "3,2").startswith("That is a minimum")


def test_a_minimum_loses_its_basin_at_two_by_its_larger_curvature() -> None:
    asked = ask_limit(values_of("basins", x0=-3.78, y0=-3.28))
    flat, steep = himmelblau_curvatures(-3.77931, -3.283186)
    assert truth(asked) == pytest.approx(2 / steep, rel=1e-4)
    assert "not λ₁" in told(asked, f"{2 / flat:.4g}") and "1/λ₂" in told(asked, f"{1 / steep:.4g}")


@pytest.mark.parametrize(("lr", "words"), [(0.013, "all four"), (0.017, "three"), (0.021, "two"), (0.028, "none")])
def test_the_flattest_minima_keep_their_basins(lr: float, words: str) -> None:
    assert right_option(ask_count(values_of("basins", lr=lr))) == words


@pytest.mark.parametrize(
    ("y0", "words"), [(0.0, "stays there"), (0.01, "then turns away"), (0.6, "without coming near")]
)
def test_what_becomes_of_gd_at_the_saddle_depends_on_y(y0: float, words: str) -> None:
    assert words in right_option(ask_fate(values_of("saddle", y0=y0, lr=0.04)))


def test_a_hundred_times_nearer_costs_a_number_of_steps_not_a_factor() -> None:
    asked = ask_steps(values_of("saddle", y0=0.0001, lr=0.02))
    assert truth(asked) == math.floor(math.log(10_000) / math.log(1.04)) + 1 and "at step 118" in asked.text
    assert "does not take 100 times as many" in told(asked, "11800")


@pytest.mark.parametrize(("y0", "wrong"), [(0.1, "It does not stop at the saddle"), (0.0, "It stays in the saddle")])
def test_the_path_at_the_saddle(y0: float, wrong: str) -> None:
    form = ask_saddle_path(values_of("saddle", x0=-1.5, y0=y0, lr=0.05)).form
    assert isinstance(form, Route)
    t = np.arange(len(form.path))
    np.testing.assert_allclose(form.path, np.stack([-1.5 * 0.9**t, y0 * 1.1**t], axis=1), atol=1e-9)
    verdict = form.verdict("-1.5,0;0,0;0,2" if y0 == 0 else "-1.5,0.1;0,0")
    assert not verdict.right and verdict.sentence.startswith(wrong)


def test_twice_the_rate_halves_the_escape_and_less_noise_adds_steps() -> None:
    faster = ask_rate(values_of("escape", lr=0.1, sigma=0.001))
    assert truth(faster) == 50 and "after 100 steps" in faster.text
    quieter = ask_noise(values_of("escape", lr=0.05, sigma=1e-8))
    assert truth(quieter) == 221 and "Not 1000 times as many" in told(quieter, "100000")

"""The answers of the page's questions, worked out by hand or in plain NumPy."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from optviz.core.stochastic.datasets import drawn, eight
from optviz.lecture.questions import setting_of
from optviz.lecture.stochastic import PAGE
from optviz.lecture.stochastic.average_questions import ask_direction, ask_valley
from optviz.lecture.stochastic.batch_size_questions import ask_order as ask_batches
from optviz.lecture.stochastic.cost_questions import ask_lower as ask_quicker
from optviz.lecture.stochastic.cost_questions import ask_steps as ask_price
from optviz.lecture.stochastic.decay_questions import ask_end, ask_rate
from optviz.lecture.stochastic.gd_sgd_questions import ask_lower, ask_steps
from optviz.lecture.stochastic.minibatch_questions import ask_error, ask_updates
from optviz.lecture.stochastic.noise_ball_questions import ask_half, ask_order
from optviz.questions import Ask, Choice, Form

from .helpers import values_of


def form_of(ask: Callable[[dict[str, Any]], Ask], section: str, **changes: Any) -> Form:
    return ask(values_of(section, **changes)).form


def right_arrow(form: Form) -> np.ndarray:
    assert isinstance(form, Choice) and form.arrows
    return np.array(form.arrows.steps[int(form.right_answer)])


def gradients(points: np.ndarray, a: float, b: float) -> np.ndarray:
    x, y = points.T
    return np.stack([(a * x + b - y) * x, a * x + b - y], axis=1)


def test_gd_goes_along_the_mean_of_the_three_arrows() -> None:
    points = ((-1.2, 1.0), (0.5, 3.0), (2.1, -1.0))
    form = form_of(ask_direction, "average", line_points=points, a=1.0, b=0.5)
    mean = gradients(np.array(points), 1.0, 0.5).mean(axis=0)
    np.testing.assert_allclose(right_arrow(form), -1.1 * mean / np.hypot(*mean), rtol=1e-9)


def test_a_line_through_the_only_point_has_the_loss_0() -> None:
    form = form_of(ask_valley, "average", line_points=((2.0, 3.0),), a=1.5, b=0.0)
    assert form.verdict("0").right  # 1.5 · 2 + 0 = 3
    assert "sign" in form.verdict("6").sentence
    assert "x = 0" in form.verdict("3").sentence


def test_a_step_of_gd_costs_n_and_one_of_sgd_b_gradients() -> None:
    form = form_of(ask_price, "cost", n="100000", batch=40)
    assert form.verdict("2500").right
    assert "B = 1" in form.verdict("100000").sentence


@pytest.mark.parametrize(("n", "lower"), [("8", "GD"), ("100000", "SGD")])
def test_gd_wins_where_it_has_time_for_many_steps(n: str, lower: str) -> None:
    form = form_of(ask_quicker, "cost", n=n, batch=4)
    assert form.verdict(form.right_answer).truth == lower


def test_an_epoch_has_one_step_more_for_the_rest_of_the_points() -> None:
    form = form_of(ask_updates, "minibatch", n="1000", batch=30)
    assert form.verdict("34").right
    assert "last batch, of 10" in form.verdict("33").sentence


def test_sgds_first_step_is_against_the_mean_gradient_of_its_first_batch() -> None:
    # A seed at which the two points of the first batch pull differently from all eight.
    values, asked = setting_of(PAGE, PAGE.section("minibatch"), "step", 3)
    form = asked.form
    each = gradients(eight("line").points, values["a"], values["b"])
    pairs = [-values["lr"] * (each[i] + each[j]) / 2 for i in range(8) for j in range(i)]
    assert min(np.hypot(*(right_arrow(form) - pair)) for pair in pairs) < 1e-9
    assert np.hypot(*(right_arrow(form) + values["lr"] * each.mean(axis=0))) > 0.1


def test_half_the_error_takes_about_four_times_the_batch() -> None:
    form = form_of(ask_error, "minibatch", n="1000", batch=12)  # 12 mod 3 = 0: half the error
    x, y = drawn("line", 1000).points.T
    pull = (-1.0 * x + 2.5 - y) * x

    def error(size: int) -> float:
        rng = np.random.default_rng(0)
        means = [pull[rng.choice(1000, size, replace=False)].mean() for _ in range(3000)]
        return float(np.std(means))

    answer = int(float(form.right_answer))
    assert error(answer) == pytest.approx(error(12) / 2, rel=0.06)
    assert not form.verdict("24").right and "√B" in form.verdict("24").sentence


@pytest.mark.parametrize(("epochs", "lower"), [(1, "SGD"), (60, "GD")])
def test_sgd_leads_after_one_epoch_and_gd_after_sixty(epochs: int, lower: str) -> None:
    form = form_of(ask_lower, "gd_sgd", epochs=epochs)
    assert form.verdict(form.right_answer).truth == lower


def test_the_small_last_batch_is_a_step_too() -> None:
    form = form_of(ask_steps, "gd_sgd", batch=3, epochs=5)
    assert form.verdict("15").right  # 3, 3 and 2 points, five times
    assert "smaller" in form.verdict("13").sentence
    assert "GD" in form.verdict("5").sentence


def test_the_small_batch_leads_in_the_first_epoch() -> None:
    form = form_of(ask_batches, "batch_size", epochs=1)
    assert form.right_answer == "2,1,0"
    assert "250 steps" in form.verdict("0,1,2").sentence


def test_the_radius_grows_with_the_root_of_eta() -> None:
    form = form_of(ask_half, "noise_ball", lr=0.05, batch=8)  # a small η, for which r ∝ √η
    assert form.verdict("0.0125").right
    assert "√η" in form.verdict("0.025").sentence


def test_a_batch_four_times_as_large_has_the_smaller_ball() -> None:
    form = form_of(ask_order, "noise_ball", lr=0.02, batch=2)
    assert form.right_answer == "1,3,0,2"  # η/B: 0.0025, 0.0075, 0.01, 0.03


def test_the_schedules_rate_at_a_step() -> None:
    form = form_of(ask_rate, "decay", lr=0.3, pace=50.0)  # asked at step 100
    assert form.verdict("0.1").right
    assert "1 is missing" in form.verdict("0.15").sentence
    assert "upside down" in form.verdict("0.2").sentence


@pytest.mark.parametrize(("pace", "order"), [(50.0, "2,1,0"), (1.0, "1,0,2")])
def test_decay_ends_lowest_unless_it_falls_too_fast(pace: float, order: str) -> None:
    assert form_of(ask_end, "decay", pace=pace).right_answer == order

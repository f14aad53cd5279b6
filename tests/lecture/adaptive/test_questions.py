"""The answers of the page's questions, worked out by hand or in plain NumPy."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from optviz.lecture.adaptive.adam_questions import ask_step as ask_adam
from optviz.lecture.adaptive.adam_questions import ask_without
from optviz.lecture.adaptive.coordinates_questions import ask_rates
from optviz.lecture.adaptive.coordinates_questions import ask_step as ask_adagrad
from optviz.lecture.adaptive.epsilon_questions import ask_first as ask_gap
from optviz.lecture.adaptive.epsilon_questions import ask_largest
from optviz.lecture.adaptive.forget_questions import ask_first as ask_rmsprop
from optviz.lecture.adaptive.forget_questions import ask_recovers
from optviz.lecture.adaptive.formula_questions import ask_down
from optviz.lecture.adaptive.formula_questions import ask_first as ask_norm
from optviz.lecture.adaptive.ideas_questions import ask_nearer as ask_saddle
from optviz.lecture.adaptive.ideas_questions import ask_order
from optviz.lecture.adaptive.rotation_questions import ask_follows
from optviz.lecture.adaptive.rotation_questions import ask_step as ask_turned
from optviz.lecture.adaptive.units_questions import ask_first as ask_adadelta
from optviz.lecture.adaptive.units_questions import ask_nearer
from optviz.questions import Ask, Choice, Form

from .helpers import values_of


def form_of(ask: Callable[[dict[str, Any]], Ask], section: str, **changes: Any) -> Form:
    return ask(values_of(section, **changes)).form


def truth_of(form: Form) -> str:
    assert form.unclear() == ""
    return form.verdict(form.right_answer).truth


def right_arrow(form: Form) -> np.ndarray:
    assert isinstance(form, Choice) and form.arrows and form.unclear() == ""
    return np.array(form.arrows.steps[int(form.right_answer)])


def test_the_first_step_of_adagrad_norm_is_eta_long() -> None:
    form = form_of(ask_norm, "formula", lr=0.5, kappa=10.0, x0=-2.0, y0=1.0)  # ‖∇f‖ = √(4 + 100)
    assert form.verdict("0.5").right
    assert "GD's step" in form.verdict("5.1").sentence and "multiplies" in form.verdict("0.049").sentence


@pytest.mark.parametrize(("lr", "truth"), [(0.15, "A, gradient descent"), (0.5, "B, AdaGrad-Norm")])
def test_gd_is_quicker_below_its_limit_and_lost_above(lr: float, truth: str) -> None:
    assert truth_of(form_of(ask_down, "formula", lr=lr)) == truth


def test_adagrads_first_step_is_eta_in_each_coordinate() -> None:
    form = form_of(ask_adagrad, "coordinates", lr=0.8, kappa=10.0, x0=-2.6, y0=0.7)
    np.testing.assert_allclose(right_arrow(form), (0.8, -0.8), rtol=1e-6)


def test_adagrads_rates_go_as_one_over_the_gradients() -> None:
    form = form_of(ask_rates, "coordinates", kappa=40.0, x0=-2.0, y0=0.5)  # ∇f = (−2, 20)
    assert form.verdict("10").right
    assert "curvatures" in form.verdict("40").sentence and "Upside down" in form.verdict("0.1").sentence


@pytest.mark.parametrize(("angle", "truth"), [(45.0, "A only"), (90.0, "Both")])
def test_adagrad_follows_a_quarter_turn_alone(angle: float, truth: str) -> None:
    assert truth_of(form_of(ask_follows, "rotation", angle=angle)) == truth


def test_a_turn_of_the_bowl_does_not_turn_adagrads_step() -> None:
    values: dict[str, Any] = {"angle": 30.0, "kappa": 10.0, "lr": 0.9, "x0": -1.4, "y0": 0.8}
    c, s = np.cos(np.pi / 6), np.sin(np.pi / 6)
    turn = np.array([[c, -s], [s, c]])
    gradient = turn @ (np.array([1.0, 10.0]) * np.array([-1.4, 0.8]))
    form = form_of(ask_turned, "rotation", **values)
    assert isinstance(form, Choice) and form.arrows
    np.testing.assert_allclose(form.arrows.steps[0], -0.9 * np.sign(gradient), rtol=1e-6)


def test_rmsprops_first_step_is_eta_over_the_root_of_one_minus_rho() -> None:
    form = form_of(ask_rmsprop, "forget", rho=0.96)
    assert form.verdict("5").right
    assert "AdaGrad" in form.verdict("1").sentence and "root" in form.verdict("25").sentence


def test_after_a_hundred_steps_a_mean_with_rho_099_has_kept_a_third_of_the_wall() -> None:
    form = form_of(ask_recovers, "forget", rho=0.99)
    assert form.verdict("1.65").right  # 1/√0.99¹⁰⁰
    assert "more slowly" in form.verdict("160").sentence
    assert form_of(ask_recovers, "forget", rho=0.9).verdict("160").right


def test_adadeltas_first_step_grows_out_of_epsilon() -> None:
    form = form_of(ask_adadelta, "units", eps=1e-6, rho=0.9)
    assert form.verdict("0.00316").right  # √(10⁻⁶/0.1)
    assert "no η" in form.verdict("0.158").sentence


@pytest.mark.parametrize(
    ("lr", "eps", "truth"), [(0.05, 1e-8, "RMSprop"), (0.8, 1e-3, "Adadelta"), (0.002, 1e-8, "far away")]
)
def test_eta_sets_the_pace_of_one_and_epsilon_that_of_the_other(lr: float, eps: float, truth: str) -> None:
    assert truth in truth_of(form_of(ask_nearer, "units", lr=lr, eps=eps))


def test_adams_first_step_is_eta_whatever_the_gradient() -> None:
    settings: dict[str, Any] = {"ground": "bowl", "lr": 0.3, "beta1": 0.5, "beta2": 0.9, "x0": -2.5, "y0": 0.2}
    np.testing.assert_allclose(right_arrow(form_of(ask_adam, "adam", **settings)), (0.3, -0.3), rtol=1e-6)


@pytest.mark.parametrize(("without", "steps"), [("both", "10"), ("correct", "2"), ("momentum", "1")])
def test_the_first_step_without_a_part_of_adam(without: str, steps: str) -> None:
    form = form_of(ask_without, "adam", ground="bowl", without=without, beta1=0.8, beta2=0.99)
    assert form.verdict(steps).right  # 1/√0.01, 0.2/√0.01, 1
    assert not form.verdict("100").right and "root" in form.verdict("100").sentence


@pytest.mark.parametrize(("flat", "times"), [(1e-5, 21.0), (1e-2, 1.0)])
def test_epsilon_outside_makes_longer_steps_where_it_is_flat_alone(flat: float, times: float) -> None:
    form = form_of(ask_gap, "epsilon", flat=flat)
    assert form.verdict(str(times)).right
    assert not form.verdict("100000").right


def test_the_largest_rate_has_the_root_of_epsilon() -> None:
    form = form_of(ask_largest, "epsilon", flat=1e-12, eps=1e-8, lr=0.1)
    assert form.verdict("1000").right  # 0.1/10⁻⁴
    assert "η/ε" in form.verdict("10000000").sentence


@pytest.mark.parametrize(("y0", "order"), [(1e-4, "3,2,1,0"), (0.3, "3,1,0,2")])
def test_gd_leaves_the_saddle_last_unless_it_starts_far_from_the_axis(y0: float, order: str) -> None:
    assert form_of(ask_order, "ideas", y0=y0).right_answer == order


def test_a_hundred_times_nearer_costs_gd_a_constant_number_of_steps() -> None:
    form = form_of(ask_saddle, "ideas", y0=1e-5, lr=0.1)
    step = int(np.ceil(np.log(1e5) / np.log(1.2)))
    assert form.verdict(str(step)).right and form.verdict(str(step)).score == 1
    assert "constant" in form.verdict(str(step)).sentence
    assert not form.verdict("39").right  # the step from a hundred times as far

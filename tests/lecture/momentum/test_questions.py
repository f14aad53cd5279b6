"""The answers of the page's questions, worked out by hand or in plain NumPy."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from optviz.lecture.momentum.map_questions import ask_best, ask_largest, ask_region
from optviz.lecture.momentum.nag_questions import ask_limit
from optviz.lecture.momentum.nag_questions import ask_step as ask_nag_step
from optviz.lecture.momentum.oscillators_questions import ask_critical, ask_regime
from optviz.lecture.momentum.smooth_questions import ask_ball, ask_pace
from optviz.lecture.momentum.too_much_questions import ask_keeps, ask_order
from optviz.lecture.momentum.two_parts_questions import ask_first, ask_step
from optviz.questions import Ask, Choice, Form

from .helpers import values


def form_of(ask: Callable[[dict[str, Any]], Ask], section: str, **changes: Any) -> Form:
    return ask(values(section, **changes)).form


def truth_of(form: Form) -> str:
    assert form.unclear() == ""
    return form.verdict(form.right_answer).truth


def heavy_ball(lr: float, beta: float, start: tuple[float, float], kappa: float, look_ahead: float) -> np.ndarray:
    """The points of heavy ball, or with ``look_ahead`` 1 of NAG, on ½(x² + κy²)."""
    curvature, x, g = np.array([1.0, kappa]), np.array(start), np.zeros(2)
    points = [x]
    for _ in range(8):
        g = beta * g + curvature * (x - look_ahead * lr * beta * g)
        x = x - lr * g
        points.append(x)
    return np.array(points)


@pytest.mark.parametrize(
    ("ask", "section", "changes", "kappa", "look_ahead"),
    [
        (ask_step, "two_parts", {"lr": 0.14, "beta": 0.7, "x0": -2.0, "y0": 0.7}, 10.0, 0.0),
        (ask_nag_step, "nag", {"lr": 0.17, "beta": 0.8, "kappa": 4.0, "x0": 2.0, "y0": -1.6}, 4.0, 1.0),
    ],
)
def test_the_arrow_of_the_next_step(ask: Any, section: str, changes: Any, kappa: float, look_ahead: float) -> None:
    asked = ask(values(section, **changes))
    points = heavy_ball(changes["lr"], changes["beta"], (changes["x0"], changes["y0"]), kappa, look_ahead)
    form = asked.form
    assert isinstance(form, Choice) and form.arrows and form.unclear() == ""
    at = asked.start
    np.testing.assert_allclose(form.arrows.start, points[at], rtol=1e-9)
    np.testing.assert_allclose(form.arrows.steps[int(form.right_answer)], points[at + 1] - points[at], rtol=1e-9)


@pytest.mark.parametrize(("beta", "truth"), [(0.5, "and stays"), (0.9, "leaves again")])
def test_more_momentum_is_there_first_but_leaves_again(beta: float, truth: str) -> None:
    assert truth in truth_of(form_of(ask_first, "two_parts", lr=0.05, beta=beta))


@pytest.mark.parametrize(("pace", "right", "wrong"), [("same", "3.2", "10"), ("matched", "1", "0.3")])
def test_the_same_eta_widens_the_ball_by_the_root_of_one_over_one_minus_beta(pace: str, right: str, wrong: str) -> None:
    form = form_of(ask_ball, "smooth", pace=pace, beta=0.9, lr=0.01)
    assert form.verdict(right).right and not form.verdict(wrong).right
    assert "cancelling" in form_of(ask_ball, "smooth", pace="same").verdict("10").sentence


@pytest.mark.parametrize(("pace", "truth"), [("same", "Faster, and smoother"), ("matched", "As fast, and smoother")])
def test_momentum_is_smoother_and_with_the_same_eta_faster(pace: str, truth: str) -> None:
    assert truth_of(form_of(ask_pace, "smooth", pace=pace, sigma=1.0)) == truth


@pytest.mark.parametrize(("lr", "order"), [(0.05, "0,1,2"), (0.0005, "1,2,0")])
def test_the_smallest_beta_is_nearest_unless_it_creeps_with_a_tiny_eta(lr: float, order: str) -> None:
    form = form_of(ask_order, "too_much", lr=lr)
    assert form.right_answer == order
    wrong = form.verdict(",".join(reversed(order.split(","))))
    assert wrong.score == 0 and ("creeps" in wrong.sentence) == (lr < 0.01)


def test_a_step_keeps_the_root_of_beta_where_both_directions_oscillate() -> None:
    form = form_of(ask_keeps, "too_much", lr=0.05, beta_2=0.81)
    assert form.verdict("0.9").right
    assert "last step" in form.verdict("0.81").sentence
    assert form_of(ask_keeps, "too_much", lr=0.0005, beta_2=0.81).unclear()


@pytest.mark.parametrize(
    ("lr", "beta", "truth"), [(0.01, 0.5, "creeps"), (0.01, 0.95, "swings"), (0.024, 0.25, "changes sides")]
)
def test_the_regime_of_a_direction(lr: float, beta: float, truth: str) -> None:
    assert truth in truth_of(form_of(ask_regime, "oscillators", lr=lr, beta=beta))


def test_critical_damping_takes_the_root_and_the_square() -> None:
    form = form_of(ask_critical, "oscillators", lr=0.01)
    assert form.verdict("0.81").right
    assert "square" in form.verdict("0.9").sentence and "root" in form.verdict("0.98").sentence


@pytest.mark.parametrize(
    ("lr", "beta", "truth"),
    [(0.037, 0.8, "diverges"), (0.004, 0.25, "creeps"), (0.008, 0.9, "oscillates"), (0.017, 0.05, "flips")],
)
def test_the_region_of_a_point_of_the_map(lr: float, beta: float, truth: str) -> None:
    assert truth in truth_of(form_of(ask_region, "map", lr=lr, beta=beta))


def test_momentum_bears_a_larger_eta_than_gd() -> None:
    form = form_of(ask_largest, "map", beta=0.8)
    assert form.verdict("0.036").right
    assert "GD's limit" in form.verdict("0.02").sentence and "diverges" in form.verdict("0.08").sentence


def test_the_best_rate_has_the_root_of_kappa() -> None:
    form = form_of(ask_best, "map", kappa=49.0)
    assert form.verdict("0.75").right
    assert "GD" in form.verdict("0.96").sentence and "best β" in form.verdict("0.5625").sentence


@pytest.mark.parametrize(("lr", "truth"), [(0.05, "Neither"), (0.1, "NAG only"), (0.25, "Both")])
def test_nag_diverges_first(lr: float, truth: str) -> None:
    form = form_of(ask_limit, "nag", lr=lr)  # limits at κ = 20, β = 0.9: 0.068 and 0.19
    assert truth_of(form) == truth
    assert "0.068" in form.verdict("2").sentence

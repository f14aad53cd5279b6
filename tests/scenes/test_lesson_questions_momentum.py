"""The answers of the questions on momentum's lessons, noise and the adaptive norm, worked out in other ways."""

import numpy as np
import pytest

from optviz.core.number_text import link
from optviz.questions import Form, Route
from optviz.scenes.lessons import LESSONS
from optviz.scenes.questions import (
    adaptive_norm,
    momentum_fast,
    momentum_overshoots,
    momentum_rolls_over,
    nesterov_damps,
    noise_ball,
    too_much_momentum,
)
from optviz.scenes.scene import Racer, Scene


def lesson(key: str, *racers: Racer, **changes: object) -> Scene:
    scene = LESSONS[key].scene.replace(**changes)
    return scene.replace(racers=racers) if racers else scene


def heavy_ball(lr: float, beta: float, start: tuple[float, float], kappa: float, steps: int) -> np.ndarray:
    curvature, x, g = np.array([1.0, kappa]), np.array(start), np.zeros(2)
    points = [x]
    for _ in range(steps):
        g = beta * g + curvature * x
        x = x - lr * g
        points.append(x)
    return np.array(points)


def bowl(key: str, kappa: float, *racers: Racer, **changes: object) -> Scene:
    return lesson(key, *racers, surface_knobs=(("kappa", kappa), ("rotation", 0.0)), **changes)


def stays_from(points: np.ndarray) -> int:
    distance = np.hypot(*points.T)
    return int(np.flatnonzero(distance > 0.01 * distance[0])[-1]) + 1


def test_gds_steps_follow_from_its_share_along_the_valley() -> None:
    form = momentum_fast.ask_steps(lesson("momentum_fast", steps=500)).form
    gd = stays_from(heavy_ball(0.0198, 0.0, (-2.8, 0.4), 100.0, 500))
    assert form.right_answer == str(gd) and gd == pytest.approx(np.log(100) / 0.02, rel=0.05)
    assert "many more" in form.verdict("40").sentence and "not κ" in form.verdict("4000").sentence


def test_the_three_arrive_in_the_order_of_plain_heavy_ball() -> None:
    settings = ((0.015, 0.0), (0.015, 0.5), (0.015, 0.97))
    racers = [Racer.of("gd", lr=0.015), *(Racer.of("momentum", lr=lr, beta=beta) for lr, beta in settings[1:])]
    form = momentum_fast.ask_order(lesson("momentum_fast", *racers, steps=800)).form
    arrivals = [stays_from(heavy_ball(lr, beta, (-2.8, 0.4), 100.0, 800)) for lr, beta in settings]
    assert form.right_answer == ",".join(map(str, np.argsort(arrivals)))


def test_momentums_path_is_that_of_the_formula_up_to_its_turn() -> None:
    asked = momentum_overshoots.ask_path(LESSONS["momentum_overshoots"].scene)
    points = heavy_ball(0.05, 0.9, (-2.5, 1.5), 5.0, 150)
    turn = int(np.argmax(points[:, 0])) + 1
    form = asked.form
    assert isinstance(form, Route) and asked.until == turn
    np.testing.assert_allclose(form.path, points[: turn + 1], atol=1e-9)
    straight = form.verdict("-2.5,1.5;0,0")
    assert not straight.right and "Not straight" in straight.sentence


@pytest.mark.parametrize(("beta", "truth"), [(0.1, "Neither"), (0.4, "Along y only"), (0.85, "Along both")])
def test_the_steep_direction_overshoots_first(beta: float, truth: str) -> None:
    scene = lesson("momentum_overshoots", Racer.of("gd", lr=0.05), Racer.of("momentum", lr=0.05, beta=beta))
    form = momentum_overshoots.ask_past(scene).form  # critical β: 0.25 across, 0.60 along
    assert form.verdict(form.right_answer).truth.startswith(truth)


@pytest.mark.parametrize(("beta", "place"), [(0.9, "0,0"), (0.5, "-1.7475,0.8738")])
def test_momentum_rolls_over_the_hump_or_not(beta: float, place: str) -> None:
    scene = lesson("momentum_rolls_over", Racer.of("gd", lr=0.02), Racer.of("momentum", lr=0.02, beta=beta), steps=300)
    form = momentum_rolls_over.ask_ends(scene).form
    assert form.unclear() == "" and form.verdict(place).right
    other = form.verdict("-1.7475,0.8738" if beta == 0.9 else "0,0")
    assert not other.right and ("fast enough" if beta == 0.9 else "swings back") in other.sentence


@pytest.mark.parametrize(("lr", "order"), [(0.05, "0,1,2"), (0.0005, "1,2,0")])
def test_the_smallest_beta_ends_lowest_unless_it_creeps(lr: float, order: str) -> None:
    racers = (Racer.of("momentum", lr=lr, beta=beta) for beta in (0.5, 0.9, 0.99))
    assert too_much_momentum.ask_order(lesson("too_much_momentum", *racers)).form.right_answer == order


def test_the_best_beta_damps_the_flat_direction_critically() -> None:
    form = too_much_momentum.ask_best(LESSONS["too_much_momentum"].scene).form
    assert form.verdict(link((1 - np.sqrt(0.01)) ** 2)).right
    assert "creeps" in form.verdict("0.5").sentence and "Too much" in form.verdict("0.99").sentence


@pytest.mark.parametrize(
    ("kappa", "lr", "truth"), [(20.0, 0.03, "NAG is"), (1.0, 0.004, "alike"), (40.0, 0.04, "Momentum is")]
)
def test_the_look_ahead_damps_hardly_matters_or_is_too_much(kappa: float, lr: float, truth: str) -> None:
    racers = (Racer.of(rule, lr=lr, beta=0.9) for rule in ("momentum", "nag"))
    form = nesterov_damps.ask_lower(bowl("nesterov_damps", kappa, *racers, start=(0.4, 1.5))).form
    assert truth in form.verdict(form.right_answer).truth


def test_nag_keeps_the_root_of_beta_times_what_gd_keeps() -> None:
    form = nesterov_damps.ask_keeps(LESSONS["nesterov_damps"].scene).form  # η = 0.03, κ = 20, β = 0.9
    assert form.verdict("0.6").right
    assert "momentum's" in form.verdict("0.949").sentence and "root" in form.verdict("0.36").sentence


def test_a_tenth_of_eta_makes_the_ball_about_three_times_smaller() -> None:
    form = noise_ball.ask_smaller(LESSONS["noise_ball"].scene).form
    # x ← (1 − ηλ)x − ηξ has the variance η²σ²/(1 − (1 − ηλ)²); κ = 4.
    radius = [np.sqrt(sum(lr**2 * 9 / (1 - (1 - lr * e) ** 2) for e in (1.0, 4.0))) for lr in (0.1, 0.01)]
    assert float(form.right_answer) == pytest.approx(radius[0] / radius[1], rel=1e-9)
    assert "pull back" in form.verdict("10").sentence


@pytest.mark.parametrize(("steps", "order"), [(600, "0,2,1"), (40, "0,1,2")])
def test_the_smaller_eta_is_lower_once_it_has_arrived(steps: int, order: str) -> None:
    assert noise_ball.ask_order(lesson("noise_ball", steps=steps)).form.right_answer == order


def test_the_first_step_of_adagrad_norm_has_the_length_eta() -> None:
    form = adaptive_norm.ask_first(LESSONS["adaptive_norm"].scene).form
    assert form.verdict("0.5").right


def test_gd_diverges_or_creeps_where_adagrad_norm_arrives() -> None:
    form: Form = adaptive_norm.ask_order(LESSONS["adaptive_norm"].scene).form
    assert form.right_answer == "2,1,0"
    assert "diverges at step 4" in form.verdict("0,1,2").sentence

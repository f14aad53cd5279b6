"""The answers of the page's questions, worked out by hand or by a closed form."""

import math

import numpy as np
import pytest

from optviz.core.stochastic.averaging import averaged
from optviz.core.stochastic.noise_ball import tail
from optviz.lecture.practice.average import centre, problem
from optviz.lecture.practice.average_questions import ask_longer, ask_rate
from optviz.lecture.practice.clip_questions import ask_longest
from optviz.lecture.practice.decay_questions import ask_rule, ask_scaled
from optviz.lecture.practice.flat_questions import ask_caught, ask_stable
from optviz.lecture.practice.matrices_questions import ask_even, ask_rare
from optviz.lecture.practice.schedules import KEYS, crowd_of
from optviz.lecture.practice.schedules_questions import ask_lowest, ask_reach
from optviz.lecture.practice.warmup_questions import ask_first, ask_known
from tests.lecture.practice.helpers import values_of
from tests.questions.answers import number, right_option, told


@pytest.mark.parametrize("lr", [0.08, 0.2])
def test_sgd_shrinks_an_error_by_the_pairs_share_in_each_step(lr: float) -> None:
    asked = ask_rare(values_of("matrices", lr_gd=lr))
    share = 1 / sum(1 / i for i in range(1, 9))
    first, fourth, eighth = (math.ceil(math.log(0.1) / 2 / math.log(1 - 2 * lr * share / i)) for i in (1, 4, 8))
    assert number(asked).truth == fourth and f"after {first} steps" in asked.text
    assert "Muon" in told(asked, first) and "eighth" in told(asked, eighth)


@pytest.mark.parametrize("seed", [1, 20, 300])
def test_muon_keeps_nobody_waiting_in_any_rotation(seed: int) -> None:
    assert right_option(ask_even(values_of("matrices", seed=seed))) == "Muon"


def test_one_coordinate_a_pair_is_adams_case() -> None:
    assert right_option(ask_even(values_of("matrices", embedding="one_hot"))) == "Adam"


def long_radius(lr: float, memory: float) -> float:
    """The radius of an exponential average, from many steps."""
    means = averaged(tail(problem(), lr, 4, 100_000), "ema", memory)[2000:]
    return float(np.sqrt(((means - centre()) ** 2).sum(axis=1).mean()))


def test_four_times_the_memory_halves_the_radius() -> None:
    asked = ask_longer(values_of("average", lr=0.2, memory=80.0))
    assert number(asked).truth == pytest.approx(long_radius(0.2, 320.0), rel=0.1)
    assert "variance" in told(asked, long_radius(0.2, 80.0) / 4)


def test_a_tenth_of_eta_leaves_a_long_average_as_it_is() -> None:
    assert long_radius(0.03, 300.0) / long_radius(0.3, 300.0) == pytest.approx(1, abs=0.2)
    assert right_option(ask_rate(values_of("average", lr=0.3, memory=300.0))) == "It stays about as it is."


def test_without_a_memory_it_shrinks_as_the_ball_does() -> None:
    assert long_radius(0.03, 2.0) / long_radius(0.3, 2.0) == pytest.approx(0.28, abs=0.06)
    assert right_option(ask_rate(values_of("average", lr=0.3, memory=2.0))).startswith("It shrinks to about a third")


def test_adams_first_step_is_eta_long_whatever_the_gradient() -> None:
    asked = ask_first(values_of("warmup", lr=0.2, warm=20))
    assert number(asked).truth == pytest.approx(0.2, rel=1e-6)
    assert "no warm-up" in told(asked, 0.01) and "own size" in told(asked, 1.6) and "corrected" in told(asked, 0.02)


def test_a_spread_of_a_fifth_takes_fifty_gradients() -> None:
    asked = ask_known(values_of("warmup", seed=20))
    assert number(asked).truth == pytest.approx(2 / 0.2**2, rel=0.05)
    assert "twice" in told(asked, 25) and "root of t" in told(asked, 10)


def test_a_clipped_step_is_eta_times_c_long() -> None:
    asked = ask_longest(values_of("clip", lr=0.4, most=0.8))
    assert number(asked).truth == pytest.approx(0.32)
    assert "bounds the gradient" in told(asked, 0.8)


def test_a_large_loss_drowns_l2_alone() -> None:
    assert right_option(ask_scaled(values_of("decay", scale=50.0))).startswith("Only L2")
    assert right_option(ask_scaled(values_of("decay", scale=0.1))) == "Neither."


@pytest.mark.parametrize(("rule", "where"), [("gd", "At the same point."), ("adam", "At two points.")])
def test_both_kinds_are_one_for_gd_alone(rule: str, where: str) -> None:
    assert right_option(ask_rule(values_of("decay", rule=rule))) == where


@pytest.mark.parametrize("sharp", [20.0, 50.0])
def test_a_minimum_stands_learning_rates_below_two_over_its_sharpness(sharp: float) -> None:
    asked = ask_stable(values_of("flat", sharp=sharp))
    limit = number(asked).truth
    shrinks = [abs(1 - lr * sharp) < 1 for lr in (0.98 * limit, 1.02 * limit)]
    assert shrinks == [True, False]
    assert "one step" in told(asked, 1 / sharp) and "flat minimum" in told(asked, 1.0)


@pytest.mark.parametrize(("rho", "answer"), [(0.1, "Most or all of them."), (0.4, "None.")])
def test_sam_is_caught_where_it_looks_less_far_than_the_pass(rho: float, answer: str) -> None:
    assert right_option(ask_caught(values_of("flat", rho=rho, seed=7))) == answer


@pytest.mark.parametrize(("tau", "lowest"), [(4.0, "1/√t"), (60.0, "Halved every 60 steps")])
def test_halving_too_soon_loses_to_a_slow_decay(tau: float, lowest: str) -> None:
    values = values_of("schedules", tau=tau)
    ends = dict(zip(KEYS, crowd_of(values).value[-1], strict=True))
    assert min(("constant", "root", "steps"), key=ends.__getitem__) == {4.0: "root", 60.0: "steps"}[tau]
    assert right_option(ask_lowest(values)) == lowest


def test_halved_rates_sum_up_to_twice_the_first_period() -> None:
    asked = ask_reach(values_of("schedules", lr=0.3, tau=10.0))
    assert number(asked).truth == pytest.approx(sum(0.3 * 0.5 ** (t // 10) for t in range(2000)))
    assert "half of that" in told(asked, 3.0)

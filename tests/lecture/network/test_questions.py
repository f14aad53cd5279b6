"""The questions on networks: the answer by hand or by NumPy, and what a known misconception is told."""

import math

import numpy as np
import pytest

from optviz.core.network.data import digits
from optviz.lecture.network.digits_questions import ask_start, initial_loss
from optviz.lecture.network.digits_questions import ask_steps as ask_updates
from optviz.lecture.network.landscape_questions import ask_share
from optviz.lecture.network.loss import PAINTED
from optviz.lecture.network.loss_questions import ask_part, ask_worst, untrained
from optviz.lecture.network.network_questions import ask_boundary, ask_size
from optviz.lecture.network.race_questions import ask_rates, ask_steps
from optviz.lecture.network.sharpness_questions import ask_edge
from optviz.questions import Choice, Range, Ranking, Target
from tests.lecture.network.helpers import end, values_of
from tests.questions.answers import number, told


def test_theta_has_a_weight_for_each_line_and_a_bias_for_each_unit() -> None:
    asked = ask_size(values_of("network", hidden="2", width=8.0))
    assert number(asked).truth == 3 * 8 + 9 * 8 + 9 * 2
    assert "weights alone" in told(asked, 2 * 8 + 8 * 8 + 8 * 2)
    assert "counts the units" in told(asked, 18)
    assert "Between two hidden layers" in told(asked, 3 * 8 + 9 * 2)


@pytest.mark.parametrize(
    ("hidden", "width", "shape"),
    [("0", 8.0, "A straight line."), ("1", 2.0, "A wedge or a strip: bent, but open."), ("1", 12.0, "A closed curve")],
)
def test_the_circles_need_more_than_two_units(hidden: str, width: float, shape: str) -> None:
    form = ask_boundary(values_of("network", data="circles", noise=0.1, hidden=hidden, width=width)).form
    assert isinstance(form, Choice)
    assert form.options[int(form.right_answer)].text.startswith(shape)


def test_the_most_expensive_point_has_the_smallest_probability_of_its_class() -> None:
    values = values_of("loss", hidden="0", width=8.0, seed=2.0)
    form = ask_worst(values).form
    assert isinstance(form, Target)
    net = untrained(values)
    costs = -np.log(net.probabilities)
    assert (form.x, form.y) == PAINTED[int(costs.argmax())][:2]
    assert net.losses == pytest.approx(costs)
    assert form.verdict(f"{form.x},{form.y}").right
    assert "Sure is cheap" in form.verdict("-0.1,-1.9").sentence
    assert "only just" in form.verdict("1.4,-0.5").sentence


def test_a_point_adds_an_nth_of_its_loss_to_the_average() -> None:
    asked = ask_part(values_of("loss", seed=5.0))
    p = untrained(values_of("loss", seed=5.0)).probabilities.min()
    assert number(asked).truth == pytest.approx(-math.log(p) / 17)
    assert "its own loss" in told(asked, -math.log(p))
    assert "base 10" in told(asked, -math.log10(p) / 17)


def test_the_rate_that_is_far_too_large_ends_last() -> None:
    lanes = {"rule1": "gd", "rule2": "gd", "rule3": "gd", "rule4": "none", "lr1": 100.0, "lr2": 0.003, "lr3": 1.0}
    asked = ask_rates(values_of("race", data="blobs", epochs=5.0, **lanes))
    assert isinstance(asked.form, Ranking)
    assert asked.form.right_answer == "2,1,0"
    assert asked.form.values[1] == pytest.approx(math.log(3), rel=0.2)  # it has hardly moved from a blind guess
    assert "not always a faster one" in asked.form.verdict("0,2,1").sentence
    race = end("race", data="blobs", epochs=5.0, **lanes)
    assert asked.form.values == tuple(racer.history.train_loss[-1] for racer in race)


def test_steps_are_mini_batches_times_epochs() -> None:
    asked = ask_steps(values_of("race", batch=32.0, epochs=10.0))
    assert number(asked).truth == 10 * 5  # 150 points: four batches of 32 and one of 22
    assert "left over" in told(asked, 40)


def test_the_digits_are_seen_in_45_mini_batches_an_epoch() -> None:
    asked = ask_updates(values_of("digits", batch=32.0, epochs=20.0))
    assert number(asked).truth == 900
    assert "validation images" in told(asked, 20 * 57)  # all 1,797 would be 57 batches


def test_an_untrained_net_has_about_the_loss_of_a_blind_guess() -> None:
    values = values_of("digits", activation="sigmoid", seed=3.0)
    form = ask_start(values).form
    assert isinstance(form, Range)
    assert form.truth[0] == pytest.approx(math.log(10))
    assert (
        form.truth[1]
        == initial_loss(32.0, "sigmoid", 3.0)
        == pytest.approx(end("digits", epochs=1.0, **{"activation": "sigmoid", "seed": 3.0}).train_loss[0])
    )
    assert form.verdict("2.3").right
    assert "natural" in form.verdict("1").sentence  # log₁₀ 10
    assert digits().classes == 10


@pytest.mark.parametrize(("plane", "low", "high"), [("pca", 70, 100), ("random", 0, 20)])
def test_random_directions_show_next_to_nothing_of_the_way(plane: str, low: float, high: float) -> None:
    form = ask_share(values_of("landscape", plane=plane, epochs=6.0)).form
    assert isinstance(form, Range)
    assert low <= form.truth[0] <= high
    assert form.verdict("95" if plane == "random" else "5").sentence.startswith("Less" if plane == "random" else "More")


def test_the_curvature_settles_at_the_edge_that_is_asked_for() -> None:
    form = ask_edge(values_of("sharpness", lr=0.8)).form
    assert isinstance(form, Range)
    assert form.truth == (2.5, 2.5)
    run = end("sharpness", lr=0.8, steps=1500.0)
    assert abs(math.log10(float(np.mean(run.largest[-10:])) / 2.5)) <= form.tolerance
    assert "overshoot" in form.verdict("20").sentence

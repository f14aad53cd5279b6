"""The questions on weights: the answer by hand or by NumPy, and what a known misconception is told."""

from typing import Any

import numpy as np
import pytest

from optviz.lecture.weights import PAGE
from optviz.lecture.weights.hidden_questions import ask_place, ask_turn
from optviz.lecture.weights.mistakes_questions import ask_count, ask_loss
from optviz.lecture.weights.perceptron_questions import ask_change, ask_mistakes, ask_stops
from optviz.lecture.weights.road_map_questions import ask_needed, ask_trying
from optviz.questions import Ask
from tests.lecture.helpers import values_of
from tests.questions.answers import choice, right_option

XOR = ((-1.5, -1.5, 0.0), (-1.5, 1.5, 1.0), (1.5, -1.5, 1.0), (1.5, 1.5, 0.0))


def said(asked: Ask, option: str) -> str:
    """What is said to who chose the option with these words."""
    return next(each.feedback for each in choice(asked).options if each.text == option)


def perceptron(*rows: tuple[float, ...], **start: float) -> dict[str, Any]:
    """The perceptron on points of its own."""
    changes: dict[str, Any] = {"data": "xor", "xor_points": rows, **start}
    return values_of(PAGE, "perceptron", **changes)


def test_ten_weights_take_ten_to_the_tenth_tries_and_a_step_asks_for_direction_and_length() -> None:
    assert right_option(ask_trying({"each": 10, "weights": 10})) == "10,000,000,000"
    asked = ask_needed({"stops": ("one_dimension", "traps", "momentum", "backprop")})
    assert right_option(asked) == "Which way is down, and how far?"
    assert "The walk downhill has come to rest" in said(asked, "Where does it get stuck?")


@pytest.mark.parametrize(("label", "way"), [(1.0, "towards"), (0.0, "away from")])
def test_w_turns_towards_a_missed_point_of_class_1_and_away_from_one_of_class_0(label: float, way: str) -> None:
    bias = -1.0 if label else 1.0  # w·x = 0 at (2, 0), so the bias alone decides, and wrongly
    asked = ask_change(perceptron((2.0, 0.0, label), w1=0.0, w2=1.0, b=bias))
    assert right_option(asked) == f"{way} the ringed point"
    arrows = choice(asked).arrows
    assert arrows is not None
    step = arrows.steps[[option.right for option in choice(asked).options].index(True)]
    np.testing.assert_allclose(np.array(step) / np.hypot(*step), [1.0 if label else -1.0, 0.0], atol=1e-12)


def test_xor_never_ends_and_with_a_point_moved_across_it_does() -> None:
    never = ask_stops(perceptron(*XOR, w1=0.0, w2=1.0, b=1.0))
    assert right_option(never) == "No: it goes on for ever."
    # x₁ − x₂ is 0 for the dots, 3 and 4 for the squares: a line is there.
    ends = ask_stops(perceptron(XOR[0], (2.0, -2.0, 1.0), *XOR[2:], w1=0.0, w2=1.0, b=1.0))
    assert right_option(ends) == "Yes: after some corrections all points are correct."
    assert "A line between the classes exists" in said(ends, "No: it goes on for ever.")


def test_a_correction_may_break_what_was_right() -> None:
    # (x₁ > 0) is right for the last two; adding the first, (−2, 0, 1), gives w = (−1, 0), b = 1: x₁ < 1.
    rows = ((-2.0, 0.0, 1.0), (2.0, 1.0, 1.0), (2.0, -1.0, 1.0))
    asked = ask_mistakes(perceptron(*rows, w1=1.0, w2=0.0, b=0.0))
    assert right_option(asked) == "It rises." and "From 1 to 2" in said(asked, "It falls.")


def test_a_point_goes_where_the_arrows_say() -> None:
    # h₁ = 1 above x₂ = −1, h₂ = 1 right of x₁ = ½; the first line is nearest to (−1.5, −1.5), below it and to the left.
    asked = ask_place(values_of(PAGE, "hidden", angle1=90.0, b1=1.0, angle2=0.0, b2=-0.5))
    assert "lower left" in asked.text and right_option(asked) == "(0, 0)"
    assert "h₁ = 1" in said(asked, "(1, 0)")


def test_a_little_turn_of_a_line_changes_no_answer() -> None:
    # All |x₁| = |x₂| = 1.5: a line through the centre passes none of them on its way from 0° to 20°.
    values = values_of(PAGE, "hidden", angle1=90.0, b1=0.0, angle2=0.0, b2=-3.0)
    assert right_option(ask_turn(values)) == "It stays the same."


@pytest.mark.parametrize(("b", "fewest"), [(4.0, -0.4), (-7.0, -2.4)])
def test_on_the_count_gd_stays_where_it_starts(b: float, fewest: float) -> None:
    form = ask_count(values_of(PAGE, "mistakes", b=b)).form
    assert form.verdict(f"{b:g},4").right
    assert "GD cannot see that" in form.verdict(f"{fewest:g},1").sentence
    assert "The loss is lowest there" in form.verdict("-1.4,2").sentence


@pytest.mark.parametrize(("b", "words"), [(4.0, "Fewer."), (-3.2, "As many."), (-2.4, "More.")])
def test_the_lowest_loss_misclassifies_two_points_whatever_the_start(b: float, words: str) -> None:
    assert right_option(ask_loss(values_of(PAGE, "mistakes", b=b, lr=3.0))) == words  # 4, 2 and 1 at the start

"""The questions on backpropagation: the answer by hand or by NumPy, and what a known misconception is told."""

from typing import Any

import numpy as np
import pytest

from optviz.lecture.backprop.backward_questions import ask_entry, ask_kept, ask_rows
from optviz.lecture.backprop.chain_rule_questions import ask_slope, ask_zero
from optviz.lecture.backprop.check_questions import ask_best, ask_finer
from optviz.lecture.backprop.derivatives_questions import ask_change, ask_entries
from optviz.lecture.backprop.graph_questions import ask_neuron, ask_twice
from optviz.lecture.backprop.many_questions import ask_passed, ask_size
from optviz.lecture.backprop.network_questions import ask_classes, ask_unit
from optviz.lecture.backprop.shortcut_questions import ask_confident, ask_gradient
from optviz.lecture.backprop.step_questions import ask_promise, ask_weight
from optviz.questions import Choice, Range, Ranking
from tests.lecture.backprop.helpers import values_of
from tests.questions.answers import number, right_option, told

SMOOTH: dict[str, Any] = {"activation": "tanh"}


def loss_of(w0: np.ndarray, w1: np.ndarray, x: np.ndarray, label: int, activation: Any = np.tanh) -> float:
    """The loss of the lecture's network, written out once more."""
    z = w1 @ activation(w0 @ x)
    return float(np.log(np.exp(z).sum()) - z[label])


def relu(z: np.ndarray) -> np.ndarray:
    """ReLU."""
    return np.maximum(z, 0)


def arrays(values: dict[str, Any]) -> tuple[np.ndarray, np.ndarray, np.ndarray, int]:
    """W₀, W₁, x and the place of the true class."""
    x = np.array(values["input"])[:, 0]
    return np.array(values["w0"]), np.array(values["w1"]), x, int(values["label"]) - 1


def test_the_slope_of_a_composition_is_the_product_at_the_inner_value() -> None:
    # f = z², g = 3z³ + 2 at x = −1: u = −1, dy/du = −2, du/dx = 9.
    asked = ask_slope(values_of("chain_rule", f="square", g="cubic", x=-1.0))
    assert number(asked).truth == -18
    assert told(asked, -2).startswith("That is the outer slope")
    assert "not added" in told(asked, 7)
    assert "the sign is not" in told(asked, 18)


def test_the_outer_slope_at_x_instead_of_u_is_told_apart() -> None:
    asked = ask_slope(values_of("chain_rule", f="square", g="cubic", x=1.5))
    assert number(asked).truth == pytest.approx(2 * (3 * 1.5**3 + 2) * 9 * 1.5**2)
    assert "You took f′ at x" in told(asked, 2 * 1.5 * 9 * 1.5**2)


@pytest.mark.parametrize(
    ("f", "g", "which"),
    [("exp", "square", "du/dx alone."), ("square", "sin", "dy/du alone."), ("sin", "exp", "Neither.")],
)
def test_which_factor_is_0_at_0(f: str, g: str, which: str) -> None:
    assert right_option(ask_zero(values_of("chain_rule", f=f, g=g, x=0.0))) == which


def test_both_factors_are_0_where_a_square_is_squared() -> None:
    assert right_option(ask_zero(values_of("chain_rule", f="square", g="square", x=0.0))) == "Both."


def test_what_is_passed_back_is_handed_on_times_the_slope_at_the_kept_value() -> None:
    # f₃ = z + 1 at 0.5: u₂ = 1.5; f₂ = z²: u₁ = 2.25; f₁ = 2z hands back 2.
    asked = ask_passed(values_of("many", n="3", f1="double", f2="square", f3="shift", x=0.5))
    assert right_option(asked) == "6"  # 2 · 2 · 1.5
    assert isinstance(asked.form, Choice)
    said = {option.text: option.feedback for option in asked.form.options}
    assert said["9"].startswith("That takes f₂′ at u₁")  # 2 · 2 · 2.25
    assert said["3"].startswith("That is f₂′(u₂) alone")


def test_five_doublings_are_32_and_five_sigmoids_less_than_a_thousandth() -> None:
    doubled = ask_size(values_of("many", "explode", x=1.0)).form
    vanished = ask_size(values_of("many", "vanish", x=0.0)).form
    assert isinstance(doubled, Range) and isinstance(vanished, Range)
    assert doubled.truth == (32, 32)
    assert 2e-4 < vanished.truth[0] < 0.25**5
    assert "at most ¼" in vanished.verdict("0.25").sentence


def test_the_parts_of_a_variable_that_is_used_twice_add_up() -> None:
    asked = ask_twice(values_of("graph", expression="(x+y)*(x-y)", x=2.0, y=-1.0))
    assert number(asked).truth == 4  # x² − y²: 2x
    assert "used twice" in told(asked, 1) and "used twice" in told(asked, 3)
    assert told(asked, 2) == "That is ∂f/∂y."


def test_a_neuron_passes_back_the_other_factor_or_nothing() -> None:
    on = ask_neuron(values_of("graph", expression="relu(x*y + z)", x=0.5, y=2.0, z=1.5))
    off = ask_neuron(values_of("graph", expression="relu(x*y + z)", x=0.5, y=2.0, z=-2.5))
    assert right_option(on) == "y = 2"
    assert right_option(off) == "0"


def test_a_unit_adds_up_its_row_and_relu_cuts() -> None:
    w0 = ((0.5, -0.4), (0.1, 0.2), (0.3, 0.3), (0.1, 0.1))
    on = ask_unit(values_of("network", input=((3.0,), (2.0,)), w0=w0))
    off = ask_unit(values_of("network", input=((1.0,), (2.0,)), w0=w0))
    assert number(on).truth == pytest.approx(0.7)
    assert "column" in told(on, 0.5 * 3 + 0.1 * 2)
    assert number(off).truth == 0
    assert "sets what is negative to 0" in told(off, -0.3)


def test_the_losses_go_the_other_way_than_the_logits() -> None:
    form = ask_classes(values_of("network")).form
    assert isinstance(form, Ranking)
    assert form.values == pytest.approx((0.927, 2.037, 0.747), abs=1e-3)  # as the section's words have them
    assert form.right_answer == "2,0,1"
    assert "The larger the logit" in form.verdict("1,0,2").sentence


@pytest.mark.parametrize(
    ("change", "which"),
    [
        ({"label": "3"}, "du₁/du₂ alone."),
        ({"activation": "sigmoid"}, "du₂/du₃, du₃/du₄ and du₅/du₆."),
        ({"input": ((2.0,), (4.0,))}, "du₂/du₃, du₃/du₄ and du₆/dW₀."),
    ],
)
def test_which_factors_change(change: dict[str, Any], which: str) -> None:
    assert right_option(ask_change(values_of("derivatives", **change))) == which


def test_the_entries_that_are_not_0_are_the_units_that_are_on() -> None:
    w0 = ((0.5, 0.0), (-0.5, 0.0), (0.2, 0.1), (0.3, 0.0))
    relu = ask_entries(values_of("derivatives", input=((1.0,), (1.0,)), w0=w0))
    tanh = ask_entries(values_of("derivatives", input=((1.0,), (1.0,)), w0=w0, **SMOOTH))
    assert (number(relu).truth, number(tanh).truth) == (3, 4)
    assert "other way round" in told(relu, 1)
    assert "beside the diagonal" in told(tanh, 16)


def test_the_slope_of_a_weight_is_that_of_a_difference() -> None:
    values = values_of("backward", **SMOOTH)
    asked = ask_entry(values)
    w0, w1, x, label = arrays(values)
    slopes = []
    for i in range(4):
        moved = np.zeros((4, 2))
        moved[i, 1] = 1e-5
        slopes.append((loss_of(w0 + moved, w1, x, label) - loss_of(w0 - moved, w1, x, label)) / 2e-5)
    assert number(asked).truth == pytest.approx(slopes[int(np.abs(slopes).argmax())], rel=1e-6)
    assert "the sign is not" in told(asked, -number(asked).truth)
    assert "one factor more" in told(asked, number(asked).truth / 2)  # x₂ = 2 forgotten


def test_the_rows_of_units_that_are_off_are_0_and_with_tanh_none_is() -> None:
    assert right_option(ask_rows(values_of("backward"))) == "Rows 2 and 3."
    assert right_option(ask_rows(values_of("backward", **SMOOTH))) == "None of them."


@pytest.mark.parametrize(("target", "value"), [("w0", "x"), ("w1", "u₅")])
def test_what_a_matrix_was_fed_with_is_needed_again(target: str, value: str) -> None:
    assert right_option(ask_kept(values_of("backward", target=target, **SMOOTH))) == value


def test_the_gradient_in_the_logits_is_prediction_minus_label() -> None:
    asked = ask_gradient(values_of("shortcut", logits=((0.0,), (np.log(2.0),), (np.log(5.0),)), label="2"))
    assert right_option(asked) == "(0.12, −0.75, 0.62)"  # (1, 2, 5)/8 − (0, 1, 0)
    assert isinstance(asked.form, Choice)
    assert any(option.text == "(−0.12, 0.75, −0.62)" and "downhill" in option.feedback for option in asked.form.options)


@pytest.mark.parametrize(("label", "slope"), [("1", -1.0), ("2", 0.0)])
def test_a_confident_prediction_has_a_slope_of_1_at_most(label: str, slope: float) -> None:
    form = ask_confident(values_of("shortcut", logits=((0.0,), (300.0,), (0.0,)), label=label)).form
    assert isinstance(form, Range)
    assert form.truth == pytest.approx((slope, slope))
    assert not form.verdict("5").right


def test_the_best_h_lies_between_round_off_and_truncation() -> None:
    form = ask_best(values_of("check", h=0.1, **SMOOTH)).form
    assert isinstance(form, Range)
    low, high = form.truth
    assert 1e-8 < low <= np.cbrt(np.finfo(float).eps) <= high < 1e-3  # ε^⅓, the rule of thumb
    assert "Round-off" in form.verdict("1e-11").sentence
    assert "truncation" in form.verdict("0.05").sentence


def test_a_tenth_of_h_is_a_hundredth_of_the_error_until_round_off_rules() -> None:
    assert right_option(ask_finer(values_of("check", h=0.1, **SMOOTH))) == "About 100 times smaller."
    assert right_option(ask_finer(values_of("check", h=1e-9, **SMOOTH))) == "It grows."


def test_a_weight_after_a_step_is_the_weight_less_eta_times_its_slope() -> None:
    values = values_of("step", lr=0.5, which="w0")
    asked = ask_weight(values)
    w0, w1, x, label = arrays(values)
    slopes = np.zeros((4, 2))
    for i, j in np.ndindex(4, 2):
        moved = np.zeros((4, 2))
        moved[i, j] = 1e-6
        up, down = (loss_of(w0 + sign * moved, w1, x, label, relu) for sign in (1, -1))
        slopes[i, j] = (up - down) / 2e-6
    i, j = np.unravel_index(np.abs(slopes).argmax(), slopes.shape)
    assert number(asked).truth == pytest.approx(w0[i, j] - 0.5 * slopes[i, j], abs=1e-6)
    assert "uphill" in told(asked, w0[i, j] + 0.5 * slopes[i, j])
    assert "not the whole gradient" in told(asked, w0[i, j] - slopes[i, j])


@pytest.mark.parametrize(
    ("preset", "lr", "what"),
    [("thirty", 0.01, "It falls by about what the tangent promises."), ("too_long", 2.0, "It rises.")],
)
def test_what_the_loss_does_in_one_step(preset: str, lr: float, what: str) -> None:
    assert right_option(ask_promise(values_of("step", preset, lr=lr))) == what

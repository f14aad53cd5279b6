"""What the sections on the network, from forward to the first step, say is what their numbers do."""

import math

import numpy as np
import pytest

from optviz.core.backprop.gradient_check import by_differences, by_jax, max_difference, sweep
from optviz.core.backprop.layer_chain import backward, forward, gradients, step
from optviz.lecture.backprop.common import (
    breaks,
    network_notices,
    shortcut_notices,
    shortcut_of,
    walk_notices,
    walk_of,
)

from .helpers import network, values_of


def test_network_class_three_is_most_probable_but_class_one_is_true():
    net, at = network("network", "forward")
    assert (len(net.x), *net.w0.shape, *net.w1.shape) == (2, 4, 2, 3, 4)
    assert at.u[3] == pytest.approx([0.396, 0.130, 0.474], abs=5e-4) and net.label == 0
    assert at.loss == pytest.approx(0.927, abs=5e-4) and at.loss == pytest.approx(-math.log(at.u[3][0]))


def test_network_the_true_class_sets_the_loss():
    losses = {label: network("network", label=label)[1].loss for label in "123"}
    assert losses == pytest.approx({"1": 0.927, "2": 2.037, "3": 0.747}, abs=5e-4)
    assert network("network", "another_label")[1].loss == losses["3"]
    assert network("network", "smooth")[1].loss != losses["1"]


def test_backward_rows_two_and_three_of_the_gradient_are_zero_for_their_units_are_off():
    net, at = network("backward", "gradient_w0")
    found = gradients(net, at)
    assert found.w0.shape == net.w0.shape
    assert (at.u[6] > 0).tolist() == [True, False, False, True] == found.w0.any(axis=1).tolist()


def test_backward_the_running_product_is_one_row_all_the_way():
    net, at = network("backward", "first_factors")
    assert all(factor.product.shape[0] == 1 for factor in backward(net, at))


def test_backward_from_the_left_takes_fewer_products_than_from_the_right():
    net, at = network("backward")
    shapes = [factor.jacobian.shape for factor in backward(net, at)]
    left = sum(rows * columns for rows, columns in shapes[1:])
    right, width = 0, shapes[-1][1]
    for rows, columns in reversed(shapes[:-1]):
        right += rows * columns * width
    assert left < right


def test_backward_for_w1_the_product_stops_at_u4_and_is_used_again():
    net, at = network("backward", "gradient_w1")
    delta = backward(net, at)[3].product[0]
    np.testing.assert_allclose(np.outer(delta, at.u[5]), gradients(net, at).w1, atol=1e-12)


def test_backward_on_the_kink_zero_is_taken_and_said():
    net, at = network("backward", "kink")
    assert at.u[6][0] == 0 and gradients(net, at).w0[0].tolist() == [0, 0]
    assert "kink" in network_notices(net, at)[0] and "Unit 1" in network_notices(net, at)[0]


def test_backward_with_all_units_off_w0_learns_nothing():
    net, at = network("backward", "all_off")
    assert not gradients(net, at).w0.any() and "off in every unit" in network_notices(net, at)[0]
    assert network_notices(*network("backward")) == ()


def test_backward_an_input_of_zero_and_a_probability_of_zero_are_said():
    net, at = network("backward", input=((0.0,), (0.0,)), activation="tanh")
    assert "x = 0" in network_notices(net, at)[0] and not gradients(net, at).w0.any()
    w1 = ((-100.0, 0.0, 0.0, -100.0), (100.0, 0.0, 0.0, 100.0), (0.0, 0.0, 0.0, 0.0))
    net, at = network("backward", input=((10.0,), (10.0,)), w1=w1)
    assert breaks(at) and "short-cut" in network_notices(net, at)[0]
    assert np.isfinite(gradients(net, at).w0).all() and not np.isfinite(backward(net, at)[-1].product).all()


@pytest.mark.parametrize("preset", ["derive", "right", "wrong"])
def test_shortcut_the_three_jacobians_multiply_to_answer_minus_label(preset):
    found = shortcut_of(values_of("shortcut", preset))
    assert found.products[2] == pytest.approx(found.prob - found.y, abs=1e-12)
    assert found.short.sum() == pytest.approx(0, abs=1e-15)


def test_shortcut_sure_and_right_is_small_sure_and_wrong_nearly_one():
    assert np.abs(shortcut_of(values_of("shortcut", "right")).short).max() < 0.005
    wrong = np.abs(shortcut_of(values_of("shortcut", "wrong")).short)
    assert 0.99 < wrong.max() < 1


def test_shortcut_with_huge_logits_only_the_short_cut_survives():
    found = shortcut_of(values_of("shortcut", "huge"))
    assert found.prob[0] == 0 and not np.isfinite(found.products[2]).all()
    assert found.short[:2].tolist() == [-1, 1] and found.loss == 800
    assert "no number" in shortcut_notices(found)[0]
    assert shortcut_notices(shortcut_of(values_of("shortcut"))) == ()


def test_check_three_ways_agree():
    values = values_of("check", "agree")
    net, at = network("check", "agree")
    found = gradients(net, at)
    assert max_difference(found, by_jax(net)) < 1e-15 and max_difference(found, by_differences(net, values["h"])) < 1e-9


def test_check_at_best_the_difference_has_about_ten_digits():
    for activation in ("relu", "tanh", "sigmoid"):
        net, at = network("check", activation=activation)
        error = sweep(net, gradients(net, at), 10.0 ** np.linspace(-12, -1, 34)).error
        assert 1e-12 < error.min() < 1e-10


def test_check_ten_times_smaller_h_is_a_hundred_times_closer():
    net, at = network("check", "too_coarse")
    coarse, fine = (max_difference(gradients(net, at), by_differences(net, h)) for h in (0.1, 0.01))
    assert coarse / fine == pytest.approx(100, rel=0.02)


def test_check_too_small_an_h_loses_digits():
    net, at = network("check", "too_fine")
    assert max_difference(gradients(net, at), by_differences(net, 1e-12)) > 1e-6


def test_check_on_the_kink_the_difference_finds_the_mean_of_both_sides():
    net, at = network("check", "kink_check")
    found = gradients(net, at)
    assert max_difference(found, by_jax(net)) < 1e-15
    on = float(net.w1[:, 0] @ found.delta4) * net.x
    np.testing.assert_allclose(by_differences(net, 1e-6)[0][0], (0 + on) / 2, rtol=1e-4)


def test_step_one_step_lowers_the_loss_as_the_tangent_promised():
    walk = walk_of(values_of("step", "one_step"))
    assert walk.losses[:2] == pytest.approx([0.927, 0.906], abs=5e-4)
    assert -0.1 * walk.slope == pytest.approx(0.021, abs=5e-4)
    assert walk.losses[0] - walk.losses[1] == pytest.approx(0.021, abs=5e-4)


def test_step_the_slope_along_minus_the_gradient_is_minus_its_squared_length():
    for which in ("w0", "both"):
        values = values_of("step", which=which)
        net, at = network("step")
        found, h = gradients(net, at), 1e-6
        ahead, behind = (forward(step(net, found, side, w1=which == "both")).loss for side in (h, -h))
        assert walk_of(values).slope == pytest.approx((ahead - behind) / (2 * h), rel=1e-6)


def test_step_thirty_steps_on_both_get_to_0_019_and_on_w0_to_0_502():
    assert walk_of(values_of("step", "thirty")).losses[-1] == pytest.approx(0.019, abs=5e-4)
    assert walk_of(values_of("step")).losses[-1] == pytest.approx(0.502, abs=5e-4)
    both, alone = (walk_of(values_of("step", which=which)).slope for which in ("both", "w0"))
    assert both / alone == pytest.approx(7, abs=0.5)


def test_step_a_small_eta_follows_the_tangent_and_a_large_one_overshoots():
    walk = walk_of(values_of("step", "small_step"))
    assert (walk.losses[0] - walk.losses[1]) / (-0.02 * walk.slope) == pytest.approx(1, abs=0.02)
    values = values_of("step", "too_long")
    walk = walk_of(values)
    assert walk.losses[1] > walk.losses[0] and "too large" in walk_notices(walk, values["lr"])[0]


def test_step_what_does_not_move_is_said():
    assert "nothing moves" in walk_notices(walk_of(values_of("step", lr=0.0)), 0.0)[0]
    off = tuple((-1.0, -1.0) for _ in range(4))
    assert "gradient is 0" in walk_notices(walk_of(values_of("step", w0=off)), 0.1)[0]
    assert walk_notices(walk_of(values_of("step")), 0.1) == ()

"""The section on the network backward: factor by factor to a gradient, and what is said where it is 0."""

import re

import numpy as np
import pytest

from optviz.core.backprop.layer_chain import backward, gradients
from optviz.figures.board import Graph, TextLines, last_text
from optviz.lecture.backprop import PAGE
from optviz.lecture.backprop.common import product_overflows
from optviz.lecture.backprop.messages import network_notices

from .helpers import board_of, network


def test_rows_two_and_three_of_the_gradient_are_zero_for_their_units_are_off():
    net, forward_pass = network("backward", "gradient_w0")
    grads = gradients(net, forward_pass)
    assert grads.w0.shape == net.w0.shape
    assert (forward_pass.u[6] > 0).tolist() == [True, False, False, True] == grads.w0.any(axis=1).tolist()


def test_the_product_so_far_is_one_row_all_the_way():
    net, forward_pass = network("backward", "first_factors")
    assert all(factor.product.shape[0] == 1 for factor in backward(net, forward_pass))


def test_a_jacobian_has_a_row_for_each_output_and_the_words_say_so():
    net, forward_pass = network("backward")
    for factor in backward(net, forward_pass):
        assert factor.jacobian.shape == (forward_pass.u[factor.k].size, forward_pass.u[factor.j].size)
    np.testing.assert_array_equal(backward(net, forward_pass)[1].jacobian, -net.y[None, :])
    text = PAGE.text("backward").body
    assert "a row for each output, a column for each input" in text and "transpose of our row" in text


def test_from_the_left_takes_fewer_products_than_from_the_right():
    net, forward_pass = network("backward")
    shapes = [factor.jacobian.shape for factor in backward(net, forward_pass)]
    left = sum(rows * columns for rows, columns in shapes[1:])
    right, width = 0, shapes[-1][1]
    for rows, columns in reversed(shapes[:-1]):
        right += rows * columns * width
    assert left < right


def test_for_w1_the_product_stops_at_u4_and_is_used_again():
    net, forward_pass = network("backward", "gradient_w1")
    delta = backward(net, forward_pass)[3].product[0]
    np.testing.assert_allclose(np.outer(delta, forward_pass.u[5]), gradients(net, forward_pass).w1, atol=1e-12)


def test_on_the_kink_zero_is_taken_and_said():
    net, forward_pass = network("backward", "kink")
    assert forward_pass.u[6][0] == 0 and gradients(net, forward_pass).w0[0].tolist() == [0, 0]
    (said,) = network_notices(net, forward_pass, 6)
    assert "kink" in said and "Unit 1" in said


def test_with_all_units_off_w0_learns_nothing():
    net, forward_pass = network("backward", "all_off")
    assert not gradients(net, forward_pass).w0.any()
    (said,) = network_notices(net, forward_pass, 6)
    assert "off in every unit" in last_text(said) and said[0][0] == 6
    assert network_notices(*network("backward"), 6) == ()


def test_an_input_of_zero_and_a_probability_of_zero_are_said():
    net, forward_pass = network("backward", input=((0.0,), (0.0,)), activation="tanh")
    assert "x = 0" in last_text(network_notices(net, forward_pass, 6)[0]) and not gradients(net, forward_pass).w0.any()
    w1 = ((-100.0, 0.0, 0.0, -100.0), (100.0, 0.0, 0.0, 100.0), (0.0, 0.0, 0.0, 0.0))
    net, forward_pass = network("backward", input=((10.0,), (10.0,)), w1=w1)
    assert product_overflows(forward_pass) and "short-cut" in network_notices(net, forward_pass, 6)[0]
    assert np.isfinite(gradients(net, forward_pass).w0).all()
    assert not np.isfinite(backward(net, forward_pass)[-1].product).all()


@pytest.mark.parametrize(("target", "steps"), [("w0", 6), ("w1", 4)])
def test_each_step_frames_one_factor_from_the_loss_inwards(target, steps):
    board = board_of("backward", target=target)
    frames = board.panel("lines", TextLines).frames
    framed = [re.search(r"\\boxed\{\\frac\{du_(\d)\}", frame[0]) for frame in frames]
    assert [int(match.group(1)) for match in framed if match] == list(range(steps + 1))
    graph = board.panel("graph", Graph)
    assert all(highlight.back for highlight in graph.highlights) and graph.highlights[-1].nodes == (target,)

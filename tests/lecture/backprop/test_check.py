"""The section that checks the gradient: three ways agree, and how the difference errs with h."""

import numpy as np
import pytest

from optviz.core.backprop.gradient_check import by_differences, by_jax, max_difference, sweep
from optviz.core.backprop.layer_chain import gradients
from optviz.figures.board import Table

from .helpers import board_of, network, values_of


def test_three_ways_agree():
    values = values_of("check", "agree")
    net, forward_pass = network("check", "agree")
    grads = gradients(net, forward_pass)
    assert max_difference(grads, by_jax(net)) < 1e-15
    assert max_difference(grads, by_differences(net, values["h"])) < 1e-9


def test_at_best_the_difference_has_about_ten_digits():
    for activation in ("relu", "tanh", "sigmoid"):
        net, forward_pass = network("check", activation=activation)
        error = sweep(net, gradients(net, forward_pass), 10.0 ** np.linspace(-12, -1, 34)).error
        assert 1e-12 < error.min() < 1e-10


def test_ten_times_smaller_h_is_a_hundred_times_closer():
    net, forward_pass = network("check", "too_coarse")
    grads = gradients(net, forward_pass)
    coarse, fine = (max_difference(grads, by_differences(net, h)) for h in (0.1, 0.01))
    assert coarse / fine == pytest.approx(100, rel=0.02)


def test_too_small_an_h_loses_digits():
    net, forward_pass = network("check", "too_fine")
    assert max_difference(gradients(net, forward_pass), by_differences(net, 1e-12)) > 1e-6


def test_on_the_kink_the_difference_finds_the_mean_of_both_sides():
    net, forward_pass = network("check", "kink_check")
    grads = gradients(net, forward_pass)
    assert max_difference(grads, by_jax(net)) < 1e-15
    active = float(net.w1[:, 0] @ grads.delta4) * net.x
    np.testing.assert_allclose(by_differences(net, 1e-6)[0][0], (0 + active) / 2, rtol=1e-4)


def test_the_table_has_all_twenty_weights_and_the_largest_differences_on_top():
    rows = board_of("check").panel("table", Table).rows
    assert len(rows) == 21 and rows[0][0] == "largest difference"
    assert rows[1] == ("$W_0[1,1]$", "−0.18606109", "−0.18606109", "−0.18606109")

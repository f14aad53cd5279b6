"""The section on the network forward: what its words claim, and what stands in its nodes."""

import math

import numpy as np
import pytest

from optviz.figures.board import Graph
from optviz.lecture.backprop import PAGE

from .helpers import board_of, network


def test_class_three_is_most_probable_but_class_one_is_true():
    net, forward_pass = network("network", "forward")
    assert (len(net.x), *net.w0.shape, *net.w1.shape) == (2, 4, 2, 3, 4)
    assert forward_pass.u[3] == pytest.approx([0.396, 0.130, 0.474], abs=5e-4) and net.label == 0
    assert forward_pass.loss == pytest.approx(0.927, abs=5e-4)
    assert forward_pass.loss == pytest.approx(-math.log(forward_pass.u[3][0]))


def test_the_true_class_sets_the_loss():
    losses = {label: network("network", label=label)[1].loss for label in "123"}
    assert losses == pytest.approx({"1": 0.927, "2": 2.037, "3": 0.747}, abs=5e-4)
    assert network("network", "another_label")[1].loss == losses["3"]
    assert network("network", "smooth")[1].loss != losses["1"]


def test_the_loss_is_a_chain_of_six_functions_and_u0_names_the_result():
    net, forward_pass = network("network")
    softmax = lambda z: np.exp(z) / np.exp(z).sum()  # noqa: E731
    relu = lambda z: np.maximum(z, 0)  # noqa: E731
    chain = (lambda w: w @ net.x, relu, lambda z: net.w1 @ z, softmax, np.log, lambda z: -net.y @ z)
    value = net.w0
    for k, function in zip(range(6, 0, -1), chain, strict=True):
        value = function(value)
        np.testing.assert_allclose(value, forward_pass.u[k])
    assert forward_pass.u[0] == forward_pass.u[1] and "a chain of six functions" in PAGE.text("network").body


def test_the_nodes_carry_values_and_shapes():
    graph = board_of("network").panel("graph", Graph)
    nodes = {node.key: node for node in graph.nodes}
    assert nodes["6"].lines[0] == ((1, ("0.9", "−0.4", "−0.7", "1.2")),)
    assert [nodes[str(k)].notes[-1] for k in range(7)] == ["1 number"] * 2 + ["3 numbers"] * 3 + ["4 numbers"] * 2
    assert nodes["w0"].notes == ("4 × 2",) and nodes["w1"].notes == ("3 × 4",)
    assert nodes["x"].notes == ("2 numbers",) and nodes["y"].notes == ("3 numbers",)


def test_forward_nothing_is_said_of_a_product_that_overflows():
    huge = ((-100.0, 0.0, 0.0, -100.0), (100.0, 0.0, 0.0, 100.0), (0.0, 0.0, 0.0, 0.0))
    at_ten = ((10.0,), (10.0,))
    assert board_of("network", input=at_ten, w1=huge).notices == ()
    assert "short-cut" in board_of("backward", input=at_ten, w1=huge).notices[0]

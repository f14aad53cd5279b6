"""Cross-entropy loss: the cost of one point on the wrong side, and the bars and the ring that show it."""

import math

import numpy as np
import pytest

from optviz.core.network.mlp import losses
from optviz.core.network.training import History
from optviz.figures.board import Arrows, Axes, Formula, Points, last_text
from optviz.lecture.network.loss import PAINTED

from .helpers import end, results


def point_losses(run: History, checkpoint: int = -1) -> np.ndarray:
    data = run.task.data.train
    return losses(run.task.net.logits(run.theta[checkpoint], data.x), data.y)


def test_one_point_on_the_wrong_side_costs_more_than_all_others_together() -> None:
    each = point_losses(end("loss", "worst"))
    assert each.argmax() == len(PAINTED) - 1 and each.max() > each.sum() - each.max()


def test_three_layers_bend_round_the_point() -> None:
    run = end("loss", "bent")
    assert run.train_accuracy[-1] == 1 and point_losses(run).max() < math.log(2)


def test_home_the_points_bar_falls_and_the_others_fall_too() -> None:
    away, home = point_losses(end("loss")), point_losses(end("loss", points=(*PAINTED[:-1], (-1.0, 0.8, 0.0))))
    assert home[-1] < 0.1 * away[-1] and home[:-1].sum() < away[:-1].sum()


def test_a_guess_between_two_classes_costs_log_two() -> None:
    run = end("loss")
    z = run.task.net.logits(np.zeros(run.task.net.size), run.task.data.train.x)
    np.testing.assert_allclose(losses(z, run.task.data.train.y), math.log(2))


def test_the_loss_is_the_average_of_the_points_losses() -> None:
    run = end("loss")
    assert run.train_loss[-1] == pytest.approx(point_losses(run).mean())


def test_of_a_single_class_only_its_name_is_learned_and_no_points_are_no_error() -> None:
    run = end("loss", "one_class")
    assert run.train_accuracy[-1] == 1 and run.train_loss[-1] < 0.01
    assert end("loss", "nothing") is None


def test_the_bars_are_the_points_losses_and_the_ring_is_on_the_worst() -> None:
    state, runs = results("loss")
    run, board = runs[-1], state.board(runs[-1])
    data = run.task.data.train
    each = losses(run.task.net.logits(run.theta, data.x), data.y)
    bars = [layer for layer in board.panel("bars", Axes).layers if isinstance(layer, Arrows)]
    assert sum(layer.dy.shape[1] for layer in bars) == data.n
    for layer in bars:
        np.testing.assert_allclose(layer.dy, each[:, layer.x.astype(int) - 1])
    layers = board.panel("plane", Axes).layers
    ring = next(layer for layer in layers if isinstance(layer, Points) and layer.mark == "ring")
    worst = each[-1].argmax()
    assert (ring.x[-1, 0], ring.y[-1, 0]) == tuple(data.x[worst])
    formula = board.panel("worst", Formula)
    assert -np.log(formula.numbers("p")[-1]) == pytest.approx(each[-1].max())


def test_without_points_the_board_asks_for_some() -> None:
    state, runs = results("loss", "nothing")
    board = state.board(runs[-1])
    assert "no points yet" in board.notices[0] and isinstance(board.panels[0], Axes)


def test_a_single_class_has_a_notice() -> None:
    state, runs = results("loss", "one_class")
    assert any("one class" in last_text(text) for text in state.board(runs[-1]).notices)

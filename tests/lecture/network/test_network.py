"""A network: which borders a net of some depth and width can draw, and the board that shows them."""

import numpy as np
import pytest

from optviz.core.elementary import softmax
from optviz.figures.board import Formula, Metrics
from optviz.lecture.network.common import frames, regions, window_of

from .helpers import end, results

SEEDS = (0.0, 1.0, 2.0, 3.0)


def test_without_a_hidden_layer_the_border_is_a_straight_line_whatever_the_weights() -> None:
    run = end("network", "no_hidden")
    theta, net = run.theta[-1], run.task.net
    ((weight, bias),) = net.layers(theta)
    normal, level = weight[:, 0] - weight[:, 1], bias[1] - bias[0]
    points = np.random.default_rng(0).uniform(-3, 3, (500, 2))
    assert np.array_equal(net.logits(theta, points).argmax(axis=1) == 0, points @ normal > level)
    assert run.train_accuracy[-1] < 0.9 < end("network").train_accuracy[-1]


def test_circles_need_three_units_two_are_not_enough() -> None:
    best = {
        width: max(end("network", "eight_units", width=width, seed=seed).train_accuracy[-1] for seed in SEEDS)
        for width in (2.0, 3.0)
    }
    assert best[2.0] < 0.9 and best[3.0] > 0.95
    assert end("network", "two_units").train_accuracy[-1] < 0.9


def test_eight_units_find_the_circles_from_most_initial_weights() -> None:
    assert sum(end("network", "eight_units", seed=seed).train_accuracy[-1] > 0.97 for seed in SEEDS) >= 3


def test_two_layers_of_32_units_learn_the_spirals_and_three_classes_are_no_harder_than_two() -> None:
    assert end("network", "spirals").valid_accuracy[-1] > 0.95
    blobs = end("network", "blobs")
    assert blobs.task.net.classes == 3 and blobs.valid_accuracy[-1] > 0.95


def test_overfitting_to_noise_costs_on_the_validation_set() -> None:
    run = end("network", "overfit")
    assert run.train_accuracy[-1] > run.valid_accuracy[-1] + 0.1
    assert run.valid_loss[-1] > 2 * run.valid_loss.min() and run.train_loss[-1] < 0.6 * run.train_loss[10]


def test_the_probabilities_of_the_classes_sum_to_one() -> None:
    run = end("network", "blobs")
    probabilities = softmax(run.task.net.logits(run.theta[-1], run.task.data.valid.x))
    np.testing.assert_allclose(probabilities.sum(axis=1), 1)


def test_the_regions_name_the_class_of_the_largest_logit_at_every_frame() -> None:
    run = end("network", "blobs")
    window = window_of(run.task.data)
    layer = regions(run, window)
    assert len(layer.value) == len(frames(run)) == 31
    (left, right), (down, up) = window
    n, rows, columns = layer.value.shape
    for frame, j, i in ((0, 3, 40), (15, 20, 20), (n - 1, 44, 5)):
        point = np.array([[left + (right - left) * (i + 0.5) / columns, down + (up - down) * (j + 0.5) / rows]])
        z = run.task.net.logits(run.theta[frames(run)[frame]], point)[0]
        assert int(layer.value[frame, j, i]) == z.argmax()
    assert (layer.value >= 0).all() and (layer.value % 1 < 1).all()


def test_the_counter_counts_steps_not_frames() -> None:
    state, runs = results("network")
    board = state.board(runs[-1])
    assert board.counts[-1] == 400 and board.steps == len(board.counts) - 1


@pytest.mark.parametrize(("hidden", "formula"), [("0", "W_0 x"), ("2", "W_2 a(W_1 a(W_0 x))")])
def test_the_formula_has_a_matrix_a_layer_with_its_size(hidden: str, formula: str) -> None:
    state, runs = results("network", hidden=hidden, epochs=2.0)
    (symbols, _), (sizes, _) = state.board(runs[-1]).panel("net", Formula).lines
    assert formula in symbols and sizes.count("times") == int(hidden) + 1


def test_accuracy_is_called_by_its_name_and_given_in_percent() -> None:
    state, runs = results("network", epochs=2.0)
    board = state.board(runs[-1])
    metrics = {metric.label: metric.values for metric in board.panel("numbers", Metrics).metrics}
    assert metrics["validation accuracy"][-1] == f"{100 * runs[-1].valid_accuracy[-1]:.1f} %"
    assert f"validation accuracy {metrics['validation accuracy'][-1]}" in board.summary

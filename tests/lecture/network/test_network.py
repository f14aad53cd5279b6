"""A network: which boundaries a net of some depth and width can draw, and the board that shows it at work."""

import numpy as np
import pytest

from optviz.core.elementary import ACTIVATIONS, softmax
from optviz.figures.board import Formula, Metrics, NetworkDiagram
from optviz.lecture.network import PAGE
from optviz.lecture.network.common import frames, regions, window_of
from optviz.lecture.page_state import controls_of, from_query, opened
from tests.decoder import weight

from .helpers import end, results

SEEDS = (0.0, 1.0, 2.0, 3.0)


def test_without_a_hidden_layer_the_boundary_is_a_straight_line_whatever_the_weights() -> None:
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


def test_a_unit_of_the_first_layer_changes_in_one_direction_only_and_one_of_the_second_does_not() -> None:
    run = end("network", "spirals")
    net, theta = run.task.net, run.theta[-1]
    (w0, b0), (w1, b1), _ = net.layers(theta)
    act = ACTIVATIONS[net.activation].value
    rng = np.random.default_rng(0)
    points, along = rng.uniform(-2, 2, (200, 2)), rng.uniform(-2, 2, 200)
    bent = 0
    for unit in range(net.width):
        normal = w0[:, unit] / np.linalg.norm(w0[:, unit])
        moved = points + along[:, None] * [-normal[1], normal[0]]
        first, first_moved = (act(x @ w0 + b0) for x in (points, moved))
        np.testing.assert_allclose(first[:, unit], first_moved[:, unit], atol=1e-9)
        second, second_moved = (act(h @ w1 + b1)[:, unit] for h in (first, first_moved))
        bent += not np.allclose(second, second_moved)
    assert bent > 0


def test_the_section_opens_untrained_with_the_weights_that_it_starts_from() -> None:
    state, runs = results("network")
    diagram = state.board(runs[-1]).panel("units", NetworkDiagram)
    assert opened(PAGE, "network").step == 0
    np.testing.assert_array_equal(diagram.theta[:, 0], runs[-1].task.start)


def test_the_diagram_has_the_weights_of_every_checkpoint_of_a_small_net() -> None:
    state, runs = results("network")
    run, diagram = runs[-1], state.board(runs[-1]).panel("units", NetworkDiagram)
    np.testing.assert_array_equal(diagram.theta, run.theta.T)
    assert diagram.sizes == (2, 8, 2) and diagram.activation == "relu" and diagram.plane == "plane"
    window = window_of(run.task.data)
    assert (diagram.x, diagram.y) == window and [c.label for c in diagram.categories] == ["class A", "class B"]


def test_of_a_large_net_fewer_checkpoints_are_sent_and_the_title_says_how_many() -> None:
    state, runs = results("network", "overfit")
    run, diagram = runs[-1], state.board(runs[-1]).panel("units", NetworkDiagram)
    shown = diagram.theta.shape[1]
    assert diagram.theta.shape[0] == run.task.net.size > 8_000 and 6 <= shown < 20
    assert f"at {shown} moments" in diagram.title
    np.testing.assert_array_equal(diagram.theta[:, [0, -1]], run.theta[[0, -1]].T)


def test_rare_controls_are_folded_away_but_not_lost() -> None:
    state, _ = from_query(PAGE, "section=network&init=glorot")
    controls = {control["key"]: control for control in controls_of(state)}
    around = {"schedule", "warmup", "clipping", "decay", "average", "nu"}
    assert {key for key, control in controls.items() if control.get("more")} == {
        "noise",
        "init",
        "epochs",
        "seed",
    } | around
    assert controls["init"]["value"] == "glorot"


@pytest.mark.parametrize("section", PAGE.sections, ids=lambda section: section.key)
def test_what_a_section_folds_away_is_among_its_controls(section) -> None:
    assert set(section.more) < {control.key for control in section.all_controls()}


@pytest.mark.parametrize("preset", ["", *(preset.key for preset in PAGE.section("network").presets)])
def test_the_picture_of_any_preset_is_light_enough_to_follow_a_training(preset: str) -> None:
    state, runs = results("network", preset)
    assert weight(state.board(runs[-1])) < 200_000

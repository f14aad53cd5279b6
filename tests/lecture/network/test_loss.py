"""What the network page's texts and presets say is so, for the runs they show."""

import math

import numpy as np
import pytest

from optviz.core.network.mlp import losses, softmax
from optviz.core.network.training import History
from optviz.lecture.network.common import PAINTED

from .helpers import end, values_of

SEEDS = (0.0, 1.0, 2.0, 3.0)


def racers(preset: str = "", **changes) -> dict[str, History]:
    return {one.name: one.history for one in end("race", preset, **changes)}


# ---- a network ---------------------------------------------------------------------------------------


def test_without_a_hidden_layer_the_border_is_a_straight_line_whatever_the_weights() -> None:
    run = end("network", "no_hidden")
    theta, net = run.theta[-1], run.task.net
    ((weight, bias),) = net.layers(theta)
    normal, level = weight[:, 0] - weight[:, 1], bias[1] - bias[0]
    spots = np.random.default_rng(0).uniform(-3, 3, (500, 2))
    assert np.array_equal(net.logits(theta, spots).argmax(axis=1) == 0, spots @ normal > level)
    assert run.train_accuracy[-1] < 0.9 < end("network").train_accuracy[-1]


def test_circles_need_three_units_two_are_not_enough() -> None:
    rights = {w: [end("network", "eight_units", width=w, seed=s).train_accuracy[-1] for s in SEEDS] for w in (2.0, 3.0)}
    best = {width: max(found) for width, found in rights.items()}
    assert best[2.0] < 0.9 and best[3.0] > 0.95
    assert end("network", "two_units").train_accuracy[-1] < 0.9


def test_eight_units_find_the_circles_from_most_first_weights() -> None:
    assert sum(end("network", "eight_units", seed=s).train_accuracy[-1] > 0.97 for s in SEEDS) >= 3


def test_two_layers_of_32_units_learn_the_spirals_and_three_classes_are_no_harder_than_two() -> None:
    assert end("network", "spirals").valid_accuracy[-1] > 0.95
    blobs = end("network", "blobs")
    assert blobs.task.net.classes == 3 and blobs.valid_accuracy[-1] > 0.95


def test_noise_learned_by_heart_costs_on_the_validation_set() -> None:
    run = end("network", "overfit")
    assert run.train_accuracy[-1] > run.valid_accuracy[-1] + 0.1
    assert run.valid_loss[-1] > 2 * run.valid_loss.min() and run.train_loss[-1] < 0.6 * run.train_loss[10]


def test_the_numbers_of_the_classes_are_together_one() -> None:
    run = end("network", "blobs")
    shares = softmax(run.task.net.logits(run.theta[-1], run.task.data.valid.x))
    np.testing.assert_allclose(shares.sum(axis=1), 1)


# ---- what the loss sees ------------------------------------------------------------------------------


def each_loss(run: History, mark: int = -1) -> np.ndarray:
    data = run.task.data.train
    return losses(run.task.net.logits(run.theta[mark], data.x), data.y)


def test_one_point_on_the_wrong_side_costs_more_than_all_others_together() -> None:
    each = each_loss(end("loss", "worst"))
    assert each.argmax() == len(PAINTED) - 1 and each.max() > each.sum() - each.max()


def test_three_layers_bend_round_the_point() -> None:
    run = end("loss", "bent")
    assert run.train_accuracy[-1] == 1 and each_loss(run).max() < math.log(2)


def test_home_the_points_bar_falls_and_the_others_fall_too() -> None:
    away, home = each_loss(end("loss")), each_loss(end("loss", points=(*PAINTED[:-1], (-1.0, 0.8, 0.0))))
    assert home[-1] < 0.1 * away[-1] and home[:-1].sum() < away[:-1].sum()


def test_a_guess_between_two_classes_costs_log_two() -> None:
    run = end("loss")
    z = run.task.net.logits(np.zeros(run.task.net.size), run.task.data.train.x)
    np.testing.assert_allclose(losses(z, run.task.data.train.y), math.log(2))


def test_the_loss_is_the_average_of_the_points_losses() -> None:
    run = end("loss")
    assert run.train_loss[-1] == pytest.approx(each_loss(run).mean())


def test_of_a_single_class_only_the_name_is_learned_and_no_points_are_no_error() -> None:
    run = end("loss", "one_class")
    assert run.train_accuracy[-1] == 1 and run.train_loss[-1] < 0.01
    assert end("loss", "nothing") is None


# ---- the race ----------------------------------------------------------------------------------------


def test_the_racers_start_from_the_same_weights_on_the_same_batches() -> None:
    runs = list(racers("same_start").values())
    assert all(np.array_equal(run.theta[0], runs[0].theta[0]) for run in runs)
    assert all(run.batch_loss[0] == runs[0].batch_loss[0] and run.task is runs[0].task for run in runs)


def test_with_momentum_rmsprop_or_adam_the_loss_falls_faster_than_with_sgd() -> None:
    runs = racers()
    others = [runs[name].train_loss for name in ("Momentum", "RMSprop", "Adam")]
    half = len(others[0]) // 2
    assert all(one[half] < runs["SGD"].train_loss[half] and one[-1] < runs["SGD"].train_loss[-1] for one in others)


def test_sgd_is_as_good_as_adam_with_a_better_learning_rate() -> None:
    runs = racers("tuned")
    assert values_of("race", "tuned")["lr1"] == 0.3
    assert runs["SGD"].train_loss[-1] <= runs["Adam"].train_loss[-1] * 1.05


def test_a_mini_batchs_loss_jumps_about_and_the_training_sets_does_less() -> None:
    run = racers()["SGD"]
    jumps = np.abs(np.diff(run.batch_loss)).mean()
    assert jumps > 3 * np.abs(np.diff(run.train_loss)).mean()


def test_with_all_points_in_each_step_an_epoch_is_one_step() -> None:
    assert racers("full_batch")["Adam"].task.per_epoch == 1
    assert racers("batch_one")["Adam"].task.per_epoch == 150


def test_a_learning_rate_of_100_explodes_and_the_step_is_named() -> None:
    runs = racers("explodes")
    assert list(runs) == ["SGD", "Adam"]
    assert runs["SGD"].exploded is not None and runs["Adam"].exploded is None


# ---- real digits -------------------------------------------------------------------------------------


def at_epoch(run: History, epoch: float) -> int:
    return int(np.abs(run.checkpoints - epoch * run.task.per_epoch).argmin())


def test_the_net_of_digits_is_as_large_as_the_text_says_and_reads_over_95_percent() -> None:
    run = end("digits", "adam_digits")
    data = run.task.data
    assert (run.task.net.size, data.train.n, data.valid.n) == (2410, 1438, 359)
    assert run.valid_accuracy[-1] >= 0.95


def test_the_training_loss_goes_on_falling_when_the_validation_loss_hardly_does() -> None:
    run = end("digits")
    middle = at_epoch(run, 10)
    assert run.train_loss[-1] < 0.5 * run.train_loss[middle]
    assert run.valid_loss[-1] > 0.85 * run.valid_loss[middle]


def test_adam_reads_nine_of_ten_within_two_epochs_when_sgd_has_hardly_begun() -> None:
    adam, sgd = end("digits"), end("digits", "sgd_digits")
    assert adam.valid_accuracy[at_epoch(adam, 2)] > 0.9 > 0.3 > sgd.valid_accuracy[at_epoch(sgd, 2)]


def test_with_a_hundred_times_the_rate_sgd_ends_as_good_as_adam() -> None:
    values = values_of("digits", "fair_digits")
    assert values["rule"] == "gd" and values["lr"] == pytest.approx(100 * values_of("digits")["lr"])
    assert end("digits", "fair_digits").valid_accuracy[-1] >= end("digits").valid_accuracy[-1]


def test_a_rate_of_one_explodes() -> None:
    assert end("digits", "huge_rate").exploded is not None


# ---- landscape ---------------------------------------------------------------------------------------


def test_the_slice_is_the_loss_itself_and_its_centre_that_of_the_iterate() -> None:
    found = end("landscape")
    run = found.racers[-1].history
    assert found.plane.center is not None and found.relief.share == 1
    theta = found.plane.at(np.array([found.relief.a[5], found.relief.b[30]]))
    data = run.task.data.train
    assert found.relief.z[30, 5] == pytest.approx(losses(run.task.net.logits(theta, data.x), data.y).mean())
    assert np.array_equal(found.plane.center, run.theta[-1])
    assert found.relief.height(np.zeros(2)) == pytest.approx(run.train_loss[-1], rel=0.1)


def test_the_plane_of_the_paths_holds_most_of_their_variance_and_yet_not_their_losses() -> None:
    found = end("landscape")
    assert sum(found.plane.explained) > 0.9
    gaps = []
    for one in found.racers:
        heights = found.relief.height(found.plane.project(one.history.theta))
        assert np.isfinite(heights).all(), "the window holds every shadow"
        gaps.append(np.abs(np.log(heights / one.history.train_loss)).max())
    assert max(gaps) > 0.2


def test_on_the_random_slice_the_paths_hardly_move() -> None:
    found = end("landscape", "random_plane")
    for one in found.racers:
        begin, last = one.history.theta[[0, -1]]
        shadows = found.plane.at(found.plane.project(np.stack([begin, last])))
        assert np.linalg.norm(shadows[0] - shadows[1]) < 0.2 * np.linalg.norm(begin - last)


def test_the_slice_through_the_digits_net_has_2410_weights() -> None:
    found = end("landscape", "digits_plane")
    assert found.racers[0].history.task.net.size == 2410 and found.relief.z.shape == (41, 41)


def test_a_racer_that_diverges_leaves_the_others_their_slice() -> None:
    found = end("landscape", lr_gd=100.0, lr_momentum=100.0)
    assert found.relief is not None and found.relief.share == 1
    assert set(found.lost) == {one.name for one in found.racers if not np.isfinite(one.history.theta).all()}


# ---- sharpness ---------------------------------------------------------------------------------------


def test_at_one_half_the_curvature_climbs_over_the_line_then_the_loss_jumps_and_it_halves() -> None:
    found = end("sharpness", "edge")
    steps = found.history.checkpoints[found.at]
    loss = found.history.batch_loss
    jump = int(np.argmax(np.diff(loss)))
    assert 380 <= jump <= 410 and loss[jump + 1] > 1.2 * loss[jump]
    assert (np.diff(loss[:60]) < 0).all(), "below the line the loss falls at every step"
    before, after = found.top[(steps > 300) & (steps < 400)].max(), found.top[steps >= 420][0]
    assert before > 4 and after < before / 2 and found.top[0] < 4


def test_at_a_quarter_the_curvature_passes_four_and_stays_below_eight_while_the_loss_falls() -> None:
    found = end("sharpness", "half")
    assert 4 < found.top.max() < 8
    assert (np.diff(found.history.batch_loss) < 0).all()


def test_far_below_the_line_nothing_jumps() -> None:
    found = end("sharpness", "calm")
    assert found.top.max() < 20 / 2 and (np.diff(found.history.batch_loss) < 0).all()


def test_a_large_rate_is_too_sharp_from_the_start_and_the_loss_explodes() -> None:
    found = end("sharpness", "too_sharp")
    assert found.top[0] > 2 / 3 and found.history.exploded is not None


def test_on_moons_the_curvature_goes_over_the_line_as_well() -> None:
    assert end("sharpness", "over").top.max() > 4

"""Mini-batches: what is lit up is the batch, its mean is near the full one, four times the batch halves the error."""

import itertools

import numpy as np
import pytest

from optviz.figures.board import Arrows, Formula, Points, Table
from optviz.lecture.stochastic.common import START, sample_regression
from optviz.lecture.stochastic.epoch_points import MARKS
from optviz.lecture.stochastic.messages import about_batch, about_rate
from optviz.lecture.stochastic.minibatch import minibatch_run

from .helpers import board_of, layers, values_of

EIGHT = sample_regression("line", 8)


@pytest.mark.parametrize("batch", [1, 2, 3, 7])
def test_the_average_over_all_possible_batches_is_the_full_mean(batch: int) -> None:
    each = EIGHT.gradients(np.array(START))
    means = [each[list(group)].mean(axis=0) for group in itertools.combinations(range(8), batch)]
    np.testing.assert_allclose(np.mean(means, axis=0), each.mean(axis=0), rtol=1e-13)


def test_the_slide_has_four_batches_of_two_an_epoch_and_shuffles_anew() -> None:
    run = minibatch_run(values_of("minibatch", "batch_two"))
    assert run.batches.per_epoch == 4 and run.steps == 13
    first, second = run.batches.order[:8], run.batches.order[8:16]
    assert sorted(first) == sorted(second) == list(range(8)) and (first != second).any()


def test_batches_of_three_end_an_epoch_with_two() -> None:
    run = minibatch_run(values_of("minibatch", "batch_three"))
    assert [len(run.batches.members(t)) for t in range(3)] == [3, 3, 2]


def test_with_eta_zero_only_the_arrows_change() -> None:
    values = values_of("minibatch", "batch_still")
    run = minibatch_run(values)
    assert (run.theta == START).all() and len(np.unique(run.grad.round(9), axis=0)) > 4
    assert about_rate(run.problem, values) == ("η = 0: no step is taken.",)


def test_a_batch_of_all_points_is_gd_and_more_than_all_is_noticed() -> None:
    run = minibatch_run(values_of("minibatch", "batch_all"))
    np.testing.assert_allclose(run.grad[0], run.problem.gradient(np.array(START)), rtol=1e-14)
    assert about_batch(run.problem, [8]) == ()
    assert about_batch(run.problem, [1000]) == ("A batch of 1,000 out of 8 points is all of them: that is GD.",)


def test_four_times_the_batch_halves_the_error() -> None:
    problem = sample_regression("line", 1000)
    each = problem.gradients(np.array(START))
    full = each.mean(axis=0)
    rng = np.random.default_rng(1)
    error = {}
    for batch in (32, 128):
        means = [each[rng.choice(1000, batch, replace=False)].mean(axis=0) for _ in range(4000)]
        error[batch] = np.sqrt(np.mean(np.sum((means - full) ** 2, axis=1))) / np.hypot(*full)
    assert error[32] == pytest.approx(0.25, abs=0.01) and error[128] == pytest.approx(0.12, abs=0.01)


def test_32_in_1000_start_not_too_far_off() -> None:
    run = minibatch_run(values_of("minibatch", "batch_many"))
    full = run.problem.gradient(run.theta[0])
    assert np.hypot(*(run.grad[0] - full)) < 0.3 * np.hypot(*full)


def test_the_rings_and_arrows_of_a_mini_batch_are_its_examples() -> None:
    board = board_of("minibatch", "batch_three")
    rings = layers(board, "data", Points)[-1]
    rows = board.panel("table", Table).rows
    members, mean, full = layers(board, "theta", Arrows)
    for t, row in enumerate(rows):
        named = [int(i) - 1 for i in str(row[3]).split(", ")]
        lit = ~np.isnan(rings.x[t])
        np.testing.assert_array_equal(rings.x[t][lit], EIGHT.data.x[named])
        each = EIGHT.gradients(np.array([full.x[t, 0], full.y[t, 0]]))
        np.testing.assert_allclose(-members.dx[t][lit], each[named, 0])
        np.testing.assert_allclose([-mean.dx[t, 0], -mean.dy[t, 0]], each[named].mean(axis=0), rtol=1e-12)
        np.testing.assert_allclose([-full.dx[t, 0], -full.dy[t, 0]], each.mean(axis=0), rtol=1e-12)
    assert [row[1:3] for row in rows[:4]] == [("1", "1 of 3"), ("1", "2 of 3"), ("1", "3 of 3"), ("2", "1 of 3")]


@pytest.mark.parametrize("batch", [1, 2, 3, 8])
def test_eight_points_stand_in_the_colours_of_their_batches_numbered_as_in_the_table(batch: int) -> None:
    board = board_of("minibatch", batch=batch)
    *colours, ring = layers(board, "data", Points)
    rows = board.panel("table", Table).rows
    run = minibatch_run(values_of("minibatch", batch=batch))
    assert len(colours) == run.batches.per_epoch == len({layer.look for layer in colours})
    assert all(layer.labels == tuple("12345678") for layer in colours) and ring.look == "ink"
    for t in range(board.steps + 1):
        there = [np.flatnonzero(~np.isnan(layer.x[t])) for layer in colours]
        assert sorted(np.concatenate(there)) == list(range(8)), "each point is in one batch"
        epoch, place = run.batches.place(t)
        names = {str(i) for i in there[place] + 1}
        assert set(str(rows[t][3]).split(", ")) == names
        # What the epoch has used so far, this batch included, is lit.
        lit = np.concatenate(
            [i[layer.lit[t][i] > 0] for i, layer in zip(there, colours, strict=True) if layer.lit is not None]
        )
        assert sorted(lit) == sorted(run.batches.order[8 * epoch : run.batches.ends[t + 1]])
    if batch == 2:
        assert tuple(layer.mark for layer in colours) == MARKS


def test_a_thousand_points_are_not_numbered() -> None:
    points, ring = layers(board_of("minibatch", "batch_many"), "data", Points)
    assert points.labels == () and points.look == "faint" and ring.mark == "ring"


def test_the_means_are_drawn_over_the_arrows_they_are_means_of_and_much_thicker() -> None:
    for section in ("average", "minibatch"):
        each, *means = layers(board_of(section), "theta", Arrows)
        assert each.look == "faint" and all(mean.width > 2.5 * each.width and mean.look != each.look for mean in means)


def test_the_step_formula_adds_up_at_every_playhead() -> None:
    numbers = board_of("minibatch").panel("next", Formula).numbers
    np.testing.assert_allclose(numbers("next"), numbers("theta") - numbers("lr") * numbers("batch"), rtol=1e-14)

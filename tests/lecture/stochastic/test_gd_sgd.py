"""What the page says of averages, mini-batches and the slide's race is what the numbers do."""

import itertools

import numpy as np
import pytest

from optviz.core.stochastic.datasets import Data
from optviz.core.stochastic.descent import descend
from optviz.core.stochastic.regression import Regression
from optviz.lecture.stochastic.messages import about_batch, about_rate, about_shape, about_theta
from optviz.lecture.stochastic.race import drawn_fit, gd_and_sgd, own_fit, stepping
from optviz.lecture.stochastic.sections import START, start_of

from .helpers import cuts, losses_after_an_epoch, values

EIGHT = drawn_fit("line", 8)


def slopes(now):
    return own_fit(now).gradients(np.array(start_of(now)))


def test_average_far_out_most_arrows_agree_with_their_mean():
    for theta in (START, (4.0, 4.0), (-2.0, -2.0)):
        found = EIGHT.gradients(np.array(theta))
        assert (found @ found.mean(axis=0) > 0).sum() >= 6


def test_average_at_the_minimum_the_mean_is_zero_but_the_arrows_are_not():
    now = values("average", "average_minimum")
    found = slopes(now)
    lengths = np.hypot(*found.T)
    assert np.hypot(*found.mean(axis=0)) < 0.006 < 0.2 < np.median(lengths)
    assert "cancel" in about_theta(own_fit(now), now)[0]
    exact = EIGHT.gradients(EIGHT.minimum)
    assert np.abs(exact.mean(axis=0)).max() < 1e-15 and np.hypot(*exact.T).max() > 0.5


def test_average_one_point_far_off_pulls_the_minimum_away():
    now = values("average", "average_outlier")
    found = np.hypot(*slopes(now).T)
    assert found.argmax() == 7 and found[7] > 5 * np.sort(found)[-2]
    assert own_fit(now).minimum[0] < 0.3 < 1 < EIGHT.minimum[0]


def test_average_one_point_makes_a_valley_of_lines_through_it_and_a_second_closes_it():
    one = own_fit(values("average", "average_one"))
    assert one.shape == "valley" and one.n == 1
    (x, y), a = one.data.points[0], np.linspace(-3, 3, 7)
    np.testing.assert_allclose(one.loss(np.stack([a, y - a * x], axis=1)), 0, atol=1e-14)
    assert Regression.of("line", Data.of([(x, y), (x + 1, y)])).shape == "bowl"
    assert "There is one point" in about_shape(one)[0]


def test_average_points_over_one_x_make_a_valley_too():
    assert about_shape(own_fit(values("average", "average_same"))) == (
        "All points lie over one x: a whole line of θ has the same least loss.",
    )


def test_average_classes_have_a_minimum_only_while_they_overlap():
    assert own_fit(values("average", "average_classes")).shape == "bowl"
    parted = own_fit(values("average", "average_parted"))
    assert "A threshold on x parts the classes" in about_shape(parted)[0]
    further = [float(parted.loss(np.array([k, -0.7 * k]))) for k in (1, 5, 20, 100)]
    assert further == sorted(further, reverse=True) and further[-1] < 1e-8
    single = own_fit(values("average", "average_classes", logistic_points=((0.0, 1.0), (1.0, 1.0))))
    assert "one class only" in about_shape(single)[0]


@pytest.mark.parametrize("batch", [1, 2, 3, 7])
def test_minibatch_the_average_over_all_possible_batches_is_the_full_mean(batch):
    found = EIGHT.gradients(np.array(START))
    means = [found[list(group)].mean(axis=0) for group in itertools.combinations(range(8), batch)]
    np.testing.assert_allclose(np.mean(means, axis=0), found.mean(axis=0), rtol=1e-13)


def test_minibatch_the_slide_has_four_batches_of_two_an_epoch_and_shuffles_anew():
    run = stepping(values("minibatch", "batch_two"))
    assert run.batches.per_epoch == 4 and run.steps == 13
    first, second = run.batches.order[:8], run.batches.order[8:16]
    assert sorted(first) == sorted(second) == list(range(8)) and (first != second).any()


def test_minibatch_of_three_ends_an_epoch_with_two():
    run = stepping(values("minibatch", "batch_three"))
    assert [len(run.batches.members(t)) for t in range(3)] == [3, 3, 2]


def test_minibatch_with_eta_zero_only_the_arrows_change():
    now = values("minibatch", "batch_still")
    run = stepping(now)
    assert (run.theta == START).all() and len(np.unique(run.grad.round(9), axis=0)) > 4
    assert about_rate(run.problem, now) == ("η = 0: no step is taken.",)


def test_minibatch_of_all_points_is_gd_and_more_than_all_is_told():
    run = stepping(values("minibatch", "batch_all"))
    np.testing.assert_allclose(run.grad[0], run.problem.gradient(np.array(START)), rtol=1e-14)
    assert about_batch(run.problem, [8]) == ()
    assert about_batch(run.problem, [1000]) == ("A batch of 1,000 out of 8 points is all of them: that is GD.",)


def test_minibatch_four_times_the_batch_halves_the_error():
    problem = drawn_fit("line", 1000)
    found = problem.gradients(np.array(START))
    full = found.mean(axis=0)
    rng = np.random.default_rng(1)
    error = {}
    for batch in (32, 128):
        means = [found[rng.choice(1000, batch, replace=False)].mean(axis=0) for _ in range(4000)]
        error[batch] = np.sqrt(np.mean(np.sum((means - full) ** 2, axis=1))) / np.hypot(*full)
    assert error[32] == pytest.approx(0.25, abs=0.01) and error[128] == pytest.approx(0.12, abs=0.01)


def test_minibatch_of_32_in_1000_starts_not_too_far_off():
    run = stepping(values("minibatch", "batch_many"))
    full = run.problem.gradient(run.theta[0])
    assert np.hypot(*(run.grad[0] - full)) < 0.3 * np.hypot(*full)


def test_race_an_epoch_is_one_step_of_gd_and_four_of_sgd_and_sgd_is_ahead():
    gd, sgd = gd_and_sgd(values("gd_sgd", "race_epoch")).racers
    assert (gd.run.steps, sgd.run.steps) == (1, 4)
    assert gd.run.cost[-1] == sgd.run.cost[-1] == 8
    assert sorted(sgd.run.batches.order) == list(range(8)), "each point only once"
    assert sgd.loss[-1] < gd.loss[-1]


def test_race_at_this_eta_sgd_wins_in_every_one_of_the_2520_cuts():
    assert len(set(cuts())) == 2520
    gd = descend(EIGHT, START, 8, 1, lr=0.15).loss[-1]
    assert (losses_after_an_epoch(EIGHT, START, 0.15) < gd).all()


def test_race_step_for_step_both_fall_about_alike():
    gd, sgd = (descend(EIGHT, START, batch, 4, lr=0.15, seed=6).loss for batch in (8, 2))
    assert sgd[-1] == pytest.approx(gd[-1], rel=0.02)
    average = losses_after_an_epoch(EIGHT, START, 0.15).mean()
    assert average == pytest.approx(gd[-1], rel=0.05)


def test_race_with_single_points_makes_eight_steps_and_more_progress():
    single = gd_and_sgd(values("gd_sgd", "race_singles")).racers[1]
    assert single.run.steps == 8
    assert single.loss[-1] < gd_and_sgd(values("gd_sgd")).racers[1].loss[-1]


def test_race_after_60_epochs_gd_has_overtaken():
    gd, sgd = gd_and_sgd(values("gd_sgd", "race_long")).racers
    assert gd.loss[8] > sgd.loss[8] and gd.loss[80] > sgd.loss[80]
    assert gd.loss[-1] - EIGHT.floor < 1e-4 < 1e-3 < np.mean(sgd.loss[-80:]) - EIGHT.floor
    assert gd.loss[-1] < sgd.loss[-1]


def test_race_with_a_large_eta_gd_wins_against_three_of_four_cuts():
    now = values("gd_sgd", "race_lost")
    gd, sgd = gd_and_sgd(now).racers
    assert gd.loss[-1] < sgd.loss[-1] and start_of(now) == (-1.0, -1.0)
    lost = losses_after_an_epoch(EIGHT, (-1.0, -1.0), 0.4) > gd.loss[-1]
    assert lost.mean() == pytest.approx(0.75, abs=0.03)


def test_race_frames_count_gradients_and_steps_are_taken_when_their_batch_is_complete():
    gd, sgd = gd_and_sgd(values("gd_sgd")).racers
    assert gd.at.tolist() == [0] * 8 + [1]
    assert sgd.at.tolist() == [0, 0, 1, 1, 2, 2, 3, 3, 4]


def test_a_start_at_the_minimum_is_told():
    now = values("gd_sgd", a=1.08, b=0.44)
    assert about_theta(EIGHT, now) == ("The start is the minimum: GD stays here, small batches leave it.",)
    assert about_theta(EIGHT, values("gd_sgd")) == ()


def test_a_step_size_that_even_gd_cannot_bear_is_told():
    (told,) = about_rate(EIGHT, values("gd_sgd", lr=0.9))
    assert told == "η is above 2/λ_max = 0.852: even the steps of GD grow."
    gd = gd_and_sgd(values("gd_sgd", lr=0.9, epochs=60)).racers[0]
    assert (np.diff(gd.run.loss[-30:]) > 0).all()
    assert about_rate(EIGHT, values("gd_sgd", lr=0.84)) == ()

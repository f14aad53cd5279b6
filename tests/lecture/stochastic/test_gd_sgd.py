"""GD against SGD: who is ahead after as many gradients, for every cut of the slide's points, is as the words say."""

import numpy as np
import pytest

from optviz.core.stochastic.descent import descend
from optviz.figures.board import Axes, Chart, Path, Points, from_step
from optviz.lecture.around import KEYS
from optviz.lecture.page_state import from_query, to_query
from optviz.lecture.stochastic import PAGE
from optviz.lecture.stochastic.common import START, sample_regression, theta_of
from optviz.lecture.stochastic.gd_sgd import gd_sgd_race
from optviz.lecture.stochastic.messages import about_rate, about_theta

from .helpers import board_of, cuts, layers, losses_after_an_epoch, values_of

EIGHT = sample_regression("line", 8)


def test_an_epoch_is_one_step_of_gd_and_four_of_sgd_and_sgd_is_ahead() -> None:
    gd, sgd = gd_sgd_race(values_of("gd_sgd", "race_epoch")).racers
    assert (gd.run.steps, sgd.run.steps) == (1, 4)
    assert gd.run.cost[-1] == sgd.run.cost[-1] == 8
    assert sorted(sgd.run.batches.order) == list(range(8)), "each point only once"
    assert sgd.loss[-1] < gd.loss[-1]


def test_at_this_eta_sgd_wins_in_every_one_of_the_2520_cuts() -> None:
    assert len(set(cuts())) == 2520
    gd = descend(EIGHT, START, 8, 1, lr=0.15).loss[-1]
    assert (losses_after_an_epoch(EIGHT, START, 0.15) < gd).all()


def test_step_for_step_both_fall_about_alike() -> None:
    gd, sgd = (descend(EIGHT, START, batch, 4, lr=0.15, seed=6).loss for batch in (8, 2))
    assert sgd[-1] == pytest.approx(gd[-1], rel=0.02)
    average = losses_after_an_epoch(EIGHT, START, 0.15).mean()
    assert average == pytest.approx(gd[-1], rel=0.05)


def test_with_single_points_sgd_makes_eight_steps_and_more_progress() -> None:
    single = gd_sgd_race(values_of("gd_sgd", "race_singles")).racers[1]
    assert single.run.steps == 8
    assert single.loss[-1] < gd_sgd_race(values_of("gd_sgd")).racers[1].loss[-1]


def test_after_60_epochs_gd_has_overtaken() -> None:
    gd, sgd = gd_sgd_race(values_of("gd_sgd", "race_long")).racers
    assert gd.loss[8] > sgd.loss[8] and gd.loss[80] > sgd.loss[80]
    assert gd.loss[-1] - EIGHT.floor < 1e-4 < 1e-3 < np.mean(sgd.loss[-80:]) - EIGHT.floor
    assert gd.loss[-1] < sgd.loss[-1]


def test_with_a_large_eta_gd_wins_against_three_of_four_cuts() -> None:
    values = values_of("gd_sgd", "race_lost")
    gd, sgd = gd_sgd_race(values).racers
    assert gd.loss[-1] < sgd.loss[-1] and theta_of(values) == (-1.0, -1.0)
    lost = losses_after_an_epoch(EIGHT, (-1.0, -1.0), 0.4) > gd.loss[-1]
    assert lost.mean() == pytest.approx(0.75, abs=0.03)


def test_frames_count_gradients_and_a_step_is_done_when_its_batch_is_complete() -> None:
    gd, sgd = gd_sgd_race(values_of("gd_sgd")).racers
    assert gd.steps_done.tolist() == [0] * 8 + [1]
    assert sgd.steps_done.tolist() == [0, 0, 1, 1, 2, 2, 3, 3, 4]


@pytest.mark.parametrize("batch", [1, 2, 3])
def test_points_light_up_as_their_gradients_are_computed(batch: int) -> None:
    board, run = board_of("gd_sgd", batch=batch, epochs=2), gd_sgd_race(values_of("gd_sgd", batch=batch, epochs=2))
    for key, racer in zip(("gd_points", "sgd_points"), run.racers, strict=True):
        colours = layers(board, key, Points)
        rows = [np.where(np.isnan(layer.x), 0, layer.lit) for layer in colours if layer.lit is not None]
        lit = np.sum(rows, axis=0)
        for c in range(17):
            used = racer.run.batches.order[8:c] if c > 8 else racer.run.batches.order[:c]
            assert sorted(np.flatnonzero(lit[c])) == sorted(used)
        assert len(colours) == racer.run.batches.per_epoch


def test_gds_only_step_is_not_under_the_ring_of_the_start() -> None:
    target = board_of("gd_sgd").panel("theta", Axes).drag
    assert target is not None and not target.ring


def test_a_start_at_the_minimum_is_noticed() -> None:
    values = values_of("gd_sgd", a=1.08, b=0.44)
    assert about_theta(EIGHT, values) == ("The start is the minimum: GD stays here, small batches leave it.",)
    assert about_theta(EIGHT, values_of("gd_sgd")) == ()


def test_a_step_size_that_even_gd_cannot_bear_is_noticed() -> None:
    notices = about_rate(EIGHT, values_of("gd_sgd", lr=0.9), 24)
    assert notices == (from_step(24, "η is above 2/λ_max = 0.852: even the steps of GD grow."),)
    gd = gd_sgd_race(values_of("gd_sgd", lr=0.9, epochs=60)).racers[0]
    assert (np.diff(gd.run.loss[-30:]) > 0).all()
    assert about_rate(EIGHT, values_of("gd_sgd", lr=0.84), 24) == ()


def test_the_race_is_drawn_against_steps_and_against_gradients() -> None:
    board = board_of("gd_sgd", "race_epoch")
    steps, cost = board.panel("steps", Chart), board.panel("cost", Chart)
    ends = [[round(np.asarray(series.x)[-1]) for series in chart.series] for chart in (steps, cost)]
    assert ends == [[1, 4], [8, 8]]
    for series in (*steps.series, *cost.series):
        assert (np.diff(np.asarray(series.x)) > 0).all(), "a chart's abscissas rise"
    assert not steps.log and board_of("gd_sgd", "race_long").panel("steps", Chart).log


def test_a_constant_schedule_is_none_and_one_by_t_is_sgd_with_these_rates() -> None:
    plain, constant, falling = (
        gd_sgd_race(values_of("gd_sgd", "race_long", **around)).racers[1].run
        for around in ({}, {"schedule": "constant"}, {"schedule": "inverse"})
    )
    np.testing.assert_array_equal(plain.theta, constant.theta)
    theta, x, y = np.array(START), EIGHT.data.x, EIGHT.data.y
    steps = falling.steps
    assert steps == 240 and falling.status.kind == "moving"
    for t in range(steps):
        members = falling.batches.members(t)
        residual = theta[0] * x[members] + theta[1] - y[members]
        grad = np.array([(residual * x[members]).mean(), residual.mean()])
        theta = theta - 0.15 / (1 + t / (0.25 * steps)) * grad
        np.testing.assert_allclose(falling.theta[t + 1], theta, atol=1e-10)


def test_each_racer_has_the_schedule_over_its_own_steps_and_legends_say_so() -> None:
    values = values_of("gd_sgd", "race_long", schedule="cosine", clipping="clip_norm", clip=0.5)
    gd, sgd = gd_sgd_race(values).racers
    assert (gd.run.steps, sgd.run.steps) == (60, 240)
    for run in (gd.run, sgd.run):
        longest = 0.15 * 0.5 * 0.5 * (1 + np.cos(np.pi * np.arange(run.steps) / run.steps))
        assert (np.hypot(*np.diff(run.theta, axis=0).T) <= longest + 1e-12).all()
    names = [layer.name for layer in layers(board_of("gd_sgd", "race_long", **dict(values)), "theta", Path)]
    assert names == ["GD, cosine, clipped", "SGD, cosine, clipped"]


def test_what_is_said_of_eta_is_said_of_the_plain_rule_alone() -> None:
    plain, clipped = (
        board_of("gd_sgd", lr=3.0, **around).notices for around in ({}, {"clipping": "clip_norm", "clip": 0.1})
    )
    assert any("2/λ_max" in str(notice) for notice in plain)
    assert not any("2/λ_max" in str(notice) for notice in clipped)


@pytest.mark.parametrize("section", ["gd_sgd", "batch_size"])
def test_a_link_has_what_is_around_the_rules_where_there_is_something(section: str) -> None:
    text = f"section={section}&schedule=cosine&warmup=0.1&clipping=clip_norm&clip=2&decay=l2&lambda=0.1"
    shown, ignored = from_query(PAGE, text)
    assert ignored == () and to_query(shown) == text and shown.board().panels
    assert to_query(from_query(PAGE, f"section={section}")[0]) == f"section={section}"
    assert set(KEYS) <= set(PAGE.section(section).more)

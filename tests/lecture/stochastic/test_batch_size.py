"""Batch size: who leads early and late, and how erratic the path is, is as the words say."""

import numpy as np
import pytest

from optviz.core.optimizers.descent import GradientDescent
from optviz.core.simulation.simulate import simulate
from optviz.core.stochastic.descent import BatchRun
from optviz.core.surfaces import SURFACES
from optviz.figures.board import Axes, Board, Chart, Path
from optviz.lecture.section import Values
from optviz.lecture.stochastic.batch_size import batch_size_race
from optviz.lecture.stochastic.messages import about_runs

from .helpers import board_of, layers, values_of


def above(values: Values) -> list[np.ndarray]:
    """For GD, large and small batch: how far L is above its least value after each step."""
    race = batch_size_race(values)
    return [racer.run.loss - race.problem.floor for racer in race.racers]


def after(values: Values, epochs: float) -> list[float]:
    """The same after so many epochs."""
    race = batch_size_race(values)
    steps = [int(np.searchsorted(racer.run.cost, epochs * race.problem.n)) for racer in race.racers]
    return [float(curve[step]) for curve, step in zip(above(values), steps, strict=True)]


def late(curve: np.ndarray) -> float:
    """The mean over the last three tenths of the steps."""
    return float(curve[-max(1, 3 * len(curve) // 10) :].mean())


def charted(board: Board) -> list[np.ndarray]:
    """What the chart shows of GD, large and small batch, at each frame."""
    return [np.asarray(series.y) for series in board.panel("cost", Chart).series]


def length(run: BatchRun) -> float:
    return float(np.hypot(*np.diff(run.theta, axis=0).T).sum())


def test_all_three_compute_equally_many_gradients() -> None:
    race = batch_size_race(values_of("batch_size"))
    assert {int(racer.run.cost[-1]) for racer in race.racers} == {10_000}
    assert [racer.run.steps for racer in race.racers] == [10, 100, 2500]


@pytest.mark.parametrize("preset", ["size_thousand", "size_many"])
def test_at_first_the_small_batch_leads(preset: str) -> None:
    board = board_of("batch_size", preset)
    gd, large, small = charted(board)
    first = int(np.argmax(batch_size_race(values_of("batch_size", preset)).racers[1].steps_done > 0))
    whole = int(np.argmax(np.asarray(board.counts) == 1))
    assert small[first] < large[first] < gd[first]
    assert small[whole] < large[whole] < gd[whole]


@pytest.mark.parametrize("preset", ["size_thousand", "size_many", "size_eight"])
def test_later_the_large_batch_is_more_than_ten_times_as_low(preset: str) -> None:
    values = values_of("batch_size", preset)
    _, large, small = above(values)
    assert late(small) > 10 * late(large)
    first = after(values, 1)
    assert first[0] > max(first[1:])


@pytest.mark.parametrize("preset", ["size_thousand", "size_many"])
@pytest.mark.parametrize("seed", range(0, 20, 3))
def test_the_end_of_the_chart_says_what_the_words_say_whatever_the_seed(preset: str, seed: int) -> None:
    _, large, small = charted(board_of("batch_size", preset, seed=seed))
    assert small[-1] > 10 * large[-1]


def test_the_chart_is_the_mean_over_the_last_epoch() -> None:
    values = values_of("batch_size")
    gd, large, small = charted(board_of("batch_size"))
    every = above(values)
    assert gd[-1] == pytest.approx(every[0][-1], rel=1e-6)
    assert large[-1] == pytest.approx(every[1][-10:].mean(), rel=1e-6)
    # Of the small batch's last 250 steps one in ten is drawn.
    assert small[-1] == pytest.approx(every[2][-250:][9::10].mean(), rel=1e-6)


def test_titles_say_which_steps_are_drawn() -> None:
    board, (_, _, small) = board_of("batch_size"), batch_size_race(values_of("batch_size")).racers
    path = layers(board, "size2", Path)[0]
    np.testing.assert_array_equal(np.stack([path.x, path.y], axis=1)[:251], small.run.theta[:251])
    np.testing.assert_array_equal(np.stack([path.x, path.y], axis=1)[251:], small.run.theta[260::10])
    titles = [board_of("batch_size", "size_many").panel(f"size{i}", Axes).title for i in range(3)]
    assert titles[2] == "SGD: B = 10 (1 step in 40, later 400)"
    assert titles[1] == "SGD: B = 1,000 (later 1 step in 4)" and titles[0] == "GD: B = 100,000 = n"
    assert all("step" not in board_of("batch_size", "size_eight").panel(f"size{i}", Axes).title for i in range(3))


def test_the_smaller_the_batch_the_more_erratic_the_path() -> None:
    gd, large, small = (racer.run for racer in batch_size_race(values_of("batch_size")).racers)
    assert length(gd) < length(large) < length(small) / 20
    single = batch_size_race(values_of("batch_size", "size_erratic")).racers[2].run
    assert length(single) > 5 * length(small)


def test_a_batch_of_one_is_too_erratic_and_a_smaller_eta_calms_it() -> None:
    four, single = above(values_of("batch_size"))[2], above(values_of("batch_size", "size_erratic"))[2]
    assert late(single) > 10 * late(four)
    gd, _, calm = above(values_of("batch_size", "size_smaller"))
    assert late(calm) < 0.01 and gd[-1] > 1


def test_noise_carries_off_a_saddle_where_gd_stays() -> None:
    gd, sgd = (
        simulate(SURFACES["saddle"](), GradientDescent(lr=0.1), (-1.5, 0.0), 200, noise) for noise in (0.0, 0.01)
    )
    assert (gd.x[:, 1] == 0).all() and np.abs(gd.x[-1]).max() < 1e-6
    assert abs(sgd.x[-1, 1]) > 10


def test_the_logistic_curve_behaves_alike() -> None:
    values = values_of("batch_size", "size_classes")
    _, large, small = above(values)
    first = after(values, 1)
    assert first[0] > first[1] > first[2]
    assert late(small) > 10 * late(large)


def test_a_run_that_diverges_is_named_with_its_step() -> None:
    race = batch_size_race(values_of("batch_size", small=1, lr=10.0))
    steps = race.racers[2].run.steps
    assert about_runs(race.runs) == (
        f"small batch diverged. At step {steps}, θ is too large for float64 (over 1.8e308).",
    )
    assert np.isnan(race.racers[2].loss[-1])


def test_the_three_pictures_start_in_one_place_and_share_their_looks_with_the_chart() -> None:
    board = board_of("batch_size")
    paths = [layers(board, f"size{i}", Path)[0] for i in range(3)]
    assert {(path.x[0], path.y[0]) for path in paths} == {(-1.0, 2.5)}
    assert [path.look for path in paths] == [series.look for series in board.panel("cost", Chart).series]
    titles = [board.panel(f"size{i}", Axes).title for i in range(3)]
    assert titles == ["GD: B = 1,000 = n", "SGD: B = 100", "SGD: B = 4 (later 1 step in 10)"]
    assert len(board.counts) == board.steps + 1 and board.counts[-1] == 10

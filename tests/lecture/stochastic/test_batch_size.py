"""Batch size: who leads early and late, and how erratic the path is, is as the words say."""

import numpy as np
import pytest

from optviz.core.optimizers.descent import GradientDescent
from optviz.core.simulation.simulate import simulate
from optviz.core.stochastic.descent import BatchRun
from optviz.core.surfaces import SURFACES
from optviz.figures.board import Axes, Chart, Path, from_step
from optviz.lecture.section import Values
from optviz.lecture.stochastic.batch_size import FRAMES_PER_EPOCH, batch_size_race
from optviz.lecture.stochastic.messages import about_runs

from .helpers import board_of, layers, values_of


def above(values: Values) -> list[np.ndarray]:
    """For GD, large and small batch: how far L is above its least value, at each frame."""
    race = batch_size_race(values)
    return [racer.loss - race.problem.floor for racer in race.racers]


def late(curve: np.ndarray) -> float:
    """The mean over the last three epochs."""
    return float(curve[-3 * FRAMES_PER_EPOCH :].mean())


def length(run: BatchRun) -> float:
    return float(np.hypot(*np.diff(run.theta, axis=0).T).sum())


def test_all_three_compute_equally_many_gradients() -> None:
    race = batch_size_race(values_of("batch_size"))
    assert {int(racer.run.cost[-1]) for racer in race.racers} == {10_000}
    assert [racer.run.steps for racer in race.racers] == [10, 100, 2500]


@pytest.mark.parametrize("preset", ["size_thousand", "size_many"])
def test_at_first_the_small_batch_leads(preset: str) -> None:
    gd, large, small = above(values_of("batch_size", preset))
    first = int(np.argmax(batch_size_race(values_of("batch_size", preset)).racers[1].steps_done > 0))
    assert small[first] < large[first] < gd[first]


@pytest.mark.parametrize("preset", ["size_thousand", "size_many", "size_eight"])
def test_later_the_large_batch_is_more_than_ten_times_as_low(preset: str) -> None:
    gd, large, small = above(values_of("batch_size", preset))
    assert late(small) > 10 * late(large)
    assert gd[FRAMES_PER_EPOCH] > max(large[FRAMES_PER_EPOCH], small[FRAMES_PER_EPOCH])


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
    gd, large, small = above(values_of("batch_size", "size_classes"))
    assert gd[FRAMES_PER_EPOCH] > large[FRAMES_PER_EPOCH] > small[FRAMES_PER_EPOCH]
    assert late(small) > 10 * late(large)


def test_a_run_that_diverges_is_named_with_its_step() -> None:
    race = batch_size_race(values_of("batch_size", small=1, lr=10.0))
    steps = race.racers[2].run.steps
    lost = f"small batch diverged. At step {steps}, θ is too large for float64 (over 1.8e308)."
    assert about_runs(race.runs, 240) == (from_step(240, lost),)
    assert np.isnan(race.racers[2].loss[-1])


def test_the_three_pictures_start_in_one_place_and_share_their_looks_with_the_chart() -> None:
    board = board_of("batch_size")
    paths = [layers(board, f"size{i}", Path)[0] for i in range(3)]
    assert {(path.x[0], path.y[0]) for path in paths} == {(-1.0, 2.5)}
    assert [path.look for path in paths] == [series.look for series in board.panel("cost", Chart).series]
    titles = [board.panel(f"size{i}", Axes).title for i in range(3)]
    assert titles == ["GD: B = 1,000 = n", "SGD: B = 100", "SGD: B = 4"]
    assert board.steps // board.per == 10

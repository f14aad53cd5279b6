"""Step-size decay: quick at first, calm at the end, unless the steps fall too soon, as the words say."""

import numpy as np
import pytest

from optviz.core.stochastic.descent import BatchRun, descend
from optviz.core.stochastic.schedules import factors
from optviz.figures.board import Chart, Path
from optviz.lecture.stochastic.common import START, sample_regression
from optviz.lecture.stochastic.decay import decay_runs

from .helpers import board_of, layers, values_of

PROBLEM = sample_regression("line", 64)


def excess(runs: dict[str, BatchRun], key: str, first: int, last: int) -> float:
    """How far the loss is above its least value, on average from step ``first`` to ``last``."""
    return float(runs[key].loss[first:last].mean()) - PROBLEM.floor


def test_all_three_meet_the_same_batches() -> None:
    orders = [run.batches.order for run in decay_runs(values_of("decay")).values()]
    assert all((order == orders[0]).all() for order in orders)


def test_a_constant_rate_soon_stops_falling_and_a_tenth_falls_slower_but_further() -> None:
    runs = decay_runs(values_of("decay"))
    assert excess(runs, "constant η", 100, 500) == pytest.approx(excess(runs, "constant η", 500, 961), rel=0.3)
    arrives = {key: int(np.argmax(run.loss - PROBLEM.floor < 0.1)) for key, run in runs.items()}
    assert 5 < arrives["η/10"] / arrives["constant η"] < 20
    assert excess(runs, "η/10", 800, 961) < 0.05 * excess(runs, "constant η", 800, 961)


@pytest.mark.parametrize("preset", ["decay_inverse", "decay_halve", "decay_cosine"])
def test_it_is_quick_at_first_and_calm_at_the_end(preset: str) -> None:
    runs = decay_runs(values_of("decay", preset))
    assert excess(runs, "decay", 30, 60) < 0.3 * excess(runs, "η/10", 30, 60)
    assert excess(runs, "decay", 800, 961) < 0.5 * excess(runs, "η/10", 800, 961)


def test_one_over_root_t_falls_more_slowly_than_one_over_t() -> None:
    root, inverse = (decay_runs(values_of("decay", preset))["decay"] for preset in ("decay_root", "decay_inverse"))
    assert (root.rate[1:] > inverse.rate[1:]).all()
    assert root.loss[800:].mean() > inverse.loss[800:].mean()


def test_presets_halve_every_150_steps_and_end_at_zero() -> None:
    halved = decay_runs(values_of("decay", "decay_halve"))["decay"].rate
    assert (halved[149], halved[150], halved[300]) == (1, 0.5, 0.25)
    assert decay_runs(values_of("decay", "decay_cosine"))["decay"].rate[-1] < 1e-5


def test_with_tau_one_it_stops_before_it_arrives() -> None:
    runs = decay_runs(values_of("decay", "decay_soon"))
    rate = runs["decay"].rate
    assert rate[100] == pytest.approx(0.01, rel=0.01) and rate.sum() == pytest.approx(7, abs=0.5)
    assert excess(runs, "decay", 960, 961) > 100 * excess(runs, "η/10", 800, 961)
    longer = descend(PROBLEM, START, 4, 200_000, lr=0.3, seed=6, schedule="inverse", decay_steps=1.0)
    assert longer.loss[-1] - PROBLEM.floor < 0.2 * excess(runs, "decay", 960, 961)
    assert factors("inverse", 200_000, 1.0).sum() > rate.sum() + 5


def test_the_decaying_rate_is_drawn_as_it_was_used() -> None:
    constant, slow, falling = board_of("decay").panel("rate", Chart).series
    assert set(constant.y) == {0.3} and set(slow.y) == {0.03}
    np.testing.assert_allclose(falling.y, 0.3 / (1 + np.arange(960) / 50))


def test_the_loss_chart_is_a_mean_over_the_last_epoch() -> None:
    board = board_of("decay")
    (path,) = [path for path in layers(board, "theta", Path) if path.name == "decay"]
    falling = board.panel("loss", Chart).series[2]
    assert falling.y[0] == pytest.approx(PROBLEM.loss(np.array([-1.0, 2.5])) - PROBLEM.floor)
    assert len(falling.y) == len(path.x) == board.steps + 1 == 961
    loss = decay_runs(values_of("decay"))["decay"].loss - PROBLEM.floor
    np.testing.assert_allclose(falling.y[500], loss[485:501].mean(), rtol=1e-9)
    assert falling.y[2] < falling.y[0] and (np.asarray(falling.y) > 0).all()

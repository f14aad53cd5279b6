"""The cost of a step: times, counts and what GD and SGD reach in half a minute are as the words say."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from optviz.core.stochastic.batches import batch_schedule
from optviz.core.stochastic.descent import MAX_BATCH, descend
from optviz.figures.board import Chart, Metrics, Path, Waffle
from optviz.lecture.stochastic.common import START, sample_regression
from optviz.lecture.stochastic.cost import COST, GRADIENTS_PER_SECOND, duration, walkers

from .helpers import board_of, layers, minimum_of, values_of


def reading(board: object, label: str) -> object:
    (values,) = [m.values for m in board.panel("readings", Metrics).metrics if m.label == label]  # type: ignore[attr-defined]
    return values


def test_the_film_is_half_a_minute_in_real_time() -> None:
    board = board_of("cost")
    assert board.steps / board.pace == 30 and COST[-1] == 30 * GRADIENTS_PER_SECOND == 30_000
    np.testing.assert_array_equal(np.diff(COST), GRADIENTS_PER_SECOND / board.pace)
    assert board.steps // board.per == 30


@pytest.mark.parametrize(
    ("preset", "a_step", "a_thousand", "steps"),
    [
        ("cost_eight", "8 ms", "8 s", 3750),
        ("cost_thousand", "1 s", "16 min 40 s", 30),
        ("cost_many", "1 min 40 s", "1 d 4 h", 0),
        ("cost_million", "16 min 40 s", "11 d 14 h", 0),
    ],
)
def test_what_a_step_of_gd_costs(preset: str, a_step: str, a_thousand: str, steps: int) -> None:
    board = board_of("cost", preset)
    wall = board.panel("wall", Waffle)
    assert wall.title == f"A step of GD takes {a_step}" and wall.total == int(values_of("cost", preset)["n"])
    assert reading(board, "1,000 steps of GD take") == a_thousand
    assert reading(board, "steps of GD")[-1] == f"{steps:,}"  # type: ignore[index]
    assert walkers(values_of("cost", preset))[0].seconds_per_step == wall.total / GRADIENTS_PER_SECOND


def test_gd_stands_still_with_a_million_points_and_sgd_arrives_after_two_seconds() -> None:
    gd, sgd = walkers(values_of("cost"))
    assert (gd.theta == START).all() and gd.steps_done[-1] == 0
    assert sgd.steps_done[-1] == 937 and sgd.seconds_per_step == 0.032
    many = sample_regression("line", 1_000_000)
    near = np.hypot(*(sgd.theta - minimum_of(many)).T)
    assert near[0] > 2 and near[20:].max() < 0.3
    assert many.n == 1_000_000


@pytest.mark.parametrize("n", ["1000", "1000000"])
def test_the_price_of_a_step_of_sgd_does_not_depend_on_n(n: str) -> None:
    sgd = walkers(values_of("cost", n=n))[1]
    assert sgd.seconds_per_step == 0.032
    assert walkers(values_of("cost", n="8"))[1].batch == 8


@pytest.mark.parametrize(("n", "batch"), [("8", 3), ("100", 32), ("1000", 1000), ("10000", 7)])
def test_a_step_is_done_when_its_gradients_are_computed(n: str, batch: int) -> None:
    for each in walkers(values_of("cost", n=n, batch=batch)):
        ends = batch_schedule(int(n), each.batch, int(each.steps_done[-1]) + 1).ends
        assert (ends[each.steps_done] <= COST).all() and (ends[each.steps_done + 1] > COST).all()
        run = descend(
            sample_regression("line", int(n)), START, each.batch, max(int(each.steps_done[-1]), 1), lr=0.1, seed=6
        )
        np.testing.assert_allclose(each.theta[-1], run.theta[each.steps_done[-1]], rtol=1e-12)


def test_a_batch_that_no_table_holds_is_refused_in_words() -> None:
    many = sample_regression("line", 1_000_000)
    with pytest.raises(ValueError, match=f"at most {MAX_BATCH} examples, not 1000000"):
        descend(many, START, many.n, 1)


@given(st.floats(1e-3, 1e9))
def test_a_duration_in_words_is_right_to_its_last_unit(seconds: float) -> None:
    units = {"ms": 1e-3, "s": 1, "min": 60, "h": 3600, "d": 86_400}
    words = duration(seconds).split()
    assert len(words) in (2, 4)
    told = sum(float(number) * units[unit] for number, unit in zip(words[::2], words[1::2], strict=True))
    smaller = {"d": 3600, "h": 60, "min": 1, "s": 0.1, "ms": 1e-3}[words[1]]
    assert told == pytest.approx(seconds, abs=max(0.51 * smaller, 0.01 * seconds))


@pytest.mark.parametrize(("seconds", "words"), [(0.008, "8 ms"), (1.5, "1.5 s"), (60, "1 min"), (1000, "16 min 40 s")])
def test_durations(seconds: float, words: str) -> None:
    assert duration(seconds) == words


def test_the_board_shows_both_walks_against_the_clock() -> None:
    board = board_of("cost", "cost_thousand")
    paths = layers(board, "theta", Path)
    assert [path.name for path in paths] == ["GD", "SGD"]
    for series in board.panel("loss", Chart).series:
        np.testing.assert_allclose(np.asarray(series.x), np.arange(301) / 10)

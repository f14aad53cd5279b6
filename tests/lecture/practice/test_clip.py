"""What the words on clipping claim, from the section's own runs."""

import numpy as np
import pytest

from optviz.figures.board import Chart
from optviz.lecture.practice.clip import clip_runs, lengths

from .helpers import board_of, values_of

BOTTOM = 0.05


def test_the_step_at_the_wall_is_4_5_long_as_it_is_and_eta_c_clipped() -> None:
    values = values_of("clip")
    runs = clip_runs(values)
    assert lengths(runs["as it is"].step).max() == pytest.approx(4.53, abs=0.005)
    assert lengths(runs["clipped"].step).max() == pytest.approx(0.34, abs=1e-9)
    assert int(lengths(runs["clipped"].step).argmax()) == int(lengths(runs["as it is"].step).argmax())


def test_clipped_it_is_at_the_bottom_after_16_steps_thrown_back_after_53() -> None:
    runs = clip_runs(values_of("clip"))
    assert [int((run.value < BOTTOM).argmax()) for run in runs.values()] == [53, 16]


def test_below_c_both_take_the_same_steps() -> None:
    runs = clip_runs(values_of("clip"))
    first = int((lengths(runs["as it is"].grad) > 1).argmax())
    assert first > 5
    np.testing.assert_array_equal(runs["as it is"].x[: first + 1], runs["clipped"].x[: first + 1])


def test_by_norm_the_direction_is_kept_each_coordinate_turns_it() -> None:
    for preset, kept in (("clip_tight", True), ("clip_value", False)):
        run = clip_runs(values_of("clip", preset))["clipped"]
        cosine = -(run.step[0] @ run.grad[0]) / np.linalg.norm(run.step[0]) / np.linalg.norm(run.grad[0])
        assert (cosine > 1 - 1e-12) == kept
        if not kept:
            assert abs(run.step[0][0]) == pytest.approx(abs(run.step[0][1])), "a diagonal"


def test_a_tight_c_makes_every_step_equally_short() -> None:
    run = clip_runs(values_of("clip", "clip_tight"))["clipped"]
    np.testing.assert_allclose(lengths(run.step), 0.05 * 0.34, rtol=1e-9)
    assert run.value[-1] > BOTTOM


def test_the_bound_stands_in_the_chart_of_gradients() -> None:
    chart = board_of("clip", most=2.0).panel("gradient", Chart)
    assert [series.known for series in chart.series] == [False, False, True]
    assert set(np.asarray(chart.series[-1].y)) == {2.0}

"""What the words on averaging claim, from the section's own runs."""

import numpy as np
import pytest

from optviz.figures.board import Axes, Line
from optviz.lecture.practice.average import MEMORIES, centre, measured_radius, paths, theory

from .helpers import board_of, values_of


def arrival(path: np.ndarray, near: float = 0.2) -> int:
    """The first step nearer to θ* than that."""
    return int((np.sqrt(((path - centre()) ** 2).sum(axis=1)) < near).argmax())


@pytest.mark.parametrize("preset", ["average_ema", "average_window", "average_small", "average_both"])
def test_measured_radii_lie_on_the_theory(preset: str) -> None:
    values = values_of("average", preset)
    for memory in MEMORIES[:6]:
        assert measured_radius(values, memory) == pytest.approx(theory(values, memory), rel=0.15)


def test_forty_steps_leave_less_than_half_and_come_about_twice_as_late() -> None:
    values = values_of("average")
    assert theory(values, 40) < 0.45 * theory(values, 1)
    late = [arrival(mean) / arrival(path) for path, mean in (paths(values | {"seed": s}) for s in range(1, 6))]
    assert 1.5 < np.mean(late) < 2.6


def test_for_long_memories_the_radius_goes_with_the_root_and_eta_hardly_matters() -> None:
    values = values_of("average")
    assert theory(values, 400) / theory(values, 100) == pytest.approx(0.5, abs=0.03)
    large, small = (values | {"lr": lr} for lr in (0.4, 0.02))
    assert theory(large, 1) / theory(small, 1) == pytest.approx(6.5, rel=0.05)
    assert theory(large, 400) / theory(small, 400) == pytest.approx(1.25, rel=0.03)


def test_a_large_rate_averaged_is_nearer_and_earlier_than_a_small_one() -> None:
    small, both = values_of("average", "average_small"), values_of("average", "average_both")
    assert theory(both, 120) == pytest.approx(0.039, abs=0.0005)
    assert theory(small, 1) == pytest.approx(0.044, abs=0.0005)
    assert (arrival(paths(both)[1]), arrival(paths(small)[0])) == (174, 223)


def test_a_very_long_memory_has_not_arrived_when_the_run_ends() -> None:
    mean = paths(values_of("average", "average_long"))[1]
    assert np.linalg.norm(mean[-1] - centre()) > 5 * theory(values_of("average"), 300)


def test_without_a_ball_it_is_said_and_no_circle_is_drawn() -> None:
    board = board_of("average", lr=1.0, batch=1.0)
    assert "no ball" in board.notices[0][0][1]
    circle = [layer for layer in board.panel("plane", Axes).layers if isinstance(layer, Line)]
    assert np.isnan(circle[0].x).all()

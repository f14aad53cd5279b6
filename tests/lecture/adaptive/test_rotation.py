"""Rotation: AdaGrad-Norm knows no directions, AdaGrad knows two."""

from typing import Any

import numpy as np
import pytest

from optviz.figures.board import Arrows, Axes, Line
from optviz.lecture.adaptive.rotation import TurnedComparison, rotation_runs

from .helpers import rates, state_of, values_of


def runs_of(preset: str = "", **changes: Any) -> TurnedComparison:
    return rotation_runs(values_of("rotation", preset, **changes))


def test_the_norm_follows_the_turned_path_and_adagrad_strays() -> None:
    for angle in (10.0, 30.0, 45.0, 60.0):
        a, b = runs_of(angle=angle).deviations
        assert a.max() < 1e-14 and b.max() > 0.5
    assert runs_of("rotation_ten").deviations[1].max() == pytest.approx(0.86, abs=0.01)


def test_45_degrees_make_both_rates_alike_and_take_most_of_the_lead() -> None:
    both = runs_of("rotation_half")
    a, b = both.turned.runs
    near = rates(b)[:, 1] / rates(b)[:, 0]
    assert near.min() > 1 and near.max() < 1.1
    straight = both.straight.b.run
    assert straight.distance[-1] < 1e-9 and 0.3 < b.distance[-1] < a.distance[-1] < 0.6


def test_no_angle_is_worse_for_adagrad_than_about_45_degrees() -> None:
    left = {angle: runs_of(angle=float(angle)).turned.b.run.value[-1] for angle in range(0, 91, 5)}
    assert max(left, key=left.__getitem__) in (40, 45, 50)


def test_a_right_angle_lets_the_coordinates_change_places() -> None:
    both = runs_of("rotation_right")
    assert both.deviations[1].max() < 1e-12
    np.testing.assert_allclose(both.turned.b.run.x[:, 1], both.straight.b.run.x[:, 0], atol=1e-12)


def test_the_turned_paths_are_drawn_under_the_runs() -> None:
    state = state_of("rotation", angle=30.0)
    turned = state.board().panel("turned", Axes)
    lines = [layer for layer in turned.layers if isinstance(layer, Line)]
    for line, path in zip(lines, rotation_runs(state.values).expected, strict=True):
        assert np.array_equal(np.column_stack([line.x, line.y]), path)
    assert turned.equal and turned.drag is None and not any(isinstance(layer, Arrows) for layer in turned.layers)

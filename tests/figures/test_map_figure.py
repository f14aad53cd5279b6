"""A map as a figure: three views of the same cells, and the line where gradient descent ends."""

from typing import Any

import numpy as np
import pytest

from optviz.core.maps.files import open_folder, thinned, write_tile
from optviz.core.maps.outcomes import Goal
from optviz.core.maps.plan import Axis, Plan
from optviz.core.optimizers import OPTIMIZERS
from optviz.core.surfaces import SURFACES
from optviz.figures.map_figure import map_figure


def drawn(tmp_path, columns, rows, border=0.25) -> tuple[dict[str, np.ndarray], Any]:
    plan = Plan(SURFACES["quadratic"](kappa=8.0), OPTIMIZERS["gd"](), columns, rows, (30, 12), 900, Goal(slope=1e-3))
    folder = open_folder(plan, tmp_path / "map")
    write_tile(folder, 0)
    arrays = thinned(folder, 100)
    return arrays, map_figure(plan, arrays, border)


def test_each_view_shows_its_numbers_and_one_is_seen_at_a_time(tmp_path):
    arrays, figure = drawn(tmp_path, Axis("lr", 0.01, 30.0, True), Axis("x", -2.0, 2.0))
    steps, losses, basins = (np.asarray(trace.z, float) for trace in figure.data)
    lost = arrays["diverged"]
    assert lost.any() and np.isnan(steps[lost]).all() and np.isnan(losses[lost]).all() and np.isnan(basins[lost]).all()
    there = arrays["steps"] >= 0
    np.testing.assert_array_equal(steps[there], arrays["steps"][there])
    missed = ~there & ~lost
    assert missed.any() and (steps[missed] == arrays["steps"].max() + 1).all()
    np.testing.assert_array_equal(basins[there], 0)
    assert [trace.visible for trace in figure.data] == [True, False, False]
    buttons = figure.layout.updatemenus[0].buttons
    assert [button.args[0]["visible"] for button in buttons] == np.eye(3, dtype=bool).tolist()


@pytest.mark.parametrize("upright", [True, False])
def test_the_border_is_drawn_at_its_rate_on_either_axis(tmp_path, upright):
    axes = Axis("lr", 0.01, 1.0, True), Axis("x", -2.0, 2.0)
    _, figure = drawn(tmp_path, *axes) if upright else drawn(tmp_path, axes[1], axes[0])
    (line,), (words,) = figure.layout.shapes, figure.layout.annotations
    assert (line.x0, line.x1) == (0.25, 0.25) if upright else (line.y0, line.y1) == (0.25, 0.25)
    # An annotation on a logarithmic axis stands at the logarithm.
    assert 10 ** (words.x if upright else words.y) == pytest.approx(0.25)
    assert words.text == "2/λmax"


def test_without_a_learning_rate_among_the_axes_or_within_them_there_is_no_border(tmp_path):
    _, figure = drawn(tmp_path, Axis("y", 0.0, 1.0), Axis("x", -2.0, 2.0))
    assert not figure.layout.shapes
    _, figure = drawn(tmp_path / "other", Axis("lr", 0.5, 1.0), Axis("x", -2.0, 2.0))
    assert not figure.layout.shapes

"""The gradient: the arrows, the path and the numbers are the lecture's formula."""

import re
from typing import Any

import jax.numpy as jnp
import numpy as np
import pytest

from optviz.core.registry import settings_of
from optviz.core.simulation.run import Run
from optviz.figures.board import Arrows, Axes, Path, Surface3D
from optviz.lecture.controls import Slider
from optviz.lecture.own import surface_called, surface_of
from optviz.lecture.page_state import opened
from optviz.lecture.traps import PAGE
from optviz.lecture.traps.common import gd_run
from optviz.lecture.traps.gradient import STEPS, downhill

from .helpers import board_of, layers, values_of


def run_of(preset: str = "", **changes: Any) -> Run:
    return gd_run(values_of("gradient", preset, **changes), STEPS)


def test_the_path_is_the_formula_in_a_python_loop() -> None:
    run = run_of()
    x, y = -2.5, 1.5
    for t in range(100):
        x, y = x - 0.05 * x, y - 0.05 * (10 * y)
        assert run.x[t + 1] == pytest.approx((x, y), rel=1e-13, abs=1e-300)


@pytest.mark.parametrize("surface", ["quadratic", "himmelblau", "rosenbrock", "ackley"])
def test_arrows_stand_at_right_angles_to_the_level_lines_and_point_downhill(surface: str) -> None:
    f = surface_of({"surface": surface})
    x, y, descent = downhill(f)
    assert len(x) == 225
    for a, b, step in list(zip(x, y, descent, strict=True))[::17]:
        size = np.linalg.norm(step)
        if size < 1e-6:
            continue
        unit, h = step / size, 1e-5
        across = np.array([-unit[1], unit[0]])
        place = jnp.array([a, b])
        slopes = [(float(f(place + h * way)) - float(f(place - h * way))) / (2 * h) for way in (across, unit)]
        assert abs(slopes[0]) < 1e-5 * size + 1e-6, "f is level across the arrow"
        assert slopes[1] == pytest.approx(-size, rel=1e-4, abs=1e-6), "f falls along it by as much as it is long"


def test_the_arrows_do_not_point_at_the_minimum_so_the_path_bends() -> None:
    run = run_of()
    towards = run.x[0] / np.linalg.norm(run.x[0])
    slope = run.slope[0] / np.linalg.norm(run.slope[0])
    assert abs(towards @ slope) < 0.8
    turns = np.cross(np.c_[run.step[:-1], np.zeros(99)], np.c_[run.step[1:], np.zeros(99)])[:, 2]
    assert np.abs(turns[:5]).min() > 1e-6


def test_small_steps_cross_level_lines_at_right_angles() -> None:
    run = run_of("straight_down")
    assert settings_of(run.optimizer)["lr"] == 0.01
    cosines = (
        (run.step * run.slope[:-1]).sum(1) / np.linalg.norm(run.step, axis=1) / np.linalg.norm(run.slope[:-1], axis=1)
    )
    np.testing.assert_allclose(cosines, -1)


def test_the_task_0_2_is_the_limit_and_there_y_jumps_for_ever() -> None:
    edge = run_of(lr=0.2)
    np.testing.assert_allclose(np.abs(edge.x[:, 1]), 1.5, rtol=1e-12)
    assert (edge.x[1:, 1] * edge.x[:-1, 1] < 0).all()
    below, beyond = run_of("zigzag"), run_of("beyond")
    assert (below.x[1:30, 1] * below.x[:29, 1] < 0).all() and abs(below.x[-1, 1]) < 1e-4
    assert abs(beyond.x[-1, 1]) > 1e4 and abs(beyond.x[-1, 0]) < 1e-9, "only the steep direction diverges"


def test_presets_on_other_surfaces() -> None:
    valley = run_of("curved_valley")
    assert np.abs(valley.x[3:, 1] - valley.x[3:, 0] ** 2).max() < 0.1, "along the curved floor y = x²"
    assert (np.diff(valley.value) < 0).all()
    four = run_of("four_minima")
    assert four.status.kind == "converged" and len(four.surface.minima) == 4


def test_the_step_arrow_leads_from_each_point_of_the_path_to_the_next() -> None:
    board = board_of("gradient")
    (path,) = layers(board, Path)
    field, step = layers(board, Arrows)
    np.testing.assert_allclose(step.x[:, 0] + step.dx[:, 0], path.x[1:], atol=1e-15)
    np.testing.assert_allclose(step.y[:, 0] + step.dy[:, 0], path.y[1:], atol=1e-15)
    assert len(field.dx) == 225 and step.scale == "true"


@pytest.mark.parametrize("equal", [False, True])
def test_the_drawn_arrows_keep_their_directions_and_who_is_steeper(equal: bool) -> None:
    (field, _) = layers(board_of("gradient", surface="himmelblau", equal=equal), Arrows)
    _, _, descent = downhill(surface_called("himmelblau"))
    size, drawn = np.hypot(*descent.T), np.hypot(field.dx, field.dy)
    np.testing.assert_allclose(field.dx * descent[:, 1], field.dy * descent[:, 0], atol=1e-9 * size.max())
    if equal:
        np.testing.assert_allclose(drawn, 1)
    else:
        assert (np.argsort(drawn, kind="stable") == np.argsort(size, kind="stable")).all()


@pytest.mark.parametrize("preset", ["", "zigzag", "curved_valley"])
def test_the_path_on_the_surface_is_the_path_on_the_level_lines(preset: str) -> None:
    board = board_of("gradient", preset)
    (flat,), surface = layers(board, Path), board.panel("surface", Surface3D)
    (deep,) = surface.paths
    np.testing.assert_array_equal([deep.x, deep.y], [flat.x, flat.y])
    f = surface_of(values_of("gradient", preset))
    heights = [float(f(jnp.array([x, y]))) for x, y in zip(deep.x[:5], deep.y[:5], strict=True)]
    assert deep.value is not None
    np.testing.assert_allclose(deep.value[:5], heights, rtol=1e-12)
    assert surface.field in opened(PAGE, "gradient", preset).background().fields


@pytest.mark.parametrize("section", ["gradient", "balls", "suboptimal", "basins"])
def test_the_coordinates_of_the_vector_x_are_called_x1_and_x2(section: str) -> None:
    plane = board_of(section).panel("plane", Axes)
    assert (plane.x.label, plane.y.label) == ("x₁", "x₂")
    sliders = {c.key: f"{c.label}{c.symbol}" for c in PAGE.section(section).all_controls() if isinstance(c, Slider)}
    if section != "balls":
        assert (sliders["x0"], sliders["y0"]) == ("start x₁", "start x₂")
    text = PAGE.text(section)
    whole = " ".join([text.body, text.notice, text.task, text.answer])
    assert not re.search(r"\$y\$|y\^2|along y", whole), "y is no coordinate of x"

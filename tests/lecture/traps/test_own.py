"""A typed f(x, y) in the sections on traps: pictures, critical points and basins are those of the formula."""

from typing import Any

import numpy as np
import pytest

from optviz.core.simulation.critical import critical_points
from optviz.core.surfaces import SURFACES
from optviz.figures.board import Arrows, Metrics, Table
from optviz.lecture.own import surface_of
from optviz.lecture.page_state import PageState, from_query
from optviz.lecture.traps import PAGE
from optviz.lecture.traps.basins import map_basins
from optviz.lecture.traps.common import gd_run
from tests.lecture.traps.helpers import layers

HIMMELBLAU = "(x^2+y-11)^2+(x+y^2-7)^2"
WITH_A_SURFACE = ("gradient", "balls", "suboptimal", "basins")


def state(section: str, text: str, **more: Any) -> PageState:
    texts = {"section": section, "surface": "typed", "f": text} | {key: str(value) for key, value in more.items()}
    shown, ignored = from_query(PAGE, texts)
    assert ignored == ()
    return shown


@pytest.mark.parametrize("section", [section.key for section in PAGE.sections])
def test_every_section_with_a_menu_of_surfaces_has_ones_own(section: str) -> None:
    keys = [control.key for control in PAGE.section(section).all_controls()]
    assert ("f" in keys) == ("surface" in keys) == (section in WITH_A_SURFACE)


@pytest.mark.parametrize("section", WITH_A_SURFACE)
def test_a_function_with_holes_gives_a_board_and_its_heights(section: str) -> None:
    shown = state(section, "log(x)+y^2")
    assert shown.board().summary
    assert np.isfinite(np.asarray(shown.background().fields["f"].z)).any()


def test_a_typed_himmelblau_has_the_critical_points_of_the_built_in_one() -> None:
    built_in = SURFACES["himmelblau"]()
    typed = critical_points(surface_of(state("suboptimal", HIMMELBLAU).values), built_in.domain)
    known = critical_points(built_in)
    assert [p.where for p in typed.points] == [p.where for p in known.points]
    np.testing.assert_allclose([p.point for p in typed.points], [p.point for p in known.points], atol=1e-7)


def test_gd_on_a_typed_himmelblau_is_gd_on_the_built_in_one() -> None:
    typed = gd_run(state("gradient", HIMMELBLAU, x0=0, y0=0, lr=0.01).values, 100)
    built_in = gd_run({"surface": "himmelblau", "x0": 0.0, "y0": 0.0, "lr": 0.01}, 100)
    np.testing.assert_allclose(typed.x, built_in.x, atol=1e-12)


def test_the_arrows_are_minus_the_gradient_by_differences() -> None:
    shown = state("gradient", "sin(3x)*y^2+0.1x^2", equal=1)
    arrows = layers(shown.board(), Arrows)[0]
    x, y, dx, dy = (np.asarray(a) for a in (arrows.x, arrows.y, arrows.dx, arrows.dy))
    h = 1e-6

    def f(x: np.ndarray, y: np.ndarray) -> np.ndarray:
        return np.sin(3 * x) * y**2 + 0.1 * x**2

    slope = -np.stack([f(x + h, y) - f(x - h, y), f(x, y + h) - f(x, y - h)]) / (2 * h)
    steep = np.hypot(*slope) > 1e-3
    np.testing.assert_allclose(
        np.stack([dx, dy])[:, steep], (slope / np.hypot(*slope).clip(1e-12))[:, steep], atol=1e-6
    )


def test_basins_of_a_double_well_are_its_two_sides() -> None:
    _, destinations = map_basins(state("basins", "(x^2-1)^2+y^2", lr=0.05).values)
    minima = [m.point for m in destinations.critical.of("minimum")]
    np.testing.assert_allclose(sorted(minima), [(-1, 0), (1, 0)], atol=1e-9)
    assert [round(destinations.share(i), 3) for i in range(2)] == [0.5, 0.5]


def test_where_the_hessian_does_not_decide_a_typed_surfaces_point_has_a_question_mark() -> None:
    # At (0, 0) f is 0, and along x = −15 y² it is below: no small circle need show that.
    board = state("suboptimal", "sin(3x)*y^2+0.1x^2").board()
    rows = [row for row in board.panel("points", Table).rows if row[2] == "(0, 0)"]
    assert [str(row[1])[-1] for row in rows] == ["?"]
    assert any("may err" in str(metric.values) for metric in board.panel("result", Metrics).metrics)
    plain = state("suboptimal", "x^2-y^2").board()
    assert not any("?" in str(cell) for row in plain.panel("points", Table).rows for cell in row)


def test_two_functions_have_two_backgrounds_and_a_parameter_makes_another() -> None:
    texts = [("x^2+a*y^2", 1), ("x^2+a*y^2", 2), ("x^2+y^2", 1)]
    keys = {state("gradient", text, **({"p1": a} if "a" in text else {})).background().key for text, a in texts}
    assert len(keys) == 3

"""The boards of the page on traps: what is drawn is what was computed."""

import itertools

import numpy as np
import pytest

from optviz.core.optimizers import OPTIMIZERS
from optviz.core.simulation.basins import LEFT, MOVING
from optviz.core.simulation.simulate import simulate
from optviz.core.surfaces import SURFACES
from optviz.figures.board import Arrows, CategoryMap, Line, Path, Points, Swarm
from optviz.figures.board.message import board_body
from optviz.lecture.page_state import opened
from optviz.lecture.traps import PAGE
from optviz.lecture.traps import common as runs
from optviz.lecture.traps.balls import DRAW, GROUND
from optviz.lecture.traps.destinations import colours
from optviz.lecture.traps.escape import typical

SHOWS = [opened(PAGE, section.key, key) for section in PAGE.sections for key in ("", *(p.key for p in section.presets))]


def layers(board, kind, panel="plane"):
    (plane,) = [one for one in board.panels if one.key == panel]
    return [layer for layer in plane.layers if isinstance(layer, kind)]


def panel(board, key):
    (found,) = [one for one in board.panels if one.key == key]
    return found


def values(section, **changes):
    return opened(PAGE, section).values | changes


def test_every_section_has_a_board_on_its_ground():
    assert list(DRAW) == list(GROUND) == [section.key for section in PAGE.sections]


@pytest.mark.parametrize("show", SHOWS, ids=[f"{s.section.key}-{i}" for i, s in enumerate(SHOWS)])
def test_a_board_is_whole_and_small_enough_to_follow_a_drag(show):
    board, ground = show.board(), show.background()
    assert {key for row in board.rows for key in row} == {one.key for one in board.panels}
    assert board.steps > 0 and board.status and board.summary.endswith(".")
    assert set(ground.fields) == {"f"}
    assert len(board_body(board)[1]) < 60_000


def test_the_step_arrow_leads_from_each_point_of_the_path_to_the_next():
    board = DRAW["gradient"](values("gradient"))
    (path,) = layers(board, Path)
    field, step = layers(board, Arrows)
    np.testing.assert_allclose(step.x[:, 0] + step.dx[:, 0], path.x[1:], atol=1e-15)
    np.testing.assert_allclose(step.y[:, 0] + step.dy[:, 0], path.y[1:], atol=1e-15)
    assert len(field.dx) == 225 and step.scale == "true"


@pytest.mark.parametrize("equal", [False, True])
def test_the_field_keeps_its_directions_and_who_is_steeper(equal):
    (field, _) = layers(DRAW["gradient"](values("gradient", surface="himmelblau", equal=equal)), Arrows)
    _, _, down = runs.arrows("himmelblau")
    size, drawn = np.hypot(*down.T), np.hypot(field.dx, field.dy)
    np.testing.assert_allclose(field.dx * down[:, 1], field.dy * down[:, 0], atol=1e-9 * size.max())
    if equal:
        np.testing.assert_allclose(drawn, 1)
    else:
        assert (np.argsort(drawn, kind="stable") == np.argsort(size, kind="stable")).all()


def test_every_ball_has_the_colour_of_the_minimum_where_it_ends():
    board = DRAW["balls"](values("balls"))
    (swarm,) = layers(board, Swarm)
    (stars,) = layers(board, Points)
    for i in range(len(swarm.x)):
        end = np.array([swarm.x[i, -1], swarm.y[i, -1]])
        nearest = np.argmin(np.hypot(stars.x - end[0], stars.y - end[1]))
        assert swarm.number[i] == nearest
    assert len({category.look for category in swarm.categories}) == len(swarm.categories) == 4


@pytest.mark.parametrize("spot", [(20, 30), (150, 170), (100, 5), (7, 199)])
def test_a_cell_of_the_map_has_the_colour_of_where_a_run_from_there_ends(spot):
    row, column = spot
    board = DRAW["basins"](values("basins"))
    (map_,) = layers(board, CategoryMap)
    start = (-5 + (column + 0.5) / 20, -5 + (row + 0.5) / 20)
    run = simulate(SURFACES["himmelblau"](), OPTIMIZERS["gd"](**{"lr": 0.01}), start, 500)
    (stars,) = layers(board, Points)
    assert map_.number[row, column] == np.argmin(np.hypot(stars.x - run.x[-1, 0], stars.y - run.x[-1, 1]))
    assert (map_.x, map_.y) == ((-5.0, 5.0), (-5.0, 5.0))


def test_many_minima_take_turns_with_the_colours_and_the_best_has_its_own():
    _, fates, _ = runs.basins(values("basins", surface="rastrigin", lr=0.002))
    categories, number = colours(fates)
    assert [c.label for c in categories if c.label][:2] == ["the best minimum", "120 other minima"]
    np.testing.assert_array_equal(number == 0, fates.label == 0)
    assert set(np.unique(number)) == set(range(6))


def test_other_fates_have_colours_of_their_own():
    _, fates, _ = runs.basins(values("basins", lr=0.02))
    categories, number = colours(fates)
    names = [c.label for c in categories]
    np.testing.assert_array_equal(number == names.index("at none of these yet"), fates.label == MOVING)
    _, fates, _ = runs.basins(values("basins", rule="momentum", lr=0.01))
    categories, number = colours(fates)
    names = [c.label for c in categories]
    np.testing.assert_array_equal(number == names.index("out of the picture"), fates.label == LEFT)


def test_critical_points_are_marked_by_kind_and_numbered_as_in_the_table():
    board = DRAW["suboptimal"](values("suboptimal"))
    marks = layers(board, Points)
    assert [(m.name, m.mark, len(m.x)) for m in marks] == [
        ("minimum", "star", 6),
        ("saddle", "cross", 7),
        ("maximum", "triangle", 2),
    ]
    assert list(itertools.chain(*(m.labels for m in marks))) == [str(i + 1) for i in range(15)]
    table = panel(board, "points")
    assert [row[1] for row in table.rows] == ["minimum"] * 6 + ["saddle"] * 7 + ["maximum"] * 2
    assert table.title == "6 minima, 7 saddles, 2 maxima"


def test_of_very_many_critical_points_forty_are_listed_and_all_are_marked():
    board = DRAW["suboptimal"](values("suboptimal", surface="rastrigin", lr=0.002))
    assert sum(len(m.x) for m in layers(board, Points)) == 441
    rows = panel(board, "points").rows
    assert len(rows) == 41 and rows[-1][:2] == ("…", "401 more")


def test_the_race_is_listed_by_who_leaves_first_and_curves_end_where_the_picture_does():
    board = DRAW["saddle"](values("saddle"))
    times = [int(row[1]) for row in panel(board, "race").rows]
    assert times == sorted(times) and len(times) == 8
    for series in panel(board, "away").series:
        inside = series.y[np.isfinite(series.y)]
        assert (inside[:-1] <= 2).all() and inside[-1] > 2
    ridge = DRAW["saddle"](values("saddle", y0=0.0))
    assert [row[1] for row in panel(ridge, "race").rows][1:] == ["never"] * 7


def test_escape_times_are_drawn_run_by_run_with_their_predictions():
    show = values("escape")
    board = DRAW["escape"](show)
    dots, medians, here = layers(board, Points, "times")
    assert len(dots.x) == 17 * 256 and len(medians.x) == 17 and here.x.tolist() == [0.001]
    low, high, half = layers(board, Line, "times")
    assert (low.y <= half.y).all() and (half.y <= high.y).all()
    assert here.y[0] == runs.left_at(runs.escapes(show).run)


def test_the_typical_distance_is_the_median_of_many_runs():
    show = values("escape", sigma=0.01, lr=0.05)
    t = np.arange(40)
    rng = np.random.default_rng(0)
    y = np.zeros((40, 20_000))
    for k in range(39):
        y[k + 1] = 1.1 * y[k] - 0.05 * 0.01 * rng.standard_normal(20_000)
    np.testing.assert_allclose(typical(show, t)[1:], np.median(np.abs(y), axis=1)[1:], rtol=0.03)

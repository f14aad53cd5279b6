"""The boards of the page on one dimension: every panel shows the numbers of its walk."""

import contextlib
import io
import json

import numpy as np
import pytest

from optviz.figures.board import Arrows, Axes, Chart, Labels, Path, Strip
from optviz.figures.board.message import background_message, board_body
from optviz.lecture.message import board_message
from optviz.lecture.one_dimension import PAGE
from optviz.lecture.one_dimension import sections as scene
from optviz.lecture.one_dimension.boards import LINES
from optviz.lecture.page_state import opened
from tests.decoder import opened_board

SHOWS = [opened(PAGE, section.key) for section in PAGE.sections]
SHOWS += [opened(PAGE, section.key, preset.key) for section in PAGE.sections for preset in section.presets]
SHOWS += [show.replace(settings=(*show.settings, ("f", f))) for show in SHOWS[:4] for f in ("kink", "plain", "terrace")]


def changed(section, **values):
    show = opened(PAGE, section)
    return show.replace(settings=tuple((show.values | values).items()))


EXTREMES = [
    changed(section, eta=eta, x0=x0)
    for section in ("descent", "algorithm", "step_size")
    for eta in (0.0, 10.0)
    for x0 in (0.0, -3.0)
]


def panel(board, key):
    return next(one for one in board.panels if one.key == key)


def layers(board, kind):
    return [layer for layer in panel(board, "curve").layers if isinstance(layer, kind)]


@pytest.mark.parametrize("show", [*SHOWS, *EXTREMES], ids=lambda show: show.section.key)
def test_a_board_holds_together_and_reaches_the_browser(show):
    board, ground = show.board(), show.background()
    assert {key for row in board.rows for key in row} == {one.key for one in board.panels}
    assert len({len(row) for row in board.rows}) == 1
    assert len(board.heights) == len(board.rows)
    assert board.summary.endswith(".")
    for one in board.panels:
        if isinstance(one, Chart):
            assert all(len(series.y) <= 1001 for series in one.series)
    found = opened_board(board_message(show, ground.key, board_body(board)))
    assert found["steps"] == board.steps
    assert json.dumps(found["panels"], allow_nan=False)
    assert background_message(ground)


def test_the_tangent_touches_the_curve_and_has_its_slope():
    show = opened(PAGE, "descent", "downhill")
    run, board = scene.walk_of("descent", show.values), show.board()
    tangent = layers(board, Arrows)[0]
    np.testing.assert_allclose(tangent.dy / tangent.dx, run.slope[:, None], rtol=1e-9)
    np.testing.assert_allclose(tangent.x + tangent.dx / 2, run.x[:, None], atol=1e-12)
    np.testing.assert_allclose(tangent.y + tangent.dy / 2, run.value[:, None], atol=1e-12)


def test_the_step_leads_from_each_point_to_the_next_and_down_to_the_curve():
    show = opened(PAGE, "descent", "downhill")
    run, board = scene.walk_of("descent", show.values), show.board()
    _, step, down = layers(board, Arrows)
    np.testing.assert_allclose(step.dx[:, 0], -run.eta * run.slope[:-1], rtol=1e-9)
    assert not step.dy.any() and not down.dx.any()
    np.testing.assert_allclose(down.y[:, 0] + down.dy[:, 0], run.value[1:], atol=1e-12)
    np.testing.assert_array_equal(down.x[:, 0], run.x[1:])


def test_the_rule_with_numbers_is_the_step_that_is_taken():
    rule = panel(opened(PAGE, "descent", "downhill").board(), "rule").columns
    np.testing.assert_allclose(rule["x"] - rule["eta"] * rule["slope"], rule["x_next"], rtol=1e-12)
    assert rule["next"].tolist() == list(range(1, 70))


def test_the_algorithms_lines_light_up_in_the_lectures_order():
    board = opened(PAGE, "algorithm").board()
    at = panel(board, "code").at.tolist()
    assert len(LINES) == 4 and at[0] == 0 and at[-1] == 1
    assert at[1:-1] == [2, 3] * 69 + [2], "2a and 2b in turn; the last slope is small, so no update follows"
    assert board.steps == 140


def test_the_tangent_appears_at_2a_and_the_move_at_2b():
    show = opened(PAGE, "algorithm")
    run, board = scene.walk_of("algorithm", show.values), show.board()
    at = panel(board, "code").at
    tangent, move = layers(board, Arrows)
    np.testing.assert_array_equal(np.isfinite(tangent.x[:, 0]), at == 2)
    np.testing.assert_array_equal(np.isfinite(move.dx[:, 0]), at == 3)
    path = layers(board, Path)[0]
    assert path.x[:4].tolist() == [2.0, 2.0, 1.6, 1.6]
    np.testing.assert_allclose(move.x[at == 3, 0] + move.dx[at == 3, 0], run.x[1:], rtol=1e-12)
    np.testing.assert_array_equal(path.x[at == 3], run.x[1:])


def test_the_programs_variables_are_told_at_each_beat():
    t, x, grad, small = panel(opened(PAGE, "algorithm").board(), "now").metrics
    assert t.values[:4] == ("0", "0", "0", "1") and x.values[2] == 1.6
    assert grad.values[:3] == ("not yet computed", "4", "4")
    assert small.values[1] == "no" and small.values[-1] == "yes: stop"


def test_a_walk_that_does_not_stop_never_lights_line_2():
    at = panel(changed("algorithm", eta=1.0).board(), "code").at
    assert 1 not in at.tolist() and at[-1] == 2


def test_the_factor_at_the_playhead_lies_on_its_line():
    show = opened(PAGE, "step_size", "oscillating")
    plane = panel(show.board(), "factor")
    line = next(one for one in plane.layers if type(one).__name__ == "MovingLine")
    point = next(one for one in plane.layers if type(one).__name__ == "Points")
    slope = (line.y[:, 1] - line.y[:, 0]) / line.x[1]
    np.testing.assert_allclose(1 + slope * 0.9, point.y[:, 0], rtol=1e-12)
    np.testing.assert_allclose(point.y, -0.8, rtol=1e-12)
    assert plane.x.low <= 0.9 <= plane.x.high


def test_a_minimum_wears_the_colour_of_the_starts_that_reach_it():
    board = opened(PAGE, "suboptimal").board()
    (strip,) = layers(board, Strip)
    marks = next(one for one in panel(board, "curve").layers if type(one).__name__ == "Points")
    by_label = {one.label: one.look for one in strip.categories}
    assert by_label == {"global minimum at −2": marks.looks[0], "local minimum at 2": marks.looks[2]}
    assert len(strip.number) == scene.STRIP_STARTS
    assert set(strip.number.tolist()) == {0, 1}


@pytest.mark.parametrize(
    ("f", "names"),
    [
        ("two_valleys", ("global minimum", "local minimum")),
        ("terrace", ("flat inflection", "minimum")),
        ("ripples", ("global minimum",)),
    ],
)
def test_what_the_curve_has_is_named_below_it(f, names):
    (labels,) = layers(changed("suboptimal", f=f).board(), Labels)
    assert labels.texts == names
    assert len(labels.x) == len(labels.y) == len(names)


def test_the_exercise_compares_all_five_and_prints_the_chosen_one():
    board = opened(PAGE, "exercise", "eta_100").board()
    chart, table = panel(board, "values"), panel(board, "printed")
    assert [one.name for one in chart.series] == [f"η = {eta}" for eta in scene.ETAS]
    assert len({one.look for one in chart.series}) == 5
    assert table.rows[67][2] == "inf" and table.rows[66][2] != "inf"
    assert table.rows[134][1] == "inf" and len(table.rows) == board.steps + 1 == 135
    assert board.status == ("diverged",)


@pytest.mark.parametrize("section", ["exercise", "exercise_2d"])
@pytest.mark.parametrize("eta", scene.ETAS)
def test_the_table_on_the_board_is_what_the_program_beside_it_prints(section, eta):
    board, printed = changed(section, rate=eta).board(), io.StringIO()
    program = panel(board, "code" if section == "exercise" else "two").lines
    with contextlib.redirect_stdout(printed):
        exec("\n".join(program), {})
    table = panel(board, "printed")
    lines = [tuple(line.split()[: len(table.head)]) for line in printed.getvalue().splitlines()]
    assert list(table.rows) == lines


def test_both_programs_stand_side_by_side_with_the_start_that_is_chosen():
    board = changed("exercise_2d", x0=-1.25, rate="0.01").board()
    assert ("one", "two") in board.rows
    assert "eta, eps, x, y = 0.01, 1e-6, -1.25, 1.0" in panel(board, "two").lines
    assert "eta, eps, x = 0.01, 1e-6, 2.0" in panel(board, "one").lines


def test_a_click_on_the_curve_moves_the_start_and_one_on_the_factor_the_rate():
    assert panel(SHOWS[0].board(), "curve").drag.x == "x0"
    assert panel(opened(PAGE, "step_size").board(), "factor").drag.x == "eta"
    plane = panel(opened(PAGE, "exercise_2d").board(), "plane")
    assert isinstance(plane, Axes) and (plane.drag.x, plane.drag.y) == ("x0", "y0")

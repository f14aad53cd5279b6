"""The boards of the page on adaptive learning rates show what was computed, and can be recomputed by hand."""

import re

import numpy as np
import pytest

from optviz.core.optimizers.composed import epsilon_gap
from optviz.figures.board import Arrows, Axes, Board, Chart, Contour, Formula, Line, Path, Points, Table
from optviz.figures.board.message import background_message, board_body
from optviz.lecture.adaptive import PAGE
from optviz.lecture.adaptive.boards import DRAW, GROUND
from optviz.lecture.adaptive.common import RUNS
from optviz.lecture.message import board_message
from optviz.lecture.page_state import PageState, opened
from tests.decoder import opened_board

SECTIONS = [section.key for section in PAGE.sections]
PAIRS = [key for key in SECTIONS if key not in ("rotation", "ideas")]
PYTHON = (
    (r"\cdot", "*"),
    (r"\sqrt", "sqrt"),
    (r"\frac", ""),
    ("}{", ")/("),
    ("{", "("),
    ("}", ")"),
    ("^", "**"),
)
STATES = [(s.key, preset) for s in PAGE.sections for preset in ("", *(p.key for p in s.presets))]


def shown(section: str, preset: str = "", **changes) -> PageState:
    """A section as it opens, as a preset has it, or turned to other values."""
    show = opened(PAGE, section, preset)
    return show.replace(settings=tuple((show.values | changes).items()))


def panel(board: Board, key: str):
    return next(one for one in board.panels if one.key == key)


def value(latex: str, numbers: dict) -> np.ndarray:
    """Compute one side of a line from the numbers that stand in it."""
    text = re.sub(r"<<(\w+)>>", r'Q["\1"]', latex)
    for old, new in [
        (r"\cdot", "*"),
        (r"\sqrt", "sqrt"),
        (r"\frac", ""),
        ("}{", ")/("),
        ("{", "("),
        ("}", ")"),
        ("^", "**"),
    ]:
        text = text.replace(old, new)
    assert "\\" not in text, f"LaTeX left over in {text}"
    return eval(text, {"Q": numbers, "sqrt": np.sqrt})


def test_every_section_is_drawn_and_has_a_ground():
    assert list(DRAW) == list(GROUND) == SECTIONS


@pytest.mark.parametrize(("section", "preset"), STATES)
def test_every_state_makes_a_board_whose_panels_are_all_in_place(section, preset):
    show = shown(section, preset)
    board, ground = show.board(), show.background()
    placed = {key for row in board.rows for key in row}
    assert placed == {one.key for one in board.panels} and len(placed) == len(board.panels)
    assert len({len(row) for row in board.rows}) == 1
    assert all(len(row) == len(board.widths or row) for row in board.rows)
    assert len(board.heights) == len(board.rows)
    assert board.summary.endswith(".") and board.status
    for plane in (one for one in board.panels if isinstance(one, Axes)):
        assert {layer.field for layer in plane.layers if isinstance(layer, Contour)} <= set(ground.fields)
    assert background_message(ground)


@pytest.mark.parametrize(("section", "preset"), STATES)
def test_a_board_is_small_and_reads_back_as_it_was_sent(section, preset):
    show = shown(section, preset)
    board = show.board()
    message = board_message(show, show.background().key, board_body(board))
    assert len(message) < 40_000
    read = opened_board(message)
    assert [one["key"] for one in read["panels"]] == [one.key for one in board.panels]
    assert read["status"] == list(board.status)


@pytest.mark.parametrize("section", PAIRS)
def test_the_paths_are_the_runs_and_keep_every_point(section):
    show = shown(section)
    found = RUNS[section](show.values)
    paths = [layer for layer in panel(show.board(), "path").layers if isinstance(layer, Path)]
    for path, side in zip(paths, found.sides, strict=True):
        assert np.array_equal(path.x, side.run.x[:, 0]) and np.array_equal(path.y, side.run.x[:, 1])
        assert path.look == side.look and path.name[3:] == side.name
    assert paths[0].look != paths[1].look


@pytest.mark.parametrize(("section", "preset"), [state for state in STATES if state[0] in PAIRS])
def test_a_student_can_recompute_every_line_from_the_numbers_in_it(section, preset):
    board = shown(section, preset).board()
    for rule in (one for one in board.panels if isinstance(one, Formula)):
        for symbols, line in rule.lines:
            assert symbols.count("{") == symbols.count("}") and line
            names = re.findall(r"<<(\w+)>>", line)
            steps = min(len(rule.columns[n]) for n in names if np.ndim(rule.columns[n]))
            for t in (0, 1, steps // 2, steps - 1):
                numbers = {n: rule.columns[n][t] if np.ndim(rule.columns[n]) else rule.columns[n] for n in names}
                left, right = line.split(" = ")
                with np.errstate(over="ignore"):
                    np.testing.assert_allclose(value(left, numbers), value(right, numbers), rtol=1e-9, atol=1e-14)


@pytest.mark.parametrize("section", [key for key in PAIRS if key != "adam"])
def test_the_change_stands_in_a_box_in_bs_rule_and_goes_with_its_switch(section):
    with_change, without = shown(section).board(), shown(section, change=False).board()
    assert r"\boxed" in panel(with_change, "rule_b").lines[0][0]
    assert r"\boxed" not in panel(with_change, "rule_a").lines[0][0]
    assert panel(without, "rule_b").lines[0][0] == panel(without, "rule_a").lines[0][0]
    assert "switched off" in without.notices[-1]


@pytest.mark.parametrize(
    ("changes", "boxes"),
    [
        ({"without": "both"}, [r"\hat m_t", r"\hat v_t"]),
        ({"without": "correct"}, [r"\hat m_t", r"\hat v_t"]),
        ({"without": "momentum"}, [r"\hat m_t"]),
        ({"without": "both", "momentum": False}, [r"\hat v_t"]),
        ({"without": "both", "correct": False}, ["m_t"]),
        ({"without": "correct", "correct": False}, []),
    ],
)
def test_adams_boxes_hold_what_a_goes_without(changes, boxes):
    symbols = panel(shown("adam", **changes).board(), "rule_b").lines[0][0]
    assert re.findall(r"\\boxed\{([^}]*)\}", symbols) == boxes


def test_the_rotation_board_draws_the_turned_paths_under_the_runs():
    show = shown("rotation", angle=30.0)
    found = RUNS["rotation"](show.values)
    turned = panel(show.board(), "turned")
    lines = [layer for layer in turned.layers if isinstance(layer, Line)]
    for line, ghost in zip(lines, found.ghosts, strict=True):
        assert np.array_equal(np.column_stack([line.x, line.y]), ghost)
    assert turned.equal and turned.drag is None and not any(isinstance(layer, Arrows) for layer in turned.layers)


def test_the_dots_on_the_epsilon_curve_lie_on_it():
    plane = panel(shown("epsilon").board(), "gap")
    for dots in (layer for layer in plane.layers if isinstance(layer, Points)):
        np.testing.assert_allclose(dots.y, epsilon_gap(np.asarray(dots.x) ** 2, 1e-8), rtol=1e-12)


def test_the_sum_and_the_learning_rate_are_those_of_the_formula():
    board = shown("formula").board()
    run = RUNS["formula"](shown("formula").values).b.run
    total = np.cumsum((run.grad**2).sum(axis=1))
    np.testing.assert_allclose(panel(board, "sum").series[0].y, total, rtol=1e-12)
    np.testing.assert_allclose(panel(board, "rate0").series[1].y, 0.5 / np.sqrt(1e-8 + total), rtol=1e-12)
    np.testing.assert_allclose(panel(board, "rate0").series[0].y, 0.5, rtol=1e-12)


def test_a_coordinate_without_slope_has_no_learning_rate_to_show():
    rates = panel(shown("coordinates", "coordinates_axis").board(), "rate1").series[1].y
    assert np.isnan(rates).all()


def test_the_table_of_ideas_lists_all_optimizers_and_the_racers_steps():
    table = panel(shown("ideas").board(), "ideas")
    assert isinstance(table, Table)
    rows = {row[0]: row[1:] for row in table.rows}
    assert rows["GD"] == ("51", "if fed", "", "") and rows["RMSprop"] == ("4", "if fed", "", "yes")
    assert rows["Adam"] == ("11", "if fed", "yes", "yes") and rows["SGD"] == ("", "yes", "", "")
    assert {row[1] for name, row in rows.items() if name in ("GD", "Adam")} == {"if fed"}
    ridge = panel(shown("ideas", "ideas_ridge").board(), "ideas")
    assert [row[1] for row in ridge.rows].count("never") == 7


def test_the_race_chart_ends_where_a_racer_leaves_the_picture():
    chart = panel(shown("ideas").board(), "away")
    assert isinstance(chart, Chart)
    for one in chart.series:
        seen = one.y[np.isfinite(one.y)]
        assert (seen[:-1] <= 2).all()


@pytest.mark.parametrize(
    ("section", "changes", "words"),
    [
        ("formula", {"lr": 0.0}, "no step for A: GD and B: AdaGrad-Norm."),
        ("units", {"lr": 0.0}, "no step for A: RMSprop."),
        ("ideas", {"lr": 0.0}, "η = 0: only Adadelta moves"),
        ("formula", {"lr": 100.0}, "A: GD diverged. At step 52"),
        ("formula", {"x0": 0.0, "y0": 0.0}, "The gradient at the start is zero"),
        ("rotation", {"x0": 0.0, "y0": 0.0}, "The gradient at the start is zero"),
        ("rotation", {"angle": 0.0}, "φ = 0: both bowls are the same"),
        ("formula", {"eps": 1.0}, "ε = 1 is no longer small"),
        ("forget", {"rho": 0.9999}, "100 times as long as η"),
        ("forget", {"rho": 0.0}, "every step is η long in each coordinate"),
        ("adam", {"beta2": 0.9999, "correct": False, "momentum": False}, "100 times as long as η"),
        ("ideas", {"y0": 0.0}, "on the ridge"),
        ("ideas", {"x0": 0.0, "y0": 0.0}, "The start is the saddle itself"),
    ],
)
def test_bad_input_gets_a_sentence(section, changes, words):
    told = shown(section, **changes).board().notices
    assert any(words in sentence for sentence in told)


def test_a_section_as_it_opens_has_no_warning():
    assert all(shown(section).board().notices == () for section in SECTIONS)


def test_the_ground_changes_with_the_surface_and_with_nothing_else():
    assert shown("formula").background().key == shown("formula", lr=3.0, x0=1.0).background().key
    assert shown("formula").background().key != shown("formula", kappa=20.0).background().key
    assert shown("rotation").background().key != shown("rotation", angle=44.0).background().key
    assert shown("adam").background().key != shown("adam", ground="bowl").background().key
    z = shown("units").background().fields["f"]
    x, y = np.meshgrid(z.x, z.y)
    np.testing.assert_allclose(z.z, 0.5 * (x**2 + 10 * y**2), rtol=1e-12, atol=1e-12)

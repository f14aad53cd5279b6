"""The boards of the page on backpropagation: what is told when, and boxes that stand where nothing covers them."""

import re
from itertools import combinations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from optviz.core.backprop.expression import parse
from optviz.core.backprop.tape import record
from optviz.figures.board import Axes, Board, Graph, TextLines
from optviz.figures.board.message import board_body
from optviz.lecture.backprop import PAGE
from optviz.lecture.backprop.boards import DRAW
from optviz.lecture.backprop.layout import THIN, columns_of, layout
from optviz.lecture.backprop.numbers import matrix, plain, row, tex

PRESETS = [(section.key, preset.key) for section in PAGE.sections for preset in section.presets]
TYPED = ["x", "7", "x*x", "x*y + sin(x)", "(x + y)*(x - y)", "tanh(x*y + z)*exp(-x^2) + sin(y*z)/(x^2 + 1)", "2 + 3*x"]


def board(section: str, preset: str = "", **changes) -> Board:
    found = PAGE.section(section)
    chosen = found.preset(preset) if preset else None
    return DRAW[section](found.defaults() | (dict(chosen.values) if chosen else {}) | changes)


def panel(found: Board, kind: type):
    return next(one for one in found.panels if isinstance(one, kind))


def told(story, step):
    return next((text for at, text in reversed(story) if at <= step), None)


def test_every_section_is_drawn():
    assert set(DRAW) == {section.key for section in PAGE.sections}


@pytest.mark.parametrize(("section", "preset"), [(section.key, "") for section in PAGE.sections] + PRESETS)
def test_every_step_of_a_board_has_its_lines_and_its_beat(section, preset):
    found = board(section, preset)
    for one in found.panels:
        if isinstance(one, TextLines):
            assert len(one.frames) == found.steps + 1
            assert all(-1 <= lit < len(frame) for lit, frame in zip(one.lit, one.frames, strict=False))
            assert all(line.count("$") % 2 == 0 for frame in one.frames for line in frame)
        if isinstance(one, Graph):
            assert len(one.highlights) == found.steps + 1
            keys = {box.key for box in one.nodes}
            assert len(keys) == len(one.nodes) and {end for w in one.edges for end in (w.start, w.end)} <= keys
            for beat in one.highlights:
                assert set(beat.nodes) <= keys and all(0 <= wire < len(one.edges) for wire in beat.edges)
    assert found.summary and board_body(found)[1]


def test_the_chain_rule_is_built_up_factor_by_factor():
    lines = panel(board("chain_rule"), TextLines)
    assert ["90" in " ".join(frame) for frame in lines.frames] == [False] * 5 + [True]
    assert "= 9$" not in " ".join(lines.frames[3]) and "= 9$" in " ".join(lines.frames[4])
    assert "54x^5 + 36x^2" in lines.frames[5][-1]
    assert "54x^5" not in " ".join(panel(board("chain_rule", "swapped"), TextLines).frames[5])


def test_the_tangents_have_the_slopes_nine_ten_and_ninety():
    planes = {one.key: one for one in board("chain_rule").panels if isinstance(one, Axes)}
    for key, slope in {"inner": 9, "outer": 10, "whole": 90}.items():
        tangent = next(layer for layer in planes[key].layers if getattr(layer, "name", "") == "tangent")
        y = np.asarray(tangent.y)[-1]
        assert np.diff(y) / np.diff(np.asarray(tangent.x)) == pytest.approx(slope)


def test_the_windows_of_the_curves_do_not_move_with_x():
    first, second = (board("chain_rule", x=x) for x in (-1.2, 0.7))
    for a, b in zip(first.panels, second.panels, strict=True):
        if isinstance(a, Axes) and isinstance(b, Axes):
            assert (a.x, a.y) == (b.x, b.y)


@pytest.mark.parametrize("text", TYPED)
def test_a_box_has_its_value_after_those_it_needs_and_its_whole_gradient_before_it_hands_on(text):
    graph = panel(board("graph", expression=text), Graph)
    boxes = {box.key: box for box in graph.nodes}
    last = len(graph.highlights) - 1
    for wire in graph.edges:
        start, end = boxes[wire.start].lines, boxes[wire.end].lines
        if start:
            assert start[0][0][0] < end[0][0][0]
            ((pulled, _),) = wire.label
            assert end[1][-1][0] < pulled <= last and pulled in [at for at, _ in start[1]]
            assert told(start[1], end[0][0][0]) is None


def test_the_gradient_in_the_box_of_x_grows_at_the_second_visit():
    graph = panel(board("graph"), Graph)
    x = next(box for box in graph.nodes if box.title == "$x$")
    assert [text for _, text in x.lines[1]] == ["−0.4161", "−1.416"]


def test_a_broken_expression_stops_where_it_breaks():
    found = board("graph", expression="log(y)*x + 1")
    graph = panel(found, Graph)
    assert found.status == ("broken",) and not any(beat.back for beat in graph.highlights)
    assert [box.title for box in graph.nodes if box.key in graph.highlights[-1].nodes] == [r"$v_{1} = \log(y)$"]


def test_an_expression_that_cannot_be_read_leaves_a_sentence_and_no_picture():
    found = board("graph", expression="sine(x)")
    assert found.steps == 0 and "Did you mean sin?" in found.notices[0]


def spots(expression):
    tape = record(expression, {"x": 1.0, "y": 2.0, "z": 3.0})
    return tape, layout(tape)


@pytest.mark.parametrize("text", TYPED)
def test_arrows_run_to_the_right_and_pass_every_column_between(text):
    tape, found = spots(parse(text))
    for place, node in enumerate(tape.nodes):
        for slot, parent in enumerate(node.parents):
            ways = [found.places[parent][0], *(c for c, _ in found.vias[place, slot]), found.places[place][0]]
            assert ways == list(range(ways[0], ways[-1] + 1)) and len(ways) > 1


def apart(tape, found):
    """The least distance of two nodes, and of a node and a passing arrow, in one column."""
    vias = [spot for passing in found.vias.values() for spot in passing]
    nodes = [b[1] - a[1] for a, b in combinations(found.places, 2) if a[0] == b[0]]
    mixed = [via[1] - place[1] for via in vias for place in found.places if via[0] == place[0]]
    return min(map(abs, nodes), default=1.0), min(map(abs, mixed), default=1.0)


def longer(inner):
    pairs = st.tuples(inner, st.sampled_from("+-*/"), inner).map(lambda t: f"({t[0]}{t[1]}{t[2]})")
    return pairs | inner.map(lambda t: f"sin({t})") | inner.map(lambda t: f"({t})^2")


@given(st.recursive(st.sampled_from(["x", "y", "z", "2"]), longer, max_leaves=8))
def test_no_box_covers_another_and_no_arrow_runs_through_a_box(text):
    nodes, mixed = apart(*spots(parse(text)))
    assert nodes > 0.99 and mixed > (1 + THIN) / 2 - 0.01


def test_numbers_stand_just_before_what_uses_them():
    tape, _ = spots(parse("sin(sin(x)) + 1"))
    assert columns_of(tape) == [0, 1, 2, 2, 3]


def test_the_networks_boxes_carry_values_and_shapes():
    graph = panel(board("network"), Graph)
    boxes = {box.key: box for box in graph.nodes}
    assert boxes["6"].lines[0] == ((1, ("0.9", "−0.4", "−0.7", "1.2")),)
    assert [boxes[str(k)].notes[-1] for k in range(7)] == ["1 number"] * 2 + ["3 numbers"] * 3 + ["4 numbers"] * 2
    assert boxes["w0"].notes == ("4 × 2",) and boxes["w1"].notes == ("3 × 4",)


@pytest.mark.parametrize(("target", "steps"), [("w0", 6), ("w1", 4)])
def test_backward_frames_one_factor_a_step_from_the_loss_inwards(target, steps):
    found = board("backward", target=target)
    boxed = [re.search(r"\\boxed\{\\frac\{du_(\d)\}", frame[0]) for frame in panel(found, TextLines).frames]
    assert [int(one.group(1)) for one in boxed if one] == list(range(steps + 1))
    graph = panel(found, Graph)
    assert all(beat.back for beat in graph.highlights) and graph.highlights[-1].nodes == (target,)


def test_the_checks_table_has_all_twenty_weights_and_the_gaps_on_top():
    rows = board("check").panels[0].rows
    assert len(rows) == 21 and rows[0][0] == "largest gap"
    assert rows[1] == ("$W_0[1,1]$", "−0.18606109", "−0.18606109", "−0.18606109")


def test_numbers_are_written_as_in_a_book():
    assert [plain(v) for v in (0.5, -0.5, -0.0, 1e-8, 2.5e10, np.nan, np.inf)] == [
        "0.5",
        "−0.5",
        "0",
        "1e−8",
        "2.5e10",
        "no number",
        "∞",
    ]
    assert tex(1.5e-7) == r"1.5\!\cdot\!10^{-7}" and tex(-0.0) == "0"
    assert matrix([[1, 2], [3, 4]]) == r"\begin{pmatrix}1&2\\3&4\end{pmatrix}"
    assert row([1, 2]) == r"\begin{pmatrix}1&2\end{pmatrix}" and row([3]) == "3"

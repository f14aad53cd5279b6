"""What every section of the page on backpropagation keeps: it is drawn at every step, whatever is set."""

import numpy as np
import pytest

from optviz.core import number_text
from optviz.figures.board import Graph, TextLines
from optviz.figures.board.message import board_body
from optviz.lecture.backprop import PAGE
from optviz.lecture.backprop.numbers import bracketed, labels, matrix, node_text, power_base, row_vector
from tests.decoder import weight

from .helpers import board_of

OPENED = [(section.key, "") for section in PAGE.sections]
OPENED += [(section.key, preset.key) for section in PAGE.sections for preset in section.presets]
EXTREME = {
    "input": ((100.0,), (-100.0,)),
    "w0": ((100.0, -100.0),) * 4,
    "w1": ((100.0, -100.0, 100.0, -100.0),) * 3,
    "activation": "relu",
}
HOSTILE = {
    "chain_rule": {"x": -1.5, "f": "exp", "g": "exp"},
    "many": {"n": "5", "x": 3.0, **{f"f{k}": "exp" for k in range(1, 6)}},
    "graph": {"expression": "exp(exp(exp(x^9))) / (y + 1)", "x": 3.0, "y": -1.0},
    "network": EXTREME,
    "derivatives": EXTREME,
    "backward": EXTREME,
    "shortcut": {"logits": ((-1000.0,), (1000.0,), (1000.0,))},
    "check": EXTREME | {"h": 1e-12},
    "step": EXTREME | {"lr": 5.0, "which": "both"},
}
MOST_BYTES = 20_000


@pytest.mark.parametrize(("section", "preset"), OPENED, ids=["-".join(filter(None, pair)) for pair in OPENED])
def test_every_step_of_a_board_has_its_lines_and_its_highlight(section, preset):
    board = board_of(section, preset)
    for panel in board.panels:
        if isinstance(panel, TextLines):
            assert len(panel.frames) == board.steps + 1
            assert all(-1 <= lit < len(frame) for lit, frame in zip(panel.lit, panel.frames, strict=False))
            assert all(line.count("$") % 2 == 0 for frame in panel.frames for line in frame)
        if isinstance(panel, Graph):
            assert len(panel.highlights) == board.steps + 1
            keys = {node.key for node in panel.nodes}
            assert len(keys) == len(panel.nodes)
            assert {end for edge in panel.edges for end in (edge.start, edge.end)} <= keys
            for highlight in panel.highlights:
                assert set(highlight.nodes) <= keys
                assert all(0 <= edge < len(panel.edges) for edge in highlight.edges)
    assert board.summary and board_body(board)[1]


@pytest.mark.parametrize("section", [section.key for section in PAGE.sections])
def test_hostile_values_are_drawn_too(section):
    board = board_of(section, **HOSTILE[section])
    assert board.summary and board_body(board)[1]


@pytest.mark.parametrize("section", [section.key for section in PAGE.sections])
def test_a_board_is_small_enough_to_follow_a_drag(section):
    assert weight(board_of(section)) < MOST_BYTES


def test_numbers_are_written_as_in_a_book():
    texts = labels([0.5, -0.5, -0.0, 1e-8, 2.5e10, np.nan, np.inf])
    assert texts == ("0.5", "−0.5", "0", "1e−8", "2.5e10", "not a number", "∞")
    assert number_text.tex(1.5e-7) == r"1.5 \cdot 10^{-7}" and number_text.tex(-0.0) == "0"
    assert bracketed(-2.0) == "(-2)" and bracketed(2.0) == power_base(2.0) == "2"
    assert power_base(-2.0) == "(-2)" and power_base(1e-7) == "(10^{-7})"
    assert node_text([0.12345]) == "0.123" and node_text([1, -2]) == ("1", "−2")
    assert matrix([[1, 2], [3, 4]]) == r"\begin{pmatrix}1&2\\3&4\end{pmatrix}"
    assert row_vector([1, 2]) == r"\begin{pmatrix}1&2\end{pmatrix}" and row_vector([3]) == "3"

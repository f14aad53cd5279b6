"""The section "hidden": XOR by two lines, what the output sees, and why a count is little help."""

import numpy as np
import pytest

from optviz.figures.board import Axes, CategoryMap, Points, Table
from optviz.lecture.page_state import opened
from optviz.lecture.weights import PAGE
from optviz.lecture.weights.common import split
from optviz.lecture.weights.hidden import OUTPUT, answers
from optviz.lecture.weights.perceptron import SETS

POINTS, LABELS = split(SETS["xor"][1])


@pytest.mark.parametrize(("preset", "wrong"), [("by_hand", 1), ("solved", 0), ("same", 2)])
def test_a_preset_misclassifies_as_many_points_as_it_shows(preset: str, wrong: int) -> None:
    values = opened(PAGE, "hidden", preset).values
    assert (answers(values, POINTS)[1] != LABELS).sum() == wrong
    rows = opened(PAGE, "hidden", preset).board().panel("table", Table).rows
    assert sum(row[-1] == "no" for row in rows) == wrong


def test_the_output_says_1_for_h_1_0_alone() -> None:
    corners = np.array([[0, 0], [0, 1], [1, 0], [1, 1]])
    assert (corners @ OUTPUT[:2] + OUTPUT[2] > 0).tolist() == [False, False, True, False]


def test_the_map_shows_what_the_net_predicts_at_the_points() -> None:
    board = opened(PAGE, "hidden", "solved").board()
    shown = next(layer for layer in board.panel("plane", Axes).layers if isinstance(layer, CategoryMap))
    rows, columns = ((POINTS[:, ::-1] + 3) / 6 * (len(shown.number) - 1)).round().astype(int).T
    assert shown.number[rows, columns].tolist() == LABELS.tolist()


def test_points_at_one_place_lie_abreast_where_the_output_sees_them() -> None:
    board = opened(PAGE, "hidden", "solved").board()
    marks = [layer for layer in board.panel("hidden", Axes).layers if isinstance(layer, Points)]
    places = {(float(x), float(y)) for layer in marks for x, y in zip(layer.x, layer.y, strict=True)}
    assert len(places) == 4


def test_the_count_stays_the_same_over_long_ways() -> None:
    values = opened(PAGE, "hidden", "by_hand").values
    counts = [(answers({**values, "angle1": float(a)}, POINTS)[1] != LABELS).sum() for a in range(50, 130)]
    assert len(set(counts)) == 1

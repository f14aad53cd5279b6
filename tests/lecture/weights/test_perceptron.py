"""The section "perceptron": what its presets say comes out, and the picture is the algorithm's."""

import numpy as np
import pytest

from optviz.figures.board import Arrows, Axes, Formula, Metric, Metrics, Points
from optviz.lecture.page_state import PageState, opened
from optviz.lecture.weights import PAGE
from optviz.lecture.weights.common import WINDOW
from optviz.lecture.weights.perceptron import SETS, learning_of


def state(preset: str) -> PageState:
    return opened(PAGE, "perceptron", preset)


@pytest.mark.parametrize(("preset", "ending"), [("line", "separated"), ("overlap", "unfinished"), ("xor", "cycling")])
def test_a_preset_ends_as_its_title_says(preset: str, ending: str) -> None:
    run = learning_of(state(preset).values)
    assert run.ending == ending
    assert run.wrong[-1].any() == (ending != "separated")


def test_a_correction_can_break_what_was_right_before() -> None:
    mistakes = learning_of(state("line").values).wrong.sum(axis=1)
    assert (np.diff(mistakes) > 0).any() and mistakes[-1] == 0


def test_dragging_one_point_of_xor_across_lets_the_algorithm_stop() -> None:
    moved = (*SETS["xor"][1][:3], (-1.4, -1.0, 0.0))
    assert learning_of({**state("xor").values, "xor_points": moved}).ending == "separated"


def test_the_line_drawn_is_where_the_weights_say_one_half_and_the_arrow_points_to_class_1() -> None:
    values = state("line").values
    run = learning_of(values)
    line, arrow = [layer for layer in state("line").board().panel("plane", Axes).layers if isinstance(layer, Arrows)]
    for t, (w1, w2, b) in enumerate(run.weights):
        for share in (0.0, 0.3, 1.0):
            x, y = line.x[t, 0] + share * line.dx[t, 0], line.y[t, 0] + share * line.dy[t, 0]
            assert w1 * x + w2 * y + b == pytest.approx(0, abs=1e-9)
        assert w1 * arrow.dx[t, 0] + w2 * arrow.dy[t, 0] > 0
        assert np.hypot(line.dx[t, 0], line.dy[t, 0]) > 2 * np.hypot(*np.diff([WINDOW, WINDOW])).item()


def test_crosses_are_on_the_misclassified_points_and_the_ring_on_the_one_corrected_next() -> None:
    run = learning_of(state("line").values)
    marks = {
        layer.name: layer for layer in state("line").board().panel("plane", Axes).layers if isinstance(layer, Points)
    }
    assert (np.isfinite(marks["misclassified"].x) == run.wrong).all()
    ring = np.column_stack([marks["next to correct"].x, marks["next to correct"].y])
    assert ring[:-1].tolist() == run.points[run.corrected].tolist() and np.isnan(ring[-1]).all()


def test_the_formulas_numbers_add_up_and_the_status_tells_the_end_only_there() -> None:
    board = state("line").board()
    number = board.panel("rule", Formula).numbers
    error = (number("y") - number("yhat"))[:, None]
    assert number("next") == pytest.approx(number("w") + error * number("x"))
    status: Metric = board.panel("now", Metrics).metrics[-1]
    assert len(set(status.values[:-1])) == 1 and "8 corrections" in status.values[-1]

"""A board's message says what the board is: panels as data, arrays as columns, looks as styles."""

import json

import numpy as np

from optviz.figures import board as b
from optviz.figures.board.message import background_message, board_body
from optviz.figures.palette import look
from tests.decoder import parsed, sent

X = np.array([3.0, 1.0, 0.25, np.nan])


def board() -> b.Board:
    layers = (b.Path(X, X**2, 4, "GD"), b.Arrows(X, X, np.ones((3, 4)), np.ones((3, 4)), "accent"))
    plane = b.Axes("plane", layers, b.Axis("x", -3, 3), b.Axis("y", 0, np.inf), drag=b.DragTarget("lr"))
    return b.Board((plane, b.Table("table", ("t",), (("0",), ("1",)))), (("plane", "table"),), 3, status=("moving",))


def test_a_board_comes_back_as_it_was_sent() -> None:
    found = sent(board())
    assert (found["steps"], found["rows"], found["status"]) == (3, [["plane", "table"]], ["moving"])
    plane, table = found["panels"]
    assert (plane["kind"], table["kind"], table["rows"]) == ("axes", "table", [["0"], ["1"]])
    path, arrows = plane["layers"]
    np.testing.assert_allclose(found["columns"][path["x"]["$"]], X, rtol=1e-5)
    assert arrows["dx"]["shape"] == [3, 4]


def test_looks_travel_as_colour_dash_and_marker_and_words_as_they_are() -> None:
    path, arrows = sent(board())["panels"][0]["layers"]
    style = look(4)
    assert path["look"] == [style.colour, style.dash, style.marker]
    assert arrows["look"] == "accent"


def test_a_number_that_json_cannot_hold_becomes_null() -> None:
    plane = sent(board())["panels"][0]
    assert plane["y"]["high"] is None


def test_equal_boards_are_equal_bytes() -> None:
    first, second = (board_body(board()) for _ in range(2))
    assert first == second


def test_a_ground_holds_its_fields_one_after_the_other() -> None:
    x = np.linspace(-1, 1, 5)
    fields = {name: b.Field(x, 2 * x, np.full((5, 5), value), 0.0) for name, value in (("a", 1.0), ("b", 2.0))}
    header, body = parsed(background_message(b.Background("here", fields)))
    assert (header["kind"], header["key"]) == ("background", "here")
    assert [one["name"] for one in header["fields"]] == ["a", "b"]
    assert (header["fields"][0]["x"], header["fields"][0]["y"]) == ([-1.0, 1.0], [-2.0, 2.0])
    assert json.dumps(header) and body

"""The numbers behind a board as files that other programs read: no digit is lost, what is no number is left out."""

import csv
import json
import math

import numpy as np

from optviz.figures.board import Axes, Axis, Board, Chart, Formula, Path, Series
from optviz.figures.board.tables import board_tables, csv_text, json_text

X, Y = np.array([-2.0, 1 / 3, math.pi]), np.array([1.0, 5e-324, -1e300])
LOSS = np.array([4.0, np.inf, np.nan])
BOARD = Board(
    (
        Axes("plane", (Path(X, Y, name="GD, η = 0.1"),), Axis("x", -3, 3), Axis("y", -3, 3)),
        Chart("loss", "f(xₜ)", (Series("GD", LOSS), Series("Adam", LOSS[:2], x=np.array([0.0, 2.5]))), x_label="cost"),
        Formula("worked", (("x", "<<m>>"),), {"m": np.stack([X, Y], axis=1), "lr": 0.1}, "Worked step", counts=True),
    ),
    rows=(("plane", "loss"), ("worked", "worked")),
    steps=2,
)


def read(text: str) -> list[list[list[str]]]:
    """The tables of a CSV file as a program reads it that skips lines with #."""
    parts = text.split("\r\n\r\n")
    return [list(csv.reader(line for line in part.splitlines() if not line.startswith("#"))) for part in parts]


def test_every_digit_of_a_path_comes_back_from_the_csv_file() -> None:
    plane, _, _ = read(csv_text(board_tables(BOARD), "here"))
    head, *rows = plane
    assert head == ["step", "GD, η = 0.1: x", "GD, η = 0.1: y"]
    assert [int(row[0]) for row in rows] == [0, 1, 2]
    assert np.array([[float(cell) for cell in row[1:]] for row in rows]).T.tolist() == [X.tolist(), Y.tolist()]


def test_what_is_no_finite_number_is_empty_and_a_shorter_curve_ends_earlier() -> None:
    _, loss, _ = read(csv_text(board_tables(BOARD), "here"))
    assert loss == [
        ["step", "GD", "Adam: cost", "Adam"],
        ["0", "4.0", "0.0", "4.0"],
        ["1", "", "2.5", ""],
        ["2", "", "", ""],
    ]


def test_the_quantities_of_the_worked_step_have_a_column_for_each_coordinate() -> None:
    *_, worked = read(csv_text(board_tables(BOARD), "here"))
    assert worked[0] == ["step", "m1", "m2"] and len(worked) == 4


def test_lines_above_a_table_name_the_address_and_every_column() -> None:
    said = [line for line in csv_text(board_tables(BOARD), "lab?section=map").splitlines() if line.startswith("#")]
    assert said.count("# lab?section=map") == 3
    assert "# GD, η = 0.1: x: where it is" in said and "# f(xₜ)" in said


def test_json_has_null_for_what_is_no_number_and_the_same_digits() -> None:
    tables = json.loads(json_text(board_tables(BOARD), "here"), parse_constant=lambda name: 1 / 0)["tables"]
    columns = {column["name"]: column["values"] for table in tables for column in table["columns"]}
    assert columns["GD, η = 0.1: x"] == X.tolist() and columns["GD"] == [4.0, None, None]
    assert all(column["says"] for table in tables for column in table["columns"])


def test_a_board_without_runs_or_curves_has_no_tables() -> None:
    assert board_tables(Board((Chart("loss", "f", ()),), (("loss",),))) == ()

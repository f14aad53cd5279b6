"""The pasted numbers of a program are compared digit for digit, and its fault is named: real programs, really run."""

import contextlib
import io
from typing import Any

import numpy as np
import pytest

from optviz.lecture.one_dimension import exercise_2d_paste, exercise_paste
from optviz.lecture.one_dimension.exercise import exercise_walks
from optviz.lecture.one_dimension.exercise_2d import exercise_2d_walk
from optviz.questions import Paste, Verdict

ONE = """\
import math
import numpy as np
def f(x): return x * x
def df(x): return 2 * x
eta, x = {eta}, 2.0
for t in range(30):
    grad = df(x)
    print(t, x, f(x))
    x = x - eta * grad
"""
TWO = """\
def f(x, y): return x * x + x * y + y * y
def df(x, y): return 2 * x + y, x + 2 * y
eta, x, y = 0.1, 1.3, -0.6
for t in range(12):
    gx, gy = df(x, y)
    print(t, x, y, f(x, y))
    x, y = x - eta * gx, y - eta * gy
"""


def printed(program: str) -> str:
    """What a program prints."""
    out = io.StringIO()
    with contextlib.redirect_stdout(out):
        exec(compile(program, "student", "exec"), {})
    return out.getvalue()


def judged(form: Any, text: str) -> Verdict:
    """What is said to who pastes this text, by way of the link."""
    assert isinstance(form, Paste)
    answer = form.read(text)
    assert answer is not None and form.read(answer) == answer and len(answer) < 1500
    return form.verdict(answer)


def one(eta: str = "0.1") -> Paste:
    """The form of the exercise with one variable."""
    form = exercise_paste.ask_program({"rate": eta}).form
    assert isinstance(form, Paste)
    return form


def two() -> Any:
    """The form of the exercise with two variables that depend on each other."""
    return exercise_2d_paste.ask_program({"f": "coupled", "rate": "0.1", "x0": 1.3, "y0": -0.6}).form


@pytest.mark.parametrize("eta", ["0.1", "0.01", "1", "100", "1000"])
def test_the_right_program_is_right_digit_for_digit(eta: str) -> None:
    verdict = judged(one(eta), printed(ONE.format(eta=eta)))
    assert verdict.right and verdict.score == 1 and verdict.measure == "10 lines agree"
    assert "last digits" not in verdict.sentence


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("print(t, x, f(x))", "print(x, f(x))"),
        ("print(t, x, f(x))", "print(f(x))"),
        ("print(t, x, f(x))", "print(f'step {t}: x0 = {x},  f = {f(x)} !')"),
        ("print(t, x, f(x))", "print((t, np.float64(x), [f(x)]))"),
        ("print(t, x, f(x))", "print(t + 1, x, f(x), grad, sep='\\t')"),
        ("print(t, x, f(x))", "print(f'{t} {x:.6f} {f(x):.4e}')"),
        ("for t in", "print('t x f'); print('eta = 0.1')\nfor t in"),
        ("x = x - eta * grad", "x -= eta * grad"),
    ],
)
def test_how_the_numbers_are_printed_is_a_matter_of_taste(old: str, new: str) -> None:
    assert judged(one(), printed(ONE.format(eta=0.1).replace(old, new))).right


def test_a_list_on_one_line_is_read_as_a_line_each() -> None:
    text = printed(ONE.format(eta=0.1).replace("print(t, x, f(x))", "print(f(x), end=', ')"))
    assert "\n" not in text and judged(one(), f"[{text}]").right


def test_another_order_of_operations_is_right_and_the_last_digits_are_explained() -> None:
    program = ONE.format(eta=0.1)
    theirs = printed(program.replace("x - eta * grad", "x * (1 - 2 * eta)"))
    pairs = zip(printed(program).splitlines(), theirs.splitlines(), strict=True)
    first = next(number for number, (a, b) in enumerate(pairs, 1) if a != b)
    verdict = judged(one(), theirs)
    assert verdict.right and f"From line {first} on the last digits differ" in verdict.sentence


@pytest.mark.parametrize(
    ("old", "new", "line", "said"),
    [
        ("x - eta * grad", "x + eta * grad", 2, "uphill"),
        ("x - eta * grad", "x - eta * f(x)", 3, "f where the slope f′ belongs"),
        ("x - eta * grad", "x - grad", 2, "no η"),
        ("x - eta * grad", "round(x - eta * grad, 3)", 5, "rounded to 3 decimals"),
        ("x - eta * grad", "np.float32(x) - np.float32(eta) * np.float32(grad)", 2, "32-bit"),
        ("2 * x", "x", 2, "factor 2"),
        ("    print(t, x, f(x))\n    x = x - eta * grad", "    x = x - eta * grad\n    print(t, x, f(x))", 1, "before"),
        ("    grad = df(x)\n", "    grad = df(2.0)\n", 3, "computed once"),
    ],
)
def test_the_first_line_that_differs_and_the_fault_are_named(old: str, new: str, line: int, said: str) -> None:
    program = ONE.format(eta=0.1)
    assert old in program
    verdict = judged(one(), printed(program.replace(old, new)))
    assert not verdict.right and verdict.measure.startswith(f"line {line} differs")
    assert said in verdict.sentence and verdict.truth.startswith(f"line {line} is {line - 1} ")


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("x, y = x - eta * gx, y - eta * gy", "x = x - eta * gx", "Only x is updated"),
        ("x, y = x - eta * gx, y - eta * gy", "y = y - eta * gy", "Only y is updated"),
        (
            "x, y = x - eta * gx, y - eta * gy",
            "x = x - eta * df(x, y)[0]; y = y - eta * df(x, y)[1]",
            "already new",
        ),
        ("y - eta * gy", "y - eta * gx", "slope along x"),
        ("x - eta * gx, y - eta * gy", "x + eta * gx, y + eta * gy", "uphill"),
        ("2 * x + y, x + 2 * y", "2 * x, 2 * y", "the term xy"),
    ],
)
def test_faults_with_two_coordinates_are_told_apart(old: str, new: str, said: str) -> None:
    assert judged(two(), printed(TWO)).right
    verdict = judged(two(), printed(TWO.replace(old, new)))
    assert not verdict.right and said in verdict.sentence


def test_the_numbers_are_those_of_the_sections_own_walks() -> None:
    for eta, walk in exercise_walks().items():
        form = one(eta)
        assert list(form.columns["x"][:10]) == walk.x[:10].tolist()
        assert list(form.columns["f(x)"][:10]) == walk.value[:10].tolist()
    values = {"f": "coupled", "rate": "0.1", "x0": 1.3, "y0": -0.6}
    run = exercise_2d_walk(values)
    np.testing.assert_array_equal(np.array([two().columns[name][:10] for name in ("x", "y")]).T, run.points[:10])
    np.testing.assert_array_equal(two().columns["f(x, y)"][:10], run.value[:10])


def test_a_program_without_a_known_fault_is_told_where_it_goes_wrong() -> None:
    verdict = judged(one(), printed(ONE.format(eta=0.15)))
    assert not verdict.right and verdict.measure.startswith("line 2 differs: x is 1.4, not 1.6")
    assert "None of the usual faults" in verdict.sentence


def test_too_few_lines_and_too_many_numbers_are_told_in_words() -> None:
    few = judged(one(), "\n".join(printed(ONE.format(eta=0.1)).splitlines()[:4]))
    assert not few.right and few.measure == "only 4 lines" and "Paste 10 lines" in few.sentence
    wide = judged(one(), "1 2 3 4 5 6 7\n1 2 3 4 5 6 7")
    assert not wide.right and "7 numbers in a line" in wide.measure


@pytest.mark.parametrize("text", ["", "no numbers at all", "x0 float64 df2", "1 " * 3000])
def test_what_holds_no_numbers_or_too_much_is_no_answer(text: str) -> None:
    assert one().read(text) is None

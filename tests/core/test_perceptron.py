"""The perceptron algorithm: a run worked by hand, Novikoff's bound, and what never ends."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.optimize import linprog

from optviz.core.perceptron import learn, predicted

CORNERS = ((0, 0), (0, 1), (1, 0), (1, 1))
coordinate = st.integers(-4, 4)
examples = st.lists(st.tuples(coordinate, coordinate, st.integers(0, 1)), min_size=1, max_size=8)


def test_and_is_learned_in_the_corrections_that_one_finds_by_hand() -> None:
    # Corners in turn from w = 0: (1,1) is 0 and should be 1, then (0,0), (0,1), (1,1), (0,0), (0,1) …
    run = learn(CORNERS, (0, 0, 0, 1))
    assert run.weights[:4].tolist() == [[0, 0, 0], [1, 1, 1], [1, 1, 0], [1, 0, -1]]
    assert run.corrected[:4].tolist() == [3, 0, 1, 3]
    assert run.looks[:4].tolist() == [0, 4, 5, 6]
    assert run.ending == "separated" and not run.wrong[-1].any()


def test_xor_goes_round_for_ever() -> None:
    run = learn(CORNERS, (0, 1, 1, 0))
    assert run.ending == "cycling" and run.wrong.any(axis=1).all()
    assert run.weights[-1].tolist() in run.weights[:-1].tolist()


def margin_weights(points: np.ndarray, labels: np.ndarray) -> np.ndarray | None:
    """Weights that leave every point a margin of 1, found by SciPy; None where no line separates the classes."""
    signed = (2 * labels - 1)[:, None] * np.column_stack([points, np.ones(len(points))])
    found = linprog(np.zeros(3), A_ub=-signed, b_ub=-np.ones(len(signed)), bounds=(None, None))
    return found.x if found.status == 0 else None


@given(examples)
def test_it_ends_where_a_line_exists_within_novikoffs_bound_and_never_where_none_does(rows: list) -> None:
    *points, labels = np.array(rows, dtype=float).T
    points, labels = np.column_stack(points), labels.astype(int)
    u = margin_weights(points, labels)
    run = learn(points, labels, longest=3000)
    if u is None:
        assert run.ending in ("cycling", "unfinished")
    else:
        longest = (np.column_stack([points, np.ones(len(points))]) ** 2).sum(axis=1).max()
        assert run.ending == "separated"
        assert len(run.corrected) <= longest * (u @ u) + 1e-6


@given(examples, st.tuples(coordinate, coordinate, coordinate))
def test_each_correction_is_for_a_misclassified_point_and_adds_or_takes_away_that_point(rows: list, start) -> None:
    points, labels = [row[:2] for row in rows], [row[2] for row in rows]
    run = learn(points, labels, start, longest=50)
    assert len(run.weights) == len(run.looks) == len(run.corrected) + 1
    for t, i in enumerate(run.corrected):
        assert run.wrong[t, i]
        sign = 1 if labels[i] else -1
        assert (run.weights[t + 1] - run.weights[t]).tolist() == [sign * c for c in (*points[i], 1)]
    assert run.looks.tolist() == sorted(run.looks.tolist())


@pytest.mark.parametrize(
    ("weights", "y"), [((1, 0, 0), (0, 0, 1, 1)), ((0, 0, 0), (0, 0, 0, 0)), ((0, 0, 1), (1,) * 4)]
)
def test_a_point_on_the_line_is_of_class_0(weights: tuple, y: tuple) -> None:
    assert predicted(np.array(weights), np.array(CORNERS)).tolist() == list(y)

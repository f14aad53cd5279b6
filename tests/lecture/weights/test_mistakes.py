"""The section "mistakes": the count is a staircase without a slope, the loss is not."""

from typing import Any

import numpy as np
import pytest
from scipy.optimize import minimize_scalar

from optviz.figures.board import Axes, Line, Path
from optviz.lecture.page_state import opened
from optviz.lecture.weights import PAGE
from optviz.lecture.weights.mistakes import DATA, SLOPE, WINDOW, descent, loss, mistakes


def by_hand(b: float) -> int:
    said = [1 if SLOPE * x + b > 0 else 0 for x in DATA.data.x]
    return sum(a != y for a, y in zip(said, DATA.data.y, strict=True))


def test_the_count_is_flat_almost_everywhere_and_the_loss_is_not() -> None:
    b = np.linspace(*WINDOW, 997)
    change = mistakes(b + 1e-6) - mistakes(b)
    assert (change != 0).mean() < 0.01 and len(set(mistakes(b).tolist())) >= 4
    assert [by_hand(float(v)) for v in b[::50]] == mistakes(b[::50]).tolist()
    assert (np.diff(np.sign(np.diff(loss(b)))) != 0).sum() == 1, "down to one minimum and up again"


def test_the_staircase_drawn_is_the_count() -> None:
    stairs = next(
        layer for layer in opened(PAGE, "mistakes").board().panel("count", Axes).layers if isinstance(layer, Line)
    )
    middles, flats = (np.array(stairs.x)[::2] + np.array(stairs.x)[1::2]) / 2, np.array(stairs.y)[::2]
    assert [by_hand(float(b)) for b in middles] == flats.tolist()


def test_the_answer_four_at_the_start_two_at_the_lowest_loss_one_at_minus_2_9() -> None:
    found: Any = minimize_scalar(lambda b: float(loss(np.array(b))), bounds=WINDOW, method="bounded")
    best = float(found.x)
    assert best == pytest.approx(-1.4, abs=0.05)
    assert (by_hand(-7.0), by_hand(best), by_hand(-2.9)) == (4, 2, 1)
    assert mistakes(np.linspace(*WINDOW, 1401)).min() == 1


@pytest.mark.parametrize("preset", ["above", "below"])
def test_gd_walks_down_the_loss_and_stays_on_the_count(preset: str) -> None:
    state = opened(PAGE, "mistakes", preset)
    run = descent(state.values)
    assert (np.diff(loss(run)) < 0).all() and run[-1] == pytest.approx(-1.4, abs=0.1)
    path = next(layer for layer in state.board().panel("count", Axes).layers if isinstance(layer, Path))
    assert set(np.array(path.x).tolist()) == {run[0]}


def test_each_step_is_minus_eta_times_the_losss_slope() -> None:
    values = opened(PAGE, "mistakes").values
    run = descent(values)
    slope = (loss(run[:-1] + 1e-5) - loss(run[:-1] - 1e-5)) / 2e-5
    assert np.diff(run) == pytest.approx(-values["lr"] * slope, abs=1e-8)

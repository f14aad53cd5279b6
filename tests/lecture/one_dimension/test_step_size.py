"""What the section on the step size says is what its walk does, and where the factor stands on its line."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from optviz.core.one_d.functions import FUNCTIONS
from optviz.core.one_d.walk import regime, walk
from optviz.figures.board import Axes, Metrics, MovingLine, Points
from optviz.lecture.one_dimension.step_size import regime_name, step_size_walk

from .helpers import board_of, layers, values

VALLEYS = FUNCTIONS["two_valleys"]()


REGULAR = ("contracting", "oscillating", "cycling", "diverging")


@pytest.mark.parametrize("preset", REGULAR)
def test_a_preset_is_in_the_regime_it_is_called(preset):
    run = step_size_walk(values("step_size", preset))
    assert {regime(float(factor)) for factor in run.factor} == {preset}
    ratio = run.x[1:] / run.x[:-1]
    np.testing.assert_allclose(ratio, 1 - 2 * run.eta, rtol=1e-9)
    ends = {"contracting": "converged", "oscillating": "converged", "cycling": "cycling", "diverging": "leaving"}
    assert run.status.kind == ends[preset]


def test_a_diverging_walk_is_said_to_move_away():
    assert step_size_walk(values("step_size", "diverging")).status.reason.startswith(
        "Moving away: |f′(x)| has grown from 4 to "
    )


@pytest.mark.parametrize("key", ["two_valleys", "terrace", "ripples"])
def test_a_step_turns_the_slope_into_about_the_factor_times_itself(key):
    function = FUNCTIONS[key]()
    run = walk(function, 1e-4, function.start, steps=50)
    np.testing.assert_allclose(run.slope[1:], run.factor[:-1] * run.slope[:-1], rtol=1e-5)


def test_each_valley_has_its_own_largest_rate():
    deep, other = VALLEYS.minima
    assert (VALLEYS.curvature(deep), VALLEYS.curvature(other)) == (5, 3)
    for minimum, limit in ((deep, 0.4), (other, 2 / 3)):
        for eta, settles in ((limit - 0.01, True), (limit + 0.01, False)):
            end = walk(VALLEYS, eta, minimum + 0.01, steps=3000).status
            assert (end.kind == "converged" and end.place == minimum) is settles


def test_one_rate_cycles_in_the_deep_valley_and_settles_in_the_other():
    deep, other = (step_size_walk(values("step_size", preset)) for preset in ("narrow_valley", "wide_valley"))
    assert deep.eta == other.eta == 0.45
    assert deep.status.kind == "cycling" and (deep.x < 0).all()
    assert (deep.x[1:] + 2) @ np.sign(deep.x[:-1] + 2) < 0, "it jumps across the minimum"
    assert (other.status.kind, other.status.place) == ("converged", 2.0)


def test_a_walk_that_leaves_is_followed_for_a_few_steps():
    leaving = step_size_walk(values("step_size", "diverging"))
    assert leaving.steps < 20 and (np.abs(leaving.x[-8:]) > 3).all()
    assert step_size_walk(values("step_size", "narrow_valley", eta=4.0)).status.kind == "diverged"


def test_the_factor_at_the_playhead_lies_on_its_line():
    board = board_of("step_size", "oscillating")
    (line,), (point,) = layers(board, MovingLine, "factor"), layers(board, Points, "factor")
    plane = board.panel("factor", Axes)
    slope = (line.y[:, 1] - line.y[:, 0]) / line.x[1]
    np.testing.assert_allclose(1 + slope * 0.9, point.y[:, 0], rtol=1e-12)
    np.testing.assert_allclose(point.y, -0.8, rtol=1e-12)
    assert plane.x.low <= 0.9 <= plane.x.high


def test_a_click_on_the_factor_sets_the_rate():
    drag = board_of("step_size").panel("factor", Axes).drag
    assert drag and (drag.x, drag.y) == ("eta", "")


@given(
    factor=st.floats(-5, 5).filter(lambda factor: min(abs(factor), abs(abs(factor) - 1)) > 1e-3),
    slope=st.floats(0.1, 3) | st.floats(-3, -0.1),
)
def test_the_factor_names_what_becomes_of_the_slope(factor, slope):
    after = factor * slope
    same_side, smaller = after * slope > 0, abs(after) < abs(slope)
    names = {
        (True, True): "contracting",
        (False, True): "oscillating",
        (False, False): "diverging",
        (True, False): "off a maximum",
    }
    assert regime_name(factor) == names[same_side, smaller]


def test_a_factor_of_0_leads_to_slope_0_in_one_step():
    run, board = step_size_walk(values("step_size", "factor_zero")), board_of("step_size", "factor_zero")
    assert run.factor[0] == 0 and run.slope[0] != 0 and run.slope[1] == 0 and run.steps == 1
    assert board.panel("now", Metrics).metrics[2].values[0] == "slope 0 in one step"
    assert regime_name(1.0) == "same slope again"


def test_a_factor_above_1_needs_a_negative_curvature_and_leads_away_from_the_maximum():
    run, board = step_size_walk(values("step_size", "above_one")), board_of("step_size", "above_one")
    (hilltop,) = [x for x, kind in VALLEYS.criticals if kind == "maximum"]
    np.testing.assert_array_equal(run.factor > 1, run.curvature < 0)
    above = np.flatnonzero(run.factor[:-1] > 1)
    assert len(above) >= 4 and (np.diff(np.abs(run.x - hilltop))[above] > 0).all()
    np.testing.assert_array_less(np.abs(run.slope[:4]), np.abs(run.slope[1:5]))
    words = board.panel("now", Metrics).metrics[2].values
    assert {words[k] for k in above} == {"off a maximum"} and words[-1] == "contracting"


def test_every_regime_of_the_text_is_a_preset():
    run = {preset: step_size_walk(values("step_size", preset)) for preset in ("factor_zero", "above_one")}
    named = {regime_name(float(run[preset].factor[0])) for preset in run}
    named |= {regime_name(float(step_size_walk(values("step_size", key)).factor[0])) for key in REGULAR}
    assert named == {*REGULAR, "slope 0 in one step", "off a maximum"}

"""GD in one dimension: the lecture's numbers to the digit, every ending named, every start sorted."""

import math
from typing import cast

import jax
import numpy as np
import optax
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from optviz.core.one_d.functions import FUNCTIONS
from optviz.core.one_d.status import critical_at, flats
from optviz.core.one_d.walk import basins, bowl_walk, outcomes, regime, walk

ALL = {key: kind() for key, kind in FUNCTIONS.items()}
PARABOLA = ALL["parabola"]


def test_eta_0_1_multiplies_by_0_8_and_stops_at_step_69():
    path = walk(PARABOLA, 0.1, 2.0)
    np.testing.assert_allclose(path.x, 2 * 0.8 ** np.arange(70), rtol=1e-14)
    assert path.x[10] == pytest.approx(0.2147483648, abs=1e-15) and repr(float(path.x[10])) == "0.21474836480000006"
    assert (path.status.kind, path.status.step, path.status.where, path.steps) == ("converged", 69, "minimum", 69)
    assert abs(2 * 2 * 0.8**69) < 1e-6 <= abs(2 * 2 * 0.8**68)


def test_eta_0_01_multiplies_by_0_98_and_stops_at_step_753():
    path = walk(PARABOLA, 0.01, 2.0)
    np.testing.assert_allclose(path.x, 2 * 0.98 ** np.arange(754), rtol=1e-13)
    assert (path.status.kind, path.steps) == ("converged", 753)


def test_eta_1_cycles_between_plus_and_minus_2_for_ever():
    path = walk(PARABOLA, 1, 2.0)
    assert path.x.tolist() == [2.0, -2.0] * 500 + [2.0] and set(path.value) == {4.0}
    assert (path.status.kind, path.status.period) == ("cycling", 2)


@pytest.mark.parametrize(("eta", "factor", "value_at", "x_at"), [(100, -199, 67, 134), (1000, -1999, 47, 94)])
def test_a_huge_eta_diverges_at_a_named_step(eta, factor, value_at, x_at):
    path = walk(PARABOLA, eta, 2.0)
    # In whole numbers of any size: the first power whose square, then whose self, no longer fits a float64.
    largest = int(np.finfo(float).max)
    powers = [2 * factor**t for t in range(x_at + 1)]
    assert [x * x > largest for x in powers].index(True) == value_at
    assert [abs(x) > largest for x in powers].index(True) == x_at
    status = path.status
    assert (status.kind, status.step) == ("diverged", value_at)
    assert (status.value_overflow, status.x_overflow) == (value_at, x_at)
    assert path.steps == x_at and math.isinf(path.x[-1]) and np.isfinite(path.x[:-1]).all()
    assert f"step {value_at}:" in status.reason and f"x overflows at step {x_at}" in status.reason


@settings(max_examples=200)
@given(
    key=st.sampled_from(list(ALL)),
    eta=st.floats(1e-4, 1e3),
    start=st.floats(-8, 8),
    epsilon=st.floats(1e-10, 0.1),
    steps=st.integers(0, 120),
)
def test_a_walk_is_what_a_loop_by_hand_prints(key, eta, start, epsilon, steps):
    function, x = ALL[key], start
    path = walk(function, eta, start, epsilon, steps)
    for t in range(path.steps + 1):
        assert repr(float(path.x[t])) == repr(x)
        grad = function.slope(x)
        assert (abs(grad) < epsilon) <= (t == path.steps)
        x = x - eta * grad
    last = path.steps
    assert last == steps or abs(path.slope[-1]) < epsilon or math.isinf(path.x[-1])
    assert path.status.reason.endswith(".") and path.status.label


@pytest.mark.parametrize("key", ["parabola", "two_valleys", "ripples", "plain"])
def test_optax_walks_the_same_way(key):
    function = ALL[key]
    path, rule, x = walk(function, function.rate, function.start, steps=50), optax.sgd(function.rate), function.start
    state = rule.init(x)
    for t in range(path.steps + 1):
        assert path.x[t] == pytest.approx(x, rel=1e-13, abs=1e-13)
        step, state = rule.update(function.slope(x), state)
        x = float(cast(jax.Array, optax.apply_updates(x, step)))


def test_the_default_rate_reaches_a_minimum_except_on_the_terrace():
    ends = {key: walk(f, f.rate, f.start).status for key, f in ALL.items()}
    assert {key for key, status in ends.items() if status.kind != "converged"} == {"terrace"}


def test_a_flat_inflection_holds_gd_and_is_not_called_a_minimum():
    status = walk(ALL["terrace"], 0.1, -1.5, epsilon=1e-3).status
    assert (status.kind, status.where, status.place) == ("stuck", "inflection", 0.0)
    assert status.label == f"stuck at a flat inflection, step {status.step}"


def test_a_maximum_and_flat_ground_are_named():
    top = walk(ALL["two_valleys"], 0.02, 0.5).status
    assert (top.kind, top.where, top.place, top.step) == ("stuck", "maximum", 0.5, 0)
    flat = walk(ALL["plain"], 0.5, 200.0).status
    assert (flat.kind, flat.where, flat.place) == ("stuck", "flat", None)
    assert "flat ground" in flat.reason


def test_no_learning_rate_no_movement():
    for eta in (0, 1e-20):
        status = walk(PARABOLA, eta, 2.0, steps=20).status
        assert (status.kind, status.step, status.label) == ("still", 0, "standing still")


def test_the_kink_makes_gd_jump_to_and_fro_with_steps_of_eta():
    path = walk(ALL["kink"], 0.3, 2.0, steps=100)
    np.testing.assert_allclose(np.abs(np.diff(path.x)), 0.3, rtol=1e-12)
    assert (path.status.kind, path.status.period) == ("cycling", 2)
    assert walk(ALL["kink"], 0.3, 0.0).status.kind == "converged"


@settings(max_examples=300)
@given(eta=st.floats(0.001, 3), x=st.floats(-1e3, 1e3))
def test_on_a_parabola_the_regime_tells_the_next_point(eta, x):
    assume(abs(x) > 1e-6 and abs(eta - 1) > 1e-9 and abs(eta - 0.5) > 1e-9)
    path = walk(PARABOLA, eta, x, epsilon=1e-12, steps=1)
    after, name = path.x[-1], regime(float(path.factor[0]))
    assert path.factor[0] == pytest.approx(1 - 2 * eta)
    sides = {"contracting": after * x > 0, "oscillating": after * x < 0, "diverging": after * x < 0}
    assert sides[name]
    assert (abs(after) > abs(x)) == (name == "diverging")


def test_the_regimes_have_their_borders_where_the_lecture_puts_them():
    factors = {0.5: "contracting", 0.0: "contracting", -0.5: "oscillating", -1.0: "cycling", -1.5: "diverging"}
    factors |= {1.0: "steady", 1.5: "speeding"}
    assert {factor: regime(factor) for factor in factors} == factors


@given(key=st.sampled_from(list(ALL)), x=st.floats(-7, 7), eta=st.floats(0.001, 2))
def test_the_factor_is_how_a_small_distance_grows_in_a_step(key, x, eta):
    h, function = 1e-6, ALL[key]
    assume(abs(x) > 1e-3)
    left, right = (walk(function, eta, x + d, epsilon=1e-300, steps=1).x[-1] for d in (-h, h))
    factor = walk(function, eta, x, steps=0).factor[0]
    assert (right - left) / (2 * h) == pytest.approx(factor, rel=1e-3, abs=1e-3)


@settings(max_examples=60)
@given(
    key=st.sampled_from([key for key in ALL if key != "ripples"]),
    eta=st.floats(1e-3, 5),
    epsilon=st.floats(1e-8, 0.05),
    starts=st.lists(st.floats(-6, 6), min_size=1, max_size=8),
)
def test_the_strip_sends_each_start_where_its_walk_goes(key, eta, epsilon, starts):
    function, steps = ALL[key], 150
    codes = basins(function, eta, np.array(starts), epsilon, steps)
    for start, code in zip(starts, codes, strict=True):
        status = walk(function, eta, start, epsilon, steps).status
        count = len(function.criticals)
        if status.kind == "diverged":
            assert code == count + 2
        elif status.kind in ("converged", "stuck"):
            assert code == (critical_at(function, epsilon, walk(function, eta, start, epsilon, steps).x[-1]) or 0) or (
                code == count and status.where == "flat"
            )
        else:
            assert code == count + 1


def test_small_steps_from_each_side_of_a_maximum_part_there():
    starts = np.linspace(-3, 3, 240)
    ripples = ALL["ripples"]
    ends = np.array([x for x, _ in ripples.criticals])[basins(ripples, 0.05, starts)]
    tops = [x for x, kind in ripples.criticals if kind == "maximum"]
    hollows = np.array([x for x, kind in ripples.criticals if kind == "minimum"])
    np.testing.assert_array_equal(ends, hollows[np.searchsorted(tops, starts)])


def test_the_outcomes_are_named_for_the_legend():
    assert outcomes(ALL["two_valleys"]) == (
        "global minimum at −2",
        "maximum at 0.5",
        "local minimum at 2",
        "flat ground",
        "does not stop",
        "diverges",
    )


@given(key=st.sampled_from(list(ALL)), epsilon=st.floats(1e-10, 0.1))
def test_a_flat_stretch_ends_where_the_slope_reaches_epsilon(key, epsilon):
    function = ALL[key]
    for low, high, k in flats(function, epsilon):
        x = function.criticals[k][0]
        assert low <= x <= high
        assert np.all(np.abs(function.slope(np.linspace(low, high, 101))) < epsilon * (1 + 1e-6)) or key == "kink"
        for edge, out in ((low, -1), (high, 1)):
            beyond = edge + out * max(abs(edge - x) * 1e-6, 1e-12)
            assert abs(function.slope(beyond)) >= epsilon * (1 - 1e-5)


def test_two_variables_are_two_walks_of_one_that_stop_together():
    both = bowl_walk(0.1, (2.0, -1.0))
    for column, start in enumerate((2.0, -1.0)):
        alone = walk(PARABOLA, 0.1, start, epsilon=1e-300, steps=both.steps)
        assert both.points[:, column].tolist() == alone.x.tolist()
    np.testing.assert_allclose(both.value, (both.points**2).sum(axis=1), rtol=1e-15)
    np.testing.assert_array_equal(both.gradient, 2 * both.points)
    assert both.status.kind == "converged"
    assert both.steps == math.ceil(math.log(1e-6 / (2 * math.sqrt(5))) / math.log(0.8))


def test_two_variables_cycle_stand_still_and_diverge_as_one_does():
    assert bowl_walk(1, (2.0, 1.0)).status.kind == "cycling"
    assert bowl_walk(0, (2.0, 1.0)).status.kind == "still"
    status = bowl_walk(100, (2.0, 1.0)).status
    assert (status.kind, status.value_overflow, status.x_overflow) == ("diverged", 67, 134)
    assert bowl_walk(0.1, (0.0, 0.0)).status.step == 0
    assert bowl_walk(0.001, (2.0, 1.0), steps=5).status.kind == "moving"


@pytest.mark.parametrize(
    "bad", [{"eta": math.nan}, {"start": math.inf}, {"epsilon": 0}, {"epsilon": -1}, {"steps": -1}]
)
def test_a_bad_number_is_refused_in_words(bad):
    good = {"eta": 0.1, "start": 2.0, "epsilon": 1e-6, "steps": 10}
    with pytest.raises(ValueError, match="must be finite"):
        walk(PARABOLA, **(good | bad))

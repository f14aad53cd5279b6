"""What a run of a method holds: counts, what was tried, the best point; and that bad input ends it with a sentence."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from optviz.core.curvature import METHODS, minimize
from optviz.core.curvature.evaluations import Evaluations
from optviz.core.simulation.status import hessians
from optviz.core.surfaces import SURFACES
from optviz.core.typed.formula import read
from optviz.core.typed.surface import typed_surface


def test_a_jet_at_a_point_is_that_of_many_points():
    for kind in SURFACES.values():
        x = np.array([0.7, -0.4])
        jet = Evaluations(kind()).jet(x)
        np.testing.assert_allclose(jet.hessian, hessians(kind(), x[None])[0], rtol=1e-12)
        assert jet.value == pytest.approx(kind().value_at(x), rel=1e-12)


def test_what_is_asked_twice_at_a_point_counts_once():
    ground, x = Evaluations(SURFACES["booth"]()), np.zeros(2)
    for _ in range(2):
        _ = ground.value(x), ground.slope(x), ground.hessian(x)
    assert ground.counts == (1, 1, 2, 0)
    assert len(ground.tried) == 1


def test_backtracking_is_counted_by_hand():
    """On ½(x² + 10y²) from (1, 0) the first trial, a = 1, arrives; from (0, 1) a = 1, ½, ¼ are too long, ⅛ is not."""
    bowl = SURFACES["quadratic"]()
    flat = minimize(bowl, METHODS["backtracking"](), (1.0, 0.0), 5)
    assert flat.steps == 1 and flat.counts[-1].tolist() == [2, 1, 0, 0]
    steep = minimize(bowl, METHODS["backtracking"](), (0.0, 1.0), 1)
    assert steep.length[0] == 0.125 and steep.counts[-1].tolist() == [5, 1, 0, 0]
    assert [tuple(x) for x in steep.tried[0]] == [(0, 1), (0, -9), (0, -4), (0, -1.5), (0, -0.25)]


def test_newton_asks_for_a_gradient_two_products_and_a_solve_a_step():
    run = minimize(SURFACES["rosenbrock"](), METHODS["newton"](), (-1.2, 1.0))
    np.testing.assert_array_equal(run.counts, np.outer(np.arange(run.steps + 1), [0, 1, 2, 1]))
    assert run.asked("slope", "product").tolist() == (3 * np.arange(run.steps + 1)).tolist()


def test_the_best_point_is_the_lowest_that_was_seen():
    run = minimize(SURFACES["rosenbrock"](), METHODS["newton"](), (-1.2, 1.0))
    assert run.value[2] > run.value[1], "Newton's second step climbs"
    np.testing.assert_array_equal(run.best[2], run.x[1])
    cloud = minimize(SURFACES["himmelblau"](), METHODS["cma_es"](), (0.0, 0.0), 20)
    seen = np.vstack([cloud.x[:1], *cloud.tried])
    values = [cloud.surface.value_at(point) for point in seen]
    assert cloud.surface.value_at(cloud.best[-1]) == pytest.approx(min(values))


def test_newton_walks_to_saddles_and_maxima_and_the_mends_do_not():
    hill, saddle = SURFACES["himmelblau"](), SURFACES["beale"]()
    assert minimize(hill, METHODS["newton"](), (-1.0, 0.0)).status.where == "maximum"
    assert minimize(saddle, METHODS["newton"](), (1.0, 1.0)).status.where == "saddle"
    for key in ("damped", "saddle_free", "trust"):
        assert minimize(hill, METHODS[key](), (-1.0, 0.0)).status.where == "minimum"
        assert minimize(saddle, METHODS[key](), (1.0, 1.0)).status.where == "minimum"


SENTENCES = [
    ("newton", "monkey_saddle", (0.0, 0.5), ""),
    ("newton", "cliff", (40.0, 0.0), ""),
    ("gauss_newton", "ackley", (1.0, 1.0), "Ackley is not written as a sum of squares"),
    ("levenberg_marquardt", "quadratic", (1.0, 1.0), "is not written as a sum of squares"),
    ("gauss_newton", "beale", (1.0, 1.0), "JᵀJ is singular here"),
    ("polyak", "saddle", (1.0, 1.0), "Polyak's step needs the least value of f"),
    ("exact", "saddle", (0.0, 1.0), "f falls without end"),
    ("bfgs", "saddle", (0.0, 1.0), "f falls without end"),
]


@pytest.mark.parametrize(("key", "surface", "start", "said"), SENTENCES)
def test_a_method_that_cannot_go_on_says_so_and_its_run_is_kept(key, surface, start, said):
    run = minimize(SURFACES[surface](), METHODS[key](), start)
    assert said in run.stopped and len(run.x) == run.steps + 1 == len(run.counts)
    if said:
        assert run.stopped.endswith(".") and run.status.reason == run.stopped


def test_a_singular_hessian_stops_newton():
    run = minimize(typed_surface(read("x^4 + y")), METHODS["newton"](), (1.0, 0.0))
    assert run.stopped == "The Hessian is singular here: a curvature is 0, so Newton's step has no end."


@pytest.mark.parametrize("key", METHODS)
def test_a_typed_surface_is_walked_as_the_built_in_one(key):
    typed = typed_surface(read("(1 - x)^2 + 100*(y - x^2)^2"))
    ours = minimize(SURFACES["rosenbrock"](), METHODS[key](), (-1.2, 1.0), 6)
    theirs = minimize(typed, METHODS[key](), (-1.2, 1.0), 6)
    if "squares" in theirs.stopped:
        assert theirs.steps == 0
    elif key == "polyak":
        np.testing.assert_allclose(theirs.x[:4], ours.x[:4], rtol=1e-5)
    else:
        np.testing.assert_allclose(theirs.x, ours.x, rtol=1e-6, atol=1e-9)


COORDINATES = st.floats(-1e3, 1e3) | st.sampled_from([0.0, 1e200, -1e200, float("nan"), float("inf")])


@settings(max_examples=60, deadline=None)
@given(data=st.data())
def test_no_start_and_no_surface_makes_a_method_raise(data):
    key = data.draw(st.sampled_from(list(METHODS)))
    surface = SURFACES[data.draw(st.sampled_from(list(SURFACES)))]()
    start = data.draw(COORDINATES), data.draw(COORDINATES)
    run = minimize(surface, METHODS[key](), start, 15)
    assert len(run.x) == run.steps + 1 and run.status.reason
    assert (np.diff(run.counts, axis=0) >= 0).all()
    assert all(len(extra) == len(run.x) for extra in run.extras.values())


def test_a_run_is_the_same_again_and_cannot_be_changed():
    first, again = (minimize(SURFACES["booth"](), METHODS["cma_es"](), (0.0, 0.0), 10) for _ in range(2))
    np.testing.assert_array_equal(first.x, again.x)
    with pytest.raises(ValueError, match="read-only"):
        first.x[0] = 0.0


def test_what_is_no_surface_is_refused_in_a_sentence():
    with pytest.raises(TypeError, match="not a surface"):
        minimize("booth", METHODS["newton"]())  # type: ignore[arg-type]

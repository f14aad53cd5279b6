"""Verdicts: converged only at a minimum, stuck elsewhere, diverged at the first non-finite row."""

import jax
import jax.numpy as jnp
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from optviz.core.registry import as_pytree
from optviz.core.simulation import status as analysis
from optviz.core.simulation.status import TOLERANCE, Status, hessians, status_of, statuses_of
from optviz.core.surfaces import SURFACES, Surface, as_field
from tests.core.helpers import compiling

ALL = [SURFACES[key]() for key in list(SURFACES)[:19]]
value_and_slope = jax.jit(lambda field, x: jax.value_and_grad(field)(x))


def rows(surface, points):
    pairs = [value_and_slope(as_field(surface), np.asarray(p, dtype=float)) for p in points]
    return np.array(points, dtype=float), np.array([v for v, _ in pairs]), np.array([g for _, g in pairs])


def judge(key, *points):
    surface = SURFACES[key]()
    return status_of(surface, *rows(surface, points))


def surface_of(formula):
    @as_pytree
    class Typed(Surface):
        """A formula from outside the package."""

        def __call__(self, x):
            return formula(x[0], x[1])

    return Typed()


@pytest.mark.parametrize("surface", ALL, ids=[s.key for s in ALL])
def test_a_run_that_rests_on_a_known_minimum_has_converged(surface):
    for minimum in surface.minima:
        status = status_of(surface, *rows(surface, [surface.starts[0], minimum, minimum]))
        assert (status.kind, status.where, status.step) == ("converged", "minimum", 1)
        assert status.label == "converged at step 1"


@pytest.mark.parametrize(
    ("key", "point", "where"),
    [
        ("saddle", (0.0, 0.0), "saddle"),
        ("saddle", (1e-7, -1e-7), "saddle"),
        ("monkey_saddle", (0.0, 0.0), "saddle"),
        ("monkey_saddle", (5e-4, 0.0), "saddle"),
        ("himmelblau", (-0.2708445906673476, -0.9230385564799815), "maximum"),
        ("beale", (0.0, 1.0), "saddle"),
        ("six_hump_camel", (0.0, 0.0), "saddle"),
        ("easom", (-1.0, -1.0), "plateau"),
        ("easom", (-50.0, 70.0), "plateau"),
    ],
)
def test_rest_anywhere_but_at_a_minimum_is_stuck(key, point, where):
    status = judge(key, point, point)
    assert (status.kind, status.where, status.step) == ("stuck", where, 0)
    assert status.label == f"stuck {'on' if where == 'plateau' else 'at'} a {where} since step 0"
    assert where in status.reason and len(status.eigenvalues) == 2


@pytest.mark.parametrize(
    ("formula", "where"),
    [
        (lambda x, y: x**4 + y**4, "minimum"),
        (lambda x, y: -(x**4) - y**4, "maximum"),
        (lambda x, y: x**3 + y**2, "saddle"),
        (lambda x, y: x**4 - y**4, "saddle"),
        (lambda x, y: (x + 2 * y) ** 3 + (2 * x - y) ** 2, "saddle"),
        (lambda x, y: 0 * x + 3.0, "plateau"),
        (lambda x, y: 1e-9 * x, "plateau"),
        (lambda x, y: x**2 + y**2 - x * jnp.sign(x) - y * jnp.sign(y), "maximum"),
    ],
    ids=["quartic", "quartic hill", "inflection", "quartic saddle", "turned inflection", "flat", "tilt", "kinked hill"],
)
def test_where_curvature_cannot_tell_the_heights_round_the_point_do(formula, where):
    surface = surface_of(formula)
    assert status_of(surface, *rows(surface, [(0.0, 0.0)])).where == where


def test_the_step_is_the_first_of_the_final_rest_not_of_a_passing_one():
    status = judge("booth", (1, 3), (1, 3), (0, 0), (1, 3), (1, 3))
    assert (status.kind, status.step) == ("converged", 3)


def test_the_reason_names_the_eigenvalues_it_rests_on():
    status = judge("quadratic", (1.0, 1.0), (0.0, 0.0))
    assert status.eigenvalues == (1.0, 10.0)
    assert status.reason == "‖∇f‖ < 1e−6 from step 1 on; the Hessian's eigenvalues 1 and 10 are positive: a minimum."


def test_a_slope_above_the_tolerance_at_the_end_means_moving():
    status = judge("booth", (1, 3), (1, 3 + 1e-6))
    assert (status.kind, status.step, status.label, status.eigenvalues) == ("moving", 1, "moving", ())
    assert "‖∇f‖ = 1.281e−5" in status.reason


@pytest.mark.parametrize("bad", [np.nan, np.inf, -np.inf])
@pytest.mark.parametrize("which", ["x", "f(x)", "∇f(x)"])
def test_a_last_row_that_is_not_finite_means_diverged(bad, which):
    x, value, slope = rows(SURFACES["booth"](), [(0, 0), (5, 5), (-40, 80)])
    {"x": x, "f(x)": value, "∇f(x)": slope}[which][-1] = bad
    status = status_of(SURFACES["booth"](), x, value, slope)
    assert (status.kind, status.step, status.label) == ("diverged", 2, "diverged at step 2")
    assert f"At step 2, {which} is" in status.reason and "one step earlier f(x) = 164" in status.reason


def test_a_start_that_is_not_finite_is_diverged_at_step_0():
    for start in [(np.nan, 0), (np.inf, 0), (1e200, 1e200)]:
        assert judge("himmelblau", start).label == "diverged at step 0"


def test_no_hessian_is_computed_for_runs_that_move_or_diverge(monkeypatch):
    monkeypatch.setattr(analysis, "surroundings", lambda *_: pytest.fail("a Hessian was computed"))
    assert judge("booth", (0, 0)).kind == "moving"
    assert judge("booth", (np.nan, 0)).kind == "diverged"


def test_many_runs_are_judged_as_each_alone():
    surface = SURFACES["himmelblau"]()
    ends = [*surface.minima, (-0.2708445906673476, -0.9230385564799815), (0, 0), (np.nan, 1)] * 3
    runs = [rows(surface, [(1, 1), end]) for end in ends]
    together, alone = statuses_of(surface, runs), [status_of(surface, *run) for run in runs]
    assert together == alone
    assert [s.kind for s in together[:7]] == ["converged"] * 4 + ["stuck", "moving", "diverged"]


def test_hessians_compile_once_for_any_number_of_points_and_any_built_in_surface():
    hessians(SURFACES["booth"](), np.zeros((3, 2)))
    with compiling() as names:
        for surface in ALL:
            assert hessians(surface, np.full((20, 2), 0.3)).shape == (20, 2, 2)
    assert not names


def test_hessians_agree_with_those_worked_by_hand():
    points = np.array([[1.0, 1.0], [0.0, 0.0], [-1.2, 1.0]])
    by_hand = [[[1200 * x * x - 400 * y + 2, -400 * x], [-400 * x, 200]] for x, y in points]
    np.testing.assert_allclose(hessians(SURFACES["rosenbrock"](), points), by_hand, rtol=1e-13)
    assert hessians(SURFACES["rosenbrock"](), np.zeros((0, 2))).shape == (0, 2, 2)


@settings(max_examples=150, deadline=None)
@given(surface=st.sampled_from(ALL), point=st.tuples(st.floats(), st.floats()))
def test_any_end_point_has_a_status_and_never_an_exception(surface, point):
    status = status_of(surface, *rows(surface, [point]))
    assert isinstance(status, Status) and status.reason.endswith(".")
    if status.kind in ("converged", "stuck"):
        assert np.linalg.norm(rows(surface, [point])[2]) < TOLERANCE

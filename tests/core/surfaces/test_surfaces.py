"""The 19 surfaces: published values and minima, exact gradients, one compiled program for all."""

import math

import jax
import jax.numpy as jnp
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from optviz.core.curvature import METHODS
from optviz.core.registry import knobs_of
from optviz.core.surfaces import BUILT_IN, SURFACES, BuiltIn, Surface, as_field, grid, height
from optviz.core.surfaces.base import SumOfSquares
from tests.core.helpers import compiling

ORDER = ["quadratic", "rosenbrock", "saddle", "monkey_saddle", "beale", "himmelblau", "six_hump_camel"]
ORDER += ["three_hump_camel", "styblinski_tang", "booth", "matyas", "mccormick", "goldstein_price"]
ORDER += ["rastrigin", "ackley", "griewank", "easom", "cliff", "absolute"]
KINKED_AT_THE_MINIMUM = {"ackley", "absolute"}
COUNTS = {"saddle": 0, "monkey_saddle": 0, "himmelblau": 4, "six_hump_camel": 6, "three_hump_camel": 3}
COUNTS |= {"styblinski_tang": 4, "mccormick": 2, "goldstein_price": 4}
ALL = [SURFACES[key]() for key in ORDER]

each_surface = pytest.mark.parametrize("surface", ALL, ids=ORDER)
value_and_slope = jax.jit(lambda field, x: jax.value_and_grad(field)(x))
slopes = jax.jit(lambda field, xs: jax.lax.map(jax.grad(field), xs))
curvature = jax.jit(lambda field, x: jax.hessian(field)(x))
values = jax.jit(lambda field, xs: jax.lax.map(field, xs))


def corners(surface):
    (left, right), (bottom, top) = surface.domain
    return np.array([[left, bottom], [right, top]])


def inside(surface, point):
    low, high = corners(surface)
    return bool(np.all(point >= low) and np.all(point <= high))


def points_in_window(surface, seed, count=32):
    low, high = corners(surface)
    return np.random.default_rng(seed).uniform(low, high, (count, 2))


def test_the_registry_holds_the_19_surfaces_in_the_order_of_the_menus():
    assert [kind.key for kind in BUILT_IN] == ORDER
    assert list(SURFACES)[:19] == ORDER


@each_surface
def test_each_surface_says_what_it_is(surface):
    for text in (surface.name, surface.latex, surface.source, surface.note, type(surface).__doc__):
        assert text and text.strip()
    assert surface.latex.count("{") == surface.latex.count("}")
    assert surface.facts
    for knob in knobs_of(surface):
        assert knob.symbol in surface.latex


@each_surface
def test_a_surface_that_is_the_sum_of_its_residuals_squares_says_so_and_no_other_does(surface):
    places = np.random.default_rng(0).uniform(-2, 2, (50, 2))
    heights = [height(surface, place) for place in places.tolist()]
    said = surface.about().removeprefix(surface.note).strip()
    if isinstance(surface, SumOfSquares):
        np.testing.assert_allclose(sum(np.square(r) for r in surface.residuals(places.T)), heights, rtol=1e-10)
        assert "sum of squares" in said
        assert all(METHODS[key].name in said for key in ("gauss_newton", "levenberg_marquardt"))
    else:
        assert said == ""


@each_surface
def test_published_values_come_out(surface):
    for point, value in surface.facts:
        assert height(surface, point) == pytest.approx(value, rel=1e-7, abs=1e-7)


@each_surface
def test_starts_and_minima_are_inside_the_window_and_starts_are_not_minima(surface):
    assert len(surface.starts) >= 3
    for start in surface.starts:
        value, slope = value_and_slope(as_field(surface), np.array(start))
        assert inside(surface, start) and np.isfinite(value) and np.isfinite(slope).all()
        assert not len(surface.minima) or np.min(np.linalg.norm(surface.minima - start, axis=1)) > 0.1
    assert all(inside(surface, m) for m in surface.minima)


@each_surface
def test_known_minima_are_minima_to_the_last_digits(surface):
    assert surface.minima.shape == (COUNTS.get(surface.key, 1), 2)
    for minimum in surface.minima:
        _, slope = value_and_slope(as_field(surface), minimum)
        assert np.linalg.norm(slope) < 1e-8
        around = minimum + 1e-3 * np.stack([np.cos(np.arange(16)), np.sin(np.arange(16))], axis=1)
        assert values(as_field(surface), around).min() > height(surface, minimum)
        if surface.key not in KINKED_AT_THE_MINIMUM:
            assert np.linalg.eigvalsh(curvature(as_field(surface), minimum)).min() > 1e-3


@each_surface
def test_the_floor_is_the_lowest_known_value_and_none_below_in_the_window(surface):
    if surface.key in {"saddle", "monkey_saddle"}:
        assert surface.floor is None
        return
    assert surface.floor == min(height(surface, m) for m in surface.minima)
    assert grid(surface)[2].min() >= surface.floor - 1e-12


def test_published_global_minima():
    floors = {"six_hump_camel": -1.031628453489877, "mccormick": -math.sqrt(3) / 2 - math.pi / 3}
    floors |= {"styblinski_tang": -78.33233140754282, "easom": -1.0, "goldstein_price": 3.0}
    for surface in ALL:
        if surface.floor is not None and surface.key != "cliff":
            assert surface.floor == pytest.approx(floors.get(surface.key, 0.0), rel=1e-14, abs=1e-14)


def test_the_cliffs_minimum_is_where_newtons_method_ends():
    x = 0.0
    for _ in range(20):
        wall = 1 / math.cosh(8 * (x - 1)) ** 2
        x -= (0.1 * x + 16 * wall) / (0.1 - 256 * wall * math.tanh(8 * (x - 1)))
    assert SURFACES["cliff"]().minima[0] == pytest.approx([x, 0.0], abs=1e-12)


@settings(max_examples=60, deadline=None)
@given(surface=st.sampled_from(ALL), seed=st.integers(0, 2**32 - 1))
def test_gradients_agree_with_central_differences(surface, seed):
    points, h = points_in_window(surface, seed), 1e-5
    if surface.key == "absolute":
        points = points[np.abs(points).min(axis=1) > 2 * h]
    field = as_field(surface)
    columns = [(values(field, points + h * e) - values(field, points - h * e)) / (2 * h) for e in np.eye(2)]
    exact = np.asarray(slopes(field, points))
    scale = 1 + np.abs(exact).max() + np.abs(values(field, points)).max()
    assert np.abs(np.stack(columns, axis=1) - exact).max() < 1e-7 * scale


@each_surface
def test_no_gradient_is_nan_where_the_window_has_kinks_tips_and_lines_of_symmetry(surface):
    ticks = [-1e-300, -0.0, 0.0, 1e-300, 1e-8, 1.0, math.pi]
    points = np.array([(a, b) for a in ticks for b in ticks])
    assert np.isfinite(slopes(as_field(surface), points)).all()


def test_the_slope_on_a_kink_is_the_subgradient_zero():
    assert slopes(as_field(SURFACES["absolute"]()), np.array([[0.0, 0.0], [0.0, 2.0]])).tolist() == [[0, 0], [0, 1]]
    assert slopes(as_field(SURFACES["ackley"]()), np.zeros((1, 2))).tolist() == [[0, 0]]


def test_quadratic_has_eigenvalues_one_and_kappa_whatever_the_rotation():
    for kappa, rotation in [(1, 0), (10, 0), (100, 45), (1000, -90), (7, 33)]:
        bowl = SURFACES["quadratic"](kappa=kappa, rotation=rotation)
        hessian = curvature(as_field(bowl), np.array([0.3, -0.2]))
        assert np.linalg.eigvalsh(hessian) == pytest.approx([1, kappa], rel=1e-12)


def test_quadratic_rotates_anticlockwise_the_flat_axis():
    bowl = SURFACES["quadratic"](kappa=50.0, rotation=30.0)
    flat = (math.cos(math.radians(30)), math.sin(math.radians(30)))
    assert height(bowl, flat) == pytest.approx(0.5, rel=1e-14)
    assert height(bowl, (-flat[1], flat[0])) == pytest.approx(25.0, rel=1e-14)


def test_arithmetic_is_that_of_a_python_loop_digit_for_digit():
    x, y, lr, field = -1.2, 1.0, 0.001, as_field(SURFACES["rosenbrock"]())
    point = np.array([x, y])
    for _ in range(50):
        gx, gy = value_and_slope(field, point)[1].tolist()
        across = 100 * (2 * (y - x * x))
        assert gy == across
        assert gx == pytest.approx(-across * (2 * x) - 2 * (1 - x), rel=1e-15)
        x, y = x - lr * gx, y - lr * gy
        point = np.array([x, y])
    bowl = as_field(SURFACES["quadratic"](kappa=3.7))
    for a, b in np.random.default_rng(1).normal(size=(100, 2)).tolist():
        assert height(bowl, (a, b)) == 0.5 * (a * a + 3.7 * (b * b))
        assert value_and_slope(bowl, np.array([a, b]))[1].tolist() == [a, 3.7 * b]


@each_surface
def test_the_shared_program_computes_the_surface_itself(surface):
    for point in points_in_window(surface, 7, count=3):
        for answer in (value_and_slope, curvature):
            shared, own = (np.hstack(jax.tree.leaves(answer(field, point))) for field in (as_field(surface), surface))
            np.testing.assert_allclose(shared, own, rtol=1e-11, atol=1e-11 * (1 + np.abs(own).max()))


def test_jax_never_takes_one_surface_for_another_with_the_same_knobs():
    # It did, now and then, with jax.tree_util.register_dataclass (0.10.2): such classes compare equal as trees.
    trees = [jax.tree.structure(surface) for surface in ALL]
    assert all(a != b for i, a in enumerate(trees) for b in trees[:i])


def test_the_shared_program_is_differentiable_in_the_knobs_too():
    bowl, point = SURFACES["quadratic"](kappa=3.0, rotation=20.0), jnp.array([1.0, 2.0])
    own = jax.grad(lambda s: s(point))(bowl)
    field = as_field(bowl)
    assert isinstance(field, BuiltIn)
    shared = jax.grad(lambda knobs: BuiltIn(field.index, knobs)(point))(field.knobs)
    assert shared.tolist() == pytest.approx([float(own.kappa), float(own.rotation)], rel=1e-13)


@settings(max_examples=25, deadline=None)
@given(surface=st.sampled_from(ALL), i=st.integers(0, 160), j=st.integers(0, 160))
def test_the_grid_is_the_function_point_by_point(surface, i, j):
    x, y, z = grid(surface)
    assert x.shape == y.shape == (161,) and z.shape == (161, 161) and z.dtype == np.float64
    assert (x[0], x[-1]) == surface.domain[0] and (y[0], y[-1]) == surface.domain[1]
    assert z[j, i] == pytest.approx(height(surface, (float(x[i]), float(y[j]))), rel=1e-12, abs=1e-13)


def test_the_grid_takes_another_window_and_size_and_refuses_a_single_point():
    x, y, z = grid(SURFACES["saddle"](), size=3, domain=((0.0, 2.0), (-1.0, 1.0)))
    assert x.tolist() == [0, 1, 2] and y.tolist() == [-1, 0, 1]
    assert z.tolist() == [[-1, 0, 3], [0, 1, 4], [-1, 0, 3]]
    with pytest.raises(ValueError, match="at least 2"):
        grid(SURFACES["saddle"](), size=1)


def test_one_program_serves_all_surfaces_points_and_sizes_of_grids():
    grid(ALL[0])
    with compiling() as names:
        for surface in ALL:
            x, y, z = grid(surface, 7)
            assert [surface.value_at((x[2], y[j])) for j in range(7)] == z[:, 2].tolist()
            assert grid(surface, 161)[2].shape == (161, 161)
    assert not names


def test_a_surface_registered_later_in_a_notebook_works(monkeypatch):
    monkeypatch.setattr(SURFACES, "_entries", dict(SURFACES._entries))

    @SURFACES.register
    class Paraboloid(Surface):
        """x² + y²."""

        key = "paraboloid"
        domain = ((-1.0, 1.0), (-1.0, 1.0))
        optima = ((0.0, 0.0),)

        def __call__(self, x):
            return x[0] ** 2 + x[1] ** 2

    mine = SURFACES["paraboloid"]()
    assert as_field(mine) is mine and mine.floor == 0.0 and mine.minima.tolist() == [[0, 0]]
    assert grid(mine, size=5)[2][4, 2] == 1.0


def test_a_surface_without_a_formula_says_so():
    with pytest.raises(NotImplementedError, match="no formula"):
        Surface()(jnp.zeros(2))

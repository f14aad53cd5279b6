"""Critical points against algebra: resultants, roots of polynomials, and equations of one variable."""

from fractions import Fraction

import jax.numpy as jnp
import numpy as np
import pytest
from numpy.polynomial import Polynomial

from optviz import surface
from optviz.core.registry import as_pytree
from optviz.core.simulation.critical import critical_points
from optviz.core.surfaces import SURFACES, Surface
from tests.core.helpers import compiling

KINDS = ("minimum", "saddle", "maximum")


def found(key, **knobs):
    return critical_points(SURFACES[key](**knobs))


def counts(landscape):
    return [len(landscape.of(kind)) for kind in KINDS]


def assert_same_points(landscape, points, atol=1e-9):
    ours = np.array(sorted(p.point for p in landscape.points))
    theirs = np.array(sorted(map(tuple, points)))
    assert ours.shape == theirs.shape
    for point in theirs:
        assert np.abs(ours - point).max(axis=1).min() < atol


def determinant(rows):
    rows, sign, product = [list(r) for r in rows], 1, Fraction(1)
    for i in range(len(rows)):
        pivot = next((j for j in range(i, len(rows)) if rows[j][i]), None)
        if pivot is None:
            return Fraction(0)
        if pivot != i:
            rows[i], rows[pivot], sign = rows[pivot], rows[i], -sign
        product *= rows[i][i]
        for j in range(i + 1, len(rows)):
            factor = rows[j][i] / rows[i][i]
            rows[j] = [a - factor * b for a, b in zip(rows[j], rows[i], strict=True)]
    return sign * product


def himmelblau_by_resultant():
    """Eliminate y from ∂f/∂x = 2y² + 4xy + 4x³ − 42x − 14 and ∂f/∂y = 4y³ + (4x − 26)y + 2x² − 22, find the roots."""

    def resultant(x):
        p, q = [2, 4 * x, 4 * x**3 - 42 * x - 14], [4, 0, 4 * x - 26, 2 * x**2 - 22]
        rows = [[0] * i + p + [0] * (2 - i) for i in range(3)] + [[0] * i + q + [0] * (1 - i) for i in range(2)]
        return determinant([[Fraction(a) for a in row] for row in rows])

    nodes = [Fraction(k) for k in range(-5, 5)]
    weights = []
    for i, node in enumerate(nodes):
        others = [n for n in nodes if n != node]
        term = np.array([Fraction(1)])
        for n in others:
            term = np.convolve(term, np.array([-n, Fraction(1)])) / (node - n)
        weights.append(term * resultant(nodes[i]))
    coefficients = [float(c) for c in np.sum(weights, axis=0)]
    points = []
    for x in (r.real for r in Polynomial(coefficients).roots() if abs(r.imag) < 1e-9):
        for y in np.roots([2, 4 * x, 4 * x**3 - 42 * x - 14]):
            if abs(y.imag) < 1e-9 and abs(4 * y**3 + (4 * x - 26) * y + 2 * x**2 - 22) < 1e-6:
                points.append((x, y.real))
    return points


def test_himmelblau_has_four_minima_four_saddles_and_one_maximum():
    landscape = found("himmelblau")
    assert counts(landscape) == [4, 4, 1]
    assert len(landscape.lowest) == 4
    points = himmelblau_by_resultant()
    assert len(points) == 9
    assert_same_points(landscape, points, atol=1e-7)


def test_himmelblau_hessians_have_the_signs_of_their_kind():
    for p in found("himmelblau").points:
        x, y = p.point
        hessian = [[12 * x * x + 4 * y - 42, 4 * x + 4 * y], [4 * x + 4 * y, 12 * y * y + 4 * x - 26]]
        np.testing.assert_allclose(p.eigenvalues, np.linalg.eigvalsh(hessian), rtol=1e-10)
        signs = {"minimum": (1, 1), "saddle": (-1, 1), "maximum": (-1, -1)}[p.where]
        assert tuple(np.sign(np.linalg.eigvalsh(hessian))) == signs
        assert not p.degenerate


def test_six_hump_camel_has_six_minima_two_of_them_global_and_nine_others():
    # ∂f/∂y = x + 16y³ − 8y = 0 gives x = 8y − 16y³; put into ∂f/∂x it is one polynomial of degree 15 in y.
    y = Polynomial([0, 1])
    x = 8 * y - 16 * y**3
    roots = (8 * x - Polynomial([8.4]) * x**3 + 2 * x**5 + y).roots()
    real = np.sort(roots[np.abs(roots.imag) < 1e-6].real)
    points = [(float(x(r)), float(r)) for r in real]
    landscape = found("six_hump_camel")
    assert len(points) == 15 and sum(counts(landscape)) == 15
    assert counts(landscape) == [6, 7, 2]
    assert [round(p.value, 6) for p in landscape.lowest] == [-1.031628, -1.031628]
    assert_same_points(landscape, points, atol=1e-5)


def test_styblinski_tang_is_a_cubic_in_each_coordinate():
    roots = np.roots([4, 0, -32, 5]).real
    landscape = found("styblinski_tang")
    assert_same_points(landscape, [(a, b) for a in roots for b in roots])
    assert counts(landscape) == [4, 4, 1] and len(landscape.lowest) == 1


def test_three_hump_camel_has_saddles_between_its_minima():
    square = 2.1 + np.array([-1, 0, 1]) * np.sqrt(0.91)
    outer = [(s * r, -s * r / 2) for r in np.sqrt(square[[0, 2]]) for s in (1, -1)]
    landscape = found("three_hump_camel")
    assert_same_points(landscape, [(0, 0), *outer])
    assert counts(landscape) == [3, 2, 0]


def one_dimensional_roots(f, low, high):
    x = np.linspace(low, high, 20001)
    values = f(x)
    out = [float(a) for a, v in zip(x, values, strict=True) if v == 0]
    for a, b in zip(x[:-1][values[:-1] * values[1:] < 0], x[1:][values[:-1] * values[1:] < 0], strict=True):
        for _ in range(60):
            middle = (a + b) / 2
            a, b = (middle, b) if f(a) * f(middle) > 0 else (a, middle)
        out.append(float(a))
    return sorted(out)


def test_rastrigin_has_441_critical_points_the_squares_of_its_21():
    roots = one_dimensional_roots(lambda x: 2 * x + 20 * np.pi * np.sin(2 * np.pi * x), -5.12, 5.12)
    assert len(roots) == 21
    landscape = found("rastrigin")
    assert counts(landscape) == [11 * 11, 2 * 11 * 10, 10 * 10] and len(landscape.lowest) == 1
    assert_same_points(landscape, [(a, b) for a in roots for b in roots])


def test_easom_has_thirteen_where_there_is_any_slope_and_a_plateau_besides():
    # f is a product g(x) g(y): its slope vanishes where both g' or both g do.
    u = one_dimensional_roots(lambda u: np.sin(u) + 2 * u * np.cos(u), -3, 3)
    products = [(np.pi + a, np.pi + b) for a in u for b in u]
    zeros = [(np.pi + a, np.pi + b) for a in (-np.pi / 2, np.pi / 2) for b in (-np.pi / 2, np.pi / 2)]
    landscape = found("easom")
    assert_same_points(landscape, products + zeros)
    assert landscape.flat > 0.5
    assert landscape.lowest[0].point == pytest.approx((np.pi, np.pi))


def test_mccormick_has_a_saddle_between_its_two_minima():
    landscape = found("mccormick")
    assert counts(landscape) == [2, 1, 0]
    assert landscape.of("saddle")[0].point == pytest.approx((0.5 + np.pi / 3, -0.5 + np.pi / 3))


@pytest.mark.parametrize("key", list(SURFACES)[:19])
def test_every_critical_point_is_one_by_finite_differences(key):
    surface = SURFACES[key]()
    landscape = found(key)
    for p in (*landscape.of("minimum")[:6], *landscape.of("saddle")[:6], *landscape.of("maximum")[:3]):
        if key in ("ackley", "absolute") and p.point == (0.0, 0.0):
            continue  # The tip of a cone has no derivative: its slope is defined to be 0.
        scale = 1 + max(map(abs, p.eigenvalues))
        for axis in np.eye(2):
            ahead, behind = (float(surface(jnp.array(p.point) + s * 1e-5 * axis)) for s in (1, -1))
            assert abs(ahead - behind) / 2e-5 < 1e-6 * scale + 1e-9 * abs(ahead) / 1e-5


@pytest.mark.parametrize("key", list(SURFACES)[:19])
def test_every_known_minimum_is_found_again(key):
    minima = np.array([p.point for p in found(key).of("minimum")]).reshape(-1, 2)
    for known in SURFACES[key]().minima:
        assert np.abs(minima - known).max(axis=1).min() < 1e-7


def test_degenerate_points_are_named_by_what_lies_round_them():
    (monkey,) = found("monkey_saddle").points
    assert (monkey.where, monkey.degenerate) == ("saddle", True)
    assert monkey.point == pytest.approx((0, 0), abs=1e-9)
    (tip,) = found("absolute").points
    assert (tip.where, tip.degenerate, tip.point) == ("minimum", True, (0.0, 0.0))
    assert "do not decide" in monkey.reason


def test_a_saddle_alone_has_no_minimum():
    landscape = found("saddle")
    assert counts(landscape) == [0, 1, 0] and landscape.lowest == ()
    assert landscape.points[0].eigenvalues == (-2, 2)


def test_one_program_finds_them_on_every_built_in_surface():
    found("booth")
    with compiling() as names:
        found("matyas")
        found("quadratic", kappa=3.0)
    assert not names


def test_a_level_plane_has_no_point_to_name():
    @as_pytree
    class Level(Surface):
        """A plane."""

        domain = ((-1.0, 1.0), (-1.0, 1.0))

        def __call__(self, x):
            return 0 * x[0] + 3.0

    landscape = critical_points(Level())
    assert landscape.points == () and landscape.flat == 1.0


@pytest.mark.parametrize("turn", [0.0, 0.3, 1.2])
@pytest.mark.parametrize(("b", "c"), [(1.0, 1.0), (1.0, 0.2), (3.0, 2.0), (3.0, 2.3), (-3.0, 2.0), (0.0, 1.0)])
def test_where_one_curvature_is_nought_the_way_that_bends_decides(b, c, turn):
    """u² + b u v² + c v⁴ = (u + b v²/2)² + (c − b²/4) v⁴: a minimum if c > b²/4, else none, on turned axes too."""
    sine, cosine = round(float(np.sin(turn)), 4), round(float(np.cos(turn)), 4)
    u, v = f"({cosine}*x + {sine}*y)", f"({cosine}*y - {sine}*x)"
    points = critical_points(surface(f"{u}^2 + {b}*{u}*{v}^2 + {c}*{v}^4")).points
    (centre,) = [p for p in points if np.hypot(*p.point) < 1e-6]
    assert centre.degenerate and centre.where == ("minimum" if c > b * b / 4 else "saddle")


def test_peano_s_surface_rises_on_every_line_and_has_no_minimum():
    """Peano (1884): (y − x²)(y − 2x²) has a minimum at 0 on each line through it, and is −x⁴/4 on y = 3x²/2."""
    (centre,) = critical_points(surface("(y - x^2)*(y - 2x^2)")).points
    assert centre.where == "saddle" and centre.degenerate

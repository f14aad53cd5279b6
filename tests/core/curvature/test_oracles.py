"""Each method beside something that we did not write: SciPy's optimizers, closed forms, Hansen's own program."""

import numpy as np
import pytest
import scipy.optimize
import scipy.sparse.linalg

from optviz.core.curvature import METHODS, MethodRun, minimize
from optviz.core.curvature.evaluations import Evaluations
from optviz.core.curvature.evolution import Cloud, after, strategy
from optviz.core.curvature.least_squares import jacobian
from optviz.core.curvature.line_search import exact, line, wolfe
from optviz.core.curvature.newton import trusted_step
from optviz.core.curvature.quasi_newton import product, updated
from optviz.core.surfaces import SURFACES, Surface

BANANA = (-1.2, 1.0)
SMOOTH = ["cg", "newton", "damped", "saddle_free", "trust", "bfgs", "lbfgs"]


def run_of(key: str, surface: str = "rosenbrock", start: tuple[float, float] = BANANA, steps: int = 200) -> MethodRun:
    return minimize(SURFACES[surface](), METHODS[key](), start, steps)


def banana(x: np.ndarray) -> float:
    return float((1 - x[0]) ** 2 + 100 * (x[1] - x[0] ** 2) ** 2)


@pytest.mark.parametrize("key", [*SMOOTH, "gauss_newton", "levenberg_marquardt", "nelder_mead"])
def test_it_ends_at_the_minimum_of_more_garbow_and_hillstrom(key):
    run = run_of(key)
    assert run.value[0] == pytest.approx(24.2)
    np.testing.assert_allclose(run.x[-1], [1, 1], atol=1e-8)
    assert run.status.kind == "converged"


@pytest.mark.parametrize("key", [*SMOOTH, "levenberg_marquardt", "nelder_mead", "cma_es"])
def test_it_ends_where_scipy_ends_on_beale(key):
    found = scipy.optimize.minimize(SURFACES["beale"]().value_at, (1.0, 1.5), method="BFGS", options={"gtol": 1e-8})
    run = run_of(key, "beale", (2.0, 0.2))
    np.testing.assert_allclose(run.x[-1], found.x, atol=1e-4)


@pytest.mark.parametrize("steps", [1, 5, 20, 60])
def test_nelder_and_meads_triangle_is_scipys(steps):
    """SciPy counts the first triangle as an iteration."""
    first = np.array([BANANA, (-0.7, 1.0), (-1.2, 1.5)])
    options = {"initial_simplex": first, "maxiter": steps + 1, "xatol": 0.0, "fatol": 0.0}
    found = scipy.optimize.minimize(banana, BANANA, method="Nelder-Mead", options=options)
    run = run_of("nelder_mead", steps=steps)
    np.testing.assert_allclose(run.extras["simplex"][-1], found.final_simplex[0], rtol=1e-12)
    assert run.counts[-1, 0] == found.nfev


def test_conjugate_gradients_are_scipys_on_a_quadratic_and_end_in_two_steps():
    matrix, right = np.array([[10.0, 8.0], [8.0, 10.0]]), np.array([34.0, 38.0])
    path: list[np.ndarray] = []
    scipy.sparse.linalg.cg(
        matrix, right, x0=np.array([-4.0, 5.0]), rtol=1e-12, callback=lambda x: path.append(x.copy())
    )
    run = run_of("cg", "booth", (-4.0, 5.0))
    assert run.steps == len(path) == 2
    np.testing.assert_allclose(run.x[1:], path, atol=1e-9)
    assert run.direction[0] @ matrix @ run.direction[1] == pytest.approx(0, abs=1e-6)


@pytest.mark.parametrize("key", ["newton", "saddle_free", "damped"])
def test_newtons_methods_end_in_one_step_on_a_quadratic(key):
    assert run_of(key, "booth", (6.0, 8.0)).steps == 1


@pytest.mark.parametrize("kappa", [2.0, 10.0, 100.0])
def test_exact_line_search_keeps_the_rate_of_akaike_from_its_worst_start(kappa):
    run = minimize(SURFACES["quadratic"](**{"kappa": kappa}), METHODS["exact"](), (kappa, 1.0), 8)
    np.testing.assert_allclose(run.value[1:] / run.value[:-1], ((kappa - 1) / (kappa + 1)) ** 2, rtol=1e-8)
    turns = np.einsum("ij,ij->i", run.direction[1:], run.direction[:-1])
    np.testing.assert_allclose(turns / (run.slope_norm[1:-1] * run.slope_norm[:-2]), 0, atol=1e-6)


def test_the_exact_length_is_scipys():
    ground, x = Evaluations(SURFACES["beale"]()), np.array([1.0, 1.5])
    p = -ground.slope(x)
    found = scipy.optimize.brent(lambda a: ground.jet(x + a * p).value, brack=(0, 0.01), tol=1e-12, full_output=True)
    assert exact(line(ground, x, p), 0.01) == pytest.approx(found[0], rel=1e-6)


@pytest.mark.parametrize("start", [BANANA, (0.0, 2.5), (1.9, -0.9)])
@pytest.mark.parametrize("first", [1e-6, 1e-3, 1.0])
def test_wolfes_conditions_hold_where_the_search_ends(start, first):
    ground, x = Evaluations(SURFACES["rosenbrock"]()), np.array(start)
    p = -ground.slope(x)
    for curvature in (0.1, 0.9):
        a = wolfe(line(ground, x, p), first, curvature=curvature)
        assert ground.value(x + a * p) <= ground.value(x) - 1e-4 * a * float(p @ p)
        assert abs(p @ ground.slope(x + a * p)) <= curvature * float(p @ p)


def test_bfgs_updates_its_matrix_as_scipy_does():
    theirs = scipy.optimize.BFGS(init_scale=1.0)  # type: ignore[arg-type]
    theirs.initialize(2, "inv_hess")
    ours, rng = np.eye(2), np.random.default_rng(3)
    for _ in range(6):
        s = rng.standard_normal(2)
        y = np.array([[3.0, 1.0], [1.0, 2.0]]) @ s + 0.01 * rng.standard_normal(2)
        theirs.update(s, y)
        ours = updated(ours, s, y)
        np.testing.assert_allclose(ours, theirs.get_matrix(), rtol=1e-9)
        np.testing.assert_allclose(ours @ y, s, rtol=1e-9)


def test_the_matrix_of_bfgs_comes_to_be_the_inverse_hessian():
    run = run_of("bfgs")
    np.testing.assert_allclose(run.extras["matrix"][-1], np.linalg.inv(run.hessian[-1]), rtol=0.02)


def test_the_two_loops_of_lbfgs_are_the_matrix_of_bfgs_with_all_its_pairs():
    rng = np.random.default_rng(1)
    pairs = [(s, np.diag([1.0, 5.0]) @ s) for s in rng.standard_normal((4, 2))]
    s, y = pairs[-1]
    matrix = np.eye(2) * (s @ y) / (y @ y)
    for pair in pairs:
        matrix = updated(matrix, *pair)
    slope = np.array([0.3, -2.0])
    np.testing.assert_allclose(product(pairs, slope), matrix @ slope, rtol=1e-12)
    ones = scipy.optimize.LbfgsInvHessProduct(*map(np.array, zip(*pairs[:1], strict=True)))
    np.testing.assert_allclose(ones.matvec(slope), updated(np.eye(2), *pairs[0]) @ slope, rtol=1e-12)


@pytest.mark.parametrize("radius", [0.05, 0.5, 3.0, 40.0])
def test_a_trusted_step_is_the_lowest_of_a_fine_net(radius):
    rng = np.random.default_rng(0)
    angle, part = np.meshgrid(np.linspace(0, 2 * np.pi, 4001), np.linspace(0, 1, 101))
    net = radius * part.ravel() * np.stack([np.cos(angle.ravel()), np.sin(angle.ravel())])
    for _ in range(12):
        hessian, slope = rng.standard_normal((2, 2)), rng.standard_normal(2)
        hessian = hessian + hessian.T
        p = trusted_step(hessian, slope, radius)
        least = (slope @ net + 0.5 * (net * (hessian @ net)).sum(axis=0)).min()
        assert np.linalg.norm(p) <= radius * (1 + 1e-9)
        assert slope @ p + p @ hessian @ p / 2 <= least + 1e-12


def test_a_trusted_step_leaves_a_ridge_on_which_the_gradient_has_no_part_along_it():
    p = trusted_step(np.diag([-2.0, 2.0]), np.array([0.0, 1.0]), 1.0)
    assert np.linalg.norm(p) == pytest.approx(1) and p[1] == pytest.approx(-0.25)


@pytest.mark.parametrize("key", ["rosenbrock", "booth", "beale", "himmelblau"])
def test_residuals_are_those_of_f(key):
    surface = SURFACES[key]()
    for x in np.random.default_rng(2).uniform(-3, 3, (20, 2)):
        r, slopes = jacobian(surface, x)  # type: ignore[arg-type]
        jet = Evaluations(surface).jet(x)
        assert r @ r == pytest.approx(jet.value, rel=1e-12)
        np.testing.assert_allclose(2 * slopes.T @ r, jet.slope, rtol=1e-9, atol=1e-9)


@pytest.mark.parametrize(("key", "start"), [("beale", (1.0, 1.0)), ("rosenbrock", BANANA), ("himmelblau", (1.0, 1.0))])
def test_levenberg_and_marquardt_end_where_minpack_ends(key, start):
    surface = SURFACES[key]()
    found = scipy.optimize.least_squares(surface.residuals, start, method="lm")  # type: ignore[attr-defined]
    np.testing.assert_allclose(run_of("levenberg_marquardt", key, start).x[-1], found.x, atol=1e-6)


def test_where_all_residuals_vanish_gauss_and_newton_have_half_the_hessian():
    surface: Surface = SURFACES["himmelblau"]()
    _, slopes = jacobian(surface, np.array([3.0, 2.0]))  # type: ignore[arg-type]
    np.testing.assert_allclose(2 * slopes.T @ slopes, Evaluations(surface).jet(np.array([3.0, 2.0])).hessian)


NUMBERS = {
    2: [
        2.0286114646100617,
        0.6245545390268264,
        0.44620498737831715,
        0.1548153998964136,
        0.0578590850719163,
        1.25427274281,
    ],
    10: [
        3.1672992814107035,
        0.29499038303562225,
        0.2844285879463675,
        0.0152838245247517,
        0.0201542827612083,
        3.0847265651,
    ],
}
"""By d, from pycma 4.5.0's ``purecma.CMAESParameters``: μ_eff, c_c, c_σ, c_1, c_μ and the expected length."""


def test_cma_es_has_the_numbers_of_hansens_program():
    two = strategy(2, 6)
    numbers = (two.mueff, two.c_c, two.c_sigma, two.c_1, two.c_mu, two.expected)
    np.testing.assert_allclose(numbers, NUMBERS[2], rtol=1e-10)
    ten = strategy(10, 10)
    numbers = (ten.mueff, ten.c_c, ten.c_sigma, ten.c_1, ten.c_mu, ten.expected)
    np.testing.assert_allclose(numbers, NUMBERS[10], rtol=1e-10)


PURECMA = {
    1: (-0.999117016810734, 1.028788569458491, 0.413425074923321, 0.847552950152588, 0.007565158328352, 0.789505850489),
    5: (-1.14826629586748, 1.357802382151832, 0.216645485112091, 0.359702660063623, -0.030977641920205, 0.444084430346),
    15: (-0.911574534442354, 0.871642379987894, 0.138058725079169, 0.138625789912381, -0.22139350582, 0.562958077119),
}
"""Mean, σ and C after so many generations of pycma's ``purecma.CMAES`` on the banana, given these same points; its σ
was set in each generation by the tutorial's equation 44 from its own path."""


def test_cma_es_moves_as_hansens_program_does():
    rng, numbers = np.random.default_rng(0), strategy(2, 6)
    cloud = Cloud(np.array(BANANA), 0.5, np.eye(2), np.zeros(2), np.zeros(2))
    for generation in range(1, 16):
        steps = rng.standard_normal((6, 2)) @ cloud.power(1)
        heights = [banana(cloud.mean + cloud.sigma * step) for step in steps]
        cloud = after(cloud, steps[np.argsort(heights)], numbers, generation)
        if generation in PURECMA:
            (a, b), (_, c) = cloud.shape
            np.testing.assert_allclose((*cloud.mean, cloud.sigma, a, b, c), PURECMA[generation], rtol=1e-8)


def test_a_run_of_cma_es_is_made_of_these_moves():
    run = run_of("cma_es", steps=5)
    np.testing.assert_allclose(run.x[5], PURECMA[5][:2], rtol=1e-8)
    a, b, c = (PURECMA[5][2] ** 2 * part for part in PURECMA[5][3:])
    np.testing.assert_allclose(run.extras["ellipse"][5], [[a, b], [b, c]], rtol=1e-8)

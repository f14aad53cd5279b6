"""A typed formula behaves as a surface: as the built-in one where there is one, with what looking finds elsewhere."""

import subprocess
import sys
from pathlib import Path

import jax
import jax.numpy as jnp
import numpy as np
import pytest

from optviz.core.optimizers import OPTIMIZERS, TEXTBOOK
from optviz.core.registry import knobs_of, settings_of
from optviz.core.simulation import multistart
from optviz.core.simulation.critical import critical_points
from optviz.core.simulation.simulate import simulate, simulate_all
from optviz.core.simulation.status import hessians
from optviz.core.surfaces import SURFACES, as_field, grid
from optviz.core.typed.formula import read
from optviz.core.typed.surface import PythonSurface, Typed, share, typed_surface
from tests.core.helpers import compiling

ROOT = Path(__file__).resolve().parents[3]
BUILT_IN = {
    "rosenbrock": "(1 - x)^2 + 100 (y - x^2)^2",
    "saddle": "x^2 - y^2",
    "monkey_saddle": "x^3 - 3x y^2",
    "beale": "(1.5 - x + x y)^2 + (2.25 - x + x y^2)^2 + (2.625 - x + x y^3)^2",
    "himmelblau": "(x^2 + y - 11)^2 + (x + y^2 - 7)^2",
    "six_hump_camel": "(4 - 2.1x^2 + x^4/3) x^2 + x y + (4y^2 - 4) y^2",
    "three_hump_camel": "2x^2 - 1.05x^4 + x^6/6 + x y + y^2",
    "styblinski_tang": "0.5 (x^4 - 16x^2 + 5x + y^4 - 16y^2 + 5y)",
    "booth": "(x + 2y - 7)^2 + (2x + y - 5)^2",
    "matyas": "0.26 (x^2 + y^2) - 0.48 x y",
    "mccormick": "sin(x + y) + (x - y)^2 - 1.5x + 2.5y + 1",
    "goldstein_price": "(1 + (x+y+1)^2 (19-14x+3x^2-14y+6x y+3y^2)) (30 + (2x-3y)^2 (18-32x+12x^2+48y-36x y+27y^2))",
    "rastrigin": "20 - (10cos(2pi x) + 10cos(2pi y)) + (x^2 + y^2)",
    "griewank": "(x^2 + y^2)/4000 + (1 - cos(x) cos(y/sqrt(2)))",
    "easom": "-cos(x) cos(y) exp(-(x - pi)^2 - (y - pi)^2)",
    "cliff": "(x^2 + 4y^2)/20 + 2 (1 + tanh(8 (x - 1)))",
    "absolute": "abs(x) + abs(y)",
}


def typed(text: str, **values: float) -> Typed:
    formula = read(text)
    return typed_surface(formula, tuple(values[name] for name in formula.parameters))


@pytest.mark.parametrize("key", BUILT_IN)
def test_a_typed_surface_equals_the_built_in_one(key: str) -> None:
    ours, theirs = typed(BUILT_IN[key]), SURFACES[key]()
    _, _, expected = grid(theirs, 41)
    _, _, values = grid(ours, 41, theirs.domain)
    scale = np.abs(expected).max()
    np.testing.assert_allclose(values, expected, rtol=1e-12, atol=1e-13 * scale)
    rng = np.random.default_rng(3)
    points = np.stack([rng.uniform(low, high, 40) for low, high in theirs.domain], axis=1)
    slope = multistart.slopes(theirs, points)
    np.testing.assert_allclose(multistart.slopes(ours, points), slope, rtol=1e-12, atol=1e-12 * np.abs(slope).max())
    bend = hessians(as_field(theirs), points[:16])
    np.testing.assert_allclose(hessians(as_field(ours), points[:16]), bend, rtol=1e-12, atol=1e-12 * np.abs(bend).max())


@pytest.mark.parametrize("key", BUILT_IN)
def test_whole_runs_on_a_typed_surface_are_those_on_the_built_in_one(key: str) -> None:
    theirs = SURFACES[key]()
    ours = typed_surface(read(BUILT_IN[key]), window=theirs.domain)
    lr = 1e-6 if key == "goldstein_price" else 1e-4
    racers = [OPTIMIZERS["gd"](lr=lr), OPTIMIZERS["nag"](lr=lr), OPTIMIZERS["adam"](lr=0.01)]
    for one, other in zip(*(simulate_all(f, racers, theirs.starts[0], 200) for f in (ours, theirs)), strict=True):
        np.testing.assert_allclose(one.x, other.x, rtol=1e-12, atol=1e-12)
        np.testing.assert_allclose(one.value, other.value, rtol=1e-12, atol=1e-12 * np.abs(other.value).max())
        assert one.status.kind == other.status.kind and one.status.step == other.status.step


def test_the_bowl_with_parameters_equals_the_built_in_one_at_every_value() -> None:
    text = "u = c x + s y; v = c y - s x; 0.5 (u^2 + k v^2)"
    for kappa, angle in ((1.0, 0.0), (25.0, 30.0), (400.0, -75.0)):
        turn = np.radians(angle)
        ours = typed(text, c=float(np.cos(turn)), s=float(np.sin(turn)), k=kappa)
        theirs = SURFACES["quadratic"](**{"kappa": kappa, "rotation": angle})
        one, other = (simulate(f, OPTIMIZERS["momentum"](lr=1e-3), (-2, 1), 300) for f in (ours, theirs))
        np.testing.assert_allclose(one.x, other.x, rtol=1e-12, atol=1e-12)


def test_the_gradient_is_that_of_jax_for_a_function_written_out() -> None:
    ours = typed("sin(3x) y^2 + a x^2", a=0.1)
    points = np.random.default_rng(0).normal(size=(50, 2))
    written = jax.vmap(jax.grad(lambda p: jnp.sin(3 * p[0]) * p[1] ** 2 + 0.1 * p[0] ** 2))(points)
    np.testing.assert_allclose(multistart.slopes(ours, points), written, rtol=1e-12)
    np.testing.assert_allclose(jax.vmap(jax.grad(ours))(points), written, rtol=1e-12)


def use_everything(surface: Typed) -> None:
    rules = [OPTIMIZERS[key]() for key in TEXTBOOK]
    simulate_all(surface, rules, None, 60)
    grid(surface)
    assert surface.floor is None or surface.minima.shape[1] == 2
    critical_points(surface)
    multistart.swarm(surface, rules[0], np.zeros((4, 2)), 30)
    multistart.ends(surface, rules[0], 30)
    hessians(as_field(surface), np.zeros((1, 2)))


def test_no_formula_after_the_first_is_compiled() -> None:
    use_everything(typed("x^2 + y^2"))
    with compiling() as names:
        for k in range(1, 12):
            use_everything(typed(f"sin({k}x) y^2 + if(x < {k}/9, x^2/{k}, log(1 + x^2)) + a max(x, y)", a=0.1 * k))
    assert names == []
    with compiling() as names:
        grid(PythonSurface(lambda x, y: x + 3.25 * y))
    assert names, "the counter counts"


@pytest.mark.parametrize(
    ("text", "window"),
    [
        ("x^2 + y^2", ((-2, 2), (-2, 2))),
        (BUILT_IN["himmelblau"], ((-5, 5), (-5, 5))),
        (BUILT_IN["beale"], ((-5, 5), (-5, 5))),
        ("(x - 30)^2 + (y + 20)^2", ((-50, 50), (-50, 50))),
        ("x log(x) + y^2", ((0, 4), (-2, 2))),
    ],
)
def test_the_window_holds_what_there_is_to_see(text: str, window: tuple) -> None:
    surface = typed(text)
    assert surface.domain == window
    (left, right), (low, high) = window
    for x, y in surface.starts:
        assert left < x < right and low < y < high and np.isfinite(surface.value_at((x, y)))


@pytest.mark.parametrize("key", ["himmelblau", "beale", "booth", "rosenbrock", "matyas", "styblinski_tang"])
def test_the_search_finds_the_minima_that_are_known(key: str) -> None:
    found, known = typed(BUILT_IN[key]).minima, SURFACES[key]().minima
    (left, right), (low, high) = typed(BUILT_IN[key]).domain
    inside = [p for p in known if left < p[0] < right and low < p[1] < high]
    assert inside
    for point in inside:
        assert np.abs(found - point).max(axis=1).min() < 1e-6


def test_a_minimum_on_a_kink_is_found_too() -> None:
    np.testing.assert_allclose(typed("abs(x) + 2abs(y - 0.3)").minima, [[0, 0.3]], atol=1e-5)


@pytest.mark.parametrize("text", ["x^2 - y^2", "x + y", "3", "sin(3x) y^2 + 0.1x^2"])
def test_where_there_is_no_minimum_none_is_named(text: str) -> None:
    assert len(typed(text).minima) == 0 and typed(text).floor is None


def test_a_minimum_is_no_floor_where_f_was_seen_lower_elsewhere() -> None:
    surface = typed("x^3 - 3x + y^2")
    np.testing.assert_allclose(surface.minima, [[1, 0]], atol=1e-9)
    assert surface.floor is None


def test_holes_of_the_window_are_told_and_a_function_finite_nowhere_is_refused() -> None:
    surface = typed("sqrt(x - y) + y^2")
    assert 0.87 < surface.sight.finite < 0.88
    assert f"f is not finite on {share(1 - surface.sight.finite)} of the window" in surface.note
    assert share(0.001) == "less than 1 %" and share(0.37) == "37 %"
    with pytest.raises(ValueError, match="not a finite number at any"):
        typed("sqrt(-1 - x^2)")


def test_a_formula_looks_the_same_every_time() -> None:
    one, other = Typed(read("sin(x y) + x^2/9")), Typed(read("sin(x*y)+x^2/9"))
    assert one is not other and one == other and hash(one) == hash(other)
    assert (one.domain, one.starts, one.minima.tolist()) == (other.domain, other.starts, other.minima.tolist())


def test_parameters_are_knobs_whose_sliders_reach_to_what_is_typed() -> None:
    surface = typed("a x^2 + k y^2", a=0.1, k=73.0)
    assert settings_of(surface) == {"a": 0.1, "k": 73.0}
    assert [(k.key, k.symbol, k.low, k.high) for k in knobs_of(surface)] == [("a", "a", -5, 5), ("k", "k", -100, 100)]


def test_a_turned_parameter_moves_neither_window_nor_start_but_the_minima() -> None:
    surface = typed("(x - a)^2 + y^2", a=1.0)
    turned = surface.with_values(a=1.5)
    assert (turned.domain, turned.starts) == (surface.domain, surface.starts)
    np.testing.assert_allclose([surface.minima[0], turned.minima[0]], [[1, 0], [1.5, 0]], atol=1e-9)


def test_a_python_function_is_a_surface() -> None:
    surface = PythonSurface(lambda x, y: (x - 1) ** 2 + jnp.cosh(y))
    np.testing.assert_allclose(surface.minima, [[1, 0]], atol=1e-9)
    assert surface.floor == 1
    run = simulate(surface, OPTIMIZERS["gd"](lr=0.1), None, 300)
    assert run.status.kind == "converged"


def use(text: str) -> None:
    """Do what a picture does with a formula: all short rules run, level lines, minima, what they come to."""
    surface = typed(text, **dict.fromkeys(read(text).parameters, 0.5))
    simulate_all(surface, [kind() for kind in OPTIMIZERS.values() if not kind.long_memory], None, 20)
    grid(surface, 41)
    assert surface.minima.shape[1] == 2


def test_sixty_formulas_compile_nothing_after_the_first() -> None:
    use("x^2 + y^2")
    waves = ("sin", "cos", "tanh", "atan", "exp")
    texts = [f"{waves[k % 5]}({k + 1}x/9) y^2 + a x^{k % 6} + if(x < {k / 100:g}, cosh(y), {k}/7)" for k in range(60)]
    assert len({read(text).text for text in texts}) == 60
    with compiling() as names:
        for text in texts:
            use(text)
    assert names == []


def test_after_the_warm_up_a_fresh_process_compiles_nothing_for_a_formula() -> None:
    program = (
        "from tests.core.helpers import compiling; from optviz.core.typed.surface import warm_up; warm_up()\n"
        "from tests.core.typed.test_surface import use\n"
        "with compiling() as names: use('cosh(x y) + if(x < y, x, y^2)')\n"
        "assert names == [], names"
    )
    done = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("text", ["x^2 - y^2", "sin(3x) y^2 + 0.8x^2 + y^4/5", "x^4 + y^4 - x^2 y"])
def test_a_start_lies_on_no_axis_of_the_window_where_half_of_the_slope_may_vanish(text: str) -> None:
    assert all(x != 0 and y != 0 for x, y in typed(text).starts)

"""The machine in NumPy has the values, slopes and Hessians of the compiled one, and compiles nothing."""

import jax
import numpy as np
import pytest

from optviz.core.aot import ahead
from optviz.core.typed.assembler import assemble
from optviz.core.typed.formula import read
from optviz.core.typed.machine import FormulaField
from optviz.core.typed.tape import BINARY, UNARY, Builder
from optviz.core.typed.vocabulary import Names
from tests.core.helpers import compiling
from tests.core.typed.test_machine import POINTS, random_tape

HERE = POINTS[:, :20].T


@ahead
def by_jax(field: FormulaField, points: jax.Array) -> tuple[jax.Array, ...]:
    """Return f, ∇f and the Hessian at each point, from the compiled machine and JAX's own forward mode."""

    def at(x: jax.Array) -> tuple[jax.Array, ...]:
        return *field.value_and_slope(x), jax.jacfwd(lambda p: field.value_and_slope(p)[1])(x)

    return jax.lax.map(at, points)


def assert_equal_jets(field: FormulaField, points: np.ndarray) -> int:
    """Hold NumPy's jets against JAX's wherever those are finite, and return at how many points."""
    expected = [np.asarray(part) for part in by_jax(field, points)]
    got = field.jets(points)
    np.testing.assert_allclose(field.heights(points), got[0], rtol=0, atol=0)
    np.testing.assert_array_equal(np.isfinite(got[0]), np.isfinite(expected[0]))
    known = np.isfinite(expected[0]) & np.isfinite(expected[1]).all(1) & np.isfinite(expected[2]).all((1, 2))
    for ours, theirs in zip(got, expected, strict=True):
        scale = 1e-9 * (1 + np.abs(theirs[known]).max(initial=0.0))
        np.testing.assert_allclose(ours[known], theirs[known], rtol=1e-9, atol=scale)
    return int(known.sum())


def test_a_hundred_random_formulas_have_the_jets_of_the_compiled_machine() -> None:
    rng = np.random.default_rng(5)
    assert sum(assert_equal_jets(assemble(random_tape(rng)), HERE) for _ in range(100)) > 100 * 8


@pytest.mark.parametrize("op", sorted({*UNARY, *BINARY} - {"not", "and", "or"}))
def test_every_function_bends_as_jax_says(op: str) -> None:
    builder = Builder()
    x, y = builder.push("name", name="x"), builder.push("name", name="y")
    inner = builder.push("mul", x, y), builder.push("sub", x, builder.push("mul", y, y))
    tape = builder.tape(builder.push(op, *inner[: 1 if op in UNARY else 2]))
    assert assert_equal_jets(assemble(tape), HERE / 2.6) >= 4


def test_what_depends_on_one_variable_leaves_the_other_ones_derivatives_alone() -> None:
    value, slope, hessian = assemble(read("x^2 + sqrt(y) + x y").tape).jets(np.array([[2.0, 0.0]]))
    assert value[0] == 4 and slope[0, 0] == 4 and slope[0, 1] == np.inf
    assert hessian[0, 0].tolist() == [2, 1] and not np.isfinite(hessian[0, 1, 1])


def test_sums_over_data_have_their_jets_too() -> None:
    text = "mean((y_i - x - y x_i)^2) + 0.5 sum(x_i) + sum(abs(y x_i) + cosh(x)) / 9"
    data = np.random.default_rng(1).normal(size=(50, 2))
    points = np.random.default_rng(2).normal(size=(300, 2))
    assert assert_equal_jets(assemble(read(text, Names(data=True)).tape, {}, data), points) == 300


def test_many_points_come_in_parts_and_nothing_is_compiled() -> None:
    field = assemble(read("sin(3x) y^2 + if(x < y, x, 2)").tape)
    points = np.random.default_rng(0).normal(size=(20_001, 2))
    with compiling() as names:
        whole = field.heights(points)
        assert field.jets(points)[2].shape == (20_001, 2, 2)
    assert names == []
    np.testing.assert_array_equal(whole[::500], field.heights(points[::500]))
    assert field.heights(points[:0]).shape == (0,)

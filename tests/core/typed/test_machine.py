"""The machine computes what the formula says, with its exact derivatives, and no formula is compiled."""

import jax
import jax.numpy as jnp
import numpy as np
import pytest

from optviz.core.aot import ahead
from optviz.core.typed.assembler import assemble
from optviz.core.typed.evaluate import evaluate
from optviz.core.typed.formula import Formula, read
from optviz.core.typed.machine import FormulaField
from optviz.core.typed.tape import BINARY, UNARY, Builder, Tape
from optviz.core.typed.vocabulary import Names

# A second way to the gradient: the same tape, built out of JAX's own functions and differentiated backwards.
JAX = {
    **{"add": jnp.add, "sub": jnp.subtract, "mul": jnp.multiply, "div": jnp.divide, "pow": jnp.power},
    **{"min": jnp.minimum, "max": jnp.maximum, "hypot": lambda a, b: jnp.sqrt(a * a + b * b)},
    "mod": jnp.mod,
    **{"lt": lambda a, b: 1.0 * (a < b), "le": lambda a, b: 1.0 * (a <= b)},
    **{"and": lambda a, b: 1.0 * ((a != 0) & (b != 0)), "or": lambda a, b: 1.0 * ((a != 0) | (b != 0))},
    **{"not": lambda a: 1.0 * (a == 0), "if": lambda c, a, b: jnp.where(c != 0, a, b)},
    **{"neg": jnp.negative, "sigmoid": jax.nn.sigmoid, "relu": jax.nn.relu, "softplus": jax.nn.softplus},
    **{"step": lambda a: 1.0 * (a > 0), "asin": jnp.arcsin, "acos": jnp.arccos, "atan": jnp.arctan},
    **{op: getattr(jnp, op) for op in ("sqrt", "exp", "log", "sin", "cos", "tan", "sinh", "cosh", "tanh", "sign")},
    "abs": lambda a: a * jnp.sign(a),  # jnp.abs has the slope 1 at 0
}


def built(tape: Tape, x: jax.Array) -> jax.Array:
    """Return f(x), (2,) → (), node by node."""
    names = {"x": x[0], "y": x[1]}
    values: list = []
    for node in tape.nodes:
        if node.op == "number":
            values.append(node.number)
        elif node.op == "name":
            values.append(names[node.name])
        elif node.op == "pow" and tape.nodes[node.parents[1]].op == "number":
            exponent = tape.nodes[node.parents[1]].number
            values.append(values[node.parents[0]] ** (int(exponent) if exponent == int(exponent) else exponent))
        else:
            values.append(JAX[node.op](*(values[parent] for parent in node.parents)))
    return jnp.asarray(values[-1], float)


@ahead
def at_points(field: FormulaField, x: jax.Array) -> tuple[jax.Array, jax.Array]:
    return field.value_and_slope(x)


def compiled(formula: Formula, **values: float) -> FormulaField:
    field = assemble(formula.tape, values)
    assert isinstance(field, FormulaField)
    return field


def value_and_slope(text: str, x: float, y: float, **values: float) -> tuple[float, list[float]]:
    value, slope = at_points(compiled(read(text), **values), np.array([[x], [y]]))
    return float(value[0]), np.asarray(slope)[:, 0].tolist()


def random_tape(rng: np.random.Generator) -> Tape:
    """Return a tape of some 5 to 25 operations on x, y and numbers."""
    builder = Builder()
    places = [builder.push("name", name="x"), builder.push("name", name="y")]
    places += [builder.push("number", number=number) for number in (0.5, 2.0, 3.0, -1.5)]
    unary = [op for op in UNARY if op != "not"]
    binary = [op for op in BINARY if op not in ("mod", "lt", "le", "and", "or")]
    for _ in range(rng.integers(5, 25)):
        recent = [places[i] for i in rng.integers(0, len(places), 4)]
        recent[0] = places[-1] if rng.random() < 0.5 else recent[0]
        kind = rng.random()
        if kind < 0.35:
            places.append(builder.push(str(rng.choice(unary)), recent[0]))
        elif kind < 0.92:
            places.append(builder.push(str(rng.choice(binary)), *recent[:2]))
        else:
            test = builder.push(str(rng.choice(["lt", "le"])), *recent[:2])
            places.append(builder.push("if", test, *recent[2:]))
    return builder.tape(places[-1])


POINTS = np.random.default_rng(7).uniform(-2.5, 2.5, (2, 60))


def differences(tape: Tape, h: float) -> np.ndarray:
    """Return the central differences of NumPy's values, (2, n)."""
    ways = h * np.eye(2)[:, :, None]
    sides = [[evaluate(tape, dict(zip("xy", POINTS + s * way, strict=True))) for s in (1, -1)] for way in ways]
    with np.errstate(all="ignore"):
        return np.stack([np.broadcast_to((up - down) / (2 * h), POINTS.shape[1:]) for up, down in sides])


@pytest.mark.parametrize("block", range(3))
def test_three_hundred_random_formulas_have_numpys_values_and_their_differences_as_gradients(block: int) -> None:
    rng = np.random.default_rng(block)
    compared = 0
    for _ in range(100):
        tape = random_tape(rng)
        value, slope = map(np.asarray, at_points(assemble(tape), POINTS))
        expected = np.broadcast_to(evaluate(tape, {"x": POINTS[0], "y": POINTS[1]}), value.shape)
        np.testing.assert_array_equal(np.isfinite(value), np.isfinite(expected), err_msg=str(tape))
        np.testing.assert_allclose(value, expected, rtol=1e-7, atol=1e-9)  # a pole magnifies rounding
        wide, narrow = differences(tape, 2e-5), differences(tape, 1e-5)
        with np.errstate(all="ignore"):
            # Where a kink, a pole or rounding is near, two steps do not tell the same.
            known = np.abs(wide - narrow) < 1e-6 * (1 + np.abs(narrow))
        known &= np.isfinite(slope)  # √relu(x) has none where relu is level: 0 · ∞, as in JAX
        np.testing.assert_allclose(slope[known], narrow[known], rtol=1e-5, atol=1e-5, err_msg=str(tape))
        compared += int(known.sum())
    assert compared > 100 * 60


def test_thirty_random_formulas_have_the_gradients_that_jax_finds_backwards() -> None:
    rng = np.random.default_rng(99)
    compared = 0
    for _ in range(30):
        tape = random_tape(rng)
        value, slope = map(np.asarray, at_points(assemble(tape), POINTS))
        gradient = np.asarray(jax.vmap(jax.grad(lambda x, tape=tape: built(tape, x)))(POINTS[:, :8].T)).T
        known = np.isfinite(gradient) & np.isfinite(value[:8])
        np.testing.assert_allclose(slope[:, :8][known], gradient[known], rtol=1e-9, atol=1e-9, err_msg=str(tape))
        compared += int(known.sum())
    assert compared > 30 * 8


def test_the_derivatives_of_every_function_are_those_of_central_differences() -> None:
    h = 1e-6
    for op in set(UNARY) - {"not"}:
        builder = Builder()
        inner = builder.push("mul", builder.push("name", name="x"), builder.push("name", name="y"))
        tape = builder.tape(builder.push(op, inner))
        x = np.array([[0.7, 0.9, -0.4], [0.8, 0.3, -1.2]])
        _, slope = map(np.asarray, at_points(assemble(tape), x))
        for i, way in enumerate(np.eye(2)[:, :, None]):
            ahead_, behind = (evaluate(tape, dict(zip("xy", x + s * h * way, strict=True))) for s in (1, -1))
            np.testing.assert_allclose(slope[i], (ahead_ - behind) / (2 * h), rtol=1e-8, atol=1e-8, err_msg=op)


@pytest.mark.parametrize(
    ("text", "x", "y", "value", "slope"),
    [
        ("abs(x) + relu(y)", 0.0, 0.0, 0.0, [0.0, 0.0]),
        ("max(x, y)", 1.0, 1.0, 1.0, [0.5, 0.5]),
        ("min(x, 2y)", 2.0, 1.0, 2.0, [0.5, 1.0]),
        ("hypot(x, y)", 0.0, 0.0, 0.0, [0.0, 0.0]),
        ("step(x) + sign(y)", 0.0, 0.0, 0.0, [0.0, 0.0]),
        ("x + sqrt(y)", 3.0, 0.0, 3.0, [1.0, np.inf]),
        ("if(x < 0, log(x), x^2)", -0.0, 1.0, 0.0, [0.0, 0.0]),
        ("if(x < 1, x, log(x - 1))", 0.5, 0.0, 0.5, [1.0, 0.0]),
        ("x^3 + y^-2", -2.0, -0.5, -4.0, [12.0, 16.0]),
        ("x^0 + y^1", 0.0, 5.0, 6.0, [0.0, 1.0]),
        ("x^7", -1.0, 0.0, -1.0, [7.0, 0.0]),
        ("2^x", 3.0, 0.0, 8.0, [8 * np.log(2), 0.0]),
        ("3", 1.0, 1.0, 3.0, [0.0, 0.0]),
        ("y", 1.0, 4.0, 4.0, [0.0, 1.0]),
        ("q = x + y; q*q*q", 1.0, 1.0, 8.0, [12.0, 12.0]),
        ("if(1 < 2, x, 1/0)", 2.0, 0.0, 2.0, [1.0, 0.0]),
        ("if(x < 0, 1, 2) y", 3.0, 5.0, 10.0, [0.0, 2.0]),
    ],
)
def test_kinks_powers_and_branches_have_the_slopes_that_are_promised(text, x, y, value, slope) -> None:
    got = value_and_slope(text, x, y)
    np.testing.assert_allclose(got[0], value)
    np.testing.assert_allclose(got[1], slope)


def test_an_infinite_slope_along_y_leaves_the_slope_along_x_alone() -> None:
    value, slope = value_and_slope("x^2 + sqrt(y) + y^0.5*3 + log(y - y)", 2.0, 0.0)
    assert value == -np.inf and slope[0] == 4.0
    assert not np.isfinite(slope[1])


def test_the_hessian_is_exact() -> None:
    field = compiled(read("sin(3x) y^2 + a x^2"), a=0.1)
    x, y = 0.7, -0.3
    exact = [[-9 * np.sin(3 * x) * y**2 + 0.2, 6 * y * np.cos(3 * x)], [6 * y * np.cos(3 * x), 2 * np.sin(3 * x)]]
    np.testing.assert_allclose(jax.hessian(field)(jnp.array([x, y])), exact, rtol=1e-13)


def test_the_hessian_of_a_power_of_a_negative_number_is_a_number() -> None:
    np.testing.assert_allclose(
        jax.hessian(compiled(read("x^7 + y^40")))(jnp.array([-1.0, -1.0])), [[-42, 0], [0, 1560]]
    )


def test_a_formula_of_many_live_parts_gets_more_registers() -> None:
    builder = Builder()
    x, y = builder.push("name", name="x"), builder.push("name", name="y")
    waves = [builder.push("sin", builder.push("mul", x, builder.push("number", number=1 + k / 9))) for k in range(20)]
    total = builder.push("add", x, y)
    for wave in (*waves, *reversed(waves)):
        total = builder.push("add" if wave % 2 else "mul", total, wave)
    tape = builder.tape(total)
    field = assemble(tape)
    assert field.registers.shape[0] > 16
    value, slope = at_points(field, POINTS[:, :5])
    np.testing.assert_allclose(value, evaluate(tape, {"x": POINTS[0, :5], "y": POINTS[1, :5]}), rtol=1e-12)
    gradient = jax.vmap(jax.grad(lambda x: built(tape, x)))(POINTS[:, :5].T)
    np.testing.assert_allclose(np.asarray(slope).T, gradient, rtol=1e-11)


def test_a_mean_over_data_is_a_least_squares_loss() -> None:
    formula = read("mean((y_i - x - y x_i)^2) + 0.5 sum(x_i)", Names(data=True))
    rng = np.random.default_rng(1)
    data = rng.normal(size=(50, 2))
    field = assemble(formula.tape, {}, data)
    intercept, gradient = 0.3, -1.2
    value, slope = at_points(field, np.array([[intercept], [gradient]]))
    errors = data[:, 1] - intercept - gradient * data[:, 0]
    np.testing.assert_allclose(float(value[0]), np.mean(errors**2) + 0.5 * data[:, 0].sum(), rtol=1e-13)
    expected = [-2 * errors.mean(), -2 * (errors * data[:, 0]).mean()]
    np.testing.assert_allclose(np.asarray(slope)[:, 0], expected, rtol=1e-12)


def test_data_that_is_missing_is_told() -> None:
    with pytest.raises(ValueError, match="no data is given"):
        assemble(read("mean((y_i - x)^2)", Names(data=True)).tape)


def test_single_precision_stays_single_and_close() -> None:
    field = compiled(read("sin(3x) cos(y) + exp(-x^2) tan(y/2) + x^2.5 + if(x < y, x, tanh(y))"))
    points = np.abs(POINTS)
    value, slope = at_points(field, points)
    value32, slope32 = at_points(field, points.astype(np.float32))
    assert value32.dtype == slope32.dtype == np.float32
    np.testing.assert_allclose(value32, value, rtol=2e-4, atol=2e-5)
    np.testing.assert_allclose(slope32, slope, rtol=2e-4, atol=2e-5)


def test_the_numbers_of_a_formula_cannot_be_differentiated_unnoticed() -> None:
    field = compiled(read("2.5 x"))

    def by_number(number: jax.Array) -> jax.Array:
        numbers = jnp.asarray(field.numbers).at[0].set(number)
        return FormulaField(field.code, numbers, field.count, field.result, field.data, field.registers)(jnp.ones(2))

    with pytest.raises(TypeError, match="by x and y alone"):
        jax.grad(by_number)(2.5)

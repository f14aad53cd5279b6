"""The recorded graph against jax.grad, central differences and gradients worked out on paper."""

import math

import jax
import jax.numpy as jnp
import pytest
from hypothesis import given
from hypothesis import strategies as st

from optviz.core.backprop.reverse import backward, gradient, record
from optviz.core.typed.formula import read
from optviz.core.typed.vocabulary import Names

FUNCTIONS = {
    "sin": jnp.sin,
    "cos": jnp.cos,
    "exp": jnp.exp,
    "log": jnp.log,
    "relu": jax.nn.relu,
    "tanh": jnp.tanh,
}
numbers = st.floats(-2.0, 2.0).map(lambda v: round(v, 3))
points = st.fixed_dictionaries({name: numbers for name in "xyz"})
leaves = st.sampled_from("xyz") | st.integers(1, 5).map(str)


def parse(text):
    return read(text, Names(("x", "y", "z"))).tape


def longer(inner):
    pairs = st.tuples(inner, st.sampled_from("+-*/"), inner).map(lambda t: f"({t[0]}{t[1]}{t[2]})")
    calls = st.tuples(st.sampled_from(sorted(FUNCTIONS)), inner).map(lambda t: f"{t[0]}({t[1]})")
    powers = st.tuples(inner, st.integers(0, 3)).map(lambda t: f"({t[0]})^{t[1]}")
    return pairs | calls | powers | inner.map(lambda t: f"-({t})")


texts = st.recursive(leaves, longer, max_leaves=5)


def as_jax(text):
    """The same text as a function for JAX: Python reads it here, in the test, where the text is ours."""
    code = compile(text.replace("^", "**"), "expression", "eval")
    return lambda point: jnp.asarray(eval(code, dict(FUNCTIONS), dict(point)), float)


def paper(text, **point):
    return gradient(record(parse(text), point))


@given(texts, points)
def test_value_and_gradient_are_those_of_jax(text, point):
    graph = record(parse(text), point)
    value, grads = jax.value_and_grad(as_jax(text))(point)
    if graph.broken is None:
        assert graph.value == pytest.approx(float(value), rel=1e-12, abs=1e-12)
    ours = gradient(graph)
    if graph.broken is not None or not all(math.isfinite(v) for v in ours.values()):
        return
    for name, ours_of_name in ours.items():
        assert ours_of_name == pytest.approx(float(grads[name]), rel=1e-9, abs=1e-9), (text, point)


SMOOTH = "x*y + sin(x)*tanh(z) - exp(x/4)*log(z^2 + 1)/(y^2 + 1)"


@given(points)
def test_the_gradient_is_that_of_central_differences(point):
    tape, h = parse(SMOOTH), 1e-5
    for name, slope in gradient(record(tape, point)).items():
        up, down = (record(tape, point | {name: point[name] + side}).value for side in (h, -h))
        assert slope == pytest.approx((up - down) / (2 * h), abs=1e-8)


def test_gradients_worked_out_on_paper():
    assert paper("(3x^3 + 2)^2", x=1.0) == {"x": 90.0}
    assert paper("x*x", x=3.0) == {"x": 6.0}
    assert paper("(x + y)*(x - y)", x=3.0, y=2.0) == {"x": 6.0, "y": -4.0}
    assert paper("x", x=5.0) == {"x": 1.0}
    assert paper("7", x=5.0) == {}
    assert paper("x - x", x=5.0) == {"x": 0.0}


def test_a_node_used_twice_adds_up_what_it_is_handed():
    steps = backward(record(parse("x*y + x"), {"x": 2.0, "y": 3.0}))
    to_x = [(step.contribution, step.total) for step in steps if step.parent == 0]
    assert to_x == [(1.0, 1.0), (3.0, 4.0)]


@given(texts, points)
def test_each_step_backward_is_upstream_times_local_and_every_node_is_complete_before_it_hands_on(text, point):
    graph = record(parse(text), point)
    totals = {len(graph.nodes) - 1: 1.0}
    handed: set[int] = set()
    for step in backward(graph):
        assert step.contribution == step.upstream * step.local or math.isnan(step.contribution)
        assert step.parent < step.node and step.parent not in handed
        handed.add(step.node)
        if not math.isnan(step.upstream):
            assert step.upstream == totals.get(step.node, 0.0)
        totals[step.parent] = step.total


def test_relu_has_the_derivative_zero_at_its_kink():
    assert paper("relu(x)", x=0.0) == {"x": 0.0}


@pytest.mark.parametrize("text", ["log(x - 2)", "1/(x - 2)", "log(-x)", "exp(exp(exp(x^3)))", "(x - 2)^-1"])
def test_a_value_that_does_not_exist_is_found_at_the_node_that_makes_it(text):
    graph = record(parse(text + " + y"), {"x": 2.0, "y": 1.0})
    assert graph.broken is not None
    assert all(math.isfinite(node.value) for node in graph.nodes[: graph.broken])
    assert not math.isfinite(graph.value)

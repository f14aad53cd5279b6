"""The network backward: the product of the Jacobians, factor after factor, up to the gradient of the weights."""

import numpy as np

from optviz.core.backprop.layer_chain import Factor, Forward, Gradients, Network, backward, forward, gradients
from optviz.core.number_text import label
from optviz.figures.board import Board, Highlight, Keyframes, TextLines
from optviz.lecture.backprop.common import (
    JACOBIANS,
    KINK,
    W0,
    edge_index,
    network_controls,
    network_graph,
    network_of,
    product_overflows,
)
from optviz.lecture.backprop.messages import network_notices
from optviz.lecture.backprop.numbers import display_math, matrix, node_text, row_vector, u_text
from optviz.lecture.controls import Choice
from optviz.lecture.section import Preset, Section, Values


def backward_board(values: Values) -> Board:
    """Show the network backward: one Jacobian a step, the product so far, and at last the gradient for W₀ or W₁."""
    net, w1 = network_of(values), values["target"] == "w1"
    forward_pass = forward(net)
    grads = gradients(net, forward_pass)
    factors = backward(net, forward_pass)[: 4 if w1 else 6]
    last = len(factors)
    products: dict[int, Keyframes] = {0: ((0, "1"),)}
    for step, factor in enumerate(factors):
        products[factor.j] = ((step, node_text(factor.product)),)
    highlights = [Highlight((str(factor.j),), (edge_index(factor.j),), True) for factor in factors]
    highlights.append(Highlight(("w1" if w1 else "w0",), (2 if w1 else 0,), True))
    frames = [_factor_lines(forward_pass, factors, k, w1) for k in range(last)]
    frames.append(_weight_lines(net, forward_pass, grads, w1))
    title = "each value; below it the product so far, du₀/d(value): a row, written upright"
    graph = network_graph(net, forward_pass, dict.fromkeys(range(7), 0), products, tuple(highlights), title)
    name, gradient = ("W₁", grads.w1) if w1 else ("W₀", grads.w0)
    rows = "; ".join(", ".join(label(value) for value in row) for row in gradient)
    return Board(
        (graph, TextLines("lines", tuple(frames), high=12.5)),
        (("graph",), ("lines",)),
        last,
        heights=(0.0, 0.0),
        pace=0.5,
        unit="step",
        status=("broken",) if product_overflows(forward_pass) else ("complete",),
        notices=network_notices(net, forward_pass, last),
        summary=f"The gradient for {name}, row by row: {rows}.",
    )


def framed_product(k: int, w1: bool) -> str:
    """Return the lecture's product with the factor du_k/du_{k+1} in a frame; k past the last one: that with W."""
    end = 4 if w1 else 6
    factors = [rf"\frac{{du_{i}}}{{du_{i + 1}}}" for i in range(end)]
    weight = "W_1" if w1 else "W_0"
    factors.append(rf"\frac{{du_{end}}}{{d{weight}}}")
    factors[k] = rf"\boxed{{{factors[k]}}}"
    return rf"\frac{{du_0}}{{d{weight}}} = " + r"\,".join(factors)


def _factor_lines(forward_pass: Forward, factors: tuple[Factor, ...], k: int, w1: bool) -> tuple[str, ...]:
    jacobian, j = factors[k].jacobian, k + 1
    size = "\u00a0×\u00a0".join(str(n) for n in jacobian.shape)
    whole = (
        display_math(framed_product(k, w1))
        + "$\\qquad$ "
        + display_math(rf"\frac{{du_{k}}}{{du_{j}}} = {JACOBIANS[k]} = {matrix(jacobian)}")
        + rf"$\quad$ {size}: {_rows(forward_pass.u[k], k)}, {_columns(forward_pass.u[j], j)}"
    )
    if k == 0:
        first = display_math(r"\frac{du_0}{du_1} = 1") + "$\\quad$ since $u_0 = u_1$. The product starts with it."
        return whole, first
    product = (
        display_math(rf"\frac{{du_0}}{{du_{j}}} = \frac{{du_0}}{{du_{k}}}\,\frac{{du_{k}}}{{du_{j}}} =\; ")
        + display_math(row_vector(factors[k - 1].product))
        + display_math(matrix(jacobian))
        + display_math(rf"\;= {row_vector(factors[k].product)}")
    )
    return whole, product


def _rows(u: np.ndarray, k: int) -> str:
    return f"rows for {u_text(k)}" if u.size > 1 else "one row"


def _columns(u: np.ndarray, j: int) -> str:
    return f"columns for {u_text(j)}" if u.size > 1 else "one column"


def _weight_lines(net: Network, forward_pass: Forward, grads: Gradients, w1: bool) -> tuple[str, ...]:
    k, name, inner = (4, "W_1", "u_5") if w1 else (6, "W_0", "x")
    delta, layer_input = (grads.delta4, forward_pass.u[5]) if w1 else (grads.delta6, net.x)
    return (
        display_math(framed_product(k, w1)),
        rf"$u_{k} = {name}\,{inner}$ is linear in ${name}$: row $i$ of ${name}$ acts on number $i$ of $u_{k}$ alone, "
        rf"with the slopes ${inner}^\top$. So the last product is",
        display_math(
            rf"\frac{{du_0}}{{d{name}}} = \left(\frac{{du_0}}{{du_{k}}}\right)^{{\!\top}}\! {inner}^\top = "
            rf"{matrix(delta)}{row_vector(layer_input)}"
        )
        + display_math(rf"\;= {matrix(grads.w1 if w1 else grads.w0)}"),
    )


BACKWARD = Section(
    "backward",
    "Backward",
    controls=network_controls(Choice("target", "gradient for", (("w0", "W₀"), ("w1", "W₁")), "w0")),
    presets=(
        Preset("first_factors", "The factors", {}, 0),
        Preset("gradient_w0", "Gradient for W₀"),
        Preset("gradient_w1", "Gradient for W₁", {"target": "w1"}),
        Preset("kink", "ReLU's kink", {"w0": KINK}, 5),
        Preset("all_off", "All units off", {"w0": tuple((-abs(a), -abs(b)) for a, b in W0)}, 5),
    ),
    draw=backward_board,
)

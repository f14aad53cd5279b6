"""The seven derivatives of the chain on one screen: each as a Jacobian, with its shape and its numbers."""

import numpy as np

from optviz.core.backprop.layer_chain import backward, forward, gradients, jacobians, weight_jacobian
from optviz.core.number_text import label
from optviz.figures.board import Board, Table, TextLines
from optviz.lecture.backprop.common import FORMULAS, JACOBIANS, W0, network_controls, network_of, product_overflows
from optviz.lecture.backprop.messages import network_notices
from optviz.lecture.backprop.numbers import display_math, matrix
from optviz.lecture.section import Preset, Section, Values

PRODUCT = (
    r"\frac{du_0}{dW_0} = " + r"\,".join(rf"\frac{{du_{k}}}{{du_{k + 1}}}" for k in range(6)) + r"\,\frac{du_6}{dW_0}"
)
HEAD = ("function", "its derivative", "shape", "here", "product so far")


def derivatives_board(values: Values) -> Board:
    """Show the seven factors of the product, from the loss inwards: formula, shape, numbers, shape of the product."""
    net = network_of(values)
    forward_pass = forward(net)
    factors = (*jacobians(net, forward_pass), weight_jacobian(net))
    so_far = [factor.product for factor in backward(net, forward_pass)] + [gradients(net, forward_pass).w0]
    h, d = net.w0.shape
    rows = []
    for k, (factor, product) in enumerate(zip(factors, so_far, strict=True)):
        below = f"u_{k + 1}" if k < 6 else "W_0"
        shape = times(factor.shape) if k < 6 else f"{h} × ({h}·{d})"
        rows.append(
            (
                f"$u_{k} = {FORMULAS[k]}$",
                rf"$\dfrac{{du_{k}}}{{d{below}}} = {JACOBIANS[k]}$",
                shape,
                f"${matrix(factor)}$",
                times(product.shape),
            )
        )
    lines = TextLines("product", ((display_math(PRODUCT),),))
    return Board(
        (lines, Table("table", HEAD, tuple(rows), follow=False, mono=False)),
        (("product",), ("table",)),
        heights=(0.0, 0.0),
        status=("broken",) if product_overflows(forward_pass) else ("complete",),
        notices=network_notices(net, forward_pass, 0),
        summary="The seven derivatives have the shapes "
        + ", ".join(row[2] for row in rows)
        + f"; their product, du₀/dW₀, has the shape {times(so_far[-1].shape)} and the norm "
        + f"{label(float(np.linalg.norm(so_far[-1])))}.",
    )


def times(shape: tuple[int, ...]) -> str:
    """Return a shape as rows × columns."""
    return " × ".join(str(n) for n in shape)


DERIVATIVES = Section(
    "derivatives",
    "Derivatives",
    controls=network_controls(),
    presets=(
        Preset("seven", "All seven at once"),
        Preset("smooth_slopes", "tanh: slopes between 0 and 1", {"activation": "tanh"}),
        Preset("no_slopes", "ReLU off: a factor of 0", {"w0": tuple((-abs(a), -abs(b)) for a, b in W0)}),
    ),
    draw=derivatives_board,
)

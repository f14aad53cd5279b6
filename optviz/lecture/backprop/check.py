"""The gradient checked: every weight's slope by the chain rule, by JAX and by a central difference."""

import numpy as np

from optviz.core.backprop.gradient_check import Sweep, by_differences, by_jax, max_difference, sweep
from optviz.core.backprop.layer_chain import Gradients, Network, forward, gradients
from optviz.core.number_text import label, tex
from optviz.figures.board import Axes, Axis, Board, DragTarget, Labels, Line, Points, Table, TextLines, from_step
from optviz.lecture.backprop.common import KINK, network_controls, network_of
from optviz.lecture.backprop.messages import network_notices
from optviz.lecture.backprop.numbers import display_math
from optviz.lecture.controls import Slider
from optviz.lecture.section import Preset, Section, Values

WEIGHTS = ("w0", "w1")
SMALLEST_ERROR = 1e-16
"""Smaller errors are drawn here, at the lower end of the logarithmic axis."""


def check_board(values: Values) -> Board:
    """Show every weight's slope three times: by the chain, by JAX, by a central difference; and the error against h."""
    net, h = network_of(values), float(values["h"])
    forward_pass = forward(net)
    grads, jax, differences = gradients(net, forward_pass), by_jax(net), by_differences(net, h)
    errors = sweep(net, grads, 10.0 ** np.linspace(-12, -1, 34))
    to_jax, to_differences = max_difference(grads, jax), max_difference(grads, differences)
    weights = _rows(grads, jax, differences)
    last = len(weights)
    first = ("largest difference", "", from_step(last, label(to_jax)), from_step(last, label(to_differences)))
    rows = (first, *weights)
    table = Table("table", ("weight", "chain", "jax.grad", "differences"), rows, dense=True)
    return Board(
        (table, _error_axes(errors, h, to_differences, last), _quotients(net, h, differences)),
        (("table", "error"), ("table", "quotient")),
        last,
        widths=(1.4, 1.0),
        heights=(1.0, 0.5),
        pace=2.0,
        unit="weight",
        status=("agree",) if to_jax < 1e-12 else ("differ",),
        notices=network_notices(net, forward_pass, last),
        summary=f"The largest difference to jax.grad is {label(to_jax)}, "
        f"to central differences with h = {label(h)} it is {label(to_differences)}.",
    )


def _weight(name: str, i: int, j: int) -> str:
    return rf"W_{name[1]}[{i + 1},{j + 1}]"


def _rows(grads: Gradients, *others: tuple[np.ndarray, np.ndarray]) -> tuple[tuple[str, ...], ...]:
    rows = []
    for matrix, name in enumerate(WEIGHTS):
        ways = (getattr(grads, name), *(other[matrix] for other in others))
        for i, j in np.ndindex(*ways[0].shape):
            rows.append((f"${_weight(name, i, j)}$", *(label(float(way[i, j]), 8) for way in ways)))
    return tuple(rows)


def _error_axes(errors: Sweep, h: float, error: float, since: int) -> Axes:
    layers = (
        Line(errors.h, np.maximum(errors.error, SMALLEST_ERROR), "accent", width=1.4, since=since),
        Points(np.array([h]), np.array([max(error, SMALLEST_ERROR)]), "ink", size=1.3, since=since),
        Labels((5e-11, 2e-3), (1e-13, 1e-13), ("round-off", "truncation error"), "faint"),
    )
    axes = (Axis("", 1e-12, 0.1, log=True), Axis("", SMALLEST_ERROR, 10.0, log=True))
    return Axes("error", layers, *axes, title="largest difference, against h", drag=DragTarget("h"))


def _quotients(net: Network, h: float, differences: tuple[np.ndarray, np.ndarray]) -> TextLines:
    frames: list[tuple[str, ...]] = [("Step on: one weight after the other is moved by $h$ to both sides.",)]
    for matrix, name in enumerate(WEIGHTS):
        for i, j in np.ndindex(*differences[matrix].shape):
            losses = []
            for shift in (h, -h):
                weights = getattr(net, name).copy()
                weights[i, j] += shift
                losses.append(forward(net.replace(**{name: weights})).loss)
            slope, weight = float(differences[matrix][i, j]), _weight(name, i, j)
            numerator = f"{tex(losses[0], 10)} - {tex(losses[1], 10)}"
            frames.append(
                (
                    display_math(rf"\frac{{u_0({weight} + h) - u_0({weight} - h)}}{{2h}}"),
                    display_math(rf"= \frac{{{numerator}}}{{2 \cdot {tex(h)}}} = {tex(slope, 8)}"),
                )
            )
    return TextLines("quotient", tuple(frames))


CHECK = Section(
    "check",
    "Gradient check",
    controls=network_controls(Slider("h", "h", "step of the differences", 1e-3, 1e-12, 0.1, "log")),
    presets=(
        Preset("agree", "Three ways agree", {"activation": "tanh", "h": 1e-5}, 0),
        Preset("too_coarse", "h too large", {"activation": "tanh", "h": 0.1}, 0),
        Preset("too_fine", "h too small", {"activation": "tanh", "h": 1e-12}, 0),
        Preset("kink_check", "ReLU's kink", {"w0": KINK}, 0),
    ),
    draw=check_board,
)

"""The network forward: the chain u₆ … u₀, value after value."""

from optviz.core.backprop.layer_chain import Forward, Network, forward
from optviz.core.elementary import ACTIVATIONS
from optviz.core.number_text import label, tex
from optviz.figures.board import Board, Highlight, TextLines
from optviz.lecture.backprop.common import (
    FORMULAS,
    LEAVES,
    USED_BY,
    edge_index,
    network_controls,
    network_graph,
    network_of,
)
from optviz.lecture.backprop.messages import unit_notices
from optviz.lecture.backprop.numbers import display_math, labels, matrix, row_vector
from optviz.lecture.section import Preset, Section, Values

EXPLANATIONS = {
    6: "The first layer: each of its units adds up the inputs with its own row of weights.",
    4: "The second layer gives the logits, one a class.",
    3: "The network’s prediction ŷ: a probability a class, 1 in sum.",
    2: "Their logarithms: 0 for a probability of 1, far below 0 for a small one.",
    1: "The label picks the true class out. The better its probability, the nearer this is to 0.",
    0: "The loss: what the weights are to make small.",
}
"""What each u is; that of u₅ depends on the activation."""

ACTIVATION_EXPLANATIONS = {
    "relu": "ReLU sets what is negative to 0 and leaves the rest.",
    "tanh": "tanh squeezes each number between −1 and 1.",
    "sigmoid": "The sigmoid squeezes each number between 0 and 1.",
}


def network_board(values: Values) -> Board:
    """Show the network forward: a value a step, with the line of mathematics that makes it."""
    net = network_of(values)
    forward_pass = forward(net)
    value_steps = {k: 7 - k for k in range(7)}
    highlights = [Highlight(("x", "y", "w0", "w1"))]
    for k in range(6, -1, -1):
        inputs = tuple(i for i, (key, *_) in enumerate(LEAVES) if USED_BY[key] == str(k))
        highlights.append(Highlight((str(k),), inputs + ((edge_index(k + 1),) if k < 6 else ())))
    frames = (_given_lines(net), *(_value_lines(net, forward_pass, k) for k in range(6, -1, -1)))
    return Board(
        (
            network_graph(net, forward_pass, value_steps, {}, tuple(highlights), ""),
            TextLines("lines", frames, high=10.0),
        ),
        (("graph",), ("lines",)),
        7,
        heights=(0.0, 0.0),
        pace=0.7,
        unit="step",
        notices=unit_notices(net, forward_pass, 7),
        summary=f"The loss is {label(forward_pass.loss)}. "
        f"The probabilities are {', '.join(labels(forward_pass.u[3]))}.",
    )


def _given_lines(net: Network) -> tuple[str, ...]:
    name = ACTIVATIONS[net.activation].name
    given = (f"x = {matrix(net.x)}", f"y = {matrix(net.y)}", f"W_0 = {matrix(net.w0)}", f"W_1 = {matrix(net.w1)}")
    return (
        display_math(r"u_0 = -y^\top \log(\mathrm{softmax}(W_1\, a(W_0\, x)))")
        + rf"$\qquad$ with $a$ = {name}. Given are:",
        "$\\quad$ ".join(display_math(equation) for equation in given),
    )


def _value_lines(net: Network, forward_pass: Forward, k: int) -> tuple[str, ...]:
    """Return what u_k is, and its formula in letters and in numbers."""
    u = forward_pass.u
    numbers = {
        6: matrix(net.w0) + matrix(net.x),
        5: rf"a{matrix(u[6])}",
        4: matrix(net.w1) + matrix(u[5]),
        3: rf"\mathrm{{softmax}}{matrix(u[4])}",
        2: rf"\log{matrix(u[3])}",
        1: "-" + row_vector(net.y) + matrix(u[2]),
    }
    value = tex(float(u[k])) if k < 2 else matrix(u[k])
    inserted = f" = {numbers[k]}" if k in numbers else ""
    explanation = ACTIVATION_EXPLANATIONS[net.activation] if k == 5 else EXPLANATIONS[k]
    return explanation, display_math(f"u_{k} = {FORMULAS[k]}{inserted} = {value}")


NETWORK = Section(
    "network",
    "Network",
    controls=network_controls(),
    presets=(
        Preset("forward", "Step through it, from the inside out", {}, 0),
        Preset("another_label", "Another true class, another loss", {"label": "3"}),
        Preset("smooth", "tanh instead of ReLU", {"activation": "tanh"}),
    ),
    draw=network_board,
)

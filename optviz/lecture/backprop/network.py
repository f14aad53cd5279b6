"""The network as the chain u₀ … u₆: forward, value after value, and backward, factor after factor."""

import numpy as np

from optviz.core.backprop.layer_chain import (
    ACTIVATIONS,
    Factor,
    Forward,
    Gradients,
    Network,
    backward,
    forward,
    gradients,
)
from optviz.figures.board import Board, Edge, Graph, Highlight, Keyframes, Node, TextLines
from optviz.lecture.backprop.common import breaks, network_notices, network_of
from optviz.lecture.backprop.numbers import column, content, lowered, math_line, matrix, plain, row, tex
from optviz.lecture.section import Values

RULES = {
    6: "W_0 x",
    5: "a(u_6)",
    4: "W_1 u_5",
    3: r"\mathrm{softmax}(u_4)",
    2: r"\log(u_3)",
    1: r"-y^\top u_2",
    0: "u_1",
}
"""What each u is made of."""

LEAVES = (("w0", 0, 0.0, "$W_0$"), ("x", 0, -1.0, "$x$"), ("w1", 2, -1.0, "$W_1$"), ("y", 5, -1.0, "$y$"))
INTO = {"w0": "6", "x": "6", "w1": "4", "y": "1"}


def shape(net: Network, key: str) -> str:
    """Return the shape of a leaf or a value in words: 4 × 2, or 3 numbers."""
    sizes: dict[str, tuple[int, ...]] = {"w0": net.w0.shape, "w1": net.w1.shape, "x": net.x.shape, "y": net.y.shape}
    if key in sizes:
        found = sizes[key]
        return f"{found[0]} × {found[1]}" if len(found) == 2 else f"{found[0]} numbers"
    count = {6: len(net.w0), 5: len(net.w0), 4: len(net.w1), 3: len(net.w1), 2: len(net.w1)}.get(int(key), 1)
    return "1 number" if count == 1 else f"{count} numbers"


def chain_graph(
    net: Network,
    at: Forward,
    born: dict[int, int],
    grads: dict[int, Keyframes],
    beats: tuple[Highlight, ...],
    title: str,
) -> Graph:
    """Return the chain as a graph: u_k has its value from step ``born[k]`` on, and its gradient's story."""
    boxes = [
        Node(
            key,
            place,
            level,
            name,
            notes=() if grads else (shape(net, key),),
            leaf=True,
            lines=() if grads else _leaf_lines(net, key),
        )
        for key, place, level, name in LEAVES
    ]
    for k in range(6, -1, -1):
        lines: tuple[Keyframes, ...] = (((born[k], content(at.u[k])),),)
        if k in grads:
            lines += (grads[k],)
        notes = (f"${RULES[k]}$",) if grads else (f"${RULES[k]}$", shape(net, str(k)))
        boxes.append(Node(str(k), 7 - k, 0.0, f"$u_{k}$", lines, (1,), notes))
    wires = [Edge(key, INTO[key]) for key, *_ in LEAVES] + [Edge(str(k), str(k - 1)) for k in range(6, 0, -1)]
    return Graph("graph", tuple(boxes), tuple(wires), beats, title, tall=True)


def _leaf_lines(net: Network, key: str) -> tuple[Keyframes, ...]:
    return (((0, column(net.x if key == "x" else net.y)),),) if key in ("x", "y") else ()


def wire_of(k: int) -> int:
    """Return the place of the wire from u_k to u_{k−1} among the graph's wires."""
    return len(LEAVES) + 6 - k


def network_board(values: Values) -> Board:
    """The chain forward: a value a step, with the line of mathematics that makes it."""
    net = network_of(values)
    at = forward(net)
    born = {k: 7 - k for k in range(7)}
    beats = [Highlight(("x", "y", "w0", "w1"))]
    for k in range(6, -1, -1):
        leaves = tuple(i for i, (key, *_) in enumerate(LEAVES) if INTO[key] == str(k))
        beats.append(Highlight((str(k),), leaves + ((wire_of(k + 1),) if k < 6 else ())))
    frames = (_given(net), *(_made(net, at, k) for k in range(6, -1, -1)))
    return Board(
        (chain_graph(net, at, born, {}, tuple(beats), ""), TextLines("lines", frames, high=10.0)),
        (("graph",), ("lines",)),
        7,
        heights=(0.0, 0.0),
        pace=0.7,
        unit="step",
        notices=tuple(one for one in network_notices(net, at) if "ReLU" in one or "x = 0" in one),
        summary=f"The loss is {plain(at.loss)}. The probabilities are {', '.join(column(at.u[3]))}.",
    )


def _given(net: Network) -> tuple[str, ...]:
    name = ACTIVATIONS[net.activation].name
    parts = (f"x = {matrix(net.x)}", f"y = {matrix(net.y)}", f"W_0 = {matrix(net.w0)}", f"W_1 = {matrix(net.w1)}")
    return (
        math_line(r"u_0 = -y^\top \log(\mathrm{softmax}(W_1\, a(W_0\, x)))")
        + rf"$\qquad$ with $a$ = {name}. Given are:",
        "$\\quad$ ".join(math_line(part) for part in parts),
    )


WORDS = {
    6: "The first layer: each of its units adds up the inputs with its own row of weights.",
    4: "The second layer: one number a class.",
    3: "The network’s answer ŷ: a probability a class, 1 in sum.",
    2: "Their logarithms: 0 for a probability of 1, far below 0 for a small one.",
    1: "The label picks the true class out. The better its probability, the nearer this is to 0.",
    0: "The loss: what the weights are to make small.",
}
ACTS = {
    "relu": "ReLU sets what is negative to 0 and leaves the rest.",
    "tanh": "tanh squeezes each number between −1 and 1.",
    "sigmoid": "The sigmoid squeezes each number between 0 and 1.",
}


def _made(net: Network, at: Forward, k: int) -> tuple[str, ...]:
    numbers = {
        6: matrix(net.w0) + matrix(net.x),
        5: rf"a{matrix(at.u[6])}",
        4: matrix(net.w1) + matrix(at.u[5]),
        3: rf"\mathrm{{softmax}}{matrix(at.u[4])}",
        2: rf"\log{matrix(at.u[3])}",
        1: "-" + row(net.y) + matrix(at.u[2]),
    }
    value = tex(float(at.u[k])) if k < 2 else matrix(at.u[k])
    made = f" = {numbers[k]}" if k in numbers else ""
    words = ACTS[net.activation] if k == 5 else WORDS[k]
    return words, math_line(f"u_{k} = {RULES[k]}{made} = {value}")


def backward_board(values: Values) -> Board:
    """The chain backward: one Jacobian a step, the product so far, and at last the gradient for W₀ or W₁."""
    net, w1 = network_of(values), values["target"] == "w1"
    at = forward(net)
    found = gradients(net, at)
    factors = backward(net, at)[: 4 if w1 else 6]
    last = len(factors)
    grads: dict[int, Keyframes] = {0: ((0, "1"),)}
    for step, one in enumerate(factors):
        grads[one.j] = ((step, content(one.product)),)
    beats = [Highlight((str(one.j),), (wire_of(one.j),), True) for one in factors]
    beats.append(Highlight(("w1" if w1 else "w0",), (2 if w1 else 0,), True))
    frames = [_factor_lines(at, factors, k, w1) for k in range(last)] + [_last_lines(net, at, found, w1)]
    graph = chain_graph(
        net, at, dict.fromkeys(range(7), 0), grads, tuple(beats), "each value; below it du₀/d(that value)"
    )
    name, gradient = ("W₁", found.w1) if w1 else ("W₀", found.w0)
    return Board(
        (graph, TextLines("lines", tuple(frames), high=12.5)),
        (("graph",), ("lines",)),
        last,
        heights=(0.0, 0.0),
        pace=0.5,
        unit="step",
        status=("broken",) if breaks(at) else ("complete",),
        notices=network_notices(net, at),
        summary=f"The gradient for {name}, row by row: "
        + "; ".join(", ".join(plain(v) for v in one) for one in gradient)
        + ".",
    )


LOCAL = {
    0: "1",
    1: r"-y^\top",
    2: r"\mathrm{diag}(1/u_3)",
    3: r"\mathrm{diag}(u_3) - u_3 u_3^\top",
    4: "W_1",
    5: r"\mathrm{diag}(a'(u_6))",
}


def whole_product(k: int, w1: bool) -> str:
    """Return the lecture's product with the factor du_k/du_{k+1} in a frame; k past the last one: that with W."""
    end = 4 if w1 else 6
    parts = [rf"\frac{{du_{i}}}{{du_{i + 1}}}" for i in range(end)]
    weight = "W_1" if w1 else "W_0"
    parts.append(rf"\frac{{du_{end}}}{{d{weight}}}")
    parts[k] = rf"\boxed{{{parts[k]}}}"
    return rf"\frac{{du_0}}{{d{weight}}} = " + r"\,".join(parts)


def _factor_lines(at: Forward, factors: tuple[Factor, ...], k: int, w1: bool) -> tuple[str, ...]:
    one, j = factors[k], k + 1
    size = "\u00a0×\u00a0".join(str(n) for n in one.jacobian.shape)
    lines = [
        math_line(whole_product(k, w1))
        + "$\\qquad$ "
        + math_line(rf"\frac{{du_{k}}}{{du_{j}}} = {LOCAL[k]} = {matrix(one.jacobian)}")
        + rf"$\quad$ {size}: {_rows(at.u[k], k)}, {_columns(at.u[j], j)}",
    ]
    if k:
        lines.append(
            math_line(rf"\frac{{du_0}}{{du_{j}}} = \frac{{du_0}}{{du_{k}}}\,\frac{{du_{k}}}{{du_{j}}} =\; ")
            + math_line(row(factors[k - 1].product))
            + math_line(matrix(one.jacobian))
            + math_line(rf"\;= {row(one.product)}")
        )
    else:
        lines.append(math_line(r"\frac{du_0}{du_1} = 1") + "$\\quad$ since $u_0 = u_1$. The product starts with it.")
    return tuple(lines)


def _rows(u: np.ndarray, k: int) -> str:
    return f"rows for {lowered(k)}" if u.size > 1 else "one row"


def _columns(u: np.ndarray, j: int) -> str:
    return f"columns for {lowered(j)}" if u.size > 1 else "one column"


def _last_lines(net: Network, at: Forward, found: Gradients, w1: bool) -> tuple[str, ...]:
    k, name, inner = (4, "W_1", "u_5") if w1 else (6, "W_0", "x")
    delta, into = (found.delta4, at.u[5]) if w1 else (found.delta6, net.x)
    gradient = found.w1 if w1 else found.w0
    return (
        math_line(whole_product(k, w1)),
        rf"$u_{k} = {name}\,{inner}$ is linear in ${name}$: row $i$ of ${name}$ acts on number $i$ of $u_{k}$ alone, "
        rf"with the slopes ${inner}^\top$. So the last product is",
        math_line(
            rf"\frac{{du_0}}{{d{name}}} = \left(\frac{{du_0}}{{du_{k}}}\right)^{{\!\top}}\! {inner}^\top = "
            rf"{matrix(delta)}{row(into)}"
        )
        + math_line(rf"\;= {matrix(gradient)}"),
    )

"""What several sections of the backpropagation page share: the network's controls, the network, and its graph."""

import numpy as np

from optviz.core.backprop.layer_chain import Forward, Network
from optviz.core.elementary import ACTIVATIONS
from optviz.figures.board import Edge, Graph, Highlight, Keyframes, Node
from optviz.lecture.backprop.numbers import labels, node_text
from optviz.lecture.controls import Choice, Control, Matrix
from optviz.lecture.section import Values

LABELS = (("1", "class 1"), ("2", "class 2"), ("3", "class 3"))
X = ((1.0,), (2.0,))
W0 = ((0.5, 0.2), (-0.6, 0.1), (0.3, -0.5), (-0.2, 0.7))
W1 = ((0.4, -0.2, 0.1, 0.3), (-0.3, 0.5, 0.2, -0.1), (0.2, 0.1, -0.4, 0.6))
KINK = ((0.5, -0.25), *W0[1:])
"""Weights W₀ that put unit 1 exactly on ReLU's kink."""


def network_controls(*first: Control) -> tuple[Control, ...]:
    """Return the controls of the network after a section's own: label, activation, example, weights."""
    return (
        *first,
        Choice("label", "true class y", LABELS, "1"),
        Choice("activation", "activation a", tuple((key, rule.name) for key, rule in ACTIVATIONS.items()), "relu"),
        Matrix("input", "input", "x", X),
        Matrix("w0", "weights", "W_0", W0),
        Matrix("w1", "weights", "W_1", W1),
    )


def network_of(values: Values) -> Network:
    """Return the network with one example that the controls describe."""
    return Network(
        np.array([row[0] for row in values["input"]], dtype=float),
        int(values["label"]) - 1,
        np.array(values["w0"], dtype=float),
        np.array(values["w1"], dtype=float),
        values["activation"],
    )


def product_overflows(forward_pass: Forward) -> bool:
    """Return whether some probability is so small that 1/ŷ, a factor of the product, is infinite."""
    with np.errstate(all="ignore"):
        return not np.isfinite(1 / forward_pass.u[3]).all()


FORMULAS = {
    6: "W_0 x",
    5: "a(u_6)",
    4: "W_1 u_5",
    3: r"\mathrm{softmax}(u_4)",
    2: r"\log(u_3)",
    1: r"-y^\top u_2",
    0: "u_1",
}
"""What each u is made of, in LaTeX."""

JACOBIANS = {
    0: "1",
    1: r"-y^\top",
    2: r"\mathrm{diag}(1/u_3)",
    3: r"\mathrm{diag}(u_3) - u_3 u_3^\top",
    4: "W_1",
    5: r"\mathrm{diag}(a'(u_6))",
    6: r"I \otimes x^\top",
}
"""The factor du_k/du_{k+1} in letters; the last is du₆/dW₀."""

LEAVES = (("w0", 0, 0.0, "$W_0$"), ("x", 0, -1.0, "$x$"), ("w1", 2, -1.0, "$W_1$"), ("y", 5, -1.0, "$y$"))
"""The inputs of the graph: key, column, row, title."""

USED_BY = {"w0": "6", "x": "6", "w1": "4", "y": "1"}
"""The node that each input goes into."""


def shape_text(net: Network, key: str) -> str:
    """Return the shape of an input or a value in words: 4 × 2, or 3 numbers."""
    if key in ("w0", "w1"):
        rows, columns = (net.w0 if key == "w0" else net.w1).shape
        return f"{rows} × {columns}"
    hidden, classes = len(net.w0), len(net.w1)
    sizes = {"x": len(net.x), "y": classes, "6": hidden, "5": hidden, "4": classes, "3": classes, "2": classes}
    count = sizes.get(key, 1)
    return "1 number" if count == 1 else f"{count} numbers"


def network_graph(
    net: Network,
    forward_pass: Forward,
    value_steps: dict[int, int],
    gradients: dict[int, Keyframes],
    highlights: tuple[Highlight, ...],
    title: str,
) -> Graph:
    """Return the network as a graph of u₆ … u₀: u_k has its value from step ``value_steps[k]`` on.

    ``gradients``: what stands below the value of u_k from which step on; without any, shapes are noted instead.
    """
    nodes = [
        Node(key, column, row, name, (), leaf=True)
        if gradients
        else Node(key, column, row, name, _leaf_lines(net, key), notes=(shape_text(net, key),), leaf=True)
        for key, column, row, name in LEAVES
    ]
    for k in range(6, -1, -1):
        lines: tuple[Keyframes, ...] = (((value_steps[k], node_text(forward_pass.u[k])),),)
        if k in gradients:
            lines += (gradients[k],)
        notes = (f"${FORMULAS[k]}$",) if gradients else (f"${FORMULAS[k]}$", shape_text(net, str(k)))
        nodes.append(Node(str(k), 7 - k, 0.0, f"$u_{k}$", lines, (1,), notes))
    edges = [Edge(key, USED_BY[key]) for key, *_ in LEAVES] + [Edge(str(k), str(k - 1)) for k in range(6, 0, -1)]
    return Graph("graph", tuple(nodes), tuple(edges), highlights, title, tall=True)


def _leaf_lines(net: Network, key: str) -> tuple[Keyframes, ...]:
    return (((0, labels(net.x if key == "x" else net.y)),),) if key in ("x", "y") else ()


def edge_index(k: int) -> int:
    """Return the index of the edge from u_k to u_{k−1} among the graph's edges."""
    return len(LEAVES) + 6 - k

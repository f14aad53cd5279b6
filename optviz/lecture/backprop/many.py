"""The chain rule on many functions of one number, put into one another."""

import numpy as np

from optviz.core.backprop.functions import SCALAR_FUNCTIONS, Chain, ScalarFunction, chain
from optviz.core.number_text import label, tex
from optviz.figures.board import Board, Chart, Edge, Graph, Highlight, Node, Series, TextLines
from optviz.lecture.backprop.messages import chain_notices
from optviz.lecture.backprop.numbers import bracketed, display_math
from optviz.lecture.controls import Choice, Slider, VisibleIf
from optviz.lecture.section import Preset, Section, Values

FUNCTIONS = tuple((key, function.name) for key, function in SCALAR_FUNCTIONS.items())


def functions_of(values: Values) -> tuple[ScalarFunction, ...]:
    """Return the functions f₁ … f_n that are chosen, the outermost first."""
    return tuple(SCALAR_FUNCTIONS[values[f"f{k}"]] for k in range(1, int(values["n"]) + 1))


def chain_of(values: Values) -> Chain:
    """Return f₁(f₂(… f_n(x))) with its values and slopes."""
    return chain(functions_of(values), float(values["x"]))


def many_board(values: Values) -> Board:
    """Show a chain of n functions: forward from x to y, then backward, factor by factor, with the product so far."""
    functions, composed = functions_of(values), chain_of(values)
    n = len(functions)
    product = np.concatenate([np.full(n + 1, np.nan), [1.0], np.abs(composed.products)])
    factors = np.concatenate([np.full(n + 2, np.nan), np.abs(composed.factors)])
    chart = Chart(
        "chart",
        "size of the factors and of their product",
        (Series("product so far", product, "accent"), Series("factor", factors, "faint", dashed=True)),
        log=True,
        x_label="step",
        empty="in the backward pass a factor is 0: nothing is left",
    )
    return Board(
        (_graph(functions, composed), _lines(composed), chart),
        (("graph", "graph"), ("lines", "chart")),
        2 * n + 1,
        widths=(1.25, 1.0),
        heights=(0.62, 1.0),
        pace=1.0,
        unit="step",
        notices=chain_notices(composed),
        summary=f"{n} functions at x = {label(composed.values[-1])}: y = {label(composed.values[0])}, "
        f"dy/dx = {label(composed.products[-1])}.",
    )


def _name(k: int, n: int) -> str:
    """Return what f_{k+1} gives, in the lecture's letters: y, u₁ … u_{n−1}, and x."""
    return "y" if k == 0 else "x" if k == n else f"u_{k}"


def _graph(functions: tuple[ScalarFunction, ...], composed: Chain) -> Graph:
    n = len(functions)
    nodes, edges = [], []
    for k in range(n, -1, -1):
        title = "$x$" if k == n else f"${_name(k, n)} = {functions[k].written(_name(k + 1, n))}$"
        gradient = 1.0 if k == 0 else float(composed.products[k - 1])
        lines = (((n - k, label(composed.values[k])),), ((n + 1 + k, label(gradient)),))
        nodes.append(Node(str(k), n - k, 0, title, lines, backs=(1,), leaf=k == n))
        if k < n:
            slope = rf"$\cdot\,{bracketed(float(composed.factors[k]))}$"
            edges.append(Edge(str(k + 1), str(k), ((n + 2 + k, slope),)))
    highlights = [Highlight((str(n),))]
    highlights += [Highlight((str(n - j),), (j - 1,)) for j in range(1, n + 1)]
    highlights += [Highlight(("0",), (), True)]
    highlights += [Highlight((str(k + 1),), (n - 1 - k,), True) for k in range(n)]
    title = "each value; below it dy/d(that value)"
    return Graph("graph", tuple(nodes), tuple(edges), tuple(highlights), title)


def _lines(composed: Chain) -> TextLines:
    n = len(composed.factors)
    forward = [display_math(f"x = {tex(float(composed.values[n]))}")]
    for k in range(n - 1, -1, -1):
        value = tex(float(composed.values[k]))
        forward.append(display_math(rf"{_name(k, n)} = f_{k + 1}({_name(k + 1, n)}) = {value}"))
    frames = [("$\\quad$ ".join(forward[: k + 1]),) for k in range(n + 1)]
    steps = [frames[-1][0], display_math(r"\frac{dy}{dy} = 1")]
    for k in range(n):
        inner, before = _name(k + 1, n), 1.0 if k == 0 else float(composed.products[k - 1])
        chained = rf"\frac{{dy}}{{d{_name(k, n)}}}\,\frac{{d{_name(k, n)}}}{{d{inner}}} = " if k else ""
        numbers = rf"{bracketed(before)} \cdot {bracketed(float(composed.factors[k]))} = " if k else ""
        steps.append(display_math(rf"\frac{{dy}}{{d{inner}}} = {chained}{numbers}{tex(float(composed.products[k]))}"))
    frames += [tuple(steps[: k + 1]) for k in range(1, len(steps))]
    return TextLines("lines", tuple(frames), tuple(len(frame) - 1 for frame in frames))


MANY = Section(
    "many",
    "Many functions",
    controls=(
        Choice("n", "number of functions n", tuple((str(n), str(n)) for n in (2, 3, 4, 5)), "4"),
        Slider("x", "x", "where", 0.5, -3.0, 3.0),
        Choice("f1", "f₁, the outermost", FUNCTIONS, "square"),
        Choice("f2", "f₂", FUNCTIONS, "shift"),
        VisibleIf("n", ("3", "4", "5"), Choice("f3", "f₃", FUNCTIONS, "sin")),
        VisibleIf("n", ("4", "5"), Choice("f4", "f₄", FUNCTIONS, "double")),
        VisibleIf("n", ("5",), Choice("f5", "f₅", FUNCTIONS, "tanh")),
    ),
    presets=(
        Preset("backward_product", "Backward, factor by factor", {}, 5),
        Preset(
            "vanish", "Five sigmoids: the product vanishes", {"n": "5", **{f"f{k}": "sigmoid" for k in range(1, 6)}}
        ),
        Preset("explode", "Five doublings: it grows to 32", {"n": "5", **{f"f{k}": "double" for k in range(1, 6)}}),
        Preset(
            "one_zero",
            "One factor 0 stops all",
            {"n": "3", "f1": "exp", "f2": "square", "f3": "sin", "x": 0.0},
        ),
    ),
    draw=many_board,
)

"""The chain rule on two functions of one number, with their tangents."""

import numpy as np

from optviz.core.backprop.functions import SCALAR_FUNCTIONS, Chain, ScalarFunction, chain
from optviz.core.number_text import label, tex
from optviz.figures.board import (
    Axes,
    Axis,
    Board,
    DragTarget,
    Edge,
    Graph,
    Highlight,
    Line,
    MovingLine,
    Node,
    Points,
    TextLines,
)
from optviz.lecture.backprop.messages import chain_notices
from optviz.lecture.backprop.numbers import bracketed, display_math, power_base
from optviz.lecture.controls import Choice, Slider
from optviz.lecture.section import Preset, Section, Values

Array = np.ndarray
FUNCTIONS = tuple((key, SCALAR_FUNCTIONS[key].name) for key in ("square", "cubic", "sin", "exp", "tanh", "double"))
REACH = 1.5
LAST = 5
"""Steps: u, y, dy/du, du/dx, the product."""


def functions_of(values: Values) -> tuple[ScalarFunction, ScalarFunction]:
    """Return the outer and the inner function that are chosen."""
    return SCALAR_FUNCTIONS[values["f"]], SCALAR_FUNCTIONS[values["g"]]


def chain_of(values: Values) -> Chain:
    """Return f(g(x)) with its values and slopes."""
    return chain(functions_of(values), float(values["x"]))


def chain_rule_board(values: Values) -> Board:
    """Show g, f and f∘g with their tangents, their graph, and the lines of the calculation."""
    f, g = functions_of(values)
    composed = chain_of(values)
    y, u, x = (float(value) for value in composed.values)
    outer, inner = (float(slope) for slope in composed.factors)
    xs = np.linspace(-REACH, REACH, 241)
    us = np.linspace(*_window(g.value(xs)), 241)
    curves = (
        _tangent("inner", "u = g(x)", xs, g.value(xs), (x, u, inner), (1, 4), ("x", "u"), True),
        _tangent("outer", "y = f(u)", us, f.value(us), (u, y, outer), (2, 3), ("u", "y"), False),
        _tangent("whole", "y = f(g(x))", xs, f.value(g.value(xs)), (x, y, outer * inner), (2, 5), ("x", "y"), True),
    )
    return Board(
        (*curves, _graph(composed), _lines(f, g, composed)),
        (("inner", "outer", "whole"), ("graph", "graph", "graph"), ("lines", "lines", "lines")),
        LAST,
        heights=(1.0, 0.36, 0.68),
        pace=0.7,
        unit="step",
        notices=chain_notices(composed),
        summary=f"At x = {label(x)}: u = {label(u)}, y = {label(y)}. "
        f"dy/du = {label(outer)} times du/dx = {label(inner)} is dy/dx = {label(outer * inner)}.",
    )


def _window(ys: Array, margin: float = 0.08) -> tuple[float, float]:
    low, high = float(ys.min()), float(ys.max())
    pad = margin * (high - low or 1.0)
    return low - pad, high + pad


def _tangent(
    key: str,
    title: str,
    xs: Array,
    ys: Array,
    point: tuple[float, float, float],
    since: tuple[int, int],
    names: tuple[str, str],
    drag: bool,
) -> Axes:
    """Return a curve with its point (x, y, slope), there from step ``since[0]``, and its tangent from ``since[1]``."""
    x, y, slope = point
    steps = np.arange(LAST + 1)
    visible = np.where(steps >= since[0], 1.0, np.nan)[:, None]
    tangent = np.where((steps >= since[1])[:, None], y + slope * (xs - x), np.nan)
    low, high = _window(ys)
    layers = (
        Line(xs, ys, "ink", width=1.2),
        Line([x, x], [low, y], "faint", dashed=True),
        MovingLine(np.array([xs[0], x]), visible * np.array([y, y]), "faint", dashed=True),
        MovingLine(xs, tangent, "accent", "tangent", width=1.6),
        Points(visible * x, visible * y, "accent", size=1.3),
    )
    axes = (Axis(names[0], float(xs[0]), float(xs[-1])), Axis(names[1], low, high))
    return Axes(key, layers, *axes, title=title, drag=DragTarget("x") if drag else None)


def _graph(composed: Chain) -> Graph:
    y, u, x = (label(value) for value in composed.values)
    outer, inner = (tex(slope) for slope in composed.factors)
    nodes = (
        Node("x", 0, 0, "$x$", (((0, x),),), leaf=True),
        Node("u", 1, 0, "$u = g(x)$", (((1, u),),)),
        Node("y", 2, 0, "$y = f(u)$", (((2, y),),)),
    )
    edges = (
        Edge("x", "u", ((4, rf"$\frac{{du}}{{dx}} = {inner}$"),)),
        Edge("u", "y", ((3, rf"$\frac{{dy}}{{du}} = {outer}$"),)),
    )
    highlights = (
        Highlight(("x",)),
        Highlight(("u",), (0,)),
        Highlight(("y",), (1,)),
        Highlight(("u",), (1,), True),
        Highlight(("x",), (0,), True),
        Highlight(("x", "y"), (0, 1), True),
    )
    return Graph("graph", nodes, edges, highlights)


def _lines(f: ScalarFunction, g: ScalarFunction, composed: Chain) -> TextLines:
    y, u, x = (float(value) for value in composed.values)
    outer, inner = (float(slope) for slope in composed.factors)
    inside = g.written("x")
    lecture = (f.key, g.key) == ("square", "cubic")
    whole = r" = 54x^5 + 36x^2" if lecture else ""
    numbers = rf" = 54 \cdot {power_base(x)}^5 + 36 \cdot {power_base(x)}^2" if lecture else ""
    parts = (
        display_math(rf"u = g(x) = {inside} = {tex(u)}"),
        display_math(rf"y = f(u) = {f.written('u')} = {tex(y)}"),
        display_math(rf"\frac{{dy}}{{du}} = {f.slope_written('u')} = {tex(outer)}"),
        display_math(rf"\frac{{du}}{{dx}} = {g.slope_written('x')} = {tex(inner)}"),
    )
    product = display_math(
        rf"\frac{{dy}}{{dx}} = \frac{{dy}}{{du}}\,\frac{{du}}{{dx}} = \left({f.slope_written(f'({inside})')}\right)"
        rf"\left({g.slope_written('x')}\right){whole}"
    ) + display_math(rf"\;{numbers} = {bracketed(outer)} \cdot {bracketed(inner)} = {tex(outer * inner)}")
    given = display_math(rf"f(z) = {f.written('z')},\quad g(z) = {g.written('z')},\quad x = {tex(x)}")
    gap = r"$\qquad$ "
    forward, slopes = gap.join(parts[:2]), gap.join(parts[2:])
    frames = (
        (given,),
        (given, parts[0]),
        (given, forward),
        (given, forward, parts[2]),
        (given, forward, slopes),
        (given, forward, slopes, product),
    )
    return TextLines("lines", frames, (0, 1, 1, 2, 2, 3))


CHAIN_RULE = Section(
    "chain_rule",
    "Chain rule",
    controls=(
        Slider("x", "x", "where", 1.0, -REACH, REACH),
        Choice("f", "outer function f(z)", FUNCTIONS, "square"),
        Choice("g", "inner function g(z)", FUNCTIONS, "cubic"),
    ),
    presets=(
        Preset("ninety", "The lecture's example at x = 1: 90"),
        Preset("flat_inside", "x = 0: g is flat, so the product is 0", {"x": 0.0}),
        Preset("flat_outside", "x = −0.874: f is flat, so it is 0 too", {"x": -0.8736}),
        Preset("swapped", "f and g swapped: another derivative", {"f": "cubic", "g": "square"}),
    ),
    draw=chain_rule_board,
)

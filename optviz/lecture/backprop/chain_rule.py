"""The chain rule on two functions of one number, with their tangents."""

import math

import numpy as np

from optviz.core.backprop.functions import SCALAR_FUNCTIONS, Chain, ScalarFunction, chain
from optviz.core.backprop.own import typed_link
from optviz.core.number_text import label, tex
from optviz.core.typed_text import plain_spaces
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
from optviz.figures.own_formula import Understood
from optviz.lecture.backprop.messages import chain_notices
from optviz.lecture.backprop.numbers import bracketed, display_math, power_base
from optviz.lecture.controls import Choice, Control, OwnFormula, Slider, VisibleIf
from optviz.lecture.own import TITLE, TYPED, own_controls
from optviz.lecture.section import Preset, Section, Values

Array = np.ndarray
FUNCTIONS = tuple((key, SCALAR_FUNCTIONS[key].name) for key in ("square", "cubic", "sin", "exp", "tanh", "double"))
REACH = 1.5
_LONGEST = 80
LAST = 5
"""Steps: u, y, dy/du, du/dx, the product."""


def functions_of(values: Values) -> tuple[ScalarFunction, ScalarFunction]:
    """Return the outer and the inner function that are chosen, or typed."""
    return link_of(values, "f"), link_of(values, "g")


def link_of(values: Values, key: str) -> ScalarFunction:
    """Return the function of a choice, f or g; the text of a typed one is the value of fz or gz."""
    return typed_link(values[f"{key}z"]) if values[key] == TYPED else SCALAR_FUNCTIONS[values[key]]


def function_controls(key: str, label: str, default: str, opens: str) -> tuple[Control | VisibleIf, ...]:
    """Return the menu of one of the two functions, and the field in which one's own is typed."""
    field = OwnFormula(f"typing_{key}", f"{key}(z) =", f"{key}z", key, lambda text: understood(key, text), opens)
    return Choice(key, label, (*FUNCTIONS, (TYPED, TITLE)), default), *own_controls(field)


def understood(key: str, text: str) -> Understood:
    """Return what is understood of a typed f(z) or g(z), with its derivative where that is short."""
    function = typed_link(plain_spaces(text))
    parts = (f"{key}(z) = {function.written('z')}", f"{key}'(z) = {function.slope_written('z')}")
    shown = zip(parts, (function.latex, function.slope_latex), strict=True)
    return Understood(function.name, r",\quad ".join(part for part, latex in shown if latex))


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
    with np.errstate(all="ignore"):
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
        notices=chain_notices(composed, TYPED in (f.key, g.key)),
        summary=f"At x = {label(x)}: u = {label(u)}, y = {label(y)}. "
        f"dy/du = {label(outer)} times du/dx = {label(inner)} is dy/dx = {label(outer * inner)}.",
    )


def _window(ys: Array, margin: float = 0.08) -> tuple[float, float]:
    known = ys[np.isfinite(ys)]
    low, high = (float(known.min()), float(known.max())) if len(known) else (-1.0, 1.0)
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
    x, y, slope = (value if math.isfinite(value) else math.nan for value in point)
    steps = np.arange(LAST + 1)
    visible = np.where(steps >= since[0], 1.0, np.nan)[:, None]
    tangent = np.where((steps >= since[1])[:, None], y + slope * (xs - x), np.nan)
    low, high = _window(ys)
    ys = np.where(np.isfinite(ys), ys, np.nan)
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
    inside = g.written("x") or "g(x)"
    lecture = (f.key, g.key) == ("square", "cubic")
    whole = r" = 54x^5 + 36x^2" if lecture else ""
    numbers = rf" = 54 \cdot {power_base(x)}^5 + 36 \cdot {power_base(x)}^2" if lecture else ""
    parts = (
        display_math(_equation("u", "g(x)", g.written("x"), tex(u))),
        display_math(_equation("y", "f(u)", f.written("u"), tex(y))),
        display_math(_equation(r"\frac{dy}{du}", f.slope_written("u") or "f'(u)", tex(outer))),
        display_math(_equation(r"\frac{du}{dx}", g.slope_written("x") or "g'(x)", tex(inner))),
    )
    outer_slope = f.slope_written("u" if f.key == TYPED else f"({inside})")
    slopes = _short(outer_slope, "f'(u)"), _short(g.slope_written("x"), "g'(x)")
    product = display_math(
        rf"\frac{{dy}}{{dx}} = \frac{{dy}}{{du}}\,\frac{{du}}{{dx}} = "
        rf"\left({slopes[0]}\right)\left({slopes[1]}\right){whole}"
    ) + display_math(rf"\;{numbers} = {bracketed(outer)} \cdot {bracketed(inner)} = {tex(outer * inner)}")
    names = (("f(z)", f.written("z")), ("g(z)", g.written("z")), ("x", tex(x)))
    given = display_math(r",\quad ".join(f"{name} = {text}" for name, text in names if text))
    gap = r"$\qquad$ "
    forward, factors = gap.join(parts[:2]), gap.join(parts[2:])
    frames = (
        (given,),
        (given, parts[0]),
        (given, forward),
        (given, forward, parts[2]),
        (given, forward, factors),
        (given, forward, factors, product),
    )
    return TextLines("lines", frames, (0, 1, 1, 2, 2, 3))


def _equation(*sides: str) -> str:
    """Return the sides that are not empty, with = between them; a number that is one of them already stands once."""
    return " = ".join(dict.fromkeys(filter(None, sides)))


def _short(latex: str, name: str) -> str:
    """Return a formula in LaTeX, or its name where it is too long for a factor."""
    return latex if 0 < len(latex) <= _LONGEST else name


CHAIN_RULE = Section(
    "chain_rule",
    "Chain rule",
    controls=(
        Slider("x", "x", "where", 1.0, -REACH, REACH),
        *function_controls("f", "outer function f(z)", "square", "z^2"),
        *function_controls("g", "inner function g(z)", "cubic", "sin(3z)"),
    ),
    presets=(
        Preset("ninety", "The lecture's example at x = 1: 90"),
        Preset("flat_inside", "x = 0: g is flat, so the product is 0", {"x": 0.0}),
        Preset("flat_outside", "x = −0.874: f is flat, so it is 0 too", {"x": -0.8736}),
        Preset("swapped", "f and g swapped: another derivative", {"f": "cubic", "g": "square"}),
    ),
    draw=chain_rule_board,
)

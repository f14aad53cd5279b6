"""The chain rule on functions of one number: two of them with their tangents, then many."""

import numpy as np

from optviz.core.backprop.functions import Chain, ScalarFunction
from optviz.figures.board import (
    Axes,
    Axis,
    Board,
    Chart,
    DragTarget,
    Edge,
    Graph,
    Highlight,
    Line,
    MovingLine,
    Node,
    Points,
    Series,
    TextLines,
)
from optviz.lecture.backprop.common import chain_notices, chain_of, links_of
from optviz.lecture.backprop.numbers import factor, math_line, plain, tex
from optviz.lecture.section import Values

Array = np.ndarray
REACH = 1.5
LAST = 5
"""Steps of the two functions: u, y, dy/du, du/dx, the product."""


def chain_rule_board(values: Values) -> Board:
    """The chain rule on two functions: g, f and f∘g with their tangents, the chain, the lines of the calculation."""
    f, g = links_of("chain_rule", values)
    found = chain_of("chain_rule", values)
    y, u, x = (float(v) for v in found.values)
    outer, inner = (float(v) for v in found.factors)
    xs = np.linspace(-REACH, REACH, 241)
    us = np.linspace(*_window(g.value(xs)), 241)
    graph, lines = _two_graph(found), _two_lines(f, g, found)
    planes = (
        _tangent("inner", "u = g(x)", xs, g.value(xs), (x, u, inner), (1, 4), ("x", "u"), True),
        _tangent("outer", "y = f(u)", us, f.value(us), (u, y, outer), (2, 3), ("u", "y"), False),
        _tangent("whole", "y = f(g(x))", xs, f.value(g.value(xs)), (x, y, outer * inner), (2, 5), ("x", "y"), True),
    )
    return Board(
        (*planes, graph, lines),
        (("inner", "outer", "whole"), ("graph", "graph", "graph"), ("lines", "lines", "lines")),
        LAST,
        heights=(1.0, 0.36, 0.68),
        pace=0.7,
        unit="step",
        notices=chain_notices(found),
        summary=f"At x = {plain(x)}: u = {plain(u)}, y = {plain(y)}. "
        f"dy/du = {plain(outer)} times du/dx = {plain(inner)} is dy/dx = {plain(outer * inner)}.",
    )


def _window(ys: Array, room: float = 0.08) -> tuple[float, float]:
    low, high = float(ys.min()), float(ys.max())
    pad = room * (high - low or 1.0)
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
    """A curve with its point (from step ``since[0]``) and its tangent (from ``since[1]``); point: x, y, slope."""
    x, y, slope = point
    steps = np.arange(LAST + 1)
    seen = np.where(steps >= since[0], 1.0, np.nan)[:, None]
    tangent = np.where((steps >= since[1])[:, None], y + slope * (xs - x), np.nan)
    low, high = _window(ys)
    layers = (
        Line(xs, ys, "ink", width=1.2),
        Line([x, x], [low, y], "faint", dashed=True),
        MovingLine(np.array([xs[0], x]), seen * np.array([y, y]), "faint", dashed=True),
        MovingLine(xs, tangent, "accent", "tangent", width=1.6),
        Points(seen * x, seen * y, "accent", size=1.3),
    )
    axes = (Axis(names[0], float(xs[0]), float(xs[-1])), Axis(names[1], low, high))
    return Axes(key, layers, *axes, title=title, grab=DragTarget("x") if drag else None)


def _two_graph(found: Chain) -> Graph:
    y, u, x = (plain(v) for v in found.values)
    outer, inner = (tex(v) for v in found.factors)
    boxes = (
        Node("x", 0, 0, "$x$", (((0, x),),), leaf=True),
        Node("u", 1, 0, "$u = g(x)$", (((1, u),),)),
        Node("y", 2, 0, "$y = f(u)$", (((2, y),),)),
    )
    wires = (
        Edge("x", "u", ((4, rf"$\frac{{du}}{{dx}} = {inner}$"),)),
        Edge("u", "y", ((3, rf"$\frac{{dy}}{{du}} = {outer}$"),)),
    )
    beats = (
        Highlight(("x",)),
        Highlight(("u",), (0,)),
        Highlight(("y",), (1,)),
        Highlight(("u",), (1,), True),
        Highlight(("x",), (0,), True),
        Highlight(("x", "y"), (0, 1), True),
    )
    return Graph("graph", boxes, wires, beats)


def _two_lines(f: ScalarFunction, g: ScalarFunction, found: Chain) -> TextLines:
    y, u, x = (float(v) for v in found.values)
    outer, inner = (float(v) for v in found.factors)
    inside = g.written("x")
    lecture = (f.key, g.key) == ("square", "cubic")
    whole = r" = 54x^5 + 36x^2" if lecture else ""
    numbers = rf" = 54 \cdot {factor(x)}^5 + 36 \cdot {factor(x)}^2" if lecture else ""
    made = (
        math_line(rf"u = g(x) = {inside} = {tex(u)}"),
        math_line(rf"y = f(u) = {f.written('u')} = {tex(y)}"),
        math_line(rf"\frac{{dy}}{{du}} = {f.slope_written('u')} = {tex(outer)}"),
        math_line(rf"\frac{{du}}{{dx}} = {g.slope_written('x')} = {tex(inner)}"),
    )
    product = (
        math_line(
            rf"\frac{{dy}}{{dx}} = \frac{{dy}}{{du}}\,\frac{{du}}{{dx}} = \left({f.slope_written(f'({inside})')}\right)"
            rf"\left({g.slope_written('x')}\right){whole}"
        )
        + math_line(rf"\;{numbers} = {factor(outer)} \cdot {factor(inner)} = {tex(outer * inner)}"),
    )
    given = (math_line(rf"f(z) = {f.written('z')},\quad g(z) = {g.written('z')},\quad x = {tex(x)}"),)
    gap = r"$\qquad$ "
    frames = (
        given,
        (*given, made[0]),
        (*given, gap.join(made[:2])),
        (*given, gap.join(made[:2]), made[2]),
        (*given, gap.join(made[:2]), gap.join(made[2:])),
        (*given, gap.join(made[:2]), gap.join(made[2:]), *product),
    )
    return TextLines("lines", frames, (0, 1, 1, 2, 2, 3))


def many_board(values: Values) -> Board:
    """A chain of n functions: forward from x to y, then backward, factor by factor, with the product so far."""
    links = links_of("many", values)
    found = chain_of("many", values)
    n = len(links)
    steps = 2 * n + 1
    product = np.concatenate([np.full(n + 1, np.nan), [1.0], np.abs(found.products)])
    factors = np.concatenate([np.full(n + 2, np.nan), np.abs(found.factors)])
    chart = Chart(
        "chart",
        "size of the factors and of their product",
        (Series("product so far", product, "accent"), Series("factor", factors, "faint", dashed=True)),
        log=True,
        x_label="step",
        empty="on the way back a factor is 0: nothing is left",
    )
    return Board(
        (_many_graph(links, found), _many_lines(links, found), chart),
        (("graph", "graph"), ("lines", "chart")),
        steps,
        widths=(1.25, 1.0),
        heights=(0.62, 1.0),
        pace=1.0,
        unit="step",
        notices=chain_notices(found),
        summary=f"{n} functions at x = {plain(found.values[-1])}: y = {plain(found.values[0])}, "
        f"dy/dx = {plain(found.products[-1])}.",
    )


def _name(k: int, n: int) -> str:
    """Return what f_{k+1} gives, in the lecture's letters: y, u₁ … u_{n−1}, and x."""
    return "y" if k == 0 else "x" if k == n else f"u_{k}"


def _many_graph(links: tuple[ScalarFunction, ...], found: Chain) -> Graph:
    n = len(links)
    boxes, wires = [], []
    for k in range(n, -1, -1):
        title = "$x$" if k == n else f"${_name(k, n)} = {links[k].written(_name(k + 1, n))}$"
        grad = 1.0 if k == 0 else float(found.products[k - 1])
        lines = (((n - k, plain(found.values[k])),), ((n + 1 + k, plain(grad)),))
        boxes.append(Node(str(k), n - k, 0, title, lines, backs=(1,), leaf=k == n))
        if k < n:
            label = rf"$\cdot\,{factor(float(found.factors[k]))}$"
            wires.append(Edge(str(k + 1), str(k), ((n + 2 + k, label),)))
    beats = [Highlight((str(n),))]
    beats += [Highlight((str(n - j),), (j - 1,)) for j in range(1, n + 1)]
    beats += [Highlight(("0",), (), True)]
    beats += [Highlight((str(k + 1),), (n - 1 - k,), True) for k in range(n)]
    return Graph("graph", tuple(boxes), tuple(wires), tuple(beats), title="each value; below it dy/d(that value)")


def _many_lines(links: tuple[ScalarFunction, ...], found: Chain) -> TextLines:
    n = len(links)
    forward = [math_line(f"x = {tex(float(found.values[n]))}")]
    for k in range(n - 1, -1, -1):
        forward.append(math_line(rf"{_name(k, n)} = f_{k + 1}({_name(k + 1, n)}) = {tex(float(found.values[k]))}"))
    frames = [("$\\quad$ ".join(forward[: k + 1]),) for k in range(n + 1)]
    steps = [frames[-1][0], math_line(r"\frac{dy}{dy} = 1")]
    for k in range(n):
        inner, before = _name(k + 1, n), 1.0 if k == 0 else float(found.products[k - 1])
        chained = rf"\frac{{dy}}{{d{_name(k, n)}}}\,\frac{{d{_name(k, n)}}}{{d{inner}}} = " if k else ""
        numbers = rf"{factor(before)} \cdot {factor(float(found.factors[k]))} = " if k else ""
        steps.append(math_line(rf"\frac{{dy}}{{d{inner}}} = {chained}{numbers}{tex(float(found.products[k]))}"))
    frames += [tuple(steps[: k + 1]) for k in range(1, len(steps))]
    return TextLines("lines", tuple(frames), tuple(len(frame) - 1 for frame in frames))

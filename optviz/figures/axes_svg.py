"""A picture of a board on paper: axes with what stands still on them, and each run at one step, as SVG in black.

What moves in other ways, maps and swarms, is left to the screen.
"""

import base64
import math
from collections.abc import Iterator
from html import escape
from typing import Any

import numpy as np

from optviz.core.number_text import label
from optviz.figures.board import Arrows, Axes, Axis, Contour, Field, Labels, Layer, Line, Path, Points
from optviz.figures.shade import warp_for
from optviz.figures.thumbnail import level_lines, png

WIDTH, HEIGHT = 460, 300
LEFT, BOTTOM, TOP, EDGE = 46, 38, 20, 8
MILLIMETRES = 0.23
"""A unit of the drawing, on paper."""

PIXELS = 360
TICKS = 5
RING, DOT = 5.0, 3.5
SHAPES = {"star": "★", "cross": "✕", "triangle": "▲", "square": "■", "diamond": "◆"}


class Frame:
    """Where a point of the axes lies on paper."""

    def __init__(self, axes: Axes) -> None:
        self.axes = axes
        self.ends = [[self.along(axis, end) for end in (axis.low, axis.high)] for axis in (axes.x, axes.y)]
        (x0, x1), (y0, y1) = self.ends
        self.wide, self.high = WIDTH - LEFT - EDGE, HEIGHT - BOTTOM - TOP
        if axes.equal:
            unit = min(self.wide / (x1 - x0), self.high / (y1 - y0))
            self.wide, self.high = unit * (x1 - x0), unit * (y1 - y0)

    @staticmethod
    def along(axis: Axis, value: float) -> float:
        """Return a value as a place on its axis: its logarithm where the axis is logarithmic."""
        return (math.log10(value) if value > 0 else math.nan) if axis.log else value

    def point(self, x: float, y: float) -> tuple[float, float]:
        """Return a point of the axes in units of the paper."""
        (x0, x1), (y0, y1) = self.ends
        across = (self.along(self.axes.x, x) - x0) / (x1 - x0)
        up = (self.along(self.axes.y, y) - y0) / (y1 - y0)
        return round(LEFT + across * self.wide, 2), round(TOP + (1 - up) * self.high, 2)


def ticks(axis: Axis) -> list[float]:
    """Return round numbers along an axis."""
    if axis.log:
        low, high = math.ceil(math.log10(axis.low)), math.floor(math.log10(axis.high))
        return [10.0**e for e in range(low, high + 1)]
    rough = (axis.high - axis.low) / TICKS
    size = 10 ** math.floor(math.log10(rough))
    step = next(size * m for m in (1, 2, 5, 10) if size * m >= rough)
    first = math.ceil(axis.low / step - 1e-9)
    return [k * step for k in range(first, math.floor(axis.high / step + 1e-9) + 1)]


def axes_svg(axes: Axes, fields: dict[str, Field], step: int) -> str:
    """Return a picture as it is at ``step``, nothing of what comes later; all its texts are escaped."""
    frame = Frame(axes)
    wide, high = frame.wide, frame.high
    clip = f"clip-{escape(axes.key)}-{wide:.0f}-{high:.0f}"
    inside = "".join(part for layer in axes.layers if layer.since <= step for part in drawn(layer, frame, fields, step))
    box = f'x="{LEFT}" y="{TOP}" width="{wide:.2f}" height="{high:.2f}"'
    across, down = LEFT + wide + EDGE, TOP + high + BOTTOM
    size = f'viewBox="0 0 {across:.0f} {down:.0f}" width="{MILLIMETRES * across:.0f}mm"'
    return (
        f'<svg class="picture" {size} role="img" aria-label="{escape(axes.title or axes.key)}">'
        f'<clipPath id="{clip}"><rect {box}/></clipPath><g clip-path="url(#{clip})">{inside}</g>'
        f'<rect {box} fill="none" stroke="#555"/>{"".join(scale(frame))}</svg>'
    )


def scale(frame: Frame) -> Iterator[str]:
    """Yield the numbers and the names at the axes."""
    x, y = frame.axes.x, frame.axes.y
    foot = TOP + frame.high
    for value in ticks(x):
        at = frame.point(value, y.low)[0]
        yield f'<path d="M{at} {foot:.2f}v4" stroke="#555"/>'
        yield text(at, foot + 15, label(value, 3), "middle")
    for value in ticks(y):
        at = frame.point(x.low, value)[1]
        yield f'<path d="M{LEFT} {at}h-4" stroke="#555"/>' + text(LEFT - 6, at + 4, label(value, 3), "end")
    yield text(LEFT + frame.wide / 2, foot + 31, x.label, "middle")
    yield text(LEFT, TOP - 7, y.label, "middle")


def text(x: float, y: float, said: str, anchor: str) -> str:
    """Return a text at a place."""
    return f'<text x="{x:.2f}" y="{y:.2f}" text-anchor="{anchor}">{escape(said)}</text>'


def drawn(layer: Layer, frame: Frame, fields: dict[str, Field], step: int) -> Iterator[str]:
    """Yield what a layer looks like at a step; nothing of one that paper cannot show."""
    if isinstance(layer, Contour) and layer.field in fields:
        yield levels(fields[layer.field], frame)
    elif isinstance(layer, Line) and not layer.by_step:
        yield polyline(layer.x, layer.y, frame, 1.2 * layer.width, layer.dashed)
    elif isinstance(layer, Path):
        upto = min(step, len(layer.x) - 1) + 1
        yield polyline(layer.x[:upto], layer.y[:upto], frame, 1.5, False)
        yield mark("ring", float(layer.x[upto - 1]), float(layer.y[upto - 1]), frame)
    elif isinstance(layer, Points):
        yield from marks(layer, frame, step)
    elif isinstance(layer, Arrows) and layer.scale == "true":
        yield from arrows(layer, frame, step)
    elif isinstance(layer, Labels):
        for x, y, said in zip(layer.x, layer.y, layer.texts, strict=True):
            yield text(*frame.point(float(x), float(y)), said, "middle")


def polyline(xs: Any, ys: Any, frame: Frame, width: float, dashed: bool) -> str:
    """Return a line through points; one that is not finite breaks it."""
    parts, pen = [], "M"
    for x, y in zip(xs, ys, strict=True):
        px, py = frame.point(float(x), float(y))
        finite = math.isfinite(px) and math.isfinite(py) and abs(px) < 1e5 and abs(py) < 1e5
        parts.append(f"{pen}{px} {py}" if finite else "")
        pen = "L" if finite else "M"
    dash = ' stroke-dasharray="5 4"' if dashed else ""
    return f'<path d="{"".join(parts)}" fill="none" stroke="#000" stroke-width="{width}"{dash}/>'


def mark(shape: str, x: float, y: float, frame: Frame) -> str:
    """Return a mark at a point."""
    px, py = frame.point(x, y)
    if not (math.isfinite(px) and math.isfinite(py)):
        return ""
    if shape in SHAPES:
        return text(px, py + 5, SHAPES[shape], "middle")
    fill, radius = ("#fff", RING) if shape == "ring" else ("#000", DOT)
    return f'<circle cx="{px}" cy="{py}" r="{radius}" fill="{fill}" stroke="#000" stroke-width="1.5"/>'


def at_step(values: Any, step: int) -> np.ndarray:
    """Return the row of a step, of what has a row a step; or what stands still."""
    array = np.asarray(values, dtype=float)
    return array if array.ndim < 2 else array[min(step, len(array) - 1)]


def marks(layer: Points, frame: Frame, step: int) -> Iterator[str]:
    """Yield the marks of a layer, with their labels."""
    places = list(zip(at_step(layer.x, step), at_step(layer.y, step), strict=True))
    for i, (x, y) in enumerate(places):
        yield mark(layer.mark if isinstance(layer.mark, str) else layer.mark[i], float(x), float(y), frame)
        if i < len(layer.labels):
            px, py = frame.point(float(x), float(y))
            yield text(px + 8, py - 6, layer.labels[i], "start")


def arrows(layer: Arrows, frame: Frame, step: int) -> Iterator[str]:
    """Yield arrows that are as long as they say."""
    for x, y, dx, dy in zip(*(at_step(each, step) for each in (layer.x, layer.y, layer.dx, layer.dy)), strict=True):
        (ax, ay), (bx, by) = frame.point(float(x), float(y)), frame.point(float(x + dx), float(y + dy))
        length = math.hypot(bx - ax, by - ay)
        if not 0 < length < 1e5:
            continue
        ux, uy = (bx - ax) / length, (by - ay) / length
        head = f"M{bx - 7 * ux - 4 * uy:.2f} {by - 7 * uy + 4 * ux:.2f}L{bx} {by}L{bx - 7 * ux + 4 * uy:.2f} "
        head += f"{by - 7 * uy - 4 * ux:.2f}"
        path = f"M{ax} {ay}L{bx} {by}" + (head if layer.head else "")
        yield f'<path d="{path}" fill="none" stroke="#000" stroke-width="1.5"/>'


def levels(field: Field, frame: Frame) -> str:
    """Return the level lines of a field as an image under the axes."""
    heights = warp_for(field.z, field.floor)(field.z)
    rows = round(PIXELS * frame.high / frame.wide)
    across = np.linspace(field.x[0], field.x[-1], PIXELS)
    up = np.linspace(field.y[0], field.y[-1], rows)
    wide = np.stack([np.interp(across, field.x, row) for row in heights])
    drawn = np.stack([np.interp(up, field.y, column) for column in wide.T]).T
    low, high = np.nanmin(drawn), np.nanmax(drawn)
    share = np.nan_to_num((drawn - low) / max(high - low, 1e-300), nan=1.0)
    grey = (255 - 110 * level_lines(share))[::-1].astype(np.uint8)
    data = base64.b64encode(png(np.repeat(grey[..., None], 3, axis=2))).decode()
    (left, foot), (right, top) = frame.point(field.x[0], field.y[0]), frame.point(field.x[-1], field.y[-1])
    place = f'x="{left}" y="{top}" width="{right - left:.2f}" height="{foot - top:.2f}"'
    return f'<image {place} preserveAspectRatio="none" href="data:image/png;base64,{data}"/>'

"""Lines, marks and texts on an image of twice the size, which is then halved: so edges are smooth."""

import math
import unicodedata
from functools import cache

import numpy as np
from PIL import Image, ImageDraw, ImageFont

from optviz.figures.palette import DASHES

SCALE = 2
FAR = 1e4
"""Pixels beyond which a line is drawn no further."""

_LONGEST = 4000.0
"""Pixels of a piece of a path that is still dashed: a longer one leaves the picture."""

Box = tuple[int, int, int, int]
Point = tuple[float, float]
_SIGNS = {"−": "-", "–": "-", "×": "x", "·": ".", "√": "sqrt", "∞": "inf", "…": "..."}
_SIDES = {"triangle": 3, "triangle-down": 3, "pentagon": 5}


@cache
def font(size: float) -> ImageFont.FreeTypeFont | ImageFont.ImageFont:
    """Return Pillow's own font, which is everywhere, in a size of the final picture."""
    return ImageFont.load_default(SCALE * size)


@cache
def plain(text: str) -> str:
    """Return a text in the letters that the font has: its Greek ones are written out."""
    return "".join(sign if ord(sign) < 0x100 else _written(sign) for sign in "".join(_SIGNS.get(s, s) for s in text))


def _written(sign: str) -> str:
    simple = unicodedata.normalize("NFKD", sign)
    if simple.isascii():
        return simple
    name = unicodedata.name(sign, "")
    return name.rpartition(" ")[2].lower() if name.startswith("GREEK") else "?"


class Pen:
    """An image of twice the size that is drawn on in pixels of the final picture, from its upper left corner."""

    def __init__(self, image: Image.Image) -> None:
        self.image = image
        self._draw = ImageDraw.Draw(image)

    @classmethod
    def on_paper(cls, size: tuple[int, int], colour: str) -> "Pen":
        """Return a pen on an empty sheet."""
        return cls(Image.new("RGB", (SCALE * size[0], SCALE * size[1]), colour))

    def part(self, box: Box) -> "Pen":
        """Return a pen on a copy of a part of the image."""
        left, top, right, bottom = box
        return Pen(self.image.crop((SCALE * left, SCALE * top, SCALE * right, SCALE * bottom)))

    def small(self) -> Image.Image:
        """Return the image in its final size."""
        return self.image.reduce(SCALE)

    def sample(self, ends: tuple[float, float], y: float, colour: str, dash: int, width: float) -> None:
        """Draw a level piece of a run's path, for a legend."""
        self.dashed(np.array([[ends[0], y], [ends[1], y]]), colour, width, dash, 0.0)

    def line(self, points: np.ndarray, colour: str, width: float = 1.0) -> None:
        """Draw a polyline, (n, 2)."""
        places = [(float(x), float(y)) for x, y in SCALE * points]
        self._draw.line(places, fill=colour, width=max(1, round(SCALE * width)), joint="curve")

    def dashed(self, points: np.ndarray, colour: str, width: float, dash: int, along: float) -> float:
        """Draw a polyline in one of the runs' dashes, whose pattern is at ``along`` pixels; return where it then is."""
        pattern = DASHES[dash]
        lengths = np.hypot(*np.diff(points, axis=0).T)
        whole = float(lengths.sum())
        if not pattern or whole > _LONGEST:
            self.line(points, colour, width)
            return along + whole
        ends = np.concatenate([[0.0], np.cumsum(lengths)])
        cycle, start = np.cumsum([0, *pattern]), math.floor(along / sum(pattern)) * sum(pattern)
        while start < along + whole:
            for first, last in zip(cycle[:-1:2], cycle[1::2], strict=True):
                self._piece(points, ends, (start + first - along, start + last - along), colour, width)
            start += sum(pattern)
        return along + whole

    def _piece(
        self, points: np.ndarray, ends: np.ndarray, between: tuple[float, float], colour: str, width: float
    ) -> None:
        low, high = max(between[0], 0.0), min(between[1], float(ends[-1]))
        if high <= low:
            return
        inner = points[(ends > low) & (ends < high)]
        tips = [[np.interp(at, ends, points[:, 0]), np.interp(at, ends, points[:, 1])] for at in (low, high)]
        self.line(np.vstack([tips[:1], inner, tips[1:]]), colour, width)

    def mark(self, shape: str, at: Point, radius: float, colour: str, casing: str) -> None:
        """Draw a run's mark with a casing round it."""
        for size, ink in ((radius + 1.4, casing), (radius, colour)):
            x, y, r = (SCALE * value for value in (*at, size))
            if shape == "circle":
                self._draw.ellipse((x - r, y - r, x + r, y + r), fill=ink)
            else:
                self._draw.polygon([(x + r * u, y + r * v) for u, v in outline(shape)], fill=ink)

    def rectangle(self, box: Box, fill: str | None = None, edge: str | None = None) -> None:
        """Draw a rectangle."""
        left, top, right, bottom = (SCALE * value for value in box)
        self._draw.rectangle((left, top, right - 1, bottom - 1), fill=fill, outline=edge, width=SCALE)

    def text(self, at: Point, said: str, size: float, colour: str, anchor: str = "lm") -> None:
        """Write a text; ``anchor``: left, middle or right, and middle or baseline, as Pillow has it."""
        self._draw.text((SCALE * at[0], SCALE * at[1]), plain(said), fill=colour, font=font(size), anchor=anchor)


def width_of(said: str, size: float) -> float:
    """Return how many pixels a text takes."""
    return font(size).getlength(plain(said)) / SCALE


@cache
def outline(shape: str) -> tuple[Point, ...]:
    """Return the corners of a mark of radius 1, downwards positive."""
    if shape == "square":
        return ((-0.85, -0.85), (0.85, -0.85), (0.85, 0.85), (-0.85, 0.85))
    if shape == "diamond":
        return ((0.0, -1.15), (1.15, 0.0), (0.0, 1.15), (-1.15, 0.0))
    if shape in ("cross", "x"):
        corners = _cross()
        turn = math.pi / 4 if shape == "x" else 0.0
        return tuple(
            (u * math.cos(turn) - v * math.sin(turn), u * math.sin(turn) + v * math.cos(turn)) for u, v in corners
        )
    if shape in _SIDES:
        return _star(_SIDES[shape], 1.15, down=shape == "triangle-down")
    return _star(5 if shape == "star" else 6, 1.25, inner=0.45 if shape == "star" else 0.58)


def _cross() -> tuple[Point, ...]:
    a, b = 0.36, 1.05
    return (
        (-a, -b), (a, -b), (a, -a), (b, -a), (b, a), (a, a), (a, b), (-a, b), (-a, a), (-b, a), (-b, -a), (-a, -a)
    )  # fmt: skip


def _star(sides: int, radius: float, inner: float = 0.0, down: bool = False) -> tuple[Point, ...]:
    """Return a polygon, or where ``inner`` says how far in its other corners are, a star."""
    count = sides * 2 if inner else sides
    turns = [2 * math.pi * k / count - math.pi / 2 + (math.pi if down else 0.0) for k in range(count)]
    reaches = [radius * (inner if inner and k % 2 else 1.0) for k in range(count)]
    return tuple((r * math.cos(turn), r * math.sin(turn)) for r, turn in zip(reaches, turns, strict=True))

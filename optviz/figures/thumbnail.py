"""Small square pictures of a surface, with level lines, minima and paths: NumPy in, PNG bytes out.

They are drawn by coverage: a shape gives each pixel the share of it that it covers, from its distance to the
shape's edge, and the pixel moves by that share towards the shape's colour.
"""

import struct
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from optviz.figures.palette import Palette, Ramp
from optviz.figures.shade import warp_for

SIZE = 360
STEPS = 64  # shades of the ramp; more would be told apart by nobody, and double the file
LEVELS = 14
LINE_SHARE = 0.3
Grid = tuple[np.ndarray, np.ndarray, np.ndarray]
Box = tuple[slice, slice]


@dataclass(frozen=True)
class Stroke:
    """One path to draw: its points (T+1, 2) in the surface's coordinates, its colour and its width in pixels."""

    points: np.ndarray
    colour: str
    width: float = 5.0


def rgb(colour: str) -> np.ndarray:
    """Return ``#rrggbb`` as three numbers from 0 to 255."""
    return np.array([int(colour[i : i + 2], 16) for i in (1, 3, 5)], dtype=float)


def png(pixels: np.ndarray) -> bytes:
    """Return an image (height, width, 3), uint8, as a PNG file; each row is stored as its difference from the last."""
    height, width, _ = pixels.shape
    rows = pixels.reshape(height, -1)
    above = np.vstack([np.zeros_like(rows[:1]), rows[:-1]])
    body = np.hstack([np.full((height, 1), 2, np.uint8), rows - above])

    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    parts = [chunk(b"IHDR", head), chunk(b"IDAT", zlib.compress(body.tobytes(), 6)), chunk(b"IEND", b"")]
    return b"\x89PNG\r\n\x1a\n" + b"".join(parts)


def shades(share: np.ndarray, ramp: Ramp) -> np.ndarray:
    """Return the colours of heights given as shares of the range, 0 to 1: (n, n) → (n, n, 3)."""
    share = np.rint(share * STEPS) / STEPS
    stops = np.linspace(0.0, 1.0, len(ramp))
    colours = np.array([rgb(c) for c in ramp])
    return np.stack([np.interp(share, stops, colours[:, i]) for i in range(3)], axis=-1)


def level_lines(share: np.ndarray, width: float = 1.4) -> np.ndarray:
    """Return the coverage (n, n) of level lines, evenly spaced in the drawn height.

    The distance to a line is |h − level| / ‖∇h‖. Where lines would run into each other they fade out.
    """
    h = share * LEVELS
    steepness = np.hypot(*np.gradient(h)) + 1e-9
    # Half levels: a plateau, which lies at an end of the range, is then no line.
    distance = np.abs(h - np.floor(h) - 0.5) / steepness
    room = np.clip(1.6 - 4.0 * steepness, 0.0, 1.0)
    return np.clip(width / 2 + 0.5 - distance, 0.0, 1.0) * room


class Canvas:
    """A square picture of a surface's window, drawn on in the surface's coordinates."""

    def __init__(self, grid: Grid, floor: float | None, palette: Palette) -> None:
        x, y, z = grid
        self.palette, self.size = palette, len(x)
        self.low = np.array([x[0], y[0]])
        self.span = np.array([x[-1] - x[0], y[-1] - y[0]])
        heights = warp_for(z, floor)(z)
        low, high = np.nanmin(heights), np.nanmax(heights)
        share = np.nan_to_num((heights - low) / max(high - low, 1e-300), nan=1.0)
        self.image = shades(share, palette.ramp)
        self.across, self.up = np.meshgrid(np.arange(self.size) + 0.5, np.arange(self.size) + 0.5)
        self.blend(LINE_SHARE * level_lines(share), palette.ink)

    def pixels(self, points: np.ndarray) -> np.ndarray:
        """Return points (k, 2) of the surface as pixels, counted from the lower left corner."""
        return (np.asarray(points, dtype=float) - self.low) / self.span * self.size

    def around(self, points: np.ndarray, margin: float) -> Box:
        """Return the rows and columns of the pixels that are at most ``margin`` from the box of ``points``, (k, 2)."""
        corners = np.floor(points.min(axis=0) - margin), np.ceil(points.max(axis=0) + margin)
        (left, bottom), (right, top) = np.clip(corners, 0, self.size).astype(int)
        return slice(bottom, top), slice(left, right)

    def blend(self, coverage: np.ndarray, colour: str, where: Box = (slice(None), slice(None))) -> None:
        """Move the pixels in ``where`` towards ``colour``, each by its coverage."""
        patch = self.image[where]
        patch += coverage[..., None] * (rgb(colour) - patch)

    def disc(self, at: np.ndarray, radius: float, colour: str) -> None:
        """Draw a filled circle round the pixel ``at``."""
        box = self.around(at[None], radius + 1)
        distance = np.hypot(self.across[box] - at[0], self.up[box] - at[1])
        self.blend(np.clip(radius + 0.5 - distance, 0.0, 1.0), colour, box)

    def star(self, at: np.ndarray, radius: float, colour: str) -> None:
        """Draw a five-pointed star round the pixel ``at``, one point up."""
        box = self.around(at[None], radius + 1)
        dx, dy = self.across[box] - at[0], self.up[box] - at[1]
        fifth = 2 * np.pi / 5
        angle = np.abs((np.arctan2(dx, dy) + fifth / 2) % fifth - fifth / 2)
        reach = np.hypot(dx, dy)
        inner = 0.45 * radius * np.array([np.cos(fifth / 2), np.sin(fifth / 2)])
        edge = inner - np.array([radius, 0.0])
        normal = np.array([edge[1], -edge[0]]) / np.hypot(*edge)
        outside = (reach * np.cos(angle) - radius) * normal[0] + reach * np.sin(angle) * normal[1]
        self.blend(np.clip(0.5 - outside, 0.0, 1.0), colour, box)

    def line(self, points: np.ndarray, width: float, colour: str) -> None:
        """Draw a polyline through pixels (k, 2); what lies outside the window is left out, never moved to its edge."""
        cover = np.zeros((self.size, self.size))
        for a, b in pairwise(points):
            box = self.around(np.stack((a, b)), width + 1)
            if not cover[box].size:
                continue
            px, py = self.across[box] - a[0], self.up[box] - a[1]
            (dx, dy), length = b - a, max(float(np.sum((b - a) ** 2)), 1e-300)
            along = np.clip((px * dx + py * dy) / length, 0.0, 1.0)
            distance = np.hypot(px - along * dx, py - along * dy)
            np.maximum(cover[box], np.clip(width / 2 + 0.5 - distance, 0.0, 1.0), out=cover[box])
        whole = self.around(points, width + 1)
        self.blend(cover[whole], colour, whole)

    def minimum(self, point: np.ndarray) -> None:
        """Draw a star with a light casing at a known minimum."""
        (at,) = self.pixels(point[None])
        self.star(at, 17.0, self.palette.casing)
        self.star(at, 12.0, self.palette.ink)

    def stroke(self, stroke: Stroke) -> None:
        """Draw a path with a casing, its start hollow and its end full; it breaks off where it is not finite."""
        broken = np.flatnonzero(~np.isfinite(stroke.points).all(axis=1))
        stop = int(broken[0]) if len(broken) else len(stroke.points)
        if stop == 0:
            return
        with np.errstate(over="ignore"):
            points = np.clip(self.pixels(stroke.points[:stop]), -1e6, 1e6)
        casing, width = self.palette.casing, stroke.width
        self.line(points, width + 4.0, casing)
        self.line(points, width, stroke.colour)
        self.disc(points[-1], width + 4.0, casing)
        self.disc(points[-1], width + 2.0, stroke.colour)
        self.disc(points[0], width + 4.0, stroke.colour)
        self.disc(points[0], width + 1.0, casing)

    def to_png(self) -> bytes:
        """Return the picture as a PNG file."""
        return png(np.ascontiguousarray(np.rint(self.image[::-1]).astype(np.uint8)))


def thumbnail(
    grid: Grid, minima: np.ndarray, floor: float | None, palette: Palette, strokes: Sequence[Stroke] = ()
) -> bytes:
    """Return a surface as a small square PNG: shade and level lines, a star at each known minimum, and paths.

    ``grid`` is x (n,), y (n,) and f (n, n) with f[j, i] at (x[i], y[j]); the picture has n × n pixels.
    Heights are drawn plain or logarithmic, as on the stage; ``floor`` is f at the best minimum, None if it has none.
    """
    canvas = Canvas(grid, floor, palette)
    for point in minima:
        canvas.minimum(point)
    for stroke in strokes:
        canvas.stroke(stroke)
    return canvas.to_png()

"""Axes of a film: where a point lies on the picture, with numbers at the edges."""

import dataclasses
import math
from typing import Self

import numpy as np
from PIL import Image

from optviz.core.number_text import label
from optviz.figures.axes_svg import ticks
from optviz.figures.board import Axis
from optviz.figures.film.pen import SCALE, Box, Pen
from optviz.figures.palette import LIGHT

MOST_TICKS = 6
_NEXT_TO_NOTHING = 1e-300
"""What lies at 0 or below, where a logarithmic axis has no place: far under its lower end."""


@dataclasses.dataclass(frozen=True)
class Plot:
    """Two axes in a box of the picture, and in ``pen`` what is drawn in it, which comes from one frame to the next."""

    x: Axis
    y: Axis
    box: Box
    pen: Pen
    letters: float

    @classmethod
    def empty(cls, x: Axis, y: Axis, box: Box, letters: float) -> Self:
        """Return axes with nothing in them."""
        left, top, right, bottom = box
        return cls(x, y, box, Pen.on_paper((right - left, bottom - top), LIGHT.casing), letters)

    @property
    def size(self) -> tuple[int, int]:
        """Width and height inside, in pixels."""
        left, top, right, bottom = self.box
        return right - left, bottom - top

    def cover(self, picture: Image.Image) -> None:
        """Lay a picture of the final size under all that is drawn."""
        width, height = self.size
        self.pen.image.paste(picture.resize((SCALE * width, SCALE * height), Image.Resampling.BICUBIC))

    def pixels(self, points: np.ndarray) -> np.ndarray:
        """Return points, (n, 2), in pixels from the upper left corner inside."""
        width, height = self.size
        across, up = (_share(axis, points[:, i]) for i, axis in enumerate((self.x, self.y)))
        return np.stack([across * width, (1 - up) * height], axis=1)

    def decorate(self, pen: Pen) -> None:
        """Draw the frame, the numbers and the names of the axes."""
        left, top, right, bottom = self.box
        pen.rectangle((left - 1, top - 1, right + 1, bottom + 1), edge=LIGHT.frame)
        small = self.letters
        for value in _thinned(self.x):
            at = left + float(_share(self.x, np.array([value]))[0]) * (right - left)
            pen.text((at, bottom + small), label(value, 6 if self.x.whole else 3), small, LIGHT.faint, "mm")
        for value in _thinned(self.y):
            at = bottom - float(_share(self.y, np.array([value]))[0]) * (bottom - top)
            pen.text((left - 0.5 * small, at), label(value, 3), small, LIGHT.faint, "rm")
        pen.text(((left + right) / 2, bottom + 2.4 * small), self.x.label, small, LIGHT.faint, "mm")
        pen.text((left, top - 0.9 * small), self.y.label, small, LIGHT.faint, "lm")


def _thinned(axis: Axis) -> list[float]:
    found = [value for value in ticks(axis) if not axis.whole or value == round(value)]
    return found[:: math.ceil(len(found) / MOST_TICKS) or 1]


def _share(axis: Axis, values: np.ndarray) -> np.ndarray:
    with np.errstate(all="ignore"):
        low, high = (math.log10(axis.low), math.log10(axis.high)) if axis.log else (axis.low, axis.high)
        place = np.log10(np.maximum(values, _NEXT_TO_NOTHING)) if axis.log else values
        return (place - low) / (high - low)

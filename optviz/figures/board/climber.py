"""A climber on a mountain: the area below a curve, and a small figure that walks on it."""

import dataclasses
from typing import ClassVar

from optviz.figures.board.layers import Floats, Layer, Look


@dataclasses.dataclass(frozen=True)
class Area(Layer):
    """The area below a curve through x, y (n,), x ascending, down to the lower edge of the picture."""

    kind: ClassVar[str] = "area"
    x: Floats
    y: Floats
    look: Look = "faint"
    alpha: float = 0.15


@dataclasses.dataclass(frozen=True)
class Climber(Layer):
    """A small figure on the curve through x, y (n,), x ascending; at step t it stands at x = ``at[t]``, (T+1,).

    It looks downhill and feels the slope there with a stick; between two steps it walks. Outside the curve's ends it
    is not drawn.
    """

    kind: ClassVar[str] = "climber"
    at: Floats
    x: Floats
    y: Floats
    look: Look = "ink"

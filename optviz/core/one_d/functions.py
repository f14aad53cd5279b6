"""Six functions of one variable, each with its exact first and second derivative and all its critical points."""

import math
from typing import ClassVar, Literal, TypeVar

import numpy as np

from optviz.core.registry import Registry

Real = TypeVar("Real", float, np.ndarray)
Kind = Literal["minimum", "maximum", "inflection"]


class Function:
    """A function f(x) to walk down. A float goes in and comes out as a float, an array as an array.

    The formulas use + − × ÷ alone where they can, in the order shown in ``latex`` or factored, so that a
    Python loop over the same expressions prints the same digits; x·x, not x**2, because Python's power
    raises an error where a product becomes inf.

    Class attributes:
        key: public name, as in ``FUNCTIONS["parabola"]``.
        name: name for the screen.
        latex, slope_latex: the formulas of f and f′.
        window: (low, high), the part of the axis that is shown; f is defined beyond it.
        start: a good place to start from, inside the window.
        rate: a learning rate η that reaches a minimum from there.
        criticals: every x with f′(x) = 0, ascending, and what it is; an inflection is a flat one.
        note: one sentence, what it teaches.
        proven: whether ``criticals`` are known to be all; of a typed function they are those that a search has found.
    """

    key: ClassVar[str]
    name: ClassVar[str]
    latex: ClassVar[str]
    slope_latex: ClassVar[str]
    window: ClassVar[tuple[float, float]]
    start: ClassVar[float]
    rate: ClassVar[float]
    criticals: ClassVar[tuple[tuple[float, Kind], ...]]
    note: ClassVar[str]
    proven: ClassVar[bool] = True

    def value(self, x: Real) -> Real:
        """Return f(x)."""
        raise NotImplementedError(f"{type(self).__name__} has no formula")

    def slope(self, x: Real) -> Real:
        """Return f′(x)."""
        raise NotImplementedError(f"{type(self).__name__} has no derivative")

    def curvature(self, x: Real) -> Real:
        """Return f″(x)."""
        raise NotImplementedError(f"{type(self).__name__} has no second derivative")

    @property
    def minima(self) -> tuple[float, ...]:
        """Where f has a minimum, the lowest first."""
        return tuple(sorted((x for x, kind in self.criticals if kind == "minimum"), key=self.value))

    @property
    def floor(self) -> float | None:
        """The lowest value f*; None where it is not known or there is none."""
        return self.value(self.minima[0])

    def near(self, x: float) -> tuple[float, Kind] | None:
        """Return a critical point close to ``x`` that is none of ``criticals``; None where there is none."""
        return None

    def undefined(self, x: float) -> bool:
        """Return whether f has no value at a finite ``x``, as a logarithm of a negative number has none."""
        return False


FUNCTIONS: Registry[Function] = Registry("function")


def cosine(x: Real) -> Real:
    """Return cos x as Python's ``math.cos`` does, NaN at ±inf, where that raises an error."""
    if isinstance(x, np.ndarray):
        return np.cos(x)
    return math.cos(x) if math.isfinite(x) else math.nan


def sine(x: Real) -> Real:
    """Return sin x as Python's ``math.sin`` does, NaN at ±inf, where that raises an error."""
    if isinstance(x, np.ndarray):
        return np.sin(x)
    return math.sin(x) if math.isfinite(x) else math.nan


@FUNCTIONS.register
class Parabola(Function):
    """The lecture's exercise: f = x². Every step multiplies x by 1 − 2η, so GD converges iff 0 < η < 1."""

    key = "parabola"
    name = "Parabola"
    latex = r"f(x) = x^2"
    slope_latex = r"f'(x) = 2x"
    window = (-3.0, 3.0)
    start = 2.0
    rate = 0.1
    criticals = ((0.0, "minimum"),)
    note = "One minimum, the same curvature everywhere: each step multiplies x by 1 − 2η."

    def value(self, x: Real) -> Real:
        return x * x

    def slope(self, x: Real) -> Real:
        return 2 * x

    def curvature(self, x: Real) -> Real:
        return 2 + 0 * x


@FUNCTIONS.register
class TwoValleys(Function):
    """Two valleys, the left one deeper and narrower: f = x⁴/8 − x³/12 − x² + x, f′ = ¼(2x − 1)(x² − 4)."""

    key = "two_valleys"
    name = "Two valleys"
    latex = r"f(x) = \tfrac18 x^4 - \tfrac1{12} x^3 - x^2 + x"
    slope_latex = r"f'(x) = \tfrac14 (2x - 1)(x^2 - 4)"
    window = (-3.0, 3.0)
    start = 2.8
    rate = 0.1
    criticals = ((-2.0, "minimum"), (0.5, "maximum"), (2.0, "minimum"))
    note = "A global minimum at −2 and a local one at 2: the start decides which one GD finds."

    def value(self, x: Real) -> Real:
        return x * (x * (x * (x / 8 - 1 / 12) - 1) + 1)

    def slope(self, x: Real) -> Real:
        return (2 * x - 1) * (x * x - 4) / 4

    def curvature(self, x: Real) -> Real:
        return (x * (3 * x - 1) - 4) / 2


@FUNCTIONS.register
class Terrace(Function):
    """A slope with a flat step in it, the saddle point of one dimension: f = 3x⁴/16 − x³/2, f′ = ¾x²(x − 2)."""

    key = "terrace"
    name = "Terrace"
    latex = r"f(x) = \tfrac3{16} x^4 - \tfrac12 x^3"
    slope_latex = r"f'(x) = \tfrac34 x^2 (x - 2)"
    window = (-2.0, 3.0)
    start = -1.5
    rate = 0.1
    criticals = ((0.0, "inflection"), (2.0, "minimum"))
    note = "At 0 the slope vanishes, yet f falls on: from the left GD creeps up to it and stops."

    def value(self, x: Real) -> Real:
        return x * x * x * (3 * x / 16 - 1 / 2)

    def slope(self, x: Real) -> Real:
        return 3 * x * x * (x - 2) / 4

    def curvature(self, x: Real) -> Real:
        return 3 * x * (3 * x - 4) / 4


@FUNCTIONS.register
class Ripples(Function):
    """A wide bowl with ripples: f = x²/8 + (1 − cos 5x)/4, f′ = (x + 5 sin 5x)/4. The minimum at 0 alone is global."""

    key = "ripples"
    name = "Ripples"
    latex = r"f(x) = \tfrac18 x^2 + \tfrac14 (1 - \cos 5x)"
    slope_latex = r"f'(x) = \tfrac14 (x + 5 \sin 5x)"
    window = (-3.0, 3.0)
    start = 2.7
    rate = 0.1
    criticals = (
        (-4.7728989870733205, "minimum"),
        (-4.635555678492885, "maximum"),
        (-3.6086514141404127, "minimum"),
        (-3.284956858356672, "maximum"),
        (-2.4125696049344634, "minimum"),
        (-1.9657673393349926, "maximum"),
        (-1.2078407539139806, "minimum"),
        (-0.6545769841365294, "maximum"),
        (0.0, "minimum"),
        (0.6545769841365294, "maximum"),
        (1.2078407539139806, "minimum"),
        (1.9657673393349924, "maximum"),
        (2.4125696049344634, "minimum"),
        (3.284956858356672, "maximum"),
        (3.608651414140413, "minimum"),
        (4.635555678492885, "maximum"),
        (4.7728989870733205, "minimum"),
    )
    note = "Small steps stop in the nearest dip; only the one at 0 is the lowest."

    def value(self, x: Real) -> Real:
        return x * x / 8 + (1 - cosine(5 * x)) / 4

    def slope(self, x: Real) -> Real:
        return (x + 5 * sine(5 * x)) / 4

    def curvature(self, x: Real) -> Real:
        return (1 + 25 * cosine(5 * x)) / 4


@FUNCTIONS.register
class Kink(Function):
    """The absolute value: f = |x|, f′ = ±1. At its minimum 0 it has no derivative; we take 0 there (a subgradient)."""

    key = "kink"
    name = "Kink"
    latex = r"f(x) = |x|"
    slope_latex = r"f'(x) = \pm 1,\ \text{the sign of } x"
    window = (-3.0, 3.0)
    start = 2.0
    rate = 0.125
    criticals = ((0.0, "minimum"),)
    note = "The slope never shrinks, so neither does the step: GD jumps to and fro across the kink."

    def value(self, x: Real) -> Real:
        if isinstance(x, np.ndarray):
            return np.abs(x)
        return abs(x)

    def slope(self, x: Real) -> Real:
        if isinstance(x, np.ndarray):
            return np.sign(x)
        return float((x > 0) - (x < 0))

    def curvature(self, x: Real) -> Real:
        return 0 * x


@FUNCTIONS.register
class Plain(Function):
    """A dip in a plain: f = x²/(1 + x²), f′ = 2x/(1 + x²)². Far out there is almost no slope to follow."""

    key = "plain"
    name = "Dip in a plain"
    latex = r"f(x) = \dfrac{x^2}{1 + x^2}"
    slope_latex = r"f'(x) = \dfrac{2x}{(1 + x^2)^2}"
    window = (-3.0, 3.0)
    start = 2.5
    rate = 0.5
    criticals = ((0.0, "minimum"),)
    note = "Far from the minimum the slope is almost 0, and so is the step."

    def value(self, x: Real) -> Real:
        return x * x / (1 + x * x)

    def slope(self, x: Real) -> Real:
        return 2 * x / ((1 + x * x) * (1 + x * x))

    def curvature(self, x: Real) -> Real:
        return (2 - 6 * x * x) / ((1 + x * x) * (1 + x * x) * (1 + x * x))

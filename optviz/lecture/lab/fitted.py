"""A model on a person's data: the loss over its two parameters, where to look at it, and what is odd about the data."""

import dataclasses
import functools
import math

import numpy as np

from optviz.core.elementary import symmetric_eigenvalues
from optviz.core.number_text import label
from optviz.core.stochastic.datasets import Data
from optviz.core.stochastic.fitting import CurveLoss, Loss, TypedLoss, read_loss
from optviz.core.stochastic.regression import Regression
from optviz.core.tables.shelf import Table
from optviz.core.typed.sampling import look
from optviz.figures.own_formula import Understood

Window = tuple[tuple[float, float], tuple[float, float]]

_AROUND = 1.3
_FEW = 64
"""Rows that suffice to choose a window for a typed loss."""
_WIDE = 8.0
FLOAT32 = 1e30


@dataclasses.dataclass(frozen=True, eq=False)
class Problem:
    """A loss over data, and how it is best looked at.

    Attributes:
        key: names model and data.
        model: ``line``, ``logistic`` or ``typed``.
        points: (n, 2) the data as the model sees them.
        loss: the loss; ``window`` is where to look at it, ``names`` are its two parameters.
        curve: the regression behind it, None for a typed loss.
        mean, scale: what x was moved by and divided by; 0 and 1 where it is as it was.
        said: sentences about the data.
    """

    key: str
    model: str
    points: np.ndarray
    loss: Loss
    window: Window
    names: tuple[str, str]
    curve: Regression | None
    mean: float
    scale: float
    said: tuple[str, ...]

    @property
    def minimum(self) -> np.ndarray | None:
        """Where the loss is least, where that is known."""
        return self.curve.minimum if self.curve else None

    @property
    def eigenvalues(self) -> tuple[float, float] | None:
        """The Hessian's eigenvalues at the minimum, the smaller first; None where it is not known."""
        if self.curve is None or self.curve.minimum is None:
            return None
        return symmetric_eigenvalues(self.curve.hessian(self.curve.minimum))

    def seen(self, x: np.ndarray) -> np.ndarray:
        """Return x as the model sees it."""
        return (x - self.mean) / self.scale


@functools.lru_cache(maxsize=8)
def problem_of(table: Table, model: str, typed: str, standard: bool) -> Problem:
    """Return the model on a table's columns x and y; raises :class:`.FormulaError` for a typed loss not to be read."""
    x, y = table.rows[:, 0], table.rows[:, 1]
    mean, scale = (float(x.mean()), float(x.std())) if standard else (0.0, 1.0)
    said: tuple[str, ...] = ()
    if not scale > 1e-12 * abs(mean):
        scale = 1.0
    if model == "logistic":
        y, said = classes_of(y)
    points = np.stack([(x - mean) / scale, y], axis=1)
    key = f"{model}/{table.key}/{standard:d}/{typed if model == 'typed' else ''}"
    if model == "typed":
        formula = read_loss(typed)
        loss = TypedLoss(formula, points)
        first, second = formula.parameters
        return Problem(key, model, points, loss, typed_window(loss), (first, second), None, mean, scale, said)
    curve = Regression.of(model, Data.of(points))
    window = curve_window(curve)
    return Problem(key, model, points, CurveLoss(curve), window, ("w1", "w0"), curve, mean, scale, (*said, *odd(curve)))


def understood(text: str) -> Understood:
    """Return what is understood of a typed loss; raises :class:`.FormulaError`."""
    formula = read_loss(text)
    return Understood(formula.text, f"L = {formula.latex}", formula.parameters)


def classes_of(y: np.ndarray) -> tuple[np.ndarray, tuple[str, ...]]:
    """Return classes 0 and 1 for a column of numbers, and a sentence where they are not what stands there."""
    values = np.unique(y)
    if set(values.tolist()) <= {0.0, 1.0}:
        return y, ()
    if len(values) == 2:
        low, high = map(label, values.tolist())
        return (y == values[1]).astype(float), (f"Class 0 is y = {low}, class 1 is y = {high}.",)
    middle = float(np.median(y))
    above = (y > middle).astype(float)
    said = f"y has {len(values):,} values, not two classes: class 1 is what lies above their median {label(middle)}."
    return above, (said,)


def odd(curve: Regression) -> tuple[str, ...]:
    """Return what is odd about a loss: a valley, or no minimum at all."""
    if curve.shape == "valley":
        if np.ptp(curve.data.x) > 0:
            return ("x differs so little beside its size that its minimum cannot be told: standardise x.",)
        return ("x is the same in all rows: a whole line of parameters has the same least loss.",)
    if curve.shape == "endless":
        one_class = len(np.unique(curve.data.y)) == 1
        why = "There is one class only" if one_class else "A threshold on x separates the classes"
        return (f"{why}: L has no minimum, it falls as long as the parameters grow.",)
    return ()


def curve_window(curve: Regression) -> Window:
    """Return the box around the level line through (0, 0), as far as L is its parabola at the minimum."""
    least = curve.minimum
    if least is None:
        x = curve.data.x
        spread = float(x.std()) or 1.0
        return around(np.zeros(2), np.array([_WIDE / spread, _WIDE * (1 + abs(float(x.mean())) / spread)]))
    above = max(float(curve.loss(np.zeros(2))) - float(curve.loss(least)), 0.0)
    inverse = np.linalg.pinv(curve.hessian(least), rcond=1e-14, hermitian=True)
    return around(least, _AROUND * np.maximum(np.sqrt(2 * above * np.abs(np.diag(inverse))), np.abs(least)))


def around(middle: np.ndarray, half: np.ndarray) -> Window:
    """Return a window with this middle; one without width gets some."""
    known = [
        float(h) if math.isfinite(h) and h > 1e-9 * abs(float(m)) else abs(float(m))
        for m, h in zip(middle, half, strict=True)
    ]
    widths = [h or max(*known, 0.0) or 1.0 for h in known]
    x, y = ((float(m) - h, float(m) + h) for m, h in zip(middle, widths, strict=True))
    return x, y


def typed_window(loss: TypedLoss) -> Window:
    """Return where to look at a typed loss, chosen by sampling it over some of the rows."""
    few = thinned(loss.n, _FEW)
    sample = TypedLoss(loss.formula, loss.points[few])
    return look(sample.heights, lambda window, dips: True).window


def thinned(n: int, most: int) -> np.ndarray:
    """Return the places of at most ``most`` of n rows, evenly spread, the first and the last among them."""
    return np.unique(np.linspace(0, n - 1, min(n, most)).round().astype(int))

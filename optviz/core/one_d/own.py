"""A typed function of one variable: exact derivatives; window, start and critical points are found by looking."""

import functools
from collections.abc import Callable

import numpy as np

from optviz.core.one_d.functions import Function, Kind, Real
from optviz.core.one_d.search import Sight, criticals, look, lowest, root
from optviz.core.typed.derivative import gradient
from optviz.core.typed.errors import FormulaError
from optviz.core.typed.evaluate import evaluate, node_values
from optviz.core.typed.formula import Formula, read
from optviz.core.typed.scalar import scalar_function
from optviz.core.typed.surface import DEFAULT
from optviz.core.typed.vocabulary import Names
from optviz.core.typed_text import plain_spaces

NAMES = Names(("x",))
_SEEN = 1201
_NEAR = tuple(np.geomspace(1e-9, 0.05, 24).tolist())


class TypedFunction(Function):
    """A typed f(x) with values of its parameters; ``window`` and ``start`` were chosen at the parameters' defaults.

    ``criticals`` are found by a search, not proven: see :func:`optviz.core.one_d.search.criticals`.
    """

    key = "typed"
    rate = 0.1
    proven = False
    note = "Your own function. Its window was chosen by sampling; minima are found by a search, not proven."

    def __init__(self, formula: Formula, values: tuple[float, ...]) -> None:
        self.formula, self.values = formula, values
        self.at = dict(zip(formula.parameters, values, strict=True))
        self.sight = first_sight(formula)
        facts = {"name": f"f(x) = {formula.text}", "latex": f"f(x) = {formula.latex}"}
        first, second = derivatives(formula)
        facts["slope_latex"] = f"f'(x) = {first.latex}" if first.latex else ""
        facts |= {"window": self.sight.window, "start": self.sight.start}
        for name, fact in facts.items():
            setattr(self, name, fact)
        self.tapes = (formula.tape, first.tape, second.tape)
        self.scalars = tuple(scalar_function(tape, self.at) for tape in self.tapes)

    def _of(self, order: int, x: Real) -> Real:
        if isinstance(x, np.ndarray):
            return np.array(np.broadcast_to(evaluate(self.tapes[order], {**self.at, "x": x}), x.shape))
        return self.scalars[order](float(x))

    def value(self, x: Real) -> Real:
        return self._of(0, x)

    def slope(self, x: Real) -> Real:
        # Where log(x) has no value, its derivative 1/x is none of its own.
        f, slope = self._of(0, x), self._of(1, x)
        if isinstance(x, np.ndarray):
            return np.where(np.isnan(f), np.nan, slope)
        return slope if f == f else f

    def curvature(self, x: Real) -> Real:
        return self._of(2, x)

    @functools.cached_property
    def criticals(self) -> tuple[tuple[float, Kind], ...]:  # type: ignore[override]
        """Where f′ is 0 or changes its sign, as far as the search has found it."""
        return criticals(self.value, self.slope, self.slope, self.window)

    @functools.cached_property
    def floor(self) -> float | None:  # type: ignore[override]
        """f at the lowest minimum found; None where there is none, or where f was seen lower elsewhere."""
        if not self.minima:
            return None
        low, high = self.window
        seen = self.value(np.linspace(2 * low - high, 2 * high - low, _SEEN))
        value, least = self.value(self.minima[0]), min(lowest(self.value), float(seen[np.isfinite(seen)].min()))
        return value if value <= least + 1e-9 * (1 + abs(value)) else None

    def near(self, x: float) -> tuple[float, Kind] | None:
        """Return a critical point close to ``x`` that the search has not met, or None."""
        for away in _NEAR:
            left, right = (self.slope(x + side * away * max(1.0, abs(x))) for side in (-1, 1))
            if left * right < 0:
                place = root(self.slope, x - away * max(1.0, abs(x)), x + away * max(1.0, abs(x)))
                return place, "minimum" if left < 0 else "maximum"
        return None

    def undefined(self, x: float) -> bool:
        """Return whether f has no value at ``x``, not because a part of it would be too large for float64."""
        numbers = node_values(self.formula.tape, {**self.at, "x": x})
        for node, number in zip(self.formula.tape.nodes, numbers, strict=True):
            if not np.isfinite(number):
                pole = node.op == "log" or (node.op == "div" and numbers[node.parents[1]] == 0)
                return bool(np.isnan(number)) or pole
        return False

    def __eq__(self, other: object) -> bool:
        return isinstance(other, TypedFunction) and (self.formula, self.values) == (other.formula, other.values)

    def __hash__(self) -> int:
        return hash((self.formula.text, self.values))


@functools.lru_cache(maxsize=256)
def derivatives(formula: Formula) -> tuple[Formula, Formula]:
    """Return f′ and f″ as formulas."""
    (first,) = gradient(formula, ("x",))
    (second,) = gradient(first, ("x",))
    return first, second


@functools.lru_cache(maxsize=256)
def first_sight(formula: Formula) -> Sight:
    """Return what a formula looks like with its parameters at their defaults."""
    return look(_at_home(formula))


@functools.lru_cache(maxsize=256)
def anywhere(formula: Formula) -> bool:
    """Return whether f is a finite number at any of the points that are tried, its parameters at their defaults."""
    return lowest(_at_home(formula)) < np.inf


def _at_home(formula: Formula) -> Callable[[np.ndarray], np.ndarray]:
    at = dict.fromkeys(formula.parameters, DEFAULT)
    return lambda x: np.array(np.broadcast_to(evaluate(formula.tape, {**at, "x": x}), x.shape))


@functools.lru_cache(maxsize=64)
def typed_function(text: str, values: tuple[float, ...] | None = None) -> TypedFunction:
    """Return the function of a text, of the last 64 kept ones, at these values of its parameters or at their defaults.

    Raises :class:`FormulaError` for what cannot be read, or is a finite number nowhere.
    """
    text = plain_spaces(text)
    formula = read(text, NAMES)
    if not anywhere(formula):
        raise FormulaError("f(x) is not a finite number at any of the points that were tried.", 0, len(text))
    return TypedFunction(formula, (DEFAULT,) * len(formula.parameters) if values is None else values)

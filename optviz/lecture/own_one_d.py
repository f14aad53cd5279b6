"""One's own f(x) beside the built-in functions: its controls, what is said of it, and which function is meant."""

import dataclasses
import functools

import numpy as np

from optviz.core.one_d.functions import FUNCTIONS, Function
from optviz.core.one_d.own import TypedFunction, typed_function
from optviz.core.typed.surface import share
from optviz.figures.own_formula import Understood
from optviz.lecture.controls import Choice, Control, OwnFormula, VisibleIf
from optviz.lecture.own import PARAMETERS, TITLE, TYPED, Start, own_controls, parameters_of
from optviz.lecture.section import Values

FORMULA = "x^4-2x^2+a*x"
"""What stands in the field to begin with."""

_POLE = 4.0


@dataclasses.dataclass(frozen=True)
class OwnOneD:
    """The keys under which a topic has its function of one variable.

    Attributes:
        choice: of the menu of functions.
        formula: of the typed function that is drawn.
        typing: of the field.
    """

    choice: str = "f"
    formula: str = "fx"
    typing: str = "typing"

    def menu(self, *keys: str, resets: tuple[str, ...] = ("x0",)) -> tuple[Control | VisibleIf, ...]:
        """Return the menu of functions, one of those called ``keys`` or one's own, and what one's own needs.

        ``resets``: the keys of the controls that another function has values of its own for, as the start.
        """
        options = (*((key, FUNCTIONS[key].name) for key in keys), (TYPED, TITLE))
        field = OwnFormula(
            self.typing, "f(x) =", self.formula, self.choice, understood, FORMULA, resets, PARAMETERS, self.known
        )
        return Choice(self.choice, "function", options, keys[0]), *own_controls(field)

    def known(self, values: Values) -> str:
        """Return what looking at the typed function has told: how many minima, and where it is not finite."""
        function = self._typed(values)
        count, holes = len(function.minima), 1 - function.sight.finite
        minima = "No minimum" if count == 0 else "1 minimum" if count == 1 else f"{count} minima"
        text = f"{minima} found, by a search that may miss some."
        return text if holes == 0 else f"{text} f is not finite on {share(holes)} of the window."

    def function(self, values: Values) -> Function:
        """Return the function that is chosen, or typed."""
        chosen = values[self.choice]
        return self._typed(values) if chosen == TYPED else FUNCTIONS[chosen]()

    def _typed(self, values: Values) -> TypedFunction:
        names = typed_function(values[self.formula]).formula.parameters
        return typed_function(values[self.formula], tuple(parameters_of(values, names).values()))

    def start(
        self, default: float, key: str = "x0", symbol: str = "x_0", label: str = "start", beside: float = 0.0
    ) -> Start:
        """Return the control of a start, which can be dragged on the curve as well.

        ``beside``: how far from its start a typed function opens, in widths of its window; inwards where it has to be.
        """

        def place(values: Values) -> tuple[float, float, float] | None:
            if values[self.choice] != TYPED:
                return None
            function = typed_function(values[self.formula])
            low, high = function.window
            away = beside * (high - low)
            start = function.start + (away if low <= function.start + away <= high else -away)
            return round(start, 9), low, high

        return Start(key, symbol, label, default, -3.0, 3.0, place=place)


@functools.lru_cache(maxsize=256)
def understood(text: str) -> Understood:
    """Return what is understood of a typed f(x), its derivative with it where that is short."""
    function = typed_function(text)
    latex = r",\quad ".join(filter(None, (function.latex, function.slope_latex)))
    return Understood(function.formula.text, latex, function.formula.parameters)


def ends(y: np.ndarray) -> tuple[float, float]:
    """Return between which heights a curve is shown: all of it, unless a pole would flatten the rest."""
    known = np.sort(y[np.isfinite(y)])
    if not len(known):
        return 0.0, 0.0
    low, high = float(known[0]), float(known[-1])
    few = len(known) // 20
    least, most = float(known[few]), float(known[-1 - few])
    reach = _POLE * (most - least)
    return least if least - low > reach > 0 else low, most if high - most > reach > 0 else high

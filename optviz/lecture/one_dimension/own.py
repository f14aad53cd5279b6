"""One's own f(x) beside the built-in functions: its controls, what is said of it, and which function is meant."""

import functools

from optviz.core.one_d.functions import FUNCTIONS, Function
from optviz.core.one_d.own import TypedFunction, typed_function
from optviz.core.typed.surface import share
from optviz.figures.own_formula import Understood
from optviz.lecture.controls import Choice, Control, OwnFormula, VisibleIf
from optviz.lecture.own import PARAMETERS, TITLE, TYPED, Start, own_controls, parameters_of
from optviz.lecture.section import Values

FORMULA = "x^4-2x^2+a*x"
"""What stands in the field to begin with."""


def function_menu(*keys: str) -> tuple[Control | VisibleIf, ...]:
    """Return the menu of functions, one of those called ``keys`` or one's own, and what one's own needs."""
    options = (*((key, FUNCTIONS[key].name) for key in keys), (TYPED, TITLE))
    field = OwnFormula("typing", "f(x) =", "fx", "f", understood, FORMULA, ("x0",), PARAMETERS, known)
    return Choice("f", "function", options, keys[0]), *own_controls(field)


@functools.lru_cache(maxsize=256)
def understood(text: str) -> Understood:
    """Return what is understood of a typed f(x), its derivative with it where that is short."""
    function = typed_function(text)
    latex = r",\quad ".join(filter(None, (function.latex, function.slope_latex)))
    return Understood(function.formula.text, latex, function.formula.parameters)


def known(values: Values) -> str:
    """Return what looking at the typed function has told: how many minima were found, and where it is not finite."""
    function = _typed(values)
    count, holes = len(function.minima), 1 - function.sight.finite
    minima = "No minimum" if count == 0 else "1 minimum" if count == 1 else f"{count} minima"
    text = f"{minima} found, by a search that may miss some."
    return text if holes == 0 else f"{text} f is not finite on {share(holes)} of the window."


def function_of(values: Values) -> Function:
    """Return the function that is chosen, or typed."""
    return _typed(values) if values["f"] == TYPED else FUNCTIONS[values["f"]]()


def _typed(values: Values) -> TypedFunction:
    names = typed_function(values["fx"]).formula.parameters
    return typed_function(values["fx"], tuple(parameters_of(values, names).values()))


def start(default: float) -> Start:
    """Return the control of the start x₀; it can be dragged on the curve as well."""
    return Start("x0", "x_0", "start", default, -3.0, 3.0, place=_place)


def _place(values: Values) -> tuple[float, float, float] | None:
    if values["f"] != TYPED:
        return None
    function = typed_function(values["fx"])
    return function.start, *function.window

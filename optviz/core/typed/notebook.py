"""Surfaces made in a notebook, from a text or a function: what cannot be one is told in a sentence."""

import functools
import math
import numbers
from collections.abc import Callable, Mapping
from typing import Any

import jax
import jax.numpy as jnp

from optviz.core.registry import short_repr
from optviz.core.surfaces import Window
from optviz.core.typed.errors import FormulaError
from optviz.core.typed.formula import Formula, read
from optviz.core.typed.surface import NAMES, PythonSurface, Typed, typed_surface


def text_surface(text: str, window: Window | None, parameters: Mapping[str, Any]) -> Typed:
    """Return the surface of a typed formula with values for all its parameters."""
    try:
        formula = read(text, NAMES)
    except FormulaError as error:
        raise ValueError(_with_place(text, error)) from None
    return typed_surface(formula, _values(formula, parameters), window=checked_window(window))


def _with_place(text: str, error: FormulaError) -> str:
    """Return the sentence, the text with the place marked below it, and what may be meant."""
    line = " ".join(text.split())
    shown = [error.message]
    if len(line) == len(text) <= 200:
        shown += [f"    {line}", " " * (4 + error.start) + "^" * max(1, error.end - error.start)]
    if error.mend:
        shown.append(f"Did you mean {error.mend} ?")
    return "\n".join(shown)


def _values(formula: Formula, parameters: Mapping[str, Any]) -> tuple[float, ...]:
    if missing := [name for name in formula.parameters if name not in parameters]:
        given = ", ".join(f"{name}=1.0" for name in missing)
        raise ValueError(f"{', '.join(missing)} in the formula needs a value: optviz.surface(…, {given})")
    if unknown := [name for name in parameters if name not in formula.parameters]:
        known = ", ".join(formula.parameters) or "none"
        raise ValueError(f"the formula has no parameter {unknown[0]}; its parameters: {known}")
    for name, value in parameters.items():
        if isinstance(value, bool) or not isinstance(value, numbers.Real) or not math.isfinite(value):
            raise ValueError(f"the parameter {name} is a finite number, not {short_repr(value)}")
    return tuple(float(parameters[name]) for name in formula.parameters)


def checked_window(window: Any) -> Window | None:
    """Return ((x_low, x_high), (y_low, y_high)) as floats; raises ``ValueError`` for anything else."""
    if window is None:
        return None
    try:
        (a, b), (c, d) = ((float(low), float(high)) for low, high in window)
    except (TypeError, ValueError):
        a = b = c = d = math.nan
    if not (math.isfinite(a + b + c + d) and a < b and c < d):
        raise ValueError(f"a window is ((x_low, x_high), (y_low, y_high)), not {short_repr(window)}")
    return (a, b), (c, d)


def function_surface(function: Any, window: Window | None, parameters: Mapping[str, Any]) -> PythonSurface:
    """Return the surface of a Python function of x and y; ``parameters`` are passed to it by name."""
    if not callable(function) or isinstance(function, type):
        raise TypeError(f"a surface is made of a text or a function of x and y, not of {short_repr(function)}")
    whole = functools.partial(function, **parameters) if parameters else function
    _check(whole)
    return PythonSurface(whole, checked_window(window))


def _check(function: Callable[..., Any]) -> None:
    point = jax.ShapeDtypeStruct((), jnp.float64)
    try:
        result = jax.eval_shape(lambda x, y: jnp.asarray(function(x, y), float), point, point)
    except jax.errors.JAXTypeError as error:
        raise TypeError(
            "the function must be written with arithmetic and jax.numpy, so that its gradient is exact: jnp.sin "
            "instead of np.sin or math.sin, jnp.where instead of if (import jax.numpy as jnp)"
        ) from error
    except TypeError as error:
        raise TypeError(f"the function must take two numbers, x and y, and return one: {error}") from error
    if result.shape != ():
        raise TypeError(f"f(x, y) must be one number, not an array of shape {result.shape}")

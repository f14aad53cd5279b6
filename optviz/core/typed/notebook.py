"""Surfaces made in a notebook, from a text or a function: what cannot be one is told in a sentence.

A function of D ≠ 2 variables is a :class:`VectorSurface`.
"""

import functools
import inspect
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
from optviz.core.typed.surface import NAMES, PythonSurface, Typed, named, typed_surface
from optviz.core.typed.vector_surface import MAX_DIM, VectorSurface


def text_surface(text: str, window: Window | None, parameters: Mapping[str, Any]) -> Typed:
    """Return the surface of a typed formula with values for all its parameters."""
    try:
        formula = read(text, NAMES)
    except FormulaError as error:
        raise ValueError(with_place(text, error)) from None
    return typed_surface(formula, parameter_values(formula, parameters), window=checked_window(window))


def with_place(text: str, error: FormulaError) -> str:
    """Return the sentence, the text with the place marked below it, and what may be meant."""
    line = " ".join(text.split())
    shown = [error.message]
    if len(line) == len(text) <= 200:
        shown += [f"    {line}", " " * (4 + error.start) + "^" * max(1, error.end - error.start)]
    if error.mend:
        shown.append(f"Did you mean {error.mend} ?")
    return "\n".join(shown)


def parameter_values(
    formula: Formula, parameters: Mapping[str, Any], written: str = "optviz.surface(…, {})"
) -> tuple[float, ...]:
    """Return the values of a formula's parameters; ``written``: how a person gives those that are missing.

    Raises ``ValueError``, in a sentence, for a value that is missing, or no finite number, or of no parameter.
    """
    if missing := [name for name in formula.parameters if name not in parameters]:
        given = ", ".join(f"{name}=1.0" for name in missing)
        raise ValueError(f"{', '.join(missing)} in the formula needs a value: {written.format(given)}")
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


def vector_surface(
    function: Any, dim: Any, window: Window | None, parameters: Mapping[str, Any]
) -> VectorSurface | PythonSurface:
    """Return the surface of a Python function of one vector x of ``dim`` numbers, x1, x2, …"""
    if not callable(function) or isinstance(function, type):
        raise TypeError(f"with dim=… a surface is made of a function of a vector x, not of {short_repr(function)}")
    if isinstance(dim, bool) or not isinstance(dim, numbers.Integral) or not 1 <= int(dim) <= MAX_DIM:
        raise ValueError(f"dim, how many variables f has, is a whole number from 1 to {MAX_DIM}, not {short_repr(dim)}")
    whole = functools.partial(function, **parameters) if parameters else function
    _check(whole, (int(dim),))
    if dim == 2:
        return PythonSurface(_of_two(whole), checked_window(window))
    if window is not None:
        raise ValueError(f"a window is for functions of two variables, and this one has {dim}")
    return VectorSurface(whole, int(dim))


def _of_two(function: Callable[[Any], Any]) -> Callable[[Any, Any], Any]:
    def of_two(x: Any, y: Any) -> Any:
        return function(jnp.stack([x, y]))

    of_two.__name__ = named(function)
    return of_two


def _check(function: Callable[..., Any], *shapes: tuple[int, ...]) -> None:
    points = [jax.ShapeDtypeStruct(shape, jnp.float64) for shape in shapes or ((), ())]
    wanted = f"one vector x of {shapes[0][0]} numbers" if shapes else "two numbers, x and y,"
    try:
        result = jax.eval_shape(lambda *x: jnp.asarray(function(*x), float), *points)
    except jax.errors.JAXTypeError as error:
        raise TypeError(
            "the function must be written with arithmetic and jax.numpy, so that its gradient is exact: jnp.sin "
            "instead of np.sin or math.sin, jnp.where instead of if (import jax.numpy as jnp)"
        ) from error
    except TypeError as error:
        raise TypeError(f"the function must take {wanted} and return one number: {error}{_hint(function)}") from error
    if result.shape != ():
        letters = "x" if shapes else "x, y"
        raise TypeError(f"f({letters}) must be one number, not an array of shape {result.shape}")


def _hint(function: Callable[..., Any]) -> str:
    """Return what may be meant by a function of one argument."""
    try:
        count = len(inspect.signature(function).parameters)
    except (TypeError, ValueError):
        return ""
    return "; for a function of a vector say how long it is, as in optviz.surface(f, dim=10)" if count == 1 else ""

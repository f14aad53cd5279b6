"""The surface of a scene: a built-in one by its key, or the function that a person has typed."""

import functools
from collections.abc import Mapping
from typing import Any

from optviz.core.surfaces import SURFACES, Surface
from optviz.core.typed.errors import FormulaError
from optviz.core.typed.formula import read
from optviz.core.typed.surface import DEFAULT, NAMES, Typed, typed_surface
from optviz.core.typed_text import plain_spaces

TYPED = "typed"
"""The key of a surface that was typed: its formula is part of the scene."""

TITLE = "Your own f(x, y)"
NOTE = "type a function of $x$ and $y$ below; other letters, up to four, become sliders."
FORMULA = "x^2+3y^2+a*sin(3x)"
"""What stands there to begin with."""

LONGEST = 200
MAX_PARAMETER = 1e6


@functools.lru_cache(maxsize=256)
def typed_kind(text: str) -> Typed:
    """Return the surface of a typed text with its parameters at their defaults.

    Raises :class:`FormulaError` for what cannot be read, ``ValueError`` for what is finite nowhere; both in a sentence.
    """
    formula = read(text, NAMES)
    return typed_surface(formula, (DEFAULT,) * len(formula.parameters))


def kind_of(surface: str, formula: str) -> Any:
    """Return what has a surface's knobs, window and starts: its class, or the typed one with its defaults."""
    return typed_kind(formula) if surface == TYPED else SURFACES[surface]


def surface_at(surface: str, formula: str, knobs: Mapping[str, float]) -> Surface:
    """Return a surface with these knob values."""
    return typed_kind(formula).with_values(**knobs) if surface == TYPED else SURFACES[surface](**knobs)


def known(surface: str) -> bool:
    """Tell whether a scene may be on the surface of this key."""
    return surface == TYPED or surface in SURFACES


def canonical(text: str) -> str:
    """Return a typed text as it stands in a link; raises what :func:`typed_kind` raises."""
    text = plain_spaces(text)
    try:
        return typed_kind(text).formula.text
    except FormulaError:
        raise
    except ValueError as error:
        raise FormulaError(str(error), 0, len(text)) from None

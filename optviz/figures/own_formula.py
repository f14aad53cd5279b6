"""The field in which f(x, y) is typed: what was understood, what is wrong, how to mend it, what is known of f."""

import dataclasses
from collections.abc import Callable
from typing import Any

from optviz.core.registry import Knob
from optviz.core.typed.errors import FormulaError
from optviz.core.typed.surface import Typed, share
from optviz.core.typed.vocabulary import GREEK
from optviz.scenes.own_surface import LONGEST, MAX_PARAMETER, canonical, typed_kind
from optviz.scenes.scene import Scene


@dataclasses.dataclass(frozen=True)
class Understood:
    """What is told of a formula: canonical ``text``, ``latex`` with its left side, its ``parameters``, a ``note``."""

    text: str
    latex: str
    parameters: tuple[str, ...] = ()
    note: str = ""


def read_surface(text: str) -> Understood:
    """Return what is understood of a typed f(x, y); raises :class:`FormulaError`."""
    kind = typed_kind(canonical(text))
    return Understood(kind.formula.text, kind.latex, kind.formula.parameters)


def own_formula(scene: Scene) -> list[dict[str, Any]]:
    """Return the controls of a typed function: the hidden f of the link and the field; none on another surface."""
    surface = scene.surface_now()
    if not isinstance(surface, Typed):
        return []
    field = {
        "kind": "own_formula",
        "key": "typing",
        "label": "f(x, y) =",
        "longest": LONGEST,
        "formula": scene.formula,
        "latex": surface.latex,
        "note": known(surface),
        "error": fault(scene.typing),
        "value": scene.typing,
    }
    return [{"kind": "hidden", "key": "f", "value": scene.formula}, field]


def letter_of(name: str) -> str:
    """Return a parameter's name as it is written: a Greek letter by its sign, as in "β1"."""
    stem = name.rstrip("0123456789")
    letter = next((letter for letter, name in GREEK.items() if name == stem), stem)
    return f"{letter}{name[len(stem) :]}"


def parameter_label(name: str) -> str:
    """Return what a parameter's slider is called: by its letter, as in "parameter β1"."""
    return f"parameter {letter_of(name)}"


def parameter(knob: Knob) -> dict[str, Any]:
    """Return how a parameter's slider differs from others: it grows to what is typed, its label says its letter."""
    label = parameter_label(knob.key)
    return {"label": label, "symbol": "", "least": -MAX_PARAMETER, "most": MAX_PARAMETER, "grows": True}


def known(surface: Typed) -> str:
    """Return what looking at the function has told: how many minima were found, and where it is not finite."""
    count = len(surface.minima)
    minima = "No minimum" if count == 0 else "1 minimum" if count == 1 else f"{count} minima"
    text = f"{minima} found in the window, by a search that may miss some."
    holes = 1 - surface.sight.finite
    return text if holes == 0 else f"{text} f is not finite on {share(holes)} of it."


def fault(text: str, read: Callable[[str], object] = canonical) -> dict[str, Any] | None:
    """Return what is wrong with a typed text: a sentence, the place, and the text mended, where that can be told.

    ``read`` raises :class:`FormulaError` for what cannot be read; by default, as a surface.
    """
    if not text.strip():
        return None
    try:
        read(text)
    except FormulaError as error:
        return {"message": error.message, "start": error.start, "end": error.end, "mend": error.mend}
    return None

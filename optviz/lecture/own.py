"""One's own function in a section: its controls, the surface that they say, its window and start.

Two or more sections share these; a topic adds them to its controls and asks :func:`surface_of`.
"""

import dataclasses
import functools
from collections.abc import Callable, Iterable, Mapping
from typing import Any, Self

from optviz.core.surfaces import BUILT_IN, SURFACES, Surface, Window
from optviz.core.typed.errors import FormulaError
from optviz.core.typed.surface import DEFAULT, Typed
from optviz.figures.own_formula import known, parameter_label
from optviz.lecture.controls import Choice, Control, Hidden, OwnFormula, Slider, VisibleIf
from optviz.lecture.controls.own_formula import TYPED
from optviz.lecture.section import Values
from optviz.scenes.own_surface import MAX_PARAMETER, canonical, typed_kind

__all__ = ["TYPED", "own_controls", "problem_of", "start_sliders", "surface_controls", "surface_key", "surface_of"]

PARAMETERS = ("p1", "p2", "p3", "p4")
"""The keys of the sliders of a typed function's parameters, in the order in which they appear in it."""

SURFACE_KEYS = ("surface", "f", "typing", *PARAMETERS)
"""The keys of all controls of a surface."""

TITLE = "Your own"
_REACH = 5.0

Place = Callable[[Values], tuple[float, float, float] | None]
"""From the values to a start's coordinate and the ends of its slider; None: as declared."""


@dataclasses.dataclass(frozen=True)
class Start(Slider):
    """A coordinate of the start: on one's own function it opens where that has its start, within its window."""

    place: Place | None = None

    def at(self, values: Mapping[str, Any]) -> Self:
        place = self.place(values) if self.place else None
        if place is None:
            return self
        start, low, high = place
        return dataclasses.replace(self, default=start, low=low, high=high, reach=MAX_PARAMETER)

    def spec(self) -> dict[str, Any]:
        spec = super().spec()
        del spec["place"]
        return spec


@dataclasses.dataclass(frozen=True)
class Parameter(Slider):
    """A parameter of a typed function, the one at place ``index``; it is called by the letter it has there."""

    names: Callable[[Values], tuple[str, ...]] = lambda values: ()
    index: int = 0

    def there(self, values: Mapping[str, Any]) -> bool:
        return self.index < len(self.names(values))

    def at(self, values: Mapping[str, Any]) -> Self:
        return (
            dataclasses.replace(self, label=parameter_label(self.names(values)[self.index]))
            if self.there(values)
            else self
        )

    def spec(self) -> dict[str, Any]:
        spec = super().spec()
        del spec["names"], spec["index"]
        return spec


def own_controls(field: OwnFormula) -> tuple[VisibleIf, ...]:
    """Return the controls that a choice's ``typed`` reveals: the function, its field, a slider for each parameter."""

    def names(values: Values) -> tuple[str, ...]:
        return field.read(values[field.formula]).parameters

    controls: list[Control] = [Hidden(field.formula, field.opens, lambda text: field.read(text).text), field]
    for index, key in enumerate(field.parameters):
        controls.append(
            Parameter(key, "", "parameter", DEFAULT, -_REACH, _REACH, reach=MAX_PARAMETER, names=names, index=index)
        )
    return tuple(VisibleIf(field.choice, (TYPED,), control) for control in controls)


def parameters_of(values: Values, names: Iterable[str]) -> dict[str, float]:
    """Return the values of a typed function's parameters, by name."""
    return {name: float(values[key]) for name, key in zip(names, PARAMETERS, strict=False)}


# ---- surfaces ---------------------------------------------------------------------------------------------------


def surface_controls(
    default: str,
    kinds: Iterable[type[Surface]] = BUILT_IN,
    resets: tuple[str, ...] = ("x0", "y0"),
    label: str = "surface",
) -> tuple[Control | VisibleIf, ...]:
    """Return the menu of surfaces, ``surface``, and what its entry ``typed`` reveals: f, its field, its parameters.

    ``resets``: the keys of the controls whose values belong to a function, as a start's do: another one has its own.
    The keys are surface, f, typing, p1 … p4. Ask :func:`surface_of` for what they say.
    """
    options = (*((kind.key, kind.name) for kind in kinds), (TYPED, TITLE))
    field = OwnFormula("typing", "f(x, y) =", "f", "surface", resets=resets, parameters=PARAMETERS, known=_note)
    return Choice("surface", label, options, default), *own_controls(field)


def _note(values: Values) -> str:
    return known(_typed(values))


def _typed(values: Values) -> Typed:
    kind = typed_kind(values["f"])
    return kind.with_values(**parameters_of(values, kind.formula.parameters))


def surface_of(values: Values) -> Surface:
    """Return the surface that the controls say: a built-in one, its knobs at their defaults, or the typed one."""
    return _typed(values) if values["surface"] == TYPED else surface_called(values["surface"])


@functools.cache
def surface_called(key: str) -> Surface:
    """Return a built-in surface by its key, its knobs at their defaults."""
    return SURFACES[key]()


def surface_key(values: Values) -> str:
    """Return a text that differs for every other surface: a key for what is kept of it."""
    if values["surface"] != TYPED:
        return values["surface"]
    surface = _typed(values)
    return f"{TYPED} {surface.formula.text} {surface.values}"


def window_of(values: Values) -> Window:
    """Return what a picture of the surface shows: for a typed one, what sampling has chosen."""
    return surface_of(values).domain


def problem_of(values: Values) -> str:
    """Return a sentence on what is typed and cannot be read yet, empty where there is nothing; the picture is f's."""
    if values["surface"] != TYPED or not values["typing"].strip():
        return ""
    try:
        canonical(values["typing"])
    except FormulaError as error:
        return error.message
    return ""


def start_sliders(x: float, y: float, reach: float = 10.0) -> tuple[Start, Start]:
    """Return the controls x0 and y0 of the start; on a typed surface they open at its own start."""

    def place(axis: int) -> Place:
        def place(values: Values) -> tuple[float, float, float] | None:
            if values["surface"] != TYPED:
                return None
            kind = typed_kind(values["f"])
            return kind.starts[0][axis], *kind.domain[axis]

        return place

    return (
        Start("x0", "", "start x₁", x, -reach, reach, place=place(0)),
        Start("y0", "", "start x₂", y, -reach, reach, place=place(1)),
    )

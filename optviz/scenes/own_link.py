"""The typed function in a link: f is what is drawn, typing what stands in the field, which may not be readable yet."""

from collections.abc import Mapping, Sequence

from optviz.core.typed.errors import FormulaError
from optviz.core.typed.surface import DEFAULT
from optviz.scenes.own_surface import FORMULA, LONGEST, MAX_PARAMETER, TYPED, canonical, typed_kind
from optviz.scenes.reader import Reader
from optviz.scenes.scene import Scene
from optviz.scenes.viewport import LIMITS

_OF_THE_WINDOW = ("typing", "at", *LIMITS)


def with_what_is_typed(query: dict[str, list[str]]) -> dict[str, list[str]]:
    """Return the query with the text in the field as f, if it can be read and is another function.

    Start and zoom belong to the window of the function before, so they go. A text that cannot be read stays as it is.
    """
    if query.get("surface", [""])[-1] != TYPED or not query.get("typing", [""])[-1].strip():
        return {key: texts for key, texts in query.items() if key != "typing"}
    try:
        formula = canonical(query["typing"][-1])
    except FormulaError:
        return query
    before = _readable(query.get("f", [FORMULA])[-1])
    if formula == before:
        return {key: texts for key, texts in query.items() if key != "typing"}
    return {key: texts for key, texts in query.items() if key not in _OF_THE_WINDOW} | {"f": [formula]}


def _readable(text: str) -> str:
    try:
        return canonical(text)
    except FormulaError:
        return ""


def read_own(reader: Reader, query: Mapping[str, Sequence[str]], scene: Scene) -> Scene:
    """Return the scene moved to the function that the query's ``f`` says, with its parameters' values."""
    formula = canonical(FORMULA)
    text = query.get("f", [formula])[-1]
    try:
        formula = canonical(text)
    except FormulaError as error:
        reader.drop("f", text, error.message.removesuffix(".").partition(". ")[0])
    scene = scene.on_surface(TYPED, formula)
    values = [(name, parameter(reader, query, name)) for name in typed_kind(formula).formula.parameters]
    return scene.replace(surface_knobs=tuple(values), typing=query.get("typing", [""])[-1][:LONGEST])


def parameter(reader: Reader, query: Mapping[str, Sequence[str]], name: str) -> float:
    """Return the value of a parameter; a slider may be shorter, it grows to what a link says."""
    texts = query.get(f"s.{name}")
    return reader.real(name, texts[-1], -MAX_PARAMETER, MAX_PARAMETER, DEFAULT) if texts else DEFAULT

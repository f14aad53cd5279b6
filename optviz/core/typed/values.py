"""Typed values of letters: ``a = 2, b = -1/2``."""

from optviz.core.typed.errors import FormulaError, mendable, quoted
from optviz.core.typed.evaluate import evaluate
from optviz.core.typed.lowering import Lowering
from optviz.core.typed.statements import Parser
from optviz.core.typed.vocabulary import Names


def read_values(text: str) -> dict[str, float]:
    """Return the value that each letter is given, in the order in which they stand; nothing typed gives none.

    Values are formulas without letters; a comma, a semicolon or a new line stands between two of them.
    """
    return mendable(text, _read) if text.strip() else {}


def _read(text: str) -> dict[str, float]:
    separated = "".join(";" if sign == "," and not _within(text, place) else sign for place, sign in enumerate(text))
    names = Names(variables=(), parameters=0)
    lowering = Lowering(names)
    values: dict[str, float] = {}
    for part in Parser(separated, names).statements():
        if not part.name:
            raise FormulaError("Give each letter its value, as in a = 2, b = −1.", part.start, part.end)
        lowering.defined[part.name] = result = lowering.lower(part.value)
        value = float(evaluate(lowering.builder.tape(result), {}))
        if not abs(value) < float("inf"):
            raise FormulaError(f"The value of {quoted(part.name)} is not a finite number.", part.start, part.end)
        values[part.name] = value
    return values


def _within(text: str, place: int) -> bool:
    """Return whether a place in the text is within brackets."""
    return text.count("(", 0, place) > text.count(")", 0, place)

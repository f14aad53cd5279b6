"""A typed function of one number z, as a link of a chain: its values and its exact derivative."""

import functools
from typing import Any

import numpy as np

from optviz.core.backprop.functions import ScalarFunction
from optviz.core.typed.derivative import gradient, tree_of
from optviz.core.typed.errors import FormulaError, mendable
from optviz.core.typed.evaluate import evaluate
from optviz.core.typed.formula import Formula, read
from optviz.core.typed.latex import latex
from optviz.core.typed.tape import Tape
from optviz.core.typed.tokens import tokens_of
from optviz.core.typed.vocabulary import Names
from optviz.core.typed_text import plain_spaces

NAMES = Names(("z",), parameters=0)


def read_link(text: str) -> Formula:
    """Return the formula of a typed f(z); raises :class:`FormulaError` with a sentence, a place and a mend."""
    return mendable(plain_spaces(text), _read)


def _read(text: str) -> Formula:
    try:
        return read(text, NAMES)
    except FormulaError:
        for token in tokens_of(text):
            if token.kind == "name" and token.text in ("x", "u"):
                message = f"The argument is called z here, not {token.text}."
                raise FormulaError(message, token.start, token.end, (token.start, token.end, "z")) from None
        raise


@functools.lru_cache(maxsize=128)
def typed_link(text: str) -> ScalarFunction:
    """Return the function of a typed text; raises what :func:`read_link` raises."""
    formula = read_link(text)
    (slope,) = gradient(formula, ("z",))
    return ScalarFunction(
        "typed",
        formula.text,
        _written(formula.tape),
        _written(slope.tape),
        _values(formula.tape),
        _slopes(formula.tape, slope.tape),
    )


def _written(tape: Tape) -> str:
    """Return a function in LaTeX with @ for its argument; empty where it would be long."""
    tree = tree_of(tape)
    return latex(tree, 0, {"z": "@"}) if tree else ""


def _slopes(tape: Tape, slope: Tape) -> Any:
    values, slopes = _values(tape), _values(slope)
    # Where log(z) has no value, its derivative 1/z is none of its own.
    return lambda z: np.where(np.isnan(values(z)), np.nan, slopes(z))


def _values(tape: Tape) -> Any:
    return lambda z: np.array(np.broadcast_to(evaluate(tape, {"z": z}), np.shape(z)))

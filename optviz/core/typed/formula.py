"""Read a typed formula: its tape, its parameters, its canonical text and its LaTeX, or a sentence on what is wrong."""

import dataclasses

from optviz.core.typed.errors import FormulaError, mendable
from optviz.core.typed.latex import statements_latex
from optviz.core.typed.lowering import Lowering
from optviz.core.typed.statements import Parser
from optviz.core.typed.tape import Tape
from optviz.core.typed.tokens import LONGEST
from optviz.core.typed.trees import CONDITIONS, Statement
from optviz.core.typed.vocabulary import Names
from optviz.core.typed.written import statements_text


@dataclasses.dataclass(frozen=True)
class Formula:
    """A formula: nodes (``tape``), ``parameters`` in the order in which they appear, ``text``, ``latex``.

    ``text`` is canonical: reading it gives an equal formula. In a link, + ^ < = ; and spaces in it must be escaped.
    """

    tape: Tape
    parameters: tuple[str, ...]
    text: str
    latex: str

    @property
    def names(self) -> tuple[str, ...]:
        """The variables, parameters and columns of data that occur."""
        return self.tape.names


def read(text: str, names: Names | None = None) -> Formula:
    """Return the formula that ``text`` says; raises :class:`FormulaError` with a sentence, a place and a suggestion.

    At most 200 characters, 120 nodes, 24 brackets in one another, numbers of at most 1e30, 8 exponents that are not
    plain numbers.
    """
    given = names or Names()
    return mendable(text, lambda typed: _read(typed, given))


def _read(text: str, names: Names) -> Formula:
    parser = Parser(text, names)
    statements = parser.statements()
    check_one_result(text, statements)
    lowering = Lowering(names)
    result = 0
    for statement in statements:
        result = lowering.lower(statement.value)
        lowering.defined[statement.name] = result
    tape = lowering.builder.tape(result)
    canonical = statements_text(statements)
    if len(canonical) > LONGEST:
        raise FormulaError(f"That is longer than {LONGEST} characters when written out.", 0, len(text))
    used = {*tape.names}
    parameters = tuple(name for name in parser.parameters if name in used)
    return Formula(tape, parameters, canonical, statements_latex(statements))


def check_one_result(text: str, statements: list[Statement]) -> None:
    """Refuse a part without a name before the last one, and a condition as the result."""
    for statement in statements[:-1]:
        if not statement.name:
            message = "Only the last part is the result: the others need a name, as in q = x + y; q*z."
            raise FormulaError(message, statement.start, statement.end)
    last = statements[-1]
    if last.value.op in CONDITIONS:
        edit = (last.value.start, last.value.end, f"if({text[last.value.start : last.value.end]}, 1, 0)")
        message = "The result is a comparison, not a number."
        raise FormulaError(message, last.start, last.end, edit)

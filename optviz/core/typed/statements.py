"""A typed text as a row of parts: ``q = x + y; q*z`` gives a name to a part; the last part is the result."""

from optviz.core.typed.errors import FormulaError, quoted
from optviz.core.typed.grammar import ExpressionParser
from optviz.core.typed.hints import misplaced
from optviz.core.typed.tokens import Token
from optviz.core.typed.trees import Statement, Tree
from optviz.core.typed.vocabulary import WORDS

SIGNED = {"+=": "add", "-=": "sub", "*=": "mul", "/=": "div"}


class Parser(ExpressionParser):
    """Reads tokens into statements, separated by ``;`` or new lines."""

    def statements(self) -> list[Statement]:
        """Return the parts of the whole text, those without anything in them left out."""
        parts: list[Statement] = []
        while self.current.kind != "end":
            if self.at(";"):
                self.advance()
                continue
            parts.append(self.statement())
            if self.current.kind != "end" and not self.at(";"):
                raise misplaced(self.text, self.tokens, self.position)
        if not parts:
            raise FormulaError("Nothing is typed.", 0, len(self.text))
        return parts

    def statement(self) -> Statement:
        start = self.current
        follower = self.tokens[self.position + 1] if start.kind == "name" else start
        if start.kind != "name" or follower.kind != "sign" or follower.text not in ("=", *SIGNED):
            value = self.expression()
            return Statement("", value, start.start, value.end)
        self.check_target(start, follower)
        self.position += 2
        value = self.expression()
        self.refuse_condition(value)
        if follower.text != "=":
            old = Tree("name", name=start.text, start=start.start, end=start.end)
            value = Tree(SIGNED[follower.text], (old, value), start=start.start, end=value.end)
        self.assigned.add(start.text)
        return Statement(start.text, value, start.start, value.end)

    def check_target(self, target: Token, sign: Token) -> None:
        """Refuse a name that cannot be given a value here."""
        name, span = target.text, (target.start, target.end)
        if name in self.names.variables:
            edit = (target.start, sign.end, "")
            raise FormulaError(f"{quoted(name)} is a variable: only other names can be given a value.", *span, edit)
        if name in self.names.functions or name in WORDS or "_" in name:
            raise FormulaError(f"{quoted(name)} cannot be given a value: choose another name.", *span)
        if name in self.parameters or (sign.text != "=" and name not in self.assigned):
            raise FormulaError(f"{quoted(name)} is used before it is given a value.", *span)

"""Typed expressions, read by a tokenizer with a whitelist and a recursive descent; nothing is ever evaluated as Python.

Grammar, as in a mathematics book: ``+ − * /``, brackets, products without a sign (``2x``, ``3(x + 1)``), powers with a
whole exponent (``x^2``, also ``x**2`` and ``x²``), ``sin cos exp log relu tanh``, the names ``x y z`` and numbers.
"""

import dataclasses
import difflib
import re

from optviz.core.typed_text import plain_spaces

NAMES = ("x", "y", "z")
FUNCTIONS = ("sin", "cos", "exp", "log", "relu", "tanh")

LONGEST = 80
MAX_NODES = 24
MAX_DEPTH = 12
MAX_NUMBER = 1e9
MAX_POWER = 12

PLAIN = str.maketrans({"×": "*", "·": "*", "−": "-", "–": "-", "²": "^2", "³": "^3", "÷": "/"})
TOKEN = re.compile(
    r"\s*(?:(?P<number>(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?)|(?P<name>[A-Za-z]+)|(?P<sign>[-+*/^()]))", re.ASCII
)


class ExpressionError(ValueError):
    """A typed text that cannot be read; its message is a sentence for the screen."""


@dataclasses.dataclass(frozen=True)
class Entry:
    """One node of an expression: what it does (``op``) to which earlier nodes (``parents``).

    ``op``: ``input`` (``name`` says which), ``number`` (``number``), ``pow`` (the exponent is ``number``),
    ``add sub mul div neg`` or the name of a function.
    """

    op: str
    parents: tuple[int, ...] = ()
    name: str = ""
    number: float = 0.0


@dataclasses.dataclass(frozen=True)
class Expression:
    """An expression as entries, each after those it needs; the last one is the result. A name has one entry only."""

    entries: tuple[Entry, ...]

    @property
    def names(self) -> tuple[str, ...]:
        """The variables that occur, in alphabetical order."""
        return tuple(sorted(entry.name for entry in self.entries if entry.op == "input"))


def parse(text: str) -> Expression:
    """Return what ``text`` says; raises :class:`ExpressionError` with a sentence, and a hint where there is one.

    At most 80 characters, 24 nodes, 12 brackets in one another, exponents of at most 12, numbers of at most 10⁹.
    """
    plain = plain_spaces(text).translate(PLAIN).replace("**", "^")
    if len(plain) > LONGEST:
        raise ExpressionError(f"That is longer than {LONGEST} characters.")
    return _Parser(_tokens(plain)).parse()


def _tokens(text: str) -> list[str]:
    tokens, position = [], 0
    while text[position:].strip():
        match = TOKEN.match(text, position)
        if not match:
            sign = text[position:].strip()[0]
            shown = sign if sign.isprintable() else "a control character"
            raise ExpressionError(f"“{shown}” is not understood. Use + − * / ^ ( ), numbers, x, y, z and functions.")
        tokens.append(match.group(match.lastgroup or 0))
        position = match.end()
    if not tokens:
        raise ExpressionError("Nothing is typed. Try x*y + sin(x).")
    return tokens


def _quoted(token: str) -> str:
    return f"“{token if len(token) <= 12 else token[:11] + '…'}”"


class _Parser:
    """Reads tokens into entries; one method a rule of the grammar, loosest first. Each returns its node's index."""

    def __init__(self, tokens: list[str]) -> None:
        self.tokens = tokens
        self.position = 0
        self.depth = 0
        self.entries: list[Entry] = []

    def parse(self) -> Expression:
        self.sum()
        if self.current == ")":
            raise ExpressionError("There is a “)” without its “(”.")
        return Expression(tuple(self.entries))

    @property
    def current(self) -> str:
        return self.tokens[self.position] if self.position < len(self.tokens) else ""

    def advance(self) -> str:
        self.position += 1
        return self.tokens[self.position - 1]

    def push(self, entry: Entry) -> int:
        if len(self.entries) == MAX_NODES:
            raise ExpressionError(f"That has more than {MAX_NODES} nodes: too many to draw. Try something shorter.")
        self.entries.append(entry)
        return len(self.entries) - 1

    def sum(self) -> int:
        left = self.product()
        while self.current in ("+", "-"):
            op = "add" if self.advance() == "+" else "sub"
            left = self.push(Entry(op, (left, self.product())))
        return left

    def product(self) -> int:
        left = self.signed()
        while self.current and self.current not in "+-)^":
            op = {"*": "mul", "/": "div"}.get(self.current)
            if op:
                self.advance()
            elif not (self.current == "(" or self.current.isalpha()):
                raise ExpressionError(f"A sign is missing before {_quoted(self.current)}: + − * / or ^.")
            left = self.push(Entry(op or "mul", (left, self.signed())))
        return left

    def signed(self) -> int:
        minus = False
        while self.current in ("+", "-"):
            minus ^= self.advance() == "-"
        inner = self.power()
        if minus and self.entries[-1].op == "number" and inner == len(self.entries) - 1:
            self.entries[-1] = Entry("number", number=-self.entries[-1].number)
            return inner
        return self.push(Entry("neg", (inner,))) if minus else inner

    def power(self) -> int:
        base = self.atom()
        if self.current != "^":
            return base
        self.advance()
        power = self.push(Entry("pow", (base,), number=self.exponent()))
        if self.current == "^":
            raise ExpressionError("Two powers in a row: use brackets, as in (x^2)^3.")
        return power

    def exponent(self) -> int:
        bracket = self.current == "(" and self.advance() == "("
        minus = self.current == "-" and self.advance() == "-"
        token = self.advance() if self.current else ""
        closed = not bracket or (self.current == ")" and self.advance() == ")")
        if not (token.isdecimal() and closed):
            raise ExpressionError("After ^ there must be a whole number, as in x^2 or x^-1.")
        if len(token) > 2 or int(token) > MAX_POWER:
            raise ExpressionError(f"Exponents go from −{MAX_POWER} to {MAX_POWER}.")
        return -int(token) if minus else int(token)

    def atom(self) -> int:
        token = self.advance() if self.current else ""
        if token == "(":
            return self.bracketed()
        if token and (token[0].isdigit() or token[0] == "."):
            return self.push(Entry("number", number=_number(token)))
        if token.isalpha():
            return self.name(token)
        if token:
            raise ExpressionError(f"Something is missing before {_quoted(token)}.")
        before = self.tokens[self.position - 1] if self.position else ""
        raise ExpressionError(f"Something is missing after {_quoted(before)}.")

    def bracketed(self) -> int:
        self.depth += 1
        if self.depth > MAX_DEPTH:
            raise ExpressionError(f"There are more than {MAX_DEPTH} brackets in one another.")
        if self.current == ")":
            raise ExpressionError("There is nothing between “(” and “)”.")
        inner = self.sum()
        if not self.current:
            raise ExpressionError("A bracket is not closed: a “)” is missing.")
        self.advance()
        self.depth -= 1
        return inner

    def name(self, token: str) -> int:
        if token in FUNCTIONS:
            if self.current != "(":
                raise ExpressionError(f"{token} needs brackets, as in {token}(x).")
            self.advance()
            return self.push(Entry(token, (self.bracketed(),)))
        if token not in NAMES:
            raise ExpressionError(f"Unknown name {_quoted(token)}.{_hint(token)}")
        known = [i for i, entry in enumerate(self.entries) if entry.name == token]
        return known[0] if known else self.push(Entry("input", name=token))


def _number(token: str) -> float:
    number = float(token)
    if number > MAX_NUMBER:
        raise ExpressionError(f"{_quoted(token)} is too large: numbers go up to 10⁹.")
    return number


def _hint(token: str) -> str:
    if set(token) <= set(NAMES):
        return f" For a product write {'*'.join(token[:4])}."
    if token.lower() in (*NAMES, *FUNCTIONS):
        return f" Did you mean {token.lower()}?"
    near = difflib.get_close_matches(token.lower(), FUNCTIONS, n=1)
    return f" Did you mean {near[0]}?" if near else f" There are x, y, z and {', '.join(FUNCTIONS)}."

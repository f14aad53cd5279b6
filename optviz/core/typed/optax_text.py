"""Chains of Optax as text, ``chain(clip_by_global_norm(1.0), adam(0.1))``: read by a list of names, never evaluated."""

import dataclasses
import re
from typing import NamedTuple

from optviz.core.optimizers.named_chain import NAMES, Call, NamedChain, Slot, arguments_of, check, nearest
from optviz.core.typed.errors import FormulaError, mendable, quoted
from optviz.core.typed.tokens import LARGEST, LONGEST
from optviz.core.typed.written import number_text

MAX_CALLS = 12
MAX_NUMBERS = 16
MAX_DEPTH = 6
PREFIX = "optax."

_TOKEN = re.compile(
    r"(?P<space>[ \t\n]+)"
    r"|(?P<number>(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?)"
    r"|(?P<name>(?:optax\.)?[A-Za-z][A-Za-z0-9_]*)"
    r"|(?P<sign>[-−(),=])"
)
_CALLED = re.compile(r"\s*(optax\.)?([A-Za-z][A-Za-z0-9_]*)\s*\(")


class _Token(NamedTuple):
    kind: str
    text: str
    start: int
    end: int


@dataclasses.dataclass(frozen=True)
class OptaxText:
    """A chain that was read: what it is, its numbers and whose they are, its canonical text and its LaTeX."""

    call: Call
    numbers: tuple[float, ...]
    labels: tuple[str, ...]
    text: str
    latex: str

    def optimizer(self, numbers: tuple[float, ...] = (), name: str = "Optax") -> NamedChain:
        """Return the rule that races, with other ``numbers`` where they are given."""
        return NamedChain(self.call, numbers or self.numbers, self.labels, name)


def is_call(text: str, known: tuple[str, ...] = ()) -> bool:
    """Return whether a text is a call, ``adam(0.1)``, of a name that is none of ``known``."""
    match = _CALLED.match(text)
    return match is not None and match[2] not in known


def read_optax(text: str) -> OptaxText:
    """Return the chain that ``text`` says; raises :class:`FormulaError` with a sentence, a place and a suggestion.

    At most 200 characters, 12 transformations, 16 numbers, 6 brackets in one another.
    """
    return mendable(text, _read)


def _read(text: str) -> OptaxText:
    if len(text) > LONGEST:
        raise FormulaError(f"That is longer than {LONGEST} characters.", 0, len(text))
    parser = _Parser(text)
    call = parser.call(0)
    if parser.current.kind != "end":
        token = parser.current
        edit = (token.start, len(text), "")
        raise FormulaError("After the last bracket nothing can follow.", token.start, len(text), edit)
    numbers, labels = tuple(parser.numbers), tuple(parser.labels)
    try:
        check(call, numbers)
    except (TypeError, ValueError) as error:
        sentence = re.sub(r"[<>&'\"$`\\]", " ", " ".join(str(error).split()))
        raise FormulaError(sentence if sentence[-1:] in ".?" else f"{sentence}.", 0, len(text)) from None
    return OptaxText(call, numbers, labels, _written(call, numbers), _latex(call, numbers))


class _Parser:
    """Reads tokens into calls, by one method a rule of the grammar."""

    def __init__(self, text: str) -> None:
        self.tokens = _tokens(text)
        self.position = 0
        self.calls = 0
        self.numbers: list[float] = []
        self.labels: list[str] = []

    @property
    def current(self) -> _Token:
        return self.tokens[self.position]

    def advance(self) -> _Token:
        self.position += 1
        return self.tokens[self.position - 1]

    def at(self, sign: str) -> bool:
        return self.current.kind == "sign" and self.current.text == sign

    def expect(self, sign: str, message: str) -> None:
        if not self.at(sign):
            token = self.current
            edit = (token.start, token.start, sign) if token.kind == "end" else None
            raise FormulaError(message, token.start, token.end, edit)
        self.advance()

    def call(self, depth: int) -> Call:
        """Read a name and what stands in its brackets."""
        token = self.advance()
        self.calls += 1
        if depth > MAX_DEPTH or self.calls > MAX_CALLS:
            message = f"A chain has at most {MAX_CALLS} transformations, {MAX_DEPTH} brackets in one another."
            raise FormulaError(message, token.start, token.end)
        name = self.known(token)
        self.expect("(", f"{quoted(name)} needs brackets, as in {name}(…).")
        call = self.chain(depth) if name == "chain" else self.arguments(name, token)
        self.expect(")", "A bracket is not closed: a “)” is missing.")
        return call

    def known(self, token: _Token) -> str:
        if token.kind != "name":
            raise FormulaError("Here the name of a transformation of Optax is missing.", token.start, token.end)
        name = token.text.removeprefix(PREFIX)
        if name in NAMES:
            return name
        near = nearest(name, NAMES)
        if near:
            edit = (token.start, token.end, near)
            raise FormulaError(f"{quoted(name)} is not known here. Did you mean {near}?", *token[2:], edit)
        raise FormulaError(f"{quoted(name)} is none of Optax’s transformations that can be named here.", *token[2:])

    def chain(self, depth: int) -> Call:
        parts: list[Call] = []
        while not self.at(")"):
            parts.append(self.call(depth + 1))
            if not self.at(","):
                break
            self.advance()
        if not parts:
            raise FormulaError("There is nothing in this chain.", self.current.start, self.current.end)
        return Call("chain", tuple(parts))

    def arguments(self, name: str, token: _Token) -> Call:
        allowed = arguments_of(name)
        given: dict[str, Slot | bool | None] = {}
        while not self.at(")") and self.current.kind != "end":
            key = self.keyword(name, [argument.name for argument in allowed], given)
            switch = next(argument.switch for argument in allowed if argument.name == key)
            given[key] = self.switch(key) if switch else self.value(f"{name} {key}")
            if not self.at(","):
                break
            self.advance()
        missing = [argument.name for argument in allowed if argument.needed and argument.name not in given]
        if missing:
            message = f"{quoted(name)} needs a number for {missing[0]}, as in {name}(0.1)."
            raise FormulaError(message, token.start, self.current.end)
        return Call(name, (), tuple(given.items()))

    def keyword(self, name: str, allowed: list[str], given: dict[str, Slot | bool | None]) -> str:
        """Return which argument comes next: the one that is named, or the next one in order."""
        token, follower = self.current, self.tokens[min(self.position + 1, len(self.tokens) - 1)]
        if token.kind == "name" and follower.text == "=":
            self.position += 2
            if token.text not in allowed:
                near = nearest(token.text, tuple(allowed))
                said = f" Did you mean {near}?" if near else f" It has {', '.join(allowed) or 'none'}."
                edit = (token.start, token.end, near) if near else None
                raise FormulaError(f"{quoted(name)} has no {quoted(token.text)}.{said}", token.start, token.end, edit)
            key = token.text
        elif len(given) < len(allowed):
            key = allowed[len(given)]
        else:
            raise FormulaError(f"{quoted(name)} takes no more than {len(allowed)} values.", token.start, token.end)
        if key in given:
            raise FormulaError(f"{key} is given twice.", token.start, token.end)
        return key

    def switch(self, key: str) -> bool:
        token = self.advance()
        if token.text not in ("True", "False"):
            raise FormulaError(f"{key} is True or False.", token.start, token.end)
        return token.text == "True"

    def value(self, label: str) -> Slot | None:
        minus = self.at("-") or self.at("−")
        if minus:
            self.advance()
        token = self.current
        if not minus and token.text == "None":
            self.advance()
            return None
        if token.kind != "number":
            raise FormulaError("Here a number stands, and nothing else.", token.start, token.end)
        self.advance()
        number = float(token.text)
        if number > LARGEST or len(self.numbers) == MAX_NUMBERS:
            message = f"A chain has at most {MAX_NUMBERS} numbers, none above {LARGEST:g}."
            raise FormulaError(message, token.start, token.end)
        self.numbers.append(-number if minus else number)
        self.labels.append(label)
        return Slot(len(self.numbers) - 1)


def _tokens(text: str) -> list[_Token]:
    tokens: list[_Token] = []
    place = 0
    while place < len(text):
        match = _TOKEN.match(text, place)
        if match is None:
            message = "In a chain stand names, numbers, brackets and commas: this sign is not read."
            raise FormulaError(message, place, place + 1, (place, place + 1, ""))
        if match.lastgroup != "space":
            tokens.append(_Token(str(match.lastgroup), match[0], place, match.end()))
        place = match.end()
    return [*tokens, _Token("end", "the end", len(text), len(text))]


def _written(call: Call, numbers: tuple[float, ...]) -> str:
    if call.name == "chain":
        return f"chain({','.join(_written(part, numbers) for part in call.parts)})"
    inner = []
    order = [argument.name for argument in arguments_of(call.name)]
    for place, (key, value) in enumerate(call.arguments):
        shown = number_text(numbers[value.index]) if isinstance(value, Slot) else str(value)
        inner.append(shown if order[place] == key else f"{key}={shown}")
    return f"{call.name}({','.join(inner)})"


def _latex(call: Call, numbers: tuple[float, ...]) -> str:
    """Return a chain as its parts with arrows between them, each with its arguments by name."""
    if call.name == "chain":
        return r" \;\to\; ".join(_latex(part, numbers) for part in call.parts)
    inner = []
    for key, value in call.arguments:
        shown = number_text(numbers[value.index]) if isinstance(value, Slot) else rf"\mathrm{{{value}}}"
        inner.append(rf"\mathrm{{{_escaped(key)}}} = {shown}")
    return rf"\mathrm{{{_escaped(call.name)}}}({', '.join(inner)})"


def _escaped(name: str) -> str:
    return name.replace("_", r"\_")

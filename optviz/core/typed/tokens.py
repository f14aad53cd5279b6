"""A typed text as tokens, each with its place in the text; whatever is not on the list here is refused by name."""

import re
import unicodedata
from typing import NamedTuple

from optviz.core.typed.errors import FormulaError
from optviz.core.typed.vocabulary import ALIASES, GREEK

LONGEST = 200
LARGEST = 1e30

SPELLINGS = {
    **dict.fromkeys("×·∙⋅∗", "*"),
    **dict.fromkeys("−–—‐", "-"),
    **dict.fromkeys("÷∕⁄", "/"),
    **{"**": "^", "≤": "<=", "⩽": "<=", "≥": ">=", "⩾": ">=", "，": ",", "；": ";"},
}
SUPERSCRIPTS = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁻", "0123456789-")
INSTEAD = {"[": "(", "{": "(", "]": ")", "}": ")", "&": " and ", "√": "sqrt"}
"""What may have been meant by a sign that is not read; for others, nothing."""

HINTS = {
    **dict.fromkeys("[]{}", "Use ( and ) for brackets."),
    "|": "For an absolute value write abs(x).",
    "!": "There are no factorials.",
    "\\": "Type sin(x), not a command of LaTeX.",
    "√": "Write sqrt(x).",
    "%": "For a hundredth write 0.01.",
}
TOKEN = re.compile(
    r"(?P<space>[ \t]+)"
    r"|(?P<number>(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?)"
    r"|(?P<name>[A-Za-z][A-Za-z0-9]*(?:_[A-Za-z0-9]+)?)"
    rf"|(?P<greek>[{''.join(GREEK)}][0-9]*)"
    r"|(?P<power>⁻?[⁰¹²³⁴⁵⁶⁷⁸⁹]+)"
    r"|(?P<sign>\*\*|[<>+\-*/]=|[-+*/^(),;=<>×·∙⋅∗−–—‐÷∕⁄≤⩽≥⩾，；])"
)


class Token(NamedTuple):
    """A piece of the text: its kind (number, name, power, sign, end), how it is spelled here, and where it stands."""

    kind: str
    text: str
    start: int
    end: int


def tokens_of(text: str) -> list[Token]:
    """Return the tokens of ``text`` and one that says where it ends; raises :class:`FormulaError`."""
    if len(text) > LONGEST:
        raise FormulaError(f"That is longer than {LONGEST} characters.", LONGEST, len(text))
    tokens: list[Token] = []
    position = 0
    while position < len(text):
        match = TOKEN.match(text, position)
        if match:
            position = match.end()
            if match.lastgroup != "space":
                tokens.append(_token(match))
        else:
            _pass_invisible(text, position, tokens)
            position += 1
    if not tokens:
        raise FormulaError("Nothing is typed.", 0, len(text))
    return [*tokens, Token("end", "", len(text.rstrip()), len(text.rstrip()))]


def _token(match: re.Match[str]) -> Token:
    kind, text = match.lastgroup or "", match.group()
    start, end = match.span()
    if kind == "number" and not float(text) <= LARGEST:
        raise FormulaError("This number is too large: numbers go up to 1e30.", start, end)
    if kind == "name":
        return Token(kind, ALIASES.get(text, text), start, end)
    if kind == "greek":
        return Token("name", GREEK[text[0]] + text[1:], start, end)
    if kind == "power":
        return Token(kind, text.translate(SUPERSCRIPTS), start, end)
    return Token(kind, SPELLINGS.get(text, text), start, end)


def _pass_invisible(text: str, position: int, tokens: list[Token]) -> None:
    """Pass white space and signs without width; a new line ends a statement where one can end."""
    sign = text[position]
    if sign in "\n\r" and tokens and (tokens[-1].kind != "sign" or tokens[-1].text == ")"):
        tokens.append(Token("sign", ";", position, position + 1))
    elif not sign.isspace() and unicodedata.category(sign) != "Cf":
        raise _refused(text, position)


def _refused(text: str, position: int) -> FormulaError:
    sign = text[position]
    name = unicodedata.name(sign, "control character").lower()[:40]
    bars = [i for i, c in enumerate(text) if c == "|"]
    if sign == "|" and len(bars) == 2:
        edit = (bars[0], bars[1] + 1, f"abs({text[bars[0] + 1 : bars[1]]})")
    elif sign in "&|" and text[position : position + 2] == 2 * sign:
        edit = (position, position + 2, " and " if sign == "&" else " or ")
    else:
        edit = (position, position + 1, INSTEAD.get(sign, ""))
    hint = HINTS.get(sign, "Use + − * / ^ ( ), numbers, names and functions.")
    return FormulaError(f"A sign that is not understood: {name}. {hint}", position, position + 1, edit)

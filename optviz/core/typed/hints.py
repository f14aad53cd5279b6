"""What may have been meant: the sentences and suggestions for texts that cannot be read."""

import difflib
import re

from optviz.core.typed.errors import FormulaError, quoted
from optviz.core.typed.tokens import Token
from optviz.core.typed.vocabulary import ALIASES, CONSTANTS, FUNCTIONS, REDUCTIONS, Names

SAID = {"<": "less than", "<=": "less than or equal", ">": "greater than", ">=": "greater than or equal"}


def spoken(token: Token) -> str:
    """Return a token as it may stand in a sentence: names and numbers cut, comparisons in words."""
    if token.kind == "power":
        return f"the power {token.text[:8]}"
    return f"“{SAID[token.text]}”" if token.text in SAID else quoted(token.text)


def misplaced(text: str, tokens: list[Token], position: int) -> FormulaError:
    """Return what is wrong with a token that cannot stand where it stands."""
    token = tokens[position]
    before = tokens[position - 1] if position else None
    if token.kind == "sign":
        return _misplaced_sign(text, token, before)
    if token.kind == "end" and before:
        return FormulaError(f"Something is missing after {spoken(before)}.", before.start, before.end)
    return FormulaError(f"Something is missing before {spoken(token)}.", token.start, token.end)


def _misplaced_sign(text: str, token: Token, before: Token | None) -> FormulaError:
    span, sign = (token.start, token.end), token.text
    complete = before is not None and (before.kind != "sign" or before.text == ")")
    if sign == ")" and before and before.text == "(":
        return FormulaError("There is nothing between “(” and “)”.", before.start, token.end)
    if sign == ")" and complete:
        return FormulaError("There is a “)” without its “(”.", *span, (*span, ""))
    if sign == "," and complete:
        decimal = before is not None and before.kind == "number" and text[token.end : token.end + 1].isdecimal()
        edit = (*span, ".") if decimal else None
        return FormulaError("A comma stands between arguments only; a decimal number has a point: 0.5.", *span, edit)
    if sign.endswith("=") and sign not in SAID and complete:
        edit = (0, token.end, "") if ";" not in text and text.count("=") == 1 else None
        return FormulaError("“=” gives a name to a part, as in q = x + y; q^2. It cannot stand here.", *span, edit)
    edit = (*span, "") if before is None or not complete else None
    return FormulaError(f"Something is missing before {spoken(token)}.", *span, edit)


def a_function_without_brackets(text: str, token: Token, follower: Token) -> FormulaError:
    """Return what to say of ``sin x`` and of ``sin^-1(x)``."""
    name, span = token.text, (token.start, token.end)
    if follower.kind in ("name", "number"):
        edit = (token.end, follower.end, f"({text[follower.start : follower.end]})")
        return FormulaError(f"{quoted(name)} needs brackets, as in {name}(x).", *span, edit)
    arc = f"a{name}"
    if arc in FUNCTIONS and follower.text in ("^", "-1"):
        rest = text[token.end :].replace(" ", "")
        for inverse in ("^-1(", "^(-1)(", "⁻¹("):
            if rest.startswith(inverse):
                edit = (token.start, text.index("(", token.end + len(inverse) - 2), arc)
                return FormulaError(f"For the inverse function write {arc}(x).", *span, edit)
    return FormulaError(f"{quoted(name)} needs brackets, as in {name}(x).", *span)


def unknown(text: str, token: Token, follower: Token, names: Names, assigned: set[str]) -> FormulaError:
    """Return what to say of a name that is not known, and what may have been meant."""
    name = token.text
    if name in REDUCTIONS or name in names.columns:
        return FormulaError(f"{quoted(name)} needs data points, and there are none here.", token.start, token.end)
    if names.free(name):
        return _a_function_of_ones_own(text, token)
    known = {*names.variables, *assigned, *names.functions, *CONSTANTS}
    called = follower.text == "(" and follower.kind == "sign"
    for guess in (_other_case, _letters, _argument, _similar, _power):
        meant = guess(name, known, names, called)
        if meant:
            edit = (token.start, token.end, meant)
            return FormulaError(
                f"{quoted(name)} is not known here. Did you mean {meant}?", token.start, token.end, edit
            )
    there = ", ".join(list(names.variables)[:6]) or "numbers"
    message = f"{quoted(name)} is not known here. There are {there} and functions such as sin."
    return FormulaError(message, token.start, token.end)


def _a_function_of_ones_own(text: str, token: Token) -> FormulaError:
    """f(x, y) = x^2: what stands right of the sign is meant; f(x) alone can only be a product."""
    heading = re.match(r"\s*[fgh]\s*\([^()]*\)\s*=", text)
    edit = (0, heading.end(), "") if heading else (token.end, token.end, "*")
    said = "Type only what stands right of the sign =." if heading else f"For a product write {token.text}*(…)."
    return FormulaError(f"There is no function {quoted(token.text)}. {said}", token.start, token.end, edit)


def _other_case(name: str, known: set[str], names: Names, called: bool) -> str:
    lower = ALIASES.get(name.lower(), name.lower())
    return lower if lower in known and called == (lower in names.functions) else ""


def _letters(name: str, known: set[str], names: Names, called: bool) -> str:
    """xy: a product. Not where a function's name is more likely."""
    if not 2 <= len(name) <= 4 or (called and len(name) > 2):
        return ""
    letters = all(c in known or names.free(c) for c in name if c.isalpha()) and name.isalpha()
    return "*".join(name) if letters and (any(c in names.variables for c in name) or called) else ""


def _argument(name: str, known: set[str], names: Names, called: bool) -> str:
    """sin2x, sinx: the brackets are missing."""
    for function in sorted(FUNCTIONS, key=len, reverse=True):
        rest = name[len(function) :]
        plain = rest.lstrip("0123456789")
        if name.startswith(function) and plain in (*names.variables, *CONSTANTS) and not called:
            return f"{function}({rest})"
    return ""


def _similar(name: str, known: set[str], names: Names, called: bool) -> str:
    if len(name) < 3:
        return ""
    pool = sorted(names.functions if called else {word for word in known if len(word) > 1})
    near = difflib.get_close_matches(name.lower()[:16], pool, n=1, cutoff=0.65)
    return near[0] if near else ""


def _power(name: str, known: set[str], names: Names, called: bool) -> str:
    """x2: a power is likelier than a product."""
    stem = name.rstrip("0123456789")
    return f"{stem}^{name[len(stem) :]}" if stem in names.variables and stem != name and not called else ""

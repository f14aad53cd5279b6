"""The words of the interface in other languages: one file each, from the English text to the text in that language.

As gettext does, the English text is its own key; a text that a file lacks stays English. ``{name}`` in a text is a gap.
"""

import json
import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

ENGLISH = "en"
LANGUAGES = {ENGLISH: "English", "de": "Deutsch", "es": "Español"}
"""The languages by their codes, each in its own words."""
ADDRESS = "lang"
"""The word of an address that asks for a language."""
COOKIE = "optviz_lang"
"""Where a browser remembers the language that was chosen in the app; ``js/shared/language.js`` writes it."""
FILES = Path(__file__).parent


@cache
def texts(language: str) -> Mapping[str, str]:
    """Return the texts of a language by the English ones; none for English."""
    if language == ENGLISH:
        return {}
    return json.loads((FILES / f"{language}.json").read_text(encoding="utf-8"))


def say(language: str, text: str, **gaps: Any) -> str:
    """Return an English text in a language, its gaps filled; as it is where it has not been translated."""
    said = texts(language).get(text, text)
    return said.format(**gaps) if gaps else said


def known(code: str) -> str | None:
    """Return the language that a code such as ``de-AT`` names, or None."""
    language = code.strip().lower().partition("-")[0]
    return language if language in LANGUAGES else None


def chosen(asked: str | None, remembered: str | None, accepted: str | None) -> str:
    """Return a language: what the address asks for, else what was chosen before, else what the browser accepts first.

    ``accepted`` is the header ``Accept-Language``. An address that asks for what is not there gets English.
    """
    if asked:
        return known(asked) or ENGLISH
    if remembered and known(remembered):
        return known(remembered) or ENGLISH
    return next((found for code in by_wish(accepted or "") if (found := known(code))), ENGLISH)


def asked_of(request: Any) -> str:
    """Return the language that a request of Starlette's asks for: by its address, a cookie, or its header."""
    return chosen(
        request.query_params.get(ADDRESS), request.cookies.get(COOKIE), request.headers.get("Accept-Language")
    )


def by_wish(accepted: str) -> list[str]:
    """Return the codes of a header ``Accept-Language``, the most wanted first."""
    parts = re.findall(r"([\w-]+)\s*(?:;\s*q\s*=\s*([\d.]+))?", accepted)
    return [code for code, _ in sorted(parts, key=lambda part: -weight(part[1]))]


def weight(text: str) -> float:
    """Return how much a language is wanted: 1 where nothing, or no number, is said."""
    try:
        return float(text or 1)
    except ValueError:
        return 1.0


def refusal(asked: str | None) -> str | None:
    """Return what to say of a language that an address asks for and that is not there; None if there is nothing."""
    if not asked or known(asked):
        return None
    code = "".join(letter if letter.isalnum() or letter in "-_" else "?" for letter in asked[:20])
    return f"{ADDRESS}={code}: the app does not speak this language. It speaks {', '.join(LANGUAGES.values())}."

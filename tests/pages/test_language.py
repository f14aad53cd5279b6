"""A page speaks the language that its address asks for, whether or not there is a board on it."""

import pytest

from optviz import words
from optviz.pictures import TITLES

NAMES = {**TITLES, "tours": "Tours and symptoms", "atlas": "Atlas"}


@pytest.mark.parametrize("code", ["de", "es-MX"])
@pytest.mark.parametrize("stem", ["quiz", "tours", "atlas"])
def test_a_page_speaks_the_language_of_its_address(open_app, stem: str, code: str) -> None:
    app = open_app(stem, lang=code)
    language = words.known(code) or ""
    assert app.title[0].value == words.say(language, NAMES[stem]) != ""
    assert not app.warning

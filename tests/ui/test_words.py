"""Every text of the interface is in every language, with its gaps; who gets which language; English is sent nothing."""

import re
from pathlib import Path

import pytest
from starlette.requests import Request
from starlette.responses import Response

from optviz import words
from optviz.ui import host
from optviz.ui.stage.catalog import catalog_bytes
from tools import words as tool
from tools.words_listed import SERVER

ROOT = Path(__file__).resolve().parents[2]
TRANSLATED = [language for language in words.LANGUAGES if language != words.ENGLISH]


@pytest.mark.parametrize("language", TRANSLATED)
def test_a_language_has_every_text_and_no_other_with_the_same_gaps_and_none_left_in_english(language: str) -> None:
    assert tool.faults(language) == {}


@pytest.mark.parametrize("language", TRANSLATED)
def test_what_cannot_be_pressed_in_another_language_is_named_as_on_the_keyboard(language: str) -> None:
    """The letter that a hint ends in is the key itself."""
    hinted = {text: said for text, said in words.texts(language).items() if re.search(r"\([A-Z]\)$", text)}
    assert hinted
    assert {text[-3:] for text in hinted} == {said[-3:] for said in hinted.values()}
    assert all(said.endswith(text[-3:]) for text, said in hinted.items())


@pytest.mark.parametrize("module", SERVER)
def test_what_the_server_is_said_to_say_stands_in_its_module(module: str) -> None:
    source = (ROOT / "optviz" / module).read_text(encoding="utf-8")
    for text in SERVER[module]:
        said = re.findall(r"[^\W\d_]+", re.sub(r"\{\w+\}", " ", text))
        assert all(word in source for word in said), text


def test_the_tool_finds_texts_that_a_module_shows_joins_or_composes() -> None:
    source = """
import { node } from "./text.js"; // "Not this one"
node("p", { class: "ov-some thing", text: "Shown as it is" });
say("Two lines " +
  "of one text.");
t("one of {n}", { n });
const key = "pointerdown";
"""
    assert set(tool.texts_of(source)) == {"Shown as it is", "Two lines of one text.", "one of {n}"}


def test_a_missing_text_stays_english_and_gaps_are_filled() -> None:
    assert words.say("de", "There is no such text, {name}.", name="Ada") == "There is no such text, Ada."
    assert words.say("de", "1 question") == "1 Frage"
    assert words.say("de", "{count} questions", count=3) == "3 Fragen"
    assert words.say("en", "1 question") == "1 question"


@pytest.mark.parametrize(
    ("asked", "remembered", "accepted", "language"),
    [
        (None, None, None, "en"),
        (None, None, "de-AT,de;q=0.9,en;q=0.8", "de"),
        (None, None, "fr, es;q=0.5, en;q=0.4", "es"),
        (None, None, "de;q=0.2, en", "en"),
        (None, None, "de;q=1.2.3", "de"),
        (None, "es", "de", "es"),
        (None, "xx", "de", "de"),
        ("de", "es", "en", "de"),
        ("DE", None, None, "de"),
        ("xx", "es", "de", "en"),
    ],
)
def test_the_address_decides_before_the_choice_and_the_choice_before_the_browser(
    asked: str | None, remembered: str | None, accepted: str | None, language: str
) -> None:
    assert words.chosen(asked, remembered, accepted) == language


def test_a_language_that_is_not_there_is_refused_in_a_sentence_without_what_the_link_smuggles_in() -> None:
    assert words.refusal("de") is None
    assert words.refusal(None) is None
    assert words.refusal("xx") == "lang=xx: the app does not speak this language. It speaks English, Deutsch, Español."
    assert "<" not in (words.refusal("<b>$x$") or "")


def test_english_is_sent_no_words_and_another_language_its_own_alone() -> None:
    assert b'"words"' not in catalog_bytes()
    german = catalog_bytes("de").decode()
    assert words.texts("de")["Undo"] in german
    assert words.texts("es")["Undo"] not in german


def asked(query: str = "", name: str = "", **headers: str) -> Request:
    """What the server is asked."""
    pairs = [(key.replace("_", "-").encode(), text.encode()) for key, text in headers.items()]
    return Request({"type": "http", "headers": pairs, "query_string": query.encode(), "path_params": {"name": name}})


def text_of(answer: Response) -> str:
    return bytes(answer.body).decode()


def test_a_phone_gets_the_page_of_a_class_and_its_words_in_its_language() -> None:
    page = text_of(host.page(asked(accept_language="de-CH")))
    assert '<html lang="de">' in page and "Einem Kurs beitreten" in page
    script = re.findall(r"optviz/stage/(host[^?]*)", page)[0]
    assert "catalog.de.json" in text_of(host.asset(asked(name=script)))
    assert "Rückgängig" in text_of(host.asset(asked(name="catalog.de.json")))


def test_a_phone_that_speaks_another_language_gets_the_page_in_english() -> None:
    english = host.page(asked(accept_language="fr"))
    assert '<html lang="en">' in text_of(english) and "optviz/stage/host.js" in text_of(english)
    assert english.headers["Vary"] == "Accept-Encoding, Accept-Language, Cookie"


def test_the_address_and_the_choice_of_a_phone_count_too() -> None:
    assert '<html lang="es">' in text_of(host.page(asked("pin=123456&lang=es", accept_language="de")))
    assert '<html lang="es">' in text_of(host.page(asked(cookie="optviz_lang=es", accept_language="de")))


def test_a_phone_that_asks_for_a_language_that_is_not_there_is_told_what_every_page_tells() -> None:
    text = text_of(host.page(asked("pin=123456&lang=xx%3Cb%3E", accept_language="de")))
    assert '<html lang="en">' in text and "Part of this link was not understood and was ignored:" in text
    assert (words.refusal("xx<b>") or "?") in text and "<b>" not in text
    assert "was ignored" not in text_of(host.page(asked("pin=123456&lang=es-MX")))

"""The printed quiz: its links and codes lead to its scenes, whoever stands between; nothing of a link gets into it."""

import threading
from concurrent.futures import ThreadPoolExecutor
from html.parser import HTMLParser
from urllib.parse import urlsplit

import pytest
import segno
from starlette.applications import Starlette

from optviz import words
from optviz.pictures import sheet_route
from optviz.pictures.asked import AskedPicture
from optviz.pictures.pages import picture_at
from optviz.pictures.question_refs import picture_of, questions
from optviz.pictures.quiz_set import items_of
from optviz.pictures.sheet import sheet
from tests.every import some
from tests.pictures.server import ENOUGH, Site, served

ROOT = "https://example.org/opt"
HOST = {"X_Forwarded_Proto": "https, http", "X_Forwarded_Host": "app.example.org, 10.0.0.1:8501"}


class Parsed(HTMLParser):
    """The links of a page, its words, its tags."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.links: list[str] = []
        self.tags: list[str] = []
        self.words = ""
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.links += [value for name, value in attrs if name == "href" and tag == "a" and value]

    def handle_data(self, data: str) -> None:
        self.words += data


@pytest.fixture(scope="module")
def site():
    """The route, with and without a prefix."""
    with served(Starlette(routes=sheet_route.routes("/some/base/"))) as found:
        yield found


@pytest.mark.parametrize("ref", some(questions(), list(questions())[::4].__contains__))
def test_every_question_has_its_words_its_room_and_its_answer_on_paper(ref: str) -> None:
    text, found = sheet(f"set={ref}&seed=3", ROOT)
    (item,) = items_of(ref, 3)
    asked, page = picture_of(ref, item.seed, "-"), Parsed(text)
    assert found and asked.verdict
    for text in (asked.question.title, asked.asked.text, asked.verdict["truth"], asked.verdict["sentence"]):
        assert text in page.words
    assert page.words.index("Answers") > page.words.index(asked.asked.text)
    assert {"script", "link", "iframe"}.isdisjoint(page.tags)


def test_the_links_and_their_codes_lead_to_the_whole_quiz_and_to_each_live_scene() -> None:
    text, _ = sheet("set=one_dimension&seed=5", ROOT)
    whole, *scenes = Parsed(text).links
    assert whole == f"{ROOT}/quiz?set=one_dimension&seed=5"
    items = items_of("one_dimension", 5)
    assert len(scenes) == len(items) >= 2
    for link, item in zip(scenes, items, strict=True):
        address = urlsplit(link)
        picture = picture_at(address.path.removeprefix("/opt/") or "playground", address.query)
        assert isinstance(picture, AskedPicture) and picture.is_open and picture.ignored == ()
        assert picture.asked.text == picture_of(item.ref, item.seed).asked.text
        assert segno.make(link, error="m", micro=False).svg_inline(omitsize=True, border=2, scale=1) in text


@pytest.mark.parametrize(
    ("query", "lang", "said"), [("lang=de", "de", "Antworten"), ("lang=es-MX", "es", "Respuestas")]
)
def test_round_its_questions_a_sheet_speaks_the_language_of_its_address(
    site: Site, query: str, lang: str, said: str
) -> None:
    text = site.ask(f"/optviz/sheet?set=one_dimension&seed=5&{query}").body.decode()
    assert f'<html lang="{lang}">' in text and f"<h1>{said}</h1>" in text and '<div lang="en">' in text


def test_a_sheet_in_a_language_that_is_not_there_says_what_every_page_says(site: Site) -> None:
    text = site.ask("/optviz/sheet?set=one_dimension&seed=5&lang=xx").body.decode()
    assert '<html lang="en">' in text and (words.refusal("xx") or "?") in text


def test_the_sheet_is_the_quiz_of_the_same_number() -> None:
    text, _ = sheet("set=one_dimension&seed=5", ROOT)
    header = picture_at("quiz", "set=one_dimension&seed=5").header
    assert header["question"]["text"] in Parsed(text).words


@pytest.mark.parametrize(
    ("path", "headers", "root"),
    [
        ("/optviz/sheet", {}, "http://127.0.0.1:PORT/some/base"),
        ("/some/base/optviz/sheet", {}, "http://127.0.0.1:PORT/some/base"),
        ("/some/base/optviz/sheet", HOST, "https://app.example.org/some/base"),
        ("/optviz/sheet", {"X_Forwarded_Host": 'evil"><script>'}, "http://127.0.0.1:PORT/some/base"),
        ("/optviz/sheet", {"X_Forwarded_Proto": "javascript"}, "http://127.0.0.1:PORT/some/base"),
    ],
)
def test_links_are_right_behind_a_proxy_and_below_a_base_path(
    site: Site, path: str, headers: dict[str, str], root: str
) -> None:
    reply = site.ask(f"{path}?set=one_dimension&seed=5", "GET", None, **headers)
    assert reply.status == 200 and reply.headers["Content-Type"] == "text/html; charset=utf-8"
    assert all(
        link.startswith(root.replace("PORT", str(site.port)) + "/") for link in Parsed(reply.body.decode()).links
    )


def test_a_page_of_html_may_load_and_run_nothing(site: Site) -> None:
    reply = site.ask("/optviz/sheet?set=one_dimension&seed=5")
    assert "default-src 'none'" in reply.headers["Content-Security-Policy"]
    assert reply.headers["X-Content-Type-Options"] == "nosniff" and reply.headers["Set-Cookie"] is None


@pytest.mark.parametrize(
    "query", ["", "set=%3Cscript%3Ealert(1)%3C/script%3E", "set=a.b.c&seed=1", "seed=" + "9" * 9000]
)
def test_a_link_without_a_quiz_says_so_and_nothing_of_it_becomes_a_tag(site: Site, query: str) -> None:
    reply = site.ask(f"/optviz/sheet?{query}")
    page = Parsed(reply.body.decode())
    assert reply.status == 404 and "No quiz is chosen" in page.words and "script" not in page.tags
    assert len(reply.body) < 20_000


def test_only_reading_is_allowed(site: Site) -> None:
    assert site.ask("/optviz/sheet?set=mixed", "POST").status == 405
    head = site.ask("/optviz/sheet?set=mixed", "HEAD")
    assert head.status == 200 and head.body == b""


def test_beyond_its_bounds_the_server_says_that_it_is_busy(monkeypatch: pytest.MonkeyPatch) -> None:
    gate, entered = threading.Event(), threading.Event()
    made = sheet_route.made

    def slow(*what: str) -> tuple[str, bool]:
        entered.set()
        gate.wait(ENOUGH)
        return made(*what)

    monkeypatch.setattr(sheet_route, "made", slow)
    app = Starlette(routes=[sheet_route.Route("/sheet", sheet_route.Sheets(waiting=1).respond)])
    with served(app) as site, ThreadPoolExecutor(1) as threads:
        first = threads.submit(site.ask, "/sheet?set=one_dimension")
        assert entered.wait(ENOUGH)
        busy = site.ask("/sheet?set=one_dimension")
        assert (busy.status, busy.headers["Retry-After"]) == (503, "1") and b"busy" in busy.body
        gate.set()
        assert first.result(ENOUGH).status == 200


def test_a_sheet_that_breaks_is_a_sentence(
    site: Site, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(*_: object) -> tuple[str, bool]:
        raise ArithmeticError("/srv/secret")

    monkeypatch.setattr(sheet_route, "made", broken)
    reply = site.ask("/optviz/sheet?set=one_dimension")
    assert reply.status == 500 and b"secret" not in reply.body and "secret" in caplog.text

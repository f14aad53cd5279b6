"""The route over HTTP: the same bytes as the function, named by address, bounded, and no word too many."""

import gzip
import json
import threading
from concurrent.futures import ThreadPoolExecutor
from urllib.parse import quote

import pytest

from optviz.pictures import route, stream
from optviz.pictures.picture import answer
from optviz.pictures.route import Pictures
from tests.decoder import frames_of, parsed
from tests.pictures.server import ENOUGH, Site, app_of, served


@pytest.mark.parametrize(
    ("page", "query", "before", "have"),
    [
        ("momentum", "section=map&lr=0.03", None, ""),
        ("momentum", "turn=1", "section=map&present=1", ""),
        ("momentum", "section=map", "", "x"),
        ("playground", "lesson=cliff", "surface=beale&run=adam,lr:0.1&run=gd", ""),
    ],
)
@pytest.mark.parametrize("base", ["", "/some/base"])
def test_the_route_answers_with_the_functions_bytes(
    site: Site, base: str, page: str, query: str, before: str | None, have: str
) -> None:
    more = "" if before is None else f"&before={quote(before)}"
    reply = site.ask(f"{base}/optviz/picture/{page}?{query}{more}" + (f"&have={have}" if have else ""))
    assert (reply.status, reply.headers["Content-Type"]) == (200, "application/x-optviz")
    assert reply.body == answer(page, query, before, have)


def test_an_answer_names_itself_and_is_not_computed_again_for_who_has_it(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = "/optviz/picture/momentum?section=nag"
    first = site.ask(path)
    tag = first.headers["ETag"]
    assert tag.startswith('"') and first.headers["Cache-Control"] == "no-cache"
    monkeypatch.setattr(stream, "begun", lambda *_: pytest.fail("computed"))
    again = site.ask(path, If_None_Match=f'"other", W/{tag}')
    assert (again.status, again.body, again.headers["ETag"]) == (304, b"", tag)


def test_another_address_or_another_release_is_another_tag(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    path = "/optviz/picture/momentum?section=nag"
    tags = [site.ask(path + more).headers["ETag"] for more in ("", "&t=1", "&have=x", "&before=")]
    monkeypatch.setattr(route, "release", lambda: "the next release")
    assert len({*tags, site.ask(path).headers["ETag"]}) == 5
    assert site.ask(path, If_None_Match=tags[0]).status == 200


def test_an_answer_is_compressed_once_for_who_takes_it_so_and_no_cookie_is_set(site: Site) -> None:
    path, whole = "/optviz/picture/momentum?section=map", answer("momentum", "section=map")
    plain, reply = site.ask(path), site.ask(path, Accept_Encoding="gzip")
    assert (plain.headers["Content-Encoding"], plain.body) == ("identity", whole)
    assert (reply.headers["Content-Encoding"], gzip.decompress(reply.body)) == ("gzip", whole)
    assert len(reply.body) < 0.7 * len(whole) and plain.headers["ETag"] != reply.headers["ETag"]
    assert reply.headers["Vary"] == "Accept-Encoding" and reply.headers["X-Content-Type-Options"] == "nosniff"
    assert reply.headers["Set-Cookie"] is None


def test_only_reading_is_allowed_and_a_head_computes_nothing(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stream, "begun", lambda *_: pytest.fail("computed"))
    head = site.ask("/optviz/picture/momentum?section=map", "HEAD")
    assert (head.status, head.body, head.headers["Content-Type"]) == (200, b"", "application/x-optviz")
    assert head.headers["Content-Length"] is None
    assert {site.ask("/optviz/picture/momentum", method).status for method in ("POST", "PUT", "DELETE")} == {405}


def test_a_page_that_is_not_there_is_our_404(site: Site) -> None:
    reply = site.ask("/optviz/picture/nowhere?<b>")
    assert (reply.status, reply.headers["Content-Type"]) == (404, "application/x-optviz")
    assert parsed(frames_of(reply.body)[0])[0] == {"kind": "failure", "text": "There is no such page."}


def test_what_a_link_held_is_in_no_header(site: Site) -> None:
    reply = site.ask("/optviz/picture/momentum?t=sneaky%0d%0aSet-Cookie:%20a=b&have=sneaky")
    assert reply.status == 200 and "sneaky" not in str(reply.headers).lower()
    assert any("sneaky" in each for each in parsed(frames_of(reply.body)[-1])[0]["ignored"])


def test_an_answer_that_breaks_is_a_sentence_and_has_no_tag(
    site: Site, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(*_: object) -> None:
        raise ArithmeticError("/srv/secret")

    monkeypatch.setattr(stream, "begun", broken)
    reply = site.ask("/optviz/picture/momentum?section=map")
    assert (reply.status, reply.headers["ETag"]) == (500, None)
    assert parsed(frames_of(reply.body)[0])[0]["kind"] == "failure" and b"secret" not in reply.body
    assert "secret" in caplog.text


def test_beyond_its_bounds_the_server_says_that_it_is_busy(monkeypatch: pytest.MonkeyPatch) -> None:
    gate, entered = threading.Event(), threading.Event()
    begun = stream.begun

    def slow(address: stream.Address) -> object:
        entered.set()
        gate.wait(ENOUGH)
        return begun(address)

    monkeypatch.setattr(stream, "begun", slow)
    with served(app_of(Pictures(answers=1))) as site, ThreadPoolExecutor(1) as threads:
        first = threads.submit(site.ask, "/optviz/picture/momentum?section=nag")
        entered.wait(ENOUGH)
        busy = site.ask("/optviz/picture/momentum?section=map")
        assert (busy.status, busy.headers["Retry-After"]) == (503, "1")
        assert busy.headers["Content-Type"] == "application/x-optviz" and json.dumps("busy")[1:-1] in str(busy.body)
        gate.set()
        assert first.result(ENOUGH).status == 200
        assert site.ask("/optviz/picture/momentum?section=map").status == 200


def test_a_class_of_phones_stands_in_nobodys_way(monkeypatch: pytest.MonkeyPatch) -> None:
    gate, phones, begun = threading.Event(), threading.Semaphore(0), stream.begun

    def slow(address: stream.Address) -> object:
        if address.page == "join":
            phones.release()
            gate.wait(ENOUGH)
        return begun(address)

    monkeypatch.setattr(stream, "begun", slow)
    with served(app_of(Pictures())) as site, ThreadPoolExecutor(5) as threads:
        asked = [threads.submit(site.ask, f"/optviz/picture/join?q={i}") for i in range(5)]
        phones.acquire(timeout=ENOUGH)
        assert site.ask("/optviz/picture/momentum?section=map").status == 200
        assert not phones.acquire(blocking=False), "one phone at a time"
        gate.set()
        assert [one.result(ENOUGH).status for one in asked] == [200] * 5

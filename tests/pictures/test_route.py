"""The route over HTTP: the same bytes as the function, named by address, bounded, and no word too many."""

import dataclasses
import http.client
import json
import socket
import struct
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from urllib.parse import quote

import pytest
import uvicorn
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.routing import Route

from optviz.lecture.work import Work
from optviz.pictures import jobs, lecture_picture, picture, route, stream
from optviz.pictures.cached import Cache
from optviz.pictures.jobs import Jobs
from optviz.pictures.picture import answer
from optviz.pictures.route import PATH, Pictures, routes
from tests.decoder import opened_board, parsed

ENOUGH = 20.0


class Reply:
    """What came back: the status, the headers, the body."""

    def __init__(self, response: http.client.HTTPResponse) -> None:
        self.status, self.headers, self.body = response.status, response.headers, response.read()


class Site:
    """A server with the route, on a port of its own."""

    def __init__(self, port: int) -> None:
        self.port = port

    def ask(self, path: str, method: str = "GET", **headers: str) -> Reply:
        """One request, its answer read to the end."""
        line = http.client.HTTPConnection("127.0.0.1", self.port, timeout=ENOUGH)
        line.request(method, path, headers={name.replace("_", "-"): value for name, value in headers.items()})
        reply = Reply(line.getresponse())
        line.close()
        return reply


@contextmanager
def served(app: Starlette) -> Iterator[Site]:
    """Serve an app in a thread as Streamlit does, with its compression."""
    config = uvicorn.Config(app, log_level="warning", timeout_graceful_shutdown=1, ws="none", lifespan="off")
    server, door = uvicorn.Server(config), socket.socket()
    door.bind(("127.0.0.1", 0))
    thread = threading.Thread(target=server.run, args=([door],))
    thread.start()
    until(lambda: server.started)
    try:
        yield Site(door.getsockname()[1])
    finally:
        server.should_exit = True
        thread.join(ENOUGH)
        door.close()


def until(condition: Callable[[], bool]) -> None:
    """Wait for something that another thread does."""
    end = time.monotonic() + ENOUGH
    while not condition() and time.monotonic() < end:
        time.sleep(0.005)
    assert condition()


def app_of(pictures: Pictures | None = None) -> Starlette:
    """An app with the route alone, below Streamlit's compression."""
    found = [Route(PATH, pictures.respond, methods=["GET"])] if pictures else routes("/some/base/")
    return Starlette(routes=found, middleware=[Middleware(GZipMiddleware, minimum_size=500)])


@pytest.fixture(scope="module")
def site() -> Iterator[Site]:
    """The route as the app has it, with a prefix."""
    with served(app_of()) as found:
        yield found


def frames_of(body: bytes) -> list[bytes]:
    """The messages of an answer."""
    out = []
    while body:
        (length,) = struct.unpack_from("<I", body)
        out.append(body[4 : 4 + length])
        body = body[4 + length :]
    return out


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


def test_deflated_messages_are_not_compressed_again_and_no_cookie_is_set(site: Site) -> None:
    reply = site.ask("/optviz/picture/momentum?section=map", Accept_Encoding="gzip")
    assert reply.body == answer("momentum", "section=map")
    assert reply.headers["Content-Encoding"] == "identity" and reply.headers["X-Content-Type-Options"] == "nosniff"
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
    reply = site.ask("/optviz/picture/momentum?sneaky=1%0d%0aSet-Cookie:%20a=b&have=sneaky")
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


class Counting:
    """Stands for the work of the network page: counts, each number after the gate lets it through."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.gate, self.jobs = threading.Semaphore(0), Jobs(workers=2, idle=0.1)
        monkeypatch.setattr(jobs, "SHARED", self.jobs)
        monkeypatch.setattr(picture, "kept", Cache().get)
        section = lecture_picture.LecturePicture
        monkeypatch.setattr(section, "work", property(lambda here: Work(here.link, lambda: self.count(here))))
        drawn = section.board
        monkeypatch.setattr(section, "board", lambda here, *result: self.board(drawn, here, *result))
        monkeypatch.setattr(section, "background", lambda here, *_: here.state.background())

    def count(self, _: object) -> Iterator[int]:
        """Count to three."""
        for number in range(4):
            if number:
                self.gate.acquire()
            yield number

    def board(self, drawn: Callable, here: object, number: int) -> object:
        """The section's own board, which says how far the count is."""
        return dataclasses.replace(drawn(here), summary=str(number))


@pytest.fixture
def counting(monkeypatch: pytest.MonkeyPatch) -> Counting:
    """Long work on every section of a lecture page."""
    return Counting(monkeypatch)


def test_long_work_comes_as_a_stream_of_boards_until_it_is_done(site: Site, counting: Counting) -> None:
    line = http.client.HTTPConnection("127.0.0.1", site.port, timeout=ENOUGH)
    line.request("GET", "/optviz/picture/momentum?section=nag")
    response = line.getresponse()
    assert response.status == 200 and response.headers["ETag"] is None
    read = [next_frame(response)]
    counting.gate.release()
    read.append(next_frame(response))
    counting.gate.release(2)
    read += frames_of(response.read())
    boards = [opened_board(each) for each in read]
    assert [board["summary"] for board in boards][:2] == ["0", "1"] and boards[-1]["summary"] == "3"
    assert (boards[0]["work"], boards[-1]["work"]) == ("running", "")
    line.close()
    assert site.ask("/optviz/picture/momentum?section=nag").headers["ETag"]  # done now: an answer like any other


def next_frame(response: http.client.HTTPResponse) -> bytes:
    """The next message of a stream; a background is passed over."""
    (length,) = struct.unpack("<I", response.read(4))
    message = response.read(length)
    return message if parsed(message)[0]["kind"] == "board" else next_frame(response)


def test_a_browser_that_goes_away_watches_no_more(site: Site, counting: Counting) -> None:
    line = http.client.HTTPConnection("127.0.0.1", site.port, timeout=ENOUGH)
    line.request("GET", "/optviz/picture/momentum?section=nag")
    next_frame(line.getresponse())
    (job,) = counting.jobs._jobs.values()
    assert job.watchers
    line.close()
    until(lambda: not job.watchers)
    counting.gate.release(9)
    until(lambda: job not in counting.jobs._running)


def test_equal_addresses_share_one_computation(site: Site, counting: Counting) -> None:
    counting.gate.release(3)
    with ThreadPoolExecutor(8) as threads:
        replies = list(threads.map(lambda _: site.ask("/optviz/picture/momentum?section=nag"), range(8)))
    assert {opened_board(frames_of(reply.body)[-1])["summary"] for reply in replies} == {"3"}
    assert counting.gate.acquire(blocking=False) is False  # nobody counted a second time


def test_work_that_waits_for_its_turn_says_so_at_once(site: Site, counting: Counting) -> None:
    paths = [f"/optviz/picture/momentum?section=nag&beta=0.{n}" for n in (1, 2, 3)]
    lines = [http.client.HTTPConnection("127.0.0.1", site.port, timeout=ENOUGH) for _ in paths]
    headers = []
    for line, path in zip(lines, paths, strict=True):
        line.request("GET", path)
        headers.append(parsed(next_frame(line.getresponse()))[0])
    assert [header["queued"] for header in headers] == [0, 0, 2]
    counting.gate.release(9)
    for line in lines:
        line.close()


def test_work_that_fails_is_a_sentence_and_is_tried_again_by_the_next(
    site: Site, counting: Counting, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def breaks(_: object) -> Iterator[int]:
        yield 0
        raise ArithmeticError("/srv/secret")

    counts = counting.count
    monkeypatch.setattr(counting, "count", breaks)
    reply = site.ask("/optviz/picture/momentum?section=nag")
    assert parsed(frames_of(reply.body)[-1])[0]["kind"] == "failure" and b"secret" not in reply.body
    monkeypatch.setattr(counting, "count", counts)
    counting.gate.release(3)
    again = frames_of(site.ask("/optviz/picture/momentum?section=nag").body)
    assert opened_board(again[-1])["summary"] == "3" and "secret" in caplog.text


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


def test_streams_count_apart(counting: Counting) -> None:
    with served(app_of(Pictures(answers=1, streams=1))) as site:
        line = http.client.HTTPConnection("127.0.0.1", site.port, timeout=ENOUGH)
        line.request("GET", "/optviz/picture/momentum?section=nag")
        response = line.getresponse()
        assert site.ask("/optviz/picture/momentum?section=smooth").status == 503
        counting.gate.release(9)
        response.read()
        line.close()
        assert site.ask("/optviz/picture/momentum?section=nag").status == 200

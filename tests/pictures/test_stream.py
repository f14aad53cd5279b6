"""Long work over HTTP: a stream of boards, shared, in its turn, watched only as long as somebody is there."""

import http.client
import struct
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest

from optviz.pictures.route import Pictures
from tests.decoder import frames_of, opened_board, parsed
from tests.pictures.server import ENOUGH, Counting, Site, app_of, served, until


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

"""The route that takes tables: small, of numbers, from this app's pages, so many from one address, and never kept."""

import json
import logging
from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.applications import Starlette
from starlette.routing import Route

from optviz.core.tables.shelf import SHELF
from optviz.pictures.route import Pictures
from optviz.ui import data_route
from optviz.ui.data_route import MAX_BODY, PATH, TABLES, Lending, routes
from tests.pictures.server import Site, served
from tests.rooms.classroom import Clock

TEXT = {"Content_Type": "text/plain;charset=UTF-8"}
PICTURE = "/optviz/picture/lab?section=data&source=own&data="


class Shop(Site):
    """A site with the route, and its clock."""

    def send(self, body: str | bytes, **headers: str) -> tuple[int, dict[str, str]]:
        """Send a table; return the status and what the answer says."""
        raw = body.encode() if isinstance(body, str) else body
        reply = self.ask(PATH, "POST", raw, **TEXT | headers)
        return reply.status, json.loads(reply.body)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def shop(clock: Clock) -> Iterator[Shop]:
    found = [
        Route(PATH, Lending(clock).respond, methods=["POST"]),
        Route("/optviz/picture/{page}", Pictures().respond, methods=["GET"]),
    ]
    with served(Starlette(routes=found)) as site:
        yield Shop(site.port)


def table(seed: int) -> str:
    return "t,x\n" + "\n".join(f"{i},{i * seed}" for i in range(300))


def test_a_table_is_taken_by_its_content_and_a_picture_of_it_is_made_and_tagged(shop: Shop) -> None:
    status, reply = shop.send(table(7))
    assert status == 200 and shop.send(table(7)) == (200, reply)
    picture = shop.ask(PICTURE + reply["data"])
    assert b"your data: 300 rows" in picture.body and picture.headers["ETag"]
    again = shop.ask(PICTURE + reply["data"], If_None_Match=picture.headers["ETag"])
    assert again.status == 304


def test_a_picture_whose_data_are_forgotten_says_so_and_may_not_be_kept(shop: Shop) -> None:
    name = shop.send(table(8))[1]["data"]
    SHELF._tables.clear()  # as a restart or other tables would
    forgotten = shop.ask(PICTURE + name)
    assert f'"lacks":"{name}"'.encode() in forgotten.body and b"a pendulum: 10 rows" in forgotten.body
    assert forgotten.headers["ETag"] is None
    assert shop.send(table(8))[1]["data"] == name
    back = shop.ask(PICTURE + name)
    assert b'"lacks":""' in back.body and b"your data: 300 rows" in back.body


@pytest.mark.parametrize(
    ("body", "headers", "status", "said"),
    [
        ("1,2\n3,x\n5,6", {}, 400, "Row 2, column 2: “x” is not a number."),
        ("1,2\n3,<b>\n5,6", {}, 400, "Row 2, column 2: “<b>” is not a number."),
        ("1,2\n3,\n5,6", {}, 400, "no missing cell"),
        ("", {}, 400, "There is nothing to read here."),
        (b"1,2\n\xff,3", {}, 400, data_route.NOT_TEXT),
        ("1,2\n" * (MAX_BODY // 4 + 1), {}, 413, "at most 500,000 bytes"),
        ("1,2\n3,4", {"Content_Type": "application/json"}, 415, data_route.NOT_TEXT),
        ("1,2\n3,4", {"Sec_Fetch_Site": "cross-site"}, 403, data_route.ELSEWHERE),
        ("1,2\n3,4", {"Origin": "https://elsewhere.example"}, 403, data_route.ELSEWHERE),
    ],
)
def test_what_is_not_taken_is_refused_in_a_sentence(
    shop: Shop, body: str | bytes, headers: dict[str, str], status: int, said: str
) -> None:
    found, reply = shop.send(body, **headers)
    assert found == status and said in reply["error"]


def test_ten_thousand_rows_of_whole_numbers_of_python_fit(shop: Shop) -> None:
    body = "\n".join(f"{-1 / (i + 7)!r},{1e5 / (i + 3)!r}" for i in range(10_000))
    assert shop.send(body)[0] == 200


def test_one_address_sends_so_many_and_waits(shop: Shop, clock: Clock) -> None:
    for _ in range(TABLES[0]):
        assert shop.send("1,2\n3,4")[0] == 200
    status, reply = shop.send("1,2\n3,4")
    assert status == 429 and reply["error"] == data_route.WAIT.format(wait=1)
    clock.now += TABLES[1]
    assert shop.send("1,2\n3,4")[0] == 200


def test_nothing_of_a_table_is_written_or_logged(
    shop: Shop, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.chdir(tmp_path)
    caplog.set_level(logging.DEBUG)
    shop.send("12345.678,2\n3,4")
    shop.send("12345.678,oops\n3,4")
    assert list(tmp_path.iterdir()) == [] and "12345" not in caplog.text and "oops" not in caplog.text


def test_the_route_stands_below_the_apps_prefix_too() -> None:
    assert [route.path for route in routes("/some/base/")] == [PATH, "/some/base" + PATH]

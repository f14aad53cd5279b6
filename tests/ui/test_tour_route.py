"""The routes of tours: one by its name, a file checked and forgotten; so many from one address, none from elsewhere."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.applications import Starlette
from starlette.routing import Route

from optviz.tours import library
from optviz.tours.library import BUILT_IN, names_in
from optviz.ui.tour_route import FILES, MAX_BODY, PATH, Tours, routes
from tests.pictures.server import Site, served
from tests.rooms.classroom import Clock

FILE = "title: Mine\nstops:\n  - title: A valley\n    link: momentum?section=map\n"


class Desk(Site):
    """A site with the routes."""

    def named(self, name: str) -> dict[str, object]:
        """Ask for a tour by its name."""
        return json.loads(self.ask(f"{PATH}/{name}").body)

    def send(self, body: str | bytes, **headers: str) -> tuple[int, dict[str, object]]:
        """Send a file; return the status and what the answer says."""
        reply = self.ask(PATH, "POST", body.encode() if isinstance(body, str) else body, **headers)
        return reply.status, json.loads(reply.body)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def desk(clock: Clock) -> Iterator[Desk]:
    tours = Tours(clock)
    found = [
        Route(PATH + "/{name}", tours.named, methods=["GET"]),
        Route(PATH, tours.sent, methods=["POST"]),
    ]
    with served(Starlette(routes=found)) as site:
        yield Desk(site.port)


def test_a_built_in_tour_comes_by_its_name_with_all_its_stops(desk: Desk) -> None:
    for name in BUILT_IN:
        tour = desk.named(name)["tour"]
        assert isinstance(tour, dict) and tour["name"] == name and len(tour["stops"]) > 10


def test_a_name_that_is_unknown_is_answered_in_a_sentence_that_offers_the_nearest(desk: Desk) -> None:
    assert desk.named("lectur") == {"errors": ["There is no tour “lectur”; did you mean lecture?"]}
    assert desk.named("zzz") == {"errors": ["There is no tour “zzz”."]}
    assert "errors" in desk.named("..%5capp")


def test_a_file_is_read_and_nothing_of_it_is_kept(desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    status, reply = desk.send(FILE)
    assert status == 200 and reply["tour"] == {
        "name": "own",
        "title": "Mine",
        "about": "",
        "stops": [
            {
                "title": "A valley",
                "page": "momentum",
                "query": "section=map",
                "words": "",
                "part": "",
                "hide": [],
                "minutes": 0.0,
                "notes": "",
                "shows": {"section": "map"},
            }
        ],
    }
    assert list(tmp_path.iterdir()) == []
    assert desk.named("own") == {"errors": ["There is no tour “own”."]}


def test_a_broken_file_is_answered_by_its_lines(desk: Desk) -> None:
    assert desk.send(FILE.replace("momentum", "momentun"))[1] == {
        "errors": ["Line 4: there is no page “momentun” with pictures; did you mean momentum?"]
    }
    assert desk.send(b"\xff\xfe")[1] == {"errors": ["Line 1: this is no text in UTF-8."]}


def test_too_large_a_file_a_foreign_page_and_too_many_files_are_refused(desk: Desk, clock: Clock) -> None:
    assert desk.send("x" * (MAX_BODY + 1))[0] == 413
    assert desk.send(FILE, Origin="https://elsewhere.example")[0] == 403
    while (answer := desk.send("x"))[0] == 200:
        pass
    assert answer[0] == 429 and answer[1] == {"errors": ["Too many files from this network. Try again in 1 seconds."]}
    clock.now += FILES[1]
    assert desk.send(FILE)[0] == 200


def test_a_file_in_the_apps_folder_is_a_tour_by_its_name_and_a_broken_one_says_so(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "my_hour.yaml").write_text(FILE, encoding="utf-8")
    (tmp_path / "broken.yaml").write_text("title: x", encoding="utf-8")
    (tmp_path / "Not a name.yaml").write_text(FILE, encoding="utf-8")
    (tmp_path / "lecture.yaml").write_text(FILE, encoding="utf-8")
    monkeypatch.setattr(library, "FOLDER", tmp_path)
    assert names_in() == ("broken", "my_hour")
    assert "tour" in desk.named("my_hour")
    assert desk.named("broken") == {"errors": ["Line 1: a tour needs stops."]}
    lecture = desk.named("lecture")["tour"]
    assert isinstance(lecture, dict) and lecture["title"] != "Mine", "what is built in is what its name opens"


def test_the_routes_stand_below_the_apps_prefix_too() -> None:
    assert [route.path for route in routes("/course")] == [
        "/optviz/tour/{name}",
        "/optviz/tour",
        "/course/optviz/tour/{name}",
        "/course/optviz/tour",
    ]

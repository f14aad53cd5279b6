"""Everything about a room is bounded, and each bound is told in words."""

import http.client
import json

import pytest

from optviz.rooms import asking, route
from optviz.rooms import hall as halls
from optviz.rooms.allowance import Allowance
from optviz.rooms.hall import Hall
from optviz.rooms.memory import MemoryStore
from optviz.rooms.room import MAX_ANSWER, MAX_STUDENTS
from optviz.rooms.route import Rooms
from optviz.rooms.store import MAX_ROOMS
from tests.rooms.classroom import Classroom, Clock, Sums, classroom, serving


def wrong(pin: str) -> str:
    return str((int(pin) - 100_000 + 1) % 900_000 + 100_000)


def test_a_room_says_when_it_is_full_and_who_has_a_place_keeps_it(hall: Classroom) -> None:
    projector = hall.open()
    phones = [projector.join() for _ in range(MAX_STUDENTS)]
    assert len({phone.nickname for phone in phones}) == MAX_STUDENTS
    full = hall.post(f"/{projector.pin}/join", {})
    assert (full.status, full.error) == (409, halls.FULL_ROOM) and "300 students" in full.error
    assert hall.post(f"/{projector.pin}/join", {"token": phones[-1].token}).status == 200


def test_the_hall_says_when_all_rooms_are_open(clock: Clock, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(route, "OPENINGS", (MAX_ROOMS + 2, 1.0))
    with classroom(lambda: MemoryStore(clock), clock=clock) as lesson:
        first, *_ = [lesson.open() for _ in range(MAX_ROOMS)]
        full = lesson.post("", {})
        assert (full.status, full.error) == (503, halls.FULL_HALL) and "50 rooms" in full.error
        first.steer("end")
        assert lesson.post("", {}).status == 200


def test_one_address_opens_so_many_rooms_and_waits_for_more(lesson: Classroom, clock: Clock) -> None:
    tries, every = route.OPENINGS
    for _ in range(tries):
        lesson.open()
    refused = lesson.post("", {})
    assert refused.status == 429 and refused.error == route.WAIT.format(what="rooms were opened", wait=int(every))
    clock.now += every
    lesson.open()


def test_wrong_pins_are_counted_and_then_the_right_one_has_to_wait_too(lesson: Classroom, clock: Clock) -> None:
    projector = lesson.open()
    phone = projector.join()
    tries, every = route.WRONG_PINS
    for _ in range(tries):
        guess = lesson.post(f"/{wrong(projector.pin)}/join", {})
        assert (guess.status, guess.error) == (404, route.NO_ROOM)
    for pin in (wrong(projector.pin), projector.pin):
        refused = lesson.post(f"/{pin}/join", {})
        assert refused.status == 429 and refused.error == route.WAIT.format(what="wrong PINs", wait=int(every))
    assert (phone.state().status, projector.steer("ask", question="2+3").status) == (200, 200)
    clock.now += every
    assert lesson.post(f"/{projector.pin}/join", {}).status == 200


def test_a_class_that_joins_with_the_right_pin_is_never_made_to_wait(lesson: Classroom) -> None:
    projector = lesson.open()
    for _ in range(2 * route.WRONG_PINS[0]):
        projector.join()


def test_phones_that_ask_for_a_room_that_is_gone_do_not_use_up_their_halls_tries(lesson: Classroom) -> None:
    projector = lesson.open()
    for _ in range(2 * route.WRONG_PINS[0]):
        assert lesson.get(f"/{wrong(projector.pin)}?token={'a' * 22}").status == 404
    projector.join()


def test_an_allowance_is_each_addresss_own_and_grows_back_one_by_one(clock: Clock) -> None:
    allowance = Allowance(3, 10.0, clock)
    for _ in range(3):
        assert allowance.wait("10.0.0.1") == 0
        allowance.take("10.0.0.1")
    assert (allowance.wait("10.0.0.1"), allowance.wait("10.0.0.2")) == (10, 0)
    clock.now += 10
    assert allowance.wait("10.0.0.1") == 0
    allowance.take("10.0.0.1")
    assert allowance.wait("10.0.0.1") == 10
    clock.now += 30
    for _ in range(3):
        assert allowance.wait("10.0.0.1") == 0
        allowance.take("10.0.0.1")


def test_a_household_of_ipv6_is_one_address(clock: Clock) -> None:
    allowance = Allowance(1, 10.0, clock)
    allowance.take("2001:db8::1")
    waits = [allowance.wait(address) for address in ("2001:db8::2", "2001:db8:0:1::1", "fe80::1%eth0")]
    assert waits == [10, 0, 0]


def test_addresses_that_are_remembered_are_bounded(clock: Clock) -> None:
    allowance = Allowance(1, 10.0, clock)
    for number in range(10_001):
        allowance.take(f"address {number}")
    assert (allowance.wait("address 0"), allowance.wait("address 1"), allowance.wait("address 10000")) == (0, 10, 10)


@pytest.mark.parametrize(
    ("body", "status", "sentence"),
    [
        (b"", 400, asking.NOT_JSON),
        (b"{", 400, asking.NOT_JSON),
        (b"\xff", 400, asking.NOT_JSON),
        (b"[" * 1999, 400, asking.NOT_JSON),
        (b"[]", 400, asking.WRONG),
        (b'{"token": 5}', 400, asking.WRONG),
        (b'{"token": "short"}', 400, asking.WRONG),
        (json.dumps({"token": "<b>" * 10}).encode(), 400, asking.WRONG),
        (json.dumps({"token": "a" * 65}).encode(), 400, asking.WRONG),
        (json.dumps({"rest": "a" * 2000}).encode(), 413, asking.TOO_LARGE),
    ],
)
def test_what_is_no_request_of_ours_is_refused(lesson: Classroom, body: bytes, status: int, sentence: str) -> None:
    refused = lesson.post(f"/{lesson.open().pin}/join", body)
    assert (refused.status, refused.error) == (status, sentence)


@pytest.mark.parametrize(
    "fields",
    [
        {"round": 1},
        {"round": 1, "answer": 5},
        {"round": "1", "answer": "5"},
        {"round": True, "answer": "5"},
        {"round": 1, "answer": "\ud800"},
    ],
)
def test_an_answer_is_a_round_and_a_text(lesson: Classroom, fields: dict) -> None:
    projector = lesson.open()
    phone = projector.join()
    projector.ask("2+3")
    refused = lesson.post(f"/{phone.pin}/answer", {"token": phone.token, **fields})
    assert (refused.status, refused.error) == (400, asking.WRONG)


class Paths:
    """Takes whatever was drawn."""

    def known(self, question: str) -> str:
        return question

    def read(self, question: str, text: str) -> str:
        return text


def test_a_drawn_path_fits_into_an_answer_and_more_does_not() -> None:
    with classroom(judge=Paths) as lesson:
        projector = lesson.open()
        phone, other = projector.join(), projector.join()
        projector.ask("draw")
        assert phone.answer("p" * MAX_ANSWER)["state"]["answer"] == "p" * MAX_ANSWER
        assert other.answer("p" * (MAX_ANSWER + 1)).error == halls.NO_ANSWER
        assert other.answer("p" * asking.MAX_ANSWER_BODY).status == 413


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({}, 200),
        ({"Sec_Fetch_Site": "same-origin", "Origin": "https://behind.a.proxy"}, 200),
        ({"Origin": "http://here", "Host": "here"}, 200),
        ({"Origin": "https://here", "Host": "inside", "X_Forwarded_Host": "here"}, 200),
        ({"Sec_Fetch_Site": "cross-site"}, 403),
        ({"Sec_Fetch_Site": "same-site"}, 403),
        ({"Origin": "https://elsewhere.example"}, 403),
        ({"Origin": "null"}, 403),
    ],
)
def test_only_a_page_of_this_app_may_ask(lesson: Classroom, headers: dict[str, str], status: int) -> None:
    reply = lesson.post("", {}, **headers)
    assert reply.status == status
    assert status == 200 or reply.error == asking.ELSEWHERE


def test_what_a_form_of_another_site_can_send_is_refused(lesson: Classroom) -> None:
    for kind in ("text/plain", "application/x-www-form-urlencoded", "multipart/form-data"):
        assert lesson.site.ask(lesson.path, "POST", b"{}", Content_Type=kind).status == 415
    preflight = lesson.site.ask(lesson.path, "OPTIONS", Origin="https://elsewhere.example")
    assert preflight.status == 405 and preflight.headers["Access-Control-Allow-Origin"] is None


def test_beyond_its_streams_the_server_says_so_and_a_phone_can_ask_instead(clock: Clock) -> None:
    with serving(Rooms(Hall(MemoryStore(clock), Sums), clock, streams=1)) as lesson:
        projector = lesson.open()
        phone = projector.join()
        line = http.client.HTTPConnection("127.0.0.1", lesson.site.port, timeout=20)
        line.request("GET", f"{lesson.path}/{phone.pin}/events?token={phone.token}")
        first = line.getresponse()
        assert first.status == 200 and first.readline().startswith(b"id: ")
        busy = lesson.get(f"/{phone.pin}/events?token={phone.token}")
        assert (busy.status, busy.error, busy.headers["Retry-After"]) == (503, route.BUSY, "2")
        assert phone.state().status == 200
        first.close()
        line.close()

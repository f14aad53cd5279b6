"""The routes over HTTP, with rooms in memory and in Redis: a class from its opening to its end."""

import re
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest

from optviz.rooms import hall as halls
from optviz.rooms import route
from optviz.rooms.hall import NO_SCENE, OUT_OF_TURN, TOO_LATE
from optviz.rooms.room import LASTS
from optviz.rooms.store import LINGERS
from tests.rooms.classroom import Classroom, Clock, Phone, classroom


def test_a_class_from_its_opening_to_its_standings(hall: Classroom) -> None:
    projector = hall.open()
    assert re.fullmatch(r"[1-9]\d{5}", projector.pin)
    anna, ben = projector.join(), projector.join()
    assert anna.nickname != ben.nickname and anna.state()["phase"] == "lobby"

    reply = projector.steer("ask", question="2 + 3")
    assert (reply["state"]["question"], reply["state"]["round"], reply["state"]["students"]) == ("2+3", 1, 2)
    assert (anna.state()["phase"], anna.state()["question"]) == ("asked", "2+3")
    projector.steer("release")
    assert anna.answer(" 05 ")["state"]["answer"] == "5"
    assert ben.answer("9").status == 200
    assert (projector.state()["answered"], "answers" in projector.state().fields) == (2, False)

    shown = projector.steer("reveal")["state"]
    assert shown["answers"] == [{"answer": "5", "score": 1.0}, {"answer": "9", "score": 0.6}]
    assert ben.state()["verdict"] == {"score": 0.6, "sentence": "2+3 is 5, not 9."}
    assert "standing" not in ben.state().fields

    top = projector.steer("standings")["state"]["standings"]
    assert top == [
        {"nickname": anna.nickname, "place": 1, "points": 1000},
        {"nickname": ben.nickname, "place": 2, "points": 600},
    ]
    assert ben.state()["standing"] == {"place": 2, "points": 600, "of": 2}

    projector.ask("1+1")
    assert (ben.state()["answer"], ben.state()["verdict"], ben.answer("2", 2).status) == (None, None, 200)
    projector.steer("reveal")
    assert projector.steer("standings")["state"]["standings"][0]["nickname"] == ben.nickname
    projector.steer("end")
    assert (ben.state()["phase"], ben.state()["standing"]["points"]) == ("ended", 1600)


def test_a_section_is_shown_to_all_and_then_a_question_asked(hall: Classroom) -> None:
    projector = hall.open()
    phone = projector.join()
    shown = projector.steer("show", question="abacus")["state"]
    assert (shown["phase"], shown["question"], phone.state()["question"]) == ("shown", "abacus", "abacus")
    assert phone.state()["phase"] == "shown" and phone.answer("5", 0).error == TOO_LATE
    assert projector.steer("show", question="abacus")["state"]["version"] == shown["version"]  # a double click
    assert projector.steer("show", question="nothing").error == NO_SCENE
    assert projector.steer("release").error == OUT_OF_TURN["release"]
    projector.ask("2+3")
    assert projector.steer("show", question="abacus").error == OUT_OF_TURN["show"]
    assert phone.answer("5").status == 200
    projector.steer("reveal")
    assert projector.steer("show", question="abacus")["state"]["phase"] == "shown"
    assert (phone.state()["answer"], phone.state()["verdict"]) == (None, None)


@pytest.mark.parametrize("base", ["", "/some/base"])
def test_the_rooms_are_below_the_apps_prefix_too(lesson: Classroom, base: str) -> None:
    there = Classroom(lesson.site, base)
    assert there.open().join().state().status == 200


def test_a_late_student_sees_the_question_and_answers_it(hall: Classroom) -> None:
    projector = hall.open()
    projector.ask("2+3")
    late = projector.join()
    assert (late.state()["phase"], late.state()["question"], late.answer("5").status) == ("released", "2+3", 200)


def test_who_comes_back_with_a_token_has_the_same_place_and_another_has_not(hall: Classroom) -> None:
    projector = hall.open()
    phone = projector.join()
    again = hall.post(f"/{phone.pin}/join", {"token": phone.token})
    assert (again["token"], again["nickname"]) == (phone.token, phone.nickname)
    assert projector.state()["students"] == 1
    chosen = hall.post(f"/{phone.pin}/join", {"token": "chosen-by-the-phone"})
    assert chosen["token"] == "chosen-by-the-phone" and projector.state()["students"] == 2


def test_an_answer_sent_ten_times_at_once_is_one_answer_and_confirmed_each_time(hall: Classroom) -> None:
    projector = hall.open()
    phone = projector.join()
    projector.ask("2+3")
    with ThreadPoolExecutor(10) as threads:
        replies = list(threads.map(lambda _: phone.answer("5"), range(10)))
    assert {reply.status for reply in replies} == {200}
    assert {reply["state"]["answer"] for reply in replies} == {"5"}
    assert projector.state()["answered"] == 1


def test_of_different_answers_at_once_one_counts_and_the_others_are_told(hall: Classroom) -> None:
    projector = hall.open()
    phone = projector.join()
    projector.ask("2+3")
    with ThreadPoolExecutor(8) as threads:
        replies = list(threads.map(lambda n: phone.answer(str(n)), range(8)))
    kept = phone.state()["answer"]
    assert [reply.status for reply in replies] == [200 if str(n) == kept else 409 for n in range(8)]
    assert {reply.error for reply in replies if reply.status == 409} == {halls.ANSWERED}


def test_an_answer_is_confirmed_again_after_the_reveal_and_a_late_one_is_told_so(hall: Classroom) -> None:
    projector = hall.open()
    early, late = projector.join(), projector.join()
    projector.ask("2+3")
    early.answer("5")
    projector.steer("reveal")
    assert early.answer("5").status == 200
    assert (early.answer("6").error, late.answer("5").error) == (halls.ANSWERED, halls.TOO_LATE)
    projector.ask("1+1")
    assert (early.answer("5").error, early.answer("2", 2).status) == (halls.OTHER_ROUND, 200)


def test_an_answer_before_the_release_is_told_to_wait(hall: Classroom) -> None:
    projector = hall.open()
    phone = projector.join()
    assert (phone.answer("5", 0).error, phone.answer("5", 1).error) == (halls.NOT_YET, halls.OTHER_ROUND)
    projector.steer("ask", question="2+3")
    assert (phone.answer("5").status, phone.answer("5").error) == (409, halls.NOT_YET)


def test_what_is_no_answer_or_no_question_is_said(hall: Classroom) -> None:
    projector = hall.open()
    phone = projector.join()
    for question in ("", "5", "2+3" + 300 * " ", "<b>"):
        assert projector.steer("ask", question=question).error == halls.NO_QUESTION
    projector.ask("2+3")
    assert (phone.answer("five").status, phone.answer("five").error) == (400, halls.NO_ANSWER)
    assert phone.answer(4001 * " ").error == halls.NO_ANSWER
    assert phone.answer("5").status == 200


def test_only_the_owner_steers_and_the_owner_does_not_answer(hall: Classroom) -> None:
    projector = hall.open()
    phone = projector.join()
    projector.ask("2+3")
    steal = hall.post(f"/{phone.pin}/steer", {"owner": phone.token, "action": "reveal"})
    assert (steal.status, steal.error) == (403, halls.NOT_OWNER)
    guess = hall.post(f"/{phone.pin}/steer", {"owner": "a" * 22, "action": "reveal"})
    assert (guess.status, guess.error) == (404, route.NO_PLACE)
    assert Phone(hall, phone.pin, projector.token, "").answer("5").status == 403
    assert projector.state()["phase"] == "released"


def test_a_step_clicked_twice_is_one_and_a_step_out_of_turn_is_told(hall: Classroom) -> None:
    projector = hall.open()
    phone = projector.join()
    for action in ("release", "reveal", "standings"):
        assert projector.steer(action).error == halls.OUT_OF_TURN[action]
    for _ in range(2):
        assert projector.steer("ask", question="2+3")["state"]["round"] == 1
    for _ in range(2):
        assert projector.steer("release")["state"]["phase"] == "released"
    assert projector.steer("ask", question="1+1").error == halls.OUT_OF_TURN["ask"]
    phone.answer("5")
    with ThreadPoolExecutor(4) as threads:
        replies = list(threads.map(lambda _: projector.steer("reveal"), range(4)))
    assert [reply["state"]["phase"] for reply in replies] == ["revealed"] * 4
    for _ in range(2):
        assert projector.steer("standings")["state"]["standings"][0]["points"] == 1000
    for _ in range(2):
        assert projector.steer("ask")["state"]["round"] == 2  # the same question once more
    assert projector.steer("dance").error == halls.NO_ACTION


def test_a_step_meant_for_an_earlier_round_is_not_taken_in_a_later_one(hall: Classroom) -> None:
    projector = hall.open()
    projector.ask("2+3")
    projector.steer("reveal", round=1)
    projector.ask("1+1")
    late = projector.steer("reveal", round=1)
    assert (late.status, late.error, projector.state()["phase"]) == (409, halls.MOVED_ON, "released")


def test_a_state_that_a_phone_has_is_not_sent_again(hall: Classroom) -> None:
    projector = hall.open()
    phone, other = projector.join(), projector.join()
    projector.ask("2+3")
    tag = phone.state().headers["ETag"]
    path = f"/{phone.pin}?token={phone.token}"
    other.answer("5")
    assert (hall.get(path, If_None_Match=tag).status, hall.get(path, If_None_Match=tag).body) == (304, b"")
    phone.answer("5")
    fresh = hall.get(path, If_None_Match=tag)
    assert (fresh.status, fresh["answer"]) == (200, "5") and fresh.headers["Cache-Control"] == "private, no-cache"


def test_without_a_place_nobody_learns_whether_a_room_is_there(lesson: Classroom) -> None:
    pin = lesson.open().pin
    other = str(int(pin) % 900_000 + 100_000)
    for path in ("{}?token=" + "a" * 22, "{}", "{}/events?token=x"):
        there, nowhere = lesson.get("/" + path.format(pin)), lesson.get("/" + path.format(other))
        assert (there.status, there.error) == (nowhere.status, nowhere.error) == (404, route.NO_PLACE)


@pytest.mark.parametrize("pin", ["12345", "1234567", "012345", "abcdef", "１２３４５６", "*", " "])
def test_what_is_no_pin_is_no_room(lesson: Classroom, pin: str) -> None:
    refused = lesson.post(f"/{quote(pin)}/join", {})
    assert (refused.status, refused.error) == (404, route.NO_ROOM)


def test_a_room_that_was_ended_takes_nobody_and_is_soon_gone(lesson: Classroom, clock: Clock) -> None:
    projector = lesson.open()
    phone = projector.join()
    for _ in range(2):
        assert projector.steer("end")["state"]["phase"] == "ended"
    assert lesson.post(f"/{phone.pin}/join", {}).error == halls.ENDED
    assert projector.steer("ask", question="2+3").error == halls.ENDED
    clock.now += LINGERS + 1
    assert (phone.state().status, lesson.post(f"/{phone.pin}/join", {}).error) == (404, route.NO_ROOM)


def test_a_room_ends_three_hours_after_it_was_opened(lesson: Classroom, clock: Clock) -> None:
    projector = lesson.open()
    phone = projector.join()
    projector.ask("2+3")
    clock.now += LASTS - 1
    assert phone.state()["phase"] == "released"
    clock.now += 1
    assert (phone.state()["phase"], phone.answer("5").error) == ("ended", halls.ENDED)
    clock.now += LINGERS + 1
    assert phone.state().status == 404


class Broken:
    """A judge that fails where it is told to."""

    fails: str = ""

    def known(self, question: str) -> str | None:
        return self._or_fail("known", question)

    def read(self, question: str, text: str) -> str | None:
        return self._or_fail("read", text)

    def verdicts(self, question: str, answers: object) -> object:
        return self._or_fail("verdicts", {})

    def _or_fail(self, name: str, value: Any) -> Any:
        if self.fails == name:
            raise ArithmeticError("/srv/secret")
        return value


def test_a_judge_that_fails_is_told_in_a_sentence_and_the_class_goes_on(caplog: pytest.LogCaptureFixture) -> None:
    judge = Broken()
    with classroom(judge=lambda: judge) as lesson:
        projector = lesson.open()
        phone = projector.join()
        judge.fails = "known"
        assert (projector.steer("ask", question="q").status, projector.state()["phase"]) == (500, "lobby")
        judge.fails = "read"
        projector.ask("q")
        assert (phone.answer("a").status, phone.answer("a").error) == (500, route.BROKEN)
        judge.fails = "verdicts"
        assert phone.answer("a").status == 200
        assert projector.steer("reveal").error == halls.NOT_JUDGED
        assert phone.state()["phase"] == "closed"
        projector.ask("next")
        assert phone.state()["question"] == "next"
    assert "secret" in caplog.text


def test_the_apps_own_judge_knows_no_question_but_the_lectures() -> None:
    with classroom(judge=route.app_judge) as lesson:
        assert lesson.open().steer("ask", question="2+3").error == halls.NO_QUESTION


def test_the_route_is_light(root: Path) -> None:
    program = "import optviz.rooms.route, sys; sys.exit(str({'numpy', 'jax', 'streamlit', 'redis'} & {*sys.modules}))"
    done = subprocess.run([sys.executable, "-c", program], cwd=root, capture_output=True, text=True)
    assert done.stderr.strip() == "set()"

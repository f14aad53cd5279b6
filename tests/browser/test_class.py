"""A class that plays together: a projector, phones in the browser, others by their requests, and every fault."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import expect

from optviz.rooms.route import VARIABLE
from tests.browser.classroom import (
    TRIAL,
    NewContext,
    Voice,
    ask,
    asked,
    button,
    counted,
    lecturer,
    phone,
    turn_dials,
)
from tests.browser.helpers import CHANGE, FIRST_PICTURE, wait_for
from tests.browser.server import Server, silent
from tests.redis_server import RedisServer, redis_server, shared_server

__all__ = ["redis_server", "shared_server"]

OTHERS = 28


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """One of its own: a network may open ten rooms at once, and the tests together open more."""
    yield from silent(tmp_path_factory.mktemp("class") / "log.txt")


def test_a_class_answers_sees_all_its_runs_at_once_and_each_phone_its_own(
    server: Server, new_context: NewContext
) -> None:
    hall, pin = lecturer(new_context, server)
    students = [phone(new_context, server, pin, typed=typed) for typed in (True, False)]
    voices = [Voice(server, pin) for _ in range(OTHERS)]
    counted(hall, f"{OTHERS + 2} people here")
    assert len({student.locator(".ov-nickname").inner_text() for student in students}) == 2
    ask(hall, "Momentum", TRIAL)
    expect(students[0].locator(".ov-question-text")).to_be_visible(timeout=FIRST_PICTURE)
    expect(button(students[0], "Send")).to_be_hidden()  # not before the lecturer lets them
    button(hall, "Let them answer").click()
    for place, student in enumerate(students):
        expect(button(student, "Send")).to_be_visible(timeout=CHANGE)
        turn_dials(student, 500 - 400 * place, 600)
        button(student, "Send").tap()
        expect(student.locator(".ov-room-words")).to_contain_text("Your answer is in", timeout=CHANGE)
    for place, voice in enumerate(voices):
        voice.answer(f"0.0{place % 4 + 1},0.{place % 9}")
    counted(hall, f"{OTHERS + 2} of {OTHERS + 2} answered")
    expect(hall.locator(".ov-verdict span:not(.ov-later)")).to_have_count(0)
    button(hall, "Reveal").click()
    wait_for(hall, playing="true", timeout=FIRST_PICTURE)
    expect(hall.locator(".ov-key", has_text="reaches the goal").first).to_be_visible()
    for student in students:
        expect(student.locator(".ov-verdict")).to_contain_text("of 100", timeout=CHANGE)
    expect(hall.locator(".ov-verdict")).to_contain_text("Best known", timeout=CHANGE)
    button(hall, "Standings").click()
    expect(hall.locator(".ov-room-standings li")).to_have_count(10, timeout=CHANGE)
    expect(students[1].locator(".ov-room-words")).to_contain_text(f"of {OTHERS + 2},", timeout=CHANGE)
    button(hall, "End the room").click()
    for student in students:
        expect(student.locator(".ov-room-words")).to_contain_text("The class is over", timeout=CHANGE)


def test_the_answers_to_a_choice_are_bars_and_the_clicker_leads_the_round(
    server: Server, new_context: NewContext
) -> None:
    hall, pin = lecturer(new_context, server)
    voices = [Voice(server, pin) for _ in range(5)]
    ask(hall, "One dimension", "What does this step size do?")
    hall.keyboard.press("PageDown")
    counted(hall, "0 of 5 answered")
    for place, voice in enumerate(voices):
        voice.answer(str(min(place, 1)))
    counted(hall, "5 of 5 answered")
    hall.keyboard.press("PageDown")
    rows = hall.locator(".ov-bar-row")
    expect(rows).to_have_count(3, timeout=FIRST_PICTURE)
    assert [row.locator(".ov-bar-count").inner_text() for row in rows.all()] == ["1", "4", "0"]
    hall.keyboard.press("PageDown")
    expect(hall.locator(".ov-room-standings li")).to_have_count(5, timeout=CHANGE)


def test_who_reloads_comes_back_to_their_place(server: Server, new_context: NewContext) -> None:
    hall, student, pin = asked(new_context, server)
    turn_dials(student, 300, 500)
    button(student, "Send").tap()
    counted(hall, "1 of 1 answered")
    name = student.locator(".ov-nickname").inner_text()
    student.reload()
    expect(student.locator(".ov-nickname")).to_have_text(name, timeout=FIRST_PICTURE)
    expect(student.locator(".ov-room-words")).to_contain_text("Your answer is in", timeout=CHANGE)
    hall.reload()
    counted(hall, "1 of 1 answered")
    expect(hall.locator(".ov-pin")).to_have_text(f"{pin[:3]} {pin[3:]}")
    button(hall, "Reveal").click()
    expect(student.locator(".ov-verdict")).to_contain_text("of 100", timeout=FIRST_PICTURE)


def test_two_tabs_of_one_student_are_one_answer_and_so_is_a_double_tap(server: Server, new_context: NewContext) -> None:
    hall, student, pin = asked(new_context, server)
    other = student.context.new_page()
    other.goto(f"{server.url}/join?pin={pin}")
    expect(other.locator(".ov-nickname")).to_have_text(student.locator(".ov-nickname").inner_text(), timeout=CHANGE)
    counted(hall, "0 of 1 answered")
    turn_dials(student, 300, 500)
    button(student, "Send").dblclick()
    counted(hall, "1 of 1 answered")
    expect(other.locator(".ov-room-words")).to_contain_text("Your answer is in", timeout=CHANGE)
    expect(button(other, "Send")).to_be_hidden()


def test_an_answer_sent_while_the_line_is_cut_arrives_when_it_is_back(server: Server, unwatched: NewContext) -> None:
    hall, student, _ = asked(unwatched, server)
    turn_dials(student, 300, 500)
    student.route("**/optviz/room/**", lambda route: route.abort())
    student.evaluate("() => dispatchEvent(new Event('offline'))")
    button(student, "Send").tap()
    expect(student.locator(".ov-room-fault")).to_contain_text("The line is cut", timeout=CHANGE)
    counted(hall, "0 of 1 answered")
    student.unroute_all()
    expect(student.locator(".ov-room-words")).to_contain_text("Your answer is in", timeout=FIRST_PICTURE)
    expect(student.locator(".ov-room-fault")).to_be_empty()
    counted(hall, "1 of 1 answered")


def test_a_phone_that_slept_wakes_to_the_question_of_now_and_late_comers_see_it(
    server: Server, unwatched: NewContext
) -> None:
    hall, student, pin = asked(unwatched, server)
    student.route("**/optviz/**", lambda route: route.abort())  # nothing reaches a phone that sleeps
    button(hall, "Choose what to show").click()
    button(hall, "Reveal").click()
    button(hall, "Standings").click(timeout=FIRST_PICTURE)
    button(hall, "Next question").click()
    ask(hall, "One dimension", "What does this step size do?")
    words = "Predict. f(x) = x², so f″ = 2 everywhere."
    expect(hall.locator(".ov-question-text")).to_contain_text(words, timeout=CHANGE)
    late = phone(unwatched, server, pin)
    expect(late.locator(".ov-question-text")).to_contain_text(words, timeout=FIRST_PICTURE)
    student.unroute_all()
    student.evaluate("() => dispatchEvent(new Event('online'))")
    expect(student.locator(".ov-question-text")).to_contain_text(words, timeout=FIRST_PICTURE)


def test_a_room_that_a_restart_has_taken_is_said_to_be_gone_and_another_asks_the_same(
    tmp_path: Path, unwatched: NewContext
) -> None:
    server = Server(tmp_path / "one.txt")
    hall, student, pin = asked(unwatched, server)
    words = hall.locator(".ov-question-text").inner_text()
    server.kill()
    risen = Server(tmp_path / "two.txt", port=server.port)
    try:
        anew = button(hall, "Open a new room with the same question")
        anew.click(timeout=2 * FIRST_PICTURE)
        expect(hall.locator(".ov-question-text")).to_have_text(words, timeout=FIRST_PICTURE)
        expect(hall.locator(".ov-pin")).not_to_have_text(f"{pin[:3]} {pin[3:]}")
        expect(student.locator(".ov-room-fault")).to_contain_text("no longer open", timeout=FIRST_PICTURE)
        expect(student.get_by_label("PIN")).to_be_visible()
    finally:
        risen.stop()


def test_a_room_in_redis_goes_on_in_the_middle_of_a_question_when_the_server_was_killed_and_is_back(
    redis_server: RedisServer, tmp_path: Path, unwatched: NewContext, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(VARIABLE, redis_server.url)
    server = Server(tmp_path / "one.txt")
    hall, student, pin = asked(unwatched, server)
    early = Voice(server, pin)
    early.answer("0.02,0.5")
    counted(hall, "1 of 2 answered")
    name, words = (student.locator(each).inner_text() for each in (".ov-nickname", ".ov-question-text"))
    server.kill()
    for page in (hall, student):
        expect(page.locator(".ov-room-fault")).not_to_be_empty(timeout=FIRST_PICTURE)
    turn_dials(student, 300, 500)
    button(student, "Send").tap()
    risen = Server(tmp_path / "two.txt", port=server.port)
    try:
        expect(student.locator(".ov-room-words")).to_contain_text("Your answer is in", timeout=2 * FIRST_PICTURE)
        counted(hall, "2 of 2 answered")
        assert (student.locator(".ov-nickname").inner_text(), hall.locator(".ov-question-text").inner_text()) == (
            name,
            words,
        )
        expect(hall.locator(".ov-pin")).to_have_text(f"{pin[:3]} {pin[3:]}")
        button(hall, "Reveal").click()
        wait_for(hall, playing="true", timeout=FIRST_PICTURE)
        expect(student.locator(".ov-verdict")).to_contain_text("of 100", timeout=FIRST_PICTURE)
        button(hall, "Standings").click()
        expect(hall.locator(".ov-room-standings li")).to_have_count(2, timeout=CHANGE)
    finally:
        risen.stop()
    assert risen.complaints() == []


@pytest.mark.parametrize("pin", ["000000", "12", "what"])
def test_a_wrong_pin_is_said_to_be_wrong(server: Server, unwatched: NewContext, pin: str) -> None:
    page = unwatched().new_page()
    page.goto(f"{server.url}/join")
    page.get_by_label("PIN").fill(pin, timeout=FIRST_PICTURE)
    page.get_by_role("button", name="Join", exact=True).click()
    expect(page.locator(".ov-room-fault")).to_have_text(re.compile("no room with this PIN|six digits"), timeout=CHANGE)

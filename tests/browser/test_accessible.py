"""What a checker from outside makes of every page and form of an answer; ``test_lecture`` shows it every section."""

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Page, expect

from optviz.core.surfaces import SURFACES
from optviz.lecture import TITLES
from tests.browser.answering import MOUSE, ask, commit, told
from tests.browser.axe import JUDGE, violations
from tests.browser.classroom import TRIAL, NewContext, button, counted, lecturer, phone, turn_dials
from tests.browser.classroom import ask as ask_class
from tests.browser.helpers import BOWL, CHANGE, FIRST_PICTURE, open_board, open_stage, settled
from tests.browser.server import Server
from tests.browser.test_looks import LOADED
from tests.browser.test_quiz import TWO, at_question, fill, open_quiz
from tests.browser.test_quiz import told as quiz_told

COLOURED = "stochastic?section=cost&t=5000"
"""Readings in the colours of runs."""


@pytest.mark.parametrize("key", MOUSE)
def test_axe_finds_no_fault_in_a_form_open_and_answered(board_server: Server, page: Page, key: str) -> None:
    ask(page, board_server, key)
    assert violations(page) == []
    MOUSE[key](page)
    commit(page).click()
    told(page)
    assert violations(page) == []


@pytest.mark.parametrize("stem", TITLES)
def test_axe_finds_no_fault_in_a_page_around_its_sections(server: Server, page: Page, stem: str) -> None:
    open_board(page, f"{server.url}/{stem}")
    page.locator(".st-key-lecture_words p").first.wait_for(timeout=CHANGE)
    assert violations(page) == []


def test_axe_finds_no_fault_in_readings_in_the_colours_of_runs(server: Server, page: Page) -> None:
    open_board(page, f"{server.url}/{COLOURED}")
    assert violations(page) == []


def test_axe_finds_no_fault_in_the_playground_its_keys_and_the_presenters_view(server: Server, page: Page) -> None:
    open_stage(page, server.url, BOWL)
    assert violations(page) == []
    page.keyboard.press("?")
    page.get_by_role("dialog", name="Keys").wait_for()
    assert violations(page) == []
    page.keyboard.press("Escape")
    page.keyboard.press("p")
    page.locator(".ov-root.ov-present").wait_for()
    assert violations(page) == []


def test_axe_finds_no_fault_in_the_atlas_and_an_entry_of_it(server: Server, page: Page) -> None:
    page.goto(f"{server.url}/atlas?entry=himmelblau")
    page.get_by_role("dialog").get_by_role("button", name="Open in the playground").wait_for(timeout=FIRST_PICTURE)
    page.wait_for_function(LOADED, arg=len(SURFACES) + 1, timeout=CHANGE)
    assert violations(page) == []
    page.keyboard.press("Escape")
    page.get_by_role("dialog").wait_for(state="hidden")
    assert violations(page) == []


def test_axe_finds_no_fault_in_a_quiz_from_the_choice_to_the_end_and_on_paper(server: Server, page: Page) -> None:
    open_quiz(page, server)
    assert violations(page) == []
    open_quiz(page, server, TWO)
    at_question(page, 1, 2)
    fill(page)
    quiz_told(page)
    assert violations(page) == []
    open_quiz(page, server, f"{TWO}&at=3&answers=1~-")
    assert violations(page) == []
    with page.expect_popup() as opened:
        page.get_by_role("link", name="Sheet to print").click()
    sheet = opened.value
    sheet.locator(".answers").wait_for(timeout=CHANGE)
    sheet.evaluate(AXE_SCRIPT)
    assert sheet.evaluate(JUDGE, [""]) == []
    sheet.close()


def test_axe_finds_no_fault_in_a_class_on_the_projector_and_on_a_phone(server: Server, new_context: NewContext) -> None:
    closed = new_context().new_page()
    closed.goto(f"{server.url}/join")
    closed.get_by_label("PIN").wait_for(timeout=FIRST_PICTURE)
    assert violations(closed) == []
    hall, pin = lecturer(new_context, server)
    student = phone(new_context, server, pin)
    assert violations(hall) == violations(student) == []
    ask_class(hall, "Momentum", TRIAL)
    button(hall, "Let them answer").click()
    expect(button(student, "Send")).to_be_visible(timeout=FIRST_PICTURE)
    settled(student)
    assert violations(hall) == violations(student) == []
    turn_dials(student, 500, 600)
    button(student, "Send").tap()
    counted(hall, "1 of 1 answered")
    assert violations(student) == []
    button(hall, "Reveal").click()
    for each in (hall, student):
        button(each, "To the answer").click(timeout=FIRST_PICTURE)
        expect(each.locator(".ov-verdict strong")).to_be_visible()
    assert violations(hall) == violations(student) == []

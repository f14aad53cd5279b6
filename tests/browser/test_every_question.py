"""Every question of every section and lesson once in a browser: asked, shown, and told what the run says."""

import pytest
from playwright.sync_api import Page, expect

from optviz.lecture.pages import PAGES
from optviz.lecture.questions import questions_of as questions_of_section
from optviz.scenes.lessons import LESSONS
from optviz.scenes.questions import questions_of as questions_of_lesson
from tests.browser.helpers import CHANGE, FIRST_PICTURE, open_board, open_stage, wait_for
from tests.browser.server import Server
from tests.every import some

ASKED = "[data-stage]:not(.ov-asking) .ov-question:not([hidden])"
WIDE = """() => {
    const root = document.querySelector("[data-stage]"), strip = document.querySelector(".ov-question");
    return strip.scrollWidth > strip.clientWidth + 1 || root.scrollWidth > root.clientWidth + 1;
}"""


def play_through(page: Page, count: int) -> list[str]:
    """Ask for so many questions, see what the run says of each; return the texts of the questions."""
    texts = []
    page.keyboard.press("q")
    for place in range(count):
        strip = page.locator(".ov-question")
        expect(strip.get_by_role("button", name="Show me")).to_be_visible(timeout=FIRST_PICTURE)
        texts.append(strip.locator(".ov-question-text").inner_text())
        assert not page.evaluate(WIDE), texts[-1]
        strip.get_by_role("button", name="Show me").click()
        expect(page.locator(ASKED)).to_be_visible(timeout=FIRST_PICTURE)
        page.keyboard.press("End")
        expect(strip.locator(".ov-verdict :not(.ov-later) > strong")).not_to_be_empty(timeout=FIRST_PICTURE)
        if place < count - 1:
            strip.get_by_role("button", name="Another one").click()
            expect(strip.locator(".ov-question-text")).not_to_have_text(texts[-1], timeout=FIRST_PICTURE)
    return texts


@pytest.mark.parametrize("stem", some(PAGES, ("momentum", "backprop", "practice").__contains__))
def test_every_question_of_a_page_is_asked_and_answered_by_its_run(server: Server, page: Page, stem: str) -> None:
    open_board(page, f"{server.url}/{stem}", "")
    for section in PAGES[stem].sections:
        wait_for(page, section=section.key, timeout=FIRST_PICTURE)
        count = sum(not question.alone for question in questions_of_section(stem, section.key).values())
        assert len(set(play_through(page, count))) == count
        page.locator(".ov-question").get_by_role("button", name="Leave").click()
        expect(page.locator(".ov-question")).to_be_hidden(timeout=CHANGE)
        page.keyboard.press("PageDown")


@pytest.mark.parametrize("lesson", some(LESSONS, list(LESSONS)[:3].__contains__))
def test_every_question_of_a_lesson_is_asked_and_answered_by_its_run(server: Server, page: Page, lesson: str) -> None:
    open_stage(page, server.url, f"lesson={lesson}")
    count = len(questions_of_lesson(lesson))
    assert len(set(play_through(page, count))) == count

"""The quiz as a person takes it: by mouse, as an exam, on a phone, after a reload, from a lecturer's link, on paper."""

from collections.abc import Callable
from contextlib import suppress
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import BrowserContext, Locator, Page, TimeoutError, expect

from optviz.pictures.question_refs import picture_of
from optviz.pictures.quiz_set import items_of
from tests.browser.helpers import CHANGE, FIRST_PICTURE, SIZES, open_board, query, settled, still, wait_for_url
from tests.browser.server import Server
from tests.browser.test_looks import SMALL
from tests.browser.whole import NAMELESS, SPILLED, WIDE, WRONG

REGIME = "one_dimension.step_size.regime"
LARGEST = "one_dimension.step_size.largest"
TWO = f"set={REGIME},{LARGEST}&seed=5"
SHORT = 1500
PROGRAM = """\
t x f(x)
0 2.0 4.0
1 2.4 5.76
2 2.88 8.2944
3 3.456 11.943935999999999
"""


def open_quiz(page: Page, server: Server, link: str = "") -> None:
    """Open the quiz and wait until the browser has drawn it."""
    page.goto(f"{server.url}/quiz?{link}" if link else f"{server.url}/quiz")
    page.locator("[data-stage=quiz] .ov-quiz:visible").wait_for(timeout=FIRST_PICTURE)


def press(page: Page, name: str) -> None:
    """Press a button of the quiz."""
    page.locator("[data-stage=quiz]").get_by_role("button", name=name, exact=True).click()


def at_question(page: Page, number: int, of: int) -> None:
    """Wait until the quiz shows this question."""
    expect(page.locator(".ov-quiz-where")).to_have_text(f"Question {number} of {of}", timeout=FIRST_PICTURE)
    page.locator(".ov-question-text").wait_for(timeout=CHANGE)
    settled(page)


def marks(page: Page) -> list[str]:
    """What became of each question, as the row of numbers says it."""
    dots = page.locator(".ov-quiz-dots button").all()
    return [(dot.get_attribute("data-mark") or "") for dot in dots]


def fill(page: Page) -> None:
    """Give some answer by mouse or keyboard; look at the run where the answer is drawn or sorted."""
    form = page.locator(".ov-question")
    options, slider, field = (form.locator(f"input[type={kind}]") for kind in ("radio", "range", "text"))
    if options.count():
        options.first.check()
    elif slider.count():
        for each in slider.all():
            each.focus()
            each.press("End")
    elif field.count() == 1:
        field.fill("1")
    commit = page.get_by_role("button", name="That is my answer")
    if commit.is_enabled():
        commit.click()
    else:
        press(page, "Show me")


def told(page: Page) -> Locator:
    """What the run says, once it has been played."""
    end = page.get_by_role("button", name="To the answer")
    verdict = page.locator(".ov-verdict:visible")
    said = verdict.locator(":not(.ov-later) > strong").first  # before, the verdict's room is kept, empty
    expect(end.or_(said).first).to_be_visible(timeout=CHANGE)
    with suppress(TimeoutError):  # a short run is over before the button is reached
        end.click(timeout=SHORT)
    said.wait_for(timeout=FIRST_PICTURE)
    return verdict


def test_a_whole_quiz_by_mouse_from_the_choice_to_the_score_and_on_to_a_section(server: Server, page: Page) -> None:
    open_quiz(page, server)
    page.get_by_label("Quiz number").fill("17")
    page.get_by_role("radio", name="All topics, mixed").check()
    press(page, "Start")
    count = len(items_of("mixed", 17))
    for number in range(1, count + 1):
        at_question(page, number, count)
        assert page.evaluate(WRONG) == []
        fill(page)
        expect(page.locator(".ov-quiz-score")).to_contain_text(f"of {number}", timeout=CHANGE)
        assert told(page).inner_text()
        press(page, "See the score" if number == count else "Next")
    page.locator(".ov-quiz-review li").nth(count - 1).wait_for(timeout=CHANGE)
    assert page.locator(".ov-quiz-review li").count() == count and all(marks(page))
    assert page.evaluate(SMALL, 16) == [] and page.evaluate(NAMELESS) == []
    page.locator(".ov-quiz-review a").first.click()
    page.locator("[data-stage]:not([data-stage=quiz]):not([data-stage=''])").wait_for(timeout=FIRST_PICTURE)
    page.go_back()
    page.locator(".ov-quiz-review li").nth(count - 1).wait_for(timeout=FIRST_PICTURE)
    press(page, "Again with new numbers")
    at_question(page, 1, count)
    page.wait_for_function("!location.search.includes('answers')", timeout=CHANGE)
    assert query(page)["set"] == ["mixed"] and query(page)["seed"] != ["17"]


def test_the_scene_of_a_question_opens_with_its_setting(server: Server, page: Page) -> None:
    open_quiz(page, server, TWO)
    at_question(page, 1, 2)
    fill(page)
    told(page)
    link = page.get_by_role("link", name="Open this scene")
    (item, _) = items_of(f"{REGIME},{LARGEST}", 5)
    scene = picture_of(item.ref, item.seed).inner.link
    assert urlsplit(link.get_attribute("href") or "").query == scene
    link.click()
    page.locator("[data-stage=one_dimension][data-section=step_size]").wait_for(timeout=FIRST_PICTURE)
    wait_for_url(page, scene.split("&")[1])
    assert page.locator(".ov-question:visible").count() == 0


def test_a_reload_in_the_middle_keeps_all_and_a_cold_server_opens_the_link(
    cold_server: Callable[..., Server], page: Page
) -> None:
    server = cold_server()
    open_quiz(page, server, TWO)
    at_question(page, 1, 2)
    fill(page)
    told(page)
    press(page, "Next")
    at_question(page, 2, 2)
    wait_for_url(page, "at=2")
    before, link = marks(page), page.url
    page.reload()
    at_question(page, 2, 2)
    assert marks(page) == before and before[0] and page.url == link
    fresh = cold_server()
    page.goto(link.replace(server.url, fresh.url))
    at_question(page, 2, 2)
    assert marks(page) == before and page.locator("[data-testid=stAlert]").count() == 0


def test_an_exam_is_silent_until_it_is_handed_in(server: Server, page: Page) -> None:
    open_quiz(page, server, f"{TWO}&exam=1")
    at_question(page, 1, 2)
    fill(page)
    at_question(page, 2, 2)
    assert marks(page) == ["given", ""]
    press(page, "Question 1: answered")
    at_question(page, 1, 2)
    assert page.locator(".ov-question input:checked").count() == 1, "the answer is there, to be changed"
    assert page.locator(".ov-verdict:visible").count() == 0
    assert page.locator("[data-stage]").get_attribute("data-step") == "0"
    press(page, "Change my answer")
    at_question(page, 2, 2)
    press(page, "Leave it for later")
    expect(page.locator(".ov-quiz-end h2")).to_have_text("1 of 2 questions are still open.", timeout=CHANGE)
    press(page, "Hand in, and see what was right")
    page.locator(".ov-quiz-review li").nth(1).wait_for(timeout=CHANGE)
    assert marks(page)[0] in ("right", "wrong") and marks(page)[1] == ""
    wait_for_url(page, "exam=over")
    page.get_by_role("button", name="See the question").first.click()
    at_question(page, 1, 2)
    assert told(page).inner_text() and page.get_by_role("link", name="Open this scene").is_visible()


def test_nothing_of_a_setting_can_be_changed_in_a_quiz(server: Server, page: Page) -> None:
    open_quiz(page, server, TWO)
    at_question(page, 1, 2)
    fill(page)
    told(page)
    assert page.locator(".ov-controls").first.evaluate("controls => controls.inert")
    before = page.locator(".ov-quiz-where").inner_text()
    box = page.locator("[data-panel=curve] .ov-plotly").bounding_box()
    assert box is not None
    page.mouse.click(box["x"] + box["width"] / 3, box["y"] + box["height"] / 3)
    still(page, "() => document.querySelector('[data-stage]').dataset.revision")
    assert page.locator(".ov-quiz-where").inner_text() == before and query(page)["set"] == [f"{REGIME},{LARGEST}"]


def test_a_lecturers_link_is_copied_and_gives_another_browser_the_same_questions(
    server: Server, new_context: Callable[..., BrowserContext]
) -> None:
    lecturer = new_context(permissions=["clipboard-read", "clipboard-write"]).new_page()
    open_quiz(lecturer, server)
    lecturer.get_by_role("radio", name="One dimension").check()
    lecturer.get_by_label("Quiz number").fill("8")
    lecturer.get_by_label("As an exam").check()
    press(lecturer, "Copy link for a class")
    lecturer.locator(".ov-toast[data-shown=true]").wait_for(timeout=CHANGE)
    link = lecturer.evaluate("navigator.clipboard.readText()")
    assert link == f"{server.url}/quiz?set=one_dimension&seed=8&exam=1"
    items = items_of("one_dimension", 8)
    student = new_context().new_page()
    student.goto(link)
    at_question(student, 1, len(items))
    assert picture_of(*items[0]).asked.text in student.locator(".ov-question-text").inner_text()


def test_the_numbers_of_ones_own_program_are_compared_and_its_fault_is_named(server: Server, page: Page) -> None:
    ref = "one_dimension.exercise.program"
    seed = next(seed for seed in range(99) if "η = 0.1 " in picture_of(*items_of(ref, seed)[0]).asked.text)
    open_quiz(page, server, f"set={ref}&seed={seed}")
    at_question(page, 1, 1)
    expect(page.get_by_role("button", name="Compare")).to_be_disabled()
    page.get_by_label("What your program prints").fill(PROGRAM)
    press(page, "Compare")
    verdict = told(page).inner_text()
    assert "Line 2 differs: x is 2.4, not 1.6" in verdict and "uphill" in verdict
    wait_for_url(page, "answers=0,2.0,4.0;1,2.4,5.76;")
    page.reload()
    at_question(page, 1, 1)
    assert "2.88" in page.get_by_label("What your program prints").input_value()


def test_the_exercise_has_the_check_of_ones_own_program_beside_it(server: Server, page: Page) -> None:
    open_board(page, f"{server.url}/one_dimension", "section=exercise_2d")
    page.get_by_role("button", name="Check my program").click()
    field = page.get_by_label("What your program prints")
    field.wait_for(timeout=CHANGE)
    wait_for_url(page, "ask=program")
    seed = int(query(page)["q"][0])
    field.fill(picture_of("one_dimension.exercise_2d.program", seed).asked.form.right_answer.replace(";", "\n"))
    page.get_by_role("button", name="Compare").click()
    assert "Right. 10 lines agree" in told(page).inner_text()
    page.get_by_role("button", name="Another one").click()
    page.get_by_role("button", name="Compare").wait_for(timeout=CHANGE)


def test_the_sheet_opens_for_print_and_its_links_lead_to_the_scenes(server: Server, page: Page) -> None:
    open_quiz(page, server, f"{TWO}&at=3")
    with page.expect_popup() as opened:
        page.get_by_role("link", name="Sheet to print").click()
    sheet = opened.value
    sheet.locator(".answers").wait_for(timeout=CHANGE)
    assert sheet.locator(".question").count() == 2 and sheet.locator(".code svg").count() == 3
    links = [each.get_attribute("href") or "" for each in sheet.locator(".code a").all()]
    assert links[0] == f"{server.url}/quiz?{TWO}"
    sheet.close()
    page.goto(links[1])
    page.locator(".ov-question-text").wait_for(timeout=FIRST_PICTURE)
    (item, _) = items_of(f"{REGIME},{LARGEST}", 5)
    assert picture_of(*item).asked.text in page.locator(".ov-question-text").inner_text()
    assert parse_qs(urlsplit(page.url).query)["ask"] == ["regime"]


@pytest.mark.parametrize("size", SIZES)
def test_the_quiz_is_whole_at_every_size(server: Server, screen: Page, size: str) -> None:
    present = "&present=1" if size == "projector" else ""
    for link in ("present=1" if present else "", f"{TWO}{present}", f"{TWO}&at=3&answers=1~-{present}"):
        open_quiz(screen, server, link)
        if "at=" not in link and "set" in link:
            at_question(screen, 1, 2)
        assert screen.evaluate(WIDE) <= 0, f"{link} scrolls sideways"
        spilled = [name for name in screen.evaluate(SPILLED) if screen.locator(f"[data-panel={name}]").is_visible()]
        assert spilled == [] and screen.evaluate(NAMELESS) == []
        assert screen.evaluate(SMALL, 24 if present else 16) == [], link


def test_a_wrong_link_is_told_in_a_sentence_and_leads_to_the_choice(server: Server, page: Page) -> None:
    open_quiz(page, server, "set=nonsense&at=3")
    page.get_by_text("set = nonsense: there is no such quiz.").wait_for(timeout=CHANGE)
    assert page.locator(".ov-quiz-choice").is_visible()

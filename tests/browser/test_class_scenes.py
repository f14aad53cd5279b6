"""A class is shown a section or a lesson, and asked about it; what is asked is answered again where it was refused."""

from playwright.sync_api import Page, expect

from tests.browser.classroom import (
    NewContext,
    Voice,
    ask,
    button,
    counted,
    lecturer,
    phone,
    show,
    turn_dials,
)
from tests.browser.helpers import CHANGE, FIRST_PICTURE, read, wait_for
from tests.browser.server import Server

MAP = "The map"
PLACES = """panel => {
    const {xaxis, yaxis} = panel.querySelector(".ov-plotly")._fullLayout;
    return [xaxis.type, xaxis.title.text, yaxis.range[1]];
}"""


def plays(page: Page) -> None:
    """Press Play, and see the playhead go on."""
    page.get_by_role("button", name="Play", exact=True).click()
    wait_for(page, playing=True)
    page.wait_for_function("() => Number(document.querySelector('[data-stage]').dataset.step) > 5")


def test_a_section_is_shown_and_played_on_projector_and_phones_and_then_asked_about(
    server: Server, new_context: NewContext
) -> None:
    hall, pin = lecturer(new_context, server)
    student = phone(new_context, server, pin)
    show(hall, "Momentum", MAP)
    wait_for(hall, timeout=FIRST_PICTURE)
    expect(student.locator(".ov-room-scene")).to_contain_text(MAP, timeout=FIRST_PICTURE)
    expect(student.locator(".ov-room-words")).to_contain_text("on the screen in front")
    for page in (hall, student):
        expect(page.locator(".ov-question")).to_be_hidden()
        expect(page.locator("[data-panel=map]")).to_be_visible()
        assert read(page).step == 0
        plays(page)
    late = phone(new_context, server, pin)
    expect(late.locator(".ov-room-scene")).to_contain_text(MAP, timeout=FIRST_PICTURE)
    hall.reload()
    expect(hall.locator(".ov-room-scene")).to_contain_text(MAP, timeout=FIRST_PICTURE)
    button(hall, "Choose what to show").click()
    ask(hall, "Momentum", "Your η and β")
    expect(hall.locator(".ov-room-scene")).to_be_hidden()
    wait_for(hall, step=0)
    button(hall, "Let them answer").click()
    for page in (student, late):
        expect(button(page, "Send")).to_be_visible(timeout=FIRST_PICTURE)
        expect(page.locator(".ov-room-scene")).to_be_hidden()


def test_a_lesson_is_shown_and_its_own_page_is_one_click_away(server: Server, new_context: NewContext) -> None:
    hall, pin = lecturer(new_context, server)
    student = phone(new_context, server, pin)
    show(hall, "Lessons", "A cliff throws GD back")
    link = student.get_by_role("link", name="Open it to change its settings")
    expect(link).to_be_visible(timeout=FIRST_PICTURE)
    with student.context.expect_page() as opened:
        link.tap()
    wait_for(opened.value, timeout=FIRST_PICTURE)
    assert "lesson=cliff" in opened.value.url
    expect(student.locator(".ov-nickname")).not_to_be_empty()  # and the phone is still in the class


def test_of_one_dial_everyone_s_value_stands_on_its_axis(server: Server, new_context: NewContext) -> None:
    hall, pin = lecturer(new_context, server)
    voices = [Voice(server, pin) for _ in range(12)]
    student = phone(new_context, server, pin)
    ask(hall, "One dimension", "Your η")
    axis = hall.locator("[data-panel=settings]")
    expect(axis).to_be_visible(timeout=FIRST_PICTURE)
    button(hall, "Let them answer").click()
    expect(button(student, "Send")).to_be_visible(timeout=FIRST_PICTURE)
    turn_dials(student, 500)
    button(student, "Send").tap()
    for place, voice in enumerate(voices):
        voice.answer(("0.02", "0.2", "0.21", "1.1")[place % 4])
    counted(hall, "13 of 13 answered")
    button(hall, "Reveal").click()
    wait_for(hall, playing="true", timeout=FIRST_PICTURE)
    for end in ("reaches the goal", "best known"):
        expect(axis.locator(".ov-key", has_text=end).first).to_be_visible(timeout=CHANGE)
    scale, label, highest = axis.evaluate(PLACES)
    assert (scale, label) == ("log", "η") and highest >= 6
    expect(student.locator("[data-panel=settings]")).to_have_count(0)
    expect(student.locator(".ov-verdict")).to_contain_text("of 100", timeout=FIRST_PICTURE)


def test_a_phone_is_told_what_is_no_answer_and_answers_once_more(server: Server, unwatched: NewContext) -> None:
    hall, pin = lecturer(unwatched, server)
    student = phone(unwatched, server, pin)
    ask(hall, "Adaptive rates", "How long is the first step?")
    button(hall, "Let them answer").click()
    field = student.locator(".ov-answer input")
    expect(button(student, "Send")).to_be_visible(timeout=FIRST_PICTURE)
    field.fill("1e999")
    button(student, "Send").tap()
    expect(student.locator(".ov-room-fault")).to_have_text("This is not an answer to this question.", timeout=CHANGE)
    field.fill("0.5")
    button(student, "Send").tap()
    expect(student.locator(".ov-room-words")).to_contain_text("Your answer is in", timeout=CHANGE)
    expect(student.locator(".ov-room-fault")).to_be_empty()
    counted(hall, "1 of 1 answered")

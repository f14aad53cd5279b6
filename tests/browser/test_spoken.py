"""What a screen reader is told of a question: what is asked, in what form, what was answered, and what the run says."""

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.answering import DRAWN, MOUSE, ask, by_keys, commit, strip, tab_to, told
from tests.browser.helpers import wait_for
from tests.browser.server import Server

pytestmark = pytest.mark.every

FIRST, *OTHERS = (
    "It comes nearer to the minimum from one side, a little less at every step.",
    "It jumps across the minimum at every step and comes nearer all the same.",
    "It jumps across the minimum and is further away after every step.",
    "It stays where it is, since the learning rate is too small for any step.",
)
# What the group called by the question holds before an answer, and after it.
BEFORE = {
    "choice": ('- radiogroup "Your prediction"', *(f'- radio "{text}"' for text in (FIRST, *OTHERS))),
    "number": ('- textbox "f(x₁) ="',),
    "range": ('- slider "x₃"',),
    "ranking": (
        '- group "In order, from smallest to largest"',
        *(f'- button "Move η = {rate} {way}"' for rate in (0.7, 0.05, 0.3, 0.45) for way in ("up", "down")),
        '- button "This order"',
    ),
    "target": ('- textbox "x ="',),
    "point": ('- textbox "x ="', '- textbox "y ="'),
    "route": ('- textbox "x ="', '- textbox "y ="', '- button "Add point"', '- button "Take back"'),
    "settings": ('- slider "η"', '- slider "β"'),
    "paste": ('- textbox "What it prints"',),
}
AFTER = {
    "choice": (f'- radio "{FIRST}" [checked] [disabled]',),
    "number": ('- textbox "f(x₁) =" [disabled]: 2,56',),
    "range": ("- text: x₃", '- status: "1.'),
    "ranking": ("- listitem: η = 0.05", "- listitem: η = 0.3", "- listitem: η = 0.45", "- listitem: η = 0.7"),
    "target": ('- textbox "x =" [disabled]: "0.05"',),
    "point": ('- textbox "x =" [disabled]: "0"', '- textbox "y =" [disabled]: "0"'),
    "route": ("- status: 6 points, to (0, 0)",),
    "settings": ("- text: η", "- text: β"),
    "paste": ("- text: t x 0 2.0 1 1.6 2 1.2800000000000002",),
}
NAMELESS = re.compile(r"^\s*- (img|button|textbox|slider|radio|group|application|link|combobox)(:|$)", re.MULTILINE)


def group(page: Page, key: str) -> Locator:
    """The form of the answer, called by the question."""
    return strip(page).get_by_role("group", name=f"Where to, {key}?")


def in_order(tree: str, lines: tuple[str, ...]) -> bool:
    """Tell whether the lines stand in the accessibility tree, one after the other."""
    places = [tree.find(line) for line in lines]
    return -1 not in places and places == sorted(places)


def names_of(page: Page) -> list[str]:
    """All names in the browser's own accessibility tree, which knows what is inert."""
    session = page.context.new_cdp_session(page)
    nodes = session.send("Accessibility.getFullAXTree")["nodes"]
    session.detach()
    return [node.get("name", {}).get("value", "") for node in nodes if not node["ignored"]]


@pytest.mark.parametrize("key", MOUSE)
def test_a_form_is_called_by_its_question_and_every_part_of_it_by_its_name(
    board_server: Server, page: Page, key: str
) -> None:
    ask(page, board_server, key)
    before = group(page, key).aria_snapshot()
    assert in_order(before, BEFORE[key]), before
    assert NAMELESS.findall(strip(page).aria_snapshot()) == []
    MOUSE[key](page)
    commit(page).click()
    told(page)
    after = group(page, key).aria_snapshot()
    assert in_order(after, AFTER[key]), after
    assert any(f"Where to, {key}?" in name for name in names_of(page)), "what is answered can still be read"


@pytest.mark.parametrize("key", ["range", "settings"])
def test_a_slider_says_that_it_is_not_set_and_then_its_value(board_server: Server, page: Page, key: str) -> None:
    ask(page, board_server, key)
    for slider in strip(page).get_by_role("slider").all():
        expect(slider).to_have_attribute("aria-valuetext", "not set yet")
        slider.focus()
        by_keys(page, "End", "ArrowLeft")
        expect(slider).to_have_attribute("aria-valuetext", re.compile(r"^\d"))


def test_that_an_answer_is_in_and_what_the_run_says_are_told_by_a_region_that_was_there_before(
    board_server: Server, page: Page
) -> None:
    ask(page, board_server, "choice")
    told_by = strip(page).get_by_role("status")
    expect(told_by).to_have_text("")
    by_keys(page, "1", "Enter")
    wait_for(page, playing=True)
    assert "Your answer is in. The run plays." in told_by.aria_snapshot()
    told(page)
    assert told_by.aria_snapshot() == "- status:\n  - strong: Right.\n  - text: The sign stays."


def test_the_focus_stays_at_the_question_when_the_button_that_had_it_is_gone(board_server: Server, page: Page) -> None:
    ask(page, board_server, "choice")
    by_keys(page, "1")
    tab_to(page, commit(page))
    by_keys(page, "Enter")
    wait_for(page, playing=True)
    expect(strip(page)).to_be_focused()
    expect(strip(page)).to_have_accessible_description("Predict. Where to, choice?")
    by_keys(page, "Tab")
    expect(strip(page).get_by_role("button", name="To the answer")).to_be_focused()
    by_keys(page, "Enter")
    expect(strip(page)).to_be_focused()
    by_keys(page, "Tab", "Enter")
    expect(strip(page)).to_have_accessible_description("Predict. Where to, number?")
    expect(strip(page)).to_be_focused()


@pytest.mark.parametrize("key", DRAWN)
def test_the_picture_that_is_answered_on_has_words_of_its_own_and_takes_the_arrow_keys(
    board_server: Server, page: Page, key: str
) -> None:
    ask(page, board_server, key)
    plane = page.locator("[data-panel=plane]")
    tree = plane.aria_snapshot()
    assert NAMELESS.findall(tree) == []
    expect(plane.get_by_role("img", name="How it goes on is hidden until it is played.")).to_have_count(1)
    expect(plane.get_by_role("application")).to_have_count(0 if key == "route" else 1)


def test_a_panel_that_shows_a_part_alone_is_reached_by_tab_and_moved_by_the_arrows(
    board_server: Server, page: Page
) -> None:
    page.set_viewport_size({"width": 900, "height": 700})
    ask(page, board_server, "choice")
    by_keys(page, "1", "Enter")
    told(page)
    formula = page.locator("[data-panel=formula] .ov-worked")
    expect(formula).to_have_attribute("tabindex", "0")
    tab_to(page, formula)
    by_keys(page, "ArrowRight")
    page.wait_for_function("() => document.querySelector('.ov-worked').scrollLeft > 0")

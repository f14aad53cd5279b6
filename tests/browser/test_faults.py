"""A server that is killed and a line that is cut, while a person works on: nothing is reloaded, nothing is lost."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Literal

import pytest
from playwright.sync_api import Browser, BrowserContext, Locator, Page

from optviz.lecture.controls import Slider
from optviz.lecture.pages import PAGES
from tests.browser.helpers import (
    BOWL,
    CALM,
    FIRST_PICTURE,
    frames,
    grip,
    knob,
    open_board,
    open_stage,
    page_down,
    read,
    stage,
    wait_for,
    wait_for_redraw,
    wait_for_url,
)
from tests.browser.server import Server
from tests.browser.tab import VIEWPORT

BACK = 80_000  # milliseconds: the server starts anew, and a page asks again with growing pauses
STARTED = """() => {
    const {steps, work} = document.querySelector("[data-stage]").dataset;
    return Number(steps) > 0 && work === "running";
}"""
FIELDS, VALUES = ".ov-root :is(.ov-exact, input[type=text])", "fields => fields.map((field) => field.value)"
LOST, KEPT = "No answer from the server", "What you set is kept"


class Mortal:
    """A server that is killed and takes its own place again; the next test goes on with what has come back."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self.lives = [Server(folder / "log0.txt")]

    @property
    def url(self) -> str:
        """Where it is, whichever life it is in."""
        return self.lives[-1].url

    def kill(self) -> None:
        """End it at once, as a crash would."""
        self.lives[-1].kill()

    def rise(self) -> None:
        """Start it anew, with the same port."""
        self.lives.append(Server(self._folder / f"log{len(self.lives)}.txt", port=self.lives[-1].port))


@pytest.fixture(scope="module")
def lives(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Mortal]:
    """The one server that all these tests kill, as silent as the others."""
    server = Mortal(tmp_path_factory.mktemp("mortal"))
    yield server
    server.lives[-1].stop()
    assert [line for life in server.lives for line in life.complaints()] == []


@pytest.fixture
def mortal(lives: Mortal) -> Mortal:
    """A server that may be killed; one that a failed test left dead has risen."""
    if not lives.lives[-1].healthy():
        lives.rise()
    return lives


@pytest.fixture
def lone(browser: Browser) -> Iterator[Page]:
    """A page whose console may complain: a browser tells of every request that nobody answers."""
    context = browser.new_context(viewport=VIEWPORT)
    yield context.new_page()
    context.close()


def cut(page: Page) -> None:
    """Wait until the page says that the server does not answer, and that what was set is kept."""
    page.locator(".ov-waiting", has_text=LOST).wait_for(timeout=BACK)
    assert KEPT in page.locator(".ov-waiting").inner_text()


def back(page: Page) -> None:
    """Wait until the page has got its answer."""
    page.locator(".ov-waiting").wait_for(state="hidden", timeout=BACK)


@contextmanager
def offline(context: BrowserContext) -> Iterator[None]:
    """Cut the browser's line for a while."""
    context.set_offline(True)
    yield
    context.set_offline(False)


def test_a_server_killed_in_a_drag_shows_after_its_restart_what_the_hand_set_last(mortal: Mortal, lone: Page) -> None:
    open_stage(lone, mortal.url, BOWL)
    slider, field = knob(lone, "lr", 0)
    x, y, width = grip(lone, slider, 0.3)
    lone.mouse.move(x + 0.1 * width, y, steps=5)
    mortal.kill()
    before = read(lone)
    lone.mouse.move(x + 0.3 * width, y, steps=8)
    cut(lone)
    lone.mouse.move(x + 0.4 * width, y, steps=4)
    lone.mouse.up()
    wished = field.input_value()
    wait_for_url(lone, f"gd,lr:{wished}", answered=False)
    assert read(lone).runs == 2 and lone.locator(".ov-plotly").first.is_visible()
    mortal.rise()
    after = wait_for(lone, revision=before.revision + 1, timeout=BACK)
    back(lone)
    assert field.input_value() == wished and after.runs == 2
    wait_for_url(lone, f"gd,lr:{wished}")
    lone.locator("[data-testid=stStatusWidget]").wait_for(state="hidden", timeout=BACK)
    seen = read(lone)
    field.fill("0.07")
    field.press("Enter")
    wait_for_redraw(lone, seen)
    wait_for_url(lone, "gd,lr:0.07")


# A page, its link with one kind of state or more, and what of it its address must hold; a slider is turned on each.
STATES = (
    ("", f"{BOWL}&noise=0.5&seed=42&t=7&view=3d&camera=picture:1.7,0.4,1.1", ("at=-2,1", "seed=42", "t=7", "camera=")),
    ("one_dimension", "section=step_size&t=3", ("section=step_size", "t=3")),
    ("traps", "section=saddle&t=40&present=1", ("section=saddle", "t=40", "present=1")),
    ("stochastic", "section=average&line_points=-1,-1_0,0.5_1,0.2&a=0.7", ("line_points=-1,-1_0,0.5_1,0.2",)),
    ("momentum", "section=two_parts&beta=0.9&lr=0.02&t=9&utm_source=mail", ("beta=0.9", "t=9", "utm_source=mail")),
    ("adaptive", "section=adam&t=5", ("section=adam", "t=5")),
    ("network", "section=network&epochs=3", ("section=network", "epochs=3")),
    ("backprop", "section=graph&expression=x*y%2Bexp(x)&t=2", ("expression=x*y+exp(x)", "t=2")),
)


def press_until_it_turns(page: Page, slider: Locator) -> None:
    """Press the right arrow on a slider, three times, or until a whole number is another one."""
    field = page.locator(".ov-exact:visible").first
    before = field.input_value()
    slider.focus()
    for i in range(200):
        if i >= 3 and field.input_value() != before:
            break
        page.keyboard.press("ArrowRight")


def turn(page: Page) -> None:
    """Turn the first slider of a page by its keys, and wait until its address and its picture have followed."""
    seen, address = read(page), page.url
    press_until_it_turns(page, page.locator(".ov-root input[type=range]:not(.ov-scrub):visible").first)
    wait_for_redraw(page, seen)
    wait_for(page, work="", timeout=FIRST_PICTURE)
    page.wait_for_function("address => location.href !== address", arg=address)


def state_of(page: Page) -> tuple[str, list[str]]:
    """What a page has set, as its address and its fields say it when both have come to rest."""
    frames(page, CALM)
    return page.url, page.locator(FIELDS).evaluate_all(VALUES)


@pytest.mark.timeout(600)
def test_a_restart_keeps_every_kind_of_state_on_every_page_without_a_reload(mortal: Mortal, browser: Browser) -> None:
    context = browser.new_context(viewport=VIEWPORT)
    try:
        pages, states = [], []
        for place, link, parts in STATES:
            page = context.new_page()
            page.goto(f"{mortal.url}/{place}?{link}")
            wait_for(page, timeout=FIRST_PICTURE, work="")
            turn(page)
            for part in parts:
                wait_for_url(page, part)
            pages.append(page)
            states.append(state_of(page))
        mortal.kill()
        for page in pages:
            page.bring_to_front()
            page.get_by_test_id("stConnectionStatus").wait_for(timeout=BACK)
        mortal.rise()
        for page, state in zip(pages, states, strict=True):
            page.bring_to_front()
            page.get_by_test_id("stConnectionStatus").wait_for(state="detached", timeout=2 * BACK)
            page.get_by_test_id("stStatusWidget").wait_for(state="detached", timeout=BACK)
            assert state_of(page) == state
    finally:
        context.close()


@pytest.mark.parametrize("stem", ["momentum", "network", "backprop", "lab"])
def test_a_board_of_each_kind_shows_after_a_restart_what_was_set_before_and_meanwhile(
    server: Server, lone: Page, stem: str
) -> None:
    # The line is cut instead of the server killed, which other tests share: the page cannot tell these apart.
    section = next(each for each in PAGES[stem].sections if any(isinstance(c, Slider) for c in each.controls))
    open_board(lone, f"{server.url}/{stem}", f"section={section.key}")
    row = lone.locator(".ov-control[data-control]:has(.ov-exact):visible").first
    key, field = row.get_attribute("data-control"), row.locator(".ov-exact").first
    slider = row.locator("input[type=range]")
    assert key is not None
    with offline(lone.context):
        press_until_it_turns(lone, slider)
        cut(lone)
        wished = field.input_value()
    back(lone)
    assert field.input_value() == wished
    wait_for_url(lone, f"{key}={wished}")


def test_a_film_goes_on_while_the_server_is_gone_and_after(mortal: Mortal, lone: Page) -> None:
    open_stage(lone, mortal.url, BOWL + "&steps=400")
    lone.get_by_role("button", name="Loop").click()
    lone.get_by_role("button", name="Play", exact=True).click()
    wait_for(lone, playing=True)
    mortal.kill()
    lone.wait_for_function("() => Number(document.querySelector('[data-stage]').dataset.step) > 100")
    mortal.rise()
    lone.wait_for_function("() => Number(document.querySelector('[data-stage]').dataset.step) > 300", timeout=BACK)
    seen = read(lone)
    assert seen.playing and seen.runs == 2
    field = knob(lone, "lr", 0)[1]
    field.fill("0.06")
    field.press("Enter")
    wait_for(lone, revision=seen.revision + 1, timeout=BACK, playing=True)


def test_a_training_that_loses_its_server_begins_again_and_ends(mortal: Mortal, lone: Page) -> None:
    lone.goto(f"{mortal.url}/network?section=digits&epochs=15&batch=4&seed=5")
    wait_for(lone, timeout=FIRST_PICTURE)
    lone.wait_for_function(STARTED, timeout=BACK)
    mortal.kill()
    cut(lone)
    mortal.rise()
    lone.wait_for_function("() => document.querySelector('[data-stage]').dataset.work === ''", timeout=2 * BACK)
    back(lone)
    wait_for_url(lone, "section=digits")
    wait_for_url(lone, "seed=5")


def test_a_restarted_server_speaks_of_the_section_that_is_shown(mortal: Mortal, lone: Page) -> None:
    open_board(lone, f"{mortal.url}/momentum")
    section = PAGES["momentum"].sections[1].key
    page_down(lone, section)
    mortal.kill()
    lone.get_by_test_id("stConnectionStatus").wait_for(timeout=BACK)
    mortal.rise()
    lone.get_by_test_id("stConnectionStatus").wait_for(state="detached", timeout=BACK)
    title = PAGES["momentum"].section(section).title
    lone.get_by_role("radio", name=title, checked=True).wait_for(timeout=BACK)
    assert stage(lone).get_attribute("data-section") == section


@pytest.mark.parametrize(
    ("role", "name", "opened"),
    [("radio", "The step size", "section=step_size"), ("button", "The minimum in one step", "eta=0.5")],
)
def test_the_first_press_after_a_restart_is_not_lost(
    mortal: Mortal, lone: Page, role: Literal["radio", "button"], name: str, opened: str
) -> None:
    open_board(lone, f"{mortal.url}/one_dimension?section=descent")
    mortal.kill()
    lone.get_by_test_id("stConnectionStatus").wait_for(timeout=BACK)
    mortal.rise()
    lone.get_by_test_id("stConnectionStatus").wait_for(state="detached", timeout=BACK)
    lone.get_by_role(role, name=name).click()
    lone.wait_for_function("part => location.search.includes(part)", arg=opened, timeout=BACK)

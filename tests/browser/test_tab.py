"""The page that many tests share is as good as new for each of them, and tells each of its own faults alone."""

import pytest
from playwright.sync_api import Browser

from tests.browser.server import Server
from tests.browser.tab import VIEWPORT, Tab

STATE = """() => ({history: history.length, local: localStorage.length, session: sessionStorage.length,
    size: [innerWidth, innerHeight], dark: matchMedia("(prefers-color-scheme: dark)").matches,
    cookie: document.cookie.includes("a=1"), calm: matchMedia("(prefers-reduced-motion: reduce)").matches})"""


def test_a_test_finds_nothing_of_the_one_before_it(server: Server, browser: Browser) -> None:
    tab, states = Tab(browser), []
    for _ in range(2):
        for page in tab.lend():
            page.goto(f"{server.url}/_stcore/health")
            states.append(page.evaluate(STATE))
            page.evaluate("localStorage.a = sessionStorage.a = document.cookie = 'a=1'")
            page.set_viewport_size({"width": 400, "height": 300})
            page.emulate_media(color_scheme="dark", reduced_motion="reduce")
            page.goto(f"{server.url}/_stcore/health?again")
            page.mouse.down()
    tab.close()
    assert states[0] == states[1]
    assert states[0]["size"] == list(VIEWPORT.values()) and states[0]["local"] == 0 and not states[0]["dark"]


@pytest.mark.parametrize(
    "program, said",
    [
        ("console.warn('a warning')", "console warning: a warning"),
        ("new Promise((done) => setTimeout(() => { setTimeout(done); throw new Error('late') }))", "uncaught: late"),
        ("fetch('http://198.51.100.1/').catch(() => 0); 0", "asked another machine: http://198.51.100.1/"),
        ("console.error('the last thing a test does')", "console error: the last thing a test does"),
    ],
)
def test_a_fault_fails_the_test_in_which_it_came_and_no_other(
    server: Server, browser: Browser, program: str, said: str
) -> None:
    tab = Tab(browser)
    with pytest.raises(AssertionError, match=said):
        for page in tab.lend():
            page.goto(f"{server.url}/_stcore/health")
            page.evaluate(program)
    for page in tab.lend():
        page.goto(f"{server.url}/_stcore/health")
    tab.close()


def test_after_a_page_that_was_closed_comes_a_new_one(browser: Browser) -> None:
    tab = Tab(browser)
    with pytest.raises(AssertionError, match="could not be cleared"):
        for page in tab.lend():
            page.close()
    for page in tab.lend():
        page.goto("about:blank")
    tab.close()

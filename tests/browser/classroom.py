"""A class in the browser: a projector, phones, and others by their requests."""

import http.client
import json
import re
from collections.abc import Callable
from typing import Any

from playwright.sync_api import BrowserContext, Locator, Page, expect

from tests.browser.helpers import CHANGE, FIRST_PICTURE, SIZES
from tests.browser.server import Server

TRIAL = "Your η and β"
HALL = {"width": 1280, "height": 720}
JSON = {"Content-Type": "application/json"}
NewContext = Callable[..., BrowserContext]


class Voice:
    """A phone without a screen: what it says to the server is all there is of it."""

    def __init__(self, server: Server, pin: str) -> None:
        self.server, self.pin = server, pin
        self.token = self.post("join", {})["token"]

    def post(self, what: str, fields: dict[str, Any]) -> dict[str, Any]:
        """Return what the server replies to a request of the room."""
        line = http.client.HTTPConnection("127.0.0.1", self.server.port, timeout=60)
        line.request("POST", f"/optviz/room/{self.pin}/{what}", json.dumps(fields), JSON)
        reply = line.getresponse()
        text = reply.read()
        line.close()
        assert reply.status == 200, text
        return json.loads(text)

    def answer(self, text: str, number: int = 1) -> None:
        """Answer the question of a round."""
        self.post("answer", {"token": self.token, "round": number, "answer": text})


def button(page: Page, name: str) -> Locator:
    """A button by its words, as it is shown."""
    return page.get_by_role("button", name=name, exact=True)


def lecturer(new_context: NewContext, server: Server) -> tuple[Page, str]:
    """Open a room on a projector; return its page and the PIN."""
    page = new_context(viewport=HALL).new_page()
    page.goto(f"{server.url}/class")
    button(page, "Open a room").click(timeout=FIRST_PICTURE)
    pin = page.locator(".ov-pin")
    expect(pin).to_have_text(re.compile(r"\d{3} \d{3}"), timeout=CHANGE)
    return page, pin.inner_text().replace(" ", "")


def phone(new_context: NewContext, server: Server, pin: str, typed: bool = False) -> Page:
    """Join a room on a phone, by its code or with the PIN typed."""
    page = new_context(viewport=SIZES["phone"], has_touch=True).new_page()
    page.goto(f"{server.url}/join" + ("" if typed else f"?pin={pin}"))
    if typed:
        page.get_by_label("PIN").fill(pin)
        page.get_by_role("button", name="Join", exact=True).tap()
    expect(page.locator(".ov-nickname")).not_to_be_empty(timeout=FIRST_PICTURE)
    return page


def ask(page: Page, topic: str, title: str) -> None:
    """Choose a question on the projector."""
    page.locator(".ov-room-list summary", has_text=topic).click(timeout=CHANGE)
    page.locator(".ov-room-list details[open]").get_by_role("button", name=title, exact=True).click()
    expect(page.locator(".ov-question-text")).to_be_visible(timeout=FIRST_PICTURE)


def asked(new_context: NewContext, server: Server) -> tuple[Page, Page, str]:
    """A projector and a phone with a question on which answers are taken."""
    hall, pin = lecturer(new_context, server)
    student = phone(new_context, server, pin)
    ask(hall, "Momentum", TRIAL)
    button(hall, "Let them answer").click()
    expect(button(student, "Send")).to_be_visible(timeout=FIRST_PICTURE)
    return hall, student, pin


def turn_dials(page: Page, *values: int) -> None:
    """Move the sliders of an answer, each to a place of its thousand."""
    for slider, value in zip(page.locator(".ov-answer-range input").all(), values, strict=True):
        slider.evaluate(
            "(e, value) => { e.value = value; e.dispatchEvent(new Event('input', { bubbles: true })); }", value
        )


def counted(hall: Page, text: str) -> None:
    """Wait until the projector counts so many answers."""
    expect(hall.locator(".ov-room-count")).to_have_text(text, timeout=CHANGE)


def show(page: Page, topic: str, title: str) -> None:
    """Choose a section or lesson on the projector, to be shown without a question."""
    page.locator(".ov-room-list summary", has_text=topic).click(timeout=CHANGE)
    button(page, f"Show it: {title}").click()
    expect(page.locator(".ov-room-scene")).to_contain_text(title, timeout=FIRST_PICTURE)

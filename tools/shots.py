"""Take the pictures of docs/ from the running app: `python -m tools.shots`, or those that are named behind it."""

import io
import random
import sys
import tempfile
from collections.abc import Callable
from functools import partial
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, Page, expect, sync_playwright

from tests.browser import test_class as room
from tests.browser.server import Server
from tools.browser import find

DOCS = Path(__file__).resolve().parents[1] / "docs"
FLAGS = ["--no-sandbox", "--disable-gpu", "--use-gl=angle", "--use-angle=swiftshader", "--enable-unsafe-swiftshader"]
END = "t=5000"
"""Where every run of the pictures has ended: before, how it ends is hidden."""

SHOTS = (
    ("playground", f"/?{END}"),
    ("weights", "/weights?section=perceptron&t=4"),
    ("one_dimension", f"/one_dimension?section=suboptimal&{END}"),
    ("traps", f"/traps?section=basins&{END}"),
    ("stochastic", f"/stochastic?section=batch_size&{END}"),
    ("momentum", f"/momentum?section=map&{END}"),
    ("adaptive", f"/adaptive?section=rotation&{END}"),
    ("network", f"/network?preset=spirals&{END}"),
    ("backprop", "/backprop?section=backward&t=4"),
    ("lab", f"/lab?section=knobs&{END}"),
    ("quiz", "/quiz?set=mixed&seed=17&at=7"),
)
GUIDE = (
    ("guide_compare", f"/lab?section=race&preset=each_tuned&{END}", ()),
    ("guide_predict", "/momentum?section=two_parts", ("q",)),
    ("guide_own", f"/?surface=typed&f=sin(3x)%20y%5E2%20%2B%20a%20x%5E2&{END}", ()),
    ("guide_presenter", "/momentum?section=too_much&present=1&t=120", ("n",)),
    ("guide_export", f"/?lesson=narrow_bowl&{END}", ("e",)),
)
"""Pictures of the user guide: where, and the keys that are pressed there."""

CLASS = 60
"""Phones in the picture of a class."""

GAP, DESK = 36, "#d5dae0"
QUALITY = 80


def still(page: Page) -> Image.Image:
    """Wait until the page stands still, and return it."""
    page.locator("[data-revision]").wait_for(timeout=120_000)
    page.locator(".ov-waiting").wait_for(state="hidden")
    page.locator("[data-work=running]").wait_for(state="detached")
    page.locator("[data-fine=false]").wait_for(state="detached")
    page.wait_for_load_state("networkidle")
    before, now = b"", page.screenshot()
    while now != before:
        page.wait_for_timeout(400)
        before, now = now, page.screenshot()
    return Image.open(io.BytesIO(now))


def answered(page: Page) -> Image.Image:
    """Return a question of the quiz with an answer, and what the run said."""
    page.locator(".ov-question input").first.check()
    page.get_by_role("button", name="That is my answer").click()
    page.get_by_role("button", name="To the answer").click()
    return still(page)


def play(browser: Browser, server: Server) -> Image.Image:
    """Play a round of a class; return the projector with all runs, and beside it a phone with its own."""
    hall, pin = room.lecturer(browser.new_context, server)
    student = room.phone(browser.new_context, server, pin)
    room.ask(hall, "Momentum", room.TRIAL)
    room.button(hall, "Let them answer").click()
    expect(room.button(student, "Send")).to_be_visible(timeout=room.CHANGE)
    rng = random.Random(3)
    for _ in range(CLASS - 1):
        room.Voice(server, pin).answer(f"{rng.uniform(0.002, 0.042):.4f},{rng.random() ** 0.5:.3f}")
    room.turn_dials(student, 200, 640)
    room.button(student, "Send").tap()
    room.counted(hall, f"{CLASS} of {CLASS} answered")
    room.button(hall, "Reveal").click()
    for page in (hall, student):
        room.button(page, "To the answer").click(timeout=room.FIRST_PICTURE)
    screen, phone = still(hall), still(student)
    phone = phone.resize((round(phone.width * screen.height / phone.height), screen.height))
    both = Image.new("RGB", (screen.width + phone.width + 3 * GAP, screen.height + 2 * GAP), DESK)
    both.paste(screen, (GAP, GAP))
    both.paste(phone, (screen.width + 2 * GAP, GAP))
    return both


def pressed(page: Page, keys: tuple[str, ...]) -> Image.Image:
    """Press some keys, and return what they show."""
    still(page)
    for key in keys:
        page.keyboard.press(key)
    page.mouse.move(0, 0)
    return still(page)


def pictures(browser: Browser, server: Server) -> dict[str, Callable[[], Image.Image]]:
    """Return how each picture is taken, by its name."""

    def taken(path: str, size: tuple[int, int], act: Callable[[Page], Image.Image]) -> Callable[[], Image.Image]:
        def take() -> Image.Image:
            page = browser.new_page(viewport={"width": size[0], "height": size[1]}, color_scheme="light")
            page.goto(server.url + path)
            image = act(page)
            page.close()
            return image

        return take

    readme = {name: taken(path, (1440, 900), answered if name == "quiz" else still) for name, path in SHOTS}
    guide = {name: taken(path, (1280, 720), partial(pressed, keys=keys)) for name, path, keys in GUIDE}
    return readme | guide | {"class": partial(play, browser, server)}


def save(image: Image.Image, name: str) -> None:
    """Write a picture of the README or the guide."""
    image.save(DOCS / f"{name}.webp", "WEBP", quality=QUALITY, method=6)


def main() -> None:
    """Start the app, take every picture, or those that are asked for, stop the app."""
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        server = Server(Path(folder) / "log")
        browser = playwright.chromium.launch(executable_path=find(), args=FLAGS)
        takes = pictures(browser, server)
        for name in sys.argv[1:] or takes:
            save(takes[name](), name)
        browser.close()
        server.stop()


if __name__ == "__main__":
    main()

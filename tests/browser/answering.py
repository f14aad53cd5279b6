"""How a person answers a prediction: on the strip and on the picture, by mouse, by finger and by keyboard alone."""

from collections.abc import Callable, Sequence
from itertools import pairwise

from playwright.sync_api import Locator, Page, expect

from tests.browser.fingers import SCROLLED, drag
from tests.browser.helpers import open_board, plane_pixel, query, wait_for, wait_for_url
from tests.browser.server import Server

SLOWEST = ("[", "[", "[")  # keys: a film of six seconds lasts a minute, and nobody misses it
Act = Callable[[Page], None]
SECTION = {"point": "map", "route": "map", "settings": "map"}
DRAWN = ("target", "point", "route")
LAST = {"curve": 40, "map": 30}
HALF_TURN = ((2.0, 0.0), (1.5, 0.9), (0.6, 1.2), (-0.3, 0.9), (-0.5, 0.3), (0.0, 0.0))
STAR = (0.0, 0.0)
PRINTED = "t x\n0 2.0\n1 1.6\n2 1.2800000000000002\n"
# Where the mark of a prediction is, as shares of the axes: the middle of all pixels in the accent's colour.
MARK = """panel => {
    const root = document.querySelector(`[data-panel=${panel}]`), plot = root.querySelector(".ov-plotly");
    const copy = document.createElement("canvas"), probe = copy.getContext("2d", {willReadFrequently: true});
    probe.fillStyle = getComputedStyle(root).getPropertyValue("--st-primary-color");
    probe.fillRect(0, 0, 1, 1);
    const [r, g, b] = probe.getImageData(0, 0, 1, 1).data, {xaxis, yaxis} = plot._fullLayout;
    let [count, sx, sy] = [0, 0, 0];
    for (const canvas of root.querySelectorAll("canvas.ov-layer")) {
        const {width, height} = canvas, ratio = width / canvas.clientWidth;
        Object.assign(copy, {width, height});
        probe.drawImage(canvas, 0, 0);
        const {data} = probe.getImageData(0, 0, width, height);
        for (let i = 0; i < data.length; i += 4) {
            if (Math.abs(data[i] - r) + Math.abs(data[i + 1] - g) + Math.abs(data[i + 2] - b) > 6) continue;
            if (data[i + 3] < 255) continue;
            [count, sx, sy] = [count + 1, sx + (i / 4) % width / ratio, sy + Math.floor(i / 4 / width) / ratio];
        }
    }
    const share = (sum, {_offset, _length}) => (sum / count - _offset) / _length;
    return count < 8 ? null : [share(sx, xaxis), share(sy, yaxis)];
}"""


def ask(page: Page, server: Server, key: str, more: str = "") -> None:
    """Open a question by its link, and let its run play slowly."""
    open_board(page, server.url, f"section={SECTION.get(key, 'curve')}&ask={key}&q=1{more}")
    strip(page).wait_for()
    by_keys(page, *SLOWEST)


def strip(page: Page) -> Locator:
    return page.locator(".ov-question")


def button(page: Page, text: str) -> Locator:
    return strip(page).get_by_role("button", name=text, exact=True)


def commit(page: Page) -> Locator:
    """What gives the answer, whatever is written on it."""
    return strip(page).locator(".ov-commit")


def given(page: Page, answered: bool = True) -> str:
    """The answer, once it is in the address, and unless the line is cut once its picture has come."""
    wait_for_url(page, "answer=", answered)
    (answer,) = query(page)["answer"]
    return answer


def told(page: Page) -> str:
    """Wait for the run to play, go to its end, and return what it says."""
    wait_for(page, playing=True)
    button(page, "To the answer").click()
    strip(page).locator(".ov-verdict strong").wait_for()
    return strip(page).locator(".ov-verdict").inner_text()


def tab_to(page: Page, target: Locator) -> None:
    """Press Tab until something has the focus."""
    for _ in range(120):
        if target.evaluate("element => element === document.activeElement"):
            return
        page.keyboard.press("Tab")
    raise AssertionError("no Tab leads there")


def by_keys(page: Page, *keys: str) -> None:
    for key in keys:
        page.keyboard.press(key)


def draw(page: Page, points: Sequence[Sequence[float]]) -> None:
    """Press the mouse at the first point and draw through the others."""
    page.mouse.move(*plane_pixel(page, points[0]))
    page.mouse.down()
    for point in points[1:]:
        page.mouse.move(*plane_pixel(page, point), steps=8)
    page.mouse.up()


def order_by_dragging(page: Page) -> None:
    """Drag the first row, which has the largest value, to the end of the list."""
    rows = strip(page).locator("li")
    rows.nth(0).locator(".ov-rank-name").hover()
    page.mouse.down()
    for place in (1, 2, 3):
        box = rows.nth(place).bounding_box()
        assert box is not None
        page.mouse.move(box["x"] + 60, box["y"] + box["height"] / 2, steps=4)
    page.mouse.up()


def order_by_keys(page: Page) -> None:
    down = strip(page).get_by_role("button", name="Move η = 0.7 down")
    tab_to(page, down)
    by_keys(page, "Enter", "Enter", "Enter", "Enter")
    expect(down).to_be_focused()
    tab_to(page, button(page, "That is my prediction"))


def point_by_keys(page: Page) -> None:
    tab_to(page, page.locator("[data-panel=plane] .ov-over"))
    by_keys(page, "ArrowUp", "Shift+ArrowRight", "Shift+ArrowLeft")


def route_by_keys(page: Page) -> None:
    x, y = strip(page).locator("input").all()
    for point in HALF_TURN[1:]:
        tab_to(page, x)
        page.keyboard.type(str(point[0]))
        tab_to(page, y)
        page.keyboard.type(str(point[1]).replace(".", ","))
        page.keyboard.press("Enter")
    tab_to(page, button(page, "That is my prediction"))


def typed(text: str) -> Act:
    def act(page: Page) -> None:
        tab_to(page, strip(page).locator("input"))
        page.keyboard.type(text)

    return act


def slide_by_keys(page: Page) -> None:
    tab_to(page, strip(page).locator("input"))
    by_keys(page, "Home", *["PageUp"] * 7, *["ArrowLeft"] * 30)


def dials_by_mouse(page: Page) -> None:
    for slider in strip(page).locator("input").all():
        slider.click(position={"x": 0.5 * width(page), "y": 10})


def dials_by_finger(page: Page) -> None:
    for slider in strip(page).locator("input").all():
        slider.tap(position={"x": 0.5 * width(page), "y": 10})


def dials_by_keys(page: Page) -> None:
    for slider in strip(page).locator("input").all():
        tab_to(page, slider)
        by_keys(page, "Home", *["PageUp"] * 5)


def number_by_finger(page: Page) -> None:
    strip(page).locator("input").tap()
    page.keyboard.type("2,56")


def paste_by_finger(page: Page) -> None:
    strip(page).locator("textarea").tap()
    page.keyboard.insert_text(PRINTED)


def paste_by_keys(page: Page) -> None:
    tab_to(page, strip(page).locator("textarea"))
    page.keyboard.insert_text(PRINTED)
    tab_to(page, commit(page))


MOUSE: dict[str, Act] = {
    "choice": lambda page: strip(page).get_by_text("from one side").click(),
    "number": lambda page: strip(page).locator("input").fill("2,56"),
    "range": lambda page: strip(page).locator("input").click(position={"x": 0.67 * width(page), "y": 10}),
    "ranking": order_by_dragging,
    "target": lambda page: page.mouse.click(*plane_pixel(page, (0.05, 3))),
    "point": lambda page: page.mouse.click(*plane_pixel(page, STAR)),
    "route": lambda page: draw(page, HALF_TURN),
    "settings": dials_by_mouse,
    "paste": lambda page: strip(page).locator("textarea").fill(PRINTED),
}
KEYS: dict[str, Act] = {
    "choice": lambda page: by_keys(page, "1"),
    "number": typed("2.56"),
    "range": slide_by_keys,
    "ranking": order_by_keys,
    "target": point_by_keys,
    "point": point_by_keys,
    "route": route_by_keys,
    "settings": dials_by_keys,
    "paste": paste_by_keys,
}


def width(page: Page) -> float:
    box = strip(page).locator("input[type=range]").first.bounding_box()
    assert box is not None
    return box["width"]


def tapped(*points: Sequence[float]) -> Act:
    def act(page: Page) -> None:
        for point in points:
            page.touchscreen.tap(*plane_pixel(page, point))

    return act


def dragged_mark(page: Page) -> None:
    """Tap beside the place, then drag the mark there: the page must not scroll meanwhile."""
    page.touchscreen.tap(*plane_pixel(page, (-1.5, 1.5)))
    before = page.evaluate(SCROLLED)
    drag(page, plane_pixel(page, (-1.5, 1.5)), plane_pixel(page, STAR))
    assert page.evaluate(SCROLLED) == before


def drawn_by_finger(page: Page) -> None:
    """Draw with the finger: the page must not scroll meanwhile."""
    before = page.evaluate(SCROLLED)
    for start, end in pairwise(HALF_TURN):
        drag(page, plane_pixel(page, start), plane_pixel(page, end))
    assert page.evaluate(SCROLLED) == before


def ordered_by_finger(page: Page) -> None:
    rows = strip(page).locator("li")
    boxes = [rows.nth(place).bounding_box() for place in (0, 3)]
    (x, y), (_, end) = [(box["x"] + 14, box["y"] + box["height"] / 2) for box in boxes if box]
    drag(page, (x, y), (x, end))


FINGER: dict[str, Act] = {
    "choice": lambda page: strip(page).get_by_text("from one side").tap(),
    "range": lambda page: strip(page).locator("input").tap(position={"x": 0.67 * width(page), "y": 10}),
    "ranking": ordered_by_finger,
    "target": tapped((0.05, 3)),
    "point": dragged_mark,
    "route": drawn_by_finger,
    "number": number_by_finger,
    "settings": dials_by_finger,
    "paste": paste_by_finger,
}

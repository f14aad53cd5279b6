"""Reads and awaits what the stage shows, and does what a person does: links, sliders, drags, points on the picture."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qs, urlsplit

from playwright.sync_api import Locator, Page, Request, ViewportSize, WebSocket

FIRST_PICTURE = 120_000  # milliseconds: JAX may still be compiling on a busy machine
CHANGE = 40_000
CALM = 45  # frames of the page, most of a second: what was on its way has come
RELAID = 6  # frames in which a board follows another size of its window
SIZES = {
    "phone": ViewportSize(width=390, height=844),
    "laptop": ViewportSize(width=1440, height=900),
    "projector": ViewportSize(width=1920, height=1080),
}

# A race small enough to be read: the bowl of κ = 10, two runs of 60 steps.
BOWL = "surface=quadratic&s.kappa=10&run=gd,lr:0.05&run=adam&at=-2,1&steps=60"

_CHECK = """([attributes, least]) => {
    const stage = document.querySelector("[data-stage]");
    return stage !== null
        && Object.entries(attributes).every(([name, value]) => stage.getAttribute(`data-${name}`) === value)
        && Number(stage.getAttribute("data-revision")) >= least
        && !stage.hasAttribute("data-waiting");
}"""
# The page's script has ended and its letters are there: nothing that is yet to come moves what is seen.
_DRAWN = """() => {
    const {revision, work, waiting} = document.querySelector("[data-stage]").dataset;
    const planes = [...document.querySelectorAll(".ov-plane")];
    return work !== "running" && waiting === undefined && planes.every((plane) => plane.dataset.drawn === revision)
        && document.fonts.status === "loaded" && !document.querySelector(".stApp[data-test-script-state=running]");
}"""
_IN_URL = """([part, answered]) => decodeURIComponent(location.search).includes(part)
    && !(answered && document.querySelector("[data-stage][data-waiting]"))"""
_PIXEL = """([x, y]) => {
    const plot = document.querySelector(".ov-plotly");
    const box = plot.getBoundingClientRect(), {xaxis, yaxis} = plot._fullLayout;
    const share = (v, axis) => (v - axis.range[0]) / (axis.range[1] - axis.range[0]);
    return [box.left + xaxis._offset + share(x, xaxis) * xaxis._length,
            box.top + yaxis._offset + (1 - share(y, yaxis)) * yaxis._length];
}"""
_FRAMES = """count => new Promise((done) => {
    const next = () => (count-- > 0 ? requestAnimationFrame(next) : done());
    next();
})"""
_SAME = """([arg, count]) => new Promise((done) => {
    const look = PROGRAM;
    let seen = "", left = count;
    const next = () => {
        const now = JSON.stringify(look(arg));
        left = now === seen ? left - 1 : now === "[]" ? Math.min(count, SOON) : count;
        seen = now;
        if (left > 0) requestAnimationFrame(next);
        else done(JSON.parse(now));
    };
    next();
})"""
_PANELS_DRAWN = """() => [...document.querySelectorAll(".ov-panels :is(.ov-plane, .ov-chart)")]
    .every((panel) => panel.dataset.drawn)"""
_FOLDED = "() => [...document.querySelectorAll('.ov-folded [data-control]')].map((each) => each.dataset.control)"
_UNFOLD = "key => document.querySelector(`.ov-folded:has([data-control='${key}'])`)?.setAttribute('open', '')"
_WINDOW = """() => [document.querySelector(".ov-plotly")._fullLayout]
    .flatMap(({ xaxis, yaxis }) => [...xaxis.range, ...yaxis.range])"""


@dataclass(frozen=True)
class Stage:
    """What the stage shows: playhead, length of the race, playing or not, runs, number of drawings, a status a run."""

    step: int
    steps: int
    playing: bool
    runs: int
    revision: int
    status: tuple[str, ...]


@dataclass
class Wire:
    """The number of messages over the page's websockets, both ways, and its requests for pictures by the route."""

    messages: int = 0
    pictures: list[Request] = field(default_factory=list)

    def listen(self, socket: WebSocket) -> None:
        """Count what this socket carries."""
        socket.on("framereceived", self._count)
        socket.on("framesent", self._count)

    def note(self, request: Request) -> None:
        """Note a request, if it is for a picture."""
        if "/optviz/picture/" in request.url:
            self.pictures.append(request)

    def _count(self, payload: object) -> None:
        self.messages += 1

    @property
    def traffic(self) -> tuple[int, int]:
        """How many messages and how many requests for pictures there were so far."""
        return self.messages, len(self.pictures)

    def quiet(self, page: Page) -> tuple[int, int]:
        """Wait until the page has drawn many frames without any traffic, and return the traffic so far."""
        before = (-1, -1)
        while before != self.traffic:
            before = self.traffic
            frames(page, CALM)
        return before


def listen_in(page: Page) -> Wire:
    """Count the websocket messages and the requests for pictures of a page that is not open yet."""
    wire = Wire()
    page.on("websocket", wire.listen)
    page.on("request", wire.note)
    return wire


def frames(page: Page, count: int) -> None:
    """Let the page draw so many frames: the time in which something that must not come would have come."""
    page.evaluate(_FRAMES, count)


def still(page: Page, program: str, arg: object = None, count: int = CALM) -> Any:
    """Return what a function of the page returns as soon as it has been the same for so many frames."""
    return page.evaluate(_SAME.replace("PROGRAM", program).replace("SOON", str(count)), [arg, count])


def faults_of(page: Page, program: str, arg: object = None) -> list[Any]:
    """Return the list of faults that a function of the page finds, when they stay; none at all are believed soon."""
    return page.evaluate(_SAME.replace("PROGRAM", program).replace("SOON", str(RELAID)), [arg, CALM])


def stage(page: Page) -> Locator:
    """The stage's root element."""
    return page.locator("[data-stage]").first


def read(page: Page) -> Stage:
    """Read all attributes of the stage at one moment."""
    seen = stage(page).evaluate("root => ({...root.dataset})")
    return Stage(
        step=int(seen["step"]),
        steps=int(seen["steps"]),
        playing=seen["playing"] == "true",
        runs=int(seen["runs"]),
        revision=int(seen["revision"]),
        status=tuple(filter(None, seen["status"].split(","))),
    )


def wait_for(page: Page, *, revision: int = 1, timeout: float = CHANGE, **attributes: object) -> Stage:
    """Wait until the stage shows these values (step=10, playing=False, runs=7 …) and at least that many drawings.

    A picture that was asked for before, by a key or a hand, has come then: the next key meets no picture on its way.
    """
    wanted = {name: str(value).lower() if isinstance(value, bool) else str(value) for name, value in attributes.items()}
    page.wait_for_function(_CHECK, arg=[wanted, revision], timeout=timeout)
    return read(page)


def open_stage(page: Page, url: str, query: str = "") -> Stage:
    """Open an address, with a query or without, and wait for the first picture."""
    page.goto(f"{url}/?{query}" if query else url)
    wait_for(page, timeout=FIRST_PICTURE)
    page.locator(".ov-waiting").wait_for(state="hidden", timeout=FIRST_PICTURE)
    page.locator(".uplot").first.wait_for(timeout=CHANGE)
    return settled(page, FIRST_PICTURE)


def wait_for_redraw(page: Page, before: Stage) -> Stage:
    """Wait until new paths are drawn after `before` was read, and those of the newest that was asked for."""
    return wait_for(page, revision=before.revision + 1)


def wait_for_url(page: Page, part: str, answered: bool = True) -> None:
    """Wait until the address holds this text, and unless the line is cut until its picture has come."""
    page.wait_for_function(_IN_URL, arg=[part, answered], timeout=CHANGE)


def query(page: Page) -> dict[str, list[str]]:
    """The settings in the address."""
    return parse_qs(urlsplit(page.url).query)


def card(page: Page, slot: int) -> Locator:
    """The card of a run in the legend; the first is 0."""
    return page.locator(f".ov-run[data-slot='{slot}']")


def knob(page: Page, key: str, slot: int | None = None) -> tuple[Locator, Locator]:
    """The slider and the field of a knob of a run, or of one that all runs share (κ, σ, steps …)."""
    owner = page.locator(".ov-setup") if slot is None else card(page, slot)
    if slot is None:
        owner.locator("details").evaluate("details => details.open = true")
    row = owner.locator(f".ov-knob:is([data-knob='{key}'], [data-knob='s.{key}'])")
    return row.locator("input[type=range]"), row.locator(".ov-exact")


def pick(page: Page, slot: int) -> None:
    """Choose a run by its name in the legend."""
    card(page, slot).locator(".ov-run-name").click()
    page.locator(f".ov-run.ov-picked[data-slot='{slot}']").wait_for()


def grip(page: Page, slider: Locator, share: float = 0.5) -> tuple[float, float, float]:
    """Take hold of a slider at a share of its width; return x, y and width in pixels. The mouse stays down."""
    slider.scroll_into_view_if_needed()
    box = slider.bounding_box()
    assert box is not None
    slider.hover(position={"x": share * box["width"], "y": box["height"] / 2})  # waits until it stands still
    page.mouse.down()
    box = slider.bounding_box()
    assert box is not None
    return box["x"] + share * box["width"], box["y"] + box["height"] / 2, box["width"]


def type_exact(page: Page, box: Locator, text: str) -> None:
    """Type a value into a knob's field and confirm it."""
    box.fill(text)
    box.press("Enter")


def toast(page: Page, text: str) -> str:
    """Wait for a short message that holds this text, and return it whole."""
    shown = page.locator(".ov-toast[data-shown=true]", has_text=text)
    shown.wait_for(timeout=CHANGE)
    return shown.inner_text()


def notice(page: Page, text: str) -> None:
    """Wait for a notice over the picture that holds this text."""
    page.locator(".ov-notices p", has_text=text).wait_for(timeout=CHANGE)


def pixel(page: Page, point: Sequence[float]) -> tuple[float, float]:
    """Where a point (x, y) of the surface lies in the window, in pixels; 2-D only."""
    x, y = page.evaluate(_PIXEL, list(point))
    return x, y


def window(page: Page) -> list[float]:
    """What the contour shows: the two ends of x, then of y."""
    return page.evaluate(_WINDOW)


def start(page: Page) -> tuple[float, float]:
    """The start point, as its two fields say it."""
    x, y = (knob(page, key)[1].input_value() for key in ("x_0", "y_0"))
    return float(x), float(y)


def open_board(page: Page, url: str, query: str = "") -> Stage:
    """Open a lecture page and wait until its planes are drawn."""
    page.goto(f"{url}?{query}" if query else url)
    wait_for(page, timeout=FIRST_PICTURE)
    return settled(page, FIRST_PICTURE)


def settled(page: Page, timeout: float = CHANGE) -> Stage:
    """Wait until nothing is being computed any more and every plane of the board shows the newest drawing."""
    page.wait_for_function(_DRAWN, timeout=timeout)
    return read(page)


def arrive(page: Page, stem: str, section: str) -> None:
    """Wait until a section of a page, which may be another one than before, is drawn; its training may go on."""
    page.locator(f"[data-stage={stem}][data-section='{section}']").wait_for(timeout=FIRST_PICTURE)
    page.wait_for_function(_PANELS_DRAWN, timeout=CHANGE)


def turn_to(page: Page, section: str) -> Stage:
    """Wait until the board shows this section."""
    page.locator(f"[data-stage][data-section='{section}']").wait_for(timeout=CHANGE)
    return settled(page)


def page_down(page: Page, section: str) -> Stage:
    """Press Page Down and wait until the board shows this section, which comes next."""
    page.keyboard.press("PageDown")
    return turn_to(page, section)


def control(page: Page, key: str) -> Locator:
    """A control of the board, by its key; where there is no room for it, "More settings" is opened."""
    still(page, _FOLDED, count=2 * RELAID)
    page.evaluate(_UNFOLD, key)
    return page.locator(f".ov-control[data-control='{key}']")


def plane_pixel(page: Page, point: Sequence[float], panel: str = "plane") -> tuple[float, float]:
    """Where a point of a board's plane lies in the window, in pixels; linear axes only."""
    x, y = page.evaluate(_PIXEL.replace(".ov-plotly", f"[data-panel={panel}] .ov-plotly"), list(point))
    return x, y

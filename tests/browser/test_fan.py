"""A drag without a wait: the path follows the hand before any picture comes, and is the picture's once there is one."""

from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Page

from optviz.core.optimizers import OPTIMIZERS
from optviz.core.registry import knobs_of
from optviz.core.slider import value_at
from tests.browser.helpers import (
    BOWL,
    CALM,
    CHANGE,
    control,
    frames,
    grip,
    knob,
    open_board,
    open_stage,
    read,
    settled,
    stage,
    still,
    wait_for,
    wait_for_redraw,
    wait_for_url,
)
from tests.browser.line import FANS, PICTURES, held
from tests.browser.server import Server

pytestmark = pytest.mark.every

RACE = BOWL + "&t=60"
LR = {rule: next(knob for knob in knobs_of(OPTIMIZERS[rule]) if knob.key == "lr") for rule in ("gd", "adam")}
PLACE = 600  # a position of the slider that the fan has

DRAWN = """() => document.querySelector(".ov-plane canvas[role=img]").toDataURL()"""
COVERED = """() => {
    const canvas = document.querySelector(".ov-plane canvas[role=img]");
    const {width, height} = canvas;
    const copy = new OffscreenCanvas(width, height).getContext("2d", {willReadFrequently: true});
    copy.drawImage(canvas, 0, 0);
    return [...copy.getImageData(0, 0, width, height).data].filter((_, i) => i % 4 === 3);
}"""
SET = """(slider, position) => {
    slider.value = position;
    slider.dispatchEvent(new Event("input", { bubbles: true }));
}"""


def value_of(position: int, rule: str = "gd") -> float:
    """What a rule's η is at a position of its slider, 0 to 1000."""
    return value_at(LR[rule], position / 1000)


def fan_shown(page: Page) -> float | None:
    """The value at which the paths are drawn from a fan now; None where they are a picture's."""
    text = stage(page).get_attribute("data-fan")
    return None if text is None else float(text)


def wait_for_fan(page: Page, value: float) -> None:
    """Wait until a path is drawn from a fan, at this value of the slider in hand."""
    page.wait_for_function(
        "value => Number(document.querySelector('[data-stage]').dataset.fan) === value", arg=value, timeout=CHANGE
    )


def wait_for_picture(page: Page) -> None:
    """Wait until all paths are a picture's."""
    page.wait_for_function("() => !('fan' in document.querySelector('[data-stage]').dataset)", timeout=CHANGE)
    settled(page)


def pixels(page: Page) -> list[int]:
    """How much each pixel of the moving layer is covered, once that stays."""
    still(page, DRAWN)
    return page.evaluate(COVERED)


def differing(first: list[int], second: list[int]) -> int:
    """How many pixels of two drawings differ by more than their smoothed edges do."""
    return sum(abs(a - b) > 128 for a, b in zip(first, second, strict=True))


@pytest.fixture
def bowl(server: Server, page: Page) -> Page:
    """The bowl's race at its end, open and standing."""
    open_stage(page, server.url, RACE)
    return page


def test_on_a_slow_line_a_dragged_eta_moves_the_path_before_any_picture_has_come(bowl: Page) -> None:
    slider, field = knob(bowl, "lr", 1)
    before, drawn = read(bowl), still(bowl, DRAWN)
    with held(bowl, PICTURES) as waiting:
        x, y, width = grip(bowl, slider)
        seen = []
        for part in (0.1, 0.2, 0.3):
            bowl.mouse.move(x + part * width, y)
            bowl.wait_for_function(
                "seen => !seen.includes(document.querySelector('[data-stage]').dataset.fan ?? '')",
                arg=["", *seen],
                timeout=CHANGE,
            )
            seen.append(stage(bowl).get_attribute("data-fan"))
            shown, set_to = fan_shown(bowl), float(field.input_value())
            assert shown is not None and abs(shown / set_to - 1) < 0.05, "at what the hand has set, nearly"
        assert still(bowl, DRAWN) != drawn and read(bowl).revision == before.revision and waiting
        bowl.mouse.up()
    wait_for_redraw(bowl, before)
    wait_for_picture(bowl)


def test_what_a_fan_draws_is_what_the_picture_draws_when_it_comes(bowl: Page) -> None:
    slider = knob(bowl, "lr", 1)[0]
    before = read(bowl)
    with held(bowl, PICTURES):
        slider.evaluate(SET, PLACE)
        wait_for_fan(bowl, value_of(PLACE, "adam"))
        fan = pixels(bowl)
    wait_for_redraw(bowl, before)
    wait_for_picture(bowl)
    picture = pixels(bowl)
    slider.evaluate(SET, PLACE + 100)
    wait_for_url(bowl, f"adam,lr:{value_of(PLACE + 100, 'adam'):g}")
    other = pixels(bowl)
    assert differing(fan, picture) < 0.1 * differing(fan, other)


def test_a_fan_that_comes_late_helps_from_then_on(bowl: Page) -> None:
    slider = knob(bowl, "lr", 1)[0]
    before, drawn = read(bowl), still(bowl, DRAWN)
    with held(bowl, PICTURES):
        with held(bowl, FANS) as waiting:
            slider.evaluate(SET, PLACE)
            frames(bowl, CALM)
            assert waiting and fan_shown(bowl) is None and still(bowl, DRAWN) == drawn
        wait_for_fan(bowl, value_of(PLACE, "adam"))
    wait_for_redraw(bowl, before)


def test_a_picture_that_comes_while_the_drag_holds_back_the_next_leaves_what_the_hand_has_set(
    server: Server, new_context: Callable[..., BrowserContext]
) -> None:
    page = new_context().new_page()
    before = open_stage(page, server.url, RACE)
    slider, field = knob(page, "lr", 0)
    page.clock.install()
    with held(page, PICTURES) as waiting:
        slider.evaluate(SET, PLACE)
        wait_for_fan(page, value_of(PLACE))
        page.clock.pause_at(page.evaluate("Date.now()") / 1000 + 1)
        for position in (PLACE + 100, PLACE + 200):
            slider.evaluate(SET, position)
        first, _ = waiting
        waiting.remove(first)
        first.fulfill(status=204)
    page.wait_for_function(
        "least => Number(document.querySelector('[data-stage]').dataset.revision) >= least",
        arg=before.revision + 1,
        timeout=CHANGE,
    )
    assert float(field.input_value()) == value_of(PLACE + 200)
    page.clock.resume()
    wait_for(page, revision=before.revision + 2)
    wait_for_url(page, f"gd,lr:{value_of(PLACE + 200):g}")
    assert float(field.input_value()) == value_of(PLACE + 200)


def test_where_there_is_no_fan_a_drag_is_what_it_was(bowl: Page) -> None:
    slider, field = knob(bowl, "lr", 0)
    bowl.route(FANS, lambda route: route.fulfill(status=204))
    seen = read(bowl)
    x, y, width = grip(bowl, slider)
    for part in range(1, 4):
        bowl.mouse.move(x + 0.04 * part * width, y)
        seen = wait_for_redraw(bowl, seen)
        assert fan_shown(bowl) is None
    bowl.mouse.up()
    bowl.unroute(FANS)
    wait_for_url(bowl, f"gd,lr:{field.input_value()}")


def test_a_fan_is_asked_for_once_a_drag_and_anew_when_something_else_has_changed(bowl: Page) -> None:
    asked: list[str] = []
    note = lambda request: asked.append(request.url) if "/optviz/fan/" in request.url else None  # noqa: E731
    bowl.on("request", note)
    slider, other = knob(bowl, "lr", 0)[0], knob(bowl, "lr", 1)[0]
    for position in (PLACE, PLACE + 5, PLACE + 10):
        slider.evaluate(SET, position)
    settled(bowl)
    assert [url[-len("fan=run.0.lr") :] for url in asked] == ["fan=run.0.lr"]
    seen = read(bowl)
    other.evaluate(SET, PLACE)
    wait_for_redraw(bowl, seen)
    slider.evaluate(SET, PLACE + 20)
    frames(bowl, CALM)
    assert [url.rpartition("fan=")[2] for url in asked] == ["run.0.lr", "run.1.lr", "run.0.lr"]
    bowl.remove_listener("request", note)


def test_undo_and_redo_after_a_drag_show_pictures_alone(bowl: Page) -> None:
    slider, field = knob(bowl, "lr", 0)
    first = still(bowl, DRAWN)
    slider.evaluate(SET, PLACE)
    slider.dispatch_event("change")
    wait_for_url(bowl, f"gd,lr:{value_of(PLACE):g}")
    wait_for_picture(bowl)
    bowl.keyboard.press("Control+z")
    wait_for_url(bowl, "gd,lr:0.05")
    assert fan_shown(bowl) is None and field.input_value() == "0.05" and still(bowl, DRAWN) == first
    bowl.keyboard.press("Control+y")
    wait_for_url(bowl, f"gd,lr:{value_of(PLACE):g}")
    assert fan_shown(bowl) is None and still(bowl, DRAWN) != first


def test_a_key_turns_the_slider_by_one_position_and_a_fan_helps_only_where_it_comes_nearer(bowl: Page) -> None:
    slider, field = knob(bowl, "lr", 0)
    slider.evaluate(SET, PLACE)
    wait_for_url(bowl, f"gd,lr:{value_of(PLACE):g}")
    wait_for_picture(bowl)
    with held(bowl, PICTURES):
        slider.focus()
        bowl.keyboard.press("ArrowRight")
        frames(bowl, CALM)
        assert fan_shown(bowl) is None, "the picture that is there is as near as the fan"
        for _ in range(9):
            bowl.keyboard.press("ArrowRight")
        wait_for_fan(bowl, value_of(PLACE + 10))
        assert float(field.input_value()) == value_of(PLACE + 10)
    wait_for_url(bowl, f"gd,lr:{value_of(PLACE + 10):g}")
    wait_for_picture(bowl)


def test_the_start_s_sliders_move_every_path(bowl: Page) -> None:
    slider = knob(bowl, "x_0")[0]
    drawn, before = still(bowl, DRAWN), read(bowl)
    with held(bowl, PICTURES):
        slider.evaluate(SET, 700)
        bowl.wait_for_function("() => 'fan' in document.querySelector('[data-stage]').dataset", timeout=CHANGE)
        assert still(bowl, DRAWN) != drawn
    wait_for_redraw(bowl, before)
    wait_for_picture(bowl)


def test_from_the_side_and_of_a_race_too_long_no_fan_is_asked_for(server: Server, page: Page) -> None:
    asked: list[str] = []
    note = lambda request: asked.append(request.url) if "/optviz/fan/" in request.url else None  # noqa: E731
    page.on("request", note)
    for more in ("view=3d", "steps=5000"):
        seen = open_stage(page, server.url, f"{BOWL}&{more}")
        knob(page, "lr", 0)[0].evaluate(SET, PLACE)
        wait_for(page, revision=seen.revision + 1)
    assert asked == []
    page.remove_listener("request", note)


@pytest.mark.parametrize(
    ("stem", "section", "key"), [("momentum", "map", "beta"), ("momentum", "nag", "lr"), ("traps", "gradient", "x0")]
)
def test_in_the_lecture_too_a_path_follows_the_hand_before_any_picture(
    server: Server, page: Page, stem: str, section: str, key: str
) -> None:
    open_board(page, f"{server.url}/{stem}", f"section={section}&t=40")
    slider = control(page, key).locator("input[type=range]")
    before = read(page)
    with held(page, PICTURES):
        slider.evaluate(SET, 420)
        page.wait_for_function("() => 'fan' in document.querySelector('[data-stage]').dataset", timeout=CHANGE)
        assert read(page).revision == before.revision
    wait_for_redraw(page, before)
    wait_for_picture(page)

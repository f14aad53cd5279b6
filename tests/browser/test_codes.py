"""The codes that phones read, read from what is on the screen by a decoder that is not ours: ZXing."""

import io
from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

import pytest
import zxingcpp
from PIL import Image
from playwright.sync_api import BrowserContext, Page

from tests.browser.classroom import TRIAL, ask, lecturer
from tests.browser.helpers import CHANGE, SIZES, still
from tests.browser.server import Server
from tests.browser.test_quiz import LARGEST, REGIME

QR = zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.QRCode)
PRINTED = 3  # device pixels for one of the page: a printer has more
DRAWN = "() => [...document.images].every((image) => image.complete && image.naturalWidth > 0)"
PLACE = "() => document.querySelector('.ov-room-code').getBoundingClientRect().toJSON()"


def codes(page: Page, full_page: bool = False) -> list[str]:
    """Return what a camera reads from the page, in order."""
    picture = Image.open(io.BytesIO(page.screenshot(full_page=full_page)))
    found = zxingcpp.read_barcodes(picture, formats=QR)
    return [code.text for code in sorted(found, key=lambda code: code.position.top_left.y)]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_camera_reads_the_way_into_a_room_from_the_projector(
    server: Server, new_context: Callable[..., BrowserContext], scheme: str
) -> None:
    def coloured(**how: Any) -> BrowserContext:
        return new_context(color_scheme=scheme, **how)

    hall, pin = lecturer(coloured, server)
    hall.wait_for_function(DRAWN, timeout=CHANGE)
    still(hall, PLACE)
    assert codes(hall) == [f"{server.url}/join?pin={pin}"]
    hall.set_viewport_size(SIZES["projector"])
    ask(hall, "Momentum", TRIAL)
    still(hall, PLACE)
    assert codes(hall) == [f"{server.url}/join?pin={pin}"], "it is there for those who come late"


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_camera_reads_the_scene_of_each_question_from_the_sheet(
    server: Server, new_context: Callable[..., BrowserContext], scheme: str
) -> None:
    page = new_context(color_scheme=scheme, device_scale_factor=PRINTED).new_page()
    page.goto(f"{server.url}/optviz/sheet?set={REGIME},{LARGEST}&seed=5")
    links = [each.get_attribute("href") or "" for each in page.locator(".code a").all()]
    assert [urlsplit(link).path for link in links] == ["/quiz", "/one_dimension", "/one_dimension"]
    assert codes(page, full_page=True) == links

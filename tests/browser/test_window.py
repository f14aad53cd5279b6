"""A picture's window is that of the surface in it, also of one that is chosen after another."""

import pytest
from playwright.sync_api import Page

from tests.browser.helpers import CHANGE, control, open_board, settled
from tests.browser.server import Server

TICKS = """([low, high]) => {
    const ticks = [...document.querySelectorAll("[data-panel=plane] .xtick text")].map((t) => t.textContent);
    const numbers = ticks.map((text) => Number(text.replace("−", "-")));
    return Math.min(...numbers) === low && Math.max(...numbers) === high;
}"""


def ticks_end_at(page: Page, low: float, high: float) -> None:
    """Wait until the first and the last number at the x axis are these."""
    page.wait_for_function(TICKS, arg=[low, high], timeout=CHANGE)


@pytest.mark.parametrize("place", ["traps?section=gradient", "traps?section=suboptimal", "lab?section=fan"])
def test_another_surface_brings_its_own_window_there_and_back(server: Server, page: Page, place: str) -> None:
    path, _, query = place.partition("?")
    open_board(page, f"{server.url}/{path}", query + "&surface=himmelblau")
    ticks_end_at(page, -4, 4)
    menu = control(page, "surface").locator("select")
    for surface, ends in (("rosenbrock", (-2, 2)), ("himmelblau", (-4, 4)), ("quadratic", (-3, 3))):
        settled(page)
        menu.select_option(surface)
        ticks_end_at(page, *ends)

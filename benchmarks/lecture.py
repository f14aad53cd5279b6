"""How fast the lecture pages answer: every control of every section, in headless Chromium, and the maps in a drag.

Run it with ``python -m benchmarks.lecture [page …]``, on a machine that does nothing else. A latency runs from the
input event to the first animation frame in which every plane shows the new drawing.
"""

import statistics
import sys
import tempfile
import time
from pathlib import Path

from playwright.sync_api import Locator, Page, sync_playwright

from benchmarks.bench import Line, app, calm, chromium, line, open_page, share
from optviz.lecture.pages import PAGES
from tests.browser.helpers import control, grip, open_board, read, turn_to

TURNS = 6
MOVES = 90
MAPS = (("traps", "basins"), ("momentum", "map"))
SETTLE = """
const settled = () => new Promise((go) => {
  const root = document.querySelector("[data-stage]"), before = root.dataset.revision;
  const done = () => root.dataset.revision !== before
    && [...root.querySelectorAll(".ov-plane")].every((plane) => plane.dataset.drawn === root.dataset.revision);
  const look = () => done() && (watcher.disconnect(), requestAnimationFrame(() => go(performance.now())));
  const watcher = new MutationObserver(look);
  watcher.observe(root, { attributes: true, subtree: true, attributeFilter: ["data-revision", "data-drawn"] });
});
"""
SLIDE = f"""async (slider) => {{ {SETTLE}
  const begin = performance.now(), end = settled();
  slider.value = slider.valueAsNumber + (slider.valueAsNumber > 900 ? -37 : 7);
  slider.dispatchEvent(new Event("input", {{ bubbles: true }}));
  return (await end) - begin;
}}"""
CLICK = f"""async (button) => {{ {SETTLE}
  const begin = performance.now(), end = settled();
  button.click();
  return (await end) - begin;
}}"""
PICK = f"""async (menu) => {{ {SETTLE}
  const begin = performance.now(), end = settled();
  menu.selectedIndex = (menu.selectedIndex + 1) % menu.options.length;
  menu.dispatchEvent(new Event("change", {{ bubbles: true }}));
  return (await end) - begin;
}}"""
IDLE = "() => new Promise((go) => setTimeout(go, 120))"


def main() -> int:
    """Measure the pages named on the command line, or all; print a table; return 1 if a target was missed."""
    foreign: list[str] = []
    lines: list[Line] = []
    with (
        sync_playwright() as playwright,
        tempfile.TemporaryDirectory() as folder,
        app(Path(folder)) as server,
        chromium(playwright) as browser,
    ):
        page, _ = open_page(browser, foreign)
        for stem in sys.argv[1:] or PAGES:
            open_board(page, f"{server.url}/{stem}")
            calm(server)
            lines += sections(page, server.url, stem)
    lines.append(("requests to other machines", str(len(foreign)), "0", not foreign))
    width = max(len(name) for name, *_ in lines)
    for name, measured, target, met in lines:
        mark = "" if met is None else "ok" if met else "MISSED"
        print(f"{name:{width}}  {measured:>22}  {target:<12} {mark}")
    return int(any(met is False for *_, met in lines))


def sections(page: Page, url: str, stem: str) -> list[Line]:
    """Turn every control of every section of a page; the first turn of each, which may compile, is told apart."""
    out: list[Line] = []
    for section in PAGES[stem].sections:
        open_board(page, f"{url}/{stem}", f"section={section.key}")
        turn_to(page, section.key)
        first, later, slowest = measured(page)
        name = f"{stem}/{section.key}"
        out.append(line(f"{name}: a control, p50", statistics.median(later), "ms", 100))
        out.append(line(f"{name}: a control, p95 (slowest: {slowest})", share(later, 0.95), "ms", 200))
        out.append((f"{name}: the first turn of a control, slowest", f"{max(first):.0f} ms", "", None))
        if (stem, section.key) in MAPS:
            out.append(line_rate(page, f"{name}: maps a second in a drag"))
    return out


def measured(page: Page) -> tuple[list[float], list[float], str]:
    """Return first turns, later turns, and the control with the slowest median, over all that are visible."""
    first, later, medians = [], [], {}
    for key in page.locator(".ov-control[data-control]").evaluate_all("all => all.map((e) => e.dataset.control)"):
        times = turns(page, control(page, key))
        if times:
            first.append(times[0])
            later += times[1:]
            medians[key] = statistics.median(times[1:])
    return first, later, max(medians, key=lambda key: medians[key])


def turns(page: Page, row: Locator) -> list[float]:
    """Turn one control so often, each time after a rest; buttons of a choice in turns."""
    for selector, script in (("input[type=range]", SLIDE), ("select", PICK), ("input[type=checkbox]", CLICK)):
        if row.locator(selector).count():
            return [timed(page, script, row.locator(selector).first) for _ in range(TURNS)]
    buttons = row.locator(".ov-segments button")
    count = buttons.count()
    return [timed(page, CLICK, buttons.nth((turn + 1) % count)) for turn in range(TURNS)] if count else []


def timed(page: Page, script: str, target: Locator) -> float:
    """Run one turn and rest."""
    out = page.evaluate(script, target.element_handle())
    page.evaluate(IDLE)
    return out


def line_rate(page: Page, name: str) -> Line:
    """Drag the section's first slider with the mouse, a move a frame, and count the drawings a second."""
    x, y, _ = grip(page, page.locator(".ov-control input[type=range]").first, 0.3)
    before, begin = read(page).revision, time.monotonic()
    for move in range(MOVES):
        page.mouse.move(x + 0.6 * move, y)
        page.evaluate("() => new Promise(requestAnimationFrame)")
    seconds = time.monotonic() - begin
    rate = (read(page).revision - before) / seconds
    page.mouse.up()
    return name, f"{rate:.1f}", "≥ 8", rate >= 8


if __name__ == "__main__":
    raise SystemExit(main())

"""How fast the lecture pages answer: every control, preset and section, in headless Chromium, and the maps in a drag.

Run it with ``python -m benchmarks.lecture [page …]``, on a machine that does nothing else. A latency runs from the
input event to the first animation frame in which every plane shows the new drawing; where a net is trained that is the
first progress, and the training's end is told apart.
"""

import statistics
import time
from dataclasses import dataclass, field

from playwright.sync_api import Locator, Page

from benchmarks.bench import NEXT, Line, bench, calm, options, share, show
from optviz.lecture.pages import PAGES
from optviz.lecture.section import Section
from tests.browser.helpers import control, grip, open_board, read, turn_to

TURNS, TRAININGS = 6, 3
"""How often each control is turned; and where each turn trains a net."""

MOVES = 90
MAPS = (("traps", "basins"), ("momentum", "map"), ("lab", "map"), ("lab", "knobs"))
SLIDE = f"""async (slider) => {{ {NEXT}
  const end = next(performance.now());
  slider.value = slider.valueAsNumber + (slider.valueAsNumber > 0.9 * Number(slider.max) ? -37 : 7);
  slider.dispatchEvent(new Event("input", {{ bubbles: true }}));
  return end;
}}"""
CLICK = f"""async (button) => {{ {NEXT}
  const end = next(performance.now());
  button.click();
  return end;
}}"""
PICK = f"""async (menu) => {{ {NEXT}
  const end = next(performance.now());
  menu.selectedIndex = (menu.selectedIndex + 1) % menu.options.length;
  menu.dispatchEvent(new Event("change", {{ bubbles: true }}));
  return end;
}}"""
TYPE = f"""async (field) => {{ {NEXT}
  const end = next(performance.now());
  field.value = field.value.endsWith(" + x") ? field.value.slice(0, -4) : `${{field.value}} + x`;
  field.dispatchEvent(new Event("change", {{ bubbles: true }}));
  return end;
}}"""
KINDS = (
    ("input[type=range]", SLIDE),
    ("select", PICK),
    ("input[type=checkbox]", CLICK),
    ("input.ov-words", TYPE),
    (":scope > button", CLICK),
)
IDLE = "() => new Promise((go) => setTimeout(go, 120))"
HOVER = "() => new Promise((go) => setTimeout(go, 300))"


@dataclass
class Times:
    """Milliseconds to the next picture and, where that was not the last, to the end; how many never came."""

    pictures: list[float] = field(default_factory=list)
    ends: list[float] = field(default_factory=list)
    missing: int = 0

    def add(self, seen: dict[str, float | None]) -> None:
        """Note what the page has seen after one input."""
        first, end = seen["first"], seen["end"]
        self.missing += first is None or end is None
        if first is not None:
            self.pictures.append(first)
        if first is not None and end is not None and end > first:
            self.ends.append(end)

    def join(self, other: "Times") -> None:
        """Take over what another has noted."""
        self.pictures += other.pictures
        self.ends += other.ends
        self.missing += other.missing

    def lines(self, name: str, p50: float | None, p95: float | None) -> list[Line]:
        """Median, 95th percentile, ends of trainings and what never came, with the targets there are."""
        out: list[Line] = []
        if self.pictures:
            middle, high = statistics.median(self.pictures), share(self.pictures, 0.95)
            limits = [f"{word} ≤ {most:g}" for word, most in (("p50", p50), ("p95", p95)) if most is not None]
            met = (p50 is None or middle <= p50) and (p95 is None or high <= p95) if limits else None
            measured = f"{middle:.3g} / {high:.3g} ms"
            out.append((f"{name}, p50 / p95 ({len(self.pictures)})", measured, ", ".join(limits), met))
        if self.ends:
            measured = f"{statistics.median(self.ends):.4g} / {max(self.ends):.4g} ms"
            out.append((f"{name}: to the training's end, p50 / max ({len(self.ends)})", measured, "", None))
        if self.missing:
            out.append((f"{name}: never drawn, or not done in a minute", str(self.missing), "0", False))
        return out


def main() -> int:
    """Measure the pages named on the command line, or all; print a table; return 1 if a target was missed."""
    chosen = options("How fast the lecture pages answer.", "pages", list(PAGES)).parse_args()
    plain, trained = Times(), Times()
    lines: list[Line] = []
    with bench(chosen.app) as here, here.server() as server:
        page = here.open_page()
        for stem in chosen.pages or PAGES:
            open_board(page, f"{server.url}/{stem}")
            calm(server)
            lines += page_lines(page, server.url, stem, plain, trained)
        lines += plain.lines("all controls of all sections but trainings", 70, 120)
        lines += trained.lines("all controls of sections with trainings", None, 120)
        return show([*lines, *here.lines()])


def page_lines(page: Page, url: str, stem: str, plain: Times, trained: Times) -> list[Line]:
    """Turn every control of every section of a page, press its presets and go through its sections.

    The first turn of a control, which may compile, is told apart.
    """
    lines: list[Line] = []
    presets = Times()
    for section in PAGES[stem].sections:
        open_board(page, f"{url}/{stem}", f"section={section.key}&t=5000")  # at its end, where all of it is drawn
        turn_to(page, section.key)
        first, later, slowest = turned(page, section)
        if not slowest:
            continue
        name = f"{stem}/{section.key}"
        lines += later.lines(f"{name}: a control (slowest: {slowest})", None if section.work else 70, 120)
        lines.append((f"{name}: the first turn of a control, slowest", f"{max(first.pictures):.0f} ms", "", None))
        if (stem, section.key) in MAPS:
            lines.append(line_rate(page, f"{name}: maps a second in a drag"))
        presets.join(pressed(page, page.locator(".st-key-lecture_presets button")))
        (trained if section.work else plain).join(later)
    lines += presets.lines(f"{stem}: a preset pressed", None, None)
    sections = pressed(page, page.get_by_role("radiogroup", name="Sections").get_by_role("radio"))
    return [*lines, *sections.lines(f"{stem}: a section pressed", None, None)]


def turned(page: Page, section: Section) -> tuple[Times, Times, str]:
    """Return first turns, later turns, and the control with the slowest median, over all in sight, if any is."""
    first, later, medians = Times(), Times(), {}
    for name, row in rows(page):
        script, targets = handle(row)
        if not targets or targets[0].is_disabled():
            continue
        here = Times()
        for turn in range(TRAININGS if section.work else TURNS):
            (here if turn else first).add(timed(page, script, targets[(turn + 1) % len(targets)]))
        later.join(here)
        medians[name] = statistics.median(here.pictures or [60000.0])
    return first, later, max(medians, key=lambda name: medians[name], default="")


def handle(row: Locator) -> tuple[str, list[Locator]]:
    """Return how a control is turned, and what is turned: its buttons in turns where it has several."""
    for selector, script in KINDS:
        if row.locator(selector).count():
            return script, [row.locator(selector).first]
    return CLICK, row.locator(".ov-segments button").all()


def rows(page: Page) -> list[tuple[str, Locator]]:
    """Return the controls in view by name: those with a value by their key, buttons by what they say."""
    keys = page.locator(".ov-control[data-control]").evaluate_all("all => all.map((e) => e.dataset.control)")
    buttons = page.locator(".ov-control:not([data-control])").all()
    return [(key, control(page, key)) for key in keys] + [(row.inner_text(), row) for row in buttons]


def timed(page: Page, script: str, target: Locator) -> dict[str, float | None]:
    """Run one turn and rest."""
    out = page.evaluate(script, target.element_handle())
    page.evaluate(IDLE)
    return out


def pressed(page: Page, buttons: Locator) -> Times:
    """Press buttons as a hand does, which is on each for a moment before; last the first, which may be shown now."""
    times, count = Times(), buttons.count()
    for place in range(1, count + 1):
        button = buttons.nth(place % count)
        button.hover()
        page.evaluate(HOVER)
        times.add(timed(page, CLICK, button))
    return times


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

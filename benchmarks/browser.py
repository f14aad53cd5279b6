"""How fast the page is in headless Chromium, JAX loaded: answers to a slider, bytes, frames, memory, first picture.

Run it with ``python -m benchmarks.browser``, on a machine that does nothing else. Latencies run from the input event to
the first animation frame after the new paths are drawn.
"""

import statistics
import sys
import tempfile
import time
from pathlib import Path

import psutil
from playwright.sync_api import Browser, CDPSession, Page, sync_playwright

from benchmarks.bench import Line, app, calm, chromium, line, open_page, picture, quantiles
from optviz.core.optimizers import OPTIMIZERS
from optviz.core.surfaces import SURFACES
from tests.browser.helpers import grip, knob, open_stage, pixel, read, wait_for, wait_for_redraw
from tests.browser.server import Server

RULES = ("gd", "sgd", "momentum", "nag", "adagrad", "rmsprop", "adam")
RACE = "&".join(f"run={rule},lr:0.02" for rule in RULES)
SCENE = f"surface=quadratic&s.kappa=10&{RACE}&steps=1000&pick=6"
CHANGES = 40
MOVES = 120

AWAIT_FRAME = """
const drawn = () => new Promise((go) => {
  const watcher = new MutationObserver(() => {
    watcher.disconnect();
    requestAnimationFrame(() => go(performance.now()));
  });
  watcher.observe(document.querySelector("[data-stage]"), { attributes: true, attributeFilter: ["data-revision"] });
});
"""
TURN = f"""async (slider) => {{ {AWAIT_FRAME}
  const begin = performance.now(), end = drawn();
  slider.value = slider.valueAsNumber + 1;
  slider.dispatchEvent(new Event("input", {{ bubbles: true }}));
  return (await end) - begin;
}}"""
NUDGE = f"""async ([x, y]) => {{ {AWAIT_FRAME}
  const begin = performance.now(), end = drawn();
  window.dispatchEvent(new PointerEvent("pointermove", {{ clientX: x, clientY: y, bubbles: true }}));
  return (await end) - begin;
}}"""
FRAMES = """(seconds) => new Promise((go) => {
  let [frames, begin] = [0, performance.now()];
  const tick = (now) => {
    frames += 1;
    if (now - begin < 1000 * seconds) requestAnimationFrame(tick);
    else go((1000 * frames) / (now - begin));
  };
  requestAnimationFrame(tick);
})"""
IDLE = "() => new Promise((go) => setTimeout(go, 150))"


def main() -> int:
    """Measure everything, or the jobs named on the command line; print a table; return 1 if a target was missed."""
    foreign: list[str] = []
    lines: list[Line] = []
    with sync_playwright() as playwright, tempfile.TemporaryDirectory() as folder:
        jobs = {job.__name__: job for job in (cold_start, answers, film, heap, memory)}
        chosen = [jobs[name] for name in sys.argv[1:] if name in jobs] or list(jobs.values())
        for job in chosen:
            with app(Path(folder)) as server, chromium(playwright) as browser:
                lines += job(server, browser, foreign)
    lines.append(("requests to other machines", str(len(foreign)), "0", not foreign))
    width = max(len(name) for name, *_ in lines)
    print(f"{'':{width}}  {'measured':>22}  target")
    for name, measured, target, met in lines:
        mark = "" if met is None else "ok" if met else "MISSED"
        print(f"{name:{width}}  {measured:>22}  {target:<12} {mark}")
    return int(any(met is False for *_, met in lines))


def cold_start(server: Server, browser: Browser, foreign: list[str]) -> list[Line]:
    """From `streamlit run` to the first picture; then on the warm server, reloaded, and in browsers with no cache."""
    page, _ = open_page(browser, foreign)
    picture(page, server.url)
    cold = time.monotonic() - server.started
    calm(server)
    again = [picture(page) for _ in range(5)]
    page.close()
    fresh = []
    for _ in range(5):
        page = browser.new_context(viewport={"width": 1440, "height": 900}).new_page()
        fresh.append(picture(page, server.url))
        page.close()
    return [
        line("cold `streamlit run` to the first picture", cold, "s", 5),
        line("warm page load to the picture, median of 5", statistics.median(again), "s", 1.5),
        ("  the same in a browser that was never here", f"{statistics.median(fresh):.3g} s", "", None),
    ]


def answers(server: Server, browser: Browser, foreign: list[str]) -> list[Line]:
    """Slider and start: how soon the new paths are there, how often during a drag, and what travels."""
    page = browser.new_page(viewport={"width": 1440, "height": 900})
    open_stage(page, server.url, SCENE)
    calm(server)
    slider = knob(page, "lr", 6)[0]
    turn(page, slider.element_handle(), 5)
    turned = turn(page, slider.element_handle(), CHANGES)
    dragged = drag_start(page)
    rate = drag_slider(page)
    page.close()
    page, wire = open_page(browser, foreign)  # listening in costs time: it is done apart
    open_stage(page, server.url, SCENE)
    slider = knob(page, "lr", 6)[0]
    before = len(wire.received)
    turn(page, slider.element_handle(), CHANGES)
    sizes = wire.received[before:]
    update = sum(sizes) / CHANGES / 1000
    return [
        *quantiles(f"slider to new paths, 7 × 1000 steps, {CHANGES} changes", turned),
        line("  bytes from the server per change", update, "kB", 90),
        ("  the grid sent again", "no" if max(sizes) < 90_000 else "yes", "no", max(sizes) < 90_000),
        *quantiles(f"dragged start to new paths, {CHANGES} changes", dragged),
        ("updates a second while η is dragged", f"{rate:.1f}", "≥ 15", rate >= 15),
    ]


def turn(page: Page, slider: object, times: int) -> list[float]:
    """Turn the slider so often, each time after a rest, and return the latencies in ms."""
    out = []
    for _ in range(times):
        out.append(page.evaluate(TURN, slider))
        page.evaluate(IDLE)
    return out


def drag_start(page: Page) -> list[float]:
    """Take the ring, move it, and return the latencies in ms."""
    x, y = pixel(page, tuple(float(knob(page, key)[1].input_value()) for key in ("x_0", "y_0")))
    page.mouse.move(x, y)
    page.mouse.down()
    out = []
    for step in range(CHANGES):
        out.append(page.evaluate(NUDGE, [x + 2 * step + 2, y + step]))
        page.evaluate(IDLE)
    before = read(page)
    page.mouse.up()
    wait_for_redraw(page, before)
    return out


def drag_slider(page: Page) -> float:
    """Drag η with the mouse, a move a frame, and return how many new sets of paths were drawn a second."""
    x, y, _ = grip(page, knob(page, "lr", 6)[0], 0.3)
    before, begin = read(page).revision, time.monotonic()
    for move in range(MOVES):
        page.mouse.move(x + 0.6 * move, y)
        page.evaluate("() => new Promise(requestAnimationFrame)")
    seconds = time.monotonic() - begin
    drawn = read(page).revision - before
    page.mouse.up()
    return drawn / seconds


def film(server: Server, browser: Browser, foreign: list[str]) -> list[Line]:
    """Frame rate of the film beside that of an empty page, in turns; messages while it runs and while scrubbing."""
    empty = browser.new_page(viewport={"width": 1440, "height": 900})
    page, wire = open_page(browser, foreign)
    open_stage(page, server.url, SCENE)
    calm(server)
    page.get_by_role("button", name="Loop").click()
    before = wire.messages
    page.get_by_role("button", name="Play", exact=True).click()
    wait_for(page, playing=True)
    rates: dict[str, list[float]] = {"empty": [], "film": []}
    for _ in range(3):
        for name, shown in (("empty", empty), ("film", page)):
            shown.bring_to_front()
            rates[name].append(shown.evaluate(FRAMES, 2))
    x, y, width = grip(page, page.locator(".ov-scrub"), 0.1)
    page.mouse.move(x + 0.7 * width, y, steps=40)
    page.mouse.up()
    messages = wire.messages - before
    plain, played = (statistics.median(rates[name]) for name in ("empty", "film"))
    return [
        ("frames a second, empty page", f"{plain:.1f}", "", None),
        ("frames a second, film", f"{played:.1f}, {played / plain:.0%}", "≥ 95 %", played >= 0.95 * plain),
        ("messages during film and scrubbing", str(messages), "0", messages == 0),
    ]


def heap(server: Server, browser: Browser, foreign: list[str]) -> list[Line]:
    """JavaScript heap after 0, 200 and 400 updates, each after a full collection."""
    page, _ = open_page(browser, foreign)
    open_stage(page, server.url, SCENE)
    tools = page.context.new_cdp_session(page)
    slider = knob(page, "lr", 6)[0].element_handle()
    for _ in range(60):  # Streamlit keeps the last messages for a while
        page.evaluate(TURN, slider)
    used = [weigh(page, tools)]
    for step in range(400):
        page.evaluate("([s, v]) => { s.value = v; }", [slider, 300 + step])
        page.evaluate(TURN, slider)
        if step in (199, 399):
            used.append(weigh(page, tools))
    text = " → ".join(f"{size:.1f}" for size in used)
    return [("heap after 0, 200, 400 updates, MB", text, "flat: + ≤ 2 MB", used[-1] - used[0] <= 2)]


def weigh(page: Page, tools: CDPSession) -> float:
    """Collect garbage and return the heap in use, in MB."""
    page.wait_for_timeout(500)
    tools.send("HeapProfiler.collectGarbage")
    return tools.send("Runtime.getHeapUsage")["usedSize"] / 1e6


def memory(server: Server, browser: Browser, foreign: list[str]) -> list[Line]:
    """Show every rule on every surface once, through links as a class would, and weigh the server."""
    rules = list(OPTIMIZERS)
    halves = [rules[: len(rules) // 2], rules[len(rules) // 2 :]]
    page, _ = open_page(browser, foreign)
    for surface in SURFACES:
        for half in halves:
            race = "&".join(f"run={rule}" for rule in half)
            open_stage(page, server.url, f"surface={surface}&{race}&steps=500&noise=0.1")
    weight = psutil.Process(server.pid).memory_info().rss / 1e6
    name = f"server memory (RSS) after {len(SURFACES)} surfaces × {len(rules)} rules"
    return [line(name, weight, "MB", 450)]


if __name__ == "__main__":
    raise SystemExit(main())

"""How fast the page is in headless Chromium, JAX loaded: answers to a slider, bytes, frames, memory, first picture.

Run it with ``python -m benchmarks.browser``, on a machine that does nothing else. Latencies run from the input event to
the first animation frame after the new paths are drawn.
"""

import statistics
import time

import psutil
from playwright.sync_api import CDPSession, Page

from benchmarks.bench import NEXT, Bench, Line, Traffic, bench, calm, line, options, picture, quantiles, show
from optviz.core.optimizers import OPTIMIZERS
from optviz.core.surfaces import SURFACES
from optviz.lecture import TITLES
from tests.browser.helpers import grip, knob, open_stage, pixel, wait_for

RULES = ("gd", "sgd", "momentum", "nag", "adagrad", "rmsprop", "adam")
RACE = "&".join(f"run={rule},lr:0.02" for rule in RULES)
SCENE = f"surface=quadratic&s.kappa=10&{RACE}&steps=1000&pick=6&t=1000"  # at its end, where all of it is drawn
CHANGES = 40

TURN = f"""async (slider) => {{ {NEXT}
  const end = next(performance.now());
  slider.value = slider.valueAsNumber + 1;
  slider.dispatchEvent(new Event("input", {{ bubbles: true }}));
  return (await end).first;
}}"""
NUDGE = f"""async ([x, y]) => {{ {NEXT}
  const end = next(performance.now());
  window.dispatchEvent(new PointerEvent("pointermove", {{ clientX: x, clientY: y, bubbles: true, isPrimary: true }}));
  return (await end).first;
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
DRAG = """(slider) => new Promise((go) => {
  const root = document.querySelector("[data-stage]"), begin = performance.now(), from = Number(root.dataset.revision);
  let [move, paths, seen] = [0, 0, ""];
  const tick = (now) => {
    const { revision, fan } = root.dataset;
    if (`${revision} ${fan}` !== seen) paths += 1;
    seen = `${revision} ${fan}`;
    const rate = (count) => (1000 * count) / (now - begin);
    if (now - begin > 3000) return go([rate(paths), rate(Number(revision) - from), rate(move)]);
    move += 1;
    slider.value = 300 + 10 * (move % 60);
    slider.dispatchEvent(new Event("input", { bubbles: true }));
    requestAnimationFrame(tick);
  };
  requestAnimationFrame(tick);
})"""
DELAY = 150
IDLE = "() => new Promise((go) => setTimeout(go, 150))"


def main() -> int:
    """Measure everything, or the jobs named on the command line; print a table; return 1 if a target was missed."""
    jobs = {job.__name__: job for job in (cold_start, cold_pages, answers, film, heap, memory)}
    chosen = options("How fast the page is.", "jobs", list(jobs)).parse_args()
    lines: list[Line] = []
    with bench(chosen.app) as here:
        for name in chosen.jobs or jobs:
            lines += jobs[name](here)
        return show([*lines, *here.lines()])


def cold_start(here: Bench) -> list[Line]:
    """From `streamlit run` to the first picture; then on the warm server, reloaded, and in browsers with no cache."""
    with here.server() as server:
        page = here.open_page()
        picture(page, server.url)
        cold = time.monotonic() - server.started
        calm(server)
        again = [picture(page) for _ in range(5)]
        page.close()
        fresh = []
        for _ in range(5):
            context = here.browser.new_context(viewport={"width": 1440, "height": 900})
            fresh.append(picture(context.new_page(), server.url))
            context.close()
    return [
        line("cold `streamlit run` to the first picture", cold, "s", 3.5),
        line("warm page load to the picture, median of 5", statistics.median(again), "s", 1.5),
        ("  the same in a browser that was never here", f"{statistics.median(fresh):.3g} s", "", None),
    ]


def cold_pages(here: Bench) -> list[Line]:
    """The first picture of every page of the lecture, each on a cold server of its own."""
    out = []
    for stem in TITLES:
        with here.server() as server:
            page = here.open_page()
            picture(page, f"{server.url}/{stem}")
            out.append(
                line(
                    f"cold `streamlit run` to the first picture of {stem}", time.monotonic() - server.started, "s", 3.5
                )
            )
            page.close()
    return out


def answers(here: Bench) -> list[Line]:
    """Slider and start: how soon the new paths are there, how often during a drag, and what travels."""
    with here.server() as server:
        page = here.open_page()
        open_stage(page, server.url, SCENE)
        calm(server)
        slider = knob(page, "lr", 6)[0]
        turn(page, slider.element_handle(), 5)
        turned = turn(page, slider.element_handle(), CHANGES)
        dragged = drag_start(page)
        rates = drag_slider(page)
        slow = drag_slider(page, DELAY)
        page.close()
        page = here.open_page()
        traffic = Traffic(page)  # listening in costs time: it is done apart
        open_stage(page, server.url, SCENE)
        slider = knob(page, "lr", 6)[0]
        page.wait_for_timeout(1000)  # what is fetched ahead is no part of a change
        before = len(traffic.received)
        turn(page, slider.element_handle(), CHANGES)
        sizes = traffic.received[before:]
    return [
        *quantiles(f"slider to new paths, 7 × 1000 steps, {CHANGES} changes", turned, 32, 50),
        line("  bytes from the server per change", sum(sizes) / CHANGES / 1000, "kB", 82),
        ("  the grid sent again", "no" if max(sizes) < 90_000 else "yes", "no", max(sizes) < 90_000),
        *quantiles(f"dragged start to new paths, {CHANGES} changes", dragged, 60, 120),
        *drag_lines("while η is dragged", rates),
        *drag_lines(f"the same, {DELAY} ms later", slow),
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
    page.mouse.up()
    page.evaluate(IDLE)
    return out


def drag_slider(page: Page, delay: int = 0) -> list[float]:
    """Drag η, an input event a frame as a hand makes them; return how often a second paths were drawn anew, how often
    by a picture, and the page's frames.

    The page makes the events itself: the driver's mouse brings one in five frames. ``delay``: milliseconds that each
    answer takes longer.
    """
    line = page.context.new_cdp_session(page)
    slider = knob(page, "lr", 6)[0].element_handle()
    line.send("Network.enable")
    free = {"offline": False, "downloadThroughput": -1, "uploadThroughput": -1}
    line.send("Network.emulateNetworkConditions", {**free, "latency": delay})
    rates = page.evaluate(DRAG, slider)
    line.send("Network.emulateNetworkConditions", {**free, "latency": 0})
    line.detach()
    page.wait_for_timeout(1000)
    return rates


def drag_lines(name: str, rates: list[float]) -> list[Line]:
    """What a drag came to; while a fan draws the paths, a picture is asked for five times a second."""
    drawn, brought, frames = rates
    return [
        (f"paths drawn a second {name}", f"{drawn:.1f} of {frames:.1f} frames", "≥ 55", drawn >= 55),
        ("  pictures among them", f"{brought:.1f}", "≥ 3", brought >= 3),
    ]


def film(here: Bench) -> list[Line]:
    """Frame rate of the film beside that of an empty page, in turns; messages while it runs and while scrubbing."""
    with here.server() as server:
        empty, page = here.open_page(), here.open_page()
        traffic = Traffic(page)
        open_stage(page, server.url, SCENE)
        calm(server)
        return play(page, empty, traffic)


def play(page: Page, empty: Page, traffic: Traffic) -> list[Line]:
    """Play the film and an empty page in turns."""
    page.get_by_role("button", name="Loop").click()
    before = traffic.messages
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
    messages = traffic.messages - before
    plain, played = (statistics.median(rates[name]) for name in ("empty", "film"))
    return [
        ("frames a second, empty page", f"{plain:.1f}", "", None),
        ("frames a second, film", f"{played:.1f}, {played / plain:.0%}", "≥ 95 %", played >= 0.95 * plain),
        ("messages during film and scrubbing", str(messages), "0", messages == 0),
    ]


def heap(here: Bench) -> list[Line]:
    """JavaScript heap after 0, 200 and 400 updates, each after a full collection."""
    with here.server() as server:
        page = here.open_page()
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


def memory(here: Bench) -> list[Line]:
    """Show every rule on every surface once, through links as a class would, and weigh the server."""
    rules = list(OPTIMIZERS)
    halves = [rules[: len(rules) // 2], rules[len(rules) // 2 :]]
    with here.server() as server:
        page = here.open_page()
        for surface in SURFACES:
            for half in halves:
                race = "&".join(f"run={rule}" for rule in half)
                open_stage(page, server.url, f"surface={surface}&{race}&steps=500&noise=0.1")
        weight = psutil.Process(server.pid).memory_info().rss / 1e6
    name = f"server memory (RSS) after {len(SURFACES)} surfaces × {len(rules)} rules"
    return [line(name, weight, "MB", 450)]


if __name__ == "__main__":
    raise SystemExit(main())

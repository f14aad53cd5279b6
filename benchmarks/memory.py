"""What a cold process takes for the first picture of each page, and what it holds when everything was drawn once.

Run it with ``python -m benchmarks.memory [page …]``: without a web server and without a browser. Memory and numbers of
programs are stable; seconds depend on the machine and on what else it does.
"""

import collections
import gc
import json
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from typing import Any

import psutil

CELLS = ("seconds", "cpu", "traced", "lowered", "compiled", "programs", "memory", "files")
EVENTS = {
    "/jax/core/compile/jaxpr_trace_duration": "traced",
    "/jax/core/compile/jaxpr_to_mlir_module_duration": "lowered",
    "/jax/core/compile/backend_compile_duration": "compiled",
}


class Meter:
    """Measures one piece of work after the other in this process; JAX tells what it compiles once it is loaded."""

    def __init__(self) -> None:
        self.spent: collections.Counter[str] = collections.Counter()
        self.rows: list[tuple[str, dict[str, float]]] = []

    def listen(self) -> None:
        """Count what JAX compiles from now on."""
        from jax import monitoring

        def heard(event: str, duration_secs: float, **_: str | int) -> None:
            if event in EVENTS:
                self.spent[EVENTS[event]] += duration_secs  # type: ignore[assignment]
                self.spent["programs"] += event.endswith("backend_compile_duration")

        monitoring.register_event_duration_secs_listener(heard)

    def measure(self, name: str, work: Callable[[], object]) -> None:
        """Do ``work`` and keep a row: seconds in all and in each stage of compiling, programs, memory that stays."""
        self.spent.clear()
        begun, busy = time.perf_counter(), time.process_time()
        work()
        cells: dict[str, float] = {"seconds": time.perf_counter() - begun, "cpu": time.process_time() - busy}
        self.rows.append((name, cells | dict(self.spent) | weight()))


def weight() -> dict[str, float]:
    """Return this process's memory in MB, what compiling left behind handed back, and how much of it is files."""
    from optviz.core.heap import trim

    gc.collect()
    trim()
    seen = psutil.Process().memory_info()
    return {"memory": seen.rss / 1e6, "files": seen.shared / 1e6}


def load() -> None:
    """Load what the server loads before it can answer."""
    import optviz.lecture.pages
    import optviz.scenes.race  # noqa: F401


def draw(page: str, section: str = "", preset: str = "", to_the_end: bool = False) -> None:
    """Draw the picture of a page's section or preset; of long work, its first result or all."""
    if page == "playground":
        return draw_playground()
    from optviz.lecture.page_state import opened
    from optviz.lecture.pages import PAGES

    state = opened(PAGES[page], section, preset)
    results: tuple[Any, ...] = ()
    if work := state.work():
        for result in work.make():
            results = (result,)
            if not to_the_end:
                break
    state.background(*results)
    state.board(*results)
    return None


def draw_playground() -> None:
    """Draw what the playground shows without a link."""
    from optviz.scenes.race import run_scene
    from optviz.scenes.scene import default_scene

    race = run_scene(default_scene())
    _ = race.grid, race.scene.surface_now().floor


def everything() -> None:
    """Print a table of a process that draws every section and preset once."""
    meter = Meter()
    meter.measure("imports", load)
    meter.listen()
    meter.measure("playground", draw_playground)
    for name, page, section, presets in sections():

        def work(page: str = page, section: str = section, presets: tuple[str, ...] = presets) -> None:
            for preset in ("", *presets):
                draw(page, section, preset, to_the_end=True)

        meter.measure(f"{name}, {len(presets)} presets", work)
    meter.measure("the optimizer zoo", zoo)
    show("all in one process", meter.rows)


def zoo() -> None:
    """Compile what all the other optimizers need."""
    from optviz.core.optimizers import OPTIMIZERS
    from optviz.core.simulation.simulate import warm_up

    warm_up(OPTIMIZERS)


def sections() -> Iterator[tuple[str, str, str, tuple[str, ...]]]:
    """Yield name, page, key and presets of every section."""
    from optviz.lecture.pages import PAGES

    for page in PAGES.values():
        for section in page.sections:
            yield f"{page.stem}/{section.key}", page.stem, section.key, tuple(p.key for p in section.presets)


def first(page: str) -> None:
    """Write to standard output, as JSON, what the first picture of a page costs this fresh process."""
    meter = Meter()
    meter.measure("imports", load)
    meter.listen()
    meter.measure("first picture", lambda: draw(page))
    print(json.dumps(meter.rows))


def cold(pages: list[str]) -> None:
    """Print a table of fresh processes, one a page."""
    rows = []
    for page in pages:
        command = [sys.executable, "-m", "benchmarks.memory", "--first", page]
        answer = subprocess.run(command, check=True, capture_output=True, text=True).stdout
        rows += [(f"{page}: {name}", cells) for name, cells in json.loads(answer)]
    show("a fresh process for each page", rows)


def show(title: str, rows: list[tuple[str, dict[str, float]]]) -> None:
    """Print rows as a table: seconds, number of programs, MB."""
    print(f"{title:42}" + "".join(f"{cell:>10}" for cell in CELLS))
    for name, cells in rows:
        print(f"{name:42}" + "".join(f"{number(cells.get(cell, 0.0), cell):>10}" for cell in CELLS))
    print()


def number(value: float, cell: str) -> str:
    """Return a cell's text."""
    return f"{value:.0f}" if cell in ("programs", "memory", "files") else f"{value:.2f}"


def main() -> None:
    """Measure the pages named on the command line, or all and then everything together."""
    from optviz.lecture import TITLES

    if sys.argv[1:2] == ["--first"]:
        return first(sys.argv[2])
    load_average = psutil.getloadavg()[0]
    print(f"{psutil.cpu_count()} cores, load {load_average:.1f}\n")
    cold(sys.argv[1:] or ["playground", *TITLES])
    if not sys.argv[1:]:
        everything()
    return None


if __name__ == "__main__":
    main()

"""What typed formulas cost: the first picture of each of 300 different ones, memory, and programs compiled.

Run it with ``python -m benchmarks.formulas``: the pictures of the playground, without a web server and a browser.
Before them come as many pictures of one formula with other learning rates, which fill the bounded caches. Thirty
people who type at once, through the route: ``python -m benchmarks.load typing --calm``.
"""

import random
import time

import numpy as np

from benchmarks.activities import RULES, formula
from benchmarks.memory import Meter, weight
from optviz.pictures.playground_picture import PlaygroundPicture
from optviz.scenes.codec import query_string

COUNT = 300


def draw(text: str, lr: float = 0.01) -> None:
    """Draw everything of a formula's picture: controls, board and level lines."""
    query = query_string([("surface", "typed"), ("f", text), *[("run", f"{rule},lr:{lr:g}") for rule in RULES]])
    picture = PlaygroundPicture.at(query)
    picture.controls()
    picture.board()
    picture.background()


def main() -> None:
    """Print times, memory and the number of programs."""
    rng = random.Random(0)
    meter = Meter()
    meter.listen()
    for k in range(COUNT):
        draw("x^2 + a y^2", 0.001 + k / 1e4)
    before = weight()["memory"]
    meter.spent.clear()
    seconds = []
    for _ in range(COUNT):
        begun, busy = time.perf_counter(), time.process_time()
        draw(formula(rng))
        seconds.append((time.perf_counter() - begun, time.process_time() - busy))
    print(f"{COUNT} formulas, first picture of 7 rules × 200 steps")
    for name, times in zip(("wall", "processor"), zip(*seconds, strict=True), strict=True):
        p50, p95 = np.quantile(times, [0.5, 0.95]) * 1e3
        print(f"{name}: p50 {p50:.0f} ms, p95 {p95:.0f} ms")
    print(f"memory: {before:.0f} MB before, {weight()['memory'] - before:+.0f} MB after all")
    print(f"programs compiled: {meter.spent['programs']}")


if __name__ == "__main__":
    main()

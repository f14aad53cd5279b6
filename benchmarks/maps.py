"""How fast maps are: 200 × 200 × 500 steps beside the same loop in C, kinds of maps, growth with the size, memory.

Run it with ``python -m benchmarks.maps``. Beside the time on the clock stands the processor's time, all threads
together: on a machine where others work, half of it is what two quiet cores would need.
"""

import ctypes
import shutil
import subprocess
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
import psutil

from optviz.core.maps.outcomes import Goal
from optviz.core.maps.plan import Axis, Plan, map_of, tiles, window_axes
from optviz.core.maps.sensitivity import sensitivity
from optviz.core.maps.tuning import tune
from optviz.core.optimizers import OPTIMIZERS
from optviz.core.surfaces import SURFACES

Job = Callable[[], object]
STEPS = 500
SURFACE = SURFACES["himmelblau"]()
FLAGS = ("-O3", "-mavx", "-fno-math-errno", "-fno-trapping-math", "-ffp-contract=off", "-shared", "-fPIC")
GOAL = Goal(slope=1e-3)


def main() -> int:
    """Print a line a measurement."""
    with tempfile.TemporaryDirectory() as folder:
        for single in (True, False):
            beside_c(Path(folder), single)
    kinds()
    growth()
    print(f"memory (RSS): {psutil.Process().memory_info().rss / 1e6:.0f} MB")
    return 0


def taken(job: Job, rounds: int = 5) -> tuple[float, float]:
    """Return the least time on the clock and of the processor, in ms, after a first call that compiles."""
    job()
    clock, processor = [], []
    for _ in range(rounds):
        begin, spent = time.perf_counter(), time.process_time()
        job()
        clock.append(1e3 * (time.perf_counter() - begin))
        processor.append(1e3 * (time.process_time() - spent))
    return min(clock), min(processor)


def line(name: str, job: Job, rounds: int = 5) -> float:
    clock, processor = taken(job, rounds)
    print(f"{name:60} {clock:8.1f} ms on the clock, {processor:8.1f} ms of the processor", flush=True)
    return processor


def start_map(rule: str, size: int = 200, single: bool = True) -> Plan:
    optimizer = OPTIMIZERS[rule](lr=0.003)
    return Plan(SURFACE, optimizer, *window_axes(SURFACE.domain), (size, size), STEPS, GOAL, single=single)


def beside_c(folder: Path, single: bool) -> None:
    """Map Adam over the start, ours and in C on one thread; both must say the same."""
    kind = "float32" if single else "float64"
    plan = start_map("adam", single=single)
    ours = line(f"Adam, 200 × 200 × {STEPS}, {kind}", lambda: map_of(plan))
    compiler = shutil.which("cc")
    if compiler is None:
        print("no C compiler")
        return
    library = folder / f"{kind}.so"
    source, real = Path(__file__).with_name("map.c"), "float" if single else "double"
    subprocess.run([compiler, *FLAGS, f"-DREAL={real}", "-o", library, source, "-lm"], check=True)
    function, number = ctypes.CDLL(str(library)).map, ctypes.c_float if single else ctypes.c_double
    starts = plan.cells()[0].reshape(-1, 2).T.astype(kind)
    out = np.zeros((4, starts.shape[1]), kind)

    def in_c() -> np.ndarray:
        out[:2] = starts
        rows = (row.ctypes.data_as(ctypes.POINTER(number)) for row in out)
        knobs = (number(a) for a in (0.003, 0.9, 0.999, 1e-8, -1e30, 1e-3))
        function(*rows, starts.shape[1] // 1000, STEPS, *knobs)
        return out

    theirs = line("  the same loop in C -O3", in_c)
    done = map_of(plan)
    assert (np.abs(out[3].reshape(200, 200) - done.steps) <= 1).mean() > 0.99, "the C loop arrives elsewhere"
    print(f"  ours takes {ours / theirs:.2f} times as long as C")


def kinds() -> None:
    """Maps of other rules and other axes."""
    for rule in ("gd", "momentum", "nag", "rmsprop"):
        line(f"{rule}, over the start, float32", lambda r=rule: map_of(start_map(r)))
    for rule, knob in (("adam", "beta1"), ("momentum", "beta")):
        axes = Axis("lr", 1e-4, 1.0, True), Axis(knob, 0.0, 0.99)
        plan = Plan(SURFACE, OPTIMIZERS[rule](), *axes, steps=STEPS, single=True)
        line(f"{rule}, η × {knob}, float32", lambda p=plan: map_of(p))
    line("lion, over the start, float64, a program of its own", lambda: map_of(start_map("lion", single=False)))
    line("sensitivity: 128 η of Adam", lambda: sensitivity(SURFACE, OPTIMIZERS["adam"]()))
    line("tuning: 256 η of Adam, 500 steps", lambda: tune(SURFACE, OPTIMIZERS["adam"]()))


def growth() -> None:
    """The processor's time for a cell, from 200 × 200 to 3000 × 3000 in tiles."""
    for size in (200, 800, 3000):
        plan = start_map("adam", size)
        spent = line(f"Adam, {size} × {size} × {STEPS}, float32, tiles", lambda p=plan: sum(1 for _ in tiles(p)), 1)
        print(f"  {1e6 * spent / size**2 / STEPS:.2f} ns for a start and a step", flush=True)


if __name__ == "__main__":
    raise SystemExit(main())

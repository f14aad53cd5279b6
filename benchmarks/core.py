"""How fast the core is: races on every surface, one path against C, Optax and NumPy, compile time, memory.

Run it with ``python -m benchmarks.core``. Times depend on the machine; ratios are measured side by side
in one run, so they are what to compare.
"""

import ctypes
import functools
import shutil
import statistics
import subprocess
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import jax
import jax.numpy as jnp
import numpy as np
import optax
import psutil

from optviz.core.optimizers import OPTIMIZERS
from optviz.core.simulation.simulate import simulate, simulate_all, warm_up
from optviz.core.surfaces import SURFACES, grid

STEPS = 1000
MODIFIERS = {"warmup": 0.1, "floor": 0.05, "clip_value": 10.0, "clip_norm": 5.0, "l2": 1e-4, "decoupled": 1e-4}
MODIFIERS |= {"noise": 1e-3, "ema": 0.98}
RACE = ("gd", "sgd", "momentum", "nag", "adagrad", "rmsprop", "adam")
START = (-1.2, 1.0)

Line = tuple[str, str, str, bool | None]
Job = Callable[[], object]


def main() -> int:
    """Measure everything, print a table, and return 1 if a target was missed."""
    lines = [*starting(), *races(), *one_path(), memory()]
    width = max(len(name) for name, *_ in lines)
    print(f"{'':{width}}  {'measured':>20}  target")
    for name, measured, target, met in lines:
        mark = "" if met is None else "ok" if met else "MISSED"
        print(f"{name:{width}}  {measured:>20}  {target:<12} {mark}")
    return int(any(met is False for *_, met in lines))


def milliseconds(job: Job) -> float:
    begin = time.perf_counter()
    job()
    return 1e3 * (time.perf_counter() - begin)


def medians(jobs: dict[str, Job], rounds: int) -> dict[str, float]:
    """Return each job's median time in ms; the jobs take turns, so that all meet the same disturbances."""
    for job in jobs.values():
        job()
    times = {name: [milliseconds(job) for _ in range(1)] for name, job in jobs.items()}
    for _ in range(rounds):
        for name, job in jobs.items():
            times[name].append(milliseconds(job))
    return {name: statistics.median(seen) for name, seen in times.items()}


def starting() -> list[Line]:
    """Compile everything, then pick each surface for the first time."""
    compiling = milliseconds(warm_up)
    first = {}
    for key in SURFACES:
        surface = SURFACES[key]()
        first[key] = milliseconds(lambda s=surface: (grid(s), race_on(s)))
    slowest = max(first, key=first.__getitem__)
    return [
        ("warm-up: nine rules, grid, verdicts compiled", f"{compiling / 1e3:.2f} s", "", None),
        (f"first pick of a surface, slowest: {slowest}", f"{first[slowest]:.1f} ms", "≤ 150 ms", first[slowest] <= 150),
    ]


def race_on(surface: object) -> object:
    return simulate_all(surface, [OPTIMIZERS[key]() for key in RACE], steps=STEPS)  # type: ignore[arg-type]


def modified_race_on(surface: object) -> object:
    racers = [OPTIMIZERS[key]().with_("cosine", **MODIFIERS) for key in RACE]
    return simulate_all(surface, racers, steps=STEPS)  # type: ignore[arg-type]


def races() -> list[Line]:
    """Race seven rules for 1000 steps, warm, statuses included, on every surface."""
    took = medians({key: functools.partial(race_on, SURFACES[key]()) for key in SURFACES}, rounds=100)
    lines: list[Line] = [
        (f"7 rules × {STEPS} steps: {key}", f"{ms:.3f} ms", "≤ 1 ms", ms <= 1) for key, ms in took.items()
    ]
    plain = statistics.median(took.values())
    lines.append(("7 rules, median of all surfaces", f"{plain:.3f} ms", "≤ 0.6 ms", plain <= 0.6))
    took = medians({key: functools.partial(modified_race_on, SURFACES[key]()) for key in SURFACES}, rounds=100)
    modified = statistics.median(took.values())
    return [*lines, ("the same, every modifier on", f"{modified:.3f} ms", "≤ 1 ms", modified <= 1)]


def one_path() -> list[Line]:
    """Compare one Adam path on Rosenbrock with the same loop in C, with Optax's own loop, and with NumPy."""
    surface, adam = SURFACES["rosenbrock"](), OPTIMIZERS["adam"]()
    end = simulate(surface, adam, START, STEPS).x[-1]
    jobs: dict[str, Job] = {"ours": lambda: simulate(surface, adam, START, STEPS)}
    with tempfile.TemporaryDirectory() as folder:
        in_c = adam_in_c(Path(folder))
        if in_c:
            jobs["C"] = in_c
            assert np.allclose(in_c(), end), "the C loop walks elsewhere"
        assert np.allclose(numpy_loop(), end), "the NumPy loop walks elsewhere"
        took = medians(jobs, rounds=300)
    took |= medians({"NumPy": numpy_loop, "Optax": optax_loop()}, rounds=3)
    lines: list[Line] = [("one Adam path of 1000 steps, status included", f"{1e3 * took['ours']:.0f} µs", "", None)]
    if in_c:
        ratio = took["ours"] / took["C"]
        lines.append(("  the same loop in C -O3", f"{1e3 * took['C']:.0f} µs, ours {ratio:.2f}×", "≤ 3×", ratio <= 3))
    else:
        lines.append(("  the same loop in C -O3", "no C compiler", "≤ 3×", None))
    for name, loop in (("NumPy", "a NumPy loop"), ("Optax", "Optax's loop, update jitted")):
        share = took["ours"] / took[name]
        lines.append((f"  {loop}", f"{took[name]:.1f} ms, ours 1/{1 / share:.0f}", "", None))
    return lines


def adam_in_c(folder: Path) -> Callable[[], np.ndarray] | None:
    """Compile adam.c and return a call that runs it and returns the last point; None without a compiler."""
    compiler = shutil.which("cc")
    if compiler is None:
        return None
    library = folder / "adam.so"
    source = Path(__file__).with_name("adam.c")
    subprocess.run([compiler, "-O3", "-shared", "-fPIC", "-o", library, source, "-lm"], check=True)
    rows = np.zeros((STEPS + 1, 14))
    function = ctypes.CDLL(str(library)).adam
    numbers = [ctypes.c_double(a) for a in (*START, 0.1, 0.9, 0.999, 1e-8)]

    def run() -> np.ndarray:
        function(rows.ctypes.data_as(ctypes.POINTER(ctypes.c_double)), STEPS, *numbers)
        return rows[-1, :2]

    return run


def numpy_loop() -> np.ndarray:
    """Adam on Rosenbrock as one would write it in a notebook."""
    x, m, v = np.array(START), np.zeros(2), np.zeros(2)
    for t in range(1, STEPS + 1):
        bend = x[1] - x[0] ** 2
        grad = np.array([-2 * (1 - x[0]) - 400 * x[0] * bend, 200 * bend])
        m = 0.9 * m + 0.1 * grad
        v = 0.999 * v + 0.001 * grad**2
        x = x - 0.1 * (m / (1 - 0.9**t)) / (np.sqrt(v / (1 - 0.999**t)) + 1e-8)
    return x


def optax_loop() -> Job:
    """Optax's documented loop: a jitted step, called from Python."""
    rule, surface = optax.adam(0.1), SURFACES["rosenbrock"]()

    @jax.jit
    def step(x: jax.Array, state: object) -> tuple[jax.Array, object]:
        change, state = rule.update(jax.grad(surface)(x), state)  # type: ignore[arg-type]
        return optax.apply_updates(x, change), state  # type: ignore[return-value]

    def run() -> object:
        x = jnp.array(START)
        state: object = rule.init(x)
        for _ in range(STEPS):
            x, state = step(x, state)
        return x.block_until_ready()

    return run


def memory() -> Line:
    """Show every rule, the zoo's too, on every surface once, and weigh the process."""
    for key in SURFACES:
        surface = SURFACES[key]()
        grid(surface)
        for rule in OPTIMIZERS:
            simulate(surface, OPTIMIZERS[rule](), steps=500, noise=0.1)
    weight = psutil.Process().memory_info().rss / 1e6
    what = f"memory (RSS) after {len(SURFACES)} surfaces × {len(OPTIMIZERS)} rules, without a web server"
    return what, f"{weight:.0f} MB", "≤ 450 MB", weight <= 450


if __name__ == "__main__":
    raise SystemExit(main())

"""How fast a network trains: digits beside the same training in plain Optax, toy sets, a landscape, memory.

Run it with ``python -m benchmarks.network``. Times depend on the machine; the two trainings take turns in one run,
so their ratio is what to compare.
"""

import gc
import statistics
import time
from collections.abc import Callable

import jax
import jax.numpy as jnp
import numpy as np
import optax
import psutil

from benchmarks.core import Line, medians, milliseconds
from optviz.core.network.data import TOYS, digits, toy
from optviz.core.network.landscape import Slice, loss_grids, principal, window
from optviz.core.network.mlp import Net
from optviz.core.network.scored import evaluate
from optviz.core.network.sharpness import largest_eigenvalues
from optviz.core.network.training import History, Task, train, trained
from optviz.core.optimizers.adaptive import Adam
from optviz.core.optimizers.descent import GradientDescent

TASK = Task(Net(64, 1, 32, 10, "relu"), digits(), batch=32, epochs=20)
ADAM = Adam(lr=0.003)


def main() -> int:
    """Measure everything, print a table, and return 1 if a target was missed."""
    lines = [*training(), *calls(), landscape(), *toys(), sharpness(), memory()]
    width = max(len(name) for name, *_ in lines)
    for name, measured, target, met in lines:
        mark = "" if met is None else "ok" if met else "MISSED"
        print(f"{name:{width}}  {measured:>20}  {target:<12} {mark}")
    return int(any(met is False for *_, met in lines))


def seconds(name: str, ms: float, most: float) -> Line:
    return name, f"{ms / 1e3:.2f} s", f"≤ {most:g} s", ms <= 1e3 * most


def training() -> list[Line]:
    """Train on the digits, ours with all losses and weights kept, Optax's loop with nothing kept."""
    first = milliseconds(lambda: trained(TASK, ADAM))
    loop = optax_loop()
    took = medians({"ours": lambda: trained(TASK, ADAM), "Optax": loop}, rounds=5)
    run = trained(TASK, ADAM)
    accuracy = run.valid_accuracy[-1]
    ends = run.theta[-1]
    evaluating = medians(
        {"": lambda: [evaluate(TASK.net, run.theta, part) for part in (TASK.data.train, TASK.data.valid)]}, 5
    )[""]
    assert np.allclose(loop(), ends, rtol=1e-6, atol=1e-8), "the two trainings end elsewhere"
    return [
        ("digits 64–32–10, 20 epochs of Adam, the first time (compiling)", f"{first / 1e3:.2f} s", "", None),
        seconds("  again, the losses of all data at 161 checkpoints included", took["ours"], 3),
        ("  validation accuracy", f"{100 * accuracy:.1f} %", "≥ 95 %", accuracy >= 0.95),
        (f"  of which the {2 * len(run.checkpoints)} evaluations", f"{evaluating / 1e3:.2f} s", "", None),
        ("  Optax's own loop, update jitted, no evaluation", f"{took['Optax'] / 1e3:.2f} s", "", None),
    ]


def optax_loop() -> Callable[[], np.ndarray]:
    """Return the same training as Optax's documentation has it."""
    rule, data = optax.adam(0.003), TASK.data.train
    pairs = [(jnp.asarray(w), jnp.asarray(b)) for w, b in TASK.net.layers(TASK.start)]
    batches = [TASK.batches.members(t) for t in range(TASK.steps)]

    def loss(layers: list, x: jax.Array, y: jax.Array) -> jax.Array:
        *inner, (last, bias) = layers
        for weights, offset in inner:
            x = jax.nn.relu(x @ weights + offset)
        return optax.softmax_cross_entropy_with_integer_labels(x @ last + bias, y).mean()

    @jax.jit
    def step(layers: list, state: object, x: jax.Array, y: jax.Array) -> tuple[list, object]:
        change, state = rule.update(jax.grad(loss)(layers, x, y), state)  # type: ignore[arg-type]
        return optax.apply_updates(layers, change), state  # type: ignore[return-value]

    def run() -> np.ndarray:
        layers, state = pairs, rule.init(pairs)
        for members in batches:
            layers, state = step(layers, state, data.x[members], data.y[members])
        return TASK.net.join([(np.asarray(w), np.asarray(b)) for w, b in layers])

    return run


def calls() -> list[Line]:
    """How long the training runs before it can be stopped."""
    times, begin = [], time.perf_counter()
    for _ in train(TASK, ADAM):
        times.append(1e3 * (time.perf_counter() - begin))
        begin = time.perf_counter()
    call = statistics.median(times)
    return [("  64 steps of it, until it can be stopped", f"{call:.0f} ms", "≤ 50 ms", call <= 50)]


def landscape() -> Line:
    """Compute the loss of all training images on 41 × 41 points of the path's plane."""
    run = trained(TASK, ADAM)
    plane = principal(TASK.net, [run.theta], run.theta[-1])
    ms = statistics.median(milliseconds(lambda: around(run, plane)) for _ in range(3))
    return seconds("its landscape, 41 × 41 points on 1,438 images", ms, 3)


def around(run: History, plane: Slice) -> None:
    for _ in loss_grids(plane, TASK.data.train, window(plane, [run.theta])):
        pass


def toys() -> list[Line]:
    """Train on each toy set when a knob was changed."""
    out: list[Line] = []
    for key in TOYS:
        data = toy(key, 0.1)
        task = Task(Net(2, 2, 16, data.classes, "tanh"), data, batch=16, epochs=40)
        ms = medians({key: lambda task=task: trained(task, ADAM)}, rounds=9)[key]
        out.append((f"{key}, 2–16–16–K, 400 steps", f"{ms:.0f} ms", "≤ 500 ms", ms <= 500))
    return out


def sharpness() -> Line:
    """Measure λ_max in 60 places of a training."""
    data = toy("circles", 0.1)
    task = Task(Net(2, 2, 16, 2, "tanh"), data, batch=150, epochs=1200)
    run = trained(task, GradientDescent(lr=0.5))
    thetas = run.theta[:60]
    ms = medians({"": lambda: list(largest_eigenvalues(task.net, thetas, data.train))}, rounds=3)[""]
    return "largest eigenvalue in 60 places, 354 weights", f"{ms:.0f} ms", "≤ 500 ms", ms <= 500


def memory() -> Line:
    """Weigh what ten trained sessions on digits add to the process, each."""
    gc.collect()
    before = psutil.Process().memory_info().rss
    kept = [trained(Task(TASK.net, TASK.data, 32, 20, seed), ADAM) for seed in range(10)]
    added = (psutil.Process().memory_info().rss - before) / 1e6 / len(kept)
    return "one trained session on digits adds", f"{added:.1f} MB", "≤ 40 MB", added <= 40


if __name__ == "__main__":
    raise SystemExit(main())

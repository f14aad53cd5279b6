"""Warm-up: how little Adam knows of its gradients at first, how long its steps are then, and where that leads."""

import functools

import numpy as np

from optviz.core.number_text import label
from optviz.core.stochastic.adam_start import BETA1, AdamStart, Noise, effective_count, noise, rms, square_spread, start
from optviz.figures.board import Axes, Axis, Board, Bundle, Chart, Line, Metric, Metrics, Series
from optviz.lecture.controls import Choice, Randomize, Slider
from optviz.lecture.section import Preset, Section, Values

STEPS = 200
RUNS, FEWER, DRAWN = 2000, 500, 30
"""Runs for the two means over all, for the distance, and drawn."""

ADAM, WARM = 8, 2


@functools.lru_cache(maxsize=4)
def pure_noise(kind: Noise, seed: int) -> AdamStart:
    """Return Adam where the gradient is noise alone."""
    return start(noise(kind, RUNS, STEPS + 1, seed), 1.0)


def distances(values: Values) -> tuple[np.ndarray, np.ndarray]:
    """Return the root mean square distance from the minimum, (T+1,), without a warm-up and with it."""
    grads = noise(values["noise"], RUNS, STEPS + 1, int(values["seed"]))[:STEPS, :FEWER]
    warm = int(values["warm"])
    runs = [start(grads, float(values["lr"]), steps, float(values["h"])) for steps in (0, warm)]
    return rms(runs[0].x), rms(runs[1].x)


def warmup_board(values: Values) -> Board:
    """The mean of squares of some runs, its spread, the steps' length, and the distance from the minimum."""
    kind, runs = values["noise"], pure_noise(values["noise"], int(values["seed"]))
    seen = np.arange(1.0, STEPS + 2)
    plain, warm = distances(values)
    steps = int(values["warm"])
    spread = runs.v_hat.std(axis=1) / runs.v_hat.mean(axis=1)
    length = rms(runs.ratio)
    return Board(
        (
            _squares(runs, seen),
            _spread(kind, spread, seen),
            _length(length, seen),
            Chart(
                "distance",
                "distance from the minimum",
                (Series("η at once", plain, ADAM), Series(f"warm-up over {steps} steps", warm, WARM, chosen=True)),
            ),
            Metrics(
                "numbers",
                (
                    Metric("spread of v̂, measured", spread, ADAM),
                    Metric("length of a step, in η", length, ADAM),
                    Metric("ηₜ with warm-up", float(values["lr"]) * np.minimum(1.0, (seen - 1) / steps), WARM),
                ),
            ),
        ),
        (("squares", "spread"), ("length", "distance"), ("numbers", "numbers")),
        STEPS,
        heights=(1.0, 1.0, 0.0),
        status=("moving",),
        summary=f"After 10 steps the distance is {label(plain[10], 2)}, with a warm-up {label(warm[10], 2)}.",
    )


def _squares(runs: AdamStart, seen: np.ndarray) -> Axes:
    """Return the root of v̂ of some runs against the number of gradients, by the size of the first one."""
    root = np.sqrt(runs.v_hat[:, :DRAWN]).T
    first = root[:, 0]
    low, high = float(np.log(first.min())), float(np.log(first.max()))
    layers = (
        Line([1, STEPS + 1], [1, 1], "faint", "true value", 1.0, True),
        Bundle(
            np.tile(seen, (DRAWN, 1)),
            root,
            (np.log(first) - low) / (high - low),
            float(first.min()),
            float(first.max()),
            "first |g|",
        ),
    )
    return Axes("squares", layers, _count(), Axis("", 0.02, 10.0, True), f"√v̂ of {DRAWN} runs, whose true value is 1")


def _spread(kind: Noise, spread: np.ndarray, seen: np.ndarray) -> Axes:
    layers = (
        Line(seen, square_spread(kind, seen), "accent", "theory", 1.0, True),
        Line(seen, spread, ADAM, f"of {RUNS:,} runs", 1.6, by_step=True),
    )
    return Axes("spread", layers, _count(), Axis("", 0.05, 12.0, True), "spread of v̂, relative to its mean")


def _length(length: np.ndarray, seen: np.ndarray) -> Axes:
    mean = 1 / np.sqrt(effective_count(BETA1, seen))
    layers = (
        Line(seen, mean, "accent", "of m̂ by theory, with the true v̂", 1.0, True),
        Line(seen, length, ADAM, "of m̂/√v̂", 1.6, by_step=True),
    )
    return Axes("length", layers, _count(), Axis("", 0.1, 1.2, True), "length of a step, in units of η")


def _count() -> Axis:
    return Axis("gradients seen", 1, STEPS + 1, True)


WARMUP = Section(
    "warmup",
    "Warm-up",
    controls=(
        Slider("warm", "W", "steps of warm-up", 50.0, 1.0, 200.0, whole=True),
        Slider("lr", r"\eta", "learning rate", 0.1, 0.001, 1.0, "log"),
        Slider("h", "h", "curvature of the bowl", 1.0, 0.0, 3.0),
        Choice("noise", "noise", (("gaussian", "Gaussian"), ("rare", "rarely ten times as large")), "gaussian"),
        Slider("seed", "", "random seed", 1.0, 0.0, 999.0, whole=True),
        Randomize("again", "Other noise", ("seed",)),
    ),
    presets=(
        Preset("warmup_start", "η = 0.1", {}),
        Preset("warmup_large", "η = 0.5: thrown far", {"lr": 0.5}),
        Preset("warmup_small", "η = 0.01: little to gain", {"lr": 0.01}),
        Preset("warmup_rare", "Rare large gradients", {"noise": "rare"}),
        Preset("warmup_flat", "No slope at all", {"h": 0.0}),
    ),
    draw=warmup_board,
    more=("h", "seed", "again"),
)

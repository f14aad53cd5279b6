"""What the boards of the network page share: regions, points, curves against the marks of a training, sentences."""

from collections.abc import Sequence
from typing import Any

import numpy as np

from optviz.core.network.data import Examples, Split
from optviz.core.network.mlp import Net, softmax
from optviz.core.network.training import History
from optviz.figures.board import Axes, Axis, Category, Chart, Layer, Metric, Points, Progress, Regions, Series

CLASSES = (Category("class A", 2), Category("class B", 8), Category("class C", 6))
TRAIN, VALID = 2, 7
"""Looks of the curves of one training."""

_FRAMES = 31
_SIDE = 48
_TONES = 16
_MARGIN = 0.35

Sides = tuple[tuple[float, float], tuple[float, float]]


def frames(history: History, most: int = _FRAMES) -> np.ndarray:
    """Return the indices of some of a training's marks, evenly spread, the first and the last among them."""
    last = len(history.checkpoints) - 1
    return np.linspace(0, last, min(most, last + 1)).round().astype(int)


def window_of(data: Split) -> Sides:
    """Return the ends of both axes: room for all points."""
    x = np.concatenate([data.train.x, data.valid.x])
    low, high = x.min(axis=0) - _MARGIN, x.max(axis=0) + _MARGIN
    return (float(low[0]), float(high[0])), (float(low[1]), float(high[1]))


def regions(history: History, sides: Sides) -> Regions:
    """Return the class that the net names in each point of the plane, the stronger the surer, as training goes on."""
    net = history.task.net
    (left, right), (down, up) = sides
    columns = left + (right - left) * (np.arange(_SIDE) + 0.5) / _SIDE
    rows = down + (up - down) * (np.arange(_SIDE) + 0.5) / _SIDE
    spots = np.stack(np.meshgrid(columns, rows), axis=-1).reshape(-1, 2)
    found = np.stack([_named(net, theta, spots) for theta in history.theta[frames(history)]])
    return Regions(found.reshape(-1, _SIDE, _SIDE), *sides, CLASSES[: net.classes])


def _named(net: Net, theta: np.ndarray, spots: np.ndarray) -> np.ndarray:
    shares = softmax(net.logits(theta, spots))
    best = shares.max(axis=1)
    sure = np.floor((best - 1 / net.classes) / (1 - 1 / net.classes) * (_TONES - 1)) / _TONES
    return np.where(np.isfinite(best), shares.argmax(axis=1) + np.clip(np.nan_to_num(sure), 0, None), -1.0)


def dots(data: Examples, mark: str, name: str) -> tuple[Layer, ...]:
    """Return examples as marks in the colours of their classes."""
    if not data.n:
        return ()
    looks = tuple(CLASSES[k].look for k in data.y)
    hover = tuple(f"{name.rpartition(': ')[2]}: {CLASSES[k].label}" for k in data.y)
    size = 0.75 if mark == "ring" else 0.8
    return (Points(data.x[:, 0], data.x[:, 1], "ink", mark, name, hover=hover, looks=looks, size=size),)


def picture(history: History, title: str = "what the net says") -> Axes:
    """Return the regions with the points of both sets."""
    data = history.task.data
    sides = window_of(data)
    layers = (
        regions(history, sides),
        *dots(data.valid, "ring", "rings: validation"),
        *dots(data.train, "dot", "dots: training"),
    )
    return Axes("plane", layers, Axis("x₁", *sides[0]), Axis("x₂", *sides[1]), title, equal=True)


def curves(history: History) -> tuple[Chart, Chart]:
    """Return the charts of loss and accuracy on both sets against the step."""
    x = history.checkpoints.astype(float)
    both = (("training", "train", TRAIN, False), ("validation", "valid", VALID, True))
    charts = []
    for what, title in (("loss", "average loss L(θ)"), ("accuracy", "share classified rightly")):
        series = tuple(
            Series(name, getattr(history, f"{key}_{what}"), look, x, dashed) for name, key, look, dashed in both
        )
        ends: dict[str, Any] = {"log": True} if what == "loss" else {"low": 0.0, "high": 1.02}
        charts.append(Chart(what, title, series, x_label="step", **ends))
    return charts[0], charts[1]


def epochs_of(history: History) -> np.ndarray:
    """Return the marks in epochs, (S,)."""
    return history.checkpoints / history.task.per_epoch


def percent(share: float) -> str:
    """Return a share as a percentage, or a dash."""
    return f"{100 * share:.1f} %" if np.isfinite(share) else "—"


def percents(shares: np.ndarray) -> tuple[str, ...]:
    """Return shares as percentages."""
    return tuple(percent(float(one)) for one in shares)


def trouble(named: Sequence[tuple[str, History]]) -> tuple[str, ...]:
    """Return a sentence for each training that diverged or whose loss exploded."""
    return tuple(f"{name}: {text}" for name, run in named if (text := complaint(run)))


def complaint(run: History) -> str:
    """Return what went wrong in a training and at which step, or nothing."""
    if run.status.kind == "diverged":
        return f"diverged. {run.status.reason} A smaller η helps."
    if run.exploded is None:
        return ""
    loss, guess = run.batch_loss[run.exploded], np.log(run.task.net.classes)
    return f"η is too large. At step {run.exploded} the loss is {loss:.3g}; a blind guess has {guess:.2g}."


def alarm(run: History) -> tuple[Metric, ...]:
    """Return what went wrong as a reading, for boards whose charts a notice would cover."""
    text = complaint(run)
    return (Metric("", text[0].upper() + text[1:] if not text.startswith("η") else text, "bad"),) if text else ()


def progress(history: History, what: str = "Training") -> Progress:
    """Return how far a training is."""
    done, all_of = history.steps, history.task.steps
    text = f"{what}: step {done:,} of {all_of:,}" if done else f"Preparing {all_of:,} steps"
    return Progress(done / all_of, text)


def fate(history: History) -> str:
    """Return what became of a training, in a word."""
    return "exploded" if history.exploded is not None and history.status.kind == "moving" else history.status.kind

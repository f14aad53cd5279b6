"""What the sections of the network page share: controls, data and nets, the regions of a net, learning curves."""

import dataclasses
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np

from optviz.core.elementary import softmax
from optviz.core.matrices.rules import MATRIX_RULES
from optviz.core.network.data import Examples, Split, toy
from optviz.core.network.mlp import MAX_WIDTH, Net
from optviz.core.network.training import History
from optviz.core.optimizers import OPTIMIZERS, Optimizer
from optviz.figures.board import Axes, Axis, Category, Chart, Points, Regions, Series
from optviz.lecture.controls import Choice, Randomize, Slider
from optviz.lecture.section import Values
from optviz.lecture.work import Work
from optviz.scenes.scene import default_look

TOYS = (("moons", "moons"), ("circles", "circles"), ("spirals", "spirals"), ("blobs", "blobs"))
TOY_BATCH = 16
NOISE = {"moons": 0.15, "circles": 0.1, "spirals": 0.03, "blobs": 0.35}
"""The noise of each toy set where there is no control for it."""

DEFAULT_NET = (2, 16)
"""Hidden layers and their width where there are no controls for them."""

# In mini-batches gradient descent is SGD; the registry's own "sgd" adds artificial noise, which is not needed here.
RULE_NAMES = {key: "SGD" if key == "gd" else kind.name for key, kind in OPTIMIZERS.items() if key != "sgd"}
RULE_NAMES |= {key: kind.name for key, kind in MATRIX_RULES.items()}
RULES = tuple(RULE_NAMES.items())

CLASSES = (Category("class A", 2), Category("class B", 8), Category("class C", 6))
TRAIN, VALID = 2, 7
"""Looks of the curves of one training."""

_FRAMES = 31
_RESOLUTION = 48
_TONES = 16
_MARGIN = 0.35
_MOST_DRAWN = 1000

Window = tuple[tuple[float, float], tuple[float, float]]


# ---- controls ----------------------------------------------------------------------------------------


def hidden(default: str = "1", most: int = 3) -> Choice:
    """Return the choice of the number of hidden layers."""
    return Choice("hidden", "hidden layers", tuple((str(k), str(k)) for k in range(most + 1)), default)


def width(default: float = 8.0) -> Slider:
    """Return the control of the hidden layers' width."""
    return Slider("width", "", "units per hidden layer", default, 1.0, MAX_WIDTH, "log", whole=True)


def activation() -> Choice:
    """Return the choice of a(·)."""
    return Choice("activation", "activation a", (("relu", "ReLU"), ("tanh", "tanh"), ("sigmoid", "sigmoid")), "relu")


def learning_rate(default: float, key: str = "lr", label: str = "learning rate", symbol: str = r"\eta") -> Slider:
    """Return the control η; its end is far beyond what any net bears."""
    return Slider(key, symbol, label, default, 1e-4, 100.0, "log")


def epochs(default: float, high: float = 200.0) -> Slider:
    """Return the control of the number of epochs."""
    return Slider("epochs", "", "epochs", default, 1.0, high, "log", whole=True)


def seed(default: float = 1.0) -> tuple[Slider, Randomize]:
    """Return the random seed of initial weights and mini-batches, and the button for another one."""
    slider = Slider("seed", "", "random seed", default, 0.0, 999.0, whole=True)
    return slider, Randomize("again", "Other initial weights", ("seed",))


# ---- what is computed --------------------------------------------------------------------------------


@dataclasses.dataclass(frozen=True, eq=False)
class Racer:
    """One of several trainings side by side: its name on the screen, its look, and the training."""

    name: str
    look: int
    history: History


def work(
    section: str, compute: Callable[[Values], Iterator[Any]], display: tuple[str, ...] = ()
) -> Callable[[Values], Work]:
    """Return what a section's ``work`` is; the controls in ``display`` change what is shown, not what is computed."""

    def of(values: Values) -> Work:
        computed = (f"{key}:{value}" for key, value in values.items() if key not in display)
        return Work(",".join([section, *computed]), lambda: compute(values))

    return of


def rule_of(key: str, lr: float) -> Optimizer:
    """Return an optimizer with this learning rate, its other knobs at their defaults."""
    kind: Any = MATRIX_RULES[key] if key in MATRIX_RULES else OPTIMIZERS[key]
    return kind(lr=lr)


def look_of(key: str) -> int:
    """Return the look that an optimizer has on every page; SGD has GD's."""
    if key in MATRIX_RULES:
        return len(OPTIMIZERS) + list(MATRIX_RULES).index(key)
    return default_look(key)


def net_for(data: Split, values: Values, default: str = "tanh") -> Net:
    """Return the net of the controls for these data; ``default`` is its activation where no control chooses one."""
    kind = values.get("activation", default)
    return Net(data.inputs, int(values["hidden"]), int(values["width"]), data.classes, kind)


def toy_of(values: Values) -> Split:
    """Return the toy set of the controls."""
    return toy(values["data"], values.get("noise", NOISE[values["data"]]))


# ---- what is drawn -----------------------------------------------------------------------------------


def frames(history: History, most: int = _FRAMES) -> np.ndarray:
    """Return the indices of some of a training's checkpoints, evenly spread, the first and the last among them."""
    last = len(history.checkpoints) - 1
    return np.linspace(0, last, min(most, last + 1)).round().astype(int)


def window_of(data: Split) -> Window:
    """Return the ends of both axes, a little beyond all points."""
    x = np.concatenate([data.train.x, data.valid.x])
    low, high = x.min(axis=0) - _MARGIN, x.max(axis=0) + _MARGIN
    return (float(low[0]), float(high[0])), (float(low[1]), float(high[1]))


def regions(history: History, window: Window, size: int = _RESOLUTION, most: int = _FRAMES) -> Regions:
    """Return the class that a net predicts in each point of the plane, the stronger the surer, as it is trained.

    ``size``: cells a side; ``most``: of how many checkpoints at most.
    """
    net = history.task.net
    (left, right), (down, up) = window
    middles = (np.arange(size) + 0.5) / size
    x1, x2 = np.meshgrid(left + (right - left) * middles, down + (up - down) * middles)
    points = np.stack([x1, x2], axis=-1).reshape(-1, 2)
    maps = np.stack([_predicted(net, theta, points) for theta in history.judged.theta[frames(history, most)]])
    return Regions(maps.reshape(-1, size, size), *window, CLASSES[: net.classes])


def _predicted(net: Net, theta: np.ndarray, points: np.ndarray) -> np.ndarray:
    """Return the class predicted at each point plus how sure that is, 0 to below 1; −1 where nothing is finite."""
    probabilities = softmax(net.logits(theta, points))
    best = probabilities.max(axis=1)
    sure = np.floor((best - 1 / net.classes) / (1 - 1 / net.classes) * (_TONES - 1)) / _TONES
    predicted = probabilities.argmax(axis=1) + np.clip(np.nan_to_num(sure), 0, None)
    return np.where(np.isfinite(best), predicted, -1.0)


def example_points(data: Examples, mark: str, name: str) -> tuple[Points, ...]:
    """Return examples, of very many some, as marks in the colours of their classes."""
    if not data.n:
        return ()
    few = np.unique(np.linspace(0, data.n - 1, min(data.n, _MOST_DRAWN)).round().astype(int))
    x, y = data.x[few], data.y[few]
    looks = tuple(CLASSES[k].look for k in y)
    hover = tuple(f"{name.rpartition(': ')[2]}: {CLASSES[k].label}" for k in y)
    size = 0.75 if mark == "ring" else 0.8
    return (Points(x[:, 0], x[:, 1], "ink", mark, name, hover=hover, looks=looks, size=size),)


def prediction_axes(history: History) -> Axes:
    """Return the regions of a net with the points of both sets."""
    data = history.task.data
    window = window_of(data)
    layers = (
        regions(history, window),
        *example_points(data.valid, "ring", "rings: validation"),
        *example_points(data.train, "dot", "dots: training"),
    )
    return Axes("plane", layers, Axis("x₁", *window[0]), Axis("x₂", *window[1]), "predicted class", equal=True)


def learning_curves(history: History) -> tuple[Chart, Chart]:
    """Return the charts of loss and accuracy on both sets against the step."""
    x = history.checkpoints.astype(float)
    sets = (("training", "train", TRAIN, False), ("validation", "valid", VALID, True))
    average = history.average
    charts = []
    begun = np.nan if not history.steps else 0.0  # a single point says less than that one has to wait
    for metric, title in (("loss", "average loss L(θ)"), ("accuracy", "accuracy")):
        series = tuple(
            Series(name, getattr(history, f"{key}_{metric}") + begun, look, x, dashed)
            for name, key, look, dashed in sets
        )
        if average is not None:
            series += tuple(
                Series("", getattr(average, f"{key}_{metric}") + begun, look, x, dashed, pale=True)
                for _, key, look, dashed in sets
            )
            title += "; paler: averaged"
        scale: dict[str, Any] = {"log": True} if metric == "loss" else {"low": 0.0, "high": 1.02}
        charts.append(Chart(metric, title, series, x_label="step", empty="training …", **scale))
    return charts[0], charts[1]


def epochs_of(history: History) -> np.ndarray:
    """Return the checkpoints in epochs, (S,)."""
    return history.checkpoints / history.task.per_epoch

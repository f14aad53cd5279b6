"""Cross-entropy loss: the loss of each painted point, and the average that training lowers."""

from collections.abc import Iterator

import numpy as np

from optviz.core.elementary import softmax
from optviz.core.network.data import painted
from optviz.core.network.mlp import losses
from optviz.core.network.training import History, Task, train
from optviz.core.number_text import label
from optviz.figures.board import Arrows, Axes, Axis, Board, DragTarget, Formula, Layer, MovingLine, from_step
from optviz.figures.board import Points as PointsLayer
from optviz.lecture.controls import Choice, Points
from optviz.lecture.network.common import (
    CLASSES,
    example_points,
    hidden,
    learning_rate,
    net_for,
    regions,
    rule_of,
    seed,
    width,
    work,
)
from optviz.lecture.network.messages import problems, progress, status_of
from optviz.lecture.section import Preset, Section, Values

EPOCHS = 150
WINDOW = ((-3.0, 3.0), (-3.0, 3.0))
BAR_WIDTH = 4.0

_A = ((-1.6, 0.9), (-1.1, 1.5), (-0.4, 1.2), (-1.9, 0.1), (-0.8, 0.4), (-1.3, -0.7), (-0.2, 2.0), (-2.2, 1.7))
_B = ((1.2, -0.9), (0.8, -1.6), (1.7, -0.1), (0.3, -0.8), (1.9, -1.4), (1.1, 0.6), (-0.1, -1.9), (2.2, 0.7))
PAINTED = (*((*p, 0.0) for p in _A), *((*p, 1.0) for p in _B), (1.4, -0.5, 0.0))
"""Two groups of eight points, and one of the first class in the midst of the second."""

ONE_CLASS = tuple((*p, 0.0) for p in _A)


def train_painted(values: Values) -> Iterator[History | None]:
    """Train one net on the painted points, all of them in each step; nothing where there are none."""
    if not values["points"]:
        return iter((None,))
    data = painted(values["points"])
    task = Task(net_for(data, values), data, data.train.n, EPOCHS, int(values["seed"]), "glorot")
    return train(task, rule_of("adam", values["lr"]))


def loss_board(values: Values, history: History | None) -> Board:
    """Painted points, the loss of each of them, and the average that training lowers."""
    drag = DragTarget(points="points", brush="brush")
    x, y = Axis("x₁", *WINDOW[0]), Axis("x₂", *WINDOW[1])
    if history is None:
        empty = Axes("plane", (), x, y, "click to paint points", equal=True, drag=drag)
        note = "There are no points yet. Choose a class and click on the plane."
        return Board((empty,), (("plane",),), notices=(note,), summary=note)
    net, data = history.task.net, history.task.data.train
    z = net.logits(history.theta, data.x)
    point_losses, probabilities = losses(z, data.y), softmax(z)[..., np.arange(data.n), data.y]
    worst = np.nan_to_num(point_losses, nan=-1.0).argmax(axis=1)
    ring = PointsLayer(data.x[worst, :1], data.x[worst, 1:], "ink", "ring", "worst point", size=1.5)
    layers = (regions(history, WINDOW), *example_points(data, "dot", ""), ring)
    plane = Axes("plane", layers, x, y, "click, drag, double-click", equal=True, drag=drag)
    notices = problems((("Training", history),))
    if len(set(data.y.tolist())) == 1:
        certain = "All points are of one class: the net predicts it everywhere, and the loss goes to 0."
        notices += (from_step(len(history.checkpoints) - 1, certain),)
    mean, largest = label(point_losses[-1].mean(), 3), label(point_losses[-1].max(), 3)
    return Board(
        (plane, bars(history, point_losses), worst_formula(point_losses, probabilities, worst)),
        (("plane", "bars"), ("plane", "worst")),
        len(history.checkpoints) - 1,
        heights=(1.0, 0.0),
        unit="step",
        counts=history.checkpoints,
        progress=progress(history),
        status=(status_of(history),),
        notices=notices,
        summary=f"{data.n} points; the average loss is {mean}, the worst point's {largest}.",
    )


def bars(history: History, point_losses: np.ndarray) -> Axes:
    """The loss of each point as a bar, and their average as a line; ``point_losses``: (S, n) at the checkpoints."""
    data = history.task.data.train
    layers: list[Layer] = []
    for k, category in enumerate(CLASSES):
        members = np.flatnonzero(data.y == k)
        if len(members):
            heights, x = point_losses[:, members], members + 1.0
            layers.append(
                Arrows(x, 0 * x, 0 * heights, heights, category.look, category.label, width=BAR_WIDTH, head=False)
            )
    mean = np.repeat(point_losses.mean(axis=1)[:, None], 2, axis=1)
    layers.append(MovingLine((0.4, data.n + 0.6), mean, "ink", "their average L(θ)", dashed=True))
    top = 1.05 * max(float(np.nanmax(np.where(np.isfinite(point_losses), point_losses, np.nan))), 1.0)
    x_axis, y_axis = Axis("point", 0.4, data.n + 0.6, whole=True), Axis("loss Lᵢ(θ)", 0.0, top)
    return Axes("bars", tuple(layers), x_axis, y_axis, "loss of each")


def worst_formula(point_losses: np.ndarray, probabilities: np.ndarray, worst: np.ndarray) -> Formula:
    """The loss of the worst point with its numbers, and the average; ``worst``: (S,) which point that is."""
    rows, n = np.arange(len(worst)), point_losses.shape[1]
    columns = {
        "p": probabilities[rows, worst],
        "l": point_losses[rows, worst],
        "mean": point_losses.mean(axis=1),
        "part": point_losses[rows, worst] / n,
    }
    lines = (
        (r"L_i(\theta) = -\log \hat y_{y_i}", r"L_{\mathrm{worst}} = -\log <<p>> = <<l>>"),
        (
            r"L(\theta) = \tfrac1n \textstyle\sum_i L_i(\theta)",
            rf"L = <<mean>>,\;\; \text{{the worst alone: }} \tfrac{{1}}{{{n}}} \cdot <<l>> = <<part>>",
        ),
    )
    return Formula("worst", lines, columns)


LOSS = Section(
    "loss",
    "Cross-entropy loss",
    controls=(
        Choice("brush", "paint class", (("0", "A"), ("1", "B"), ("2", "C")), "0"),
        Points("points", "points", PAINTED, 3, 0, 60, -3.0, 3.0),
        hidden(),
        width(2.0),
        learning_rate(0.05),
        *seed(),
    ),
    presets=(
        Preset("worst", "One point on the wrong side"),
        Preset("bent", "Three layers bend round it", {"hidden": "3", "width": 32.0}),
        Preset("untrained", "Before training", {}, 0),
        Preset("one_class", "A single class", {"points": ONE_CLASS}),
        Preset("nothing", "No points at all", {"points": ()}),
    ),
    draw=loss_board,
    work=work("loss", train_painted, display=("brush",)),
    more=("seed",),
)

"""The boards of the network page: a net and its regions, what the loss sees, a race of optimizers."""

import numpy as np

from optviz.core.network.mlp import losses, softmax
from optviz.core.network.training import History
from optviz.figures.board import (
    Arrows,
    Axes,
    Axis,
    Board,
    DragTarget,
    Formula,
    Metric,
    Metrics,
    MovingLine,
    Points,
)
from optviz.lecture.network.digits import digits_board
from optviz.lecture.network.landscape import landscape_background, landscape_board
from optviz.lecture.network.parts import (
    CLASSES,
    curves,
    dots,
    epochs_of,
    fate,
    percent,
    percents,
    picture,
    progress,
    regions,
    trouble,
)
from optviz.lecture.network.race import race_board
from optviz.lecture.network.sharpness import sharpness_board
from optviz.lecture.section import Values

PAINT = ((-3.0, 3.0), (-3.0, 3.0))
BARS = 4.0


def network_board(values: Values, history: History) -> Board:
    """The regions that one net draws as it learns, its losses and its formula."""
    loss, accuracy = curves(history)
    net, task = history.task.net, history.task
    facts = (
        Metric("epoch", epochs_of(history)),
        Metric("weights and biases", f"{net.size:,}"),
        Metric("training", percents(history.train_accuracy)),
        Metric("validation", percents(history.valid_accuracy)),
    )
    return Board(
        (picture(history), loss, accuracy, formula(history), Metrics("numbers", facts)),
        (("plane", "loss"), ("plane", "accuracy"), ("net", "numbers")),
        len(history.marks) - 1,
        widths=(1.15, 1.0),
        heights=(1.0, 1.0, 0.0),
        unit="step",
        counts=history.marks,
        progress=progress(history),
        status=(fate(history),),
        notices=trouble((("Adam", history),)),
        summary=f"A net of {net.hidden} hidden layers learns {task.data.key}: after {history.steps} steps "
        f"{percent(history.train_accuracy[-1])} of the training points and {percent(history.valid_accuracy[-1])} "
        "of the validation points are classified rightly.",
    )


def formula(history: History) -> Formula:
    """The lecture's formula with as many layers as this net has, and the size of each matrix."""
    net = history.task.net
    inside = "x"
    for k in range(net.hidden):
        inside = f"a(W_{k} {inside})"
    sizes = r",\;\; ".join(rf"W_{k}\colon {b} \times {a}" for k, (a, b) in enumerate(net.shapes))
    return Formula("net", ((rf"\hat y = \mathrm{{softmax}}(W_{net.hidden} {inside})", ""), (sizes, "")))


def loss_board(values: Values, history: History | None) -> Board:
    """Painted points, the loss of each of them, and the average that training lowers."""
    drag = DragTarget(points="points", brush="brush")
    x, y = Axis("x₁", *PAINT[0]), Axis("x₂", *PAINT[1])
    if history is None:
        empty = Axes("plane", (), x, y, "click to paint points", equal=True, drag=drag)
        note = "There are no points yet. Choose a class and click on the plane."
        return Board((empty,), (("plane",),), notices=(note,), summary=note)
    net, data = history.task.net, history.task.data.train
    z = net.logits(history.theta, data.x)
    each, shares = losses(z, data.y), softmax(z)[..., np.arange(data.n), data.y]
    worst = np.nan_to_num(each, nan=-1.0).argmax(axis=1)
    ring = Points(data.x[worst, :1], data.x[worst, 1:], "ink", "ring", "worst point", size=1.5)
    layers = (regions(history, PAINT), *dots(data, "dot", ""), ring)
    plane = Axes("plane", layers, x, y, "click, drag, double-click", equal=True, drag=drag)
    notices = trouble((("Training", history),))
    if len(set(data.y.tolist())) == 1:
        notices += ("All points are of one class: the net only has to learn its name, and the loss goes to 0.",)
    rows = np.arange(len(worst))
    return Board(
        (plane, bars(history, each), worst_formula(each, shares, rows, worst)),
        (("plane", "bars"), ("plane", "worst")),
        len(history.marks) - 1,
        heights=(1.0, 0.0),
        unit="step",
        counts=history.marks,
        progress=progress(history),
        status=(fate(history),),
        notices=notices,
        summary=f"{data.n} points; the average loss is {each[-1].mean():.3g}, the worst point's {each[-1].max():.3g}.",
    )


def bars(history: History, each: np.ndarray) -> Axes:
    """The loss of each point as a bar, and their average as a line."""
    data = history.task.data.train
    layers: list = []
    for k, kind in enumerate(CLASSES):
        mine = np.flatnonzero(data.y == k)
        if len(mine):
            up = each[:, mine]
            place = mine + 1.0
            layers.append(Arrows(place, 0 * place, 0 * up, up, kind.look, kind.label, width=BARS, head=False))
    mean = np.repeat(each.mean(axis=1)[:, None], 2, axis=1)
    layers.append(MovingLine((0.4, data.n + 0.6), mean, "ink", "their average L(θ)", dashed=True))
    top = 1.05 * max(float(np.nanmax(np.where(np.isfinite(each), each, np.nan))), 1.0)
    return Axes("bars", tuple(layers), Axis("point", 0.4, data.n + 0.6), Axis("loss Lᵢ(θ)", 0.0, top), "loss of each")


def worst_formula(each: np.ndarray, shares: np.ndarray, rows: np.ndarray, worst: np.ndarray) -> Formula:
    """The loss of the worst point with its numbers, and the average."""
    columns = {
        "p": shares[rows, worst],
        "l": each[rows, worst],
        "mean": each.mean(axis=1),
        "part": each[rows, worst] / each.shape[1],
    }
    lines = (
        (r"L_i(\theta) = -\log \hat y_{y_i}", r"L_{\mathrm{worst}} = -\log <<p>> = <<l>>"),
        (
            r"L(\theta) = \tfrac1n \textstyle\sum_i L_i(\theta)",
            rf"L = <<mean>>,\;\; \text{{the worst alone: }} \tfrac{{1}}{{{each.shape[1]}}} \cdot <<l>> = <<part>>",
        ),
    )
    return Formula("worst", lines, columns)


DRAW = {
    "network": network_board,
    "loss": loss_board,
    "race": race_board,
    "digits": digits_board,
    "landscape": landscape_board,
    "sharpness": sharpness_board,
}
GROUND = {"landscape": landscape_background}

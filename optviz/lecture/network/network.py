"""A network: its units and weights drawn, and what it predicts in the plane, as it learns a toy set."""

from collections.abc import Iterator

from optviz.core.network.data import Split
from optviz.core.network.training import History, Task, train
from optviz.core.number_text import percent
from optviz.figures.board import Board, Formula, Metric, Metrics, NetworkDiagram
from optviz.lecture.around import TRAINING_KEYS, around, training_controls
from optviz.lecture.controls import Choice, Slider, VisibleIf
from optviz.lecture.network.common import (
    CLASSES,
    TOY_BATCH,
    TOYS,
    activation,
    epochs,
    epochs_of,
    frames,
    hidden,
    learning_curves,
    learning_rate,
    net_for,
    prediction_axes,
    rule_of,
    seed,
    width,
    window_of,
)
from optviz.lecture.network.messages import percents, problems, progress, status_of
from optviz.lecture.network.own_table import OWN, data_of, epochs_for
from optviz.lecture.section import Preset, Section, Values
from optviz.lecture.work import Work

MOST_WEIGHTS = 24_000
FEWEST_FRAMES = 6
"""The browser computes each unit's picture from the weights. Those of a small net are sent at every checkpoint; of a
large one at fewer, so that they are about MOST_WEIGHTS numbers."""


def train_network(values: Values) -> Iterator[History]:
    """Train one net with Adam on a toy set or a person's own rows."""
    return trained(data_of(values)[0], values)


def trained(data: Split, values: Values) -> Iterator[History]:
    """Train one net with Adam on these data."""
    epochs, _ = epochs_for(data, values)
    task = Task(net_for(data, values), data, TOY_BATCH, epochs, int(values["seed"]), values["init"])
    return train(task, around(values, rule_of("adam", values["lr"])))


def network_work(values: Values) -> Work:
    """Return the training; its key names a person's own rows by their content, and it holds them while it goes on."""
    data, _ = data_of(values)
    named = {**values, "data": data.key, "rows": ""}
    key = ",".join(["network", *(f"{key}:{value}" for key, value in named.items())])
    return Work(key, lambda: trained(data, values))


def network_board(values: Values, history: History) -> Board:
    """One net as it learns: its units and weights, the regions that it draws, its losses and its formula."""
    loss, _ = learning_curves(history)
    net, task, judged = history.task.net, history.task, history.judged
    name = "your data" if task.data.key.startswith("own-") else task.data.key
    told = [said for said in (data_of(values)[1], epochs_for(task.data, values)[1]) if said]
    metrics = (
        Metric("epoch", epochs_of(history)),
        Metric("weights and biases", f"{net.size:,}"),
        Metric("training accuracy", percents(judged.train_accuracy)),
        Metric("validation accuracy", percents(judged.valid_accuracy)),
    )
    return Board(
        (
            diagram(history),
            prediction_axes(history),
            loss,
            net_formula(history),
            Metrics("numbers", metrics),
        ),
        (("units", "plane"), ("loss", "plane"), ("net", "numbers")),
        len(history.checkpoints) - 1,
        widths=(1.08, 1.0),
        heights=(1.7, 1.0, 0.0),
        unit="step",
        counts=history.checkpoints,
        progress=progress(history),
        status=(status_of(history),),
        notices=(*told, *problems((("Adam", history),))),
        summary=f"A net of {net.hidden} hidden layers learns {name}: after {history.steps} steps "
        f"the training accuracy is {percent(judged.train_accuracy[-1])}, the validation accuracy "
        f"{percent(judged.valid_accuracy[-1])}.",
    )


def diagram(history: History) -> NetworkDiagram:
    """The net with what each unit computes, at as many checkpoints as its weights allow."""
    net = history.task.net
    shown = frames(history, max(FEWEST_FRAMES, MOST_WEIGHTS // net.size))
    title = "units and weights"
    if len(shown) < len(history.checkpoints):
        title += f", at {len(shown)} moments"
    return NetworkDiagram(
        "units",
        history.judged.theta[shown].T,
        (net.inputs, *(net.width,) * net.hidden, net.classes),
        net.activation,
        *window_of(history.task.data),
        CLASSES[: net.classes],
        title,
        plane="plane",
    )


def net_formula(history: History) -> Formula:
    """The lecture's formula with as many layers as this net has, and the size of each matrix."""
    net = history.task.net
    inner = "x"
    for k in range(net.hidden):
        inner = f"a(W_{k} {inner})"
    sizes = r",\;\; ".join(rf"W_{k}\colon {b} \times {a}" for k, (a, b) in enumerate(net.shapes))
    return Formula("net", ((rf"\hat y = \mathrm{{softmax}}(W_{net.hidden} {inner})", ""), (sizes, "")))


NETWORK = Section(
    "network",
    "A network",
    controls=(
        Choice("data", "data", (*TOYS, ("own", "your own")), "moons"),
        VisibleIf("data", ("own",), OWN),
        Slider("noise", r"\sigma", "noise of the data", 0.15, 0.0, 0.6, help="Standard deviation of each point."),
        hidden(),
        width(),
        activation(),
        Choice("init", "initialization", (("he", "He"), ("glorot", "Glorot")), "he"),
        learning_rate(0.03),
        epochs(40.0),
        *seed(),
        *training_controls(),
    ),
    presets=(
        Preset("no_hidden", "No hidden layer: a straight line", {"hidden": "0"}),
        Preset("two_units", "Circles, 2 units: not enough", {"data": "circles", "noise": 0.1, "width": 2.0}),
        Preset("eight_units", "Circles, 8 units", {"data": "circles", "noise": 0.1}),
        Preset(
            "spirals",
            "Spirals, 2 × 32 units",
            {"data": "spirals", "noise": 0.03, "hidden": "2", "width": 32.0, "epochs": 100.0},
        ),
        Preset("blobs", "Three classes", {"data": "blobs", "noise": 0.35}),
        Preset(
            "overfit",
            "Overfitting to noise",
            {"noise": 0.5, "hidden": "3", "width": 64.0, "epochs": 200.0, "lr": 0.01},
        ),
    ),
    draw=network_board,
    work=network_work,
    more=("noise", "init", "epochs", "seed", *TRAINING_KEYS),
)

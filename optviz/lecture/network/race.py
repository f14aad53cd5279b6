"""Race: several optimizers train the same net from the same weights on the same mini-batches."""

import dataclasses
from collections.abc import Iterator

import numpy as np

from optviz.core.matrices.memory import singular_values
from optviz.core.network.mlp import Net
from optviz.core.network.training import History, Task, train_all
from optviz.core.number_text import label, percent
from optviz.core.optimizers import Optimizer
from optviz.figures.board import (
    Axes,
    Axis,
    Board,
    Category,
    Chart,
    Panel,
    Progress,
    Series,
    Table,
    all_from_step,
)
from optviz.lecture.around import TRAINING_KEYS, around, training_controls
from optviz.lecture.controls import Button, Choice, Slider, Switch, VisibleIf
from optviz.lecture.network.common import (
    CLASSES,
    DEFAULT_NET,
    RULE_NAMES,
    RULES,
    TOYS,
    Racer,
    epochs,
    epochs_of,
    example_points,
    learning_rate,
    look_of,
    regions,
    rule_of,
    seed,
    toy_of,
    window_of,
    work,
)
from optviz.lecture.network.messages import status_of
from optviz.lecture.network.tuning import RATES, Tuning, trial_task, tune_rates, tuning_board
from optviz.lecture.section import Preset, Section, Values

LAYER_LOOKS = (2, 8, 6, 7)
LANES = (1, 2, 3, 4)
SMALL, FEW = 28, 21
"""Cells a side and frames of each net's regions, where several stand side by side."""

UNNAMED = tuple(Category("", category.look) for category in CLASSES)
"""The classes without their names, which four keys would repeat."""


def train_race(values: Values) -> Iterator[Tuning | tuple[Racer, ...]]:
    """Train the same net by up to four rules, from the same weights, on the same mini-batches; tuned first, if asked.

    While the learning rates are tuned, the tuning so far comes instead.
    """
    data = toy_of(values)
    net = Net(data.inputs, *DEFAULT_NET, data.classes, "tanh")
    task = Task(net, data, int(values["batch"]), int(values["epochs"]), int(values["seed"]), "glorot")
    chosen = [(values[f"rule{k}"], values[f"lr{k}"]) for k in LANES if values[f"rule{k}"] != "none"]
    keys = [key for key, _ in chosen]

    def made(key: str, lr: float) -> Optimizer:
        return around(values, rule_of(key, lr))

    if values["tuned"] and chosen:
        tuning = None
        for tuning in tune_rates(task, tuple(dict.fromkeys(keys)), made):
            yield tuning
        assert tuning is not None
        chosen = [(key, tuning.best(key)) for key in keys]
    names = [RULE_NAMES[key] + f", η = {label(lr, 3)}" * (keys.count(key) > 1) for key, lr in chosen]
    looks = [look_of(key) + 9 * keys[:i].count(key) for i, key in enumerate(keys)]
    for histories in train_all(task, [made(key, lr) for key, lr in chosen]):
        yield tuple(map(Racer, names, looks, histories))


def race_board(values: Values, racers: Tuning | tuple[Racer, ...]) -> Board:
    """Loss and accuracy of all racers, their decision boundaries or the layers of one, how they ended."""
    if isinstance(racers, Tuning):
        return tuning_board(racers)
    if not racers:
        note = "Nobody is in the race. Choose an optimizer."
        return Board((Table("out", ("optimizer",), ((note,),), follow=False, mono=False),), (("out",),), summary=note)
    histories = [racer.history for racer in racers]
    longest = max(histories, key=lambda run: len(run.checkpoints))
    share = min(1.0 if run.done else run.steps / run.task.steps for run in histories)
    below: tuple[Panel, ...] = tuple(boundary(racer, f"plane{k}") for k, racer in enumerate(racers, 1))
    if values["layers"] != "planes":
        below = layer_charts(values, racers[min(int(values["layers"]), len(racers)) - 1])
    n = len(below)
    return Board(
        (*learning_charts(values, racers), *below, standings(values, racers)),
        (
            ("loss",) * n + ("accuracy",) * n,
            tuple(panel.key for panel in below for _ in range(2)),
            ("out",) * 2 * n,
        ),
        len(longest.checkpoints) - 1,
        heights=(1.0, 1.25, 0.0),
        unit="step",
        counts=longest.checkpoints,
        progress=Progress(share, f"Training: step {longest.steps:,} of {longest.task.steps:,}"),
        status=tuple(status_of(run) for run in histories),
        summary="; ".join(
            f"{racer.name}: training loss {label(racer.history.judged.train_loss[-1], 3)}" for racer in racers
        )
        + ".",
    )


def x_of(values: Values, racer: Racer) -> tuple[np.ndarray, str]:
    """Return where the checkpoints of a racer stand on the axis, and the axis's name."""
    if values["count"] == "epoch":
        return epochs_of(racer.history), "epoch"
    return racer.history.checkpoints.astype(float), "step"


def learning_charts(values: Values, racers: tuple[Racer, ...]) -> tuple[Chart, Chart]:
    """Return the charts of loss and accuracy: by steps the mini-batch's loss, by epochs that of both sets."""
    by_step = values["count"] == "step"
    loss: list[Series] = []
    accuracy: list[Series] = []
    x_label = x_of(values, racers[0])[1]
    for racer in racers:
        x, run = x_of(values, racer)[0], racer.history
        if by_step:
            loss.append(Series(racer.name, at_checkpoints(run.batch_loss, run.checkpoints), racer.look, x))
            accuracy.append(Series(racer.name, run.train_accuracy, racer.look, x))
        for name, scored in ((racer.name, run), ("", run.average)):
            if scored is None or (by_step and scored is run):
                continue
            pale = scored is not run
            for key, dashed in (("train", False), ("valid", True))[: 1 if by_step else 2]:
                curves = (getattr(scored, f"{key}_{metric}") for metric in ("loss", "accuracy"))
                told = "" if dashed else name
                for chart, curve in zip((loss, accuracy), curves, strict=True):
                    shown = curve if by_step else at_epoch_ends(run, curve)
                    chart.append(Series(told, shown, racer.look, x, dashed, pale=pale))
    titles = _titles(by_step, any(racer.history.average for racer in racers))
    return (
        Chart("loss", titles[0], tuple(loss), log=True, x_label=x_label),
        Chart("accuracy", titles[1], tuple(accuracy), x_label=x_label, high=1.02, legend=False),
    )


def _titles(by_step: bool, averaged: bool) -> tuple[str, str]:
    if not by_step:
        paler = "; paler: averaged" if averaged else ""
        return f"loss: training; dashed: validation{paler}", f"accuracy: training; dashed: validation{paler}"
    if averaged:
        return "loss of the mini-batch; paler: averaged, of all", "training accuracy; paler: averaged"
    return "loss of the mini-batch", "training accuracy"


def at_epoch_ends(run: History, curve: np.ndarray) -> np.ndarray:
    """Return a curve at the ends of epochs alone; NaN between them."""
    return np.where(run.checkpoints % run.task.per_epoch == 0, curve, np.nan)


def at_checkpoints(rows: np.ndarray, checkpoints: np.ndarray) -> np.ndarray:
    """Return what was known before each step, (T,) or (T, n), at the checkpoints; NaN where no step follows."""
    out = np.full((len(checkpoints), *rows.shape[1:]), np.nan)
    known = checkpoints < len(rows)
    out[known] = rows[checkpoints[known]]
    return out


def boundary(racer: Racer, key: str) -> Axes:
    """Return the regions of one racer's net with the training points."""
    data = racer.history.task.data
    window = window_of(data)
    areas = dataclasses.replace(regions(racer.history, window, SMALL, FEW), categories=UNNAMED[: data.classes])
    layers = (areas, *(dataclasses.replace(points, size=0.4) for points in example_points(data.train, "dot", "")))
    return Axes(key, layers, Axis("", *window[0]), Axis("", *window[1]), racer.name, equal=True)


def layer_charts(values: Values, racer: Racer) -> tuple[Chart, ...]:
    """Return the charts of the gradient's norm, the weights' norm and singular values in each layer of one racer."""
    x, x_label = x_of(values, racer)
    run = racer.history
    grads, weights = at_checkpoints(run.grad_norm, run.checkpoints), run.weight_norm
    names = [f"W{chr(0x2080 + k)}" for k in range(weights.shape[1])]
    grad_series = tuple(Series(name, grads[:, k], LAYER_LOOKS[k], x) for k, name in enumerate(names))
    weight_series = tuple(Series(name, weights[:, k], LAYER_LOOKS[k], x) for k, name in enumerate(names))
    return (
        Chart("grad", f"{racer.name}: gradient's norm by layer", grad_series, log=True, x_label=x_label),
        Chart("weight", "weights' norm by layer", weight_series, x_label=x_label, legend=False),
        singular_chart(racer, x, x_label),
    )


def singular_chart(racer: Racer, x: np.ndarray, x_label: str) -> Chart:
    """Return the chart of all singular values of each layer's weights."""
    run = racer.history
    series = [
        Series("", values, LAYER_LOOKS[k], x)
        for k, (weights, _) in enumerate(run.task.net.layers(run.theta))
        for values in singular_values(weights).T
    ]
    return Chart("singular", "singular values of each layer's weights", tuple(series), x_label=x_label, legend=False)


def standings(values: Values, racers: tuple[Racer, ...]) -> Table:
    """Return how each racer ended, told at the end; where η was tuned, over which rates and with which budget."""
    title = ""
    if values["tuned"]:
        budget = f"{len(RATES)} rates from {label(RATES[0])} to {label(RATES[-1])}"
        title = f"η tuned over {budget}, {trial_task(racers[0].history.task).steps} steps each, for the training loss"
    head = ("optimizer", "tuned η" if title else "η", "training loss", "validation loss", "validation accuracy", "")
    rows, last = [], max(len(racer.history.checkpoints) for racer in racers) - 1
    lowest = min(racers, key=lambda racer: np.nan_to_num(racer.history.judged.train_loss[-1], nan=np.inf))
    for racer in racers:
        run, judged = racer.history, racer.history.judged
        remark = run.status.label if run.status.kind == "diverged" else ""
        if run.exploded is not None and not remark:
            remark = f"η too large: loss {label(run.batch_loss[run.exploded], 3)} at step {run.exploded}"
        remark = remark or "lowest training loss" * (racer is lowest and len(racers) > 1)
        lr = getattr(run.optimizer, "lr", np.nan)
        numbers = tuple(label(float(number), 3) for number in (lr, judged.train_loss[-1], judged.valid_loss[-1]))
        ended = all_from_step(last, (*numbers[1:], percent(judged.valid_accuracy[-1]), remark))
        rows.append((racer.name, numbers[0], *ended))
    return Table("out", head, tuple(rows), title, follow=False, mono=False)


def racer_controls(lane: int, rule: str, lr: float) -> tuple[Choice, VisibleIf]:
    """Return the controls of one racer: its rule and its learning rate, which waits while it is tuned."""
    choice = Choice(f"rule{lane}", f"optimizer {lane}", (("none", "—"), *RULES), rule, rules=True)
    slider = learning_rate(lr, f"lr{lane}", "learning rate", rf"\eta_{lane}")
    return choice, VisibleIf("tuned", (False,), slider, kept=True)


RACE = Section(
    "race",
    "Race",
    controls=(
        Choice("data", "data", TOYS, "circles"),
        Choice("count", "horizontal axis", (("step", "steps"), ("epoch", "epochs")), "step"),
        Choice(
            "layers",
            "show",
            (("planes", "decision boundaries"), *((str(k), f"layers of optimizer {k}") for k in LANES)),
            "planes",
        ),
        Switch("tuned", "tuned", False, "Each optimizer with the best of the same learning rates, or with your own."),
        VisibleIf("tuned", (False,), Button("tune", "Tune", {"tuned": True}, "Try the same learning rates for all")),
        *racer_controls(1, "gd", 0.1),
        *racer_controls(2, "momentum", 0.03),
        *racer_controls(3, "rmsprop", 0.01),
        *racer_controls(4, "adam", 0.01),
        Slider("batch", "B", "batch size", 16.0, 1.0, 150.0, "log", whole=True),
        epochs(30.0, 100.0),
        *seed(),
        *training_controls(),
    ),
    presets=(
        Preset("same_start", "Same weights, same batches"),
        Preset("per_epoch", "Counted in epochs", {"count": "epoch"}),
        Preset("tuned", "SGD with a better η", {"lr1": 0.3, "count": "epoch"}),
        Preset(
            "matrices",
            "Rules for matrices",
            {"rule1": "muon", "lr1": 0.02, "rule2": "shampoo", "lr2": 0.3, "rule3": "soap"},
        ),
        Preset("tuned_each", "Each η tuned", {"tuned": True}),
        Preset("batch_one", "Batches of one", {"batch": 1.0, "epochs": 10.0}),
        Preset("full_batch", "All points in each step", {"batch": 150.0, "epochs": 100.0, "count": "epoch"}),
        Preset("explodes", "η = 100 explodes", {"lr1": 100.0, "rule2": "none", "rule3": "none"}),
    ),
    draw=race_board,
    work=work("race", train_race, display=("count", "layers")),
    more=("rule2", "lr2", "rule3", "lr3", "rule4", "lr4", "batch", "epochs", "seed", *TRAINING_KEYS),
)

"""Real digits: learning curves, the confusion matrix, and the images that the net gets most wrong."""

from collections.abc import Iterator

import numpy as np

from optviz.core.network.data import digits
from optviz.core.network.mlp import losses
from optviz.core.network.training import History, Task, train
from optviz.core.number_text import percent
from optviz.figures.board import Board, ConfusionMatrix, ImageGrid, Metric, Metrics
from optviz.lecture.around import TRAINING_KEYS, around, training_controls
from optviz.lecture.controls import Choice, Slider
from optviz.lecture.network.common import (
    RULE_NAMES,
    RULES,
    activation,
    epochs,
    epochs_of,
    frames,
    hidden,
    learning_curves,
    learning_rate,
    net_for,
    rule_of,
    seed,
    width,
    work,
)
from optviz.lecture.network.messages import percents, problem_metrics, progress, status_of
from optviz.lecture.section import Preset, Section, Values

MOST_MISTAKES = 12
DIGIT_NAMES = tuple("0123456789")


def train_digits(values: Values) -> Iterator[History]:
    """Train one net on the images of digits."""
    data = digits()
    task = Task(net_for(data, values), data, int(values["batch"]), int(values["epochs"]), int(values["seed"]))
    return train(task, around(values, rule_of(values["rule"], values["lr"])))


def digits_board(values: Values, history: History) -> Board:
    """A net that learns to read digits, and what it makes of images it has never seen."""
    loss, accuracy = learning_curves(history)
    net, data, judged = history.task.net, history.task.data, history.judged
    z = net.logits(judged.theta[frames(history)], data.valid.x)
    mistakes = worst_mistakes(z, data.valid.y, data.valid_images)
    metrics = (
        Metric("epoch", epochs_of(history)),
        Metric("weights and biases", f"{net.size:,}"),
        Metric("training accuracy", percents(judged.train_accuracy)),
        Metric("validation accuracy", percents(judged.valid_accuracy)),
        *problem_metrics(history),
    )
    return Board(
        (loss, accuracy, confusion(z, data.valid.y), mistakes, Metrics("numbers", metrics)),
        (("loss", "cells"), ("accuracy", "worst"), ("numbers", "numbers")),
        len(history.checkpoints) - 1,
        heights=(1.2, 1.0, 0.0),
        unit="step",
        counts=history.checkpoints,
        progress=progress(history),
        status=(status_of(history),),
        summary=f"{RULE_NAMES[values['rule']]} trains {net.size:,} weights on {data.train.n:,} images: after "
        f"{history.steps} steps the accuracy on {data.valid.n} images never seen is "
        f"{percent(judged.valid_accuracy[-1])}.",
    )


def confusion(z: np.ndarray, y: np.ndarray) -> ConfusionMatrix:
    """Return how often each true digit was predicted as each, from logits (frames, n, 10)."""
    counts = np.zeros((len(z), 10, 10))
    for count, predicted in zip(counts, z.argmax(axis=-1), strict=True):
        np.add.at(count, (y, predicted), 1)
    return ConfusionMatrix(
        "cells", counts, DIGIT_NAMES, DIGIT_NAMES, "true", "predicted", "confusion matrix, validation images"
    )


def worst_mistakes(z: np.ndarray, y: np.ndarray, images: np.ndarray | None) -> ImageGrid:
    """Return the misclassified images of the largest loss at each frame, with true and predicted digit."""
    assert images is not None
    image_losses = losses(z, y)
    which = np.full((len(z), MOST_MISTAKES), -1.0)
    captions = []
    for frame, predicted in enumerate(z.argmax(axis=-1)):
        wrong = np.flatnonzero(predicted != y)
        order = wrong[np.argsort(-np.nan_to_num(image_losses[frame, wrong]))][:MOST_MISTAKES]
        which[frame, : len(order)] = order
        texts = [f"{y[i]} → {predicted[i]}" for i in order]
        captions.append((*texts, *[""] * (MOST_MISTAKES - len(texts))))
    pixels = images.reshape(-1, 8, 8) / 16
    used = np.unique(which[which >= 0]).astype(int)
    number = np.full(len(pixels) + 1, -1.0)
    number[used] = np.arange(len(used))
    sent = pixels[used] if len(used) else pixels[:1]
    title, none = "largest losses: true → predicted", "Every image is classified correctly."
    return ImageGrid("worst", sent, number[which.astype(int)], tuple(captions), title, none)


DIGITS = Section(
    "digits",
    "Real digits",
    controls=(
        Choice("rule", "optimizer", RULES, "adam", rules=True),
        learning_rate(0.003),
        Slider("batch", "B", "batch size", 32.0, 4.0, 1438.0, "log", whole=True),
        epochs(20.0, 40.0),
        hidden(),
        width(32.0),
        activation(),
        *seed(0.0),
        *training_controls(),
    ),
    presets=(
        Preset("adam_digits", "Adam, 20 epochs"),
        Preset("sgd_digits", "SGD, the same η", {"rule": "gd"}),
        Preset("no_hidden_digits", "No hidden layer", {"hidden": "0"}),
        Preset("first_epoch", "One epoch", {"epochs": 1.0}),
        Preset("fair_digits", "SGD, a hundred times η", {"rule": "gd", "lr": 0.3}),
        Preset("huge_rate", "η = 1 explodes", {"lr": 1.0}),
    ),
    draw=digits_board,
    work=work("digits", train_digits),
    more=("hidden", "width", "activation", "seed", *TRAINING_KEYS),
)

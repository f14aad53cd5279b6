"""The board of real digits: curves, which digit is taken for which, and the images that the net gets most wrong."""

import numpy as np

from optviz.core.network.mlp import losses
from optviz.core.network.training import History
from optviz.figures.board import Board, ConfusionMatrix, ImageGrid, Metric, Metrics
from optviz.lecture.network.network import NAMES
from optviz.lecture.network.parts import alarm, curves, epochs_of, fate, frames, percent, percents, progress
from optviz.lecture.section import Values

WORST = 12
NAMES_OF_CLASSES = tuple("0123456789")


def digits_board(values: Values, history: History) -> Board:
    """A net that learns to read digits, and what it makes of images it has never seen."""
    loss, accuracy = curves(history)
    net, data = history.task.net, history.task.data
    z = net.logits(history.theta[frames(history)], data.valid.x)
    name = NAMES[values["rule"]]
    facts = (
        Metric("epoch", epochs_of(history)),
        Metric("weights and biases", f"{net.size:,}"),
        Metric("training", percents(history.train_accuracy)),
        Metric("validation", percents(history.valid_accuracy)),
        *alarm(history),
    )
    return Board(
        (
            loss,
            accuracy,
            confusion(z, data.valid.y),
            worst(z, data.valid.y, data.valid_images),
            Metrics("numbers", facts),
        ),
        (("loss", "cells"), ("accuracy", "worst"), ("numbers", "numbers")),
        len(history.checkpoints) - 1,
        heights=(1.2, 1.0, 0.0),
        unit="step",
        counts=history.checkpoints,
        progress=progress(history),
        status=(fate(history),),
        summary=f"{name} trains {net.size:,} weights on {data.train.n:,} images: after {history.steps} steps "
        f"{percent(history.valid_accuracy[-1])} of {data.valid.n} images never seen are read rightly.",
    )


def confusion(z: np.ndarray, y: np.ndarray) -> ConfusionMatrix:
    """Return how often each digit was read as each, from logits (frames, n, 10)."""
    counts = np.zeros((len(z), 10, 10))
    for frame, said in zip(counts, z.argmax(axis=-1), strict=True):
        np.add.at(frame, (y, said), 1)
    return ConfusionMatrix("cells", counts, NAMES_OF_CLASSES, NAMES_OF_CLASSES, "digit", "read as", "validation images")


def worst(z: np.ndarray, y: np.ndarray, images: np.ndarray | None) -> ImageGrid:
    """Return the wrongly read images of the largest loss at each frame, and what each was read as."""
    assert images is not None
    each = losses(z, y)
    which = np.full((len(z), WORST), -1.0)
    captions = []
    for frame in range(len(z)):
        wrong = np.flatnonzero(z[frame].argmax(axis=1) != y)
        order = wrong[np.argsort(-np.nan_to_num(each[frame, wrong]))][:WORST]
        which[frame, : len(order)] = order
        said = z[frame].argmax(axis=1)
        words = [f"{y[i]} read {said[i]}" for i in order]
        captions.append((*words, *[""] * (WORST - len(words))))
    pixels = images.reshape(-1, 8, 8) / 16
    used = np.unique(which[which >= 0]).astype(int)
    place = np.full(len(pixels) + 1, -1.0)
    place[used] = np.arange(len(used))
    shown = pixels[used] if len(used) else pixels[:1]
    return ImageGrid(
        "worst", shown, place[which.astype(int)], tuple(captions), "worst mistakes", "No image is misread."
    )

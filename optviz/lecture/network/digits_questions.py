"""Predictions on the digits: the loss of a net that knows nothing, and the number of steps."""

from functools import lru_cache
from typing import Any

import numpy as np

from optviz.core.network.data import digits
from optviz.core.network.mlp import losses
from optviz.core.network.training import Task
from optviz.core.number_text import label
from optviz.lecture.network.common import net_for
from optviz.questions import Ask, Mistake, Number, Question, Range

ALL_IMAGES = 1797


def task_of(values: dict[str, Any]) -> Task:
    """Return what the section's net is to learn at these values."""
    data = digits()
    return Task(net_for(data, values), data, int(values["batch"]), int(values["epochs"]), int(values["seed"]))


# ---- the loss before the first step --------------------------------------------------------------------


def draw_start(rng: np.random.Generator) -> dict[str, Any]:
    """Draw a net and its initial weights."""
    width, kind = float(rng.choice([16, 32, 64])), str(rng.choice(["relu", "tanh", "sigmoid"]))
    return {"width": width, "activation": kind, "seed": float(rng.integers(8))}


@lru_cache(maxsize=512)
def initial_loss(width: float, activation: str, seed: float) -> float:
    """Return the average training loss at the initial weights of the section's net with one hidden layer."""
    task = task_of({"hidden": "1", "width": width, "activation": activation, "seed": seed, "batch": 32, "epochs": 1})
    train = task.data.train
    return float(losses(task.net.logits(task.start, train.x), train.y).mean())


def ask_start(values: dict[str, Any]) -> Ask:
    """Ask for the loss of the untrained net."""
    loss = initial_loss(values["width"], values["activation"], values["seed"])
    guess = float(np.log(digits().classes))
    form = Range(
        "loss before step 1",
        0.0,
        8.0,
        (guess, loss) if guess < loss < 3.6 else (-1.0, -1.0),
        0.25,
        f"So low a loss has to be learned: ten classes guessed blindly cost −log 0.1 = {label(guess, 3)} each. "
        "The logarithm is the natural one.",
        f"A blind guess gives every class 0.1, and −log 0.1 = {label(guess, 3)}. Random weights make it "
        f"{label(loss, 3)}: "
        "a little worse, since they are sure of a few things that are wrong.",
        f"Worse than a blind guess by far. ŷ = 0.1 for every class would cost −log 0.1 = {label(guess, 3)}.",
    )
    text = (
        f"A net with {int(values['width'])} hidden units and random weights sees the digits 0 to 9 for the first time. "
        "About how large is its average loss before the first step?"
    )
    return Ask(text, form, hides=("cells", "worst", "numbers", "loss"), until=0)


# ---- steps ---------------------------------------------------------------------------------------------


def draw_steps(rng: np.random.Generator) -> dict[str, Any]:
    """Draw the size of the batches and the number of epochs."""
    return {"batch": float(rng.choice([16, 20, 25, 32, 40, 50, 64])), "epochs": float(rng.choice([2, 5, 10, 20]))}


def ask_steps(values: dict[str, Any]) -> Ask:
    """Ask how many updates of the weights a training makes."""
    task = task_of(values)
    n, each, epochs, batch = task.data.train.n, task.per_epoch, task.epochs, task.batch
    over_all = -(-ALL_IMAGES // batch)
    form = Number(
        "updates of θ",
        task.steps,
        0.5,
        f"⌈{n:,}/{batch}⌉ = {each} mini-batches an epoch, times {epochs} epochs.",
        f"{n:,} images make {each} mini-batches of at most {batch}, and each of them one update, {epochs} times over.",
        (
            Mistake(
                epochs * over_all, f"The {ALL_IMAGES - n} validation images never move a weight: only {n:,} train."
            ),
            Mistake(
                epochs * (n // batch),
                f"The last mini-batch of an epoch is smaller, {n % batch} images, but makes a step.",
            ),
            Mistake(epochs, "The weights move after each mini-batch, not once an epoch."),
            Mistake(epochs * n, f"That is one update an image. Here {batch} images share one."),
            Mistake(each, f"That is one epoch. There are {epochs}."),
        ),
    )
    text = (
        f"Of {ALL_IMAGES:,} images {n:,} are for training, the others for validation. B = {batch}, {epochs} epochs. "
        "How many times are the weights updated?"
    )
    return Ask(text, form, hides=("loss", "accuracy"), until=0)


QUESTIONS = (
    Question("start", "The loss before the first step", draw_start, ask_start),
    Question("steps", "How many updates?", draw_steps, ask_steps),
)

"""Predictions on a network: how many numbers it is made of, and which boundary it can draw."""

from functools import lru_cache
from typing import Any

import numpy as np

from optviz.core.network.training import History
from optviz.lecture.network.common import NOISE, net_for, toy_of, window_of
from optviz.lecture.network.network import train_network
from optviz.questions import Ask, Choice, Mistake, Number, Option, Question

CELLS = 48
"""Cells a side of the grid on which a boundary is looked at."""


# ---- how many numbers ----------------------------------------------------------------------------------


def draw_size(rng: np.random.Generator) -> dict[str, Any]:
    """Draw the data, which tell the number of classes, and the hidden layers."""
    data = str(rng.choice(["moons", "blobs"]))
    width = float(rng.choice([4, 5, 6, 8, 10, 16, 20, 32]))
    return {"data": data, "noise": NOISE[data], "hidden": str(rng.integers(1, 4)), "width": width}


def ask_size(values: dict[str, Any]) -> Ask:
    """Ask how many weights and biases a net has."""
    net = net_for(toy_of(values), values)
    layers = "1 hidden layer" if net.hidden == 1 else f"{net.hidden} hidden layers"
    weights = sum(a * b for a, b in net.shapes)
    first_and_last = sum((a + 1) * b for a, b in (net.shapes[0], net.shapes[-1]))
    sums = " + ".join(f"({a} + 1)·{b}" for a, b in net.shapes)
    mistakes = [
        Mistake(weights, f"These are the weights alone. Each unit has a bias as well: {net.size - weights} more."),
        Mistake(sum(b for _, b in net.shapes), "That counts the units. θ are the numbers on the lines into them."),
    ]
    if net.hidden > 1:
        between = f"Between two hidden layers every unit meets every unit: ({net.width} + 1)·{net.width} numbers more."
        mistakes.append(Mistake(first_and_last, between))
    form = Number(
        "numbers in θ",
        net.size,
        0.5,
        f"{sums} = {net.size:,}: inputs and a bias for each unit, layer by layer.",
        f"Each unit has a weight for each of its inputs, and a bias: {sums}.",
        tuple(mistakes),
    )
    text = (
        f"A net has 2 inputs, {layers} of {net.width} units and {net.classes} outputs, one a class. Each unit has a "
        "weight for each of its inputs, and a bias. How many numbers is θ?"
    )
    return Ask(text, form, hides=("numbers",), until=0)


# ---- which boundary ------------------------------------------------------------------------------------


def draw_boundary(rng: np.random.Generator) -> dict[str, Any]:
    """Draw a net for the circles: without a hidden layer, with two units, with many."""
    hidden, width = (("0", 8.0), ("1", 2.0), ("1", float(rng.choice([8, 12]))))[rng.integers(3)]
    return {
        "data": "circles",
        "noise": NOISE["circles"],
        "hidden": hidden,
        "width": width,
        "seed": float(rng.choice(3)),
    }


@lru_cache(maxsize=64)
def _trained(settings: tuple[tuple[str, Any], ...]) -> History:
    """Return the section's training at these values, at its end; few are drawn, so they are kept."""
    return list(train_network(dict(settings)))[-1]


def boundary_of(run: History) -> str:
    """Return what a trained net's boundary looks like in the window: straight, closed, open; or nothing clear."""
    (left, right), (low, high) = window_of(run.task.data)
    x1, x2 = np.meshgrid(np.linspace(left, right, CELLS), np.linspace(low, high, CELLS))
    z = run.task.net.logits(run.theta[-1], np.stack([x1, x2], axis=-1).reshape(-1, 2))
    difference = (z[:, 1] - z[:, 0]).reshape(CELLS, CELLS)
    if all(np.abs(np.diff(difference, 2, axis=axis)).max() < 1e-9 for axis in (0, 1)):
        return "straight"
    inside = difference > 0
    rim = np.concatenate([inside[0], inside[-1], inside[:, 0], inside[:, -1]])
    accuracy = run.train_accuracy[-1]
    if rim.all() != rim.any():
        return "open" if accuracy < 0.92 else ""
    return "closed" if inside.all() != inside.any() and accuracy > 0.96 else ""


def ask_boundary(values: dict[str, Any]) -> Ask:
    """Ask what a net makes of one circle in another."""
    run = _trained(tuple(values.items()))
    net, shape = run.task.net, boundary_of(run)
    has = f"one hidden layer of {net.width} ReLU units" if net.hidden else "no hidden layer"
    few = f"{net.width} units change in {net.width} directions only: too few to go all the way round."
    options = (
        Option(
            "A straight line.",
            shape == "straight",
            "Without a hidden layer the logits are linear in x, whatever the weights: where they are equal is a line."
            if shape == "straight"
            else "That is all a net without a hidden layer can do. Each ReLU unit may add a bend.",
        ),
        Option(
            "A wedge or a strip: bent, but open.",
            shape == "open",
            few
            if shape == "open"
            else "Nothing bends here: with no hidden layer each logit is a plane over x."
            if shape == "straight"
            else f"{net.width} units bend it in up to {net.width} directions: enough to close it.",
        ),
        Option(
            "A closed curve round the inner circle.",
            shape == "closed",
            f"{net.width} units bend it in many directions: it closes."
            if shape == "closed"
            else f"That is what the data ask for, not what this net can do. {few}"
            if net.hidden
            else "That is what the data ask for. But without a hidden layer the boundary is straight.",
        ),
    )
    text = f"The data are a circle within a circle. The net has {has}. What is its decision boundary after training?"
    return Ask(text, Choice(options, ordered=True))


QUESTIONS = (
    Question("size", "How many numbers is θ?", draw_size, ask_size),
    Question("boundary", "Which boundary can it draw?", draw_boundary, ask_boundary),
)

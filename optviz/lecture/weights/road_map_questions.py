"""Predictions on the road map: which question of the lecture a difficulty raises, and why weights are not tried out."""

from typing import Any

import numpy as np

from optviz.lecture.weights.road_map import STOPS
from optviz.questions import Ask, Choice, Option, Question

DIFFICULTIES = {
    "weights": (
        "A network with a hidden layer makes mistakes, and nobody tells what a hidden unit should have answered.",
        "The perceptron algorithm needs the right answer of every unit it corrects",
    ),
    "one_dimension": (
        "A network shall learn by walking downhill on its loss L(θ), one step after the other.",
        "A step needs a direction and a length: the gradient and the learning rate",
    ),
    "traps": (
        "The walk downhill has come to rest, but the loss there is still high.",
        "Where the slope is zero the walk rests, and not only at the lowest point",
    ),
    "stochastic": (
        "For one small step downhill the slope of the loss is averaged over a million examples.",
        "An average over all examples is dear; one over a few of them is nearly as good",
    ),
    "momentum": (
        "In a narrow valley every step lands on the other side, and hardly gets on along the valley.",
        "Steps that change sides cancel if past gradients are remembered",
    ),
    "adaptive": (
        "The slope along one weight is a thousand times that along another: a step that suits one does not suit both.",
        "Weights with large and with small slopes need steps of their own",
    ),
    "network": (
        "All was tried out on surfaces of two variables. A network for images has thousands of weights.",
        "What holds on a bowl must be seen on a real network as well",
    ),
    "backprop": (
        "Every step downhill uses the slope of the loss along each of a million weights. Somebody has to compute them.",
        "The chain rule, from the loss backwards, gives all slopes at once",
    ),
}
"""For each stop, what makes one ask its question, and what the stop says about it."""

OPTIONS = 4
PERCEPTRON_WEIGHTS = 3
POWERS = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")


def draw_needed(rng: np.random.Generator) -> dict[str, Any]:
    """Draw a stop of the lecture, and others that it could be."""
    return {"stops": tuple(str(stem) for stem in rng.permutation(list(STOPS))[:OPTIONS])}


def ask_needed(values: dict[str, Any]) -> Ask:
    """Ask which of the lecture's questions a difficulty raises: that of the first stop."""
    stops = values["stops"]
    difficulty, why = DIFFICULTIES[stops[0]]
    options = tuple(
        Option(
            STOPS[stem][0],
            stem == stops[0],
            f"{why}: {STOPS[stem][1]}." if stem == stops[0] else f"That is another question: {DIFFICULTIES[stem][0]}",
        )
        for stem in stops
    )
    return Ask(f"{difficulty} Which question of the lecture does that raise?", Choice(options), hides=("stops",))


def draw_trying(rng: np.random.Generator) -> dict[str, Any]:
    """Draw how many values are tried for each weight, and how many weights there are."""
    return {"each": int(rng.choice([5, 10, 20])), "weights": int(rng.integers(6, 11))}


def ask_trying(values: dict[str, Any]) -> Ask:
    """Ask how many tries it takes to look for a few more weights by trying."""
    each, weights = values["each"], values["weights"]
    few, truth = each**PERCEPTRON_WEIGHTS, each**weights
    power = f"{each}{str(weights).translate(POWERS)}"
    tries = {
        truth: f"Each weight more makes it {each} times as many: {power}. With a million weights nobody can try.",
        few * each: f"That is one weight more, but there are {weights - PERCEPTRON_WEIGHTS} more.",
        few * weights // PERCEPTRON_WEIGHTS: "That is in proportion. But every value combines with all others.",
        each * weights: "That tries each weight alone. What one should be depends on all the others.",
    }
    options = tuple(Option(f"{count:,}", count == truth, said) for count, said in tries.items())
    text = (
        f"A perceptron has {PERCEPTRON_WEIGHTS} weights. Trying {each} values for each, all combinations, takes "
        f"{few:,} tries. How many does a small network of {weights} weights take?"
    )
    return Ask(text, Choice(options))


QUESTIONS = (
    Question("needed", "Which question is raised?", draw_needed, ask_needed),
    Question("trying", "Why not simply try?", draw_trying, ask_trying),
)

"""Predictions on the road map: what learning must know, and why weights are not found by trying."""

from typing import Any

from optviz.lecture.weights.road_map import STOPS
from optviz.questions import Ask, Choice, Option, Question

PERCEPTRON_WEIGHTS = 3
NETWORK_WEIGHTS = 10
VALUES_EACH = 10


def ask_needed(_: dict[str, Any]) -> Ask:
    """Ask which two things must be known to walk downhill; the right answer is a stop of the lecture."""
    right = STOPS["one_dimension"][0]
    options = (
        (right, "The gradient tells the way, the learning rate how far. That is all a step downhill needs."),
        (
            "Where is the lowest point, and how far away is it?",
            "If we knew that, we would be done. A step uses only what can be felt where we stand: the slope.",
        ),
        (
            "Which examples are misclassified, and how many?",
            "That is what the perceptron algorithm looks at. In a hidden layer nobody tells the right answer.",
        ),
        (
            "How many layers are there, and which activations?",
            "Whoever builds the network chooses these. Learning looks for the weights θ that go with them.",
        ),
    )
    text = "A network shall learn by walking downhill on its loss L(θ). Which two questions must each step answer?"
    choice = Choice(tuple(Option(words, words == right, said) for words, said in options))
    return Ask(text, choice, hides=("stops",))


def ask_trying(_: dict[str, Any]) -> Ask:
    """Ask how many tries it takes to look for a few more weights by trying."""
    few = VALUES_EACH**PERCEPTRON_WEIGHTS
    truth = VALUES_EACH**NETWORK_WEIGHTS
    tries = {
        truth: "Each weight more makes it ten times as many: 10¹⁰. With a million weights nobody can try.",
        few * NETWORK_WEIGHTS: f"That is one weight more, but there are {NETWORK_WEIGHTS - PERCEPTRON_WEIGHTS} more.",
        few * NETWORK_WEIGHTS // PERCEPTRON_WEIGHTS: "That is in proportion. But every value combines with all others.",
        VALUES_EACH * NETWORK_WEIGHTS: "That tries each weight alone. What one should be depends on all the others.",
    }
    options = tuple(Option(f"{count:,}", count == truth, said) for count, said in tries.items())
    text = (
        f"A perceptron has {PERCEPTRON_WEIGHTS} weights. Trying ten values for each, all combinations, takes {few:,} "
        f"tries. How many does a small network of {NETWORK_WEIGHTS} weights take?"
    )
    return Ask(text, Choice(options))


QUESTIONS = (
    Question[dict[str, Any]]("needed", "What must each step know?", lambda _: {}, ask_needed),
    Question[dict[str, Any]]("trying", "Why not simply try?", lambda _: {}, ask_trying),
)

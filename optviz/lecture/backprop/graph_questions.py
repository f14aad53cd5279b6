"""Predictions on graphs: parts that add up, and what a neuron passes back."""

from typing import Any

import numpy as np

from optviz.core.backprop.reverse import backward, gradient
from optviz.core.number_text import label
from optviz.lecture.backprop.graph import recording_of
from optviz.questions import Ask, Choice, Mistake, Number, Option, Question

TWICE = ("x*y + x^2", "(x+y)*(x-y)", "x*(x+y)", "x*y - x", "x^3 + x*y", "(x-1)*(x+y)")
"""Expressions in which x is used twice."""


# ---- used twice ----------------------------------------------------------------------------------------


def draw_twice(rng: np.random.Generator) -> dict[str, Any]:
    """Draw an expression that uses x twice, and whole numbers for x and y."""
    x, y = (float(rng.choice([-3, -2, -1, 1, 2, 3])) for _ in range(2))
    return {"expression": str(rng.choice(TWICE)), "x": x, "y": y}


def ask_twice(values: dict[str, Any]) -> Ask:
    """Ask for the gradient of a variable that is used twice."""
    recording = recording_of(values)
    x = next(i for i, node in enumerate(recording.nodes) if node.entry.name == "x")
    parts = [step.contribution for step in backward(recording) if step.parent == x]
    first, second = parts
    total = gradient(recording)["x"]
    sums = f"{label(first)} + {label(second)}".replace("+ −", "− ")
    known = (
        Mistake(first, f"One part is {label(first)}. x is used twice: the other part is {label(second)}."),
        Mistake(second, f"One part is {label(second)}. x is used twice: the other part is {label(first)}."),
        Mistake(first * second, "Along one way factors multiply. The parts of two ways add up."),
        Mistake(gradient(recording)["y"], "That is ∂f/∂y."),
        Mistake(recording.value, "That is f itself, not its slope in x."),
        Mistake(-total, "The size is right, the sign is not."),
    )
    form = Number(
        "∂f/∂x",
        total,
        0.05,
        f"x is used twice, and both ways change f: {sums} = {label(total)}.",
        f"Each use of x hands back a part: {sums}.",
        tuple(mistake for mistake in known if abs(mistake.value - total) > 0.1),
    )
    written = values["expression"].replace("*", "·").replace("^2", "²").replace("^3", "³").replace("-", " − ")
    written = written.replace("+", " + ").replace("  ", " ").replace("  ", " ")
    text = f"f = {written} at x = {label(values['x'])}, y = {label(values['y'])}. What is ∂f/∂x?"
    return Ask(text, form)


# ---- a neuron ------------------------------------------------------------------------------------------


def draw_neuron(rng: np.random.Generator) -> dict[str, Any]:
    """Draw the inputs of a neuron, whole numbers or halves."""
    x, y, z = (float(rng.choice([-2.5, -2, -1.5, -0.5, 0.5, 1.5, 2, 2.5])) for _ in range(3))
    return {"expression": "relu(x*y + z)", "x": x, "y": y, "z": z}


def ask_neuron(values: dict[str, Any]) -> Ask:
    """Ask what a neuron with ReLU passes back to its weight."""
    recording = recording_of(values)
    x, y, z = (values[name] for name in "xyz")
    inside, slope = recording.nodes[-2].value, gradient(recording)["x"]
    sums, on = f"x·y + z = {label(inside)}", inside > 0
    clear = abs(inside) >= 0.5 and len({x, y, inside}) == 3
    options = (
        Option(
            f"y = {label(y)}",
            clear and slope == y,
            f"{sums} is above 0: ReLU has slope 1, and the product hands x the other factor, y."
            if on
            else f"That is the slope of x·y in x. But {sums} is below 0: ReLU is off and passes back 0.",
        ),
        Option(
            "0",
            clear and slope == 0,
            f"{sums} is below 0: ReLU is off, its slope is 0, and nothing comes back."
            if not on
            else f"ReLU is off only below 0. Here {sums}.",
        ),
        Option(f"x = {label(x)}", False, "That goes to y: a product hands each factor the other one."),
        Option(
            f"x·y + z = {label(inside)}",
            False,
            "That is the value on the way forward. The slope of ReLU is 1 or 0, whatever the value.",
        ),
    )
    text = (
        f"A neuron f = relu(x·y + z) with x = {label(x)}, y = {label(y)}, z = {label(z)}. The slope 1 comes in at f. "
        "Which gradient gets back to x?"
    )
    return Ask(text, Choice(options))


QUESTIONS = (
    Question("twice", "Used twice", draw_twice, ask_twice),
    Question("neuron", "What does a neuron pass back?", draw_neuron, ask_neuron),
)

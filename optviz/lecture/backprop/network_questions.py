"""Predictions on the network forward: one unit's value, and the loss for each class that may be true."""

from itertools import permutations
from typing import Any

import numpy as np

from optviz.core.backprop.layer_chain import forward
from optviz.core.elementary import ACTIVATIONS
from optviz.core.number_text import label
from optviz.lecture.backprop.common import network_of
from optviz.questions import Ask, Mistake, Number, Question, Ranking


def rows_of(
    rng: np.random.Generator, rows: int, columns: int, low: float, high: float
) -> tuple[tuple[float, ...], ...]:
    """Return a matrix of numbers with one decimal."""
    return tuple(tuple(float(v) for v in row) for row in rng.uniform(low, high, (rows, columns)).round(1))


def factor(value: float) -> str:
    """Return a number as a factor in a sum: in brackets if it is negative."""
    text = label(value, 3)
    return f"({text})" if value < 0 else text


def draw_input(rng: np.random.Generator) -> tuple[tuple[float], tuple[float]]:
    """Return an input x of two numbers that are easy to reckon with."""
    x = rng.choice([-2.0, -1.0, 1.0, 2.0, 3.0], 2, replace=False)
    return ((float(x[0]),), (float(x[1]),))


def draw_first_layer(rng: np.random.Generator) -> dict[str, Any]:
    """Return an input and weights W₀ that leave no unit at or near ReLU's kink."""
    while True:
        x, w0 = draw_input(rng), rows_of(rng, 4, 2, -0.9, 0.9)
        if np.abs(np.array(w0) @ np.array(x)).min() >= 0.05:
            return {"input": x, "w0": w0}


# ---- one unit ------------------------------------------------------------------------------------------


def draw_unit(rng: np.random.Generator) -> dict[str, Any]:
    """Draw the input and the first layer's weights."""
    layer = draw_first_layer(rng)
    x, (first, *others) = layer["input"], layer["w0"]
    if rng.random() < 0.7 and first[0] * x[0][0] + first[1] * x[1][0] < 0:  # else most units would be off
        first = (0.0 - first[0], 0.0 - first[1])
    return {"input": x, "w0": (first, *others)}


def ask_unit(values: dict[str, Any]) -> Ask:
    """Ask for the value of the first hidden unit after ReLU."""
    net = network_of(values)
    before, after = (float(forward(net).u[k][0]) for k in (6, 5))
    (a, b), (x1, x2) = net.w0[0], net.x
    sums = f"{factor(a)} · {factor(x1)} + {factor(b)} · {factor(x2)} = {label(before, zero=1e-12)}"
    off = f"Up to ReLU that is right. But ReLU sets what is negative to 0: a({label(before)}) = 0."
    known = (
        Mistake(before, off),
        Mistake(float(net.w0[:2, 0] @ net.x), "You went down a column of W₀. A unit adds up the inputs with its row."),
        Mistake(float(a * x1), "One product is missing: the unit adds up both inputs."),
        Mistake(abs(before), "ReLU is not the absolute value: what is negative becomes 0."),
    )
    form = Number(
        "u₅, unit 1",
        after,
        0.011,
        f"{sums}, and ReLU {'leaves it' if before > 0 else 'makes it 0'}.",
        f"Row 1 of W₀ times x: {sums}. Then ReLU.",
        tuple(mistake for mistake in known if abs(mistake.value - after) > 0.03),
    )
    text = (
        f"Row 1 of W₀ is ({label(a)}, {label(b)}) and x = ({label(x1)}, {label(x2)}); the activation is "
        f"{ACTIVATIONS[net.activation].name}. What is the first number of u₅ = a(W₀ x)?"
    )
    return Ask(text, form)


# ---- which class would cost least ----------------------------------------------------------------------


def draw_classes(rng: np.random.Generator) -> dict[str, Any]:
    """Draw the input and both layers."""
    return {**draw_first_layer(rng), "w1": rows_of(rng, 3, 4, -0.9, 0.9)}


def ask_classes(values: dict[str, Any]) -> Ask:
    """Ask for the order of the classes by the loss that each would give if it were the true one."""
    nets = [network_of(values | {"label": str(k)}) for k in (1, 2, 3)]
    passes = [forward(net) for net in nets]
    logits, costs = passes[0].u[4], [each.loss for each in passes]
    likely = [label(float(p), 2) for p in passes[0].u[3]]
    swapped = {
        (a, b): f"The larger the logit, the larger ŷ and the smaller −log ŷ: ŷ is {likely[a]} for class {a + 1}, "
        f"{likely[b]} for class {b + 1}."
        for a, b in permutations(range(3), 2)
    }
    form = Ranking(
        ("class 1", "class 2", "class 3"),
        tuple(costs),
        "smallest loss",
        "largest loss",
        f"The losses are {', '.join(label(cost, 3) for cost in costs)}: −log of ŷ = {', '.join(likely)}.",
        swapped,
    )
    given = ", ".join(label(float(z), 2) for z in logits)
    text = (
        f"The logits of the three classes are u₄ = ({given}). In which order are the losses if one class or "
        "another is true?"
    )
    return Ask(text, form, start=3)


QUESTIONS = (
    Question("unit", "What does the first unit compute?", draw_unit, ask_unit),
    Question("classes", "Which true class costs least?", draw_classes, ask_classes),
)

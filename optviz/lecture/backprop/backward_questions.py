"""Predictions on the backward pass: one entry of the gradient, its rows of 0, and the value that is needed again."""

from typing import Any

import numpy as np

from optviz.core.backprop.layer_chain import forward, gradients
from optviz.core.elementary import ACTIVATIONS
from optviz.core.number_text import label
from optviz.lecture.backprop.common import network_of
from optviz.lecture.backprop.network_questions import draw_first_layer, factor, rows_of
from optviz.questions import Ask, Choice, Mistake, Number, Option, Question


def draw_network(rng: np.random.Generator) -> dict[str, Any]:
    """Draw the input, both layers and the true class."""
    return {**draw_first_layer(rng), "w1": rows_of(rng, 3, 4, -0.9, 0.9), "label": str(rng.integers(1, 4))}


# ---- one entry of the gradient -------------------------------------------------------------------------


def ask_entry(values: dict[str, Any]) -> Ask:
    """Ask for the gradient of one weight of the first layer."""
    net = network_of(values)
    grads = gradients(net, forward(net))
    i = int(np.abs(grads.delta6).argmax())
    delta, (x1, x2), entry = float(grads.delta6[i]), net.x, float(grads.w0[i, 1])
    shown = label(delta, 3)
    tolerance = 0.02 * abs(entry) + 0.001
    known = (
        Mistake(
            delta, f"That is the slope in u₆. u₆ moves x₂ = {label(x2)} times as fast as the weight: one factor more."
        ),
        Mistake(
            float(delta * x1), f"That is for the weight of x₁ = {label(x1)}. This one stands before x₂ = {label(x2)}."
        ),
        Mistake(-entry, "The size is right, the sign is not. The minus comes only with the step, −η times this."),
        Mistake(float(delta * net.w0[i, 1]), "You took the weight's value. The slope of w·x₂ in w is x₂, not w."),
    )
    form = Number(
        f"slope of W₀[{i + 1},2]",
        entry if abs(entry) > 0.03 else np.nan,
        tolerance,
        f"u₆ = … + w·x₂, so one more factor x₂: {factor(delta)} · {factor(x2)} = {label(entry, 3)}.",
        f"Chain rule: du₀/du₆ = {shown} for this unit, times du₆/dw = x₂ = {label(x2)}.",
        tuple(mistake for mistake in known if abs(mistake.value - entry) > 2 * tolerance),
    )
    text = (
        f"x = ({label(x1)}, {label(x2)}). Back at u₆ the product so far is {shown} for unit {i + 1}. What "
        "is the slope of "
        f"the loss in W₀[{i + 1},2], the weight from x₂ to this unit?"
    )
    return Ask(text, form, start=5)


# ---- rows of 0 -----------------------------------------------------------------------------------------


def draw_rows(rng: np.random.Generator) -> dict[str, Any]:
    """Draw the network and its activation."""
    return {**draw_network(rng), "activation": str(rng.choice(["relu", "relu", "relu", "tanh"]))}


def rows_text(rows: np.ndarray) -> str:
    """Return rows, from 0, in words."""
    if not len(rows):
        return "None of them"
    names = [str(row + 1) for row in rows]
    return f"Row {names[0]}" if len(names) == 1 else f"Rows {', '.join(names[:-1])} and {names[-1]}"


def ask_rows(values: dict[str, Any]) -> Ask:
    """Ask which rows of the gradient of W₀ are 0."""
    net = network_of(values)
    forward_pass = forward(net)
    u6, gradient = forward_pass.u[6], gradients(net, forward_pass).w0
    relu, zero = net.activation == "relu", np.flatnonzero(~gradient.any(axis=1))
    off, on = np.flatnonzero(u6 < 0), np.flatnonzero(u6 > 0)
    clear = len(off) > 0 and len(on) > 0
    name = ACTIVATIONS[net.activation].name
    candidates = (
        (
            off,
            "These units are off: ReLU’s slope is 0, so nothing gets back to their weights."
            if relu
            else f"That would be ReLU. {name} has a slope above 0 everywhere.",
        ),
        (on, f"These units are on: their u₆ is above 0, and the slope of {name} there is not 0."),
        (
            np.arange(0),
            f"{name} has a slope above 0 everywhere, so every weight gets its part."
            if not relu
            else "Where ReLU is off, its slope of 0 is a factor of the whole row.",
        ),
        (np.arange(4), "A row is 0 only if its own unit passes nothing back; the others do."),
    )
    options = tuple(
        Option(f"{rows_text(rows)}.", clear and np.array_equal(rows, zero), said) for rows, said in candidates
    )
    given = ", ".join(label(float(value), 2, 1e-9) for value in u6)
    text = f"u₆ = ({given}), the activation is {name}. Which rows of the gradient for W₀ are 0?"
    return Ask(text, Choice(options))


# ---- what is needed again ------------------------------------------------------------------------------


def draw_kept(rng: np.random.Generator) -> dict[str, Any]:
    """Draw the network, with tanh so that no value is 0, and the matrix."""
    return {**draw_network(rng), "activation": "tanh", "target": str(rng.choice(["w0", "w1"]))}


def ask_kept(values: dict[str, Any]) -> Ask:
    """Ask which value of the forward pass is needed for the gradient of a matrix."""
    net = network_of(values)
    forward_pass = forward(net)
    grads, u = gradients(net, forward_pass), forward_pass.u
    first = values["target"] == "w0"
    name, delta, gradient = ("W₀", grads.delta6, grads.w0) if first else ("W₁", grads.delta4, grads.w1)
    product = "du₀/du₆" if first else "du₀/du₄"
    function = "u₆ = W₀ x" if first else "u₄ = W₁ u₅"

    def gives(value: np.ndarray) -> bool:
        outer = np.outer(delta, value)
        return outer.shape == gradient.shape and np.allclose(outer, gradient)

    why = f"{function} is linear in {name}: its slope in a weight is what this weight is multiplied with."
    options = (
        Option("x", gives(net.x), why if first else f"x goes into W₀. {name} is fed with u₅."),
        Option("u₅", gives(u[5]), f"u₅ goes into W₁. {name} is fed with x." if first else why),
        Option(
            "u₆",
            gives(u[6]),
            "u₆ is what W₀ gives, not what it is fed with." if first else "u₆ is needed for a′(u₆), further back.",
        ),
        Option(
            name,
            gives(net.w0[0] if first else net.w1[0]),
            f"{name} is the slope of {function} in its input, not in {name}.",
        ),
    )
    text = f"For {name} the product stops at {product}. With which value kept from the forward pass is it multiplied?"
    return Ask(text, Choice(options), start=3 if not first else 5)


QUESTIONS = (
    Question("entry", "The slope of one weight", draw_network, ask_entry),
    Question("rows", "Which rows are 0?", draw_rows, ask_rows),
    Question("kept", "Which value is needed again?", draw_kept, ask_kept),
)

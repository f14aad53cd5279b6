"""Predictions on the step: one weight after it, and whether the loss keeps what the tangent promises."""

from typing import Any

import numpy as np

from optviz.core.backprop.layer_chain import forward, gradients, step
from optviz.core.number_text import label
from optviz.lecture.backprop.backward_questions import draw_network
from optviz.lecture.backprop.common import network_of
from optviz.lecture.backprop.network_questions import factor
from optviz.questions import Ask, Choice, Mistake, Number, Option, Question

# ---- one weight ----------------------------------------------------------------------------------------


def draw_weight(rng: np.random.Generator) -> dict[str, Any]:
    """Draw the network and the learning rate."""
    return {**draw_network(rng), "which": "w0", "lr": float(rng.choice([0.1, 0.2, 0.5]))}


def ask_weight(values: dict[str, Any]) -> Ask:
    """Ask for a weight after one step."""
    net, lr = network_of(values), values["lr"]
    grads = gradients(net, forward(net))
    i, j = np.unravel_index(np.abs(grads.w0).argmax(), grads.w0.shape)
    before, slope = float(net.w0[i, j]), float(grads.w0[i, j])
    after = float(step(net, grads, lr, w1=False).w0[i, j])
    moved, name = lr * slope, f"W₀[{i + 1},{j + 1}]"
    known = (
        Mistake(before + moved, "That is a step uphill. The gradient points to larger loss, so it is subtracted."),
        Mistake(before - slope, f"The step is not the whole gradient, but η = {label(lr)} of it."),
        Mistake(-moved, f"That is the step. It is added to where the weight was, {label(before)}."),
    )
    form = Number(
        f"{name} after the step",
        after if abs(moved) > 0.02 else np.nan,
        0.004,
        f"{label(before)} − {label(lr)} · {factor(slope)} = {label(after, 3)}.",
        f"W ← W − η du₀/dW: {label(before)} − {label(lr)} · {factor(slope)}.",
        tuple(mistake for mistake in known if abs(mistake.value - after) > 0.008),
    )
    text = (
        f"{name} is {label(before)}, and backpropagation gives du₀/dW₀ the entry {label(slope, 3)} there. "
        f"η = {label(lr)}. "
        "What is this weight after one step of gradient descent?"
    )
    return Ask(text, form, hides=("along", "chart", "losses"), until=1)


# ---- what the tangent promises -------------------------------------------------------------------------


def draw_promise(rng: np.random.Generator) -> dict[str, Any]:
    """Draw a network, and a learning rate from small to far too large."""
    layers = {"activation": "tanh", "label": str(rng.integers(1, 4)), "which": "both"}
    lr = rng.choice([[0.01, 0.02, 0.05], [1.0, 1.5, 2.0], [3.0, 4.0, 5.0]][rng.integers(3)])
    return {**layers, "input": draw_network(rng)["input"], "lr": float(lr)}


def ask_promise(values: dict[str, Any]) -> Ask:
    """Ask what one step does to the loss."""
    net, lr = network_of(values), values["lr"]
    forward_pass = forward(net)
    grads, loss = gradients(net, forward_pass), forward_pass.loss
    promised = lr * grads.square
    after = forward(step(net, grads, lr)).loss
    kept = (loss - after) / promised
    about, less, rises = kept > 0.9, 0.05 < kept < 0.7, after > 1.05 * loss
    said = f"{label(loss, 3)} becomes {label(after, 3)}; the tangent promised {label(promised, 2)} less"
    near = "So short a step loses next to nothing." if about else "It went past the lowest point, and up again."
    answers = (
        (
            "It falls by about what the tangent promises.",
            about,
            "For so short a step the curve is nearly its tangent.",
            "The tangent holds near η = 0 only; the curve bends up.",
        ),
        ("It falls, but clearly by less.", less, "The curve has bent up on the way.", near),
        (
            "It rises.",
            rises,
            "Too long a step lands higher on the other side.",
            f"It points downhill, and η = {label(lr)} is not long enough to come up again.",
        ),
    )
    options = tuple(Option(text, right, f"{said}. {why if right else other}") for text, right, why, other in answers)
    text = (
        f"The loss is {label(loss, 3)}, ‖∇‖² = {label(grads.square, 3)}, and all weights make one step "
        f"with η = {label(lr)}: the tangent promises {label(promised, 2)} less. What does the loss do?"
    )
    return Ask(text, Choice(options, ordered=True), hides=("chart", "losses"), until=1)


QUESTIONS = (
    Question("weight", "One weight after a step", draw_weight, ask_weight),
    Question("promise", "Does the loss keep the promise?", draw_promise, ask_promise),
)

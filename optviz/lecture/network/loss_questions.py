"""Predictions on the cross-entropy loss: which point costs most, and what one point adds to the average."""

import dataclasses
from typing import Any

import numpy as np

from optviz.core.elementary import softmax
from optviz.core.network.data import Examples, painted
from optviz.core.network.mlp import losses
from optviz.core.network.training import Task
from optviz.core.number_text import label
from optviz.lecture.network.common import net_for
from optviz.lecture.network.loss import EPOCHS, PAINTED
from optviz.questions import Ask, Mistake, Number, Place, Question, Target

NEAR = 0.3
"""A click this near to a point means it."""


@dataclasses.dataclass(frozen=True)
class Untrained:
    """The painted points and what the net with its initial weights gives each: probability of its class, loss (n,)."""

    data: Examples
    probabilities: np.ndarray
    losses: np.ndarray

    @property
    def worst(self) -> int:
        """The place of the point of the largest loss."""
        return int(self.losses.argmax())


def untrained(values: dict[str, Any]) -> Untrained:
    """Return what the section's net makes of the points before its first step."""
    split = painted(values["points"])
    data = split.train
    task = Task(net_for(split, values), split, data.n, EPOCHS, int(values["seed"]), "glorot")
    z = task.net.logits(task.start, data.x)
    p = softmax(z)
    return Untrained(data, p[np.arange(data.n), data.y], losses(z, data.y))


def draw_points(rng: np.random.Generator) -> dict[str, Any]:
    """Draw the painted points, moved a little, and the initial weights."""
    xy = np.array(PAINTED)[:, :2] + rng.uniform(-0.3, 0.3, (len(PAINTED), 2))
    points = tuple((round(float(x), 1), round(float(y), 1), c) for (x, y), (*_, c) in zip(xy, PAINTED, strict=True))
    return {"points": points, "hidden": str(rng.integers(2)), "width": 8.0, "seed": float(rng.integers(1000))}


# ---- the most expensive point --------------------------------------------------------------------------


def ask_worst(values: dict[str, Any]) -> Ask:
    """Ask which point has the largest loss before training."""
    net = untrained(values)
    x, y = net.data.x[net.worst]
    loss, p = net.losses[net.worst], net.probabilities[net.worst]
    apart = np.hypot(*(net.data.x - net.data.x[net.worst]).T)
    # A rival elsewhere that costs nearly as much, or a point that is right after all, makes no good question.
    clear = loss > 1.0 and not (apart[net.losses > 0.88 * loss] > NEAR).any()
    form = Target(
        "plane",
        float(x) if clear else np.nan,
        float(y),
        NEAR,
        f"It lies deepest in the other colour: the net gives its class {label(p, 2)}, so −log {label(p, 2)} = "
        f"{label(loss, 3)}.",
        f"Look for a point deep in the strong colour of another class. The largest loss is {label(loss, 3)}.",
        places_of(net, apart),
    )
    text = (
        "Before training: the areas show the class that the net predicts, the paler the less sure. Click the point "
        "with the largest loss Lᵢ = −log ŷ. Which one is it?"
    )
    return Ask(text, form, hides=("bars", "worst"), without=("worst point",), until=0)


def places_of(net: Untrained, apart: np.ndarray) -> tuple[Place, ...]:
    """Return the point that is most surely right and the one that is wrong by a little, where they lie elsewhere."""
    wrong = net.probabilities < 0.5
    surest = int(net.probabilities.argmax())
    slightly = int(np.where(wrong, net.probabilities, 0.0).argmax())
    p, q = label(net.probabilities[surest], 2), label(net.probabilities[slightly], 2)
    sentences = (
        (surest, f"The net is sure here, and it is correct: −log {p} = {label(net.losses[surest], 2)}. Sure is cheap."),
        (slightly, f"It is on the wrong side, but only just: −log {q} = {label(net.losses[slightly], 2)}."),
    )
    return tuple(
        Place(float(net.data.x[k, 0]), float(net.data.x[k, 1]), sentence)
        for k, sentence in sentences
        if apart[k] >= 2 * NEAR
    )


# ---- its part of the average ---------------------------------------------------------------------------


def ask_part(values: dict[str, Any]) -> Ask:
    """Ask how much the worst point adds to the average loss."""
    net = untrained(values)
    n, p, loss = net.data.n, float(net.probabilities[net.worst]), float(net.losses[net.worst])
    part, shown = loss / n, label(p, 3)
    form = Number(
        "part of L(θ)",
        part,
        0.03 * part,
        f"−log {shown} = {label(loss, 3)}, and a {n}th of it is {label(part, 3)}.",
        f"Its loss is −log {shown}, with the natural logarithm; the average takes a {n}th of it.",
        (
            Mistake(loss, f"That is its own loss. In the average over {n} points it counts for a {n}th."),
            Mistake(-np.log10(p) / n, "That is the logarithm to base 10. The loss takes the natural one."),
            Mistake((1 - p) / n, "1 − ŷ is how far the probability is from 1. The loss is its logarithm, −log ŷ."),
            Mistake(-part, "The logarithm of a probability is negative; the minus sign makes the loss positive."),
        ),
    )
    text = (
        f"Before training the net gives the ringed point's own class the probability ŷ = {shown}. There "
        f"are {n} points. "
        "How much does this point alone add to the average loss L(θ)?"
    )
    return Ask(text, form, hides=("bars", "worst"), until=0)


QUESTIONS = (
    Question("worst", "Which point costs most?", draw_points, ask_worst),
    Question("part", "What does one point add?", draw_points, ask_part),
)

"""Predictions on the seven derivatives: which change with what, and how many entries of one are not 0."""

from typing import Any

import numpy as np

from optviz.core.backprop.layer_chain import Network, forward, jacobians, weight_jacobian
from optviz.core.elementary import ACTIVATIONS
from optviz.core.number_text import label
from optviz.lecture.backprop.common import W1, X, network_of
from optviz.lecture.backprop.network_questions import draw_first_layer
from optviz.lecture.backprop.numbers import u_text
from optviz.questions import Ask, Choice, Mistake, Number, Option, Question

DEFAULTS: dict[str, Any] = {"label": "1", "activation": "relu", "input": X, "w1": W1}
MADE_OF = {1: "−yᵀ", 2: "diag(1/u₃)", 3: "diag(u₃) − u₃u₃ᵀ", 4: "W₁", 5: "diag(a′(u₆))", 6: "I ⊗ xᵀ"}
ANSWERS = ((1,), (2, 3, 4), (2, 3, 5), (2, 3, 6))
"""The sets of factors to choose from: of each of the changes one is right."""


def factors_of(net: Network) -> tuple[np.ndarray, ...]:
    """Return the seven factors of the product, from the loss inwards."""
    return (*jacobians(net, forward(net)), weight_jacobian(net))


def factor_text(k: int) -> str:
    """Return the name of factor number k: du₁/du₂, …, du₆/dW₀."""
    return f"d{u_text(k)}/d{u_text(k + 1) if k < 6 else 'W₀'}"


# ---- what changes --------------------------------------------------------------------------------------


def draw_change(rng: np.random.Generator) -> dict[str, Any]:
    """Draw one change of the section's network."""
    w1 = [list(row) for row in W1]
    w1[rng.integers(3)][0] = float(rng.choice([-0.7, 0.8, 0.9]))
    changes: tuple[dict[str, Any], ...] = (
        {"label": str(rng.choice(["2", "3"]))},
        {"activation": str(rng.choice(["tanh", "sigmoid"]))},
        {"w1": tuple(tuple(row) for row in w1)},
        {"input": tuple((row[0] * float(rng.choice([2, 3])),) for row in X)},
    )
    return changes[rng.integers(len(changes))]


def change_text(values: dict[str, Any]) -> str:
    """Return what was changed of the section's network, in words."""
    if values["label"] != DEFAULTS["label"]:
        return f"the true class is {values['label']} instead of 1"
    if values["activation"] != DEFAULTS["activation"]:
        return f"the activation is {ACTIVATIONS[values['activation']].name} instead of ReLU"
    return "one number of W₁ is another" if values["w1"] != W1 else "x is longer"


def ask_change(values: dict[str, Any]) -> Ask:
    """Ask which factors change."""
    before, after = (factors_of(network_of(each)) for each in (values | DEFAULTS, values))
    pairs = enumerate(zip(before, after, strict=True))
    changed = {k for k, (a, b) in pairs if not np.allclose(a, b, rtol=0, atol=1e-12)}
    options = tuple(_change_option(set(answer), changed) for answer in ANSWERS)
    text = f"The network as it opens, but {change_text(values)}. Which of the seven factors have other numbers then?"
    return Ask(text, Choice(options, ordered=True))


def _change_option(answer: set[int], changed: set[int]) -> Option:
    names = [factor_text(k) for k in sorted(answer)]
    text = f"{names[0]} alone." if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}."
    if answer == changed:
        made = ", ".join(MADE_OF[k] for k in sorted(answer))
        return Option(text, True, f"It is in {made}, and in no other factor.")
    extra, missing = ([MADE_OF[k] for k in sorted(each)] for each in (answer - changed, changed - answer))
    same = f"{', '.join(extra)} {'stays' if len(extra) == 1 else 'stay'} the same" if extra else ""
    other = f"{', '.join(missing)} {'changes' if len(missing) == 1 else 'change'}" if missing else ""
    return Option(text, False, f"{'; '.join(part for part in (same, other) if part)}.")


# ---- how many are not 0 --------------------------------------------------------------------------------


def draw_entries(rng: np.random.Generator) -> dict[str, Any]:
    """Draw the first layer and its input, and the activation."""
    activation = str(rng.choice(["relu", "relu", "tanh"]))
    return {**draw_first_layer(rng), "activation": activation}


def ask_entries(values: dict[str, Any]) -> Ask:
    """Ask how many entries of the activation's Jacobian are not 0."""
    net = network_of(values)
    u6, jacobian = forward(net).u[6], factors_of(net)[5]
    count, size = int(np.count_nonzero(jacobian)), jacobian.size
    relu = net.activation == "relu"
    known = [
        Mistake(size, "Each number of u₅ depends on its own number of u₆ alone: beside the diagonal all is 0."),
        Mistake(len(u6), f"The diagonal has {len(u6)} entries, but ReLU’s slope is 0 for each unit below 0."),
        Mistake(count * len(u6), "Not whole rows: on the diagonal alone is there a slope."),
    ]
    if relu:
        known.append(Mistake(len(u6) - count, "It is the other way round: the slope is 1 where a unit is above 0."))
    else:
        positive = int((u6 > 0).sum())
        known.append(Mistake(positive, "That would be ReLU. The slope of tanh is above 0 below 0 too."))
    form = Number(
        "entries not 0",
        count if count else np.nan,
        0.2,
        f"The Jacobian is diagonal, with a 1 for each of the {count} units above 0."
        if relu
        else "The Jacobian is diagonal, and the slope of tanh is above 0 everywhere.",
        "The activation acts on each number by itself: the Jacobian has the slopes a′(u₆) on its diagonal.",
        tuple(mistake for mistake in known if abs(mistake.value - count) > 0.5),
    )
    given = ", ".join(label(float(value), 2, 1e-9) for value in u6)
    name = ACTIVATIONS[net.activation].name
    text = f"u₆ = ({given}), the activation is {name}. How many of the {size} entries of du₅/du₆ are not 0?"
    return Ask(text, form, hides=("table",))


QUESTIONS = (
    Question("change", "Which derivatives change?", draw_change, ask_change),
    Question("entries", "How many entries are not 0?", draw_entries, ask_entries),
)

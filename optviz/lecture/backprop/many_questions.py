"""Predictions on chains of many functions: what is multiplied next on the way back, and how large the product is."""

from typing import Any

import numpy as np

from optviz.core.number_text import label
from optviz.lecture.backprop.many import chain_of, functions_of
from optviz.lecture.backprop.numbers import SUBSCRIPTS
from optviz.questions import Ask, Choice, Option, Question, Range

# ---- the next product ----------------------------------------------------------------------------------


def draw_passed(rng: np.random.Generator) -> dict[str, Any]:
    """Draw three functions, the middle one with a slope that is not the same everywhere, and a place."""
    f1, f3 = (str(key) for key in rng.choice(["square", "double", "shift"], 2))
    x = float(rng.choice([-2.0, -1.5, -0.5, 0.5, 1.5, 2.0]))
    return {"n": "3", "f1": f1, "f2": "square", "f3": f3, "x": x}


def ask_passed(values: dict[str, Any]) -> Ask:
    """Ask for dy/du₂ where dy/du₁ is known."""
    composed = chain_of(values)
    u1, u2, x = (float(value) for value in composed.values[1:])
    before, local, after = float(composed.products[0]), float(composed.factors[1]), float(composed.products[1])
    middle = functions_of(values)[1]
    at_u1, at_x = float(middle.slope(u1)), float(middle.slope(x))
    right = (
        f"{label(before)} · f₂′(u₂) = {label(before)} · 2u₂ = {label(before)} · {label(local)}: the slope at "
        "what f₂ was given."
    )
    options = (
        Option(label(after), True, right),
        Option(
            label(local),
            False,
            f"That is f₂′(u₂) alone. It is multiplied by what f₂ is handed, dy/du₁ = {label(before)}.",
        ),
        Option(
            label(before * at_u1),
            False,
            f"That takes f₂′ at u₁ = {label(u1)}, what f₂ gives. Its slope is taken where it was used, at "
            f"u₂ = {label(u2)}.",
        ),
        Option(
            label(before * at_x),
            False,
            f"That takes f₂′ at x = {label(x)}. But f₂ was given u₂ = {label(u2)}: this is why the values are kept.",
        ),
    )
    # Where two mistakes lead to one number, one of them is enough.
    unlike = {option.text: option for option in reversed(options)}
    form = Choice(tuple(unlike.values()) if len(unlike) > 2 else options)
    text = (
        f"f₂(z) = z². On the way there u₂ = {label(u2)} and u₁ = {label(u1)}; on the way back f₂ is handed "
        f"dy/du₁ = {label(before)}. What does it pass on as dy/du₂?"
    )
    return Ask(text, form, hides=("chart",), start=5)


# ---- the size of a long product ------------------------------------------------------------------------


def draw_size(rng: np.random.Generator) -> dict[str, Any]:
    """Draw a chain of equal functions."""
    key, n = str(rng.choice(["sigmoid", "sigmoid", "half", "double"])), int(rng.integers(3, 6))
    x = float(rng.choice([-2.0, -1.0, 0.0, 1.0, 2.0]))
    return {"n": str(n), "x": x, **{f"f{k}": key for k in range(1, 6)}}


def ask_size(values: dict[str, Any]) -> Ask:
    """Ask how large dy/dx of a chain of equal functions is."""
    composed = chain_of(values)
    n, product = len(composed.factors), float(composed.products[-1])
    factors = " · ".join(label(float(factor), 2) for factor in composed.factors)
    grows = product > 1
    largest = float(np.abs(composed.factors).max())
    form = Range(
        "dy/dx",
        1e-5,
        1e3,
        (product, product),
        0.3,
        f"Too small: the product is {factors} = {label(product, 2)}.",
        f"{factors} = {label(product, 2)}. Each function multiplies by its own slope.",
        f"Too large: {n} factors multiply, {factors} = {label(product, 2)}."
        if grows or largest == 0.5
        else f"Too large: the slope of σ is at most ¼, and there are {n} of them: {factors} = {label(product, 2)}.",
        scale="log",
    )
    name = functions_of(values)[0].name
    whole = f"f{'1'.translate(SUBSCRIPTS)} … f{str(n).translate(SUBSCRIPTS)}"
    text = f"{n} functions in one another, {whole}, all of them {name}. How large is dy/dx at x = {label(values['x'])}?"
    return Ask(text, form, hides=("chart",))


QUESTIONS = (
    Question("passed", "What is passed back?", draw_passed, ask_passed),
    Question("size", "How large is the product?", draw_size, ask_size),
)

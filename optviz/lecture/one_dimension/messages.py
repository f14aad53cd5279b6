"""What the page on one dimension says before one looks: a start without slope or outside the window, η = 0."""

from optviz.core.one_d.walk import Walk

_WHERE = {"minimum": "at a minimum", "maximum": "at a maximum", "inflection": "at a flat inflection"}


def notices(run: Walk) -> tuple[str, ...]:
    """Return a sentence for everything about a walk's start and η that would puzzle."""
    x, (low, high) = float(run.x[0]), run.function.window
    sentences = []
    if run.eta == 0:
        sentences.append("With η = 0 every step has length 0: nothing moves. Give η a positive value.")
    elif run.steps == 0:
        sentences.append(_nothing_moves(run))
    if not low <= x <= high:
        sentences.append("The start lies outside the picture; move x₀ into it.")
    return tuple(sentences)


def _nothing_moves(run: Walk) -> str:
    """Return the sentence on a start where the stop rule holds already."""
    if run.function.key == "kink":
        return "|x| has no slope at its kink. We take 0 there, so GD stops at once, in the minimum. Move x₀."
    where = _WHERE.get(run.verdict.where, "on flat ground")
    return f"Nothing moves: the start is {where}, where |f′(x₀)| < ε already. Move x₀."

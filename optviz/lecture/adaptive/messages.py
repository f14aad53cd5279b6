"""What the sections on adaptive learning rates say: notices, and summaries for a screen reader."""

from typing import Any

from optviz.core.number_text import label, point
from optviz.figures.board import Text, from_step
from optviz.lecture.adaptive.common import Comparison, NamedRun
from optviz.lecture.section import Values

LARGE_EPS = 0.1
LONG_JUMP = 50.0


def comparison_summary(comparison: Comparison, what: str) -> str:
    """Return in plain sentences how both runs ended."""
    sentences = [f"{what}, start {point(comparison.start, 4)}."]
    for name, named in comparison.labelled:
        run = named.run
        sentences.append(f"{name}: {run.status.label}, f = {label(run.value[-1])} after {run.steps} steps.")
    return " ".join(sentences)


def comparison_notices(comparison: Comparison, values: Values) -> tuple[Text, ...]:
    """Return what a person should know about a comparison; that a run diverged, from that step on."""
    notices: list[Text] = []
    if values.get("lr") == 0:
        still = [name for name, named in comparison.labelled if not named.run.step.any()]
        notices.append(f"η = 0, so no step for {' and '.join(still)}. Raise the learning rate.")
    elif not any(run.slope[0].any() for run in comparison.runs):
        notices.append("The gradient at the start is zero: 0 divided by ε is 0, so nothing moves. Move the start.")
    for name, named in comparison.labelled:
        status = named.run.status
        if status.kind == "diverged":
            notices.append(from_step(status.step, f"{name} diverged. {status.reason}"))
        notices += decay_notices(name, named)
    if values.get("change") is False:
        notices.append("The change is switched off: B follows A's rule.")
    if values.get("eps", 0.0) >= LARGE_EPS:
        notices.append(f"ε = {label(values['eps'])} is no longer small: it counts for as much as the gradients.")
    return tuple(notices)


def decay_notices(name: str, named: NamedRun) -> list[Text]:
    """Return what follows where a mean of squares forgets at once, or hardly ever; the latter with the first step."""
    rule: Any = named.run.optimizer
    if not rule.forget or rule.units:
        return []
    if rule.rho == 0:
        return [f"{name}: nothing is remembered, so without momentum every step is η long in each coordinate."]
    jump = (1 - rule.beta * rule.momentum) / (1 - rule.rho) ** 0.5
    if rule.correct or jump < LONG_JUMP:
        return []
    slow = f"{name}: the mean of squares starts at 0 and grows slowly"
    return [from_step(1, f"{slow}: the first step is {label(jump)} times as long as η.")]

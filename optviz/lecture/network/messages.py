"""Sentences and words about a training: what went wrong, how far it is, how it ended."""

from collections.abc import Sequence

import numpy as np

from optviz.core.network.training import History
from optviz.core.number_text import label, percent
from optviz.figures.board import Metric, Progress, Text, all_from_step, from_step


def percents(shares: np.ndarray) -> tuple[str, ...]:
    """Return shares of 1 in percent."""
    return tuple(percent(float(share)) for share in shares)


def problem(run: History) -> str:
    """Return what went wrong in a training and at which step, or nothing."""
    if run.status.kind == "diverged":
        return f"diverged. {run.status.reason} A smaller η helps."
    if run.exploded is None:
        return ""
    loss, guess = run.batch_loss[run.exploded], np.log(run.task.net.classes)
    return f"η is too large. At step {run.exploded} the loss is {label(loss, 3)}; a random guess has {label(guess, 2)}."


def problems(runs: Sequence[tuple[str, History]]) -> tuple[Text, ...]:
    """Return, at the end, a sentence for each training, given with its name, that diverged or whose loss exploded."""
    last = max((len(run.checkpoints) - 1 for _, run in runs), default=0)
    return all_from_step(last, (f"{name}: {text}" for name, run in runs if (text := problem(run))))


def problem_metrics(run: History) -> tuple[Metric, ...]:
    """Return what went wrong as a metric, told at the end, for boards whose charts a notice would cover."""
    text = problem(run)
    sentence = text if text.startswith("η") else text[:1].upper() + text[1:]
    return (Metric("", from_step(len(run.checkpoints) - 1, sentence), "bad"),) if text else ()


def progress(run: History) -> Progress:
    """Return how far a training is."""
    done, steps = run.steps, run.task.steps
    return Progress(done / steps, f"Training: step {done:,} of {steps:,}" if done else f"Preparing {steps:,} steps")


def status_of(run: History) -> str:
    """Return how a training stands, in a word; a loss far above a random guess's is "exploded"."""
    return "exploded" if run.exploded is not None and run.status.kind == "moving" else run.status.kind

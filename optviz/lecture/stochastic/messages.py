"""Sentences on stochastic gradients: what to know before looking, and how the runs ended."""

import math
from collections.abc import Iterable

import numpy as np

from optviz.core import number_text
from optviz.core.stochastic.descent import BatchRun
from optviz.core.stochastic.regression import Regression
from optviz.figures.board import Text, all_from_step, from_step
from optviz.lecture.section import Values
from optviz.lecture.stochastic.common import theta_of

AT_REST = 0.01


def about_shape(problem: Regression) -> tuple[str, ...]:
    """Return what is odd about a loss: a valley, or no minimum at all."""
    if problem.shape == "valley":
        why = "There is one point" if problem.n == 1 else "All points lie over one x"
        return (f"{why}: a whole line of θ has the same least loss.",)
    if problem.shape == "endless":
        one_class = len(np.unique(problem.data.y)) == 1
        why = "There is one class only" if one_class else "A threshold on x separates the classes"
        return (f"{why}: L has no minimum, it falls as long as θ grows.",)
    return ()


def about_theta(problem: Regression, values: Values) -> tuple[str, ...]:
    """Return that θ is where the gradient vanishes, if it is."""
    if problem.minimum is None or math.hypot(*problem.gradient(np.array(theta_of(values)))) >= AT_REST:
        return ()
    if "lr" not in values:
        return ("Here the arrows cancel: ∇L is nearly zero.",)
    return ("The start is the minimum: GD stays here, small batches leave it.",)


def about_rate(problem: Regression, values: Values, last: int) -> tuple[Text, ...]:
    """Return that η is zero or, at the ``last`` step, that it is larger than GD on the line can bear."""
    lr, limit = float(values["lr"]), 2 / problem.sharpest
    if lr == 0:
        return ("η = 0: no step is taken.",)
    if problem.model == "line" and lr > limit:
        return (from_step(last, f"η is above 2/λ_max = {number_text.label(limit, 3)}: even the steps of GD grow."),)
    return ()


def about_batch(problem: Regression, sizes: Iterable[float]) -> tuple[str, ...]:
    """Return that a batch holds all there is, if one does; only what was asked for above n is worth a word."""
    too_many = [int(size) for size in sizes if size > problem.n]
    return tuple(
        f"A batch of {size:,} out of {problem.n:,} points is all of them: that is GD." for size in too_many[:1]
    )


def about_runs(runs: Iterable[tuple[str, BatchRun]], last: int) -> tuple[Text, ...]:
    """Return at the ``last`` step which runs diverged, and when."""
    diverged = (f"{name} diverged. {run.status.reason}" for name, run in runs if run.status.kind == "diverged")
    return all_from_step(last, diverged)


def summary(what: str, runs: Iterable[tuple[str, BatchRun]]) -> str:
    """Return the runs in plain sentences, for a screen reader."""
    sentences = [what]
    for name, run in runs:
        # Not run.loss: that is the whole path, perhaps a million steps.
        last = number_text.label(float(run.problem.loss(run.theta[-1])))
        sentences.append(f"{name}: {run.status.label}, {run.steps} steps, {int(run.cost[-1])} gradients, L = {last}.")
    return " ".join(sentences)

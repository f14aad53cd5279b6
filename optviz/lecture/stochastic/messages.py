"""What a person should be told before looking at sections on stochastic gradients, and what became of the runs."""

import math
from collections.abc import Iterable

import numpy as np

from optviz.core.stochastic.descent import BatchRun
from optviz.core.stochastic.regression import Regression
from optviz.lecture.section import Values
from optviz.lecture.stochastic.race import Ball
from optviz.lecture.stochastic.sections import start_of

AT_REST = 0.01


def about_shape(problem: Regression) -> tuple[str, ...]:
    """Return what is odd about a loss: a valley, or no minimum at all."""
    if problem.shape == "valley":
        why = "There is one point" if problem.n == 1 else "All points lie over one x"
        return (f"{why}: a whole line of θ has the same least loss.",)
    if problem.shape == "endless":
        one_class = len(np.unique(problem.data.y)) == 1
        why = "There is one class only" if one_class else "A threshold on x parts the classes"
        return (f"{why}: L has no minimum, it falls as long as θ grows.",)
    return ()


def about_theta(problem: Regression, values: Values) -> tuple[str, ...]:
    """Return that θ is where the gradient vanishes, if it is."""
    if problem.minimum is None or math.hypot(*problem.gradient(np.array(start_of(values)))) >= AT_REST:
        return ()
    if "lr" not in values:
        return ("Here the arrows cancel: ∇L is nearly zero.",)
    return ("The start is the minimum: GD stays here, small batches leave it.",)


def about_rate(problem: Regression, values: Values) -> tuple[str, ...]:
    """Return that η is zero, or larger than GD on the line can bear."""
    lr, most = float(values["lr"]), 2 / problem.sharpest
    if lr == 0:
        return ("η = 0: no step is taken.",)
    if problem.model == "line" and lr > most:
        return (f"η is above 2/λ_max = {most:.3g}: even the steps of GD grow.",)
    return ()


def about_batch(problem: Regression, sizes: Iterable[float]) -> tuple[str, ...]:
    """Return that a batch holds all there is, if one does; only what was asked for above n is worth a word."""
    too_many = [int(size) for size in sizes if size > problem.n]
    return tuple(
        f"A batch of {size:,} out of {problem.n:,} points is all of them: that is GD." for size in too_many[:1]
    )


def about_runs(runs: Iterable[tuple[str, BatchRun]]) -> tuple[str, ...]:
    """Return which runs diverged, and when."""
    return tuple(f"{name} diverged. {run.status.reason}" for name, run in runs if run.status.kind == "diverged")


def about_ball(found: Ball, values: Values) -> tuple[str, ...]:
    """Return why there is no ball to measure, if there is none."""
    if int(values["batch"]) >= found.problem.n:
        return ("B = n: the batch's gradient is the full one. Without noise there is no ball.",)
    if not math.isfinite(found.theory):
        return (f"η = {values['lr']:.3g} is too large for batches of {int(values['batch'])}: the radius has no limit.",)
    return ()


def summary(what: str, runs: Iterable[tuple[str, BatchRun]]) -> str:
    """Return the runs in plain sentences, for a screen reader."""
    told = [what]
    for name, run in runs:
        # Not run.loss: that is the whole path, perhaps a million steps.
        last = float(run.problem.loss(run.theta[-1]))
        told.append(f"{name}: {run.status.label}, {run.steps} steps, {int(run.cost[-1])} gradients, L = {last:.4g}.")
    return " ".join(told)

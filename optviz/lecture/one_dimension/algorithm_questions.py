"""Predictions on the stop rule: what a smaller ε costs, and how near the minimum the algorithm stops."""

from typing import Any

import numpy as np

from optviz.core.number_text import label
from optviz.core.one_d.walk import Walk
from optviz.lecture.one_dimension.algorithm import algorithm_walk
from optviz.questions import Ask, Choice, Option, Question, Range

TIMES = 10.0
"""How many times smaller ε becomes."""


def draw_finer(rng: np.random.Generator) -> dict[str, Any]:
    """Draw a learning rate, a start and an ε; the loop stops before the section's last step."""
    eta = float(rng.choice([0.06, 0.08, 0.1, 0.12, 0.15, 0.2, 0.25]))
    eps = float(rng.choice([1e-2, 1e-3, 1e-4]))
    return {"f": "parabola", "eta": eta, "eps": eps / TIMES, "x0": round(float(rng.uniform(1.0, 2.5)), 1)}


def ask_finer(values: dict[str, Any]) -> Ask:
    """Ask how many more steps an ε ten times smaller takes."""
    eps, run = values["eps"], algorithm_walk(values)
    before = algorithm_walk({**values, "eps": TIMES * eps}).steps
    more = run.steps - before
    factor = label(float(run.factor[0]))
    said = f"Each step makes the slope {factor} times as large, so ten times smaller takes the same {more} steps again"
    form = Range(
        "more steps",
        1,
        1000,
        (more, more),
        0.1,
        f"{said}, whatever ε was.",
        f"{said}: {before} + {more} = {run.steps}.",
        f"{said}, not ten times as many: every digit costs the same.",
        scale="log",
        whole=True,
    )
    text = (
        f"f(x) = x², x₀ = {label(values['x0'])}, η = {label(values['eta'])}. With ε = {label(TIMES * eps)} GD stops "
        f"at t = {before}. How many more steps does it take with ε = {label(eps)}?"
    )
    return Ask(text, form, hides=("grads",))


def draw_stop(rng: np.random.Generator) -> dict[str, Any]:
    """Draw a coarse ε, for which it can be seen where the loop stops."""
    eta = float(rng.choice([0.1, 0.12, 0.15, 0.2]))
    return {"f": "parabola", "eta": eta, "eps": float(rng.choice([0.02, 0.05, 0.1])), "x0": float(rng.choice([2, 2.5]))}


def first_below(run: Walk, sizes: np.ndarray, bound: float) -> float:
    """Return the first x of a walk whose size is below a bound; the last if none is."""
    below = np.flatnonzero(np.abs(sizes) < bound)
    return float(run.x[below[0] if len(below) else -1])


def ask_stop(values: dict[str, Any]) -> Ask:
    """Ask at which x the loop stops."""
    run, eps = algorithm_walk(values), values["eps"]
    longer = algorithm_walk({**values, "eps": 1e-9})
    end = float(run.x[-1])
    said = f"it stops at t = {run.steps}, where |grad| = |2x| = {label(abs(float(run.slope[-1])), 2)} < {label(eps)}"
    answers = {
        end: f"Near the minimum, not at it: {said}.",
        first_below(longer, longer.x, eps): f"There x itself is below ε. The rule asks for the slope 2x: {said}.",
        first_below(longer, longer.value, eps): f"There f(x) is below ε. The rule asks for the slope, not f: {said}.",
        0.0: f"x gets smaller by a factor and never becomes 0; a loop that waits for it may never end. Here {said}.",
    }
    options = tuple(Option(f"at x = {label(x, 2)}", x == end, words) for x, words in answers.items())
    text = (
        f"f(x) = x², x₀ = {label(values['x0'])}, η = {label(run.eta)}, and ε = {label(eps)} is rather large. "
        "Where does the loop stop?"
    )
    return Ask(text, Choice(options), hides=("grads",))


QUESTIONS = (
    Question("finer", "What does a smaller ε cost?", draw_finer, ask_finer),
    Question("stop", "How near does it stop?", draw_stop, ask_stop),
)

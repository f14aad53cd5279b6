"""Predictions on basins: from which η on a minimum has none, and how many minima keep theirs."""

from typing import Any

import numpy as np

from optviz.core.number_text import label, point
from optviz.core.simulation.critical import CriticalPoint, critical_points
from optviz.core.surfaces import SURFACES
from optviz.lecture.own import surface_of
from optviz.lecture.traps.basins_trials import TRIALS
from optviz.questions import Ask, Choice, Option, Question, Range

SETTINGS = {"himmelblau": (0.012, 0.03), "six_hump_camel": (0.06, 0.3), "three_hump_camel": (0.1, 0.5)}
"""Surfaces, and the learning rates between which their minima lose their basins."""
APART = 0.06
"""A learning rate must be this share away from every limit."""


def minima_of(values: dict[str, Any]) -> tuple[CriticalPoint, ...]:
    """Return the minima of the chosen surface, the lowest first."""
    return critical_points(surface_of(values)).of("minimum")


def draw_limit(rng: np.random.Generator) -> dict[str, Any]:
    """Draw a surface and one of its minima, where the start lies."""
    surface = str(rng.choice(list(SETTINGS)))
    minima = critical_points(SURFACES[surface]()).of("minimum")
    x, y = minima[rng.integers(len(minima))].point
    return {"surface": surface, "x0": round(x, 2), "y0": round(y, 2), "lr": SETTINGS[surface][0] / 2}


def ask_limit(values: dict[str, Any]) -> Ask:
    """Ask from which learning rate on the minimum at the start has no basin any more."""
    start = (values["x0"], values["y0"])
    minimum = min(minima_of(values), key=lambda m: np.hypot(*(np.array(m.point) - start)))
    flat, steep = minimum.eigenvalues
    limit = 2 / steep
    said = f"across the minimum a step multiplies the distance by 1 − {label(steep)} η"
    form = Range(
        "from η =",
        0.002,
        2.0,
        (limit, limit),
        0.05,
        f"There it still settles: {said}. From 1/λ₂ = {label(1 / steep, 2)} on it jumps across, but nearer each time.",
        f"2/λ₂ = 2/{label(steep)} = {label(limit, 3)}: {said}, which is −1 there.",
        f"It is lost before: {said}. The larger curvature decides, not λ₁ (2/λ₁ = {label(2 / flat, 2)}).",
        scale="log",
    )
    text = (
        f"The Hessian at the minimum {point(minimum.point)} has the eigenvalues λ₁ = {label(flat, 3)} and "
        f"λ₂ = {label(steep)}. From which η on does gradient descent no longer settle there?"
    )
    return Ask(text, form)


def draw_count(rng: np.random.Generator) -> dict[str, Any]:
    """Draw a learning rate for Himmelblau's function, spread evenly over the decades between its limits."""
    low, high = np.log(SETTINGS["himmelblau"])
    return {"surface": "himmelblau", "lr": round(float(np.exp(rng.uniform(low, high))), 4)}


def ask_count(values: dict[str, Any]) -> Ask:
    """Ask how many minima still have a basin."""
    steep = sorted(minimum.eigenvalues[1] for minimum in minima_of(values))
    lr = values["lr"]
    limits = [2 / each for each in steep]
    clear = all(abs(lr / limit - 1) > APART for limit in limits)
    count = sum(lr < limit for limit in limits)
    bound = f"λ₂ must be below 2/η = {label(2 / lr, 3)}"

    def said(n: int) -> str:
        if n == count:
            return f"{bound}, which holds for {count or 'none'} of them."
        each = steep[n] if n < count else steep[n - 1]
        kept = "settles" if n < count else "is thrown out"
        return f"{bound}. Where λ₂ = {label(each, 3)}, 1 − η λ₂ is {label(1 - lr * each, 3)}: GD {kept} there."

    names = ("none", "one", "two", "three", "all four")
    options = tuple(Option(name, clear and n == count, said(n)) for n, name in enumerate(names))
    values_text = ", ".join(label(each, 3) for each in steep)
    text = f"η = {label(lr)}. At the four minima λ₂ is {values_text}. In how many of them can gradient descent settle?"
    return Ask(text, Choice(options, ordered=True))


QUESTIONS = (
    Question("limit", "When is a basin lost?", draw_limit, ask_limit),
    Question("count", "How many basins are left?", draw_count, ask_count),
    *TRIALS,
)

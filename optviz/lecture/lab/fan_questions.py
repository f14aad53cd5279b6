"""Predictions on the fan of η: where its good range ends, and how much its best end gains."""

from typing import Any

import numpy as np

from optviz.core.number_text import label
from optviz.core.simulation.critical import CriticalPoint, critical_points
from optviz.lecture.own import surface_of
from optviz.questions import Ask, Question, Range

STARTS = {"himmelblau": 0.01, "six_hump_camel": 0.05, "three_hump_camel": 0.1}
"""Surfaces, and a learning rate with which GD comes to rest."""
FAR, TIGHT = 0.35, 0.08


def nearest_minimum(values: dict[str, Any]) -> CriticalPoint:
    """Return the minimum nearest to the start."""
    start = (values["x0"], values["y0"])
    minima = critical_points(surface_of(values)).of("minimum")
    return min(minima, key=lambda minimum: float(np.hypot(*(np.array(minimum.point) - start))))


def draw_cliff(rng: np.random.Generator) -> dict[str, Any]:
    """Draw a surface and a start close beside one of its minima."""
    surface = str(rng.choice(list(STARTS)))
    minima = critical_points(surface_of({"surface": surface})).of("minimum")
    x, y = minima[rng.integers(len(minima))].point
    turn = float(rng.uniform(0, 2 * np.pi))
    x0, y0 = x + FAR * np.cos(turn), y + FAR * np.sin(turn)
    return {"surface": surface, "rule": "gd", "x0": round(x0, 2), "y0": round(y0, 2), "lr": STARTS[surface]}


def ask_cliff(values: dict[str, Any]) -> Ask:
    """Ask from which learning rate on GD does not come to rest at the minimum beside the start."""
    flat, steep = nearest_minimum(values).eigenvalues
    limit = 2 / steep
    form = Range(
        "from η =",
        0.002,
        2.0,
        (limit, limit),
        TIGHT,
        f"There it still settles: 1 − η λ₂ = 1 − {label(steep)} η stays above −1.",
        f"2/λ₂ = 2/{label(steep)} = {label(limit, 3)}. Beyond it each step across the minimum is longer than the last.",
        f"It is lost before: the larger curvature decides, not λ₁ (2/λ₁ = {label(2 / flat, 2)}).",
        scale="log",
    )
    text = (
        f"At the minimum beside the start the Hessian has the eigenvalues λ₁ = {label(flat, 3)} and λ₂ = "
        f"{label(steep)}. From which η on does gradient descent no longer settle there?"
    )
    return Ask(text, form, hides=("losses",))


QUESTIONS = (Question("cliff", "Where does the good range end?", draw_cliff, ask_cliff),)

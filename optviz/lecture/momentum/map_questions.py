"""Predictions on the η × β map: the region of a point, the largest η, and the best rate."""

from typing import Any

import numpy as np

from optviz.core.number_text import label
from optviz.core.quadratic.rates import Regime, best, limit, regime
from optviz.lecture.momentum.map_trials import TRIALS
from optviz.questions import Ask, Choice, Mistake, Number, Option, Question, Range

TOLD = ("map", "numbers", "distance")


def draw_region(rng: np.random.Generator) -> dict[str, Any]:
    """Draw a point in the midst of a region of heavy ball's map."""
    kappa = float(rng.choice([10, 25, 100]))
    c, beta = ((0.4, 0.25), (0.8, 0.9), (1.7, 0.05), (2.6, 0.6), (2.6, 0.2), (3.7, 0.6))[rng.integers(6)]
    c, beta = c * rng.uniform(0.95, 1.05), beta + rng.uniform(-0.03, 0.03)
    return {"rule": "momentum", "kappa": kappa, "lr": float(f"{c / kappa:.2g}"), "beta": round(float(beta), 2)}


def ask_region(values: dict[str, Any]) -> Ask:
    """Ask what becomes of the run at a point of the map."""
    lr, beta, kappa = (label(values[key]) for key in ("lr", "beta", "kappa"))
    text = f"κ = {kappa}, so λ₁ = 1, λₙ = {kappa}. Momentum with η = {lr}, β = {beta}: what does it do?"
    return Ask(text, Choice(regions(values["lr"], values["beta"], values["kappa"]), ordered=True), hides=TOLD)


def regions(lr: float, beta: float, kappa: float) -> tuple[Option, ...]:
    """Return the map's regions, and why this point lies in one of them and not in the others."""
    along, across = (Regime(int(regime("momentum", lr, beta, e))) for e in (1.0, kappa))
    highest, gd = limit("momentum", beta) / kappa, 2 / kappa
    diverges, flips = across == Regime.DIVERGING, across == Regime.FLIPPING
    swings = not (diverges or flips) and along == Regime.UNDER
    creeps = not (diverges or flips or swings)
    edge = label(float((1 - np.sqrt(lr)) ** 2), 2)
    return (
        Option(
            "It diverges.",
            diverges,
            f"η is above (2 + 2β)/λₙ = {label(highest, 2)}."
            if diverges
            else f"η is below (2 + 2β)/λₙ = {label(highest, 2)}; 2/λₙ = {label(gd, 2)} is the limit without momentum.",
        ),
        Option(
            "It flips across the valley at every step, and settles.",
            flips,
            f"ηλₙ = {label(lr * kappa, 2)} is above 1, and β too small to smooth that: it flips, but less each time."
            if flips
            else f"ηλₙ = {label(lr * kappa, 2)}, β = {label(beta)}: no change of sides at every step that settles.",
        ),
        Option(
            "It oscillates along the valley too, and settles.",
            swings,
            f"β is above (1 − √(ηλ₁))² = {edge}: under-damped along the valley."
            if swings
            else f"Along the valley that needs β above (1 − √(ηλ₁))² = {edge}, and η below its limit across.",
        ),
        Option(
            "It creeps along the valley, and settles.",
            creeps,
            f"β is below (1 − √(ηλ₁))² = {edge}: over-damped along the valley."
            if creeps
            else "Along the valley alone it might. Both directions count: look at ηλₙ across, and at β.",
        ),
    )


def draw_largest(rng: np.random.Generator) -> dict[str, Any]:
    """Draw β and κ; the run is set well below the limit."""
    kappa = float(rng.choice([10, 20, 50, 100]))
    beta = float(rng.choice([0.4, 0.5, 0.6, 0.7, 0.8, 0.9]))
    return {"rule": "momentum", "kappa": kappa, "lr": float(f"{1 / kappa:.2g}"), "beta": beta}


def ask_largest(values: dict[str, Any]) -> Ask:
    """Ask up to which η momentum converges."""
    beta, kappa = values["beta"], values["kappa"]
    truth = limit("momentum", beta) / kappa
    form = Range(
        "largest η",
        float(f"{0.1 / kappa:.2g}"),
        float(f"{20 / kappa:.2g}"),
        (truth, truth),
        0.04,
        f"GD's limit is 2/λₙ = {label(2 / kappa, 2)}. Momentum bears (2 + 2β)/λₙ = {label(truth, 2)}.",
        f"(2 + 2β)/λₙ = {label(2 + 2 * beta)}/{label(kappa)}: momentum bears a larger η than GD.",
        f"Above (2 + 2β)/λₙ = {label(truth, 2)} it diverges across the valley: never more than twice GD's limit.",
        "log",
    )
    text = f"κ = {label(kappa)}, λₙ = {label(kappa)}, and β = {label(beta)}. Up to which η does momentum converge?"
    return Ask(text, form, hides=("map", "numbers"))


def draw_best(rng: np.random.Generator) -> dict[str, Any]:
    """Draw a κ whose root is a whole number."""
    return {"rule": "momentum", "kappa": float(rng.choice([4, 9, 16, 25, 49, 81, 100])), "lr": 0.01, "beta": 0.5}


def ask_best(values: dict[str, Any]) -> Ask:
    """Ask for the best rate of momentum."""
    kappa = values["kappa"]
    root = float(np.sqrt(kappa))
    gd = best("gd", 1.0, kappa).rate
    form = Number(
        "best rate",
        best("momentum", 1.0, kappa).rate,
        0.006,
        f"({label(root)} − 1)/({label(root)} + 1), against {label(gd, 3)} without momentum: √κ takes the place of κ.",
        f"(√κ − 1)/(√κ + 1), with √κ = {label(root)}.",
        (
            Mistake(gd, "That is the best rate of GD, (κ − 1)/(κ + 1). Momentum has √κ in place of κ."),
            Mistake(((root - 1) / (root + 1)) ** 2, "That is the best β, the square of the best rate."),
            Mistake(1 / root, "1/√κ is not it: (√κ − 1)/(√κ + 1)."),
        ),
    )
    text = f"A bowl with κ = {label(kappa)}. Which is the best rate that momentum can have, over all η and β?"
    return Ask(text, form, hides=("map", "numbers"))


QUESTIONS = (
    Question("region", "In which region is this point?", draw_region, ask_region),
    Question("largest", "How large may η be with momentum?", draw_largest, ask_largest),
    Question("best", "The best rate", draw_best, ask_best),
    *TRIALS,
)

"""Predictions on the two oscillators: the regime of a direction, and the β that damps it critically."""

from typing import Any

import numpy as np

from optviz.core.number_text import label
from optviz.core.quadratic.rates import Regime, critical_beta
from optviz.lecture.momentum.oscillators import directions
from optviz.questions import Ask, Choice, Mistake, Number, Option, Question

HIDDEN = ("regimes", "along", "across")


def draw_regime(rng: np.random.Generator) -> dict[str, Any]:
    """Draw the two pairs of ηλ and β on either side of a border, or in the midst of a regime."""
    kappa = float(rng.choice([25, 50, 100]))
    kind = rng.integers(3)
    if kind == 2:
        return {
            "kappa": kappa,
            "lr": float(f"{rng.uniform(2.2, 2.6) / kappa:.2g}"),
            "beta": round(rng.uniform(0.2, 0.28), 2),
        }
    lr = float(f"{rng.uniform(0.3, 0.9) / kappa:.2g}")
    edge = float(critical_beta("momentum", lr, 1.0))
    beta = edge - 0.25 if kind == 0 else edge + 0.6 * (1 - edge)
    return {"kappa": kappa, "lr": lr, "beta": round(beta, 2)}


def ask_regime(values: dict[str, Any]) -> Ask:
    """Ask how the run moves along the valley, or how it moves across it."""
    _, (along, across) = directions(values)
    kappa, lr, beta = values["kappa"], values["lr"], values["beta"]
    direction, where = (across, "across the valley") if lr * kappa > 1 else (along, "along the valley")
    c = lr * direction.eigenvalue
    edge = f"(1 − √(ηλ))² = {label(float((1 - np.sqrt(c)) ** 2), 2)}"
    kind = direction.regime
    under, over, flips = (kind == r for r in (Regime.UNDER, Regime.OVER, Regime.FLIPPING))
    options = (
        Option(
            "It creeps in from one side.",
            over,
            f"β is below {edge}: over-damped." if over else f"That needs ηλ < 1 and β below {edge}.",
        ),
        Option(
            "It swings past the minimum and back, many steps a swing.",
            under,
            f"β is above {edge}: under-damped." if under else f"That needs β above {edge}.",
        ),
        Option(
            "It changes sides at every step.",
            flips,
            f"ηλ > 1 and β is below {edge}: it flips."
            if flips
            else f"Flipping needs ηλ > 1, a gradient step that goes beyond the minimum. Here ηλ = {label(c, 2)}.",
        ),
    )
    text = (
        f"η = {label(lr)}, β = {label(beta)}; {where} λ = {label(direction.eigenvalue)}, so ηλ = {label(c, 2)}. "
        f"How does momentum move {where}?"
    )
    return Ask(text, Choice(options, ordered=True), hides=HIDDEN)


def draw_critical(rng: np.random.Generator) -> dict[str, Any]:
    """Draw an η whose root is a round number, and a bowl in which it does not diverge across the valley."""
    root = float(rng.choice([0.05, 0.1, 0.15, 0.2, 0.3, 0.4, 0.5]))
    kappas = [kappa for kappa in (4, 25, 100) if root**2 * kappa < 2.5]
    return {"lr": round(root**2, 4), "beta": 0.5, "kappa": float(rng.choice(kappas))}


def ask_critical(values: dict[str, Any]) -> Ask:
    """Ask which β damps critically along the valley."""
    _, (along, _) = directions(values)
    c = values["lr"] * along.eigenvalue
    root = float(np.sqrt(c))
    form = Number(
        "β",
        float(critical_beta("momentum", values["lr"], along.eigenvalue)),
        0.004,
        f"(1 − √{label(c)})² = {label(1 - root)}². Less friction swings, more creeps.",
        f"(1 − √(ηλ))², with √(ηλ) = {label(root)}.",
        (
            Mistake(1 - root, f"The square is missing: β = (1 − {label(root)})²."),
            Mistake((1 - c) ** 2, f"The root is missing: √(ηλ) = {label(root)}."),
            Mistake(root, f"That is √(ηλ). β = (1 − {label(root)})²."),
        ),
    )
    text = f"Along the valley λ = 1; η = {label(values['lr'])}. Which β damps x critically?"
    return Ask(text, form)


QUESTIONS = (
    Question("regime", "Creeping, swinging or flipping?", draw_regime, ask_regime),
    Question("critical", "Which β damps critically?", draw_critical, ask_critical),
)

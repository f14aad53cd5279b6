"""A prediction on the map over η and a second knob: where momentum's border of stability lies."""

from typing import Any

import numpy as np

from optviz.core.maps.sensitivity import stable_rate
from optviz.core.number_text import label
from optviz.lecture.own import surface_of
from optviz.questions import Ask, Question, Range

BETAS = (0.0, 0.3, 0.5, 0.6, 0.7, 0.8, 0.9)
TIGHT = 0.08


def draw_border(rng: np.random.Generator) -> dict[str, Any]:
    """Draw a β and a start."""
    x0, y0 = rng.uniform(-2.5, 2.5), rng.uniform(0.5, 1.8)
    beta = float(rng.choice(BETAS))
    return {"rule": "momentum", "beta": beta, "lr": 0.01, "x0": round(float(x0), 2), "y0": round(float(y0), 2)}


def ask_border(values: dict[str, Any]) -> Ask:
    """Ask from which η on momentum diverges on the bowl."""
    beta, gd = float(values["beta"]), stable_rate(surface_of(values))
    steep, limit = 2 / gd, (1 + beta) * gd
    form = Range(
        "from η =",
        0.01,
        3.0,
        (limit, limit),
        TIGHT,
        f"It still converges there: GD's border is 2/λ₂ = {label(gd, 3)}, and momentum's is 1 + β times as far.",
        f"2(1 + β)/λ₂ = {label(2 * (1 + beta))}/{label(steep)} = {label(limit, 3)}.",
        f"It diverges before: from 2(1 + β)/λ₂ on each swing across is longer than the last, λ₂ = {label(steep)}.",
        scale="log",
    )
    known = f"The bowl's larger curvature is λ₂ = {label(steep)}."
    text = f"{known} From which η on does momentum with β = {label(beta)} diverge?"
    return Ask(text, form, hides=("map",))


QUESTIONS = (Question("border", "Where does momentum's range end?", draw_border, ask_border),)

"""Predictions on NAG: its next step, and which of the two diverges."""

from typing import Any

import numpy as np

from optviz.core.number_text import label, point
from optviz.lecture.momentum.common import LOOK_MOMENTUM, LOOK_NAG, WINDOW, step_parts
from optviz.lecture.momentum.nag import limit_lr, nag_runs
from optviz.questions import Ask, Choice, Option, Question
from optviz.questions.arrows import which_arrow

AT = 1
"""The step whose move is asked for: the first with a momentum term."""


def draw_step(rng: np.random.Generator) -> dict[str, Any]:
    """Draw a bowl, η, β and a start; the arrows of the section are left out."""
    x, y = rng.choice([-1, 1], 2) * rng.uniform((1.5, 1.0), (2.8, 1.8))
    kappa = float(rng.choice([3, 4, 5, 6]))
    return {
        "kappa": kappa,
        "lr": float(f"{rng.uniform(0.62, 0.75) / kappa:.2g}"),
        "beta": float(rng.choice([0.8, 0.9])),
        "x0": round(float(x), 1),
        "y0": round(float(y), 1),
        "arrows": False,
    }


def ask_step(values: dict[str, Any]) -> Ask:
    """Ask which arrow is NAG's next step, the second of its run."""
    _, run = nag_runs(values)
    parts = step_parts(run)
    momentum, ahead, here = parts.momentum[AT], parts.gradient[AT], -values["lr"] * run.slope[AT]
    form = which_arrow(
        "plane",
        WINDOW,
        run.x[AT],
        run.x[AT + 1] - run.x[AT],
        "The momentum term, and then −η∇f taken at its head, where across the valley it already points back.",
        (
            (momentum + here, "That is momentum's step: −η∇f taken here. NAG takes it at the look-ahead point."),
            (momentum, "That leads to the look-ahead point only. From there NAG still goes along −η∇f."),
            (ahead, "That is −η∇f at the look-ahead point, by itself. NAG goes by the momentum term too."),
        ),
        least=0.5,
    )
    text = (
        f"η = {label(values['lr'])}, β = {label(values['beta'])}, κ = {label(values['kappa'])}. NAG's momentum term is "
        f"{point(momentum.tolist(), 2)}, −η∇f where it stands is {point(here.tolist(), 2)}. "
        "Which arrow is NAG's next step?"
    )
    return Ask(text, form, hides=("rates",), start=AT, until=AT + 1)


def draw_limit(rng: np.random.Generator) -> dict[str, Any]:
    """Draw an η below both limits, between them, or above both."""
    kappa, beta = float(rng.choice([10, 20, 40])), float(rng.choice([0.5, 0.7, 0.9]))
    nag, momentum = (limit_lr(rule, beta, kappa) for rule in ("nag", "momentum"))
    lr = (0.75 * nag, np.sqrt(nag * momentum), 1.2 * momentum)[rng.integers(3)]
    return {"kappa": kappa, "beta": beta, "lr": float(f"{lr:.2g}"), "arrows": False}


def ask_limit(values: dict[str, Any]) -> Ask:
    """Ask which of the two grows without bound."""
    lr, beta, kappa = values["lr"], values["beta"], values["kappa"]
    grows = [float(run.value[-5:].max()) > float(run.value[0]) for run in nag_runs(values)]
    nag, momentum = (label(limit_lr(rule, beta, kappa), 2) for rule in ("nag", "momentum"))
    limits = f"The limits at β = {label(beta)}: {nag} for NAG, {momentum} for momentum."
    options = (
        Option(
            "Neither", grows == [False, False], f"η = {label(lr)} is below both. {limits}" if not any(grows) else limits
        ),
        Option(
            "NAG only",
            grows == [False, True],
            f"The look-ahead makes the step back too long. {limits}"
            if grows == [False, True]
            else f"NAG's limit is the lower one. {limits}",
            LOOK_NAG,
        ),
        Option(
            "Momentum only",
            False,
            f"NAG damps an oscillation more, but its own limit is the lower one. {limits}",
            LOOK_MOMENTUM,
        ),
        Option(
            "Both",
            grows == [True, True],
            f"η = {label(lr)} is above both. {limits}" if all(grows) else f"Not both are exceeded. {limits}",
        ),
    )
    text = f"κ = {label(kappa)}, η = {label(lr)}, β = {label(beta)} for both. Which of the two diverges?"
    return Ask(text, Choice(options, ordered=True), hides=("rates",))


QUESTIONS = (
    Question("step", "Which arrow is NAG's next step?", draw_step, ask_step),
    Question("limit", "Which of the two diverges?", draw_limit, ask_limit),
)

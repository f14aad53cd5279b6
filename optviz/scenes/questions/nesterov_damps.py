"""Predictions on Nesterov's look-ahead: who is lower at the end, and what NAG keeps of a swing."""

import numpy as np

from optviz.core.number_text import label
from optviz.core.quadratic.rates import limit, rate
from optviz.core.surfaces import SURFACES
from optviz.questions import Ask, Choice, Mistake, Number, Option, Question
from optviz.scenes.lessons import LESSONS
from optviz.scenes.race import run_scene
from optviz.scenes.scene import Racer, Scene, complete

LESSON = LESSONS["nesterov_damps"].scene
SOON = 40
"""The step at which the two are compared, with the swing that follows it."""
FAR, NEAR = 10.0, 2.5
"""Ratios of f: above the first one of the two is far lower, below the second they are alike."""


def _scene(kappa: float, lr: float, beta: float, y: float) -> Scene:
    racers = tuple(Racer.of(old.rule, lr=lr, beta=beta, look=old.look) for old in LESSON.racers)
    knobs = complete(SURFACES["quadratic"], {"kappa": kappa})
    return LESSON.replace(surface_knobs=knobs, racers=racers, start=(0.4, y))


def draw_lower(rng: np.random.Generator) -> Scene:
    """Draw a κ at which the look-ahead damps, or hardly matters, or is too much."""
    kappa, lr = ((20.0, 0.03), (15.0, 0.04), (2.0, 0.002), (1.0, 0.004), (30.0, 0.055), (40.0, 0.04))[rng.integers(6)]
    return _scene(kappa, lr, float(rng.choice([0.88, 0.9, 0.92])), float(rng.choice([-1.8, -1.5, 1.5, 1.8])))


def ask_lower(scene: Scene) -> Ask:
    """Ask who is lower at the end of the first swings."""
    momentum, nag = (float(run.value[SOON : SOON + 15].max()) for run in run_scene(scene).runs)
    knobs, kappa = dict(scene.racers[1].knobs), dict(scene.surface_knobs)["kappa"]
    lr, beta = knobs["lr"], knobs["beta"]
    ratio = momentum / nag
    c, highest = label(lr * kappa, 2), label(limit("nag", beta) / kappa, 2)
    told = f"f from step {SOON} on: at most {label(momentum, 2)} for momentum, {label(nag, 2)} for NAG."
    options = (
        Option(
            "NAG is far lower.",
            ratio > FAR,
            f"Across the valley ηκ = {c}: its swings shrink by √(β(1 − ηκ)) a step. {told}"
            if ratio > FAR
            else f"The look-ahead damps by √(1 − ηκ), and ηκ = {c}. {told}",
            LESSON.racers[1].look,
        ),
        Option(
            "They are alike.",
            1 / NEAR < ratio < NEAR,
            f"ηκ is only {c}: the gradient at the look-ahead point is nearly that here. {told}"
            if 1 / NEAR < ratio < NEAR
            else f"With ηκ = {c} the slope at the look-ahead point is quite another one. {told}",
        ),
        Option(
            "Momentum is far lower.",
            ratio < 1 / FAR,
            f"η is above NAG's limit {highest}: looking ahead, it steps back too far. {told}"
            if ratio < 1 / FAR
            else f"Only above NAG's limit, η = {highest}, does the look-ahead do harm. {told}",
            LESSON.racers[0].look,
        ),
    )
    text = f"κ = {label(kappa)}, η = {label(lr)}, β = {label(beta)} for both. Who is lower after {SOON} steps?"
    return Ask(text, Choice(options, ordered=True), until=SOON + 15)


def draw_keeps(rng: np.random.Generator) -> Scene:
    """Draw a bowl and an η of which 1 − ηκ is a round number."""
    kappa, left = float(rng.choice([10, 20, 40])), float(rng.choice([0.3, 0.4, 0.5, 0.6]))
    return _scene(kappa, round((1 - left) / kappa, 4), float(rng.choice([0.8, 0.9, 0.95])), 1.5)


def ask_keeps(scene: Scene) -> Ask:
    """Ask which share of a swing across the valley NAG keeps in a step."""
    knobs, kappa = dict(scene.racers[1].knobs), dict(scene.surface_knobs)["kappa"]
    lr, beta = knobs["lr"], knobs["beta"]
    left = 1 - lr * kappa
    form = Number(
        "share kept by a step",
        float(rate("nag", lr, beta, (kappa,))),
        0.01,
        f"√({label(beta)} · {label(left)}); momentum keeps √{label(beta)} = {label(np.sqrt(beta), 3)}.",
        f"√(β(1 − ηκ)), with 1 − ηκ = {label(left)}.",
        (
            Mistake(float(np.sqrt(beta)), "That is momentum's √β. NAG's look-ahead brings in 1 − ηκ."),
            Mistake(beta * left, "The root is missing: √(β(1 − ηκ))."),
            Mistake(left, "That is GD's 1 − ηκ. NAG keeps √(β(1 − ηκ))."),
        ),
    )
    text = (
        f"κ = {label(kappa)}, η = {label(lr)}, β = {label(beta)}, so ηκ = {label(1 - left)}. "
        "Which share of a swing across the valley is left to NAG after each step?"
    )
    return Ask(text, form)


QUESTIONS = (
    Question("lower", "Who is lower?", draw_lower, ask_lower),
    Question("keeps", "What does NAG keep of a swing?", draw_keeps, ask_keeps),
)

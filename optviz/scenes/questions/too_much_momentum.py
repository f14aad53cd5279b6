"""Predictions on three β with one η: their order at the end, and the best β."""

import numpy as np

from optviz.core.number_text import label
from optviz.core.quadratic.rates import rate
from optviz.questions import Ask, Question, Range, Ranking
from optviz.scenes.lessons import LESSONS
from optviz.scenes.race import run_scene
from optviz.scenes.scene import Racer, Scene

LESSON = LESSONS["too_much_momentum"].scene
BETAS = np.linspace(0.0, 0.999, 1000)
LAST = 30
"""Steps over whose largest value of f a run is judged: about a swing."""


def _scene(lr: float, betas: tuple[float, ...]) -> Scene:
    racers = zip(LESSON.racers, betas, strict=True)
    return LESSON.replace(racers=tuple(Racer.of("momentum", lr=lr, beta=beta, look=old.look) for old, beta in racers))


def draw_order(rng: np.random.Generator) -> Scene:
    """Draw an η, from tiny to large, and three β."""
    lr = float(rng.choice([0.0005, 0.001, 0.003, 0.01, 0.02, 0.05, 0.1]))
    return _scene(lr, (float(rng.choice([0.3, 0.5])), float(rng.choice([0.8, 0.9])), float(rng.choice([0.98, 0.99]))))


def ask_order(scene: Scene) -> Ask:
    """Ask for the order of the three at the end."""
    ends = tuple(float(run.value[-LAST:].max()) for run in run_scene(scene).runs)
    knobs = [dict(racer.knobs) for racer in scene.racers]
    lr, (low, middle, high) = label(knobs[0]["lr"]), (label(knob["beta"]) for knob in knobs)
    creeps = f"With η = {lr} the steps are so short that β = {low} creeps: more momentum is right here."
    keeps = f"a step keeps √β, {label(100 * np.sqrt(knobs[2]['beta']), 3)} % for β = {high}."
    form = Ranking(
        tuple(f"β = {beta}" for beta in (low, middle, high)),
        ends,
        "lowest f",
        "highest f",
        f"f in the last {LAST} steps is at most {label(ends[0], 2)} for β = {low}, {label(ends[1], 2)} for {middle}, "
        f"{label(ends[2], 2)} for {high}.",
        swapped={
            (0, 2): f"More momentum is not always quicker: of a swing {keeps}",
            (1, 2): f"That is too much momentum: of a swing {keeps}",
            (0, 1): f"At η = {lr} the smaller β has arrived, and {middle} still swings.",
            (1, 0): creeps,
            (2, 0): creeps,
            (
                2,
                1,
            ): f"With η = {lr} even β = {middle} creeps. Where the way is long for the step, much momentum is right.",
        },
        looks=tuple(racer.look for racer in scene.racers),
        margin=0.5,
    )
    text = f"The same η = {lr} for three β. What is their order by f at the end, after {scene.steps} steps?"
    return Ask(text, form)


def draw_best(rng: np.random.Generator) -> Scene:
    """Draw an η."""
    return _scene(float(rng.choice([0.0025, 0.005, 0.01, 0.02, 0.04, 0.06, 0.09])), (0.3, 0.9, 0.99))


def ask_best(scene: Scene) -> Ask:
    """Ask which β has the best rate at this η."""
    lr, kappa = dict(scene.racers[0].knobs)["lr"], dict(scene.surface_knobs)["kappa"]
    best = float(BETAS[np.argmin(rate("momentum", lr, BETAS, (1.0, kappa)))])
    form = Range(
        "β",
        0.0,
        1.0,
        (best, best),
        0.06,
        f"Too little: it creeps along the valley. There β = (1 − √η)² = {label(best, 2)} damps critically.",
        f"(1 − √η)² = {label(best, 2)}: the flat direction is critically damped.",
        f"Too much: both directions swing, and a step keeps √β. Above {label(best, 2)} less β is better.",
    )
    text = f"κ = {label(kappa)}, η = {label(lr)}. Which β is quickest in the long run?"
    return Ask(text, form)


QUESTIONS = (
    Question("order", "Which β ends lowest?", draw_order, ask_order),
    Question("best", "Which β is best?", draw_best, ask_best),
)

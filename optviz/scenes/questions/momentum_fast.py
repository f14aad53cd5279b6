"""Predictions on momentum in a long valley: how many steps GD needs, and who of three is there first."""

import dataclasses

import numpy as np

from optviz.core.number_text import label
from optviz.core.quadratic.rates import best
from optviz.core.simulation.run import Run
from optviz.core.surfaces import SURFACES
from optviz.questions import Ask, Question, Range, Ranking
from optviz.scenes.lessons import LESSONS
from optviz.scenes.race import run_scene
from optviz.scenes.scene import Racer, Scene, complete, free_look, racer_names

SHARE = 0.01
"""A run has arrived once its distance is this share of that of the start."""
LESSON = LESSONS["momentum_fast"].scene


def arrival(run: Run) -> float:
    """Return the step from which a run stays near the minimum, ∞ if it does not."""
    outside = np.flatnonzero(~(run.distance <= SHARE * run.distance[0]))
    step = int(outside[-1]) + 1 if len(outside) else 0
    return float(step) if step < len(run.x) else np.inf


def draw_steps(rng: np.random.Generator) -> Scene:
    """Draw a bowl, with both rules set to their best."""
    kappa = float(rng.choice([25, 36, 49, 64, 81, 100, 144]))
    gd, momentum = best("gd", 1.0, kappa), best("momentum", 1.0, kappa)
    return _scene(
        kappa,
        float(rng.choice([-2.8, -2.5, 2.0, 2.6])),
        Racer.of("gd", lr=float(f"{gd.lr:.3g}")),
        Racer.of("momentum", lr=float(f"{momentum.lr:.3g}"), beta=float(f"{momentum.beta:.2g}")),
    ).replace(steps=500)


def _scene(kappa: float, x: float, *racers: Racer) -> Scene:
    dressed: tuple[Racer, ...] = ()
    for racer in racers:
        dressed += (dataclasses.replace(racer, look=free_look(dressed, racer.rule)),)
    knobs = complete(SURFACES["quadratic"], {"kappa": kappa})
    return LESSON.replace(surface_knobs=knobs, start=(x, 0.4), racers=dressed)


def ask_steps(scene: Scene) -> Ask:
    """Ask how many steps GD needs where momentum needs so many."""
    gd, momentum = (arrival(run) for run in run_scene(scene).runs)
    kappa = dict(scene.surface_knobs)["kappa"]
    lr, beta = scene.racers[0].knobs[0][1], dict(scene.racers[1].knobs)["beta"]
    keeps = f"GD keeps 1 − η = {label(1 - lr)} of the distance in a step, momentum about √β = {label(np.sqrt(beta), 2)}"
    form = Range(
        "steps of GD",
        1,
        5000,
        (gd, gd) if np.isfinite(gd) else (np.nan, np.nan),
        0.12,
        f"{keeps}. It takes many more steps.",
        f"{keeps}: about √κ/2 = {label(np.sqrt(kappa) / 2, 2)} times as many steps.",
        f"{keeps}: that is about √κ/2 times as many steps, not κ = {label(kappa)} times.",
        "log",
        True,
    )
    text = (
        f"κ = {label(kappa)}, both rules at their best. Momentum stays within 1 % of its first distance from step "
        f"{label(momentum)} on. From which step on does GD?"
    )
    return Ask(text, form)


def draw_order(rng: np.random.Generator) -> Scene:
    """Draw GD and momentum with two β, all at one η below GD's limit."""
    kappa = float(rng.choice([50, 100]))
    lr = float(f"{rng.choice([1.2, 1.5, 1.8]) / kappa:.2g}")
    low, high = float(rng.choice([0.3, 0.5, 0.7])), float(rng.choice([0.8, 0.9, 0.97, 0.99]))
    racers = (Racer.of("gd", lr=lr), Racer.of("momentum", lr=lr, beta=low), Racer.of("momentum", lr=lr, beta=high))
    return _scene(kappa, float(rng.choice([-2.8, -2.5, 2.0, 2.6])), *racers).replace(steps=800)


def ask_order(scene: Scene) -> Ask:
    """Ask who arrives first."""
    steps = tuple(arrival(run) for run in run_scene(scene).runs)
    small, large = (dict(racer.knobs)["beta"] for racer in scene.racers[1:])
    low, high, grow = label(small), label(large), label(1 / (1 - small), 2)
    keeps = f"β = {label(large)} keeps {label(100 * np.sqrt(large), 3)} % of a swing in each step"
    lr = scene.racers[0].knobs[0][1]
    names = racer_names(scene.racers)
    form = Ranking(
        (names[0], f"Momentum, β = {low}", f"Momentum, β = {high}"),
        steps,
        "arrives first",
        "arrives last",
        f"Steps: {label(steps[0])} for GD, {label(steps[1])} with β = {low}, {label(steps[2])} with β = {high}.",
        swapped={
            (1, 0): f"Along the valley the gradients agree, and momentum's steps grow up to {grow} times.",
            (2, 0): f"It overshoots, yet with β = {high} a swing still shrinks faster than GD creeps.",
            (2, 1): f"The valley is long for these steps: β = {high} makes them longer than β = {low} does.",
            (1, 2): f"{keeps}: too much momentum.",
            (0, 2): f"{keeps}, GD less.",
        },
        looks=tuple(racer.look for racer in scene.racers),
        margin=0.15,
    )
    text = (
        f"The same η = {label(lr)} for all three. "
        "In which order do they come within 1 % of their first distance, and stay?"
    )
    return Ask(text, form)


QUESTIONS = (
    Question("steps", "How many steps does GD need?", draw_steps, ask_steps),
    Question("order", "Who arrives first?", draw_order, ask_order),
)

"""Predictions on overshooting: momentum's path, and in which direction it runs past the minimum."""

import numpy as np

from optviz.core.number_text import label, point
from optviz.core.surfaces import SURFACES
from optviz.questions import Ask, Choice, Option, Question, Route, Trap
from optviz.scenes.lessons import LESSONS
from optviz.scenes.race import run_scene
from optviz.scenes.scene import Racer, Scene, complete

LESSON = LESSONS["momentum_overshoots"].scene
PAST = 0.02
"""A coordinate has gone past the minimum at this distance beyond it."""


def _scene(kappa: float, lr: float, beta: float, start: tuple[float, float]) -> Scene:
    gd, momentum = LESSON.racers
    racers = (Racer.of("gd", lr=lr, look=gd.look), Racer.of("momentum", lr=lr, beta=beta, look=momentum.look))
    return LESSON.replace(surface_knobs=complete(SURFACES["quadratic"], {"kappa": kappa}), racers=racers, start=start)


def draw_path(rng: np.random.Generator) -> Scene:
    """Draw a bowl, a large β and a start."""
    x, y = rng.choice([-1, 1], 2) * rng.uniform((2.2, 1.0), (2.8, 1.8))
    start = round(float(x), 1), round(float(y), 1)
    return _scene(
        float(rng.choice([2, 3, 4, 5])), float(rng.choice([0.02, 0.03, 0.05])), float(rng.choice([0.9, 0.93])), start
    )


def ask_path(scene: Scene) -> Ask:
    """Ask for momentum's path up to where it turns back along the valley."""
    gd, momentum = run_scene(scene).runs
    last = 1 + int(np.argmax(-momentum.x[:, 0] * np.sign(momentum.x[0, 0])))
    beyond = abs(float(momentum.x[last - 1, 0]))
    path = momentum.x[: last + 1]
    straight = np.linspace(path[0], (0.0, 0.0), 20)
    form = Route(
        "picture",
        path,
        0.22,
        f"It runs through the minimum, swings across the valley, and turns {label(beyond, 2)} beyond.",
        f"Momentum swings across the valley while it runs along it, {label(beyond, 2)} past the minimum.",
        (
            Trap(
                gd.x,
                "That is like GD's path, which stops at the minimum. Momentum has gathered speed and runs past it.",
            ),
            Trap(straight, "Not straight: the gradient points across the valley first, and momentum swings there."),
        ),
    )
    lr, beta = (label(dict(scene.racers[1].knobs)[key]) for key in ("lr", "beta"))
    text = (
        f"η = {lr}, β = {beta}, start {point(scene.start)}. "
        "Draw momentum's path up to where it turns back along the valley: where does it go?"
    )
    return Ask(text, form, until=last)


def draw_past(rng: np.random.Generator) -> Scene:
    """Draw a β below, between or above what damps the two directions critically."""
    kappa, lr = float(rng.choice([5, 8, 10])), float(rng.choice([0.03, 0.05]))
    along, across = ((1 - np.sqrt(lr * e)) ** 2 for e in (1.0, kappa))
    beta = (0.5 * across, (along + across) / 2, 1 - 0.4 * (1 - along))[rng.integers(3)]
    x, y = rng.choice([-1, 1], 2) * rng.uniform((1.8, 1.0), (2.8, 1.8))
    return _scene(kappa, lr, round(float(beta), 2), (round(float(x), 1), round(float(y), 1)))


def ask_past(scene: Scene) -> Ask:
    """Ask along which axes momentum runs past the minimum."""
    run = run_scene(scene).runs[1]
    beyond = (-run.x * np.sign(run.x[0])).max(axis=0)
    x, y = (float(c) > PAST for c in beyond)
    grazes = any(0.2 * PAST < float(c) <= PAST for c in beyond)
    knobs, kappa = dict(scene.racers[1].knobs), dict(scene.surface_knobs)["kappa"]
    edges = [label(float((1 - np.sqrt(knobs["lr"] * e)) ** 2), 2) for e in (1.0, kappa)]
    told = f"β must exceed (1 − √(ηλ))²: {edges[1]} across, {edges[0]} along the valley."
    options = (
        Option("Neither along x nor along y", not (x or y or grazes), f"Momentum does not always overshoot. {told}"),
        Option("Along y only, across the valley", y and not (x or grazes), f"The steep direction swings first. {told}"),
        Option(
            "Along x only, along the valley",
            x and not (y or grazes),
            f"The steep direction swings at a smaller β already. {told}",
        ),
        Option("Along both", x and y and not grazes, f"Both directions swing only with a large β. {told}"),
    )
    text = (
        f"κ = {label(kappa)}, η = {label(knobs['lr'])}, β = {label(knobs['beta'])}. "
        "In which direction does momentum run past the minimum?"
    )
    return Ask(text, Choice(options, ordered=True))


QUESTIONS = (
    Question("path", "Draw momentum's path", draw_path, ask_path),
    Question("past", "In which direction does it overshoot?", draw_past, ask_past),
)

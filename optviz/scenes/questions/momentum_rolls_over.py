"""Predictions on the three humps: in which dip momentum ends."""

import numpy as np

from optviz.core.number_text import label, point
from optviz.questions import Ask, Place, Question, Target
from optviz.scenes.lessons import LESSONS
from optviz.scenes.race import run_scene
from optviz.scenes.scene import Racer, Scene

LESSON = LESSONS["momentum_rolls_over"].scene
NEAR = 0.35


def draw_ends(rng: np.random.Generator) -> Scene:
    """Draw a β that is enough for the hump or not, and a start in a side dip."""
    lr, beta = float(rng.choice([0.01, 0.02, 0.03])), float(rng.choice([0.3, 0.5, 0.7, 0.85, 0.9, 0.93]))
    side = int(rng.choice([-1, 1]))
    start = round(side * float(rng.uniform(1.9, 2.25)), 2), round(-side * float(rng.uniform(0.8, 1.6)), 1)
    gd, momentum = LESSON.racers
    racers = (Racer.of("gd", lr=lr, look=gd.look), Racer.of("momentum", lr=lr, beta=beta, look=momentum.look))
    return LESSON.replace(racers=racers, start=start, steps=300)


def ask_ends(scene: Scene) -> Ask:
    """Ask where momentum ends."""
    gd, momentum = run_scene(scene).runs
    minima = np.array(scene.surface_now().minima)
    order = np.argsort(np.hypot(*(minima - np.array(scene.start)).T))
    ends = [int(np.argmin(np.hypot(*(minima - run.x[-1]).T))) for run in (gd, momentum)]
    rests = max(float(run.slope_norm[-1]) for run in (gd, momentum)) < 0.01 and ends[0] == order[0]
    lr, beta = (label(dict(scene.racers[1].knobs)[key]) for key in ("lr", "beta"))
    moved = [ends[1] == place for place in order]
    said = (
        f"That is GD's dip. With β = {beta} momentum is fast enough for the hump behind it.",
        f"With β = {beta} it loses too much in each step to climb the hump: it swings back.",
        "For that it would have to climb two humps, and each step keeps only a part of the last.",
    )
    right = (
        f"β = {beta} is too slow for the hump: it stays in its first dip, as GD does.",
        "It runs through its dip, over the hump, and ends in the lowest minimum, f = 0.",
        "It runs over both humps.",
    )
    x, y = (float(c) for c in minima[ends[1]])
    places = (
        Place(float(minima[place][0]), float(minima[place][1]), sentence)
        for place, sentence, here in zip(order, said, moved, strict=True)
        if not here
    )
    form = Target(
        "picture",
        x if rests else float("nan"),
        y,
        NEAR,
        right[moved.index(True)],
        "It comes to rest at the bottom of one of the three dips.",
        tuple(places),
    )
    text = (
        f"GD and momentum with η = {lr}, β = {beta}, from {point(scene.start)}. GD stays in the dip it starts in. "
        "Click on the picture: where does momentum come to rest?"
    )
    return Ask(text, form)


QUESTIONS = (Question("ends", "Over the hump, or not?", draw_ends, ask_ends),)

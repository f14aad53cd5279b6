"""A prediction on local minima: where gradient descent ends."""

import numpy as np

from optviz.core.number_text import label, point
from optviz.questions import Ask, Place, Question, Target
from optviz.scenes.questions.settings import rates_of, scene_of, with_rates
from optviz.scenes.race import run_scene
from optviz.scenes.scene import Scene

NEAR = 0.25
BESIDE = 0.12
"""Starts so far beside must lead to the same minimum: else the start is too near a border."""


def draw_end(rng: np.random.Generator) -> Scene:
    """Draw a start and a learning rate."""
    start = (round(float(rng.uniform(-2.3, 2.3)), 1), round(float(rng.uniform(-1.8, 1.8)), 1))
    return with_rates(scene_of("local_minimum", start=start), float(rng.choice([0.02, 0.03, 0.05])))


def end_of(scene: Scene) -> np.ndarray:
    """Return where GD ends."""
    return run_scene(scene).runs[0].x[-1]


def ask_end(scene: Scene) -> Ask:
    """Ask where GD ends."""
    run = run_scene(scene).runs[0]
    minima, start, end = scene.surface_now().minima, np.array(scene.start), run.x[-1]

    def nearest(x: np.ndarray) -> np.ndarray:
        return minima[np.argmin(np.hypot(*(minima - x).T))]

    clear = np.hypot(*(end - start)) > 2 * NEAR
    for dx, dy in ((BESIDE, 0.0), (-BESIDE, 0.0), (0.0, BESIDE), (0.0, -BESIDE)):
        beside = end_of(scene.replace(start=(scene.start[0] + dx, scene.start[1] + dy)))
        clear = clear and np.hypot(*(beside - end)) < NEAR
    said = f"The slope is zero there, f = {label(run.value[-1], 3, 1e-9)}, so it has no reason to go on."
    wrong = (
        (np.zeros(2), "f is lowest in the middle, but GD does not look for that. It stops in the first dip it meets."),
        (nearest(start), "That dip is nearest as the crow flies. GD follows −∇f, at right angles to the level lines."),
    )
    places = tuple(Place(float(at[0]), float(at[1]), words) for at, words in wrong if np.hypot(*(at - end)) > 2 * NEAR)
    form = Target(
        "picture",
        float(end[0]) if clear else np.nan,
        float(end[1]),
        NEAR,
        said,
        "GD goes down at right angles to the level lines, and stops in the first dip it meets.",
        places,
    )
    text = f"Gradient descent starts at {point(scene.start)}, η = {label(rates_of(scene)[0])}. Click where it ends."
    return Ask(text, form)


QUESTIONS = (Question("end", "In which dip does it end?", draw_end, ask_end),)

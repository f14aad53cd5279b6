"""Predictions on the lesson "Many dips: where each one ends"."""

import numpy as np

from optviz.core.number_text import label, point
from optviz.questions import Ask, Place, Question, Range, Target
from optviz.scenes.lessons import LESSONS
from optviz.scenes.questions.common import TELLING
from optviz.scenes.race import run_scene
from optviz.scenes.scene import Scene

LESSON = LESSONS["rastrigin"].scene
GD = LESSON.racers[0]
REACH = 0.32
"""A start this near to a dip, in x and in y, lies clearly within it."""


def draw_start(rng: np.random.Generator) -> Scene:
    """Draw a start in one of the dips, not the one in the middle, for GD."""
    dip = rng.choice([-4, -3, -2, -1, 1, 2, 3, 4], 2)
    x, y = dip + rng.choice([-1, 1], 2) * rng.uniform(0.15, REACH, 2)
    return LESSON.replace(start=(round(float(x), 1), round(float(y), 1)), racers=(GD,), pick=0, steps=60)


def ask_end(scene: Scene) -> Ask:
    """Ask where GD ends."""
    run = run_scene(scene).runs[0]
    x, y = (float(c) for c in run.x[-1])
    inward = (x - np.sign(x), y - np.sign(y))
    value = label(float(run.value[-1]), 3)
    form = Target(
        "picture",
        x if run.status.kind == "converged" else np.nan,
        y,
        0.3,
        f"Every step is downhill, so it cannot leave the dip it starts in: f = {value}.",
        f"GD goes downhill from where it is, into the dip around its start, at {point((x, y), 2)}.",
        (
            Place(0.0, 0.0, "The lowest dip is there, but between lie ridges, and GD never climbs."),
            Place(float(inward[0]), float(inward[1]), "The next dip is lower, but there is a ridge before it."),
            Place(*scene.start, "It does move: the start lies on the side of a dip."),
        )[: 3 if np.hypot(x - scene.start[0], y - scene.start[1]) > 0.6 else 2],
    )
    text = (
        f"GD starts at {point(scene.start)} with a small η = {label(dict(GD.knobs)['lr'])}. In which dip does it end?"
    )
    return Ask(text, form, hides=TELLING)


def ask_height(scene: Scene) -> Ask:
    """Ask how low GD gets."""
    run = run_scene(scene).runs[0]
    x, y = run.x[-1]
    value = float(run.value[-1])
    squares = f"x² + y² ≈ {label(round(x) ** 2)} + {label(round(y) ** 2)}"
    form = Range(
        "f at the end",
        0.0,
        60.0,
        (value, value) if run.status.kind == "converged" else (-1.0, -1.0),
        2.0,
        f"So low it gets only in a dip nearer to the middle. In this one f is {squares}.",
        f"In a dip both cosines are about 1, which leaves {squares}.",
        f"It does go down, to the bottom of the dip around its start: there f is {squares}.",
    )
    text = (
        f"f = 20 + x² + y² − 10 cos 2πx − 10 cos 2πy. GD starts at {point(scene.start)} with a small η. How "
        "low does f get?"
    )
    return Ask(text, form, hides=TELLING)


QUESTIONS = (
    Question("end", "In which dip does GD end?", draw_start, ask_end),
    Question("height", "How low does GD get?", draw_start, ask_height),
)

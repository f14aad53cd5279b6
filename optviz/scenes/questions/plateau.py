"""Predictions on the lesson "Across a plateau"."""

import math

import numpy as np

from optviz.core.number_text import label, point
from optviz.core.simulation.run import Run
from optviz.questions import Ask, Choice, Option, Place, Question, Target
from optviz.scenes.lessons import LESSONS
from optviz.scenes.questions.common import TELLING, length
from optviz.scenes.race import run_scene
from optviz.scenes.scene import Scene, racer_names

LESSON = LESSONS["plateau"].scene
NEAR = 0.4


def draw_start(rng: np.random.Generator) -> tuple[float, float]:
    """Draw a start: in the funnel of the minimum, or on its rim, where it is nearly flat."""
    low, high = ((0.8, 1.3), (2.0, 2.15))[rng.integers(2)]
    radius, angle = rng.uniform(low, high), math.radians(rng.choice([45, 135, 225, 315]) + rng.uniform(-5, 5))
    x, y = math.pi + radius * math.cos(angle), math.pi + radius * math.sin(angle)
    return round(x, 1), round(y, 1)


def arrives(run: Run) -> bool:
    """Tell whether a run ends in the minimum."""
    return float(run.distance[-1]) < 0.05


def stays(run: Run) -> bool:
    """Tell whether a run ends about where it starts, clearly away from the minimum."""
    return length(run.x[-1] - run.x[0]) < NEAR and float(run.distance[-1]) > 3 * NEAR


# ---- where one of them ends ----------------------------------------------------------------------------


def draw_end(rng: np.random.Generator) -> Scene:
    """Draw a start and one of the racers."""
    return LESSON.replace(start=draw_start(rng), racers=(LESSON.racers[rng.choice([0, 0, 0, 1, 2])],), pick=0)


def ask_end(scene: Scene) -> Ask:
    """Ask where a racer ends."""
    run, rule = run_scene(scene).runs[0], scene.racers[0].rule
    name, there, here = racer_names(scene.racers)[0], arrives(run), stays(run)
    (x, y), (x0, y0), slope = run.x[-1], scene.start, float(run.slope_norm[0])
    said = f"The slope at the start is {label(slope, 2)}"
    steep = f"{said}: GD’s steps are η times that, and they grow on the way down."
    flat = f"{said}: GD’s steps are η times that, so it hardly moves."
    divides = f"{said}. {name} divides by the slope’s size, so it walks on all the same."
    why = (steep if there else flat) if rule == "gd" else divides
    a, b = (float(c) for c in scene.surface_now().minima[0])
    other = Place(x0, y0, f"It does get away. {why}") if there else Place(a, b, f"It does not get there. {why}")
    form = Target(
        "picture",
        float(x) if there or (here and rule == "gd") else math.nan,
        float(y),
        NEAR,
        why,
        why,
        (other,),
    )
    eta = label(dict(scene.racers[0].knobs)["lr"])
    text = (
        f"{name} with η = {eta} starts at {point(scene.start)}. The only minimum is in the funnel. Where is "
        f"it after {scene.steps} steps?"
    )
    return Ask(text, form, hides=TELLING)


# ---- who arrives ---------------------------------------------------------------------------------------


def draw_who(rng: np.random.Generator) -> Scene:
    """Draw a start for all three."""
    return LESSON.replace(start=draw_start(rng))


def ask_who(scene: Scene) -> Ask:
    """Ask which of the three arrive."""
    runs = run_scene(scene).runs
    arrived = [arrives(run) for run in runs]
    clear = all(there or stays(run) for there, run in zip(arrived, runs, strict=True))
    slope = label(float(runs[0].slope_norm[0]), 2)
    said = f"The slope at the start is {slope}"
    none, two, every = not any(arrived), arrived == [False, True, True], all(arrived)
    answers = (
        (
            "Nobody.",
            none,
            "too little for each of them.",
            "little, but not nothing, and RMSprop and Adam divide by its size.",
        ),
        (
            "RMSprop and Adam.",
            two,
            "GD’s steps are in proportion to it and too short; the others divide by its size.",
            "steep enough for GD too.",
        ),
        (
            "All three.",
            every,
            "steep enough for GD as well.",
            f"GD’s steps, η times that, bring it nowhere in {scene.steps} steps.",
        ),
        (
            "GD alone.",
            arrived == [True, False, False],
            "too little for the others.",
            "where GD gets off the plain, the rules that divide by the slope’s size do so too.",
        ),
    )
    options = tuple(
        Option(text, clear and right, f"{said}: {why if right else other}") for text, right, why, other in answers
    )
    text = f"GD, RMSprop and Adam start at {point(scene.start)}. Who is in the minimum after {scene.steps} steps?"
    return Ask(text, Choice(options, ordered=True), hides=TELLING)


QUESTIONS = (
    Question("end", "Where does it end?", draw_end, ask_end),
    Question("who", "Who arrives?", draw_who, ask_who),
)

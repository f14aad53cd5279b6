"""Predictions on the lesson "AdaGrad stalls"."""

import numpy as np

from optviz.core.number_text import label, point
from optviz.questions import Ask, Choice, NextSteps, Option, Question
from optviz.scenes.lessons import LESSONS
from optviz.scenes.questions.common import TELLING, apart, length
from optviz.scenes.race import run_scene
from optviz.scenes.scene import Scene

LESSON = LESSONS["adagrad_stalls"].scene
NORM, ADAGRAD, RMSPROP = LESSON.racers


# ---- who gets nearer -----------------------------------------------------------------------------------


def draw_nearer(rng: np.random.Generator) -> Scene:
    """Draw a start on the wall or in the valley, for AdaGrad and RMSprop."""
    x = rng.uniform(0.97, 1.03) if rng.random() < 0.5 else rng.uniform(-3.5, -1.2)
    start = (round(float(x), 2), round(float(rng.choice([-1, 1]) * rng.uniform(1, 2)), 1))
    return LESSON.replace(racers=(ADAGRAD, RMSPROP), start=start, pick=0)


def ask_nearer(scene: Scene) -> Ask:
    """Ask which of two rules ends nearer to the minimum."""
    adagrad, rmsprop = run_scene(scene).runs
    far, near = (float(run.distance[-1]) for run in (adagrad, rmsprop))
    slope = label(float(adagrad.slope_norm[0]), 2)
    both = f"AdaGrad ends {label(far, 2)} away, RMSprop {label(near, 2)}"
    wall = far > near
    clear = max(far, near) > 3 * min(far, near)
    options = (
        Option(
            "AdaGrad.",
            clear and not wall,
            f"{both}. No wall in its sum here: its steps shrink with the slope, while RMSprop’s stay near η."
            if not wall
            else f"{both}. The first slope, {slope}, stays in AdaGrad’s sum for ever, and makes all later steps tiny.",
            ADAGRAD.look,
        ),
        Option(
            "RMSprop.",
            clear and wall,
            f"{both}. RMSprop forgets the slope of {slope} within some tens of steps."
            if wall
            else f"{both}. There is no wall to be forgotten at this start; near the minimum RMSprop’s steps "
            "stay near η.",
            RMSPROP.look,
        ),
        Option(
            "Both are there, nearer than 0.001.", max(far, near) < 0.001, f"Not within {scene.steps} steps: {both}."
        ),
    )
    x, y = scene.start
    text = (
        f"AdaGrad (η = 0.5) and RMSprop (η = 0.02) start at {point((x, y))}, where the slope is {slope}. "
        f"Which one is nearer to the minimum after {scene.steps} steps?"
    )
    return Ask(text, Choice(options, ordered=True), hides=TELLING)


# ---- the first step ------------------------------------------------------------------------------------


def draw_first(rng: np.random.Generator) -> Scene:
    """Draw a start on the wall, and which kind of AdaGrad steps off it."""
    y = float(rng.choice([-1, 1]) * rng.choice([0.4, 0.5, 0.6, 1.8, 2.0, 2.2]))
    racer = (NORM, ADAGRAD)[rng.integers(2)]
    return LESSON.replace(racers=(racer,), start=(round(float(rng.uniform(0.95, 1.05)), 2), y), pick=0, steps=100)


def ask_first(scene: Scene) -> Ask:
    """Ask for the first step of AdaGrad, with one sum of squares or one a coordinate."""
    run = run_scene(scene).runs[0]
    step, gradient, eta = run.step[0], run.slope[0], dict(scene.racers[0].knobs)["lr"]
    along, diagonal = -eta * gradient / length(gradient), -eta * np.sign(gradient)
    home = -eta * run.x[0] / length(run.x[0])
    norm = scene.racers[0].rule == NORM.rule
    options = (
        Option(
            "η along −∇f",
            length(step - along) < 1e-3,
            "One sum for both coordinates: the first gradient is divided by its own length, its direction stays."
            if norm
            else "That is AdaGrad-norm. AdaGrad divides each coordinate by its own sum, so the small one "
            "counts as much.",
        ),
        Option(
            "η in x and η in y",
            length(step - diagonal) < 1e-3,
            "That needs a sum for each coordinate. AdaGrad-norm has one for both, so the direction stays that of −∇f."
            if norm
            else "In each coordinate the first gradient is divided by its own size: ±η is left, however steep it is.",
        ),
        Option(
            "towards the minimum", False, "No rule knows where the minimum is: it has the gradient at this point only."
        ),
    )
    arrows = NextSteps("picture", scene.start, tuple((float(a), float(b)) for a, b in (along, diagonal, home)))
    clear = apart(along, diagonal, home) > 15
    name = "AdaGrad-norm" if norm else "AdaGrad"
    text = (
        f"{name} starts on the wall, ∇f = {point((float(gradient[0]), float(gradient[1])), 2)}, η = "
        f"{label(eta)}. Which arrow is its first step?"
    )
    return Ask(
        text, Choice(options if clear else options[2:], arrows=arrows if clear else None), hides=TELLING, until=1
    )


QUESTIONS = (
    Question("nearer", "Who gets nearer?", draw_nearer, ask_nearer),
    Question("first", "The first step off the wall", draw_first, ask_first),
)

"""Predictions on the lesson "Adam's first step is η"."""

import numpy as np

from optviz.core.number_text import label, point
from optviz.questions import Ask, Choice, Mistake, NextSteps, Number, Option, Question
from optviz.scenes.lessons import LESSONS, bowl
from optviz.scenes.questions.common import TELLING, apart, length
from optviz.scenes.race import run_scene
from optviz.scenes.scene import Racer, Scene

LESSON = LESSONS["adam_first_step"].scene


def draw_bowl(rng: np.random.Generator, racer: Racer) -> Scene:
    """Return a narrow bowl, a start on its slope, and one racer."""
    kappa = float(rng.choice([5, 10, 20, 30]))
    x, y = rng.choice([-1, 1], 2) * rng.uniform((1.2, 0.6), (2.6, 1.7))
    start = (round(float(x), 1), round(float(y), 1))
    return bowl(kappa, racer, start=start, steps=60).replace(lesson=LESSON.lesson)


# ---- which way -----------------------------------------------------------------------------------------


def draw_arrow(rng: np.random.Generator) -> Scene:
    """Draw a bowl, and Adam or GD, whose first steps are about as long."""
    if rng.random() < 0.6:
        return draw_bowl(rng, Racer.of("adam", lr=0.8))
    scene = draw_bowl(rng, Racer.of("gd", lr=0.1))
    slope = float(run_scene(scene).runs[0].slope_norm[0])
    return scene.replace(racers=(Racer.of("gd", lr=float(f"{1 / slope:.1g}")),))


def ask_arrow(scene: Scene) -> Ask:
    """Ask for the direction of the first step."""
    run = run_scene(scene).runs[0]
    step, gradient = run.step[0], run.slope[0]
    size = length(step)
    adam = scene.racers[0].rule == "adam"
    diagonal, along = -np.sign(gradient) * size / np.sqrt(2), -size * gradient / length(gradient)
    home = -size * run.x[0] / length(run.x[0])
    eta = label(dict(scene.racers[0].knobs)["lr"])
    options = (
        Option(
            "as far in x as in y, downhill",
            length(step - diagonal) < 1e-3,
            f"η = {eta} in each coordinate: m̂/√v̂ is the gradient divided by its own size, ±1."
            if adam
            else "That would be Adam, which divides each coordinate by its size. GD follows −∇f.",
        ),
        Option(
            "along −∇f",
            length(step - along) < 1e-3,
            "That would be GD. Adam divides each coordinate by its own size, so that the flat one goes as far."
            if adam
            else "GD steps by −η∇f: straight down the steepest slope, almost across the valley.",
        ),
        Option("straight to the minimum", False, "Neither rule knows the minimum: all it has is the gradient here."),
    )
    steps = tuple((float(a), float(b)) for a, b in (diagonal, along, home))
    clear = apart(diagonal, along, home) > 15
    arrows = NextSteps("picture", scene.start, steps) if clear else None
    form = Choice(options if clear else options[2:], arrows=arrows)
    name = "Adam" if adam else "GD"
    text = (
        f"{name} starts at {point(scene.start)} with η = {eta}, ∇f = "
        f"{point((float(gradient[0]), float(gradient[1])), 2)}. Which arrow is its first step?"
    )
    return Ask(text, form, hides=TELLING, until=1)


# ---- how far -------------------------------------------------------------------------------------------


def draw_landing(rng: np.random.Generator) -> Scene:
    """Draw a bowl, and Adam's learning rate."""
    return draw_bowl(rng, Racer.of("adam", lr=float(rng.choice([0.05, 0.1, 0.2, 0.3, 0.4]))))


def ask_landing(scene: Scene) -> Ask:
    """Ask for y after Adam's first step."""
    run = run_scene(scene).runs[0]
    knobs = dict(scene.racers[0].knobs)
    eta, y, landed = knobs["lr"], float(run.x[0, 1]), float(run.x[1, 1])
    slope = float(run.slope[0, 1])
    sign = float(np.sign(slope))
    uncorrected = eta * sign * (1 - knobs["beta1"]) / np.sqrt(1 - knobs["beta2"])
    total = float(length(run.slope[0]))
    form = Number(
        "y after one step",
        landed,
        0.006,
        f"Adam’s first step is η in each coordinate, whatever the slope: {label(y)} "
        f"{'−' if sign > 0 else '+'} {label(eta)}.",
        "At the first step m̂ = ∇f and v̂ = (∇f)², so m̂/√v̂ is ±1 in each coordinate.",
        (
            Mistake(
                y - eta * slope,
                f"That is GD: η times the slope, {label(slope, 3)}. Adam divides the slope by its size.",
            ),
            Mistake(y + eta * sign, "The step goes uphill: it must have the sign of −∇f."),
            Mistake(y - eta * slope / total, "That step is η long in all. Adam divides coordinate by coordinate."),
            Mistake(
                float(y - uncorrected), "That is m/√v without the correction for starting at zero: 3.2 times as far."
            ),
        ),
    )
    text = (
        f"Adam starts at {point(scene.start)} with η = {label(eta)}. The slope in y is {label(slope, 3)} there. "
        "What is y after the first step?"
    )
    return Ask(text, form, hides=TELLING, until=1)


QUESTIONS = (
    Question("arrow", "Which way is the first step?", draw_arrow, ask_arrow),
    Question("landing", "Where does the first step land?", draw_landing, ask_landing),
)

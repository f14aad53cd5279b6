"""Predictions on the lesson "A cliff throws GD back"."""

import numpy as np

from optviz.core.number_text import label
from optviz.questions import Ask, Choice, Option, Question, Range
from optviz.scenes.lessons import LESSONS
from optviz.scenes.questions.common import TELLING, length
from optviz.scenes.race import run_scene
from optviz.scenes.scene import Racer, Scene

LESSON = LESSONS["cliff"].scene


# ---- one step on the wall ------------------------------------------------------------------------------


def draw_step(rng: np.random.Generator) -> Scene:
    """Draw a start on the wall, and GD or Adam."""
    y = float(rng.choice([-1, 1]) * rng.uniform(0.5, 2))
    start = (round(float(rng.uniform(0.98, 1.02)), 2), round(y, 1))
    racer = (
        Racer.of("gd", lr=float(rng.choice([0.1, 0.2, 0.34]))),
        Racer.of("adam", lr=float(rng.choice([0.05, 0.1, 0.3]))),
    )[rng.integers(2)]
    return LESSON.replace(start=start, racers=(racer,), pick=0)


def ask_step(scene: Scene) -> Ask:
    """Ask how long the first step from the wall is."""
    run, racer = run_scene(scene).runs[0], scene.racers[0]
    eta, slope, size = dict(racer.knobs)["lr"], float(run.slope_norm[0]), length(run.step[0])
    adam = racer.rule == "adam"
    form = Range(
        "length of the step",
        0.01,
        100.0,
        (size, size),
        0.17,
        "Longer: Adam goes η in each coordinate, however steep it is."
        if adam
        else f"GD’s step is in proportion to the slope: {label(eta)} · {label(slope, 2)} = {label(size, 2)}.",
        f"η in x and η in y, whatever the slope: √2 η = {label(size, 2)}. So the wall cannot throw it."
        if adam
        else f"η‖∇f‖ = {label(eta)} · {label(slope, 2)} = {label(size, 2)}: thrown right across the valley.",
        "That is GD’s way to step. Adam divides by the slope’s size; what is left is η in each "
        f"coordinate, {label(size, 2)}."
        if adam
        else f"η‖∇f‖ is {label(eta)} times {label(slope, 2)}: {label(size, 2)}.",
        scale="log",
    )
    name = "Adam" if adam else "GD"
    text = (
        f"{name} starts on the wall, where the slope is {label(slope, 2)}, with η = {label(eta)}. How long is "
        "its first step?"
    )
    return Ask(text, form, hides=TELLING, until=1)


# ---- where it is at the end ----------------------------------------------------------------------------


def draw_place(rng: np.random.Generator) -> Scene:
    """Draw a learning rate for GD, which starts beyond the wall or in the valley."""
    beyond = rng.random() < 0.75
    x = round(float(rng.uniform(1.9, 2.3) if beyond else rng.uniform(-3.5, -2.5)), 1)
    start = (x, round(float(rng.choice([-1, 1]) * rng.uniform(1, 2)), 1))
    eta = float(rng.choice([0.01, 0.02, 0.03, 0.25, 0.34, 0.5]))
    return LESSON.replace(start=start, racers=(Racer.of("gd", lr=eta),), pick=0)


def ask_place(scene: Scene) -> Ask:
    """Ask where GD is after all steps."""
    run = run_scene(scene).runs[0]
    eta, x = dict(scene.racers[0].knobs)["lr"], float(run.x[-1, 0])
    first = float(run.slope_norm[0])
    told = f"Its steps are η‖∇f‖ = {label(eta)} · {label(first, 2)} = {label(eta * first, 2)} at first"
    beyond, there = x > 1.25, float(run.distance[-1]) < 0.6
    way = x < -0.9
    end = f"after {scene.steps} steps it is at x = {label(x, 2)}"
    options = (
        Option(
            "Still above the wall.",
            beyond,
            f"{told}: {end}. It is flat up here, and η suits the wall, not this."
            if beyond
            else f"{told}: {end}. That is enough to get away from here."
            if scene.start[0] > 1
            else f"It starts in the valley and goes downhill: {end}.",
        ),
        Option(
            "Near the minimum.",
            there,
            f"{told}: {end}." if there else f"{told}, too short for the way: {end}.",
        ),
        Option(
            "In the valley, but still far away.",
            way and not there,
            f"{told}: {end}."
            if way
            else f"{told}: {end}. In the valley the steps are long enough to arrive."
            if there
            else f"{told}: {end}. So it has not even come down the wall.",
        ),
    )
    text = (
        f"GD starts at x = {label(scene.start[0])} with η = {label(eta)}; the wall is at x = 1. Where is it "
        f"after {scene.steps} steps?"
    )
    return Ask(text, Choice(options, ordered=True), hides=TELLING)


QUESTIONS = (
    Question("step", "One step from the wall", draw_step, ask_step),
    Question("place", "Where does GD get?", draw_place, ask_place),
)

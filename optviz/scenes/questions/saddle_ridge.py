"""Predictions on the saddle's ridge: who leaves it, and what less noise costs."""

import numpy as np

from optviz.core.number_text import label
from optviz.questions import Ask, Choice, Option, Question, Range
from optviz.scenes.questions.common import TELLING
from optviz.scenes.questions.settings import first_beyond, scene_of, with_knobs
from optviz.scenes.race import run_scene
from optviz.scenes.scene import Scene

SGD = 3
"""The slot of SGD in the lesson's race."""
LESS = 1000


def draw_leaves(rng: np.random.Generator) -> Scene:
    """Draw a start on the axis or slightly off it, with noise or without."""
    y = float(rng.choice([0.0, 0.0, round(float(rng.uniform(0.005, 0.1)), 3)]))
    scene = scene_of("saddle_ridge", start=(round(float(rng.uniform(-1.8, -1.2)), 1), y))
    return with_knobs(scene.replace(seed=int(rng.integers(1000))), SGD, sigma=float(rng.choice([0.0, 1e-4, 1e-3])))


def ask_leaves(scene: Scene) -> Ask:
    """Ask who leaves the saddle."""
    left = [first_beyond(run) is not None for run in run_scene(scene).runs]
    none, all_four, noisy = not any(left), all(left), left == [False, False, False, True]
    y, sigma = scene.start[1], dict(scene.racers[SGD].knobs)["sigma"]
    if y:
        why = f"y₀ = {label(y)} is not 0: the slope −2y leads away from the axis, and what is there grows"
    else:
        why = "With y exactly 0 the gradient has no y-part, so no rule that follows it moves sideways"
        why += f". SGD's noise, σ = {label(sigma)}, does" if sigma else ", and without noise SGD is GD"
    options = (
        Option("None of them.", none, f"{why}." if none else f"Then each would have to stay on the axis. {why}."),
        Option(
            "SGD alone.",
            noisy,
            f"{why}."
            if noisy
            else f"σ = 0 is no noise. {why}."
            if not sigma and none
            else f"Off the axis no noise is needed. {why}.",
        ),
        Option(
            "Momentum and Adam alone.",
            left == [False, True, True, False],
            f"Memory and scaling of gradients cannot make something of 0. {why}."
            if not y
            else f"They may be sooner, but GD gets away as well. {why}.",
        ),
        Option(
            "All four.",
            all_four,
            f"{why}." if all_four else f"A zero gradient would have to move them. {why}.",
        ),
    )
    noise = f"SGD's noise is σ = {label(sigma)}" if sigma else "SGD has no noise, σ = 0"
    text = f"f = x² − y², start ({label(scene.start[0])}, {label(y)}). {noise}. Who gets away from the saddle?"
    return Ask(text, Choice(options, ordered=True), hides=TELLING)


def draw_noise(rng: np.random.Generator) -> Scene:
    """Draw a random seed and a noise that is very small."""
    scene = scene_of("saddle_ridge", steps=250, seed=int(rng.integers(1000)))
    return with_knobs(scene, SGD, sigma=float(rng.choice([1e-7, 1e-6, 1e-5])))


def ask_noise(scene: Scene) -> Ask:
    """Ask how long SGD stays with much less noise."""
    sigma = dict(scene.racers[SGD].knobs)["sigma"]
    before, after = (
        first_beyond(run_scene(with_knobs(scene, SGD, sigma=each)).runs[SGD]) for each in (LESS * sigma, sigma)
    )
    if before is None or after is None:
        return Ask("It does not get away.", Choice(()))
    cost = label(np.log(LESS) / np.log(1.2), 2)
    said = f"y grows by 1 + 2η = 1.2 a step, so a factor of {LESS} costs ln {LESS}/ln 1.2 = {cost}"
    form = Range(
        "steps to |y| > 1",
        10,
        100_000,
        (after, after),
        0.08,
        f"More: {said} steps more.",
        f"{before} + {after - before}: {said} steps more.",
        f"Fewer, not {LESS} times as many: {said} steps more.",
        scale="log",
        whole=True,
    )
    text = (
        f"With σ = {label(LESS * sigma)} and the same random numbers SGD has got to |y| > 1 at step {before}. "
        f"At which step does it with σ = {label(sigma)}?"
    )
    return Ask(text, form, hides=TELLING)


QUESTIONS = (
    Question("leaves", "Who gets away?", draw_leaves, ask_leaves),
    Question("noise", "What does less noise cost?", draw_noise, ask_noise),
)

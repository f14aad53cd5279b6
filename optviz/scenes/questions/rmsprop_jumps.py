"""Predictions on the lesson "RMSprop jumps at first"."""

from itertools import permutations

import numpy as np

from optviz.core.number_text import label, point
from optviz.questions import Ask, Mistake, Number, Question, Ranking
from optviz.scenes.lessons import LESSONS, bowl
from optviz.scenes.questions.common import TELLING, length
from optviz.scenes.race import run_scene
from optviz.scenes.scene import Racer, Scene, racer_names

LESSON = LESSONS["rmsprop_jumps"].scene


def race(rng: np.random.Generator, *racers: Racer) -> Scene:
    """Return a narrow bowl with a start drawn on its slope."""
    x, y = rng.choice([-1, 1], 2) * rng.uniform((1.5, 0.8), (2.6, 1.7))
    start = (round(float(x), 1), round(float(y), 1))
    scene = bowl(float(rng.choice([10, 20, 50, 100])), *racers, start=start, steps=LESSON.steps)
    return scene.replace(lesson=LESSON.lesson)


# ---- how far in x --------------------------------------------------------------------------------------


def draw_first(rng: np.random.Generator) -> Scene:
    """Draw η and ρ whose root is easy."""
    eta, rho = float(rng.choice([0.02, 0.04, 0.05, 0.1])), float(rng.choice([0.75, 0.84, 0.96, 0.99]))
    return race(rng, Racer.of("rmsprop", lr=eta, rho=rho))


def ask_first(scene: Scene) -> Ask:
    """Ask how far the first step goes in x."""
    run, knobs = run_scene(scene).runs[0], dict(scene.racers[0].knobs)
    eta, rho = knobs["lr"], knobs["rho"]
    size, slope = float(abs(run.step[0, 0])), float(abs(run.slope[0, 0]))
    root = label(float(np.sqrt(1 - rho)), 3)
    tolerance = 0.02 * size
    known = (
        Mistake(
            eta,
            f"That is η. But v starts at zero: after one gradient it is only (1 − ρ) = {label(1 - rho)} of its square.",
        ),
        Mistake(eta / (1 - rho), f"v holds the squared gradient, and its root is taken: divide by √(1 − ρ) = {root}."),
        Mistake(
            eta * slope, f"That is GD, η times the slope {label(slope, 2)}. RMSprop divides the slope by its own size."
        ),
        Mistake(
            float(eta * np.sqrt(1 - rho)),
            "The small mean v is what the step is divided by: the step gets longer, not shorter.",
        ),
    )
    form = Number(
        "first step in x",
        size,
        tolerance,
        f"v = (1 − ρ) g², so the step is η g/√v = η/√(1 − ρ) = {label(eta)}/{root}.",
        f"v starts at zero, so it is (1 − ρ) g² now, and the step is η g/√v = η/√(1 − ρ) = {label(eta)}/{root}.",
        tuple(mistake for mistake in known if abs(mistake.value - size) > 2 * tolerance),
    )
    text = (
        f"RMSprop with η = {label(eta)} and ρ = {label(rho)} starts at {point(scene.start)}; the slope in x is "
        f"{label(slope, 2)} in size. How far does its first step go in x?"
    )
    return Ask(text, form, hides=TELLING, until=1)


# ---- who jumps furthest --------------------------------------------------------------------------------


def draw_order(rng: np.random.Generator) -> Scene:
    """Draw three pairs of η and ρ."""
    rates, memories = rng.permutation([0.05, 0.1, 0.2]), rng.permutation([0.75, 0.9, 0.99])
    pairs = zip(rates, memories, strict=True)
    return race(rng, *(Racer.of("rmsprop", lr=float(eta), rho=float(rho)) for eta, rho in pairs))


def ask_order(scene: Scene) -> Ask:
    """Ask for the order of three runs by the length of their first step."""
    sizes = [length(run.step[0]) for run in run_scene(scene).runs]
    knobs = [dict(racer.knobs) for racer in scene.racers]
    told = [f"η = {label(each['lr'])}, ρ = {label(each['rho'])}" for each in knobs]
    across = [
        f"{label(each['lr'])}/√{label(1 - each['rho'])} = {label(each['lr'] / np.sqrt(1 - each['rho']), 2)}"
        for each in knobs
    ]
    swapped = {}
    for a, b in permutations(range(3), 2):
        both = f"{across[a]} against {across[b]} in each coordinate."
        if knobs[a]["lr"] > knobs[b]["lr"]:
            swapped[a, b] = f"Not the larger η alone: the first step is η/√(1 − ρ). {both}"
        else:
            swapped[a, b] = f"The first step is η/√(1 − ρ): a larger η and a longer memory make it longer. {both}"
    form = Ranking(
        tuple(f"{name}: {each}" for name, each in zip(racer_names(scene.racers), told, strict=True)),
        tuple(sizes),
        "shortest",
        "longest",
        f"η/√(1 − ρ) in each coordinate: {', '.join(across)}.",
        swapped,
        looks=tuple(racer.look for racer in scene.racers),
    )
    text = f"Three RMSprop runs start at {point(scene.start)}. How long are their first steps?"
    return Ask(text, form, hides=TELLING, until=1)


QUESTIONS = (
    Question("first", "How far does it jump?", draw_first, ask_first),
    Question("order", "Who jumps furthest?", draw_order, ask_order),
)

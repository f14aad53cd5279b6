"""Predictions on the lesson "A race off the saddle"."""

from itertools import permutations

import numpy as np

from optviz.core.number_text import label
from optviz.core.simulation.run import Run
from optviz.questions import Ask, Question, Range, Ranking
from optviz.scenes.lessons import LESSONS
from optviz.scenes.questions.common import TELLING
from optviz.scenes.race import run_scene
from optviz.scenes.scene import Racer, Scene, racer_names

LESSON = LESSONS["saddle_race"].scene
RULES = ("gd", "momentum", "adagrad", "rmsprop")
STEPS = 400


def out_at(run: Run) -> float:
    """Return the step at which a run is out of the picture; infinity if it never is."""
    return float(run.status.step) if run.status.kind in ("leaving", "diverged") else np.inf


# ---- the order -----------------------------------------------------------------------------------------


def draw_order(rng: np.random.Generator) -> Scene:
    """Draw how far beside the axis four of the racers start, and their order in the list."""
    racers = [racer for racer in LESSON.racers if racer.rule in RULES]
    y = float(rng.choice([-1, 1]) * rng.choice([1e-5, 1e-4, 3e-4, 0.02, 0.1, 0.2, 0.7, 1.0, 1.2]))
    order = rng.permutation(len(racers))
    return LESSON.replace(start=(-1.5, y), racers=tuple(racers[k] for k in order), pick=0, steps=STEPS)


def ask_order(scene: Scene) -> Ask:
    """Ask in which order they leave the picture."""
    times = [out_at(run) for run in run_scene(scene).runs]
    y, rules = abs(scene.start[1]), [racer.rule for racer in scene.racers]
    names = racer_names(scene.racers)
    why = {
        "adagrad": "AdaGrad’s first step is η = 0.3 in y, however small the slope there is.",
        "rmsprop": "RMSprop divides by the slope’s size: its steps have a length near η, however small the slope is.",
        "momentum": "Momentum gathers the slopes it has met, and each step makes the next slope steeper.",
        "gd": "GD’s steps are in proportion to y, 4 % of it: not small once y is large.",
    }
    swapped = {
        (a, b): f"{why[rules[a]]} {names[a]} is out at step {label(times[a])}, {names[b]} at {label(times[b])}."
        for a, b in permutations(range(len(rules)), 2)
    }
    form = Ranking(
        names,
        tuple(times),
        "first out",
        "last out",
        f"Out at step {', '.join(f'{label(time)} ({name})' for time, name in sorted(zip(times, names, strict=True)))}.",
        swapped,
        looks=tuple(racer.look for racer in scene.racers),
    )
    text = (
        f"On the saddle x² − y² all start {label(y)} beside the axis y = 0. In which order do they leave the "
        "picture, |y| > 2?"
    )
    return Ask(text, form, hides=TELLING)


# ---- how long GD takes ---------------------------------------------------------------------------------


def draw_steps(rng: np.random.Generator) -> Scene:
    """Draw GD's learning rate and its distance from the axis."""
    eta = float(rng.choice([0.02, 0.05, 0.1, 0.2]))
    start = (-1.5, float(rng.choice([-1, 1]) * rng.choice([1e-6, 1e-4, 0.001, 0.01, 0.1])))
    return LESSON.replace(start=start, racers=(Racer.of("gd", lr=eta),), pick=0, steps=500)


def ask_steps(scene: Scene) -> Ask:
    """Ask at which step GD leaves the picture."""
    run = run_scene(scene).runs[0]
    eta, y, time = dict(scene.racers[0].knobs)["lr"], abs(scene.start[1]), out_at(run)
    growth = f"{label(100 * 2 * eta)} %"
    form = Range(
        "steps",
        3,
        3000,
        (time, time),
        0.12,
        f"y grows by {growth} a step, in proportion to itself. From {label(y)} to 2 that takes {label(time)} steps.",
        f"y grows by {growth} a step: ln(2/{label(y)})/ln {label(1 + 2 * eta)} ≈ {label(time)} steps.",
        f"Growth by {growth} a step is compound interest: {label(time)} steps make {label(2 / y, 2)} "
        "times as much of it.",
        scale="log",
        whole=True,
    )
    text = (
        f"On the saddle x² − y² GD with η = {label(eta)} starts {label(y)} beside the axis. Each step multiplies y by "
        f"1 + 2η = {label(1 + 2 * eta)}. After how many steps is |y| > 2?"
    )
    return Ask(text, form, hides=TELLING)


QUESTIONS = (
    Question("order", "Who leaves the saddle first?", draw_order, ask_order),
    Question("steps", "How long does GD hang there?", draw_steps, ask_steps),
)

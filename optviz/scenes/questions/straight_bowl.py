"""Predictions on one learning rate a coordinate: AdaGrad's first step, and the order at the end."""

import numpy as np

from optviz.core.number_text import label
from optviz.questions import Ask, Choice, NextSteps, Option, Question, Ranking
from optviz.scenes.questions.common import TELLING
from optviz.scenes.questions.settings import final_value, knob_of, on_bowl, rates_of, scene_of, with_rates
from optviz.scenes.race import run_scene
from optviz.scenes.scene import Scene, racer_names

GD = 0
ARROW = 0.7
"""The arrows show directions; they are all equally long."""
APART = np.cos(np.radians(12))


def draw_first(rng: np.random.Generator) -> Scene:
    """Draw a bowl, a start from which the four directions are clearly apart, and the racer that is asked about."""
    x = round(float(rng.choice([-1, 1]) * rng.uniform(1.4, 2.4)), 1)
    y = round(float(rng.choice([-1, 1]) * rng.uniform(0.4, 0.7)), 1)
    kappa, pick = float(rng.choice([30, 50, 100])), int(rng.integers(3))
    return with_rates(on_bowl(scene_of("straight_bowl", start=(x, y), pick=pick), kappa), round(1.8 / kappa, 3))


def ask_first(scene: Scene) -> Ask:
    """Ask for the direction of the first step of the racer that is picked: GD's, or that of one rate a coordinate."""
    run, eta, name = (
        run_scene(scene).runs[scene.pick],
        rates_of(scene)[scene.pick],
        racer_names(scene.racers)[scene.pick],
    )
    start, gradient = run.x[0], run.grad[0]
    ways = np.array([-np.sign(gradient), -gradient, -start, [-start[0], 0.0]])
    ways = ways / np.hypot(*ways.T)[:, None]
    clear = bool(np.triu(ways @ ways.T, 1).max() < APART)
    taken = int(np.argmax(ways @ run.step[0]))
    slopes = f"∇f = ({label(gradient[0], 3)}, {label(gradient[1], 3)})"
    if scene.pick == GD:
        said = f"{slopes}, and GD's step is −η∇f, with one η for both coordinates"
        swapped = f"That is AdaGrad's and Adam's step. {said}."
    else:
        said = f"{slopes}, and {name} divides each by its own size: η = {label(eta)} is left in each"
        swapped = f"That is GD's step. {said}."
    sentences = (swapped if scene.pick == GD else f"{said}.", f"{said}." if scene.pick == GD else swapped)
    options = (
        Option("as far along x as along y", clear and taken == 0, sentences[0]),
        Option("along −∇f", clear and taken == 1, sentences[1]),
        Option("straight to the minimum", False, f"The step does not know where the minimum is. {said}."),
        Option(
            "along x alone, where the way is longest",
            False,
            f"{name} looks at gradients, not at distances. {said}.",
        ),
    )
    steps = tuple((float(a), float(b)) for a, b in ARROW * ways)
    choice = Choice(options, arrows=NextSteps("picture", scene.start, steps))
    return Ask(f"In which direction does {name} take its first step?", choice, hides=TELLING, until=1)


def draw_order(rng: np.random.Generator) -> Scene:
    """Draw a bowl, learning rates and a number of steps."""
    kappa = float(rng.choice([20, 50, 100]))
    rates = (round(float(rng.choice([0.2, 1.0, 1.8])) / kappa, 4), rng.choice([0.05, 0.5]), rng.choice([0.01, 0.1]))
    return with_rates(on_bowl(scene_of("straight_bowl", steps=int(rng.choice([60, 100, 150]))), kappa), *rates)


def ask_order(scene: Scene) -> Ask:
    """Ask in which order the three end."""
    runs, rates, kappa = run_scene(scene).runs, rates_of(scene), knob_of(scene, "kappa")
    names = racer_names(scene.racers)
    gd = f"GD's step along the valley is η x, {label(100 * rates[0], 2)} % of the way; η must suit the steep direction"
    adagrad = f"AdaGrad's first step is η = {label(rates[1])} in each coordinate, and the later ones are shorter"
    adam = f"Adam's steps are about η = {label(rates[2])} long at first, so {label(abs(scene.start[0]))} needs "
    adam += f"{round(abs(scene.start[0]) / rates[2])} of them"
    about = (gd, adagrad, adam)
    swapped = {(a, b): f"{about[a]}. {about[b]}." for a in range(3) for b in range(3) if a != b}
    form = Ranking(
        tuple(f"{name}, η = {label(rate)}" for name, rate in zip(names, rates, strict=True)),
        tuple(final_value(run) for run in runs),
        "lowest f",
        "highest f",
        f"{gd}. {adagrad}.",
        swapped,
        tuple(racer.look for racer in scene.racers),
        margin=0.6,
    )
    text = f"κ = {label(kappa)}, start ({label(scene.start[0])}, {label(scene.start[1])}). Order the three by f after "
    return Ask(f"{text}{scene.steps} steps.", form, hides=TELLING)


QUESTIONS = (
    Question("first", "Which way is the first step?", draw_first, ask_first),
    Question("order", "Who ends lowest?", draw_order, ask_order),
)

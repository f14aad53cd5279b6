"""Predictions on SGD in noise: how much smaller the ball becomes, and who is lower after a short or a long race."""

import numpy as np

from optviz.core.number_text import label
from optviz.core.quadratic.rates import noise_ball
from optviz.questions import Ask, Question, Range, Ranking
from optviz.scenes.lessons import LESSONS
from optviz.scenes.race import run_scene
from optviz.scenes.scene import Racer, Scene

LESSON = LESSONS["noise_ball"].scene


def _scene(large: float, small: float, sigma: float) -> Scene:
    gd, first, second = LESSON.racers
    racers = (
        Racer.of("gd", lr=large, look=gd.look),
        Racer.of("sgd", lr=large, sigma=sigma, look=first.look),
        Racer.of("sgd", lr=small, sigma=sigma, look=second.look),
    )
    return LESSON.replace(racers=racers)


def draw_smaller(rng: np.random.Generator) -> Scene:
    """Draw two learning rates and the noise."""
    large, times = float(rng.choice([0.08, 0.1, 0.12, 0.16])), float(rng.choice([4, 8, 10, 16]))
    return _scene(large, float(f"{large / times:.2g}"), float(rng.choice([1.0, 2.0, 3.0]))).replace(
        seed=int(rng.integers(1000))
    )


def ask_smaller(scene: Scene) -> Ask:
    """Ask how many times smaller the ball of the smaller η is."""
    kappa = dict(scene.surface_knobs)["kappa"]
    (large, sigma), (small, _) = ((dict(r.knobs)["lr"], dict(r.knobs)["sigma"]) for r in scene.racers[1:])
    wide, narrow = (
        float(np.linalg.norm([noise_ball("gd", lr, 0.0, e, sigma) for e in (1.0, kappa)])) for lr in (large, small)
    )
    ratio, times = wide / narrow, label(large / small, 3)
    form = Range(
        "times smaller",
        0.5,
        200.0,
        (ratio, ratio),
        0.09,
        f"A smaller η does make it smaller: about √{times} = {label(np.sqrt(large / small), 2)} times.",
        f"About √{times}: the radius grows as √η.",
        f"Each step carries {times} times less noise, but the pull back is {times} times weaker too: √{times}.",
        "log",
    )
    text = (
        f"σ = {label(sigma)} for both. "
        f"How many times smaller is SGD's ball with η = {label(small)} than with η = {label(large)}?"
    )
    return Ask(text, form)


def draw_order(rng: np.random.Generator) -> Scene:
    """Draw a short race or a long one."""
    scene = _scene(float(rng.choice([0.08, 0.1])), float(rng.choice([0.008, 0.01])), float(rng.choice([2.0, 3.0])))
    return scene.replace(steps=int(rng.choice([40, 60, 600, 800])), seed=int(rng.integers(1000)))


def ask_order(scene: Scene) -> Ask:
    """Ask for the order of the three by f at the end."""
    last = min(scene.steps // 3, 200)
    runs = run_scene(scene).runs
    ends = tuple(float(run.value[-last:].mean()) for run in runs)
    large, small = (label(dict(racer.knobs)["lr"]) for racer in scene.racers[1:])
    form = Ranking(
        ("GD", f"SGD, η = {large}", f"SGD, η = {small}"),
        ends,
        "lowest f",
        "highest f",
        f"Mean f over the last {last} steps: {', '.join(label(end, 2) for end in ends)}.",
        swapped={
            (0, 1): "SGD meets the same slope with noise on it. GD comes to rest, SGD in a ball.",
            (0, 2): f"GD has no noise, and with η = {large} it is there sooner.",
            (2, 1): f"After {scene.steps} steps η = {small} has arrived, and its ball is smaller.",
            (1, 2): f"{scene.steps} steps are too few for η = {small}: it is still on its way.",
        },
        looks=tuple(racer.look for racer in scene.racers),
        margin=0.3,
    )
    text = (
        f"GD and SGD with η = {large}, and SGD with η = {small}. "
        f"What is their order by the mean of f over the last {last} of {scene.steps} steps?"
    )
    return Ask(text, form)


QUESTIONS = (
    Question("smaller", "How much smaller is the ball?", draw_smaller, ask_smaller),
    Question("order", "Who is lower at the end?", draw_order, ask_order),
)

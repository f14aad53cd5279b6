"""Predictions on an adaptive step: its first length, and who is lowest where slopes are enormous."""

import numpy as np

from optviz.core.number_text import label, point
from optviz.questions import Ask, Mistake, Number, Question, Ranking
from optviz.scenes.lessons import LESSONS
from optviz.scenes.race import run_scene
from optviz.scenes.scene import Racer, Scene

LESSON = LESSONS["adaptive_norm"].scene
STARTS = ((0.5, -0.5), (-0.5, 0.5), (1.5, 1.2), (-1.5, -1.0), (1.0, 0.5), (-1.0, 1.0))


def _scene(fast: float, slow: float, adaptive: float, start: tuple[float, float]) -> Scene:
    first, second, third = LESSON.racers
    racers = (
        Racer.of("gd", lr=fast, look=first.look),
        Racer.of("gd", lr=slow, look=second.look),
        Racer.of("adagrad_norm", lr=adaptive, look=third.look),
    )
    return LESSON.replace(racers=racers, start=start)


def draw_first(rng: np.random.Generator) -> Scene:
    """Draw η and a start of some slope."""
    scene = _scene(1e-3, 1e-5, float(rng.choice([0.2, 0.3, 0.5, 0.8])), STARTS[rng.integers(len(STARTS))])
    return scene.replace(pick=1)  # The arrow of a chosen run is its next step.


def ask_first(scene: Scene) -> Ask:
    """Ask for the length of AdaGrad-Norm's first step."""
    run, lr = run_scene(scene).runs[2], dict(scene.racers[2].knobs)["lr"]
    slope = float(run.slope_norm[0])
    form = Number(
        "length of the step",
        float(np.hypot(*run.step[0])),
        0.01,
        "√s is the length of the first gradient itself, and cancels it: η is left, whatever the slope.",
        f"s holds one gradient so far: √s = {label(slope, 3)}, by which the step η‖∇f‖ is divided.",
        (
            Mistake(lr * slope, "That is GD's step, η‖∇f‖. AdaGrad-Norm divides it by √s = ‖∇f‖."),
            Mistake(lr / slope, "That is η/√s, the learning rate. It multiplies ‖∇f‖, which is as large."),
        ),
    )
    text = (
        f"AdaGrad-Norm with η = {label(lr)} starts at {point(scene.start)}, where ‖∇f‖ = {label(slope, 3)}. "
        "How long is its first step?"
    )
    return Ask(text, form, hides=("worked", "rate"), until=1)


def draw_order(rng: np.random.Generator) -> Scene:
    """Draw two learning rates of GD, from too small to too large, one of AdaGrad-Norm, and a start."""
    fast, slow = float(rng.choice([1e-4, 3e-4, 1e-3, 3e-3])), float(rng.choice([1e-6, 1e-5]))
    return _scene(fast, slow, float(rng.choice([0.02, 0.2, 0.5])), STARTS[rng.integers(len(STARTS))])


def ask_order(scene: Scene) -> Ask:
    """Ask for the order of the three by f at the end."""
    runs, floor = run_scene(scene).runs, scene.surface_now().floor or 0.0
    ends = tuple(np.inf if run.status.kind == "diverged" else max(float(run.value[-1]) - floor, 0.0) for run in runs)
    fast, slow, adaptive = (label(dict(racer.knobs)["lr"]) for racer in scene.racers)
    lost = f"GD with η = {fast} diverges at step {runs[0].status.step}: the slopes here are too steep for it."
    creeps = f"GD with η = {slow} creeps: what is safe on the slopes is far too short near the minimum."
    form = Ranking(
        (f"GD, η = {fast}", f"GD, η = {slow}", f"AdaGrad-Norm, η = {adaptive}"),
        ends,
        "lowest f",
        "highest f",
        f"f − f* at the end: {', '.join(label(end, 3) for end in ends)}.",
        swapped={
            (1, 0): lost,
            (2, 0): lost
            if np.isinf(ends[0])
            else f"GD with η = {fast} is still on its way; AdaGrad-Norm set its rate by the slopes met.",
            (2, 1): creeps,
            (0, 1): f"From this start η = {fast} is not too large. {creeps}",
            (0, 2): f"From this start η = {fast} suits GD. AdaGrad-Norm never forgets the steep slopes that it met.",
            (1, 2): "AdaGrad-Norm's steps are η long at first and shrink from there: this η is too small.",
        },
        looks=tuple(racer.look for racer in scene.racers),
        margin=0.3,
    )
    text = (
        f"Start {point(scene.start)}. Who diverges counts as highest. "
        f"What is the order of the three by f after {scene.steps} steps?"
    )
    return Ask(text, form, hides=("rate",))


QUESTIONS = (
    Question("first", "How long is the first step?", draw_first, ask_first),
    Question("order", "Who is lowest at the end?", draw_order, ask_order),
)

"""Predictions on the narrow bowl: which of its two directions is slow, and how slow."""

import numpy as np

from optviz.core.number_text import label
from optviz.questions import Ask, Choice, Option, Question, Range
from optviz.scenes.questions.common import TELLING
from optviz.scenes.questions.settings import knob_of, on_bowl, rates_of, scene_of, with_rates
from optviz.scenes.race import run_scene
from optviz.scenes.scene import Scene

CLEAR = 0.03
TENTH = 0.1


def draw_slow(rng: np.random.Generator) -> Scene:
    """Draw a bowl and a learning rate below its limit 2/κ."""
    kappas, low, high = (((20, 50, 100), 0.8, 0.93), ((4, 5, 8, 10, 20), 0.96, 0.99))[rng.integers(2)]
    kappa, share = float(rng.choice(kappas)), rng.uniform(low, high)
    scene = on_bowl(scene_of("narrow_bowl"), kappa)
    return with_rates(scene, round(share * 2 / kappa, 3))


def ask_slow(scene: Scene) -> Ask:
    """Ask along which direction it takes longer."""
    run, kappa, rate = run_scene(scene).runs[0], knob_of(scene, "kappa"), rates_of(scene)[0]
    along, across = (float(abs(each)) for each in run.x[1] / run.x[0])
    apart = abs(along - across) > CLEAR
    said = (
        f"a step multiplies x by 1 − η = {label(1 - rate, 3)}, y by 1 − {label(kappa)} η = {label(1 - kappa * rate, 3)}"
    )
    options = (
        Option(
            "Along x, along the valley, where it creeps.",
            apart and along > across,
            f"Here {said}. What is nearer to ±1 takes longer."
            if along > across
            else f"There the slope is small, but {said}: the jumps across shrink more slowly.",
        ),
        Option(
            "Along y, across the valley, where it jumps.",
            apart and across > along,
            f"Here {said}. So near to −1 the jumps hardly shrink."
            if across > along
            else f"The jumps look wild, but {said}: they shrink faster than it creeps.",
        ),
    )
    text = f"κ = {label(kappa)}, η = {label(rate)}: GD zigzags. Along which coordinate does it take longer to settle?"
    return Ask(text, Choice(options, ordered=True), hides=TELLING)


def draw_steps(rng: np.random.Generator) -> Scene:
    """Draw a bowl, and a learning rate close to the largest possible."""
    kappa = float(rng.choice([20, 30, 40, 50, 80, 100]))
    return with_rates(on_bowl(scene_of("narrow_bowl", steps=200), kappa), round(1.8 / kappa, 4))


def first_within(sizes: np.ndarray) -> int | None:
    """Return the first step from which on a coordinate is no larger than a tenth of its start."""
    below = np.flatnonzero(np.abs(sizes) <= TENTH * abs(sizes[0]))
    return int(below[0]) if len(below) else None


def ask_steps(scene: Scene) -> Ask:
    """Ask how many steps it takes along the valley."""
    run, kappa, rate = run_scene(scene).runs[0], knob_of(scene, "kappa"), rates_of(scene)[0]
    along, across = first_within(run.x[:, 0]), first_within(run.x[:, 1])
    if along is None or across is None:
        return Ask("It does not get there.", Choice(()))
    said = f"along x a step multiplies by 1 − η = {label(1 - rate)}, and ln 0.1/ln {label(1 - rate)} = {along}"
    form = Range(
        "steps",
        5,
        2000,
        (along, along),
        0.1,
        f"More: {said}. Across it takes only {across}, but η is too small for the way along the valley.",
        f"Here {said}. Across the valley it takes {across}.",
        f"Fewer: {said}.",
        scale="log",
        whole=True,
    )
    text = (
        f"f = ½(x² + {label(kappa)} y²), η = {label(rate)}, about the largest that settles. After how many steps "
        "is x, along the valley, a tenth of what it was?"
    )
    return Ask(text, form)


QUESTIONS = (
    Question("slow", "Which direction is slow?", draw_slow, ask_slow),
    Question("steps", "How slow is it along the valley?", draw_steps, ask_steps),
)

"""Predictions on the rotated bowl: whom the rotation harms, and who then ends lowest."""

import numpy as np

from optviz.core.number_text import label
from optviz.questions import Ask, Choice, Option, Question
from optviz.scenes.questions.common import TELLING
from optviz.scenes.questions.settings import final_value, knob_of, on_bowl, scene_of
from optviz.scenes.race import run_scene
from optviz.scenes.scene import Scene

KAPPA = 100.0
START = (-2.0, 0.6)
"""The start on the bowl that is not rotated."""
MUCH = 10.0
"""So many times as high as before is much worse, a tenth of that is not."""


def turned(degrees: float) -> Scene:
    """Return the bowl of the lesson before with its start, both turned."""
    angle = np.radians(degrees)
    c, s = np.cos(angle), np.sin(angle)
    x, y = (round(float(each), 6) for each in (START[0] * c - START[1] * s, START[0] * s + START[1] * c))
    return on_bowl(scene_of("rotated_bowl", start=(x, y)), KAPPA, degrees)


def draw_harmed(rng: np.random.Generator) -> Scene:
    """Draw a rotation between the axes, or a right angle."""
    between = float(rng.choice([-60, -50, -45, -40, -30, 30, 40, 45, 50, 60]))
    return turned(float(rng.choice([between, between, -90.0, 90.0])))


def ask_harmed(scene: Scene) -> Ask:
    """Ask who ends much higher than on the bowl that is not rotated."""
    degrees = knob_of(scene, "rotation")
    before, after = ([final_value(run) for run in run_scene(each).runs] for each in (turned(0.0), scene))
    worse = [b > MUCH * a for a, b in zip(before, after, strict=True)]
    clear = all(b > MUCH * a or b < MUCH / 5 * a for a, b in zip(before, after, strict=True))
    none = not any(worse)
    right_angle = "Turned by 90° the bowl's axes lie along y and x: the coordinates have only changed places"
    between = f"Turned by {label(degrees)}° the steep direction lies in both coordinates; a rate for each is no use"
    why = right_angle if none else between
    same = "GD's path is the same, only turned: −∇f turns with the bowl"
    options = (
        Option("None of them.", clear and none, f"{why}." if none else f"{why}. {same}, but that is GD alone."),
        Option("GD alone.", clear and worse == [True, False, False], f"{same}. {why}."),
        Option(
            "AdaGrad and Adam.",
            clear and worse == [False, True, True],
            f"{why}. {same}." if not none else f"{why}, and each still has its own learning rate.",
        ),
        Option("All three.", clear and all(worse), f"Not GD. {same}. {why}."),
    )
    text = f"Bowl and start of the lesson before are turned by {label(degrees)}°. Who now ends over ten times as high?"
    return Ask(text, Choice(options, ordered=True), hides=TELLING)


def draw_lowest(rng: np.random.Generator) -> Scene:
    """Draw a rotation: none, a right angle, or one between the axes."""
    return turned(float(rng.choice([0.0, 90.0, -90.0, *rng.choice([-50, -45, -40, -35, 35, 40, 45, 50], 3)])))


def ask_lowest(scene: Scene) -> Ask:
    """Ask who ends lowest."""
    degrees = knob_of(scene, "rotation")
    ends = [final_value(run) for run in run_scene(scene).runs]
    best = int(np.argmin(ends))
    clear = sorted(ends)[1] > 2 * sorted(ends)[0]
    names = ("GD", "AdaGrad", "Adam")
    along = "The bowl's axes lie along x and y, so a learning rate for each coordinate makes it round"
    between = "The steep direction lies in both coordinates, so their two learning rates are nearly the same"
    why = along if best == 1 else between
    ended = "; ".join(f"{name} f = {label(end, 2)}" for name, end in zip(names, ends, strict=True))
    about = (
        "GD's path is only turned with the bowl, whatever the angle",
        "AdaGrad divides each coordinate by its own past gradients",
        "Adam too scales each coordinate by itself, and its steps stay about η long",
    )
    options = tuple(
        Option(name, clear and slot == best, f"{about[slot]}. {why}: {ended}.", scene.racers[slot].look)
        for slot, name in enumerate(names)
    )
    text = f"A bowl, κ = {label(KAPPA)}, turned by {label(degrees)}°. Who has the lowest f after {scene.steps} steps?"
    return Ask(text, Choice(options, ordered=True), hides=TELLING)


QUESTIONS = (
    Question("harmed", "Whom does the rotation harm?", draw_harmed, ask_harmed),
    Question("lowest", "Who ends lowest?", draw_lowest, ask_lowest),
)

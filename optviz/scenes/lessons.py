"""Lessons: scenes that each teach one thing, and say it in a few lines of Markdown."""

import dataclasses
from functools import cache
from pathlib import Path
from typing import Any

from optviz.scenes.scene import Racer, Scene, free_look

TEXTS = Path(__file__).parent / "texts"


@dataclasses.dataclass(frozen=True)
class Lesson:
    """A scene with a title; its text lies in ``texts/<key>.md``, its claims are asserted in tests/scenes."""

    key: str
    title: str
    scene: Scene

    @property
    def text(self) -> str:
        """The lesson in Markdown: what is shown, what to notice, what to try."""
        return read_text(self.key)


@cache
def read_text(key: str) -> str:
    """Return the Markdown text of a lesson."""
    return (TEXTS / f"{key}.md").read_text(encoding="utf-8").strip()


LESSONS: dict[str, Lesson] = {}


def add(key: str, title: str, scene: Scene) -> None:
    """Enter a lesson; its scene carries its key, so that its link names it. ``ValueError`` for a key that is taken."""
    if key in LESSONS:
        raise ValueError(f"two lessons have the key {key!r}")
    LESSONS[key] = Lesson(key, title, scene.replace(lesson=key))


def race(surface: str, *racers: Racer, **how: Any) -> Scene:
    """Return a scene as :meth:`Scene.of` does, with a look of its own for each racer, also where a rule runs twice."""
    dressed: tuple[Racer, ...] = ()
    for racer in racers:
        dressed += (dataclasses.replace(racer, look=free_look(dressed, racer.rule)),)
    return Scene.of(surface, dressed, **how)


def bowl(kappa: float, *racers: Racer, rotation: float = 0.0, **how: Any) -> Scene:
    """Return a scene on the quadratic bowl with condition number ``kappa``, rotated by ``rotation`` degrees."""
    return race("quadratic", *racers, knobs={"kappa": kappa, "rotation": rotation}, **how)


def lesson_scenes() -> dict[str, Scene]:
    """Return the scene of every lesson by key, for reading links."""
    return {key: lesson.scene for key, lesson in LESSONS.items()}


run = Racer.of

# In the order of the lecture. Keys are public links: never rename or remove one.

add(
    "step_size",
    "The step size decides",
    bowl(4, run("gd", lr=0.01), run("gd", lr=0.3), run("gd", lr=0.48), start=(-2.6, 1.6), steps=50),
)

add(
    "divergence",
    "GD diverges above 2/L",
    bowl(40, run("gd", lr=0.049), run("gd", lr=0.0505), start=(-2.8, 0.4), steps=75, pick=1),
)

add(
    "local_minimum",
    "GD settles in the first dip",
    race("three_hump_camel", run("gd", lr=0.02), start=(-2.2, 1.5), steps=150),
)

add(
    "saddle_ridge",
    "No way off a saddle without noise",
    race(
        "saddle",
        run("gd", lr=0.1),
        run("momentum", lr=0.1, beta=0.5),
        run("adam", lr=0.1),
        run("sgd", lr=0.1, sigma=0.0001),
        start=(-1.5, 0.0),
        steps=75,
        pick=3,
    ),
)

add(
    "noise_ball",
    "Noise keeps SGD in a ball",
    bowl(
        4,
        run("gd", lr=0.1),
        run("sgd", lr=0.1, sigma=3),
        run("sgd", lr=0.01, sigma=3),
        start=(-2.5, 1.5),
        steps=600,
        pick=1,
    ),
)

add(
    "narrow_bowl",
    "GD zigzags in a narrow bowl",
    bowl(50, run("gd", lr=0.038), start=(-2.8, 1.6), steps=100),
)

add(
    "momentum_fast",
    "Momentum shortens the way",
    bowl(100, run("gd", lr=0.0198), run("momentum", lr=0.033, beta=0.67), start=(-2.8, 0.4), steps=100, pick=1),
)

add(
    "momentum_overshoots",
    "Momentum overshoots",
    bowl(5, run("gd", lr=0.05), run("momentum", lr=0.05, beta=0.9), start=(-2.5, 1.5), steps=150, pick=1),
)

add(
    "momentum_rolls_over",
    "Momentum rolls over a hump",
    race(
        "three_hump_camel",
        run("gd", lr=0.02),
        run("momentum", lr=0.02, beta=0.9),
        start=(-2.2, 1.5),
        steps=150,
        pick=1,
    ),
)

add(
    "too_much_momentum",
    "Too much momentum hurts",
    bowl(
        10,
        run("momentum", lr=0.01, beta=0.5),
        run("momentum", lr=0.01, beta=0.9),
        run("momentum", lr=0.01, beta=0.99),
        start=(-2.5, 1.5),
        steps=300,
        pick=2,
    ),
)

add(
    "nesterov_damps",
    "Nesterov damps the swings",
    bowl(20, run("momentum", lr=0.03, beta=0.9), run("nag", lr=0.03, beta=0.9), start=(-2.5, 1.5), steps=100, pick=1),
)

add(
    "adaptive_norm",
    "An adaptive step stands any slope",
    race(
        "goldstein_price",
        run("gd", lr=0.001),
        run("gd", lr=1e-5),
        run("adagrad_norm", lr=0.5),
        start=(0.5, -0.5),
        steps=200,
        pick=2,
    ),
)

add(
    "adagrad_stalls",
    "AdaGrad stalls",
    race(
        "cliff",
        run("adagrad_norm", lr=0.5),
        run("adagrad", lr=0.5),
        run("rmsprop", lr=0.02),
        start=(1.0, -2.0),
        steps=300,
        pick=1,
    ),
)

add(
    "rmsprop_jumps",
    "RMSprop jumps at first",
    bowl(100, run("rmsprop", lr=0.1, rho=0.9), run("rmsprop", lr=0.1, rho=0.99), start=(-2.5, 1.5), steps=60),
)

add(
    "adam_first_step",
    "Adam's first step is η",
    bowl(20, run("adam", lr=0.05), run("adam", lr=0.2), run("adam", lr=0.8), start=(-2.5, 1.5), steps=100, pick=2),
)

PER_COORDINATE = (run("gd", lr=0.018), run("adagrad", lr=0.5), run("adam", lr=0.1))

add(
    "straight_bowl",
    "One learning rate a coordinate",
    bowl(100, *PER_COORDINATE, start=(-2.0, 0.6), steps=150, pick=1),
)

add(
    "rotated_bowl",
    "The same bowl, rotated by 45°",
    bowl(100, *PER_COORDINATE, rotation=45, start=(-1.838478, -0.989949), steps=150, pick=1),
)

add(
    "saddle_race",
    "A race off the saddle",
    race(
        "saddle",
        run("gd", lr=0.02),
        run("momentum", lr=0.02, beta=0.9),
        run("nag", lr=0.02, beta=0.9),
        run("adagrad", lr=0.3),
        run("adadelta"),
        run("rmsprop", lr=0.03),
        start=(-1.5, 0.01),
        steps=60,
    ),
)

add(
    "plateau",
    "Across a plateau",
    race(
        "easom",
        run("gd", lr=0.1),
        run("rmsprop", lr=0.02),
        run("adam", lr=0.1),
        start=(1.7, 4.6),
        steps=300,
    ),
)

add(
    "cliff",
    "A cliff throws GD back",
    race("cliff", run("gd", lr=0.34), run("adam", lr=0.1), start=(2.0, 1.8), steps=100),
)

add(
    "rastrigin",
    "Many dips: where each one ends",
    race(
        "rastrigin",
        run("gd", lr=0.002),
        run("momentum", lr=0.003, beta=0.95),
        run("adagrad", lr=0.9),
        run("adam", lr=0.85),
        start=(-4.4, 3.6),
        steps=300,
    ),
)

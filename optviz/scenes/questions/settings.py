"""Settings of a lesson's questions: its scene with other learning rates, on another bowl."""

import dataclasses
from typing import Any

import numpy as np

from optviz.core.simulation.run import Run
from optviz.scenes.lessons import LESSONS
from optviz.scenes.scene import Scene, complete


def scene_of(lesson: str, **changes: Any) -> Scene:
    """Return a lesson's scene, with some of its fields changed."""
    return LESSONS[lesson].scene.replace(**changes)


def with_knobs(scene: Scene, slot: int, **knobs: float) -> Scene:
    """Return a scene in which the racer in a slot has other knobs."""
    racer = scene.racers[slot]
    changed = dataclasses.replace(racer, knobs=tuple((dict(racer.knobs) | knobs).items()))
    return scene.replace(racers=(*scene.racers[:slot], changed, *scene.racers[slot + 1 :]))


def with_rates(scene: Scene, *rates: float) -> Scene:
    """Return a scene whose racers have these learning rates."""
    for slot, rate in enumerate(rates):
        scene = with_knobs(scene, slot, lr=float(rate))
    return scene


def on_bowl(scene: Scene, kappa: float, rotation: float = 0.0) -> Scene:
    """Return a scene on a bowl with another condition number and rotation."""
    return scene.replace(surface_knobs=complete(type(scene.surface_now()), {"kappa": kappa, "rotation": rotation}))


def knob_of(scene: Scene, name: str) -> float:
    """Return one of the surface's knobs."""
    return dict(scene.surface_knobs)[name]


def rates_of(scene: Scene) -> list[float]:
    """Return the racers' learning rates."""
    return [dict(racer.knobs)["lr"] for racer in scene.racers]


def final_value(run: Run) -> float:
    """Return f at the end of a run, infinity for one that has diverged."""
    return float(run.value[-1]) if np.isfinite(run.value[-1]) else np.inf


def first_beyond(run: Run, edge: float = 1.0) -> int | None:
    """Return the first step at which |y| is larger than ``edge``, or None."""
    beyond = np.flatnonzero(np.abs(run.x[:, 1]) > edge)
    return int(beyond[0]) if len(beyond) else None

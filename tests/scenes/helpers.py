"""The lessons' runs, for tests of what their texts say."""

from functools import cache
from typing import Any

import numpy as np

from optviz.core.registry import settings_of
from optviz.core.simulation.run import Run
from optviz.scenes.lessons import LESSONS
from optviz.scenes.race import run_scene
from optviz.scenes.scene import Racer, Scene, complete


@cache
def runs(key: str) -> tuple[Run, ...]:
    """The runs of a lesson as it opens."""
    return run_scene(LESSONS[key].scene).runs


def rerun(key: str, slot: int | None = None, knobs: dict[str, float] | None = None, **changes: Any) -> tuple[Run, ...]:
    """A lesson's runs after what its text says to try; ``knobs`` are of the racer in ``slot``, or of the surface."""
    scene: Scene = LESSONS[key].scene.replace(**changes)
    if slot is not None:
        racers = list(scene.racers)
        values: dict[str, Any] = {**dict(racers[slot].knobs), **(knobs or {})}
        racers[slot] = Racer.of(racers[slot].rule, **values)
        scene = scene.replace(racers=tuple(racers))
    elif knobs:
        kind = type(scene.surface_now())
        scene = scene.replace(surface_knobs=complete(kind, {**dict(scene.surface_knobs), **knobs}))
    return run_scene(scene).runs


def knob(run: Run, key: str) -> float:
    """The value that a run's optimizer has for a knob."""
    return settings_of(run.optimizer)[key]


def lengths(run: Run) -> np.ndarray:
    """The length of each step, (T,)."""
    return np.hypot(*run.step.T)


def peaks(values: np.ndarray) -> np.ndarray:
    """The sizes of a swinging coordinate where it turns back."""
    turns = np.diff(values)[:-1] * np.diff(values)[1:] < 0
    return np.abs(values[1:-1][turns])


def leaves(run: Run, y: float) -> int:
    """The first step with |y| beyond ``y``; the number of steps + 1 if there is none."""
    beyond = np.flatnonzero(np.abs(run.x[:, 1]) > y)
    return int(beyond[0]) if len(beyond) else run.steps + 1

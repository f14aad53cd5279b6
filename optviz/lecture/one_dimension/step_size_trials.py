"""A trial on the step size: an η with which gradient descent reaches the minimum soonest."""

import functools
from collections.abc import Sequence
from typing import Any

import numpy as np

from optviz.core.number_text import label
from optviz.core.one_d.walk import Walk
from optviz.lecture.one_dimension.step_size import step_size_walk
from optviz.questions import AWAY, REACHED, SLOW, Ask, Dial, Question, Settings, Trial

NEAR = 0.02
"""The goal: x stays this near to the minimum."""

TRIED = np.round(np.arange(0.02, 1.2, 0.02), 2)
LOWEST, HIGHEST = 0.01, 1.2
HEAD_START = 2
"""Steps that everybody is given: who needs 2 instead of 1 is not half as good."""


def minimum_of(run: Walk) -> float:
    """Return the minimum in whose valley the walk starts."""
    return min(run.function.minima, key=lambda x: abs(x - run.x[0]))


def steps_to_goal(run: Walk) -> int | None:
    """Return after how many steps the walk comes to stay near the minimum; None if it does not."""
    outside = np.flatnonzero(~(np.abs(run.x - minimum_of(run)) <= NEAR))
    after = int(outside[-1]) + 1 if len(outside) else 0
    return after if after < len(run.x) else None


@functools.lru_cache(maxsize=64)
def best_of(function: str, start: float) -> tuple[float, int]:
    """Return, of the η tried, the one in the middle of the soonest, and its steps."""
    values = {"f": function, "x0": start}
    steps = [steps_to_goal(step_size_walk({**values, "eta": float(eta)})) for eta in TRIED]
    fewest = min(s for s in steps if s is not None)
    soonest = [float(eta) for eta, s in zip(TRIED, steps, strict=True) if s == fewest]
    return soonest[len(soonest) // 2], fewest


def trial(values: dict[str, Any], fewest: int, eta: float) -> Trial:
    """Return how the walk went with this η, and why."""
    run = step_size_walk({**values, "eta": eta})
    steps = steps_to_goal(run)
    path = np.stack([run.x, run.value], axis=1)
    factor = float(run.factor[0])
    if steps is not None:
        said = f"It stays near the minimum after {steps} step{'s' * (steps != 1)}; the soonest needs {fewest}."
        return Trial(min(1.0, (fewest + HEAD_START) / (steps + HEAD_START)), REACHED, said, path)
    if abs(run.x[-1] - minimum_of(run)) > abs(run.x[0] - minimum_of(run)):
        return Trial(0.0, AWAY, f"The first factor 1 − η f″ is {label(factor, 3)}: it leaves the valley.", path)
    why = "each step jumps across and keeps most of the distance" if factor < 0 else "the steps are too short"
    return Trial(0.1, SLOW, f"It is not there in time: {why}.", path)


def trials(values: dict[str, Any], settings: Sequence[tuple[float, ...]]) -> list[Trial]:
    """Walk with each η."""
    fewest = best_of(values["f"], values["x0"])[1]
    return [trial(values, fewest, eta) for (eta,) in settings]


def draw(rng: np.random.Generator) -> dict[str, Any]:
    """Draw a start in one of the two valleys."""
    x = float(rng.choice([-1, 1])) * round(float(rng.uniform(1.3, 1.9)), 1)
    return {"f": "two_valleys", "x0": x}


def ask(values: dict[str, Any]) -> Ask:
    """Ask for η."""
    best, _ = best_of(values["f"], values["x0"])
    dials = (Dial("eta", "η", LOWEST, HIGHEST, "log"),)
    form = Settings(dials, lambda settings: trials(values, settings), (best,), plane="curve")
    text = f"Start x₀ = {label(values['x0'])}. Choose η so that x comes, and stays, near this valley's minimum soonest."
    return Ask(text, form, hides=("factor", "now"), without=("step −η f′(x)",))


TRIALS = (Question("soonest", "Your η", draw, ask),)

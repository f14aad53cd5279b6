"""A trial on the map: choose η and β so that heavy ball reaches the minimum soonest."""

from collections.abc import Sequence
from typing import Any

import numpy as np

from optviz.core.number_text import label
from optviz.core.quadratic.rates import best
from optviz.core.simulation.run import Run
from optviz.core.simulation.simulate import simulate_all
from optviz.lecture.momentum.common import CORNER, bowl, optimizer
from optviz.lecture.momentum.map import STEPS
from optviz.questions import AWAY, REACHED, SLOW, Ask, Dial, Question, Settings, Trial

NEAR = 0.01
"""The goal: a hundredth of the distance at the start."""


def steps_to_goal(run: Run) -> int | None:
    """Return after how many steps a run comes to stay within the goal; None if it does not in its time."""
    with np.errstate(invalid="ignore"):
        outside = np.flatnonzero(~(run.distance <= NEAR * run.distance[0]))
    after = int(outside[-1]) + 1 if len(outside) else 0
    return after if after < len(run.distance) else None


def trials(kappa: float, settings: Sequence[tuple[float, ...]]) -> list[Trial]:
    """Run heavy ball with each η and β, and score each by its steps to the goal, as a share of the best setting's."""
    lowest = best("momentum", 1.0, kappa)
    racers = [optimizer("momentum", lr, beta) for lr, beta in ((lowest.lr, lowest.beta), *settings)]
    first, *runs = simulate_all(bowl(kappa), racers, CORNER, STEPS)
    fewest = steps_to_goal(first) or STEPS
    return [trial(run, fewest, kappa, *setting) for run, setting in zip(runs, settings, strict=True)]


def trial(run: Run, fewest: int, kappa: float, lr: float, beta: float) -> Trial:
    """Return how a run went, and why."""
    steps = steps_to_goal(run)
    if steps is not None:
        said = f"It stays within a hundredth of the way after {steps} steps; η and β of the lowest rate take {fewest}."
        return Trial(min(1.0, fewest / max(steps, 1)), REACHED, said, run.x)
    if not run.distance[-1] < run.distance[0]:
        said = f"It diverges: across the valley η must stay below 2(1 + β)/λₙ = {label(2 * (1 + beta) / kappa)}."
        return Trial(0.0, AWAY, said, run.x)
    slow = lr * 1.0 < (1 - beta**0.5) ** 2
    why = "along the valley it creeps: η is too small for this β" if slow else "it swings: β keeps too much of the past"
    return Trial(0.1, SLOW, f"After {STEPS} steps it is not there: {why}.", run.x)


def draw(rng: np.random.Generator) -> dict[str, Any]:
    """Draw how narrow the bowl is."""
    return {"kappa": float(rng.choice([20.0, 30.0, 50.0, 80.0, 100.0]))}


def ask(values: dict[str, Any]) -> Ask:
    """Ask for η and β."""
    kappa = values["kappa"]
    lowest = best("momentum", 1.0, kappa)
    dials = (Dial("lr", "η", 0.0, round(4.2 / kappa, 4)), Dial("beta", "β", 0.0, 1.0))
    text = f"λ₁ = 1, λₙ = {label(kappa)}. Choose η and β so that momentum comes, and stays, near the minimum soonest."
    form = Settings(dials, lambda settings: trials(kappa, settings), (lowest.lr, lowest.beta), plane="plane", map="map")
    return Ask(text, form, hides=("map", "numbers"))


TRIALS = (Question("fastest", "Your η and β", draw, ask),)

"""A trial on basins: a start that still ends in a given minimum, as far away from it as can be."""

import functools
from collections.abc import Sequence
from typing import Any

import numpy as np

from optviz.core.number_text import label, point
from optviz.core.simulation import basins, multistart
from optviz.core.simulation.critical import critical_points
from optviz.core.simulation.simulate import simulate
from optviz.core.surfaces import SURFACES
from optviz.lecture.own import surface_of
from optviz.lecture.traps.basins import BASINS
from optviz.lecture.traps.common import optimizer_of
from optviz.questions import AWAY, REACHED, SLOW, Ask, Dial, Question, Settings, Trial

STEPS = 400
BESIDE = 0.3
"""The start that is shown before one is chosen lies so far from the minimum that is asked for."""

FARTHEST = 0.95
"""The best start is that of a raster; this share of its distance counts as all of it."""


@functools.lru_cache(maxsize=16)
def farthest(surface: str, lr: float, which: int) -> tuple[tuple[float, float], float]:
    """Return, of 40,000 starts, the one farthest from a minimum that still ends there, and how far it is."""
    kind = SURFACES[surface]()
    critical = critical_points(kind)
    ends = multistart.ends(kind, optimizer_of({**BASINS.defaults(), "lr": lr}), STEPS)
    there = basins.destinations(critical, ends.ends, ends.moves) == which
    goal = critical.points[which].point
    far = np.where(there, np.hypot(ends.x[None, :] - goal[0], ends.y[:, None] - goal[1]), -1.0)
    row, column = np.unravel_index(far.argmax(), far.shape)
    return (round(float(ends.x[column]), 3), round(float(ends.y[row]), 3)), float(far.max())


def trials(values: dict[str, Any], which: int, settings: Sequence[tuple[float, ...]]) -> list[Trial]:
    """Run gradient descent from each start."""
    return [trial(values, which, x, y) for x, y in settings]


def trial(values: dict[str, Any], which: int, x: float, y: float) -> Trial:
    """Return where a start ends, and its score: its distance as a share of the farthest one's."""
    surface = surface_of(values)
    critical = critical_points(surface)
    run = simulate(surface, optimizer_of(values), (x, y), STEPS)
    last = run.step[-1]
    place = int(basins.destinations(critical, run.x[-1], np.hypot(*last)))
    goal, far = critical.points[which].point, farthest(values["surface"], values["lr"], which)[1]
    off = float(np.hypot(x - goal[0], y - goal[1]))
    if place == which:
        said = f"It ends there, from {label(off, 3)} away; of 40,000 starts the farthest is {label(far, 3)} away."
        return Trial(min(1.0, off / (FARTHEST * far)), REACHED, said, run.x)
    if place >= 0:
        said = f"It ends at {point(critical.points[place].point)}: downhill is not towards the nearest minimum."
        return Trial(0.0, SLOW, said, run.x)
    if place == basins.LEFT:
        return Trial(0.0, AWAY, "It leaves the picture: there the slope is so steep that a step jumps too far.", run.x)
    return Trial(0.0, SLOW, f"After {STEPS} steps it is still on its way.", run.x)


def draw(rng: np.random.Generator) -> dict[str, Any]:
    """Draw one of the minima of Himmelblau's function, near which the start lies, and a learning rate."""
    minima = critical_points(SURFACES["himmelblau"]()).of("minimum")
    x, y = minima[rng.integers(len(minima))].point
    lr = float(rng.choice([0.004, 0.006, 0.008, 0.01]))
    return {"lr": lr, "x0": round(x + BESIDE, 2), "y0": round(y, 2), "steps": STEPS}


def ask(values: dict[str, Any]) -> Ask:
    """Ask for a start."""
    surface = surface_of(values)
    points = critical_points(surface).points
    off = [np.hypot(p.point[0] - values["x0"], p.point[1] - values["y0"]) for p in points]
    which = int(np.argmin(off))
    (x_low, x_high), (y_low, y_high) = surface.domain
    dials = (Dial("x0", "start x₁", x_low, x_high), Dial("y0", "start x₂", y_low, y_high))
    best = farthest(values["surface"], values["lr"], which)[0]
    form = Settings(dials, lambda settings: trials(values, which, settings), best, plane="plane", map="plane")
    text = (
        f"Gradient descent with η = {label(values['lr'])}. Choose a start that ends in the minimum "
        f"{point(points[which].point)}, as far away from it as you can."
    )
    return Ask(text, form, hides=("destinations",))


TRIALS = (Question("start", "Your start", draw, ask),)

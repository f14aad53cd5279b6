"""Predictions on critical points: where gradient descent comes to rest, and over which saddle a valley is left."""

import functools
from collections.abc import Iterable
from typing import Any

import numpy as np

from optviz.core.number_text import label, point
from optviz.core.simulation import basins, multistart
from optviz.core.simulation.critical import CriticalPoint, critical_points
from optviz.core.simulation.status import hessians
from optviz.core.surfaces import SURFACES, as_field
from optviz.lecture.own import surface_of
from optviz.lecture.traps.common import gd_run, optimizer
from optviz.lecture.traps.suboptimal import STEPS
from optviz.questions import Ask, Place, Question, Target

RATES = {"himmelblau": 0.008, "three_hump_camel": 0.05, "styblinski_tang": 0.01}
"""Learning rates with which gradient descent settles in the valley where it starts."""
NEAR = 0.05
"""A click is right within this share of the window's width."""
BESIDE = 0.04
"""Starts this share of the window away must lead to the same place: else the start is too near a border."""
CLEARLY = 0.15
"""The second lowest pass must be higher by this share of the lowest one's height over the valley."""


def width(surface: str) -> float:
    """Return the width of a surface's window."""
    low, high = SURFACES[surface].domain[0]
    return high - low


def ends_of(surface: str, starts: np.ndarray) -> list[int]:
    """Return at which critical point, by its number from 0, gradient descent ends from each start (n, 2)."""
    f = SURFACES[surface]()
    x = multistart.swarm(f, optimizer("gd", lr=RATES[surface]), starts, STEPS).x
    return basins.destinations(critical_points(f), x[-1], np.hypot(*(x[-1] - x[-2]).T)).tolist()


def draw_rest(rng: np.random.Generator) -> dict[str, Any]:
    """Draw a surface and a start on it."""
    surface = str(rng.choice(list(RATES)))
    x, y = (round(float(rng.uniform(0.9 * low, 0.9 * high)), 1) for low, high in SURFACES[surface].domain)
    return {"surface": surface, "lr": RATES[surface], "x0": x, "y0": y}


def ask_rest(values: dict[str, Any]) -> Ask:
    """Ask where gradient descent comes to rest."""
    run, key = gd_run(values, STEPS), values["surface"]
    start, end = run.x[0], run.x[-1]
    minima = critical_points(surface_of(values)).of("minimum")
    reach = NEAR * width(key)
    around = start + BESIDE * width(key) * np.array([[0, 0], [1, 0], [-1, 0], [0, 1], [0, -1]])
    clear = run.status.kind == "converged" and np.hypot(*(end - start)) > 2 * reach
    clear = clear and len(set(ends_of(key, around))) == 1
    nearest = min(minima, key=lambda m: np.hypot(*(m.point - start)))
    wrong = (
        (minima[0], "is the lowest there is, but GD does not look for it. It goes down from where it is."),
        (nearest, "is the nearest as the crow flies. GD follows −∇f, at right angles to the level lines."),
    )
    form = Target(
        "plane",
        float(end[0]) if clear else np.nan,
        float(end[1]),
        reach,
        f"It goes down in the valley where it starts and rests at f = {label(run.value[-1], 3, 1e-9)}.",
        "It goes down at right angles to the level lines and rests in the minimum of the valley where it starts.",
        tuple(Place(*m.point, f"That minimum {said}") for m, said in wrong if np.hypot(*(m.point - end)) > 2 * reach),
    )
    text = f"Gradient descent starts at {point(start)}, η = {label(values['lr'])}. Click where it ends."
    return Ask(text, form)


@functools.cache
def passes(surface: str) -> tuple[tuple[CriticalPoint, frozenset[int]], ...]:
    """Return each saddle with the critical points, by number, to which it goes down on its two sides."""
    f = SURFACES[surface]()
    saddles = critical_points(f).of("saddle")
    at = np.array([saddle.point for saddle in saddles])
    down = np.linalg.eigh(hessians(as_field(f), at))[1][:, :, 0] * 0.01 * width(surface)
    sides = ends_of(surface, np.concatenate([at + down, at - down]))
    return tuple((s, frozenset(sides[i :: len(saddles)])) for i, s in enumerate(saddles))


def lowest_first(saddles: Iterable[CriticalPoint]) -> list[CriticalPoint]:
    """Return saddles by their height."""
    return sorted(saddles, key=lambda saddle: saddle.value)


def draw_pass(rng: np.random.Generator) -> dict[str, Any]:
    """Draw a surface and one of its minima, where the start lies."""
    surface = str(rng.choice(list(RATES)))
    minima = critical_points(SURFACES[surface]()).of("minimum")
    x, y = minima[rng.integers(len(minima))].point
    return {"surface": surface, "lr": RATES[surface], "x0": round(x, 2), "y0": round(y, 2)}


def ask_pass(values: dict[str, Any]) -> Ask:
    """Ask for the saddle over which the lowest way leads out of the valley of the start."""
    key, critical = values["surface"], critical_points(surface_of(values))
    start = np.array([values["x0"], values["y0"]])
    home = int(np.argmin([np.hypot(*(m.point - start)) for m in critical.of("minimum")]))
    ways = lowest_first(saddle for saddle, sides in passes(key) if home in sides and len(sides) == 2)
    lowest, floor, reach = ways[0], critical.points[home].value, NEAR * width(key)
    clear = len(ways) == 1 or ways[1].value - lowest.value > CLEARLY * (lowest.value - floor)
    height = f"f = {label(lowest.value, 3, 1e-9)}"
    higher = f"That is a saddle, but a higher one than the lowest, with {height}."
    hill = f"That is a maximum: down on all sides. A saddle is down on two sides, up along the crest; here {height}."
    other = "That is a minimum: up on all sides. The pass lies between two of them."
    form = Target(
        "plane",
        lowest.point[0] if clear else np.nan,
        lowest.point[1],
        reach,
        f"There it is down on both sides and up along the crest: {height}, λ₁ < 0 < λ₂.",
        f"It lies where the level lines of two valleys meet: {height}.",
        (
            *(Place(*saddle.point, higher) for saddle in ways[1:]),
            *(Place(*peak.point, hill) for peak in critical.of("maximum")),
            *(Place(*minimum.point, other) for minimum in critical.of("minimum")),
        ),
    )
    text = "The dot is in a minimum. The lowest way out of this valley leads over a saddle. Click where it is."
    return Ask(text, form, hides=("points",), without=("saddle", "maximum"), until=0)


QUESTIONS = (
    Question("rest", "Where does it come to rest?", draw_rest, ask_rest),
    Question("pass", "Where is the saddle?", draw_pass, ask_pass),
)

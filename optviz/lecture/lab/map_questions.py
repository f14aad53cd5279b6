"""A prediction on the map over the start: from which of four starts gradient descent takes longest."""

from typing import Any

import numpy as np

from optviz.core.number_text import point
from optviz.core.simulation.critical import critical_points
from optviz.core.simulation.simulate import simulate
from optviz.core.surfaces import Point
from optviz.lecture.lab.common import optimizer_of
from optviz.lecture.lab.outcome_map import GOAL, floor_of
from optviz.lecture.own import surface_of
from optviz.questions import Ask, Choice, Option, Question

RATES = (0.005, 0.008, 0.01)
NEAR, BESIDE, CORNER = 0.03, 1.0, 4.8
CLEAR = 0.75
"""The second slowest start takes at most this share of the slowest one's steps."""


def draw_slowest(rng: np.random.Generator) -> dict[str, Any]:
    """Draw four starts: close to a saddle, beside a minimum, in a corner, and anywhere."""
    critical = critical_points(surface_of({"surface": "himmelblau"}))
    saddles, minima = critical.of("saddle"), critical.of("minimum")
    turns = rng.uniform(0, 2 * np.pi, 2)
    places = [saddles[rng.integers(len(saddles))].point, minima[rng.integers(len(minima))].point]
    middles = np.clip(np.array(places), -CORNER, CORNER)
    starts = middles + np.array([[NEAR], [BESIDE]]) * np.stack([np.cos(turns), np.sin(turns)], axis=1)
    others = [CORNER * rng.choice([-1, 1], 2), rng.uniform(-CORNER, CORNER, 2)]
    points = tuple((round(float(x), 2), round(float(y), 2)) for x, y in (*starts, *others))
    lr = float(rng.choice(RATES))
    x0, y0 = points[1]
    return {"rule": "gd", "lr": lr, "show": "steps", "x0": x0, "y0": y0, "starts": points}


def steps_from(values: dict[str, Any], start: Point) -> int:
    """Return how many steps a run takes to the goal, T + 1 where it does not come there."""
    run = simulate(surface_of(values), optimizer_of(values), start, int(values["steps"]))
    met = np.flatnonzero(run.value - floor_of(run.surface) <= GOAL)
    return int(met[0]) if len(met) else int(values["steps"]) + 1


def ask_slowest(values: dict[str, Any]) -> Ask:
    """Ask which start takes the most steps."""
    starts = values["starts"]
    counts = [steps_from(values, start) for start in starts]
    slowest, second = int(np.argmax(counts)), float(np.sort(counts)[-2])
    saddle = "close to a saddle: the slope is small there, and the run is long in leaving"
    where = (saddle, "beside a minimum", "far away, but the slope is steep there", "somewhere on a slope")
    options = tuple(
        Option(
            point(start),
            i == slowest == 0 and bool(second <= CLEAR * counts[0]),
            f"{count if count <= values['steps'] else 'More than ' + str(values['steps'])} steps from {point(start)}: "
            f"it lies {place}.",
        )
        for i, (start, count, place) in enumerate(zip(starts, counts, where, strict=True))
    )
    text = "From which of these starts does gradient descent take the most steps to f − f* ≤ 0.001?"
    return Ask(text, Choice(options), hides=("shares",), without=("map",))


QUESTIONS = (Question("slowest", "Which start takes longest?", draw_slowest, ask_slowest),)

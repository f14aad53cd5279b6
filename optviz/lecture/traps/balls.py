"""Many starts: a grid of balls let go at once, each in the colour of the minimum where it ends."""

import numpy as np

from optviz.core.number_text import point
from optviz.core.simulation import basins, multistart
from optviz.core.simulation.basins import LEFT, MOVING
from optviz.core.simulation.critical import critical_points
from optviz.figures.board import Board, Chart, Series, Swarm
from optviz.figures.destinations import MINIMUM_LOOKS, Destinations, colours, destination_table
from optviz.lecture.controls import Slider
from optviz.lecture.own import surface_controls, surface_of
from optviz.lecture.section import Preset, Section, Value, Values
from optviz.lecture.traps.common import (
    background,
    critical_marks,
    optimizer_of,
    rule_controls,
    surface_axes,
)
from optviz.lecture.traps.messages import destination_notices, destination_summary

STEPS = 200


def roll_balls(values: Values) -> tuple[multistart.Swarm, Destinations]:
    """Return the balls of a grid of starts, and where each ends."""
    surface = surface_of(values)
    critical = critical_points(surface)
    x, y = multistart.middles(surface.domain, int(values["side"]))
    starts = np.stack([a.ravel() for a in np.meshgrid(x, y)], axis=1)
    swarm = multistart.swarm(surface, optimizer_of(values), starts, STEPS)
    with np.errstate(invalid="ignore"):
        moves = np.hypot(*(swarm.x[-1] - swarm.x[-2]).T)
    return swarm, Destinations(critical, basins.destinations(critical, swarm.x[-1], moves))


def positions(swarm: multistart.Swarm, destinations: Destinations) -> np.ndarray:
    """Return where each ball is at each recorded step, (R, balls): near a critical point, MOVING or LEFT."""
    return basins.destinations(destinations.critical, swarm.x, np.zeros(swarm.x.shape[:2]))


def arrivals(swarm: multistart.Swarm, destinations: Destinations) -> np.ndarray:
    """Return how many balls are within reach of each minimum at each recorded step, (R, number of minima)."""
    near = positions(swarm, destinations)
    return np.stack([(near == i).sum(axis=1) for i in range(len(destinations.critical.of("minimum")))], axis=1)


def balls_in_window(swarm: multistart.Swarm, destinations: Destinations) -> np.ndarray:
    """Return how many balls are inside the window at each recorded step, (R,)."""
    return (positions(swarm, destinations) != LEFT).sum(axis=1)


def arrival_frames(swarm: multistart.Swarm, destinations: Destinations) -> np.ndarray:
    """Return the recorded step, 1 or more, from which each ball is where it ends, (balls,); the last if nowhere."""
    elsewhere = positions(swarm, destinations) != destinations.label
    last = len(swarm.x) - 1
    stays = last - np.argmax(elsewhere[::-1], axis=0) + 1
    return np.clip(np.where(elsewhere.any(axis=0), stays, 1), 1, last)


def arrivals_chart(swarm: multistart.Swarm, destinations: Destinations) -> Chart:
    """Return how many balls are at each of up to six minima, or at any of more; with none, how many are in sight."""
    minima = destinations.critical.of("minimum")
    if not minima:
        inside = Series("", balls_in_window(swarm, destinations), "faint")
        return Chart("arrivals", "balls in the picture", (inside,), legend=False, low=0.0)
    counts = arrivals(swarm, destinations)
    if len(minima) > len(MINIMUM_LOOKS):
        series = (Series("", counts.sum(axis=1), MINIMUM_LOOKS[0]),)
    else:
        series = tuple(Series(point(m.point), counts[:, i], MINIMUM_LOOKS[i]) for i, m in enumerate(minima))
    return Chart("arrivals", "balls at a minimum", series, legend=False, low=0.0)


def common_status(destinations: Destinations) -> str:
    """Return the status of most balls, in one word."""
    place = destinations.counts.most_common(1)[0][0]
    return {MOVING: "moving", LEFT: "left"}.get(place, "converged")


def balls_board(values: Values) -> Board:
    """Balls from a grid of starts, each in the colour of where it ends, once it is there."""
    swarm, destinations = roll_balls(values)
    categories, number = colours(destinations)
    x, y = (np.ascontiguousarray(swarm.x[..., axis].T) for axis in (0, 1))
    minima = critical_marks(destinations.critical.of("minimum"), numbered=False)
    arrival = arrival_frames(swarm, destinations)
    return Board(
        (
            surface_axes(values, (Swarm(x, y, number, categories, arrival=arrival), *minima), drag=None),
            destination_table(destinations, "where the balls end", STEPS, counts=True),
            arrivals_chart(swarm, destinations),
        ),
        (("plane", "destinations"), ("plane", "arrivals")),
        steps=STEPS,
        widths=(1.7, 1.0),
        heights=(1.3, 1.0),
        status=(common_status(destinations),),
        notices=destination_notices(values, destinations, STEPS),
        summary=destination_summary(destinations),
    )


HUMPS: dict[str, Value] = {"surface": "three_hump_camel", "lr": 0.02}

BALLS = Section(
    "balls",
    "Many starts",
    controls=(
        *surface_controls("himmelblau"),
        *rule_controls(0.002),
        Slider("side", "n", "balls along a side", 12, 2, 20, whole=True),
    ),
    presets=(
        Preset("balls_four", "Four minima share the balls", {}, 0),
        Preset("balls_camel", "Six minima, two of them the best", {"surface": "six_hump_camel", "lr": 0.02}, 0),
        Preset("balls_gd", "One minimum is best: GD", HUMPS, 0),
        Preset("balls_momentum", "One minimum is best: momentum", HUMPS | {"rule": "momentum"}, 0),
        Preset("balls_rastrigin", "A dip for every ball", {"surface": "rastrigin", "lr": 0.002, "side": 20}, 0),
        Preset("balls_saddle", "At a saddle none settles", {"surface": "saddle", "lr": 0.05}, 0),
        Preset("balls_fly", "η = 0.1: all diverge", {"lr": 0.1}, 0),
    ),
    draw=balls_board,
    background=background,
)

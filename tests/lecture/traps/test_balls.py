"""Many starts: every ball has the colour of the minimum where it ends, and the shares are those of the text."""

from typing import Any

import numpy as np
import pytest

from optviz.core.simulation.basins import LEFT
from optviz.core.simulation.multistart import Swarm as Balls
from optviz.figures.board import Points, Swarm
from optviz.figures.destinations import Destinations
from optviz.lecture.traps.balls import arrivals, balls_in_window, roll_balls

from .helpers import board_of, layers, minima, shares, values_of


def roll(preset: str = "", **changes: Any) -> tuple[Balls, Destinations]:
    return roll_balls(values_of("balls", preset, **changes))


def test_four_minima_equally_deep_get_a_quarter_each() -> None:
    swarm, destinations = roll()
    assert swarm.x.shape[1] == 144
    assert [p.value for p in minima(destinations)] == pytest.approx([0] * 4, abs=1e-12)
    for share in shares(destinations).values():
        assert share == pytest.approx(0.25, abs=0.02)


def test_momentum_brings_more_to_the_best_of_three() -> None:
    (_, gd), (_, momentum) = roll("balls_gd"), roll("balls_momentum")
    assert len(minima(gd)) == 3 and gd.critical.lowest == gd.critical.points[:1]
    assert round(100 * gd.share(0)) == 46 and round(100 * momentum.share(0)) == 60


def test_six_minima_two_of_them_the_best() -> None:
    _, destinations = roll("balls_camel")
    assert len(minima(destinations)) == 6 and len(destinations.critical.lowest) == 2
    assert destinations.share(*range(6)) == 1


def test_on_rastrigin_every_dip_gets_a_ball() -> None:
    swarm, destinations = roll("balls_rastrigin")
    assert swarm.x.shape[1] == 400 and (destinations.label >= 0).all()
    assert len(destinations.counts) == 121 == len(minima(destinations))


def test_balls_leave_the_saddle_unless_a_row_starts_on_its_axis() -> None:
    swarm, destinations = roll("balls_saddle")
    assert destinations.share(LEFT) == 1
    inside = balls_in_window(swarm, destinations)
    assert inside[0] == 144 and inside[-1] == 0
    assert (np.abs(swarm.x[-1, :, 0]) < 1e-8).all() and (np.abs(swarm.x[-1, :, 1]) > 2).all()
    swarm, odd = roll("balls_saddle", side=11)
    assert odd.counts[0] == 11 and odd.critical.points[0].where == "saddle"
    np.testing.assert_array_equal(swarm.x[0, odd.label == 0, 1], 0)


def test_at_a_large_rate_all_diverge() -> None:
    swarm, destinations = roll("balls_fly")
    assert destinations.share(LEFT) == 1 and not np.isfinite(swarm.x[-1]).any()


def test_balls_that_have_arrived_are_counted_step_by_step() -> None:
    swarm, destinations = roll()
    counts = arrivals(swarm, destinations)
    assert counts.shape == (len(swarm.steps), 4)
    assert counts[0].sum() < 5 and counts[-1].sum() == 144
    assert counts[-1].tolist() == [destinations.counts[i] for i in range(4)]


def test_every_ball_has_the_colour_of_the_minimum_where_it_ends() -> None:
    board = board_of("balls")
    (swarm,) = layers(board, Swarm)
    (stars,) = layers(board, Points)
    for i in range(len(swarm.x)):
        end = np.array([swarm.x[i, -1], swarm.y[i, -1]])
        nearest = np.argmin(np.hypot(stars.x - end[0], stars.y - end[1]))
        assert swarm.number[i] == nearest
    assert len({category.look for category in swarm.categories}) == len(swarm.categories) == 4

"""Three ideas: who leaves the saddle when, and who uses which idea."""

import math
from typing import Any

import numpy as np
import pytest

from optviz.core.optimizers import OPTIMIZERS, TEXTBOOK
from optviz.figures.board import Chart, Table, from_step, last_text
from optviz.lecture.adaptive.ideas import Race, idea_rows, race

from .helpers import state_of, values_of


def race_of(preset: str = "", **changes: Any) -> Race:
    return race(values_of("ideas", preset, **changes))


def test_the_order_off_the_saddle() -> None:
    result = race_of("ideas_race")
    left = {racer.name: step for racer, step in zip(result.racers, result.left, strict=True)}
    assert left == {"GD": 51, "Momentum": 24, "NAG": 21, "AdaGrad": 17, "Adadelta": 33, "RMSprop": 4, "Adam": 11}


@pytest.mark.parametrize("y0", [1e-2, 1e-4, 1e-6])
def test_gd_gains_a_factor_of_one_plus_two_eta_a_step(y0: float) -> None:
    result = race_of(y0=y0)
    gd = result.racers[0].run
    np.testing.assert_allclose(gd.x[1:60, 1] / gd.x[:59, 1], 1.2, rtol=1e-12)
    assert result.left[0] == math.ceil(math.log(1 / y0) / math.log(1.2))


def test_a_hundred_times_nearer_only_those_without_adaptive_rates_are_much_later() -> None:
    result, near = race_of("ideas_race"), race_of("ideas_hair")
    left = {racer.name: (a, b) for racer, a, b in zip(result.racers, result.left, near.left, strict=True)}
    assert left["GD"] == (51, 76) and left["Momentum"] == (24, 36) and left["NAG"] == (21, 31)
    assert left["Adadelta"] == (33, 37)
    for name in ("AdaGrad", "RMSprop", "Adam"):
        assert left[name][0] == left[name][1]


def test_exactly_on_the_ridge_nobody_leaves() -> None:
    result = race_of("ideas_ridge")
    assert result.left == (None,) * 7
    assert all((racer.run.x[:, 1] == 0).all() for racer in result.racers)


def test_the_table_is_the_registry_with_the_lectures_nine_first() -> None:
    rows = idea_rows()
    assert [name for name, *_ in rows] == [rule.name for rule in OPTIMIZERS.values()]
    assert [key in TEXTBOOK for key in OPTIMIZERS] == [True] * 9 + [False] * (len(rows) - 9)
    marks = {name: (momentum, adaptive) for name, _, momentum, adaptive in rows}
    assert marks["GD"] == (False, False) and marks["Adam"] == (True, True)
    assert marks["Momentum"] == marks["NAG"] == (True, False)
    assert marks["AdaGrad"] == marks["RMSprop"] == marks["Adadelta"] == (False, True)


def test_the_table_lists_all_optimizers_and_the_racers_steps() -> None:
    table = state_of("ideas").board().panel("ideas", Table)
    rows = {row[0]: tuple(map(last_text, row[1:])) for row in table.rows}
    assert list(rows) == [rule.name for rule in OPTIMIZERS.values()]
    assert rows["GD"] == ("51", "if fed", "", "") and rows["RMSprop"] == ("4", "if fed", "", "yes")
    assert rows["Adam"] == ("11", "if fed", "yes", "yes") and rows["SGD"] == ("", "yes", "", "")
    ridge = state_of("ideas", "ideas_ridge").board().panel("ideas", Table)
    assert [row[1] for row in ridge.rows].count(from_step(100, "never")) == 7
    assert [row[1] for row in table.rows].count(from_step(51, "51")) == 1, "told when GD leaves"


def test_the_chart_ends_where_a_racer_leaves_the_picture() -> None:
    for series in state_of("ideas").board().panel("away", Chart).series:
        seen = series.y[np.isfinite(series.y)]
        assert (seen[:-1] <= 2).all()

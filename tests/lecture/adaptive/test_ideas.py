"""All optimizers: who escapes from the saddle when, and who uses which idea."""

import math
from typing import Any

import numpy as np
import pytest

from optviz.core.optimizers import OPTIMIZERS, TEXTBOOK
from optviz.figures.board import Axes, Chart, Metrics, Path, Surface3D, Table
from optviz.figures.palette import look
from optviz.lecture.adaptive import PAGE
from optviz.lecture.adaptive.ideas import Race, idea_rows, race

from .helpers import state_of, values_of


def race_of(preset: str = "", **changes: Any) -> Race:
    return race(values_of("ideas", preset, **changes))


def test_the_order_off_the_saddle() -> None:
    result = race_of("ideas_race")
    left = {racer.name: step for racer, step in zip(result.racers, result.escapes, strict=True)}
    assert left == {"GD": 51, "Momentum": 24, "NAG": 21, "AdaGrad": 17, "Adadelta": 33, "RMSprop": 4, "Adam": 11}


@pytest.mark.parametrize("y0", [1e-2, 1e-4, 1e-6])
def test_gd_gains_a_factor_of_one_plus_two_eta_a_step(y0: float) -> None:
    result = race_of(y0=y0)
    gd = result.racers[0].run
    np.testing.assert_allclose(gd.x[1:60, 1] / gd.x[:59, 1], 1.2, rtol=1e-12)
    assert result.escapes[0] == math.ceil(math.log(1 / y0) / math.log(1.2))


def test_a_hundred_times_nearer_only_those_without_adaptive_rates_are_much_later() -> None:
    result, near = race_of("ideas_race"), race_of("ideas_hair")
    left = {racer.name: (a, b) for racer, a, b in zip(result.racers, result.escapes, near.escapes, strict=True)}
    assert left["GD"] == (51, 76) and left["Momentum"] == (24, 36) and left["NAG"] == (21, 31)
    assert left["Adadelta"] == (33, 37)
    for name in ("AdaGrad", "RMSprop", "Adam"):
        assert left[name][0] == left[name][1]


def test_exactly_on_the_axis_nobody_escapes() -> None:
    result = race_of("ideas_ridge")
    assert result.escapes == (None,) * 7
    assert all((racer.run.x[:, 1] == 0).all() for racer in result.racers)


def test_the_table_is_the_registry_with_the_lectures_nine_first() -> None:
    rows = idea_rows()
    assert [name for name, *_ in rows] == [rule.name for rule in OPTIMIZERS.values()]
    assert [key in TEXTBOOK for key in OPTIMIZERS] == [True] * 9 + [False] * (len(rows) - 9)
    marks = {name: (momentum, adaptive) for name, _, momentum, adaptive in rows}
    assert marks["GD"] == (False, False) and marks["Adam"] == (True, True)
    assert marks["Momentum"] == marks["NAG"] == (True, False)
    assert marks["AdaGrad"] == marks["RMSprop"] == marks["Adadelta"] == (False, True)


def test_the_table_lists_the_lectures_nine_and_with_the_switch_all() -> None:
    names = [rule.name for rule in OPTIMIZERS.values()]
    for zoo, listed in ((False, names[:9]), (True, names)):
        rows = {row[0]: row[1:] for row in state_of("ideas", zoo=zoo).board().panel("ideas", Table).rows}
        assert list(rows) == listed
        assert rows["GD"] == ("optional", "", "") and rows["RMSprop"] == ("optional", "", "yes")
        assert rows["Adam"] == ("optional", "yes", "yes") and rows["SGD"] == ("yes", "", "")


def test_all_of_the_lecture_but_gd_use_an_idea_of_their_own() -> None:
    without = [name for name, *ideas in idea_rows(zoo=False) if not any(ideas)]
    assert without == ["GD"]
    assert PAGE.text("ideas").body.startswith("All optimizers of the lecture but GD use")


def test_a_step_of_escape_is_told_only_once_it_has_come() -> None:
    board = state_of("ideas").board()
    told = {m.label: m.values for m in board.panel("escapes", Metrics).metrics}
    result = race_of()
    for racer, step in zip(result.racers, result.escapes, strict=True):
        assert step is not None and told[racer.name] == ("—",) * step + (str(step),) * (101 - step)
    ridge = state_of("ideas", "ideas_ridge").board().panel("escapes", Metrics)
    assert all(set(metric.values) == {"—"} for metric in ridge.metrics)


def test_the_first_30_steps_take_seconds() -> None:
    board = state_of("ideas").board()
    assert 30 / board.pace >= 5


def test_the_race_is_one_large_picture_in_three_dimensions_or_from_above() -> None:
    flat, deep = (state_of("ideas", picture=picture).board() for picture in ("contour", "surface"))
    paths = [layer for layer in flat.panel("race", Axes).layers if isinstance(layer, Path)]
    for path, raised in zip(paths, deep.panel("race", Surface3D).paths, strict=True):
        assert np.array_equal(path.x, raised.x) and path.look == raised.look
        height = np.asarray(raised.value)
        known = np.isfinite(height)
        np.testing.assert_allclose(height[known], (np.asarray(raised.x) ** 2 - np.asarray(raised.y) ** 2)[known])
    assert all(row[0] == "race" for row in deep.rows[:-1]) and deep.widths[0] > deep.widths[1]
    assert len({path.look for path in paths}) == 7


def test_seven_racers_have_seven_colours_and_seven_markers() -> None:
    looks = [look(racer.look) for racer in race_of().racers]
    assert len({each.colour for each in looks}) == len({each.marker for each in looks}) == 7


def test_the_chart_ends_where_a_racer_leaves_the_picture() -> None:
    for series in state_of("ideas").board().panel("away", Chart).series:
        seen = series.y[np.isfinite(series.y)]
        assert (seen[:-1] <= 2).all()

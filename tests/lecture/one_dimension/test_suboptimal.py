"""What the section on suboptimal ends says is what its walk does, and its strip shows where each start leads."""

import pytest

from optviz.core.one_d.functions import FUNCTIONS
from optviz.core.one_d.walk import outcomes
from optviz.figures.board import Labels, Points, Strip
from optviz.lecture.one_dimension.suboptimal import STRIP_STARTS, basins_of, suboptimal_walk

from .helpers import board_of, layers, values

VALLEYS, TERRACE, RIPPLES = (FUNCTIONS[key]() for key in ("two_valleys", "terrace", "ripples"))


@pytest.mark.parametrize(
    ("preset", "kind", "where", "place"),
    [
        ("local_minimum", "converged", "minimum", 2.0),
        ("global_minimum", "converged", "minimum", -2.0),
        ("hilltop", "stuck", "maximum", 0.5),
        ("inflection", "stuck", "inflection", 0.0),
        ("over_the_inflection", "converged", "minimum", 2.0),
        ("ripples", "converged", "minimum", RIPPLES.minima[3]),
    ],
)
def test_a_preset_ends_where_it_says(preset, kind, where, place):
    status = suboptimal_walk(values("suboptimal", preset)).status
    assert (status.kind, status.where) == (kind, where)
    assert status.place is not None and abs(status.place) == abs(place)


def test_the_higher_valley_is_higher_and_so_is_the_nearest_dip():
    assert "local minimum" in suboptimal_walk(values("suboptimal", "local_minimum")).status.reason
    assert "global minimum" in suboptimal_walk(values("suboptimal", "global_minimum")).status.reason
    end = suboptimal_walk(values("suboptimal", "ripples"))
    assert end.value[-1] > RIPPLES.value(0.0) + 0.7
    nearest = min((x for x, kind in RIPPLES.criticals if kind == "minimum"), key=lambda x: abs(x - end.x[0]))
    assert end.status.place == nearest


@pytest.mark.parametrize("eta", [0.02, 0.05, 0.1])
def test_with_small_steps_the_colour_changes_exactly_at_the_hilltop(eta):
    codes = basins_of(values("suboptimal", eta=eta))
    left, right = codes[: int(480 * 3.5 / 6)], codes[int(480 * 3.5 / 6) :]
    names = outcomes(VALLEYS)
    assert {names[k] for k in left} == {"global minimum at −2"}
    assert {names[k] for k in right} == {"local minimum at 2"}


def test_the_terrace_holds_short_steps_and_a_longer_one_jumps_over():
    held, over = (suboptimal_walk(values("suboptimal", preset)) for preset in ("inflection", "over_the_inflection"))
    assert held.x[-1] < 0 and held.status.reason.endswith("the flat inflection at 0.")
    assert over.slope[0] == pytest.approx(-5.9, abs=0.01)
    assert over.x[1] - over.x[0] == pytest.approx(1.77, abs=0.005)
    assert over.x[1] > 0
    assert TERRACE.value(0.5) < TERRACE.value(0.0) < TERRACE.value(-0.5), "f falls on behind it"


def test_too_long_a_step_no_longer_ends_in_the_global_minimum():
    ends = {outcomes(VALLEYS)[k] for k in basins_of(values("suboptimal", eta=0.5))}
    assert "local minimum at 2" in ends and "global minimum at −2" not in ends


def test_the_strip_tells_where_the_walk_that_is_shown_ends():
    given = values("suboptimal", "inflection")
    codes = basins_of(given)
    low, high = TERRACE.window
    for cell in range(0, STRIP_STARTS, 37):
        x = low + (high - low) * (cell + 0.5) / STRIP_STARTS
        end = suboptimal_walk(given | {"x0": x}).status
        assert TERRACE.criticals[codes[cell]][0] == end.place


def test_a_minimum_wears_the_colour_of_the_starts_that_reach_it():
    board = board_of("suboptimal")
    (strip,), (marks,) = layers(board, Strip), layers(board, Points)
    by_label = {category.label: category.look for category in strip.categories}
    assert by_label == {"global minimum at −2": marks.looks[0], "local minimum at 2": marks.looks[2]}
    assert len(strip.number) == STRIP_STARTS
    assert set(strip.number.tolist()) == {0, 1}


@pytest.mark.parametrize(
    ("f", "names"),
    [
        ("two_valleys", ("global minimum", "local minimum")),
        ("terrace", ("flat inflection", "minimum")),
        ("ripples", ("global minimum",)),
    ],
)
def test_what_the_curve_has_is_named_below_it(f, names):
    (labels,) = layers(board_of("suboptimal", f=f), Labels)
    assert labels.texts == names
    assert len(labels.x) == len(labels.y) == len(names)

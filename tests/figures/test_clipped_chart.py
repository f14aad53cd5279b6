"""A curve that explodes does not squash the others, and the chart says where it is cut off."""

import numpy as np
import pytest

from optviz.figures.board import Chart, Series
from optviz.figures.clipped_chart import EXPLODES, clipped
from optviz.lecture.curvature import PAGE as CURVATURE
from optviz.lecture.practice import PAGE as PRACTICE


def chart(*curves: list[float], log: bool = True) -> Chart:
    return Chart("loss", "f", tuple(Series(str(i), np.array(y), i) for i, y in enumerate(curves)), log=log)


def test_a_chart_in_which_nothing_explodes_stays_as_it_is():
    calm = chart([10.0, 1.0], [10.0, 9 * EXPLODES])
    assert clipped(calm) is calm and clipped(chart([])).high is None and clipped(chart([0.0, 5.0])).high is None


def test_the_axis_ends_a_decade_or_two_above_what_the_others_need():
    cut = clipped(chart([20.0, 1e-9], [20.0, 1400.0, 1.0], [20.0, 1e100, np.inf, np.nan]))
    assert cut.high == 1e5 and cut.title == "f" and "Cut off at 1e5" in cut.help and cut.low is None
    alone = clipped(chart([3.0, 1e40], log=False))
    assert alone.high == 30.0


def test_what_is_known_before_does_not_count():
    known = Series("limit", np.full(3, 1e30), "bad", known=True)
    assert clipped(Chart("c", "f", (*chart([1.0, 2.0]).series, known))).high is None


@pytest.mark.parametrize(
    ("page", "section", "changes", "panel"),
    [
        (CURVATURE, "search", {"lr": 0.5}, "loss"),
        (CURVATURE, "newton_two", {"lr": 0.5}, "loss"),
        (CURVATURE, "cost", {"lr": 0.5}, "loss"),
        (PRACTICE, "decay", {"rule": "gd", "lr": 0.5}, "size"),
        (PRACTICE, "decay", {"rule": "gd", "lr": 0.5}, "value"),
        (PRACTICE, "average", {"lr": 1.0}, "distance"),
    ],
)
def test_a_rate_that_is_too_large_leaves_the_other_curves_in_sight(page, section, changes, panel):
    found = page.section(section)
    shown = found.draw(found.defaults() | changes).panel(panel, Chart)
    first = max(float(series.y[0]) for series in shown.series)
    assert shown.high is not None and first < shown.high < EXPLODES * first and "Cut off at" in shown.help

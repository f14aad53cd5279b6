"""A typed f(x) in the sections on one dimension: what the boards show of it is what is computed."""

import re

import numpy as np
import pytest

from optviz.figures.board import Axes, Board, Chart, Line, Strip, last_text
from optviz.lecture.one_dimension import PAGE
from optviz.lecture.one_dimension.own import OWN, function_of
from optviz.lecture.one_dimension.step_size import regime_name, step_size_walk
from optviz.lecture.one_dimension.suboptimal import suboptimal_walk
from optviz.lecture.own_one_d import FORMULA, understood
from optviz.lecture.page_state import PageState, from_query
from tests.lecture.one_dimension.helpers import layers

WITH_A_CHOICE = ("descent", "algorithm", "step_size", "suboptimal")


def state(section: str, text: str, more: str = "") -> PageState:
    shown, ignored = from_query(PAGE, {"section": section, "f": "typed", "fx": text} | dict_of(more))
    assert ignored == ()
    return shown


def dict_of(more: str) -> dict[str, str]:
    return dict(pair.split("=") for pair in more.split("&")) if more else {}


def board(section: str, text: str, more: str = "") -> Board:
    return state(section, text, more).board()


@pytest.mark.parametrize("section", [section.key for section in PAGE.sections])
def test_every_section_with_a_choice_of_functions_has_ones_own(section: str) -> None:
    keys = [control.key for control in PAGE.section(section).all_controls()]
    assert ("fx" in keys) == (section in WITH_A_CHOICE)


@pytest.mark.parametrize("section", WITH_A_CHOICE)
@pytest.mark.parametrize("text", [FORMULA, "log(x)", "1/x^2", "abs(x)", "exp(-x)", "5", "tan(x)", "x^x"])
def test_any_function_gives_a_board_without_a_warning(section: str, text: str) -> None:
    with np.errstate(all="raise"):
        shown = board(section, text)
    assert f"f(x) = {text}" in shown.summary
    (curve,) = [line for line in layers(shown, Line) if line.name == "f(x)"]
    height = shown.panel("curve", Axes).y
    assert np.isfinite([height.low, height.high]).all() and height.low < height.high
    assert not np.isinf(np.asarray(curve.y)).any()


def test_a_pole_does_not_flatten_the_rest_of_the_curve() -> None:
    tall = board("descent", "1/x^2").panel("curve", Axes).y
    assert tall.high < 200, "at the middle of the picture 1/x² is larger than 10000"
    plain = board("descent", "x^4").panel("curve", Axes).y
    assert plain.high > 16, "a curve without a pole is shown whole"


def test_latex_has_the_derivative_where_it_is_short() -> None:
    assert understood("x^2+a*x").latex == r"f(x) = x^{2} + a\,x,\quad f'(x) = 2\,x + a"
    assert "f'" not in understood("*".join(f"sin({n}x+x^{n})" for n in range(2, 12))).latex


def test_what_is_known_is_said_as_found() -> None:
    assert OWN.known(state("descent", "x^4-2x^2").values) == "2 minima found, by a search that may miss some."
    assert OWN.known(state("descent", "exp(x)").values).startswith("No minimum found")
    holes = state("descent", "x+0*sqrt(sin(20x))").values
    places = np.linspace(*function_of(holes).window, 10_001)
    share = float((np.sin(20 * places) < 0).mean())
    said = re.search(r"f is not finite on (\d+) % of the window", OWN.known(holes))
    assert said and abs(int(said[1]) / 100 - share) < 0.05


def test_the_gap_is_above_the_lowest_value_found_or_is_f_itself_where_there_is_none() -> None:
    gap = board("descent", "x^2+7").panel("gap", Chart)
    assert gap.title == "f(xₜ) above the lowest value found" and gap.log
    assert gap.series[0].y[-1] < 1e-9
    for text in ("exp(x)", "x^3-x"):
        gap = board("descent", text).panel("gap", Chart)
        assert (gap.title, gap.log) == ("f(xₜ)", False)


def test_the_outcome_says_that_the_domain_was_left() -> None:
    assert "is outside the domain of f" in board("suboptimal", "log(x)").summary


def test_the_regime_follows_from_the_exact_curvature() -> None:
    run = step_size_walk(state("step_size", "a*x^2", "p1=2&eta=0.3").values)
    np.testing.assert_allclose(run.factor, 1 - 0.3 * 4)
    assert regime_name(float(run.factor[0])) == "oscillating"
    assert regime_name(float("nan")) == "—"


def test_the_strip_shows_where_single_walks_end() -> None:
    shown = state("suboptimal", "x^4-2x^2+0.3x")
    (strip,) = layers(shown.board(), Strip)
    low, high = function_of(shown.values).window
    names = {category.label.split(" at ")[0] for category in strip.categories}
    assert names == {"lowest minimum found", "local minimum"}
    for share in (0.1, 0.45, 0.6, 0.9):
        start = low + share * (high - low)
        run = suboptimal_walk({**shown.values, "x0": start})
        cell = strip.categories[np.asarray(strip.number)[int(share * len(strip.number))]].label
        assert run.status.place is not None
        assert float(cell.rpartition(" ")[2].replace("−", "-")) == pytest.approx(run.status.place, rel=5e-3)


def test_a_start_outside_the_picture_is_said_to_be() -> None:
    notices = " ".join(map(last_text, board("descent", "x^2", "x0=9").notices))
    assert "outside the picture" in notices

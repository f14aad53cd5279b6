"""The section on one's own data: what its words claim, and what it makes of any table."""

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from optviz.core.tables.shelf import SHELF, Table
from optviz.figures.board import Axes, Board, Chart, Metrics, Points
from optviz.figures.board.message import background_message, board_body
from optviz.lecture.lab import PAGE
from optviz.lecture.lab.data import (
    DATA,
    LACKING,
    MOST_GRADIENTS,
    NOTHING,
    data_background,
    data_board,
    problem_at,
    run_of,
    source_of,
)
from optviz.lecture.lab.data_planes import MOST_DRAWN
from optviz.lecture.lab.data_questions import ask_scale, draw_scale, eigenvalues, left
from optviz.lecture.lab.fitted import problem_of
from optviz.lecture.page_state import from_query, to_query
from optviz.questions import Choice, Unclear

BIG = "t,x\n" + "\n".join(f"{i / 7:.4f},{i % 13}" for i in range(10_000))


def at(**values: Any) -> dict[str, Any]:
    return DATA.defaults() | values


def run_at(values: dict[str, Any]) -> np.ndarray:
    return run_of(problem_at(values, source_of(values)), values).theta


def drawn(values: dict[str, Any]) -> Board:
    """The section's board, also as it travels."""
    board = data_board(values)
    board_body(board)
    background_message(data_background(values))
    return board


def said(board: Board) -> str:
    return " ".join(str(each) for each in board.notices)


def test_standardised_the_hessian_is_the_unit_matrix_and_one_step_arrives() -> None:
    values = at(source="spring", eta=1.0, steps=1)
    np.testing.assert_allclose(eigenvalues(values), (1.0, 1.0), rtol=1e-12)
    least = problem_at(values, source_of(values)).minimum
    assert least is not None and run_at(values)[1] == pytest.approx(least, rel=1e-12)


def test_on_the_raw_spring_kappa_is_huge_and_the_intercept_hardly_moves() -> None:
    raw = at(**DATA.preset("data_spring").values)  # type: ignore[union-attr]
    small, large = eigenvalues(raw)
    least = problem_at(raw, source_of(raw)).minimum
    assert large / small > 1e5 and raw["steps"] == 1000 and raw["eta"] < 2 / large and least is not None
    assert abs(run_at(raw)[-1, 1]) < 0.01 * least[1]
    beyond = run_at(raw | {"eta": 2.1 / large})
    assert np.abs(beyond[-1]).max() > 1e3


def test_the_slope_for_raw_x_is_the_least_squares_line_of_the_lab_report() -> None:
    values = at(eta=1.0, steps=3)
    x, y = source_of(values).table.rows.T
    slope, intercept = np.polyfit(x, y, 1)
    metrics = {m.label: m.values for m in data_board(values).panel("now", Metrics).metrics}
    assert metrics["slope for raw $x$"][-1] == pytest.approx(slope)
    assert metrics["intercept for raw $x$"][-1] == pytest.approx(intercept)
    assert slope == pytest.approx(4 * np.pi**2 / 981, rel=0.02)  # s² a centimetre


def test_ten_thousand_rows_are_computed_with_and_two_thousand_drawn() -> None:
    name = SHELF.keep(BIG)
    values = at(source="own", data=name, steps=1000)
    board = drawn(values)
    points = [layer for layer in board.panel("data", Axes).layers if isinstance(layer, Points)]
    assert [len(layer.x) for layer in points] == [MOST_DRAWN] and "2,000 drawn" in board.panel("data", Axes).title
    x, y = np.array([line.split(",") for line in BIG.splitlines()[1:]], float).T
    assert data_board(values).panel("loss", Chart).series[0].y[0] == pytest.approx(np.mean(y**2) / 2)
    assert board.steps == MOST_GRADIENTS // 10_000 and "cut to 300 steps" in said(board)
    assert board.panel("data", Axes).x.label == "t" and len(x) == 10_000


def test_data_that_are_not_there_are_replaced_and_that_is_said() -> None:
    assert data_board(at(source="own", data="0" * 24)).notices[0] == LACKING
    assert data_board(at(source="own")).notices[0] == NOTHING
    assert "a pendulum" in data_board(at(source="own")).panel("data", Axes).title


def test_two_values_are_classes_and_more_are_parted_at_their_median() -> None:
    two = drawn(at(source="own", data="1,3_2,3_3,7_4,3_5,7", model="logistic"))
    assert "Class 0 is y = 3, class 1 is y = 7." in said(two)
    many = drawn(at(model="logistic"))
    assert "y has 10 values, not two classes: class 1 is what lies above their median" in said(many)
    assert "separates the classes" in said(many)


def test_a_constant_column_and_an_odd_loss_are_said() -> None:
    assert "x is the same in all rows" in said(drawn(at(source="own", data="2,3_2,3_2,7")))
    assert "standardise x" in said(drawn(at(source="own", data="9000000,3_9000001,4_9000002,7", standard=False)))
    assert "Class" not in said(drawn(at(source="own", data="1,2_2,2_3,2")))


def test_a_typed_loss_that_cannot_be_read_is_a_sentence() -> None:
    board = drawn(at(model="typed", loss="meen((a*x+b-y)^2)", last_loss="mean(abs(a*x+b-y))"))
    assert "cannot be read yet" in said(board) and "mean" in said(board)
    good = drawn(at(model="typed", loss="mean(abs(a*x+b-y))"))
    assert board.summary == good.summary and "cannot" not in said(good)
    assert "two parameters" in said(drawn(at(model="typed", loss="mean(y)")))


def test_data_in_the_link_are_kept_and_a_bad_one_is_named() -> None:
    link = "section=data&source=own&data=l,T_1,2.5_2,4"
    state, ignored = from_query(PAGE, link)
    assert ignored == () and from_query(PAGE, to_query(state))[0].values == state.values
    state, ignored = from_query(PAGE, "section=data&source=own&data=1,2_3")
    assert "missing" in ignored[0] and state.values["data"] == ""
    _, ignored = from_query(PAGE, f"section=data&source=own&data={'1,2_' * 500}1,2")
    assert "at most 1500 characters" in ignored[0]


SIZES = st.sampled_from([1e-49, 1e-20, 1.0, 1e20, 1e49])
ROWS = st.lists(st.tuples(st.floats(-10, 10), st.floats(-10, 10)), min_size=2, max_size=8)


@settings(max_examples=60, deadline=None)
@given(ROWS, SIZES, SIZES, st.sampled_from(["line", "logistic", "typed"]), st.booleans(), st.sampled_from([1e-8, 10.0]))
def test_any_table_has_a_board_that_travels(
    rows: list[tuple[float, float]], x: float, y: float, model: str, standard: bool, eta: float
) -> None:
    table = Table([(a * x, b * y) for a, b in rows], ("", ""))
    problem = problem_of(table, model, DATA.defaults()["loss"], standard)
    assert np.isfinite(problem.window).all() and all(low < high for low, high in problem.window)
    text = "_".join(f"{a * x!r},{b * y!r}" for a, b in rows if all(not 0 < abs(v) < 1e-50 for v in (a * x, b * y)))
    if text.count("_"):
        drawn(at(source="own", data=text, model=model, standard=standard, eta=eta, steps=20))


def test_the_question_asks_what_the_run_then_shows() -> None:
    answers = set()
    for seed in range(40):
        values = at(**draw_scale(np.random.default_rng(seed)))
        try:
            form = ask_scale(values).form
        except Unclear:
            continue
        assert isinstance(form, Choice)
        x, y = source_of(values).table.rows.T
        x = (x - x.mean()) / x.std() if values["standard"] else x
        w = np.zeros(2)
        design = np.stack([x, np.ones(len(x))], axis=1)
        floor = np.mean((design @ np.linalg.lstsq(design, y)[0] - y) ** 2)
        for _ in range(values["steps"]):
            w = w - values["eta"] * design.T @ (design @ w - y) / len(x)
        share = (np.mean((design @ w - y) ** 2) - floor) / (np.mean(y**2) - floor)
        assert left(values) == pytest.approx(share, rel=1e-3, abs=1e-9)
        right = 0 if share <= 0.01 else 1 if share <= 1 else 2
        assert form.right_answer == str(right)
        answers.add(right)
    assert answers == {0, 1, 2}


def test_a_schedule_by_t_is_gd_with_these_rates_and_a_constant_one_is_none() -> None:
    values = at(schedule="inverse", steps=40)
    problem = problem_at(values, source_of(values))
    x, y = problem.points.T
    theta, path = np.zeros(2), run_at(values)
    for t in range(40):
        residual = theta[0] * x + theta[1] - y
        scale = 0.3 / (1 + t / (0.25 * 40))
        theta = theta - scale * np.array([(residual * x).mean(), residual.mean()])
        np.testing.assert_allclose(path[t + 1], theta, atol=1e-9)
    np.testing.assert_array_equal(run_at(at(schedule="constant")), run_at(at()))
    shown, ignored = from_query(PAGE, "section=data&schedule=inverse&clipping=clip_norm&clip=2")
    assert ignored == () and to_query(shown) == "section=data&schedule=inverse&clipping=clip_norm&clip=2"
    assert "GD, 1/t, clipped" in shown.board().summary

"""Which η is good: every point of a curve is a run, and what the words say of the curves is so."""

import dataclasses
from typing import Any

import numpy as np
import pytest

from optviz.core.optimizers import OPTIMIZERS
from optviz.core.registry import knobs_of
from optviz.core.simulation.simulate import simulate
from optviz.core.surfaces import SURFACES, Point
from optviz.figures.board import Axes, Line, Path, Points, Table, last_text
from optviz.lecture.lab import PAGE
from optviz.lecture.lab.sensitivity import COUNT, cases_of, curves_of, limit_of
from optviz.lecture.lab.sensitivity_questions import ask_widths
from optviz.lecture.page_state import opened, to_query
from optviz.questions import Ranking
from optviz.scenes.scene import default_look

from .helpers import board_of, layers, notices, values_of

RATES = np.geomspace(1e-4, 10, COUNT)
HIMMELBLAU = SURFACES["himmelblau"]()


def arrival(key: str, lr: float, start: Point, steps: int, beta: float = 0.9, tol: float = 1e-3) -> float:
    """The first step of one run at which f is within ``tol`` of Himmelblau's least f, 0; NaN if there is none."""
    kind = OPTIMIZERS[key]
    knobs = {"lr": lr} | {k.key: beta for k in knobs_of(kind) if k.key in ("beta", "beta1")}
    below = np.flatnonzero(simulate(HIMMELBLAU, kind(**knobs), start, steps).value <= tol)
    return float(below[0]) if len(below) else np.nan


def curves(preset: str = "", **changes: Any) -> dict[str, Any]:
    """The racers' curves by key."""
    return {curve.key: curve for curve in curves_of(values_of("sensitivity", preset, **changes))}


def last_arrival(curve: Any) -> float:
    """The largest η at which a racer arrives at all."""
    return float(curve.result.lrs[np.isfinite(curve.result.steps)][-1])


@pytest.mark.parametrize("key", ["gd", "momentum", "adagrad", "rmsprop", "adam"])
def test_every_point_of_a_curve_is_a_run(key: str) -> None:
    result = curves(beta=0.8)[key].result
    np.testing.assert_allclose(result.lrs, RATES)
    for i in range(0, COUNT, 5):
        np.testing.assert_equal(result.steps[i], arrival(key, RATES[i], (-1.0, 4.0), 200, 0.8))


def test_over_many_starts_a_point_is_the_mean_of_the_runs_and_is_there_only_where_all_arrive() -> None:
    starts = np.random.default_rng(0).uniform((-5, -5), (5, 5), (64, 2))
    assert HIMMELBLAU.domain == ((-5.0, 5.0), (-5.0, 5.0))
    result = curves("eta_many")["gd"].result
    for i in (30, 33, 36):
        arrived = [arrival("gd", RATES[i], tuple(start), 400) for start in starts]
        np.testing.assert_allclose(result.steps[i], np.mean(arrived))


def test_the_good_range_is_thick_and_the_table_counts_its_decades() -> None:
    board = board_of("sensitivity")
    steps = np.array([arrival("gd", lr, (-1.0, 4.0), 200) for lr in RATES])
    good = steps <= 2 * np.nanmin(steps)
    thin, thick = [line for line in layers(board, Line, "curves") if line.look == 0 and not line.dashed]
    np.testing.assert_array_equal(thin.y, steps)
    np.testing.assert_array_equal(np.isfinite(thick.y), good)
    assert thick.width > thin.width and thick.since == thin.since == board.steps == 200
    row = board.panel("out", Table).rows[0]
    assert [last_text(cell) for cell in row][:3] == ["GD", "0.01–0.018", "0.31"]
    assert good.sum() * 5 / 80 == pytest.approx(0.3125)


def test_the_best_rates_of_two_rules_can_be_a_hundred_times_apart() -> None:
    best = [curve.result.lrs[curve.best] for curve in curves().values()]
    assert max(best) > 100 * min(best)


def test_gds_curve_ends_just_below_two_over_the_largest_curvature() -> None:
    values = values_of("sensitivity")
    x, y = -2.805118, 3.131312
    steep = np.linalg.eigvalsh([[12 * x * x + 4 * y - 42, 4 * (x + y)], [4 * (x + y), 4 * x + 12 * y * y - 26]])[1]
    limit = limit_of(values, curves_of(values))
    assert limit is not None and limit == pytest.approx(2 / steep, rel=1e-4)
    assert last_arrival(curves()["gd"]) < limit < 1.16 * last_arrival(curves()["gd"])
    (line,) = [line for line in layers(board_of("sensitivity"), Line, "curves") if line.name == "GD: 2/λmax"]
    assert line.x == (limit, limit)


def test_from_many_starts_gds_limit_is_that_of_the_sharpest_minimum() -> None:
    values = values_of("sensitivity", "eta_many")
    limit, minima = limit_of(values, curves_of(values)), np.asarray(HIMMELBLAU.minima)
    x, y = minima.T
    steep = [
        np.linalg.eigvalsh([[12 * a * a + 4 * b - 42, 4 * (a + b)], [4 * (a + b), 4 * a + 12 * b * b - 26]])[1]
        for a, b in zip(x, y, strict=True)
    ]
    assert limit is not None and limit == pytest.approx(2 / max(steep), rel=1e-4)
    assert last_arrival(curves("eta_many")["gd"]) < limit


def test_momentums_and_adams_good_ranges_are_far_wider_than_gds() -> None:
    width = {key: curve.result.width for key, curve in curves().items()}
    assert min(width["momentum"], width["adam"]) > 5 * width["gd"]


def test_without_beta_momentum_is_gd() -> None:
    found = curves("eta_no_momentum")
    assert list(found) == ["gd", "momentum", "adam"]
    np.testing.assert_array_equal(found["gd"].result.steps, found["momentum"].result.steps)


def test_on_the_bowl_the_limit_is_two_over_kappa() -> None:
    values = values_of("sensitivity", "eta_bowl")
    assert limit_of(values, curves_of(values)) == pytest.approx(2 / 10)
    assert 0.2 / 1.16 < last_arrival(curves("eta_bowl")["gd"]) < 0.2


def test_the_loss_at_the_end_is_that_of_the_runs_and_nothing_beyond_the_axis_is_drawn() -> None:
    board = board_of("sensitivity", "eta_loss")
    line = next(line for line in layers(board, Line, "curves") if line.look == default_look("adam"))
    for i in range(0, COUNT, 10):
        run = simulate(HIMMELBLAU, OPTIMIZERS["adam"](lr=RATES[i]), (-1.0, 4.0), 200)
        assert np.asarray(line.y)[i] == pytest.approx(max(run.value[-1], 1e-8), rel=1e-5)
    assert board.panel("curves", Axes).y.high == 1e3
    assert all(np.nanmax(line.y) <= 1e3 for line in layers(board, Line, "curves") if not line.dashed)


def test_the_runs_on_the_surface_have_the_chosen_rate_and_each_racer_its_own_look() -> None:
    board = board_of("sensitivity", lr=0.3, beta=0.5, adagrad=False)
    paths = layers(board, Path)
    assert [path.fan for path in paths] == ["gd", "momentum", "rmsprop", "adam"]
    run = simulate(HIMMELBLAU, OPTIMIZERS["adam"](lr=0.3, beta1=0.5), (-1.0, 4.0), 200)
    np.testing.assert_array_equal(paths[-1].x, run.x[:, 0])
    assert len({path.look for path in paths}) == 4


def test_a_click_on_a_curve_sets_the_rate_alone() -> None:
    drag = board_of("sensitivity").panel("curves", Axes).drag
    assert drag is not None and (drag.x, drag.y) == ("lr", "")


def test_many_starts_are_dots_on_the_surface() -> None:
    assert any(len(points.x) == 64 for points in layers(board_of("sensitivity", "eta_many"), Points))
    assert not any(len(points.x) == 64 for points in layers(board_of("sensitivity"), Points))


def test_what_stands_in_the_way_is_said() -> None:
    off: dict[str, Any] = {key: False for key in ("gd", "momentum", "adagrad", "rmsprop", "adam")}
    assert notices("sensitivity", **off) == "Nobody races. Switch an optimizer on."
    assert "Nobody reaches f − f* ≤ 1e−6 in 20 steps" in notices("sensitivity", "eta_nobody")
    assert "every run diverges" in notices("sensitivity", lr=9.0, adagrad=False, rmsprop=False, adam=False)
    assert "outside this picture" in notices("sensitivity", x0=9.0)


@pytest.mark.parametrize("surface", [kind.key for kind in SURFACES.values()])
def test_every_surface_has_its_curves(surface: str) -> None:
    for starts in ("one", "many"):
        board = board_of("sensitivity", surface=surface, starts=starts, steps=20)
        assert board.summary and len(board.panel("out", Table).rows) == 5


def test_a_typed_function_has_its_curves_with_its_own_limit() -> None:
    values = values_of("sensitivity", surface="typed", f="x^2 + a y^2", p1=5.0, x0=1.0, y0=0.5, steps=400)
    found = curves_of(values)
    assert limit_of(values, found) == pytest.approx(2 / 10, rel=1e-3)
    assert 0.2 / 1.16 < last_arrival(found[0]) < 0.2


def test_where_no_minimum_is_known_the_goal_is_a_slope() -> None:
    surface = next(kind.key for kind in SURFACES.values() if kind().floor is None)
    board = board_of("sensitivity", surface=surface)
    assert "‖∇f‖ ≤ 0.001" in board.panel("curves", Axes).title


def test_a_racer_that_is_switched_off_stays_off_in_the_link() -> None:
    state = opened(PAGE, "sensitivity", "eta_no_momentum")
    assert "adagrad=0&rmsprop=0" in to_query(state)
    assert set(cases_of(state.values)) == {"gd", "momentum", "adam"}


@pytest.mark.parametrize("racers", [("gd", "adagrad", "adam"), ("gd", "momentum", "adagrad")])
def test_the_questions_order_is_that_of_the_runs_one_by_one(racers: tuple[str, ...]) -> None:
    on: dict[str, Any] = {key: key in racers for key in ("gd", "momentum", "adagrad", "rmsprop", "adam")}
    form = ask_widths(values_of("sensitivity", starts="many", steps=500, tol=0.1, **on)).form
    assert isinstance(form, Ranking)
    starts = np.random.default_rng(0).uniform((-5, -5), (5, 5), (64, 2))
    rates = RATES[::4]
    counts = []
    for key in racers:
        optimizer = OPTIMIZERS[key]()
        means = np.full(len(rates), np.nan)
        for i, lr in enumerate(rates):
            steps = []
            for start in starts:
                rule = dataclasses.replace(optimizer, lr=float(lr))  # type: ignore[type-var]
                below = np.flatnonzero(simulate(HIMMELBLAU, rule, tuple(start), 500).value <= 0.1)
                if not len(below):
                    break
                steps.append(below[0])
            else:
                means[i] = np.mean(steps)
        counts.append(int((means <= 2 * np.nanmin(means)).sum()))
    assert np.argsort(counts, kind="stable").tolist() == np.argsort(form.values, kind="stable").tolist()


@pytest.mark.parametrize("starts", ["one", "many"])
def test_a_typed_gd_has_the_curve_and_the_good_range_of_the_built_in(starts: str) -> None:
    curves = curves_of(values_of("sensitivity", typed=True, update="x=x-eta*g", starts=starts))
    gd, typed = curves[0].result, curves[-1].result
    assert curves[0].key == "gd" and curves[-1].name == "your rule" and np.isfinite(gd.steps).any()
    assert np.array_equal(gd.steps, typed.steps, equal_nan=True) and gd.width == typed.width > 0
    assert typed.losses == pytest.approx(gd.losses, rel=1e-9)


def test_a_typed_rule_without_eta_is_told_so() -> None:
    assert "no η in your rule" in notices("sensitivity", typed=True, update="x=x-0.01g")

"""The map over η and a second knob shows what becomes of each setting's run, and what its words claim is so."""

import dataclasses
from typing import Any

import numpy as np
import pytest

from optviz.core.maps.plan import map_of
from optviz.core.registry import settings_of
from optviz.core.simulation.run import Run
from optviz.core.simulation.simulate import simulate
from optviz.figures.board import Axes, Line, OutcomeMap, Path
from optviz.lecture.lab import PAGE
from optviz.lecture.lab.common import optimizer_of, start_of
from optviz.lecture.lab.knobs import border, knobs_run, map_layer, plan_of, refine_map, second_of
from optviz.lecture.lab.knobs_questions import ask_border
from optviz.lecture.lab.outcome_map import LEAST, MOST, floor_of
from optviz.lecture.own import surface_of
from optviz.lecture.page_state import controls_of, from_query
from tests.questions.answers import told, truth

from .helpers import board_of, layers, notices, values_of

CELLS = ((20, 30), (150, 110), (100, 140), (60, 180), (199, 60))
AGAINST = ("memory", "beta2", "eps", "weight_decay", "x0", "y0")


def number_at(layer: OutcomeMap, row: int, column: int) -> float:
    """The number of a cell."""
    return layer.low * (layer.high / layer.low) ** (float(layer.level[row, column]) / 255)


def is_diverged(layer: OutcomeMap) -> np.ndarray:
    """Which cells are shown as diverged."""
    return np.array([category.label == "diverged" for category in layer.categories])[layer.number]


def run_at(values: dict[str, Any], row: int, column: int) -> Run:
    """The run, alone and in float64, at a cell's setting."""
    plan = plan_of(values)
    lr, second = float(plan.columns.values(plan.size[0])[column]), float(plan.rows.values(plan.size[1])[row])
    start, knobs = list(start_of(values)), {"lr": lr}
    if plan.rows.key in ("x", "y"):
        start["xy".index(plan.rows.key)] = second
    else:
        knobs[plan.rows.key] = second
    rule = dataclasses.replace(optimizer_of(values), **knobs)  # type: ignore[type-var]
    return simulate(surface_of(values), rule, (start[0], start[1]), int(values["steps"]))


@pytest.mark.parametrize(
    ("rule", "against"),
    [("momentum", "memory"), ("gd", "y0"), ("adam", "beta2"), ("rmsprop", "memory"), ("adagrad", "eps"), ("nag", "x0")],
)
def test_a_cell_says_how_low_the_run_with_its_setting_ends(rule: str, against: str) -> None:
    values = values_of("knobs", rule=rule, against=against, steps=60)
    layer = map_layer(values)
    for row, column in CELLS:
        run = run_at(values, row, column)
        loss = float(run.value[-1] - floor_of(surface_of(values)))
        if is_diverged(layer)[row, column]:
            assert run.status.kind == "diverged" or loss > 1e30, "float32 ends before float64"
        else:
            assert abs(np.log(number_at(layer, row, column) / np.clip(loss, LEAST, MOST))) < 0.25


def test_a_rule_of_its_own_program_is_mapped_over_its_weight_decay() -> None:
    values = values_of("knobs", rule="adamw", against="weight_decay", steps=60)
    layer = map_layer(values)
    assert layer.number.shape == (100, 100)
    for row, column in ((5, 50), (90, 60)):
        loss = float(run_at(values, row, column).value[-1])
        assert abs(np.log(number_at(layer, row, column) / np.clip(loss, LEAST, MOST))) < 0.25


@pytest.mark.parametrize("against", AGAINST)
@pytest.mark.parametrize("rule", ["gd", "nag", "adadelta", "adam", "adamw", "rprop"])
def test_the_chosen_run_is_the_one_of_the_cell_at_its_knobs(rule: str, against: str) -> None:
    values = values_of("knobs", rule=rule, against=against, steps=3)
    second = second_of(values)
    run = knobs_run({**values, "lr": 0.05, second.control: (second.low + second.high) / 2})
    if second.key in ("x", "y"):
        assert run.x[0, "xy".index(second.key)] == (second.low + second.high) / 2
    else:
        assert getattr(run.optimizer, second.key) == (second.low + second.high) / 2
    assert settings_of(run.optimizer)["lr"] == 0.05


def test_who_has_no_such_knob_is_told_and_shown_the_start() -> None:
    said = notices("knobs", rule="gd")
    assert said == "GD has no β or ρ: this map is over η and the start's x₁."
    assert second_of(values_of("knobs", rule="gd")).key == "x" and not notices("knobs", rule="adagrad", against="eps")


@pytest.mark.parametrize(("rule", "beta"), [("gd", 0.0), ("momentum", 0.5), ("momentum", 0.9), ("nag", 0.6)])
def test_the_border_is_where_runs_on_a_bowl_begin_to_diverge(rule: str, beta: float) -> None:
    values = values_of("knobs", rule=rule, beta=beta)
    line = border(values)
    assert line is not None
    lr = float(np.interp(beta, line.y, line.x)) if rule != "gd" else float(line.x[0])
    for factor, grows in ((0.97, False), (1.03, True)):
        run = simulate(surface_of(values), optimizer_of({**values, "lr": factor * lr}), start_of(values), 2000)
        assert (not run.distance[-1] < 1e-3) == grows


def test_the_border_of_a_curved_surface_is_the_nearest_minimums() -> None:
    near = [border(values_of("knobs", surface="himmelblau", rule="gd", x0=x, y0=y)) for x, y in ((3, 2), (-3.8, -3.3))]
    curvatures = (82.29, 133.79)
    assert [float(line.x[0]) for line in near if line] == pytest.approx([2 / each for each in curvatures], rel=1e-3)
    assert border(values_of("knobs", rule="adam")) is None and border(values_of("knobs", surface="saddle")) is None


def test_the_map_is_the_same_wherever_its_own_knobs_stand_and_another_for_another_start() -> None:
    values = values_of("knobs")
    key = map_layer(values).key
    moved = {**values, "lr": 0.3, "beta": 0.2}
    assert map_layer(moved).key == key and plan_of(moved) == plan_of(values)
    assert map_layer({**values, "x0": 1.0}).key != key and map_layer({**values, "rule": "nag"}).key != key
    over_start = {**values, "against": "x0"}
    assert map_layer({**over_start, "x0": 1.0}).key == map_layer(over_start).key
    assert map_layer({**over_start, "beta": 0.2}).key != map_layer(over_start).key


def test_the_fine_map_has_four_times_as_many_cells_a_side() -> None:
    values = values_of("knobs", steps=20)
    *_, fine = refine_map(values).make()
    coarse = map_layer(values)
    assert fine.number.shape == (800, 800) and fine.key == coarse.key
    assert np.abs(fine.level[2::4, 2::4].astype(int) - coarse.level).mean() < 5


def steps_of(rule: str, **changes: Any) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Steps to the goal of every setting (infinite where it is not reached), its η, and its second knob."""
    plan = plan_of(values_of("knobs", rule=rule, show="steps", **changes))
    done = map_of(plan)
    return np.where(done.reached, done.steps, np.inf), plan.columns.values(plan.size[0]), plan.rows.values(plan.size[1])


def test_the_fewest_steps_are_those_of_the_answer() -> None:
    steps, lrs, betas = steps_of("momentum")
    row, column = np.unravel_index(np.argmin(steps), steps.shape)
    assert steps[row, column] == 6 and lrs[column] == pytest.approx(0.24, abs=0.01)
    assert betas[row] == pytest.approx(0.36, abs=0.01)
    assert steps[0].min() == 22 and lrs[np.argmin(steps[0])] == pytest.approx(0.17, abs=0.005)
    root = np.sqrt(10.0)
    assert 4 / (1 + root) ** 2 == pytest.approx(0.23, abs=0.002)
    assert ((root - 1) / (root + 1)) ** 2 == pytest.approx(0.27, abs=0.002)


def test_momentum_has_its_border_further_out_and_nag_nearer_than_gd() -> None:
    lines = {rule: border(values_of("knobs", rule=rule)) for rule in ("momentum", "nag")}
    assert all(line is not None for line in lines.values())
    momentum, nag = (np.asarray(line.x) for line in lines.values() if line)
    assert momentum[0] == nag[0] == pytest.approx(0.2) and (np.diff(momentum) > 0).all() and (np.diff(nag) < 0).all()


def test_gds_cliff_is_the_same_for_every_start_and_adam_has_none() -> None:
    gd = is_diverged(map_layer(values_of("knobs", "knobs_gd", steps=500)))
    lrs = plan_of(values_of("knobs", "knobs_gd")).columns.values(200)
    from_there = lrs[gd.argmax(axis=1)]
    assert gd.any(axis=1).all() and np.ptp(np.log10(from_there)) < 0.05 and (from_there > 0.2).all()
    assert not is_diverged(map_layer(values_of("knobs", "knobs_adam"))).any()


def test_a_large_epsilon_brakes_adam_and_a_small_one_changes_nothing() -> None:
    values = values_of("knobs", "knobs_eps")
    layer, plan = map_layer(values), plan_of(values)
    lrs, eps = plan.columns.values(200), plan.rows.values(200)
    level = layer.level.astype(int)
    small = level[eps < 1e-6]
    assert (small == small[0]).mean() > 0.95
    slow = (lrs > 0.003) & (lrs < 0.03)
    brakes = level[-1][slow] - level[0][slow]
    assert (brakes >= 0).all() and brakes[-10:].min() > 10, "at ε = 1 it ends higher"


def test_with_adam_the_start_decides_while_eta_is_small_and_in_the_valley_momentum_goes_deeper() -> None:
    layer = map_layer(values_of("knobs", "knobs_basins", steps=500))
    lrs = plan_of(values_of("knobs", "knobs_basins")).columns.values(200)
    changes = (layer.number[1:] != layer.number[:-1]).sum(axis=0)
    assert changes[(lrs > 0.05) & (lrs < 0.2)].max() <= 3 < 20 < np.median(changes[lrs > 2])
    valley = map_layer(values_of("knobs", "knobs_valley"))
    kept = np.where(is_diverged(valley), 255, valley.level)
    best = [number_at(valley, row, int(np.argmin(kept[row]))) for row in (0, 175)]
    assert best[0] > 0.03 and best[1] < 1e-4


def test_the_map_and_the_run_stand_side_by_side() -> None:
    board = board_of("knobs")
    drag = board.panel("map", Axes).drag
    assert drag is not None and (drag.x, drag.y) == ("lr", "beta")
    assert len(layers(board, OutcomeMap, "map")) == len(layers(board, Line, "map")) == len(layers(board, Path)) == 1


@pytest.mark.parametrize("beta", [0.0, 0.5, 0.9])
def test_momentums_border_is_one_plus_beta_times_gds(beta: float) -> None:
    asked = ask_border(values_of("knobs", rule="momentum", beta=beta, x0=1.5, y0=1.0))
    limit = truth(asked)
    for factor, grows in ((0.99, False), (1.01, True)):
        y, step = 1.0, 0.0
        for _ in range(6000):
            step = beta * step + 10 * y
            y = y - factor * limit * step
            if not abs(y) < 1e6:
                break
        assert (abs(y) > 1) == grows
    assert "diverges before" in told(asked, 1.5 * limit)
    if beta:
        assert "GD's border" in told(asked, 0.2)


def test_the_axes_of_a_typed_rules_map_are_any_two_of_its_knobs() -> None:
    values = values_of("knobs", rule="typed", update="m=beta*m+g;x=x-eta*m-gamma*x", across="k2", up="k1", steps=40)
    plan = plan_of(values)
    assert (plan.columns.key, plan.rows.key) == ("gamma", "beta")
    shown, _ = from_query(PAGE, "section=knobs&rule=typed&update=m%3Dbeta*m%2Bg;x%3Dx-eta*m-gamma*x")
    options = next(spec for spec in controls_of(shown) if spec["key"] == "up")["options"]
    assert dict(options) == {"lr": "η", "k1": "β", "k2": "γ", "x0": "start x₁", "y0": "start x₂"}
    swapped = map_layer(values | {"across": "k1", "up": "k2"})
    assert np.array_equal(swapped.number, map_layer(values).number.T)


def test_typed_momentum_has_the_map_of_the_built_in() -> None:
    typed = plan_of(values_of("knobs", rule="typed", steps=60))
    built_in = dataclasses.replace(plan_of(values_of("knobs", steps=60)), size=typed.size, single=False)
    assert (typed.columns, typed.rows) == (built_in.columns, built_in.rows)
    assert map_of(typed).value == pytest.approx(map_of(built_in).value, rel=1e-9, nan_ok=True)


def test_two_axes_of_one_knob_are_told_and_a_rule_without_knobs_is_mapped_over_the_start() -> None:
    assert "Both axes are β" in notices("knobs", rule="typed", across="k1", up="k1")
    plan = plan_of(values_of("knobs", rule="typed", update="x=x-eta*g", up="x0"))
    assert (plan.columns.key, plan.rows.key) == ("lr", "x")


def test_qhm_arrives_in_six_steps_at_an_eta_at_which_gd_and_momentum_by_a_mean_do_not() -> None:
    values = values_of("knobs", "knobs_typed")
    done = map_of(plan_of(values))
    assert done.steps[done.reached].min() == 6 and not done.reached[0].any() and not done.reached[:, 0].any()
    assert done.value[0, 0] > 1e50, "GD beyond 2/λmax"
    run = knobs_run(values)
    x, m = np.array([-2.5, 1.5]), np.zeros(2)
    for t in range(20):
        g = np.array([x[0], 10 * x[1]])
        m = 0.73 * m + 0.27 * g
        x = x - 0.4 * (0.27 * g + 0.73 * m)
        assert run.x[t + 1] == pytest.approx(x, rel=1e-9, abs=1e-12)
    assert int(np.argmax(run.value <= 1e-3)) <= 7

"""What is around the rules of the lab: every section's runs, maps and curves are those of the rule with modifiers."""

import numpy as np
import pytest

from optviz.core.maps.plan import map_of
from optviz.core.optimizers import OPTIMIZERS, Modified
from optviz.core.registry import settings_of, with_settings
from optviz.core.simulation.simulate import paths_of, simulate
from optviz.figures.board import Axes, Chart, Formula, Path
from optviz.lecture.around import AVERAGE_KEYS, KEYS, RUN_KEYS, around
from optviz.lecture.lab import PAGE
from optviz.lecture.lab.common import case_of, optimizer_of, run_of
from optviz.lecture.lab.fan import RATES, fan_of
from optviz.lecture.lab.map import plan_of
from optviz.lecture.lab.race import Tuning, entrants_of, untuned_score
from optviz.lecture.lab.racing import goal_of
from optviz.lecture.lab.rule import rule_board, runs_of
from optviz.lecture.lab.sensitivity import cases_of, curves_of, limit_of
from optviz.lecture.lab.sensitivity import runs_of as curve_runs
from optviz.lecture.page_state import from_query, to_query
from tests.lecture.lab.helpers import values_of

RECIPE = {
    "schedule": "cosine",
    "warmup": 0.2,
    "clipping": "clip_norm",
    "clip": 5.0,
    "decay": "decoupled",
    "lambda": 0.1,
}
SECTIONS = ("map", "knobs", "fan", "sensitivity", "race", "rule")
NOISE = {"nu": 4.0, "seed": 7}


@pytest.mark.parametrize("section", SECTIONS)
def test_every_section_has_them_folded_away_and_off(section: str) -> None:
    assert set(KEYS) < set(RUN_KEYS) <= set(PAGE.section(section).more)
    rule = OPTIMIZERS["adam"]()
    assert around(values_of(section), rule) is rule


def test_the_chosen_run_is_the_notebooks() -> None:
    values = values_of("map", rule="adam", lr=0.1, **RECIPE)
    rule = OPTIMIZERS["adam"](lr=0.1).with_("cosine", warmup=0.2, clip_norm=5.0, decoupled=0.1)
    expected = simulate(case_of(values).surface, rule, case_of(values).point, values["steps"])
    np.testing.assert_array_equal(run_of(values).x, expected.x)


def test_the_map_of_starts_and_the_fan_of_rates_are_runs_of_the_rule_with_modifiers() -> None:
    values = values_of("map", rule="momentum", steps=80, **RECIPE)
    plan = plan_of(values)
    ended = map_of(plan)
    starts, _ = plan.cells(30, 31)
    for column in (7, 60):
        run = simulate(plan.surface, optimizer_of(values), starts[0, column], 80)
        np.testing.assert_allclose(ended.x[30, column], run.x[-1], atol=2e-3)
    case = case_of(values)
    whole = fan_of(case)
    (path,) = paths_of([case._replace(optimizer=with_settings(case.optimizer, {"lr": 1e-4}))])
    np.testing.assert_array_equal(whole[0], path)


def test_curves_and_races_compare_rules_that_all_have_them() -> None:
    values = values_of("sensitivity", **RECIPE)
    assert all(isinstance(curve.optimizer, Modified) for curve in curves_of(values))
    assert all(settings_of(case.optimizer)["clip_norm"] == 5.0 for case in cases_of(values).values())
    assert limit_of(values, curves_of(values)) is None, "2/λmax is the border of the plain rule"
    entrants = entrants_of(values_of("race", **RECIPE), Tuning({}))
    assert all(isinstance(entrant.optimizer, Modified) for entrant in entrants)


@pytest.mark.parametrize("section", SECTIONS)
def test_every_section_draws_with_them(section: str) -> None:
    chosen, values = PAGE.section(section), values_of(section, **RECIPE, **NOISE)
    if chosen.work is None:
        assert chosen.draw(values).panels
        return
    *_, last = chosen.work(values).make()
    assert chosen.draw(values, last).panels


@pytest.mark.parametrize("section", SECTIONS)
def test_a_link_has_them_where_they_are_on_and_the_seed_where_there_is_noise(section: str) -> None:
    shown, ignored = from_query(PAGE, f"section={section}&schedule=cosine&warmup=0.1&nu=0.5&seed=3")
    assert ignored == () and to_query(shown).endswith("schedule=cosine&warmup=0.1&nu=0.5&seed=3")
    assert from_query(PAGE, to_query(shown)) == (shown, ())
    plain = to_query(from_query(PAGE, f"section={section}")[0])
    assert not {*RUN_KEYS, *AVERAGE_KEYS} & {pair.partition("=")[0] for pair in plain.split("&")}
    assert to_query(from_query(PAGE, f"section={section}&seed=3")[0]) == plain, "there is no noise"


def test_a_map_has_the_noise_of_the_run_alone_and_another_seed_is_another_map() -> None:
    values = values_of("map", lr=0.01, steps=60, **NOISE)
    plan = plan_of(values)
    starts, _ = plan.cells(30, 31)
    row = map_of(plan).x[30]
    for column in (7, 60):
        run = simulate(plan.surface, optimizer_of(values), starts[0, column], 60, seed=7)
        np.testing.assert_allclose(row[column], run.x[-1], atol=2e-3)
    other = map_of(plan_of({**values, "seed": 8})).x[30]
    assert np.abs(other - row).max() > 0.005, "more than two and a half times what float32 may differ by"
    assert np.abs(run_of(values).noise).max() > 0.5


def test_every_rate_of_a_fan_and_of_a_curve_meets_the_same_draws() -> None:
    case = case_of(values_of("fan", steps=50, **NOISE))
    for place in (0, 20):
        rule = with_settings(case.optimizer, {"lr": float(RATES[place])})
        np.testing.assert_array_equal(fan_of(case)[place], simulate(*case._replace(optimizer=rule)).x)
    values = values_of("sensitivity", steps=50, **NOISE)
    gd = next(curve for curve in curves_of(values) if curve.key == "gd")
    rule = with_settings(gd.optimizer, {"lr": float(gd.result.lrs[20])})
    alone = simulate(case.surface, rule, case.point, 50, seed=7)
    np.testing.assert_allclose(gd.result.outcomes.x[20, 0], alone.x[-1], atol=1e-8)
    assert curve_runs(values)["gd"].noise.std() > 0.1


def test_a_fair_race_counts_the_steps_of_the_noisy_run() -> None:
    values = values_of("race", tol=0.5, **NOISE)
    (gd, *_) = entrants_of(values, Tuning({}))
    run = simulate(case_of(values_of("map")).surface, gd.optimizer, (-1.0, 4.0), int(values["steps"]), seed=7)
    floor = run.surface.floor
    arrived = np.flatnonzero(run.value - (floor or 0.0) <= (goal_of(values).loss or 0.0))
    assert len(arrived) and untuned_score(values, "gd")[0] == arrived[0]


def test_a_typed_rule_and_its_rival_have_the_same_schedule_and_a_constant_one_is_none() -> None:
    values = values_of("rule", schedule="inverse", warmup=0.0)
    typed, gd = runs_of(values)
    rates = gd.rate / 0.1
    period = 0.25 * values["steps"]
    np.testing.assert_allclose(rates, 1 / (1 + np.arange(len(rates)) / period), rtol=1e-12)
    x, m, y = np.array([-2.5, 1.5]), np.zeros(2), np.array([-2.5, 1.5])
    for t in range(60):
        factor = 1 / (1 + t / period)
        m = 0.9 * m + x * (1, 10)
        x, y = x - 0.02 * factor * m, y - 0.1 * factor * y * (1, 10)
        np.testing.assert_allclose(typed.x[t + 1], x, atol=1e-9)
        np.testing.assert_allclose(gd.x[t + 1], y, atol=1e-9)
    none = runs_of(values_of("rule", schedule="constant"))
    assert not any(isinstance(run.optimizer, Modified) for run in none)


def test_the_typed_rules_step_is_worked_with_what_is_around_it_and_its_average_is_paler() -> None:
    values = values_of("rule", schedule="cosine", clipping="clip_norm", clip=5.0, average="ema", **NOISE)
    assert set(AVERAGE_KEYS) <= set(PAGE.section("rule").more)
    board = rule_board(values)
    lines = board.panel("worked", Formula).lines
    assert len(lines) > len(rule_board(values_of("rule")).panel("worked", Formula).lines) + 3
    paths = [layer for layer in board.panel("plane", Axes).layers if isinstance(layer, Path)]
    assert [path.pale for path in paths] == [True, True, False, False]
    assert [series.pale for series in board.panel("loss", Chart).series] == [True, True, False, False]
    for path, run in zip(paths, runs_of(values), strict=False):
        mean = np.array([-2.5, 1.5])
        for x in run.x[1:]:
            mean = 0.98 * mean + 0.02 * x
        np.testing.assert_allclose((path.x[-1], path.y[-1]), mean, atol=1e-9)


def test_a_chain_of_optax_has_its_step_scaled_by_the_schedule() -> None:
    chain = "chain(clip_by_global_norm(1),adam(0.1))"
    (typed, *_) = runs_of(values_of("rule", update=chain, k1=1.0, k2=0.1, schedule="cosine"))
    (plain, *_) = runs_of(values_of("rule", update=chain, k1=1.0, k2=0.1))
    share = 0.5 * (1 + np.cos(np.pi * 1 / 100))
    np.testing.assert_allclose(typed.step[0], plain.step[0], rtol=1e-12)
    np.testing.assert_allclose(typed.step[1], share * plain.step[1], rtol=1e-12)
    assert rule_board(values_of("rule", update=chain, k1=1.0, k2=0.1, schedule="cosine")).panel("worked", Formula).lines


def test_a_typed_rule_with_a_knob_called_like_a_modifier_keeps_its_own() -> None:
    (typed, gd) = runs_of(values_of("rule", "", update="x=x-eta*(g+l2*x)", k1=0.5, decay="l2", **{"lambda": 0.1}))
    assert settings_of(typed.optimizer) == {"lr": 0.02, "l2": 0.5} and settings_of(gd.optimizer)["l2"] == 0.1

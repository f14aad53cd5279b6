"""What is around the rules of the lab: every section's runs, maps and curves are those of the rule with modifiers."""

import numpy as np
import pytest

from optviz.core.maps.plan import map_of
from optviz.core.optimizers import OPTIMIZERS, Modified
from optviz.core.registry import settings_of, with_settings
from optviz.core.simulation.simulate import paths_of, simulate
from optviz.lecture.around import KEYS, around
from optviz.lecture.lab import PAGE
from optviz.lecture.lab.common import case_of, optimizer_of, run_of
from optviz.lecture.lab.fan import fan_of
from optviz.lecture.lab.map import plan_of
from optviz.lecture.lab.race import Tuning, entrants_of
from optviz.lecture.lab.sensitivity import cases_of, curves_of, limit_of
from tests.lecture.lab.helpers import values_of

RECIPE = {
    "schedule": "cosine",
    "warmup": 0.2,
    "clipping": "clip_norm",
    "clip": 5.0,
    "decay": "decoupled",
    "lambda": 0.1,
}
SECTIONS = ("map", "knobs", "fan", "sensitivity", "race")


@pytest.mark.parametrize("section", SECTIONS)
def test_every_section_has_them_folded_away_and_off(section: str) -> None:
    assert set(KEYS) <= set(PAGE.section(section).more)
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
    chosen, values = PAGE.section(section), values_of(section, **RECIPE)
    if chosen.work is None:
        assert chosen.draw(values).panels
        return
    *_, last = chosen.work(values).make()
    assert chosen.draw(values, last).panels

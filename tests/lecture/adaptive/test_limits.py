"""The page on adaptive learning rates is well made: its texts, presets and limits."""

import math
import re
from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from optviz.core.optimizers import OPTIMIZERS
from optviz.core.registry import Knob
from optviz.lecture.adaptive import PAGE
from optviz.lecture.adaptive.common import RUNS, Race, Turned, idea_rows
from optviz.lecture.controls import Choice, Switch

from .helpers import opened, values_of

KEYS = ("formula", "coordinates", "rotation", "forget", "units", "adam", "epsilon", "ideas")
PRESETS = {
    "formula": ("formula_small", "formula_large", "formula_huge", "formula_minimum"),
    "coordinates": ("coordinates_narrow", "coordinates_round", "coordinates_axis"),
    "rotation": ("rotation_ten", "rotation_half", "rotation_right"),
    "forget": ("forget_wall", "forget_slow", "forget_none", "forget_rest"),
    "units": ("units_slow", "units_quick", "units_eta"),
    "adam": ("adam_both", "adam_momentum", "adam_correction"),
    "epsilon": ("epsilon_67", "epsilon_steep", "epsilon_flatter", "epsilon_easom"),
    "ideas": ("ideas_race", "ideas_hair", "ideas_ridge"),
}
LIMITS = ("lr", "eps", "rho", "beta2")


def all_runs(found):
    """Every run of a section."""
    if isinstance(found, Race):
        return [side.run for side in found.sides]
    return [*found.straight.runs, *found.turned.runs] if isinstance(found, Turned) else list(found.runs)


def test_the_sections_follow_the_lecture_up_the_ladder():
    assert tuple(section.key for section in PAGE.sections) == KEYS == tuple(RUNS)


def test_published_presets_are_links_for_ever():
    found = {section.key: tuple(preset.key for preset in section.presets) for section in PAGE.sections}
    assert found == PRESETS


@pytest.mark.parametrize("key", KEYS)
def test_every_text_is_short_and_has_its_four_parts(key):
    text = PAGE.text(key)
    for part, most in ((text.body, 120), (text.notice, 60), (text.task, 40), (text.answer, 60)):
        assert 0 < len(re.sub(r"\$+[^$]+\$+", "x", part).split()) <= most
    assert text.body.count("$") % 2 == 0


@pytest.mark.parametrize("section", PAGE.sections, ids=KEYS)
def test_presets_name_controls_and_lie_within_their_limits(section):
    controls = {one.key: one for one in section.all_controls()}
    for preset in section.presets:
        for key, value in preset.values.items():
            control = controls[key]
            if isinstance(control, Knob):
                assert control.clamp(value) == value
            elif isinstance(control, Choice):
                assert value in control.allowed
            else:
                assert isinstance(control, Switch) and isinstance(value, bool)


@pytest.mark.parametrize("section", [s for s in PAGE.sections if "change" in s.defaults()], ids=lambda s: s.key)
def test_with_the_change_switched_off_b_is_a(section):
    found = opened(section.key, change=False)
    assert np.array_equal(found.a.run.x, found.b.run.x, equal_nan=True)
    assert found.a.name == found.b.name
    on = opened(section.key)
    assert not np.array_equal(on.a.run.x, on.b.run.x)


@pytest.mark.parametrize("section", PAGE.sections, ids=KEYS)
def test_every_corner_of_the_limits_gives_runs_with_a_status(section):
    knobs = [
        one for one in section.all_controls() if isinstance(one, Knob) and one.key in ("lr", "eps", "rho", "beta2")
    ]
    for ends in product(*((knob.low, knob.high) for knob in knobs)):
        changes = {knob.key: end for knob, end in zip(knobs, ends, strict=True)}
        for run in all_runs(opened(section.key, **changes)):
            assert run.status.reason.endswith(".")
            assert np.isfinite(run.x[:-1]).all()


@pytest.mark.parametrize("key", ["formula", "coordinates", "rotation", "forget", "units", "adam", "epsilon"])
def test_without_a_learning_rate_nothing_moves_but_adadelta(key):
    for run in all_runs(opened(key, lr=0.0)):
        assert run.step.any() == bool(getattr(run.optimizer, "units", 0.0))


@pytest.mark.parametrize("key", ["formula", "coordinates", "rotation", "units", "epsilon"])
def test_a_start_at_the_minimum_stays_for_epsilon_guards_the_division(key):
    for run in all_runs(opened(key, x0=0.0, y0=0.0)):
        assert not run.step.any() and run.status.kind == "converged"


@settings(max_examples=40, deadline=None)
@given(data=st.data(), section=st.sampled_from(PAGE.sections))
def test_any_values_within_the_limits_give_runs_and_never_an_exception(data, section):
    changes = {}
    for one in section.all_controls():
        if isinstance(one, Knob):
            changes[one.key] = data.draw(st.floats(one.low, one.high))
        elif isinstance(one, Choice):
            changes[one.key] = data.draw(st.sampled_from(one.allowed))
        elif isinstance(one, Switch):
            changes[one.key] = data.draw(st.booleans())
    for run in all_runs(opened(section.key, **changes)):
        assert run.status.kind in ("moving", "converged", "stuck", "diverged")


def test_the_table_of_ideas_is_the_registry_with_the_lectures_nine_first():
    rows = idea_rows()
    assert [name for name, *_ in rows] == [one.name for one in OPTIMIZERS.values()]
    assert [row[-1] for row in rows] == [True] * 9 + [False] * (len(rows) - 9)
    marks = {name: (momentum, adaptive) for name, _, momentum, adaptive, _ in rows}
    assert marks["GD"] == (False, False) and marks["Adam"] == (True, True)
    assert marks["Momentum"] == marks["NAG"] == (True, False)
    assert marks["AdaGrad"] == marks["RMSprop"] == marks["Adadelta"] == (False, True)


def test_a_preset_differs_from_the_others_of_its_section():
    for section in PAGE.sections:
        seen = [values_of(section.key, preset.key) for preset in section.presets]
        assert all(one != two for i, one in enumerate(seen) for two in seen[:i])
        assert all(math.isfinite(v) for values in seen for v in values.values() if isinstance(v, float))

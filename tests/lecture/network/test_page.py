"""The network page is well made: its texts, presets and limits; any values give results and a board."""

import math
import re

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from optviz.core.network.training import History
from optviz.core.registry import Knob
from optviz.lecture.controls import Choice, Points, Switch
from optviz.lecture.network import PAGE
from optviz.lecture.network.common import RUNS
from optviz.lecture.network.network import RULES

from .helpers import values_of

KEYS = ("network", "loss", "race", "digits", "landscape", "sharpness")
PRESETS = {
    "network": ("no_hidden", "two_units", "eight_units", "spirals", "blobs", "overfit"),
    "loss": ("worst", "bent", "untrained", "one_class", "nothing"),
    "race": ("same_start", "per_epoch", "tuned", "batch_one", "full_batch", "explodes"),
    "digits": ("adam_digits", "sgd_digits", "no_hidden_digits", "first_epoch", "fair_digits", "huge_rate"),
    "landscape": ("paths_plane", "paths_relief", "random_plane", "digits_plane", "digits_relief"),
    "sharpness": ("edge", "calm", "half", "over", "too_sharp"),
}
TOYS = [section for section in PAGE.sections if section.key in ("network", "loss", "race")]


def test_the_sections_and_presets_are_public_links_for_ever() -> None:
    assert tuple(section.key for section in PAGE.sections) == KEYS == tuple(RUNS)
    assert {s.key: tuple(preset.key for preset in s.presets) for s in PAGE.sections} == PRESETS


@pytest.mark.parametrize("key", KEYS)
def test_every_text_is_short_and_has_its_four_parts(key: str) -> None:
    text = PAGE.text(key)
    for part, most in ((text.body, 120), (text.notice, 50), (text.task, 40), (text.answer, 60)):
        assert 0 < len(re.sub(r"\$+[^$]+\$+", "x", part).split()) <= most
    assert text.body.count("$") % 2 == 0


def test_any_rule_of_the_registry_but_the_noisy_one_can_be_chosen_and_gd_on_batches_is_called_sgd() -> None:
    names = dict(RULES)
    assert names["gd"] == "SGD" and "sgd" not in names and len(names) >= 19


def drawn(data: st.DataObject, section) -> dict:
    """Any values a section's controls allow, trainings kept short."""
    values = values_of(section.key)
    for one in section.all_controls():
        if isinstance(one, Knob):
            high = min(one.high, 8.0) if one.key == "epochs" else one.high
            low = max(one.low, 8.0) if one.key == "batch" else one.low
            values[one.key] = one.clamp(data.draw(st.floats(low, high)))
        elif isinstance(one, Choice):
            values[one.key] = data.draw(st.sampled_from([v for v in one.allowed if v != "lbfgs"]))
        elif isinstance(one, Switch):
            values[one.key] = data.draw(st.booleans())
        elif isinstance(one, Points):
            number = st.floats(one.low, one.high)
            point = st.tuples(number, number, st.sampled_from([0.0, 1.0, 2.0]))
            values[one.key] = tuple(data.draw(st.lists(point, max_size=6)))
    return values


def histories(found) -> list[History]:
    if isinstance(found, History):
        return [found]
    return [] if found is None else [one.history for one in found]


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(data=st.data(), section=st.sampled_from(TOYS))
def test_any_values_within_the_limits_train_and_never_raise(data, section) -> None:
    *_, found = RUNS[section.key](drawn(data, section))
    for run in histories(found):
        assert run.done and run.status.kind in ("moving", "diverged")
        assert run.status.kind == "moving" or run.status.reason.startswith("At step")


@pytest.mark.parametrize("lr", [1e-4, 100.0])
def test_the_ends_of_the_learning_rate_give_a_result_everywhere(lr: float) -> None:
    changes = {"network": {"lr": lr}, "loss": {"lr": lr}, "digits": {"lr": lr, "epochs": 1.0}}
    for key, change in changes.items():
        *_, run = RUNS[key](values_of(key, **change))
        assert run.done and (lr < 1 or run.exploded is not None or run.status.kind == "diverged")


def test_trainings_stay_within_the_most_steps_at_the_ends_of_their_controls() -> None:
    ends = {"network": {"epochs": 200.0}, "race": {"batch": 1.0, "epochs": 100.0}}
    ends["digits"] = {"batch": 4.0, "epochs": 40.0}
    for key, change in ends.items():
        first = next(RUNS[key](values_of(key, **change)))
        task = histories(first)[0].task if key != "race" else first[0].history.task
        assert task.steps <= 20_000


def test_a_preset_differs_from_the_others_of_its_section_and_lies_within_the_limits() -> None:
    for section in PAGE.sections:
        controls = {one.key: one for one in section.all_controls()}
        seen = [(values_of(section.key, preset.key), preset.step) for preset in section.presets]
        assert all(one != two for i, one in enumerate(seen) for two in seen[:i])
        for values, _ in seen:
            for key, value in values.items():
                control = controls[key]
                assert not isinstance(control, Knob) or (control.clamp(value) == value and math.isfinite(value))
                assert not isinstance(control, Choice) or value in control.allowed


def test_the_sharpness_of_a_training_that_diverges_is_told_as_far_as_it_goes() -> None:
    *_, found = RUNS["sharpness"](values_of("sharpness", lr=10.0, steps=50.0))
    assert len(found.top) == len(found.at) and (np.isfinite(found.top[:1])).all()

"""The network page: its public keys, short texts, any values within the limits, boards of all results, work's keys."""

import math
import re
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from optviz.figures.board.message import background_message
from optviz.lecture.controls import Choice, Points, Slider, Switch
from optviz.lecture.network import PAGE
from optviz.lecture.network.common import RULES
from optviz.lecture.section import Section
from tests.decoder import sent, weight

from .helpers import compute, histories, results, values_of

KEYS = ("network", "loss", "race", "digits", "landscape", "sharpness")
PRESETS = {
    "network": ("no_hidden", "two_units", "eight_units", "spirals", "blobs", "overfit"),
    "loss": ("worst", "bent", "untrained", "one_class", "nothing"),
    "race": ("same_start", "per_epoch", "tuned", "matrices", "tuned_each", "batch_one", "full_batch", "explodes"),
    "digits": ("adam_digits", "sgd_digits", "no_hidden_digits", "first_epoch", "fair_digits", "huge_rate"),
    "landscape": ("paths_plane", "paths_relief", "random_plane", "digits_plane", "digits_relief"),
    "sharpness": ("edge", "calm", "half", "over", "too_sharp"),
}
DISPLAY = {
    "network": {"rows"},
    "loss": {"brush"},
    "race": {"count", "layers"},
    "digits": set(),
    "landscape": {"view"},
    "sharpness": {"log"},
}
"""Controls that change only what is shown; rows of one's own count once they are chosen as the data."""

CHEAP = [section for section in PAGE.sections if section.key in ("network", "loss", "race")]


def test_the_sections_and_presets_are_public_links_for_ever() -> None:
    assert tuple(section.key for section in PAGE.sections) == KEYS
    assert {s.key: tuple(preset.key for preset in s.presets) for s in PAGE.sections} == PRESETS


@pytest.mark.parametrize("key", KEYS)
def test_every_text_is_short_and_has_its_four_parts(key: str) -> None:
    text = PAGE.text(key)
    for part, most in ((text.body, 120), (text.notice, 50), (text.task, 40), (text.answer, 60)):
        assert 0 < len(re.sub(r"\$+[^$]+\$+", "x", part).split()) <= most
    assert text.body.count("$") % 2 == 0


def test_the_words_are_those_of_the_field() -> None:
    words = [
        PAGE.title,
        *(getattr(PAGE.text(key), part) for key in KEYS for part in ("body", "notice", "task", "answer")),
    ]
    for section in PAGE.sections:
        words += [section.title, *(preset.title for preset in section.presets)]
        words += [control.label for control in section.all_controls()]
        words += [name for c in section.all_controls() if isinstance(c, Choice) for _, name in c.options]
    told = " ".join(words).lower()
    for private in ("racer", "read as", "by heart", "border", "shadow", "slice", "first weights", "units in each"):
        assert private not in told
    for term in ("decision boundar", "confusion matrix", "overfit", "initialization", "units per hidden layer", "pca"):
        assert term in told


def test_any_rule_of_the_registry_but_the_noisy_one_can_be_chosen_and_gd_on_batches_is_called_sgd() -> None:
    names = dict(RULES)
    assert names["gd"] == "SGD" and "sgd" not in names and len(names) >= 19


def other_value(control: object, value: Any) -> Any:
    if isinstance(control, Slider):
        return control.high if value != control.high else control.low
    if isinstance(control, Choice):
        return next(option for option in control.allowed if option != value)
    return not value if isinstance(control, Switch) else ((0.0, 0.0, 0.0),)


@pytest.mark.parametrize("key", KEYS)
def test_work_has_another_key_when_another_thing_is_computed_and_the_same_when_only_the_view_changes(key: str) -> None:
    section = PAGE.section(key)
    assert section.work is not None
    values = values_of(key)
    before = section.work(values).key
    assert before.startswith(f"{key},")
    controls = [control for control in section.all_controls() if control.valued]
    changed = {c.key: section.work(values | {c.key: other_value(c, values[c.key])}).key for c in controls}
    assert {control for control, after in changed.items() if after == before} == DISPLAY[key]


@pytest.mark.parametrize("key", KEYS)
def test_every_result_has_a_board_whose_panels_stand_in_its_rows_and_whose_background_fits(key: str) -> None:
    state, stages = results(key)
    for stage in (stages[0], stages[len(stages) // 2], stages[-1]):
        board = state.board(stage)
        assert {panel for row in board.rows for panel in row} == {panel.key for panel in board.panels}
        assert len({len(row) for row in board.rows}) == 1 and board.summary and board.progress
        assert background_message(state.background(stage))
        assert sent(board)["steps"] == board.steps


@pytest.mark.parametrize("key", KEYS)
def test_the_progress_never_falls_and_ends_at_one(key: str) -> None:
    state, stages = results(key)
    bars = [state.board(stage).progress for stage in [*stages[:: max(1, len(stages) // 8)], stages[-1]]]
    shares = [bar.share for bar in bars if bar]
    assert len(shares) == len(bars) and shares == sorted(shares) and shares[-1] == pytest.approx(1)


@pytest.mark.parametrize("key", KEYS)
def test_a_board_is_small_enough_to_follow_a_slider(key: str) -> None:
    state, stages = results(key)
    assert weight(state.board(stages[-1])) < 90_000


def any_values(data: st.DataObject, section: Section) -> dict[str, Any]:
    """Any values a section's controls allow, trainings kept short."""
    values = values_of(section.key)
    for control in section.all_controls():
        if isinstance(control, Slider):
            high = min(control.high, 8.0) if control.key == "epochs" else control.high
            low = max(control.low, 8.0) if control.key == "batch" else control.low
            values[control.key] = control.clamp(data.draw(st.floats(low, high)))
        elif isinstance(control, Choice):
            values[control.key] = data.draw(st.sampled_from([v for v in control.allowed if v != "lbfgs"]))
        elif isinstance(control, Switch):
            values[control.key] = data.draw(st.booleans())
        elif isinstance(control, Points):
            number = st.floats(control.low, control.high)
            point = st.tuples(number, number, st.sampled_from([0.0, 1.0, 2.0]))
            values[control.key] = tuple(data.draw(st.lists(point, max_size=6)))
    return values


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(data=st.data(), section=st.sampled_from(CHEAP))
def test_any_values_within_the_limits_train_and_never_raise(data: st.DataObject, section: Section) -> None:
    for run in histories(compute(section.key, any_values(data, section))[-1]):
        assert run.done and run.status.kind in ("moving", "diverged")
        assert run.status.kind == "moving" or run.status.reason.startswith("At step")


@pytest.mark.parametrize("lr", [1e-4, 100.0])
def test_the_ends_of_the_learning_rate_give_a_result_everywhere(lr: float) -> None:
    changes: dict[str, dict[str, Any]] = {"network": {}, "loss": {}, "digits": {"epochs": 1.0}}
    for key, change in changes.items():
        run = compute(key, values_of(key, lr=lr, **change))[-1]
        assert run.done and (lr < 1 or run.exploded is not None or run.status.kind == "diverged")


@pytest.mark.parametrize(
    ("key", "changes"),
    [
        ("network", {"epochs": 200.0}),
        ("race", {"batch": 1.0, "epochs": 100.0}),
        ("digits", {"batch": 4.0, "epochs": 40.0}),
    ],
)
def test_trainings_stay_within_the_most_steps_at_the_ends_of_their_controls(key: str, changes: dict[str, Any]) -> None:
    work = PAGE.section(key).work
    assert work is not None
    first = next(work(values_of(key, **changes)).make())
    assert histories(first)[0].task.steps <= 20_000


def test_a_preset_differs_from_the_others_of_its_section_and_lies_within_the_limits() -> None:
    for section in PAGE.sections:
        controls = {control.key: control for control in section.all_controls()}
        # "Before training" is where every section opens by now; its key is public and stays.
        presets = [preset for preset in section.presets if preset.key != "untrained"]
        states = [(values_of(section.key, preset.key), preset.step) for preset in presets]
        assert all(state != before for i, state in enumerate(states) for before in states[:i])
        for values, _ in states:
            for key, value in values.items():
                control = controls[key]
                assert not isinstance(control, Slider) or (control.clamp(value) == value and math.isfinite(value))
                assert not isinstance(control, Choice) or value in control.allowed

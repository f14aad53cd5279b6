"""The catalogue offers everything that is registered, as plain data, small enough to send once."""

import json

import pytest

from optviz.core.curvature.entrants import ENTRANTS
from optviz.core.matrices.rules import MATRIX_RULES
from optviz.core.optimizers import TEXTBOOK, Group
from optviz.core.registry import knobs_of
from optviz.core.surfaces import SURFACES
from optviz.figures.palette import DASHES, LIGHT, MARKERS
from optviz.scenes.reader import MAX_LOOK
from optviz.scenes.scene import COLOURS, MAX_COORDINATE, MAX_NOISE, MAX_RACERS, MAX_SEED, MAX_STEPS, SPARE_LOOK
from optviz.ui.stage.catalog import catalog


def test_every_optimizer_and_surface_is_offered_in_order() -> None:
    offered = catalog()
    assert offered["order"] == list(offered["rules"]) == list(ENTRANTS)
    assert list(offered["surfaces"]) == list(SURFACES)


def test_every_rule_stands_in_one_group_the_lectures_nine_first() -> None:
    groups = catalog()["groups"]
    listed = [key for _, keys in groups for key in keys]
    assert sorted(listed) == sorted([*ENTRANTS, *MATRIX_RULES])
    lecture = ["gd", "sgd", "momentum", "nag", "adagrad_norm", "adagrad", "adadelta", "rmsprop", "adam"]
    assert groups[0] == ["From the lecture", lecture]
    assert lecture == list(TEXTBOOK)


def test_the_groups_are_short_and_none_is_the_one_for_rules_that_name_none() -> None:
    groups = catalog()["groups"]
    assert all(1 <= len(keys) <= 9 for _, keys in groups)
    assert all(label != Group.OTHER for label, _ in groups)


@pytest.mark.parametrize("key", ENTRANTS)
def test_a_rule_comes_with_its_knobs_formula_and_convention(key: str) -> None:
    kind, told = ENTRANTS[key], catalog()["rules"][key]
    assert (told["name"], told["convention"]) == (kind.name, kind.convention)
    assert told["latex"] == list(kind.latex) != []
    assert told["worked"] == [list(pair) for pair in kind.worked]
    assert [knob["key"] for knob in told["knobs"]] == [knob.key for knob in knobs_of(kind)]


@pytest.mark.parametrize("registry", [("rules", ENTRANTS), ("surfaces", SURFACES)], ids=["rules", "surfaces"])
def test_a_slider_gets_what_it_needs(registry: tuple) -> None:
    table, kinds = registry
    for key, kind in kinds.items():
        for told, knob in zip(catalog()[table][key]["knobs"], knobs_of(kind), strict=True):
            assert set(told) == {"key", "symbol", "label", "default", "low", "high", "scale", "help", "whole"}
            assert told["low"] == knob.low <= told["default"] <= knob.high == told["high"]
            assert told["scale"] in ("linear", "log", "one_minus")


def test_limits_and_what_all_runs_share_are_pythons_own() -> None:
    offered = catalog()
    assert offered["limits"] == {"racers": MAX_RACERS, "coordinate": MAX_COORDINATE, "seed": MAX_SEED}
    steps, noise = offered["race"]
    assert (steps["key"], steps["high"], noise["key"], noise["high"]) == ("steps", MAX_STEPS, "noise", MAX_NOISE)


def test_every_look_names_a_colour_a_dash_and_a_marker_that_exist() -> None:
    looks = catalog()["looks"]
    assert len(looks) == MAX_LOOK + 1
    assert [style[0] for style in looks] == [number % COLOURS for number in range(MAX_LOOK + 1)]
    assert catalog()["spare"] == SPARE_LOOK
    sizes = (len(LIGHT.runs), len(DASHES), len(MARKERS))
    assert all(0 <= part < size for style in looks for part, size in zip(style, sizes, strict=True))


def test_the_catalogue_is_json_and_small() -> None:
    text = json.dumps(catalog(), allow_nan=False)
    assert json.loads(text)["order"] == list(ENTRANTS)
    assert len(text) < 64_000

"""Every lesson: in its place, short, reachable by link, and in the picture."""

import re

import numpy as np
import pytest

from optviz.core.surfaces import SURFACES
from optviz.scenes.codec import from_query, to_query
from optviz.scenes.lessons import LESSONS, TEXTS, add, lesson_scenes
from tests.scenes.helpers import runs

KEYS = list(LESSONS)
PUBLISHED = [
    "step_size",
    "divergence",
    "local_minimum",
    "saddle_ridge",
    "noise_ball",
    "narrow_bowl",
    "momentum_fast",
    "momentum_overshoots",
    "momentum_rolls_over",
    "too_much_momentum",
    "nesterov_damps",
    "adaptive_norm",
    "adagrad_stalls",
    "rmsprop_jumps",
    "adam_first_step",
    "straight_bowl",
    "rotated_bowl",
    "saddle_race",
    "plateau",
    "cliff",
    "rastrigin",
]
# f falls without end here, and GD is meant to fly off: these paths leave the window, by design.
LEAVES_THE_PICTURE = {"saddle_ridge", "saddle_race", "adaptive_norm"}


def test_no_published_lesson_was_renamed_or_removed():
    assert [key for key in KEYS if key in PUBLISHED] == PUBLISHED
    assert all(re.fullmatch(r"[a-z][a-z0-9_]*", key) for key in KEYS)


def test_each_lesson_has_a_text_and_each_text_a_lesson():
    assert {path.stem for path in TEXTS.glob("*.md")} == set(KEYS)


def test_titles_differ():
    assert len({lesson.title for lesson in LESSONS.values()}) == len(KEYS)


def test_a_key_is_given_once():
    with pytest.raises(ValueError, match="two lessons have the key 'cliff'"):
        add("cliff", "Another cliff", LESSONS["cliff"].scene)


@pytest.mark.parametrize("key", KEYS)
def test_a_text_is_short_and_says_what_is_shown_what_to_notice_and_what_to_try(key):
    text = LESSONS[key].text
    assert len(text.split()) <= 55
    shown, notice, task = text.split("\n\n")
    assert notice.startswith("**Notice:**") and task.startswith("**Try:**")
    assert "**" not in shown


@pytest.mark.parametrize("key", KEYS)
def test_a_text_is_plain_markdown_with_whole_formulas(key):
    text = LESSONS[key].text
    assert text.count("$") % 2 == 0
    assert not re.search(r"[<>]|!\[|^#", re.sub(r"\$[^$]*\$", "", text), re.MULTILINE)
    assert len(LESSONS[key].title) <= 40


@pytest.mark.parametrize("key", KEYS)
def test_the_short_link_opens_the_same_scene_as_the_full_one(key):
    scene = LESSONS[key].scene
    assert from_query(f"lesson={key}", lesson_scenes()) == (scene, ())
    assert from_query(to_query(scene), lesson_scenes()) == (scene, ())


@pytest.mark.parametrize("key", KEYS)
def test_one_to_six_racers_each_with_its_own_look(key):
    racers = LESSONS[key].scene.racers
    assert 1 <= len(racers) <= 6
    assert len({racer.look for racer in racers}) == len(racers)
    assert all(racer.on for racer in racers)


@pytest.mark.parametrize("key", KEYS)
def test_paths_stay_in_the_picture(key):
    low, high = np.array(SURFACES[LESSONS[key].scene.surface].domain).T
    inside = [bool(((low <= run.x) & (run.x <= high)).all()) for run in runs(key)]
    if key in LEAVES_THE_PICTURE:
        assert any(inside)
    else:
        assert all(inside)


@pytest.mark.parametrize("key", KEYS)
def test_the_start_lies_well_inside_the_picture(key):
    scene = LESSONS[key].scene
    low, high = np.array(SURFACES[scene.surface].domain).T
    margin = 0.02 * (high - low)
    assert (low + margin <= scene.start).all() and (scene.start <= high - margin).all()

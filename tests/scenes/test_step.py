"""A menu's step from one scene to another: what it changes, what it keeps, and nothing malformed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from optviz.scenes.codec import MAX_LINK, from_query, to_query
from optviz.scenes.lessons import LESSONS, lesson_scenes
from optviz.scenes.reader import MAX_IGNORED
from optviz.scenes.scene import Racer, Scene, default_scene
from optviz.scenes.step import step_from


def stepped(query: str, before: str = "") -> Scene:
    """Where a step leads, without anything ignored."""
    scene, ignored = step_from(query, before, lesson_scenes())
    assert ignored == ()
    return scene


@pytest.mark.parametrize("key", LESSONS)
def test_a_lesson_opens_whatever_was_shown(key: str) -> None:
    assert stepped(f"lesson={key}", "surface=beale&run=adam,lr:0.3&steps=40&t=3") == LESSONS[key].scene


def test_how_many_curves_there_are_what_is_hidden_and_the_presenter_mode_stay() -> None:
    before = "surface=beale&run=gd&hide=charts,worked&present=1&curves=4"
    keep = {"hidden": frozenset({"charts", "worked"}), "present": True, "curves": 4}
    assert stepped("lesson=cliff", before) == LESSONS["cliff"].scene.replace(**keep)
    assert stepped("surface=cliff", before) == from_query(before)[0].on_surface("cliff")
    whole = to_query(Scene.of("beale", (Racer.of("lion"),), steps=30))
    assert stepped(whole, before) == from_query(whole)[0].replace(**keep)


@pytest.mark.parametrize("key", LESSONS)
def test_no_lesson_is_the_opening_race_on_the_lessons_surface(key: str) -> None:
    free = stepped("lesson=", f"lesson={key}")
    assert free == default_scene().on_surface(LESSONS[key].scene.surface)
    assert free.racers == default_scene().racers and free.lesson == ""


def test_a_surface_keeps_the_race() -> None:
    assert stepped("surface=himmelblau") == default_scene().on_surface("himmelblau")


def test_a_whole_scenes_link_opens_it_from_anywhere() -> None:
    wanted = Scene.of("beale", (Racer.of("lion"),), steps=30)
    assert stepped(to_query(wanted), "lesson=cliff") == wanted


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("lesson=none", "lesson = none: there is no such lesson."),
        ("surface=nowhere", "surface = nowhere: there is no such surface."),
        ("steps=30", "steps = 30: not part of a step."),
        ("view=3d", "view = 3d: not part of a step."),
    ],
)
def test_what_cannot_be_read_is_named_and_leads_nowhere(query: str, said: str) -> None:
    assert step_from(query, "lesson=cliff", lesson_scenes()) == (LESSONS["cliff"].scene, (said,))


parts = st.lists(st.tuples(st.sampled_from(["lesson", "surface", "run", "at", "t"]), st.text(max_size=8)))
anything = st.text(max_size=40) | parts.map(lambda pairs: "&".join(f"{key}={value}" for key, value in pairs))


@given(anything, anything)
def test_no_step_whatever_raises(query: str, before: str) -> None:
    scene, ignored = step_from(query, before, lesson_scenes())
    assert from_query(to_query(scene), lesson_scenes())[0].surface == scene.surface
    assert len(ignored) <= 2 * (MAX_IGNORED + 1)


def test_a_link_that_comes_as_a_mapping_is_bounded_too() -> None:
    scene, ignored = from_query({"surface": ["beale"], "run": ["gd", "x" * MAX_LINK], "steps": ["30"]})
    assert (scene.surface, [racer.rule for racer in scene.racers]) == ("beale", ["gd"])
    assert ignored[0].endswith(f"longer than {MAX_LINK} characters, the rest.")

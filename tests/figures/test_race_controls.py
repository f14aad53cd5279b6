"""The controls of a race: what a person can set, with the values of the scene, keyed as in a link."""

import numpy as np
import pytest

from optviz.core.surfaces import SURFACES
from optviz.figures.race_board import race_controls
from optviz.scenes.codec import from_query
from optviz.scenes.lessons import LESSONS
from optviz.scenes.race import run_scene
from optviz.scenes.scene import MAX_SEED, Racer, Scene, racer_names
from tools.golden import text_of

ALL = (
    "surface",
    "at",
    "steps",
    "noise",
    "seed",
    "view",
    "curves",
    "model",
    "fog",
    "cost",
    "run",
    "pick",
    "hide",
    "lesson",
)


def by_key(scene: Scene) -> dict[str, dict]:
    return {control["key"]: control for control in race_controls(run_scene(scene))}


def what_they_say(scene: Scene) -> Scene:
    """The scene that a link made of the controls' values opens."""
    texts = {key: text_of(control) for key, control in by_key(scene).items()}
    query = {key: text if isinstance(text, list) else [text] for key, text in texts.items() if text is not None}
    opened, ignored = from_query(query, {key: lesson.scene for key, lesson in LESSONS.items()})
    assert ignored == ()
    return opened


@pytest.mark.parametrize("key", SURFACES)
def test_every_part_of_a_scene_has_a_control_and_a_link_of_these_opens_it(key: str) -> None:
    racers = (Racer.of("gd", lr=0.3), Racer.of("adam", on=False, look=40), Racer.of("adam"))
    scene = Scene.of(key, racers, steps=7, seed=5, noise=0.25, pick=2, hidden=frozenset({"charts", "legend"}))
    scene = scene.replace(start=(0.125, -0.5), view="3d", curves=4)
    assert what_they_say(scene) == scene
    wanted = {*ALL, *(f"s.{name}" for name, _ in scene.surface_knobs)}
    assert set(by_key(scene)) == wanted


@pytest.mark.parametrize("key", list(LESSONS)[:4])
def test_a_lesson_says_which_it_is(key: str) -> None:
    scene = LESSONS[key].scene
    assert what_they_say(scene) == scene


def test_an_empty_race_says_so() -> None:
    assert what_they_say(Scene.of("beale", ())).racers == ()


def test_the_racers_stand_there_and_those_that_run_with_what_became_of_them() -> None:
    racers = (Racer.of("adam"), Racer.of("adam", on=False, lr=0.3, look=40), Racer.of("gd"))
    scene = Scene.of("quadratic", racers, steps=9, pick=2)
    legend, race = by_key(scene)["run"], run_scene(scene)
    assert racer_names(racers) == ("Adam 1", "Adam 2", "GD")
    assert [status["slot"] for status in legend["statuses"]] == [0, 2]
    assert [(s["kind"], s["label"], s["reason"]) for s in legend["statuses"]] == [
        (run.status.kind, run.status.label, run.status.reason) for run in race.runs
    ]
    second = legend["value"][1]
    assert set(second) == {"rule", "knobs", "on", "look", "style", "schedule", "modifiers"}
    assert (second["knobs"]["lr"], second["on"], second["look"]) == (0.3, False, 40)
    assert legend["pick"] == "pick"


def test_one_of_a_rule_has_no_number() -> None:
    assert racer_names((Racer.of("gd"), Racer.of("adam"))) == ("GD", "Adam")
    assert racer_names(()) == ()


def test_the_sliders_of_the_start_are_as_long_as_the_window_or_reach_the_start() -> None:
    inside, outside = by_key(Scene.of("himmelblau", ())), by_key(Scene.of("himmelblau", (), start=(-9.0, 70.0)))
    assert (inside["at"]["low"], inside["at"]["high"]) == ([-5, -5], [5, 5])
    assert (outside["at"]["low"], outside["at"]["high"]) == ([-9, -5], [5, 70])
    assert (outside["at"]["least"], outside["at"]["most"]) == (-1e6, 1e6)


@pytest.mark.parametrize(
    ("scene", "noisy"),
    [
        (Scene.of("beale", (Racer.of("gd"),), steps=2), False),
        (Scene.of("beale", (Racer.of("gd"),), steps=2, noise=0.5), True),
        (Scene.of("beale", (Racer.of("sgd", sigma=1.0),), steps=2), True),
        (Scene.of("beale", (Racer.of("sgd", sigma=1.0, on=False),), steps=2), False),
        (Scene.of("beale", (Racer.of("sgd", sigma=0.0),), steps=2), False),
    ],
    ids=["none", "the race's", "a rule's own", "a rule's that is off", "a rule's of 0"],
)
def test_new_noise_can_be_drawn_where_there_is_noise(scene: Scene, noisy: bool) -> None:
    seed = by_key(scene)["seed"]
    assert (seed["enabled"], seed["most"]) == (noisy, MAX_SEED)
    other = run_scene(scene.replace(seed=scene.seed + 1)).runs
    alike = [np.array_equal(a.x, b.x) for a, b in zip(run_scene(scene).runs, other, strict=True)]
    assert all(alike) != noisy

"""Racers with modifiers: in a link, short where there are none; what cannot be is told, and the race is kept."""

import pytest

from optviz.core.optimizers.modifiers import KNOBS
from optviz.core.optimizers.schedules import SCHEDULES
from optviz.scenes.codec import from_query, racer_text, to_query
from optviz.scenes.race import run_scene
from optviz.scenes.scene import Racer, Scene


def scene_of(run: str, steps: int = 100) -> tuple[Scene, tuple[str, ...]]:
    return from_query(f"surface=himmelblau&run={run}&steps={steps}")


def test_a_link_without_modifiers_is_what_it_was() -> None:
    assert racer_text(Racer.of("adam", lr=0.3)) == "adam,lr:0.3"


def test_a_link_says_the_schedule_in_a_word_and_each_modifier_with_its_number() -> None:
    modifiers = {"warmup": 0.1, "clip_norm": 1.0, "decoupled": 0.01}
    racer = Racer.of("adam", lr=0.3, schedule="cosine", modifiers=modifiers)
    assert racer_text(racer) == "adam,lr:0.3,cosine,warmup:0.1,clip_norm:1,decoupled:0.01"
    assert scene_of(racer_text(racer))[0].racers == (racer,)


@pytest.mark.parametrize("schedule", SCHEDULES)
def test_every_schedule_and_every_modifier_comes_back_from_its_link(schedule: str) -> None:
    own = {key: 0.4 for key in SCHEDULES[schedule].knobs}
    rest = {key: KNOBS[key][0].default for key in ("noise", "clip_value", "clip_norm", "l2", "decoupled", "tail")}
    racers = (Racer.of("gd", schedule=schedule, modifiers={**own, **rest}), Racer.of("nag", modifiers={"ema": 0.5}))
    scene = Scene.of("beale", racers, steps=50)
    assert from_query(to_query(scene)) == (scene, ())


WRONG = {
    "clip_norm:0": "a finite number above 0",
    "floor:0.2": "the schedule constant has no floor",
    "cosine,warmup:x": "not a number",
    "ema:0.9,tail:0.2": "averaged in one way",
    "cosinus": "not understood",
}


@pytest.mark.parametrize("text", WRONG)
def test_what_cannot_be_is_told_and_the_run_is_kept(text: str) -> None:
    scene, ignored = scene_of(f"adam,{text}")
    assert len(ignored) == 1 and WRONG[text] in ignored[0]
    assert run_scene(scene).runs[0].steps == 100


def test_a_warm_up_longer_than_the_race_takes_all_of_it() -> None:
    scene, ignored = scene_of("adam,cosine,warmup:500", 200)
    assert ignored == ("adam warmup = 500: longer than the race, which has 200 steps: it takes all of them.",)
    (run,) = run_scene(scene).runs
    assert run.rate[100] == pytest.approx(0.05)

"""Scenes and racers: complete settings, looks that tell runs apart, and moves that keep what they should."""

import dataclasses

import pytest

from optviz.core.optimizers import OPTIMIZERS
from optviz.core.registry import settings_of
from optviz.core.surfaces import SURFACES
from optviz.scenes.scene import MAX_RACERS, SPARE_LOOK, Racer, Scene, complete, default_look, default_scene, free_look


def test_a_racer_has_all_knobs_of_its_rule_in_order():
    racer = Racer.of("adam", lr=0.3)
    assert racer.knobs == (("lr", 0.3), ("beta1", 0.9), ("beta2", 0.999), ("eps", 1e-8))
    assert settings_of(racer.optimizer()) == dict(racer.knobs)


def test_a_knob_the_rule_does_not_have_is_named():
    with pytest.raises(ValueError, match="gd has no knob beta, rho"):
        Racer.of("gd", rho=0.9, beta=0.5)


def test_knobs_are_clamped_and_nan_becomes_the_default():
    assert complete(SURFACES["quadratic"], {"kappa": 1e9}) == (("kappa", 1000.0), ("rotation", 0.0))
    assert complete(OPTIMIZERS["gd"], {"lr": float("nan")}) == (("lr", 0.01),)


def test_a_scene_starts_where_its_surface_does_unless_told():
    racers = (Racer.of("gd"),)
    assert Scene.of("himmelblau", racers).start == SURFACES["himmelblau"].starts[0]
    assert Scene.of("himmelblau", racers, start=(1.0, 2.0)).start == (1.0, 2.0)


def test_start_zero_zero_is_a_start():
    assert Scene.of("himmelblau", (), start=(0.0, 0.0)).start == (0.0, 0.0)
    assert Scene.of("quadratic", (), start=(0.0, 0.0)).start == (0.0, 0.0)


def test_a_scene_makes_its_surface_with_its_knobs():
    scene = Scene.of("quadratic", (), knobs={"kappa": 50})
    assert settings_of(scene.surface_now()) == {"kappa": 50.0, "rotation": 0.0}


def test_another_surface_keeps_the_race_and_drops_what_belonged_to_the_old_one():
    scene = Scene.of("quadratic", (Racer.of("gd"),), steps=77, noise=0.5, seed=3, step=5, lesson="cliff", view="3d")
    moved = scene.on_surface("beale")
    assert (moved.surface, moved.surface_knobs, moved.start) == ("beale", (), SURFACES["beale"].starts[0])
    assert (moved.step, moved.lesson) == (None, "")
    kept = ("racers", "steps", "noise", "seed", "view")
    assert [getattr(moved, name) for name in kept] == [getattr(scene, name) for name in kept]


def test_a_scene_cannot_be_changed_in_place():
    with pytest.raises(dataclasses.FrozenInstanceError):
        default_scene().steps = 3  # type: ignore[misc]
    assert hash(default_scene()) == hash(default_scene())


def test_each_rule_has_a_look_of_its_own():
    assert sorted(default_look(rule) for rule in OPTIMIZERS) == list(range(len(OPTIMIZERS)))


def test_a_second_run_of_a_rule_gets_a_look_that_nobody_wears():
    racers = (Racer.of("gd"), Racer.of("sgd"))
    assert free_look((), "adam") == default_look("adam")
    assert free_look(racers, "gd") == SPARE_LOOK
    assert len(OPTIMIZERS) <= SPARE_LOOK, "the spare looks are no rule's own"


def test_a_full_race_of_one_rule_has_twelve_looks():
    racers: tuple[Racer, ...] = ()
    for _ in range(MAX_RACERS):
        racers += (Racer.of("adam", look=free_look(racers, "adam")),)
    assert len({racer.look for racer in racers}) == MAX_RACERS


def test_the_playground_opens_with_the_lectures_optimizers():
    scene = default_scene()
    assert scene.surface == "rosenbrock"
    assert [racer.rule for racer in scene.racers] == ["gd", "momentum", "nag", "adagrad", "rmsprop", "adam"]
    assert scene.pick < len(scene.racers)

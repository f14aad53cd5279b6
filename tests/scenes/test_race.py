"""A race: who runs, what a person is told before looking, and the summary for a screen reader."""

import numpy as np
import pytest

from optviz.core.surfaces import SURFACES
from optviz.scenes.race import GRID_SIZE, notices, run_scene, summary
from optviz.scenes.scene import Racer, Scene, default_scene


def told(surface, *racers, **how):
    return notices(run_scene(Scene.of(surface, racers, steps=40, **how)))


def test_those_that_are_on_run_in_order():
    scene = Scene.of("quadratic", (Racer.of("gd"), Racer.of("sgd", on=False), Racer.of("adam")), steps=10)
    race = run_scene(scene)
    assert [racer.rule for racer in race.racers] == ["gd", "adam"]
    assert [type(run.optimizer).key for run in race.runs] == ["gd", "adam"]
    assert all(run.steps == 10 for run in race.runs)


def test_all_start_together_and_meet_the_same_noise():
    race = run_scene(Scene.of("quadratic", (Racer.of("gd"), Racer.of("adam")), steps=10, noise=0.5, seed=4))
    one, other = race.runs
    assert one.x[0].tolist() == other.x[0].tolist() == list(race.scene.start)
    np.testing.assert_array_equal(one.noise, other.noise)
    assert one.noise.std() > 0.1


def test_the_grid_covers_the_window():
    x, y, z = run_scene(Scene.of("cliff", (), steps=1)).grid
    assert z.shape == (GRID_SIZE, GRID_SIZE)
    assert ((x[0], x[-1]), (y[0], y[-1])) == SURFACES["cliff"].domain


def test_an_ordinary_race_needs_no_notice():
    assert notices(run_scene(default_scene())) == ()


def test_an_empty_race_says_how_to_start():
    assert told("quadratic") == ("The race is empty. Add an optimizer from the list to start.",)


def test_a_race_with_all_off_says_so():
    assert told("quadratic", Racer.of("gd", on=False)) == (
        "Every optimizer is switched off. Tick one in the list to see its path.",
    )


def test_all_diverged_says_what_to_try():
    assert told("rosenbrock", Racer.of("gd", lr=1), Racer.of("momentum", lr=1)) == (
        "Every run diverged. Lower the learning rate η, or move the start closer to a minimum.",
    )


def test_one_run_that_holds_is_enough_for_silence():
    assert told("rosenbrock", Racer.of("gd", lr=1), Racer.of("gd", lr=0.001)) == ()


@pytest.mark.parametrize("start", [(float("nan"), 0.0), (float("inf"), 0.0), (1e200, 1e200)])
def test_a_start_without_a_height_says_so(start):
    assert told("rosenbrock", Racer.of("gd"), start=start) == (
        "f is not a finite number at the start. Move the start into the picture.",
    )


@pytest.mark.parametrize(
    ("surface", "start", "place"),
    [
        ("easom", (-50.0, 70.0), "on flat ground"),
        ("saddle", (0.0, 0.0), "exactly at a saddle"),
        ("monkey_saddle", (0.0, 0.0), "exactly at a saddle"),
        ("himmelblau", (-0.2708445906673476, -0.9230385564799815), "exactly at a maximum"),
    ],
)
def test_a_start_without_a_slope_says_where_it_lies(surface, start, place):
    (sentence,) = told(surface, Racer.of("gd"), Racer.of("momentum"), start=start)
    assert sentence == (
        f"Nothing moves: the start lies {place}, where the gradient is zero. Move the start, or add noise for all runs."
    )


def test_a_start_without_a_slope_needs_no_notice_once_noise_moves_it():
    assert told("saddle", Racer.of("gd"), start=(0.0, 0.0), noise=0.5) == ()


def test_a_start_at_a_minimum_says_that_there_is_nowhere_to_go():
    (sentence,) = told("quadratic", Racer.of("gd"), Racer.of("adam"), start=(0.0, 0.0))
    assert sentence == "Nothing moves: the start is a minimum already. Move the start to see a path."


def test_the_summary_names_the_race_and_lists_the_best_first():
    racers = (Racer.of("gd", lr=1), Racer.of("gd", lr=0.001), Racer.of("adam"))
    text = summary(run_scene(Scene.of("rosenbrock", racers, steps=300)))
    assert text.startswith("Rosenbrock, start (−1.2, 1), 300 steps. Adam: moving, f = ")
    assert text.index("Adam:") < text.index("GD 2: moving, f = ") < text.index("GD 1: diverged at step ")


def test_the_summary_tells_two_of_one_rule_apart():
    racers = (Racer.of("gd", lr=0.001), Racer.of("gd", on=False), Racer.of("gd", lr=0.1))
    text = summary(run_scene(Scene.of("quadratic", racers, steps=20)))
    assert text.index("GD 3: ") < text.index("GD 1: ") and "GD 2" not in text


def test_the_summary_tells_the_noise():
    text = summary(run_scene(Scene.of("quadratic", (Racer.of("gd"),), steps=5, noise=0.25)))
    assert "5 steps, noise for all runs 0.25. GD: moving" in text


def test_the_summary_of_an_empty_race_is_its_setting():
    assert summary(run_scene(Scene.of("quadratic", (), steps=5))) == "Quadratic bowl, start (−2.5, 1.5), 5 steps."


def test_the_summary_survives_values_that_are_not_finite():
    text = summary(run_scene(Scene.of("rosenbrock", (Racer.of("gd"),), steps=5, start=(float("nan"), 0.0))))
    assert "diverged at step 0, f = not a number." in text

"""The questions of the lessons on plain descent: the answer by hand, and what a known misconception is told."""

import math

import numpy as np
import pytest

from optviz.questions import Choice, Ranking, Target
from optviz.scenes.lessons import LESSONS
from optviz.scenes.questions import (
    divergence,
    local_minimum,
    narrow_bowl,
    rotated_bowl,
    saddle_ridge,
    step_size,
    straight_bowl,
)
from optviz.scenes.questions.settings import on_bowl, with_knobs, with_rates
from tests.questions.answers import right_option, told, truth


def test_three_step_sizes_end_in_the_order_of_their_factors() -> None:
    scene, rates = LESSONS["step_size"].scene, (0.01, 0.52, 0.3)
    asked = step_size.ask_order(with_rates(scene, *rates))
    x, y = scene.start
    f = [0.5 * (x * (1 - r) ** scene.steps) ** 2 + 2 * (y * (1 - 4 * r) ** scene.steps) ** 2 for r in rates]
    assert isinstance(asked.form, Ranking)
    np.testing.assert_allclose(asked.form.values, f, rtol=1e-6)
    assert asked.form.right_answer == "2,0,1"
    assert "y by −1.08 a step" in told(asked, "2,1,0")


def test_gd_settles_up_to_two_by_the_largest_curvature() -> None:
    asked = divergence.ask_limit(LESSONS["divergence"].scene)
    assert truth(asked) == 2 / 40
    assert "The largest curvature decides" in told(asked, "2") and "nearer each time" in told(asked, "0.025")


@pytest.mark.parametrize(
    ("kappa", "words"),
    [(40, "η = 0.049 settles, the other diverges."), (20, "Both settle."), (50, "Both diverge.")],
)
def test_who_settles_depends_on_the_bowl(kappa: float, words: str) -> None:
    assert right_option(divergence.ask_settles(on_bowl(LESSONS["divergence"].scene, kappa))) == words


def test_gd_ends_in_the_first_dip() -> None:
    asked = local_minimum.ask_end(LESSONS["local_minimum"].scene)
    x = math.sqrt(2.1 + math.sqrt(0.91))
    assert isinstance(asked.form, Target)
    assert (asked.form.x, asked.form.y) == pytest.approx((-x, x / 2), abs=0.01)
    assert told(asked, "0,0").startswith("f is lowest in the middle")


@pytest.mark.parametrize(
    ("y", "sigma", "words"),
    [(0.0, 1e-4, "SGD alone."), (0.0, 0.0, "None of them."), (0.01, 0.0, "All four.")],
)
def test_only_noise_leaves_the_ridge_itself(y: float, sigma: float, words: str) -> None:
    scene = with_knobs(LESSONS["saddle_ridge"].scene.replace(start=(-1.5, y)), saddle_ridge.SGD, sigma=sigma)
    assert right_option(saddle_ridge.ask_leaves(scene)) == words


def test_a_thousandth_of_the_noise_costs_steps_by_the_logarithm() -> None:
    scene = with_knobs(LESSONS["saddle_ridge"].scene.replace(steps=250), saddle_ridge.SGD, sigma=1e-7)
    asked = saddle_ridge.ask_noise(scene)
    before = int(asked.text.split("at step ")[1].split(".")[0])
    assert truth(asked) - before == pytest.approx(math.log(1000) / math.log(1.2), abs=1)
    assert "not 1000 times as many" in told(asked, "100000")


@pytest.mark.parametrize(("kappa", "rate", "words"), [(50, 0.038, "Along x"), (5, 0.39, "Along y")])
def test_slow_is_the_direction_whose_factor_is_nearer_to_one(kappa: float, rate: float, words: str) -> None:
    scene = with_rates(on_bowl(LESSONS["narrow_bowl"].scene, kappa), rate)
    assert right_option(narrow_bowl.ask_slow(scene)).startswith(words)


def test_along_the_valley_it_takes_as_many_steps_as_its_factor_says() -> None:
    scene = with_rates(LESSONS["narrow_bowl"].scene.replace(steps=200), 0.036)
    asked = narrow_bowl.ask_steps(scene)
    assert truth(asked) == math.ceil(math.log(0.1) / math.log(1 - 0.036))
    assert "Across it takes only 11" in told(asked, "11")  # 0.8¹¹ < 0.1


def test_adagrads_first_step_is_as_long_in_both_coordinates() -> None:
    form = straight_bowl.ask_first(LESSONS["straight_bowl"].scene).form
    assert isinstance(form, Choice) and form.arrows is not None
    dx, dy = form.arrows.steps[int(form.right_answer)]
    assert form.options[int(form.right_answer)].right and dx == pytest.approx(-dy) and dx > 0


def test_gds_first_step_goes_along_the_slope_where_adagrads_does_not() -> None:
    form = straight_bowl.ask_first(LESSONS["straight_bowl"].scene.replace(pick=0)).form  # κ = 100, from (−2, 0.6)
    assert isinstance(form, Choice) and form.arrows is not None
    dx, dy = form.arrows.steps[int(form.right_answer)]
    assert dy / dx == pytest.approx(100 * 0.6 / -2) and dx > 0


def test_on_straight_axes_adagrad_ends_lowest_and_gd_highest() -> None:
    asked = straight_bowl.ask_order(LESSONS["straight_bowl"].scene)
    assert asked.form.right_answer == "1,2,0"
    assert "GD's step along the valley" in told(asked, "0,1,2")


@pytest.mark.parametrize(
    ("degrees", "harmed", "lowest"),
    [(45.0, "AdaGrad and Adam.", "GD"), (90.0, "None of them.", "AdaGrad"), (0.0, "None of them.", "AdaGrad")],
)
def test_a_rotation_harms_who_scales_coordinates(degrees: float, harmed: str, lowest: str) -> None:
    scene = rotated_bowl.turned(degrees)
    assert right_option(rotated_bowl.ask_harmed(scene)) == harmed
    assert right_option(rotated_bowl.ask_lowest(scene)) == lowest

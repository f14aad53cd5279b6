"""The questions of the lessons on adaptive rules: the answer by hand, and what a known misconception is told."""

import math

import numpy as np
import pytest

from optviz.questions import Choice, Number, Range, Ranking, Target
from optviz.scenes.lessons import LESSONS, bowl
from optviz.scenes.questions import (
    adagrad_stalls,
    adam_first_step,
    cliff,
    plateau,
    rastrigin,
    rmsprop_jumps,
    saddle_race,
)
from optviz.scenes.race import run_scene
from optviz.scenes.scene import Racer, Scene


def right_option(form: object) -> str:
    """The words of the right option."""
    assert isinstance(form, Choice)
    return form.options[int(form.right_answer)].text


def on(lesson: str, racer: Racer, start: tuple[float, float], steps: int = 300) -> Scene:
    """A lesson with one racer."""
    return LESSONS[lesson].scene.replace(racers=(racer,), start=start, steps=steps, pick=0)


@pytest.mark.parametrize(("start", "name"), [((1.0, -2.0), "RMSprop."), ((-2.0, -2.0), "AdaGrad.")])
def test_adagrad_is_nearer_unless_a_wall_stays_in_its_sum(start: tuple[float, float], name: str) -> None:
    scene = LESSONS["adagrad_stalls"].scene.replace(
        racers=(adagrad_stalls.ADAGRAD, adagrad_stalls.RMSPROP), start=start
    )
    assert right_option(adagrad_stalls.ask_nearer(scene).form) == name


@pytest.mark.parametrize(("rule", "text"), [("adagrad", "η in x and η in y"), ("adagrad_norm", "η along −∇f")])
def test_adagrads_first_step_is_diagonal_and_that_with_one_sum_is_not(rule: str, text: str) -> None:
    form = adagrad_stalls.ask_first(on("adagrad_stalls", Racer.of(rule, lr=0.5), (1.0, 2.0))).form
    assert right_option(form) == text
    assert isinstance(form, Choice) and form.arrows
    along, diagonal, home = (np.array(step) for step in form.arrows.steps)
    assert diagonal == pytest.approx((-0.5, -0.5))
    assert np.hypot(*along) == np.hypot(*home) == pytest.approx(0.5)


@pytest.mark.parametrize(
    ("racer", "text"),
    [(Racer.of("adam", lr=0.8), "as far in x as in y, downhill"), (Racer.of("gd", lr=0.04), "along −∇f")],
)
def test_adam_starts_diagonally_and_gd_down_the_slope(racer: Racer, text: str) -> None:
    assert right_option(adam_first_step.ask_arrow(bowl(20, racer, start=(-2.5, 1.2))).form) == text


def test_adam_lands_eta_away_and_gds_landing_is_told_apart() -> None:
    form = adam_first_step.ask_landing(bowl(20, Racer.of("adam", lr=0.2), start=(-2.5, 1.5))).form
    assert isinstance(form, Number)
    assert form.truth == pytest.approx(1.3, abs=1e-6)
    assert form.verdict("-4.5").sentence.startswith("That is GD")  # 1.5 − 0.2 · 20 · 1.5
    assert form.verdict("1.7").sentence.startswith("The step goes uphill")


@pytest.mark.parametrize(
    ("racer", "size"), [(Racer.of("gd", lr=0.1), 0.1 * 16.1), (Racer.of("adam", lr=0.1), 0.1 * math.sqrt(2))]
)
def test_the_wall_throws_gd_but_not_adam(racer: Racer, size: float) -> None:
    form = cliff.ask_step(on("cliff", racer, (1.0, 1.5))).form  # the slope: 16 + 0.1 in x, 0.6 in y
    assert isinstance(form, Range)
    assert form.truth[0] == pytest.approx(size, rel=0.01)


@pytest.mark.parametrize(
    ("eta", "start", "text"),
    [
        (0.03, (2.0, 1.8), "Still above the wall."),
        (0.34, (2.0, 1.8), "Near the minimum."),
        (0.02, (-3.0, 1.5), "In the valley, but still far away."),
    ],
)
def test_where_gd_is_after_a_hundred_steps_by_the_cliff(eta: float, start: tuple[float, float], text: str) -> None:
    assert right_option(cliff.ask_place(on("cliff", Racer.of("gd", lr=eta), start, 100)).form) == text


def test_gd_stays_on_the_rim_where_adam_arrives() -> None:
    gd, adam = (plateau.ask_end(on("plateau", Racer.of(rule, lr=0.1), (1.7, 4.6))).form for rule in ("gd", "adam"))
    assert isinstance(gd, Target) and isinstance(adam, Target)
    assert math.hypot(gd.x - 1.7, gd.y - 4.6) < 0.4
    assert (adam.x, adam.y) == pytest.approx((math.pi, math.pi), abs=1e-3)
    assert gd.verdict("3.1,3.1").sentence.startswith("It does not get there")
    assert adam.verdict("1.7,4.6").sentence.startswith("It does get away")


@pytest.mark.parametrize(
    ("start", "who"), [((-1.0, -1.0), "Nobody."), ((1.7, 4.6), "RMSprop and Adam."), ((2.5, 2.6), "All three.")]
)
def test_who_crosses_the_plateau(start: tuple[float, float], who: str) -> None:
    assert right_option(plateau.ask_who(LESSONS["plateau"].scene.replace(start=start)).form) == who


def test_gd_ends_in_the_dip_it_starts_in() -> None:
    scene = on("rastrigin", rastrigin.GD, (-3.8, 2.2), 60)
    end, height = rastrigin.ask_end(scene).form, rastrigin.ask_height(scene).form
    assert isinstance(end, Target) and isinstance(height, Range)
    assert (end.x, end.y) == pytest.approx((-4, 2), abs=0.03)
    assert "never climbs" in end.verdict("0,0").sentence
    assert "a ridge before it" in end.verdict("-3,1").sentence
    x, y = end.x, end.y
    assert height.truth[0] == pytest.approx(
        20 + x**2 + y**2 - 10 * math.cos(2 * math.pi * x) - 10 * math.cos(2 * math.pi * y)
    )


def test_rmsprops_first_step_is_eta_over_the_root_of_one_minus_rho() -> None:
    form = rmsprop_jumps.ask_first(bowl(100, Racer.of("rmsprop", lr=0.1, rho=0.99), start=(-2.5, 1.5))).form
    assert isinstance(form, Number)
    assert form.truth == pytest.approx(1.0, abs=1e-3)
    assert form.verdict("0.1").sentence.startswith("That is η")
    assert "its root is taken" in form.verdict("10").sentence


def test_a_longer_memory_can_make_up_for_a_smaller_eta() -> None:
    racers = tuple(Racer.of("rmsprop", lr=lr, rho=rho) for lr, rho in ((0.2, 0.75), (0.05, 0.99), (0.1, 0.9)))
    form = rmsprop_jumps.ask_order(bowl(20, *racers, start=(-2.5, 1.5))).form
    assert isinstance(form, Ranking)
    assert form.values == pytest.approx([math.sqrt(2) * size for size in (0.4, 0.5, 0.1 / math.sqrt(0.1))], rel=1e-3)
    assert form.right_answer == "2,0,1"
    assert "Not the larger η alone" in form.verdict("2,1,0").sentence


def test_who_leaves_the_saddle_first_depends_on_the_start() -> None:
    lesson = LESSONS["saddle_race"].scene
    four = tuple(racer for racer in lesson.racers if racer.rule in saddle_race.RULES)
    assert [racer.rule for racer in four] == ["gd", "momentum", "adagrad", "rmsprop"]
    orders = {}
    for y in (1e-4, 0.02, 1.0):
        form = saddle_race.ask_order(lesson.replace(racers=four, start=(-1.5, y), steps=saddle_race.STEPS)).form
        assert isinstance(form, Ranking)
        orders[y] = form.right_answer
    assert orders == {1e-4: "2,3,1,0", 0.02: "2,1,3,0", 1.0: "2,1,0,3"}


def test_gd_takes_as_many_steps_off_the_saddle_as_compound_interest() -> None:
    scene = on("saddle_race", Racer.of("gd", lr=0.05), (-1.5, 0.001), 500)
    form = saddle_race.ask_steps(scene).form
    assert isinstance(form, Range)
    assert form.truth[0] == math.ceil(math.log(2 / 0.001) / math.log(1.1))
    assert abs(run_scene(scene).runs[0].x[int(form.truth[0]), 1]) > 2
    assert "compound interest" in form.verdict("1000").sentence

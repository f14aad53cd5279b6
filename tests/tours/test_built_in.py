"""What the built-in tours say is what the linked scenes do, and every link opens all that it names."""

import json
import re
from functools import cache

import numpy as np
import pytest

from optviz.core.simulation.run import Run
from optviz.figures.board import Board
from optviz.lecture.pages import PAGES
from optviz.pictures.pages import picture_at
from optviz.pictures.playground_picture import PlaygroundPicture
from optviz.tours.library import BUILT_IN, built_in, text_of
from optviz.tours.reader import tour_of
from optviz.tours.tour import Stop, Tour
from tests.scenes.helpers import knob

STOPS = [(name, place) for name in BUILT_IN for place in range(len(built_in(name).stops))]


def stop(name: str, title: str) -> Stop:
    (found,) = [each for each in built_in(name).stops if each.title == title]
    return found


@cache
def runs(name: str, title: str) -> tuple[Run, ...]:
    """The runs of a stop on the playground."""
    found = stop(name, title)
    picture = picture_at(found.page, found.query)
    assert isinstance(picture, PlaygroundPicture)
    return picture.race.runs


@cache
def board(name: str, title: str) -> Board:
    """The board of a stop on a lecture page."""
    found = stop(name, title)
    return picture_at(found.page, found.query).board()


def numbers(text: str) -> list[float]:
    return [float(found.replace("−", "-")) for found in re.findall(r"[-−]?\d+\.?\d*(?:e[-−]?\d+)?", text)]


# ---- every tour ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", BUILT_IN)
def test_a_built_in_tour_passes_every_check_of_a_lesson_file(name: str) -> None:
    strict = tour_of(text_of(name), name)
    assert [(s.title, s.page, s.minutes) for s in strict.stops] == [
        (s.title, s.page, s.minutes) for s in built_in(name).stops
    ]
    assert len(json.dumps(strict.message())) < 20_000


@pytest.mark.parametrize(("name", "place"), STOPS)
def test_a_stop_opens_without_a_notice_that_something_was_ignored(name: str, place: int) -> None:
    found = built_in(name).stops[place]
    picture = picture_at(found.page, found.query)
    assert picture.header["ignored"] == [] and found.words
    if picture.work is None:
        assert picture.board().panels or found.page == "quiz"


# ---- the lecture -----------------------------------------------------------------------------------------


def test_the_lecture_takes_75_minutes_and_goes_through_its_pages_in_their_order() -> None:
    tour: Tour = built_in("lecture")
    assert tour.minutes == 75
    parts = {part: {tour.stops[place].page for place in places} for part, places in tour.parts}
    assert parts["Gradient descent"] == {"one_dimension", "traps"}
    assert parts["Momentum and adaptive rates"] == {"momentum", "adaptive"}
    visited = {each.page for each in tour.stops}
    assert visited == {"weights", "one_dimension", "traps", "stochastic", "momentum", "adaptive", "backprop", "quiz"}
    assert visited - {"quiz"} <= set(PAGES)


def ends(name: str, title: str) -> tuple[str, ...]:
    return tuple(board(name, title).status)


@pytest.mark.parametrize(
    ("title", "status"),
    [
        ("No line separates XOR", ("cycling",)),
        ("Walking downhill", ("converged",)),
        ("A flat place stops it too", ("stuck",)),
        ("Converged is not best", ("converged",)),
        ("Two variables", ("converged",)),
        ("Noise escapes a saddle", ("leaving",)),
        ("Too much momentum hurts", ("converged", "moving", "moving")),
        ("An adaptive learning rate", ("leaving", "moving")),
    ],
)
def test_the_lectures_runs_end_as_it_says(title: str, status: tuple[str, ...]) -> None:
    assert ends("lecture", title) == status


def test_the_lectures_numbers_are_those_of_its_scenes() -> None:
    assert "slope 0" in board("lecture", "No slope to follow").summary
    assert "local minimum" in board("lecture", "The start decides").summary
    assert "f = 2.104" in board("lecture", "Converged is not best").summary
    assert "GD makes 0 steps, SGD 937" in board("lecture", "What a step costs").summary
    assert numbers(board("lecture", "The loss is an average").summary)[-1] < 0.01
    race = board("lecture", "GD against SGD").summary
    gd, sgd = (float(loss) for loss in re.findall(r"L = (\d\.\d+)", race))
    assert "1 steps, 8 gradients" in race and "4 steps, 8 gradients" in race and sgd < gd
    assert board("lecture", "The chain rule").summary.endswith("is dy/dx = 90.")


def test_at_the_saddle_rmsprop_escapes_first_and_gd_last() -> None:
    summary = board("lecture", "Modern optimizers at a saddle").summary
    steps = {rule: int(step) for rule, step in re.findall(r"(\w+): escapes at step (\d+)", summary)}
    assert min(steps, key=lambda rule: steps[rule]) == "RMSprop" and max(steps, key=lambda rule: steps[rule]) == "GD"


# ---- why Adam --------------------------------------------------------------------------------------------


def test_gd_stands_still_on_the_plateau_and_adam_arrives() -> None:
    gd, _, adam = runs("why_adam", "It stands still on a plateau")
    assert np.linalg.norm(gd.x[-1] - gd.x[0]) < 0.5 and adam.status.kind == "converged"


def test_gd_takes_one_huge_step_at_the_cliff_and_adams_stay_near_eta() -> None:
    gd, adam = runs("why_adam", "It is thrown back by a cliff")
    assert np.abs(gd.step).max() > 3 and np.abs(adam.step).max() < 1.1 * 0.1


def test_momentum_at_its_best_beats_gd_at_its_best_in_this_bowl() -> None:
    gd, momentum = runs("why_adam", "Momentum shortens the way")
    assert knob(gd, "lr") == pytest.approx(2 / 101, rel=0.01)
    assert knob(momentum, "lr") == pytest.approx(4 / 11**2, rel=0.01)
    assert knob(momentum, "beta") == pytest.approx((9 / 11) ** 2, rel=0.01)
    assert momentum.value[-1] < 1e-10 < gd.value[-1]


def test_too_much_momentum_still_swings_when_less_has_arrived() -> None:
    _, less, more = runs("why_adam", "But not too much of it")
    assert less.value[-1] < 1e-10 and more.value[-1] > 1e-3


def test_adagrad_wins_in_the_straight_bowl_and_loses_in_the_turned_one() -> None:
    gd, adagrad, _ = runs("why_adam", "One learning rate a coordinate")
    assert adagrad.value[-1] < 1e-12 < gd.value[-1]
    gd, *others = runs("why_adam", "The bowl turned by 45°")
    assert all(other.value[-1] > gd.value[-1] for other in others)


def test_adagrad_stalls_where_rmsprop_does_not() -> None:
    _, adagrad, rmsprop = runs("why_adam", "AdaGrad stalls, RMSprop forgets")
    assert rmsprop.value[-1] < adagrad.value[-1] / 10


def test_rmsprops_first_steps_are_its_longest_and_adams_first_is_eta() -> None:
    for run in runs("why_adam", "RMSprop jumps at first"):
        assert np.abs(run.step[0]).max() > 3 * 0.1 and np.abs(run.step[0]).max() == np.abs(run.step).max()
    for run in runs("why_adam", "The first step is η"):
        assert np.abs(run.step[0]) == pytest.approx(knob(run, "lr"), rel=1e-5)


def test_adam_escapes_at_the_same_step_a_hundred_times_nearer_to_the_axis() -> None:
    far, near = (
        re.findall(r"Adam: escapes at step (\d+)", board(*at).summary)
        for at in [("lecture", "Modern optimizers at a saddle"), ("why_adam", "Off a saddle")]
    )
    assert far == near == ["11"]


def test_adam_goes_the_wrong_way_where_a_rare_gradient_counts_too_little() -> None:
    own, adam = re.findall(r"f = (−?\d\.\d+)", board("why_adam", "An average that forgets too soon").summary)
    assert own.startswith("−") and not adam.startswith("−")


# ---- what can go wrong -----------------------------------------------------------------------------------

ISSUE = ("It oscillates", "It stops too early", "It explodes", "It crawls", "It ends in the wrong place")


def test_each_symptom_has_a_scene_that_shows_it_and_things_to_try() -> None:
    parts = dict(built_in("trouble").parts)
    assert set(ISSUE) <= set(parts)
    assert all(len(places) >= 3 for places in parts.values())


def test_it_oscillates_and_half_the_rate_or_momentum_mends_it() -> None:
    (gd,) = runs("trouble", "It jumps from wall to wall")
    across = np.sign(gd.x[:40, 1])
    assert (across[1:] == -across[:-1]).all() and (np.diff(gd.value) < 0).all()
    (half,) = runs("trouble", "Half the learning rate")
    assert (half.x[:, 1] > -1e-12).all() and half.value[-1] > gd.value[-1]
    same, momentum = runs("trouble", "Momentum in the valley")
    assert same.value[-1] == gd.value[-1] > 1000 * momentum.value[-1]


def test_it_explodes_above_two_over_lambda_and_not_below() -> None:
    below, above = runs("trouble", "Each step is longer than the last")
    assert knob(below, "lr") < 2 / 40 < knob(above, "lr")
    growth = above.value[31:] / above.value[30:-1]
    assert growth == pytest.approx(growth[0], rel=1e-2) and growth[0] > 1
    assert below.status.kind == "moving" and (np.diff(below.value) < 0).all()
    assert ends("trouble", "A learning rate below 2/λ") == ("converged",)
    assert board("trouble", "Clip the gradient").summary == "Longest step: 4.53 as it is, 0.34 clipped."


def test_it_crawls_by_the_same_share_a_step() -> None:
    slow = board("trouble", "η is too small").summary
    assert "step 753" in slow and "step 69" in board("lecture", "Walking downhill").summary
    gd, momentum = runs("trouble", "Momentum, in a narrow valley")
    assert momentum.value[-1] < gd.value[-1]


def test_it_stops_too_early_for_each_of_the_reasons_given() -> None:
    coarse, fine = (board("trouble", title).summary for title in ("The tolerance is too coarse", "A finer tolerance"))
    assert "step 17" in coarse and "step 79" in fine  # six digits more, ten steps each
    constant, _, decayed = re.findall(r"L = (\d\.\d+)", board("trouble", "A slower decay of the rate").summary)
    assert float(decayed) > 1.5 * float(constant)


def test_it_ends_in_the_wrong_place_and_other_starts_find_the_best() -> None:
    assert "local minimum" in board("trouble", "A local minimum").summary
    shares = numbers(board("trouble", "Other starts").summary)[::3]
    assert len(shares) == 6 and shares[0] == shares[1] > shares[2]
    gd, momentum = runs("trouble", "Momentum over the hump")
    assert gd.value[-1] > 0.2 and momentum.value[-1] < 1e-4
    assert "L2 (1.15, 2.75), decoupled (1.73, 1.59)" in board("trouble", "Decoupled weight decay").summary


def test_at_the_saddle_all_but_the_noisy_run_stay_on_the_ridge() -> None:
    *still, noisy = runs("trouble", "At a saddle point")
    assert all((run.x[:, 1] == 0).all() for run in still) and noisy.value[-1] < -1
    assert ends("trouble", "Noise") == ("leaving",)


def test_the_noise_ball_shrinks_as_it_says() -> None:
    gd, large, small = runs("trouble", "The noise of mini-batches")
    assert gd.status.kind == "converged" and large.value[-100:].mean() > 3 * small.value[-100:].mean()
    whole = numbers(picture_at("stochastic", "preset=ball_start").board().summary)[0]
    quarter, batch = (numbers(board("trouble", title).summary)[0] for title in ("A smaller η", "A larger batch"))
    assert quarter == pytest.approx(whole / 2, rel=0.1) and batch < whole / 2
    sgd, _, average = numbers(board("trouble", "Averaging").summary)
    assert average < sgd / 2


# ---- the recipe ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("title", "preset", "words"),
    [
        ("+ weight decay", "recipe_decay", "halves the weights"),
        ("+ warm-up", "recipe_warm", "hardly change"),
        ("+ cosine", "recipe_cosine", "to about a tenth"),
        ("+ clipping, all of it", "recipe_whole", "hardly change"),
        ("A small η", "recipe_small", "Adam alone has the lowest loss"),
        ("A large η", "recipe_large", "warm-up gains 10 to 33 points"),
        ("SGD with momentum", "recipe_sgd", "lipping"),
    ],
)
def test_of_the_trainings_it_says_what_their_section_does(title: str, preset: str, words: str) -> None:
    """The section's words are held to its trainings, preset by preset, in tests/lecture/practice/test_recipe.py."""
    found = stop("recipe", title)
    section = PAGES["practice"].section("recipe")
    text = PAGES["practice"].text("recipe")
    assert found.query == f"preset={preset}" and section.preset(preset)
    assert words in found.words and words in text.notice + text.answer


def test_schedules_are_for_the_noise() -> None:
    assert "halved, f = 0.012; with a constant rate f = 0.14" in board("recipe", "A schedule").summary
    assert board("recipe", "Without noise, no schedule").summary.startswith("Lowest in the end: constant")

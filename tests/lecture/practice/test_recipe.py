"""What the words on the recipe claim, from the section's own trainings; its lines, and what it says to bad input."""

from functools import cache
from typing import Any

import numpy as np
import pytest

from optviz.core.network.training import trained as trained_history
from optviz.figures.board import Board, Chart, Table, TextLines
from optviz.lecture.page_state import from_query
from optviz.lecture.practice import PAGE
from optviz.lecture.practice.recipe import LINES, Variant, recipe_work, setting_of, variants_of
from optviz.lecture.practice.recipe_questions import ask_clip, ask_rate
from optviz.lecture.practice.trainings import Curves, in_turn, trained, training
from tests.core.helpers import compiling
from tests.lecture.practice.helpers import values_of
from tests.questions.answers import number, right_option, told

SEEDS = (0, 1)


@cache
def curves_of(preset: str, seed: int) -> dict[str, Curves]:
    """How each variant of a preset trains, by the line added last."""
    return {v.last: trained(v.setting) for v in variants_of(values_of("recipe", preset, seed=seed))}


def accuracies(preset: str, seed: int) -> dict[str, float]:
    return {last: float(curves.accuracy[-1]) for last, curves in curves_of(preset, seed).items()}


def board_of(values: dict[str, Any]) -> tuple[Board, tuple[Variant, ...]]:
    *_, variants = in_turn(variants_of(values))
    return PAGE.section("recipe").draw(values, variants), variants


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.every
def test_at_eta_003_decay_halves_the_weights_and_cosine_takes_the_loss_to_about_a_tenth(seed: int) -> None:
    curves = curves_of("recipe_whole", seed)
    norm = {last: each.weight_norm[-1] for last, each in curves.items()}
    assert norm["decay"] / norm[""] == pytest.approx(0.5, abs=0.07)
    assert 0.04 < curves["cosine"].train_loss[-1] / curves["warm"].train_loss[-1] < 0.2


@pytest.mark.parametrize("seed", SEEDS)
def test_at_eta_003_warm_up_and_clipping_hardly_change_the_accuracy(seed: int) -> None:
    reads = accuracies("recipe_whole", seed)
    assert abs(reads["warm"] - reads["decay"]) < 0.03 and abs(reads["clip"] - reads["cosine"]) < 0.03


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.every
def test_at_eta_01_warm_up_gains_and_cosine_saves_the_rest(seed: int) -> None:
    reads = accuracies("recipe_large", seed)
    assert reads[""] < 0.5 and 0.1 < reads["warm"] - reads["decay"] < 0.35
    assert reads["cosine"] > 0.95 and reads["cosine"] > reads["warm"]
    assert abs(reads["clip"] - reads["cosine"]) < 0.03


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.every
def test_at_eta_0003_adam_alone_has_the_lowest_loss(seed: int) -> None:
    losses = {last: curves.train_loss[-1] for last, curves in curves_of("recipe_small", seed).items()}
    assert min(losses, key=lambda last: losses[last]) == ""


@pytest.mark.every
def test_clipping_saves_sgd_with_momentum_whatever_its_first_weights() -> None:
    each = [accuracies("recipe_sgd", seed) for seed in (0, 1, 2, 3)]
    before, after = [reads["cosine"] for reads in each], [reads["clip"] for reads in each]
    assert round(min(before), 2) == 0.11 and round(max(before), 2) == 0.96
    assert min(after) >= 0.96 and max(after) < 0.985


def test_a_net_trained_by_the_section_takes_adamws_steps_as_numpy_has_them() -> None:
    """One epoch, from the gradients that finite weights of a run have: η, warm-up, cosine, decay and clipping."""
    setting = setting_of(values_of("recipe", epochs=1, W=20, lr=0.02), LINES)
    history = trained_history(setting.task, setting.optimizer)
    theta, net, batches = history.theta[0], setting.task.net, setting.task.batches
    data, m, v, total = setting.task.data.train, np.zeros(net.size), np.zeros(net.size), 45
    for t in range(total):
        rows = batches.order[batches.ends[t] : batches.ends[t + 1]]
        g = backward(net, theta, data.x[rows], data.y[rows])
        g *= min(1.0, 1.0 / np.sqrt((g * g).sum()))
        m, v = 0.9 * m + 0.1 * g, 0.999 * v + 0.001 * g * g
        eta = 0.02 * (t / 20 if t < 20 else 0.5 * (1 + np.cos(np.pi * (t - 20) / 25)))
        step = m / (1 - 0.9 ** (t + 1)) / (np.sqrt(v / (1 - 0.999 ** (t + 1))) + 1e-8)
        theta = theta - eta * (step + 0.1 * theta)
    np.testing.assert_allclose(history.theta[-1], theta, rtol=0, atol=1e-7)


def backward(net: Any, theta: np.ndarray, x: np.ndarray, y: np.ndarray) -> np.ndarray:
    """The gradient of the average cross-entropy of a ReLU net, by hand, in θ's order: W and b of each layer."""
    layers, hs = net.layers(theta), [x]
    for weights, bias in layers[:-1]:
        hs.append(np.maximum(hs[-1] @ weights + bias, 0.0))
    z = hs[-1] @ layers[-1][0] + layers[-1][1]
    p = np.exp(z - z.max(axis=1, keepdims=True))
    delta = (p / p.sum(axis=1, keepdims=True) - np.eye(net.classes)[y]) / len(y)
    parts: list[np.ndarray] = []
    for (weights, _), h in zip(reversed(layers), reversed(hs), strict=True):
        parts = [(h.T @ delta).ravel(), delta.sum(axis=0), *parts]
        delta = (delta @ weights.T) * (h > 0)
    return np.concatenate(parts)


def test_no_line_and_no_number_compiles_anything_anew() -> None:
    *_, variants = in_turn(variants_of(values_of("recipe", epochs=1, seed=77)))
    assert len(variants) == 5
    with compiling() as compiled:
        changed = values_of("recipe", "recipe_sgd", epochs=1, seed=78, W=7, C=0.3, lr=0.01)
        for values in (changed, values_of("recipe", decay=False, cosine=False, epochs=1, seed=79)):
            list(in_turn(variants_of(values)))
    assert not compiled


def test_a_line_that_is_switched_on_trains_one_variant_more_and_no_other_again() -> None:
    values = values_of("recipe", "recipe_cosine", epochs=1, seed=80)
    list(in_turn(variants_of(values)))
    pieces = [sum(1 for _ in training(v.setting)) for v in variants_of(values | {"clip": True})]
    assert pieces[:4] == [1, 1, 1, 1] and pieces[4] > 1


def test_the_first_result_comes_before_any_step() -> None:
    first = next(in_turn(variants_of(values_of("recipe", epochs=1, seed=81))))
    assert first[0].curves is not None and first[0].curves.steps == 0 and first[1].curves is None


def test_the_line_added_last_is_lit_where_it_stands_in_the_step() -> None:
    for preset, mark in {
        "recipe_decay": r"\cdot 0.1\, \theta",
        "recipe_warm": "t/45",
        "recipe_cosine": r"\cos",
        "recipe_whole": r"\|g\|",
    }.items():
        board, _ = board_of(values_of("recipe", preset, epochs=3, seed=82))
        lines = board.panel("lines", TextLines)
        assert mark in lines.frames[0][lines.lit[0]], preset
    alone, _ = board_of(values_of("recipe", "recipe_alone", epochs=3, seed=82))
    assert alone.panel("lines", TextLines).lit == (-1,)


def test_eta_is_drawn_as_the_lines_have_it() -> None:
    board, variants = board_of(values_of("recipe", epochs=3, seed=82, lr=0.02))
    adam, warm, cosine = board.panel("rate", Chart).series
    assert variants[0].curves is not None
    t = variants[0].curves.checkpoints
    np.testing.assert_allclose(adam.y, 0.02)
    np.testing.assert_allclose(warm.y, 0.02 * np.minimum(1, t / 45))
    after = np.maximum(t - 45, 0) / (135 - 45)
    np.testing.assert_allclose(cosine.y, 0.02 * np.minimum(1, t / 45) * 0.5 * (1 + np.cos(np.pi * after)), atol=1e-15)


def test_a_warm_up_longer_than_the_run_is_left_out_with_a_sentence() -> None:
    values = values_of("recipe", epochs=1, W=100, seed=83)
    board, variants = board_of(values)
    assert [v.last for v in variants] == ["", "decay", "cosine", "clip"]
    assert board.notices == ("A warm-up of 100 steps is longer than the run of 45: its line is left out.",)


def test_a_clip_at_0_in_a_link_is_refused_with_a_sentence() -> None:
    state, ignored = from_query(PAGE, "section=recipe&C=0")[:2]
    assert state.values["C"] > 0 and any("C" in sentence and "0" in sentence for sentence in ignored)


def test_work_is_another_one_for_other_numbers_and_the_same_for_those_of_lines_that_are_off() -> None:
    values = values_of("recipe", clip=False)
    assert recipe_work(values).key == recipe_work(values | {"C": 0.3}).key
    assert recipe_work(values).key != recipe_work(values | {"W": 30.0}).key


def test_a_run_that_overflows_is_called_diverged_at_its_end() -> None:
    board, variants = board_of(values_of("recipe", "recipe_sgd", seed=2))
    assert variants[0].curves is not None and variants[0].curves.diverged
    assert "diverged" in str(board.panel("out", Table).rows[0])


def test_the_middle_of_the_cosine_is_half_of_eta() -> None:
    asked = ask_rate({"lr": 0.02, "W": 50.0})
    assert number(asked).truth == pytest.approx(0.01, rel=0.01)
    assert "end of the warm-up" in told(asked, 0.02 * 0.5 * (1 + np.cos(np.pi * 250 / 450)))


@pytest.mark.parametrize("seed", SEEDS)
def test_clipping_helps_sgd_and_leaves_adam_as_it_is(seed: int) -> None:
    sgd = {"rule": "momentum", "lr": 0.1, "lambda": 0.001, "seed": seed}
    assert right_option(ask_clip(sgd)) == "It gets much better."
    assert right_option(ask_clip({"rule": "adam", "seed": seed})) == "It stays within a few percent."

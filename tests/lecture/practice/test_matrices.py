"""What the words on matrices claim, from the section's own runs."""

import numpy as np
import pytest

from optviz.core.matrices.memory import singular_values
from optviz.figures.board import Axes, ImageGrid, Points, from_step
from optviz.lecture.practice.matrices import ALWAYS, KNOWN, NAMES, STEPS, run_of

from .helpers import board_of, values_of

MATRIX = ("muon", "shampoo", "soap")


@pytest.mark.parametrize("key", NAMES)
def test_the_most_frequent_pair_is_known_after_about_as_many_steps_by_every_rule(key: str) -> None:
    assert 18 <= run_of(values_of("matrices"), key).steps_to(KNOWN)[0] <= 26


def test_sgd_knows_the_rarest_pair_eight_times_as_late() -> None:
    steps = run_of(values_of("matrices"), "gd").steps_to(KNOWN)
    assert steps[-1] / steps[0] == pytest.approx(8, rel=0.05)
    assert (np.diff(steps) > 0).all()


@pytest.mark.parametrize("seed", range(6))
def test_adam_two_to_four_times_as_late_and_rules_for_matrices_about_as_early(seed: int) -> None:
    values = values_of("matrices", seed=float(seed))
    adam = run_of(values, "adam").steps_to(KNOWN)
    assert 2 <= adam.max() / adam.min() <= 4
    for key in MATRIX:
        steps = run_of(values, key).steps_to(KNOWN)
        assert steps.max() / steps.min() < (1.5 if key == "muon" else 1.05)


def test_with_one_coordinate_a_pair_adam_evens_them_out() -> None:
    steps = run_of(values_of("matrices", "memory_one_hot"), "adam").steps_to(KNOWN)
    assert steps.max() == steps.min()


def test_the_gradient_at_zero_has_the_shares_as_singular_values_and_muons_step_equal_ones() -> None:
    values = values_of("matrices")
    run = run_of(values, "muon")
    np.testing.assert_allclose(singular_values(run.grad[0]), 2 * run.memory.share, rtol=1e-9)
    step = singular_values(run.step[0]) / values["lr_muon"]
    assert step.min() > 0.65 and step.max() < 1.25
    assert likeness(run.step[0], run.memory.target) > 0.95, "the first step looks like the target"
    assert likeness(-run.grad[0], run.memory.target) < 0.8


def likeness(a: np.ndarray, b: np.ndarray) -> float:
    """The cosine between two matrices."""
    return float(np.sum(a * b) / np.linalg.norm(a) / np.linalg.norm(b))


def test_muons_momentum_overshoots() -> None:
    error = run_of(values_of("matrices"), "muon").error[:, 0]
    first = int((error < 0.01).argmax())
    assert error[first:].max() > KNOWN, "the pair is lost again for a while"
    assert error[-1] < 0.01


def test_shampoos_first_step_is_the_polar_factor() -> None:
    values = values_of("matrices")
    first = run_of(values, "shampoo").step[0] / values["lr_shampoo"]
    np.testing.assert_allclose(first, run_of(values, "shampoo").memory.target, atol=0.02)


def test_where_all_pairs_are_alike_sgds_step_is_a_multiple_of_the_polar_factor() -> None:
    run = run_of(values_of("matrices", "memory_even"), "gd")
    assert np.ptp(singular_values(run.step), axis=1) == pytest.approx(0, abs=1e-12)
    assert np.ptp(run.steps_to(KNOWN)) == 0


def test_which_pair_is_known_when_is_told_at_the_end_and_the_chosen_rule_is_among_the_compared() -> None:
    board = board_of("matrices", "memory_soap")
    names = [layer.name for layer in board.panel("needed", Axes).layers if isinstance(layer, Points)]
    assert names == [NAMES[key] for key in (*ALWAYS, "soap")]
    assert {layer.since for layer in board.panel("needed", Axes).layers} == {STEPS}


def test_the_images_are_the_gradient_the_step_the_weights_and_the_target() -> None:
    grid = board_of("matrices", "memory_shampoo").panel("pictures", ImageGrid)
    last = grid.pixels[grid.which[-1]]
    assert np.abs(last[2] - last[3]).max() < 0.05 and (grid.pixels[grid.which[0]][2] == 0.5).all()
    assert grid.pixels.min() >= 0 and grid.pixels.max() <= 1


def test_a_rate_far_too_large_is_said_at_the_step_where_w_overflows() -> None:
    assert board_of("matrices", lr_gd=2.0).status == ("moving",)
    values = values_of("matrices", lr_gd=1e9)
    over = int((~np.isfinite(run_of(values, "gd").error).all(axis=1)).argmax())
    board = board_of("matrices", lr_gd=1e9)
    assert board.status == ("diverged",) and 0 < over < STEPS
    assert board.notices == (from_step(over, "η = 1e9 is too large: W overflows."),)

"""What the words on warm-up claim, from the section's own runs."""

import numpy as np
import pytest

from optviz.core.stochastic.adam_start import kurtosis, rms
from optviz.figures.board import Axes, Line
from optviz.lecture.practice.warmup import STEPS, distances, pure_noise

from .helpers import board_of, values_of


@pytest.mark.parametrize("kind", ["gaussian", "rare"])
def test_the_first_step_has_the_length_eta_in_all_runs_the_last_a_quarter(kind: str) -> None:
    ratio = pure_noise("gaussian" if kind == "gaussian" else "rare", 1).ratio
    np.testing.assert_allclose(np.abs(ratio[0]), 1, rtol=1e-3)
    assert rms(ratio)[100:].mean() == pytest.approx(0.23, abs=0.01)
    assert 1 / np.sqrt(19) == pytest.approx(0.23, abs=0.001)


def test_v_hat_spreads_by_1_4_times_its_mean_at_first_and_by_a_fifth_after_50() -> None:
    v_hat = pure_noise("gaussian", 1).v_hat
    spread = v_hat.std(axis=1) / v_hat.mean(axis=1)
    assert spread[0] == pytest.approx(1.41, abs=0.1) and spread[49] == pytest.approx(0.2, abs=0.02)


def test_rare_large_gradients_make_it_six_times_as_uncertain_and_too_small_in_most_runs() -> None:
    assert kurtosis("rare") == pytest.approx(76, abs=1)
    rare, plain = (pure_noise(kind, 1).v_hat for kind in ("rare", "gaussian"))
    assert np.sqrt((kurtosis("rare") - 1) / 2) == pytest.approx(6.1, abs=0.1)
    ratio = (rare.std(axis=1) / rare.mean(axis=1))[10:] / (plain.std(axis=1) / plain.mean(axis=1))[10:]
    assert ratio.mean() == pytest.approx(6.1, rel=0.15)
    assert np.median(rare[9]) < 0.7 < np.median(plain[9])


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_ten_steps_lead_further_than_the_runs_are_in_the_end_and_a_tenth_as_far_with_a_warm_up(seed: int) -> None:
    plain, warm = distances(values_of("warmup", seed=float(seed)))
    late = plain[-50:].mean()
    assert plain[10] > 1.05 * late
    assert warm[10] / plain[10] == pytest.approx(0.1, abs=0.02)
    assert warm[-50:].mean() == pytest.approx(late, rel=0.02), "in the end it is the same"


def test_at_a_small_rate_there_is_little_to_gain() -> None:
    plain, warm = distances(values_of("warmup", "warmup_small"))
    assert plain.max() < 0.08 and (warm.max() - plain.max()) == pytest.approx(0, abs=0.01)


def test_what_is_measured_is_drawn_as_it_is_known() -> None:
    for key in ("spread", "length"):
        theory, measured = (layer for layer in board_of("warmup").panel(key, Axes).layers if isinstance(layer, Line))
        assert not theory.by_step and measured.by_step and len(measured.y) == STEPS + 1

"""Sharpness: the curvature against the limit 2/η, and what the loss does when it goes over."""

import numpy as np

from optviz.figures.board import Axes, Regions

from .helpers import compute, end, results, values_of


def test_at_one_half_the_curvature_climbs_over_the_line_then_the_loss_jumps_and_it_halves() -> None:
    sharpness = end("sharpness", "edge")
    steps, largest = sharpness.history.checkpoints[sharpness.at], sharpness.largest
    loss = sharpness.history.batch_loss
    jump = int(np.argmax(np.diff(loss)))
    assert 380 <= jump <= 410 and loss[jump + 1] > 1.2 * loss[jump]
    assert (np.diff(loss[:60]) < 0).all(), "below the line the loss falls at every step"
    before, after = largest[(steps > 300) & (steps < 400)].max(), largest[steps >= 420][0]
    assert before > 4 and after < before / 2 and largest[0] < 4


def test_at_a_quarter_the_curvature_passes_four_and_stays_below_eight_while_the_loss_falls() -> None:
    sharpness = end("sharpness", "half")
    assert 4 < sharpness.largest.max() < 8
    assert (np.diff(sharpness.history.batch_loss) < 0).all()


def test_far_below_the_line_nothing_jumps() -> None:
    sharpness = end("sharpness", "calm")
    assert sharpness.largest.max() < 20 / 2 and (np.diff(sharpness.history.batch_loss) < 0).all()


def test_a_large_rate_is_too_sharp_from_the_start_and_the_loss_explodes() -> None:
    sharpness = end("sharpness", "too_sharp")
    assert sharpness.largest[0] > 2 / 3 and sharpness.history.exploded is not None


def test_on_moons_the_curvature_goes_over_the_line_as_well() -> None:
    assert end("sharpness", "over").largest.max() > 4


def test_the_crossing_of_the_limit_is_the_first_rise_over_it() -> None:
    sharpness = end("sharpness", steps=300.0)
    at = sharpness.crossing(4.0)
    assert at is not None
    assert sharpness.largest[sharpness.at == at][0] > 4 >= sharpness.largest[sharpness.at < at][-1]
    assert sharpness.crossing(1e9) is None


def test_frames_of_regions_are_layers_of_the_plane() -> None:
    state, stages = results("sharpness")
    assert isinstance(state.board(stages[-1]).panel("plane", Axes).layers[0], Regions)


def test_a_training_that_diverges_is_measured_as_far_as_it_goes() -> None:
    sharpness = compute("sharpness", values_of("sharpness", lr=10.0, steps=50.0))[-1]
    assert len(sharpness.largest) == len(sharpness.at) and np.isfinite(sharpness.largest[:1]).all()

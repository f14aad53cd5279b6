"""Sharpness: the curvature comes to the limit 2/η and hovers there, and what the loss does meanwhile."""

import numpy as np
import pytest

from optviz.figures.board import Axes, Regions
from optviz.lecture.network.sharpness import Sharpness

from .helpers import compute, end, results, values_of


def measured(preset: str) -> tuple[Sharpness, np.ndarray, np.ndarray]:
    """A training, the steps at which its curvature was measured, and the curvature as a share of 2/η."""
    sharpness = end("sharpness", preset)
    steps = sharpness.history.checkpoints[sharpness.at]
    return sharpness, steps, sharpness.largest * values_of("sharpness", preset)["lr"] / 2


def test_at_one_half_the_curvature_rises_to_the_line_and_the_loss_falls_at_every_step_until_then() -> None:
    sharpness, steps, ratio = measured("edge")
    at = sharpness.crossing(4.0)
    assert at is not None
    crossing = sharpness.history.checkpoints[at]
    assert 540 <= crossing <= 560
    assert (np.diff(sharpness.history.batch_loss[:crossing]) < 0).all()
    rising = ratio[(steps > 100) & (steps < crossing)]
    assert (np.diff(rising) > 0).all() and rising[0] < 0.5 and rising[-1] < 1


@pytest.mark.parametrize(("preset", "reached"), [("edge", 550), ("half", 1630)])
def test_then_it_hovers_within_a_quarter_of_the_line_above_and_below(preset: str, reached: int) -> None:
    sharpness, steps, ratio = measured(preset)
    at_edge = ratio[steps > reached]
    assert len(at_edge) > 20 and (np.abs(at_edge - 1) < 0.25).all()
    assert (np.diff(np.sign(at_edge - 1)) != 0).sum() >= 6, "it changes sides again and again"
    assert np.median(at_edge) == pytest.approx(1, abs=0.12)
    crossing = sharpness.crossing(2 / values_of("sharpness", preset)["lr"])
    assert crossing is not None and abs(sharpness.history.checkpoints[crossing] - reached) < 10


def test_at_the_edge_the_loss_rises_in_almost_every_second_step_and_falls_on_average() -> None:
    loss = measured("edge")[0].history.batch_loss[550:]
    assert 0.4 < (np.diff(loss) > 0).mean() < 0.5
    means = loss[: len(loss) // 200 * 200].reshape(-1, 200).mean(axis=1)
    assert (np.diff(means) < 0).all() and means[-1] < 0.85 * means[0]


def test_on_the_circles_the_loss_jumps_near_step_400_and_the_curvature_is_then_less_than_half() -> None:
    sharpness, steps, ratio = measured("over")
    loss = sharpness.history.batch_loss
    jump = int(np.argmax(np.diff(loss)))
    assert 380 <= jump <= 410 and loss[jump + 1] > 1.2 * loss[jump]
    before, after = ratio[(steps > 300) & (steps < 400)].max(), ratio[steps >= 420][0]
    assert before > 1 and after < before / 2
    assert sharpness.history.train_accuracy[-1] == 1, "the classes are separated"


def test_far_below_the_line_the_loss_falls_at_every_step() -> None:
    sharpness, _, ratio = measured("calm")
    assert ratio.max() < 0.5 and (np.diff(sharpness.history.batch_loss) < 0).all()


def test_a_large_rate_is_too_sharp_from_the_start_and_the_loss_explodes() -> None:
    sharpness, _, ratio = measured("too_sharp")
    assert ratio[0] > 1 and sharpness.history.exploded is not None


def test_the_crossing_of_the_limit_is_the_first_rise_over_it() -> None:
    sharpness, _, _ = measured("edge")
    at = sharpness.crossing(4.0)
    assert at is not None
    assert sharpness.largest[sharpness.at == at][0] > 4 >= sharpness.largest[sharpness.at < at][-1]
    assert sharpness.crossing(1e9) is None


def test_the_curvature_is_measured_on_the_way_not_only_at_the_end() -> None:
    stages = compute("sharpness", values_of("sharpness", steps=400.0))
    halfway = next(stage for stage in stages if stage.history.steps >= 200)
    assert 0.2 * len(halfway.at) < len(halfway.largest) < len(halfway.at)
    assert len(stages[-1].largest) == len(stages[-1].at) and stages[-1].progress.share == 1


def test_frames_of_regions_are_layers_of_the_plane() -> None:
    state, stages = results("sharpness")
    assert isinstance(state.board(stages[-1]).panel("plane", Axes).layers[0], Regions)


def test_a_training_that_diverges_is_measured_as_far_as_it_goes() -> None:
    sharpness = compute("sharpness", values_of("sharpness", lr=10.0, steps=50.0))[-1]
    assert len(sharpness.largest) <= len(sharpness.at) and np.isfinite(sharpness.largest[:1]).all()
    assert sharpness.progress.share == 1

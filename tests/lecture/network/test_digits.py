"""Real digits: how well they are read and how soon, and the confusion matrix and the images of the mistakes."""

import numpy as np
import pytest

from optviz.core.network.mlp import losses
from optviz.core.network.training import History
from optviz.figures.board import Chart, ConfusionMatrix, ImageGrid, Metrics
from optviz.lecture.network.messages import problems

from .helpers import end, results, values_of


def at_epoch(run: History, epoch: float) -> int:
    return int(np.abs(run.checkpoints - epoch * run.task.per_epoch).argmin())


def test_the_net_of_digits_is_as_large_as_the_text_says_and_reads_over_95_percent() -> None:
    run = end("digits", "adam_digits")
    data = run.task.data
    assert (run.task.net.size, data.train.n, data.valid.n) == (2410, 1438, 359)
    assert run.valid_accuracy[-1] >= 0.95


def test_the_training_loss_goes_on_falling_when_the_validation_loss_hardly_does() -> None:
    run = end("digits")
    middle = at_epoch(run, 10)
    assert run.train_loss[-1] < 0.5 * run.train_loss[middle]
    assert run.valid_loss[-1] > 0.85 * run.valid_loss[middle]


def test_adam_reads_nine_of_ten_within_two_epochs_when_sgd_has_hardly_begun() -> None:
    adam, sgd = end("digits"), end("digits", "sgd_digits")
    assert adam.valid_accuracy[at_epoch(adam, 2)] > 0.9 > 0.3 > sgd.valid_accuracy[at_epoch(sgd, 2)]


def test_with_a_hundred_times_the_rate_sgd_ends_as_good_as_adam() -> None:
    values = values_of("digits", "fair_digits")
    assert values["rule"] == "gd" and values["lr"] == pytest.approx(100 * values_of("digits")["lr"])
    assert end("digits", "fair_digits").valid_accuracy[-1] >= end("digits").valid_accuracy[-1]


def test_a_rate_of_one_explodes() -> None:
    assert end("digits", "huge_rate").exploded is not None


def test_the_table_counts_every_validation_image_once_at_each_frame() -> None:
    state, runs = results("digits")
    run, matrix = runs[-1], state.board(runs[-1]).panel("cells", ConfusionMatrix)
    assert (matrix.value.sum(axis=(1, 2)) == 359).all()
    assert (matrix.row_label, matrix.column_label) == ("true", "predicted")
    z = run.task.net.logits(run.theta[-1], run.task.data.valid.x)
    correct = (z.argmax(axis=1) == run.task.data.valid.y).sum()
    assert np.trace(matrix.value[-1]) == correct and correct / 359 == run.valid_accuracy[-1]


def test_the_first_image_is_the_misclassified_one_of_the_largest_loss() -> None:
    state, runs = results("digits")
    run, images = runs[-1], state.board(runs[-1]).panel("worst", ImageGrid)
    data = run.task.data
    z = run.task.net.logits(run.theta[-1], data.valid.x)
    wrong = np.flatnonzero(z.argmax(axis=1) != data.valid.y)
    first = wrong[losses(z, data.valid.y)[wrong].argmax()]
    image = images.pixels[int(images.which[-1, 0])]
    assert np.array_equal(16 * image.ravel(), data.valid_images[first])
    assert images.captions[-1][0] == f"{data.valid.y[first]} → {z[first].argmax()}"


def test_before_the_first_step_the_charts_say_that_one_has_to_wait() -> None:
    state, runs = results("digits")
    for run, waits in ((runs[0], True), (runs[-1], False)):
        for key in ("loss", "accuracy"):
            chart = state.board(run).panel(key, Chart)
            assert all(np.isnan(series.y).all() == waits for series in chart.series) and "training" in chart.empty


def test_a_rate_that_is_too_large_is_named_among_the_numbers() -> None:
    state, runs = results("digits", rule="gd", lr=100.0, epochs=1.0)
    assert problems([("SGD", runs[-1])])
    numbers = state.board(runs[-1]).panel("numbers", Metrics)
    assert any("too large" in str(metric.values) for metric in numbers.metrics)

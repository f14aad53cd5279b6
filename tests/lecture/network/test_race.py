"""The network page's boards say what the trainings say, while they run and when they are done."""

import numpy as np
import pytest

from optviz.core.network.mlp import losses
from optviz.figures.board import (
    Arrows,
    Axes,
    Board,
    Chart,
    ConfusionMatrix,
    Formula,
    ImageGrid,
    Regions,
    Surface3D,
    Table,
)
from optviz.figures.board.message import board_body
from optviz.lecture.message import board_message
from optviz.lecture.network import PAGE
from optviz.lecture.network.common import RUNS
from optviz.lecture.network.parts import frames, regions, trouble, window_of
from optviz.lecture.network.sharpness import crossing
from optviz.lecture.page_state import opened
from tests.decoder import opened_board

SECTIONS = [section.key for section in PAGE.sections]
CHEAP = {"digits": {"epochs": 2.0}, "landscape": {"epochs": 4.0}, "sharpness": {"steps": 60.0}}


def results(section: str, preset: str = "", **changes) -> tuple:
    """Values and all results of a section, its trainings shortened."""
    show = opened(PAGE, section, preset)
    values = show.values | CHEAP.get(section, {}) | changes
    return show.replace(settings=tuple(values.items())), list(RUNS[section](values))


def panel(board: Board, key: str):
    return next(one for one in board.panels if one.key == key)


@pytest.mark.parametrize("section", SECTIONS)
def test_every_result_has_a_board_whose_panels_stand_in_its_rows_and_whose_ground_fits(section: str) -> None:
    show, found = results(section)
    for one in (found[0], found[len(found) // 2], found[-1]):
        board = show.board(one)
        assert {key for row in board.rows for key in row} == {p.key for p in board.panels}
        assert len({len(row) for row in board.rows}) == 1 and board.summary and board.progress
        message = opened_board(board_message(show, show.background(one).key, board_body(board), 0, "running"))
        assert message["work"] == "running" and message["steps"] == board.steps
    assert board.progress.share == pytest.approx(1)
    shares = [show.board(one).progress.share for one in found[:: max(1, len(found) // 8)]]
    assert shares == sorted(shares)


@pytest.mark.parametrize("section", SECTIONS)
def test_a_board_is_small_enough_to_follow_a_slider(section: str) -> None:
    show, found = results(section)
    assert len(board_body(show.board(found[-1]))[1]) < 90_000


def test_the_regions_name_the_class_of_the_largest_logit_at_every_frame() -> None:
    _, found = results("network", "blobs")
    run = found[-1]
    sides = window_of(run.task.data)
    layer = regions(run, sides)
    assert len(layer.value) == len(frames(run)) == 31
    (left, right), (down, up) = sides
    n, rows, columns = layer.value.shape
    for frame, j, i in ((0, 3, 40), (15, 20, 20), (n - 1, 44, 5)):
        spot = np.array([[left + (right - left) * (i + 0.5) / columns, down + (up - down) * (j + 0.5) / rows]])
        z = run.task.net.logits(run.theta[frames(run)[frame]], spot)[0]
        assert int(layer.value[frame, j, i]) == z.argmax()
    assert (layer.value >= 0).all() and (layer.value % 1 < 1).all()


def test_the_counter_counts_steps_not_frames() -> None:
    show, found = results("network")
    board = show.board(found[-1])
    assert board.counts[-1] == 400 and board.steps == len(board.counts) - 1


def test_the_formula_has_a_matrix_a_layer_with_its_size() -> None:
    for hidden, text in ((0, "W_0 x"), (2, "W_2 a(W_1 a(W_0 x))")):
        show, found = results("network", hidden=str(hidden), epochs=2.0)
        (symbols, _), (sizes, _) = panel(show.board(found[-1]), "net").lines
        assert text in symbols and sizes.count("times") == hidden + 1


def test_the_bars_are_the_points_losses_and_the_ring_is_on_the_worst() -> None:
    show, found = results("loss")
    run, board = found[-1], show.board(found[-1])
    data = run.task.data.train
    each = losses(run.task.net.logits(run.theta, data.x), data.y)
    bars = [layer for layer in panel(board, "bars").layers if isinstance(layer, Arrows)]
    assert sum(layer.dy.shape[1] for layer in bars) == data.n
    for layer in bars:
        np.testing.assert_allclose(layer.dy, each[:, layer.x.astype(int) - 1])
    ring = next(one for one in panel(board, "plane").layers if getattr(one, "mark", "") == "ring")
    worst = each[-1].argmax()
    assert (ring.x[-1, 0], ring.y[-1, 0]) == tuple(data.x[worst])
    formula = panel(board, "worst")
    assert isinstance(formula, Formula) and -np.log(formula.columns["p"][-1]) == pytest.approx(each[-1].max())


def test_without_points_the_board_asks_for_some() -> None:
    show, found = results("loss", "nothing")
    board = show.board(found[-1])
    assert "no points yet" in board.notices[0] and isinstance(board.panels[0], Axes)


def test_a_single_class_is_told() -> None:
    show, found = results("loss", "one_class")
    assert any("one class" in text for text in show.board(found[-1]).notices)


def test_counted_in_epochs_the_race_shows_the_ends_of_epochs_of_both_sets() -> None:
    show, found = results("race", "per_epoch")
    board, run = show.board(found[-1]), found[-1][0].history
    chart = panel(board, "loss")
    assert isinstance(chart, Chart) and len(chart.series) == 2 * len(found[-1])
    known = np.isfinite(np.asarray(chart.series[0].y))
    assert np.array_equal(run.checkpoints[known], np.arange(0, run.task.steps + 1, run.task.per_epoch))
    assert np.asarray(chart.series[1].y)[-1] == run.valid_loss[-1]


def test_the_table_of_the_race_names_every_racer_its_rate_and_who_is_lowest() -> None:
    show, found = results("race")
    table = panel(show.board(found[-1]), "out")
    assert isinstance(table, Table) and [row[0] for row in table.rows] == ["SGD", "Momentum", "RMSprop", "Adam"]
    assert [row[1] for row in table.rows] == ["0.1", "0.03", "0.01", "0.01"]
    ends = [one.history.train_loss[-1] for one in found[-1]]
    assert [bool(row[-1]) for row in table.rows] == [end == min(ends) for end in ends]
    show, found = results("race", "explodes")
    assert panel(show.board(found[-1]), "out").rows[0][-1].startswith("η too large: loss ")


def test_the_norms_are_those_of_the_chosen_racers_layers() -> None:
    show, found = results("race", layers="4")
    board, run = show.board(found[-1]), found[-1][3].history
    grad, weight = panel(board, "grad"), panel(board, "weight")
    assert grad.title.startswith("Adam") and len(grad.series) == len(weight.series) == 3
    assert grad.series[1].y[10] == run.grad_norm[run.checkpoints[10], 1] and np.isnan(grad.series[1].y[-1])
    assert weight.series[2].y[-1] == run.weight_norm[-1, 2]


def test_nobody_in_the_race_is_a_sentence() -> None:
    show, found = results("race", **{f"rule{k}": "none" for k in (1, 2, 3, 4)})
    assert "Nobody" in show.board(found[-1]).summary


def test_the_table_of_digits_counts_every_validation_image_once_at_each_frame() -> None:
    show, found = results("digits")
    run, board = found[-1], show.board(found[-1])
    cells, worst = panel(board, "cells"), panel(board, "worst")
    assert isinstance(cells, ConfusionMatrix) and isinstance(worst, ImageGrid)
    assert (cells.value.sum(axis=(1, 2)) == 359).all()
    z = run.task.net.logits(run.theta[-1], run.task.data.valid.x)
    right = (z.argmax(axis=1) == run.task.data.valid.y).sum()
    assert np.trace(cells.value[-1]) == right and right / 359 == run.valid_accuracy[-1]
    each = losses(z, run.task.data.valid.y)
    wrong = np.flatnonzero(z.argmax(axis=1) != run.task.data.valid.y)
    first = wrong[each[wrong].argmax()]
    shown = worst.pixels[int(worst.which[-1, 0])]
    assert np.array_equal(16 * shown.ravel(), run.task.data.valid_images[first])
    assert worst.captions[-1][0] == f"{run.task.data.valid.y[first]} read {z[first].argmax()}"


def test_the_relief_stands_on_the_ground_and_paths_run_at_its_height() -> None:
    show, found = results("landscape", "paths_relief")
    last = found[-1]
    board, ground = show.board(last), show.background(last)
    relief = panel(board, "map")
    assert isinstance(relief, Surface3D) and ground.fields["loss"].z.shape == (41, 41)
    for path, one in zip(relief.paths, last.racers, strict=True):
        points = last.plane.project(one.history.theta)
        np.testing.assert_allclose(path.value, last.relief.height(points))
    assert show.background(found[0]).key == "" != ground.key


def test_two_and_three_dimensions_share_one_ground() -> None:
    flat, deep = (results("landscape", view=view) for view in ("2d", "3d"))
    assert flat[0].background(flat[1][-1]).key == deep[0].background(deep[1][-1]).key


def test_trouble_is_told_with_the_step() -> None:
    _, found = results("race", "explodes", epochs=4.0)
    told = trouble([(one.name, one.history) for one in found[-1]])
    assert len(told) == 1 and told[0].startswith("SGD: η is too large. At step ")
    show, found = results("digits", rule="gd", lr=100.0, epochs=1.0)
    assert trouble([("SGD", found[-1])])
    numbers = panel(show.board(found[-1]), "numbers")
    assert any("too large" in str(one.values) for one in numbers.metrics)


def test_the_crossing_of_the_limit_is_the_first_rise_over_it() -> None:
    _, found = results("sharpness", steps=300.0)
    last = found[-1]
    step = crossing(last, 4.0)
    steps = last.history.checkpoints[last.at]
    assert step is not None and last.top[steps == step][0] > 4 >= last.top[steps < step][-1]
    assert crossing(last, 1e9) is None


def test_frames_of_regions_are_layers_of_the_plane() -> None:
    show, found = results("sharpness")
    assert isinstance(panel(show.board(found[-1]), "plane").layers[0], Regions)

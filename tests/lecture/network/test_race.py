"""Race: the same weights and batches for all, who is faster, and the charts and the table that say so."""

import numpy as np

from optviz.core.network.training import History
from optviz.figures.board import Axes, Chart, Regions, Table, last_text
from optviz.lecture.network.messages import problems

from .helpers import end, results, values_of


def racers(preset: str = "") -> dict[str, History]:
    return {racer.name: racer.history for racer in end("race", preset)}


def test_the_racers_start_from_the_same_weights_on_the_same_batches() -> None:
    runs = list(racers("same_start").values())
    assert all(np.array_equal(run.theta[0], runs[0].theta[0]) for run in runs)
    assert all(run.batch_loss[0] == runs[0].batch_loss[0] and run.task is runs[0].task for run in runs)


def test_with_momentum_rmsprop_or_adam_the_loss_falls_faster_than_with_sgd() -> None:
    runs = racers()
    sgd, others = runs["SGD"].train_loss, [runs[name].train_loss for name in ("Momentum", "RMSprop", "Adam")]
    half = len(sgd) // 2
    assert all(loss[half] < sgd[half] and loss[-1] < sgd[-1] for loss in others)


def test_sgd_is_as_good_as_adam_with_a_better_learning_rate() -> None:
    runs = racers("tuned")
    assert values_of("race", "tuned")["lr1"] == 0.3
    assert runs["SGD"].train_loss[-1] <= runs["Adam"].train_loss[-1] * 1.05


def test_a_mini_batchs_loss_jumps_about_and_the_training_sets_does_less() -> None:
    run = racers()["SGD"]
    jumps = np.abs(np.diff(run.batch_loss)).mean()
    assert jumps > 3 * np.abs(np.diff(run.train_loss)).mean()


def test_with_all_points_in_each_step_an_epoch_is_one_step() -> None:
    assert racers("full_batch")["Adam"].task.per_epoch == 1
    assert racers("batch_one")["Adam"].task.per_epoch == 150


def test_a_learning_rate_of_100_explodes_and_the_step_is_named() -> None:
    runs = racers("explodes")
    assert list(runs) == ["SGD", "Adam"]
    assert runs["SGD"].exploded is not None and runs["Adam"].exploded is None


def test_what_went_wrong_is_said_with_the_step() -> None:
    sentences = problems([(racer.name, racer.history) for racer in end("race", "explodes", epochs=4.0)])
    assert len(sentences) == 1 and last_text(sentences[0]).startswith("SGD: η is too large. At step ")


def test_counted_in_epochs_the_race_shows_the_ends_of_epochs_of_both_sets() -> None:
    state, stages = results("race", "per_epoch")
    board, run = state.board(stages[-1]), stages[-1][0].history
    chart = board.panel("loss", Chart)
    assert len(chart.series) == 2 * len(stages[-1])
    known = np.isfinite(np.asarray(chart.series[0].y))
    assert np.array_equal(run.checkpoints[known], np.arange(0, run.task.steps + 1, run.task.per_epoch))
    assert np.asarray(chart.series[1].y)[-1] == run.valid_loss[-1]


def test_the_table_names_every_racer_its_rate_and_who_is_lowest() -> None:
    state, stages = results("race")
    table = state.board(stages[-1]).panel("out", Table)
    assert [row[0] for row in table.rows] == ["SGD", "Momentum", "RMSprop", "Adam"]
    assert [row[1] for row in table.rows] == ["0.1", "0.03", "0.01", "0.01"]
    ends = [racer.history.train_loss[-1] for racer in stages[-1]]
    assert [bool(last_text(row[-1])) for row in table.rows] == [loss == min(ends) for loss in ends]
    assert table.head[4] == "validation accuracy" and all(last_text(row[4]).endswith(" %") for row in table.rows)


def test_the_table_says_which_learning_rate_was_too_large() -> None:
    state, stages = results("race", "explodes")
    remark = state.board(stages[-1]).panel("out", Table).rows[0][-1]
    assert last_text(remark).startswith("η too large: loss ")


def test_the_norms_are_those_of_the_chosen_racers_layers() -> None:
    state, stages = results("race", layers="4")
    board, run = state.board(stages[-1]), stages[-1][3].history
    grad, weight = board.panel("grad", Chart), board.panel("weight", Chart)
    assert grad.title.startswith("Adam") and len(grad.series) == len(weight.series) == 3
    assert grad.series[1].y[10] == run.grad_norm[run.checkpoints[10], 1] and np.isnan(grad.series[1].y[-1])
    assert weight.series[2].y[-1] == run.weight_norm[-1, 2]


def test_nobody_in_the_race_is_a_sentence() -> None:
    state, stages = results("race", **{f"rule{k}": "none" for k in (1, 2, 3, 4)})
    assert "Nobody" in state.board(stages[-1]).summary


def test_two_racers_of_one_rule_are_told_apart_by_their_rates() -> None:
    names = [racer.name for racer in end("race", rule2="gd", lr2=0.5, rule3="none", rule4="none", epochs=1.0)]
    assert names == ["SGD, η = 0.1", "SGD, η = 0.5"]


def test_below_stand_the_decision_boundaries_side_by_side_or_one_net_layer_by_layer() -> None:
    state, stages = results("race")
    board = state.board(stages[-1])
    planes = [panel for panel in board.panels if isinstance(panel, Axes)]
    assert [plane.title for plane in planes] == ["SGD", "Momentum", "RMSprop", "Adam"]
    for plane, racer in zip(planes, stages[-1], strict=True):
        layer = plane.layers[0]
        assert isinstance(layer, Regions)
        point = np.array([[sum(layer.x) / 2 + (layer.x[1] - layer.x[0]) / 2 / 28, 0.0]])
        row = int((0.0 - layer.y[0]) / (layer.y[1] - layer.y[0]) * 28)
        point[0, 1] = layer.y[0] + (layer.y[1] - layer.y[0]) * (row + 0.5) / 28
        z = racer.history.task.net.logits(racer.history.theta[-1], point)[0]
        assert int(layer.value[-1, row, 14]) == z.argmax()
    other = state.replace(settings=tuple((state.values | {"layers": "2"}).items()))
    charts = [panel for panel in other.board(stages[-1]).panels if isinstance(panel, Chart)]
    assert [chart.key for chart in charts] == ["loss", "accuracy", "grad", "weight"]
    assert charts[2].title.startswith("Momentum: gradient")

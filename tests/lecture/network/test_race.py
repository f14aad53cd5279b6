"""Race: the same weights and batches for all, who is faster, and the charts and the table that say so."""

import numpy as np
import pytest

from optviz.core.network.data import toy
from optviz.core.network.mlp import Net
from optviz.core.network.training import History, Task, trained
from optviz.core.optimizers import OPTIMIZERS
from optviz.figures.board import Axes, Chart, Line, Regions, Table, last_text
from optviz.lecture.network import PAGE
from optviz.lecture.network.messages import problems
from optviz.lecture.network.race import train_race
from optviz.lecture.network.tuning import Tuning
from optviz.lecture.page_state import controls_of, from_query, to_query

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
    assert [chart.key for chart in charts] == ["loss", "accuracy", "grad", "weight", "singular"]
    assert charts[2].title.startswith("Momentum: gradient")


# ---- tuned ---------------------------------------------------------------------------------------------


def trial_loss(rule: str, lr: float) -> float:
    """The training loss at the end of one trial of the race as it opens, trained on its own."""
    net = Net(2, 2, 16, 2, "tanh")
    task = Task(net, toy("circles", 0.1), 16, 30, 1, "glorot")
    assert task.steps == 300
    return float(trained(task, OPTIMIZERS[rule](lr=lr)).train_loss[-1])


def test_the_tuned_rate_of_each_optimizer_has_the_lowest_loss_of_all_that_were_tried() -> None:
    for racer, rule in zip(end("race", "tuned_each"), ("gd", "momentum", "rmsprop", "adam"), strict=True):
        losses = [trial_loss(rule, lr) for lr in np.geomspace(0.001, 1, 13)]
        best = np.geomspace(0.001, 1, 13)[int(np.argmin(losses))]
        assert racer.history.optimizer.lr == pytest.approx(best)
        assert racer.history.train_loss[-1] == min(losses)


def test_tuned_sgd_ends_with_a_loss_like_adams() -> None:
    loss = {racer.name: racer.history.train_loss[-1] for racer in end("race", "tuned_each")}
    assert loss["SGD"] < 1.05 * loss["Adam"] and loss["SGD"] < 0.2 * racers()["SGD"].train_loss[-1]


def test_a_tuning_says_how_far_it_is_and_shows_its_trials() -> None:
    state, stages = results("race", "tuned_each")
    tunings = [stage for stage in stages if isinstance(stage, Tuning)]
    assert len(tunings) == 1 + 4 * 13 and not isinstance(stages[-1], Tuning)
    boards = [state.board(stage) for stage in tunings]
    shares = [board.progress.share for board in boards if board.progress]
    assert shares == [k / 52 for k in range(53)]
    progress = boards[20].progress
    assert progress and progress.text == "Tuning Momentum: 20 of 52 trials"
    lines = boards[20].panel("tried", Axes).layers
    assert [len(line.x) for line in lines if isinstance(line, Line)] == [13, 7]


def test_the_table_states_the_grid_and_the_budget() -> None:
    state, stages = results("race", "tuned_each")
    table = state.board(stages[-1]).panel("out", Table)
    assert table.title == "η tuned over 13 rates from 0.001 to 1, 300 steps each, for the training loss"
    assert table.head[1] == "tuned η" and table.rows[0][1] == "0.562"


def test_a_trial_has_a_bounded_number_of_steps_whatever_the_race_has() -> None:
    for batch, epochs in ((1.0, 100.0), (16.0, 100.0), (150.0, 100.0), (16.0, 2.0)):
        values = values_of("race", tuned=True, batch=batch, epochs=epochs)
        first = next(iter(train_race(values)))
        assert isinstance(first, Tuning) and 0 < first.steps <= 300


def test_rates_that_explode_lose_and_nobody_is_tuned_twice() -> None:
    values = values_of("race", "tuned_each", rule1="rmsprop", rule2="rmsprop", rule4="none", epochs=2.0)
    tunings = [stage for stage in train_race(values) if isinstance(stage, Tuning)]
    assert tunings[-1].rules == ("rmsprop",) and len(tunings) == 14
    assert Tuning({"gd": (np.inf, 0.3, np.inf)}, ("gd",), 1).best("gd") == pytest.approx(0.001 * 1000 ** (1 / 12))


def test_the_rates_set_by_hand_stay_in_the_link_while_the_race_is_tuned() -> None:
    state, ignored = from_query(PAGE, "section=race&lr1=0.25&tuned=1")
    assert not ignored and "lr1=0.25" in to_query(state)
    kinds = {spec["key"]: spec["kind"] for spec in controls_of(state)}
    assert kinds["lr1"] == "hidden" and "tune" not in kinds
    open_state, _ = from_query(PAGE, "section=race&lr1=0.25")
    kinds = {spec["key"]: spec["kind"] for spec in controls_of(open_state)}
    assert kinds["lr1"] == "slider" and kinds["tune"] == "button"


@pytest.mark.every
def test_rules_for_matrices_race_and_their_layers_singular_values_are_shown() -> None:
    state, stages = results("race", "matrices")
    racers = stages[-1]
    assert [racer.name for racer in racers] == ["Muon", "Shampoo", "SOAP", "Adam"]
    assert all(racer.history.status.kind == "moving" for racer in racers)
    assert len({racer.look for racer in racers}) == 4
    board = state.replace(settings=tuple((state.values | {"layers": "1"}).items())).board(racers)
    curves = board.panel("singular", Chart).series
    history = racers[0].history
    last = [weights for weights, _ in history.task.net.layers(history.theta[-1])]
    assert len(curves) == sum(min(weights.shape) for weights in last) == 2 + 16 + 2
    ends = np.array([float(np.asarray(curve.y)[-1]) for curve in curves])
    gram = [
        np.sqrt(np.clip(np.linalg.eigvalsh(w.T @ w if w.shape[0] >= w.shape[1] else w @ w.T), 0, None)) for w in last
    ]
    np.testing.assert_allclose(np.sort(ends), np.sort(np.concatenate(gram)), atol=1e-6)

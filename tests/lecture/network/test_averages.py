"""Averages, noise and modifiers on the network page: what is drawn, what is judged, and that all rules take them."""

from typing import Any

import numpy as np
import pytest

from optviz.core.matrices.rules import MATRIX_RULES
from optviz.core.network.mlp import losses
from optviz.core.number_text import percent
from optviz.core.optimizers import Modified
from optviz.figures.board import Chart, Metrics, Table, last_text
from tests.every import some

from .helpers import results

ONE = {"rule2": "none", "rule3": "none", "rule4": "none", "epochs": 4.0}


def race(**values: Any) -> tuple[Any, Any]:
    state, stages = results("race", **{**ONE, **values})
    return state.board(stages[-1]), [racer.history for racer in stages[-1]]


def test_an_average_has_paler_curves_of_its_own_and_is_what_the_table_judges() -> None:
    board, (run,) = race(average="ema", ema=0.9)
    for key, curve in (("loss", run.average.train_loss), ("accuracy", run.average.train_accuracy)):
        whole, pale = board.panel(key, Chart).series
        assert (whole.pale, pale.pale, whole.look == pale.look) == (False, True, True)
        assert "paler: averaged" in board.panel(key, Chart).title
        np.testing.assert_array_equal(np.asarray(pale.y), curve)
    net, data = run.task.net, run.task.data.valid
    own = losses(net.logits(run.average.theta[-1], data.x), data.y).mean()
    (row,) = board.panel("out", Table).rows
    assert last_text(row[3]) == f"{own:.3g}" != f"{run.valid_loss[-1]:.3g}"


def test_counted_in_epochs_an_average_has_a_curve_for_each_set() -> None:
    board, (run,) = race(average="tail", tail=0.5, count="epoch")
    series = board.panel("loss", Chart).series
    assert [(each.pale, each.dashed) for each in series] == [
        (False, False),
        (False, True),
        (True, False),
        (True, True),
    ]
    assert np.asarray(series[3].y)[-1] == run.average.valid_loss[-1]


@pytest.mark.parametrize("rule", ["schedule_free", "lookahead"])
def test_a_rule_with_a_second_point_is_judged_by_it_unasked(rule: str) -> None:
    board, (run,) = race(rule1=rule, lr1=0.3)
    assert [each.pale for each in board.panel("loss", Chart).series] == [False, True]
    (row,) = board.panel("out", Table).rows
    assert last_text(row[2]) == f"{run.average.train_loss[-1]:.3g}"


@pytest.mark.parametrize("rule", some(MATRIX_RULES, ("shampoo",).__contains__))
def test_modifiers_act_on_rules_for_matrices_too(rule: str) -> None:
    recipe = {"schedule": "cosine", "warmup": 0.1, "clipping": "clip_norm", "clip": 0.1, "decay": "decoupled"}
    _, (run,) = race(rule1=rule, lr1=0.02, **recipe)
    _, (plain,) = race(rule1=rule, lr1=0.02)
    assert isinstance(run.optimizer, Modified) and run.optimizer.modifiers.clip_norm == 0.1
    assert not np.allclose(run.theta[-1], plain.theta[-1])
    np.testing.assert_array_equal(run.theta[1], run.theta[0], "the warm-up begins at η = 0")


def test_the_same_seed_draws_the_same_noise() -> None:
    (one,), (two,), (other,) = (race(nu=0.5, seed=seed)[1] for seed in (1.0, 1.0, 2.0))
    np.testing.assert_array_equal(one.theta, two.theta)
    assert not np.array_equal(one.theta, other.theta)


def test_the_digits_and_the_single_net_show_the_accuracy_of_the_average() -> None:
    for section, values in (("digits", {"epochs": 1.0}), ("network", {"epochs": 4.0})):
        state, stages = results(section, average="ema", ema=0.9, **values)
        board, run = state.board(stages[-1]), stages[-1]
        shown = {metric.label: metric.values for metric in board.panel("numbers", Metrics).metrics}
        assert shown["validation accuracy"][-1] == percent(run.average.valid_accuracy[-1])
        assert [each.pale for each in board.panel("loss", Chart).series] == [False, False, True, True]

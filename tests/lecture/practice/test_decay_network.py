"""What the words on decay of a network claim, from the section's own trainings."""

import math

import numpy as np
import pytest

from optviz.figures.board import Chart
from optviz.lecture.practice import PAGE
from optviz.lecture.practice.decay_network import nets_of
from optviz.lecture.practice.decay_network_questions import ask_half, ask_same
from optviz.lecture.practice.trainings import Curves, in_turn, trained
from tests.lecture.practice.helpers import values_of
from tests.questions.answers import number, right_option, told

SEEDS = (0, 1)


def curves_of(preset: str, seed: int, **changes: float) -> dict[str, Curves]:
    return {net.name: trained(net.setting) for net in nets_of(values_of("decay_network", preset, seed=seed, **changes))}


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.every
def test_the_same_lambda_leaves_a_quarter_with_l2_and_three_quarters_decoupled(seed: int) -> None:
    curves = curves_of("same_lambda", seed)
    norm = {name: each.weight_norm[-1] for name, each in curves.items()}
    assert norm["L2"] / norm["no decay"] == pytest.approx(0.25, abs=0.03)
    assert norm["decoupled"] / norm["no decay"] == pytest.approx(0.75, abs=0.03)
    reads = {name: each.accuracy[-1] for name, each in curves.items()}
    assert reads["L2"] < reads["no decay"] - 0.015 and abs(reads["decoupled"] - reads["no decay"]) < 0.015


@pytest.mark.every
def test_l2_loses_four_percent_on_average() -> None:
    lost = [c["no decay"].accuracy[-1] - c["L2"].accuracy[-1] for c in (curves_of("same_lambda", s) for s in range(5))]
    assert np.mean(lost) == pytest.approx(0.04, abs=0.005)


@pytest.mark.parametrize("seed", SEEDS)
def test_with_its_own_lambda_each_reads_as_well_and_gains_at_most_a_percent(seed: int) -> None:
    reads = {name: each.accuracy[-1] for name, each in curves_of("own_lambda", seed).items()}
    assert abs(reads["L2"] - reads["decoupled"]) < 0.016
    assert max(reads.values()) - reads["no decay"] <= 0.01


@pytest.mark.parametrize("seed", SEEDS)
def test_lambda_1_leaves_l2_no_weights_and_decoupled_a_net_that_reads(seed: int) -> None:
    curves = curves_of("all_one", seed)
    assert curves["L2"].weight_norm[-1] < 0.1 and curves["L2"].accuracy[-1] < 0.2
    assert 0.955 < curves["decoupled"].accuracy[-1] < 0.985
    assert 0.68 < curves_of("all_one", seed, l2=0.3)["L2"].accuracy[-1] < 0.78


def test_the_board_draws_the_three_norms() -> None:
    values = values_of("decay_network", epochs=1, seed=5)
    *_, nets = in_turn(nets_of(values))
    board = PAGE.section("decay_network").draw(values, nets)
    series = board.panel("weight_norm", Chart).series
    assert [each.name for each in series] == ["no decay", "L2", "decoupled"]
    assert series[1].y[-1] < series[2].y[-1] < series[0].y[-1]


def test_only_decoupled_decay_bears_a_large_lambda() -> None:
    large, small = ({"l2": s, "decoupled": s, "seed": 1.0} for s in (0.3, 0.003))
    assert right_option(ask_same(large)) == "Only the one with decoupled decay."
    assert right_option(ask_same(small)) == "Both."


def test_a_weight_without_a_gradient_is_halved_as_a_power_says() -> None:
    asked = ask_half({"lr": 0.01, "decoupled": 0.5})
    steps = next(n for n in range(1000) if (1 - 0.005) ** n <= 0.5)
    assert number(asked).truth == pytest.approx(steps, abs=1)
    assert "log 2" in told(asked, 100) and "η too" in told(asked, math.log(2) / 0.5)

"""What the fan of η shows is what its runs do, one by one."""

import dataclasses

import numpy as np
import pytest

from optviz.core.simulation.simulate import simulate
from optviz.figures.board import Bundle, Line, Path, Points
from optviz.lecture.lab.common import RULES, case_of, optimizer_of
from optviz.lecture.lab.fan import COUNT, RATES, best_rate, fan_of, final_losses
from optviz.lecture.lab.fan_questions import ask_cliff
from optviz.lecture.own import surface_of
from optviz.questions import Range

from .helpers import board_of, layers, notices, values_of

TYPED_GD = {"rule": "typed", "update": "x=x-eta*g"}
PRESETS = ("fan_gd", "fan_momentum", "fan_adam", "fan_adagrad", "fan_valley")


def good(preset: str) -> np.ndarray:
    """The learning rates of a preset's fan that end within 0.001 of the least f."""
    case = case_of(values_of("fan", preset))
    return RATES[final_losses(case.surface, fan_of(case)) < 1e-3]


@pytest.mark.parametrize("preset", PRESETS)
def test_every_path_of_the_fan_is_the_run_of_its_learning_rate(preset: str) -> None:
    case = case_of(values_of("fan", preset))
    whole = fan_of(case)
    assert whole.shape == (COUNT, case.steps + 1, 2)
    for i in range(0, COUNT, 8):
        rule = dataclasses.replace(case.optimizer, lr=float(RATES[i]))  # type: ignore[type-var]
        run = simulate(case.surface, rule, case.point, case.steps)
        np.testing.assert_array_equal(whole[i, : len(run.x)], run.x)
        assert np.isnan(whole[i, len(run.x) :]).all()


def test_the_rates_rise_by_equal_ratios_as_the_text_says() -> None:
    np.testing.assert_allclose(RATES[1:] / RATES[:-1], 1.15, atol=0.005)


def test_how_low_a_run_ends_is_told_over_the_least_f_and_only_when_it_has_ended() -> None:
    values = values_of("fan")
    board = board_of("fan")
    (curve, now) = layers(board, Line, "losses")
    run = simulate(surface_of(values), optimizer_of(values), (values["x0"], values["y0"]), 100)
    i = int(np.argmin(abs(RATES - 0.01)))
    assert RATES[i] == pytest.approx(0.01) and curve.y[i] == pytest.approx(max(run.value[-1], 1e-8), rel=1e-6)
    assert curve.since == board.steps == 100 and now.since == 0
    (crosses,) = layers(board, Points, "losses")
    assert crosses.since == 100 and len(crosses.x) == 40


def test_gd_ends_at_a_cliff_just_below_two_over_the_larger_curvature() -> None:
    x, y = -2.805118, 3.131312
    mixed = 4 * (x + y)
    steep = np.linalg.eigvalsh([[12 * x * x + 4 * y - 42, mixed], [mixed, 4 * x + 12 * y * y - 26]])[1]
    assert 2 / steep == pytest.approx(0.0248, abs=1e-4)
    last = good("fan_gd")[-1]
    assert last == pytest.approx(0.024, abs=5e-4) and last < 2 / steep < last * 1.155


def test_momentum_arrives_with_a_smaller_rate_than_gd() -> None:
    assert good("fan_momentum")[0] < good("fan_gd")[0] / 4


@pytest.mark.parametrize("preset", ["fan_adam", "fan_adagrad"])
def test_nothing_diverges_where_steps_are_scaled(preset: str) -> None:
    case = case_of(values_of("fan", preset))
    assert "0 of 81 diverge" in best_rate(final_losses(case.surface, fan_of(case)))


def test_adagrad_still_arrives_with_a_rate_350_times_that_of_gds_end() -> None:
    assert good("fan_adagrad")[-1] > 350 * good("fan_gd")[-1]


def test_in_the_curved_valley_no_rate_of_gd_arrives() -> None:
    assert len(good("fan_valley")) == 0


def test_the_chosen_run_lies_over_the_fan_and_follows_a_drag() -> None:
    board = board_of("fan", lr=0.02)
    (fan,) = layers(board, Bundle)
    (run,) = layers(board, Path)
    assert fan.x.shape == (COUNT, 101) and fan.share[0] == 0 and fan.share[-1] == 1
    assert run.fan == "run" and board.steps == 100


@pytest.mark.parametrize("rule", RULES)
def test_every_rule_has_a_fan(rule: str) -> None:
    board = board_of("fan", rule=rule, steps=20)
    assert np.isfinite(layers(board, Bundle)[0].x[:, 0]).all() and board.summary


def test_a_run_that_flies_off_and_a_start_outside_are_said() -> None:
    assert "Diverged at step" in notices("fan", lr=5.0)
    assert "outside this picture" in notices("fan", x0=9.0)
    assert best_rate(np.full(COUNT, np.inf)) == "Every run diverges."


@pytest.mark.parametrize(("surface", "x0", "y0"), [("himmelblau", 3.2, 2.1), ("six_hump_camel", 0.3, -0.9)])
def test_where_the_question_puts_the_cliff_gd_settles_before_it_and_not_beyond(surface, x0, y0) -> None:
    values = values_of("fan", surface=surface, x0=x0, y0=y0, rule="gd")
    form = ask_cliff(values).form
    assert isinstance(form, Range)
    limit = form.truth[0]
    for factor, settles in ((0.97, True), (1.03, False)):
        run = simulate(surface_of(values), optimizer_of({**values, "lr": factor * limit}), (x0, y0), 3000)
        assert (run.status.kind == "converged") == settles


def test_the_fan_of_a_typed_gd_is_that_of_the_built_in() -> None:
    built_in = fan_of(case_of(values_of("fan")))
    typed = fan_of(case_of(values_of("fan", **TYPED_GD)))
    assert np.nan_to_num(typed) == pytest.approx(np.nan_to_num(built_in), rel=1e-12, abs=1e-12)
    assert np.array_equal(np.isnan(typed), np.isnan(built_in)) and np.isnan(typed).any()


def test_a_rule_without_eta_is_told_so() -> None:
    said = notices("fan", rule="typed", update="x=x-0.01g")
    assert "no η in your rule" in said and "no η" not in notices("fan", **TYPED_GD)

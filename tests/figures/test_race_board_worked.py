"""The worked step and the arrows of the chosen run: every number that a rule's lines name, for each of the nine."""

import re
from typing import Any

import numpy as np
import pytest

from optviz.core.optimizers import OPTIMIZERS, TEXTBOOK
from optviz.core.simulation.run import Run
from optviz.figures.board.message import board_body
from optviz.figures.board.panels.formula import Column, Formula
from optviz.figures.race_board import race_board
from optviz.scenes.race import run_scene
from optviz.scenes.scene import Racer, Scene
from tests.decoder import read_board
from tests.figures.precision import arrives

STEPS = 25
SEVEN = tuple(Racer.of(rule) for rule in ("gd", "momentum", "nag", "adagrad", "adadelta", "rmsprop", "adam"))


def chosen(scene: Scene) -> tuple[dict[str, Any], list[dict[str, Any]], Run]:
    """The worked step, the paths, and the chosen run of a scene whose racers are all on."""
    race = run_scene(scene)
    panels = read_board(board_body(race_board(race)))["panels"]
    paths = [layer for layer in panels["picture"]["layers"] if layer["kind"] == "path"]
    return panels["worked"], paths, race.runs[scene.pick]


def at(column: Any, step: int) -> np.ndarray:
    """A column's numbers at a step, as the panel reads them."""
    if isinstance(column, float):
        return np.array([column])
    return np.array([part[step + column["shift"]] for part in column["parts"]])


def names_in(lines: list[list[str]]) -> set[str]:
    return {name for _, line in lines for name in re.findall(r"<<(\w+)>>", line)}


@pytest.mark.parametrize("key", TEXTBOOK)
def test_every_placeholder_of_the_chosen_rule_is_sent_with_its_true_number(key: str) -> None:
    worked, _, run = chosen(Scene.of("quadratic", (Racer.of(key),), steps=STEPS, noise=0.1))
    assert worked["lines"] == [list(pair) for pair in OPTIMIZERS[key].worked]
    names = names_in(worked["lines"])
    assert names and names <= set(worked["columns"])
    for name in names | {"grad"}:
        true = run.quantities[name]
        for step in range(STEPS):
            wanted = np.atleast_1d(true[step] if isinstance(true, np.ndarray) else true)
            read = at(worked["columns"][name], step)
            np.testing.assert_allclose(read, wanted, rtol=1e-5, atol=1e-12, err_msg=f"{name} at {step}")


POWER = re.compile(r"\^\{?t(?:\+(\d))?\b")  # of a number at step t
NUMBER = re.compile(r"\^\{<<(t|t_next)>>\}")


@pytest.mark.parametrize("key", TEXTBOOK)
def test_a_power_of_the_step_is_the_number_below_it(key: str) -> None:
    for symbols, line in OPTIMIZERS[key].worked:
        later = [int(plus or 0) for plus in POWER.findall(symbols)]
        assert [int(name == "t_next") for name in NUMBER.findall(line)] == later, symbols


def test_adams_powers_are_one_more_than_the_step_in_the_title() -> None:
    assert any(POWER.search(symbols) for symbols, _ in OPTIMIZERS["adam"].worked)
    worked, _, run = chosen(Scene.of("quadratic", (Racer.of("adam", beta1=0.9),), steps=STEPS))
    for step in range(STEPS):
        assert at(worked["columns"]["t_next"], step).tolist() == [step + 1]
        right = run.state["m"][step + 1] / (1 - 0.9 ** (step + 1))
        np.testing.assert_allclose(at(worked["columns"]["m_hat"], step), right, rtol=1e-5)


@pytest.mark.parametrize("key", OPTIMIZERS)
def test_no_rule_divides_by_zero_in_the_first_step_where_t_is_0(key: str) -> None:
    for symbols in OPTIMIZERS[key].latex:
        powers = re.findall(r"1 - \\(?:beta|rho)[^^})]*\^(\{[^}]*\}|.)", symbols)
        assert all(re.fullmatch(r"\{t\+\d\}", power) for power in powers), symbols


@pytest.mark.parametrize("key", TEXTBOOK)
def test_the_next_point_of_a_worked_line_is_the_paths_next_point(key: str) -> None:
    symbols, line = OPTIMIZERS[key].worked[-1]
    assert symbols.startswith("x_{t+1} =") and line.startswith("<<x_next>> =")
    worked, (path,), run = chosen(Scene.of("beale", (Racer.of(key),), steps=STEPS))
    for step in range(run.steps):
        assert at(worked["columns"]["x_next"], step).tolist() == [path["x"][step + 1], path["y"][step + 1]]


@pytest.mark.parametrize("key", ["gd", "momentum", "adam"])
def test_the_numbers_of_a_column_are_those_that_the_browser_reads(key: str) -> None:
    board = race_board(run_scene(Scene.of("quadratic", (Racer.of(key, lr=0.01),), steps=STEPS)))
    formula, sent = board.panel("worked", Formula), read_board(board_body(board))["panels"]["worked"]["columns"]
    assert {np.ndim(formula.numbers(name)) for name in sent} == {0, 2}
    for name, column in sent.items():
        numbers = formula.numbers(name)
        for step in (0, 3, STEPS - 1):
            mine = numbers[step] if numbers.ndim else numbers
            np.testing.assert_allclose(np.atleast_1d(mine), at(column, step), rtol=1e-5, atol=1e-12)


def test_a_column_has_a_row_for_each_step_that_all_its_parts_have() -> None:
    column = Column((np.arange(4.0), 7.0, np.arange(6.0)), shift=1)
    assert column.numbers.tolist() == [[1, 7, 1], [2, 7, 2], [3, 7, 3]]
    assert Column((1.5, 2.0), shift=1).numbers.tolist() == [[1.5, 2.0]]


def test_the_worked_step_names_its_run_counts_and_says_which_variant_it_is() -> None:
    worked, _, run = chosen(Scene.of("beale", SEVEN, steps=5, pick=3))
    assert (worked["title"], worked["counts"]) == ("Worked step: AdaGrad", True)
    assert worked["note"] == run.optimizer.convention


@pytest.mark.parametrize("pick", [1, 7])
def test_without_a_chosen_run_the_worked_step_says_what_to_do(pick: int) -> None:
    racers = (Racer.of("gd"), Racer.of("adam", on=False))
    panels = read_board(board_body(race_board(run_scene(Scene.of("beale", racers, steps=5, pick=pick)))))["panels"]
    worked = panels["worked"]
    assert (worked["title"], worked["lines"], worked["counts"]) == ("Worked step", [], False)
    assert worked["note"] == "Choose a run that is switched on to see its step worked out."
    assert [layer["arrows"] for layer in panels["picture"]["layers"] if layer["kind"] == "path"] == [None]


@pytest.mark.parametrize("key", [key for key, kind in OPTIMIZERS.items() if key not in TEXTBOOK and not kind.worked])
def test_an_optax_rule_shows_its_formula_alone_and_its_gradient_as_an_arrow(key: str) -> None:
    worked, (path,), run = chosen(Scene.of("quadratic", (Racer.of(key),), steps=3))
    assert worked["lines"] == [[symbols, ""] for symbols in OPTIMIZERS[key].latex]
    assert worked["note"].endswith("Its steps are made by Optax; there is no worked line for it.")
    gradient = np.stack([path["arrows"]["grad_x"], path["arrows"]["grad_y"]], axis=1)
    np.testing.assert_allclose(gradient, run.grad, rtol=1e-5)


def test_the_columns_tell_how_many_steps_a_run_has_made() -> None:
    worked, _, run = chosen(Scene.of("rosenbrock", (Racer.of("gd", lr=1.0),), steps=60))
    assert 0 < run.steps < 60
    assert len(worked["columns"]["grad"]["parts"][0]) == run.steps
    stopped, _, at_once = chosen(Scene.of("rosenbrock", (Racer.of("gd"),), steps=5, start=(float("nan"), 0.0)))
    assert at_once.steps == 0 == len(stopped["columns"]["grad"]["parts"][0])


def test_only_the_chosen_run_has_arrows_with_its_memory_of_past_gradients() -> None:
    _, paths, run = chosen(Scene.of("beale", SEVEN, steps=5, pick=1))
    assert [path["arrows"] is not None for path in paths] == [i == 1 for i in range(7)]
    arrows = paths[1]["arrows"]
    assert arrives(np.stack([arrows["memory_x"], arrows["memory_y"]], axis=1), run.state["g"], 2**-18)
    assert (arrows["probe_x"], arrows["probe_y"]) == ([], [])


@pytest.mark.parametrize("key", ["gd", "adagrad", "rmsprop"])
def test_a_rule_without_momentum_has_no_arrow_of_memory(key: str) -> None:
    _, (path,), _ = chosen(Scene.of("beale", (Racer.of(key),), steps=5))
    assert (path["arrows"]["memory_x"], path["arrows"]["memory_y"]) == ([], [])


def test_nags_look_ahead_point_is_sent() -> None:
    worked, (path,), run = chosen(Scene.of("beale", (Racer.of("nag"),), steps=20))
    arrows = path["arrows"]
    assert arrives(np.stack([arrows["probe_x"], arrows["probe_y"]], axis=1), run.probe, 2**-18)
    ahead = run.x[:-1] - run.optimizer.lr * run.optimizer.beta * run.state["g"][:-1]  # type: ignore[attr-defined]
    np.testing.assert_allclose(run.probe, ahead, rtol=1e-9, atol=1e-12)
    assert "probe" not in worked["columns"] or len(worked["columns"]["probe"]["parts"]) == 2

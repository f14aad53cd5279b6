"""A fair race: the tuned setting is the best of all runs one by one, and tuning changes who wins."""

from typing import Any

import numpy as np
import pytest

from optviz.core.optimizers import OPTIMIZERS
from optviz.core.registry import knobs_of
from optviz.core.simulation.simulate import simulate
from optviz.core.surfaces import SURFACES, Point, Surface
from optviz.figures.board import Board, Chart, Path, Table, last_text
from optviz.lecture.lab import PAGE
from optviz.lecture.lab.race import Tuning, entrants_of, grid_for, race_board, results_table, tune_all, tuning_work
from optviz.lecture.lab.race_questions import ask_budget, ask_winner
from optviz.lecture.page_state import from_query, opened, to_query
from optviz.questions import Number, Ranking

from .helpers import layers, values_of

HIMMELBLAU = SURFACES["himmelblau"]()
STARTS = [tuple(start) for start in np.random.default_rng(0).uniform((-5, -5), (5, 5), (64, 2))]
RACERS = ("gd", "momentum", "adagrad", "rmsprop", "adam")


def arrival(surface: Surface, key: str, knobs: dict[str, float], start: Point, steps: int = 200) -> int:
    """The first step of one run at which f is within 0.001 of the least; twice the steps if there is none."""
    assert surface.floor is not None
    below = np.flatnonzero(simulate(surface, OPTIMIZERS[key](**knobs), start, steps).value <= 1e-3 + surface.floor)
    return int(below[0]) if len(below) else 2 * steps


def tuned(preset: str = "each_tuned", **changes: Any) -> dict[str, Any]:
    """What the tuning of a preset ends with, by racer."""
    *_, last = tune_all(values_of("race", preset, **changes))
    assert last.done
    return last.tuned


def board(preset: str = "", **changes: Any) -> Board:
    """The board of a race whose tuning is done."""
    values = values_of("race", preset, **changes)
    *_, last = tuning_work(values).make()
    return race_board(values, last)


def column(shown: Board, name: str) -> list[str]:
    """What a column of the table says at the end."""
    table = shown.panel("out", Table)
    return [last_text(row[table.head.index(name)]) for row in table.rows]


def notices(preset: str = "", **changes: Any) -> str:
    """What is said over the board."""
    return " ".join(map(last_text, board(preset, **changes).notices))


@pytest.mark.parametrize("key", RACERS)
def test_the_tuned_rate_is_the_best_of_all_runs_one_by_one(key: str) -> None:
    best = tuned()[key]
    rates = np.geomspace(1e-4, 10, 64)
    np.testing.assert_allclose(best.grid["lr"], rates)
    steps = [arrival(HIMMELBLAU, key, {"lr": float(lr)}, (-1.0, 4.0)) for lr in rates]
    assert best.score == min(steps) and steps[int(np.argmin(abs(rates - best.settings["lr"])))] == min(steps)
    assert best.runs == 64 and best.steps == 200


def test_over_many_starts_the_score_is_the_mean_of_the_runs() -> None:
    best = tuned("tuned_many", momentum=False, rmsprop=False, adam=False)
    for key, result in best.items():
        steps = [arrival(HIMMELBLAU, key, result.settings, start, 400) for start in STARTS]
        assert result.score == pytest.approx(np.mean(steps)) and result.runs == 64 * 64


@pytest.mark.parametrize("kappa", [10.0])
def test_the_tuned_rate_of_gd_on_the_bowl_is_two_over_the_sum_of_the_curvatures(kappa: float) -> None:
    """Both directions must count alike, and the goal be far: then the slower of the two decides."""
    best = tuned("tuned_bowl", x0=1.0, y0=round(kappa**-0.5, 4), settings="256", tol=1e-6, steps=500)["gd"]
    spacing = 1e5 ** (1 / 255)
    assert best.grid["lr"][1] / best.grid["lr"][0] == pytest.approx(spacing)
    assert 1 / spacing <= best.settings["lr"] / (2 / (1 + kappa)) <= spacing


def test_of_eta_and_beta_a_rule_tries_as_many_settings_as_of_eta_alone() -> None:
    values = values_of("race", "tuned_beta")
    sizes = {key: [len(each) for each in grid_for(values, key).values()] for key in RACERS}
    assert sizes == {"gd": [256], "momentum": [16, 16], "adagrad": [256], "rmsprop": [256], "adam": [16, 16]}


def test_tuning_changes_the_winner_and_the_last_becomes_the_first() -> None:
    before, after = board(), board("each_tuned")
    untuned = [arrival(HIMMELBLAU, key, {}, (-1.0, 4.0)) for key in RACERS]
    assert column(before, "steps") == list(map(str, untuned)) == column(after, "default")
    assert untuned.index(min(untuned)) == RACERS.index("gd") and untuned.index(max(untuned)) == RACERS.index("rmsprop")
    assert column(before, "") == ["1st", "", "", "", ""] and column(after, "") == ["", "", "", "1st", ""]


def test_for_64_starts_gd_wins_again_and_with_beta_momentum_gains_most() -> None:
    rate = {key: best.score for key, best in tuned("each_tuned", starts="many").items()}
    both = {key: best for key, best in tuned("tuned_beta").items()}
    assert min(rate, key=rate.__getitem__) == "gd"
    gain = {key: rate[key] / best.score for key, best in both.items()}
    assert max(gain, key=gain.__getitem__) == "momentum" and 5.5 < gain["momentum"] < 6.5
    stays = simulate(HIMMELBLAU, OPTIMIZERS["rmsprop"](**tuned("tuned_many")["rmsprop"].settings), (-1.0, 4.0), 400)
    assert stays.value.min() < 1e-3 < 1 < stays.value[-60:].max(), "it flies through the goal and leaves it again"
    assert both["momentum"].settings["beta"] == pytest.approx(0.37, abs=0.005)


def test_the_table_names_settings_budget_width_and_steps() -> None:
    shown = board("tuned_many")
    table = shown.panel("out", Table)
    assert table.title == (
        "Mean steps until f − f* ≤ 0.001 (share that arrives). Tried: 64 settings × 400 steps × 64 starts"
    )
    assert column(shown, "budget") == [str(64 * 400 * 64)] * 5
    best = tuned("tuned_many")
    assert [float(text) for text in column(shown, "width")] == [
        pytest.approx(each.width, abs=0.06) for each in best.values()
    ]
    assert all(text[0][0] == shown.steps for row in table.rows for text in row[1:]), "told when the race is run"


def test_everybody_races_at_its_best_on_the_surface() -> None:
    shown, best = board("each_tuned"), tuned()
    paths = layers(shown, Path)
    assert [path.name for path in paths] == ["GD", "Momentum", "AdaGrad", "RMSprop", "Adam"]
    for path, (key, result) in zip(paths, best.items(), strict=True):
        run = simulate(HIMMELBLAU, OPTIMIZERS[key](**result.settings), (-1.0, 4.0), 200)
        np.testing.assert_array_equal(path.x, run.x[:, 0])
    assert len(shown.panel("loss", Chart).series) == 5


def test_the_untuned_race_has_everybody_as_it_opens() -> None:
    for path, key in zip(layers(board(), Path), RACERS, strict=True):
        np.testing.assert_array_equal(path.x, simulate(HIMMELBLAU, OPTIMIZERS[key](), (-1.0, 4.0), 200).x[:, 0])
    rates = [knob.default for key in RACERS for knob in knobs_of(OPTIMIZERS[key]) if knob.key == "lr"]
    assert column(board(), "η") == [f"{lr:g}" for lr in rates]


def test_a_tuning_says_how_far_it_is_and_shows_who_is_tuned_already() -> None:
    values = values_of("race", "tuned_beta")
    stages = list(tune_all(values))
    boards = [race_board(values, stage) for stage in stages]
    shares = [shown.progress.share for shown in boards if shown.progress]
    assert len(shares) == len(boards) > 10 and shares == sorted(shares) and (shares[0], shares[-1]) == (0, 1)
    assert boards[1].progress and boards[1].progress.text == "Tuning GD: 62 of 256 settings"
    middle = next(i for i, stage in enumerate(stages) if stage.now == "rmsprop")
    assert column(boards[middle], "rule") == ["GD", "Momentum", "AdaGrad"]
    assert not boards[0].status and "nobody is tuned yet" in boards[0].summary


def test_the_tuning_for_many_starts_does_not_depend_on_the_one_that_is_shown() -> None:
    many, one = values_of("race", "tuned_many"), values_of("race", "each_tuned")
    assert tuning_work(many).key == tuning_work(many | {"x0": 2.0, "y0": -1.0}).key
    assert tuning_work(one).key != tuning_work(one | {"x0": 2.0}).key
    assert tuning_work(many).key != tuning_work(many | {"tol": 0.1}).key


def test_a_tuned_race_comes_back_from_its_link() -> None:
    state = opened(PAGE, "race", "tuned_many")
    assert "tuned=1" in to_query(state)
    again, ignored = from_query(PAGE, to_query(state))
    assert again.values == state.values and not ignored


def test_the_button_is_there_until_it_has_been_pressed() -> None:
    section = PAGE.section("race")
    here = [[control.key for control in section.visible_controls(values_of("race", tuned=on))] for on in (False, True)]
    assert "tune" in here[0] and "tune" not in here[1] and "tuned" in here[1]


def test_what_stands_in_the_way_is_said() -> None:
    off: dict[str, Any] = dict.fromkeys(RACERS, False)
    for is_tuned in (False, True):
        assert notices(**off, tuned=is_tuned) == "Nobody races. Switch an optimizer on."
        assert "Nobody reaches f − f* ≤ 1e−6 in 5 steps" in notices(tol=1e-6, steps=5, tuned=is_tuned)
        assert "outside this picture" in notices(x0=9.0, tuned=is_tuned)
    hard: dict[str, Any] = dict.fromkeys(RACERS[1:], False)
    assert notices(surface="goldstein_price", x0=1.9, y0=-1.9, **hard) == "Every racer diverges. Tune them."


def test_who_does_not_arrive_is_no_winner_and_is_called_so() -> None:
    shown = board("tuned_bowl")
    assert column(shown, "default")[0] == "not reached"
    assert column(board(tol=1e-6, steps=5), "") == [""] * 5
    some = [arrival(HIMMELBLAU, "rmsprop", {}, start, 400) for start in STARTS]
    share = round(100 * np.mean(np.array(some) < 800))
    assert column(board("tuned_many"), "default")[3] == f"{np.mean(some):.3g} ({share}\u00a0%)"


@pytest.mark.parametrize("surface", [kind.key for kind in SURFACES.values()])
def test_every_surface_can_be_raced_on(surface: str) -> None:
    assert board("tuned_few", surface=surface, steps=20).summary


def test_a_race_on_a_typed_function_is_tuned_too() -> None:
    typed = {"surface": "typed", "f": "x^2 + a y^2", "p1": 5.0, "x0": 1.0, "y0": round(10**-0.5, 4)}
    best = tuned("tuned_bowl", **typed, settings="256", tol=1e-6, steps=500)["gd"]
    assert best.settings["lr"] == pytest.approx(2 / (2 + 10), rel=1e5 ** (1 / 255) - 1)
    state, ignored = from_query(PAGE, "section=race&surface=typed&f=sin(3x)y^2%2B0.1x^2&tuned=1&settings=16")
    assert not ignored
    *_, last = tuning_work(state.values).make()
    shown = race_board(state.values, last)
    assert len(shown.panel("out", Table).rows) == 5


def test_where_no_minimum_is_known_the_chart_shows_the_slope_which_is_the_goal() -> None:
    shown = board("", surface="typed", f="sin(3x) y^2 + 0.1 x^2", x0=0.7, y0=-1.4)
    chart = shown.panel("loss", Chart)
    x, y = np.array([layers(shown, Path)[0].x, layers(shown, Path)[0].y])
    slope = np.hypot(3 * np.cos(3 * x) * y**2 + 0.2 * x, 2 * np.sin(3 * x) * y)
    assert chart.title.startswith("‖∇f(xₜ)‖")
    np.testing.assert_allclose(chart.series[0].y, slope, rtol=1e-9)


def test_what_is_typed_and_cannot_be_read_yet_is_no_new_tuning() -> None:
    values = values_of("race", "each_tuned", surface="typed")
    assert tuning_work(values).key == tuning_work(values | {"typing": "sin("}).key


def test_an_unfinished_tuning_is_not_done() -> None:
    assert not Tuning({}, "gd", 0, 64).done and Tuning({}).done


@pytest.mark.parametrize(("surface", "start"), [("himmelblau", (-1.0, 4.0)), ("quadratic", (-2.5, 1.5))])
def test_the_questions_order_is_that_of_the_best_of_all_runs(surface: str, start: Point) -> None:
    racers = ("gd", "momentum", "adagrad")
    on: dict[str, Any] = {key: key in racers for key in RACERS}
    values = values_of("race", surface=surface, x0=start[0], y0=start[1], tuned=True, **on)
    form = ask_winner(values).form
    assert isinstance(form, Ranking)
    rates = np.geomspace(1e-4, 10, 64)
    least = [min(arrival(SURFACES[surface](), key, {"lr": float(lr)}, start) for lr in rates) for key in racers]
    assert form.values == tuple(least)


def test_the_questions_budget_is_that_of_the_tuning_itself() -> None:
    values = values_of("race", starts="many", settings="16", steps=50, rmsprop=False, tuned=True)
    form = ask_budget(values).form
    assert isinstance(form, Number)
    *_, last = tune_all(values)
    assert form.truth == sum(best.runs * best.steps for best in last.tuned.values())


def test_a_typed_rule_is_tuned_to_the_rate_and_score_of_the_built_in() -> None:
    values = values_of("race", tuned=True, typed=True, update="m=beta*m+g;x=x-eta*m", grid="both", settings="64")
    *_, done = tune_all(values)
    own, momentum = done.tuned["typed"], done.tuned["momentum"]
    assert own.settings == pytest.approx(momentum.settings, rel=1e-12) and len(own.settings) == 2
    assert (own.score, own.runs) == (momentum.score, momentum.runs) and own.width == momentum.width


def test_a_typed_rule_without_eta_races_as_it_is_and_is_told_so() -> None:
    off: dict[str, Any] = dict.fromkeys(RACERS, False)
    values = values_of("race", tuned=True, typed=True, update="x=x-0.01g", **off)
    *_, done = tune_all(values)
    (row,) = results_table(values, entrants_of(values, done)).rows
    assert done.tuned["typed"].runs == 1 and last_text(row[6]) == "–"
    assert "no η in your rule" in " ".join(map(last_text, race_board(values, done).notices))

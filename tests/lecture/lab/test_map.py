"""The map over the start shows what becomes of each run, and what its words and presets claim is so."""

import dataclasses
from typing import Any

import numpy as np
import pytest

from optviz.core.simulation.simulate import simulate
from optviz.figures.board import OutcomeMap
from optviz.lecture.lab import PAGE
from optviz.lecture.lab.common import optimizer_of
from optviz.lecture.lab.map import MAP, map_layer, plan_of, refine_map
from optviz.lecture.lab.map_questions import ask_slowest
from optviz.lecture.lab.outcome_map import LEAST, MOST, draft_codes, floor_of
from optviz.lecture.own import surface_of
from optviz.lecture.page_state import controls_of, from_query
from optviz.questions import Choice
from tests.questions.answers import right_option, told

from .helpers import board_of, layers, values_of

CELLS = ((20, 30), (150, 170), (100, 5), (7, 199), (63, 120))


def labels(preset: str = "", **changes: Any) -> np.ndarray:
    """The codes' labels of a preset's map."""
    values = values_of("map", preset, **changes)
    return draft_codes(plan_of(values), values["show"])[0]


def outcome(layer: OutcomeMap, row: int, column: int) -> tuple[str, float]:
    """What a cell says: its category, and its number."""
    share = float(layer.level[row, column]) / 255
    return layer.categories[layer.number[row, column]].label, layer.low * (layer.high / layer.low) ** share


def run_at(values: dict[str, Any], layer: OutcomeMap, row: int, column: int) -> Any:
    """The run, alone and in float64, from the middle of a cell."""
    rows, columns = layer.number.shape
    x = layer.x[0] + (column + 0.5) / columns * (layer.x[1] - layer.x[0])
    y = layer.y[0] + (row + 0.5) / rows * (layer.y[1] - layer.y[0])
    return simulate(surface_of(values), optimizer_of(values), (x, y), int(values["steps"]))


def first(met: np.ndarray) -> int:
    """The first step at which a condition holds; −1 if it never does."""
    return int(np.argmax(met)) if met.any() else -1


def near(told: float, steps: int) -> bool:
    """Whether a number of steps is the one told: as well as 64 levels and float32 can tell it."""
    return abs(np.log(told / max(steps, 1))) < 0.06


@pytest.mark.parametrize("rule", ["gd", "momentum", "nag", "adam", "adagrad"])
def test_a_cell_of_basins_says_where_the_run_from_there_ends_and_when_it_was_at_rest(rule: str) -> None:
    values = values_of("map", rule=rule, lr=0.1 if rule == "adam" else 0.5 if rule == "adagrad" else 0.005)
    layer = map_layer(values)
    for row, column in CELLS:
        run = run_at(values, layer, row, column)
        where, steps = outcome(layer, row, column)
        at_rest = first(run.slope_norm <= 1e-3)
        if at_rest >= 0:
            x, y = run.x[-1]
            minima = surface_of(values).minima
            nearest = minima[np.argmin(np.hypot(*(minima - (x, y)).T))]
            assert where.startswith("→ (") and where.replace("−", "-").split("(")[1].startswith(f"{nearest[0]:.3g}"[:4])
            assert near(steps, at_rest)


@pytest.mark.parametrize("rule", ["gd", "momentum", "rmsprop", "lion"])
def test_a_cell_of_steps_says_when_the_run_from_there_comes_to_the_goal(rule: str) -> None:
    values = values_of("map", rule=rule, show="steps", lr=0.1 if rule in ("rmsprop", "lion") else 0.005)
    layer = map_layer(values)
    rows = len(layer.number)
    for row, column in (((row * rows) // 200, (column * rows) // 200) for row, column in CELLS):
        run = run_at(values, layer, row, column)
        what, steps = outcome(layer, row, column)
        arrival = first(run.value <= 1e-3)
        assert what == ("reaches f − f* ≤ 0.001" if arrival >= 0 else "not within 300 steps")
        assert arrival < 0 or near(steps, arrival)


@pytest.mark.parametrize("surface", ["rosenbrock", "booth", "three_hump_camel"])
def test_a_cell_of_losses_says_how_low_the_run_from_there_ends(surface: str) -> None:
    values = values_of("map", surface=surface, show="loss", lr=0.001)
    layer = map_layer(values)
    for row, column in CELLS:
        run = run_at(values, layer, row, column)
        loss = float(np.clip(run.value[-1] - floor_of(surface_of(values)), LEAST, MOST))
        assert abs(np.log(outcome(layer, row, column)[1] / loss)) < 0.25


def test_what_diverges_and_what_has_no_known_minimum_is_told_apart() -> None:
    lost = map_layer(values_of("map", lr=0.3))
    named = {category.label: i for i, category in enumerate(lost.categories)}
    assert (lost.number == named["diverged"]).mean() > 0.9
    saddle = map_layer(values_of("map", surface="saddle", show="steps", lr=0.1))
    assert saddle.categories[0].label == "reaches ‖∇f‖ ≤ 0.001"


@pytest.mark.parametrize("rule", ["gd", "lion"])
def test_the_fine_map_is_the_same_map_in_more_cells_and_can_be_left_after_each_tile(rule: str) -> None:
    values = values_of("map", rule=rule, steps=40)
    coarse, *others, fine = map_layer(values), *refine_map(values).make()
    size = len(coarse.number)
    assert len(others) >= 4 and not any(others) and fine.number.shape == (4 * size, 4 * size)
    assert fine.key == coarse.key and fine.number.dtype == fine.level.dtype == np.uint8
    names = [[c.label for c in layer.categories] for layer in (coarse, fine)]
    same = np.array(names[0])[coarse.number] == np.array(names[1])[fine.number[2::4, 2::4]]
    assert same.mean() > 0.97


def test_the_key_names_all_that_the_map_depends_on_and_not_the_start() -> None:
    key = map_layer(values_of("map")).key
    assert map_layer(values_of("map", x0=2.0, y0=-1.0)).key == key
    changes: tuple[dict[str, Any], ...] = ({"lr": 0.011}, {"steps": 299}, {"show": "loss"}, {"surface": "booth"})
    for change in changes:
        assert map_layer(values_of("map", **change)).key != key


def border(label: np.ndarray) -> int:
    """How many neighbours on the map have different colours."""
    return int((label[1:] != label[:-1]).sum() + (label[:, 1:] != label[:, :-1]).sum())


def test_gd_has_four_basins_and_momentum_frays_their_borders() -> None:
    gd, momentum = labels("map_gd"), labels("map_momentum")
    assert set(np.unique(gd)) == {0, 1, 2, 3} and all(0.23 < (gd == i).mean() < 0.27 for i in range(4))
    assert border(momentum) > 10 * border(gd)


def test_two_basins_are_lost_where_eta_exceeds_two_over_their_largest_curvature() -> None:
    label = labels("map_lost")
    x, y = surface_of(values_of("map")).minima.T
    curvatures = [
        np.linalg.eigvalsh([[12 * a * a + 4 * b - 42, 4 * (a + b)], [4 * (a + b), 4 * a + 12 * b * b - 26]])[1]
        for a, b in zip(x, y, strict=True)
    ]
    lost = sorted(np.array(curvatures) > 2 / 0.02)
    assert lost == [False, False, True, True] and 2 / max(curvatures) > 0.01
    kept = [(label == i).mean() for i in range(4)]
    assert sorted(share > 0.1 for share in kept) == lost and sum(share < 1e-3 for share in kept) == 2


def test_some_starts_end_elsewhere_with_adam() -> None:
    assert 0.05 < (labels("map_adam") != labels("map_gd")).mean() < 0.1


def test_the_most_steps_are_needed_along_the_borders() -> None:
    gd, values = labels("map_gd"), values_of("map", "map_steps")
    level = draft_codes(plan_of(values), "steps")[1]
    edge = np.zeros(gd.shape, bool)
    for axis in (0, 1):
        for turn in (-2, -1, 1, 2):
            edge |= np.roll(gd, turn, axis) != gd
    inner = np.s_[3:-3, 3:-3]
    slowest = level[inner] >= np.quantile(level[inner], 0.995)
    assert edge[inner][slowest].mean() > 0.8 and edge[inner].mean() < 0.08


def test_in_the_valley_adam_gets_lower_than_gd() -> None:
    losses = {}
    for preset in ("map_valley", "map_valley_adam"):
        layer = map_layer(values_of("map", preset))
        losses[preset] = layer.low * (layer.high / layer.low) ** (layer.level / 255)
    gd, adam = losses["map_valley"], losses["map_valley_adam"]
    assert (gd < 0.1).mean() < 0.3 < 0.6 < (adam < 0.1).mean() and np.median(adam) < np.median(gd) / 3


def test_on_the_plateau_most_starts_do_not_come_to_the_goal() -> None:
    assert (labels("map_plateau") == 0).mean() == pytest.approx(0.117, abs=0.005)


def test_the_shares_are_those_of_the_map_and_add_up() -> None:
    board = board_of("map", "map_lost")
    (layer,) = layers(board, OutcomeMap)
    rows = dict(board.panel("shares").rows)  # type: ignore[attr-defined]
    assert list(rows) == [category.label for category in layer.categories]
    still = [category.label for category in layer.categories].index("at none of these yet")
    assert rows["at none of these yet"] == f"{100 * (layer.number == still).mean():.1f} %"
    many = board_of("map", surface="rastrigin", lr=0.002)
    assert [row[0] for row in many.panel("shares").rows][:2] == ["the best minimum", "120 other minima"]  # type: ignore[attr-defined]


@pytest.mark.parametrize("preset", [preset.key for preset in MAP.presets])
def test_the_chosen_start_of_a_preset_lies_in_the_window(preset: str) -> None:
    assert not board_of("map", preset).notices


def test_the_slowest_start_is_the_one_at_a_saddle() -> None:
    starts = ((-0.13, -1.93), (3.1, 2.1), (-4.8, -4.8), (1.0, -3.0))
    asked = ask_slowest(values_of("map", rule="gd", lr=0.01, show="steps") | {"starts": starts})
    counts = []
    for x, y in starts:
        step = 0
        while True:
            a, b = x * x + y - 11, x + y * y - 7
            if a * a + b * b <= 1e-3:
                break
            x, y, step = x - 0.01 * (4 * x * a + 2 * b), y - 0.01 * (2 * a + 4 * y * b), step + 1
        counts.append(step)
    assert isinstance(asked.form, Choice) and right_option(asked) == asked.form.options[int(np.argmax(counts))].text
    wrong = int(np.argmin(counts))
    assert told(asked, str(wrong)).startswith(f"{counts[wrong]} steps")


def test_a_typed_gd_has_the_map_of_the_built_in_cell_by_cell() -> None:
    for show in ("basin", "steps", "loss"):
        typed = plan_of(values_of("map", rule="typed", update="x=x-eta*g", show=show))
        built_in = dataclasses.replace(plan_of(values_of("map", show=show)), size=typed.size, single=False)
        assert np.array_equal(draft_codes(typed, show), draft_codes(built_in, show))


def test_the_map_of_a_typed_rule_says_that_it_is_a_draft_until_it_is_refined() -> None:
    values = values_of("map", rule="typed", update="x=x-eta*g", steps=20)
    coarse = map_layer(values)
    *pieces, fine = refine_map(values).make()
    assert coarse.label == "steps (draft)" and fine.label == "steps" and coarse.key == fine.key
    assert len(pieces) >= 20, "visitors need not wait for a whole map"
    assert coarse.number.shape == (40, 40) and fine.number.shape == (200, 200)
    assert np.mean(fine.number[2::5, 2::5] == coarse.number) > 0.98


def test_the_run_of_a_cell_is_of_the_typed_rule_with_its_knobs() -> None:
    values = values_of("map", rule="typed", update="m=rho*m+g;x=x-eta*m", k1=0.5, lr=0.005)
    run = run_at(values, map_layer(values), 20, 30)
    x, m = run.x[0], np.zeros(2)
    for t in range(40):
        p, q = x[0] ** 2 + x[1] - 11, x[0] + x[1] ** 2 - 7
        m = 0.5 * m + np.array([4 * x[0] * p + 2 * q, 2 * p + 4 * x[1] * q])
        x = x - 0.005 * m
        assert run.x[t + 1] == pytest.approx(x, rel=1e-9, abs=1e-9)


def test_a_chain_of_optax_stays_in_the_field_with_a_sentence_that_says_where_it_races() -> None:
    shown, ignored = from_query(PAGE, "section=map&rule=typed&update=adam(0.1)")
    field = next(spec for spec in controls_of(shown) if spec["key"] == "line")
    assert ignored == () and field["value"] == "adam(0.1)" and field["formula"] == "m=beta*m+g;x=x-eta*m"
    assert "Your own rule" in field["error"]["message"]

"""A race's board is what the browser draws: every run whole, small, and the same bytes for the same race."""

import dataclasses
import json
import zlib
from typing import Any

import numpy as np
import pytest

from optviz.core.optimizers import OPTIMIZERS
from optviz.core.surfaces import SURFACES
from optviz.figures.board import Chart
from optviz.figures.board.message import background_message, board_body, message
from optviz.figures.palette import look
from optviz.figures.race_board import race_background, race_board, race_controls, surface_key
from optviz.scenes.codec import from_query, to_query
from optviz.scenes.race import Race, run_scene
from optviz.scenes.scene import Racer, Scene, default_scene
from tests.decoder import parsed, read_board
from tests.figures.precision import arrives

LIMIT = 82_000  # for the scene that is measured in the browser
ANY_SURFACE_LIMIT = 90_000
NOISY_LIMIT = 140_000  # noise has no neighbours alike
SEVEN = tuple(Racer.of(rule) for rule in ("gd", "momentum", "nag", "adagrad", "adadelta", "rmsprop", "adam"))
MEASURED = ("gd", "sgd", "momentum", "nag", "adagrad", "rmsprop", "adam")
CHARTS = ("value", "rate", "slope", "distance")
Panels = dict[str, dict[str, Any]]


def shown(scene: Scene) -> tuple[Panels, Race]:
    """A scene's panels as they are read, by key, with the race they tell of; all curves are in view."""
    race = run_scene(scene.replace(curves=4))
    return read_board(board_body(race_board(race)))["panels"], race


def layers(panels: Panels, kind: str) -> list[dict[str, Any]]:
    return [layer for layer in panels["picture"]["layers"] if layer["kind"] == kind]


def whole_size(race: Race) -> int:
    """Bytes of a board with all its curves and its controls, as an answer has them."""
    race = dataclasses.replace(race, scene=race.scene.replace(curves=4))
    split, body = board_body(race_board(race))
    return len(
        zlib.compress(
            message({"query": to_query(race.scene), "controls": race_controls(race), "split": split}, body), 1
        )
    )


def test_equal_scenes_give_equal_bytes() -> None:
    first, second = run_scene(default_scene()), run_scene(default_scene())
    assert board_body(race_board(first)) == board_body(race_board(second))
    assert background_message(race_background(first)) == background_message(race_background(second))


def test_the_surface_is_named_by_its_key_and_its_knobs_alone() -> None:
    bowl = Scene.of("quadratic", SEVEN, knobs={"kappa": 5})
    assert surface_key(bowl) == "quadratic,kappa:5,rotation:0"
    assert surface_key(bowl.replace(steps=7, noise=1.0, racers=(), start=(1.0, 1.0))) == surface_key(bowl)


def test_the_background_is_the_surface_on_its_window() -> None:
    race = run_scene(Scene.of("himmelblau", ()))
    header, body = parsed(background_message(race_background(race)))
    (field,) = header["fields"]
    assert (header["key"], field["name"]) == (surface_key(race.scene), "surface")
    assert (field["x"], field["y"], field["warp"]["kind"]) == ([-5, 5], [-5, 5], "log")
    heights = np.frombuffer(body, np.float32).reshape(field["size"], field["size"])
    np.testing.assert_array_equal(heights, race.grid[2].astype(np.float32))


def test_the_picture_shows_the_surface_with_its_window_its_minima_and_the_start_to_drag() -> None:
    panels, race = shown(Scene.of("himmelblau", (Racer.of("gd"),), steps=5))
    picture = panels["picture"]
    assert (picture["kind"], picture["zoom"], picture["equal"]) == ("axes", True, True)
    assert [(picture[axis]["label"], picture[axis]["low"], picture[axis]["high"]) for axis in "xy"] == [
        ("x", -5, 5),
        ("y", -5, 5),
    ]
    (contour,), (minima,) = layers(panels, "contour"), layers(panels, "points")
    assert (contour["field"], contour["bar"], minima["mark"]) == ("surface", True, "star")
    assert arrives(np.stack([minima["x"], minima["y"]], axis=1), race.scene.surface_now().minima, 2**-18)
    assert picture["drag"]["at"] == "at" and "at" in [control["key"] for control in race_controls(race)]


def test_a_surface_without_a_minimum_has_no_stars_and_charts_of_f_itself() -> None:
    panels, race = shown(Scene.of("monkey_saddle", (Racer.of("gd"),), steps=9))
    assert layers(panels, "points") == []
    chart = panels["value"]
    assert (chart["title"], chart["log"]) == ("f(xₜ)", False)
    assert arrives(chart["series"][0]["y"], race.runs[0].value, 2**-15)
    assert panels["distance"]["empty"] == "no minimum to measure from"


def test_seen_from_the_side_the_same_paths_lie_on_the_surface() -> None:
    scene = Scene.of("himmelblau", SEVEN, steps=30, pick=1)
    flat, (deep, race) = shown(scene)[0], shown(scene.replace(view="3d"))
    picture = deep["picture"]
    assert (picture["kind"], picture["field"], picture["start"]) == ("surface_3d", "surface", "at")
    assert len(picture["paths"]) == len(race.runs) and picture["marks"][0]["mark"] == "star"
    for one, other in zip(layers(flat, "path"), picture["paths"], strict=True):
        assert one["x"].tolist() == other["x"].tolist() and one["value"].tolist() == other["value"].tolist()
    assert picture["paths"][1]["arrows"] is not None


def test_every_run_that_is_on_is_shown_with_its_name_its_look_and_what_became_of_it() -> None:
    racers = (Racer.of("gd"), Racer.of("sgd", on=False), Racer.of("adam", lr=0.3, look=40))
    scene = Scene.of("quadratic", racers, steps=9, noise=3.0, pick=2)
    panels, race = shown(scene)
    style = look(40)
    rows, paths = panels["standings"]["runs"], layers(panels, "path")
    assert [row["slot"] for row in rows] == [0, 2] and panels["standings"]["pick"] == "pick"
    assert [row["name"] for row in rows] == [path["name"] for path in paths] == ["GD", "Adam"]
    assert rows[1]["look"] == paths[1]["look"] == [style.colour, style.dash, style.marker]
    assert [path["chosen"] for path in paths] == [False, True]
    for row, path, run in zip(rows, paths, race.runs, strict=True):
        assert path["status"] == [run.status.kind, run.status.step]
        assert row["status"] == {name: getattr(run.status, name) for name in ("kind", "step", "label", "reason")}
    for key in CHARTS:
        assert [(curve["name"], curve["chosen"]) for curve in panels[key]["series"]] == [
            ("GD", False),
            ("Adam", True),
        ]


@pytest.mark.parametrize("count", [2, 4])
def test_two_curves_are_shown_and_the_others_when_they_are_asked_for(count: int) -> None:
    board = race_board(run_scene(Scene.of("beale", (Racer.of("gd"),), steps=3, curves=count)))
    assert [panel.key for panel in board.panels if isinstance(panel, Chart)] == list(CHARTS[:count])
    assert {key for row in board.rows for key in row} == {panel.key for panel in board.panels}


def test_the_standings_say_the_learning_rate_and_by_what_two_of_one_rule_differ() -> None:
    racers = (
        Racer.of("gd", lr=0.3),
        Racer.of("momentum", lr=0.01, beta=0.5),
        Racer.of("momentum", lr=0.01, beta=0.99),
        Racer.of("adam", lr=1e-4),
        Racer.of("adam", lr=0.2),
    )
    panels, _ = shown(Scene.of("quadratic", racers, steps=5))
    assert [row["settings"] for row in panels["standings"]["runs"]] == [
        r"$\eta = 0.3$",
        r"$\eta = 0.01$, $\beta = 0.5$",
        r"$\eta = 0.01$, $\beta = 0.99$",
        r"$\eta = 0.0001$",
        r"$\eta = 0.2$",
    ]


@pytest.mark.parametrize("key", OPTIMIZERS)
def test_the_settings_of_a_run_begin_with_its_learning_rate(key: str) -> None:
    panels, _ = shown(Scene.of("quadratic", (Racer.of(key, lr=0.25),), steps=1))
    assert panels["standings"]["runs"][0]["settings"] == r"$\eta = 0.25$"


def test_two_of_one_rule_are_numbered_everywhere() -> None:
    racers = (Racer.of("adam"), Racer.of("gd"), Racer.of("adam", on=False), Racer.of("adam", lr=0.5))
    panels, _ = shown(Scene.of("quadratic", racers, steps=5, pick=3))
    names = ["Adam 1", "GD", "Adam 3"]
    assert [row["name"] for row in panels["standings"]["runs"]] == names
    assert [path["name"] for path in layers(panels, "path")] == names
    assert panels["worked"]["title"] == "Worked step: Adam 3"


@pytest.mark.parametrize("key", SURFACES)
def test_each_run_comes_over_whole(key: str) -> None:
    panels, race = shown(Scene.of(key, SEVEN, steps=120))
    floor = race.scene.surface_now().floor or 0.0
    for i, run in enumerate(race.runs):
        path, row = layers(panels, "path")[i], panels["standings"]["runs"][i]
        assert arrives(np.stack([path["x"], path["y"]], axis=1), run.x, 2**-18)
        assert arrives(path["value"], run.value, 2**-14)
        assert arrives(row["value"], run.value, 2**-14) and arrives(row["slope"], run.slope_norm, 2**-14)
        true = {
            "value": run.value - floor,
            "slope": run.slope_norm,
            "distance": run.distance,
            "rate": run.step_rate,
        }
        assert all(arrives(panels[name]["series"][i]["y"], true[name], 2**-12) for name in CHARTS)


def test_f_above_its_minimum_keeps_its_digits_where_the_minimum_is_not_zero() -> None:
    panels, race = shown(Scene.of("six_hump_camel", (Racer.of("gd", lr=0.02),), steps=80))
    above = race.runs[0].value - race.scene.surface_now().floor
    assert 0 < above[-1] < 1e-5  # less than f itself is sent with: f − f* cannot be taken in the browser
    chart = panels["value"]
    assert (chart["title"], chart["log"]) == ("f(xₜ) − f*", True)
    assert arrives(chart["series"][0]["y"], above, 2**-12)


def test_a_diverged_run_ends_in_its_infinity_and_the_playhead_at_the_longest_run() -> None:
    scene = Scene.of("rosenbrock", (Racer.of("gd", lr=1.0), Racer.of("adam")), steps=60)
    panels, race = shown(scene)
    run = race.runs[0]
    path = layers(panels, "path")[0]
    assert path["status"][0] == "diverged" and len(path["x"]) == run.status.step + 1
    assert np.isinf(run.value[-1]) and path["value"][-1] == run.value[-1]
    assert np.isfinite(path["value"][:-1]).all() and path["value"][-2] > 1e100
    board = race_board(race)
    assert (board.steps, board.status) == (60, ("diverged", race.runs[1].status.kind))


def test_seven_runs_of_a_thousand_steps_fit_the_limit() -> None:
    runs = "&".join(f"run={rule},lr:0.02" for rule in MEASURED)
    scene, ignored = from_query(f"surface=quadratic&s.kappa=10&{runs}&steps=1000&pick=6")
    assert ignored == () and whole_size(run_scene(scene)) <= LIMIT


@pytest.mark.parametrize("key", SURFACES)
def test_seven_runs_on_any_surface_fit_a_limit(key: str) -> None:
    assert whole_size(run_scene(Scene.of(key, SEVEN, steps=1000, pick=6))) <= ANY_SURFACE_LIMIT


def test_noise_costs_more_but_not_without_bound() -> None:
    scenes = [Scene.of(key, SEVEN, steps=1000, pick=6, noise=1.0) for key in ("quadratic", "six_hump_camel", "easom")]
    assert max(whole_size(run_scene(scene)) for scene in scenes) <= NOISY_LIMIT


@pytest.mark.parametrize("start", [(-1.2, 1.0), (1e6, -1e6), (1.0, 1.0)])
@pytest.mark.parametrize("lr", [1e-5, 1.0, 1000.0])
def test_a_board_is_json_that_any_browser_reads(start: tuple[float, float], lr: float) -> None:
    race = run_scene(Scene.of("rosenbrock", (Racer.of("gd", lr=lr), Racer.of("adam", lr=lr)), start=start, steps=40))
    split, body = board_body(race_board(race))
    header, _ = parsed(background_message(race_background(race)))
    text = body[split:].decode()
    for each in (text, json.dumps(header), json.dumps(race_controls(race))):
        json.loads(each, parse_constant=pytest.fail)


@pytest.mark.parametrize("racers", [(), (Racer.of("gd", on=False),)], ids=["empty", "all off"])
@pytest.mark.parametrize("view", ["2d", "3d"])
def test_a_race_without_runs_shows_the_surface_and_says_what_to_do(racers: tuple[Racer, ...], view: str) -> None:
    race = run_scene(Scene.of("beale", racers).replace(view=view, curves=4))
    board = race_board(race)
    assert (board.steps, board.status) == (0, ())
    assert board.notices[0].startswith("Every optimizer is switched off." if racers else "The race is empty.")
    panels = read_board(board_body(board))["panels"]
    assert panels["standings"]["runs"] == [] and panels["worked"]["lines"] == []
    assert all((panels[key]["series"], panels[key]["empty"]) == ([], "") for key in CHARTS)


def test_the_board_says_what_a_person_is_told_before_looking_and_the_race_in_words() -> None:
    board = race_board(run_scene(Scene.of("rosenbrock", (Racer.of("gd", lr=1.0),), steps=60)))
    assert board.notices == ("Every run diverged. Lower the learning rate η, or move the start closer to a minimum.",)
    assert board.summary.startswith("Rosenbrock") and "GD: diverged at step" in board.summary

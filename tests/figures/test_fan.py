"""A fan holds the runs at a slider's positions: each is that run, as finely as a screen shows it, and nothing else."""

import dataclasses

import numpy as np
import pytest

from optviz.core.optimizers import OPTIMIZERS
from optviz.core.registry import knobs_of
from optviz.core.simulation.simulate import simulate
from optviz.figures.fan import POSITIONS, TOP, Fan, fan_message, positions
from optviz.figures.race_fan import fan_link, race_fan
from optviz.scenes.codec import from_query
from optviz.scenes.race import run_scene
from optviz.scenes.scene import Scene
from tests.decoder import fan_columns, parsed

RACE = "surface=quadratic&s.kappa=10&run=gd,lr:0.05&run=momentum&run=adam,off&at=-2,1&steps=60&noise=0.1"


def scene_of(query: str) -> Scene:
    return from_query(query)[0]


def fan_of(query: str, control: str) -> Fan:
    fan = race_fan(scene_of(query), control)
    assert fan is not None
    return fan


@dataclasses.dataclass
class Sent:
    """A fan as it arrives: points and cuts by path, in units of the code."""

    points: list[np.ndarray]
    cuts: list[np.ndarray]


def sent(fan: Fan) -> Sent:
    header, body = parsed(fan_message(fan))
    x, y, *cuts = fan_columns(header, body)
    ends, cut_ends = np.cumsum(header["lengths"])[:-1], np.cumsum(header["cuts"])[:-1]
    return Sent(np.split(np.stack([x, y], axis=1), ends), np.split(np.stack(cuts, axis=1), cut_ends))


def units(path: np.ndarray, window: list[list[float]]) -> np.ndarray:
    """Return points in units of the code: its window is twice as wide as what is looked at."""
    low, high = np.array(window).T
    return (path - (low + high) / 2) / (high - low) / 2 * TOP + TOP / 2


def test_every_path_of_a_racers_fan_is_the_run_with_that_value() -> None:
    fan = fan_of(RACE, "run.0.lr")
    knob = next(each for each in knobs_of(OPTIMIZERS["gd"]) if each.key == "lr")
    assert (len(fan.values), fan.values[0], fan.values[-1]) == (201, knob.low, knob.high)
    assert list(fan.paths) == ["0"]
    surface = scene_of(RACE).surface_now()
    for value, path in zip(fan.values, fan.paths["0"], strict=True):
        run = simulate(surface, OPTIMIZERS["gd"](lr=value), (-2.0, 1.0), 60, 0.1)
        np.testing.assert_array_equal(path, run.x)


def test_a_fan_of_the_start_holds_every_racer_that_runs() -> None:
    fan = fan_of(RACE, "at.1")
    assert list(fan.paths) == ["0", "1"]
    scene = scene_of(RACE)
    for i in (0, 77, -1):
        race = run_scene(scene.replace(start=(-2.0, fan.values[i])))
        for name, run in zip(fan.paths, race.runs, strict=True):
            np.testing.assert_array_equal(fan.paths[name][i], run.x)


@pytest.mark.parametrize(
    "control",
    ["", "run.0", "run.9.lr", "run.0.beta", "run.2.lr", "at.2", "at.x", "steps", "s.kappa", "run.00000000000.lr"],
)
def test_what_is_no_slider_of_a_run_has_no_fan(control: str) -> None:
    assert race_fan(scene_of(RACE), control) is None


def test_a_race_from_the_side_or_too_long_has_no_fan() -> None:
    assert race_fan(scene_of(f"{RACE}&view=3d"), "run.0.lr") is None
    assert race_fan(scene_of(RACE).replace(steps=5000), "run.0.lr") is None
    assert race_fan(scene_of("surface=quadratic&run=none"), "at.0") is None


def test_the_longer_the_runs_the_fewer_the_positions_but_never_fewer_than_64() -> None:
    counts = [positions(steps) for steps in range(1, 2001)]
    assert counts == sorted(counts, reverse=True) and min(counts) >= 64 and max(counts) == 201
    assert all(positions(most) == count for count, most in POSITIONS)
    assert positions(2001) == 0


def test_fans_of_races_alike_but_for_the_slider_and_how_they_are_looked_at_are_one() -> None:
    scene = scene_of(RACE)
    alike = scene_of(RACE.replace("lr:0.05", "lr:0.7")).replace(pick=1, step=9, curves=4, show_all=True)
    assert fan_link(scene, "run.0.lr") == fan_link(alike, "run.0.lr")
    for other in ("steps=61", "at=-2,1.5", "noise=0.2", "seed=3", "window=picture:-1,1,-1,1", "s.kappa=11"):
        assert fan_link(scene_of(f"{RACE}&{other}"), "run.0.lr") != fan_link(scene, "run.0.lr"), other
    assert fan_link(scene, "run.0.beta") == ""


@pytest.mark.parametrize("query", [RACE, RACE.replace("quadratic&s.kappa=10", "himmelblau"), f"{RACE}&steps=900"])
def test_inside_the_window_a_point_arrives_to_half_a_unit_of_the_code(query: str) -> None:
    fan, window = fan_of(query, "run.1.beta"), scene_of(query).surface_now().domain
    for path, points in zip(fan.paths["1"], sent(fan).points, strict=True):
        true = units(path, [list(ends) for ends in window])[: len(points)]
        inside = ((true > 1) & (true < TOP - 1)).all(axis=1)
        assert np.abs(points - true)[inside].max() <= 0.501


def test_what_a_path_leaves_off_is_only_that_it_stays_where_it_ends() -> None:
    fan, window = fan_of(f"{RACE}&noise=0&steps=400", "run.0.lr"), scene_of(RACE).surface_now().domain
    shorter = 0
    for path, points in zip(fan.paths["0"], sent(fan).points, strict=True):
        true = units(path, [list(ends) for ends in window])
        rest = true[len(points) :]
        if len(rest) and (np.abs(rest - TOP / 2) < TOP / 2 - 1).all():
            shorter += 1
            assert np.abs(rest - points[-1]).max() <= 0.501
    assert shorter > 50


def test_a_diverging_path_is_cut_on_its_own_lines_and_its_points_outside_lie_in_their_direction() -> None:
    fan, window = fan_of(f"{RACE}&noise=0", "run.0.lr"), scene_of(RACE).surface_now().domain
    arrived = sent(fan)
    lines = outside = 0
    for path, points, cuts in zip(fan.paths["0"], arrived.points, arrived.cuts, strict=True):
        true = units(path[np.isfinite(path).all(axis=1)], [list(ends) for ends in window])
        for step, *ends in cuts:
            (ax, ay), way = true[step], true[step + 1] - true[step]
            for x, y in (ends[:2], ends[2:]):
                off = abs((x - ax) * way[1] - (y - ay) * way[0]) / np.hypot(*way)
                assert off <= 0.8 and min(x, y) >= 0 and max(x, y) <= TOP
            lines += 1
        away = true[: len(points)] - TOP / 2
        out = np.abs(away).max(axis=1) > TOP / 2
        border = TOP / 2 + away[out] * (TOP / 2 / np.abs(away[out]).max(axis=1))[:, None]
        assert (np.abs(points[out] - border) <= 0.501).all()
        outside += int(out.sum())
    assert lines > 100 and outside > 100


def test_every_step_that_crosses_what_is_looked_at_is_there_as_points_or_as_a_cut() -> None:
    fan, window = fan_of(f"{RACE}&noise=0", "run.0.lr"), scene_of(RACE).surface_now().domain
    arrived = sent(fan)
    for path, cuts in zip(fan.paths["0"], arrived.cuts, strict=True):
        true = units(path[np.isfinite(path).all(axis=1)], [list(ends) for ends in window])
        shares = np.linspace(0, 1, 201)[:, None, None]
        along = true[:-1] + shares * np.diff(true, axis=0)
        seen = ((along > TOP / 4) & (along < 3 * TOP / 4)).all(axis=2).any(axis=0)
        outside = np.abs(true - TOP / 2).max(axis=1) > TOP / 2 - 1
        told = np.abs(true).max(axis=1) < 1e15  # beyond, float64 has no digits left for where the window is crossed
        needed = np.flatnonzero(seen & (outside[:-1] | outside[1:]) & told[:-1] & told[1:])
        assert set(needed) <= set(cuts[:, 0])


def test_looked_at_more_closely_a_fan_is_finer() -> None:
    wide, close = (fan_of(f"{RACE}{more}", "run.0.lr") for more in ("", "&window=picture:-0.5,0.5,-0.5,0.5"))
    headers = [parsed(fan_message(fan))[0] for fan in (wide, close)]
    assert headers[1]["window"] == [-1.0, 1.0, -1.0, 1.0]
    assert headers[0]["window"][1] - headers[0]["window"][0] == pytest.approx(
        2 * (wide.window[0][1] - wide.window[0][0])
    )


def test_a_typed_function_has_a_fan_of_its_runs_too() -> None:
    query = "surface=typed&f=sin(3x) y^2 %2B a x^2&s.a=0.1&run=gd,lr:0.02&at=1,-1&steps=50"
    fan = fan_of(query, "run.0.lr")
    scene = scene_of(query)
    for i in (0, 90, 140):
        run = simulate(scene.surface_now(), OPTIMIZERS["gd"](lr=fan.values[i]), (1.0, -1.0), 50)
        np.testing.assert_array_equal(fan.paths["0"][i], run.x)

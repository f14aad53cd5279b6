"""What Python sends is what the browser reads: to the stated precision, small, and the same bytes for the same race."""

import json
import zlib

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from optviz.core.simulation.run import Run
from optviz.core.surfaces import SURFACES
from optviz.figures.board.message import packed, rounded
from optviz.figures.race_message import surface_key, surface_message, view_message
from optviz.scenes.codec import from_query
from optviz.scenes.race import Race, run_scene
from optviz.scenes.scene import Racer, Scene, default_scene
from tests.decoder import parsed, unpacked
from tests.figures.helpers import Columns, read_view

LIMIT = 90_000
NOISY_LIMIT = 140_000  # noise has no neighbours alike
SEVEN = tuple(Racer.of(rule) for rule in ("gd", "momentum", "nag", "adagrad", "adadelta", "rmsprop", "adam"))
CURVES = {"x", "y", "value", "slope", "distance", "rate"}
numbers = st.one_of(
    st.floats(-1e308, 1e308, allow_subnormal=True),
    st.sampled_from([np.nan, np.inf, -np.inf, 0.0, -0.0, 1e-320, -1e-320, 1e308, -1e308, 5e-324]),
)
columns = st.lists(st.lists(numbers, max_size=30).map(lambda values: np.array(values, dtype=float)), max_size=6)


def sent(scene: Scene) -> tuple[dict, list[Columns], Race]:
    """A scene's view message, read back, with the race it tells of."""
    race = run_scene(scene)
    return *read_view(view_message(race)), race


def six_digits(read: np.ndarray, true: np.ndarray, relative: float = 2**-21) -> bool:
    """Whether numbers came over: to half a unit of the last bit kept, infinities and NaN as they are."""
    finite = np.isfinite(true)
    with np.errstate(invalid="ignore"):
        # Below the smallest normal float the digits thin out: there the error is as large as at that float.
        near = np.abs(read - true)[finite] <= relative * np.maximum(np.abs(true[finite]), np.finfo(float).tiny)
    return bool(near.all()) and np.array_equal(read[~finite], true[~finite], equal_nan=True)


@given(columns)
def test_columns_come_back_to_six_digits(sent: list[np.ndarray]) -> None:
    blob = packed(sent)
    back = unpacked(blob, [len(column) for column in sent]) if blob else []
    assert len(back) == len(sent)
    assert all(six_digits(read, true) for read, true in zip(back, sent, strict=True))


@given(st.lists(numbers, min_size=1, max_size=40), st.sampled_from([12, 14, 18]))
def test_rounding_keeps_so_many_bits_and_what_is_not_finite(values: list[float], mantissa: int) -> None:
    true = np.array(values)
    assert six_digits(rounded(true, mantissa), true, 2.0 ** -(mantissa + 1))


def test_no_columns_need_no_bytes() -> None:
    assert packed([]) == b""


@pytest.mark.parametrize("lengths", [[0], [0, 0], [3, 0], [0, 3], [1, 0, 2, 0]])
def test_empty_columns_keep_their_place(lengths: list[int]) -> None:
    made = [np.arange(length, dtype=float) + 1 for length in lengths]
    back = unpacked(packed(made), lengths)
    assert [column.tolist() for column in back] == [column.tolist() for column in made]


def test_the_body_is_the_four_byte_planes_that_the_browser_expects() -> None:
    # 1.0 is 0x3FF00000 above 32 zero bits, 2.0 is 0x40000000: their difference 0x00100000.
    planes = zlib.decompress(packed([np.array([1.0, 2.0])]))
    assert planes == bytes([0, 0, 0, 0, 0xF0, 0x10, 0x3F, 0x00])


def test_equal_scenes_give_equal_bytes() -> None:
    first, second = run_scene(default_scene()), run_scene(default_scene())
    assert view_message(first) == view_message(second)
    assert surface_message(first) == surface_message(second)


def test_the_grid_is_named_by_surface_and_knobs_alone() -> None:
    bowl = Scene.of("quadratic", SEVEN, knobs={"kappa": 5})
    assert surface_key(bowl) == "quadratic,kappa:5,rotation:0"
    assert surface_key(bowl.replace(steps=7, noise=1.0, racers=(), start=(1.0, 1.0))) == surface_key(bowl)


def test_the_grid_message_holds_window_scale_minima_and_heights() -> None:
    race = run_scene(Scene.of("himmelblau", ()))
    header, body = parsed(surface_message(race))
    assert set(header) == {"key", "surface", "x", "y", "size", "warp", "minima", "floor"}
    assert (header["x"], header["y"], header["floor"]) == ([-5, 5], [-5, 5], 0)
    assert header["key"] == parsed(view_message(race))[0]["background"]
    assert len(header["minima"]) == 4 and header["warp"]["kind"] == "log"
    heights = np.frombuffer(zlib.decompress(body), np.float32).reshape(header["size"], header["size"])
    np.testing.assert_array_equal(heights, race.grid[2].astype(np.float32))


def test_the_view_message_holds_what_the_stage_needs() -> None:
    racers = (Racer.of("gd"), Racer.of("sgd", on=False), Racer.of("adam", lr=0.3, look=40))
    scene = Scene.of("quadratic", racers, steps=9, noise=3.0, pick=2, hidden=frozenset({"charts"}))
    header, _, race = sent(scene)
    assert set(header) == {"background", "request", "query", "scene", "runs", "notices", "summary"}
    assert [run["slot"] for run in header["runs"]] == [0, 2]
    assert [run["steps"] for run in header["runs"]] == [9, 9]
    assert [run["status"]["label"] for run in header["runs"]] == [run.status.label for run in race.runs]
    assert header["runs"][1]["memory"] == "m" and header["runs"][0]["sigma"] == "3"
    adam = header["scene"]["racers"][2]
    assert set(adam) == {"rule", "knobs", "on", "look", "style", "text"}
    assert (adam["knobs"]["lr"], adam["look"], adam["on"]) == (0.3, 40, True)
    assert header["scene"]["hidden"] == ["charts"] and header["scene"]["pick"] == 2


def test_the_header_names_the_scene_by_its_link() -> None:
    scene = Scene.of("beale", SEVEN, steps=77, seed=5, view="3d", noise=0.25)
    assert from_query(sent(scene)[0]["query"]) == (scene, ())


def test_the_number_of_a_request_is_echoed() -> None:
    header, _ = parsed(view_message(run_scene(default_scene()), 41))
    assert header["request"] == 41


@pytest.mark.parametrize("key", SURFACES)
def test_each_run_comes_over_whole(key: str) -> None:
    header, runs, race = sent(Scene.of(key, SEVEN, steps=120))
    for told, read, run in zip(header["runs"], runs, race.runs, strict=True):
        assert set(read) >= CURVES and told["steps"] == run.steps
        assert six_digits(np.stack([read["x"], read["y"]], axis=1), run.x, 2**-18)
        pairs = (("value", run.value), ("slope", run.slope_norm), ("distance", run.distance), ("rate", run.step_rate))
        assert all(six_digits(read[name], true, 2**-12) for name, true in pairs)


def test_f_above_its_minimum_keeps_its_digits_where_the_minimum_is_not_zero() -> None:
    scene = Scene.of("six_hump_camel", (Racer.of("gd", lr=0.02),), steps=80)
    _, (read,), race = sent(scene)
    above = race.runs[0].value - scene.surface_now().floor
    assert 0 < above[-1] < 1e-5  # less than f itself is sent with: f − f* cannot be taken in the browser
    assert six_digits(read["gap"], above, 2**-12)


def test_a_diverged_run_ends_in_its_infinity() -> None:
    header, (read,), race = sent(Scene.of("rosenbrock", (Racer.of("gd", lr=1.0),), steps=60))
    (run,) = race.runs
    assert header["runs"][0]["status"]["kind"] == "diverged"
    assert len(read["x"]) == run.status.step + 1
    assert np.isinf(run.value[-1]) and read["value"][-1] == run.value[-1]
    assert np.isfinite(read["value"][:-1]).all() and read["value"][-2] > 1e100


@pytest.mark.parametrize("key", SURFACES)
def test_seven_runs_of_a_thousand_steps_fit_the_limit(key: str) -> None:
    assert len(view_message(run_scene(Scene.of(key, SEVEN, steps=1000, pick=6)))) <= LIMIT


def test_noise_costs_more_but_not_without_bound() -> None:
    scenes = [Scene.of(key, SEVEN, steps=1000, pick=6, noise=1.0) for key in ("quadratic", "six_hump_camel", "easom")]
    assert max(len(view_message(run_scene(scene))) for scene in scenes) <= NOISY_LIMIT


@pytest.mark.parametrize("start", [(-1.2, 1.0), (1e6, -1e6), (1.0, 1.0)])
@pytest.mark.parametrize("lr", [1e-5, 1.0, 1000.0])
def test_a_header_is_json_that_any_browser_reads(start: tuple[float, float], lr: float) -> None:
    race = run_scene(Scene.of("rosenbrock", (Racer.of("gd", lr=lr), Racer.of("adam", lr=lr)), start=start, steps=40))
    for data in (view_message(race), surface_message(race)):
        length = int.from_bytes(data[:4], "little")
        json.loads(data[4 : 4 + length].decode(), parse_constant=pytest.fail)


def test_an_empty_race_is_a_message_without_a_body() -> None:
    header, runs, _ = sent(Scene.of("beale", ()))
    assert (header["runs"], runs) == ([], [])
    assert header["notices"] == ["The race is empty. Add an optimizer from the list to start."]


def test_only_the_chosen_run_brings_its_memory() -> None:
    _, runs, _ = sent(Scene.of("beale", SEVEN, steps=5, pick=1))
    assert [set(read) - CURVES - {"gap"} for read in runs if set(read) - CURVES - {"gap"}] == [
        {"state.g.0", "state.g.1", "q.grad.0", "q.grad.1"}
    ]


def test_nags_look_ahead_point_is_sent() -> None:
    _, (read,), race = sent(Scene.of("beale", (Racer.of("nag"),), steps=20))
    run: Run = race.runs[0]
    assert six_digits(np.stack([read["q.probe.0"], read["q.probe.1"]], axis=1), run.probe)

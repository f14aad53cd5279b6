"""Links that somebody mistyped or made up: nothing raises, what is wrong is named, the rest still counts."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from optviz.figures.board.message import message
from optviz.scenes.codec import KEYS, from_query, to_query
from optviz.scenes.lessons import LESSONS, lesson_scenes
from optviz.scenes.reader import MAX_IGNORED
from optviz.scenes.scene import MAX_RACERS, Racer, Scene, default_scene
from tests.decoder import parsed

PLAIN = "surface=quadratic&run=gd"
OPENED = Scene.of("quadratic", (Racer.of("gd"),))

BAD = [
    ("steps=NaN", "steps = NaN: not a finite number."),
    ("steps=inf", "steps = inf: not a finite number."),
    ("noise=-inf", "noise = -inf: not a finite number."),
    ("noise=1e999", "noise = 1e999: not a finite number."),
    ("noise=-1", "noise = -1: outside 0 … 10."),
    ("noise=ten", "noise = ten: not a number."),
    ("steps=", "steps = : not a number."),
    ("steps=0", "steps = 0: outside 1 … 5000."),
    ("steps=5001", "steps = 5001: outside 1 … 5000."),
    ("steps=10.5", "steps = 10.5: not a whole number."),
    ("seed=-1", "seed = -1: outside 0 … 999999."),
    ("pick=99", "pick = 99: outside 0 … 11."),
    ("t=-3", "t = -3: outside 0 … 5000."),
    ("at=1", "at = 1: a start is two numbers, x,y."),
    ("at=1,2,3", "at = 1,2,3: a start is two numbers, x,y."),
    ("at=1,nan", "at = nan: not a finite number."),
    ("at=1,2e6", "at = 2e6: outside -1e+06 … 1e+06."),
    ("view=4d", "view = 4d: not one of 2d, 3d."),
    ("hide=everything", "hide = everything: not one of setup, legend, transport, charts, standings, worked."),
    ("present=yes", "present = yes: not one of 0, 1."),
    ("lesson=algebra", "lesson = algebra: there is no such lesson."),
    ("s.kappa=NaN", "quadratic kappa = NaN: not a finite number."),
    ("s.kappa=0", "quadratic kappa = 0: outside 1 … 1000."),
    ("s.lambda=3", "quadratic lambda = 3: there is no such setting."),
    ("run=newtn", "run = newtn: there is no such optimizer."),
    ("run=", "run = : there is no such optimizer."),
    ("s.=%0A", "quadratic  = ·: there is no such setting."),
]


@pytest.mark.parametrize(("part", "sentence"), BAD, ids=[part for part, _ in BAD])
def test_a_bad_value_is_named_and_the_rest_of_the_link_counts(part, sentence):
    assert from_query(f"{PLAIN}&{part}", lesson_scenes()) == (OPENED, (sentence,))


BAD_RUNS = [
    ("gd,lr:1e999", "gd lr = 1e999: not a finite number."),
    ("gd,lr:1001", "gd lr = 1001: outside 1e-05 … 1000."),
    ("gd,lr:", "gd lr = : not a number."),
    ("gd,beta:0.9", "gd beta = 0.9: there is no such setting."),
    ("gd,fast", "run gd = fast: not understood."),
    ("gd,look:72", "gd look = 72: outside 0 … 71."),
    ("gd,look:1.5", "gd look = 1.5: not a whole number."),
]


@pytest.mark.parametrize(("run", "sentence"), BAD_RUNS, ids=[run for run, _ in BAD_RUNS])
def test_a_bad_setting_of_a_racer_is_named_and_the_racer_runs(run, sentence):
    assert from_query(f"surface=quadratic&run={run}") == (OPENED, (sentence,))


def test_several_bad_values_are_named_one_by_one():
    _, ignored = from_query(f"{PLAIN}&steps=x&noise=y&t=z")
    assert [sentence.split(" = ")[0] for sentence in ignored] == ["steps", "t", "noise"]


def test_a_bad_surface_leaves_the_lesson_open():
    scene, ignored = from_query("surface=moon&lesson=cliff&s.kappa=NaN", lesson_scenes())
    assert scene == LESSONS["cliff"].scene
    assert ignored == ("surface = moon: there is no such surface.", "cliff kappa = NaN: there is no such setting.")


def test_a_bad_knob_leaves_the_lessons_own_value():
    scene, ignored = from_query("lesson=narrow_bowl&s.kappa=1e6", lesson_scenes())
    assert (scene, len(ignored)) == (LESSONS["narrow_bowl"].scene, 1)


def test_of_a_repeated_key_the_last_counts():
    scene, ignored = from_query(f"{PLAIN}&steps=10&steps=20")
    assert (scene.steps, ignored) == (20, ("steps = 10: given more than once, the last one counts.",))


def test_the_thirteenth_racer_stays_out():
    scene, ignored = from_query("surface=quadratic&" + "&".join(["run=gd"] * (MAX_RACERS + 1)))
    assert len(scene.racers) == MAX_RACERS == 12
    assert ignored == ("run = gd: a race has at most 12 runs.",)


def test_only_unknown_racers_make_an_empty_race():
    assert from_query("surface=beale&run=newtn")[0].racers == ()


def test_a_playhead_and_a_pick_beyond_the_end_are_brought_back():
    scene, ignored = from_query(f"{PLAIN}&steps=50&t=400&pick=7")
    assert (scene.step, scene.pick, ignored) == (50, 0, ())


def test_a_hundred_kilobytes_are_cut_and_said():
    scene, ignored = from_query(PLAIN + "&steps=77" + "&s.x" * 50_000)
    assert (scene.surface, scene.steps) == ("quadratic", 77)
    assert ignored[0].endswith("longer than 8000 characters, the rest.")
    assert max(map(len, ignored)) < 200
    _, ignored = from_query(f"{PLAIN}&hide=" + "y" * 100_000)
    assert len(ignored) == 1


def test_a_cut_never_shortens_a_number():
    for length in range(7960, 7999):
        long = "y" * (length - len(PLAIN) - 6)
        scene, _ = from_query(f"{PLAIN}&hide={long}&steps=1234&seed=5" + "&view" * 40)
        assert scene.steps in (200, 1234) and scene.seed in (0, 5)


def test_a_racer_of_endless_settings_is_refused():
    scene, ignored = from_query({"surface": ["quadratic"], "run": ["gd", "gd," + "lr:0.1," * 100]})
    assert scene == OPENED
    assert len(ignored) == 1 and ignored[0].endswith("longer than 400 characters.")


def test_a_flood_of_bad_values_is_counted_not_listed():
    _, ignored = from_query("&".join(f"s.x{i}=1" for i in range(500)))
    assert len(ignored) == MAX_IGNORED + 1
    assert ignored[-1] == f"{500 - MAX_IGNORED} more things were ignored."


ANY_TEXT = st.text(st.characters(codec=None), max_size=60)
NEAR_TEXT = st.sampled_from(
    [*KEYS, "s.kappa", "gd,lr:", "gd,off,look:1e9", "none", "nan", "1e999", "-0", ",", "", "_1", "٣"]
)
VALUE = ANY_TEXT | NEAR_TEXT | st.none() | st.booleans() | st.integers() | st.floats() | st.binary(max_size=9)


def check(query) -> None:
    scene, ignored = from_query(query, lesson_scenes())
    assert from_query(to_query(scene), lesson_scenes()) == (scene, ())
    parsed(message({"ignored": ignored}, b""))


@given(ANY_TEXT)
@example("surface=%ff%fe&run=%00&at=%ed%a0%80")
@example("&&&===;;;%%%")
def test_any_text_opens_some_scene(query):
    check(query)


@given(st.lists(st.tuples(NEAR_TEXT, NEAR_TEXT), max_size=8))
def test_any_near_miss_opens_some_scene(parts):
    check("&".join(f"{key}={value}" for key, value in parts))


@given(st.binary(max_size=80))
def test_any_bytes_open_some_scene(query):
    check(query)


@given(st.dictionaries(NEAR_TEXT | ANY_TEXT, st.lists(VALUE, max_size=4) | VALUE, max_size=6))
@example({"run": ["\ud800"], "\ud800": "x"})
@example({"steps": None, "at": 7, "run": {}, "lesson": b"cliff"})
def test_any_dictionary_opens_some_scene(query):
    check(query)


@given(st.dictionaries(VALUE.filter(lambda v: v == v), st.lists(VALUE, max_size=4) | VALUE, max_size=6))
def test_any_mapping_opens_some_scene_whatever_its_keys_are(words):
    scene, _ = from_query(words, lesson_scenes())
    assert from_query(to_query(scene), lesson_scenes()) == (scene, ())


def test_an_empty_value_list_is_as_if_it_were_not_there():
    assert from_query({"surface": [], "run": []}) == (default_scene(), ())

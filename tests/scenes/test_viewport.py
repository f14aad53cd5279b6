"""What is looked at comes back from a link, for the playground and for a lecture page; what is wrong is named."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from optviz.lecture.page_state import from_query as page_from_query
from optviz.lecture.page_state import step_from
from optviz.lecture.page_state import to_query as page_to_query
from optviz.scenes.codec import from_query, to_query
from optviz.scenes.lessons import lesson_scenes
from optviz.scenes.step import step_from as scene_step_from
from optviz.scenes.viewport import Viewport
from tests.lecture.demo import PAGE

PLAIN = "surface=quadratic&run=gd"
WINDOW = Viewport("window", "picture", (-1.5, 0.5, -1.0, 1.0))
CAMERA = Viewport("camera", "picture", (1.3, 1.5, 1.4, 0.0, 0.0, -0.16))

BAD = [
    ("window=-1,1,-1,1", "window = -1,1,-1,1: a picture and its numbers, picture:1,2,3."),
    ("window=picture:1,2,3", "window = picture:1,2,3: a window is four numbers."),
    ("window=picture:1,2,3,4,5", "window = picture:1,2,3,4,5: a window is four numbers."),
    ("window=picture:1,x,3,4", "window = x: not a number."),
    ("window=picture:1,nan,3,4", "window = nan: not a finite number."),
    ("window=picture:1,2e6,3,4", "window = 2e6: outside -1e+06 … 1e+06."),
    ("window=picture:2,1,3,4", "window = picture:2,1,3,4: the window has no width or no height."),
    ("window=picture:1,1,3,4", "window = picture:1,1,3,4: the window has no width or no height."),
    ("window=<b>:1,2,3,4", "window = <b>:1,2,3,4: a picture and its numbers, picture:1,2,3."),
    ("camera=picture:1,2", "camera = picture:1,2: a camera is three, six or nine numbers."),
    ("camera=picture:0,0,0", "camera = picture:0,0,0: the camera looks nowhere."),
    ("camera=picture:1,1,1,0,0,0,0,0,0", "camera = picture:1,1,1,0,0,0,0,0,0: the camera looks nowhere."),
    ("camera=picture:1,1,101", "camera = 101: outside -100 … 100."),
    ("camera=", "camera = : a picture and its numbers, picture:1,2,3."),
]


@pytest.mark.parametrize(("part", "said"), BAD, ids=lambda text: text[:30])
def test_a_bad_viewport_is_named_and_the_rest_of_the_link_counts(part: str, said: str) -> None:
    assert from_query(f"{PLAIN}&{part}") == (from_query(PLAIN)[0], (said,))
    assert page_from_query(PAGE, part)[1] == (said,)


number = st.floats(-1e6, 1e6).map(lambda value: round(value, 4))
ends = st.tuples(number, st.floats(0.01, 10)).map(lambda pair: (pair[0], round(pair[0] + pair[1], 4)))
windows = st.tuples(ends, ends).map(lambda pair: Viewport("window", "picture", (*pair[0], *pair[1])))
part = st.floats(-100, 100).map(lambda value: round(value, 3))
eyes = st.tuples(part, part, st.floats(0.1, 9).map(lambda value: round(value, 3)))
cameras = st.tuples(eyes, eyes, eyes).map(lambda vectors: Viewport("camera", "loss", sum(vectors, ())))


@given(st.lists(windows, max_size=1), st.lists(cameras, max_size=1))
def test_what_is_looked_at_comes_back_from_its_link(window: list[Viewport], camera: list[Viewport]) -> None:
    seen = (*window, *camera)
    scene = from_query(PLAIN)[0].replace(viewports=seen)
    assert from_query(to_query(scene)) == (scene, ())
    state = page_from_query(PAGE, "")[0].replace(viewports=seen)
    assert page_from_query(PAGE, page_to_query(state)) == (state, ())


@given(st.lists(st.tuples(st.sampled_from(["window", "camera"]), st.text("picture:0123456789.,-e", max_size=30))))
def test_no_viewport_whatever_raises(pairs: list[tuple[str, str]]) -> None:
    query = "&".join(f"{key}={text}" for key, text in pairs)
    scene, _ = from_query(query)
    assert from_query(to_query(scene)) == (scene, ())


def test_a_link_names_few_pictures_and_of_each_the_last_word() -> None:
    many = "&".join(f"window={name}:0,1,0,1" for name in "abcdef")
    scene, ignored = from_query(f"{PLAIN}&{many}")
    assert len(scene.viewports) == 4 and len(ignored) == 2 and "at most 4" in ignored[0]
    twice, ignored = from_query(f"{PLAIN}&window=picture:0,9,0,9&window=picture:-1.5,0.5,-1,1")
    assert (twice.viewports, ignored) == ((WINDOW,), ())


def test_another_surface_and_another_section_show_the_whole_again() -> None:
    link = to_query(from_query(PLAIN)[0].replace(viewports=(WINDOW, CAMERA)))
    assert scene_step_from("lesson=", link, lesson_scenes())[0].viewports == (WINDOW, CAMERA)
    assert scene_step_from("surface=beale", link, lesson_scenes())[0].viewports == ()
    assert step_from(PAGE, "section=second", "window=picture:0,1,0,1")[0].viewports == ()


@pytest.mark.parametrize(
    ("window", "beyond"),
    [("-3,3,-2,2", False), ("-1,1,-1,1", False), ("-9,1,-1,1", True), ("-1,1,-1,9", True), ("-90,90,-90,90", True)],
)
def test_a_race_knows_whether_more_than_its_surface_s_window_is_seen(window: str, beyond: bool) -> None:
    assert from_query(f"{PLAIN}&window=picture:{window}")[0].looks_beyond() is beyond


def test_the_surroundings_are_five_windows_wide_around_the_same_middle() -> None:
    scene = from_query(PLAIN)[0]
    for (low, high), (left, right) in zip(scene.surface_now().domain, scene.surroundings(), strict=True):
        assert right - left == pytest.approx(5 * (high - low))
        assert right + left == pytest.approx(high + low)

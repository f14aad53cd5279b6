"""What the script keeps of a page: what its words are about and the last press; and nothing malformed."""

import json
import struct
import zlib
from types import SimpleNamespace
from typing import Any

import pytest

from optviz.pictures.picture import answer
from optviz.scenes.codec import from_query, to_query
from optviz.scenes.lessons import LESSONS, lesson_scenes
from optviz.scenes.scene import Racer, Scene
from optviz.scenes.step import step_from
from optviz.ui import link, playground, state, view


class Link(dict[str, list[str]]):
    """Stands for ``st.query_params``."""

    def get_all(self, key: str) -> list[str]:
        return self[key]


@pytest.fixture
def session(monkeypatch: pytest.MonkeyPatch) -> SimpleNamespace:
    """A session that has just been opened with an empty link."""
    fresh = SimpleNamespace(session_state={}, query_params=Link())
    for module in (state, link):
        monkeypatch.setattr(module, "st", fresh)
    return fresh


def open_page() -> state.PageSession:
    """The playground as the session has it."""
    return state.open_page("playground", playground.opened_by_link)


def say(session: SimpleNamespace, what: str, message: Any) -> None:
    """The browser says this to the script."""
    session.session_state["playground_view"] = {what: message}
    if what == "shown":
        state.follow("playground", playground.known)
    else:
        state.hear("playground")


def told() -> tuple[dict[str, Any], bytes]:
    """What the view is given: the JSON and the frames."""
    shows = open_page().shows
    data = view.view_data("playground", open_page(), playground.steps_ahead(shows), ("run", "at"))
    (length,) = struct.unpack_from("<I", data)
    frames = data[4 + length :]
    return json.loads(data[4 : 4 + length]), zlib.decompress(frames) if frames else b""


def test_an_empty_link_opens_nothing_and_shows_the_default_scene(session: SimpleNamespace) -> None:
    said, frames = told()
    assert said["shows"] == {"lesson": "", "surface": "rosenbrock"}
    assert (said["page"], said["number"], said["open"], said["answer"], frames) == ("playground", 0, "", None, b"")


def test_the_words_are_about_what_the_link_shows(session: SimpleNamespace) -> None:
    session.query_params["lesson"] = ["cliff"]
    assert open_page().shows == {"lesson": "cliff", "surface": LESSONS["cliff"].scene.surface}


def test_what_a_link_has_wrong_is_named_until_something_is_pressed(session: SimpleNamespace) -> None:
    session.query_params["surface"] = ["nowhere"]
    assert open_page().ignored == ("surface = nowhere: there is no such surface.",)
    playground.choose_surface("beale")
    assert open_page().ignored == ()


def test_the_link_is_read_once(session: SimpleNamespace) -> None:
    open_page()
    session.query_params["surface"] = ["beale"]
    assert open_page().shows["surface"] == "rosenbrock"


def test_each_press_has_a_number_and_is_a_step_that_the_browser_takes(session: SimpleNamespace) -> None:
    open_page()
    presses = []
    for press in (
        lambda: playground.choose_lesson("divergence", "rosenbrock"),
        lambda: playground.choose_surface("beale"),
        lambda: playground.choose_lesson("", "beale"),
    ):
        press()
        said, _ = told()
        presses.append((said["number"], said["open"]))
        scene, ignored = step_from(said["open"], "surface=beale&run=gd", lesson_scenes())
        assert ignored == () and playground.shows(scene) == said["shows"]
    assert presses == [(1, "lesson=divergence"), (2, "surface=beale"), (3, "lesson=")]


def test_a_session_has_one_name_and_another_session_another(session: SimpleNamespace) -> None:
    name = told()[0]["session"]
    assert told()[0]["session"] == name
    session.session_state.clear()
    assert told()[0]["session"] != name


def test_another_page_opens_a_scene_in_the_playground(session: SimpleNamespace) -> None:
    wanted = Scene.of("beale", (Racer.of("lion"),), steps=30)
    playground.open_scene(wanted)
    said, _ = told()
    assert (said["number"], said["shows"]) == (1, {"lesson": "", "surface": "beale"})
    assert step_from(said["open"], "lesson=cliff", lesson_scenes()) == (wanted, ())


def test_the_words_follow_what_the_browser_shows(session: SimpleNamespace) -> None:
    session.query_params["colour"] = ["red"]
    open_page()
    say(session, "shown", {"lesson": "cliff", "surface": "cliff", "query": "lesson=cliff"})
    assert (open_page().shows, open_page().ignored) == ({"lesson": "cliff", "surface": "cliff"}, ())
    assert told()[0]["number"] == 0  # the browser is there already: nothing is opened


def test_a_menu_that_lags_behind_the_browser_does_not_turn_it_back(session: SimpleNamespace) -> None:
    before = open_page().shows
    say(session, "shown", {"lesson": "cliff", "surface": "cliff"})
    playground.choose_surface(before["surface"])  # what the menu showed, sent again with the next run
    assert (told()[0]["number"], open_page().shows) == (0, {"lesson": "cliff", "surface": "cliff"})
    playground.choose_surface("beale")
    assert told()[0]["number"] == 1


@pytest.mark.parametrize(
    "malformed",
    [
        None,
        "cliff",
        [],
        {},
        {"lesson": "cliff"},
        {"lesson": "none", "surface": "beale"},
        {"lesson": "", "surface": "nowhere"},
        {"lesson": ["cliff"], "surface": "cliff"},
        {"lesson": None, "surface": 3},
        {"section": "map"},
    ],
)
def test_what_nobody_has_words_for_changes_nothing(session: SimpleNamespace, malformed: Any) -> None:
    before = dict(open_page().shows)
    say(session, "shown", malformed)
    assert open_page().shows == before


@pytest.mark.parametrize("before", [None, "", "surface=beale"])
def test_a_picture_that_the_browser_asks_the_script_for_comes_with_the_view(
    session: SimpleNamespace, before: str | None
) -> None:
    open_page()
    query = "surface=cliff" if before is not None else "surface=cliff&run=gd"
    say(session, "request", {"number": 12, "query": query, "before": before, "have": "cliff"})
    said, frames = told()
    assert said["answer"] == 12
    assert frames == answer("playground", query, before, "cliff")


@pytest.mark.parametrize(
    "malformed",
    [
        None,
        "query",
        {"number": 3},
        {"number": "3", "query": "", "before": None, "have": ""},
        {"number": True, "query": "", "before": None, "have": ""},
        {"number": 3, "query": None, "before": None, "have": ""},
        {"number": 3, "query": "", "before": 7, "have": ""},
        {"number": 3, "query": "", "before": None, "have": []},
        {"number": float("inf"), "query": "", "before": None, "have": ""},
    ],
)
def test_a_malformed_request_is_ignored(session: SimpleNamespace, malformed: Any) -> None:
    open_page()
    say(session, "request", malformed)
    assert told()[0]["answer"] is None


def test_a_press_keeps_the_last_request_so_that_its_answer_still_comes(session: SimpleNamespace) -> None:
    open_page()
    say(session, "request", {"number": 5, "query": "surface=cliff&run=gd", "before": None, "have": ""})
    playground.choose_surface("beale")
    assert told()[0]["answer"] == 5


def test_every_option_of_a_menu_has_a_text_of_its_own_and_a_step_that_opens_it() -> None:
    steps = playground.steps_ahead({"lesson": "", "surface": "beale"}).get("options", {})
    assert len(steps) == 1 + len(LESSONS) + len(playground.MENU)
    for step in steps.values():
        scene, ignored = step_from(step, to_query(from_query("")[0]), lesson_scenes())
        assert ignored == () and step in (f"lesson={scene.lesson}", f"surface={scene.surface}")

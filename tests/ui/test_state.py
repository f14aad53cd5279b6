"""The session's scene: read from the link once, then moved by menus and by the browser, and by nothing malformed."""

from types import SimpleNamespace
from typing import Any

import pytest

from optviz.scenes.codec import to_query
from optviz.scenes.lessons import LESSONS
from optviz.scenes.scene import Racer, Scene, default_scene
from optviz.ui import link, playground, state


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


def request(number: Any = 7, **params: Any) -> dict[str, Any]:
    return {"number": number, "params": {"surface": "rosenbrock", "run": ["gd,lr:0.002"], "steps": "50", **params}}


def ask(session: SimpleNamespace, message: Any) -> None:
    """The browser sends this message and the playground follows it."""
    session.session_state["playground_view"] = {"request": message}
    playground.on_request()


def test_an_empty_link_opens_the_default_scene(session: SimpleNamespace) -> None:
    assert state.scene() == default_scene()
    assert state.ignored() == () and state.request_number() == 0


def test_a_link_opens_its_scene(session: SimpleNamespace) -> None:
    session.query_params.update({"surface": ["beale"], "run": ["gd,lr:0.01", "adam"], "steps": ["40"]})
    expected = Scene.of("beale", (Racer.of("gd", lr=0.01), Racer.of("adam")), steps=40)
    assert state.scene() == expected


def test_a_lessons_link_opens_the_lesson(session: SimpleNamespace) -> None:
    session.query_params["lesson"] = ["cliff"]
    assert state.scene() == LESSONS["cliff"].scene


def test_what_a_link_has_wrong_is_named(session: SimpleNamespace) -> None:
    session.query_params["surface"] = ["nowhere"]
    assert state.scene().surface == "rosenbrock"
    assert state.ignored() == ("surface = nowhere: there is no such surface.",)


def test_the_session_wins_over_the_link_once_it_has_a_scene(session: SimpleNamespace) -> None:
    state.scene()
    session.query_params["surface"] = ["beale"]
    assert state.scene().surface == "rosenbrock"


def test_a_request_is_followed_and_its_number_echoed(session: SimpleNamespace) -> None:
    ask(session, request(number=12))
    assert state.request_number() == 12
    assert state.scene().racers == (Racer.of("gd", lr=0.002),)
    assert state.scene().steps == 50


def test_a_request_for_another_surface_crossed_a_choice_and_changes_nothing(session: SimpleNamespace) -> None:
    state.choose_surface("beale")
    before = state.scene()
    ask(session, request(number=13))
    assert state.scene() is before
    assert state.request_number() == 13  # answered all the same: the browser waits for it


@pytest.mark.parametrize(
    "malformed",
    [
        None,
        "params",
        [],
        {},
        {"number": 3},
        {"number": 3, "params": "surface=beale"},
        {"number": 3, "params": None},
        {"params": {"surface": "rosenbrock", "run": ["adam"]}},
        request(number="many"),
        request(number=None),
        request(number=float("inf")),
        request(number=[1]),
    ],
)
def test_a_malformed_request_is_ignored(session: SimpleNamespace, malformed: Any) -> None:
    before = state.scene()
    ask(session, malformed)
    assert state.scene() is before and state.request_number() == 0


@pytest.mark.parametrize("surface", [None, 3, ["rosenbrock"], {"a": 1}, ""])
def test_a_request_without_a_readable_surface_changes_nothing(session: SimpleNamespace, surface: Any) -> None:
    before = state.scene()
    ask(session, request(surface=surface))
    assert state.scene() is before


@pytest.mark.parametrize("bad", [{"run": [None]}, {"steps": None}, {"at": 5}, {"s.kappa": []}, {"noise": {"x": 1}}])
def test_odd_words_in_a_request_are_named_or_left_out_and_never_raise(session: SimpleNamespace, bad: dict) -> None:
    ask(session, request(**bad))
    assert state.scene().surface == "rosenbrock"


def test_a_surface_from_the_menu_keeps_the_race(session: SimpleNamespace) -> None:
    racers = state.scene().racers
    state.choose_surface("himmelblau")
    assert (state.scene().surface, state.scene().racers) == ("himmelblau", racers)


def test_a_lesson_keeps_what_is_hidden_and_the_presenters_size(session: SimpleNamespace) -> None:
    hidden = frozenset({"charts", "worked"})
    state.put(default_scene().replace(present=True, hidden=hidden))
    state.choose_lesson("divergence")
    assert state.scene() == LESSONS["divergence"].scene.replace(present=True, hidden=hidden)


def test_no_lesson_keeps_the_scene_and_drops_the_text(session: SimpleNamespace) -> None:
    state.choose_lesson("divergence")
    state.choose_lesson("")
    assert state.scene() == LESSONS["divergence"].scene.replace(lesson="")


def test_a_choice_in_a_menu_clears_what_was_said_about_the_link(session: SimpleNamespace) -> None:
    session.query_params["surface"] = ["nowhere"]
    state.scene()
    state.choose_surface("beale")
    assert state.ignored() == ()


def test_another_page_opens_a_scene_in_the_playground_once(session: SimpleNamespace) -> None:
    state.scene()
    wanted = Scene.of("beale", (Racer.of("lion"),), steps=30)
    state.open_in_playground(wanted)
    assert state.scene() == wanted
    state.choose_surface("cliff")
    assert state.scene().surface == "cliff"
    assert to_query(wanted) not in session.session_state.values()

"""The playground opens by every link there is, shows the words it needs, and says what it could not read."""

from typing import Any

import pytest

from optviz.core.surfaces import SURFACES
from optviz.pictures.picture import answer
from optviz.scenes.codec import from_query, query_string
from optviz.scenes.lessons import LESSONS, lesson_scenes
from optviz.scenes.scene import Scene, default_scene
from tests.decoder import frames_of, opened_board, parsed


def board_at(query: str, before: str | None = None) -> dict[str, Any]:
    """The board at an address."""
    return opened_board(frames_of(answer("playground", query, before))[-1])


def scene_at(query: str, before: str | None = None) -> Scene:
    """The scene at an address, by the link that its board carries."""
    scene, ignored = from_query(board_at(query, before)["query"], lesson_scenes())
    assert ignored == ()
    return scene


def test_the_app_opens_with_the_lectures_race(open_app, told) -> None:
    app = open_app()
    assert scene_at("") == default_scene()
    assert told(app)["shows"] == board_at("")["shows"]
    assert [menu.value for menu in app.selectbox] == ["", "rosenbrock"]
    assert not app.warning


def test_engine_and_view_are_on_the_page_once(open_app) -> None:
    names = [one.proto.component_name for one in open_app().get("bidi_component")]
    assert names == ["optviz_engine", "optviz_view_playground"]


@pytest.mark.parametrize("key", LESSONS)
def test_a_lessons_link_opens_it_with_its_text(open_app, told, key: str) -> None:
    app = open_app(lesson=key)
    assert scene_at(f"lesson={key}") == LESSONS[key].scene
    assert told(app)["shows"] == board_at(f"lesson={key}")["shows"]
    assert app.selectbox[0].value == key
    assert LESSONS[key].text in [text.value for text in app.markdown]
    assert not app.warning


@pytest.mark.parametrize("key", SURFACES)
def test_a_surfaces_link_opens_it_with_its_formula(open_app, told, key: str) -> None:
    app = open_app(surface=key)
    background, board = frames_of(answer("playground", f"surface={key}"))
    assert parsed(background)[0]["key"] == parsed(board)[0]["background"]
    assert (told(app)["shows"]["surface"], scene_at(f"surface={key}").surface, app.selectbox[1].value) == (key,) * 3
    (line,) = [text.value for text in app.markdown if SURFACES[key].latex in text.value]
    assert ("f is a sum of squares" in line) == hasattr(SURFACES[key], "residuals")


def test_a_full_link_opens_the_race_it_tells(open_app, told) -> None:
    link = {"surface": "quadratic", "s.kappa": "50", "run": ["gd,lr:0.02", "adam,lr:0.3"], "at": "-2,1", "steps": "30"}
    assert told(open_app(**link))["shows"] == {"lesson": "", "surface": "quadratic"}
    pairs = [(key, text) for key, texts in link.items() for text in ([texts] if isinstance(texts, str) else texts)]
    board = board_at(query_string(pairs))
    controls = {one["key"]: one["value"] for one in board["controls"]}
    assert [racer["rule"] for racer in controls["run"]] == ["gd", "adam"]
    assert (controls["s.kappa"], controls["at"], board["steps"]) == (50, [-2, 1], 30)


@pytest.mark.parametrize(
    ("link", "said"),
    [
        ({"surface": "nowhere"}, "surface = nowhere: there is no such surface."),
        ({"run": "adamm"}, "run = adamm: there is no such optimizer."),
        ({"run": "gd,lr:fast"}, "gd lr = fast: not a number."),
        ({"steps": "9000"}, "steps = 9000: outside 1 … 5000."),
        ({"lesson": "none"}, "lesson = none: there is no such lesson."),
        ({"at": "<b>here</b>"}, "at = <b>here</b>: a start is two numbers, x,y."),
        ({"window": "1,2"}, "window = 1,2: a picture and its numbers, picture:1,2,3."),
    ],
)
def test_a_bad_link_opens_all_the_same_and_says_what_was_ignored(open_app, told, link: dict, said: str) -> None:
    app = open_app(**link)
    assert len(app.warning) == 1
    assert [text.value for text in app.text] == [said]
    assert told(app)["number"] == 0
    assert board_at(query_string(link.items()))["ignored"] == [said]


def test_what_others_put_into_the_address_is_no_mistake(open_app, told) -> None:
    app = open_app(embed="true", utm_source="mail", fbclid="x")
    assert not app.warning
    assert {"run", "at", "s.", "window"} <= set(told(app)["keys"]) and "embed" not in told(app)["keys"]


def test_a_slip_in_a_key_is_named_and_what_was_meant(open_app) -> None:
    app = open_app(sufrace="beale", step="30", lti_session="7", utm_source="mail")
    assert {text.value for text in app.text} == {
        "sufrace: there is no such setting. Did you mean surface?\nstep: there is no such setting. Did you mean steps?"
    }


def test_what_a_link_held_is_never_read_as_markdown(open_app) -> None:
    app = open_app(surface="![x](http://example.org/x.png)")
    assert not [text for text in [*app.markdown, *app.warning] if "example" in text.value]
    assert "example" in app.text[0].value


def test_an_empty_race_says_how_to_start() -> None:
    board = board_at("run=none")
    assert board["notices"] == ["The race is empty. Add an optimizer from the list to start."]


def test_the_surface_menu_moves_the_race(open_app, told) -> None:
    app = open_app()
    app.selectbox[1].select("himmelblau").run()
    said = told(app)
    assert not app.exception and (said["number"], said["shows"]) == (1, {"lesson": "", "surface": "himmelblau"})
    scene = scene_at(said["open"], "")
    assert (scene.surface, scene.racers) == ("himmelblau", default_scene().racers)


def test_the_lesson_menu_opens_a_lesson_and_the_surface_menu_follows(open_app, told) -> None:
    app = open_app()
    app.selectbox[0].select("rastrigin").run()
    assert not app.exception
    assert scene_at(told(app)["open"], "surface=beale&run=gd") == LESSONS["rastrigin"].scene
    assert app.selectbox[1].value == "rastrigin"
    app.selectbox[0].select("").run()
    said = told(app)
    assert (said["number"], said["shows"]) == (2, {"lesson": "", "surface": "rastrigin"})
    assert scene_at(said["open"], "lesson=rastrigin") == default_scene().on_surface("rastrigin")


def test_buttons_turn_from_lesson_to_lesson_as_far_as_there_are_any(open_app, told) -> None:
    first, second, *_, last = LESSONS
    app = open_app(lesson=first)
    assert app.button(key="lesson_previous").disabled
    app.button(key="lesson_next").click().run()
    assert not app.exception
    assert (told(app)["open"], told(app)["shows"]["lesson"]) == (f"lesson={second}", second)
    assert LESSONS[second].text in [text.value for text in app.markdown]
    app.button(key="lesson_previous").click().run()
    assert told(app)["shows"]["lesson"] == first
    assert told(app)["ahead"]["presets"] == {"lesson_next": f"lesson={second}"}
    assert open_app(lesson=last).button(key="lesson_next").disabled


def test_without_a_lesson_there_is_nothing_to_turn_but_a_name_and_how_to_begin(open_app) -> None:
    app = open_app()
    assert [title.value for title in app.title] == ["Playground"]
    assert any("Press play, drag the ring" in title.help for title in app.title)
    assert not app.button


def test_the_surface_is_the_same_bytes_while_it_stays() -> None:
    first, again = (frames_of(answer("playground", f"surface=beale&at={x},1"))[0] for x in (0, 1))
    assert first == again

"""The playground opens by every link there is, shows what it names, and says what it could not read."""

import pytest
from streamlit.testing.v1 import AppTest

from optviz.core.surfaces import SURFACES
from optviz.scenes.codec import from_query
from optviz.scenes.lessons import LESSONS, lesson_scenes
from optviz.scenes.scene import Scene, default_scene
from tests.decoder import parsed
from tests.figures.helpers import read_view


def message(app: AppTest, part: str) -> bytes:
    """What the grid or the view component was given."""
    (found,) = [
        one.proto.bytes for one in app.get("bidi_component") if one.proto.component_name == f"optviz_{part}_playground"
    ]
    return found


def shown(app: AppTest) -> Scene:
    """The scene on the stage, by the link that it carries."""
    scene, ignored = from_query(read_view(message(app, "view"))[0]["query"], lesson_scenes())
    assert ignored == ()
    return scene


def test_the_app_opens_with_the_lectures_race(open_app) -> None:
    app = open_app()
    assert shown(app) == default_scene()
    assert [menu.value for menu in app.selectbox] == ["", "rosenbrock"]
    assert not app.warning


def test_engine_grid_and_view_are_on_the_page_once_and_fit_together(open_app) -> None:
    app = open_app()
    names = [one.proto.component_name for one in app.get("bidi_component")]
    assert names == ["optviz_engine", "optviz_background_playground", "optviz_view_playground"]
    assert parsed(message(app, "background"))[0]["key"] == parsed(message(app, "view"))[0]["background"]


@pytest.mark.parametrize("key", LESSONS)
def test_a_lessons_link_opens_it_with_its_text(open_app, key: str) -> None:
    app = open_app(lesson=key)
    assert shown(app) == LESSONS[key].scene
    assert read_view(message(app, "view"))[0]["scene"]["lesson"] == key
    assert app.selectbox[0].value == key
    assert LESSONS[key].text in [text.value for text in app.markdown]
    assert not app.warning


@pytest.mark.parametrize("key", SURFACES)
def test_a_surfaces_link_opens_it_with_its_formula(open_app, key: str) -> None:
    app = open_app(surface=key)
    header, _ = parsed(message(app, "background"))
    assert (header["surface"], shown(app).surface, app.selectbox[1].value) == (key, key, key)
    assert any(SURFACES[key].latex in text.value for text in app.markdown)


def test_a_full_link_opens_the_race_it_tells_and_the_bytes_hold_its_runs(open_app) -> None:
    link = {"surface": "quadratic", "s.kappa": "50", "run": ["gd,lr:0.02", "adam,lr:0.3"], "at": "-2,1", "steps": "30"}
    app = open_app(**link)
    header, runs = read_view(message(app, "view"))
    assert [racer["rule"] for racer in header["scene"]["racers"]] == ["gd", "adam"]
    assert header["scene"]["knobs"] == {"kappa": 50, "rotation": 0}
    assert [len(run["x"]) for run in runs] == [31, 31]
    assert [(run["x"][0], run["y"][0]) for run in runs] == [(-2, 1), (-2, 1)]


@pytest.mark.parametrize(
    ("link", "said"),
    [
        ({"surface": "nowhere"}, "surface = nowhere: there is no such surface."),
        ({"run": "adamm"}, "run = adamm: there is no such optimizer."),
        ({"run": "gd,lr:fast"}, "gd lr = fast: not a number."),
        ({"steps": "9000"}, "steps = 9000: outside 1 … 5000."),
        ({"lesson": "none"}, "lesson = none: there is no such lesson."),
        ({"at": "<b>here</b>"}, "at = <b>here</b>: a start is two numbers, x,y."),
        ({"colour": "red"}, "colour = red: not a setting of this page."),
    ],
)
def test_a_bad_link_opens_all_the_same_and_says_what_was_ignored(open_app, link: dict, said: str) -> None:
    app = open_app(**link)
    assert len(app.warning) == 1
    assert [text.value for text in app.text] == [said]
    assert message(app, "view")


def test_what_a_link_held_is_never_read_as_markdown(open_app) -> None:
    app = open_app(surface="![x](http://example.org/x.png)")
    assert not [text for text in [*app.markdown, *app.warning] if "example" in text.value]
    assert "example" in app.text[0].value


def test_an_empty_race_says_how_to_start(open_app) -> None:
    header, runs = read_view(message(open_app(run="none"), "view"))
    assert runs == [] and header["notices"] == ["The race is empty. Add an optimizer from the list to start."]


def test_the_surface_menu_moves_the_race(open_app) -> None:
    app = open_app()
    app.selectbox[1].select("himmelblau").run()
    assert not app.exception
    assert (shown(app).surface, shown(app).racers) == ("himmelblau", default_scene().racers)


def test_the_lesson_menu_opens_a_lesson_and_the_surface_menu_follows(open_app) -> None:
    app = open_app()
    app.selectbox[0].select("rastrigin").run()
    assert not app.exception
    assert shown(app) == LESSONS["rastrigin"].scene
    assert app.selectbox[1].value == "rastrigin"


def test_the_grid_is_the_same_bytes_while_the_surface_stays(open_app) -> None:
    app = open_app(surface="beale")
    before = message(app, "background")
    app.run()
    assert message(app, "background") == before

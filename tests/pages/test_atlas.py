"""The atlas shows whatever the registries hold: every card, every entry, every link."""

import inspect
import re

import pytest
from streamlit.testing.v1 import AppTest

from optviz.core import number_text
from optviz.core.curvature.entrants import ENTRANTS
from optviz.core.optimizers import TEXTBOOK, grouped
from optviz.core.optimizers.optax_rules import OptaxRule
from optviz.core.registry import Registry, knobs_of
from optviz.core.surfaces import SURFACES, Surface
from optviz.figures import thumbnail
from optviz.scenes.codec import from_query, to_query
from optviz.ui import atlas, entry

ENTRIES = [(view, key) for view, registry in atlas.VIEWS.items() for key in registry]


@pytest.fixture(autouse=True)
def small_pictures(monkeypatch):
    """Pictures of 24 pixels: the page is tested here, the drawing in tests/figures."""
    monkeypatch.setattr(entry, "SIZE", 24)
    assert thumbnail.SIZE > 24


def page(root, **query: str) -> AppTest:
    at = AppTest.from_file(str(root / "pages" / "atlas.py"), default_timeout=60)
    at.session_state["framed"] = True
    for key, value in query.items():
        at.query_params[key] = value
    at.run()
    assert not at.exception, at.exception
    return at


def texts(at: AppTest) -> str:
    return "\n".join(element.value for element in at.markdown)


def names(at: AppTest) -> list[str]:
    return [element.value for element in (at.subheader or at.header)]


@pytest.mark.parametrize("view", atlas.VIEWS)
def test_a_view_has_a_card_for_every_entry_of_its_registry(root, view):
    at = page(root, show=view)
    assert sorted(names(at)) == sorted(kind.name for kind in atlas.VIEWS[view].values())
    assert len(at.get("image")) == len(atlas.VIEWS[view])
    assert len(at.title) == 1 and not at.warning
    assert texts(at).count("f is a sum of squares") == sum(hasattr(kind, "residuals") for kind in SURFACES.values()) * (
        view == "surfaces"
    )


def test_the_optimizers_stand_in_the_groups_of_the_menus_the_lectures_nine_first(root):
    at = page(root, show="optimizers")
    groups = grouped(ENTRANTS)
    assert [element.value for element in at.header] == [str(group) for group, _ in groups]
    assert names(at) == [ENTRANTS[key].name for _, keys in groups for key in keys]
    assert names(at)[:9] == [ENTRANTS[key].name for key in TEXTBOOK]


def test_every_card_can_be_read_before_the_first_picture_is_drawn(root, monkeypatch):
    drawn = []
    asked = []
    monkeypatch.setattr(atlas, "is_drawn", lambda *_: False)
    monkeypatch.setattr(atlas, "plain", lambda text: asked.append(len(drawn)) or text)
    monkeypatch.setattr(atlas, "picture", lambda *at: drawn.append(at) or entry.picture(*at))
    at = page(root, show="optimizers")
    assert len(asked) == len(at.get("image")) == len(drawn) == len(ENTRANTS)
    assert set(asked) == {0}


def test_the_filter_finds_a_group(root):
    at = page(root, show="optimizers")
    at.text_input(atlas.FILTER).set_value("parameter-free").run()
    assert names(at) == ["DoG", "Prodigy"] and len(at.header) == 1


def test_the_page_opens_with_the_surfaces_and_nothing_unfolded(root):
    at = page(root)
    assert names(at)[0] == SURFACES["quadratic"].name
    assert not at.expander and not at.code


@pytest.mark.parametrize(("view", "key"), ENTRIES)
def test_a_link_opens_an_entry_with_its_formula_knobs_source_and_code(root, monkeypatch, view, key):
    monkeypatch.setattr(atlas, "cards", lambda *_: None)
    at = page(root, show=view, entry=key)
    kind = atlas.VIEWS[view][key]
    shown = texts(at)
    for line in [kind.latex] if view == "surfaces" else kind.latex:
        assert line in shown
    assert ("f is a sum of squares" in shown) == hasattr(kind, "residuals")
    for knob in knobs_of(kind):
        assert f"| ${knob.symbol}$ |" in shown and number_text.tex(knob.default, 7) in shown
    assert entry.plain(kind.source) in shown
    assert inspect.getsource(kind).rstrip() in at.code[0].value
    assert not at.warning


@pytest.mark.parametrize("key", SURFACES)
def test_a_surfaces_entry_lists_its_known_minima_or_says_there_is_none(root, monkeypatch, key):
    monkeypatch.setattr(atlas, "cards", lambda *_: None)
    shown = texts(page(root, show="surfaces", entry=key))
    known = SURFACES[key]().minima
    assert len(re.findall(r"\| (?:global|local) \|", shown)) == len(known)
    assert ("**Minima:** none." in shown) == (len(known) == 0)
    rows = [line for line in shown.splitlines() if re.search(r"\| (?:global|local) \|", line)]
    assert not re.findall(r"10\^\{-\d\d", "".join(rows)), "what rounding leaves of 0 is 0"


@pytest.mark.parametrize("key", ENTRANTS)
def test_an_optimizers_entry_says_its_convention_its_ideas_and_whose_step_it_is(root, monkeypatch, key):
    monkeypatch.setattr(atlas, "cards", lambda *_: None)
    at = page(root, show="optimizers", entry=key)
    shown, kind = texts(at), ENTRANTS[key]
    assert entry.plain(kind.convention) in shown
    assert f"momentum **{'yes' if kind.momentum else 'no'}**" in shown
    assert ("Optax's own" in shown) == issubclass(kind, OptaxRule)
    assert ("def transform" in at.code[0].value) == issubclass(kind, OptaxRule)


def test_an_entry_alone_finds_its_view(root):
    assert page(root, entry="adam").session_state[atlas.SHOW] == "optimizers"


@pytest.mark.parametrize(
    ("query", "named"),
    [
        ({"show": "rules"}, "rules"),
        ({"entry": "adm"}, "adm"),
        ({"show": "surfaces", "entry": "adam"}, "adam"),
        ({"entry": "![x](http://evil)" * 9}, "?"),
    ],
)
def test_what_a_link_gets_wrong_is_named_and_ignored(root, query, named):
    at = page(root, **query)
    assert named in at.warning[0].value and "http:" not in at.warning[0].value
    assert not at.code and names(at)[0] == SURFACES["quadratic"].name


def test_what_is_not_the_page_s_in_a_link_is_no_mistake(root):
    assert not page(root, embed="true", utm_source="mail").warning


def test_details_opens_an_entry_and_the_selector_closes_it(root):
    at = page(root, show="optimizers")
    at.button("atlas_open_optimizers_nag").click().run()
    assert at.session_state[atlas.ENTRY] == "nag" and len(at.code) == 1
    at.session_state[atlas.ENTRY] = ""
    assert not at.run().code


def test_the_filter_finds_names_ideas_and_authors(root):
    at = page(root, show="optimizers")
    at.text_input(atlas.FILTER).set_value("nesterov").run()
    assert names(at) == ["NAG", "NAdam"]
    at.text_input(atlas.FILTER).set_value("STOCHASTICITY").run()
    assert names(at) == ["SGD"]
    at.text_input(atlas.FILTER).set_value("no such thing").run()
    assert names(at) == [] and "Clear the filter" in texts(at)


@pytest.mark.parametrize(("view", "key"), ENTRIES)
def test_an_entrys_scene_is_also_a_plain_link_to_the_playground(view, key):
    scene = atlas.scene_of(view, key)
    assert from_query(to_query(scene)) == (scene, ())
    assert (scene.surface if view == "surfaces" else scene.racers[scene.pick].rule) == key


def test_the_button_hands_the_scene_to_the_playground(root, monkeypatch):
    went = []
    monkeypatch.setattr(atlas.st, "switch_page", went.append)
    at = page(root, show="surfaces")
    at.button("atlas_card_surfaces_beale").click().run()
    assert went == ["pages/playground.py"]
    kept = at.session_state["page_playground"]
    assert (kept.number, kept.step) == (1, to_query(entry.surface_scene("beale")))
    assert kept.shows == {"lesson": "", "surface": "beale"}


def test_a_new_surface_in_the_registry_appears_by_itself(root, monkeypatch):
    more: Registry[Surface] = Registry("surface")
    for kind in (*SURFACES.values(), type("Mine", (SURFACES["saddle"],), {"key": "mine", "name": "Mine"})):
        more._entries[kind.key] = kind
    monkeypatch.setitem(atlas.VIEWS, "surfaces", more)
    monkeypatch.setattr(atlas, "picture", lambda *_: entry.picture("surfaces", "saddle", "light"))
    assert names(page(root))[-1] == "Mine"


@pytest.mark.parametrize(
    ("value", "shown"),
    [(0.0, "0"), (0.01, "0.01"), (1e-8, "10^{-8}"), (-7.193964e-05, r"-7.193964 \cdot 10^{-5}"), (1000.0, "1000")],
)
def test_small_numbers_are_written_as_powers_of_ten(value, shown):
    assert number_text.tex(value, 7) == shown

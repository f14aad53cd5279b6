"""Every lecture page opens by every link there is, shows its words and its board, and says what it could not read."""

import pytest
from streamlit.testing.v1 import AppTest

from optviz.lecture.pages import PAGES
from tests.decoder import opened_board, parsed

SECTIONS = [(page.stem, section.key) for page in PAGES.values() for section in page.sections]
PRESETS = [
    (page.stem, preset.key) for page in PAGES.values() for section in page.sections for preset in section.presets
]


def message(app: AppTest, part: str, stem: str) -> bytes:
    """What the background or the view component was given."""
    (found,) = [
        one.proto.bytes for one in app.get("bidi_component") if one.proto.component_name == f"optviz_{part}_{stem}"
    ]
    return found


def board_on(app: AppTest, stem: str) -> dict:
    """The board on the page, which must fit its background, name every panel in its rows and say what it shows."""
    found = opened_board(message(app, "view", stem))
    assert parsed(message(app, "background", stem))[0]["key"] == found["background"]
    assert {key for row in found["rows"] for key in row} == {panel["key"] for panel in found["panels"]}
    assert len({len(row) for row in found["rows"]}) == 1, "every row names as many places"
    assert found["summary"]
    return found


@pytest.mark.parametrize(("stem", "key"), SECTIONS, ids=map("/".join, SECTIONS))
def test_a_sections_link_opens_it_cold_with_its_words(open_app, stem: str, key: str) -> None:
    app = open_app(stem, section=key)
    assert board_on(app, stem)["section"] == key
    assert PAGES[stem].text(key).body in [text.value for text in app.markdown]
    assert not app.warning


@pytest.mark.parametrize(("stem", "key"), PRESETS, ids=map("/".join, PRESETS))
def test_a_presets_link_opens_it(open_app, stem: str, key: str) -> None:
    app = open_app(stem, preset=key)
    section = PAGES[stem].section_with(key)
    assert section is not None and board_on(app, stem)["section"] == section.key
    assert not app.warning


@pytest.mark.parametrize("page", PAGES.values(), ids=lambda page: page.stem)
def test_the_pills_and_the_presets_move_the_page(open_app, page) -> None:
    app = open_app(page.stem)
    other = page.sections[1]
    app.pills[0].set_value(other.key).run()
    assert not app.exception and board_on(app, page.stem)["section"] == other.key
    preset = next(one for section in page.sections for one in section.presets if section is other)
    app.button(key=f"{page.stem}_preset_{preset.key}").click().run()
    assert not app.exception
    values = {one["key"]: one.get("value") for one in board_on(app, page.stem)["controls"]}
    assert {
        k: v for k, v in preset.values.items() if k in values and not isinstance(v, tuple)
    }.items() <= values.items()


@pytest.mark.parametrize("stem", PAGES)
def test_a_bad_link_opens_all_the_same_and_says_what_was_ignored(open_app, stem: str) -> None:
    app = open_app(stem, section="nowhere", colour="<b>red</b>", preset="![x](http://example.org/x.png)")
    assert len(app.warning) == 1
    assert [line.partition(":")[0] for line in app.text[0].value.splitlines()] == [
        "preset = ![x](http",
        "section = nowhere",
        "colour = <b>red</b>",
    ]
    assert not [text for text in [*app.markdown, *app.warning] if "example" in text.value]
    assert board_on(app, stem)["section"] == PAGES[stem].sections[0].key

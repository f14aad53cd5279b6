"""Every lecture page opens by every link there is, shows its words and its board, and says what it could not read."""

from typing import Any

import pytest

from optviz.lecture.page_state import opened, step_from
from optviz.lecture.pages import PAGES
from optviz.pictures.picture import answer
from tests.decoder import frames_of, opened_board, parsed
from tests.every import some

SECTIONS = [(page.stem, section.key) for page in PAGES.values() for section in page.sections]
PRESETS = [
    (page.stem, preset.key) for page in PAGES.values() for section in page.sections for preset in section.presets
]


def board_at(stem: str, query: str, before: str | None = None) -> dict[str, Any]:
    """The board at an address, which must fit its background, name every panel in its rows and say what it shows."""
    *background, board = frames_of(answer(stem, query, before))
    found = opened_board(board)
    assert [parsed(each)[0]["key"] for each in background] == [found["background"]] * bool(found["background"])
    assert {key for row in found["rows"] for key in row} == {panel["key"] for panel in found["panels"]}
    assert len({len(row) for row in found["rows"]}) == 1, "every row names as many places"
    assert found["summary"] and found["ignored"] == []
    return found


@pytest.mark.parametrize(("stem", "key"), SECTIONS, ids=map("/".join, SECTIONS))
def test_a_sections_link_opens_it_cold_with_its_words(open_app, told, stem: str, key: str) -> None:
    app = open_app(stem, section=key)
    said = told(app)
    assert (said["page"], said["shows"], said["number"], said["open"]) == (stem, {"section": key}, 0, "")
    assert board_at(stem, f"section={key}")["shows"] == said["shows"]
    assert PAGES[stem].text(key).body in [text.value for text in app.markdown]
    assert not app.warning


@pytest.mark.parametrize(("stem", "key"), some(PRESETS, PRESETS[::5].__contains__), ids=map("/".join, PRESETS))
def test_a_presets_link_opens_it(open_app, told, stem: str, key: str) -> None:
    app = open_app(stem, preset=key)
    section = PAGES[stem].section_with(key)
    assert section is not None and told(app)["shows"] == {"section": section.key}
    assert board_at(stem, f"preset={key}")["shows"] == {"section": section.key}
    assert not app.warning


@pytest.mark.parametrize("page", PAGES.values(), ids=lambda page: page.stem)
def test_the_pills_and_the_presets_move_the_page_a_step_on(open_app, told, page) -> None:
    app, first = open_app(page.stem), page.sections[0]
    other = page.sections[1]
    app.pills[0].set_value(other.key).run()
    said = told(app)
    assert not app.exception and (said["number"], said["shows"]) == (1, {"section": other.key})
    assert board_at(page.stem, said["open"], f"section={first.key}")["shows"] == said["shows"]
    preset = next(one for one in other.presets)
    app.button(key=f"{page.stem}_preset_{preset.key}").click().run()
    said = told(app)
    assert not app.exception and (said["number"], said["shows"]) == (2, {"section": other.key})
    board = board_at(page.stem, said["open"], f"section={first.key}&present=1")
    assert board["shows"] == said["shows"] and board["present"]
    values = {one["key"]: one.get("value") for one in board["controls"]}
    assert {
        k: v for k, v in preset.values.items() if k in values and not isinstance(v, tuple)
    }.items() <= values.items()


@pytest.mark.parametrize("page", PAGES.values(), ids=lambda page: page.stem)
def test_the_browser_may_fetch_ahead_what_the_buttons_on_the_page_lead_to(open_app, told, page) -> None:
    app = open_app(page.stem)
    ahead, first = told(app)["ahead"], page.sections[0]
    assert ahead["pills"] == {app.pills[0].key: [f"section={section.key}" for section in page.sections]}
    buttons = [button.key for button in app.button if str(button.key).startswith(f"{page.stem}_preset_")]
    assert list(ahead["presets"]) == buttons
    steps = [step_from(page, step, "") for step in ahead["presets"].values()]
    assert steps == [(opened(page, first.key, preset.key), ()) for preset in first.presets]


@pytest.mark.parametrize("stem", PAGES)
def test_a_bad_link_opens_all_the_same_and_says_what_was_ignored(open_app, told, stem: str) -> None:
    app = open_app(stem, section="nowhere", t="<b>now</b>", preset="![x](http://example.org/x.png)")
    assert len(app.warning) == 1
    assert [line.partition(":")[0] for line in app.text[0].value.splitlines()] == [
        "preset = ![x](http",
        "section = nowhere",
        "t = <b>now</b>",
    ]
    assert not [text for text in [*app.markdown, *app.warning] if "example" in text.value]
    assert told(app)["shows"] == {"section": PAGES[stem].sections[0].key}

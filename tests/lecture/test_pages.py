"""What every lecture page must keep: keys, texts, presets, links, words."""

import re

import pytest

from optviz.lecture import PAGES
from optviz.lecture.controls import Choice, Slider
from optviz.lecture.page_state import from_query, opened, to_query
from optviz.lecture.section import RESERVED, TEXTS, Page, Section

SECTIONS = [(page, section) for page in PAGES.values() for section in page.sections]
PRESETS = [(page, section, preset) for page, section in SECTIONS for preset in section.presets]
each_section = pytest.mark.parametrize(("page", "section"), SECTIONS, ids=[f"{p.stem}/{s.key}" for p, s in SECTIONS])
each_preset = pytest.mark.parametrize(
    ("page", "section", "preset"), PRESETS, ids=[f"{p.stem}/{preset.key}" for p, _, preset in PRESETS]
)
MOST_WORDS = 160


def test_the_pages_stand_in_the_lectures_order() -> None:
    assert list(PAGES) == ["one_dimension", "traps", "stochastic", "momentum", "adaptive", "network", "backprop"]
    assert all(len(page.sections) >= 4 for page in PAGES.values())


@pytest.mark.parametrize("page", PAGES.values(), ids=lambda page: page.stem)
def test_keys_are_public_names_and_stand_once_on_a_page(page: Page) -> None:
    sections = [section.key for section in page.sections]
    presets = [preset.key for section in page.sections for preset in section.presets]
    assert len(set(sections)) == len(sections) and len(set(presets)) == len(presets)
    assert all(re.fullmatch(r"[a-z][a-z0-9_]*", key) for key in sections + presets)


@pytest.mark.parametrize("page", PAGES.values(), ids=lambda page: page.stem)
def test_every_text_belongs_to_a_section(page: Page) -> None:
    assert {path.stem for path in (TEXTS / page.stem).glob("*.md")} == {section.key for section in page.sections}


@each_section
def test_a_section_has_words_something_to_notice_and_a_task_with_its_answer(page: Page, section: Section) -> None:
    text = page.text(section.key)
    assert text.body and text.notice and text.task and text.answer
    words = re.sub(r"\$\$?.*?\$\$?", "x", text.body, flags=re.DOTALL).split()
    assert len(words) <= MOST_WORDS, len(words)


@each_section
def test_controls_are_named_and_their_defaults_are_allowed(page: Page, section: Section) -> None:
    keys = [control.key for control in section.all_controls()]
    assert len(set(keys)) == len(keys) and RESERVED.isdisjoint(keys)
    for control in section.all_controls():
        assert control.label
        if isinstance(control, Slider):
            assert control.clamp(control.default) == control.default
        if isinstance(control, Choice):
            assert control.default in control.allowed


@each_section
def test_a_section_comes_back_from_its_link(page: Page, section: Section) -> None:
    show = opened(page, section.key)
    assert from_query(page, to_query(show)) == (show, ())


@each_preset
def test_a_preset_names_its_sections_controls_and_comes_back_from_its_links(page, section, preset) -> None:
    assert preset.title and set(preset.values) <= set(section.defaults())
    show = opened(page, section.key, preset.key)
    assert from_query(page, f"preset={preset.key}") == (show, ())
    again, ignored = from_query(page, to_query(show))
    assert ignored == ()
    shown = [control.key for control in section.visible_controls(show.values) if hasattr(control, "default")]
    assert {key: again.values[key] for key in shown} == {key: show.values[key] for key in shown}

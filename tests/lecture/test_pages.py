"""What every lecture page must keep: keys, texts, presets, links, words."""

import ast
import re
from importlib import import_module
from pathlib import Path

import pytest

from optviz.lecture import TITLES
from optviz.lecture.controls import Choice, Slider
from optviz.lecture.page_state import from_query, opened, to_query
from optviz.lecture.pages import PAGES
from optviz.lecture.section import RESERVED, TEXTS, Page, Preset, Section, one_line

SECTIONS = [(page, section) for page in PAGES.values() for section in page.sections]
PRESETS = [(page, section, preset) for page, section in SECTIONS for preset in section.presets]
each_section = pytest.mark.parametrize(("page", "section"), SECTIONS, ids=[f"{p.stem}/{s.key}" for p, s in SECTIONS])
each_preset = pytest.mark.parametrize(
    ("page", "section", "preset"), PRESETS, ids=[f"{p.stem}/{preset.key}" for p, _, preset in PRESETS]
)
MOST_WORDS = 160
MOST_SIGNS = 90  # of a rule, so that it fits beside the names in the head line of presenter mode
TESTS = Path(__file__).parent


def test_the_pages_stand_in_the_lectures_order() -> None:
    assert (
        list(PAGES)
        == list(TITLES)
        == [
            "weights",
            "one_dimension",
            "traps",
            "stochastic",
            "momentum",
            "adaptive",
            "network",
            "backprop",
            "lab",
            "curvature",
        ]
    )
    assert all(len(page.sections) >= 4 for page in PAGES.values())


@pytest.mark.parametrize("page", PAGES.values(), ids=lambda page: page.stem)
def test_keys_are_public_names_and_stand_once_on_a_page(page: Page) -> None:
    sections = [section.key for section in page.sections]
    presets = [preset.key for section in page.sections for preset in section.presets]
    assert len(set(sections)) == len(sections) and len(set(presets)) == len(presets)
    assert all(re.fullmatch(r"[a-z][a-z0-9_]*", key) for key in sections + presets)


@pytest.mark.parametrize("page", PAGES.values(), ids=lambda page: page.stem)
def test_every_text_and_every_section_of_a_folder_is_on_its_page(page: Page) -> None:
    keys = {section.key for section in page.sections}
    assert {path.stem for path in (TEXTS / page.stem).glob("*.md")} == keys
    modules = [import_module(f"optviz.lecture.{page.stem}.{path.stem}") for path in (TEXTS / page.stem).glob("*.py")]
    defined = {thing.key for module in modules for thing in vars(module).values() if isinstance(thing, Section)}
    assert defined == keys


@each_section
def test_every_section_has_its_file_words_a_picture_presets_that_open_and_a_claim(page: Page, section: Section) -> None:
    module = import_module(f"optviz.lecture.{page.stem}.{section.key}")
    assert [thing for thing in vars(module).values() if isinstance(thing, Section)] == [section]
    text = page.text(section.key)
    assert text.body and text.notice and text.task and text.answer
    words = re.sub(r"\$\$?.*?\$\$?", "x", text.body, flags=re.DOTALL).split()
    assert len(words) <= MOST_WORDS, len(words)
    for preset in ("", *(preset.key for preset in section.presets)):
        state = opened(page, section.key, preset)
        first = [next(iter(section.work(state.values).make()))] if section.work else []
        board = state.board(*first)
        panels = [panel.key for panel in board.panels]
        assert len(set(panels)) == len(panels) > 0
        assert {key for row in board.rows for key in row} == set(panels), preset
        assert board.summary, preset
    assert claims(page.stem, section.key)


@each_section
def test_a_paper_ends_the_words_and_its_link_shows_its_address(page: Page, section: Section) -> None:
    body = page.text(section.key).body
    papers = [line for line in body.splitlines() if line.startswith("**Paper:**")]
    assert papers == [line for line in body.splitlines() if "**Paper" in line]
    assert not papers or body.endswith("\n\n" + "\n\n".join(papers))
    for paper in papers:
        found = re.fullmatch(r"\*\*Paper:\*\* .+ \(\d{4}\), .+, \[([^\]]+)\]\(https://([^)]+)\)", paper)
        assert found and found[1] == found[2], paper


@each_section
def test_every_section_has_its_rule_in_one_line(page: Page, section: Section) -> None:
    rule = page.text(section.key).rule
    assert rule and "\n" not in rule and "&" not in rule and "aligned" not in rule
    assert len(re.sub(r"\\[a-zA-Z]+|[{}\\ ]", "", rule)) <= MOST_SIGNS, rule


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("no formula, $x = 1$ stands in a line", ""),
        ("before $$x = 1.$$ after $$y = 2$$", "x = 1"),
        ("$$\n\\begin{aligned} x &= 1 \\\\\n y &= 2, \\end{aligned}\n$$", r"x = 1,\quad y = 2"),
        (r"$$a \& b \\ c$$", r"a \& b,\quad c"),
    ],
)
def test_the_first_displayed_formula_becomes_one_line(text: str, line: str) -> None:
    assert one_line(text) == line


def claims(topic: str, section: str) -> list[str]:
    """The tests in ``test_<section>.py`` of a topic's folder that assert something.

    That file has to name the section, as its key or as its module: it is about what the section shows.
    """
    source = (TESTS / topic / f"test_{section}.py").read_text(encoding="utf-8")
    assert f'"{section}"' in source or f"optviz.lecture.{topic}.{section} " in source
    functions = [node for node in ast.parse(source).body if isinstance(node, ast.FunctionDef)]
    tests = [function for function in functions if function.name.startswith("test_")]
    return [test.name for test in tests if re.search(r"\bassert(_|\b)", ast.unparse(test))]


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
def test_a_preset_names_its_sections_controls_and_comes_back_from_its_links(
    page: Page, section: Section, preset: Preset
) -> None:
    assert preset.title and set(preset.values) <= set(section.defaults())
    show = opened(page, section.key, preset.key)
    assert from_query(page, f"preset={preset.key}") == (show, ())
    again, ignored = from_query(page, to_query(show))
    assert ignored == ()
    shown = [control.key for control in section.visible_controls(show.values) if hasattr(control, "default")]
    assert {key: again.values[key] for key in shown} == {key: show.values[key] for key in shown}

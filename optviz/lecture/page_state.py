"""What a lecture page shows now, as a value and as a link.

A link reads ``/momentum?section=map&lr=0.03&beta=0.67&t=12`` or ``/momentum?preset=critical``. Whatever is at its
default is left out; what is ours and cannot be read is named and ignored, and a key that no section of the page has is
somebody else's. Keys are public: a link must open for ever. ``all=1`` shows what lies beyond the playhead too.
A step from what is shown reads ``section=map``, ``section=map&preset=critical`` or ``turn=1`` for the next section.
"""

import dataclasses
from collections.abc import Mapping
from typing import Any

from optviz.figures.board import NO_BACKGROUND, Background, Board
from optviz.lecture.controls import Control
from optviz.lecture.controls.base import Texts
from optviz.lecture.section import LINK_WORDS, Page, Section
from optviz.lecture.work import Work
from optviz.scenes.codec import Query, plain_query, query_string
from optviz.scenes.reader import Reader
from optviz.scenes.scene import MAX_STEPS
from optviz.scenes.viewport import Viewports, read_viewports, viewport_pairs

Settings = tuple[tuple[str, Any], ...]


@dataclasses.dataclass(frozen=True)
class PageState:
    """A page's state: which section, the value of each of its controls, the playhead, presenting.

    ``show_all``: what is later than the playhead is shown too; ``viewports`` are what is looked at in its pictures,
    where that is not the whole.
    """

    page: Page
    section: Section
    settings: Settings
    step: int = 0
    present: bool = False
    viewports: Viewports = ()
    show_all: bool = False

    @property
    def values(self) -> dict[str, Any]:
        """The controls' values by key."""
        return dict(self.settings)

    def board(self, *result: Any) -> Board:
        """Return the board of what is shown; ``result`` is the newest one where long work is behind it."""
        return self.section.draw(self.values, *result)

    def background(self, *result: Any) -> Background:
        """Return the fields under that board's axes, if it has any."""
        draw = self.section.background
        return draw(self.values, *result) if draw else NO_BACKGROUND

    def work(self) -> Work | None:
        """Return the long work behind what is shown, if there is one."""
        return self.section.work(self.values) if self.section.work else None

    def replace(self, **changes: Any) -> "PageState":
        """Return a copy with some fields changed."""
        return dataclasses.replace(self, **changes)


def carried(before: PageState) -> dict[str, Any]:
    """Return what goes along from one section to another: what a person has set, not what a preset has."""
    presets = before.section.presets
    return {
        key: value
        for key, value in before.settings
        if key in before.page.carried and not any(preset.values.get(key) == value for preset in presets)
    }


def opened(page: Page, section: str = "", preset: str = "", before: PageState | None = None) -> PageState:
    """Return a section as it opens, or as one of its presets has it; by default the page's first section.

    ``before`` is what was shown until now: presenter mode and ``show_all`` stay as they were there, and without a
    preset what the page carries along.
    """
    chosen = page.section(section) if section else page.sections[0]
    wanted = chosen.preset(preset)
    given: Mapping[str, Any] = wanted.values if wanted else carried(before) if before else {}
    values = chosen.values_with(given)
    state = PageState(page, chosen, tuple(values.items()), wanted.step if wanted else 0)
    return state.replace(present=before.present, show_all=before.show_all) if before else state


def to_query(state: PageState) -> str:
    """Return the query string of a link to what is shown, without the question mark."""
    section, values = state.section, state.values
    pairs = [("section", section.key)]
    for control in section.visible_controls(values):
        if control.valued and (control.always or values[control.key] != control.default):
            pairs.append((control.key, control.to_text(values[control.key])))
    pairs += [("t", str(state.step))] * (state.step > 0)
    pairs += [("all", "1")] * state.show_all
    pairs += [("present", "1")] * state.present + viewport_pairs(state.viewports)
    return query_string(pairs)


def controls_of(state: PageState) -> list[dict[str, Any]]:
    """Return the controls that are there now, with their values, as the browser makes them."""
    values = state.values
    return [
        control.spec()
        | ({"value": values[control.key]} if control.valued else {})
        | ({"more": True} if control.key in state.section.more else {})
        | ({"fan": True} if state.section.fan and control.key in state.section.fan.controls else {})
        for control in state.section.visible_controls(values)
    ]


def read_section(reader: Reader, page: Page, last: Mapping[str, str], default: str) -> tuple[str, str]:
    """Return the section that a link names, or the one of its preset, and the preset; the default if there is none."""
    wanted, preset = last.get("section", ""), last.get("preset", "")
    home = page.section_with(preset) if preset else None
    if preset and not home:
        reader.drop("preset", preset, "there is no such preset on this page")
    if wanted and wanted not in [section.key for section in page.sections]:
        reader.drop("section", wanted, "there is no such section on this page")
        wanted = ""
    return (home.key, preset) if home else (wanted or default, "")


def from_query(page: Page, query: Query | str | bytes) -> tuple[PageState, tuple[str, ...]]:
    """Return what a link to ``page`` names, and a sentence for each thing in it that was ignored; never raises."""
    reader = Reader()
    texts: Texts = plain_query(reader, query, page.keys.__contains__)
    section, preset = read_section(reader, page, _last(texts), page.sections[0].key)
    state = opened(page, section, preset)
    for control in state.section.all_controls():
        texts = control.settled(texts)
    last = _last(texts)
    values = read_values(reader, state.section, preset, last)
    step = reader.whole("t", last["t"], 0, 20 * MAX_STEPS, state.step) if "t" in last else state.step
    show_all, present = (reader.flag(key, last.get(key, "0")) for key in ("all", "present"))
    looked = {"viewports": read_viewports(reader, texts), "present": present, "show_all": show_all}
    return state.replace(settings=tuple(values.items()), step=step, **looked), reader.report()


def _last(texts: Texts) -> dict[str, str]:
    return {key: values[-1] for key, values in texts.items()}


def read_values(reader: Reader, section: Section, preset: str, last: Mapping[str, str]) -> dict[str, Any]:
    """Return the values of a section's controls: those a link says, else the preset's, else as it opens."""
    wanted = section.preset(preset)
    given = dict(wanted.values) if wanted else {}
    keys = {control.key for control in section.all_controls() if control.valued}
    for key, text in last.items():
        if key not in keys | LINK_WORDS:
            reader.drop(key, text, "not a setting of this section")

    def said(control: Control, value: Any) -> Any:
        return control.from_text(reader, last[control.key], value) if control.key in last else value

    return section.values_with(given, said)


def step_from(page: Page, query: Query | str, before: Query | str) -> tuple[PageState, tuple[str, ...]]:
    """Return where a step leads from what the link ``before`` shows, and what was ignored; never raises.

    The step opens a section, one of its presets, or, with ``turn``, the next section (1) or the last one (−1).
    """
    state, ignored = from_query(page, before)
    reader = Reader()
    last = {key: values[-1] for key, values in plain_query(reader, query, (page.keys | {"turn"}).__contains__).items()}
    for key, text in last.items():
        if key not in ("section", "preset", "turn"):
            reader.drop(key, text, "not part of a step")
    if "turn" in last:
        state = turned(state, int(reader.one_of("turn", last["turn"], ("-1", "1"), "0")))
    named = read_section(reader, page, last, state.section.key)
    if "section" in last or "preset" in last:
        state = opened(page, *named, before=state)
    return state, (*ignored, *reader.report())


def turned(state: PageState, by: int) -> PageState:
    """Return the section ``by`` places further, or the same if there is none there."""
    keys = [section.key for section in state.page.sections]
    place = keys.index(state.section.key) + by
    return opened(state.page, keys[place], before=state) if by and 0 <= place < len(keys) else state

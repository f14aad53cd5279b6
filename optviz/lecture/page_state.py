"""What a lecture page shows now, as a value and as a link.

A link reads ``/momentum?section=map&lr=0.03&beta=0.67&t=12`` or ``/momentum?preset=critical``. Whatever is at its
default is left out; whatever cannot be read is named and ignored. Keys are public: a link must open for ever.
"""

import dataclasses
from collections.abc import Mapping
from typing import Any
from urllib.parse import quote

from optviz.core.registry import Knob
from optviz.lecture.section import (
    RESERVED,
    Choice,
    Control,
    Dice,
    Matrix,
    Page,
    Points,
    Section,
    Switch,
    Words,
    page_of,
)
from optviz.scenes.codec import Query, number, plain_query
from optviz.scenes.reader import Reader
from optviz.scenes.scene import MAX_STEPS

Settings = tuple[tuple[str, Any], ...]


@dataclasses.dataclass(frozen=True)
class Show:
    """A page's state: which section, the value of each of its controls, the playhead (None: the end), presenting."""

    page: str
    section: str
    settings: Settings
    step: int | None = None
    present: bool = False

    @property
    def values(self) -> dict[str, Any]:
        """The controls' values by key."""
        return dict(self.settings)

    def of(self) -> Section:
        """Return the section that is shown."""
        return page_of(self.page).section(self.section)

    def replace(self, **changes: Any) -> "Show":
        """Return a copy with some fields changed."""
        return dataclasses.replace(self, **changes)


def carried(page: Page, before: Show) -> dict[str, Any]:
    """Return what goes along from one section to another: what a person has set, not what a preset has."""
    presets = before.of().presets
    return {
        key: value
        for key, value in before.settings
        if key in page.carried and not any(one.values.get(key) == value for one in presets)
    }


def opened(page: Page, section: str = "", preset: str = "", present: bool = False, before: Show | None = None) -> Show:
    """Return a section as it opens, or as one of its presets has it; by default the page's first section.

    ``before`` is what was shown until now: without a preset, what the page carries along stays as it was there.
    """
    chosen = page.section(section) if section else page.sections[0]
    found = chosen.preset(preset)
    values = chosen.defaults()
    if found:
        values |= found.values
    elif before:
        values |= {key: value for key, value in carried(page, before).items() if key in values}
    return Show(page.stem, chosen.key, tuple(values.items()), found.step if found else chosen.start, present)


def value_text(control: Control, value: Any) -> str:
    """Return a control's value as it stands in a link."""
    if isinstance(control, Switch):
        return "1" if value else "0"
    if isinstance(control, Points | Matrix):
        return "_".join(",".join(number(c) for c in row) for row in value)
    return str(value) if isinstance(control, Choice | Words) else number(value)


def to_query(show: Show) -> str:
    """Return the query string of a link to what is shown, without the question mark."""
    section, values = show.of(), show.values
    defaults = section.defaults()
    pairs = [("section", section.key)]
    for control in section.shown_controls(values):
        if not isinstance(control, Dice) and values[control.key] != defaults[control.key]:
            pairs.append((control.key, value_text(control, values[control.key])))
    if show.step is not None and show.step != section.start:
        pairs.append(("t", str(show.step)))
    pairs += [("present", "1")] * show.present
    return "&".join(f"{quote(k)}={quote(v, safe=',:')}" for k, v in pairs)


def read_points(reader: Reader, control: Points, text: str, default: Any) -> Any:
    """Return the points written ``x,y_x,y_…``, or the default if any of them cannot be read."""
    rows = [row.split(",") for row in text.split("_")] if text else []
    if not control.least <= len(rows) <= control.most:
        reader.drop(control.key, text, f"not between {control.least} and {control.most} points")
        return default
    before = reader.dropped
    points = tuple(tuple(reader.real(control.key, c, control.low, control.high, 0.0) for c in row) for row in rows)
    if any(len(point) != control.width for point in points):
        reader.drop(control.key, text, f"a point is {control.width} numbers")
    return default if reader.dropped > before else points


def read_matrix(reader: Reader, control: Matrix, text: str, default: Any) -> Any:
    """Return the matrix written row by row, ``1,2_3,4``, or the default if any of its numbers cannot be read."""
    rows = [row.split(",") for row in text.split("_")]
    if [len(row) for row in rows] != [len(row) for row in control.default]:
        reader.drop(control.key, text, f"not {len(control.default)} rows of {len(control.default[0])} numbers")
        return default
    before = reader.dropped
    found = tuple(tuple(reader.real(control.key, c, control.low, control.high, 0.0) for c in row) for row in rows)
    return default if reader.dropped > before else found


def read_words(reader: Reader, control: Words, text: str, default: Any) -> Any:
    """Return a typed text, or the default if it is too long or has characters that cannot be shown."""
    if len(text) > control.longest or not text.isprintable():
        reader.drop(control.key, text, f"not a line of at most {control.longest} characters")
        return default
    return text


def read_value(reader: Reader, control: Control, text: str, default: Any) -> Any:
    """Return a control's value from a link's text, or the default."""
    if isinstance(control, Knob):
        if control.whole:
            return reader.whole(control.key, text, int(control.low), int(control.high), default)
        return reader.real(control.key, text, control.low, control.high, default)
    if isinstance(control, Choice):
        return reader.one_of(control.key, text, control.allowed, default)
    if isinstance(control, Switch):
        return reader.one_of(control.key, text, ("0", "1"), "1" if default else "0") == "1"
    if isinstance(control, Words):
        return read_words(reader, control, text, default)
    if isinstance(control, Matrix):
        return read_matrix(reader, control, text, default)
    return read_points(reader, control, text, default) if isinstance(control, Points) else default


def read_section(reader: Reader, page: Page, last: Mapping[str, str]) -> Show:
    """Return the section or preset that a link names, as it opens."""
    wanted, preset = last.get("section", ""), last.get("preset", "")
    home = page.section_with(preset) if preset else None
    if preset and not home:
        reader.drop("preset", preset, "there is no such preset on this page")
    if wanted and wanted not in [one.key for one in page.sections]:
        reader.drop("section", wanted, "there is no such section on this page")
        wanted = ""
    return opened(page, home.key if home else wanted, preset)


def from_query(page: Page, query: Query | str | bytes) -> tuple[Show, tuple[str, ...]]:
    """Return what a link to ``page`` names, and a sentence for each thing in it that was ignored; never raises."""
    reader = Reader()
    texts = plain_query(reader, query, repeats=())
    last = {key: words[-1] for key, words in texts.items()}
    show = read_section(reader, page, last)
    section, values = show.of(), show.values
    known = {one.key: one for one in section.all_controls() if not isinstance(one, Dice)}
    for key, text in last.items():
        if key in known:
            values[key] = read_value(reader, known[key], text, values[key])
        elif key not in RESERVED:
            reader.drop(key, text, "not a setting of this section")
    step = reader.whole("t", last["t"], 0, 20 * MAX_STEPS, show.step) if "t" in last else show.step
    present = reader.one_of("present", last.get("present", "0"), ("0", "1"), "0") == "1"
    return show.replace(settings=tuple(values.items()), step=step, present=present), reader.report()

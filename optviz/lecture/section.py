"""A lecture page as data: its sections, what can be turned in each, and the presets that open them.

A page module defines ``PAGE = Page("momentum", (Section(...), ...))``. What a section shows is drawn by
``optviz/lecture/<page>/boards.py``, its text lies beside it in ``<section>.md``.
"""

import dataclasses
import re
from collections.abc import Iterator, Mapping
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Any

from optviz.core.registry import Knob
from optviz.lecture import TITLES

TEXTS = Path(__file__).parent
RESERVED = frozenset({"section", "preset", "t", "present"})

Value = float | str | bool | tuple[tuple[float, ...], ...]
Values = Mapping[str, Any]


@dataclasses.dataclass(frozen=True)
class Choice:
    """One of several, by name: ``options`` are (value, label) pairs; a value is public, it stands in links."""

    key: str
    label: str
    options: tuple[tuple[str, str], ...]
    default: str

    @property
    def allowed(self) -> tuple[str, ...]:
        """The values that can be chosen."""
        return tuple(value for value, _ in self.options)


@dataclasses.dataclass(frozen=True)
class Switch:
    """On or off."""

    key: str
    label: str
    default: bool = False
    help: str = ""


@dataclasses.dataclass(frozen=True)
class Points:
    """Data points that a person can drag, add (click) and take away (double click) on a plane.

    ``default``: tuples of ``width`` numbers, x, y and, for width 3, a class 0 or 1; between ``least`` and ``most``
    of them, coordinates between ``low`` and ``high``. An empty tuple as default means that none is edited yet.
    """

    key: str
    label: str
    default: tuple[tuple[float, ...], ...] = ()
    width: int = 2
    least: int = 0
    most: int = 60
    low: float = -100.0
    high: float = 100.0


@dataclasses.dataclass(frozen=True)
class Dice:
    """A button that gives the knobs named in ``knobs`` random values, evenly spread over their sliders."""

    key: str
    label: str
    knobs: tuple[str, ...]


@dataclasses.dataclass(frozen=True)
class Words:
    """A line of text to type, at most ``longest`` characters; what it means is for the section to say."""

    key: str
    label: str
    default: str
    longest: int = 80


@dataclasses.dataclass(frozen=True)
class Matrix:
    """A small matrix of numbers to edit, each between ``low`` and ``high``; ``default`` is a tuple of its rows.

    A vector has rows of one number. ``symbol`` is LaTeX. One entry at a time is chosen and has a slider from
    ``-reach`` to ``reach``.
    """

    key: str
    label: str
    symbol: str
    default: tuple[tuple[float, ...], ...]
    low: float = -100.0
    high: float = 100.0
    reach: float = 2.0


Control = Knob | Choice | Switch | Points | Dice | Words | Matrix


@dataclasses.dataclass(frozen=True)
class When:
    """A control that is there only while the choice ``key`` has one of the values ``among``."""

    key: str
    among: tuple[str, ...]
    control: Control


@dataclasses.dataclass(frozen=True)
class Preset:
    """A state of a section worth showing, opened by a button and by the link ``?preset=key``.

    ``values`` are those that differ from the defaults; ``step`` is the playhead, None for the end.
    """

    key: str
    title: str
    values: Mapping[str, Value] = dataclasses.field(default_factory=dict)
    step: int | None = None


@dataclasses.dataclass(frozen=True)
class Section:
    """One idea: a title, controls, presets; ``start`` is where the playhead stands when it opens, None for the end."""

    key: str
    title: str
    controls: tuple[Control | When, ...] = ()
    presets: tuple[Preset, ...] = ()
    start: int | None = None

    def all_controls(self) -> Iterator[Control]:
        """Yield every control, those that are hidden now too."""
        for one in self.controls:
            yield one.control if isinstance(one, When) else one

    def shown_controls(self, values: Values) -> Iterator[Control]:
        """Yield the controls that are there for these values."""
        for one in self.controls:
            if not isinstance(one, When):
                yield one
            elif values[one.key] in one.among:
                yield one.control

    def defaults(self) -> dict[str, Any]:
        """Return every control's value as the section opens, by key."""
        return {one.key: one.default for one in self.all_controls() if not isinstance(one, Dice)}

    def preset(self, key: str) -> Preset | None:
        """Return the preset called ``key``, or None."""
        return next((one for one in self.presets if one.key == key), None)


@dataclasses.dataclass(frozen=True)
class Page:
    """A lecture page: its stem and its sections in the lecture's order.

    ``carried``: keys of controls, the same in several sections, whose values go along from one section to the next.
    """

    stem: str
    sections: tuple[Section, ...]
    carried: tuple[str, ...] = ()

    @property
    def title(self) -> str:
        """The page's name in the menu."""
        return TITLES[self.stem]

    def section(self, key: str) -> Section:
        """Return the section called ``key``; ``KeyError`` if there is none."""
        for one in self.sections:
            if one.key == key:
                return one
        raise KeyError(f"the page {self.stem} has no section {key!r}")

    def section_with(self, preset: str) -> Section | None:
        """Return the section that has this preset, or None; preset keys are unique on a page."""
        return next((one for one in self.sections if one.preset(preset)), None)

    def text(self, section: str) -> "Text":
        """Return the text of one section."""
        return read_text(self.stem, section)


@dataclasses.dataclass(frozen=True)
class Text:
    """A section's words in Markdown: the explanation, what to notice, a small task and its answer."""

    body: str
    notice: str
    task: str
    answer: str


@cache
def read_text(page: str, section: str) -> Text:
    """Return the text in ``optviz/lecture/<page>/<section>.md``, cut at its headings."""
    whole = (TEXTS / page / f"{section}.md").read_text(encoding="utf-8")
    body, *parts = re.split(r"^## (\w+)\n", whole, flags=re.MULTILINE)
    found = dict(zip(parts[::2], (part.strip() for part in parts[1::2]), strict=True))
    return Text(body.strip(), found.get("Notice", ""), found.get("Task", ""), found.get("Answer", ""))


def page_of(stem: str) -> Page:
    """Return a lecture page by its stem."""
    return import_module(f"optviz.lecture.{stem}").PAGE

"""A lecture page as data: its sections, what can be set in each, what each shows, and the presets that open it.

A section is one entry in a file of its own, ``optviz/lecture/<topic>/<section>.py``; its words lie beside it in
``<section>.md``. A topic's ``__init__.py`` puts its sections in their order: ``PAGE = Page("momentum", (...))``.
"""

import dataclasses
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache, cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from optviz.figures.board import Background, Board
from optviz.lecture import TITLES
from optviz.lecture.controls import Control, VisibleIf
from optviz.lecture.work import Work
from optviz.questions import QUESTION_WORDS
from optviz.scenes.viewport import LIMITS

if TYPE_CHECKING:
    from optviz.core.one_d.walk import Walk
    from optviz.core.simulation.simulate import Case
    from optviz.core.surfaces import Window

TEXTS = Path(__file__).parent
LINK_WORDS = frozenset({"section", "preset", "t", "all", "present", *LIMITS, *QUESTION_WORDS})
RESERVED = LINK_WORDS | {"turn", "before", "have", "fan"}
"""Words of an address, which no control may be called: of a link, of a step from one, and of a request."""

Value = float | str | bool | tuple[tuple[float, ...], ...]
Values = Mapping[str, Any]


@dataclasses.dataclass(frozen=True)
class Preset:
    """A state of a section worth showing, opened by a button and by the link ``?preset=key``.

    ``values`` are those that differ from the defaults; ``step`` is the playhead: 0, unless one moment is the point.
    """

    key: str
    title: str
    values: Mapping[str, Value] = dataclasses.field(default_factory=dict)
    step: int = 0


@dataclasses.dataclass(frozen=True)
class Fan:
    """What a drag of a section's sliders is drawn from before its pictures come: see :mod:`optviz.figures.fan`.

    ``controls``: the sliders; ``runs``: from the controls' values to the runs, by the names that the board's paths have
    as their ``fan``; ``window``: from the same to what the plane ``panel`` shows, where nobody has zoomed.
    """

    controls: tuple[str, ...]
    runs: Callable[[Values], "Mapping[str, Case]"]
    window: "Callable[[Values], Window]"
    panel: str = "plane"


@dataclasses.dataclass(frozen=True)
class Section:
    """One idea: a title, what can be set, what is shown for it, and presets. It opens with the playhead at 0.

    Attributes:
        key: the section's name in links and the name of its file.
        title: its name on the screen.
        controls: what can be set.
        presets: states worth showing.
        draw: from the controls' values to the board; with ``work``, from the values and its newest result.
        background: from the same to the fields under the board's axes; None for no fields.
        work: from the values to a computation too long for one answer; None where there is none.
        more: keys of the controls that are seldom needed; they lie folded away behind "more settings".
        refine: from the values to the work that makes the board's outcome map finer when the hand rests, whose last
            item is the layer; None where there is no such map.
        fan: what sliders' drags are drawn from before pictures come; None where that is the pictures alone.
        program: from the values to the picture's runs, all from one start, as a program makes them; None where they are
            the fan's, or where there is no program.
        walk: from the values to the picture's walk in one dimension, which a program makes too; None where it has none.
        links: the stems of pages that its words lead to, shown as links.
    """

    key: str
    title: str
    controls: tuple[Control | VisibleIf, ...] = ()
    presets: tuple[Preset, ...] = ()
    _: dataclasses.KW_ONLY
    draw: Callable[..., Board]
    background: Callable[..., Background] | None = None
    work: Callable[[Values], Work] | None = None
    refine: Callable[[Values], Work] | None = None
    fan: Fan | None = None
    program: Callable[[Values], "Iterable[Case]"] | None = None
    walk: Callable[[Values], "Walk"] | None = None
    more: tuple[str, ...] = ()
    links: tuple[str, ...] = ()

    @property
    def has_program(self) -> bool:
        """Whether there is a program that makes the picture's runs."""
        return bool(self.program or self.fan or self.walk)

    def cases(self, values: Values) -> "tuple[Case, ...]":
        """Return the runs that the picture shows, as a program can make them; none where there is no program."""
        if self.program:
            return tuple(self.program(values))
        return tuple(self.fan.runs(values).values()) if self.fan else ()

    def all_controls(self) -> Iterator[Control]:
        """Yield every control, those that are hidden now too."""
        for control in self.controls:
            yield control.control if isinstance(control, VisibleIf) else control

    def visible_controls(self, values: Values) -> Iterator[Control]:
        """Yield the controls that are there for these values."""
        for control in self.controls:
            now = control.now(values) if isinstance(control, VisibleIf) else control
            if now and now.there(values):
                yield now.at(values)

    def defaults(self) -> dict[str, Any]:
        """Return every control's value as the section opens, by key."""
        return {control.key: control.default for control in self.all_controls() if control.valued}

    def values_with(
        self, given: Values, said: Callable[[Control, Any], Any] = lambda control, value: value
    ) -> dict[str, Any]:
        """Return every control's value by key: the one ``given``, else as it opens beside those before it.

        ``said``: from a control and that value to the value that it has in the end.
        """
        values = self.defaults()
        for control in self.all_controls():
            if control.valued:
                control = control.at(values)
                values[control.key] = said(control, given.get(control.key, control.default))
        return values

    def preset(self, key: str) -> Preset | None:
        """Return the preset called ``key``, or None."""
        return next((preset for preset in self.presets if preset.key == key), None)


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

    @cached_property
    def keys(self) -> frozenset[str]:
        """The keys of a link that are this page's: the words of every link, and the controls of all its sections."""
        controls = (control for section in self.sections for control in section.all_controls())
        return LINK_WORDS | {control.key for control in controls if control.valued}

    def section(self, key: str) -> Section:
        """Return the section called ``key``; ``KeyError`` if there is none."""
        for section in self.sections:
            if section.key == key:
                return section
        raise KeyError(f"the page {self.stem} has no section {key!r}")

    def section_with(self, preset: str) -> Section | None:
        """Return the section that has this preset, or None; preset keys are unique on a page."""
        return next((section for section in self.sections if section.preset(preset)), None)

    def text(self, section: str) -> "Text":
        """Return the text of one section."""
        return read_text(self.stem, section)


@dataclasses.dataclass(frozen=True)
class Text:
    """A section's words in Markdown: the explanation, what to notice, a small task and its answer.

    ``rule``: the section's formula as one line of LaTeX, for the head line of presenter mode; it may be empty.
    """

    body: str
    notice: str
    task: str
    answer: str
    rule: str = ""


@cache
def read_text(page: str, section: str) -> Text:
    """Return the text in ``optviz/lecture/<page>/<section>.md``, cut at its headings."""
    whole = (TEXTS / page / f"{section}.md").read_text(encoding="utf-8")
    body, *parts = re.split(r"^## (\w+)\n", whole, flags=re.MULTILINE)
    headed = dict(zip(parts[::2], (part.strip() for part in parts[1::2]), strict=True))
    notice, task, answer = (headed.get(name, "") for name in ("Notice", "Task", "Answer"))
    return Text(body.strip(), notice, task, answer, one_line(headed.get("Rule", body)))


def one_line(text: str) -> str:
    """Return the first displayed formula of a text as one line of LaTeX, its rows beside each other; empty if none."""
    found = re.search(r"\$\$(.*?)\$\$", text, re.DOTALL)
    if not found:
        return ""
    formula = re.sub(r"\\(begin|end)\{aligned\}|(?<!\\)&", "", found[1])
    rows = [" ".join(row.split()).rstrip(".,") for row in re.split(r"\\\\(?![a-zA-Z])", formula)]
    return r",\quad ".join(rows)

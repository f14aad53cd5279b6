"""What a page of the lecture shows at an address."""

import dataclasses
from functools import cache, cached_property
from importlib import import_module
from typing import Any

from optviz import lecture
from optviz.core.tables.shelf import Table
from optviz.figures.board import Background, Board
from optviz.figures.fan import Fan
from optviz.lecture.controls import OwnData
from optviz.lecture.fan import section_fan
from optviz.lecture.page_state import PageState, controls_of, from_query, step_from, to_query
from optviz.lecture.questions import questions_of, setting_of
from optviz.lecture.section import Page
from optviz.lecture.work import Work
from optviz.questions import Ask, Question


@cache
def page_of(stem: str) -> Page:
    """Return a page of the lecture; its topic is loaded when it is first asked for. ``KeyError`` if there is none."""
    if stem not in lecture.TITLES:
        raise KeyError(f"there is no lecture page {stem!r}")
    return import_module(f"optviz.lecture.{stem}").PAGE


@dataclasses.dataclass(frozen=True)
class LecturePicture:
    """A section with the values of its controls, what of its address was ignored, and where a turn leads from it."""

    state: PageState
    ignored: tuple[str, ...] = ()
    leads: dict[str, str] | None = None

    @classmethod
    def at(cls, page: Page, query: str, before: str | None = None) -> "LecturePicture":
        """Return what a query names, or where it leads as a step from the query ``before``."""
        return cls(*(from_query(page, query) if before is None else step_from(page, query, before)))

    @property
    def page(self) -> str:
        """The page's stem."""
        return self.state.page.stem

    @property
    def link(self) -> str:
        """The link to section and values, without the playhead."""
        return self._link

    @cached_property
    def _link(self) -> str:
        return to_query(self.state.replace(step=0, present=False, show_all=False, viewports=()))

    @property
    def bare_query(self) -> str:
        """The link without the controls' values: a question sets them."""
        defaults = tuple(self.state.section.defaults().items())
        return to_query(self.state.replace(settings=defaults))

    @property
    def questions(self) -> dict[str, Question[Any]]:
        """The section's questions by key."""
        return questions_of(self.page, self.state.section.key)

    def setting(self, question: Question[Any], seed: int) -> tuple[Any, Ask]:
        """Return the values of the controls that a question draws, and what is asked."""
        return setting_of(self.state.page, self.state.section, question.key, seed)

    def at_setting(self, values: Any, start: int, held: bool) -> "LecturePicture":
        """Return the section at these values; while ``held``, at step ``start`` with nothing of what comes."""
        settings = tuple((key, values[key]) for key in self.state.section.defaults())
        state = self.state.replace(settings=settings)
        step = start if held else max(start, state.step)
        state = state.replace(step=step, show_all=state.show_all and not held)
        return dataclasses.replace(self, state=state)

    @property
    def header(self) -> dict[str, Any]:
        """What the browser must know beside the board and the controls."""
        state = self.state
        return {
            "arrangement": "lecture",
            "shows": {"section": state.section.key},
            "query": to_query(state),
            "step": state.step,
            "all": state.show_all,
            "present": state.present,
            "hidden": [],
            "viewports": [list(each) for each in state.viewports],
            "ignored": list(self.ignored),
            "lacks": self.lacks,
            "head": self.head,
            "leads": self.leads,
            "questions": [[each.key, each.title] for each in self.questions.values() if not each.alone],
            "check": next((each.key for each in self.questions.values() if each.alone), None),
            "question": None,
            "quiz": None,
            "refines": self.state.section.refine is not None,
            "program": state.section.has_program,
        }

    @property
    def head(self) -> dict[str, Any]:
        """What presenter mode shows above the board: names, the section's rule in LaTeX, its presets."""
        page, section = self.state.page, self.state.section
        text = page.text(section.key)
        return {
            "page": page.title,
            "section": section.title,
            "place": [page.sections.index(section) + 1, len(page.sections)],
            "rule": text.rule,
            "presets": [[preset.key, preset.title] for preset in section.presets],
            "words": ["task", "answer"] if text.task else [],
        }

    @cached_property
    def tables(self) -> tuple[tuple[str, Table | None], ...]:
        """The data that a person has loaded, by what their control has in the link; held as long as the picture is."""
        controls = self.state.section.visible_controls(self.state.values)
        own = [each for each in controls if isinstance(each, OwnData) and self.state.values[each.key]]
        return tuple((self.state.values[each.key], each.table(self.state.values[each.key])) for each in own)

    @property
    def lacks(self) -> str:
        """The name of data that the server does not know (any more): a browser may have them; else nothing."""
        return next((name for name, table in self.tables if table is None), "")

    @property
    def background_key(self) -> str:
        """Nothing: the section's function must be called to learn it."""
        return ""

    @property
    def work(self) -> Work | None:
        """The section's long work, if it has any."""
        return self.state.work()

    @property
    def refinement(self) -> Work | None:
        """What makes the section's map finer, if it has one."""
        refine = self.state.section.refine
        return refine(self.state.values) if refine else None

    def board(self, *result: Any) -> Board:
        """Draw the section's board."""
        return self.state.board(*result)

    def controls(self) -> list[dict[str, Any]]:
        """Return the section's controls that are there now, with their values."""
        return controls_of(self.state)

    def fan_link(self, control: str) -> str:
        """Return all that a slider's fan depends on, as text; nothing where the section declares no fan of it."""
        section = self.state.section
        if section.fan is None or control not in section.fan.controls:
            return ""
        settings = tuple({**self.state.values, control: section.defaults()[control]}.items())
        return to_query(self.state.replace(settings=settings, step=0, present=False, show_all=False))

    def fan(self, control: str) -> Fan | None:
        """Make the runs at many positions of a slider."""
        return section_fan(self.state, control)

    def background(self, *result: Any) -> Background:
        """Compute the fields under the section's board."""
        return self.state.background(*result)

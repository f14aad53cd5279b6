"""What the quiz shows at an address: the choice of a set, one question after the other, and at the end the score."""

import dataclasses
from functools import cached_property
from typing import Any

from optviz.figures.board import NO_BACKGROUND, Background, Board
from optviz.lecture.work import Work
from optviz.pictures import PLAYGROUND, QUIZ, TITLES, away
from optviz.pictures.asked import AskedPicture
from optviz.pictures.question_refs import picture_of, place_of, question_of
from optviz.pictures.quiz_marks import Mark, mark_of
from optviz.pictures.quiz_set import sets, title_of
from optviz.pictures.quiz_state import QuizState, read_quiz, step_quiz, to_query
from optviz.questions import SHOWN
from optviz.scenes.codec import query_string
from optviz.scenes.reader import Reader
from optviz.scenes.viewport import Viewport, viewport_pairs

BLANK = Board((), ((".",),))
"""What is under the choice and under the score: both are words."""


def settled(state: QuizState) -> tuple[QuizState, tuple[Mark | None, ...], tuple[str, ...]]:
    """Return a quiz with its answers in canonical spelling, what each is worth, and which were no answers."""
    reader = Reader()
    marks: list[Mark | None] = []
    for item, text in zip(state.items, state.answers, strict=True):
        mark = mark_of(item, text) if text else None
        if text and mark is None:
            reader.drop("answers", text, f"no answer to question {len(marks) + 1}")
        marks.append(mark)
    answers = tuple(mark.answer if mark else None for mark in marks)
    return state.replace(answers=answers), tuple(marks), reader.report()


def path_of(page: str, query: str) -> list[str]:
    """Return an address as the browser makes a link of it: the page and the query."""
    return ["" if page == PLAYGROUND else page, query]


@dataclasses.dataclass(frozen=True)
class QuizPicture:
    """A quiz, what each answer is worth, what of its address was ignored, and where a turn leads from it."""

    state: QuizState
    marks: tuple[Mark | None, ...] = ()
    ignored: tuple[str, ...] = ()
    leads: dict[str, str] | None = None

    page = QUIZ

    @classmethod
    def at(cls, query: str, before: str | None = None, leads: dict[str, str] | None = None) -> "QuizPicture":
        """Return what a query names, or where it leads as a step from the query ``before``."""
        state, ignored = read_quiz(query) if before is None else step_quiz(query, before)
        state, marks, more = settled(state)
        return cls(state, marks, (*ignored, *more), leads)

    @cached_property
    def asked(self) -> AskedPicture | None:
        """The question that is shown; without its answer as long as nothing is to be told."""
        item, state = self.state.item, self.state
        if item is None:
            return None
        return picture_of(item.ref, item.seed, None if state.is_silent else state.answers[state.at], state.looked)

    @property
    def link(self) -> str:
        """The link to the question's setting, which pictures share that differ in the quiz alone."""
        return f"{self.asked.page}?{self.asked.link}" if self.asked else ""

    @property
    def header(self) -> dict[str, Any]:
        """The header of the question's picture, and the quiz around it."""
        state, asked = self.state, self.asked
        inner = asked.header if asked else self.blank_header
        place = state.item.ref if state.item else "end" if state.chosen else "choice"
        return inner | {
            "arrangement": "lecture",
            "shows": {"section": place},
            "query": self.query(inner),
            "hidden": [],
            "ignored": [*self.ignored, *inner["ignored"]],
            "head": self.head(inner["head"]["rule"]),
            "leads": self.leads,
            "questions": [],
            "check": None,
            "quiz": self.quiz,
        }

    @property
    def blank_header(self) -> dict[str, Any]:
        """What a header has of a picture, where there is none."""
        present = "present=1" in self.state.looked.split("&")
        looks = {"step": 0, "all": False, "present": present, "viewports": [], "ignored": []}
        return looks | {"head": {"rule": ""}, "question": None}

    def query(self, inner: dict[str, Any]) -> str:
        """Return the link to the quiz as it is now, and how the picture is looked at."""
        looked = [("t", str(inner["step"]))] * (inner["step"] > 0)
        looked += [(key, "1") for key in ("all", "present") if inner[key]]
        looked += viewport_pairs(tuple(Viewport(kind, panel, tuple(row)) for kind, panel, row in inner["viewports"]))
        return "&".join(filter(None, (to_query(self.state), query_string(looked))))

    def head(self, rule: str) -> dict[str, Any]:
        """Return what presenter mode shows above the board."""
        state, item = self.state, self.state.item
        title = question_of(item.ref).title if item else title_of(state.chosen) if state.chosen else ""
        place = [state.at + 1, len(state.items)] if item else None
        return {"page": TITLES[QUIZ], "section": title, "place": place, "rule": rule, "presets": [], "words": []}

    @property
    def quiz(self) -> dict[str, Any]:
        """The quiz as the browser shows it: where one is, the score so far, the marks; at the end what to look at."""
        state = self.state
        if not state.chosen:
            return {"sets": sets()}
        given = [mark for mark in self.marks if mark]
        marks = [("given" if state.is_silent else mark.kind) if mark else "" for mark in self.marks]
        return {
            "set": state.chosen,
            "title": title_of(state.chosen),
            "seed": state.seed,
            "at": state.at,
            "of": len(state.items),
            "exam": bool(state.exam),
            "silent": state.is_silent,
            "done": state.at_end,
            "given": state.answers[state.at] if state.item else None,
            "score": None if state.is_silent else round(sum(mark.score for mark in given), 2),
            "marks": marks,
            "scene": path_of(self.asked.page, self.asked.inner.link) if self.asked else None,
            "questions": [question_of(item.ref).title for item in state.items] if state.at_end else [],
            "review": self.review if state.at_end and not state.is_silent else [],
            "again": self.again if state.at_end and not state.is_silent else [],
        }

    @property
    def review(self) -> list[dict[str, Any]]:
        """What the run says about each answer; an open question's is as if one had wanted to see it."""
        out = []
        for item, text in zip(self.state.items, self.state.answers, strict=True):
            asked = picture_of(item.ref, item.seed, text or SHOWN)
            scene = path_of(asked.page, asked.inner.link)
            out.append({"verdict": asked.verdict, "text": asked.asked.text, "scene": scene})
        return out

    @property
    def again(self) -> list[tuple[str, list[str]]]:
        """The sections and lessons whose questions were not answered right, each once, with their addresses."""
        found = {}
        for item, mark in zip(self.state.items, self.marks, strict=True):
            if mark is None or mark.kind != "right":
                place = place_of(item.ref)
                page = picture_of(item.ref, item.seed).page
                found[place.base, page] = (f"{TITLES[page]}: {place.title}", path_of(page, place.base))
        return list(found.values())

    @property
    def background_key(self) -> str:
        """The key of the fields under the question's board."""
        return away.background_key(self.asked) if self.asked else ""

    @property
    def work(self) -> Work | None:
        """The long work behind the question's picture, if there is any."""
        return away.work(self.asked) if self.asked else None

    def board(self, *result: Any) -> Board:
        """Draw the question's board."""
        return away.board(self.asked, *result) if self.asked else BLANK

    def controls(self) -> list[dict[str, Any]]:
        """Return the controls at the question's setting."""
        return self.asked.controls() if self.asked else []

    def background(self, *result: Any) -> Background:
        """Compute the fields under the question's board."""
        return away.background(self.asked, *result) if self.asked else NO_BACKGROUND

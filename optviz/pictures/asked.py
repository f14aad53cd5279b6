"""A picture with a question: what it shows is drawn from the question's seed, and an answer is scored by its run.

A link reads ``/momentum?section=map&ask=regime&q=17``, and with ``&answer=2`` once it is answered; ``answer=-`` shows
the run without an answer. ``ask=regime&q=17`` is also a step from any picture of the section or lesson; ``ask=`` leaves
the question, and keeps its setting.
"""

import dataclasses
from collections.abc import Mapping
from contextlib import suppress
from functools import cached_property
from typing import Any

from optviz.figures.board import Background, Board
from optviz.figures.prediction import form_spec, predicted
from optviz.lecture.work import Work
from optviz.pictures.lecture_picture import LecturePicture
from optviz.pictures.playground_picture import PlaygroundPicture
from optviz.questions import QUESTION_WORDS, SHOWN, Ask, Question, Unclear, panel_of
from optviz.scenes.codec import plain_query, query_string
from optviz.scenes.reader import Reader, shown

MAX_Q = 999_999
SEEDS_TRIED = 9
"""Once in some thousand seeds none of the settings drawn makes a clear question: then the next one counts."""

Plain = LecturePicture | PlaygroundPicture


def words_of(query: str) -> dict[str, str]:
    """Return the words of a question in a query: which, its seed, the answer."""
    return {key: texts[-1] for key, texts in plain_query(Reader(), query, QUESTION_WORDS.__contains__).items()}


@dataclasses.dataclass(frozen=True)
class AskedPicture:
    """A picture at the setting of a question. ``answer``: None as long as the question is open."""

    inner: Plain
    question: Question[Any]
    seed: int
    asked: Ask
    answer: str | None = None
    ignored: tuple[str, ...] = ()

    @property
    def page(self) -> str:
        """The page's stem."""
        return self.inner.page

    @property
    def is_open(self) -> bool:
        """Is the answer still to be given?"""
        return self.answer is None

    @property
    def words(self) -> list[tuple[str, str]]:
        """The question as it stands in a link."""
        given = [("answer", self.answer)] if self.answer is not None else []
        return [("ask", self.question.key), ("q", str(self.seed)), *given]

    @property
    def link(self) -> str:
        """The link to setting, question and answer, without the playhead."""
        return f"{self.inner.link}&{query_string(self.words)}"

    @property
    def header(self) -> dict[str, Any]:
        """The header of the setting's picture, and the question with, once it is answered, what the run says."""
        return {
            **self.inner.header,
            "query": f"{self.inner.bare_query}&{query_string(self.words)}",
            "ignored": [*self.inner.ignored, *self.ignored],
            "question": {
                "key": self.question.key,
                "seed": self.seed,
                "title": self.question.title,
                "text": self.asked.text,
                "form": form_spec(self.asked.form),
                "panel": panel_of(self.asked.form),
                "hides": list(self.asked.hides),
                "start": self.asked.start,
                "until": self.asked.until,
                "answer": self.answer,
                "verdict": self.verdict,
            },
            "refines": self.inner.header.get("refines", False) and not self.is_open,
        }

    @cached_property
    def verdict(self) -> dict[str, Any] | None:
        """What the run says about the answer; of no answer, what would have been right."""
        form = self.asked.form
        if self.answer is None:
            return None
        verdict = form.verdict(form.right_answer if self.answer == SHOWN else self.answer)
        return {**dataclasses.asdict(verdict), "answered": self.answer != SHOWN}

    @property
    def background_key(self) -> str:
        """The key of the fields under the setting's board."""
        return self.inner.background_key

    @property
    def work(self) -> Work | None:
        """The long work behind the setting's picture, if there is any."""
        return self.inner.work

    @property
    def refinement(self) -> Work | None:
        """What makes the setting's map finer, if it has one that may be seen."""
        return self.inner.refinement if isinstance(self.inner, LecturePicture) and not self.is_open else None

    def board(self, *result: Any) -> Board:
        """Draw the setting's board with the prediction on it."""
        answer = None if self.answer == SHOWN else self.answer
        return predicted(self.inner.board(*result), self.asked, answer, self.is_open)

    def controls(self) -> list[dict[str, Any]]:
        """Return the controls at the question's setting."""
        return self.inner.controls()

    def background(self, *result: Any) -> Background:
        """Compute the fields under the setting's board."""
        return self.inner.background(*result)


def clear_setting(base: Plain, question: Question[Any], seed: int) -> tuple[int, Any, Ask]:
    """Return a seed, its setting and what is asked: those of ``seed``, or of the first one after it that is clear."""
    for more in range(SEEDS_TRIED):
        found = (seed + more) % (MAX_Q + 1)
        with suppress(Unclear):
            setting, asked = base.setting(question, found)
            return found, setting, asked
    raise Unclear(f"{question.key}, seeds from {seed}")


def asked_at(base: Plain, words: Mapping[str, str]) -> AskedPicture | Plain:
    """Return a picture with the question that ``words`` name; as it is, and why, if there is no such question."""
    key = words.get("ask", "")
    if not key:
        return base
    reader = Reader()
    question = base.questions.get(key)
    if question is None:
        reader.drop("ask", key, "there is no such question here")
        return dataclasses.replace(base, ignored=(*base.ignored, *reader.report()))
    seed = reader.whole("q", words["q"], 0, MAX_Q, 0) if "q" in words else 0
    seed, setting, asked = clear_setting(base, question, seed)
    text = words.get("answer")
    answer = SHOWN if text == SHOWN else None if text is None else asked.form.read(text)
    if text is not None and answer is None:
        reader.drop("answer", shown(text), "no answer to this question")
    if answer is not None:
        given = asked.form.right_answer if answer == SHOWN else answer
        setting = asked.form.applied(asked.then or setting, given)
    inner = base.at_setting(setting, asked.start, held=answer is None)
    return AskedPicture(inner, question, seed, asked, answer, reader.report())


def unasked(base: Plain, words: Mapping[str, str]) -> Plain:
    """Return a picture at the setting of the question that ``words`` name, without the question."""
    found = asked_at(base, words)
    return found.inner if isinstance(found, AskedPicture) else found

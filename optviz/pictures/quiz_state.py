"""What the quiz shows now, as a value and as a link: the address is all there is, nothing is stored about anyone.

A link reads ``/quiz?set=mixed&seed=17&at=3&answers=2~0.3&exam=1``: a set and the seed that draws it (a lecturer's link
has no more), the question that is shown, from 1 (one beyond the last is the end), and the answers, ``~`` between them.
``exam=1`` tells nothing before ``exam=over``. A step is ``answer=2``, ``at=4``, ``exam=over``, ``set=`` to leave, or
``set=mixed&seed=18`` for another quiz.
"""

import dataclasses
from collections.abc import Mapping
from functools import cached_property

from optviz.pictures.quiz_marks import mark_of
from optviz.pictures.quiz_set import Item, items_of, refs_of
from optviz.scenes.codec import Query, plain_query, query_string
from optviz.scenes.reader import Reader
from optviz.scenes.scene import MAX_SEED
from optviz.scenes.viewport import LIMITS

BETWEEN = "~"
"""What stands between two answers; no answer has it."""

LOOKED = ("t", "all", "present", *LIMITS)
KEYS = frozenset({"set", "seed", "at", "answers", "exam", *LOOKED})
STEP_KEYS = frozenset({"set", "seed", "at", "answer", "exam", "turn"})
EXAM, OVER = "1", "over"


@dataclasses.dataclass(frozen=True)
class QuizState:
    """Which set, by which seed; the place of the question that is shown, from 0; an answer, or None, for each question.

    ``chosen`` is empty as long as there is none. ``exam``: empty, ``1`` while nothing is told, ``over`` when it is.
    ``looked``: the part of the query that says how the picture is looked at.
    """

    chosen: str = ""
    seed: int = 0
    at: int = 0
    answers: tuple[str | None, ...] = ()
    exam: str = ""
    looked: str = ""

    @cached_property
    def items(self) -> tuple[Item, ...]:
        """The questions of the set."""
        return items_of(self.chosen, self.seed) if self.chosen else ()

    @property
    def item(self) -> Item | None:
        """The question that is shown; None for the choice and for the end."""
        return self.items[self.at] if self.at < len(self.items) else None

    @property
    def at_end(self) -> bool:
        """Is the last question over?"""
        return bool(self.items) and self.at == len(self.items)

    @property
    def is_silent(self) -> bool:
        """Is nothing told yet of what is right?"""
        return self.exam == EXAM

    def replace(self, **changes: object) -> "QuizState":
        """Return a copy with some fields changed."""
        return dataclasses.replace(self, **changes)  # type: ignore[arg-type]

    def going(self, at: int) -> "QuizState":
        """Return the quiz at another of its questions, or at its end, looked at as it opens."""
        looked = "&".join(pair for pair in self.looked.split("&") if pair.startswith("present="))
        return self.replace(at=min(max(at, 0), len(self.items)), looked=looked)

    def answered(self, text: str) -> "QuizState":
        """Return the quiz with an answer to the question that is shown; in an exam it goes on to the next one."""
        answers = [*self.answers]
        answers[self.at] = text
        now = self.replace(answers=tuple(answers))
        return now.going(self.at + 1) if self.is_silent else now


def to_query(state: QuizState) -> str:
    """Return the query string of a link to the quiz as it is now, without how it is looked at."""
    if not state.chosen:
        return ""
    given = BETWEEN.join(text or "" for text in state.answers).rstrip(BETWEEN)
    pairs = [("set", state.chosen), ("seed", str(state.seed))]
    pairs += [("at", str(state.at + 1))] * (state.at > 0)
    pairs += [("answers", given)] * bool(given)
    pairs += [("exam", state.exam)] * bool(state.exam)
    return query_string(pairs)


def read_set(reader: Reader, last: Mapping[str, str]) -> tuple[str, int]:
    """Return the set and the seed that a link names; an empty name if there is no such set."""
    chosen = last.get("set", "")
    seed = reader.whole("seed", last["seed"], 0, MAX_SEED, 0) if "seed" in last else 0
    found = refs_of(chosen, seed) if chosen else []
    if chosen and not found:
        reader.drop("set", chosen, "there is no such quiz")
        return "", seed
    if "." not in chosen:
        return chosen, seed
    for ref in dict.fromkeys(chosen.split(",")):
        if ref not in found:
            reader.drop("set", ref, "there is no such question")
    return ",".join(found), seed


def read_quiz(query: Query | str | bytes) -> tuple[QuizState, tuple[str, ...]]:
    """Return what a link names, and a sentence for each thing in it that was ignored; never raises.

    Whether the questions can take the answers is not looked at here.
    """
    reader = Reader()
    texts = plain_query(reader, query, KEYS.__contains__)
    last = {key: values[-1] for key, values in texts.items()}
    state = QuizState(*read_set(reader, last))
    if not state.chosen:
        for key in ("at", "answers", "exam"):
            if key in last and "set" not in last:
                reader.drop(key, last[key], "no quiz is chosen")
        kept = [("present", last["present"])] if "present" in last else []
        return state.replace(seed=0, looked=query_string(kept)), reader.report()
    most = len(state.items)
    at = reader.whole("at", last["at"], 1, most + 1, 1) if "at" in last else 1
    given = last.get("answers", "").split(BETWEEN)
    if len(given) > most:
        reader.drop("answers", BETWEEN.join(given[most:]), f"there are only {most} questions")
    answers = tuple(text or None for text in [*given, *[""] * most][:most])
    exam = reader.one_of("exam", last["exam"], ("0", EXAM, OVER), "") if "exam" in last else ""
    looked = query_string((key, text) for key in LOOKED for text in texts.get(key, ()))
    return state.replace(at=at - 1, answers=answers, exam="" if exam == "0" else exam, looked=looked), reader.report()


def step_quiz(query: Query | str, before: Query | str) -> tuple[QuizState, tuple[str, ...]]:
    """Return where a step leads from what the link ``before`` shows, and what was ignored; never raises."""
    state, ignored = read_quiz(before)
    reader = Reader()
    last = {key: values[-1] for key, values in plain_query(reader, query, STEP_KEYS.__contains__).items()}
    if "set" in last:
        new, more = read_quiz({key: [last[key]] for key in ("set", "seed", "exam") if key in last})
        looked = "&".join(pair for pair in state.looked.split("&") if pair.startswith("present="))
        return new.replace(looked=looked), more
    if "answer" in last and state.item and state.exam != OVER:
        mark = mark_of(state.item, last["answer"])
        if mark is None:
            reader.drop("answer", last["answer"], "no answer to this question")
        state = state.answered(mark.answer) if mark else state
    if "turn" in last:
        state = state.going(state.at + int(reader.one_of("turn", last["turn"], ("-1", "1"), "0")))
    if "at" in last and state.chosen:
        state = state.going(reader.whole("at", last["at"], 1, len(state.items) + 1, state.at + 1) - 1)
    if last.get("exam") == OVER and state.is_silent:
        state = state.replace(exam=OVER).going(len(state.items))
    return state, (*ignored, *reader.report())

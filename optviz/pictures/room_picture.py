"""What a class looks at together: a question's picture, on the projector with the answers of all, on a phone its own.

A query reads ``ref=momentum.map.fastest&q=17``, with ``&answer=…`` once it is told; ``crowd=`` has the answers of the
class with ``~`` between them. Without ``ref`` nothing is shown: the room has asked nothing yet.
"""

import dataclasses
from typing import Any

from optviz.figures.board import NO_BACKGROUND, Background, Board
from optviz.figures.crowd import crowded
from optviz.lecture import TITLES
from optviz.lecture.work import Work
from optviz.pictures import away
from optviz.pictures.asked import MAX_Q, AskedPicture
from optviz.pictures.question_refs import LESSONS_TOPIC, all_refs, picture_of, place_of, question_of
from optviz.questions import QUESTION_WORDS, Settings
from optviz.scenes.codec import plain_query, query_string
from optviz.scenes.reader import Reader, shown

WORDS = ("ref", "crowd", "q", "answer")
PROJECTOR = "class"
BETWEEN = "~"
NOTHING = Board((), ((),))


def beside(board: Board, form: Settings) -> Board:
    """Return a board with only the plane on which the runs move and, beside it, the map of their settings."""
    keys = tuple(key for key in (form.plane, form.map) if key)
    panels = tuple(board.panel(key) for key in keys)
    return dataclasses.replace(board, panels=panels, rows=(keys,), widths=(), heights=())


def choices() -> list[Any]:
    """Return every question by topic: its ref, the title of its section or lesson, and its own title."""
    titles = {**TITLES, LESSONS_TOPIC: "Lessons of the playground"}
    return [
        [titles[topic], [[ref, place_of(ref).title, question_of(ref).title] for ref in refs]]
        for topic, refs in all_refs().items()
        if refs
    ]


@dataclasses.dataclass(frozen=True)
class RoomPicture:
    """A question on a page of a class; ``asked`` is None as long as nothing is asked. ``crowd``: canonical answers."""

    page: str
    ref: str = ""
    asked: AskedPicture | None = None
    crowd: tuple[str, ...] = ()
    present: bool = False
    ignored: tuple[str, ...] = ()

    @classmethod
    def at(cls, page: str, query: str) -> "RoomPicture":
        """Return what a query names; what is wrong with it is told, and nothing raises."""
        reader = Reader()
        words = {key: texts[-1] for key, texts in plain_query(reader, query, WORDS.__contains__).items()}
        ref = words.get("ref", "")
        if not ref:
            return cls(page, present="present=1" in query.split("&"), ignored=reader.report())
        more = "&".join(pair for pair in query.split("&") if pair.partition("=")[0] not in WORDS)
        seed = reader.whole("q", words["q"], 0, MAX_Q, 0) if "q" in words else 0
        try:
            asked = picture_of(ref, seed, words.get("answer"), more)
        except KeyError:
            reader.drop("ref", shown(ref), "there is no such question")
            return cls(page, ignored=reader.report())
        texts = words.get("crowd", "").split(BETWEEN)
        crowd = [text for text in map(asked.asked.form.read, texts) if text] if asked.answer is not None else []
        return cls(page, ref, asked, tuple(crowd), ignored=reader.report())

    @property
    def link(self) -> str:
        """The link to what is computed."""
        return f"{self.ref}?{self.asked.link}&crowd={BETWEEN.join(self.crowd)}" if self.asked else ""

    @property
    def query(self) -> str:
        """The question as a link has it: without the class's answers, which the room knows."""
        if not self.asked:
            return ""
        own = [(key, text) for key, text in self.asked.words if key in QUESTION_WORDS and key != "ask"]
        return query_string([("ref", self.ref), *own])

    @property
    def header(self) -> dict[str, Any]:
        """The header of the question's picture, or of none."""
        if not self.asked:
            return {
                "arrangement": "lecture", "shows": {}, "query": "", "step": 0, "all": False, "present": self.present,
                "hidden": [], "viewports": [], "ignored": list(self.ignored), "leads": None, "questions": [],
                "question": None, "choices": choices() if self.page == PROJECTOR else None,
                "head": {"page": "", "section": "", "place": None, "rule": "", "presets": [], "words": []},
            }  # fmt: skip
        inner = self.asked.header
        shows = {"section": self.ref.rpartition(".")[0]}
        head = {**inner["head"], "presets": [], "words": []}
        told = {"query": self.query, "shows": shows, "head": head, "questions": []}
        return {**inner, **told, "ignored": [*inner["ignored"], *self.ignored]}

    @property
    def background_key(self) -> str:
        """The key of the fields under the board, where it is known."""
        return away.background_key(self.asked) if self.asked else ""

    @property
    def work(self) -> Work | None:
        """The long work behind the picture, if there is any."""
        return away.work(self.asked) if self.asked else None

    def board(self, *result: Any) -> Board:
        """Draw the question's board, with the answers of the class."""
        if not self.asked:
            return NOTHING
        form = self.asked.asked.form
        board = away.board(self.asked, *result)
        return crowded(beside(board, form) if isinstance(form, Settings) else board, form, self.crowd)

    def controls(self) -> list[dict[str, Any]]:
        """Return nothing: a class changes no settings."""
        return []

    def background(self, *result: Any) -> Background:
        """Compute the fields under the board."""
        return away.background(self.asked, *result) if self.asked else NO_BACKGROUND

"""What a class looks at together: a question's picture, on the projector with the answers of all, on a phone its own.

A query reads ``ref=momentum.map.fastest&q=17``, with ``&answer=…`` once it is told; ``crowd=`` has the answers of the
class with ``~`` between them. ``scene=momentum.map`` shows a section or lesson, about which nothing is asked. Without
either nothing is shown: the room has not begun.
"""

import dataclasses
from functools import cache
from typing import Any

from optviz.figures.board import NO_BACKGROUND, Background, Board
from optviz.figures.crowd import crowded, with_axis
from optviz.lecture import TITLES
from optviz.lecture.work import Work
from optviz.pictures import away
from optviz.pictures.asked import MAX_Q, AskedPicture
from optviz.pictures.away import Away
from optviz.pictures.question_refs import LESSON, picture_of, questions, scene_of, scenes
from optviz.questions import QUESTION_WORDS, Settings
from optviz.scenes.codec import plain_query, query_string
from optviz.scenes.reader import Reader, shown

WORDS = ("ref", "scene", "crowd", "q", "answer")
PROJECTOR = "class"
BETWEEN = "~"
NOTHING = Board((), ((),))


def beside(board: Board, form: Settings) -> Board:
    """Return a board with only the plane on which the runs move and, beside it, the map of their settings."""
    keys = tuple(key for key in (form.plane, form.map) if key)
    panels = tuple(board.panel(key) for key in keys)
    return dataclasses.replace(board, panels=panels, rows=(keys,), widths=(), heights=())


@cache
def choices() -> list[Any]:
    """Return by topic the ref and the title of each section or lesson, and the same of its questions."""
    heads = {**TITLES, LESSON: "Lessons of the playground"}
    asked: dict[str, list[list[str]]] = {ref: [] for ref in scenes()}
    for ref, question in questions().items():
        asked[ref.rpartition(".")[0]].append([ref, question.title])
    return [
        [title, [[ref, scenes()[ref], asked[ref]] for ref in asked if ref.startswith(f"{head}.")]]
        for head, title in heads.items()
    ]


@dataclasses.dataclass(frozen=True)
class RoomPicture:
    """A question on a page of a class, or a section or lesson; ``inner`` is None as long as there is nothing.

    ``ref``: of the question, or of the section or lesson; ``crowd``: canonical answers.
    """

    page: str
    ref: str = ""
    inner: Away | None = None
    crowd: tuple[str, ...] = ()
    present: bool = False
    ignored: tuple[str, ...] = ()

    @classmethod
    def at(cls, page: str, query: str) -> "RoomPicture":
        """Return what a query names; what is wrong with it is told, and nothing raises."""
        reader = Reader()
        words = {key: texts[-1] for key, texts in plain_query(reader, query, WORDS.__contains__).items()}
        more = "&".join(pair for pair in query.split("&") if pair.partition("=")[0] not in WORDS)
        seed = reader.whole("q", words["q"], 0, MAX_Q, 0) if "q" in words else 0
        name = "ref" if "ref" in words else "scene"
        ref = words.get(name, "")
        if not ref:
            return cls(page, present="present=1" in query.split("&"), ignored=reader.report())
        try:
            found = picture_of(ref, seed, words.get("answer"), more) if name == "ref" else scene_of(ref, more)
        except KeyError:
            what = "question" if name == "ref" else "section or lesson"
            reader.drop(name, shown(ref), f"there is no such {what}")
            return cls(page, ignored=reader.report())
        crowd: list[str] = []
        if isinstance(found, AskedPicture) and found.answer is not None:
            read = map(found.asked.form.read, words.get("crowd", "").split(BETWEEN))
            crowd = [text for text in read if text]
        return cls(page, ref, found, tuple(crowd), ignored=reader.report())

    @property
    def asked(self) -> AskedPicture | None:
        """The question, if there is one."""
        return self.inner if isinstance(self.inner, AskedPicture) else None

    @property
    def link(self) -> str:
        """The link to what is computed."""
        return f"{self.ref}?{self.inner.link}&crowd={BETWEEN.join(self.crowd)}" if self.inner else ""

    @property
    def query(self) -> str:
        """What is shown as a link has it: without the class's answers, which the room knows."""
        if not self.asked:
            return query_string([("scene", self.ref)]) if self.ref else ""
        own = [(key, text) for key, text in self.asked.words if key in QUESTION_WORDS and key != "ask"]
        return query_string([("ref", self.ref), *own])

    @property
    def header(self) -> dict[str, Any]:
        """The header of what is shown, or of nothing; on the projector with what there is to choose."""
        chosen_from = choices() if self.page == PROJECTOR else None
        if not self.inner:
            return {
                "arrangement": "lecture", "shows": {}, "query": "", "step": 0, "all": False, "present": self.present,
                "hidden": [], "viewports": [], "ignored": list(self.ignored), "leads": None, "questions": [],
                "question": None, "choices": chosen_from,
                "head": {"page": "", "section": "", "place": None, "rule": "", "presets": [], "words": []},
            }  # fmt: skip
        inner = self.inner.header
        shows = {"section": self.ref.rpartition(".")[0] if self.asked else self.ref}
        head = {**inner["head"], "presets": [], "words": []}
        told = {"query": self.query, "shows": shows, "head": head, "questions": [], "choices": chosen_from}
        return {**inner, **told, "ignored": [*inner["ignored"], *self.ignored]}

    @property
    def background_key(self) -> str:
        """The key of the fields under the board, where it is known."""
        return away.background_key(self.inner) if self.inner else ""

    @property
    def work(self) -> Work | None:
        """The long work behind the picture, if there is any."""
        return away.work(self.inner) if self.inner else None

    def board(self, *result: Any) -> Board:
        """Draw the board, of a question with the answers of the class."""
        if not self.inner:
            return NOTHING
        board = away.board(self.inner, *result)
        form = self.asked.asked.form if self.asked else None
        if isinstance(form, Settings):
            board = beside(board, form)
            if self.page == PROJECTOR:
                board = with_axis(board, form, self.crowd)
        return crowded(board, form, self.crowd) if form else board

    def controls(self) -> list[dict[str, Any]]:
        """Return nothing: a class changes no settings."""
        return []

    def background(self, *result: Any) -> Background:
        """Compute the fields under the board."""
        return away.background(self.inner, *result) if self.inner else NO_BACKGROUND

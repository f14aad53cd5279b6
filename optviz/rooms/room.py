"""A room is what its entries make of it, applied one by one in the order in which the store holds them.

Whoever applies the same entries has the same room, so no process needs to ask another, and of two answers by one
student all agree on which came first. An entry that the rules do not allow changes nothing.
"""

import json
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from typing import Any, Literal, cast

from optviz.rooms.nicknames import unique
from optviz.rooms.types import Verdict

LASTS = 3 * 3600.0
"""Seconds from opening a room to its end."""
MAX_STUDENTS = 300
MAX_QUESTION = 300
MAX_ANSWER = 4000
POINTS = 1000
"""Points for a perfect answer."""

Phase = Literal["lobby", "shown", "asked", "released", "closed", "revealed", "standings", "ended"]
"""A section or lesson is shown; or a question is (asked), takes answers (released), takes none any more (closed) and
shows the verdicts."""

Entry = dict[str, Any]
BEFORE: dict[str, tuple[Phase, ...]] = {
    "show": ("lobby", "shown", "asked", "closed", "revealed", "standings"),
    "ask": ("lobby", "shown", "asked", "closed", "revealed", "standings"),
    "release": ("asked",),
    "close": ("released",),
    "reveal": ("closed",),
    "standings": ("revealed",),
    "end": ("lobby", "shown", "asked", "released", "closed", "revealed", "standings"),
}
"""In which phases each step of the owner can be taken."""
EVERYONE = -1


@dataclass
class Student:
    """A place in a room: the token that proves it, a nickname, the points so far."""

    token: str
    nickname: str
    points: int = 0
    changed: int = 0
    """The room's version when this student last did something."""


@dataclass
class Room:
    """A room after some of its entries; ``version`` counts them."""

    owner: str = ""
    opened: float = 0.0
    phase: Phase = "lobby"
    round: int = 0
    question: str = ""
    """What is asked, or shown."""
    students: list[Student] = field(default_factory=list)
    answers: dict[int, str] = field(default_factory=dict)
    """The canonical answers of this round, by the student's place, in the order in which they came."""
    verdicts: dict[int, Verdict] = field(default_factory=dict)
    version: int = 0
    steered: int = 0
    """The version after the owner's last step."""

    def __post_init__(self) -> None:
        self._places = {student.token: place for place, student in enumerate(self.students)}
        self.nicknames = {student.nickname for student in self.students}

    @property
    def ends(self) -> float:
        """The time at which the room ends by itself."""
        return self.opened + LASTS

    def place(self, token: str) -> int | None:
        """Return the place of the student with this token."""
        return self._places.get(token)

    def apply(self, entry: Entry) -> int | None:
        """Take one more entry; return the student whom it concerns, EVERYONE, or None if it changed nothing."""
        self.version += 1
        kind: str = entry["kind"]
        if kind in BEFORE:
            if self.phase not in BEFORE[kind]:
                return None
            STEPS[kind](self, entry)
            self.steered = self.version
            return EVERYONE
        if kind == "open":
            self.owner, self.opened = entry["owner"], entry["at"]
            return EVERYONE
        return self._joined(entry) if kind == "join" else self._answered(entry)

    def _joined(self, entry: Entry) -> int | None:
        token: str = entry["token"]
        if token in self._places or len(self.students) >= MAX_STUDENTS or self.phase == "ended":
            return None
        student = Student(token, unique(entry["nickname"], self.nicknames), changed=self.version)
        self.nicknames.add(student.nickname)
        self._places[token] = len(self.students)
        self.students.append(student)
        return self._places[token]

    def _answered(self, entry: Entry) -> int | None:
        place = self.place(entry["token"])
        if self.phase != "released" or entry["round"] != self.round or place is None or place in self.answers:
            return None
        self.answers[place] = entry["answer"]
        self.students[place].changed = self.version
        return place

    def show(self, entry: Entry) -> None:
        """Show a section or lesson, about which nothing is asked."""
        self.phase, self.question, self.answers, self.verdicts = "shown", entry["question"], {}, {}

    def ask(self, entry: Entry) -> None:
        """Show a question; it is a new round unless it takes the place of one that was not released."""
        self.round += self.phase != "asked"
        self.phase, self.question, self.answers, self.verdicts = "asked", entry["question"], {}, {}

    def release(self, _: Entry) -> None:
        """Let answers in."""
        self.phase = "released"

    def close(self, _: Entry) -> None:
        """Let no more answers in."""
        self.phase = "closed"

    def reveal(self, entry: Entry) -> None:
        """Take the verdicts, and give the points for them."""
        self.phase = "revealed"
        for key, (score, sentence) in entry["verdicts"].items():
            if (place := int(key)) in self.answers:
                self.verdicts[place] = Verdict(score, sentence)
                self.students[place].points += round(POINTS * score)

    def show_standings(self, _: Entry) -> None:
        """Show who has how many points."""
        self.phase = "standings"

    def end(self, _: Entry) -> None:
        """End the room."""
        self.phase = "ended"


STEPS: dict[str, Callable[[Room, Entry], None]] = {
    "show": Room.show,
    "ask": Room.ask,
    "release": Room.release,
    "close": Room.close,
    "reveal": Room.reveal,
    "standings": Room.show_standings,
    "end": Room.end,
}


def to_text(room: Room) -> str:
    """Return a room as JSON, from which it can go on."""
    return compact(asdict(room))


def from_text(text: str) -> Room:
    """Return the room that :func:`to_text` wrote."""
    fields = cast(dict[str, Any], json.loads(text))
    fields["students"] = [Student(**student) for student in fields["students"]]
    fields["answers"] = {int(place): answer for place, answer in fields["answers"].items()}
    fields["verdicts"] = {int(place): Verdict(*verdict) for place, verdict in fields["verdicts"].items()}
    return Room(**fields)


def compact(value: object) -> str:
    """Return a value as JSON without spaces."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))

"""All rooms as one process sees them: what may be done in them, by whom, and in which words it is refused."""

import logging
import re
import secrets
import time
from collections.abc import Callable
from functools import cached_property
from typing import TypeVar

from anyio import CapacityLimiter, to_thread

from optviz.rooms import nicknames
from optviz.rooms.mirror import Gone, Mirror
from optviz.rooms.room import BEFORE, LASTS, MAX_ANSWER, MAX_QUESTION, MAX_STUDENTS, Entry, Room, compact
from optviz.rooms.states import Viewer
from optviz.rooms.store import LINGERS, MAX_ROOMS, Clock, Full, Store, Unreachable
from optviz.rooms.types import Judge, Verdict

PIN = re.compile(r"[1-9][0-9]{5}")
TOKEN = re.compile(r"[A-Za-z0-9_-]{16,64}")
ACTIONS = ("show", "ask", "release", "reveal", "standings", "end")
_THREADS = 2
"""Threads in which the judge computes."""
_SWEEP = 60.0
_TRIES = 20

T = TypeVar("T")
_LOG = logging.getLogger(__name__)


class Refused(Exception):
    """What was asked for is not allowed: an HTTP status, and a sentence for whoever asked."""

    def __init__(self, status: int, sentence: str) -> None:
        super().__init__(sentence)
        self.status, self.sentence = status, sentence


NOT_OWNER = "Only whoever opened this room can steer it."
NO_ACTION = "A room is steered by show, ask, release, reveal, standings or end."
NO_QUESTION = "There is no such question."
NO_SCENE = "There is no such section or lesson."
NO_ANSWER = "This is not an answer to this question."
FULL_HALL = f"{MAX_ROOMS} rooms are open, as many as this server takes. A room ends three hours after it was opened."
FULL_ROOM = f"This room is full: it takes {MAX_STUDENTS} students."
ENDED = "This room has ended."
NOT_YET = "Answers are not taken yet."
TOO_LATE = "Your answer came too late: answers are no longer taken."
OTHER_ROUND = "The class is already at another question."
ANSWERED = "You have already answered this question. The first answer counts."
OUT_OF_TURN = {
    "show": "Reveal this question before you show something else.",
    "ask": "Reveal this question before you ask the next one.",
    "release": "Ask a question before you release it.",
    "reveal": "Release the question before you reveal its answer.",
    "standings": "Reveal the question before you show the standings.",
    "end": ENDED,
}
MOVED_ON = "The room has moved on since then."
NOT_JUDGED = (
    "The answers could not be judged. Reveal once more, or ask another question; the server's log has the details."
)
DONE = {"release": "released", "reveal": "revealed", "standings": "standings", "end": "ended"}


class Hall:
    """The rooms of one process, which other processes may share through the store."""

    def __init__(self, store: Store, judge: Callable[[], Judge], clock: Clock = time.time) -> None:
        """Keep rooms in ``store``; ``judge`` makes the judge, in a thread, when it is first asked."""
        self._store, self._make_judge, self._clock = store, judge, clock
        self._mirrors: dict[str, Mirror] = {}
        self._swept = clock()
        self._limiter = CapacityLimiter(_THREADS)

    async def open(self) -> tuple[str, str]:
        """Open a room; return its PIN and its owner's token."""
        owner = secrets.token_urlsafe(16)
        entry = compact({"kind": "open", "owner": owner, "at": self._clock()})
        for _ in range(_TRIES):
            pin = str(100_000 + secrets.randbelow(900_000))
            try:
                if await self._store.open(pin, entry, LASTS + LINGERS):
                    return pin, owner
            except Full:
                raise Refused(503, FULL_HALL) from None
        raise Unreachable

    async def mirror(self, pin: str) -> Mirror:
        """Return a copy of the room as it is now. Raise Gone if there is none."""
        self._sweep()
        if not PIN.fullmatch(pin):
            raise Gone
        mirror = self._mirrors.get(pin)
        if mirror is None or mirror.gone:
            mirror = self._mirrors[pin] = Mirror(pin, self._store, self._clock)
        try:
            await mirror.refresh()
        except (Gone, Unreachable):
            if self._mirrors.get(pin) is mirror and mirror.idle:
                del self._mirrors[pin]
            raise
        return mirror

    async def seen_by(self, pin: str, token: str) -> tuple[Mirror, Viewer]:
        """Return a room, and whom the token proves to be looking at it. Raise Gone if it proves nothing."""
        mirror = self._mirrors.get(pin)
        if mirror is None or not mirror.followed or _viewer(mirror.room, token) is None:
            mirror = await self.mirror(pin)
        viewer = _viewer(mirror.room, token)
        if viewer is None:
            raise Gone
        return mirror, viewer

    async def join(self, pin: str, token: str) -> tuple[Mirror, int]:
        """Take a place in a room, or find the one that the token has; return the room and the place."""
        mirror = await self.mirror(pin)
        room = mirror.room
        if room.place(token) is None:
            if room.phase == "ended":
                raise Refused(409, ENDED)
            if len(room.students) < MAX_STUDENTS:
                await mirror.append({"kind": "join", "token": token, "nickname": nicknames.draw(room.nicknames)})
        place = mirror.room.place(token)
        if place is None:
            raise Refused(409, FULL_ROOM if mirror.room.phase != "ended" else ENDED)
        return mirror, place

    async def answer(self, pin: str, token: str, number: int, text: str) -> tuple[Mirror, int]:
        """Give a student's answer in a round. The same answer once more is confirmed again; another is refused."""
        mirror, place = await self.seen_by(pin, token)
        if place == "owner":
            raise Refused(403, "Whoever opened the room does not answer in it.")
        try:
            _check_turn(mirror.room, place, number)
        except Refused:
            await mirror.refresh()  # the release may be a moment old
            _check_turn(mirror.room, place, number)
        question, answer = mirror.room.question, None
        if len(text) <= MAX_ANSWER:
            answer = await self._in_thread(lambda: self._judge.read(question, text))
        if answer is None or len(answer) > MAX_ANSWER:
            raise Refused(400, NO_ANSWER)
        if place not in mirror.room.answers:
            await mirror.append({"kind": "answer", "token": token, "round": number, "answer": answer})
        _check_turn(mirror.room, place, number)
        if mirror.room.answers[place] != answer:
            raise Refused(409, ANSWERED)
        return mirror, place

    async def steer(self, pin: str, token: str, action: str, question: str, number: int | None) -> Mirror:
        """Take a step of the owner's; one that is already taken is confirmed again."""
        mirror, viewer = await self.seen_by(pin, token)
        if viewer != "owner":
            raise Refused(403, NOT_OWNER)
        if action not in ACTIONS:
            raise Refused(400, NO_ACTION)
        async with mirror.steering:
            await mirror.refresh()
            room = mirror.room
            if number is not None and number != room.round:
                raise Refused(409, MOVED_ON)
            if room.phase == "ended" != DONE.get(action):
                raise Refused(409, ENDED)
            if action == "ask":
                await self._ask(mirror, question)
            elif action == "show":
                await self._show(mirror, question)
            elif room.phase != DONE[action]:
                await self._step(mirror, action)
        return mirror

    async def _ask(self, mirror: Mirror, question: str) -> None:
        wanted = question or mirror.room.question
        known = None
        if 0 < len(wanted) <= MAX_QUESTION:
            known = await self._in_thread(lambda: self._judge.known(wanted))
        if known is None or len(known) > MAX_QUESTION:
            raise Refused(400, NO_QUESTION)
        if (mirror.room.phase, mirror.room.question) == ("asked", known):
            return
        await self._append(mirror, "ask", {"question": known})
        await mirror.tidy()

    async def _show(self, mirror: Mirror, ref: str) -> None:
        known = await self._in_thread(lambda: self._judge.scene(ref))
        if known is None:
            raise Refused(400, NO_SCENE)
        if (mirror.room.phase, mirror.room.question) != ("shown", known):
            await self._append(mirror, "show", {"question": known})
            await mirror.tidy()

    async def _step(self, mirror: Mirror, action: str) -> None:
        if action != "reveal":
            await self._append(mirror, action, {})
        else:
            if mirror.room.phase != "closed":
                await self._append(mirror, "close", {})
            await self._append(mirror, "reveal", {"verdicts": await self._verdicts(mirror.room)})
        if action == "end":
            await self._store.end(mirror.pin)

    async def _append(self, mirror: Mirror, kind: str, fields: Entry) -> None:
        if mirror.room.phase not in BEFORE[kind]:
            raise Refused(409, OUT_OF_TURN["reveal" if kind == "close" else kind])
        await mirror.append({"kind": kind, **fields})

    async def _verdicts(self, room: Room) -> dict[str, Verdict]:
        answers = {str(place): answer for place, answer in room.answers.items()}
        question = room.question
        try:
            found = await self._in_thread(lambda: self._judge.verdicts(question, answers))
            return {key: Verdict(_share(found[key].score), found[key].sentence) for key in answers}
        except Exception:
            _LOG.exception("the answers to %s could not be judged", question)
            raise Refused(500, NOT_JUDGED) from None

    @cached_property
    def _judge(self) -> Judge:
        return self._make_judge()

    async def _in_thread(self, function: Callable[[], T]) -> T:
        return await to_thread.run_sync(function, limiter=self._limiter)

    def dismiss(self) -> None:
        """Tell all who listen that no more will come, since the server ends."""
        for mirror in self._mirrors.values():
            mirror.dismiss()

    async def close(self) -> None:
        """Let go of the store."""
        await self._store.close()

    def _sweep(self) -> None:
        if (now := self._clock()) >= self._swept + _SWEEP:
            self._swept = now
            idle = [pin for pin, mirror in self._mirrors.items() if mirror.idle and not mirror.steering.locked()]
            for pin in idle:
                del self._mirrors[pin]


def _viewer(room: Room, token: str) -> Viewer | None:
    return "owner" if secrets.compare_digest(room.owner.encode(), token.encode()) else room.place(token)


def _check_turn(room: Room, place: int, number: int) -> None:
    """Raise Refused if a student can neither answer in a round nor has done so."""
    if number != room.round:
        raise Refused(409, OTHER_ROUND)
    if place in room.answers or room.phase == "released":
        return
    if room.phase in ("lobby", "asked"):
        raise Refused(409, NOT_YET)
    raise Refused(409, ENDED if room.phase == "ended" else TOO_LATE)


def _share(score: float) -> float:
    """Return a score within 0 and 1; what is no number is 0."""
    return min(1.0, max(0.0, float(score)))

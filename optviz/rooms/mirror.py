"""A process's own copy of a room, kept up to date while anybody listens to it here."""

import asyncio
import json
from collections.abc import Iterator
from contextlib import contextmanager, suppress

from optviz.rooms.room import EVERYONE, Entry, Room, compact, from_text, to_text
from optviz.rooms.states import State, Viewer, state_for, version_for
from optviz.rooms.store import Clock, Store, Unreachable

MAX_TABS = 4
"""So many tabs of one viewer are told; the oldest of more is let go."""
_GATHERS = 0.02
"""Seconds for which entries gather before they are read together; what this process appends, it reads at once."""
_GLANCE = 5.0
"""Seconds after which a copy looks at its room though nothing was heard."""


class Gone(Exception):
    """There is no such room, or no such place in it."""


class Listener:
    """One open page of a viewer: woken when its state has changed, and urgently when the owner took a step."""

    def __init__(self, viewer: Viewer) -> None:
        self.viewer, self.over = viewer, False
        self._news, self._urgent = asyncio.Event(), asyncio.Event()

    def wake(self, urgent: bool) -> None:
        """Say that there is something new."""
        self._news.set()
        if urgent:
            self._urgent.set()

    def dismiss(self) -> None:
        """Say that no more will come."""
        self.over = True
        self.wake(urgent=True)

    async def news(self, seconds: float) -> bool:
        """Wait for something new, at most so long; tell whether it came."""
        found = await _set_within(self._news, seconds)
        self._news.clear()
        return found

    async def pause(self, seconds: float) -> None:
        """Let news gather for so long, or until something urgent comes."""
        await _set_within(self._urgent, seconds)
        self._urgent.clear()


class Mirror:
    """A copy of one room."""

    def __init__(self, pin: str, store: Store, clock: Clock) -> None:
        self.pin, self.room, self.gone = pin, Room(), False
        self.steering = asyncio.Lock()
        self._store, self._clock, self._at = store, clock, ""
        self._reading, self._asked, self._served = asyncio.Lock(), 0, 0
        self._listeners: list[Listener] = []
        self._follower: asyncio.Task[None] | None = None

    @property
    def followed(self) -> bool:
        """Tell whether what other processes do is heard of here in a moment."""
        return self._follower is not None and not self.gone

    @property
    def idle(self) -> bool:
        """Tell whether nobody listens."""
        return not self._listeners

    async def refresh(self) -> None:
        """Read what is new. Who asks while others wait shares their reading. Raise Gone, Unreachable."""
        self._asked += 1
        turn = self._asked
        async with self._reading:
            if self._served < turn:
                served = self._asked
                await self._read()
                self._served = served
        if self.gone:
            raise Gone

    async def append(self, entry: Entry) -> None:
        """Add an entry to the room, and read what became of it."""
        await self._store.append(self.pin, compact(entry))
        await self.refresh()

    async def tidy(self) -> None:
        """Let the store forget how the room came to be as it is."""
        with suppress(Unreachable):  # the next question does it
            async with self._reading:
                await self._store.compact(self.pin, self._at, to_text(self.room))

    async def _read(self) -> None:
        news = await self._store.read(self.pin, self._at)
        if news is None:
            self.gone = True
            return self.dismiss()
        if news.snapshot is not None:
            self.room = from_text(news.snapshot)
            self._wake(EVERYONE)
        self._at = news.at
        for text in news.entries:
            self._wake(self.room.apply(json.loads(text)))
        if self.room.phase != "ended" and self._clock() >= self.room.ends:
            self._wake(self.room.apply({"kind": "end"}))  # by each copy's clock; the store takes nothing after it
            await self._store.end(self.pin)

    def _wake(self, concerned: int | None) -> None:
        for listener in self._listeners:
            if listener.viewer == "owner" or concerned in (EVERYONE, listener.viewer):
                listener.wake(urgent=concerned == EVERYONE)

    def state(self, viewer: Viewer) -> State:
        """Return what a viewer is told."""
        return state_for(self.room, self.pin, viewer)

    def version(self, viewer: Viewer) -> int:
        """Return the version of what a viewer is told."""
        return version_for(self.room, viewer)

    def dismiss(self) -> None:
        """Tell all who listen here that no more will come."""
        for listener in self._listeners:
            listener.dismiss()

    @contextmanager
    def listening(self, viewer: Viewer) -> Iterator[Listener]:
        """Listen for a viewer; while anybody does, this copy follows its room."""
        listener = Listener(viewer)
        self._listeners.append(listener)
        tabs = [each for each in self._listeners if each.viewer == viewer and not each.over]
        if len(tabs) > MAX_TABS:
            tabs[0].dismiss()
        if self._follower is None:
            self._follower = asyncio.create_task(self._follow())
        try:
            yield listener
        finally:
            self._listeners.remove(listener)
            if not self._listeners and self._follower:
                self._follower.cancel()
                self._follower = None

    async def _follow(self) -> None:
        try:
            while self.room.phase != "ended":
                await self._store.wait(self.pin, self._at, _GLANCE)
                await asyncio.sleep(_GATHERS)
                await self.refresh()
        except (Gone, Unreachable):
            self.dismiss()  # they ask again, and are told what is wrong
        finally:
            if self._follower is asyncio.current_task():
                self._follower = None


async def _set_within(event: asyncio.Event, seconds: float) -> bool:
    with suppress(TimeoutError):
        await asyncio.wait_for(event.wait(), seconds)
    return event.is_set()

"""Rooms in Redis: several processes share them, and they outlive a restart of the app.

A room is a stream of entries, beside it the snapshot of those that were compacted. The client is the package ``redis``,
an extra of this project.
"""

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

try:
    from redis.asyncio import BlockingConnectionPool, Redis
    from redis.exceptions import RedisError, WatchError
except ModuleNotFoundError as missing:
    raise ModuleNotFoundError(
        "OPTVIZ_ROOMS asks for rooms in Redis, and the Python package for it is not installed: pip install redis"
    ) from missing

from optviz.rooms.store import LINGERS, MAX_ROOMS, Clock, Full, News, Unreachable

OPEN = "optviz:rooms"
"""The open rooms' PINs, each with the time of its end."""
_FIELD = "entry"
_CONNECTIONS, _WAITS, _PATIENCE = 16, 2 * MAX_ROOMS, 10.0
_TRIES = 20


class RedisStore:
    """A store for all processes that name the same Redis."""

    def __init__(self, url: str, clock: Clock = time.time) -> None:
        """Keep rooms at ``url``; raise ValueError if it is not an address of Redis."""
        self._clock, self._opening = clock, asyncio.Lock()
        self._client, self._waits = (
            Redis(
                connection_pool=BlockingConnectionPool.from_url(
                    url,
                    max_connections=size,
                    timeout=_PATIENCE,
                    socket_timeout=_PATIENCE,
                    socket_connect_timeout=2,
                    decode_responses=True,
                )
            )
            for size in (_CONNECTIONS, _WAITS)
        )

    async def open(self, pin: str, entry: str, seconds: float) -> bool:
        """Open a room for so long, with its first entry; return False if the PIN is taken. Raise Full, Unreachable."""
        async with _reached(), self._opening:
            await self._client.zremrangebyscore(OPEN, "-inf", self._clock())
            for _ in range(_TRIES):
                try:
                    return await self._opened(pin, entry, seconds)
                except WatchError:
                    continue  # another process opened a room just then
        raise Unreachable

    async def _opened(self, pin: str, entry: str, seconds: float) -> bool:
        async with self._client.pipeline() as pipe:
            await pipe.watch(OPEN, _log(pin))
            if await pipe.exists(_log(pin)):
                return False
            if await pipe.zcard(OPEN) >= MAX_ROOMS:
                raise Full
            pipe.multi()
            pipe.xadd(_log(pin), {_FIELD: entry})
            pipe.expire(_log(pin), int(seconds))
            pipe.zadd(OPEN, {pin: self._clock() + seconds})
            await pipe.execute()
            return True

    async def append(self, pin: str, entry: str) -> None:
        """Add an entry after all others."""
        async with _reached():
            await self._client.xadd(_log(pin), {_FIELD: entry}, nomkstream=True)

    async def read(self, pin: str, after: str) -> News | None:
        """Return what comes after a place, "" for the beginning; None if there is no such room."""
        async with _reached(), self._client.pipeline() as pipe:
            pipe.exists(_log(pin))
            pipe.hget(_snapshot(pin), "at")
            pipe.xrange(_log(pin), f"({after}" if after else "-")
            exists, compacted, entries = await pipe.execute()
            if not exists:
                return None
            snapshot = None
            if compacted and _order(compacted) > _order(after):
                pipe.hmget(_snapshot(pin), "at", "room")
                pipe.xrange(_log(pin))
                (after, snapshot), entries = await pipe.execute()
            at = entries[-1][0] if entries else after
            return News(at, snapshot, [fields[_FIELD] for _, fields in entries])

    async def wait(self, pin: str, after: str, seconds: float) -> None:
        """Return as soon as there is an entry after a place, or no such room, or so many seconds are over."""
        async with _reached():
            if await self._client.exists(_log(pin)):
                wait = int(1000 * min(seconds, _PATIENCE / 2))
                await self._waits.xread({_log(pin): after or "0"}, count=1, block=max(1, wait))

    async def compact(self, pin: str, at: str, snapshot: str) -> None:
        """Replace all entries up to a place; those after it stay."""
        async with _reached(), self._client.pipeline() as pipe:
            await pipe.watch(_snapshot(pin))
            seconds = await pipe.ttl(_log(pin))
            if seconds <= 0 or _order(await pipe.hget(_snapshot(pin), "at") or "") >= _order(at):
                return
            pipe.multi()
            pipe.hset(_snapshot(pin), mapping={"at": at, "room": snapshot})
            pipe.expire(_snapshot(pin), seconds)
            milliseconds, number = _order(at)
            pipe.xtrim(_log(pin), minid=f"{milliseconds}-{number + 1}", approximate=False)
            try:
                await pipe.execute()
            except WatchError:
                return  # another process did the same

    async def end(self, pin: str) -> None:
        """Make place for another room; what is in this one can be read for a little longer."""
        async with _reached(), self._client.pipeline() as pipe:
            pipe.zrem(OPEN, pin)
            pipe.expire(_log(pin), int(LINGERS), lt=True)
            pipe.expire(_snapshot(pin), int(LINGERS), lt=True)
            await pipe.execute()

    async def close(self) -> None:
        """Close the connections."""
        for client in (self._client, self._waits):
            await client.aclose()
            await client.connection_pool.disconnect()


@asynccontextmanager
async def _reached() -> AsyncIterator[None]:
    try:
        yield
    except WatchError:
        raise
    except (RedisError, OSError) as error:
        raise Unreachable(str(error)) from error


def _log(pin: str) -> str:
    return f"optviz:room:{pin}"


def _snapshot(pin: str) -> str:
    return f"optviz:room:{pin}:snapshot"


def _order(at: str | bytes) -> tuple[int, int]:
    milliseconds, _, number = str(at).partition("-")
    return int(milliseconds or 0), int(number or 0)

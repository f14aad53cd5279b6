"""Each store that keeps rooms, and servers with rooms in it."""

from collections.abc import Callable, Iterator

import pytest

from optviz.rooms.memory import MemoryStore
from optviz.rooms.redis_store import RedisStore
from optviz.rooms.store import Clock, Store
from tests.redis_server import redis_server, shared_server
from tests.rooms.classroom import Classroom, classroom
from tests.rooms.classroom import Clock as SetClock

__all__ = ["redis_server", "shared_server"]

MakeStore = Callable[[Clock], Store]


@pytest.fixture(params=["memory", "redis"])
def make_store(request: pytest.FixtureRequest) -> MakeStore:
    """Make a store of each kind, with a clock."""
    if request.param == "memory":
        return MemoryStore
    url = request.getfixturevalue("redis_server").url
    return lambda clock: RedisStore(url, clock)


@pytest.fixture
def clock() -> SetClock:
    """A clock that the test sets."""
    return SetClock()


@pytest.fixture
def hall(make_store: MakeStore, clock: SetClock) -> Iterator[Classroom]:
    """A server with rooms in each kind of store."""
    with classroom(lambda: make_store(clock), clock=clock) as found:
        yield found


@pytest.fixture
def lesson(clock: SetClock) -> Iterator[Classroom]:
    """A server with rooms in its memory."""
    with classroom(lambda: MemoryStore(clock), clock=clock) as found:
        yield found

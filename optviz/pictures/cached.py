"""What sessions share, kept within one bound of bytes: the least recently used goes first."""

import dataclasses
import threading
from collections.abc import Callable, Mapping
from typing import Any, TypeVar

import cachetools

T = TypeVar("T")

MAX_BYTES = 64 * 2**20
"""Bytes for everything that is kept: races, boards, backgrounds, the atlas's thumbnails."""

OVERHEAD = 64
"""Bytes that count for an object beyond its numbers and texts."""


def size_of(thing: Any, seen: set[int] | None = None) -> int:
    """Return roughly how many bytes ``thing`` holds: its arrays, bytes and texts, each array counted once."""
    if isinstance(thing, float | int | None):
        return 8
    seen = set() if seen is None else seen
    if id(thing) in seen or isinstance(thing, type):
        return 0
    seen.add(id(thing))
    if isinstance(thing, bytes | str):
        return OVERHEAD + len(thing)
    if isinstance(getattr(thing, "nbytes", None), int):
        return OVERHEAD + thing.nbytes
    if isinstance(thing, Mapping):
        return OVERHEAD + sum(size_of(each, seen) for pair in thing.items() for each in pair)
    if isinstance(thing, list | tuple | set | frozenset):
        return OVERHEAD + sum(size_of(each, seen) for each in thing)
    if dataclasses.is_dataclass(thing):
        return OVERHEAD + sum(size_of(each, seen) for each in vars(thing).values())
    return OVERHEAD


class Cache:
    """Values by key within ``max_bytes``; several threads that ask for one key compute it once, others do not wait."""

    def __init__(self, max_bytes: int = MAX_BYTES) -> None:
        self._values: cachetools.LRUCache[str, Any] = cachetools.LRUCache(max_bytes, getsizeof=size_of)
        self._get = cachetools.cached(self._values, key=lambda key, make: key, condition=threading.Condition())(
            lambda key, make: make()
        )

    def get(self, key: str, make: Callable[[], T]) -> T:
        """Return what is kept as ``key``, or else make it and keep it; one too large to keep is made each time."""
        return self._get(key, make)

    def __contains__(self, key: str) -> bool:
        """Tell whether something is kept as ``key``."""
        return key in self._values

    @property
    def size(self) -> int:
        """Bytes kept now."""
        return int(self._values.currsize)


SHARED = Cache()
kept = SHARED.get
"""Return what all sessions share as ``key``, made when it is first asked for."""

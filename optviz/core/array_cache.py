"""Arrays remembered by what they were computed from, within a bound of bytes."""

import threading
from collections.abc import Callable, Hashable
from typing import ParamSpec, Protocol, TypeVar

import cachetools


class _Array(Protocol):
    """An array of NumPy or JAX."""

    @property
    def nbytes(self) -> int: ...


P = ParamSpec("P")
A = TypeVar("A", bound=_Array)


def array_cache(max_bytes: int) -> Callable[[Callable[P, A]], Callable[P, A]]:
    """Remember the arrays that a function returns, the least recently used of them within ``max_bytes`` in all.

    Several threads that ask for the same array compute it once; one larger than the bound is computed each time.
    """
    kept: cachetools.LRUCache[Hashable, A] = cachetools.LRUCache(max_bytes, getsizeof=lambda a: a.nbytes)
    return cachetools.cached(kept, condition=threading.Condition())

"""Arrays remembered by what they were computed from, within a bound of bytes."""

import threading
from collections.abc import Callable, Hashable
from typing import ParamSpec

import cachetools
import numpy as np

P = ParamSpec("P")


def array_cache(max_bytes: int) -> Callable[[Callable[P, np.ndarray]], Callable[P, np.ndarray]]:
    """Remember the arrays that a function returns, the least recently used of them within ``max_bytes`` in all.

    Several threads that ask for the same array compute it once; one larger than the bound is computed each time.
    """
    kept: cachetools.LRUCache[Hashable, np.ndarray] = cachetools.LRUCache(max_bytes, getsizeof=lambda a: a.nbytes)
    return cachetools.cached(kept, condition=threading.Condition())

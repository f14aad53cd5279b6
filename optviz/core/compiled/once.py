"""Results that are computed once, however many threads ask."""

import functools
import threading
from collections.abc import Callable
from typing import Any, TypeVar

T = TypeVar("T")
_REMEMBERED = 256


def once(function: Callable[..., T], remembered: int = _REMEMBERED) -> Callable[..., T]:
    """Return ``function`` with its last results, 256 of them, remembered by its arguments.

    Each is computed by one thread alone: ``functools.cache`` would let two threads that ask at once compute twice, here
    seconds of compiling.
    """
    results: dict[tuple, T] = {}
    locks: dict[tuple, threading.RLock] = {}
    guard = threading.Lock()

    @functools.wraps(function)
    def ask(*key: Any) -> T:
        try:
            return results[key]  # no lock on the way that is taken thousands of times
        except KeyError:
            pass
        with guard:
            lock = locks.setdefault(key, threading.RLock())
        with lock:
            if key not in results:
                result = function(*key)
                with guard:
                    if len(results) >= remembered:
                        results.pop(next(iter(results)))
                    results[key] = result
                    locks.pop(key, None)
                return result
            return results[key]

    return ask

"""Whether somebody waits for a picture now: what can be done later lets them go first."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager

_CHANGED = threading.Condition()
_waiting = 0


@contextmanager
def visit() -> Iterator[None]:
    """Count somebody who waits for a picture until the block ends."""
    global _waiting
    with _CHANGED:
        _waiting += 1
    try:
        yield
    finally:
        with _CHANGED:
            _waiting -= 1
            _CHANGED.notify_all()


def let_pass(seconds: float) -> None:
    """Return when nobody waits for a picture, or after so many seconds."""
    with _CHANGED:
        _CHANGED.wait_for(lambda: not _waiting, seconds)

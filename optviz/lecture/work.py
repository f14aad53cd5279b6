"""Long computations of a section: told piece by piece, so that the browser sees how far they are."""

import dataclasses
from collections.abc import Callable, Iterator
from typing import Any


@dataclasses.dataclass(frozen=True)
class Work:
    """Something to compute: equal keys, equal results. ``make`` starts it; each item is its newest result so far."""

    key: str
    make: Callable[[], Iterator[Any]]

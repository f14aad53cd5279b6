"""Tables that browsers have lent the server: in memory alone, by their content's hash, within a bound of bytes."""

import hashlib
import re
import threading
import weakref
from collections.abc import Sequence

import cachetools
import numpy as np

from optviz.core.tables.reading import TableError, read_table

MAX_BYTES = 16 * 2**20
"""Bytes of all tables that are kept; the least recently used goes first."""

NAME = re.compile("[0-9a-f]{24}")
"""What a table is called in a link: the beginning of its text's SHA-256."""


class Table:
    """Columns of numbers and their names, which may be empty; ``rows``: (n, width) float64, read-only.

    Tables of the same content are equal; ``key`` names it.
    """

    def __init__(self, rows: Sequence[Sequence[float]] | np.ndarray, names: tuple[str, ...]) -> None:
        self.rows = np.array(rows, dtype=float)
        self.rows.flags.writeable = False
        self.names = names
        self.key = hashlib.sha256(repr(names).encode() + self.rows.tobytes()).hexdigest()[:24]

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Table) and self.key == other.key

    def __hash__(self) -> int:
        return hash(self.key)


def table_of(text: str, width: int = 0) -> Table:
    """Return the table in a text whose cells are all numbers, ``width`` columns of it, by default all.

    Raises :class:`TableError` with a sentence.
    """
    width = width or min(max(text.partition("\n")[0].count(",") + 1, 2), 3)
    read = read_table(text, width)
    if read.left_out or len(read.names) != width:
        raise TableError(f"A table to keep has {width} columns and no missing cell.")
    return Table(read.rows, read.taken_names)


class Shelf:
    """Keeps tables by name. One that has gone is still found as long as anybody holds it, a picture under way."""

    def __init__(self, max_bytes: int = MAX_BYTES) -> None:
        self._tables: cachetools.LRUCache[str, Table] = cachetools.LRUCache(max_bytes, lambda t: t.rows.nbytes + 200)
        self._held: weakref.WeakValueDictionary[str, Table] = weakref.WeakValueDictionary()
        self._lock = threading.Lock()

    def keep(self, text: str) -> str:
        """Keep the table in a text and return its name. Raises :class:`TableError` with a sentence."""
        name = hashlib.sha256(text.encode()).hexdigest()[:24]
        table = self.find(name) or table_of(text)
        with self._lock:
            self._tables[name] = self._held[name] = table
        return name

    def find(self, name: str) -> Table | None:
        """Return the table of this name, or None where it is not known any more."""
        with self._lock:
            return self._tables.get(name) or self._held.get(name)


SHELF = Shelf()
"""The tables of this process."""

"""The stage's messages read back, as the browser reads them."""

import zlib
from typing import Any

import numpy as np

from tests.decoder import columns_of, parsed

Columns = dict[str, np.ndarray]


def read_view(data: bytes) -> tuple[dict[str, Any], list[Columns]]:
    """The header of a view message, and each run's columns by name."""
    header, body = parsed(data)
    table = [(i, *column) for i, run in enumerate(header["runs"]) for column in run["columns"]]
    columns = columns_of(zlib.decompress(body), [length for _, _, length in table]) if body else []
    runs: list[Columns] = [{} for _ in header["runs"]]
    for (i, name, _), values in zip(table, columns, strict=True):
        runs[i][name] = values
    return header, runs

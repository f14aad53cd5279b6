"""The numbers behind a board's panels as tables: what a person takes along."""

import csv
import dataclasses
import io
import json
import math
from collections.abc import Iterator, Sequence

import numpy as np

from optviz.figures.board.board import Board
from optviz.figures.board.layers import Layer, Path
from optviz.figures.board.panels import Axes, Chart, Formula, Panel, Surface3D

STEP = "number of steps taken; 0 is the start"


@dataclasses.dataclass(frozen=True, eq=False)
class DataColumn:
    """Numbers under a name; ``says``: what they are, in words, with their unit where they have one."""

    name: str
    says: str
    values: np.ndarray


@dataclasses.dataclass(frozen=True, eq=False)
class DataTable:
    """Columns that may be of different lengths: a run that ends early has fewer rows. ``notes`` stand above it."""

    title: str
    columns: tuple[DataColumn, ...]
    notes: tuple[str, ...] = ()

    @property
    def length(self) -> int:
        """The number of rows."""
        return max((len(column.values) for column in self.columns), default=0)


def board_tables(board: Board) -> tuple[DataTable, ...]:
    """Return a table for each chart, each plane with paths, and each formula that goes with the steps."""
    return tuple(table for panel in board.panels for table in _panel_tables(panel))


def _panel_tables(panel: Panel) -> Iterator[DataTable]:
    if isinstance(panel, Chart):
        yield from _table(panel.title, [column for curve in _curves(panel) for column in curve])
    elif isinstance(panel, Axes):
        yield from _paths(panel.title, (panel.x.label, panel.y.label), panel.layers)
    elif isinstance(panel, Surface3D):
        yield from _paths(panel.title, (panel.x_label, panel.y_label), panel.paths)
    elif isinstance(panel, Formula) and panel.counts:
        yield from _table(panel.title, list(_quantities(panel)))


def _table(title: str, columns: Sequence[DataColumn]) -> Iterator[DataTable]:
    length = max((len(column.values) for column in columns), default=0)
    if length:
        yield DataTable(title, (DataColumn("step", STEP, np.arange(length)), *columns))


def _curves(panel: Chart) -> Iterator[list[DataColumn]]:
    for number, curve in enumerate(panel.series, 1):
        name = curve.name or panel.title or f"curve {number}"
        places = [] if curve.x is None else [_column(f"{name}: {panel.x_label}", "where it is drawn", curve.x)]
        yield [*places, _column(name, panel.help or panel.title or "the curve", curve.y)]


def _paths(title: str, labels: tuple[str, str], layers: Sequence[Layer]) -> Iterator[DataTable]:
    columns: list[DataColumn] = []
    for number, path in enumerate((layer for layer in layers if isinstance(layer, Path)), 1):
        name = path.name or f"path {number}"
        places = zip(labels, (path.x, path.y), strict=True)
        columns += [_column(f"{name}: {label}", "where it is", rows) for label, rows in places]
        columns += [] if path.value is None else [_column(f"{name}: f", "f there", path.value)]
    yield from _table(title or "paths", columns)


def _quantities(panel: Formula) -> Iterator[DataColumn]:
    for name in panel.columns:
        rows = np.asarray(panel.numbers(name), float)
        if rows.ndim == 0:
            continue
        parts = rows.reshape(len(rows), -1).T
        for number, part in enumerate(parts, 1):
            yield _column(f"{name}{number}" if len(parts) > 1 else name, "as the worked step names it", part)


def _column(name: str, says: str, values: object) -> DataColumn:
    return DataColumn(name, says, np.asarray(values, float))


def csv_text(tables: Sequence[DataTable], address: str) -> str:
    """Return tables as one CSV file: lines with # tell what follows, and a blank line stands between two tables.

    A value that is no finite number, and what a shorter column lacks, is left empty.
    """
    return "\r\n".join(_csv_part(table, address) for table in tables)


def _csv_part(table: DataTable, address: str) -> str:
    out = io.StringIO()
    notes = (table.title, address, *table.notes, *(f"{column.name}: {column.says}" for column in table.columns))
    out.writelines(f"# {' '.join(note.split())}\r\n" for note in notes)
    writer = csv.writer(out)
    writer.writerow([column.name for column in table.columns])
    columns = [[_number(value) for value in column.values.tolist()] for column in table.columns]
    writer.writerows([column[row] if row < len(column) else "" for column in columns] for row in range(table.length))
    return out.getvalue()


def _number(value: float) -> str:
    return repr(value) if math.isfinite(value) else ""


def json_text(tables: Sequence[DataTable], address: str) -> str:
    """Return tables as JSON; a value that is no finite number is null."""
    return json.dumps(
        {
            "address": address,
            "tables": [
                {
                    "title": table.title,
                    "notes": table.notes,
                    "columns": [
                        {
                            "name": column.name,
                            "says": column.says,
                            "values": [v if math.isfinite(v) else None for v in column.values.tolist()],
                        }
                        for column in table.columns
                    ],
                }
                for table in tables
            ],
        },
        ensure_ascii=False,
    )

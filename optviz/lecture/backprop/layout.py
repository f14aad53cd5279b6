"""Places for the nodes of a computed expression: columns by depth, rows so that arrows are short and seldom cross.

The layered layout of Sugiyama, Tagawa and Toda (1981) in its plainest form: long arrows get a place in every column
they pass, columns are ordered by the mean place of their neighbours, then rows are spread.
"""

import dataclasses
import itertools

from optviz.core.backprop.tape import Tape

SWEEPS = 12
THIN = 0.55
"""Room for a passing arrow, where a node has 1."""


@dataclasses.dataclass
class Spot:
    """A node, or the place where a long arrow passes a column."""

    column: int
    thin: bool
    row: float = 0.0
    near: list["Spot"] = dataclasses.field(default_factory=list)

    @property
    def wish(self) -> float:
        """The mean row of its neighbours."""
        return sum(one.row for one in self.near) / len(self.near) if self.near else self.row


@dataclasses.dataclass(frozen=True)
class Layout:
    """``places``: (column, row) of each node; ``vias``: for (node, slot), where the arrow to it passes, in order."""

    places: tuple[tuple[int, float], ...]
    vias: dict[tuple[int, int], tuple[tuple[int, float], ...]]


def columns_of(tape: Tape) -> list[int]:
    """Return each node's column: variables first, numbers just before what uses them, the rest after its parents."""
    columns = [0] * len(tape.nodes)
    for place, node in enumerate(tape.nodes):
        if not node.leaf:
            columns[place] = 1 + max(columns[i] for i in node.parents)
    for place, node in enumerate(tape.nodes):
        for parent in node.parents:
            if tape.nodes[parent].entry.op == "number":
                columns[parent] = columns[place] - 1
    return columns


def _linked(tape: Tape, columns: list[int]) -> tuple[list[Spot], dict[tuple[int, int], list[Spot]]]:
    spots = [Spot(column, False) for column in columns]
    passing: dict[tuple[int, int], list[Spot]] = {}
    for place, node in enumerate(tape.nodes):
        for slot, parent in enumerate(node.parents):
            between = [Spot(column, True) for column in range(columns[parent] + 1, columns[place])]
            way = [spots[parent], *between, spots[place]]
            for a, b in itertools.pairwise(way):
                a.near.append(b)
                b.near.append(a)
            passing[place, slot] = between
    return spots, passing


def _spread(column: list[Spot]) -> None:
    """Put a column's spots as near to their wishes as the room between them allows."""
    wishes = {id(one): one.wish for one in column}
    column.sort(key=lambda one: wishes[id(one)])
    for before, one in zip([None, *column], column, strict=False):
        room = 0.0 if before is None else (1.0 if not (before.thin or one.thin) else (1 + THIN) / 2)
        one.row = wishes[id(one)] if before is None else max(wishes[id(one)], before.row + room)
    shift = sum(wishes[id(one)] - one.row for one in column) / len(column)
    for one in column:
        one.row += shift


def layout(tape: Tape) -> Layout:
    """Return where the nodes of a tape stand and where its long arrows pass; rows are centred on 0."""
    columns = columns_of(tape)
    spots, passing = _linked(tape, columns)
    everyone = [*spots, *(spot for between in passing.values() for spot in between)]
    by_column = [[one for one in everyone if one.column == c] for c in range(max(columns) + 1)]
    for column in by_column:
        for i, one in enumerate(column):
            one.row = i - (len(column) - 1) / 2
    for sweep in range(SWEEPS):
        for column in by_column if sweep % 2 else reversed(by_column):
            _spread(column)
    rows = [one.row for one in everyone]
    middle = (min(rows) + max(rows)) / 2
    place = lambda one: (one.column, round(one.row - middle, 3))  # noqa: E731
    return Layout(
        tuple(place(one) for one in spots),
        {key: tuple(place(one) for one in between) for key, between in passing.items()},
    )

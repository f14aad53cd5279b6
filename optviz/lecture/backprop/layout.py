"""Places for the nodes of a computed expression: columns by depth, rows so that arrows are short and seldom cross.

The layered layout of Sugiyama, Tagawa and Toda (1981) in its plainest form: long arrows get a dummy vertex in every
column they pass, columns are ordered by the barycenters of their neighbours, then rows are spread.
"""

import dataclasses
import itertools

from optviz.core.backprop.reverse import Recording

SWEEPS = 12
DUMMY_HEIGHT = 0.55
"""The height kept free for a passing arrow, where a node has 1."""

Position = tuple[int, float]


@dataclasses.dataclass
class Vertex:
    """A node, or a dummy: the place where a long arrow passes a column."""

    column: int
    dummy: bool
    row: float = 0.0
    neighbours: list["Vertex"] = dataclasses.field(default_factory=list)

    @property
    def barycenter(self) -> float:
        """The mean row of its neighbours."""
        rows = [vertex.row for vertex in self.neighbours]
        return sum(rows) / len(rows) if rows else self.row


@dataclasses.dataclass(frozen=True)
class Layout:
    """``nodes``: (column, row) of each node; ``bends``: for (node, slot), where the arrow to it passes, in order."""

    nodes: tuple[Position, ...]
    bends: dict[tuple[int, int], tuple[Position, ...]]


def columns_of(recording: Recording) -> list[int]:
    """Return each node's column: variables first, numbers just before what uses them, the rest after its parents."""
    columns = [0] * len(recording.nodes)
    for index, node in enumerate(recording.nodes):
        if not node.leaf:
            columns[index] = 1 + max(columns[i] for i in node.parents)
    for index, node in enumerate(recording.nodes):
        for parent in node.parents:
            if recording.nodes[parent].entry.op == "number":
                columns[parent] = columns[index] - 1
    return columns


def _vertices(recording: Recording, columns: list[int]) -> tuple[list[Vertex], dict[tuple[int, int], list[Vertex]]]:
    """Return a vertex for each node and, for each (node, slot), the dummies of the arrow to it; all are linked."""
    vertices = [Vertex(column, False) for column in columns]
    dummies: dict[tuple[int, int], list[Vertex]] = {}
    for index, node in enumerate(recording.nodes):
        for slot, parent in enumerate(node.parents):
            between = [Vertex(column, True) for column in range(columns[parent] + 1, columns[index])]
            for a, b in itertools.pairwise([vertices[parent], *between, vertices[index]]):
                a.neighbours.append(b)
                b.neighbours.append(a)
            dummies[index, slot] = between
    return vertices, dummies


def _distance(a: Vertex, b: Vertex) -> float:
    """Return the least distance of two neighbours in a column."""
    return (1 + DUMMY_HEIGHT) / 2 if a.dummy or b.dummy else 1.0


def _spread(column: list[Vertex]) -> None:
    """Put a column's vertices as near to their barycenters as the distances between them allow."""
    wanted = {id(vertex): vertex.barycenter for vertex in column}
    column.sort(key=lambda vertex: wanted[id(vertex)])
    column[0].row = wanted[id(column[0])]
    for above, vertex in itertools.pairwise(column):
        vertex.row = max(wanted[id(vertex)], above.row + _distance(above, vertex))
    shift = sum(wanted[id(vertex)] - vertex.row for vertex in column) / len(column)
    for vertex in column:
        vertex.row += shift


def layout(recording: Recording) -> Layout:
    """Return where the nodes of a formula stand and where its long arrows pass; rows are centred on 0."""
    columns = columns_of(recording)
    vertices, dummies = _vertices(recording, columns)
    everything = [*vertices, *itertools.chain.from_iterable(dummies.values())]
    by_column = [[vertex for vertex in everything if vertex.column == c] for c in range(max(columns) + 1)]
    for column in by_column:
        for i, vertex in enumerate(column):
            vertex.row = i - (len(column) - 1) / 2
    for sweep in range(SWEEPS):
        for column in by_column if sweep % 2 else reversed(by_column):
            _spread(column)
    rows = [vertex.row for vertex in everything]
    middle = (min(rows) + max(rows)) / 2

    def position(vertex: Vertex) -> Position:
        return vertex.column, round(vertex.row - middle, 3)

    return Layout(
        tuple(position(vertex) for vertex in vertices),
        {key: tuple(position(dummy) for dummy in between) for key, between in dummies.items()},
    )

"""The road map: the stops of the lecture in its order, and the question that each one answers."""

from itertools import pairwise

from optviz.figures.board import Board, Edge, Graph, Node, Table
from optviz.lecture import TITLES
from optviz.lecture.section import Section, Values

STOPS = {
    "weights": ("Does the perceptron algorithm still help?", "a loss, and its slope"),
    "one_dimension": ("Which way is down, and how far?", "gradient descent, learning rate η"),
    "traps": ("Where does it get stuck?", "gradient, local minima, saddle points"),
    "stochastic": ("What if n is huge?", "mini-batches, SGD, epochs"),
    "momentum": ("How to stop the zigzag?", "remember past gradients"),
    "adaptive": ("One learning rate for all?", "AdaGrad, RMSprop, Adam"),
    "network": ("Does it train a real network?", "cross-entropy, accuracy, landscape"),
    "backprop": ("Where do the gradients come from?", "chain rule, backpropagation"),
}
"""Each page's question, and what answers it; the pages are those of the lecture, in its order."""

PER_ROW = 4


def road_map_board(_: Values) -> Board:
    """Return the stops as a row of boxes, and as a table of questions and answers."""
    nodes = tuple(Node(stem, *place(i), f"{i + 1} · {TITLES[stem]}") for i, stem in enumerate(STOPS))
    rows_end = set(list(STOPS)[PER_ROW - 1 :: PER_ROW])
    edges = tuple(Edge(start, end) for start, end in pairwise(STOPS) if start not in rows_end)
    rows = tuple(
        (str(i + 1), TITLES[stem], question, answer) for i, (stem, (question, answer)) in enumerate(STOPS.items())
    )
    table = Table("stops", ("", "page", "question", "what answers it"), rows, follow=False, mono=False)
    return Board(
        (Graph("map", nodes, edges, title="the lecture"), table),
        (("map",), ("stops",)),
        heights=(0.6, 0.0),
        summary="The lecture's pages in their order: " + ", ".join(TITLES[stem] for stem in STOPS) + ".",
    )


def place(index: int) -> tuple[int, float]:
    """Return a stop's column and row: two rows, both read from left to right."""
    return index % PER_ROW, float(index // PER_ROW)


ROAD_MAP = Section("road_map", "Road map", draw=road_map_board, links=tuple(STOPS)[1:])

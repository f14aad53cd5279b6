"""The road map names every page of the lecture, in its order, and leads to each."""

from optviz.figures.board import Graph, Table
from optviz.lecture import BEYOND, TITLES
from optviz.lecture.page_state import opened
from optviz.lecture.weights import PAGE
from optviz.lecture.weights.road_map import ROAD_MAP, STOPS

LECTURE = {stem: title for stem, title in TITLES.items() if stem not in BEYOND}
"""The lecture's own pages: the others are for after it."""


def test_the_stops_are_the_lectures_pages_in_its_order() -> None:
    assert list(STOPS) == list(LECTURE)
    assert list(ROAD_MAP.links) == list(LECTURE)[1:]


def test_the_map_and_the_table_show_every_stop() -> None:
    board = opened(PAGE, "road_map").board()
    assert [node.title.split(" · ")[1] for node in board.panel("map", Graph).nodes] == list(LECTURE.values())
    assert [row[1] for row in board.panel("stops", Table).rows] == list(LECTURE.values())


def test_no_two_boxes_lie_in_one_place_and_arrows_lead_rightwards() -> None:
    graph = opened(PAGE, "road_map").board().panel("map", Graph)
    places = {node.key: (node.column, node.row) for node in graph.nodes}
    assert len(set(places.values())) == len(places)
    assert all(places[edge.end] == (places[edge.start][0] + 1, places[edge.start][1]) for edge in graph.edges)

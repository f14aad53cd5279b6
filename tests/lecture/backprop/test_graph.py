"""The section on graphs: gradients that add up, what is shown when, and nodes that nothing covers."""

import math
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from optviz.core.backprop.reverse import Recording, backward, gradient, record
from optviz.core.typed.formula import read
from optviz.figures.board import Graph, Keyframes
from optviz.lecture.backprop.graph import NAMES, parse_problem, recording_notices, recording_of
from optviz.lecture.backprop.layout import DUMMY_HEIGHT, Layout, columns_of, layout

from .helpers import board_of, values_of

TYPED = ["x", "7", "x*x", "x*y + sin(x)", "(x + y)*(x - y)", "tanh(x*y + z)*exp(-x^2) + sin(y*z)/(x^2 + 1)", "2 + 3*x"]


def shown(keyframes: Keyframes, step: int) -> str | None:
    """The text that keyframes show at a step."""
    return next((text for since, text in reversed(keyframes) if since <= step), None)


def test_x_gets_two_parts_that_add_up():
    recording = recording_of(values_of("graph", "used_twice"))
    x = next(i for i, node in enumerate(recording.nodes) if node.entry.name == "x")
    parts = [step.contribution for step in backward(recording) if step.parent == x]
    assert sorted(parts) == pytest.approx([-1.0, math.cos(2)]) and math.cos(2) == pytest.approx(-0.416, abs=5e-4)
    assert gradient(recording)["x"] == pytest.approx(-1.416, abs=5e-4)


def test_x_times_x_has_two_arrows_to_one_node():
    recording = recording_of(values_of("graph", "squared"))
    assert recording.nodes[-1].parents == (0, 0) and gradient(recording) == {"x": 4.0}


def test_the_lectures_example_is_ninety_here_too():
    recording = recording_of(values_of("graph", "lecture_graph"))
    assert recording.value == 25 and gradient(recording) == {"x": 90.0}


def test_a_neuron_hands_on_everything_or_nothing():
    assert gradient(recording_of(values_of("graph", "neuron"))) == {"x": 2.0, "y": 1.0, "z": 1.0}
    assert set(gradient(recording_of(values_of("graph", "switched_off"))).values()) == {0.0}


def test_squared_error_and_logistic_loss_are_those_of_the_books():
    x, y, z = 2.0, -1.0, 0.5
    error = x * y + z - 1
    assert gradient(recording_of(values_of("graph", "squared_error"))) == pytest.approx(
        {"x": 2 * error * y, "y": 2 * error * x, "z": 2 * error}
    )
    share = 1 / (1 + math.exp(x * y))
    assert gradient(recording_of(values_of("graph", "logistic"))) == pytest.approx({"x": -y * share, "y": -x * share})


def test_the_task_has_four_and_two_made_of_two_parts_each():
    recording = recording_of(values_of("graph", expression="(x+y)*(x-y)"))
    assert gradient(recording) == {"x": 4.0, "y": 2.0}
    names = [recording.nodes[step.parent].entry.name for step in backward(recording)]
    assert names.count("x") == names.count("y") == 2


def test_what_cannot_be_read_or_computed_is_said_in_a_sentence():
    assert parse_problem(values_of("graph")) == ""
    assert "Did you mean sin?" in parse_problem(values_of("graph", expression="sine(x)"))
    for text, says in {
        "log(y)": "log needs a number above 0",
        "x/(y + 1)": "a number other than 0 below the line",
        "(y + 1)^-2": "a negative power",
        "exp(exp(exp(x^3)))": "too large",
    }.items():
        (notice,) = recording_notices(recording_of(values_of("graph", expression=text)))
        assert says in notice, text
    (kink,) = recording_notices(recording_of(values_of("graph", expression="relu(y + 1)")))
    assert "0 is taken" in kink
    assert recording_notices(recording_of(values_of("graph"))) == ()


@pytest.mark.parametrize("text", TYPED)
def test_a_node_has_its_value_after_those_it_needs_and_its_whole_gradient_before_it_hands_on(text):
    graph = board_of("graph", expression=text).panel("graph", Graph)
    nodes = {node.key: node for node in graph.nodes}
    last = len(graph.highlights) - 1
    for edge in graph.edges:
        start, end = nodes[edge.start].lines, nodes[edge.end].lines
        if start:
            assert start[0][0][0] < end[0][0][0]
            ((labelled, _),) = edge.label
            assert end[1][-1][0] < labelled <= last and labelled in [since for since, _ in start[1]]
            assert shown(start[1], end[0][0][0]) is None


def test_the_gradient_in_the_node_of_x_grows_at_the_second_visit():
    graph = board_of("graph").panel("graph", Graph)
    x = next(node for node in graph.nodes if node.title == "$x$")
    assert [text for _, text in x.lines[1]] == ["−0.4161", "−1.416"]


def test_a_broken_expression_stops_where_it_breaks():
    board = board_of("graph", expression="log(y)*x + 1")
    graph = board.panel("graph", Graph)
    assert board.status == ("broken",) and not any(highlight.back for highlight in graph.highlights)
    assert [node.title for node in graph.nodes if node.key in graph.highlights[-1].nodes] == [r"$v_{1} = \log(y)$"]


@pytest.mark.parametrize("unread", [{"expression": "sine(x)"}, {"expression": " "}, {"letters": "a = = 2"}])
def test_what_cannot_be_read_leaves_a_sentence_beside_the_last_good_picture(unread):
    last = {"last_expression": "a*x", "last_letters": "a = 3"}
    board = board_of("graph", **{"expression": "a*x", "letters": "a = 3"} | last | unread)
    good = board_of("graph", expression="a*x", letters="a = 3")
    assert "cannot be read yet" in board.notices[0] and good.notices == ()
    assert board.panel("graph", Graph) == good.panel("graph", Graph) and board.summary == good.summary


def laid_out(text: str) -> tuple[Recording, Layout]:
    """The graph of a typed expression, and where its nodes stand."""
    recording = record(read(text, NAMES).tape, {"x": 1.0, "y": 2.0, "z": 3.0})
    return recording, layout(recording)


@pytest.mark.parametrize("text", TYPED)
def test_arrows_run_to_the_right_and_pass_every_column_between(text):
    recording, positions = laid_out(text)
    for index, node in enumerate(recording.nodes):
        for slot, parent in enumerate(node.parents):
            bends = [column for column, _ in positions.bends[index, slot]]
            columns = [positions.nodes[parent][0], *bends, positions.nodes[index][0]]
            assert columns == list(range(columns[0], columns[-1] + 1)) and len(columns) > 1


def least_distances(positions: Layout) -> tuple[float, float]:
    """The least distance of two nodes, and of a node and a passing arrow, in one column."""
    passing = [bend for bends in positions.bends.values() for bend in bends]
    nodes = [b[1] - a[1] for a, b in combinations(positions.nodes, 2) if a[0] == b[0]]
    mixed = [bend[1] - node[1] for bend in passing for node in positions.nodes if bend[0] == node[0]]
    return min(map(abs, nodes), default=1.0), min(map(abs, mixed), default=1.0)


def longer(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    pairs = st.tuples(inner, st.sampled_from("+-*/"), inner).map(lambda t: f"({t[0]}{t[1]}{t[2]})")
    return pairs | inner.map(lambda t: f"sin({t})") | inner.map(lambda t: f"({t})^2")


@given(st.recursive(st.sampled_from(["x", "y", "z", "2"]), longer, max_leaves=8))
def test_no_node_covers_another_and_no_arrow_runs_through_a_node(text):
    nodes, mixed = least_distances(laid_out(text)[1])
    assert nodes > 0.99 and mixed > (1 + DUMMY_HEIGHT) / 2 - 0.01


def test_numbers_stand_just_before_what_uses_them():
    recording, _ = laid_out("sin(sin(x)) + 1")
    assert columns_of(recording) == [0, 1, 2, 2, 3]


BOOKS = {
    "sum_times": (-12.0, {"x": -4.0, "y": -4.0, "z": 3.0}),
    "max_gate": (-20.0, {"x": -8.0, "y": 6.0, "z": 2.0, "w": 0.0}),
    "five_inputs": (0.7310586, {"w0": -0.1966, "x0": 0.3932, "w1": -0.3932, "x1": -0.5898, "w2": 0.1966}),
    "product": (-8.0, {"a": 6.0, "b": -4.0, "c": -2.0, "f": 4.0}),
    "micrograd": (24.7041, {"a": 138.8338, "b": 645.5773}),
    "mazur": (0.298371109, {"w5": 0.082167041, "w6": 0.082667628, "w7": -0.022602540, "w1": 0.000438568}),
}


@pytest.mark.parametrize("preset", BOOKS)
def test_the_textbooks_own_graphs_have_the_numbers_that_are_printed_there(preset):
    values = values_of("graph", preset)
    recording, (value, grads) = recording_of(values), BOOKS[preset]
    assert recording.value == pytest.approx(value, rel=1e-5)
    found = gradient(recording)
    assert {name: found[name] for name in grads} == pytest.approx(grads, rel=2e-4)
    board = board_of("graph", preset)
    assert board.status == ("complete",) and board.notices == ()


def test_a_letter_without_a_value_is_1_and_the_page_says_so():
    values = values_of("graph", expression="a*x + b", letters="b = 1/2")
    assert recording_of(values).value == 2.5 and gradient(recording_of(values)) == {"a": 2.0, "x": 1.0, "b": 1.0}
    (notice,) = board_of("graph", expression="a*x + b", letters="b = 1/2").notices
    assert str(notice).startswith("a is 1")
    assert "cannot be read" in parse_problem(values_of("graph", expression="a*x", letters="a = = 2"))
    assert "finite" in parse_problem(values_of("graph", expression="a*x", letters="a = 1/0"))


def test_a_result_is_called_l_where_f_is_a_letter_of_the_formula():
    board = board_of("graph", "product")
    assert board.summary.startswith("L = −8. ∂L/∂a = 6") and "∂L/∂f = 4" in board.summary
    assert board.panel("graph", Graph).nodes[-1].title == r"$L = v_{2} \cdot f$"
    assert board_of("graph").panel("graph", Graph).nodes[-1].title == "$f = v_{1} + v_{2}$"

"""A typed expression as a graph: values forward, gradients backward, one arrow at a time."""

from optviz.core.backprop.expression import ExpressionError, parse
from optviz.core.backprop.tape import BackwardStep, Tape, backward, gradient, record
from optviz.core.backprop.tape import Node as TapeNode
from optviz.core.number_text import label, tex
from optviz.figures.board import Board, Edge, Graph, Highlight, Keyframes, Node, TextLines
from optviz.lecture.backprop.layout import layout
from optviz.lecture.backprop.numbers import bracketed, display_math
from optviz.lecture.controls import Slider, TextInput
from optviz.lecture.section import Preset, Section, Values

SIGNS = {"add": "{} + {}", "sub": "{} - {}", "mul": r"{} \cdot {}", "div": r"{} / {}", "neg": "-{}"}
REASONS = {
    "log": "log needs a number above 0",
    "div": "a division needs a number other than 0 below the line",
    "pow": "a negative power needs a number other than 0",
}
"""Why an operation has no value."""


def tape_of(values: Values) -> Tape:
    """Return the computed graph of the typed expression; raises :class:`ExpressionError` with a sentence."""
    return record(parse(values["expression"]), {name: float(values[name]) for name in "xyz"})


def parse_problem(values: Values) -> str:
    """Return a sentence if the typed expression cannot be read, else an empty text."""
    try:
        parse(values["expression"])
    except ExpressionError as error:
        return f"This cannot be read yet. {error}"
    return ""


def tape_notices(tape: Tape) -> tuple[str, ...]:
    """Return a sentence about what would puzzle: a value that does not exist, ReLU exactly on its kink."""
    if tape.broken is not None:
        node = tape.nodes[tape.broken]
        reason = REASONS.get(node.entry.op)
        inputs = [tape.nodes[i].value for i in node.parents]
        if reason and (min(inputs) <= 0 or (node.entry.op == "div" and inputs[1] == 0)):
            return (f"The computation stops: {reason}. Move x, y or z.",)
        return ("The computation stops: a value is too large for the computer’s numbers. Move x, y or z.",)
    if any(node.entry.op == "relu" and tape.nodes[node.parents[0]].value == 0 for node in tape.nodes):
        return (
            "relu stands exactly on its kink, where it has no derivative: 0 is taken, as everywhere in deep learning.",
        )
    return ()


def graph_board(values: Values) -> Board:
    """Show the graph of the typed expression, or a sentence where it cannot be read."""
    problem = parse_problem(values)
    if problem:
        return Board((TextLines("lines", ((),)),), (("lines",),), notices=(problem,), summary=problem)
    tape = tape_of(values)
    timeline = _Timeline(tape)
    grads = {} if timeline.broken else gradient(tape)
    slopes = ", ".join(f"∂f/∂{name} = {label(value)}" for name, value in grads.items())
    return Board(
        (timeline.graph(), timeline.lines()),
        (("graph",), ("lines",)),
        timeline.last,
        heights=(1.0, 0.52),
        pace=1.0,
        unit="step",
        status=("broken",) if timeline.broken else ("complete",),
        notices=tape_notices(tape),
        summary=f"f = {label(tape.value)}. {slopes or 'There is no gradient.'}",
    )


class _Timeline:
    """When a node gets its value, when its gradient: the inputs at step 0, then a node a step, then an arrow a step."""

    def __init__(self, tape: Tape) -> None:
        self.tape = tape
        self.broken = tape.broken is not None
        inner = [i for i, node in enumerate(tape.nodes) if not node.leaf]
        self.order = [i for i in inner if tape.broken is None or i <= tape.broken]
        self.value_step = {i: 0 for i, node in enumerate(tape.nodes) if node.leaf} | {
            i: k + 1 for k, i in enumerate(self.order)
        }
        self.seed_step = len(self.order) + 1
        self.backward_steps: tuple[BackwardStep, ...] = () if self.broken else backward(tape)
        self.last = len(self.order) if self.broken else self.seed_step + len(self.backward_steps)
        self.names = _names(tape)

    def graph(self) -> Graph:
        positions = layout(self.tape)
        nodes = tuple(
            Node(str(i), *positions.nodes[i], self.title(i), self.node_lines(i), backs=(1,), leaf=node.leaf)
            for i, node in enumerate(self.tape.nodes)
        )
        edges, edge_index = [], {}
        for i, node in enumerate(self.tape.nodes):
            for slot, parent in enumerate(node.parents):
                edge_index[i, slot] = len(edges)
                edges.append(Edge(str(parent), str(i), self.edge_label(i, slot), positions.bends[i, slot]))
        title = "in each node its value, and below it ∂f/∂(that node), added up"
        return Graph("graph", nodes, tuple(edges), self.highlights(edge_index), title)

    def title(self, i: int) -> str:
        node = self.tape.nodes[i]
        if node.leaf:
            return f"${self.names[i]}$"
        return f"${self.names[i]} = {_formula(node, [self.names[p] for p in node.parents])}$"

    def node_lines(self, i: int) -> tuple[Keyframes, ...]:
        node = self.tape.nodes[i]
        if node.entry.op == "number":
            return ()
        value: Keyframes = ((self.value_step[i], label(node.value)),) if i in self.value_step else ()
        if self.broken:
            return (value,)
        grads: list[tuple[int, str]] = [(self.seed_step, "1")] if i == len(self.tape.nodes) - 1 else []
        grads += [(self.seed_step + 1 + k, label(p.total)) for k, p in enumerate(self.backward_steps) if p.parent == i]
        return value, tuple(grads)

    def edge_label(self, i: int, slot: int) -> Keyframes:
        for k, step in enumerate(self.backward_steps):
            if (step.node, step.slot) == (i, slot):
                return ((self.seed_step + 1 + k, rf"$\cdot\,{bracketed(step.local)}$"),)
        return ()

    def highlights(self, edge_index: dict[tuple[int, int], int]) -> tuple[Highlight, ...]:
        nodes = self.tape.nodes
        highlights = [Highlight(tuple(str(i) for i, node in enumerate(nodes) if node.leaf))]
        for i in self.order:
            highlights.append(Highlight((str(i),), tuple(edge_index[i, slot] for slot in range(len(nodes[i].parents)))))
        if not self.broken:
            highlights.append(Highlight((str(len(nodes) - 1),), (), True))
        for step in self.backward_steps:
            highlights.append(Highlight((str(step.parent),), (edge_index[step.node, step.slot],), True))
        return tuple(highlights)

    def lines(self) -> TextLines:
        nodes, names = self.tape.nodes, self.names
        given = [f"{names[i]} = {tex(node.value)}" for i, node in enumerate(nodes) if node.entry.op == "input"]
        lines = [display_math(r",\quad ".join(given)) if given else "There is no variable in it."]
        for i in self.order:
            node = nodes[i]
            symbols = _formula(node, [names[p] for p in node.parents])
            numbers = _formula(node, [_operand(node, nodes[p].value, k) for k, p in enumerate(node.parents)])
            lines.append(display_math(f"{names[i]} = {symbols} = {numbers} = {tex(node.value)}"))
        if not self.broken:
            lines.append(display_math(r"\frac{\partial f}{\partial f} = 1"))
            lines += [self.backward_line(step) for step in self.backward_steps]
        return TextLines("lines", tuple(tuple(lines[: k + 1]) for k in range(len(lines))), tuple(range(len(lines))))

    def backward_line(self, step: BackwardStep) -> str:
        node, parent = self.names[step.node], self.names[step.parent]
        before = step.total - step.contribution
        earlier = self.backward_steps[: self.backward_steps.index(step)]
        product = rf"{bracketed(step.upstream)} \cdot {bracketed(step.local)}"
        if not any(other.parent == step.parent for other in earlier):
            right = rf"{_d('f', node)}\,{_d(node, parent)} = {product} = {tex(step.contribution)}"
            return display_math(f"{_d('f', parent)} = {right}")
        right = rf"{tex(before)} + {product} = {tex(step.total)}"
        again = rf"$\quad {parent}$ is used again: its gradient grows by {display_math(tex(step.contribution))}"
        return display_math(f"{_d('f', parent)} = {right}") + again


def _d(above: str, below: str) -> str:
    return rf"\frac{{\partial {above}}}{{\partial {below}}}"


def _names(tape: Tape) -> list[str]:
    """Return a letter for each node: its own for a variable, v₁, v₂ … for what is computed, f for the result."""
    names, count = [], 0
    for node in tape.nodes:
        if node.entry.op == "input":
            names.append(node.entry.name)
        elif node.entry.op == "number":
            names.append(tex(node.value))
        else:
            count += 1
            names.append(f"v_{{{count}}}")
    if not tape.nodes[-1].leaf:
        names[-1] = "f"
    return names


def _formula(node: TapeNode, arguments: list[str]) -> str:
    op = node.entry.op
    if op == "pow":
        base = arguments[0]
        base = base if base.isalpha() or base.startswith("v_") or base.startswith("(") else rf"({base})"
        return rf"{base}^{{{int(node.entry.number)}}}"
    if op in SIGNS:
        return SIGNS[op].format(*arguments)
    name = rf"\{op}" if op != "relu" else r"\mathrm{relu}"
    return rf"{name}({arguments[0]})"


def _operand(node: TapeNode, value: float, slot: int) -> str:
    """Return a number as it stands in a formula: bracketed where a minus sign would meet another sign."""
    bare = node.entry.op not in (*SIGNS, "pow") or (slot == 0 and node.entry.op in ("add", "sub", "mul", "div"))
    return tex(value) if bare else bracketed(value)


GRAPH = Section(
    "graph",
    "Graph",
    controls=(
        TextInput("expression", "f(x, y, z) =", "x*y + sin(x)"),
        Slider("x", "x", "value of", 2.0, -3.0, 3.0),
        Slider("y", "y", "value of", -1.0, -3.0, 3.0),
        Slider("z", "z", "value of", 0.5, -3.0, 3.0),
    ),
    presets=(
        Preset("used_twice", "x is used twice"),
        Preset("squared", "x·x: two arrows", {"expression": "x*x"}),
        Preset("lecture_graph", "The lecture's example", {"expression": "(3x^3 + 2)^2", "x": 1.0}),
        Preset("neuron", "A neuron", {"expression": "relu(x*y + z)", "x": 1.0, "y": 2.0}),
        Preset("switched_off", "The neuron switched off", {"expression": "relu(x*y + z)"}),
        Preset("squared_error", "A squared error", {"expression": "(x*y + z - 1)^2"}),
        Preset("logistic", "Logistic loss", {"expression": "log(1 + exp(-x*y))"}),
    ),
    draw=graph_board,
)

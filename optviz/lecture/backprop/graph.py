"""A typed expression as a graph: values forward, gradients backward, one arrow at a time."""

from optviz.core.backprop.tape import BackwardStep, Tape, backward, gradient
from optviz.core.backprop.tape import Node as TapeNode
from optviz.figures.board import Board, Edge, Graph, Highlight, Keyframes, Node, TextLines
from optviz.lecture.backprop.common import tape_notices, tape_of, tape_problem
from optviz.lecture.backprop.layout import layout
from optviz.lecture.backprop.numbers import factor, math_line, plain, tex
from optviz.lecture.section import Values

SIGNS = {"add": "{} + {}", "sub": "{} - {}", "mul": r"{} \cdot {}", "div": r"{} / {}", "neg": "-{}"}


def graph_board(values: Values) -> Board:
    """The graph of the typed expression, or a sentence where it cannot be read."""
    problem = tape_problem(values)
    if problem:
        return Board((TextLines("lines", ((),)),), (("lines",),), notices=(problem,), summary=problem)
    tape = tape_of(values)
    story = _Story(tape)
    found = {} if story.broken else gradient(tape)
    told = ", ".join(f"∂f/∂{name} = {plain(value)}" for name, value in found.items())
    return Board(
        (story.graph(), story.lines()),
        (("graph",), ("lines",)),
        story.last,
        heights=(1.0, 0.52),
        pace=1.0,
        unit="step",
        status=("broken",) if story.broken else ("complete",),
        notices=tape_notices(tape),
        summary=f"f = {plain(tape.value)}. {told or 'There is no gradient.'}",
    )


class _Story:
    """When a node gets its value, when its gradient: the inputs at step 0, then a node a step, then an arrow a step."""

    def __init__(self, tape: Tape) -> None:
        self.tape = tape
        self.broken = tape.broken is not None
        inner = [i for i, node in enumerate(tape.nodes) if not node.leaf]
        self.order = [i for i in inner if tape.broken is None or i <= tape.broken]
        self.born = {i: 0 for i, node in enumerate(tape.nodes) if node.leaf} | {
            i: k + 1 for k, i in enumerate(self.order)
        }
        self.seed = len(self.order) + 1
        self.pulls: tuple[BackwardStep, ...] = () if self.broken else backward(tape)
        self.last = len(self.order) if self.broken else self.seed + len(self.pulls)
        self.names = _names(tape)

    def graph(self) -> Graph:
        spread = layout(self.tape)
        boxes = tuple(
            Node(str(i), *spread.places[i], self.title(i), self.box_lines(i), backs=(1,), leaf=node.leaf)
            for i, node in enumerate(self.tape.nodes)
        )
        wires, index = [], {}
        for i, node in enumerate(self.tape.nodes):
            for slot, parent in enumerate(node.parents):
                index[i, slot] = len(wires)
                wires.append(Edge(str(parent), str(i), self.wire_label(i, slot), spread.vias[i, slot]))
        title = "in each box its value, and below it ∂f/∂(that box), added up"
        return Graph("graph", boxes, tuple(wires), self.beats(index), title)

    def title(self, i: int) -> str:
        node = self.tape.nodes[i]
        if node.leaf:
            return f"${self.names[i]}$"
        return f"${self.names[i]} = {_formula(node, [self.names[p] for p in node.parents])}$"

    def box_lines(self, i: int) -> tuple[Keyframes, ...]:
        node = self.tape.nodes[i]
        if node.entry.op == "number":
            return ()
        value: Keyframes = ((self.born[i], plain(node.value)),) if i in self.born else ()
        if self.broken:
            return (value,)
        grads: list[tuple[int, str]] = [(self.seed, "1")] if i == len(self.tape.nodes) - 1 else []
        grads += [(self.seed + 1 + k, plain(p.total)) for k, p in enumerate(self.pulls) if p.parent == i]
        return value, tuple(grads)

    def wire_label(self, i: int, slot: int) -> Keyframes:
        for k, pull in enumerate(self.pulls):
            if (pull.node, pull.slot) == (i, slot):
                return ((self.seed + 1 + k, rf"$\cdot\,{factor(pull.local)}$"),)
        return ()

    def beats(self, index: dict[tuple[int, int], int]) -> tuple[Highlight, ...]:
        nodes = self.tape.nodes
        out = [Highlight(tuple(str(i) for i, node in enumerate(nodes) if node.leaf))]
        for i in self.order:
            out.append(Highlight((str(i),), tuple(index[i, slot] for slot in range(len(nodes[i].parents)))))
        if not self.broken:
            out.append(Highlight((str(len(nodes) - 1),), (), True))
        return (*out, *(Highlight((str(p.parent),), (index[p.node, p.slot],), True) for p in self.pulls))

    def lines(self) -> TextLines:
        nodes, names = self.tape.nodes, self.names
        given = [f"{names[i]} = {tex(node.value)}" for i, node in enumerate(nodes) if node.entry.op == "input"]
        steps = [math_line(r",\quad ".join(given)) if given else "There is no variable in it."]
        for i in self.order:
            node = nodes[i]
            letters = _formula(node, [names[p] for p in node.parents])
            numbers = _formula(node, [_operand(node, nodes[p].value, k) for k, p in enumerate(node.parents)])
            steps.append(math_line(f"{names[i]} = {letters} = {numbers} = {tex(node.value)}"))
        if not self.broken:
            steps.append(math_line(r"\frac{\partial f}{\partial f} = 1"))
            steps += [self.pull_line(pull) for pull in self.pulls]
        return TextLines("lines", tuple(tuple(steps[: k + 1]) for k in range(len(steps))), tuple(range(len(steps))))

    def pull_line(self, pull: BackwardStep) -> str:
        node, parent = self.names[pull.node], self.names[pull.parent]
        before = pull.total - pull.contribution
        first = not any(p.parent == pull.parent for p in self.pulls[: self.pulls.index(pull)])
        part = rf"{factor(pull.upstream)} \cdot {factor(pull.local)}"
        if first:
            right = rf"{_d('f', node)}\,{_d(node, parent)} = {part} = {tex(pull.contribution)}"
            return math_line(f"{_d('f', parent)} = {right}")
        right = rf"{tex(before)} + {part} = {tex(pull.total)}"
        words = rf"$\quad {parent}$ is used again: its gradient grows by {math_line(tex(pull.contribution))}"
        return math_line(f"{_d('f', parent)} = {right}") + words


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
    return tex(value) if bare else factor(value)

"""A computed formula step by step: when each node gets its value, when its gradient, and the line that says so."""

from optviz.core.backprop.reverse import BackwardStep, RecordedNode, Recording, backward
from optviz.core.number_text import label, tex
from optviz.core.typed.latex import latex, name_latex
from optviz.core.typed.trees import Tree
from optviz.figures.board import Edge, Graph, Highlight, Keyframes, Node, TextLines
from optviz.lecture.backprop.layout import layout
from optviz.lecture.backprop.numbers import bracketed, display_math

SIGNS = {"add": "{} + {}", "sub": "{} - {}", "mul": r"{} \cdot {}", "div": r"{} / {}", "neg": "-{}"}


RESULTS = ("f", "L", "F")
"""What the result is called: the first of these that is no letter of the formula."""

LONGEST_LATEX = 160
"""A formula whose LaTeX is longer is not shown as it was understood: its line would not fit."""


class Timeline:
    """When a node gets its value, when its gradient: the inputs at step 0, then a node a step, then an arrow a step."""

    def __init__(self, recording: Recording, latex: str) -> None:
        self.recording = recording
        self.latex = latex
        self.broken = recording.broken is not None
        inner = [i for i, node in enumerate(recording.nodes) if not node.leaf]
        self.order = [i for i in inner if recording.broken is None or i <= recording.broken]
        self.value_step = {i: 0 for i, node in enumerate(recording.nodes) if node.leaf} | {
            i: k + 1 for k, i in enumerate(self.order)
        }
        self.seed_step = len(self.order) + 1
        self.backward_steps: tuple[BackwardStep, ...] = () if self.broken else backward(recording)
        self.last = len(self.order) if self.broken else self.seed_step + len(self.backward_steps)
        letters = {node.entry.name for node in recording.nodes}
        self.result = next((name for name in RESULTS if name not in letters), "f")
        self.names = _names(recording, self.result)

    def graph(self) -> Graph:
        positions = layout(self.recording)
        nodes = tuple(
            Node(str(i), *positions.nodes[i], self.title(i), self.node_lines(i), backs=(1,), leaf=node.leaf)
            for i, node in enumerate(self.recording.nodes)
        )
        edges, edge_index = [], {}
        for i, node in enumerate(self.recording.nodes):
            for slot, parent in enumerate(node.parents):
                edge_index[i, slot] = len(edges)
                edges.append(Edge(str(parent), str(i), self.edge_label(i, slot), positions.bends[i, slot]))
        title = f"in each node its value, and below it ∂{self.result}/∂(that node), added up"
        return Graph("graph", nodes, tuple(edges), self.highlights(edge_index), title)

    def title(self, i: int) -> str:
        node = self.recording.nodes[i]
        if node.leaf:
            return f"${self.names[i]}$"
        return f"${self.names[i]} = {_formula(node, [self.names[p] for p in node.parents])}$"

    def node_lines(self, i: int) -> tuple[Keyframes, ...]:
        node = self.recording.nodes[i]
        if node.entry.op == "number":
            return ()
        value: Keyframes = ((self.value_step[i], label(node.value)),) if i in self.value_step else ()
        if self.broken:
            return (value,)
        grads: list[tuple[int, str]] = [(self.seed_step, "1")] if i == len(self.recording.nodes) - 1 else []
        grads += [(self.seed_step + 1 + k, label(p.total)) for k, p in enumerate(self.backward_steps) if p.parent == i]
        return value, tuple(grads)

    def edge_label(self, i: int, slot: int) -> Keyframes:
        for k, step in enumerate(self.backward_steps):
            if (step.node, step.slot) == (i, slot):
                return ((self.seed_step + 1 + k, rf"$\cdot\,{bracketed(step.local)}$"),)
        return ()

    def highlights(self, edge_index: dict[tuple[int, int], int]) -> tuple[Highlight, ...]:
        nodes = self.recording.nodes
        highlights = [Highlight(tuple(str(i) for i, node in enumerate(nodes) if node.leaf))]
        for i in self.order:
            highlights.append(Highlight((str(i),), tuple(edge_index[i, slot] for slot in range(len(nodes[i].parents)))))
        if not self.broken:
            highlights.append(Highlight((str(len(nodes) - 1),), (), True))
        for step in self.backward_steps:
            highlights.append(Highlight((str(step.parent),), (edge_index[step.node, step.slot],), True))
        return tuple(highlights)

    def lines(self) -> TextLines:
        nodes, names = self.recording.nodes, self.names
        given = [f"{names[i]} = {tex(node.value)}" for i, node in enumerate(nodes) if node.entry.op == "name"]
        understood = [f"{self.result} = {self.latex}"] if len(self.latex) <= LONGEST_LATEX else []
        lines = [display_math(r",\quad ".join([*understood, *given]))]
        for i in self.order:
            node = nodes[i]
            symbols = _formula(node, [names[p] for p in node.parents])
            numbers = _formula(node, [_operand(node, nodes[p].value, k) for k, p in enumerate(node.parents)])
            lines.append(display_math(f"{names[i]} = {symbols} = {numbers} = {tex(node.value)}"))
        if not self.broken:
            lines.append(display_math(f"{_d(self.result, self.result)} = 1"))
            lines += [self.backward_line(step) for step in self.backward_steps]
        return TextLines("lines", tuple(tuple(lines[: k + 1]) for k in range(len(lines))), tuple(range(len(lines))))

    def backward_line(self, step: BackwardStep) -> str:
        node, parent = self.names[step.node], self.names[step.parent]
        before = step.total - step.contribution
        earlier = self.backward_steps[: self.backward_steps.index(step)]
        product = rf"{bracketed(step.upstream)} \cdot {bracketed(step.local)}"
        if not any(other.parent == step.parent for other in earlier):
            right = rf"{_d(self.result, node)}\,{_d(node, parent)} = {product} = {tex(step.contribution)}"
            return display_math(f"{_d(self.result, parent)} = {right}")
        right = rf"{tex(before)} + {product} = {tex(step.total)}"
        again = rf"$\quad {parent}$ is used again: its gradient grows by {display_math(tex(step.contribution))}"
        return display_math(f"{_d(self.result, parent)} = {right}") + again


def _d(above: str, below: str) -> str:
    return rf"\frac{{\partial {above}}}{{\partial {below}}}"


def _names(recording: Recording, result: str) -> list[str]:
    """Return a letter for each node: its own for a variable, v₁, v₂ … for what is computed, and the result's."""
    names, count = [], 0
    for node in recording.nodes:
        if node.entry.op == "name":
            names.append(name_latex(node.entry.name))
        elif node.entry.op == "number":
            names.append({"pi": r"\pi", "e": "e"}.get(node.entry.name) or tex(node.value))
        else:
            count += 1
            names.append(f"v_{{{count}}}")
    if not recording.nodes[-1].leaf:
        names[-1] = result
    return names


def _formula(node: RecordedNode, arguments: list[str]) -> str:
    op = node.entry.op
    if op in SIGNS:
        return SIGNS[op].format(*arguments)
    slots = [Tree("name", name=str(slot)) for slot in range(len(arguments))]
    if node.exponent is None:
        return latex(Tree(op, tuple(slots)), 0, dict(zip("012", arguments, strict=False)))
    base = arguments[0]
    base = base if base.isalpha() or "_" in base or base.startswith("(") else rf"({base})"
    return rf"{base}^{{{tex(node.exponent)}}}"


def _operand(node: RecordedNode, value: float, slot: int) -> str:
    """Return a number as it stands in a formula: bracketed where a minus sign would meet another sign."""
    bare = node.entry.op not in (*SIGNS, "pow", "lt", "le") or (
        slot == 0 and node.entry.op in ("add", "sub", "mul", "div")
    )
    return tex(value) if bare else bracketed(value)

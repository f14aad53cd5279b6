"""A typed expression as a graph: values forward, gradients backward, one arrow at a time."""

from optviz.core.backprop.reverse import Recording, gradient, record
from optviz.core.number_text import label, tex
from optviz.core.typed.formula import Formula, read
from optviz.core.typed.latex import name_latex
from optviz.core.typed.tokens import LONGEST
from optviz.core.typed.values import read_values
from optviz.core.typed.vocabulary import Names
from optviz.figures.board import Board
from optviz.figures.own_formula import Understood
from optviz.lecture.backprop.timeline import Timeline
from optviz.lecture.controls import Slider, formula_input
from optviz.lecture.section import Preset, Section, Values

NAMES = Names(("x", "y", "z"), parameters=16, nodes=64, indexed=True)
REACH = 1e6
REASONS = {
    "log": "log needs a number above 0",
    "div": "a division needs a number other than 0 below the line",
    "sqrt": "sqrt needs a number that is not below 0",
    "asin": "asin needs a number from −1 to 1",
    "acos": "acos needs a number from −1 to 1",
    "pow": "a power with this exponent needs a number above 0",
}
"""Why an operation has no value."""


MICROGRAD = (
    "c = a + b; d = a*b + b^3; c += c + 1; c += 1 + c + (-a); d += d*2 + relu(b + a); d += 3*d + relu(b - a); "
    "e = c - d; f = e^2; g = f/2; g += 10/f"
)
MAZUR = (
    "h1 = σ(w1 i1 + w2 i2 + b1); h2 = σ(w3 i1 + w4 i2 + b1); o1 = σ(w5 h1 + w6 h2 + b2); "
    "o2 = σ(w7 h1 + w8 h2 + b2); (t1 - o1)^2/2 + (t2 - o2)^2/2"
)
MAZUR_LETTERS = (
    "i1 = .05, i2 = .1, t1 = .01, t2 = .99, w1 = .15, w2 = .2, w3 = .25, w4 = .3, w5 = .4, w6 = .45, w7 = .5, "
    "w8 = .55, b1 = .35, b2 = .6"
)


def understood(text: str) -> Understood:
    """Return what is understood of a typed formula; raises :class:`FormulaError` with a sentence."""
    formula = read(text, NAMES)
    return Understood(formula.text, formula.latex)


def understood_letters(text: str) -> Understood:
    """Return what is understood of the typed values of letters; raises :class:`FormulaError` with a sentence."""
    given = read_values(text)
    return Understood(text, r",\quad ".join(f"{name_latex(name)} = {tex(value)}" for name, value in given.items()))


EXPRESSION, LAST_EXPRESSION = formula_input("expression", "f(x, y, z) =", "x*y + sin(x)", LONGEST, understood)
LETTERS, LAST_LETTERS = formula_input("letters", "other letters", "", LONGEST, understood_letters, wide=False)


def formula_of(values: Values) -> Formula:
    """Return the formula that is drawn: the typed one, or while that cannot be read the last that could."""
    return read(EXPRESSION.shown(values), NAMES)


def recording_of(values: Values) -> Recording:
    """Return the computed graph of the formula that is drawn.

    A letter beside x, y and z that is given no value is 1.
    """
    formula = formula_of(values)
    at = dict.fromkeys(formula.parameters, 1.0) | read_values(LETTERS.shown(values))
    return record(formula.tape, at | {name: float(values[name]) for name in NAMES.variables})


def parse_problem(values: Values) -> str:
    """Return a sentence if what is typed cannot be read, else an empty text."""
    return EXPRESSION.problem(values) or LETTERS.problem(values, "What is typed for other letters")


def letters_without_a_value(values: Values) -> str:
    """Return a sentence on the letters that are 1, because no value is typed for them."""
    given = read_values(LETTERS.shown(values))
    missing = [name for name in formula_of(values).parameters if name not in given]
    if not missing:
        return ""
    verb = "is" if len(missing) == 1 else "are"
    return f"{', '.join(missing)} {verb} 1: type other values as {missing[0]} = 2."


def recording_notices(recording: Recording) -> tuple[str, ...]:
    """Return a sentence about what would puzzle: a value that does not exist, ReLU exactly on its kink."""
    nodes = recording.nodes
    if recording.broken is not None:
        node = nodes[recording.broken]
        inputs = [nodes[i].value for i in node.parents]
        outside = {"div": inputs[1:] == [0], "asin": True, "acos": True}.get(node.entry.op, inputs[0] <= 0)
        if node.exponent is not None and node.exponent == int(node.exponent) and outside:
            return ("The computation stops: a negative power needs a number other than 0. Change a value.",)
        if outside and node.entry.op in REASONS:
            return (f"The computation stops: {REASONS[node.entry.op]}. Change a value.",)
        return ("The computation stops: a value is too large for the computer’s numbers. Change a value.",)
    if any(node.entry.op == "relu" and nodes[node.parents[0]].value == 0 for node in nodes):
        return (
            "relu stands exactly on its kink, where it has no derivative: 0 is taken, as everywhere in deep learning.",
        )
    return ()


def graph_board(values: Values) -> Board:
    """Show the graph of the typed expression; while that cannot be read, a sentence beside the last graph."""
    problem = parse_problem(values)
    recording = recording_of(values)
    timeline = Timeline(recording, formula_of(values).latex)
    grads = {} if timeline.broken else gradient(recording)
    missing = letters_without_a_value(values)
    slopes = ", ".join(f"∂{timeline.result}/∂{name} = {label(value)}" for name, value in grads.items())
    return Board(
        (timeline.graph(), timeline.lines()),
        (("graph",), ("lines",)),
        timeline.last,
        heights=(1.0, 0.52),
        pace=1.0,
        unit="step",
        status=("broken",) if timeline.broken else ("complete",),
        notices=(*(said for said in (problem, missing) if said), *recording_notices(recording)),
        summary=f"{timeline.result} = {label(recording.value)}. {slopes or 'There is no gradient.'}",
    )


GRAPH = Section(
    "graph",
    "Graph",
    controls=(
        EXPRESSION,
        LAST_EXPRESSION,
        Slider("x", "x", "value of", 2.0, -3.0, 3.0, reach=REACH),
        Slider("y", "y", "value of", -1.0, -3.0, 3.0, reach=REACH),
        Slider("z", "z", "value of", 0.5, -3.0, 3.0, reach=REACH),
        LETTERS,
        LAST_LETTERS,
    ),
    presets=(
        Preset("used_twice", "x is used twice"),
        Preset("squared", "x·x: two arrows", {"expression": "x*x"}),
        Preset("lecture_graph", "The lecture's example", {"expression": "(3x^3 + 2)^2", "x": 1.0}),
        Preset("neuron", "A neuron", {"expression": "relu(x*y + z)", "x": 1.0, "y": 2.0}),
        Preset("switched_off", "The neuron switched off", {"expression": "relu(x*y + z)"}),
        Preset("squared_error", "A squared error", {"expression": "(x*y + z - 1)^2"}),
        Preset("logistic", "Logistic loss", {"expression": "log(1 + exp(-x*y))"}),
        Preset("sum_times", "CS231n: (x + y)·z", {"expression": "(x + y)*z", "x": -2.0, "y": 5.0, "z": -4.0}),
        Preset(
            "max_gate",
            "CS231n: the max gate",
            {"expression": "2(x*y + max(z, w))", "x": 3.0, "y": -4.0, "z": 2.0, "letters": "w = -1"},
        ),
        Preset(
            "five_inputs",
            "CS231n: a neuron with five inputs",
            {
                "expression": "sigmoid(w0*x0 + w1*x1 + w2)",
                "letters": "w0 = 2, x0 = -1, w1 = -3, x1 = -2, w2 = -3",
            },
        ),
        Preset(
            "product",
            "Karpathy: (a·b + c)·f",
            {"expression": "(a*b + c)*f", "letters": "a = 2, b = -3, c = 10, f = -2"},
        ),
        Preset("micrograd", "Karpathy: micrograd’s example", {"expression": MICROGRAD, "letters": "a = -4, b = 2"}),
        Preset("mazur", "Mazur: a network with eight weights", {"expression": MAZUR, "letters": MAZUR_LETTERS}),
    ),
    draw=graph_board,
)

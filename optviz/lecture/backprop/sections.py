"""Backpropagation, the slides "Chain rule and Backpropagation": its sections, controls and presets."""

from typing import Any

from optviz.core.backprop.functions import SCALAR_FUNCTIONS
from optviz.core.backprop.layer_chain import ACTIVATIONS
from optviz.lecture.controls import Choice, Matrix, Slider, TextInput, VisibleIf
from optviz.lecture.section import Page, Preset, Section

FUNCTIONS = tuple((key, link.name) for key, link in SCALAR_FUNCTIONS.items())
PAIRS = tuple((key, SCALAR_FUNCTIONS[key].name) for key in ("square", "cubic", "sin", "exp", "tanh", "double"))
LABELS = (("1", "class 1"), ("2", "class 2"), ("3", "class 3"))
X = ((1.0,), (2.0,))
W0 = ((0.5, 0.2), (-0.6, 0.1), (0.3, -0.5), (-0.2, 0.7))
W1 = ((0.4, -0.2, 0.1, 0.3), (-0.3, 0.5, 0.2, -0.1), (0.2, 0.1, -0.4, 0.6))
KINK = ((0.5, -0.25), *W0[1:])
DEAD = tuple((-abs(a), -abs(b)) for a, b in W0)


def network_controls(*more: Any) -> tuple[Any, ...]:
    """Return the controls of the network: example, label, weights, activation."""
    return (
        *more,
        Choice("label", "true class y", LABELS, "1"),
        Choice("activation", "activation a", tuple((key, one.name) for key, one in ACTIVATIONS.items()), "relu"),
        Matrix("input", "input", "x", X),
        Matrix("w0", "first weights", "W_0", W0),
        Matrix("w1", "second weights", "W_1", W1),
    )


CHAIN_RULE = Section(
    "chain_rule",
    "Chain rule",
    (
        Slider("x", "x", "where", 1.0, -1.5, 1.5),
        Choice("f", "outer function f(z)", PAIRS, "square"),
        Choice("g", "inner function g(z)", PAIRS, "cubic"),
    ),
    (
        Preset("ninety", "The lecture's example at x = 1: 90"),
        Preset("flat_inside", "x = 0: g is flat, so the product is 0", {"x": 0.0}),
        Preset("flat_outside", "x = −0.874: f is flat, so it is 0 too", {"x": -0.8736}),
        Preset("swapped", "f and g swapped: another derivative", {"f": "cubic", "g": "square"}),
    ),
)

MANY = Section(
    "many",
    "Many functions",
    (
        Choice("n", "number of functions n", tuple((str(n), str(n)) for n in (2, 3, 4, 5)), "4"),
        Slider("x", "x", "where", 0.5, -3.0, 3.0),
        Choice("f1", "f₁, the outermost", FUNCTIONS, "square"),
        Choice("f2", "f₂", FUNCTIONS, "shift"),
        VisibleIf("n", ("3", "4", "5"), Choice("f3", "f₃", FUNCTIONS, "sin")),
        VisibleIf("n", ("4", "5"), Choice("f4", "f₄", FUNCTIONS, "double")),
        VisibleIf("n", ("5",), Choice("f5", "f₅", FUNCTIONS, "tanh")),
    ),
    (
        Preset("backward_product", "Backward, factor by factor", {}, 5),
        Preset(
            "vanish", "Five sigmoids: the product vanishes", {"n": "5", **{f"f{k}": "sigmoid" for k in range(1, 6)}}
        ),
        Preset("explode", "Five doublings: it grows to 32", {"n": "5", **{f"f{k}": "double" for k in range(1, 6)}}),
        Preset(
            "one_zero",
            "One factor 0 stops all",
            {"n": "3", "f1": "exp", "f2": "square", "f3": "sin", "x": 0.0},
        ),
    ),
)

GRAPH = Section(
    "graph",
    "A graph",
    (
        TextInput("expression", "f(x, y, z) =", "x*y + sin(x)"),
        Slider("x", "x", "value of", 2.0, -3.0, 3.0),
        Slider("y", "y", "value of", -1.0, -3.0, 3.0),
        Slider("z", "z", "value of", 0.5, -3.0, 3.0),
    ),
    (
        Preset("used_twice", "x is used twice: its gradients add up"),
        Preset("squared", "x·x: two arrows to one node", {"expression": "x*x"}),
        Preset("lecture_graph", "The lecture's example as a graph", {"expression": "(3x^3 + 2)^2", "x": 1.0}),
        Preset("neuron", "A neuron: relu(x·y + z)", {"expression": "relu(x*y + z)", "x": 1.0, "y": 2.0}),
        Preset("switched_off", "The same neuron switched off", {"expression": "relu(x*y + z)"}),
        Preset("squared_error", "A squared error", {"expression": "(x*y + z - 1)^2"}),
        Preset("logistic", "Logistic loss: log(1 + exp(−x·y))", {"expression": "log(1 + exp(-x*y))"}),
    ),
    start=4,
)

NETWORK = Section(
    "network",
    "The network",
    network_controls(),
    (
        Preset("forward", "Step through it, from the inside out", {}, 0),
        Preset("another_label", "Another true class, another loss", {"label": "3"}),
        Preset("smooth", "tanh instead of ReLU", {"activation": "tanh"}),
    ),
)

BACKWARD = Section(
    "backward",
    "Backward",
    network_controls(Choice("target", "gradient for", (("w0", "W₀"), ("w1", "W₁")), "w0")),
    (
        Preset("first_factors", "The factors, from the loss inwards", {}, 0),
        Preset("gradient_w0", "The gradient for W₀"),
        Preset("gradient_w1", "The gradient for W₁ stops earlier", {"target": "w1"}),
        Preset("kink", "A unit on ReLU's kink", {"w0": KINK}, 5),
        Preset("all_off", "All units off: W₀ learns nothing", {"w0": DEAD}, 5),
    ),
    start=2,
)

SHORTCUT = Section(
    "shortcut",
    "The short-cut",
    (
        Matrix("logits", "what softmax gets", "u_4", ((0.72,), (-0.39,), (0.9,)), -1000.0, 1000.0, 4.0),
        Choice("label", "true class y", LABELS, "1"),
    ),
    (
        Preset("derive", "Three Jacobians, one short line", {}, 0),
        Preset("right", "Sure and right: hardly a gradient", {"logits": ((6.0,), (0.0,), (0.0,))}),
        Preset("wrong", "Sure and wrong: as large as it gets", {"logits": ((0.0,), (6.0,), (0.0,))}),
        Preset("huge", "Huge logits: only the short-cut survives", {"logits": ((-500.0,), (300.0,), (0.0,))}),
    ),
)

CHECK = Section(
    "check",
    "Check it",
    network_controls(Slider("h", "h", "step of the differences", 1e-3, 1e-12, 0.1, "log")),
    (
        Preset("agree", "Three ways, one gradient", {"activation": "tanh", "h": 1e-5}, 0),
        Preset("too_coarse", "h too large: the curve bends", {"activation": "tanh", "h": 0.1}, 0),
        Preset("too_fine", "h too small: digits are lost", {"activation": "tanh", "h": 1e-12}, 0),
        Preset("kink_check", "On ReLU's kink they disagree", {"w0": KINK}, 0),
    ),
    start=0,
)

STEP = Section(
    "step",
    "One step",
    network_controls(
        Choice("which", "what moves", (("w0", "W₀ alone"), ("both", "W₀ and W₁")), "w0"),
        Slider("lr", r"\eta", "learning rate", 0.1, 0.0, 5.0, "square"),
    ),
    (
        Preset("one_step", "One step: the loss before and after", {}, 1),
        Preset("thirty", "And thirty more", {"which": "both"}),
        Preset("small_step", "Small η: as the tangent says", {"lr": 0.02, "which": "both"}, 1),
        Preset(
            "too_long",
            "η = 2 with tanh: too long, the loss rises",
            {"activation": "tanh", "label": "2", "lr": 2.0, "which": "both"},
            1,
        ),
    ),
    start=1,
)

SECTIONS = (CHAIN_RULE, MANY, GRAPH, NETWORK, BACKWARD, SHORTCUT, CHECK, STEP)
PAGE = Page("backprop", "Backpropagation", SECTIONS, carried=("label", "activation", "input", "w0", "w1"))

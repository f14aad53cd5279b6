"""The short-cut through softmax and cross-entropy: prediction minus label, instead of three Jacobians."""

import dataclasses

import numpy as np

from optviz.core.backprop.layer_chain import softmax_jacobian
from optviz.core.elementary import log_softmax, softmax
from optviz.figures.board import Arrows, Axes, Axis, Board, Metric, Metrics, Points, TextLines, from_step
from optviz.lecture.backprop.common import LABELS
from optviz.lecture.backprop.numbers import display_math, labels, matrix, row_vector
from optviz.lecture.controls import Choice, Matrix
from optviz.lecture.section import Preset, Section, Values

CLASSES = np.array([1.0, 2.0, 3.0])


@dataclasses.dataclass(frozen=True)
class SoftmaxGradient:
    """Softmax with cross-entropy at some logits: y, ŷ, the loss, and the gradient du₀/du₄ computed in two ways.

    ``products``: the Jacobians multiplied one after the other, −yᵀ, then times diag(1/ŷ), then times diag(ŷ) − ŷŷᵀ
    (the ``jacobian`` of softmax); (K,) each. ``shortcut``: ŷ − y.
    """

    y: np.ndarray
    prob: np.ndarray
    loss: float
    jacobian: np.ndarray
    products: tuple[np.ndarray, np.ndarray, np.ndarray]

    @property
    def shortcut(self) -> np.ndarray:
        """The short-cut ŷ − y (K,)."""
        return self.prob - self.y

    @property
    def finite(self) -> bool:
        """Whether the product of the Jacobians is finite: it is not where a probability is 0."""
        return bool(np.isfinite(self.products[2]).all())


def softmax_gradient(values: Values) -> SoftmaxGradient:
    """Return both ways to du₀/du₄ at the chosen logits."""
    z = np.array([row[0] for row in values["logits"]], dtype=float)
    y, prob = np.eye(len(z))[int(values["label"]) - 1], softmax(z)
    jacobian = softmax_jacobian(prob)
    with np.errstate(all="ignore"):
        second = -y @ np.diag(1 / prob)
        products = (-y, second, second @ jacobian)
    return SoftmaxGradient(y, prob, float(-(y @ log_softmax(z))), jacobian, products)


def shortcut_notices(gradient: SoftmaxGradient) -> tuple[str, ...]:
    """Return a sentence where the product of the Jacobians breaks down."""
    if gradient.finite:
        return ()
    return (
        "A probability is 0 in the computer’s numbers: 1/ŷ is infinite, and ∞ · 0 is not a number. "
        "The short-cut ŷ − y holds all the same.",
    )


def shortcut_board(values: Values) -> Board:
    """Show three Jacobians multiplied out, beside ŷ and y as points and the gradient as the arrows between."""
    gradient = softmax_gradient(values)
    frames = _derivation(gradient)
    last, downhill = len(frames) - 1, gradient.y - gradient.prob
    layers = (
        Arrows(CLASSES, gradient.prob, np.zeros(3), downhill, "accent", "−(ŷ − y): downhill", width=1.6, since=last),
        Points(CLASSES, gradient.y, "ink", "ring", "label y", size=1.7),
        Points(CLASSES, gradient.prob, "accent", "dot", "prediction ŷ", size=1.4),
    )
    probabilities = Axes("plane", layers, Axis("class", 0.5, 3.5, whole=True), Axis("probability", -0.08, 1.12))
    metrics = (
        Metric("loss $u_0$", gradient.loss),
        Metric("product of the three", from_step(last, ", ".join(labels(gradient.products[2])))),
        Metric(r"$\hat y - y$", from_step(last, ", ".join(labels(gradient.shortcut)))),
    )
    return Board(
        (probabilities, TextLines("lines", frames, (0, 1, 2, 3, 5)), Metrics("readings", metrics)),
        (("plane", "lines"), ("readings", "readings")),
        last,
        widths=(0.8, 1.5),
        heights=(1.0, 0.0),
        pace=0.4,
        unit="step",
        status=("complete",) if gradient.finite else ("broken",),
        notices=shortcut_notices(gradient),
        summary=f"The prediction is {', '.join(labels(gradient.prob))}; "
        f"the gradient ŷ − y is {', '.join(labels(gradient.shortcut))}.",
    )


def _derivation(gradient: SoftmaxGradient) -> tuple[tuple[str, ...], ...]:
    """Return the derivation, a step more in each frame: symbols and, below them, the numbers."""
    first, second, third = (row_vector(product) for product in gradient.products)
    before = r"\frac{du_0}{du_3}\,\frac{du_3}{du_4}"
    ratio, hat = r"\left(y/\hat y\right)^\top", r"\hat y"
    jacobian = matrix(gradient.jacobian)
    steps = [
        (display_math(rf"\frac{{du_1}}{{du_2}} = -y^\top = {first}"),),
        (
            display_math(rf"\frac{{du_2}}{{du_3}} = \mathrm{{diag}}(1/{hat})")
            + display_math(rf"\;\Rightarrow\; \frac{{du_0}}{{du_3}} = -{ratio} = {second}"),
        ),
        (display_math(rf"\frac{{du_3}}{{du_4}} = \mathrm{{diag}}({hat}) - {hat}\,{hat}^\top = {jacobian}"),),
        (
            display_math(rf"{before} = -{ratio} \mathrm{{diag}}({hat}) + {ratio} {hat}\;{hat}^\top"),
            rf"First ${hat}$ cancels, and $-y^\top$ is left. Then $(y/{hat})^\top {hat}$ is the sum of $y$: 1.",
        ),
        (
            display_math(rf"\frac{{du_0}}{{du_4}} = {hat}^\top - y^\top")
            + display_math(rf"\;= {row_vector(gradient.prob)} - {row_vector(gradient.y)}")
            + display_math(rf"\;= {row_vector(gradient.shortcut)}"),
            f"Multiplied one by one: {display_math(third)}",
        ),
    ]
    return tuple(tuple(line for step in steps[: k + 1] for line in step) for k in range(len(steps)))


SHORTCUT = Section(
    "shortcut",
    "Short-cut",
    controls=(
        Matrix("logits", "logits", "u_4", ((0.72,), (-0.39,), (0.9,)), -1000.0, 1000.0, 4.0),
        Choice("label", "true class y", LABELS, "1"),
    ),
    presets=(
        Preset("derive", "Three Jacobians, one line", {}, 0),
        Preset("right", "Confident and correct", {"logits": ((6.0,), (0.0,), (0.0,))}),
        Preset("wrong", "Confident and wrong", {"logits": ((0.0,), (6.0,), (0.0,))}),
        Preset("huge", "Huge logits", {"logits": ((-500.0,), (300.0,), (0.0,))}),
    ),
    draw=shortcut_board,
)

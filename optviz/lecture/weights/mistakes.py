"""Mistakes have no slope: the count of misclassified points beside a loss, and gradient descent on both."""

import numpy as np

from optviz.core.stochastic.datasets import eight
from optviz.core.stochastic.regression import Regression
from optviz.figures.board import Axes, Axis, Board, Layer, Line, Metric, Metrics, MovingLine, Path, Points
from optviz.lecture.controls import Slider
from optviz.lecture.section import Preset, Section, Values

SLOPE = 2.0
"""The weight w, held fixed; the bias b is what is looked for."""

WINDOW = (-8.0, 6.0)
DATA = Regression.of("logistic", eight("logistic"))
STEPS = 40
_GRID = 701
_COUNT, _LOSS = 8, 2


def mistakes(b: np.ndarray) -> np.ndarray:
    """Return how many points sign(w x + b) misclassifies, for each b: (m,) → (m,)."""
    return ((SLOPE * DATA.data.x + np.asarray(b)[..., None] > 0) != (DATA.data.y > 0)).sum(axis=-1)


def loss(b: np.ndarray) -> np.ndarray:
    """Return the average cross-entropy of σ(w x + b) with the classes, for each b."""
    b = np.asarray(b)
    return DATA.loss(np.stack([np.full(b.shape, SLOPE), b], axis=-1))


def descent(values: Values) -> np.ndarray:
    """Return GD's b_t on the loss, (T+1,); on the count of mistakes it would stay at b_0, where the slope is 0."""
    b = [float(values["b"])]
    for _ in range(STEPS):
        b.append(b[-1] - values["lr"] * float(DATA.gradient((SLOPE, b[-1]))[1]))
    return np.array(b)


def mistakes_board(values: Values) -> Board:
    """Return the data with the decision, the count of mistakes against b, and the loss against b with GD on both."""
    run = descent(values)
    still = np.full_like(run, run[0])
    slope = np.array([DATA.gradient((SLOPE, b))[1] for b in run])
    count = mistakes(run)
    readings = (
        Metric("slope of the count", 0.0, "bad"),
        Metric("slope of the loss", slope, "good"),
        Metric("$b_t$ on the loss", run),
        Metric("loss", loss(run)),
        Metric("mistakes there", count.astype(float)),
    )
    return Board(
        (data_plane(run), count_plane(still), loss_plane(run), Metrics("now", readings)),
        (("data", "data"), ("count", "loss"), ("now", "now")),
        STEPS,
        heights=(0.75, 1.0, 0.0),
        pace=8.0,
        status=("moving",),
        summary=f"From b = {run[0]:.3g} gradient descent on the loss comes to b = {run[-1]:.3g} with {count[-1]} of "
        f"{DATA.n} points misclassified; the count of mistakes, {mistakes(still[:1])[0]}, has slope 0.",
    )


def data_plane(run: np.ndarray) -> Axes:
    """Return the points on their axis, the probability σ(w x + b_t), and the place where it is one half."""
    x = np.linspace(-2.0, 3.5, 111)
    curves = np.stack([DATA.predict(np.array([SLOPE, b]), x) for b in run])
    threshold = (-run / SLOPE)[:, None]
    y = DATA.data.y
    layers = (
        MovingLine(x, curves, "accent", "σ(w x + b)", 1.3),
        Points(threshold, np.full_like(threshold, 0.5), "ink", "ring", "decision: σ = ½", size=1.2),
        Points(DATA.data.x, y, mark=tuple("square" if c else "dot" for c in y), looks=tuple(8 if c else 2 for c in y)),
    )
    return Axes("data", layers, Axis("x", -2.0, 3.5), Axis("class y", -0.2, 1.2), "eight points of two classes")


def count_plane(still: np.ndarray) -> Axes:
    """Return the count of mistakes against b, a staircase, with GD on it."""
    ends = np.unique(np.r_[WINDOW, np.clip(-SLOPE * DATA.data.x, *WINDOW)])
    b, steps = np.repeat(ends, 2)[1:-1], np.repeat(mistakes((ends[1:] + ends[:-1]) / 2), 2).astype(float)
    layers: tuple[Layer, ...] = (
        Line(b, steps, name="misclassified points", width=1.3),
        Path(still, mistakes(still).astype(float), _COUNT, "GD: slope 0, it stays", chosen=True),
    )
    return Axes("count", layers, Axis("bias b", *WINDOW), Axis("mistakes", -0.4, 8.4), "the count: flat, then a jump")


def loss_plane(run: np.ndarray) -> Axes:
    """Return the loss against b with GD on it."""
    b = np.linspace(*WINDOW, _GRID)
    heights = loss(b)
    layers = (
        Line(b, heights, name="cross-entropy loss L(b)", width=1.3),
        Path(run, loss(run), _LOSS, "GD: downhill", chosen=True),
    )
    high = float(heights.max()) * 1.05
    return Axes("loss", layers, Axis("bias b", *WINDOW), Axis("L(b)", 0.0, high), "a loss: a slope everywhere")


MISTAKES = Section(
    "mistakes",
    "No slope to follow",
    controls=(
        Slider("b", "b_0", "start, bias", 4.0, *WINDOW),
        Slider("lr", r"\eta", "learning rate", 1.0, 0.0, 10.0, "square"),
    ),
    presets=(
        Preset("above", "From b = 4", {}, 0),
        Preset("below", "From b = −7", {"b": -7.0}, 0),
        Preset("at_rest", "At the minimum", {"b": -1.4}, 0),
    ),
    draw=mistakes_board,
    start=0,
)

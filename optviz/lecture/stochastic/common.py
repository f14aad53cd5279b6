"""What the sections on stochastic gradients share: controls, the regressions, the planes of the data and of θ."""

import functools
import hashlib
from collections.abc import Sequence

import numpy as np

from optviz.core.registry import Scale
from optviz.core.stochastic.datasets import drawn, eight
from optviz.core.stochastic.regression import Regression, loss_grid
from optviz.figures.board import Arrows, Axes, Axis, Background, Contour, DragTarget, Field, Layer, Line, Points
from optviz.lecture.controls import Choice, Randomize, Slider
from optviz.lecture.section import Values

START = (-1.0, 2.5)
MODEL = Choice("model", "Model", (("line", "line"), ("logistic", "logistic curve")), "line")

Window = tuple[tuple[float, float], tuple[float, float]]

WINDOW: dict[str, Window] = {"line": ((-2.0, 4.0), (-2.0, 4.0)), "logistic": ((-2.0, 6.0), (-5.0, 3.0))}
DATA_WINDOW: dict[str, Window] = {"line": ((-2.0, 3.5), (-3.5, 5.5)), "logistic": ((-2.0, 3.5), (-0.3, 1.3))}
GRID = 81
LEVELS = 14
BEYOND = 12.0
REACH = 12.0
NOISY_POINTS = 64
# Solid lines in three colours: dashes would fray where a path jumps about.
GD, LARGE, SMALL = 0, 29, 26
BATCH = SMALL
DRAG_THETA = DragTarget("a", "b")
# A mean is drawn over what it is the mean of, several times as thick; the second of two leaves an edge of the first.
EACH_WIDTH, MEAN_WIDTH, OVER_WIDTH = 0.6, 3.4, 1.7


def theta_sliders(a: float = START[0], b: float = START[1], what: str = "start") -> tuple[Slider, Slider]:
    """Return the sliders of θ = (a, b); ``what`` θ is, stands before their names."""
    return (
        Slider("a", "a", f"{what}: slope", a, -2.0, 6.0),
        Slider("b", "b", f"{what}: intercept", b, -5.0, 4.0),
    )


def lr_slider(default: float, low: float = 0.0, high: float = 10.0) -> Slider:
    """Return the slider of η; from 0, where nothing moves, unless ``low`` says otherwise."""
    return Slider("lr", r"\eta", "learning rate", default, low, high, "log" if low else "square")


def batch_slider(
    default: int, high: int = 64, key: str = "batch", symbol: str = "B", label: str = "batch size"
) -> Slider:
    """Return the slider of a batch size."""
    return Slider(key, symbol, label, default, 1, high, "log", "The examples in one mini-batch.", True)


def epochs_slider(default: int, high: int, scale: Scale) -> Slider:
    """Return the slider of the number of epochs."""
    return Slider("epochs", "E", "epochs", default, 1, high, scale, "How often every example is used.", True)


def seed_controls() -> tuple[Slider, Randomize]:
    """Return the slider of the seed that orders the examples, and the button that takes another."""
    return (
        Slider("seed", "s", "random seed", 6, 0, 999, "linear", "The same seed, the same order.", True),
        Randomize("again", "Shuffle anew", ("seed",)),
    )


def theta_of(values: Values) -> tuple[float, float]:
    """Return θ as the sliders have it."""
    return float(values["a"]), float(values["b"])


@functools.lru_cache(maxsize=12)
def sample_regression(model: str, n: int) -> Regression:
    """Return the regression on the slide's eight points, or on ``n`` random ones."""
    return Regression.of(model, eight(model) if n == 8 else drawn(model, n))


def chosen_regression(values: Values) -> Regression:
    """Return the regression that the choices of model and number of points name."""
    return sample_regression(values["model"], int(values["n"]))


def chosen_background(values: Values) -> Background:
    """Return the loss of :func:`chosen_regression`."""
    return loss_background(chosen_regression(values))


@functools.lru_cache(maxsize=24)
def loss_background(problem: Regression, window: Window | None = None) -> Background:
    """Return the loss over the window; its key names model, window and data."""
    window = window or WINDOW[problem.model]
    data = hashlib.blake2b(problem.data.points.tobytes(), digest_size=8).hexdigest()
    a, b, heights = loss_grid(problem, window, GRID)
    return Background(f"stochastic/{problem.model}/{window}/{data}", {"loss": Field(a, b, heights, problem.floor)})


def theta_axes(
    problem: Regression,
    layers: Sequence[Layer],
    key: str = "theta",
    title: str = "loss L(θ)",
    window: Window | None = None,
    drag: DragTarget | None = None,
    own_levels: bool = False,
) -> Axes:
    """Return the θ-plane with the loss's level lines and its minimum under ``layers``.

    ``own_levels`` (for the line): the level lines are part of the board and follow a dragged data point, which a
    new background could not.
    """
    (a, b), minimum = window or WINDOW[problem.model], problem.minimum
    star = () if minimum is None else (Points(minimum[:1], minimum[1:], mark="star", labels=("θ*",)),)
    levels = level_lines(problem, (a, b)) if own_levels else Contour("loss")
    return Axes(
        key, (levels, *star, *layers), Axis("slope a", *a), Axis("intercept b", *b), title, True, drag, zoom=True
    )


def level_lines(problem: Regression, window: Window) -> Line:
    """Return level lines of the line's loss: ellipses about θ*, evenly spaced as far as the window's highest corner.

    In a valley they are pairs of straight lines along it.
    """
    assert problem.minimum is not None
    corners = np.array([(x, y) for x in window[0] for y in window[1]])
    heights = (np.arange(1, LEVELS + 1) / LEVELS) ** 2 * float(problem.loss(corners).max() - problem.floor)
    curvature, axes = np.linalg.eigh(problem.curvature)
    with np.errstate(divide="ignore"):
        long, short = (np.sqrt(2 * heights / max(c, 0.0)) for c in curvature)
    # Along the long axis only as far as can be seen: in a valley it has no end.
    share = np.sin(np.linspace(-np.pi / 2, np.pi / 2, 61))
    along = np.minimum(long, BEYOND)[:, None] * share
    across = short[:, None] * np.sqrt(np.maximum(1 - (along / long[:, None]) ** 2, 0.0))
    gap = np.full((LEVELS, 1), np.nan)
    u, v = np.hstack([along, gap, along, gap]).ravel(), np.hstack([across, gap, -across, gap]).ravel()
    x, y = problem.minimum[:, None] + np.outer(axes[:, 0], u) + np.outer(axes[:, 1], v)
    return Line(x, y, "faint", width=0.3)


def data_axes(problem: Regression, layers: Sequence[Layer], title: str, drag: DragTarget | None = None) -> Axes:
    """Return the plane of the data, which ``layers`` fill."""
    x, y = DATA_WINDOW[problem.model]
    return Axes("data", tuple(layers), Axis("x", *x), Axis("y", *y), title, False, drag)


def model_x(problem: Regression) -> np.ndarray:
    """Return the abscissas at which the model is drawn, two for a line."""
    low, high = DATA_WINDOW[problem.model][0]
    return np.linspace(low, high, 2 if problem.model == "line" else 81)


def gradient_arrows(theta: np.ndarray, gradients: np.ndarray, look: int | str, name: str, width: float) -> Arrows:
    """Return arrows against ``gradients`` (T+1, m, 2) at θ (T+1, 2), all on one scale."""
    a, b = (np.repeat(column[:, None], gradients.shape[1], axis=1) for column in theta.T)
    return Arrows(a, b, -gradients[..., 0], -gradients[..., 1], look, name, "fit", REACH, width, group="gradients")

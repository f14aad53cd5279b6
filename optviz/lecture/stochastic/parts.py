"""What the boards on stochastic gradients share: the plane of the data, the plane of θ, and the loss under it."""

import functools
import hashlib
from collections.abc import Sequence

import numpy as np

from optviz.core.stochastic.regression import Regression, loss_grid
from optviz.figures.board import Arrows, Axes, Axis, Background, Contour, DragTarget, Field, Layer, Line, Points

Window = tuple[tuple[float, float], tuple[float, float]]

WINDOW: dict[str, Window] = {"line": ((-2.0, 4.0), (-2.0, 4.0)), "logistic": ((-2.0, 6.0), (-5.0, 3.0))}
DATA_WINDOW: dict[str, Window] = {"line": ((-2.0, 3.5), (-3.5, 5.5)), "logistic": ((-2.0, 3.5), (-0.3, 1.3))}
GRID = 81
LEVELS = 14
BEYOND = 12.0
REACH = 8.0
# Solid lines in three colours: dashes would fray where a path jumps about.
GD, LARGE, SMALL = 0, 29, 26
BATCH = SMALL


def window_of(problem: Regression) -> Window:
    """Return the part of the θ-plane that is shown."""
    return WINDOW[problem.model]


@functools.lru_cache(maxsize=24)
def ground(problem: Regression, window: Window | None = None) -> Background:
    """Return the loss over the window; its key names model, window and data."""
    window = window or window_of(problem)
    data = hashlib.blake2b(problem.data.points.tobytes(), digest_size=8).hexdigest()
    a, b, heights = loss_grid(problem, window, GRID)
    return Background(f"stochastic/{problem.model}/{window}/{data}", {"loss": Field(a, b, heights, problem.floor)})


def theta_plane(
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
    new ground could not.
    """
    (a, b), star = window or window_of(problem), problem.minimum
    known = () if star is None else (Points(star[:1], star[1:], mark="star", labels=("θ*",)),)
    levels = level_lines(problem, (a, b)) if own_levels else Contour("loss")
    return Axes(key, (levels, *known, *layers), Axis("slope a", *a), Axis("height b", *b), title, True, drag)


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


def data_plane(problem: Regression, layers: Sequence[Layer], title: str, drag: DragTarget | None = None) -> Axes:
    """Return the plane of the data, which ``layers`` fill."""
    x, y = DATA_WINDOW[problem.model]
    return Axes("data", tuple(layers), Axis("x", *x), Axis("y", *y), title, False, drag)


def over_x(problem: Regression) -> np.ndarray:
    """Return the abscissas at which the fitted curve is drawn, two for a line."""
    low, high = DATA_WINDOW[problem.model][0]
    return np.linspace(low, high, 2 if problem.model == "line" else 81)


def curves(problem: Regression, theta: np.ndarray, x: np.ndarray) -> np.ndarray:
    """Return the fitted curve at each of ``theta`` (T+1, 2), (T+1, len(x))."""
    return np.stack([problem.predict(one, x) for one in theta])


def flights(theta: np.ndarray, slopes: np.ndarray, look: int | str, name: str, width: float) -> Arrows:
    """Return arrows against ``slopes`` (T+1, m, 2) at θ (T+1, 2), all on one scale."""
    a, b = (np.repeat(column[:, None], slopes.shape[1], axis=1) for column in theta.T)
    return Arrows(a, b, -slopes[..., 0], -slopes[..., 1], look, name, "fit", REACH, width, group="gradients")

"""Averaging: SGD in its noise ball, and the average of where it was, which lags at first and then hardly moves."""

import functools

import numpy as np

from optviz.core.number_text import label
from optviz.core.stochastic.averaging import Kind, averaged, averaged_radius
from optviz.core.stochastic.datasets import drawn
from optviz.core.stochastic.descent import descend
from optviz.core.stochastic.noise_ball import tail
from optviz.core.stochastic.regression import Regression, loss_grid
from optviz.figures.board import (
    Axes,
    Axis,
    Background,
    Board,
    Chart,
    Contour,
    DragTarget,
    Field,
    Line,
    Metric,
    Metrics,
    Path,
    Points,
    Series,
    from_step,
)
from optviz.figures.clipped_chart import clipped
from optviz.lecture.controls import Choice, Randomize, Slider
from optviz.lecture.section import Preset, Section, Values

STEPS = 300
LONG = 5_000
"""Steps of the run over which the radius is measured."""

START = (-1.5, 2.5)
WINDOW = ((-2.0, 2.2), (-0.8, 3.0))
MEMORIES = tuple(float(round(k)) for k in np.geomspace(1, 500, 9))
SGD, MEAN = 0, 8
_RADII = (0.005, 1.0)
_ANGLES = np.linspace(0, 2 * np.pi, 121)


@functools.cache
def problem() -> Regression:
    """Return the line through 64 points."""
    return Regression.of("line", drawn("line", 64))


def centre() -> np.ndarray:
    """Return θ*, (2,)."""
    minimum = problem().minimum
    assert minimum is not None
    return minimum


@functools.lru_cache(maxsize=8)
def _tail(lr: float, batch: int, seed: int) -> np.ndarray:
    return tail(problem(), lr, batch, LONG, seed)


def measured_radius(values: Values, memory: float) -> float:
    """Return the root mean square distance from θ* of an average over many steps; ∞ where SGD has no ball."""
    return _measured(float(values["lr"]), int(values["batch"]), int(values["seed"]), values["kind"], float(memory))


@functools.lru_cache(maxsize=256)
def _measured(lr: float, batch: int, seed: int, kind: Kind, memory: float) -> float:
    if not np.isfinite(averaged_radius(problem(), lr, batch, "ema", 1.0)):
        return float("inf")
    path = _tail(lr, batch, seed)
    means = averaged(path, kind, memory)[min(2 * round(memory), len(path) // 2) :]
    return float(np.sqrt(((means - centre()) ** 2).sum(axis=1).mean()))


def theory(values: Values, memory: float) -> float:
    """Return the same by theory."""
    return averaged_radius(problem(), float(values["lr"]), int(values["batch"]), values["kind"], memory)


def paths(values: Values) -> tuple[np.ndarray, np.ndarray]:
    """Return SGD's path from the start, (T+1, 2), and its average's."""
    run = descend(
        problem(),
        START,
        int(values["batch"]),
        STEPS,
        lr=float(values["lr"]),
        seed=int(values["seed"]),
        sampling="independent",
    )
    kind: Kind = values["kind"]
    with np.errstate(all="ignore"):
        return run.theta, averaged(run.theta, kind, float(values["memory"]))


def average_board(values: Values) -> Board:
    """SGD and its average on their way, their distances from θ*, and the radius in the long run against the memory."""
    path, mean = paths(values)
    memory, last = float(values["memory"]), len(path) - 1
    ball, kept = theory(values, 1.0), theory(values, memory)
    diverged = not np.isfinite(path).all()
    notices = ()
    if not np.isfinite(ball):
        notices = (from_step(last, "η is too large for these batches: SGD has no ball, and an average has no limit."),)
    shown = from_step(last, _text(measured_radius(values, memory)))
    return Board(
        (
            _plane(path, mean, kept, diverged),
            clipped(Chart("distance", "distance from θ*", _distances(path, mean), log=True)),
            _radii(values, last),
            Metrics(
                "numbers",
                (
                    Metric("radius of the average, measured", shown, MEAN),
                    Metric("by theory", from_step(last, _text(kept)), "accent"),
                    Metric("radius of SGD itself, by theory", from_step(last, _text(ball)), SGD),
                ),
            ),
        ),
        (("plane", "distance"), ("plane", "radius"), ("numbers", "numbers")),
        last,
        widths=(1.15, 1.0),
        heights=(1.0, 1.0, 0.0),
        status=("diverged" if diverged else "moving",),
        notices=notices,
        summary=f"Radius by theory: SGD {label(ball, 3)}, its average over {label(memory)} steps {label(kept, 3)}.",
    )


def _text(radius: float) -> str:
    return label(radius, 3) if np.isfinite(radius) else "none"


def average_background(values: Values) -> Background:
    """Return the loss of the 64 points."""
    a, b, heights = loss_grid(problem(), WINDOW, 81)
    return Background("practice/average", {"loss": Field(a, b, heights, problem().floor)})


def _plane(path: np.ndarray, mean: np.ndarray, kept: float, diverged: bool) -> Axes:
    minimum = centre()
    status, last = ("diverged" if diverged else "moving"), len(path) - 1
    radius = kept if np.isfinite(kept) else np.nan
    layers = (
        Contour("loss"),
        Points(minimum[:1], minimum[1:], mark="star", labels=("θ*",)),
        Path(path[:, 0], path[:, 1], SGD, "SGD", (status, last)),
        Path(mean[:, 0], mean[:, 1], MEAN, "its average", (status, last), chosen=True),
        Line(
            minimum[0] + radius * np.cos(_ANGLES),
            minimum[1] + radius * np.sin(_ANGLES),
            "accent",
            "radius by theory",
            1.6,
            True,
            over=True,
            since=last,
        ),
    )
    return Axes("plane", layers, Axis("slope a", *WINDOW[0]), Axis("intercept b", *WINDOW[1]), "loss L(θ)", zoom=True)


def _distances(path: np.ndarray, mean: np.ndarray) -> tuple[Series, ...]:
    with np.errstate(all="ignore"):
        far = [np.sqrt(((each - centre()) ** 2).sum(axis=1)) for each in (path, mean)]
    return Series("SGD", far[0], SGD), Series("its average", far[1], MEAN, chosen=True)


def _radii(values: Values, last: int) -> Axes:
    """Return the radius in the long run against K; a click sets K."""
    memory = float(values["memory"])
    expected = np.array([theory(values, k) for k in MEMORIES])
    found = np.array([measured_radius(values, k) for k in MEMORIES])
    now = measured_radius(values, memory)
    expected, found = (np.where(np.isfinite(each), each, np.nan) for each in (expected, found))
    x = np.array(MEMORIES)
    layers = (
        Line(x, expected, "accent", "theory", 1.0, True, since=last),
        Points(x, found, MEAN, name="measured", size=0.9, since=last),
        Points(np.array([memory]), np.array([now if np.isfinite(now) else np.nan]), "ink", "ring", "now", since=last),
    )
    axis = Axis("the average's memory K, in steps", 0.8, 600.0, True)
    title = "radius about θ* in the long run"
    return Axes("radius", layers, axis, Axis("", *_RADII, True), title, False, DragTarget("memory", "", ring=False))


AVERAGE = Section(
    "average",
    "Averaging",
    controls=(
        Choice("kind", "average", (("ema", "exponential"), ("window", "last K iterates")), "ema"),
        Slider("memory", "K", "memory of the average", 40.0, 1.0, 500.0, "log", whole=True),
        Slider("lr", r"\eta", "learning rate", 0.2, 0.005, 1.0, "log"),
        Slider("batch", "B", "batch size", 4.0, 1.0, 32.0, "log", whole=True),
        Slider("seed", "", "random seed", 1.0, 0.0, 999.0, whole=True),
        Randomize("again", "Other batches", ("seed",)),
    ),
    presets=(
        Preset("average_ema", "Exponential average", {}),
        Preset("average_window", "Mean of the last 40", {"kind": "window"}),
        Preset("average_long", "Longer: quieter, and late", {"memory": 300.0}),
        Preset("average_small", "A small η, hardly averaged", {"lr": 0.02, "memory": 5.0}),
        Preset("average_both", "η ten times as large, averaged", {"lr": 0.2, "memory": 120.0}),
    ),
    draw=average_board,
    background=average_background,
    more=("batch", "seed", "again"),
)

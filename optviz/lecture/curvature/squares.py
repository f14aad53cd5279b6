"""Least squares: where f is a sum of squares, the slopes of the residuals tell a curvature for nothing."""

import functools

import numpy as np

from optviz.core.curvature import METHODS, MethodRun
from optviz.core.number_text import label
from optviz.core.surfaces import BUILT_IN, Surface
from optviz.core.surfaces.base import SumOfSquares
from optviz.figures.board import Arrows, Board, Layer, Metric, Metrics, Text
from optviz.figures.local_model import held
from optviz.lecture.controls import Choice, Slider
from optviz.lecture.curvature.common import (
    AGAINST,
    background,
    loss_chart,
    notices_of,
    paths,
    run_of,
    summary,
    surface_axes,
)
from optviz.lecture.own import start_sliders, surface_controls, surface_of
from optviz.lecture.section import Preset, Section, Values

STEPS = 30
KEYS = ("gauss_newton", "levenberg_marquardt", "newton")
_CELLS = 60
_LOOKS = ("good", "bad", "ink")


def squares_runs(values: Values) -> dict[str, MethodRun]:
    """Return the chosen methods' runs: both of least squares, and Newton's beside them if asked for."""
    keys = KEYS if values["beside"] == "newton" else KEYS[:2]
    knobs = {"levenberg_marquardt": {"first": float(values["mu"])}}
    return {key: run_of(values, key, STEPS, **knobs.get(key, {})) for key in keys}


@functools.lru_cache(maxsize=8)
def zero_lines(surface: Surface) -> tuple[Arrows, ...]:
    """Return where each residual is 0, as short segments, cell by cell; nothing where f is no sum of squares."""
    if not isinstance(surface, SumOfSquares):
        return ()
    x, y = (np.linspace(*ends, _CELLS + 1) for ends in surface.domain)
    residuals = surface.residuals(np.stack(np.meshgrid(x, y)))
    names = (f"residual {i} is 0" for i in range(1, len(residuals) + 1))
    return tuple(
        _segments(x, y, np.broadcast_to(r, (len(y), len(x))), look, name)
        for r, look, name in zip(residuals, _LOOKS, names, strict=False)
    )


def _segments(x: np.ndarray, y: np.ndarray, z: np.ndarray, look: str, name: str) -> Arrows:
    """Return the piece of the line z = 0 in each cell that it crosses: between the first two sides that it meets."""
    corners = [(0, 0), (0, 1), (1, 1), (1, 0)]
    rows, columns = np.indices((len(y) - 1, len(x) - 1)).reshape(2, -1)
    ends: list[np.ndarray] = []
    for (j, i), (k, m) in zip(corners, corners[1:] + corners[:1], strict=True):
        a, b = z[rows + j, columns + i], z[rows + k, columns + m]
        with np.errstate(all="ignore"):
            share = np.where((a < 0) != (b < 0), a / (a - b), np.nan)
        px = x[columns + i] + share * (x[columns + m] - x[columns + i])
        py = y[rows + j] + share * (y[rows + k] - y[rows + j])
        ends.append(np.stack([px, py]))
    sides = np.stack(ends)
    met = np.isfinite(sides[:, 0])
    crossed = met.sum(axis=0) >= 2
    first, second = np.argsort(~met[:, crossed], axis=0, kind="stable")[:2]
    place = np.arange(crossed.sum())
    start, end = (sides[:, :, crossed][side, :, place] for side in (first, second))
    (x0, y0), (dx, dy) = start.T, (end - start).T
    return Arrows(*(np.ascontiguousarray(c) for c in (x0, y0, dx, dy)), look=look, name=name, head=False, width=0.8)


def squares_board(values: Values) -> Board:
    """Gauss–Newton and Levenberg–Marquardt on a sum of squares, with the lines on which each residual is 0."""
    runs, surface = squares_runs(values), surface_of(values)
    lm, gn = runs["levenberg_marquardt"], runs["gauss_newton"]
    layers: list[Layer] = [*zero_lines(surface), *paths(runs, "levenberg_marquardt")]
    damping = tuple(label(mu, 3) for mu in held(lm.extras["damping"], STEPS).tolist())
    readings = Metrics(
        "now",
        (
            Metric("Gauss–Newton: f", held(gn.value, STEPS), 1),
            Metric("Levenberg–Marquardt: f", held(lm.value, STEPS), 6),
            Metric(r"its damping $\mu$", damping, 6),
        ),
    )
    return Board(
        (surface_axes(surface, layers), loss_chart(values, runs), readings),
        (("plane", "loss"), ("now", "now")),
        steps=STEPS,
        widths=(1.4, 1.0),
        heights=(1.0, 0.0),
        status=tuple(run.status.kind for run in runs.values()),
        notices=squares_notices(values, runs),
        summary=summary(runs),
    )


def squares_notices(values: Values, runs: dict[str, MethodRun]) -> tuple[Text, ...]:
    """Return what would puzzle; without residuals one sentence in place of one a method."""
    surface = surface_of(values)
    if isinstance(surface, SumOfSquares):
        return notices_of(values, runs)
    return no_squares(surface), *notices_of(values, runs, ends=False)


def no_squares(surface: Surface) -> str:
    """Return what is said of a surface without residuals."""
    *others, last = [kind.name for kind in BUILT_IN if callable(getattr(kind, "residuals", None))]
    return (
        f"{surface.name} is not written as a sum of squares, so neither method has residuals to work with. "
        f"{', '.join(others)} and {last} are."
    )


SQUARES = Section(
    "squares",
    "Least squares",
    controls=(
        *surface_controls("rosenbrock"),
        Slider("mu", r"\mu_0", "first damping", 0.01, 1e-6, 1e3, "log"),
        *start_sliders(-1.2, 1.0),
        Choice("beside", "beside them", (("none", "nothing"), ("newton", METHODS["newton"].name)), "none"),
        AGAINST,
    ),
    presets=(
        Preset("squares_valley", "Rosenbrock in two steps"),
        Preset("squares_lines", "Two lines: one step", {"surface": "booth", "x0": -4.0, "y0": 5.0}),
        Preset("squares_parabolas", "Where two parabolas cross", {"surface": "himmelblau", "x0": -1.0, "y0": 0.0}),
        Preset("squares_singular", "Gauss–Newton gives up", {"surface": "beale", "x0": 1.0, "y0": 1.0}),
        Preset("squares_none", "No sum of squares", {"surface": "ackley", "x0": 1.0, "y0": 1.0}),
    ),
    draw=squares_board,
    background=background,
)

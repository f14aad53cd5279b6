"""A notebook's race as a board: where the runs went, their curves, where each is, and the worked step of the first."""

from collections.abc import Sequence

import numpy as np

from optviz.core import number_text
from optviz.core.curvature import Method, MethodRun
from optviz.core.optimizers import Optimizer
from optviz.core.registry import knobs_of, settings_of
from optviz.core.simulation.run import Run
from optviz.core.surfaces import Surface
from optviz.core.typed.vector_surface import VectorSurface
from optviz.figures.board import (
    Axes,
    Axis,
    Background,
    Board,
    Chart,
    Contour,
    Field,
    Formula,
    Layer,
    Line,
    Path,
    PathArrows,
    Points,
    RunStatus,
    Series,
    Standing,
    Standings,
)
from optviz.figures.board.message import rounded
from optviz.figures.notebook import names, rule_of
from optviz.figures.race_panels import arrows_of, worked_of

Runs = Sequence[Run | MethodRun]
ROWS = (("picture", "value"), ("picture", "slope"))
MARGIN = 0.08
POINTS = 401
FIELD = "surface"


def race_recording(surface: Surface, runs: Runs, looks: Sequence[int], grid: tuple[np.ndarray, ...] | None) -> Board:
    """Return the board; ``grid``: x, y and f of a surface of two variables, on which its runs are drawn."""
    called = names(runs, ended=False)
    above = "f(xₜ) − f*" if surface.floor is not None else "f(xₜ)"
    gaps = [rounded(run.value - (surface.floor or 0.0), 14) for run in runs]
    slopes = [rounded(run.slope_norm, 14) for run in runs]
    log = surface.floor is not None or all((gap > 0).all() for gap in gaps)
    step = worked_step(runs, called)
    tables = (standings(runs, called, looks, slopes), *step)
    keys = tuple(panel.key for panel in tables)
    return Board(
        (
            picture(surface, runs, called, looks, grid),
            chart("value", above, called, gaps, looks, log),
            chart("slope", "‖∇f(xₜ)‖", called, slopes, looks, True),
            *tables,
        ),
        (*ROWS, keys if step else keys * 2),
        max((run.steps for run in runs), default=0),
        heights=(1.0, 1.0, 0.0),
        status=tuple(run.status.kind for run in runs),
        summary=" ".join(f"{name}." for name in names(runs)),
    )


def background(surface: Surface, grid: tuple[np.ndarray, ...] | None) -> Background:
    """Return the heights under the board's picture."""
    if grid is None:
        return Background("plain", {})
    x, y, z = grid
    return Background(FIELD, {FIELD: Field(x, y, z, surface.floor)})


def picture(
    surface: Surface, runs: Runs, called: list[str], looks: Sequence[int], grid: tuple[np.ndarray, ...] | None
) -> Axes:
    """Return the paths over the surface; on a line the curve of f, in more dimensions the first two coordinates."""
    lines = surface.dim == 1
    flat = [np.stack([run.x[:, 0], run.value if lines else run.x[:, 1]], axis=1) for run in runs]
    paths = tuple(
        Path(points[:, 0], points[:, 1], look, name, ended(run), run.value, chosen=i == 0, arrows=arrows(run, i))
        for i, (run, points, name, look) in enumerate(zip(runs, flat, called, looks, strict=True))
    )
    if grid is not None:
        minima = surface.minima
        marks = (Points(minima[:, 0], minima[:, 1], mark="star", name="known minimum"),) if len(minima) else ()
        (x_low, x_high), (y_low, y_high) = surface.domain
        layers: tuple[Layer, ...] = (Contour(FIELD, bar=True), *marks, *paths)
        return Axes("picture", layers, Axis("x", x_low, x_high), Axis("y", y_low, y_high), equal=True, zoom=True)
    ends = [window(np.concatenate([points[:, i] for points in flat] or [np.zeros(0)])) for i in range(2)]
    across, up = ("x", "f(x)") if lines else ("x₁", "x₂")
    curve = curve_of(surface, ends[0]) if lines else ()
    return Axes("picture", (*curve, *paths), Axis(across, *ends[0]), Axis(up, *ends[1]), zoom=True)


def ended(run: Run | MethodRun) -> tuple[str, int]:
    """Return how a run ended, and when."""
    return run.status.kind, run.status.step


def arrows(run: Run | MethodRun, place: int) -> PathArrows | None:
    """Return what the next step of the first run is made of, on a surface of two variables."""
    return arrows_of(run) if isinstance(run, Run) and place == 0 and run.surface.dim == 2 else None


def window(numbers: np.ndarray) -> tuple[float, float]:
    """Return the ends of an axis on which these numbers lie."""
    seen = numbers[np.isfinite(numbers)]
    low, high = (float(seen.min()), float(seen.max())) if len(seen) else (-1.0, 1.0)
    margin = MARGIN * (high - low) or 1.0
    return low - margin, high + margin


def curve_of(surface: Surface, ends: tuple[float, float]) -> tuple[Line, ...]:
    """Return f of one variable between two ends."""
    if not isinstance(surface, VectorSurface):
        return ()
    x = np.linspace(*ends, POINTS)
    y = surface.heights(x[:, None])
    return (Line(x, np.where(np.isfinite(y), y, np.nan), "faint", "f"),)


def chart(key: str, title: str, called: list[str], curves: list[np.ndarray], looks: Sequence[int], log: bool) -> Chart:
    """Return one number of every run against the step."""
    series = tuple(
        Series(name, curve, look, chosen=i == 0)
        for i, (name, curve, look) in enumerate(zip(called, curves, looks, strict=True))
    )
    return Chart(key, title, series, log, legend=False)


def standings(runs: Runs, called: list[str], looks: Sequence[int], slopes: list[np.ndarray]) -> Standings:
    """Return who is where at the playhead, and what became of each run."""
    rows = []
    for slot, (run, name, look, slope) in enumerate(zip(runs, called, looks, slopes, strict=True)):
        status = run.status
        became = RunStatus(status.kind, status.step, status.label, status.reason)
        told = settings(rule_of(run))
        rows.append(Standing(name, look, slot, rounded(run.value, 14), slope, became, told))
    return Standings("standings", "Standings", tuple(rows), "pick")


def settings(rule: Optimizer | Method) -> str:
    """Return a rule's learning rate and what is not as usual, each between dollar signs."""
    now = settings_of(rule)
    told = [knob for knob in knobs_of(rule) if knob.key == "lr" or now[knob.key] != knob.default]
    return ", ".join(f"${knob.symbol} = {number_text.tex(now[knob.key])}$" for knob in told)


def worked_step(runs: Runs, called: list[str]) -> tuple[Formula, ...]:
    """Return the rule of the first run with the numbers of each step, where it can be written out."""
    run = runs[0] if runs else None
    if not isinstance(run, Run) or run.surface.dim > 2 or not (run.optimizer.worked or run.optimizer.latex):
        return ()
    return (worked_of(run, called[0]),)

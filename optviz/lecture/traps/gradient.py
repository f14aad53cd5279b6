"""The gradient: arrows of −∇f over the level lines, one path of GD there and on the surface, its step in numbers."""

import functools

import numpy as np

from optviz.core.simulation.multistart import middles, slopes
from optviz.core.simulation.run import Run
from optviz.core.surfaces import Surface
from optviz.figures.board import Arrows, Board, Formula, Points, Surface3D
from optviz.lecture.controls import Switch
from optviz.lecture.own import start_sliders, surface_controls, surface_of
from optviz.lecture.section import Preset, Section, Values
from optviz.lecture.traps.common import (
    background,
    gd_fan,
    gd_run,
    lr_slider,
    run_path,
    start_on,
    surface_axes,
)
from optviz.lecture.traps.messages import run_notices, run_summary

STEPS = 100
ARROWS_PER_SIDE = 15
COMPRESSION = 0.4
"""An arrow is drawn as long as ‖∇f‖ to this power: closer together than the slopes are."""

FORMULA = ((r"x_{t+1} = x_t - \eta\, \nabla_x f(x_t)", r"<<x_next>> = <<x>> - <<lr>> \cdot <<grad>>"),)


@functools.lru_cache(maxsize=32)
def downhill(surface: Surface) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return x (n,), y (n,) and −∇f (n, 2) on a coarse grid over a surface's window."""
    x, y = (a.ravel() for a in np.meshgrid(*middles(surface.domain, ARROWS_PER_SIDE)))
    return x, y, -slopes(surface, np.stack([x, y], axis=1))


def downhill_arrows(surface: Surface, equal: bool) -> Arrows:
    """Return −∇f on a coarse grid; the lengths are drawn closer together than they are, or all alike."""
    x, y, descent = downhill(surface)
    slope = np.hypot(*descent.T)
    with np.errstate(divide="ignore", invalid="ignore"):
        factor = np.where(slope > 0, slope ** (-1.0 if equal else COMPRESSION - 1.0), 0.0)
    dx, dy = (descent * factor[:, None]).T
    name = "direction of −∇f" if equal else "−∇f, longer where it is steeper"
    return Arrows(x, y, dx, dy, "faint", name, "fit", reach=1.6 if equal else 2.6, width=0.6)


def step_arrow(run: Run) -> Arrows:
    """Return the arrow of the step at the playhead."""
    start, step = run.x[:-1, None, :], run.step[:, None, :]
    return Arrows(start[..., 0], start[..., 1], step[..., 0], step[..., 1], "accent", "the step −η∇f(xₜ)", width=1.4)


def trajectory(run: Run) -> Surface3D:
    """Return the surface in three dimensions with the same path on it, and a ring at its start."""
    start = Points(run.x[:1, 0], run.x[:1, 1], mark="ring")
    return Surface3D(
        "surface", "f", (run_path(run, "xₜ"),), "x₁", "x₂", "f", "The same path on the surface", marks=(start,)
    )


def gradient_board(values: Values) -> Board:
    """Arrows of −∇f over the level lines, one path there and on the surface, and its step in numbers."""
    run = gd_run(values, STEPS)
    arrows = downhill_arrows(surface_of(values), values["equal"])
    quantities = run.quantities
    columns = {key: quantities[key] for key in ("x", "x_next", "grad")} | {"lr": float(values["lr"])}
    return Board(
        (
            surface_axes(values, (arrows, run_path(run, "xₜ", fan="gd"), step_arrow(run))),
            trajectory(run),
            Formula("worked", FORMULA, columns),
        ),
        (("plane", "surface"), ("worked", "worked")),
        steps=STEPS,
        widths=(1.1, 1.0),
        heights=(1.0, 0.0),
        status=(run.status.kind,),
        notices=run_notices(values, run),
        summary=run_summary(run),
    )


GRADIENT = Section(
    "gradient",
    "The gradient",
    controls=(
        *surface_controls("quadratic"),
        lr_slider(0.05),
        *start_sliders(-2.5, 1.5),
        Switch("equal", "arrows of equal length", False, "Then they show the direction alone."),
    ),
    presets=(
        Preset("straight_down", "η = 0.01: straight across", {"lr": 0.01}),
        Preset("zigzag", "η = 0.19: zigzag", {"lr": 0.19}),
        Preset("beyond", "η = 0.21: too long", {"lr": 0.21}),
        Preset("curved_valley", "A curved valley", start_on("rosenbrock", -1.2, 1.0, lr=0.001)),
        Preset("four_minima", "Four minima and a hill", start_on("himmelblau", 0.0, 0.0, lr=0.01)),
    ),
    draw=gradient_board,
    fan=gd_fan(STEPS),
    background=background,
)

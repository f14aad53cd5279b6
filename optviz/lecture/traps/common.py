"""What the sections on traps share: controls, the chosen optimizer and start, the run of GD, and its picture."""

import functools
from collections.abc import Iterable, Mapping

import numpy as np

from optviz.core.number_text import label, point
from optviz.core.optimizers import OPTIMIZERS, Optimizer
from optviz.core.registry import knobs_of
from optviz.core.simulation.critical import CriticalPoint
from optviz.core.simulation.escape import EDGE
from optviz.core.simulation.run import Run
from optviz.core.simulation.simulate import Case, simulate
from optviz.core.surfaces import Surface, grid
from optviz.figures.board import (
    Axes,
    Axis,
    Background,
    Chart,
    Contour,
    DragTarget,
    Field,
    Layer,
    Line,
    Path,
    Points,
    Series,
)
from optviz.lecture.controls import Choice, Control, Slider, VisibleIf
from optviz.lecture.own import surface_called, surface_key, surface_of
from optviz.lecture.section import Fan, Value, Values

RULES = ("gd", "momentum", "nag", "adagrad_norm", "adagrad", "adadelta", "rmsprop", "adam")
"""The optimizers to choose from; noise has a section of its own."""

NOISY = "GD + noise"
"""What the rule SGD is called here, where mini-batches are still to come: GD with noise in each gradient."""

GRID_SIZE = 161
RUN_LOOK = 0
NOISY_LOOK = 4
MARKS = {"minimum": "star", "saddle": "cross", "maximum": "triangle"}
MAX_NUMBERED = 20
"""Critical points have numbers and marks of full size up to this many."""

SADDLE_WINDOW = (-2.0, 2.0)
DRAG = DragTarget("x0", "y0")
_LR = {"adagrad_norm": "lr_sum", "adagrad": "lr_sum", "rmsprop": "lr_step", "adam": "lr_step"}
_BETA = {"adam": "beta1"}


def lr_slider(default: float, high: float = 0.5) -> Slider:
    """Return the control η; it starts at 0, where nothing moves."""
    return Slider("lr", r"\eta", "learning rate", default, 0.0, high, "square")


def rule_controls(lr: float = 0.01) -> tuple[Control | VisibleIf, ...]:
    """Return the menu of optimizers and the knobs of whichever is chosen; ``lr`` is η as it opens."""
    names = tuple((key, OPTIMIZERS[key].name) for key in RULES)
    lr_sum = Slider("lr_sum", r"\eta", "learning rate", 0.5, 0.0, 5.0, "square", "The length of the first step.")
    lr_step = Slider("lr_step", r"\eta", "learning rate", 0.1, 0.0, 2.0, "square", "Roughly the length of every step.")
    beta = Slider("beta", r"\beta", "momentum", 0.9, 0.0, 1.0, help="How much of the past is kept; 0 is none.")
    rho = Slider("rho", r"\rho", "decay of squares", 0.9, 0.0, 0.9999, "one_minus")
    return (
        Choice("rule", "optimizer", names, "gd"),
        VisibleIf("rule", ("gd", "momentum", "nag"), lr_slider(lr)),
        VisibleIf("rule", ("adagrad_norm", "adagrad"), lr_sum),
        VisibleIf("rule", ("rmsprop", "adam"), lr_step),
        VisibleIf("rule", ("momentum", "nag", "adam"), beta),
        VisibleIf("rule", ("rmsprop", "adadelta"), rho),
    )


def start_on(surface: str, x: float, y: float, **others: Value) -> Mapping[str, Value]:
    """Return a preset's values: a surface, a start, and whatever else differs."""
    return {"surface": surface, "x0": x, "y0": y, **others}


def optimizer(key: str, **knobs: float) -> Optimizer:
    """Return an optimizer by its key."""
    return OPTIMIZERS[key](**knobs)


def optimizer_of(values: Values) -> Optimizer:
    """Return the chosen optimizer with its knobs; Adadelta keeps the learning rate 1 of its paper."""
    key = values["rule"]
    knobs = {knob.key for knob in knobs_of(OPTIMIZERS[key])}
    settings = {_BETA.get(key, "beta"): values["beta"], "rho": values["rho"]}
    if key != "adadelta":
        settings["lr"] = values[_LR.get(key, "lr")]
    return optimizer(key, **{name: float(value) for name, value in settings.items() if name in knobs})


def rate_of(values: Values) -> float:
    """Return the learning rate that is in force."""
    return 1.0 if values["rule"] == "adadelta" else float(values[_LR.get(values["rule"], "lr")])


def start_of(values: Values) -> tuple[float, float]:
    """Return the start point that the controls name."""
    return float(values["x0"]), float(values["y0"])


def outside(surface: Surface, position: tuple[float, float]) -> bool:
    """Return whether a point lies outside the surface's window."""
    return any(not low <= c <= high for c, (low, high) in zip(position, surface.domain, strict=True))


def gd_run(values: Values, steps: int) -> Run:
    """Return the run of GD on the chosen surface from the chosen start."""
    return simulate(surface_of(values), optimizer("gd", lr=values["lr"]), start_of(values), steps)


def gd_fan(steps: int) -> Fan:
    """Return what drags of η and of the start are drawn from: the run of GD at all positions of these sliders."""

    def runs(values: Values) -> dict[str, Case]:
        return {"gd": Case(surface_of(values), optimizer("gd", lr=values["lr"]), start_of(values), steps)}

    return Fan(("lr", "x0", "y0"), runs, lambda values: surface_of(values).domain)


@functools.lru_cache(maxsize=32)
def surface_background(key: str, surface: Surface) -> Background:
    """Return the heights of a surface in its window, under the name ``f``."""
    return Background(key, {"f": Field(*grid(surface, GRID_SIZE), surface.floor)})


def background(values: Values) -> Background:
    """Return the heights of the chosen surface."""
    return surface_background(surface_key(values), surface_of(values))


def saddle_background(_: Values) -> Background:
    """Return the heights of x² − y²."""
    return surface_background("saddle", surface_called("saddle"))


def surface_axes(values: Values, layers: Iterable[Layer], drag: DragTarget | None = DRAG) -> Axes:
    """Return the picture of the chosen surface, one unit as long on both axes, with layers over its level lines."""
    (x_low, x_high), (y_low, y_high) = surface_of(values).domain
    x, y = Axis("x₁", x_low, x_high), Axis("x₂", y_low, y_high)
    return Axes("plane", (Contour("f"), *layers), x, y, equal=True, drag=drag)


def saddle_axes(layers: Iterable[Layer], drag: DragTarget | None = None) -> Axes:
    """Return the picture of x² − y² with its saddle marked and the lines |y| = 1."""
    x, y = Axis("x", *SADDLE_WINDOW), Axis("y", *SADDLE_WINDOW)
    saddle = Points(np.zeros(1), np.zeros(1), "ink", "cross", labels=("saddle",))
    names = {EDGE: "|y| = 1", -EDGE: ""}
    edges = tuple(Line(SADDLE_WINDOW, (y, y), "faint", name, dashed=True) for y, name in names.items())
    return Axes("plane", (Contour("f"), *edges, saddle, *layers), x, y, equal=True, drag=drag)


def run_path(run: Run, name: str = "", look: int = RUN_LOOK, chosen: bool = True, fan: str = "") -> Path:
    """Return a run's path; ``fan``: what it is called in the section's fan."""
    status = (run.status.kind, run.status.step)
    return Path(run.x[:, 0], run.x[:, 1], look, name, status, run.value, chosen, fan=fan)


def critical_marks(points: Iterable[CriticalPoint], numbered: bool = True) -> tuple[Points, ...]:
    """Return the marks of critical points: stars, crosses and triangles; numbered from 1 where they are few."""
    points = tuple(points)
    few = len(points) <= MAX_NUMBERED
    layers = []
    for kind, mark in MARKS.items():
        same_kind = [p for p in points if p.where == kind]
        if not same_kind:
            continue
        x, y = np.array([p.point for p in same_kind]).T
        labels = tuple(str(points.index(p) + 1) for p in same_kind) if numbered and few else ()
        hover = tuple(describe(p) for p in same_kind)
        layers.append(Points(x, y, "ink", mark, kind, labels, hover, size=1.0 if few else 0.5))
    return tuple(layers)


def describe(critical: CriticalPoint) -> str:
    """Return a critical point in words for the mouse: kind, place, value and eigenvalues."""
    eigenvalues = " and ".join(label(value, 3, 1e-9) for value in critical.eigenvalues)
    degenerate = "\nthe Hessian does not decide" if critical.degenerate else ""
    height = label(critical.value, zero=1e-9)
    return f"{critical.where} {point(critical.point)}\nf = {height}\neigenvalues {eigenvalues}{degenerate}"


def loss_chart(run: Run) -> Chart:
    """Return f(x_t) − f*, f* the least f, on a logarithmic scale where a minimum is known, else f(x_t)."""
    floor = run.surface.floor
    if floor is None:
        return Chart("loss", "f(xₜ)", (Series("", run.value, RUN_LOOK),), legend=False)
    return Chart("loss", "f(xₜ) minus the least f", (Series("", run.value - floor, RUN_LOOK),), log=True, legend=False)


def name_of(rule: str) -> str:
    """Return what a rule is called on this page."""
    return NOISY if rule == "sgd" else OPTIMIZERS[rule].name


def step_of_leaving(run: Run) -> int | None:
    """Return the first step at which |y| > 1, or None."""
    with np.errstate(invalid="ignore"):
        beyond = np.flatnonzero(np.abs(run.x[:, 1]) > EDGE)
    return int(beyond[0]) if len(beyond) else None


def distance_in_view(run: Run) -> np.ndarray:
    """Return |y| up to the first step outside the picture, (T+1,); NaN after it."""
    distance = np.abs(run.x[:, 1])
    beyond = np.cumsum(distance > SADDLE_WINDOW[1]) > 1
    return np.where(beyond, np.nan, distance)

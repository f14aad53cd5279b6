"""What the sections of the lab share: surface, rule, start, the chosen run, and the picture of the surface."""

import functools
from collections.abc import Iterable

import numpy as np

from optviz.core.number_text import label, point
from optviz.core.optimizers import OPTIMIZERS, Optimizer
from optviz.core.registry import knobs_of
from optviz.core.simulation.run import Run
from optviz.core.simulation.simulate import Case, simulate
from optviz.core.surfaces import Point, Surface, grid
from optviz.figures.board import (
    Axes,
    Axis,
    Background,
    Contour,
    DragTarget,
    Field,
    Layer,
    Path,
    Points,
    Text,
    from_step,
)
from optviz.lecture.around import around, run_controls, seed_of
from optviz.lecture.controls import Choice, Control, Slider, VisibleIf
from optviz.lecture.controls.own_formula import TYPED
from optviz.lecture.lab.rule_text import own_rule_controls, typed_rule
from optviz.lecture.own import TITLE, surface_key, surface_of
from optviz.lecture.section import Values

RULES = tuple(key for key, kind in OPTIMIZERS.items() if not (kind.stochastic or kind.long_memory))
"""The optimizers to choose from: all that many runs at once can be made of."""

LOW, HIGH = 1e-4, 10.0
"""The ends of η's slider."""

LOOK = 0
GRID_SIZE = 161
DRAG = DragTarget("x0", "y0")
_BETA_RULES = tuple(key for key in RULES if {"beta", "beta1"} & {k.key for k in knobs_of(OPTIMIZERS[key])})
_RHO_RULES = tuple(key for key in RULES if "rho" in {k.key for k in knobs_of(OPTIMIZERS[key])})


def lr_slider(default: float = 0.01) -> Slider:
    """Return the control η, its scale logarithmic, as all settings of the lab compare ratios."""
    return Slider("lr", r"\eta", "learning rate", default, LOW, HIGH, "log")


def rule_controls(default: str = "gd", lr: float = 0.01) -> tuple[Control | VisibleIf, ...]:
    """Return the menu of rules, one's own the last, the knobs of the chosen one, and what may be around it."""
    names = (*((key, OPTIMIZERS[key].name) for key in RULES), (TYPED, TITLE))
    own = own_rule_controls("rule")
    beta = Slider("beta", r"\beta", "momentum", 0.9, 0.0, 0.999, "one_minus", "How much of the past is kept.")
    rho = Slider("rho", r"\rho", "decay of squares", 0.9, 0.0, 0.999, "one_minus")
    return (
        Choice("rule", "optimizer", names, default, rules=True),
        *own[:2],
        lr_slider(lr),
        VisibleIf("rule", _BETA_RULES, beta),
        VisibleIf("rule", _RHO_RULES, rho),
        *own[2:],
        *run_controls(),
    )


def steps_slider(default: int = 200, high: int = 1000) -> Slider:
    """Return the control T."""
    return Slider("steps", "T", "steps", default, 1, high, whole=True)


def optimizer_of(values: Values) -> Optimizer:
    """Return the chosen rule with its knobs."""
    if values["rule"] == TYPED:
        return around(values, typed_rule(values))
    kind = OPTIMIZERS[values["rule"]]
    controls = {"lr": "lr", "beta": "beta", "beta1": "beta", "rho": "rho"}
    own = {knob.key: float(values[controls[knob.key]]) for knob in knobs_of(kind) if knob.key in controls}
    return around(values, kind(**own))


def start_of(values: Values) -> Point:
    """Return the start that the controls name."""
    return float(values["x0"]), float(values["y0"])


def case_of(values: Values) -> Case:
    """Return the chosen run, still to be made."""
    steps, seed = int(values["steps"]), seed_of(values)
    return Case(surface_of(values), optimizer_of(values), start_of(values), steps, seed=seed)


def run_of(values: Values) -> Run:
    """Return the chosen run."""
    case = case_of(values)
    return simulate(*case)


@functools.lru_cache(maxsize=32)
def _background(key: str, surface: Surface) -> Background:
    return Background(f"lab-{key}", {"f": Field(*grid(surface, GRID_SIZE), surface.floor)})


def background(values: Values) -> Background:
    """Return the heights of the chosen surface in its window, under the name ``f``."""
    return _background(surface_key(values), surface_of(values))


def surface_axes(values: Values, layers: Iterable[Layer], drag: DragTarget | None = DRAG) -> Axes:
    """Return the picture of the chosen surface and its known minima, with layers over its level lines."""
    surface = surface_of(values)
    (x_low, x_high), (y_low, y_high) = surface.domain
    x, y = Axis("x₁", x_low, x_high), Axis("x₂", y_low, y_high)
    minima = np.asarray(surface.minima, float).reshape(-1, 2)
    stars = (Points(minima[:, 0], minima[:, 1], "ink", "star", "known minimum"),) if len(minima) else ()
    return Axes("plane", (Contour("f"), *stars, *layers), x, y, equal=True, drag=drag)


def path(run: Run, look: int = LOOK, name: str = "", fan: str = "") -> Path:
    """Return a run's path; ``fan``: what it is called in the section's fan."""
    status = (run.status.kind, run.status.step)
    return Path(run.x[:, 0], run.x[:, 1], look, name, status, run.value, chosen=True, fan=fan)


def outside(surface: Surface, place: np.ndarray | Point) -> bool:
    """Return whether a point lies outside the surface's window."""
    return any(not low <= c <= high for c, (low, high) in zip(place, surface.domain, strict=True))


def run_notices(values: Values, run: Run) -> tuple[Text, ...]:
    """Return what to say about the chosen run: a start outside or at rest, and at its end that it went off."""
    if outside(run.surface, start_of(values)):
        return (f"The start {point(start_of(values))} lies outside this picture. Click where the run shall start.",)
    if run.status.kind in ("stuck", "converged") and run.status.step == 0:
        return ("At this start the gradient is zero, so nothing moves.",)
    if run.status.kind == "diverged":
        said = f"Diverged at step {run.status.step}: η is too large here. Lower it, or move the start."
        return (from_step(run.status.step, said),)
    if outside(run.surface, run.x[-1]):
        return (from_step(len(run.x) - 1, "The run has left the picture."),)
    return ()


def run_summary(run: Run, name: str) -> str:
    """Return how a run ended, where, and at which f."""
    return f"{name}: {run.status.label}, at {point(run.x[-1])}, f = {label(float(run.value[-1]), zero=1e-9)}."

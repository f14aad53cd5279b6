"""The noise ball: the cloud in which SGD stays, and its radius against η and against B, measured and by theory."""

import dataclasses
import functools
import math

import numpy as np

from optviz.core import number_text
from optviz.core.stochastic.batches import Sampling
from optviz.core.stochastic.noise_ball import measured_radius, radius, tail
from optviz.core.stochastic.regression import Regression
from optviz.figures.board import (
    Axes,
    Axis,
    Background,
    Board,
    DragTarget,
    Line,
    Metric,
    Metrics,
    Path,
    Points,
)
from optviz.lecture.controls import Choice
from optviz.lecture.section import Preset, Section, Values
from optviz.lecture.stochastic.common import (
    NOISY_POINTS,
    SMALL,
    Window,
    batch_slider,
    loss_background,
    lr_slider,
    sample_regression,
    seed_controls,
    theta_axes,
)

STEPS = 10_000
RATES = tuple(float(r) for r in np.geomspace(0.002, 1.0, 10))
BATCHES = (1, 2, 4, 8, 16, 32)
DOTS = 1500
LAST_STEPS = 60
NEAR: Window = ((0.17, 1.97), (-0.49, 1.31))
_ANGLES = np.linspace(0, 2 * np.pi, 121)
_RADII = (0.002, 3.0)


@dataclasses.dataclass(frozen=True)
class RadiusCurve:
    """The radius, ``measured`` (k,) and by ``theory`` (k,), at the abscissas ``x`` (k,); ∞ for no ball."""

    x: np.ndarray
    measured: np.ndarray
    theory: np.ndarray


@dataclasses.dataclass(frozen=True)
class NoiseBall:
    """The noise ball now, with where SGD was, ``cloud`` (m, 2), and its radius against η and against B."""

    problem: Regression
    cloud: np.ndarray
    measured: float
    theory: float
    by_rate: RadiusCurve
    by_batch: RadiusCurve


@functools.lru_cache(maxsize=256)
def measured(lr: float, batch: int, seed: int, sampling: Sampling) -> float:
    """Return the measured radius of the noise ball."""
    return measured_radius(sample_regression("line", NOISY_POINTS), lr, batch, STEPS, seed, sampling)


def noise_ball(values: Values) -> NoiseBall:
    """Return the noise ball of these values."""
    problem, lr, size = sample_regression("line", NOISY_POINTS), float(values["lr"]), int(values["batch"])
    seed, sampling = int(values["seed"]), values["sampling"]
    by_rate = RadiusCurve(
        np.array(RATES),
        np.array([measured(rate, size, seed, sampling) if size < problem.n else 0.0 for rate in RATES]),
        np.array([radius(problem, rate, size) for rate in RATES]),
    )
    by_batch = RadiusCurve(
        np.array(BATCHES, dtype=float),
        np.array([measured(lr, batch, seed, sampling) for batch in BATCHES]),
        np.array([radius(problem, lr, batch) for batch in BATCHES]),
    )
    cloud = tail(problem, lr, size, STEPS, seed, sampling)
    now = measured(lr, size, seed, sampling)
    return NoiseBall(problem, cloud, now, radius(problem, lr, size), by_rate, by_batch)


def about_ball(ball: NoiseBall, values: Values) -> tuple[str, ...]:
    """Return why there is no ball to measure, if there is none."""
    if int(values["batch"]) >= ball.problem.n:
        return ("B = n: the batch's gradient is the full one. Without noise there is no ball.",)
    if not math.isfinite(ball.theory):
        lr = number_text.label(float(values["lr"]), 3)
        return (f"η = {lr} is too large for batches of {int(values['batch'])}: the radius has no limit.",)
    return ()


def noise_ball_board(values: Values) -> Board:
    """Return SGD's cloud about θ*, with a circle of the theory's radius, and the radius against η and against B."""
    ball = noise_ball(values)
    lr, size = float(values["lr"]), int(values["batch"])
    x_rate, x_batch = Axis("learning rate η", 0.0015, 1.3, True), Axis("batch size B", 0.8, 80.0, True)
    measured_now, theory_now = number_text.label(ball.measured), number_text.label(ball.theory)
    return Board(
        (
            _cloud(ball),
            _radius_axes("rate", "radius against η", x_rate, ball.by_rate, (lr, ball.measured), "lr"),
            _radius_axes("batch", "radius against B", x_batch, ball.by_batch, (size, ball.measured), "batch"),
            Metrics(
                "readings",
                (
                    Metric("radius, measured", _reading(ball.measured), SMALL),
                    Metric("radius, theory (independent batches)", _reading(ball.theory), "accent"),
                    Metric(r"$\eta$", lr),
                    Metric("batch size $B$", f"{size} of {NOISY_POINTS}"),
                ),
            ),
        ),
        (("cloud", "rate"), ("cloud", "batch"), ("readings", "readings")),
        steps=min(LAST_STEPS, len(ball.cloud) - 1),
        widths=(1.2, 1.0),
        heights=(1.0, 1.0, 0.0),
        status=("moving",) if np.isfinite(ball.cloud).all() else ("diverged",),
        notices=about_ball(ball, values),
        summary=f"Radius of the noise ball {measured_now} measured, {theory_now} by theory.",
    )


def noise_ball_background(values: Values) -> Background:
    """Return the loss of the 64 points near its minimum."""
    return loss_background(sample_regression("line", NOISY_POINTS), NEAR)


def _reading(radius: float) -> float | str:
    return radius if np.isfinite(radius) else "none"


def _cloud(ball: NoiseBall) -> Axes:
    minimum = ball.problem.minimum
    assert minimum is not None
    dots = ball.cloud[:: max(1, len(ball.cloud) // DOTS)]
    last = ball.cloud[-LAST_STEPS - 1 :]
    status = ("moving" if np.isfinite(last).all() else "diverged", len(last) - 1)
    circle = ball.theory if np.isfinite(ball.theory) else np.nan
    x, y = minimum[0] + circle * np.cos(_ANGLES), minimum[1] + circle * np.sin(_ANGLES)
    layers = (
        Points(dots[:, 0], dots[:, 1], "faint", name="9,000 steps of SGD", size=0.7),
        Path(last[:, 0], last[:, 1], SMALL, "its last 60", status),
        Line(x, y, "accent", "radius by theory", 1.6, True, over=True),
    )
    return theta_axes(ball.problem, layers, "cloud", "loss L(θ) near θ*", NEAR)


def _radius_axes(key: str, title: str, x: Axis, curve: RadiusCurve, now: tuple[float, float], control: str) -> Axes:
    """Return the radius against ``x``; a ring marks it ``now``, a click sets the slider ``control``."""
    shown = np.where((curve.measured > _RADII[0]) & (curve.measured < _RADII[1]), curve.measured, np.nan)
    theory = np.where(np.isfinite(curve.theory) & (curve.theory > 0), curve.theory, np.nan)
    ring = np.array([now[1] if _RADII[0] < now[1] < _RADII[1] else np.nan])
    layers = (
        Line(curve.x, theory, "accent", "theory (independent batches)", 1.0, True),
        Points(curve.x, shown, SMALL, name="measured", size=0.9),
        Points(np.array([float(now[0])]), ring, "ink", "ring", "now"),
    )
    return Axes(key, layers, x, Axis("", *_RADII, True), title, False, DragTarget(control, "", ring=False))


NOISE_BALL = Section(
    "noise_ball",
    "Noise ball",
    controls=(
        batch_slider(4),
        lr_slider(0.1, 0.002, 1.0),
        Choice(
            "sampling",
            "Batches",
            (("independent", "independent"), ("epochs", "reshuffled each epoch")),
            "independent",
        ),
        *seed_controls(),
    ),
    presets=(
        Preset("ball_start", "η = 0.1", {}),
        Preset("ball_quarter", "A quarter of η: half the radius", {"lr": 0.025}),
        Preset("ball_batch", "Four times B: less than half", {"batch": 16}),
        Preset("ball_none", "B = n: no ball", {"batch": 64}),
        Preset("ball_burst", "B = 1, η = 0.5: does not settle", {"batch": 1, "lr": 0.5}),
        Preset("ball_epochs", "Reshuffled each epoch: smaller", {"sampling": "epochs", "lr": 0.02}),
    ),
    draw=noise_ball_board,
    background=noise_ball_background,
)

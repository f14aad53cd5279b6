"""The board of the noise ball: the cloud in which SGD stays, and its radius against η and against B."""

import numpy as np

from optviz.figures.board import Axes, Axis, Board, DragTarget, Line, Metric, Metrics, Path, Points
from optviz.lecture.section import Values
from optviz.lecture.stochastic.common import BALL_POINTS, Ball, ball
from optviz.lecture.stochastic.messages import about_ball
from optviz.lecture.stochastic.parts import SMALL, Window, theta_plane

SHOWN = 1500
FILM = 60
NEAR: Window = ((0.17, 1.97), (-0.49, 1.31))
_ROUND = np.linspace(0, 2 * np.pi, 121)
_RADII = (0.002, 3.0)


def noise_ball(values: Values) -> Board:
    """Return SGD's cloud about θ*, with a circle of the theory's radius, and the radius against η and against B."""
    found = ball(values)
    lr, size = float(values["lr"]), int(values["batch"])
    told = about_ball(found, values)
    readings = Metrics(
        "readings",
        (
            Metric("radius, measured", _shown(found.measured), SMALL),
            Metric("radius, theory (drawn anew)", _shown(found.theory), "accent"),
            Metric(r"$\eta$", lr),
            Metric("batch size $B$", f"{size} of {BALL_POINTS}"),
        ),
    )
    return Board(
        (
            _cloud(found),
            _against(
                found.by_rate,
                "rate",
                "radius against η",
                Axis("learning rate η", 0.0015, 1.3, True),
                lr,
                found.measured,
            ),
            _against(
                found.by_batch, "batch", "radius against B", Axis("batch size B", 0.8, 80.0, True), size, found.measured
            ),
            readings,
        ),
        (("cloud", "rate"), ("cloud", "batch"), ("readings", "readings")),
        steps=min(FILM, len(found.cloud) - 1),
        widths=(1.2, 1.0),
        heights=(1.0, 1.0, 0.0),
        status=("moving",) if np.isfinite(found.cloud).all() else ("diverged",),
        notices=told,
        summary=f"Radius of the noise ball {found.measured:.4g} measured, {found.theory:.4g} by theory.",
    )


def _shown(radius: float) -> float | str:
    return radius if np.isfinite(radius) else "none"


def _cloud(found: Ball) -> Axes:
    star = found.problem.minimum
    assert star is not None
    some = found.cloud[:: max(1, len(found.cloud) // SHOWN)]
    film = found.cloud[-FILM - 1 :]
    circle = found.theory if np.isfinite(found.theory) else np.nan
    layers = (
        Points(some[:, 0], some[:, 1], "faint", name="9,000 steps of SGD", size=0.7),
        Path(
            film[:, 0],
            film[:, 1],
            SMALL,
            "its last 60",
            ("moving" if np.isfinite(film).all() else "diverged", len(film) - 1),
        ),
        Line(
            star[0] + circle * np.cos(_ROUND),
            star[1] + circle * np.sin(_ROUND),
            "accent",
            "radius by theory",
            1.2,
            True,
        ),
    )
    return theta_plane(found.problem, layers, "cloud", "loss L(θ) near θ*", NEAR)


def _against(
    curve: tuple[np.ndarray, np.ndarray, np.ndarray], key: str, title: str, x: Axis, now: float, radius: float
) -> Axes:
    """Return the radius, measured and by theory, against ``x``; a ring marks the present one, a click takes another."""
    at, measured, theory = curve
    inside = np.where((measured > _RADII[0]) & (measured < _RADII[1]), measured, np.nan)
    here = np.array([radius if _RADII[0] < radius < _RADII[1] else np.nan])
    layers = (
        Line(
            at, np.where(np.isfinite(theory) & (theory > 0), theory, np.nan), "accent", "theory (drawn anew)", 1.0, True
        ),
        Points(at, inside, SMALL, name="measured", size=0.9),
        Points(np.array([now]), here, "ink", "ring", "now"),
    )
    drag = DragTarget("lr" if key == "rate" else "batch", "", ring=False)
    return Axes(key, layers, x, Axis("", *_RADII, True), title, False, drag)

"""What became of a run: converged, stuck, diverged, or how it moves at its end, and why."""

import dataclasses
import functools
import math
from collections.abc import Sequence
from typing import Literal

import numpy as np

from optviz.core.number_text import label
from optviz.core.simulation.motion import motion_of
from optviz.core.simulation.surroundings import LEVEL, RADII, Surroundings, surroundings
from optviz.core.surfaces import Field, Window
from optviz.core.surfaces.fields import jets_at

TOLERANCE = 1e-6
"""A run has come to rest once ‖∇f‖ stays below this."""

_TOLERANCE_TEXT = label(TOLERANCE)

Rows = tuple[np.ndarray, np.ndarray, np.ndarray]
Kind = Literal["moving", "converged", "stuck", "cycling", "still", "leaving", "diverged"]
Where = Literal["minimum", "saddle", "maximum", "plateau", ""]

# Beyond this only overflow makes NaN of a finite x: no formula of a surface has a hole there.
_FAR = 1e50
_SINCE = {"cycling": "cycling", "still": "standing still", "leaving": "moving away"}


@dataclasses.dataclass(frozen=True)
class Status:
    """What became of a run, with the step it happened at and the reason in one sentence.

    ``step``: for converged and stuck the first step of the rest, for diverged the first step with a
    non-finite number, for cycling, still and leaving ("moving away") the step since which they hold
    (:func:`.motion_of` says what they mean exactly), for moving the last step.
    ``where``: what the point of rest is, else empty.
    ``eigenvalues``: of the Hessian at the point of rest, ascending, else empty.
    """

    kind: Kind
    step: int
    where: Where = ""
    eigenvalues: tuple[float, ...] = ()
    reason: str = ""

    @property
    def label(self) -> str:
        """The status in a few words, such as "stuck at a saddle since step 60"."""
        if self.kind == "moving":
            return "moving"
        if self.kind in _SINCE:
            return f"{_SINCE[self.kind]} since step {self.step}"
        if self.kind == "stuck":
            return f"stuck {'on' if self.where == 'plateau' else 'at'} a {self.where} since step {self.step}"
        return f"{self.kind} at step {self.step}"


def hessians(field: Field, points: np.ndarray) -> np.ndarray:
    """Return the Hessian of ``field`` at each of ``points``, shape (n, 2) → (n, 2, 2), by autodiff.

    ``field`` is a surface; one compiled program serves all built-in surfaces and any n.
    """
    return jets_at(field, np.asarray(points, dtype=float).reshape(-1, 2))[2]


def status_of(
    field: Field, x: np.ndarray, value: np.ndarray, slope: np.ndarray, window: Window | tuple[()] = ()
) -> Status:
    """Say what became of one run; see :func:`statuses_of`."""
    return statuses_of(field, [(x, value, slope)], window)[0]


def statuses_of(field: Field, runs: Sequence[Rows], window: Window | tuple[()] = ()) -> list[Status]:
    """Say what became of each run (x (T+1, d), f(x) (T+1,), ∇f(x) (T+1, d)) on ``field``, shown in ``window``.

    Diverged: the last row is not finite (rows end at the first that is not). At rest: ‖∇f‖ < 1e-6 from
    some step to the end; the Hessian's eigenvalues then tell a minimum (converged) from a saddle or a
    maximum (stuck). Where they are too near 0 to tell, f is compared on small circles round the point.
    Else it is for :func:`.motion_of` to say.
    """
    rests = [_rest(slope) for _, _, slope in runs]
    at_rest = [i for i, step in enumerate(rests) if step is not None]
    resting: dict[int, tuple[Where, tuple[float, ...], str]] = {}
    if at_rest:
        near = surroundings(field, np.array([runs[i][0][-1] for i in at_rest]))
        resting = {i: _classify(own) for i, own in zip(at_rest, near, strict=True)}
    return [
        _travelling(*rows, window) if step is None else _resting(step, *resting[i])
        for i, (rows, step) in enumerate(zip(runs, rests, strict=True))
    ]


def _rest(slope: np.ndarray) -> int | None:
    """Return the first step from which ‖∇f‖ stays below the tolerance; None if it does not at the end."""
    if not math.hypot(*slope[-1].tolist()) < TOLERANCE:
        return None
    with np.errstate(over="ignore"):
        loud = np.flatnonzero(functools.reduce(np.hypot, np.abs(slope).T) >= TOLERANCE)
    return int(loud[-1]) + 1 if len(loud) else 0


def _travelling(x: np.ndarray, value: np.ndarray, slope: np.ndarray, window: Window | tuple[()]) -> Status:
    last = len(x) - 1
    quantities = {"x": x[-1].tolist(), "f(x)": [float(value[-1])], "∇f(x)": slope[-1].tolist()}
    for name, numbers in quantities.items():
        if not all(map(math.isfinite, numbers)):
            return _diverged(name, any(map(math.isnan, numbers)), x, value)
    if motion := motion_of(x, value, slope, window):
        return Status(motion.kind, motion.step, reason=motion.reason)
    size = math.hypot(*quantities["∇f(x)"])
    return Status("moving", last, reason=f"‖∇f‖ = {label(size)} at step {last}, not below {_TOLERANCE_TEXT}.")


def _diverged(name: str, nan: bool, x: np.ndarray, value: np.ndarray) -> Status:
    last = len(x) - 1
    what = "is not a number" if nan else "is too large for float64 (over 1.8e308)"
    if nan and name != "x" and np.abs(x[-1]).max() > _FAR:
        what += ": its terms are too large for float64, and ∞ − ∞ is none"
    before = f"; one step earlier f(x) = {label(value[-2])}" if last else ""
    return Status("diverged", last, reason=f"At step {last}, {name} {what}{before}.")


def zero_over_zero(status: Status, x: np.ndarray, grad: np.ndarray, eps: float | None) -> Status:
    """Return ``status``, for x that is not a number with its cause where that is ε = 0: a step of 0/0.

    ``grad`` (T, d): the gradients used. A rule that divides by the size of gradients, √v + ε, needs ε > 0 where they
    have all been 0.
    """
    lost = np.isnan(x[-1])
    if eps != 0 or status.kind != "diverged" or not len(grad) or not (lost & (grad[-1] == 0)).any():
        return status
    cause = "with ε = 0, a gradient of 0 divided by its size is 0/0"
    return dataclasses.replace(status, reason=status.reason.replace("is not a number", f"is not a number: {cause}"))


def _resting(step: int, where: Where, eigenvalues: tuple[float, ...], because: str) -> Status:
    kind: Kind = "converged" if where == "minimum" else "stuck"
    reason = f"‖∇f‖ < {_TOLERANCE_TEXT} from step {step} on; {because}: a {where}."
    return Status(kind, step, where, eigenvalues, reason)


def _classify(near: Surroundings) -> tuple[Where, tuple[float, ...], str]:
    """Return what a point of rest is, the eigenvalues, and the evidence in words."""
    value, eigenvalues, rings, bend = near
    numbers = _written(eigenvalues)
    by_curvature = _by_curvature(eigenvalues[0], eigenvalues[-1])
    lower, higher = _around(value, rings)
    # A kink can hide from the Hessian (x² − |x| at 0): the smallest circle must not contradict it.
    hidden = (by_curvature == "minimum" and lower[0]) or (by_curvature == "maximum" and higher[0])
    if by_curvature and not hidden:
        verb = "is" if len(eigenvalues) == 1 else "are"
        signs = {"minimum": f"{verb} positive", "maximum": f"{verb} negative", "saddle": "differ in sign"}
        return by_curvature, eigenvalues, f"{numbers} {signs[by_curvature]}"
    # Terms of third order outgrow the tolerance on a wider circle only: x³ + y² looks like y² close to 0.
    low, high = any(lower[:2]), any(higher[:2])
    if not (low or high):
        low, high = lower[2], higher[2]
    if bend is not None and (low or high):
        falls, rises = _around(value, bend)
        low, high = low or any(falls), high or any(rises)
    where, seen = _BY_CIRCLE[low, high]
    verb = "does" if len(eigenvalues) == 1 else "do"
    return where, eigenvalues, f"{numbers} {verb} not decide, but {seen}"


def _written(eigenvalues: tuple[float, ...]) -> str:
    if len(eigenvalues) == 1:
        return f"the second derivative {label(eigenvalues[0])}"
    if len(eigenvalues) == 2:
        return "the Hessian's eigenvalues " + " and ".join(label(e) for e in eigenvalues)
    ends = " to ".join(label(e) for e in (eigenvalues[0], eigenvalues[-1]))
    return f"the Hessian's {len(eigenvalues)} eigenvalues, {ends},"


_BY_CIRCLE: dict[tuple[bool, bool], tuple[Where, str]] = {
    (False, True): ("minimum", "f is higher all round"),
    (True, False): ("maximum", "f is lower all round"),
    (True, True): ("saddle", "f is higher on some sides and lower on others"),
    (False, False): ("plateau", "f is level all round"),
}


def _by_curvature(smaller: float, larger: float) -> Where:
    if smaller > LEVEL:
        return "minimum"
    if larger < -LEVEL:
        return "maximum"
    return "saddle" if smaller < -LEVEL and larger > LEVEL else ""


def _around(value: float, rings: np.ndarray) -> tuple[list[bool], list[bool]]:
    """Return for each circle whether f is lower somewhere on it, and whether it is higher."""
    # A slope just under the tolerance, somewhat steeper further out, counts as level; so does rounding.
    level = 4 * TOLERANCE * RADII + 8 * np.finfo(float).eps * abs(value)
    change = rings - value
    lower, higher = change < -level[:, None], change > level[:, None]
    return [bool(ring.any()) for ring in lower], [bool(ring.any()) for ring in higher]

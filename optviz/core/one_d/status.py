"""What became of a walk in one dimension: at rest, diverged, or how it moves at its end, and why."""

import dataclasses
import functools
from typing import Literal

import numpy as np

from optviz.core.number_text import label
from optviz.core.one_d.functions import Function
from optviz.core.simulation.motion import motion_of

Kind = Literal["converged", "stuck", "cycling", "still", "leaving", "moving", "diverged", "undefined"]
Where = Literal["minimum", "maximum", "inflection", "flat", ""]
Flat = tuple[float, float, int]

_BISECTIONS = 60
_PLACES = {"minimum": "a minimum", "maximum": "a maximum", "inflection": "a flat inflection", "flat": "flat ground"}


@dataclasses.dataclass(frozen=True)
class Status:
    """What became of a walk, at which step, and why.

    Attributes:
        kind: ``converged`` (the stop rule held at a minimum), ``stuck`` (it held elsewhere), ``diverged`` (f or x
            overflowed), ``cycling``, ``still`` and ``leaving`` as for any run, see
            :func:`optviz.core.simulation.motion.motion_of`, ``undefined`` (it came to where f or f′ has no value),
            ``moving`` (none of these).
        step: where it stopped or first overflowed, since when it cycles, stands still or leaves; for moving the last.
        where: what the point is at which it stopped, else empty.
        place: the critical point at which it stopped; None where there is none.
        period: the number of steps in a cycle, else 0.
        value_overflow, x_overflow: the first step at which f(x_t), x_t is not finite; None if all are.
        reason: all this in one sentence.
    """

    kind: Kind
    step: int
    where: Where = ""
    place: float | None = None
    period: int = 0
    value_overflow: int | None = None
    x_overflow: int | None = None
    reason: str = ""

    @property
    def label(self) -> str:
        """The status in a few words, such as "converged at step 69"."""
        if self.kind == "stuck":
            return f"stuck {'on' if self.where == 'flat' else 'at'} {_PLACES[self.where]}, step {self.step}"
        if self.kind == "undefined":
            return f"without a next step at step {self.step}"
        names = {"cycling": "cycling", "still": "standing still", "leaving": "moving away", "moving": "still moving"}
        return names.get(self.kind, f"{self.kind} at step {self.step}")


def walk_status(function: Function, epsilon: float, x: np.ndarray, value: np.ndarray, slope: np.ndarray) -> Status:
    """Say what became of a walk: x_t, f(x_t) and f′(x_t), (T+1,) each, that ended for ``epsilon``."""
    if abs(slope[-1]) < epsilon:
        return _stopped(function, epsilon, float(x[-1]), float(slope[-1]), len(x) - 1)
    if lost := _undefined(function, x, value, slope):
        return lost
    return _restless(x[:, None], value, "|f′(x)|", np.abs(slope), epsilon, (function.window,))


def _undefined(function: Function, x: np.ndarray, value: np.ndarray, slope: np.ndarray) -> Status | None:
    """Return the status of a walk that came to where f or f′ has no value; None if there is no such place."""
    if function.proven:
        return None
    lost = np.flatnonzero(~np.isfinite(value) | np.isnan(slope))
    row = int(lost[0]) if len(lost) else 0
    if len(lost) and np.isfinite(x[row]):
        place = f"x = {label(float(x[row]))}"
        if function.undefined(float(x[row])):
            reason = f"At step {row}, {place} is outside the domain of f: there is no f(x), and no next step."
            return Status("undefined", row, value_overflow=row, reason=reason)
        if np.isfinite(value[row]):
            return Status("undefined", row, reason=f"At step {row}, f has no slope at {place}: there is no next step.")
    if row and np.isinf(slope[row - 1]):
        place = f"x = {label(float(x[row - 1]))}"
        reason = f"At step {row - 1}, the slope at {place} is infinite: there is no next step."
        return Status("undefined", row - 1, value_overflow=row, reason=reason)
    return None


def bowl_status(epsilon: float, points: np.ndarray, value: np.ndarray, norm: np.ndarray) -> Status:
    """Say what became of a walk on x² + y²: points (T+1, 2), f and ‖∇f‖ (T+1,), that ended for ``epsilon``."""
    if norm[-1] < epsilon:
        step, size, away = len(points) - 1, label(norm[-1]), label(float(np.hypot(*points[-1])))
        reason = (
            f"Stopped at step {step}: ‖∇f‖ = {size} < ε = {label(epsilon)}, {away} away from the minimum at (0, 0)."
        )
        return Status("converged", step, "minimum", 0.0, reason=reason)
    return _restless(points, value, "‖∇f‖", norm, epsilon)


@functools.lru_cache(maxsize=256)
def flats(function: Function, epsilon: float) -> tuple[Flat, ...]:
    """Return (low, high, k) for each critical point k of ``function``: the stretch round it on which |f′| < ε."""
    return tuple(
        (_reach(function, x, -1.0, epsilon), _reach(function, x, 1.0, epsilon), k)
        for k, (x, _) in enumerate(function.criticals)
    )


def critical_at(function: Function, epsilon: float, x: float) -> int | None:
    """Return which critical point ``x`` has come to, the nearest one with |f′| < ε all the way; None if none."""
    there = [k for low, high, k in flats(function, epsilon) if low <= x <= high]
    return min(there, key=lambda k: abs(x - function.criticals[k][0])) if there else None


def name_of(function: Function, place: float) -> str:
    """Return what a critical point is called: a minimum is global or local where there are several."""
    kind = dict(function.criticals)[place]
    if kind == "minimum" and len(function.minima) > 1:
        lowest = place == function.minima[0] and function.floor is not None
        return ("global minimum" if function.proven else "lowest minimum found") if lowest else "local minimum"
    if kind == "minimum" and function.floor is None:
        return "local minimum"
    return "flat inflection" if kind == "inflection" else kind


def _reach(function: Function, x: float, side: float, epsilon: float) -> float:
    """Return the last float on one side of ``x`` up to which |f′| < ε."""
    near = far = 0.0
    for far in np.geomspace(1e-15, 1e6, 600).tolist():
        if not abs(function.slope(x + side * far)) < epsilon:
            break
        near = far
    for _ in range(_BISECTIONS):
        middle = (near + far) / 2
        near, far = (middle, far) if abs(function.slope(x + side * middle)) < epsilon else (near, middle)
    return x + side * near


def _overflow(rows: np.ndarray) -> int | None:
    """Return the first row that holds a number that is not finite; None if all are."""
    infinite = np.argwhere(~np.isfinite(rows))
    return int(infinite[0, 0]) if len(infinite) else None


def _restless(
    points: np.ndarray,
    value: np.ndarray,
    name: str,
    slope: np.ndarray,
    epsilon: float,
    window: tuple[tuple[float, float], ...] = (),
) -> Status:
    """Return the status on a walk whose stop rule never held: points (T+1, d), the sizes of its slopes (T+1,)."""
    value_overflow, x_overflow = _overflow(value), _overflow(points)
    if value_overflow is not None:
        return _diverged(value_overflow, x_overflow, float(value[value_overflow]))
    if motion := motion_of(points, value, slope[:, None], window, name):
        return Status(motion.kind, motion.step, period=motion.period, reason=motion.reason)
    last = len(slope) - 1
    now, least = label(float(slope[-1])), label(epsilon)
    return Status("moving", last, reason=f"Still moving at step {last}: {name} = {now}, not below ε = {least}.")


def _diverged(value_overflow: int, x_overflow: int | None, value: float) -> Status:
    what = "parts of it are" if np.isnan(value) else "it is"
    how = "under −1.8e308" if value == -np.inf else "over 1.8e308"
    reason = f"Diverged at step {value_overflow}: f overflows float64 ({what} {how})"
    if x_overflow is not None:
        reason += ", and so does x" if x_overflow == value_overflow else f"; x overflows at step {x_overflow}"
    return Status("diverged", value_overflow, value_overflow=value_overflow, x_overflow=x_overflow, reason=f"{reason}.")


def _stopped(function: Function, epsilon: float, x: float, slope: float, step: int) -> Status:
    k = critical_at(function, epsilon, x)
    place, where = function.criticals[k] if k is not None else function.near(x) or (None, "flat")
    reason = f"Stopped at step {step}: |f′(x)| = {label(abs(slope))} < ε = {label(epsilon)}, "
    if place is None:
        reason += "on flat ground "
        reason += "without any critical point near." if function.proven else "where no critical point was found near."
    else:
        name = name_of(function, place) if k is not None else f"local {where}"
        reason += f"{label(abs(x - place))} away from the {name} at {label(place)}."
    return Status("converged" if where == "minimum" else "stuck", step, where, place, reason=reason)

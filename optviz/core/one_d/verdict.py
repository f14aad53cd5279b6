"""What became of a walk in one dimension: at rest, cycling, moving or diverged, and why."""

import dataclasses
import functools
from typing import Literal

import numpy as np

from optviz.core.one_d.functions import Function

Fate = Literal["converged", "stuck", "cycling", "still", "moving", "diverged"]
Where = Literal["minimum", "maximum", "inflection", "flat", ""]
Flat = tuple[float, float, int]

_BISECTIONS = 60
_PLACES = {"minimum": "a minimum", "maximum": "a maximum", "inflection": "a flat inflection", "flat": "flat ground"}


@dataclasses.dataclass(frozen=True)
class Verdict:
    """What became of a walk, at which step, and why.

    Attributes:
        fate: ``converged`` (the stop rule held at a minimum), ``stuck`` (it held elsewhere), ``cycling`` (x
            came back to a float where it had been, and so will for ever), ``still`` (a step changed
            nothing), ``moving`` (none of these), ``diverged`` (f or x overflowed).
        step: where it stopped, closed its first cycle or first overflowed; for moving the last step.
        where: what the point is at which it stopped, else empty.
        place: the critical point at which it stopped; None where there is none.
        period: the number of steps in a cycle, else 0.
        value_overflow, x_overflow: the first step at which f(x_t), x_t is not finite; None if all are.
        reason: all this in one sentence.
    """

    fate: Fate
    step: int
    where: Where = ""
    place: float | None = None
    period: int = 0
    value_overflow: int | None = None
    x_overflow: int | None = None
    reason: str = ""

    @property
    def label(self) -> str:
        """The verdict in a few words, such as "converged at step 69"."""
        if self.fate == "stuck":
            return f"stuck {'on' if self.where == 'flat' else 'at'} {_PLACES[self.where]}, step {self.step}"
        names = {"cycling": "cycling for ever", "still": "standing still", "moving": "still moving"}
        return names.get(self.fate, f"{self.fate} at step {self.step}")


def judge(function: Function, epsilon: float, x: np.ndarray, value: np.ndarray, slope: np.ndarray) -> Verdict:
    """Say what became of a walk: x_t, f(x_t) and f′(x_t), (T+1,) each, that ended for ``epsilon``."""
    if abs(slope[-1]) < epsilon:
        return _stopped(function, epsilon, float(x[-1]), float(slope[-1]), len(x) - 1)
    return _restless(x[:, None], value, "|f′(x)|", np.abs(slope), epsilon)


def judge_bowl(epsilon: float, points: np.ndarray, value: np.ndarray, norm: np.ndarray) -> Verdict:
    """Say what became of a walk on x² + y²: points (T+1, 2), f and ‖∇f‖ (T+1,), that ended for ``epsilon``."""
    if norm[-1] < epsilon:
        step, size, away = len(points) - 1, text(norm[-1]), text(float(np.hypot(*points[-1])))
        reason = f"Stopped at step {step}: ‖∇f‖ = {size} < ε = {text(epsilon)}, {away} away from the minimum at (0, 0)."
        return Verdict("converged", step, "minimum", 0.0, reason=reason)
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
        return "global minimum" if place == function.minima[0] else "local minimum"
    return "flat inflection" if kind == "inflection" else kind


def text(number: float) -> str:
    """Return a number with four significant digits, as it stands in a sentence."""
    return f"{number:.4g}".replace("e-0", "e-").replace("e+0", "e").replace("e+", "e").replace("-", "−")


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


def _restless(points: np.ndarray, value: np.ndarray, name: str, slope: np.ndarray, epsilon: float) -> Verdict:
    """Return the verdict on a walk whose stop rule never held: points (T+1, d), the sizes of its slopes (T+1,)."""
    value_overflow, x_overflow = _overflow(value), _overflow(points)
    if value_overflow is not None:
        return _diverged(value_overflow, x_overflow)
    return _repeating(points) or _moving(name, slope, epsilon)


def _moving(name: str, slope: np.ndarray, epsilon: float) -> Verdict:
    last, now = len(slope) - 1, float(slope[-1])
    reason = f"Still moving at step {last}: {name} = {text(now)}, not below ε = {text(epsilon)}."
    if last and now == slope.max() > slope[0]:
        reason = f"Moving away: {name} has grown from {text(float(slope[0]))} to {text(now)} at step {last}."
    return Verdict("moving", last, reason=reason)


def _diverged(value_overflow: int, x_overflow: int | None) -> Verdict:
    reason = f"Diverged at step {value_overflow}: f overflows float64 (it is over 1.8e308)"
    if x_overflow is not None:
        reason += ", and so does x" if x_overflow == value_overflow else f"; x overflows at step {x_overflow}"
    return Verdict(
        "diverged", value_overflow, value_overflow=value_overflow, x_overflow=x_overflow, reason=f"{reason}."
    )


def _stopped(function: Function, epsilon: float, x: float, slope: float, step: int) -> Verdict:
    k = critical_at(function, epsilon, x)
    place, where = function.criticals[k] if k is not None else (None, "flat")
    reason = f"Stopped at step {step}: |f′(x)| = {text(abs(slope))} < ε = {text(epsilon)}, "
    if place is None:
        reason += "on flat ground without any critical point near."
    else:
        reason += f"{text(abs(x - place))} away from the {name_of(function, place)} at {text(place)}."
    return Verdict("converged" if where == "minimum" else "stuck", step, where, place, reason=reason)


def _repeating(points: np.ndarray) -> Verdict | None:
    """Return the verdict on a walk that comes back to floats where it has been; None if it does not."""
    seen: dict[tuple[float, ...], int] = {}
    for step, point in enumerate(map(tuple, points.tolist())):
        if point in seen:
            break
        seen[point] = step
    else:
        return None
    period, place = step - seen[point], ", ".join(map(text, point))
    if period == 1:
        reason = f"Standing still from step {step - 1} on: the step is too small to change x = {place}."
        return Verdict("still", step - 1, period=1, reason=reason)
    reason = f"Cycling for ever: at step {step} x is exactly where it was {period} steps before, at {place}."
    return Verdict("cycling", step, period=period, reason=reason)

"""Modifiers: what is put around an update rule in practice, in the order in which chains of Optax have it."""

import dataclasses
import functools
import itertools
import math
import numbers
from typing import Any

import jax.numpy as jnp
import numpy as np

from optviz.core.optimizers.schedules import SCHEDULES, rate_factor
from optviz.core.registry import Domain, Knob, Scalar, as_pytree, short_repr

_STEPS = "Up to 1 it is a share of the steps, above 1 a number of steps."
_POSITIVE = Domain(0.0, open_low=True)

KNOBS: dict[str, tuple[Knob, Domain]] = {
    knob.key: (knob, domain)
    for knob, domain in (
        (Knob("warmup", "w", "warm-up", 0.1, 0.0, 1.0, help=f"η rises from 0 along a line. {_STEPS}"), Domain(0.0)),
        (Knob("period", r"\tau", "period", 0.25, 0.01, 1.0, help=f"What the schedule counts in. {_STEPS}"), _POSITIVE),
        (
            Knob("factor", r"\gamma", "factor", 0.5, 0.05, 1.0, help="What η keeps of itself after each period."),
            Domain(0.0, 1.0, open_low=True),
        ),
        (Knob("floor", "f", "floor", 0.0, 0.0, 1.0, help="The share of η at which it ends."), Domain(0.0, 1.0)),
        (
            Knob(
                "share", "p", "share", 0.3, 0.0, 1.0, help="One-cycle: the share of the way up; else of the way down."
            ),
            Domain(0.0, 1.0),
        ),
        (
            Knob("noise", r"\nu", "gradient noise", 1.0, 1e-4, 100.0, "log", "Variance of the first gradient's noise."),
            _POSITIVE,
        ),
        (
            Knob("noise_decay", r"\kappa", "decay of the noise", 0.55, 0.0, 2.0, help="Its variance is ν/(1+t)^κ."),
            Domain(0.0),
        ),
        (
            Knob("clip_value", "c", "clip by value", 1.0, 1e-3, 1000.0, "log", "Each coordinate stays within ±c."),
            _POSITIVE,
        ),
        (
            Knob("clip_norm", "C", "clip by norm", 1.0, 1e-3, 1000.0, "log", "A longer gradient is cut to length C."),
            _POSITIVE,
        ),
        (Knob("l2", r"\lambda_2", "L2 decay", 0.01, 1e-5, 10.0, "log", "λx is added to the gradient."), Domain(0.0)),
        (
            Knob(
                "decoupled", r"\lambda", "decoupled decay", 0.01, 1e-5, 10.0, "log", "Pulls x by η(t)λx, past the rule."
            ),
            Domain(0.0),
        ),
        (
            Knob("ema", r"\delta", "moving average", 0.98, 0.0, 0.9999, "one_minus", "What the mean keeps each step."),
            Domain(0.0, 1.0, open_high=True),
        ),
        (Knob("tail", "q", "tail average", 0.25, 0.0, 1.0, help=f"The mean over the last steps. {_STEPS}"), _POSITIVE),
    )
}
"""The knob of each modifier, whose default is what it is when it is switched on, and the numbers it may be."""

SWITCHED = ("warmup", "noise", "clip_value", "clip_norm", "l2", "decoupled", "ema", "tail")
"""The modifiers that are on where they have a number; the other knobs belong to one of these or to the schedule."""

OF_A_SCHEDULE = ("period", "factor", "floor", "share")
"""The knobs that some schedules have."""

_KINDS = tuple(SCHEDULES)
_FEW = 8
"""Up to so many coordinates, an average is faster in Python's numbers, one by one, than in arrays."""


@as_pytree
class Modifiers:
    """The numbers of all modifiers, each of them off by default; in the order in which they act on a step.

    Noise of variance ν/(1+t)^κ is added to the gradient (Neelakantan et al. 2015, Optax's ``add_noise``); each of its
    coordinates is kept within ±``clip_value``; it is shortened to the length ``clip_norm`` (Pascanu et al. 2013);
    ``l2`` times x is added; the rule takes its step with η(t), see :func:`.rate_factor`; ``decoupled`` pulls x by
    η(t) λ x towards 0 (Loshchilov and Hutter 2019). What is averaged is the path, of which the run knows nothing:
    ``ema`` is what the mean keeps each step, ``tail`` over how many of the last steps it is taken (Polyak and Juditsky
    1992). ``schedule`` is a place in :data:`.SCHEDULES`, ``steps`` is T.
    """

    schedule: Scalar = 0.0
    steps: Scalar = 500.0
    warmup: Scalar = 0.0
    period: Scalar = KNOBS["period"][0].default
    factor: Scalar = KNOBS["factor"][0].default
    floor: Scalar = KNOBS["floor"][0].default
    share: Scalar = KNOBS["share"][0].default
    noise: Scalar = 0.0
    noise_decay: Scalar = KNOBS["noise_decay"][0].default
    clip_value: Scalar = math.inf
    clip_norm: Scalar = math.inf
    l2: Scalar = 0.0
    decoupled: Scalar = 0.0
    ema: Scalar = 0.0
    tail: Scalar = 0.0

    def rate_factor(self, t: Any, xp: Any = jnp) -> Any:
        """Return η(t)/η at step t = 0, 1, …"""
        own = (self.period, self.factor, self.floor, self.share)
        return rate_factor(self.schedule, t, self.steps, self.warmup, own, xp)

    def noise_variance(self, t: Any) -> Any:
        """Return the variance of the noise that is added to each coordinate of the gradient of step t."""
        return self.noise / (1 + t) ** self.noise_decay

    def clipped(self, grad: Any, xp: Any = jnp, axis: int = 0) -> Any:
        """Return the gradient within ±c in each coordinate; coordinates are along ``axis``."""
        return xp.clip(grad, -self.clip_value, self.clip_value)

    def shortened(self, grad: Any, xp: Any = jnp, axis: int = 0) -> Any:
        """Return the gradient, but not longer than C."""
        norm = xp.sqrt(xp.sum(grad * grad, axis=axis, keepdims=True))
        return xp.where((norm < self.clip_norm) | xp.isinf(self.clip_norm), grad, grad / norm * self.clip_norm)

    def on_gradient(self, grad: Any, x: Any, xp: Any = jnp, axis: int = 0) -> Any:
        """Return the gradient that the rule is given: clipped by value and by norm, then with its L2 decay."""
        grad = self.shortened(self.clipped(grad, xp, axis), xp, axis)
        return xp.where(xp.asarray(self.l2) > 0, grad + self.l2 * x, grad)

    def replace(self, **changes: float) -> "Modifiers":
        """Return the modifiers with some numbers changed, unchecked."""
        return dataclasses.replace(self, **changes)

    @functools.cached_property
    def kind(self) -> str:
        """The schedule's key."""
        return _KINDS[int(self.schedule)]

    @property
    def scheduled(self) -> bool:
        """Whether η changes from step to step."""
        return bool(self.schedule or self.warmup)

    @property
    def averages(self) -> bool:
        """Whether the path is averaged."""
        return bool(self.ema or self.tail)

    @functools.cached_property
    def keys(self) -> tuple[str, ...]:
        """The knobs of the modifiers that are on, in their order."""
        on = {key for key in SWITCHED if getattr(self, key) != getattr(OFF, key)}
        on |= {"noise_decay"} if "noise" in on else set()
        return tuple(key for key in KNOBS if key in on or key in SCHEDULES[self.kind].knobs)

    def average(self, x: np.ndarray, step: int = 0, before: np.ndarray | None = None) -> np.ndarray:
        """Return the averages of a path x, (T+1, d), up to each of its points; the path itself where none is taken.

        A later piece of a path begins at ``step``, where the average so far was ``before``, (d,).

        EMA: a₀ = x₀ and aₜ = δ aₜ₋₁ + (1 − δ) xₜ. Tail: the mean from its first step on; up to there xₜ itself. The
        tail begins where it would in a run of all T steps.
        """
        if self.ema:
            keep, new = float(self.ema), 1 - float(self.ema)
            x = x if before is None else np.concatenate([before[None], x[1:]])
            if x.shape[1] > _FEW:
                return np.array(list(itertools.accumulate(x, lambda a, x: keep * a + new * x)))
            columns = [list(itertools.accumulate(c, lambda a, x: keep * a + new * x)) for c in x.T.tolist()]
            return np.array(columns).T
        if not self.tail:
            return x
        total = int(float(self.steps))
        length = round(total * float(self.tail)) if self.tail <= 1 else int(self.tail)
        first = max(total - length, 0) - step
        if first >= len(x):
            return x
        if first < 0 and before is not None:
            counts = np.arange(1.0 - first, len(x) + 1 - first)[:, None]
            return np.cumsum(np.concatenate([(1 - first) * before[None], x[1:]]), axis=0) / counts
        counts = np.arange(1.0, len(x) - first + 1)[:, None]
        return np.concatenate([x[:first], np.cumsum(x[first:], axis=0) / counts])


OFF = Modifiers()
NAMES = tuple(field.name for field in dataclasses.fields(OFF))  # type: ignore[arg-type]
"""The names of the numbers, in the order in which programs have them."""


def modifiers_of(schedule: str = "constant", **given: float | None) -> Modifiers:
    """Return the modifiers that are ``given``, each by the key of its knob; None leaves one off.

    Raises ``ValueError`` or ``TypeError``, in a sentence, for a schedule or a modifier that there is not, and for a
    number that it cannot be.
    """
    if schedule not in SCHEDULES:
        raise ValueError(f"a schedule is one of {', '.join(SCHEDULES)}, not {short_repr(schedule)}")
    own = SCHEDULES[schedule].knobs
    if odd := [key for key in given if key in OF_A_SCHEDULE and key not in own and given[key] is not None]:
        kinds = ", ".join(key for key, each in SCHEDULES.items() if odd[0] in each.knobs)
        raise ValueError(f"the schedule {schedule} has no {odd[0]}; these have it: {kinds}")
    numbers_given = {key: checked(key, value) for key, value in given.items() if value is not None}
    if numbers_given.get("ema") and numbers_given.get("tail"):
        raise ValueError("the path is averaged in one way: ema or tail, not both")
    return Modifiers(schedule=float(list(SCHEDULES).index(schedule)), **numbers_given)


def checked(key: str, value: Any) -> float:
    """Return the number of a modifier as a float; raises ``TypeError`` or ``ValueError`` for what it cannot be."""
    if key not in KNOBS:
        raise ValueError(f"there is no modifier {short_repr(key)}; there are {', '.join(KNOBS)}")
    knob, domain = KNOBS[key]
    text = f"{key} ({knob.label}) is {domain}, not {short_repr(value)}"
    if isinstance(value, bool) or not isinstance(value, numbers.Real):
        raise TypeError(text)
    if float(value) not in domain:
        why = ": to switch clipping off, leave it out" if key.startswith("clip") and value == 0 else ""
        raise ValueError(text + why)
    return float(value)

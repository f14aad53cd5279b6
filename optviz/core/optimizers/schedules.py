"""Learning-rate schedules: the number by which η is multiplied at each step, as plain arithmetic on numbers.

A schedule enters compiled programs as a number, its place among :data:`SCHEDULES`, beside its own numbers, so that
neither another schedule nor another setting of it compiles anything anew.
"""

import dataclasses
import functools
from collections.abc import Callable
from typing import Any, NamedTuple

import jax
import jax.numpy as jnp
import numpy as np

ONE_CYCLE_START = 25.0
"""By how much one-cycle's first learning rate is smaller than its largest; Optax's and PyTorch's default."""
ONE_CYCLE_END = 1e4
"""By how much its last one is smaller than its first; the same."""


class Numbers(NamedTuple):
    """What a schedule is told, in steps: t ≥ 0 after the warm-up, how many there are, and its own numbers.

    ``period`` is what it counts in, ``factor`` what η keeps of itself after each of them, ``floor`` the share of η that
    it ends at, ``share`` of its steps are those of the way up or down.
    """

    t: Any
    steps: Any
    period: Any
    factor: Any
    floor: Any
    share: Any


Shape = Callable[[Any, Numbers], Any]


@dataclasses.dataclass(frozen=True)
class Schedule:
    """A schedule: its name, its formula for η(t), t counted from the end of the warm-up, and the numbers it has."""

    key: str
    name: str
    latex: str
    knobs: tuple[str, ...]
    source: str
    shape: Shape


def _constant(xp: Any, n: Numbers) -> Any:
    return n.t * 0 + 1.0


def _cosine(xp: Any, n: Numbers) -> Any:
    return n.floor + (1 - n.floor) * 0.5 * (1 + xp.cos(np.pi * xp.minimum(n.t / n.steps, 1.0)))


def _steps(xp: Any, n: Numbers) -> Any:
    return n.factor ** xp.floor(n.t / n.period)


def _exponential(xp: Any, n: Numbers) -> Any:
    return n.factor ** (n.t / n.period)


def _inverse(xp: Any, n: Numbers) -> Any:
    return 1 / (1 + n.t / n.period)


def _root(xp: Any, n: Numbers) -> Any:
    return 1 / xp.sqrt(1 + n.t / n.period)


def _one_cycle(xp: Any, n: Numbers) -> Any:
    first = 1 / ONE_CYCLE_START
    last = first / ONE_CYCLE_END
    top = xp.floor(n.share * n.steps)
    up = 0.5 * (1 - xp.cos(np.pi * n.t / xp.maximum(top, 1.0)))
    down = 0.5 * (1 + xp.cos(np.pi * xp.clip((n.t - top) / xp.maximum(n.steps - top, 1.0), 0.0, 1.0)))
    return xp.where(n.t < top, first + (1 - first) * up, last + (1 - last) * down)


def _stable_decay(xp: Any, n: Numbers) -> Any:
    down = xp.maximum(xp.round(n.share * n.steps), 1.0)
    return 1 - (1 - n.floor) * xp.clip((n.t - (n.steps - down)) / down, 0.0, 1.0)


def _restarts(xp: Any, n: Numbers) -> Any:
    return _cosine(xp, n._replace(t=n.t % n.period, steps=n.period))


SCHEDULES: dict[str, Schedule] = {
    each.key: each
    for each in (
        Schedule("constant", "constant", r"\eta", (), "", _constant),
        Schedule(
            "cosine",
            "cosine",
            r"\eta \left( f + (1 - f)\, \tfrac{1}{2} \left(1 + \cos \tfrac{\pi t}{T} \right) \right)",
            ("floor",),
            "Loshchilov and Hutter (2017), SGDR",
            _cosine,
        ),
        Schedule(
            "steps",
            "step decay",
            r"\eta \cdot \gamma^{\lfloor t/\tau \rfloor}",
            ("period", "factor"),
            "common practice",
            _steps,
        ),
        Schedule(
            "exponential",
            "exponential",
            r"\eta \cdot \gamma^{t/\tau}",
            ("period", "factor"),
            "common practice",
            _exponential,
        ),
        Schedule("inverse", "1/t", r"\frac{\eta}{1 + t/\tau}", ("period",), "Robbins and Monro (1951)", _inverse),
        Schedule("root", "1/√t", r"\frac{\eta}{\sqrt{1 + t/\tau}}", ("period",), "common practice", _root),
        Schedule(
            "one_cycle",
            "one-cycle",
            r"\tfrac{\eta}{25} \to \eta \text{ in } p\,T \text{ steps},\ \to \tfrac{\eta}{25 \cdot 10^4}",
            ("share",),
            "Smith and Topin (2019), Super-convergence",
            _one_cycle,
        ),
        Schedule(
            "stable_decay",
            "stable, then decay",
            r"\eta, \text{ and in the last } p\,T \text{ steps down to } f \eta",
            ("share", "floor"),
            "Hu et al. (2024), MiniCPM: with a warm-up it is called WSD",
            _stable_decay,
        ),
        Schedule(
            "restarts",
            "cosine with restarts",
            r"\eta \left( f + (1 - f)\, \tfrac{1}{2} \left(1 + \cos \tfrac{\pi (t \bmod \tau)}{\tau} \right) \right)",
            ("period", "floor"),
            "Loshchilov and Hutter (2017), SGDR",
            _restarts,
        ),
    )
}
"""Every schedule by its key; the place here is the number by which a program knows it: new ones go to the end."""

_SHAPES = tuple(schedule.shape for schedule in SCHEDULES.values())


def in_steps(xp: Any, number: Any, steps: Any) -> Any:
    """Return a number of steps: up to 1 it is a share of ``steps``, above it is a number of steps itself."""
    return xp.where(number <= 1, xp.round(number * steps), number)


def rate_factor(place: Any, t: Any, steps: Any, warmup: Any, own: tuple[Any, Any, Any, Any], xp: Any = jnp) -> Any:
    """Return η(t)/η at step t = 0, 1, …; ``own``: period, factor, floor, share, see :class:`Numbers`.

    η rises from 0 along a line in the ``warmup`` steps, as Optax's ``warmup_…_schedule`` do; the schedule takes the
    ``steps`` that are left, counted from there. ``warmup`` and the period are numbers of steps or, up to 1, shares: of
    all steps the one, of those after the warm-up the other. In NumPy (``xp=np``) ``t`` may be an array.
    """
    first = in_steps(xp, warmup, steps)
    rest = xp.maximum(steps - first, 1.0)
    period, factor, floor, share = own
    # Before its end no shape is wanted; a t below 0 would leave some of them no number.
    numbers = Numbers(
        xp.maximum(t - first, 0.0), rest, xp.maximum(in_steps(xp, period, rest), 1.0), factor, floor, share
    )
    if xp is np:
        shape = _SHAPES[int(place)](np, numbers)
    else:
        branches = [functools.partial(each, jnp) for each in _SHAPES]
        shape = jax.lax.switch(jnp.asarray(place).astype(jnp.int32), branches, Numbers(*map(jnp.asarray, numbers)))
    return xp.where(t < first, t / xp.maximum(first, 1.0), shape)

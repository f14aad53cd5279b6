"""What becomes of very many runs: where each ends, how low, and after how many steps it comes to its goal."""

import dataclasses
import math
from collections.abc import Mapping
from typing import Any

import numpy as np

from optviz.core.compiled import outcomes as compiled
from optviz.core.compiled.flatten import DIM
from optviz.core.compiled.modified_switch import ModifiedSwitch
from optviz.core.compiled.vectorized import RULES, LonePoints
from optviz.core.optimizers import Modified, Optimizer
from optviz.core.optimizers.modifiers import NAMES
from optviz.core.registry import short_repr
from optviz.core.simulation.arguments import checked_noise, checked_steps, checked_surface, racers_of
from optviz.core.simulation.simulate import normal_draws
from optviz.core.surfaces import Surface, as_field
from optviz.core.typed.machine import FormulaField

NEVER = -1
"""The step of a goal that was not reached."""

_TOLERANCE = 1e-3


@dataclasses.dataclass(frozen=True)
class Goal:
    """When a run has arrived: at the first step t with f(xₜ) − f* ≤ ``loss`` or ‖∇f(xₜ)‖ ≤ ``slope``.

    f* is f at the lowest known minimum. To arrive is to come within, not to stay within: a run that flies through the
    goal has reached it. Raises ``ValueError`` if neither is given or one is not a positive finite number.
    """

    loss: float | None = None
    slope: float | None = None

    def __post_init__(self) -> None:
        given = [number for number in (self.loss, self.slope) if number is not None]
        if not given:
            raise ValueError("a goal is a loss, a slope, or both: give one of them")
        for number in given:
            if not (math.isfinite(number) and number > 0):
                raise ValueError(f"a goal is a positive finite number, not {short_repr(number)}")

    def limits(self, surface: Surface) -> compiled.Limits:
        """Return the goal in numbers of f and ‖∇f‖; raises ``ValueError`` for a loss where no minimum is known."""
        level = -math.inf
        if self.loss is not None:
            floor = surface.floor
            if floor is None:
                raise ValueError(f"{surface.name} has no known minimum to come near: give a goal for the slope")
            level = floor + self.loss
        return compiled.Limits(level, -1.0 if self.slope is None else self.slope)


def default_goal(surface: Surface) -> Goal:
    """Return f − f* ≤ 10⁻³, or ‖∇f‖ ≤ 10⁻³ where no minimum is known."""
    return Goal(slope=_TOLERANCE) if surface.floor is None else Goal(loss=_TOLERANCE)


@dataclasses.dataclass(frozen=True, eq=False)
class Outcomes:
    """What became of runs, NumPy, in whatever shape (…) they were asked for.

    Attributes:
        x: (…, 2) where each ends.
        value: (…) f there.
        move: (…) length of the step that would come next, as :func:`optviz.core.simulation.basins.destinations` asks.
        steps: (…) int32, the first step that met the goal, 0 for a start that meets it; NEVER if none did.
    """

    x: np.ndarray
    value: np.ndarray
    move: np.ndarray
    steps: np.ndarray

    @property
    def diverged(self) -> np.ndarray:
        """Whether x, f or the next step is no finite number, (…): what ``Status`` calls diverged."""
        return ~(np.isfinite(self.x).all(axis=-1) & np.isfinite(self.value) & np.isfinite(self.move))

    @property
    def reached(self) -> np.ndarray:
        """Whether the goal was reached, (…)."""
        return self.steps >= 0


def outcomes(
    surface: Surface,
    optimizer: Optimizer,
    starts: Any,
    knobs: Mapping[str, Any] | None = None,
    steps: int = 500,
    goal: Goal | None = None,
    single: bool = False,
    device: Any = None,
    seed: int = 0,
) -> Outcomes:
    """Run ``optimizer`` for ``steps`` steps from each of ``starts``, (…, 2), and return what becomes of each run.

    ``knobs`` gives some of the rule's knobs a value for each run: its arrays and (…) broadcast against each other. Any
    rule runs; the textbook's and all built-in surfaces share one compiled program. The gradient is exact: SGD maps as
    GD does. The annealed noise of a rule's modifiers is drawn from ``seed``, the same for every run, and that of
    ``simulate``. ``single``: for pictures, in float32 with sines and cosines good to 10⁻⁶, three to five times as fast:
    a run at the very border of two outcomes may fall to the other side, and one beyond 3 · 10³⁸ counts as diverged;
    only textbook rules have it, each in a program of its own, compiled in a second when first asked for. ``device``:
    run on this one, in this thread alone; otherwise on two threads.
    Raises ``TypeError`` and ``ValueError``, in a sentence, as ``simulate`` does and for a knob the rule does not have.
    """
    checked_surface(surface)
    (optimizer,) = racers_of(optimizer)
    count = checked_steps(steps)
    if single:
        check_single(optimizer)
    entry = compiled.entry(optimizer.for_steps(count), single, alone=single)
    points, shape = _points(entry, optimizer, starts, knobs or {})
    limits = (default_goal(surface) if goal is None else goal).limits(surface)
    field = as_field(surface)
    if isinstance(field, FormulaField):
        field = field.with_few_registers()
    _, seed = checked_noise(0.0, seed)
    draws = normal_draws(seed, DIM) if isinstance(entry.switch, ModifiedSwitch) else None
    rows = compiled.run(entry, field, points, limits, count, single, device, draws)
    x, y, value, move, reached = (row.reshape(shape) for row in rows)
    return Outcomes(np.stack([x, y], axis=-1), value, move, reached.astype(np.int32))


def check_single(optimizer: Optimizer) -> None:
    """Raise ``ValueError`` for a rule that has no maps in float32."""
    if type(optimizer.inner if isinstance(optimizer, Modified) else optimizer) not in RULES:
        raise ValueError(f"{optimizer.name} maps in float64 alone: float32 is for the textbook's rules")


def _points(
    entry: compiled.Entry, optimizer: Optimizer, starts: Any, knobs: Mapping[str, Any]
) -> tuple[compiled.Points, tuple[int, ...]]:
    """Return all runs in a row, and the shape they were asked for."""
    for key in knobs:
        if key not in entry.keys:
            known = ", ".join(entry.keys) or "none that can be varied"
            raise ValueError(f"{optimizer.name} has no knob {short_repr(key)}; it has {known}")
    given = {key: np.asarray(values, float) for key, values in knobs.items()}
    x = np.asarray(starts, float)
    if x.ndim == 0 or x.shape[-1] != DIM:
        raise ValueError(f"starts are points (x, y), an array of shape (…, 2), not {np.shape(starts)}")
    shape = np.broadcast_shapes(x.shape[:-1], *(values.shape for values in given.values()))
    if not (size := math.prod(shape)):
        raise ValueError("there is no start to run from")
    x = np.broadcast_to(x, (*shape, DIM)).reshape(-1, DIM)
    numbers = list(entry.numbers)
    lone = isinstance(getattr(entry.switch, "base", entry.switch), LonePoints)
    # Two programs, not one for each choice of knobs: η for each point and the others common, or all for each point.
    common = not given if lone else set(given) <= {"lr"}
    for i, number in enumerate(numbers):
        key = entry.keys[i] if i < len(entry.keys) else ""
        if key in given:
            numbers[i] = np.broadcast_to(given[key], shape).reshape(-1)
        elif np.ndim(number) == 0 and key not in NAMES and ((key == "lr" and not lone) or not common):
            numbers[i] = np.full(size, float(number))
    return compiled.Points(x, tuple(numbers)), shape

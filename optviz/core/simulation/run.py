"""A run: everything that happened to one optimizer, step by step."""

import dataclasses
import functools
import math
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import numpy as np

from optviz.core.optimizers import Modified, Optimizer
from optviz.core.registry import settings_of
from optviz.core.simulation.status import Status
from optviz.core.surfaces import Surface
from optviz.core.surfaces.fields import values_at

if TYPE_CHECKING:
    import pandas as pd


@dataclasses.dataclass(frozen=True, eq=False)
class Run:
    """The path of one optimizer over T steps, NumPy float64, read-only. A diverged run ends where it did.

    Attributes:
        surface, optimizer: what ran where.
        x: (T+1, d) points, the start first.
        value: (T+1,) f at those points.
        slope: (T+1, d) the true ∇f at those points, without noise.
        probe: (T, d) where each step took its gradient (x itself, but for NAG's look-ahead).
        noise: (T, d) what was added to the gradient.
        grad: (T, d) the gradient each step used: ∇f(probe) + noise.
        step: (T, d) x[t+1] − x[t], as the rule gave it: before x was brought back into a box, where there is one.
        state: the rule's memory by letter, (T+1, …) each; row t is what step t starts from.
        status: what became of the run, at which step, and why.
        noise_sigma: standard deviation of the noise, √(σ² + σ'²) of the race's and the rule's own.
    """

    surface: Surface
    optimizer: Optimizer
    x: np.ndarray
    value: np.ndarray
    slope: np.ndarray
    probe: np.ndarray
    noise: np.ndarray
    grad: np.ndarray
    step: np.ndarray
    state: dict[str, np.ndarray]
    status: Status
    noise_sigma: float

    @property
    def steps(self) -> int:
        """T, the number of steps taken; fewer than asked for where the run diverged."""
        return len(self.step)

    @property
    def nbytes(self) -> int:
        """Bytes of the arrays."""
        arrays = (self.x, self.value, self.slope, self.probe, self.noise, self.grad, self.step, *self.state.values())
        return sum(array.nbytes for array in arrays)

    @functools.cached_property
    def average(self) -> np.ndarray | None:
        """The points by which the run is to be judged, (T+1, d), where they are not those of its path; or None.

        They are averages of the path, see :meth:`.Modifiers.average`, where the rule was given ``ema`` or ``tail``, and
        the rule's own in schedule-free learning and Lookahead.
        """
        return self.optimizer.average(self.x, self.state)

    @functools.cached_property
    def average_value(self) -> np.ndarray | None:
        """f at the averages, (T+1,); None where there are none."""
        return None if self.average is None else values_at(self.surface, self.average)

    @functools.cached_property
    def rate(self) -> np.ndarray:
        """The η of each step, (T,), which a schedule changes; NaN for a rule that has none."""
        rule = self.optimizer
        base = np.full(self.steps, getattr(rule, "lr", math.nan), dtype=float)
        return (
            base * rule.modifiers.rate_factor(np.arange(float(self.steps)), np) if isinstance(rule, Modified) else base
        )

    @property
    def slope_norm(self) -> np.ndarray:
        """‖∇f(x_t)‖, (T+1,), without overflow for large slopes."""
        return _length(self.slope)

    @property
    def step_rate(self) -> np.ndarray:
        """‖step‖/‖gradient‖, (T,): the learning rate that GD would need for the same length; NaN at zero gradient."""
        length, slope = _length(self.step), _length(self.grad)
        with np.errstate(divide="ignore", invalid="ignore"):
            return np.where(slope > 0, length / slope, np.nan)

    @property
    def distance(self) -> np.ndarray:
        """Distance to the nearest known minimum, (T+1,); NaN where the surface has none."""
        return self._distance_of(self.x)

    @property
    def average_distance(self) -> np.ndarray | None:
        """Distance of the averages to the nearest known minimum, (T+1,); None where there are none."""
        return None if self.average is None else self._distance_of(self.average)

    def _distance_of(self, x: np.ndarray) -> np.ndarray:
        minima = getattr(self.surface, "minima", ())
        if len(minima) == 0:
            return np.full(len(x), np.nan)
        with np.errstate(invalid="ignore"):
            return np.min([_length(x - minimum) for minimum in minima], axis=0)

    def to_frame(self) -> "pd.DataFrame":
        """Return the run as a pandas table of T+1 rows, one a step, row t being what step t starts from.

        Columns: ``step``, ``x1`` … ``xd``, ``f``, ``slope_norm`` (‖∇f‖), then every knob, and every other quantity
        of :attr:`quantities` that a step has, NaN in the last row, from which no step was taken; a vector has a column
        for each coordinate, such as ``grad1``, ``grad2``. Raises ``ModuleNotFoundError`` without pandas.
        """
        import pandas as pd

        columns: dict[str, Any] = {"step": np.arange(len(self.x)), **_columns("x", self.x)}
        columns |= {"f": self.value, "slope_norm": self.slope_norm}
        knobs = settings_of(self.optimizer)
        if isinstance(self.optimizer, Modified):
            columns |= {"rate_now": np.append(self.rate, np.nan)}
            columns |= (
                {} if self.average is None else {**_columns("average", self.average), "average_f": self.average_value}
            )
        columns |= {name: np.full(len(self.x), value) for name, value in knobs.items()}
        for name, rows in self.quantities.items():
            told = {"t", "x", "x_next", "average", "lr_base", *knobs}
            if name not in told and not name.endswith("_next"):
                columns |= _columns(name, np.concatenate([rows, np.full((1, *rows.shape[1:]), np.nan)]))
        return pd.DataFrame(columns)

    @property
    def quantities(self) -> dict[str, Any]:
        """Every number a worked step may show, by name; (T, …) each, but for the knobs, which are floats.

        ``t, x, x_next, slope, noise, probe, grad, step``, each knob by its key, each letter of the
        rule's memory before the step and, with ``_next``, after it, and the rule's own ``derived_names``.
        """
        before = {letter: rows[:-1] for letter, rows in self.state.items()}
        after = {letter: rows[1:] for letter, rows in self.state.items()}
        with np.errstate(all="ignore"):
            start, end = SimpleNamespace(x=self.x[:-1], **before), SimpleNamespace(x=self.x[1:], **after)
            derived = self.optimizer.derived(start, end, self.grad)
        return {
            "t": np.arange(self.steps, dtype=float),
            "x": self.x[:-1],
            "x_next": self.x[1:],
            "slope": self.slope[:-1],
            **{name: getattr(self, name) for name in ("noise", "probe", "grad", "step")},
            **settings_of(self.optimizer),
            **before,
            **{f"{letter}_next": rows for letter, rows in after.items()},
            **derived,
        }


def _columns(name: str, rows: np.ndarray) -> dict[str, np.ndarray]:
    """Return rows, (n, …), as columns: one of that name, or one for each coordinate, numbered from 1."""
    if rows.ndim == 1:
        return {name: rows}
    return {f"{name}{i}": column for i, column in enumerate(rows.reshape(len(rows), -1).T, 1)}


def _length(rows: np.ndarray) -> np.ndarray:
    """Return the length of each row, (n, d) → (n,), without overflow."""
    return functools.reduce(np.hypot, np.abs(rows).T)


def effective_rates(run: Run) -> np.ndarray:
    """Return |step|/|gradient| of each coordinate, (T, d): the learning rate with which GD would move as far.

    NaN where the gradient of that coordinate is 0, for then no learning rate tells the step.
    """
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where(run.grad != 0, np.abs(run.step) / np.abs(run.grad), np.nan)

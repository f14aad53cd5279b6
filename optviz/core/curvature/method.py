"""What a method is that decides on its way, what a run of it holds, and how one is made."""

import dataclasses
from collections.abc import Iterator
from typing import TYPE_CHECKING, ClassVar, NamedTuple

import numpy as np

from optviz.core.curvature.evaluations import Counts, Evaluations
from optviz.core.registry import Registry, check_knobs, settings_of
from optviz.core.simulation.arguments import Start, checked_start, checked_steps, checked_surface
from optviz.core.simulation.status import Status, status_of
from optviz.core.surfaces import Surface

if TYPE_CHECKING:
    import pandas as pd

MOST_STEPS = 200
"""The longest run: a method that has not arrived by then does not show more."""

_REST = 1e-9


class Stopped(Exception):
    """A method cannot go on, and says why in a sentence. The run ends there and is kept."""


class State(NamedTuple):
    """Where a method is, and how it came there.

    ``direction`` p and ``length`` a of the step that led here, x = x_before + a p; NaN and None before the first.
    ``extras``: what else the method has at x, the same names in every state: radius, simplex, ellipse, matrix.
    """

    x: np.ndarray
    direction: np.ndarray | None = None
    length: float = np.nan
    extras: dict[str, np.ndarray] = {}  # noqa: RUF012 (never written to)


class Method:
    """A method that may ask for f, ∇f and the Hessian as often as it likes before each step.

    A subclass is decorated with ``@METHODS.register``; its fields are its knobs.

    Class attributes:
        key, name, source: as those of an optimizer.
        latex: the step as one line.
        note: one sentence, what it needs or where it fails.
        sloped: whether it uses ∇f; one that does not comes to rest by its own measure.
    """

    key: ClassVar[str]
    name: ClassVar[str]
    source: ClassVar[str]
    latex: ClassVar[str]
    note: ClassVar[str]
    sloped: ClassVar[bool] = True

    def __post_init__(self) -> None:
        check_knobs(self)

    def states(self, ground: Evaluations, x: np.ndarray) -> Iterator[State]:
        """Yield the start, then where each step leads. Raises :class:`Stopped` where no step can be taken."""
        raise NotImplementedError(f"{type(self).__name__} has no steps")


METHODS: Registry[Method] = Registry("method")


@dataclasses.dataclass(frozen=True, eq=False)
class MethodRun:
    """Everything that happened to a method, step by step; NumPy float64, read-only. It ends where the method did.

    Attributes:
        surface, method: what ran where.
        x: (T+1, d) points, the start first.
        value, slope, hessian: (T+1,), (T+1, d), (T+1, d, d) of f at those points.
        direction: (T, d) the direction p of each step, before its length was chosen.
        length: (T,) the step length a: x[t+1] = x[t] + a p.
        tried: for each step the points at which f was asked for, (k, d).
        counts: (T+1, 4) what had been asked for when x[t] was reached; see :class:`.Counts`.
        extras: what else the method has, (T+1, …) each: ``radius``, ``simplex``, ``ellipse``, ``matrix``.
        best: (T+1, d) the lowest point reached or tried so far: what would be handed in if it stopped there.
        status: what became of the run, as any other run's.
        stopped: the sentence with which the method gave up, empty if it did not.
    """

    surface: Surface
    method: Method
    x: np.ndarray
    value: np.ndarray
    slope: np.ndarray
    hessian: np.ndarray
    direction: np.ndarray
    length: np.ndarray
    tried: tuple[np.ndarray, ...]
    counts: np.ndarray
    extras: dict[str, np.ndarray]
    best: np.ndarray
    status: Status
    stopped: str

    @property
    def steps(self) -> int:
        """T, the number of steps taken."""
        return len(self.length)

    average = None
    """As :attr:`.Run.average`: a method is judged by its path."""

    @property
    def slope_norm(self) -> np.ndarray:
        """‖∇f(x_t)‖, (T+1,)."""
        with np.errstate(over="ignore"):
            return np.hypot(*self.slope.T)

    def asked(self, *what: str) -> np.ndarray:
        """Return how often f, ∇f … had been asked for in all, (T+1,), by the names of :class:`.Counts`."""
        return self.counts[:, [Counts._fields.index(name) for name in what]].sum(axis=1)

    def to_frame(self) -> "pd.DataFrame":
        """Return the run as a pandas table of T+1 rows: step, x1 …, f, slope_norm, every knob, and what it cost.

        ``asked_value``, ``asked_slope``, ``asked_product`` and ``asked_solve`` are the counts so far, see
        :class:`.Counts`; ``length`` is that of the step from there, NaN in the last row.
        """
        import pandas as pd

        columns = {"step": np.arange(len(self.x))} | {f"x{i}": column for i, column in enumerate(self.x.T, 1)}
        columns |= {"f": self.value, "slope_norm": self.slope_norm}
        columns |= {name: np.full(len(self.x), value) for name, value in settings_of(self.method).items()}
        columns |= {f"asked_{name}": self.asked(name) for name in Counts._fields}
        return pd.DataFrame(columns | {"length": np.append(self.length, np.nan)})


def minimize(surface: Surface, method: Method, start: Start | None = None, steps: int = 60) -> MethodRun:
    """Walk ``method`` down ``surface`` for at most ``steps`` steps, 200 at most; see :class:`MethodRun`.

    It ends early once ‖∇f‖ < 10⁻⁹, at a number that is not finite, or where the method cannot go on: the run then says
    so in a sentence. Raises ``TypeError`` or ``ValueError`` only for what is no surface, start or number of steps.
    """
    checked_surface(surface)
    x = np.array(checked_start(start, surface), dtype=float)
    ground = Evaluations(surface)
    states: list[State] = []
    counts: list[Counts] = []
    tried: list[np.ndarray] = []
    stopped = ""
    try:
        with np.errstate(all="ignore"):
            for state in method.states(ground, x):
                states.append(state)
                counts.append(ground.counts)
                tried.append(np.array(ground.tried).reshape(-1, len(x)))
                ground.tried = []
                if len(states) > min(checked_steps(steps), MOST_STEPS) or _over(method, ground, state.x):
                    break
    except Stopped as reason:
        stopped = str(reason)
    return _run(surface, method, ground, states, counts, tried[1:], stopped)


def _over(method: Method, ground: Evaluations, x: np.ndarray) -> bool:
    """Return whether there is nothing left to do, or nothing that could be done."""
    jet = ground.jet(x)
    return not jet.finite or (method.sloped and float(np.linalg.norm(jet.slope)) < _REST)


def _run(
    surface: Surface,
    method: Method,
    ground: Evaluations,
    states: list[State],
    counts: list[Counts],
    tried: list[np.ndarray],
    stopped: str,
) -> MethodRun:
    x = np.array([state.x for state in states])
    jets = [ground.jet(point) for point in x]
    value, slope, hessian = (np.array(part) for part in zip(*jets, strict=True))
    status = status_of(ground.field, x, value, slope, surface.domain)
    if stopped and status.kind not in ("converged", "stuck", "diverged"):
        status = Status("moving", len(x) - 1, reason=stopped)
    direction = np.array([state.direction for state in states[1:]]).reshape(-1, x.shape[1])
    extras = {name: np.array([state.extras[name] for state in states]) for name in states[0].extras}
    arrays = (x, value, slope, hessian, direction, np.array([state.length for state in states[1:]]))
    table, best = np.array(counts), _best(ground, x, tried)
    for array in (*arrays, table, best, *extras.values()):
        array.flags.writeable = False
    return MethodRun(surface, method, *arrays, tuple(tried), table, extras, best, status, stopped)


def _best(ground: Evaluations, x: np.ndarray, tried: list[np.ndarray]) -> np.ndarray:
    lowest, best = x[0], [x[0]]
    for point, others in zip(x[1:], tried, strict=False):
        lowest = min((lowest, *others, point), key=lambda place: _height(ground, place))
        best.append(lowest)
    return np.array(best)


def _height(ground: Evaluations, place: np.ndarray) -> float:
    value = ground.jet(place).value
    return value if value == value else np.inf

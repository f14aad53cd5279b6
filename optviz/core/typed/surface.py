"""Surfaces of one's own: a typed formula or a Python function; window, starts and minima are found by looking."""

import dataclasses
import functools
import math
from collections.abc import Callable, Mapping
from typing import Any

import jax
import jax.numpy as jnp
import numpy as np

from optviz.core.optimizers import OPTIMIZERS
from optviz.core.registry import Knob, as_pytree
from optviz.core.simulation.critical import minima_near
from optviz.core.simulation.simulate import simulate
from optviz.core.surfaces import Field, Point, StepField, Surface, Window, as_field
from optviz.core.surfaces.fields import heights_at
from optviz.core.typed.assembler import COLUMNS, assemble
from optviz.core.typed.formula import Formula, read
from optviz.core.typed.latex import name_latex
from optviz.core.typed.machine import FormulaField
from optviz.core.typed.sampling import Sight, grids, look
from optviz.core.typed.tape import Node, Tape
from optviz.core.typed.vocabulary import Names

DEFAULT = 1.0
"""What a parameter is until it is set."""

NAMES = Names(("x", "y", "t"))
"""A typed surface may be another one in each step: t is the number of the step, from 1 on."""

PERIOD = 60
"""Over so many steps the mean is taken that is shown where f depends on t; whole periods of 2, 3, 4, 5, 6, 10, 12 …"""

_TIMES = np.stack([np.arange(1.0, PERIOD + 1), np.zeros(PERIOD)], axis=1)
_REACH = 5.0
_ZOOM = 33
_ZOOMS = 8
_DIPS_APART = 40


class OwnSurface(Surface):
    """A surface of which only f is known: its window, starts and minima come from looking at values of f.

    ``sight`` holds what was seen. Minima are found, not proven: see :func:`.minima_near`.
    """

    key = "typed"
    source = "typed"
    sight: Sight

    def _look(self, name: str, latex: str, sight: Sight) -> None:
        """Take name, formula, window and starts, once."""
        facts = {"name": name, "latex": latex, "sight": sight, "domain": sight.window, "starts": sight.starts}
        facts["note"] = _note(sight)
        for key, fact in facts.items():
            object.__setattr__(self, key, fact)

    @property
    def minima(self) -> np.ndarray:
        """The minima that a search in the window has found, shape (k, 2), the lowest first; there may be others."""
        return _minima(self)

    @property
    def floor(self) -> float | None:
        """f at the lowest minimum that was found; None where there is none, or where f was seen lower elsewhere."""
        value = super().floor
        slack = 1e-9 * (1 + abs(value)) if value is not None else 0.0
        return value if value is not None and value <= self.sight.lowest + slack else None


def _note(sight: Sight) -> str:
    note = "Your own function. Its window was chosen by sampling; minima are found by a search, not proven."
    holes = 1 - sight.finite
    return note if holes == 0 else f"{note} f is not finite on {share(holes)} of the window."


def share(part: float) -> str:
    """Return a share in per cent, such as "37 %"; small ones are not rounded to nothing."""
    return "less than 1 %" if part < 0.01 else f"{round(100 * part)} %"


@functools.lru_cache(maxsize=64)
def _minima(surface: OwnSurface) -> np.ndarray:
    found = minima_near(surface, surface.domain, surface.sight.dips)
    points = [p.point for p in found] or _kinks(as_field(surface), surface.domain, surface.sight.dips[:4])
    minima = np.array(points, dtype=float).reshape(-1, 2)
    minima.flags.writeable = False
    return minima


def _kinks(field: Field, window: Window, dips: np.ndarray) -> list[Point]:
    """Return minima that lie on a kink, where Newton's method has no slope to follow: by looking closer and closer."""
    found = []
    (x_low, x_high), (y_low, y_high) = window
    for dip in dips:
        half = np.array([x_high - x_low, y_high - y_low]) / _DIPS_APART
        point, inside = dip, 0
        for _ in range(_ZOOMS):
            (left, low), (right, high) = (point - half).tolist(), (point + half).tolist()
            ((x, y, z),) = grids(functools.partial(heights_at, field), (((left, right), (low, high)),), _ZOOM)
            row, column = np.unravel_index(np.argmin(np.where(np.isfinite(z), z, np.inf)), z.shape)
            point, half = np.array([x[column], y[row]]), half / 8
            # On a slope the lowest place is always at the border.
            inside = inside + 1 if {row, column} <= set(range(1, _ZOOM - 1)) else 0
        if inside >= _ZOOMS - 2:
            found.append((float(f"{point[0]:.6g}"), float(f"{point[1]:.6g}")))
    return sorted(set(found), key=lambda p: float(heights_at(field, np.array([p]))[0]))


def _sight(field: Field, window: Window | None) -> Sight:
    def holds_minimum(window: Window, dips: np.ndarray) -> bool:
        return bool(minima_near(field, window, dips) or _kinks(field, window, dips[:1]))

    sight = look(functools.partial(heights_at, field), holds_minimum, window)
    if sight.finite == 0 and not math.isfinite(sight.lowest):
        raise ValueError("f(x, y) is not a finite number at any of the points that were tried.")
    return sight


@functools.lru_cache(maxsize=256)
def _first_sight(formula: Formula, home: tuple[float, ...], window: Window | None) -> Sight:
    return _sight(_field(formula, dict(zip(formula.parameters, home, strict=True))), window)


def _field(formula: Formula, values: Mapping[str, float]) -> FormulaField:
    """Return f as data; where it depends on t, its mean over the first steps."""
    return assemble(_over_time(formula.tape), values, _TIMES) if is_timed(formula) else assemble(formula.tape, values)


def is_timed(formula: Formula) -> bool:
    """Return whether a surface is another one in each step."""
    return "t" in formula.tape.names


def _over_time(tape: Tape) -> Tape:
    """Return the mean of f over rows of data, of which each is a time."""
    nodes = [Node("name", name=COLUMNS[0]) if node.name == "t" else node for node in tape.nodes]
    return Tape((*nodes, Node("mean", (len(nodes) - 1,))))


@as_pytree
class TimedField:
    """A typed formula that depends on t: ``field`` is its mean over rows of data, of which there is but one, t."""

    field: Any

    def at_step(self, t: jax.Array) -> FormulaField:
        """Return fₜ."""
        return dataclasses.replace(self.field, data=jnp.stack([jnp.asarray(t, float), jnp.zeros(())])[None])


@jax.tree_util.register_static
class Typed(OwnSurface):
    """A typed formula f(x, y), with values for its parameters.

    ``home`` are the parameters' values at which window and starts are chosen, so that neither moves when a parameter
    is turned; by default the values themselves. All typed formulas share their compiled programs. Where f depends on t,
    a run meets fₜ in its step t; all else, level lines, minima and maps, is of the mean over the first 60 steps.
    """

    formula: Formula
    values: tuple[float, ...]
    home: tuple[float, ...]

    def __init__(
        self,
        formula: Formula,
        values: Mapping[str, float] | None = None,
        home: Mapping[str, float] | None = None,
        window: Window | None = None,
    ) -> None:
        given = {name: float((values or {}).get(name, DEFAULT)) for name in formula.parameters}
        first = {name: float((home or given).get(name, DEFAULT)) for name in formula.parameters}
        facts = {"formula": formula, "values": tuple(given.values()), "home": tuple(first.values())}
        facts["field"] = _field(formula, given)
        for key, fact in {**facts, **given, "own_knobs": _knobs(formula, given, first)}.items():
            object.__setattr__(self, key, fact)
        sight = _first_sight(formula, self.home, window)
        if given != first:
            now = _sight(facts["field"], sight.window)
            sight = Sight(sight.window, sight.starts, now.finite, now.dips, now.lowest)
        self._look(formula.text, f"{'f_{t}' if is_timed(formula) else 'f'}(x, y) = {formula.latex}", sight)

    def __call__(self, x: jax.Array) -> jax.Array:
        return self.as_data()(x)

    def as_data(self) -> Field:
        return self.field  # type: ignore[attr-defined]

    def in_steps(self) -> "Field | StepField":
        if not is_timed(self.formula):
            return self.as_data()
        given = dict(zip(self.formula.parameters, self.values, strict=True))
        return TimedField(assemble(_over_time(self.formula.tape), given, _TIMES[:1]))

    def with_values(self, **values: float) -> "Typed":
        """Return the formula with other values of its parameters, in the same window."""
        given = {**dict(zip(self.formula.parameters, self.values, strict=True)), **values}
        return typed_surface(self.formula, tuple(given.values()), self.home, self.domain)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Typed) and self._told() == other._told()

    def __hash__(self) -> int:
        return hash(self._told())

    def _told(self) -> tuple:
        return self.formula.text, self.values, self.home, self.domain


def _knobs(formula: Formula, values: Mapping[str, float], home: Mapping[str, float]) -> tuple[Knob, ...]:
    """Return a knob for each parameter, whose slider reaches to where the value is."""
    reach = {name: _reach(values[name]) for name in formula.parameters}
    return tuple(
        Knob(name, name_latex(name), f"parameter {name}", home[name], -reach[name], reach[name])
        for name in formula.parameters
    )


def _reach(value: float) -> float:
    """Return the least of 5, 10, 20, 50, 100, … that is not below |value|."""
    reach = _REACH
    while reach < abs(value):
        reach *= 2.5 if f"{reach:e}"[0] == "2" else 2
    return reach


@functools.lru_cache(maxsize=256)
def typed_surface(
    formula: Formula, values: tuple[float, ...] = (), home: tuple[float, ...] = (), window: Window | None = None
) -> Typed:
    """Return the surface of a formula, of the last 256 kept ones; ``values`` and ``home`` as its parameters."""
    names = formula.parameters
    given, first = (dict(zip(names, numbers, strict=False)) for numbers in (values, home))
    return Typed(formula, given, first or None, window)


def warm_up() -> None:
    """Compile the one program that all runs on typed formulas share."""
    simulate(typed_surface(read("x^2 + y^2")), OPTIMIZERS["gd"](), None, 1)


@jax.tree_util.register_static
class PythonSurface(OwnSurface):
    """A Python function f(x, y), written with arithmetic and ``jax.numpy``, compiled for itself."""

    def __init__(self, function: Callable[[Any, Any], Any], window: Window | None = None) -> None:
        object.__setattr__(self, "function", function)
        name = named(function)
        latex = rf"\mathrm{{{name}}}(x, y)".replace("_", r"\_")
        self._look(f"{name}(x, y)", latex, _sight(self, window))

    def __call__(self, x: jax.Array) -> jax.Array:
        return jnp.asarray(self.function(x[0], x[1]), float)  # type: ignore[attr-defined]


def named(function: Callable[..., Any]) -> str:
    """Return a function's name, f where it has none."""
    name = getattr(getattr(function, "func", function), "__name__", "f")
    return "f" if name == "<lambda>" else name

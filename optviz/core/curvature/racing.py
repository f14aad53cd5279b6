"""Methods beside optimizers: each runs in its own way, from one start."""

from collections.abc import Iterable, Sequence
from typing import Any

from optviz.core.curvature.method import Method, MethodRun, minimize
from optviz.core.optimizers import Optimizer
from optviz.core.registry import short_repr
from optviz.core.simulation.arguments import Start, racers_of
from optviz.core.simulation.run import Run
from optviz.core.simulation.simulate import simulate_all
from optviz.core.surfaces import Surface


def methods_of(methods: Any) -> tuple[Method, ...]:
    """Return the methods as a tuple, one alone too; raises ``TypeError`` for anything but methods."""
    several = isinstance(methods, Iterable) and not isinstance(methods, str | type)
    them: tuple[Any, ...] = tuple(methods) if several else (methods,)  # type: ignore[arg-type]
    for method in them:
        if not isinstance(method, Method):
            key = method if isinstance(method, str) else "newton"
            raise TypeError(f"{short_repr(method)} is not a method; optviz.methods['{key}']() makes one")
    return them


def entrants_of(racers: Any) -> tuple[Optimizer | Method, ...]:
    """Return optimizers and methods as a tuple, one alone too; raises ``TypeError`` for anything else."""
    if isinstance(racers, Method):
        return (racers,)
    listed = isinstance(racers, Iterable) and not isinstance(racers, Optimizer | str | type | tuple)
    them = tuple(racers) if listed else racers
    if isinstance(them, tuple) and any(isinstance(each, Method) for each in them):
        return tuple(each if isinstance(each, Method) else racers_of(each)[0] for each in them)
    return racers_of(them)


def run_all(
    surface: Surface,
    racers: Sequence[Optimizer | Method],
    start: Start | None = None,
    steps: int = 500,
    noise: float = 0.0,
    seed: int = 0,
) -> tuple[Run | MethodRun, ...]:
    """Run each from the same start: optimizers see the noise, methods, which are told f exactly, do not."""
    optimizers = [racer for racer in racers if not isinstance(racer, Method)]
    runs = iter(simulate_all(surface, optimizers, start, steps, noise, seed))
    return tuple(minimize(surface, each, start, steps) if isinstance(each, Method) else next(runs) for each in racers)

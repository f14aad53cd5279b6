"""What a simulation takes, checked: whatever it cannot take is answered in a sentence."""

import math
import numbers
import operator
from collections.abc import Iterable, Sequence
from typing import Any

import jax
import numpy as np

from optviz.core.compiled.flatten import DIM
from optviz.core.optimizers import Optimizer
from optviz.core.registry import short_repr
from optviz.core.surfaces import Surface

MAX_STEPS = 5000

Start = Sequence[float] | np.ndarray
"""A point to start from, as many numbers as f has variables."""


def _registered(thing: Any) -> bool:
    """Return whether JAX knows the leaves of ``thing``: a class that was not registered is a leaf itself."""
    return not jax.tree_util.all_leaves([thing])


def _is_optax(thing: Any) -> bool:
    """Return whether ``thing`` looks like a transformation of Optax, which is a tuple of functions."""
    return hasattr(thing, "init") and hasattr(thing, "update") and not isinstance(thing, Optimizer | type)


def checked_surface(surface: Any, any_dim: bool = False) -> None:
    """Raise ``TypeError`` for anything but a surface of two variables, ``any_dim``: of any number of them."""
    if isinstance(surface, Surface) and _registered(surface):
        if surface.dim != DIM and not any_dim:
            raise TypeError(f"that takes a function of two variables, and {surface.name} has {surface.dim}")
        return
    if isinstance(surface, Surface):
        name = type(surface).__name__
        text = f"the class {name} is not registered: write @optviz.surfaces.register above it"
    elif isinstance(surface, type) and issubclass(surface, Surface):
        text = f"{surface.__name__} is a class, not a surface: make one of it, as in {surface.__name__}()"
    elif isinstance(surface, str):
        maker = "surfaces[{}]()" if surface.replace("_", "").isalpha() else "surface({})"
        text = f"{short_repr(surface)} is a text, not a surface: write optviz.{maker.format(short_repr(surface))}"
    elif callable(surface):
        text = "a function alone is not a surface, which also has a window and starts: write optviz.surface(f)"
    else:
        text = f"{short_repr(surface)} is not a surface; optviz.surfaces['rosenbrock']() is one"
    raise TypeError(text)


def racers_of(racers: Any) -> tuple[Optimizer, ...]:
    """Return the optimizers as a tuple, one alone too; raises ``TypeError`` for anything but optimizers."""
    alone = isinstance(racers, Optimizer | str | type) or _is_optax(racers)
    rules: tuple[Any, ...] = tuple(racers) if isinstance(racers, Iterable) and not alone else (racers,)
    for rule in rules:
        if not isinstance(rule, Optimizer):
            key = rule if isinstance(rule, str) else "adam"
            hint = "optviz.from_optax(…)" if _is_optax(rule) else f"optviz.optimizers['{key}'](lr=0.1)"
            raise TypeError(f"{short_repr(rule)} is not an optimizer; {hint} makes one")
        if not _registered(rule):
            text = "is not registered: write @optviz.optimizers.register above it"
            raise TypeError(f"the class {type(rule).__name__} {text}")
    return rules


def checked_start(start: Any, surface: Surface) -> list[float]:
    """Return a start as floats, finite or not, one for each variable of f; None is the surface's first.

    Raises ``TypeError`` for what is no point, ``ValueError`` where there is none or it has too many coordinates or few.
    """
    if start is None and not getattr(surface, "starts", ()):
        shape = "(x, y)" if surface.dim == DIM else f"[…], {counted(surface.dim)}"
        name = surface.name if surface.dim != DIM else f"the surface {type(surface).__name__}"
        raise ValueError(f"{name} has no start of its own: give start={shape}")
    start = surface.starts[0] if start is None else start
    try:
        point = [float(c) for c in start]
    except (TypeError, ValueError) as error:
        shape = "(x, y), two numbers" if surface.dim == DIM else f"of {counted(surface.dim)}"
        text = f"a start is one point {shape}, not {short_repr(start)}"
        raise TypeError(f"{text}; for several starts: optviz.race(surface, optimizer, starts=[…])") from error
    if len(point) != surface.dim:
        raise ValueError(f"a start has {surface.dim} coordinates, not {len(point)}")
    return point


def counted(numbers: int) -> str:
    """Return "10 numbers", or "1 number"."""
    return f"{numbers} number{'s' if numbers != 1 else ''}"


def checked_steps(steps: Any) -> int:
    """Return the number of steps; raises ``TypeError`` for what is no whole number, ``ValueError`` outside 1 … 5000."""
    count = _whole(steps, "the number of steps is a whole number")
    if count < 1:
        raise ValueError(f"a run needs at least 1 step, not {count}")
    if count > MAX_STEPS:
        raise ValueError(f"{count} steps are too many: a run takes at most {MAX_STEPS}")
    return count


def checked_noise(noise: Any, seed: Any) -> tuple[float, int]:
    """Return σ and the seed; raises ``TypeError`` for what is no number, ``ValueError`` for one that cannot be."""
    if isinstance(noise, bool) or not isinstance(noise, numbers.Real):
        raise TypeError(f"noise is a standard deviation, a number, not {short_repr(noise)}")
    sigma = float(noise)
    if not (math.isfinite(sigma) and sigma >= 0):
        raise ValueError(f"noise is a standard deviation, finite and not negative, so not {noise}")
    number = _whole(seed, "a seed is a whole number")
    if number < 0:
        raise ValueError(f"a seed is a whole number from 0 up, not {number}")
    return sigma, number


def checked_box(box: Any, dim: int) -> tuple[list[float], list[float]]:
    """Return a box's lower and upper corner; None is all of space. Raises ``ValueError`` for anything else."""
    if box is None:
        return [-math.inf] * dim, [math.inf] * dim
    try:
        low, high = (list(map(float, ends)) for ends in zip(*box, strict=True))
    except (TypeError, ValueError):
        low = high = []
    if len(low) != dim or not all(a <= b for a, b in zip(low, high, strict=True)):
        raise ValueError(f"a box is ((x_low, x_high), (y_low, y_high)), not {short_repr(box)}")
    return low, high


def _whole(value: Any, what: str) -> int:
    try:
        return operator.index(value)
    except TypeError as error:
        raise TypeError(f"{what}, not {short_repr(value)}") from error

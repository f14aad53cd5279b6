"""Many runs at once: from several starts, and with several values of an optimizer's knobs."""

import itertools
import math
import numbers
from collections.abc import Iterable, Mapping
from typing import Any

from optviz.core.optimizers import Optimizer
from optviz.core.registry import knobs_of, short_repr, with_settings
from optviz.core.simulation.arguments import checked_start
from optviz.core.surfaces import Surface

MAX_RUNS = 1000


def checked_starts(starts: Any, surface: Surface) -> list[list[float]]:
    """Return several starts as lists of floats; raises what :func:`.checked_start` does for each, and for none."""
    if isinstance(starts, str) or not isinstance(starts, Iterable):
        raise TypeError(f"starts are several points, as in starts=[(0, 1), (2, 3)], not {short_repr(starts)}")
    points = [checked_start(start, surface) for start in starts]
    if not 1 <= len(points) <= MAX_RUNS:
        raise ValueError(f"a race takes 1 to {MAX_RUNS} starts, not {len(points)}")
    return points


def swept(optimizer: Optimizer, knobs: Mapping[str, Any]) -> list[Optimizer]:
    """Return the optimizer with all combinations of its knobs' values, the last knob changing fastest.

    Raises ``TypeError`` or ``ValueError``, in a sentence, for what is no list of numbers, a knob that there is not, a
    value outside its domain, and more than 1,000 combinations.
    """
    known = [k.key for k in knobs_of(optimizer)]
    if not knobs:
        raise TypeError(f"a sweep needs a knob of {optimizer.name} with a list of values, as in lr=[0.01, 0.1]")
    if unknown := [name for name in knobs if name not in known]:
        has = ", ".join(known) or "none"
        raise ValueError(f"{optimizer.name} has no knob {unknown[0]}; its knobs: {has}")
    values = {name: _numbers(name, given) for name, given in knobs.items()}
    count = math.prod(len(own) for own in values.values())
    if not 1 <= count <= MAX_RUNS:
        raise ValueError(f"a sweep takes 1 to {MAX_RUNS} runs, not {count}")
    combinations = itertools.product(*values.values())
    return [with_settings(optimizer, dict(zip(values, own, strict=True))) for own in combinations]


def _numbers(name: str, values: Any) -> list[float]:
    if isinstance(values, str) or not isinstance(values, Iterable):
        raise TypeError(f"a sweep takes a list of values, as in {name}=[0.01, 0.1], not {name}={short_repr(values)}")
    own = list(values)
    for value in own:
        if isinstance(value, bool) or not isinstance(value, numbers.Real):
            raise TypeError(f"a value of {name} is a number, not {short_repr(value)}")
    return [float(value) for value in own]

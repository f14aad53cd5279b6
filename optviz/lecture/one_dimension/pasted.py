"""What programs of the exercise print: the right one, and those with the faults that are made most often.

A program is a step from one point to the next; points are tuples of one or two coordinates.
"""

import dataclasses
from collections.abc import Callable, Iterator

import numpy as np

from optviz.questions.paste import Cause, Columns

LINES = 10
DIGITS = (1, 2, 3, 4, 5, 6)
"""Decimals to which a program may round in each step."""

FLOAT32 = "These are 32-bit floats, with 7 digits; Python's own have 16."

Point = tuple[float, ...]
Step = Callable[[Point], Point]


@dataclasses.dataclass(frozen=True)
class Task:
    """A function with its gradient, η and the start; ``names`` are those of the printed columns: x, f(x), slope.

    ``slips``: wrong gradients that are easily written down, with what is wrong about them.
    """

    value: Callable[[Point], float]
    gradient: Callable[[Point], Point]
    eta: float
    start: Point
    names: tuple[str, ...]
    slips: tuple[tuple[Callable[[Point], Point], str], ...] = ()

    def step(self, x: Point) -> Point:
        """Return the next point of gradient descent."""
        return tuple(c - self.eta * g for c, g in zip(x, self.gradient(x), strict=True))

    def points(self, step: Step, count: int = LINES + 1) -> list[Point]:
        """Return the points of a program that goes on by ``step``."""
        found = [self.start]
        while len(found) < count:
            found.append(step(found[-1]))
        return found

    def columns(self, points: list[Point], values_at: list[Point] | None = None) -> Columns:
        """Return what is printed at ``points``, by column; f and the slope at other points if these are given."""
        pairs = list(zip(points, values_at or points, strict=True))
        rows = [(*x, self.value(at), *self.gradient(at)) for x, at in pairs]
        return dict(zip(self.names, [[float(c) for c in column] for column in zip(*rows, strict=True)], strict=True))


def float32_columns(task: Task) -> Columns:
    """Return what a program prints that computes with 32-bit floats."""
    small = np.float32
    exact = dataclasses.replace(task, eta=small(task.eta), start=tuple(small(c) for c in task.start))
    with np.errstate(all="ignore"):
        return exact.columns(exact.points(exact.step))


def step_faults(task: Task) -> Iterator[tuple[Step, str]]:
    """Yield wrong steps, each with what is wrong about it."""
    eta, gradient, value = task.eta, task.gradient, task.value
    first = gradient(task.start)

    def by(slopes: Callable[[Point], Point], rate: float) -> Step:
        return lambda x: tuple(c - rate * g for c, g in zip(x, slopes(x), strict=True))

    yield by(gradient, -eta), "Your program steps uphill: it adds η times the slope. GD subtracts it."
    yield by(lambda x: (value(x),) * len(x), eta), "Your step uses f where the slope f′ belongs: call df, not f."
    yield by(gradient, 1.0), "Your step has no η: it subtracts the whole slope."
    yield by(lambda _: first, eta), "The slope is computed once, before the loop: compute it anew at each step."
    for slip, said in task.slips:
        yield by(slip, eta), said


def both_faults(task: Task) -> Iterator[tuple[Step, str]]:
    """Yield what can go wrong with two coordinates."""
    eta, gradient = task.eta, task.gradient
    yield lambda p: (task.step(p)[0], p[1]), "Only x is updated. y needs its own update, with its own slope."
    yield lambda p: (p[0], task.step(p)[1]), "Only y is updated. x needs its own update, with its own slope."

    def one_after_the_other(p: Point) -> Point:
        x = task.step(p)[0]
        return x, p[1] - eta * gradient((x, p[1]))[1]

    yield one_after_the_other, "y is updated with the x that is already new. Compute both slopes first, then update."
    yield lambda p: (task.step(p)[0], p[1] - eta * gradient(p)[0]), "y is updated with the slope along x."


def causes(task: Task) -> tuple[Cause, ...]:
    """Return what programs with a fault print, without those whose fault does not show with these numbers."""
    right = task.points(task.step, LINES + 2)
    steps = [*step_faults(task), *(both_faults(task) if len(task.start) > 1 else ())]
    found = [Cause(task.columns(task.points(step)), said) for step, said in steps]
    late = "Your first line is the point after the first step: print before the update, so that line 1 is the start."
    found.append(Cause(task.columns(right[1:]), late))
    mixed = "x is printed after the update, f(x) is from before it: print both at the same place of the loop."
    found.append(Cause(task.columns(right[1:], right[:-1]), mixed))
    found.append(Cause(float32_columns(task), FLOAT32, 6e-8))
    for digits in DIGITS:
        decimals = "1 decimal" if digits == 1 else f"{digits} decimals"
        said = f"x is rounded to {decimals} in each step. Round only what is printed, never x itself."
        rounded = task.points(lambda x, digits=digits: tuple(round(c, digits) for c in task.step(x)))
        found.append(Cause(task.columns(rounded), said))
    exact = task.columns(right)
    return tuple(cause for cause in found if shows(cause, exact))


def shows(cause: Cause, right: Columns) -> bool:
    """Tell whether the fault can be seen in the numbers of the first lines."""
    rows = [(cause.columns[name][:LINES], right[name][:LINES]) for name in right]
    return not all(np.allclose(a, b, rtol=1e-9, atol=0) for a, b in rows)

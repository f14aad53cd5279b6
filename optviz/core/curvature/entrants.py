"""Methods of curvature as racers among optimizers: what each is listed under, and its run beside theirs."""

import dataclasses
from collections import ChainMap
from collections.abc import Mapping
from typing import Any, ClassVar

import numpy as np

from optviz.core.curvature.evaluations import Counts
from optviz.core.curvature.method import METHODS, MOST_STEPS, Method, MethodRun, minimize
from optviz.core.optimizers import OPTIMIZERS, Group, Optimizer
from optviz.core.registry import Scalar, settings_of
from optviz.core.simulation.run import Run
from optviz.core.surfaces import Point, Surface

_GROUPS = {
    Group.OWN_STEP: ("exact", "backtracking", "polyak"),
    Group.FROM_GRADIENTS: ("cg", "bfgs", "lbfgs"),
    Group.NO_GRADIENT: ("nelder_mead", "cma_es"),
}
_RENAMED = {"lbfgs": ("lbfgs_search", "L-BFGS, line search")}
_COUNTED = (r"f", r"\nabla f", r"H v", r"\text{solves}")


class Entrant(Optimizer):
    """A method of :data:`.METHODS` in a race of optimizers: it is no rule to compile, and walks as it decides.

    ``kind``: the method, whose knobs it has. It takes no modifiers, is told f without noise, and at most 200 steps.
    """

    kind: ClassVar[type[Method]]

    def method(self) -> Method:
        """Return the method with these knobs."""
        return self.kind(**settings_of(self))

    def run(self, surface: Surface, start: Point, steps: int) -> Run:
        """Walk for at most ``steps`` steps, and no more than 200."""
        return _as_run(minimize(surface, self.method(), start, min(steps, MOST_STEPS)), self)


def _as_run(walked: MethodRun, entrant: Entrant) -> Run:
    """Return a method's run as an optimizer's: p and a, and what was asked for so far, are its memory."""
    none = np.full((1, walked.x.shape[1]), np.nan)
    memory = {"a": np.append(np.nan, walked.length), "p": np.vstack([none, walked.direction])}
    memory |= {f"asked_{name}": walked.asked(name).astype(float) for name in Counts._fields}
    step = np.diff(walked.x, axis=0)
    for array in (step, *memory.values()):
        array.flags.writeable = False
    nothing = np.broadcast_to(0.0, step.shape)
    before, grad = walked.x[:-1], walked.slope[:-1]
    facts = (walked.x, walked.value, walked.slope, before, nothing, grad, step, memory, walked.status, 0.0)
    return Run(walked.surface, entrant, *facts)


def _entrant(kind: type[Method]) -> type[Entrant]:
    key, name = _RENAMED.get(kind.key, (kind.key, kind.name[0].upper() + kind.name[1:]))
    counts = zip(_COUNTED, Counts._fields, strict=True)
    asked = r",\quad ".join(f"{symbol}: <<asked_{count}_next>>" for symbol, count in counts)
    facts = {
        "kind": kind,
        "key": key,
        "name": name,
        "source": kind.source,
        "convention": f"{kind.note} At most {MOST_STEPS} steps; f is asked for without noise.",
        "group": next((group for group, keys in _GROUPS.items() if kind.key in keys), Group.SECOND_ORDER),
        "latex": (kind.latex,),
        "worked": (
            (kind.latex, ""),
            (r"x_{t+1} = x_t + a_t\, p_t", r"<<x_next>> = <<x>> + <<a_next>> \cdot <<p_next>>"),
            (r"\text{asked for so far: } f,\ \nabla f,\ H v,\ \text{solves}", asked),
        ),
        "__doc__": kind.__doc__,
        "__module__": kind.__module__,
    }
    knobs: list[Any] = [
        (f.name, Scalar, dataclasses.field(default=f.default, metadata=f.metadata))
        for f in dataclasses.fields(kind)  # type: ignore[arg-type]
    ]
    return dataclasses.make_dataclass(kind.__name__, knobs, bases=(Entrant,), namespace=facts, frozen=True)


METHOD_ENTRANTS: dict[str, type[Entrant]] = {
    entrant.key: entrant for entrant in map(_entrant, METHODS.values()) if entrant.kind.key != "gd"
}
"""Every method by the key that it has in a race; gradient descent is a rule there already."""

ENTRANTS: Mapping[str, type[Optimizer]] = ChainMap(METHOD_ENTRANTS, OPTIMIZERS)  # type: ignore[arg-type] (read only)
"""Whatever can race on a surface: the optimizers, those registered later too, then the methods of curvature."""

"""A race, or a walk in one dimension, as a program in four flavours: optviz, JAX with Optax, PyTorch, plain NumPy.

The texts are made from the sources of the surfaces and rules themselves, so that there is nothing to keep in step.
"""

from collections.abc import Callable, Sequence
from importlib import import_module

from optviz.code.setup import Setup
from optviz.code.walks import walk_program
from optviz.core.curvature.entrants import Entrant
from optviz.core.one_d.walk import Walk
from optviz.core.registry import short_repr
from optviz.core.simulation.run import Run
from optviz.core.simulation.simulate import Case
from optviz.scenes.scene import Scene

FLAVOURS = {"optviz": "optviz", "optax": "JAX + Optax", "torch": "PyTorch", "numpy": "NumPy"}
"""What a program can be written in, and what a person calls it."""


def code_of(what: Scene | Setup | Walk, flavour: str = "optviz") -> str:
    """Return the program of a scene, a :class:`.Setup` or a :class:`.Walk`, which runs by itself and prints where runs
    end.

    ``flavour``: a key of :data:`FLAVOURS`. Raises ``ValueError``, in a sentence, for another flavour, and for what has
    no text: a surface or rule made of Python objects, and a chain of Optax in a flavour that does not have it.
    """
    if flavour not in FLAVOURS:
        raise ValueError(f"a program is written in one of {', '.join(FLAVOURS)}, not {short_repr(flavour)}")
    if isinstance(what, Walk):
        return walk_program(what, flavour)
    program: Callable[[Setup], str] = getattr(import_module(f"optviz.code.{flavour}_code"), f"{flavour}_program")
    setup = setup_of(what) if isinstance(what, Scene) else what
    if not setup.optimizers:
        raise ValueError("there is no run to write a program of: switch an optimizer on")
    steering = next((rule.name for rule in setup.optimizers if isinstance(rule, Entrant)), "")
    if steering and flavour != "optviz":
        raise ValueError(
            f"{steering} finds its own step, as only the program in optviz can: take that, or switch it off"
        )
    return program(setup)


def setup_of(scene: Scene) -> Setup:
    """Return what the program of a scene is to compute: the racers that are on."""
    rules = tuple(racer.optimizer() for racer in scene.racers if racer.on)
    return Setup(scene.surface_now(), rules, scene.start, scene.steps, scene.noise, scene.seed)


def setup_of_runs(runs: Sequence[Run], steps: int, noise: float, seed: int) -> Setup:
    """Return the same of runs from one start; raises ``ValueError`` for runs from several."""
    if not runs:
        raise ValueError("there is no run to write a program of")
    starts = {tuple(run.x[0].tolist()) for run in runs}
    if len(starts) > 1:
        raise ValueError(f"a program is of runs from one start, and these have {len(starts)}")
    return Setup(runs[0].surface, tuple(run.optimizer for run in runs), starts.pop(), steps, noise, seed)


def setup_of_cases(cases: Sequence[Case]) -> Setup:
    """Return the same of runs that are yet to be made; raises ``ValueError`` if they differ in more than the rule."""
    if not cases:
        raise ValueError("there is no run to write a program of")
    first = cases[0]
    if any(case._replace(optimizer=first.optimizer, box=first.box) != first for case in cases):
        raise ValueError("a program is of runs on one surface from one start, and these have several")
    start = (float(first.point[0]), float(first.point[1]))
    return Setup(first.surface, tuple(case.optimizer for case in cases), start, first.steps, first.noise, first.seed)


__all__ = ["FLAVOURS", "Setup", "code_of", "setup_of", "setup_of_cases", "setup_of_runs"]

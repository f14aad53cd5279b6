"""The notebook's door: simulate one run, race several, look at the result."""

from collections.abc import Callable, Iterable
from typing import Any, overload

from optviz.core.curvature import METHODS as methods
from optviz.core.curvature import Method, MethodRun, entrants_of, methods_of, run_all
from optviz.core.curvature import minimize as run_method
from optviz.core.matrices.memory import learn, memory
from optviz.core.matrices.rules import MATRIX_RULES as matrix_rules
from optviz.core.optimizers import OPTIMIZERS as optimizers
from optviz.core.optimizers import Optimizer, from_optax
from optviz.core.simulation.arguments import Start, checked_surface, racers_of
from optviz.core.simulation.run import Run
from optviz.core.simulation.simulate import simulate, simulate_all
from optviz.core.simulation.sweep import checked_starts, swept
from optviz.core.surfaces import SURFACES as surfaces
from optviz.core.surfaces import Surface, Window
from optviz.core.typed.notebook import function_surface, text_surface, vector_surface
from optviz.core.typed.notebook_rule import rule
from optviz.figures.race import Race
from optviz.scenes.scene import Scene

_HOW = {"steps": 500, "noise": 0.0, "seed": 0}
"""What a run may be told beside its start, as :func:`simulate` has it."""


@overload
def race(
    where: Surface | Scene,
    racers: Iterable[Optimizer] | Optimizer = (),
    /,
    start: Start | None = None,
    *,
    starts: Iterable[Start] | None = None,
    **how: Any,
) -> Race[Run]: ...
@overload
def race(
    where: Surface,
    racers: Iterable[Optimizer | Method] | Method,
    /,
    start: Start | None = None,
    *,
    starts: Iterable[Start] | None = None,
    **how: Any,
) -> Race[Run | MethodRun]: ...
def race(
    where: Surface | Scene,
    racers: Iterable[Optimizer | Method] | Optimizer | Method = (),
    /,
    start: Start | None = None,
    *,
    starts: Iterable[Start] | None = None,
    **how: Any,
) -> Race[Any]:
    """Race ``racers`` on a surface from one start, or from each of ``starts``, or run a whole scene.

    Racers are optimizers and, of :data:`methods`, those that use curvature; a method takes at most 200 steps, and is
    told f without noise.
    Returns the :class:`Race`, whose runs are those of the first start, one for each racer, then those of the next.
    ``how`` takes what :func:`simulate` takes: ``steps``, ``noise``, ``seed``. Raises ``ValueError`` for
    settings together with a scene, which has its own, and what :func:`simulate` raises.
    """
    if isinstance(where, Scene):
        if entrants_of(racers) or start is not None or starts is not None or how:
            raise ValueError("a scene has its own racers, start, steps, noise and seed")
        on = [racer for racer in where.racers if racer.on]
        surface, racing = where.surface_now(), [racer.optimizer() for racer in on]
        runs = simulate_all(surface, racing, where.start, where.steps, where.noise, where.seed)
        looks = tuple(racer.look for racer in on)
        return Race(surface, runs, looks, where.steps, where.noise, where.seed)
    checked_surface(where, any_dim=True)
    _check(how, "a race takes start, starts, steps, noise and seed")
    racing = entrants_of(racers)
    if starts is None:
        return Race(where, run_all(where, racing, start, **how), **_told(how))
    if start is not None:
        raise TypeError("a race takes start, one point, or starts, several, not both")
    runs = [run for point in checked_starts(starts, where) for run in run_all(where, racing, point, **how)]
    return Race(where, tuple(runs), **_told(how))


def minimize(
    where: Surface, method: Iterable[Method] | Method, /, start: Start | None = None, steps: int = 60
) -> Race[MethodRun]:
    """Run a method of :data:`methods`, or several: ``optviz.minimize(surface, optviz.methods["newton"]())``.

    At most ``steps`` steps, 200 at most; a run ends before where ‖∇f‖ < 10⁻⁹, or where the method cannot go on, and
    ``.stopped`` then says why. Returns the :class:`Race`, with its figure and its table; each of its runs has ``.x``,
    ``.value``, ``.slope``, ``.hessian``, ``.status`` and ``.counts``, how often f, ∇f, a product of the Hessian with a
    vector and a linear solve had been asked for. Raises ``TypeError`` or ``ValueError``, in a sentence, for what is no
    surface of two variables, no method, no start or no number of steps.
    """
    return Race(where, tuple(run_method(where, each, start, steps) for each in methods_of(method)))


def sweep(where: Surface, optimizer: Optimizer, /, start: Start | None = None, **knobs_and_how: Any) -> Race[Run]:
    """Run one optimizer with each of several values of its knobs: ``optviz.sweep(surface, adam, lr=[0.01, 0.1])``.

    Every knob that is given takes a list of numbers; of several knobs all combinations are run, the last knob changing
    fastest, at most 1,000. The rest is as in :func:`race`: ``start``, ``steps``, ``noise``, ``seed``. Returns the
    :class:`Race`; its ``to_frame()`` holds the knobs beside each step. Raises ``ValueError`` or ``TypeError``, in a
    sentence, for a knob that the optimizer does not have, a value outside its domain, and too many runs.
    """
    checked_surface(where, any_dim=True)
    how = {name: knobs_and_how[name] for name in knobs_and_how if name in _HOW}
    knobs = {name: values for name, values in knobs_and_how.items() if name not in _HOW}
    (rule,) = racers_of(optimizer)
    return Race(where, simulate_all(where, swept(rule, knobs), start, **how), **_told(how))


def _check(how: dict[str, Any], takes: str) -> None:
    if unknown := set(how) - set(_HOW):
        raise TypeError(f"{takes}, not {', '.join(sorted(unknown))}")


def _told(how: dict[str, Any]) -> dict[str, Any]:
    return _HOW | how


def surface(
    f: str | Callable[..., Any], /, *, window: Window | None = None, dim: int | None = None, **parameters: float
) -> Surface:
    """Make a surface of your own from a formula or from a Python function.

    ``optviz.surface("sin(3x) y^2 + a x^2", a=0.1)`` reads a formula: + − * / ^, brackets, products without a sign,
    abs, sqrt, exp, log, sin, cos, tan and their relatives, min, max, hypot, if(x < 0, a, b), pi, e; ``q = x + y; q*z``
    names a part. Other letters are parameters, at most four, whose values are given by name. The gradient is exact.
    ``optviz.surface(lambda x, y: x**2 + jnp.sin(y))`` takes a function, written with arithmetic and ``jax.numpy``;
    what else it takes is given by name too.
    ``optviz.surface(lambda x: jnp.sum(x**2), dim=10)`` takes a function of one vector x of shape (dim,), dim ≤ 1000,
    and returns a number: :func:`simulate`, :func:`race` and :func:`sweep` then need a start of as many numbers.

    The part of the plane that is shown is chosen by looking at values of f, or given as ``window``,
    ((x_low, x_high), (y_low, y_high)); so are the starts. ``.minima`` are those that a search has found: there may be
    others. ``.note`` says so, and on which share of the window f is no finite number. Of a function of one or of more
    than two variables no window, start or minimum is looked for.

    Raises ``ValueError`` for a formula that cannot be read, with the place and what may be meant, for a parameter
    without a value, and for a function that is finite nowhere; ``TypeError`` for what is neither text nor function.
    """
    if dim is not None:
        return vector_surface(f, dim, window, parameters)
    if isinstance(f, str):
        return text_surface(f, window, parameters)
    return function_surface(f, window, parameters)


__all__ = [
    "Race",
    "from_optax",
    "learn",
    "matrix_rules",
    "memory",
    "methods",
    "minimize",
    "optimizers",
    "race",
    "rule",
    "simulate",
    "surface",
    "surfaces",
    "sweep",
]

"""What an optimizer is: a start, an update rule that reads like its formula, and its knobs."""

import copy
from typing import TYPE_CHECKING, Any, ClassVar

import jax
import numpy as np

from optviz.core.optimizers.groups import Group
from optviz.core.registry import Domain, Registry, Scalar, check_knobs, knob

State = Any  # a NamedTuple in the formula's letters, or any other pytree

NOT_NEGATIVE = Domain(0.0)
BELOW_ONE = Domain(0.0, 1.0, open_high=True)


class Optimizer:
    """A rule that turns the gradient at one place into the next step.

    A subclass is decorated with ``@OPTIMIZERS.register``; its fields are its knobs, and one outside its domain
    is refused (:func:`optviz.core.registry.check_knobs`). One step is g = ∇f(probe(x, s)),
    (step, s') = update(g, s, x), x' = x + step. Everything is shaped like the parameters x, (d,), and written
    in ``jax.numpy``; a step never raises, non-finite numbers pass through.

    Class attributes:
        key: public name, as in ``optviz.optimizers["adam"]``.
        name: name for the screen.
        latex: the rule in LaTeX, one line each; defaults to the symbolic lines of ``worked``.
        source: who published it, and when.
        convention: one sentence, which of the rule's variants this is.
        group: what menus and the atlas list it under.
        stochastic, momentum, adaptive: which of the lecture's three ideas the rule uses.
        knobs_first: beside its knobs the rule has other numbers, and the knobs are the first of its leaves.
        passing: there may be very many such rules, each with a program of its own: only the last few are kept.
        long_memory: the rule keeps many vectors; it is compiled by itself, not with others.
        worked: (symbolic line, numeric line) pairs in LaTeX. A numeric line holds placeholders
            ``<<name>>``, see :attr:`optviz.core.simulation.run.Run.quantities` for the names.
        derived_names: names of the quantities that :meth:`derived` adds to those.
    """

    key: ClassVar[str]
    name: ClassVar[str]
    latex: ClassVar[tuple[str, ...]] = ()
    source: ClassVar[str]
    convention: ClassVar[str] = ""
    group: ClassVar[Group] = Group.OTHER
    stochastic: ClassVar[bool] = False
    momentum: ClassVar[bool] = False
    adaptive: ClassVar[bool] = False
    long_memory: ClassVar[bool] = False
    knobs_first: ClassVar[bool] = False
    passing: ClassVar[bool] = False
    worked: ClassVar[tuple[tuple[str, str], ...]] = ()
    derived_names: ClassVar[tuple[str, ...]] = ()

    if TYPE_CHECKING:  # what a subclass has as a dataclass: its knobs, by keyword

        def __init__(self, **knobs: Scalar) -> None: ...

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        if "worked" in cls.__dict__ and "latex" not in cls.__dict__:
            cls.latex = tuple(symbols for symbols, _ in cls.worked)

    def __post_init__(self) -> None:
        check_knobs(self)

    def init(self, x: jax.Array) -> State:
        """Return the memory before the first step, for parameters ``x``, (d,)."""
        raise NotImplementedError(f"{type(self).__name__} does not say how it starts")

    def update(self, grad: jax.Array, state: State, x: jax.Array) -> tuple[jax.Array, State]:
        """Return the step, (d,), and the new memory; ``grad``, (d,), was taken at ``probe(x, state)``."""
        raise NotImplementedError(f"{type(self).__name__} has no update rule")

    def probe(self, x: jax.Array, state: State) -> jax.Array:
        """Return the point, (d,), where the gradient is taken: here the current point itself."""
        return x

    def ascend(self, x: jax.Array, grad: jax.Array) -> jax.Array:
        """Return the point, (d,), where the gradient is taken by a rule that needs the one at x, ``grad``, to say so.

        Such a rule, as SAM, overrides this instead of :meth:`probe`, and costs two gradients a step.
        """
        raise NotImplementedError(f"{type(self).__name__} does not say where it takes its gradient")

    def average(self, x: np.ndarray, state: dict[str, np.ndarray]) -> np.ndarray | None:
        """Return the points by which a run is to be judged, (T+1, d), where they are not those of its path ``x``.

        ``state`` is the run's, by letter, (T+1, …) each. None: the path is what counts.
        """
        return None

    def derived(self, before: State, after: State, grad: np.ndarray) -> dict[str, Any]:
        """Return the quantities named in ``derived_names``, for T steps at once.

        ``before`` and ``after`` hold x and the memory around each step, (T, …); ``grad`` is (T, d).
        """
        return {}

    def for_steps(self, steps: int) -> "Optimizer":
        """Return the rule as it runs for this many steps: another one only where it must know how many there are."""
        return self

    def check_size(self, size: int) -> None:
        """Raise ``TypeError``, in a sentence, where the rule cannot act on a vector of this many numbers."""

    def with_rate(self, lr: Any) -> "Optimizer":
        """Return the rule with another η, unchecked: inside a program it is no number yet."""
        turned = copy.copy(self)
        object.__setattr__(turned, "lr", lr)
        return turned

    def with_(self, schedule: str = "constant", **modifiers: float | None) -> "Optimizer":
        """Return the rule with modifiers: ``adam.with_("cosine", warmup=0.1, clip_norm=1.0, decoupled=0.01)``.

        ``schedule``: constant, cosine, steps, exponential, inverse, root, one_cycle, stable_decay or restarts, with
        ``warmup``, ``period``, ``factor``, ``floor`` and ``share``; ``clip_value``, ``clip_norm``; ``l2`` and
        ``decoupled`` weight decay; ``ema`` or ``tail``, of which :attr:`.Run.average` is made; ``noise`` with
        ``noise_decay``. See :class:`.Modifiers` for what they do and in which order. Numbers of steps up to 1 are
        shares of all steps. Raises ``ValueError`` or ``TypeError``, in a sentence, for what there is not.
        """
        from optviz.core.optimizers.modified import with_modifiers  # it stands on this class

        return with_modifiers(self, schedule, **modifiers)

    def named_state(self, state: dict[str, np.ndarray]) -> dict[str, np.ndarray]:
        """Return a run's memory by letter; ``state`` has it by the fields of the memory, (T+1, …) each."""
        return state


OPTIMIZERS: Registry[Optimizer] = Registry("optimizer")


def learning_rate(default: float, help: str = "") -> Any:
    """Declare the knob η ≥ 0; the slider's limit is wide enough to watch gradient descent fly off (η = 1000).

    η = 0 is allowed, as in PyTorch: nothing moves, which a lecture wants to show.
    """
    limits: Any = {"low": 1e-5, "high": 1000.0, "scale": "log", "domain": NOT_NEGATIVE}
    return knob(default, symbol=r"\eta", label="learning rate", help=help, **limits)


def decay(default: float, symbol: str, label: str, help: str = "", domain: Domain = BELOW_ONE) -> Any:
    """Declare a knob that says how much of the past is kept, in [0, 1): a mean that keeps all of it never starts."""
    limits: Any = {"low": 0.0, "high": 0.9999, "scale": "one_minus", "domain": domain}
    return knob(default, symbol=symbol, label=label, help=help, **limits)


def heavy_ball(default: float = 0.9) -> Any:
    """Declare β of a sum of gradients, in [0, 1]: at 1 the ball rolls without friction, beyond it the sum explodes."""
    return decay(default, r"\beta", "momentum", "How much of the last step is kept; 0 is plain GD.", Domain(0.0, 1.0))


def epsilon(default: float, help: str = "Keeps the division finite where the gradient vanishes.") -> Any:
    """Declare the knob ε ≥ 0, the small number next to a root."""
    limits: Any = {"low": 1e-16, "high": 1.0, "scale": "log", "domain": NOT_NEGATIVE}
    return knob(default, symbol=r"\varepsilon", label="epsilon", help=help, **limits)

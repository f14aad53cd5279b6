"""A rule with modifiers around it: an optimizer like any other."""

import functools
from typing import Any, NamedTuple

import jax
import jax.numpy as jnp
import numpy as np

from optviz.core.optimizers.base import Optimizer
from optviz.core.optimizers.modified_lines import QUANTITIES, lines_of, modified_quantities
from optviz.core.optimizers.modifiers import KNOBS, OF_A_SCHEDULE, Modifiers, modifiers_of
from optviz.core.optimizers.schedules import SCHEDULES
from optviz.core.registry import Knob, as_pytree, knobs_of, with_settings


class Clock(NamedTuple):
    """The memory of a rule with modifiers: how many steps it has taken, and the rule's own."""

    clock: jax.Array
    inner: Any


@as_pytree
class Modified(Optimizer):
    """A rule, ``inner``, with modifiers around it. Its knobs are the rule's and those of the modifiers that are on.

    The schedule multiplies the rule's η; a rule that has none, as one of Optax whose numbers are its own, has its step
    multiplied, which is what a schedule at the end of a chain does.
    """

    key = "modified"
    source = "see the rule and its modifiers"

    inner: Optimizer  # type: ignore[assignment]
    modifiers: Modifiers  # type: ignore[assignment]

    def __post_init__(self) -> None:
        taken = {knob.key for knob in knobs_of(self.inner)}
        if both := taken & set(self.modifiers.keys):
            name = sorted(both)[0]
            raise ValueError(f"{self.inner.name} has a knob {name} of its own, so it can have no such modifier")
        for fact in _SAME:
            object.__setattr__(self, fact, getattr(self.inner, fact))

    @functools.cached_property
    def name(self) -> str:  # type: ignore[override]
        """The rule's name and what acts on its steps, for a legend."""
        return ", ".join([self.inner.name, *modifier_words(self)])

    @functools.cached_property
    def own_knobs(self) -> tuple[Knob, ...]:
        """The knobs of the rule and of the modifiers that are on."""
        return (*knobs_of(self.inner), *(KNOBS[key][0] for key in self.modifiers.keys))

    @functools.cached_property
    def worked(self) -> tuple[tuple[str, str], ...]:  # type: ignore[override]
        """The rule's lines, and one for each modifier that is on."""
        return lines_of(self.inner, self.modifiers)

    @property
    def latex(self) -> tuple[str, ...]:  # type: ignore[override]
        """The symbolic lines of ``worked``."""
        return tuple(symbols for symbols, _ in self.worked)

    @property
    def derived_names(self) -> tuple[str, ...]:  # type: ignore[override]
        """What the lines of the modifiers need, and those of the rule."""
        return (*QUANTITIES, *self.inner.derived_names)

    def __getattr__(self, name: str) -> Any:
        # What the rule has, its knobs above all, and what the modifiers have.
        if name.startswith("__") or name in ("inner", "modifiers"):
            raise AttributeError(name)
        for owner in (self.inner, self.modifiers):
            if name in getattr(owner, "__dict__", ()):
                return getattr(owner, name)
        raise AttributeError(f"{type(self).__name__} has no {name!r}")

    def with_values(self, **values: float) -> "Modified":
        """Return the rule with other values of some of its knobs or of its modifiers."""
        own = {key: value for key, value in values.items() if key in self.modifiers.keys}
        rest = {key: value for key, value in values.items() if key not in own}
        inner = with_settings(self.inner, rest) if rest else self.inner
        return Modified(inner, _with_numbers(self.modifiers, own))

    def for_steps(self, steps: int) -> "Modified":
        """Return the rule for T steps; raises ``ValueError`` where the warm-up is longer than that."""
        if self.modifiers.warmup > max(steps, 1):
            raise ValueError(f"a warm-up of {self.modifiers.warmup:g} steps is longer than the run of {steps}")
        if steps == self.modifiers.steps and self.inner.for_steps(steps) is self.inner:
            return self
        return Modified(self.inner.for_steps(steps), self.modifiers.replace(steps=float(steps)))

    def check_size(self, size: int) -> None:
        self.inner.check_size(size)

    def init(self, x: jax.Array) -> Clock:
        return Clock(jnp.zeros((), x.dtype), self.inner.init(x))

    def at(self, t: Any) -> tuple[Optimizer, Any]:
        """Return the rule with the η of step t, and what its step is to be multiplied by."""
        factor = self.modifiers.rate_factor(t)
        rule = with_rate(self.inner, getattr(self.inner, "lr", None), factor)
        return (self.inner, factor) if rule is None else (rule, 1.0)

    def probe(self, x: jax.Array, state: Clock) -> jax.Array:
        return self.at(state.clock)[0].probe(x, state.inner)

    def update(self, grad: jax.Array, state: Clock, x: jax.Array) -> tuple[jax.Array, Clock]:
        rule, scale = self.at(state.clock)
        step, after = rule.update(self.modifiers.on_gradient(grad, x), state.inner, x)
        pull = getattr(rule, "lr", 1.0) * scale * self.modifiers.decoupled
        return scale * step - pull * x, Clock(state.clock + 1, after)

    def average(self, x: np.ndarray, state: dict[str, np.ndarray]) -> np.ndarray | None:
        return self.modifiers.average(x) if self.modifiers.averages else self.inner.average(x, state)

    def named_state(self, state: dict[str, np.ndarray]) -> dict[str, np.ndarray]:
        return self.inner.named_state({name: rows for name, rows in state.items() if name != "clock"})

    def derived(self, before: Any, after: Any, grad: np.ndarray) -> dict[str, Any]:
        return modified_quantities(self.inner, self.modifiers, before, after, grad)


_SAME = ("key", "source", "convention", "stochastic", "momentum", "adaptive", "long_memory", "passing")
_WORDS = {"noise": "noise", "clip_value": "clipped", "clip_norm": "clipped", "l2": "L2", "decoupled": "decay"}


def modifier_words(rule: Optimizer) -> list[str]:
    """Return what tells of the modifiers that act on a rule's steps, for a legend; nothing where there are none."""
    if not isinstance(rule, Modified):
        return []
    modifiers = rule.modifiers
    words = ["warm-up"] * bool(modifiers.warmup)
    words += [SCHEDULES[modifiers.kind].name] * bool(modifiers.schedule)
    return list(dict.fromkeys([*words, *(_WORDS[key] for key in modifiers.keys if key in _WORDS)]))


def with_rate(rule: Optimizer, lr: Any, factor: Any) -> Optimizer | None:
    """Return a rule, inside a program too, with η times ``factor``; None for a rule that has no η among its numbers."""
    if lr is None or rate_place(rule) is None:
        return None
    return rule.with_rate(lr * factor)


def rate_place(rule: Optimizer) -> int | None:
    """Return which of a rule's numbers is its η; None where there is none."""
    mark = object()
    return next((i for i, leaf in enumerate(jax.tree.leaves(rule.with_rate(mark))) if leaf is mark), None)


def _with_numbers(modifiers: Modifiers, values: dict[str, float]) -> Modifiers:
    """Return modifiers with other numbers, checked as new ones are."""
    known = {key: getattr(modifiers, key) for key in modifiers.keys}
    new = modifiers_of(modifiers.kind, **(known | values))
    return new.replace(steps=float(modifiers.steps))


def with_modifiers(rule: Optimizer, schedule: str = "constant", **given: float | None) -> Optimizer:
    """Return ``rule`` with modifiers, see :class:`.Modifiers`; those that it has already stay unless they are given."""
    if not isinstance(rule, Modified):
        return Modified(rule, modifiers_of(schedule, **given))
    old = rule.modifiers
    kind = old.kind if schedule == "constant" else schedule
    stay = {key for key in old.keys if key not in OF_A_SCHEDULE or key in SCHEDULES[kind].knobs}
    return Modified(rule.inner, modifiers_of(kind, **({key: getattr(old, key) for key in stay} | given)))

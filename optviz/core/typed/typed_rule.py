"""A typed update rule as an optimizer: it runs, is mapped and tuned like the built-in ones, and is never compiled."""

import functools
import math
from collections.abc import Mapping
from typing import Any

import jax
import jax.numpy as jnp
import numpy as np

from optviz.core.optimizers.base import Optimizer
from optviz.core.registry import Knob, short_repr, with_leaves
from optviz.core.typed.evaluate import node_values
from optviz.core.typed.latex import name_latex
from optviz.core.typed.rule import Rule
from optviz.core.typed.rule_assembler import assemble_rule
from optviz.core.typed.rule_machine import KNOBS, MAX_STATES, Memory, RuleProgram, probe_of, step_of

RATE = 0.1
DEFAULTS = {"beta": 0.9, "beta1": 0.9, "beta2": 0.999, "rho": 0.9, "gamma": 0.9, "eps": 1e-8, "lambda": 0.01}
"""What a knob is until it is set; a letter that is not here is 1."""

_KEPT = ("beta", "rho", "gamma")
_STEPS = 500
_REACH = 5.0
_UNUSED = (0.0,) * KNOBS


_LEAVES = ("lr", "first", "second", "third", "fourth", "program", "total")


class TypedRule(Optimizer):
    """A typed update rule with values for its knobs: eta, as ``lr``, and those that it declares, by their letters.

    All typed rules share one compiled program for each kind of surface, and those that take the gradient elsewhere than
    at x another one. ``steps``: T, how many steps there will be.
    """

    key = "typed_rule"
    source = "typed"
    knobs_first = True

    lr: Any
    first: Any
    second: Any
    third: Any
    fourth: Any
    program: RuleProgram
    total: Any
    rule: Rule  # known to a person's own, not to those that JAX rebuilds from leaves inside a program

    def __init__(
        self, rule: Rule, values: Mapping[str, float] | None = None, steps: int = _STEPS, name: str = ""
    ) -> None:
        given = {**start_values(rule), **(values or {})}
        _check_values(given, rule)
        letters = {letter: float(given[letter]) for letter in rule.parameters}
        slots = (*letters.values(), *_UNUSED)[:KNOBS]
        facts: dict[str, Any] = dict(zip(("first", "second", "third", "fourth"), slots, strict=True))
        facts |= {"lr": float(given["lr"]), "program": _program(rule), "total": np.array([float(steps)])}
        facts |= {**letters, "rule": rule, "own_knobs": knobs_of_rule(rule, given), "name": name or "Your rule"}
        facts |= {"latex": rule.latex, "worked": tuple(zip(rule.latex, rule.worked, strict=True))}
        facts["derived_names"] = ("t_next", "T", *dict(rule.values))
        for fact, value in facts.items():
            object.__setattr__(self, fact, value)

    def with_values(self, **values: float) -> "TypedRule":
        """Return the rule with other values of some of its knobs."""
        return type(self)(self.rule, {**self.settings, **values}, int(self.total[0]), self.name)

    def for_steps(self, steps: int) -> "TypedRule":
        return type(self)(self.rule, self.settings, steps, self.name)

    @property
    def settings(self) -> dict[str, float]:
        """The values of the knobs, by key."""
        return {"lr": self.lr, **{letter: getattr(self, letter) for letter in self.rule.parameters}}

    def init(self, x: jax.Array) -> Memory:
        return Memory(jnp.zeros(()), jnp.zeros((MAX_STATES, *x.shape)))

    def update(self, grad: jax.Array, state: Memory, x: jax.Array) -> tuple[jax.Array, Memory]:
        step, states = step_of(self.program, self._given(x, grad, state), state.states)
        # A rule without t keeps nothing that changes when it is at rest.
        return step, Memory(state.t + jnp.asarray(self.program.places)[2], states)

    def _given(self, x: jax.Array, grad: jax.Array, state: Memory) -> list[Any]:
        knobs = (self.lr, self.first, self.second, self.third, self.fourth)
        return [x, grad, state.t + 1, jnp.asarray(self.total)[0], *knobs]

    def named_state(self, state: dict[str, np.ndarray]) -> dict[str, np.ndarray]:
        letters = enumerate(self.rule.states)
        return {
            name: state["states"][:, i, 0] if name in self.rule.scalars else state["states"][:, i]
            for i, name in letters
        }

    def derived(self, before: Any, after: Any, grad: np.ndarray) -> dict[str, Any]:
        count = np.arange(1.0, len(grad) + 1)
        total = np.full(len(grad), float(self.total[0]))
        values = {"x": before.x, "g": grad, "t": count[:, None], "T": total[:, None], "eta": self.lr, **self.settings}
        for name in self.rule.states:
            rows = getattr(before, name)
            values[name] = rows[:, None] if rows.ndim == 1 else rows
        nodes = node_values(self.rule.tape, values, ())
        made = {name: _rows(nodes[i], len(grad)) for name, i in self.rule.values}
        return {"t_next": count, "T": total, **made}

    def __eq__(self, other: object) -> bool:
        return isinstance(other, TypedRule) and self._told() == other._told()

    def __hash__(self) -> int:
        return hash(self._told())

    def _told(self) -> tuple:
        return self.rule.text, tuple(self.settings.items()), self.name


def _rows(values: np.ndarray, count: int) -> np.ndarray:
    """Return a value of each step: (T, d), or (T,) where it is one number."""
    if values.ndim == 0:
        return np.full(count, float(values))
    return values[:, 0] if values.shape[-1] == 1 else values


@with_leaves(_LEAVES)
class PlainRule(TypedRule):
    """A typed rule that takes its gradient at x."""


@with_leaves(_LEAVES)
class ProbingRule(TypedRule):
    """A typed rule that takes its gradient elsewhere, as NAG does: g = grad(x − eta*beta*m)."""

    def probe(self, x: jax.Array, state: Memory) -> jax.Array:
        return probe_of(self.program, self._given(x, jnp.zeros_like(x), state), state.states)


def rule_of(rule: Rule, values: Mapping[str, float] | None = None, name: str = "") -> TypedRule:
    """Return the optimizer of a rule, with ``values`` for ``lr`` and its letters, others at their defaults.

    Raises ``ValueError``, in a sentence, for a value that is not finite or of a knob that there is not.
    """
    kind = PlainRule if rule.probe is None else ProbingRule
    return kind(rule, values, name=name)


@functools.lru_cache(maxsize=256)
def _program(rule: Rule) -> RuleProgram:
    return assemble_rule(rule.tape, rule.outputs, rule.probe, rule.parameters)


def start_values(rule: Rule) -> dict[str, float]:
    """Return what the knobs of a rule are until they are set."""
    return {"lr": RATE, **{letter: DEFAULTS.get(letter, 1.0) for letter in rule.parameters}}


def _check_values(values: Mapping[str, float], rule: Rule) -> None:
    for key, value in values.items():
        if key != "lr" and key not in rule.parameters:
            known = ", ".join(("lr", *rule.parameters))
            raise ValueError(f"the rule has no knob {short_repr(key)}; it has {known}")
        if isinstance(value, bool) or not math.isfinite(value):
            raise ValueError(f"{key} is a finite number, not {short_repr(value)}")


def knobs_of_rule(rule: Rule, values: Mapping[str, float]) -> tuple[Knob, ...]:
    """Return the knobs of a rule with their sliders: those of the lecture's rules for letters that these have."""
    first = start_values(rule)
    knobs = [Knob("lr", r"\eta", "learning rate", first["lr"], 1e-5, 1000.0, "log")]
    for letter in rule.parameters:
        knobs.append(_knob(letter, first[letter], float(values[letter])))
    return tuple(knobs)


def _knob(letter: str, default: float, value: float) -> Knob:
    symbol, label = name_latex(letter), f"knob {letter}"
    stem = letter.rstrip("0123456789")
    if stem in _KEPT and 0 <= value < 1:
        return Knob(letter, symbol, label, default, 0.0, 0.9999, "one_minus")
    if stem == "eps" and value > 0:
        return Knob(letter, symbol, label, default, 1e-16, 1.0, "log")
    reach = _REACH * 2.0 ** max(0, math.ceil(math.log2(abs(value) / _REACH))) if value else _REACH
    return Knob(letter, symbol, label, default, -reach, reach)

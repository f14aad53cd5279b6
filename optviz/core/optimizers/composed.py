"""The ladder from gradient descent to Adam: one rule whose ideas are switched on one at a time."""

from typing import Any, NamedTuple

import jax
import jax.numpy as jnp
import numpy as np

from optviz.core.optimizers.base import OPTIMIZERS, Optimizer, decay, epsilon, learning_rate
from optviz.core.registry import Scalar, as_pytree, knobs_of


class Memory(NamedTuple):
    """What a rule on the ladder remembers: m gradients, s squared gradients, u squared steps, (d,) each; t steps."""

    m: jax.Array
    s: jax.Array
    u: jax.Array
    t: jax.Array


@as_pytree
class Ablation(Optimizer):
    """Any rule from gradient descent to Adam, by switches that are 0 (off) or 1 (on).

    x ← x − η m̂/(√ŝ + ε), where the switches say what m̂, ŝ and the root are:

    - ``adaptive``: divide by the root at all; off, the rule is gradient descent.
    - ``each``: s counts the squares of each coordinate, (∇f)²; off, ‖∇f‖² for all of them.
    - ``forget``: s ← ρ s + (1−ρ)(∇f)², a mean that forgets; off, s ← s + (∇f)², a sum that does not.
    - ``units``: √(u + ε) times η takes the place of η, u ← ρ u + (1−ρ) Δ² the mean of squared steps (Zeiler, 2012).
    - ``momentum``: m ← β m + (1−β) ∇f; off, m is ∇f itself.
    - ``correct``: m̂ = m/(1−βᵗ) and ŝ = s/(1−ρᵗ) undo the start of both means at 0; off, m̂ = m and ŝ = s.
    - ``inside``: √(ŝ + ε) takes the place of √ŝ + ε.

    The combinations that have a name are in :data:`ABLATIONS`, and compute what the registered rules compute, to the
    last digit.
    It is no entry of the registry. One compiled program serves every combination. Sources: those of the rules.
    """

    key = "ladder"
    name = "Ladder"
    source = "Kingma and Ba (2015), Adam: A method for stochastic optimization, and the rules it builds on"
    derived_names = ("rate", "m_hat", "s_hat")

    lr: Scalar = learning_rate(0.1)
    beta: Scalar = decay(0.9, r"\beta_1", "momentum")
    rho: Scalar = decay(0.9, r"\rho", "decay")
    eps: Scalar = epsilon(1e-8)
    adaptive: Scalar = 0.0  # type: ignore[assignment]
    each: Scalar = 0.0
    forget: Scalar = 0.0
    units: Scalar = 0.0
    momentum: Scalar = 0.0  # type: ignore[assignment]
    correct: Scalar = 0.0
    inside: Scalar = 0.0

    def init(self, x: jax.Array) -> Memory:
        zero = jnp.zeros_like(x)
        return Memory(m=zero, s=zero, u=zero, t=jnp.zeros((), x.dtype))

    def update(self, grad: jax.Array, state: Memory, x: jax.Array) -> tuple[jax.Array, Memory]:
        def on(switch: Scalar, yes: Any, no: Any) -> jax.Array:
            return jnp.where(switch > 0, yes, no)

        t = state.t + 1
        m = on(self.momentum, self.beta * state.m + (1 - self.beta) * grad, grad)
        squares = on(self.each, grad**2, jnp.sum(grad**2))
        s = on(self.forget, self.rho * state.s + (1 - self.rho) * squares, state.s + squares)
        m_hat = m / on(self.correct * self.momentum, 1 - self.beta**t, 1.0)
        s_hat = s / on(self.correct * self.forget, 1 - self.rho**t, 1.0)

        def over_root(top: Scalar) -> jax.Array:
            # Each case divides by itself: XLA makes a/√b a product with 1/√b, and the rules' digits hang on it.
            inside, outside = top / jnp.sqrt(s_hat + self.eps), top / (jnp.sqrt(s_hat) + self.eps)
            return on(self.adaptive, on(self.inside, inside, outside), top)

        # Written as each rule writes it: η/√s·∇f and η·m̂/√s differ in their last digit.
        plain = -over_root(self.lr) * m_hat
        averaged = -over_root(self.lr * m_hat)
        delta = -over_root(jnp.sqrt(state.u + self.eps)) * m_hat
        u = self.rho * state.u + (1 - self.rho) * delta**2
        step = on(self.units, self.lr * delta, on(self.momentum + self.correct, averaged, plain))
        return step, Memory(m, s, u, t)

    def derived(self, before: Any, after: Any, grad: np.ndarray) -> dict[str, Any]:
        """Add ``m_hat``, ``s_hat`` and ``rate``, (T, d) each: the rule's own learning rate of each coordinate."""
        t = after.t[:, None]
        m_hat = after.m / (1 - self.beta**t) if self.correct and self.momentum else after.m
        s_hat = after.s / (1 - self.rho**t) if self.correct and self.forget else after.s
        root = np.sqrt(s_hat + self.eps) if self.inside else np.sqrt(s_hat) + self.eps
        if not self.adaptive:
            root = np.ones_like(root)
        scale = np.sqrt(before.u + self.eps) if self.units else 1.0
        return {"rate": self.lr * scale / root, "m_hat": m_hat, "s_hat": s_hat}


ABLATIONS: dict[str, tuple[str, ...]] = {
    "gd": (),
    "adagrad_norm": ("adaptive", "inside"),
    "adagrad": ("adaptive", "each"),
    "rmsprop": ("adaptive", "each", "forget"),
    "adadelta": ("adaptive", "each", "forget", "units", "inside"),
    "adam": ("adaptive", "each", "forget", "momentum", "correct"),
}
"""The switches of each rule that has a name, in the order of the ladder; for Adam, ρ is its β₂ and β its β₁."""


_SWITCHES = ("adaptive", "each", "forget", "units", "momentum", "correct", "inside")


def ablation(key: str, /, **changes: float | bool) -> Ablation:
    """Return the named rule as a :class:`Ablation`; ``changes`` are its numbers (lr, beta, rho, eps) and switches.

    ``rung("rmsprop", lr=0.1, inside=True)`` is RMSprop with ε inside the root. Raises ``KeyError`` for an unknown
    rule, ``TypeError`` for an unknown number or switch.
    """
    values = dict.fromkeys(ABLATIONS[key], 1.0)
    return Ablation(**(values | {name: float(value) for name, value in changes.items()}))


def registered(rule: Ablation) -> Optimizer:
    """Return the entry of the registry that computes what this combination does; ``ValueError`` if it has no name."""
    on = {name for name in _SWITCHES if getattr(rule, name)}
    key = next((key for key, switches in ABLATIONS.items() if set(switches) == on), None)
    if key is None:
        raise ValueError("this combination has no name of its own, so there is no program of it")
    kind = OPTIMIZERS[key]
    numbers = {"lr": rule.lr, "eps": rule.eps}
    numbers |= {"beta1": rule.beta, "beta2": rule.rho} if key == "adam" else {"rho": rule.rho}
    return kind(**{knob.key: float(numbers[knob.key]) for knob in knobs_of(kind)})


def epsilon_gap(s: np.ndarray | float, eps: float) -> np.ndarray:
    """Return how many times longer a step is with ε outside the root than inside: √(s + ε)/(√s + ε).

    ``s`` is the accumulator, 0 or more, of any shape. Between 1/√ε, its limit on flat ground (s = 0), and
    1/√(1 + ε), at s = 1; it is 1 where √s = (1 − ε)/2.
    """
    root = np.sqrt(s)
    return np.sqrt(s + np.float64(eps)) / (root + eps)


def steady_slope(factor: float, eps: float) -> float:
    """Return the slope |g| at which :func:`epsilon_gap` is ``factor``, once s has settled at g².

    From √(g² + ε) = F (g + ε): (F² − 1) g² + 2 F² ε g + F² ε² − ε = 0. Raises ``ValueError`` for a factor that no
    slope below ½ has: it must lie above 1 and below 1/√ε.
    """
    if not 1 < factor < 1 / np.sqrt(eps):
        raise ValueError(f"the factor lies between 1 and 1/√ε = {1 / np.sqrt(eps):.4g}, not at {factor}")
    square = factor**2
    a, b, c = square - 1, 2 * square * eps, square * eps**2 - eps
    return float((-b + np.sqrt(b * b - 4 * a * c)) / (2 * a))

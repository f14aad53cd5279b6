"""A linear associative memory: a matrix W that is to answer each key with its value, some pairs far rarer than others.

The setting is that of Wang et al. (2025), Muon outperforms Adam in tail-end associative memory learning
(arXiv:2509.26030), with a squared error: L(W) = Σ p_i ‖W k_i − v_i‖².
"""

import dataclasses
import functools
from collections.abc import Callable
from typing import Any

import cachetools
import jax
import jax.numpy as jnp
import numpy as np

from optviz.core.aot import ahead
from optviz.core.compiled.rule_switch import Switch, alone
from optviz.core.matrices.rules import MatrixRule
from optviz.core.optimizers import Modified, Optimizer

SIDE = 8
"""Rows and columns of W, and the number of pairs."""

MAX_STEPS = 200


@dataclasses.dataclass(frozen=True, eq=False)
class Memory:
    """Pairs to remember: ``keys`` and ``values``, (8, n), a pair a column, and ``share`` (n,), how often each comes."""

    keys: np.ndarray
    values: np.ndarray
    share: np.ndarray

    @property
    def target(self) -> np.ndarray:
        """The W, (8, 8), of least norm that answers every key with its value: V K⁺."""
        return self.values @ np.linalg.pinv(self.keys)

    def error(self, w: np.ndarray) -> np.ndarray:
        """Return ‖W k_i − v_i‖² of each pair, (…, n), for weights (…, 8, 8)."""
        return ((w @ self.keys - self.values) ** 2).sum(axis=-2)

    def gradient(self, w: np.ndarray) -> np.ndarray:
        """Return ∇L = 2 Σ p_i (W k_i − v_i) k_iᵀ, (…, 8, 8), for weights (…, 8, 8)."""
        return 2 * ((w @ self.keys - self.values) * self.share) @ self.keys.T


def memory(exponent: float = 1.0, embedding: str = "random", seed: int = 0) -> Memory:
    """Return eight pairs whose shares go by Zipf's law, p_i ∝ i^−exponent; keys are orthonormal, and so are values.

    ``embedding``: "random" turns keys and values each by a random rotation; with "one_hot" pair i has coordinate i.
    """
    share = np.arange(1.0, SIDE + 1) ** -exponent
    keys = values = np.eye(SIDE)
    if embedding == "random":
        rng = np.random.default_rng(seed)
        keys, values = (np.linalg.qr(rng.standard_normal((SIDE, SIDE)))[0] for _ in range(2))
    return Memory(keys, values, share / share.sum())


@dataclasses.dataclass(frozen=True, eq=False)
class MemoryRun:
    """How a rule learns a memory from W = 0, NumPy float64: ``weights`` (T+1, 8, 8); a diverged run is not cut.

    ``error`` (T+1, 8): of each pair; ``grad`` and ``step`` (T, 8, 8): before and of each step.
    """

    memory: Memory
    weights: np.ndarray

    @functools.cached_property
    def error(self) -> np.ndarray:
        with np.errstate(all="ignore"):
            return self.memory.error(self.weights)

    @functools.cached_property
    def grad(self) -> np.ndarray:
        with np.errstate(all="ignore"):
            return self.memory.gradient(self.weights[:-1])

    @functools.cached_property
    def step(self) -> np.ndarray:
        with np.errstate(all="ignore"):
            return np.diff(self.weights, axis=0)

    def steps_to(self, error: float) -> np.ndarray:
        """Return after how many steps each pair's error first is below ``error``, (n,); NaN for never."""
        below = np.less(self.error, error)
        return np.where(below.any(axis=0), below.argmax(axis=0), np.nan)


def learn(task: Memory, rule: Optimizer, steps: int = 180) -> MemoryRun:
    """Take steps of a rule, for vectors or for matrices, from W = 0; it may have modifiers.

    Raises ``ValueError`` for fewer than 1 or more than MAX_STEPS steps, and for a warm-up longer than them.
    """
    if not 1 <= steps <= MAX_STEPS:
        raise ValueError(f"a memory is learned in 1 to {MAX_STEPS} steps, not {steps}")
    racer = alone(_on_memory(rule.for_steps(steps)), SIDE * SIDE)
    knobs = np.array(racer.numbers[1:])
    rows = _program(racer.switch)(knobs, task.keys, task.values, task.share, np.int32(steps))
    return MemoryRun(task, np.asarray(rows)[: steps + 1].reshape(-1, SIDE, SIDE))


def _on_memory(rule: Optimizer) -> Optimizer:
    if isinstance(rule, Modified):
        return Modified(_on_memory(rule.inner), rule.modifiers)
    return rule.on((SIDE, SIDE)) if isinstance(rule, MatrixRule) else rule


def singular_values(matrices: np.ndarray) -> np.ndarray:
    """Return the singular values, largest first, (…, k), of matrices (…, m, n); NaN where one is not finite."""
    finite = np.asarray(np.isfinite(matrices).all(axis=(-2, -1)))
    values = np.linalg.svd(np.where(finite[..., None, None], matrices, 0.0), compute_uv=False)
    return np.where(finite[..., None], values, np.nan)


@cachetools.cached(cachetools.LRUCache(8))
def _program(switch: Switch) -> Callable[..., Any]:
    """Return the compiled walk: W before each of up to MAX_STEPS steps and after the last, (MAX_STEPS + 1, 64)."""

    def walk(knobs, keys, values, share, steps):
        place = jnp.zeros((), jnp.int32)

        def slope(w: jax.Array) -> jax.Array:
            return jnp.ravel(2 * ((w.reshape(SIDE, SIDE) @ keys - values) * share) @ keys.T)

        def step(t: jax.Array, carry: tuple) -> tuple:
            rows, w, state = carry
            move, state = switch.update(place, knobs, slope(switch.probe(place, knobs, state, w, slope)), state, w)
            return rows.at[t + 1].set(w + move), w + move, state

        start = jnp.zeros(SIDE * SIDE)
        rows = jnp.zeros((MAX_STEPS + 1, SIDE * SIDE))
        return jax.lax.fori_loop(0, steps, step, (rows, start, switch.init(place, knobs, start)))[0]

    return ahead(walk)

"""Maps of the convergence rate over η × β: from theory, and measured on a real run in every cell."""

import functools

import jax
import jax.numpy as jnp
import numpy as np

from optviz.core.aot import Ahead, ahead
from optviz.core.compiled.once import once
from optviz.core.optimizers import OPTIMIZERS, Optimizer, State
from optviz.core.quadratic.rates import Rule, rate

BLOCK = 10
"""Steps whose squared distances are added up into one measurement."""
MAX_STEPS = 2000


def rate_map(rule: Rule, lrs: np.ndarray, betas: np.ndarray, low: float, high: float) -> np.ndarray:
    """Return the exact rate for each β (rows) and η (columns), (len(betas), len(lrs)); ``low``, ``high`` as below."""
    return rate(rule, np.asarray(lrs)[None, :], np.asarray(betas)[:, None], (low, high))


def measured_map(
    rule: Rule, lrs: np.ndarray, betas: np.ndarray, low: float, high: float, steps: int = 500
) -> np.ndarray:
    """Return the rate measured on a run of ``steps`` steps in each cell, (len(betas), len(lrs)).

    ``low`` and ``high`` are the Hessian's smallest and largest eigenvalue. Each run starts at (1, 1) in
    eigen-coordinates, so both directions take part, and is the rule's own code. Over blocks of 10 steps the squared
    distances to the minimum are added up, so that a swing through the minimum leaves no gap; through the logarithm
    of these sums over the second half of the run goes the least-squares line, and its slope is the logarithm of
    the rate. The rule is linear there, so after each block a run is scaled by a power of two, which rounds
    nothing, and never overflows or vanishes.
    Raises ``ValueError`` for steps that are not whole blocks of 10 from 40 to 2000.
    """
    if steps % BLOCK or not 4 * BLOCK <= steps <= MAX_STEPS:
        raise ValueError(f"steps are a multiple of {BLOCK} from {4 * BLOCK} to {MAX_STEPS}, not {steps}")
    weights = _weights(steps // BLOCK)
    eigenvalues = np.array([low, high], dtype=float)
    lrs, betas = np.asarray(lrs, dtype=float), np.asarray(betas, dtype=float)
    return np.asarray(_program(rule)(lrs, betas, eigenvalues, weights, steps // BLOCK))


@functools.cache
def _weights(blocks: int) -> np.ndarray:
    """Return what each block weighs in the slope of the least-squares line per step, (MAX_STEPS/BLOCK,)."""
    weights = np.zeros(MAX_STEPS // BLOCK)
    first = blocks // 2
    middle = np.arange(first, blocks) - (first + blocks - 1) / 2
    weights[first:blocks] = middle / (middle @ middle) / BLOCK
    return weights


@once
def _program(rule: Rule) -> Ahead:
    return ahead(functools.partial(_slopes, rule))


def _slopes(
    rule: Rule, lrs: jax.Array, betas: jax.Array, eigenvalues: jax.Array, weights: jax.Array, blocks: int
) -> jax.Array:
    knobs = {"lr": lrs[None, :], "beta": betas[:, None]}
    optimizer = OPTIMIZERS[rule](**knobs)

    def step(_: jax.Array, carry: tuple) -> tuple:
        directions, energy = carry
        directions = [_after(optimizer, e, *d) for e, d in zip(eigenvalues, directions, strict=True)]
        return directions, energy + sum(x * x for x, _ in directions)

    def block(i: jax.Array, carry: tuple) -> tuple:
        directions, scale, slope, _ = carry
        # A loop, not ten copies: XLA would work the copies out anew for each array that leaves the block.
        directions, energy = jax.lax.fori_loop(0, BLOCK, step, (directions, jnp.zeros_like(scale)))
        alive = energy > 0
        slope = slope + weights[i] * (jnp.log(jnp.where(alive, energy, 1.0)) / 2 + scale * jnp.log(2.0))
        size, shrink = _half_exponent(energy)
        return jax.tree.map(lambda a: a * shrink, directions), scale + size, slope, alive

    x = jnp.ones((betas.shape[0], lrs.shape[0]))
    start = ([(x, optimizer.init(x))] * 2, 0 * x, 0 * x, x > 0)
    _, _, slope, alive = jax.lax.fori_loop(0, blocks, block, start)
    return jnp.where(alive, jnp.exp(slope), 0.0)


def _half_exponent(energy: jax.Array) -> tuple[jax.Array, jax.Array]:
    """Return k and 2^{−k} for an energy near 4^k, from its bits: frexp and ldexp would take half as long again."""
    k = ((jax.lax.bitcast_convert_type(energy, jnp.int64) >> 52) - 1023) >> 1
    return k, jax.lax.bitcast_convert_type((1023 - k) << 52, jnp.float64)


def _after(optimizer: Optimizer, curvature: jax.Array, x: jax.Array, state: State) -> tuple[jax.Array, State]:
    """Return a direction's coordinate and memory after one step of the rule, in every cell at once."""
    step, state = optimizer.update(curvature * optimizer.probe(x, state), state, x)
    return x + step, state

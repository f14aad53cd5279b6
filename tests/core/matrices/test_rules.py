"""Rules for matrices against NumPy written from their papers, Optax's own loop, SciPy's matrix powers, closed forms."""

from typing import Any

import jax
import jax.numpy as jnp
import numpy as np
import optax
import pytest
from scipy.linalg import fractional_matrix_power

from optviz.core.matrices.layered import Layered
from optviz.core.matrices.rules import MATRIX_RULES, MatrixRule
from tools.matrix_steps import gradients

STEPS = 25  # of gradients()
SHAPES = ((5, 3), (3, 6), (4, 4), (6,))
each_shape = pytest.mark.parametrize("shape", SHAPES, ids=str)


def steps_of(rule: Any, grads: np.ndarray) -> np.ndarray:
    """The steps that a rule takes on these gradients."""
    x = jnp.zeros(grads.shape[1:])

    def step(state: Any, grad: jax.Array) -> tuple[Any, jax.Array]:
        moved, after = rule.update(grad, state, x)
        return after, moved

    return np.asarray(jax.jit(lambda rows: jax.lax.scan(step, rule.init(x), rows)[1])(grads))


def adam(grads, lr, b1, b2, eps, ahead=False):
    """Kingma and Ba (2015), algorithm 1; ``ahead``: with Nesterov's momentum, as Dozat (2016) has it."""
    m = v = np.zeros(grads.shape[1:])
    steps = []
    for t, g in enumerate(grads, 1):
        m, v = b1 * m + (1 - b1) * g, b2 * v + (1 - b2) * g**2
        mean = b1 * m / (1 - b1 ** (t + 1)) + (1 - b1) * g / (1 - b1**t) if ahead else m / (1 - b1**t)
        steps.append(-lr * mean / (np.sqrt(v / (1 - b2**t)) + eps))
    return np.array(steps)


def muon(grads, lr, beta, corrected=True):
    """Jordan et al. (2024): Nesterov's momentum, then five Newton–Schulz steps; the mean's start corrected, or not."""
    if grads.ndim == 2:
        return adam(grads, lr, 0.9, 0.999, 1e-8, ahead=True)
    m, steps = np.zeros(grads.shape[1:]), []
    for t, g in enumerate(grads, 1):
        m = beta * m + (1 - beta) * g
        starts = (1 - beta ** (t + 1), 1 - beta**t) if corrected else (1.0, 1.0)
        x = beta * m / starts[0] + (1 - beta) * g / starts[1]
        x = x / (np.linalg.norm(x) + 1e-8)
        for _ in range(5):
            a = x @ x.T
            x = 3.4445 * x + (-4.7750 * a + 2.0315 * a @ a) @ x
        steps.append(-lr * np.sqrt(max(1, g.shape[1] / g.shape[0])) * x)
    return np.array(steps)


def shampoo(grads, lr, eps):
    """Gupta, Koren and Singer (2018), algorithm 1; of order 1 for a vector."""
    steps = []
    if grads.ndim == 2:
        H = eps * np.eye(grads.shape[1])
        for g in grads:
            H = H + np.outer(g, g)
            steps.append(-lr * fractional_matrix_power(H, -0.5) @ g)
        return np.array(steps)
    L, R = (eps * np.eye(side) for side in grads.shape[1:])
    for g in grads:
        L, R = L + g @ g.T, R + g.T @ g
        steps.append(-lr * fractional_matrix_power(L, -0.25) @ g @ fractional_matrix_power(R, -0.25))
    return np.array(steps)


def untied(matrix):
    """Where eigenvalues are equal the axes decide: the one thing that the paper leaves open."""
    return matrix + np.diag(1e-9 * np.trace(matrix) / np.arange(1, len(matrix) + 1))


def soap(grads, lr, beta1, beta2, eps, every, ordered=False):
    """Vyas et al. (2024), algorithms 3 and 4; the first gradient sets the eigenvectors alone.

    ``ordered``: before each power iteration the eigenvectors are put in order, as in the authors' code.
    """
    if grads.ndim == 2:
        return adam(grads, lr, beta1, beta2, eps)
    g = grads[0]
    L, R = (1 - beta2) * g @ g.T, (1 - beta2) * g.T @ g
    QL, QR = (np.linalg.eigh(untied(each))[1][:, ::-1] for each in (L, R))
    M = V = np.zeros_like(g)
    steps = [0 * g]
    for t, g in enumerate(grads[1:], 1):
        rotated = QL.T @ g @ QR
        M = beta1 * M + (1 - beta1) * g
        V = beta2 * V + (1 - beta2) * rotated * rotated
        N = (QL.T @ M @ QR) / (1 - beta1**t) / (np.sqrt(V / (1 - beta2**t)) + eps)
        steps.append(-lr * QL @ N @ QR.T)
        L, R = beta2 * L + (1 - beta2) * g @ g.T, beta2 * R + (1 - beta2) * g.T @ g
        if t % every == 0:
            if ordered:
                left, right = (np.argsort(-np.diag(Q.T @ P @ Q)) for P, Q in ((L, QL), (R, QR)))
                QL, QR, V = QL[:, left], QR[:, right], V[left][:, right]
            QL, QR = np.linalg.qr(untied(L) @ QL)[0], np.linalg.qr(untied(R) @ QR)[0]
    return np.array(steps)


PAPERS = {
    "muon": (muon, {"lr": 0.02, "beta": 0.9}),
    "shampoo": (shampoo, {"lr": 0.3, "eps": 1e-3}),
    "soap": (soap, {"lr": 0.02, "beta1": 0.9, "beta2": 0.95, "eps": 1e-4, "every": 4.0}),
}


def test_every_rule_has_its_paper() -> None:
    assert set(PAPERS) == set(MATRIX_RULES)


@each_shape
@pytest.mark.parametrize("key", PAPERS)
def test_a_rule_is_its_papers_algorithm(key: str, shape: tuple[int, ...]) -> None:
    paper, knobs = PAPERS[key]
    grads = gradients(shape)
    ours, theirs = steps_of(MATRIX_RULES[key](**knobs), grads), paper(grads, **knobs)
    np.testing.assert_allclose(ours, theirs, rtol=1e-7, atol=1e-10)


def test_muon_is_optaxs_own_loop_on_matrices_and_on_biases() -> None:
    shapes = {"W": (3, 6), "b": (6,), "V": (6, 2)}
    grads = {key: gradients(shape, seed=k) for k, (key, shape) in enumerate(shapes.items())}
    transform: Any = optax.contrib.muon(0.03, beta=0.8)
    state = transform.init({key: jnp.zeros(shape) for key, shape in shapes.items()})
    update = jax.jit(transform.update)
    rule = MATRIX_RULES["muon"](lr=0.03, beta=0.8)
    ours = {key: steps_of(rule, value) for key, value in grads.items()}
    for t in range(8):
        now = {key: jnp.asarray(value[t]) for key, value in grads.items()}
        steps, state = update(now, state, now)
        for key in shapes:
            np.testing.assert_allclose(ours[key][t], steps[key], rtol=1e-10, atol=1e-13)


@pytest.mark.parametrize("shape", SHAPES[:3], ids=str)
def test_muons_first_step_is_nearly_the_polar_factor(shape: tuple[int, int]) -> None:
    (grad,) = gradients(shape, 1)
    u, s, vt = np.linalg.svd(grad, full_matrices=False)
    assert s.max() / s.min() > 1.5, "the gradient itself has no equal singular values"
    (step,) = steps_of(MATRIX_RULES["muon"](lr=1.0), grad[None])
    turned = -u.T @ step @ vt.T / np.sqrt(max(1, shape[1] / shape[0]))
    np.testing.assert_allclose(turned, np.diag(np.diag(turned)), atol=1e-9)
    assert ((np.diag(turned) > 0.65) & (np.diag(turned) < 1.25)).all(), "the same singular vectors, values about 1"


@pytest.mark.parametrize("shape", SHAPES[:3], ids=str)
def test_shampoos_first_step_without_epsilon_is_the_polar_factor(shape: tuple[int, int]) -> None:
    (grad,) = gradients(shape, 1)
    u, _, vt = np.linalg.svd(grad, full_matrices=False)
    (step,) = steps_of(MATRIX_RULES["shampoo"](lr=1.0, eps=1e-12), grad[None])
    np.testing.assert_allclose(step, -u @ vt, atol=1e-5)


@pytest.mark.parametrize("shape", SHAPES[:3], ids=str)
def test_soaps_step_on_the_same_gradient_again_is_the_polar_factor(shape: tuple[int, int]) -> None:
    (grad,) = gradients(shape, 1)
    u, _, vt = np.linalg.svd(grad, full_matrices=False)
    first, second = steps_of(MATRIX_RULES["soap"](lr=1.0, eps=1e-5), np.stack([grad, grad]))
    assert (first == 0).all()
    np.testing.assert_allclose(second, -u @ vt, atol=1e-3)


@pytest.mark.parametrize("key", MATRIX_RULES)
def test_turning_the_gradients_turns_the_steps(key: str) -> None:
    """What no rule that acts on single coordinates can do."""
    grads, rng = gradients((4, 4)), np.random.default_rng(1)
    left, right = (np.linalg.qr(rng.standard_normal((4, 4)))[0] for _ in range(2))
    rule = MATRIX_RULES[key]()
    np.testing.assert_allclose(
        left @ steps_of(rule, grads) @ right, steps_of(rule, left @ grads @ right), rtol=1e-5, atol=1e-7
    )


@pytest.mark.parametrize("key", MATRIX_RULES)
def test_on_one_padded_vector_each_block_goes_as_if_alone(key: str) -> None:
    rule: MatrixRule = MATRIX_RULES[key]()
    inner, bias = gradients((3, 2)), gradients((2,))
    padded = np.zeros((STEPS, 5, 4))
    padded[:, :3, :2] = inner
    there = np.concatenate([padded.reshape(STEPS, -1), bias, np.ones((STEPS, 9))], axis=1)
    sides = np.array([[3.0, 2.0], [2.0, 2.0], [0.0, 0.0]])
    steps = steps_of(Layered(rule, ((5, 4), (2,), (3, 3)), sides), there)
    np.testing.assert_allclose(steps[:, :20].reshape(-1, 5, 4)[:, :3, :2], steps_of(rule, inner), rtol=1e-5, atol=1e-7)
    np.testing.assert_allclose(steps[:, 20:22], steps_of(rule, bias), rtol=1e-12)
    assert (steps[:, 22:] == 0).all(), "a block that is not there stands still"

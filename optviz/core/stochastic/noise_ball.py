"""The noise ball: with a constant learning rate SGD does not stop at the minimum, it keeps moving around it."""

import math

import numpy as np

from optviz.core.stochastic.batches import Sampling
from optviz.core.stochastic.descent import descend
from optviz.core.stochastic.regression import Regression

_WARM_UP = 10


def spread(problem: Regression, lr: float, batch: int) -> np.ndarray | None:
    """Return the covariance Σ of θ − θ*, (2, 2), in which SGD with a constant η ends; None where it has none.

    For the line, and for independent batches of B different examples out of n, this is exact: with
    H_i = (x_i, 1)(x_i, 1)ᵀ, g_i = ∇L_i(θ*) and f = (n − B) / (B (n − 1)),

        Σ = (I − ηH) Σ (I − ηH) + η² f · mean[(H_i − H) Σ (H_i − H)] + η² f · mean[g_i g_iᵀ].

    Without the middle term, the noise that depends on θ, this is the discrete Lyapunov equation of Mandt, Hoffman and
    Blei (2017), Stochastic gradient descent as approximate Bayesian inference. There is no such Σ where the line's
    minimum is a whole valley, or where η is too large for the mean square to stay finite.
    Raises ``ValueError`` for the logistic curve, a learning rate not above 0 or a batch size below 1.
    """
    if problem.model != "line":
        raise ValueError("the noise ball is worked out for the line only")
    if not lr > 0 or batch < 1:
        raise ValueError(f"η is above 0 and B at least 1, not {lr} and {batch}")
    if problem.shape != "bowl":
        return None
    share = _share(problem.n, batch)
    design = np.stack([problem.data.x, np.ones(problem.n)], axis=1)
    each = np.einsum("ni,nj->nij", design, design)
    mean, off = problem.curvature, each - problem.curvature
    shrink = np.eye(2) - lr * mean
    # As matrices acting on the four entries of Σ: A Σ Aᵀ is (A ⊗ A) vec Σ.
    step = np.kron(shrink, shrink)
    step += lr**2 * share * np.einsum("nij,nkl->ikjl", off, off).reshape(4, 4) / problem.n
    if np.abs(np.linalg.eigvals(step)).max() >= 1:
        return None
    noise = lr**2 * share * _scatter(problem)
    return np.linalg.solve(np.eye(4) - step, noise.reshape(4)).reshape(2, 2)


def radius(problem: Regression, lr: float, batch: int) -> float:
    """Return √(tr Σ), the root mean square of ‖θ − θ*‖ in the long run; ∞ where :func:`spread` finds none."""
    covariance = spread(problem, lr, batch)
    return math.inf if covariance is None else math.sqrt(max(float(np.trace(covariance)), 0.0))


def rule_of_thumb(problem: Regression, lr: float, batch: int) -> float:
    """Return √(½ η f tr(H⁻¹ C)), what :func:`radius` tends to for small η: it grows with √η and shrinks with √B."""
    noise = lr * _share(problem.n, batch) * _scatter(problem)
    return math.sqrt(0.5 * float(np.trace(np.linalg.solve(problem.curvature, noise))))


def tail(
    problem: Regression, lr: float, batch: int, steps: int, seed: int = 0, sampling: Sampling = "independent"
) -> np.ndarray:
    """Run SGD from θ* for ``steps`` steps and return where it was after the first tenth of them, (m, 2).

    A run that diverged is returned whole, up to its first row that is not finite.
    """
    a, b = _centre(problem).tolist()
    run = descend(problem, (a, b), batch, steps, lr=lr, seed=seed, sampling=sampling)
    return run.theta if run.status.kind == "diverged" else run.theta[1 + steps // _WARM_UP :]


def measured_radius(
    problem: Regression, lr: float, batch: int, steps: int, seed: int = 0, sampling: Sampling = "independent"
) -> float:
    """Return the root mean square of ‖θ − θ*‖ over :func:`tail`; ∞ where the run diverged."""
    cloud = tail(problem, lr, batch, steps, seed, sampling)
    with np.errstate(over="ignore", invalid="ignore"):
        far = float(np.sqrt(np.mean(np.sum((cloud - _centre(problem)) ** 2, axis=1))))
    return far if math.isfinite(far) else math.inf


def _share(n: int, batch: int) -> float:
    """Return the variance of a mean of B draws without replacement from n, over that of one draw."""
    batch = min(batch, n)
    return (n - batch) / (batch * (n - 1)) if n > 1 else 0.0


def _centre(problem: Regression) -> np.ndarray:
    """Return θ*, (2,). Raises ``ValueError`` where L has no minimum."""
    if problem.minimum is None:
        raise ValueError("there is no ball without a minimum")
    return problem.minimum


def _scatter(problem: Regression) -> np.ndarray:
    """Return C, the mean of g_i g_iᵀ at θ*, (2, 2)."""
    slopes = problem.gradients(_centre(problem))
    return slopes.T @ slopes / problem.n

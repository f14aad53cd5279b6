"""Newton's method, and what mends it: damping, absolute curvatures, a region of trust."""

from collections.abc import Iterator

import numpy as np

from optviz.core.curvature.descent import POSITIVE
from optviz.core.curvature.evaluations import Evaluations
from optviz.core.curvature.line_search import backtracked, line
from optviz.core.curvature.method import METHODS, Method, State, Stopped
from optviz.core.registry import Scalar, knob

FLAT = 1e-12
"""A curvature that is smaller than this, beside the largest, counts as 0."""

ACCEPT, POOR, GOOD = 0.1, 0.25, 0.75
"""A trust region's step is taken if f falls by this share of what the model promises; below the second the radius is
quartered, above the third doubled."""

_BISECTIONS = 200
_BOOK = "Nocedal and Wright (2006), Numerical Optimization"


def eigen(hessian: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return the eigenvalues, ascending, and eigenvectors as columns; raises :class:`.Stopped` if there are none."""
    if not np.isfinite(hessian).all():
        raise Stopped("The Hessian is not finite here.")
    return np.linalg.eigh(hessian)


def newton_step(hessian: np.ndarray, slope: np.ndarray) -> np.ndarray:
    """Return −H⁻¹∇f; raises :class:`.Stopped` where H is singular."""
    curvatures, axes = eigen(hessian)
    if np.abs(curvatures).min() <= FLAT * np.abs(curvatures).max():
        raise Stopped("The Hessian is singular here: a curvature is 0, so Newton's step has no end.")
    return -axes @ (axes.T @ slope / curvatures)


@METHODS.register
class Newton(Method):
    """Newton's method: to where the local quadratic model is level, be that its lowest, its highest or neither."""

    key = "newton"
    name = "Newton"
    source = "Newton (1669), Raphson (1690); " + _BOOK
    latex = r"x_{t+1} = x_t - H(x_t)^{-1}\, \nabla f(x_t)"
    note = "It looks for a point where ∇f = 0: a saddle or a maximum will do."

    def states(self, ground: Evaluations, x: np.ndarray) -> Iterator[State]:
        yield State(x)
        while True:
            p = newton_step(ground.hessian(x), ground.slope(x))
            ground.solved()
            x = x + p
            yield State(x, p, 1.0)


@METHODS.register
class DampedNewton(Method):
    """Newton's method with a backtracking line search; where a curvature is not above 0, τI lifts the least to δ."""

    key = "damped"
    name = "damped Newton"
    source = _BOOK + ", section 3.4; Levenberg (1944)"
    latex = r"p = -(H + \tau I)^{-1} \nabla f,\quad \tau = \delta - \lambda_{\min} \text{ where } \lambda_{\min} \le 0"
    note = "Downhill always: where a curvature is negative, τ lifts all of them above 0."

    floor: Scalar = knob(
        0.1, symbol=r"\delta", label="least curvature", low=0.001, high=100.0, scale="log", domain=POSITIVE
    )

    def states(self, ground: Evaluations, x: np.ndarray) -> Iterator[State]:
        yield State(x, extras={"tau": np.array(0.0)})
        while True:
            slope, (curvatures, axes) = ground.slope(x), eigen(ground.hessian(x))
            tau = max(0.0, float(self.floor) - float(curvatures[0])) if curvatures[0] <= 0 else 0.0
            ground.solved()
            p = -axes @ (axes.T @ slope / (curvatures + tau))
            a = backtracked(line(ground, x, p))
            x = x + a * p
            yield State(x, p, a, {"tau": np.array(tau)})


@METHODS.register
class SaddleFree(Method):
    """Saddle-free Newton: each curvature by its size, so that a negative one leads away and not to the saddle."""

    key = "saddle_free"
    name = "saddle-free Newton"
    source = "Dauphin et al. (2014), Identifying and attacking the saddle point problem in non-convex optimization"
    latex = r"x_{t+1} = x_t - |H|^{-1} \nabla f,\quad |H| = \sum_i |\lambda_i|\, v_i v_i^T"
    note = "A step as long as Newton's, but downhill along every eigenvector."

    def states(self, ground: Evaluations, x: np.ndarray) -> Iterator[State]:
        yield State(x)
        while True:
            slope, (curvatures, axes) = ground.slope(x), eigen(ground.hessian(x))
            size = np.abs(curvatures)
            if size.min() <= FLAT * size.max():
                raise Stopped("The Hessian is singular here: a curvature is 0, so the step has no end.")
            ground.solved()
            p = -axes @ (axes.T @ slope / size)
            x = x + p
            yield State(x, p, 1.0)


@METHODS.register
class TrustRegion(Method):
    """Trust region: the lowest point of the model within the radius Δ; Δ follows how well the model has foretold f."""

    key = "trust"
    name = "trust region"
    source = "Moré and Sorensen (1983), Computing a trust region step; " + _BOOK + ", algorithm 4.1"
    latex = r"p = \arg\min_{\lVert p \rVert \le \Delta} g^T p + \tfrac12 p^T H p"
    note = "A step that does not pay is not taken: x stays, and Δ is quartered."

    first: Scalar = knob(
        0.5, symbol=r"\Delta_0", label="first radius", low=0.01, high=5.0, scale="log", domain=POSITIVE
    )
    most: Scalar = knob(
        10.0, symbol=r"\Delta_{\max}", label="largest radius", low=0.1, high=100.0, scale="log", domain=POSITIVE
    )

    def states(self, ground: Evaluations, x: np.ndarray) -> Iterator[State]:
        radius = min(float(self.first), float(self.most))
        yield State(x, extras={"radius": np.array(radius)})
        while True:
            slope, hessian = ground.slope(x), ground.hessian(x)
            p = trusted_step(hessian, slope, radius)
            ground.solved()
            promised = -float(slope @ p + p @ hessian @ p / 2)
            kept = (ground.value(x) - ground.value(x + p)) / promised if promised > 0 else 0.0
            if kept < POOR:
                radius /= 4
            elif kept > GOOD and np.linalg.norm(p) > 0.999 * radius:
                radius = min(2 * radius, float(self.most))
            if radius < FLAT:
                raise Stopped("The radius has shrunk to nothing: no step that the model promises lowers f.")
            taken = kept > ACCEPT
            x = x + p if taken else x
            yield State(x, p, float(taken), {"radius": np.array(radius)})


def trusted_step(hessian: np.ndarray, slope: np.ndarray, radius: float) -> np.ndarray:
    """Return the p with ‖p‖ ≤ radius at which g·p + ½pᵀHp is least: exact, in the Hessian's eigenvectors.

    It is −(H + μI)⁻¹g with the least μ ≥ 0 for which H + μI has no negative curvature and p is short enough; where g
    has no part along the lowest curvature (the "hard case"), p goes to the border along it.
    """
    curvatures, axes = eigen(hessian)
    parts = axes.T @ slope

    def step(mu: float) -> np.ndarray:
        bottom = curvatures + mu
        return -np.divide(parts, bottom, out=np.zeros_like(parts), where=bottom > 0)

    if curvatures[0] > 0 and np.linalg.norm(step(0.0)) <= radius:
        return axes @ step(0.0)
    low = max(0.0, -float(curvatures[0]))
    edge = step(low)
    short = float(np.linalg.norm(edge))
    on_lowest = np.abs(parts[curvatures + low <= 0])
    if short < radius and (on_lowest <= FLAT * np.abs(parts).max(initial=0.0)).all():
        along = np.zeros_like(parts)
        along[0] = np.sqrt(radius**2 - short**2) if curvatures[0] < 0 else 0.0
        return axes @ (edge + along)
    high = low + float(np.linalg.norm(parts)) / radius
    for _ in range(_BISECTIONS):
        middle = (low + high) / 2
        if middle in (low, high):
            break
        low, high = (middle, high) if np.linalg.norm(step(middle)) > radius else (low, middle)
    return axes @ step(high)

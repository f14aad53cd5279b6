"""Where f is a sum of squares: Gauss–Newton and Levenberg–Marquardt, from the residuals and their slopes alone."""

from collections.abc import Iterator

import numpy as np

from optviz.core.curvature.descent import POSITIVE
from optviz.core.curvature.evaluations import Evaluations
from optviz.core.curvature.method import METHODS, Method, State, Stopped
from optviz.core.registry import Scalar, knob
from optviz.core.surfaces.base import SumOfSquares

_STEP = 1e-30
_SINGULAR = 1e-12
_MOST_DAMPING = 1e12


def residuals_of(ground: Evaluations) -> SumOfSquares:
    """Return the surface as a sum of squares; raises :class:`.Stopped` where it is none."""
    surface = ground.surface
    if not isinstance(surface, SumOfSquares):
        raise Stopped(f"{surface.name} is not written as a sum of squares, so there are no residuals to work with.")
    return surface


def jacobian(surface: SumOfSquares, x: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return the residuals (m,) and their derivatives (m, d) at ``x``.

    By a complex step (Squire and Trapp 1998): r(x + ih eⱼ) has h ∂r/∂xⱼ as its imaginary part. No difference is taken,
    so nothing cancels, and h may be 10⁻³⁰: exact for residuals made of +, −, ×, ÷ and whole powers.
    """
    shifted = [np.asarray(surface.residuals(x + 1j * _STEP * axis)) for axis in np.eye(len(x))]
    return np.real(shifted[0]), np.stack([np.imag(column) / _STEP for column in shifted], axis=1)


def _asked(ground: Evaluations, surface: SumOfSquares, x: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return residuals and Jacobian, counted as an f and a ∇f."""
    ground.value(x)
    ground.slope(x)
    return jacobian(surface, x)


@METHODS.register
class GaussNewton(Method):
    """Gauss–Newton: the residuals are replaced by their tangents, and the sum of their squares is made least."""

    key = "gauss_newton"
    name = "Gauss–Newton"
    source = "Gauss (1809); Nocedal and Wright (2006), section 10.3"
    latex = r"p = -(J^T J)^{-1} J^T r,\quad f = \sum_i r_i^2"
    note = "No second derivative: JᵀJ stands for half the Hessian, which is right where the residuals are small."

    def states(self, ground: Evaluations, x: np.ndarray) -> Iterator[State]:
        yield State(x)
        surface = residuals_of(ground)
        while True:
            r, slopes = _asked(ground, surface, x)
            if not (np.isfinite(slopes).all() and np.isfinite(r).all()):
                raise Stopped("The residuals are not finite here.")
            p, _, _, sizes = np.linalg.lstsq(slopes, -r, rcond=None)
            if sizes.min() <= _SINGULAR * sizes.max():
                raise Stopped("JᵀJ is singular here: some direction changes no residual, so the step has no end.")
            ground.solved()
            x = x + p
            yield State(x, p, 1.0)


@METHODS.register
class LevenbergMarquardt(Method):
    """Levenberg–Marquardt: Gauss–Newton with μI added, which a step that pays lowers and one that does not raises."""

    key = "levenberg_marquardt"
    name = "Levenberg–Marquardt"
    source = "Levenberg (1944); Marquardt (1963), An algorithm for least-squares estimation of nonlinear parameters"
    latex = r"p = -(J^T J + \mu I)^{-1} J^T r"
    note = "μ large: a short step along −∇f; μ small: Gauss–Newton's. After a step that does not pay x stays."

    first: Scalar = knob(0.01, symbol=r"\mu_0", label="first damping", low=1e-6, high=1e3, scale="log", domain=POSITIVE)

    def states(self, ground: Evaluations, x: np.ndarray) -> Iterator[State]:
        mu = float(self.first)
        yield State(x, extras={"damping": np.array(mu)})
        surface = residuals_of(ground)
        while True:
            r, slopes = _asked(ground, surface, x)
            p = np.linalg.solve(slopes.T @ slopes + mu * np.eye(len(x)), -slopes.T @ r)
            ground.solved()
            taken = ground.value(x + p) < ground.value(x)
            mu = mu / 10 if taken else mu * 10
            if not mu < _MOST_DAMPING:
                raise Stopped("μ has grown beyond all bounds: no step lowers f any more.")
            x = x + p if taken else x
            yield State(x, p, float(taken), {"damping": np.array(mu)})

"""Along the gradient, with a step length that is decided on the way; and along conjugate directions."""

from collections.abc import Iterator

import numpy as np

from optviz.core.curvature.evaluations import Evaluations
from optviz.core.curvature.line_search import ARMIJO, backtracked, exact, line
from optviz.core.curvature.method import METHODS, Method, State, Stopped
from optviz.core.registry import Domain, Scalar, knob

POSITIVE = Domain(0.0, open_low=True)
SHARE = Domain(0.0, 1.0, open_low=True, open_high=True)


@METHODS.register
class Fixed(Method):
    """Gradient descent with a learning rate chosen beforehand: what all others are compared with."""

    key = "gd"
    name = "GD, η fixed"
    source = "Cauchy (1847), Méthode générale pour la résolution des systèmes d'équations simultanées"
    latex = r"x_{t+1} = x_t - \eta\, \nabla f(x_t)"
    note = "One gradient a step; η must be below 2/λmax."

    lr: Scalar = knob(0.01, symbol=r"\eta", label="learning rate", low=0.0, high=1.0, scale="square")

    def states(self, ground: Evaluations, x: np.ndarray) -> Iterator[State]:
        yield State(x)
        while True:
            p = -ground.slope(x)
            x = x + float(self.lr) * p
            yield State(x, p, float(self.lr))


@METHODS.register
class Exact(Method):
    """Steepest descent: along −∇f to the lowest point of the line."""

    key = "exact"
    name = "GD, exact line search"
    source = "Cauchy (1847); its zigzag: Akaike (1959)"
    latex = r"a_t = \arg\min_a f(x_t - a \nabla f(x_t))"
    note = "Every step ends at a right angle to the next: it zigzags."

    def states(self, ground: Evaluations, x: np.ndarray) -> Iterator[State]:
        yield State(x)
        a = 0.01
        while True:
            p = -ground.slope(x)
            a = exact(line(ground, x, p), a)
            x = x + a * p
            yield State(x, p, a)


@METHODS.register
class Backtracking(Method):
    """Gradient descent that halves its step until f falls by a share of what the slope promises."""

    key = "backtracking"
    name = "GD, backtracking"
    source = "Armijo (1966), Minimization of functions having Lipschitz continuous first partial derivatives"
    latex = r"f(x_t + a p) \le f(x_t) + c\, a\, p^T \nabla f(x_t)"
    note = "No η to tune: the first trial of every step is the same, and is halved while it is too long."

    first: Scalar = knob(1.0, symbol="a_0", label="first trial", low=0.001, high=10.0, scale="log", domain=POSITIVE)
    c: Scalar = knob(ARMIJO, symbol="c", label="Armijo's share", low=0.0001, high=0.9, scale="log", domain=SHARE)

    def states(self, ground: Evaluations, x: np.ndarray) -> Iterator[State]:
        yield State(x)
        while True:
            p = -ground.slope(x)
            a = backtracked(line(ground, x, p), float(self.first), float(self.c))
            x = x + a * p
            yield State(x, p, a)


@METHODS.register
class Polyak(Method):
    """Gradient descent with the step that would bring a linear f to its least value f*."""

    key = "polyak"
    name = "GD, Polyak's step"
    source = "Polyak (1969), Minimization of unsmooth functionals"
    latex = r"a_t = \frac{f(x_t) - f^*}{\lVert \nabla f(x_t) \rVert^2}"
    note = "Needs f*, the least value of f, and nothing else."

    def states(self, ground: Evaluations, x: np.ndarray) -> Iterator[State]:
        yield State(x)
        least = ground.surface.floor
        if least is None:
            raise Stopped("Polyak's step needs the least value of f, and none is known here.")
        while True:
            p = -ground.slope(x)
            a = (ground.value(x) - least) / float(p @ p)
            x = x + a * p
            yield State(x, p, a)


@METHODS.register
class ConjugateGradient(Method):
    """Nonlinear conjugate gradients: each direction keeps what the last one has won (Polak–Ribière, β not below 0)."""

    key = "cg"
    name = "conjugate gradients"
    source = "Polak and Ribière (1969); β ≥ 0: Gilbert and Nocedal (1992); exact line search"
    latex = r"p_{t+1} = -g_{t+1} + \beta_t\, p_t,\ \beta_t = \max(0, \tfrac{g_{t+1}^T(g_{t+1} - g_t)}{g_t^T g_t})"
    note = "On a quadratic in d dimensions it arrives in d steps, with no matrix at all."

    def states(self, ground: Evaluations, x: np.ndarray) -> Iterator[State]:
        yield State(x, extras={"beta": np.array(np.nan)})
        slope = ground.slope(x)
        p, a = -slope, 0.01
        while True:
            a = exact(line(ground, x, p), a)
            x, used = x + a * p, p
            before, slope = slope, ground.slope(x)
            beta = max(0.0, float(slope @ (slope - before)) / float(before @ before))
            p = -slope + beta * p
            if not float(p @ slope) < 0:
                p = -slope
            yield State(x, used, a, {"beta": np.array(beta)})

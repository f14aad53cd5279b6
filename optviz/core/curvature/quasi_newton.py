"""A curvature learnt from gradients: BFGS, which keeps a matrix, and L-BFGS, which keeps a few pairs."""

from collections import deque
from collections.abc import Iterable, Iterator

import numpy as np

from optviz.core.curvature.evaluations import Evaluations
from optviz.core.curvature.line_search import line, wolfe
from optviz.core.curvature.method import METHODS, Method, State
from optviz.core.registry import Domain, Scalar, knob

Pair = tuple[np.ndarray, np.ndarray]
"""A step s = x' − x and the change of the gradient over it, y = ∇f(x') − ∇f(x)."""


def updated(inverse: np.ndarray, s: np.ndarray, y: np.ndarray) -> np.ndarray:
    """Return BFGS's inverse Hessian after the pair s, y: the nearest symmetric one with H y = s."""
    rho = 1 / float(y @ s)
    left = np.eye(len(s)) - rho * np.outer(s, y)
    return left @ inverse @ left.T + rho * np.outer(s, s)


def _first_length(slope: np.ndarray) -> float:
    """Return the first trial of the first step, when nothing is known of the curvature: at most 1 long."""
    return min(1.0, 1 / float(np.linalg.norm(slope)))


@METHODS.register
class BFGS(Method):
    """BFGS: Newton's step with an inverse Hessian that is built from the gradients seen on the way."""

    key = "bfgs"
    name = "BFGS"
    source = "Broyden, Fletcher, Goldfarb, Shanno (1970); Nocedal and Wright (2006), algorithm 6.1"
    latex = r"p = -B_t \nabla f,\quad B_{t+1} y_t = s_t,\ s_t = x_{t+1} - x_t,\ y_t = \nabla f(x_{t+1}) - \nabla f(x_t)"
    note = "Only gradients are computed; the matrix B comes to be H⁻¹ along the directions that were walked."

    def states(self, ground: Evaluations, x: np.ndarray) -> Iterator[State]:
        inverse = np.eye(len(x))
        yield State(x, extras={"matrix": inverse})
        first = True
        while True:
            slope = ground.slope(x)
            p = -inverse @ slope
            a = wolfe(line(ground, x, p), _first_length(slope) if first else 1.0)
            after = x + a * p
            s, y = after - x, ground.slope(after) - slope
            if float(s @ y) > 0:
                scaled = np.eye(len(x)) * float(s @ y) / float(y @ y) if first else inverse
                inverse = updated(scaled, s, y)
            first, x = False, after
            yield State(x, p, a, {"matrix": inverse})


@METHODS.register
class LimitedBFGS(Method):
    """L-BFGS: the same step from the last m pairs alone, without a matrix."""

    key = "lbfgs"
    name = "L-BFGS"
    source = "Liu and Nocedal (1989), On the limited memory BFGS method for large scale optimization"
    latex = r"p = -B_t \nabla f,\quad B_t \text{ from the last } m \text{ pairs } s, y"
    note = "Memory 2mD instead of D²; with m = 1 it is close to conjugate gradients."

    memory: Scalar = knob(5.0, symbol="m", label="pairs kept", low=1.0, high=20.0, domain=Domain(1.0))

    def states(self, ground: Evaluations, x: np.ndarray) -> Iterator[State]:
        pairs: deque[Pair] = deque(maxlen=int(self.memory))
        yield State(x)
        while True:
            slope = ground.slope(x)
            p = -product(pairs, slope)
            a = wolfe(line(ground, x, p), 1.0 if pairs else _first_length(slope))
            after = x + a * p
            s, y = after - x, ground.slope(after) - slope
            if float(s @ y) > 0:
                pairs.append((s, y))
            x = after
            yield State(x, p, a)


def product(pairs: Iterable[Pair], slope: np.ndarray) -> np.ndarray:
    """Return B ∇f by the two loops over the pairs, the oldest first: Nocedal and Wright (2006), algorithm 7.4."""
    q, kept = slope, []
    pairs = list(pairs)
    for s, y in reversed(pairs):
        share = float(s @ q) / float(y @ s)
        q = q - share * y
        kept.append(share)
    if pairs:
        s, y = pairs[-1]
        q = q * float(s @ y) / float(y @ y)
    for (s, y), share in zip(pairs, reversed(kept), strict=True):
        q = q + s * (share - float(y @ q) / float(y @ s))
    return q

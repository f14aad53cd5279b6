"""Rules for matrices: Muon as Optax has it, Shampoo and SOAP from their papers.

On a flat vector they would be other rules, so they stand in a registry of their own: see :mod:`.layered` for the way
into a program whose parameters are one vector.
"""

from typing import Any, NamedTuple

import jax
import jax.numpy as jnp
import optax

from optviz.core.optimizers.base import Optimizer, State, decay, epsilon, learning_rate
from optviz.core.optimizers.groups import Group
from optviz.core.registry import Domain, Registry, Scalar, knob


class MatrixRule(Optimizer):
    """A rule whose ``init`` and ``update`` take a matrix, (m, n), or a vector, (n,): weights or biases."""

    adaptive = True

    def on(self, *shapes: tuple[int, ...]) -> Optimizer:
        """Return the rule on a vector: matrices and vectors of these shapes, one after the other, row by row.

        ``muon.on((8, 8), (8,))`` acts on 72 numbers; it races as any rule does, and takes modifiers.
        """
        from optviz.core.matrices.layered import Layered  # it stands on this class

        return Layered(self, shapes)

    def check_size(self, size: int) -> None:
        said = f"{self.name} acts on matrices, and a point is a vector of {size} numbers"
        example = f"optviz.matrix_rules['{self.key}']().on((8, 8))"
        raise TypeError(f"{said}: say its shapes, as in {example} for a function of 64")

    def init(self, x: jax.Array) -> State:
        return self.init_matrix(x) if x.ndim == 2 else self.init_vector(x)

    def update(self, grad: jax.Array, state: State, x: jax.Array) -> tuple[jax.Array, State]:
        if x.ndim != 2:
            return self.update_vector(grad, state)
        step, after = self.update_matrix(grad, state)
        return self.factor(*x.shape) * step, after

    def factor(self, rows: Any, columns: Any) -> Any:
        """Return what the step of a matrix of this shape is multiplied by; z = x W, so its rows are the inputs."""
        return 1.0

    def init_matrix(self, w: jax.Array) -> State:
        """Return the memory before the first step of a matrix, (m, n)."""
        raise NotImplementedError(f"{type(self).__name__} does not say how it starts on a matrix")

    def update_matrix(self, grad: jax.Array, state: State) -> tuple[jax.Array, State]:
        """Return the step of a matrix, (m, n), but for its factor, and the new memory."""
        raise NotImplementedError(f"{type(self).__name__} has no update rule for a matrix")

    def init_vector(self, x: jax.Array) -> State:
        """Return the memory before the first step of a vector, (n,)."""
        raise NotImplementedError(f"{type(self).__name__} does not say how it starts on a vector")

    def update_vector(self, grad: jax.Array, state: State) -> tuple[jax.Array, State]:
        """Return the step of a vector, (n,), and the new memory."""
        raise NotImplementedError(f"{type(self).__name__} has no update rule for a vector")


MATRIX_RULES: Registry[MatrixRule] = Registry("rule for matrices")


@MATRIX_RULES.register
class Muon(MatrixRule):
    """Muon: momentum whose singular values are all made about 1, by five matrix polynomials."""

    key = "muon"
    name = "Muon"
    source = "Jordan et al. (2024), Muon: an optimizer for hidden layers in neural networks"
    group = Group.MATRICES
    latex = (
        r"M_t = \beta M_{t-1} + (1 - \beta)\, G_t,\quad \hat M_t = U \Sigma V^\top",
        r"W_{t+1} = W_t - \eta \sqrt{\max(1, n/m)}\; U V^\top",
    )
    convention = (
        "Optax's: Nesterov's momentum with its start corrected, five Newton–Schulz steps in place of a singular value "
        "decomposition, which leave singular values between 0.7 and 1.2, and NAdam for biases."
    )
    momentum = True

    lr: Scalar = learning_rate(0.02)
    beta: Scalar = decay(0.95, r"\beta", "momentum")

    def factor(self, rows: Any, columns: Any) -> Any:
        return jnp.sqrt(jnp.maximum(1.0, columns / rows))

    def init_matrix(self, w: jax.Array) -> State:
        return self._orthogonal().init(w)

    def update_matrix(self, grad: jax.Array, state: State) -> tuple[jax.Array, State]:
        step, after = self._orthogonal().update(grad, state)
        return -self.lr * step, after

    def init_vector(self, x: jax.Array) -> State:
        return optax.nadam(self.lr).init(x)

    def update_vector(self, grad: jax.Array, state: State) -> tuple[jax.Array, State]:
        return optax.nadam(self.lr).update(grad, state)  # type: ignore[return-value]

    def _orthogonal(self) -> Any:
        return optax.contrib.scale_by_muon(beta=self.beta)


class Factors(NamedTuple):
    """Shampoo's memory of a matrix: the sums L, (m, m), of G Gᵀ and R, (n, n), of Gᵀ G."""

    L: jax.Array
    R: jax.Array


class Factor(NamedTuple):
    """Shampoo's memory of a vector: the sum H, (n, n), of g gᵀ."""

    H: jax.Array


@MATRIX_RULES.register
class Shampoo(MatrixRule):
    """Shampoo: AdaGrad for a matrix. Sums of G Gᵀ and of Gᵀ G precondition the gradient from both sides."""

    key = "shampoo"
    name = "Shampoo"
    source = "Gupta, Koren and Singer (2018), Shampoo: preconditioned stochastic tensor optimization"
    group = Group.MATRICES
    latex = (
        r"L_t = L_{t-1} + G_t G_t^\top,\quad R_t = R_{t-1} + G_t^\top G_t",
        r"W_{t+1} = W_t - \eta\, L_t^{-1/4} G_t R_t^{-1/4}",
    )
    convention = "The paper's algorithm: no momentum, L and R start at ε I, a vector has the root H^(−1/2) of one sum."

    lr: Scalar = learning_rate(0.1)
    eps: Scalar = knob(
        1e-4,
        symbol=r"\varepsilon",
        label="epsilon",
        low=1e-12,
        high=1.0,
        scale="log",
        help="L and R begin as this many times the identity.",
        domain=Domain(0.0, open_low=True),
    )

    def init_matrix(self, w: jax.Array) -> Factors:
        return Factors(*(self.eps * jnp.eye(side) for side in w.shape))

    def update_matrix(self, grad: jax.Array, state: Factors) -> tuple[jax.Array, Factors]:
        after = Factors(state.L + grad @ grad.T, state.R + grad.T @ grad)
        left, right = (self._root(each, -0.25) for each in after)
        return -self.lr * left @ grad @ right, after

    def init_vector(self, x: jax.Array) -> Factor:
        return Factor(self.eps * jnp.eye(len(x)))

    def update_vector(self, grad: jax.Array, state: Factor) -> tuple[jax.Array, Factor]:
        after = Factor(state.H + jnp.outer(grad, grad))
        return -self.lr * self._root(after.H, -0.5) @ grad, after

    def _root(self, matrix: jax.Array, power: float) -> jax.Array:
        values, vectors = jnp.linalg.eigh(matrix)
        # No eigenvalue is below ε, where rounding says otherwise.
        return (vectors * jnp.maximum(values, self.eps) ** power) @ vectors.T


class Eigenbasis(NamedTuple):
    """SOAP's memory of a matrix: step t, Adam's m, (m, n), and v in the eigenbasis; L and R with their eigenvectors."""

    t: jax.Array
    m: jax.Array
    v: jax.Array
    L: jax.Array
    R: jax.Array
    QL: jax.Array
    QR: jax.Array


@MATRIX_RULES.register
class SOAP(MatrixRule):
    """SOAP: Adam in the basis of the eigenvectors of Shampoo's two matrices."""

    key = "soap"
    name = "SOAP"
    source = "Vyas et al. (2024), SOAP: improving and stabilizing Shampoo using Adam"
    group = Group.MATRICES
    latex = (
        r"G'_t = Q_L^\top G_t Q_R,\quad M'_t = Q_L^\top M_t Q_R",
        r"V_t = \beta_2 V_{t-1} + (1 - \beta_2)\, G'_t \odot G'_t",
        r"W_{t+1} = W_t - \eta\, Q_L \frac{\hat M'_t}{\sqrt{\hat V_t} + \varepsilon} Q_R^\top",
    )
    convention = (
        "The paper's algorithm, with Adam's corrections as in its authors' code: the first gradient sets the "
        "eigenvectors and moves nothing; biases by Adam."
    )
    momentum = True

    lr: Scalar = learning_rate(0.02)
    beta1: Scalar = decay(0.95, r"\beta_1", "momentum")
    beta2: Scalar = decay(0.95, r"\beta_2", "decay of squares, of L and of R")
    eps: Scalar = epsilon(1e-8)
    every: Scalar = knob(
        10.0,
        symbol="f",
        label="steps between new eigenvectors",
        low=1.0,
        high=100.0,
        scale="log",
        help="One step of power iteration and a QR decomposition each time.",
        domain=Domain(1.0),
    )

    def init_matrix(self, w: jax.Array) -> Eigenbasis:
        m, n = w.shape
        zero, left, right = jnp.zeros_like(w), jnp.eye(m), jnp.eye(n)
        return Eigenbasis(jnp.zeros(()), zero, zero, 0.0 * left, 0.0 * right, left, right)

    def update_matrix(self, grad: jax.Array, state: Eigenbasis) -> tuple[jax.Array, Eigenbasis]:
        t, ql, qr = state.t, state.QL, state.QR
        first = t == 0
        rotated = ql.T @ grad @ qr
        m = self.beta1 * state.m + (1 - self.beta1) * grad
        v = self.beta2 * state.v + (1 - self.beta2) * rotated**2
        corrected = ql.T @ m @ qr / (1 - self.beta1**t), v / (1 - self.beta2**t)
        step = -self.lr * ql @ (corrected[0] / (jnp.sqrt(corrected[1]) + self.eps)) @ qr.T
        left = self.beta2 * state.L + (1 - self.beta2) * grad @ grad.T
        right = self.beta2 * state.R + (1 - self.beta2) * grad.T @ grad
        renew = jnp.where(first, 1, jnp.where(t % jnp.round(self.every) == 0, 2, 0))
        ql, qr = (_eigenvectors(renew, each, basis) for each, basis in ((left, ql), (right, qr)))
        m, v, step = (jnp.where(first, 0.0, each) for each in (m, v, step))
        return step, Eigenbasis(t + 1, m, v, left, right, ql, qr)

    def init_vector(self, x: jax.Array) -> State:
        return self._adam().init(x)

    def update_vector(self, grad: jax.Array, state: State) -> tuple[jax.Array, State]:
        return self._adam().update(grad, state)  # type: ignore[return-value]

    def _adam(self) -> optax.GradientTransformation:
        return optax.adam(self.lr, self.beta1, self.beta2, self.eps)


_TIES = 1e-9


def _eigenvectors(renew: jax.Array, matrix: jax.Array, basis: jax.Array) -> jax.Array:
    """Return the basis as it is (0), anew, largest eigenvalue first (1), or one step of power iteration on (2).

    Where eigenvalues are equal, as the zeros of a matrix of lower rank are, the axes decide: the coordinates of a
    matrix that is padded stay apart from its own.
    """
    ties = _TIES * jnp.trace(matrix) / jnp.arange(1.0, len(matrix) + 1)
    matrix = matrix + jnp.diag(ties)
    ways = (
        lambda: basis,
        lambda: jnp.linalg.eigh(matrix)[1][:, ::-1],
        lambda: jnp.linalg.qr(matrix @ basis)[0],
    )
    return jax.lax.switch(renew, ways)

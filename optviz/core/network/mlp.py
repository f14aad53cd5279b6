"""A multilayer perceptron with softmax and cross-entropy, its weights one flat vector θ.

One compiled program serves many nets: a net of any depth and width is padded to a larger one whose other units are
held at 0. Depth, width, classes and activation enter as numbers, so a slider never recompiles.
"""

import dataclasses
import functools
import itertools
import math

import jax
import jax.numpy as jnp
import numpy as np

from optviz.core.elementary import ACTIVATIONS, log_softmax

# A compiled program knows an activation by its place here.
_KINDS = tuple(ACTIVATIONS)
INITS = ("he", "glorot")
MAX_HIDDEN = 3
MAX_WIDTH = 64
_PADDED_WIDTHS = (16, 32, 64)
_FEW_CLASSES = 4
# A class that is not there gets no probability, and being finite it leaves no 0 · ∞ in a gradient.
_ABSENT = -1e300

Layer = tuple[np.ndarray, np.ndarray]


@dataclasses.dataclass(frozen=True)
class PaddedShape:
    """The shape a program is compiled for: ``inputs``, MAX_HIDDEN layers of ``width`` units, ``classes`` outputs."""

    inputs: int
    width: int
    classes: int

    @property
    def shapes(self) -> tuple[tuple[int, int], ...]:
        """(inputs, outputs) of each layer."""
        sides = (self.inputs, *(self.width,) * MAX_HIDDEN)
        return (*itertools.pairwise(sides), (self.width, self.classes))

    @functools.cached_property
    def starts(self) -> tuple[int, ...]:
        """Where each layer's numbers begin in the padded vector, and where the last one ends."""
        return tuple(np.cumsum([0, *((a + 1) * b for a, b in self.shapes)]).tolist())

    @property
    def size(self) -> int:
        """The length of the padded vector."""
        return self.starts[-1]


@dataclasses.dataclass(frozen=True)
class Net:
    """ŷ = softmax(W_L a(W_{L−1} … a(W_0 x + b_0) … + b_{L−1}) + b_L), the lecture's net with a bias in each layer.

    ``inputs``: length of x; ``hidden`` layers (0 to 3) of ``width`` units (1 to 64); ``classes``: K ≥ 2;
    ``activation``: a, one of ACTIVATIONS. The derivative of ReLU at its kink is taken as 0.
    Raises ``ValueError`` outside these limits.
    """

    inputs: int
    hidden: int
    width: int
    classes: int
    activation: str = "relu"

    def __post_init__(self) -> None:
        if not 0 <= self.hidden <= MAX_HIDDEN:
            raise ValueError(f"a net has 0 to {MAX_HIDDEN} hidden layers, not {self.hidden}")
        if not 1 <= self.width <= MAX_WIDTH:
            raise ValueError(f"a hidden layer has 1 to {MAX_WIDTH} units, not {self.width}")
        if self.inputs < 1 or self.classes < 2:
            raise ValueError(f"a net has inputs and at least 2 classes, not {self.inputs} and {self.classes}")
        if self.activation not in ACTIVATIONS:
            raise ValueError(f"an activation is one of {', '.join(ACTIVATIONS)}, not {self.activation!r}")

    @property
    def shapes(self) -> tuple[tuple[int, int], ...]:
        """(inputs, outputs) of each layer, the output layer last."""
        sides = (self.inputs, *(self.width,) * self.hidden, self.classes)
        return tuple(itertools.pairwise(sides))

    @property
    def size(self) -> int:
        """d, the number of weights and biases: the length of θ."""
        return sum((a + 1) * b for a, b in self.shapes)

    def layers(self, theta: np.ndarray) -> list[Layer]:
        """Cut θ, (…, d), into the layers' weights W, (…, inputs, outputs), and biases b, (…, outputs): z = x W + b."""
        layers, at = [], 0
        for a, b in self.shapes:
            weights = theta[..., at : at + a * b].reshape(*theta.shape[:-1], a, b)
            layers.append((weights, theta[..., at + a * b : at + (a + 1) * b]))
            at += (a + 1) * b
        return layers

    def join(self, layers: list[Layer]) -> np.ndarray:
        """Return the flat vector θ, (d,), of layers (W, b): the inverse of :meth:`layers`."""
        return np.concatenate([part.ravel() for pair in layers for part in pair])

    def start(self, init: str = "he", seed: int = 0) -> np.ndarray:
        """Return random weights θ, (d,), biases 0: variance 2/inputs ("he") or 2/(inputs + outputs) ("glorot").

        He, Zhang, Ren and Sun (2015), Delving deep into rectifiers; Glorot and Bengio (2010), Understanding the
        difficulty of training deep feedforward neural networks. Raises ``ValueError`` for another ``init``.
        """
        if init not in INITS:
            raise ValueError(f"an initialisation is one of {', '.join(INITS)}, not {init!r}")
        rng = np.random.default_rng(seed)
        spread = [math.sqrt(2 / (a if init == "he" else a + b)) for a, b in self.shapes]
        pairs = zip(spread, self.shapes, strict=True)
        return self.join([(s * rng.standard_normal(sides), np.zeros(sides[1])) for s, sides in pairs])

    def logits(self, theta: np.ndarray, x: np.ndarray) -> np.ndarray:
        """Return what goes into the softmax, (…, n, K), for weights θ, (…, d), and inputs ``x``, (n, inputs)."""
        h: np.ndarray = x
        *inner, (last, bias) = self.layers(theta)
        with np.errstate(all="ignore"):
            for weights, offset in inner:
                h = ACTIVATIONS[self.activation].value(h @ weights + offset[..., None, :])
            return h @ last + bias[..., None, :]

    @functools.cached_property
    def padded_shape(self) -> PaddedShape:
        """The smallest shape this net fits in."""
        needed = self.width if self.hidden else self.inputs
        width = next((w for w in _PADDED_WIDTHS if w >= needed), needed)
        return PaddedShape(self.inputs, width, max(self.classes, _FEW_CLASSES))

    @functools.cached_property
    def positions(self) -> np.ndarray:
        """Where each number of θ stands in the padded vector, (d,). The output layer is always the last one there."""
        padded, positions = self.padded_shape, []
        for k, (a, b) in zip([*range(self.hidden), MAX_HIDDEN], self.shapes, strict=True):
            start, (rows, columns) = padded.starts[k], padded.shapes[k]
            positions.append(start + np.add.outer(columns * np.arange(a), np.arange(b)).ravel())
            positions.append(start + rows * columns + np.arange(b))
        return np.concatenate(positions)

    @property
    def padded_sides(self) -> tuple[tuple[int, int], ...]:
        """(inputs, outputs) of this net in each layer of the padded shape; (0, 0) where it has none."""
        absent = ((0, 0),) * (MAX_HIDDEN - self.hidden)
        return (*self.shapes[:-1], *absent, self.shapes[-1])

    @property
    def config(self) -> np.ndarray:
        """What a program has to know about this net, as whole numbers: hidden, width, classes, activation."""
        return np.array([self.hidden, self.width, self.classes, _KINDS.index(self.activation)], np.int32)

    def padded(self, theta: np.ndarray) -> np.ndarray:
        """Return θ, (…, d), padded with zeros, (…, padded_shape.size)."""
        out = np.zeros((*theta.shape[:-1], self.padded_shape.size))
        out[..., self.positions] = theta
        return out


def losses(z: np.ndarray, y: np.ndarray) -> np.ndarray:
    """Return l = −log ŷ_y of each example, (…, n), from logits (…, n, K) and classes (n,), without overflow."""
    return 0.0 - log_softmax(z)[..., np.arange(len(y)), y]


def padded_layers(shape: PaddedShape, theta: jax.Array) -> list[tuple[jax.Array, jax.Array]]:
    """Cut a padded vector into its layers (W, b)."""
    layers = []
    for (a, b), start in zip(shape.shapes, shape.starts[:-1], strict=True):
        layers.append((theta[start : start + a * b].reshape(a, b), theta[start + a * b : start + (a + 1) * b]))
    return layers


def logits(shape: PaddedShape, config: jax.Array, theta: jax.Array, x: jax.Array) -> jax.Array:
    """Return what goes into the softmax, (n, shape.classes), for inputs ``x``, (n, inputs), and a padded θ.

    ``config`` is the net's; classes that it does not have get −1e300.
    """
    hidden, width, classes, activation = config[0], config[1], config[2], config[3]
    *inner, (last, bias) = padded_layers(shape, theta)
    alive = jnp.arange(shape.width) < width
    flat = x[:, : shape.width]
    h = jnp.pad(flat, ((0, 0), (0, shape.width - flat.shape[1])))
    for k, (weights, offset) in enumerate(inner):
        z = (x if k == 0 else h) @ weights + offset
        h = jnp.where(k < hidden, jnp.where(alive, _activated(activation, z), 0.0), h)
    return jnp.where(jnp.arange(shape.classes) < classes, h @ last + bias, _ABSENT)


def _activated(kind: jax.Array, z: jax.Array) -> jax.Array:
    # σ(z) = (1 + tanh(z/2))/2: one formula serves both curves, and the program stays small.
    half = jnp.where(kind == _KINDS.index("sigmoid"), 0.5, 1.0)
    curve = (1.0 - half) + half * jnp.tanh(half * z)
    return jnp.where(kind == _KINDS.index("relu"), jax.nn.relu(z), curve)


def cross_entropies(z: jax.Array, y: jax.Array) -> jax.Array:
    """Return −log ŷ_y of each example, (n,), from logits (n, K) and classes (n,): log Σ e^z − z_y, without overflow."""
    return jax.nn.logsumexp(z, axis=1) - jnp.where(y[:, None] == jnp.arange(z.shape[1]), z, 0.0).sum(axis=1)


def total_loss(
    shape: PaddedShape, config: jax.Array, theta: jax.Array, x: jax.Array, y: jax.Array, weight: jax.Array
) -> jax.Array:
    """Return Σ weight_i · (−log ŷ_y of example i), a number."""
    return cross_entropies(logits(shape, config, theta, x), y) @ weight

"""Rules with one learning rate for all directions: gradient descent, with noise, with momentum."""

from typing import NamedTuple

import jax
import jax.numpy as jnp

from optviz.core.optimizers.base import NOT_NEGATIVE, OPTIMIZERS, Optimizer, heavy_ball, learning_rate
from optviz.core.optimizers.groups import Group
from optviz.core.registry import Scalar, knob


class Nothing(NamedTuple):
    """The memory of a rule that remembers nothing."""


@OPTIMIZERS.register
class GradientDescent(Optimizer):
    """Gradient descent: walk downhill, the steeper the slope the longer the step. x ← x − η ∇f(x)."""

    key = "gd"
    name = "GD"
    source = "Cauchy (1847), Méthode générale pour la résolution des systèmes d'équations simultanées"
    group = Group.LECTURE
    convention = "The plain rule, with a constant learning rate and the exact gradient."
    worked = ((r"x_{t+1} = x_t - \eta\, \nabla f(x_t)", r"<<x_next>> = <<x>> - <<lr>> \cdot <<grad>>"),)

    lr: Scalar = learning_rate(0.01, "Converges on a bowl of largest curvature L only below 2/L.")

    def init(self, x: jax.Array) -> Nothing:
        return Nothing()

    def update(self, grad: jax.Array, state: Nothing, x: jax.Array) -> tuple[jax.Array, Nothing]:
        return -self.lr * grad, state


@OPTIMIZERS.register
class StochasticGradientDescent(Optimizer):
    """Stochastic gradient descent: GD that sees the slope through noise. x ← x − η (∇f(x) + ξ).

    ξ is normal with standard deviation σ in each coordinate, as from a mini-batch. The simulator
    draws it, so that all racers of one seed meet the same noise; the rule itself is GD's.
    """

    key = "sgd"
    name = "SGD"
    source = "Robbins and Monro (1951), A stochastic approximation method"
    group = Group.LECTURE
    convention = (
        "GD with seeded normal noise σ on each coordinate of the gradient; σ adds to the race's own as √(σ²+σ'²)."
    )
    stochastic = True
    worked = (
        (
            r"\tilde g_t = \nabla f(x_t) + \xi_t,\quad \xi_t \sim \mathcal N(0, \sigma^2 I)",
            r"<<grad>> = <<slope>> + <<noise>>",
        ),
        (r"x_{t+1} = x_t - \eta\, \tilde g_t", r"<<x_next>> = <<x>> - <<lr>> \cdot <<grad>>"),
    )

    lr: Scalar = learning_rate(0.01, "The larger it is, the larger the ball in which the noise keeps the point moving.")
    sigma: Scalar = knob(
        1.0,
        symbol=r"\sigma",
        label="gradient noise",
        low=0.0,
        high=100.0,
        help="Standard deviation of the noise on each coordinate of the gradient.",
        domain=NOT_NEGATIVE,
    )

    def init(self, x: jax.Array) -> Nothing:
        return Nothing()

    def update(self, grad: jax.Array, state: Nothing, x: jax.Array) -> tuple[jax.Array, Nothing]:
        return -self.lr * grad, state


class Velocity(NamedTuple):
    """The memory of momentum: the decaying sum g of past gradients, (d,)."""

    g: jax.Array


@OPTIMIZERS.register
class Momentum(Optimizer):
    """Momentum (heavy ball): steps follow a decaying sum of gradients. g ← β g + ∇f(x), x ← x − η g.

    Along a constant slope the steps grow to η/(1−β) times the gradient: ten times GD's at β = 0.9.
    """

    key = "momentum"
    name = "Momentum"
    source = "Polyak (1964), Some methods of speeding up the convergence of iteration methods"
    group = Group.LECTURE
    convention = (
        "As the lecture, PyTorch and Optax: the gradient enters the sum with weight 1, and η multiplies the whole sum "
        "(Keras: η goes into the sum, which is the same while η stays)."
    )
    momentum = True
    worked = (
        (r"g_t = \beta\, g_{t-1} + \nabla f(x_t)", r"<<g_next>> = <<beta>> \cdot <<g>> + <<grad>>"),
        (r"x_{t+1} = x_t - \eta\, g_t", r"<<x_next>> = <<x>> - <<lr>> \cdot <<g_next>>"),
    )

    lr: Scalar = learning_rate(0.01, "Along a constant slope the step grows to η/(1−β) times the gradient.")
    beta: Scalar = heavy_ball()

    def init(self, x: jax.Array) -> Velocity:
        return Velocity(g=jnp.zeros_like(x))

    def update(self, grad: jax.Array, state: Velocity, x: jax.Array) -> tuple[jax.Array, Velocity]:
        g = self.beta * state.g + grad
        return -self.lr * g, Velocity(g)


@OPTIMIZERS.register
class Nesterov(Optimizer):
    """Nesterov's accelerated gradient: momentum that looks where it is going before it takes the slope.

    x̃ = x − η β g is where the momentum alone would lead; g ← β g + ∇f(x̃), x ← x − η g.
    """

    key = "nag"
    name = "NAG"
    source = "Nesterov (1983), in the form of Sutskever et al. (2013), On the importance of initialization and momentum"
    group = Group.LECTURE
    convention = (
        "Explicit look-ahead: the gradient is taken at x − ηβg. "
        "Those look-ahead points are the iterates of PyTorch, Keras and Optax; their x differs."
    )
    momentum = True
    worked = (
        (r"\tilde x_t = x_t - \eta\, \beta\, g_{t-1}", r"<<probe>> = <<x>> - <<lr>> \cdot <<beta>> \cdot <<g>>"),
        (r"g_t = \beta\, g_{t-1} + \nabla f(\tilde x_t)", r"<<g_next>> = <<beta>> \cdot <<g>> + <<grad>>"),
        (r"x_{t+1} = x_t - \eta\, g_t", r"<<x_next>> = <<x>> - <<lr>> \cdot <<g_next>>"),
    )

    lr: Scalar = learning_rate(0.01, "Along a constant slope the step grows to η/(1−β) times the gradient.")
    beta: Scalar = heavy_ball()

    def init(self, x: jax.Array) -> Velocity:
        return Velocity(g=jnp.zeros_like(x))

    def probe(self, x: jax.Array, state: Velocity) -> jax.Array:
        return x - self.lr * self.beta * state.g

    def update(self, grad: jax.Array, state: Velocity, x: jax.Array) -> tuple[jax.Array, Velocity]:
        g = self.beta * state.g + grad
        return -self.lr * g, Velocity(g)

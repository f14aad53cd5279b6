"""Rules with a second point, by which they are to be judged: schedule-free learning, and Lookahead."""

from typing import Any, NamedTuple

import jax
import jax.numpy as jnp
import numpy as np

from optviz.core.optimizers.base import OPTIMIZERS, Optimizer, decay, epsilon, heavy_ball, learning_rate
from optviz.core.optimizers.groups import Group
from optviz.core.optimizers.practice import UNIT, weight_decay
from optviz.core.registry import Domain, Scalar, knob

FREE = "Defazio et al. (2024), The road less scheduled"
POINTS = "The path is the paper's y, where gradients are taken; its x, by which a run is judged, is the mean a here."
MEAN = (
    (r"w_t = w_{t-1} + \eta^2", r"<<w_next>> = <<w>> + <<lr>>^2"),
    (r"c_t = \frac{\eta^2}{w_t}", r"<<c>> = \frac{<<lr>>^2}{<<w_next>>}"),
    (
        r"a_t = a_{t-1} + c_t\, (z_t - a_{t-1})",
        r"<<a_next>> = <<a>> + <<c>> \cdot (<<z_next>> - <<a>>)",
    ),
)


def ahead(beta: str) -> tuple[str, str]:
    """Return the line that says where the next gradient is taken."""
    symbol = r"\beta" if beta == "beta" else r"\beta_1"
    return (
        rf"x_{{t+1}} = (1 - {symbol})\, z_t + {symbol}\, a_t",
        rf"<<x_next>> = (1 - <<{beta}>>) \cdot <<z_next>> + <<{beta}>> \cdot <<a_next>>",
    )


class FreeMean(NamedTuple):
    """The memory of Schedule-Free SGD: its fast point z and their mean a, (d,) each, and the sum w of weights."""

    z: jax.Array
    a: jax.Array
    w: jax.Array


def joined(z: jax.Array, a: jax.Array, w: jax.Array, lr: Scalar) -> tuple[jax.Array, jax.Array]:
    """Return the mean with z in it, its weight η², and the sum of weights."""
    total = w + lr**2
    share = jnp.where(total > 0, lr**2 / jnp.where(total > 0, total, 1.0), 0.0)
    return a + share * (z - a), total


def weight_of(lr: Any, total: np.ndarray) -> np.ndarray:
    """Return the weight of the newest point in the mean, for T steps at once."""
    return np.where(total > 0, np.ravel(lr) ** 2 / np.where(total > 0, total, 1.0), 0.0)


@OPTIMIZERS.register
class ScheduleFreeSGD(Optimizer):
    """Schedule-Free SGD: GD whose points are averaged, and whose gradients are taken between point and average.

    z ← z − η ∇f(y), a ← mean of all z so far, y ← (1−β) z + β a. The average takes the place of a learning rate that
    falls, and nobody need know beforehand when the run will end.
    """

    key = "schedule_free"
    name = "Schedule-Free SGD"
    source = FREE
    group = Group.AVERAGING
    convention = f"{POINTS} A step enters the mean with weight η², as in Optax and the authors' PyTorch code."
    momentum = True
    derived_names = ("c",)
    worked = (
        (r"z_t = z_{t-1} - \eta\, \nabla f(x_t)", r"<<z_next>> = <<z>> - <<lr>> \cdot <<grad>>"),
        *MEAN,
        ahead("beta"),
    )

    lr: Scalar = learning_rate(0.01, "It may be larger than GD's: the average takes the swing out.")
    beta: Scalar = decay(0.9, r"\beta", "interpolation", "Where gradients are taken: 0 at z, 1 at the average.", UNIT)

    def init(self, x: jax.Array) -> FreeMean:
        return FreeMean(z=x, a=x, w=jnp.zeros((), x.dtype))

    def update(self, grad: jax.Array, state: FreeMean, x: jax.Array) -> tuple[jax.Array, FreeMean]:
        z = state.z - self.lr * grad
        a, w = joined(z, state.a, state.w, self.lr)
        return (1 - self.beta) * z + self.beta * a - x, FreeMean(z, a, w)

    def average(self, x: np.ndarray, state: dict[str, np.ndarray]) -> np.ndarray | None:
        return state["a"]

    def derived(self, before: FreeMean, after: FreeMean, grad: np.ndarray) -> dict[str, Any]:
        return {"c": weight_of(self.lr, np.asarray(after.w))}


class FreeMoments(NamedTuple):
    """The memory of Schedule-Free AdamW: z, a and w of Schedule-Free SGD, mean square v, (d,), and step count t."""

    z: jax.Array
    a: jax.Array
    w: jax.Array
    v: jax.Array
    t: jax.Array


@OPTIMIZERS.register
class ScheduleFreeAdamW(Optimizer):
    """Schedule-Free AdamW: AdamW without its m, whose place the average of all points takes."""

    key = "schedule_free_adamw"
    name = "Schedule-Free AdamW"
    source = FREE
    group = Group.AVERAGING
    convention = (
        f"{POINTS} As Optax and the authors' package: a step enters the mean with weight η² (in the paper "
        "η² (1 − β₂ᵗ)), ε beside √v̂, and the decay is taken at y."
    )
    momentum = True
    adaptive = True
    derived_names = ("c", "v_hat")
    worked = (
        (
            r"v_t = \beta_2 v_{t-1} + (1 - \beta_2)\, \nabla f(x_t)^2",
            r"<<v_next>> = <<beta2>> \cdot <<v>> + (1 - <<beta2>>) \cdot <<grad>>^2",
        ),
        (r"\hat v_t = \frac{v_t}{1 - \beta_2^{t+1}}", r"<<v_hat>> = \frac{<<v_next>>}{1 - <<beta2>>^{<<t_next>>}}"),
        (
            r"z_t = z_{t-1} - \eta \left( \frac{\nabla f(x_t)}{\sqrt{\hat v_t} + \varepsilon} + \lambda x_t \right)",
            r"<<z_next>> = <<z>> - <<lr>> \cdot "
            r"(\frac{<<grad>>}{\sqrt{<<v_hat>>} + <<eps>>} + <<weight_decay>> \cdot <<x>>)",
        ),
        *MEAN,
        ahead("beta1"),
    )

    lr: Scalar = learning_rate(0.1, "Roughly the length of z's first steps in each coordinate; the authors use 0.0025.")
    beta1: Scalar = decay(
        0.9, r"\beta_1", "interpolation", "Where gradients are taken: 0 at z, 1 at the average.", UNIT
    )
    beta2: Scalar = decay(0.999, r"\beta_2", "decay of squares", "How much of the mean of squares is kept each step.")
    eps: Scalar = epsilon(1e-8)
    weight_decay: Scalar = weight_decay(0.0)

    def init(self, x: jax.Array) -> FreeMoments:
        nothing = jnp.zeros((), x.dtype)
        return FreeMoments(z=x, a=x, w=nothing, v=jnp.zeros_like(x), t=nothing)

    def update(self, grad: jax.Array, state: FreeMoments, x: jax.Array) -> tuple[jax.Array, FreeMoments]:
        t = state.t + 1
        v = self.beta2 * state.v + (1 - self.beta2) * grad**2
        v_hat = v / (1 - self.beta2**t)
        z = state.z - self.lr * (grad / (jnp.sqrt(v_hat) + self.eps) + self.weight_decay * x)
        a, w = joined(z, state.a, state.w, self.lr)
        return (1 - self.beta1) * z + self.beta1 * a - x, FreeMoments(z, a, w, v, t)

    def average(self, x: np.ndarray, state: dict[str, np.ndarray]) -> np.ndarray | None:
        return state["a"]

    def derived(self, before: FreeMoments, after: FreeMoments, grad: np.ndarray) -> dict[str, Any]:
        v_hat = after.v / (1 - self.beta2 ** np.asarray(after.t)[:, None])
        return {"c": weight_of(self.lr, np.asarray(after.w)), "v_hat": v_hat}


class SlowPoint(NamedTuple):
    """The memory of Lookahead: the sum g of gradients and the slow point s, (d,) each, and the step count t."""

    g: jax.Array
    s: jax.Array
    t: jax.Array


@OPTIMIZERS.register
class Lookahead(Optimizer):
    """Lookahead: k steps of momentum, then back to a point between where they began and where they ended.

    Every k steps s ← s + α (x − s) and x ← s, so that the slow point s follows the fast one x without its swing.
    """

    key = "lookahead"
    name = "Lookahead"
    source = "Zhang et al. (2019), Lookahead optimizer: k steps forward, 1 step back"
    group = Group.AVERAGING
    convention = "With momentum as its fast rule, whose sum of gradients is kept where x goes back, as in Optax."
    momentum = True
    derived_names = ("fast", "synced")
    worked = (
        (r"g_t = \beta\, g_{t-1} + \nabla f(x_t)", r"<<g_next>> = <<beta>> \cdot <<g>> + <<grad>>"),
        (r"\tilde x_{t+1} = x_t - \eta\, g_t", r"<<fast>> = <<x>> - <<lr>> \cdot <<g_next>>"),
        (
            r"s_{t+1} = s_t + \alpha\, (\tilde x_{t+1} - s_t) \text{ every } k \text{ steps, else } s_t",
            r"<<s_next>> = <<s>> + <<synced>> \cdot <<alpha>> \cdot (<<fast>> - <<s>>)",
        ),
        (
            r"x_{t+1} = s_{t+1} \text{ every } k \text{ steps, else } \tilde x_{t+1}",
            r"<<x_next>> = <<fast>> + <<synced>> \cdot (<<s_next>> - <<fast>>)",
        ),
    )

    lr: Scalar = learning_rate(0.01, "Of the fast steps, which are momentum's.")
    beta: Scalar = heavy_ball()
    k: Scalar = knob(
        5.0,
        symbol="k",
        label="fast steps",
        low=1.0,
        high=50.0,
        help="After so many fast steps it goes back to the slow point.",
        domain=Domain(1.0),
        whole=True,
    )
    alpha: Scalar = knob(
        0.5,
        symbol=r"\alpha",
        label="slow step",
        low=0.0,
        high=1.0,
        help="How much of the way of the fast steps the slow point goes; 1 is the fast rule itself.",
        domain=UNIT,
    )

    def init(self, x: jax.Array) -> SlowPoint:
        return SlowPoint(g=jnp.zeros_like(x), s=x, t=jnp.zeros((), x.dtype))

    def update(self, grad: jax.Array, state: SlowPoint, x: jax.Array) -> tuple[jax.Array, SlowPoint]:
        t = state.t + 1
        g = self.beta * state.g + grad
        fast = x - self.lr * g
        sync = t % jnp.round(self.k) == 0
        s = jnp.where(sync, state.s + self.alpha * (fast - state.s), state.s)
        return jnp.where(sync, s - x, -self.lr * g), SlowPoint(g, s, t)

    def average(self, x: np.ndarray, state: dict[str, np.ndarray]) -> np.ndarray | None:
        return state["s"]

    def derived(self, before: Any, after: Any, grad: np.ndarray) -> dict[str, Any]:
        lr = np.reshape(self.lr, (-1, 1))
        return {"fast": before.x - lr * after.g, "synced": (after.t % np.round(self.k) == 0).astype(float)}

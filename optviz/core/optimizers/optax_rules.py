"""The wider zoo, from Optax: one registry entry a rule, and a door for any Optax transformation.

L-BFGS runs here without a line search: a line search evaluates f many times a step, which the other
racers may not, so its direction is taken with a constant learning rate. ``from_optax(optax.lbfgs())``
is refused for the same reason: its line search asks for more than a gradient.
"""

import dataclasses
from typing import Any

import jax
import optax

from optviz.core.optimizers.base import OPTIMIZERS, Optimizer, State, decay, epsilon, learning_rate
from optviz.core.registry import Scalar, as_pytree, knob

SIGN_HELP = "Every step is this long in each coordinate."
ADAM_HELP = "Roughly the length of the first steps in each coordinate; libraries use 0.001, too slow to see here."


class OptaxRule(Optimizer):
    """A rule of the Optax library: a subclass says its knobs and which transformation they make.

    ``init`` and ``update`` are Optax's own; the run's ``state`` has Optax's names (``mu``, ``nu``, ``count``).
    """

    convention = "As Optax computes it."
    adaptive = True

    def transform(self) -> optax.GradientTransformation:
        """Return the Optax transformation with this instance's knobs (which may be traced)."""
        raise NotImplementedError(f"{type(self).__name__} does not name its Optax transformation")

    def init(self, x: jax.Array) -> State:
        return self.transform().init(x)

    def update(self, grad: jax.Array, state: State, x: jax.Array) -> tuple[jax.Array, State]:
        return self.transform().update(grad, state, x)  # type: ignore[return-value]


@as_pytree
class AdamFamily(OptaxRule):
    """What Adam's relatives share: its four knobs, and momentum."""

    momentum = True

    lr: Scalar = learning_rate(0.1, ADAM_HELP)
    beta1: Scalar = decay(0.9, r"\beta_1", "momentum", "How much of the mean of gradients is kept each step.")
    beta2: Scalar = decay(0.999, r"\beta_2", "decay of squares", "How much of the mean of squares is kept each step.")
    eps: Scalar = epsilon(1e-8)


@jax.tree_util.register_static
@dataclasses.dataclass(frozen=True)
class _Foreign(OptaxRule):
    """An Optax transformation somebody made: its numbers are part of its code, so each one is compiled."""

    key = "optax"
    source = "made with Optax"

    transformation: Any
    name: str = "Optax"  # type: ignore[misc]

    def transform(self) -> optax.GradientTransformation:
        return self.transformation

    def update(self, grad: jax.Array, state: State, x: jax.Array) -> tuple[jax.Array, State]:
        try:
            return super().update(grad, state, x)
        except TypeError as error:
            raise TypeError(f"{self.name} cannot race, it asks for more than a gradient: {error}") from error


def from_optax(transform: optax.GradientTransformation, name: str = "Optax") -> Optimizer:
    """Let any Optax transformation race: ``from_optax(optax.adam(0.1))``.

    It must work from gradients alone; one that wants values or a line search raises
    ``TypeError`` when it runs.
    """
    if not isinstance(transform, optax.GradientTransformation):
        raise TypeError(f"from_optax takes an optax.GradientTransformation, not {type(transform).__name__}")
    return _Foreign(transform, name)


@OPTIMIZERS.register
class AdamW(AdamFamily):
    """AdamW: Adam, and every step also pulls x towards the origin, x ← x − η(m̂/(√v̂ + ε) + λx)."""

    key = "adamw"
    name = "AdamW"
    source = "Loshchilov and Hutter (2019), Decoupled weight decay regularization"
    latex = (r"x_{t+1} = x_t - \eta \left( \frac{\hat m_t}{\sqrt{\hat v_t} + \varepsilon} + \lambda x_t \right)",)
    weight_decay: Scalar = knob(
        0.01,
        symbol=r"\lambda",
        label="weight decay",
        low=0.0,
        high=1.0,
        help="Pull towards the origin, so the end point is not quite a minimum of f.",
    )

    def transform(self) -> optax.GradientTransformation:
        return optax.adamw(self.lr, self.beta1, self.beta2, self.eps, weight_decay=self.weight_decay)


@OPTIMIZERS.register
class NAdam(AdamFamily):
    """NAdam: Adam with Nesterov's momentum, the mean m̂ taken one step ahead."""

    key = "nadam"
    name = "NAdam"
    source = "Dozat (2016), Incorporating Nesterov momentum into Adam"
    latex = (
        r"\bar m_t = \frac{\beta_1 m_t}{1 - \beta_1^{t+2}} + \frac{(1 - \beta_1)\, \nabla f(x_t)}{1 - \beta_1^{t+1}}",
        r"x_{t+1} = x_t - \eta\, \frac{\bar m_t}{\sqrt{\hat v_t} + \varepsilon}",
    )

    def transform(self) -> optax.GradientTransformation:
        return optax.nadam(self.lr, self.beta1, self.beta2, self.eps)


@OPTIMIZERS.register
class AMSGrad(AdamFamily):
    """AMSGrad: Adam whose v̂ may never shrink, so its learning rate never grows again."""

    key = "amsgrad"
    name = "AMSGrad"
    source = "Reddi, Kale and Kumar (2018), On the convergence of Adam and beyond"
    latex = (
        r"v^{\max}_t = \max(v^{\max}_{t-1}, \hat v_t)",
        r"x_{t+1} = x_t - \eta\, \frac{\hat m_t}{\sqrt{v^{\max}_t} + \varepsilon}",
    )
    convention = "As Optax computes it: both means corrected for their start at 0 (the paper: neither)."

    def transform(self) -> optax.GradientTransformation:
        return optax.amsgrad(self.lr, self.beta1, self.beta2, self.eps)


@OPTIMIZERS.register
class RAdam(AdamFamily):
    """RAdam: plain momentum at first, then Adam, scaled by how well v̂ is known yet (r_t)."""

    key = "radam"
    name = "RAdam"
    source = "Liu et al. (2020), On the variance of the adaptive learning rate and beyond"
    latex = (
        r"\rho_t = \rho_\infty - \frac{2 (t+1) \beta_2^{t+1}}{1 - \beta_2^{t+1}},\quad"
        r" \rho_\infty = \frac{2}{1 - \beta_2} - 1",
        r"r_t = \sqrt{\frac{(\rho_t - 4)(\rho_t - 2)\,\rho_\infty}{(\rho_\infty - 4)(\rho_\infty - 2)\,\rho_t}}",
        r"x_{t+1} = x_t - \eta\, r_t \frac{\hat m_t}{\sqrt{\hat v_t} + \varepsilon}"
        r"\text{ if } \rho_t \ge 5,\text{ else } x_t - \eta\, \hat m_t",
    )
    lr: Scalar = learning_rate(
        0.01, "Its first steps are plain momentum's, so a large value throws it far on steep slopes."
    )

    def transform(self) -> optax.GradientTransformation:
        return optax.radam(self.lr, self.beta1, self.beta2, self.eps)


@OPTIMIZERS.register
class AdaBelief(AdamFamily):
    """AdaBelief: Adam that divides by how far the gradient strays from its mean, not by its size."""

    key = "adabelief"
    name = "AdaBelief"
    source = "Zhuang et al. (2020), AdaBelief optimizer"
    latex = (
        r"s_t = \beta_2 s_{t-1} + (1 - \beta_2)\,(\nabla f(x_t) - m_t)^2 + 10^{-16}",
        r"x_{t+1} = x_t - \eta\, \frac{\hat m_t}{\sqrt{\hat s_t} + \varepsilon}",
    )

    def transform(self) -> optax.GradientTransformation:
        return optax.adabelief(self.lr, self.beta1, self.beta2, self.eps)


@OPTIMIZERS.register
class Yogi(AdamFamily):
    """Yogi: Adam whose v grows as fast but shrinks slowly, so the learning rate cannot shoot up."""

    key = "yogi"
    name = "Yogi"
    source = "Zaheer et al. (2018), Adaptive methods for nonconvex optimization"
    latex = (
        r"v_t = v_{t-1} - (1 - \beta_2)\, \mathrm{sign}\!\left(v_{t-1} - \nabla f(x_t)^2\right) \nabla f(x_t)^2",
        r"x_{t+1} = x_t - \eta\, \frac{\hat m_t}{\sqrt{\hat v_t} + \varepsilon}",
    )
    convention = "As Optax computes it: m and v start at 1e-6, ε = 1e-3."
    eps: Scalar = epsilon(1e-3)

    def transform(self) -> optax.GradientTransformation:
        return optax.yogi(self.lr, self.beta1, self.beta2, self.eps)


@OPTIMIZERS.register
class Adamax(AdamFamily):
    """Adamax: Adam that divides by the largest recent gradient instead of the root of a mean square."""

    key = "adamax"
    name = "Adamax"
    source = "Kingma and Ba (2015), Adam, section 7.1"
    latex = (
        r"u_t = \max(\beta_2 u_{t-1}, |\nabla f(x_t)| + \varepsilon)",
        r"x_{t+1} = x_t - \eta\, \frac{\hat m_t}{u_t}",
    )

    def transform(self) -> optax.GradientTransformation:
        return optax.adamax(self.lr, self.beta1, self.beta2, self.eps)


@OPTIMIZERS.register
class Lion(OptaxRule):
    """Lion: only the sign of a momentum counts, so every step is η long in each coordinate."""

    key = "lion"
    name = "Lion"
    source = "Chen et al. (2023), Symbolic discovery of optimization algorithms"
    latex = (
        r"x_{t+1} = x_t - \eta\, \mathrm{sign}\!\left(\beta_1 m_{t-1} + (1 - \beta_1)\, \nabla f(x_t)\right)",
        r"m_t = \beta_2 m_{t-1} + (1 - \beta_2)\, \nabla f(x_t)",
    )
    convention = "As Optax computes it, without weight decay."
    momentum = True

    lr: Scalar = learning_rate(0.01, SIGN_HELP)
    beta1: Scalar = decay(0.9, r"\beta_1", "momentum of the step")
    beta2: Scalar = decay(0.99, r"\beta_2", "momentum of the memory")

    def transform(self) -> optax.GradientTransformation:
        return optax.lion(self.lr, self.beta1, self.beta2, weight_decay=0.0)


@OPTIMIZERS.register
class Rprop(OptaxRule):
    """Rprop: each coordinate's step grows while the slope keeps its sign and shrinks when it flips."""

    key = "rprop"
    name = "Rprop"
    source = "Riedmiller and Braun (1993), A direct adaptive method for faster backpropagation learning"
    latex = (
        r"\Delta_t = \Delta_{t-1} \cdot \begin{cases} \eta^+ & \text{slope kept its sign} \\"
        r" \eta^- & \text{slope changed sign} \end{cases}",
        r"x_{t+1} = x_t - \Delta_t\, \mathrm{sign}(\nabla f(x_t))",
    )
    convention = "As Optax computes it: steps stay between 1e-6 and 50; after a change of sign one step is left out."

    lr: Scalar = learning_rate(0.1, "Length of the first step in each coordinate.")
    shrink: Scalar = knob(0.5, symbol=r"\eta^-", label="shrink factor", low=0.01, high=0.99)
    grow: Scalar = knob(1.2, symbol=r"\eta^+", label="growth factor", low=1.01, high=2.0)

    def transform(self) -> optax.GradientTransformation:
        return optax.rprop(self.lr, self.shrink, self.grow)


@OPTIMIZERS.register
class SignDescent(OptaxRule):
    """Sign descent: a step of η in each coordinate, whatever the slope. x ← x − η sign(∇f(x))."""

    key = "sign_descent"
    name = "Sign descent"
    source = "Bernstein et al. (2018), signSGD"
    latex = (r"x_{t+1} = x_t - \eta\, \mathrm{sign}(\nabla f(x_t))",)

    lr: Scalar = learning_rate(0.01, SIGN_HELP)

    def transform(self) -> optax.GradientTransformation:
        return optax.sign_sgd(self.lr)


@OPTIMIZERS.register
class LBFGS(OptaxRule):
    """L-BFGS without a line search: Newton's step, the curvature guessed from the last 10 gradients.

    Where f curves downwards the guess can point uphill; a line search would catch that, this does not.
    """

    key = "lbfgs"
    name = "L-BFGS"
    source = "Liu and Nocedal (1989), On the limited memory BFGS method"
    latex = (r"x_{t+1} = x_t - \eta\, H_t \nabla f(x_t),\quad H_t \approx \nabla^2 f(x_t)^{-1}",)
    convention = "As Optax computes it, memory 10, constant learning rate: no line search, so it may climb."
    long_memory = True

    lr: Scalar = learning_rate(1.0, "1 is the quasi-Newton step; smaller is safer far from a minimum.")

    def transform(self) -> optax.GradientTransformation:
        return optax.lbfgs(self.lr, memory_size=10, linesearch=None)

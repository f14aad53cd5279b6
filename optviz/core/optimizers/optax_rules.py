"""Rules whose steps are Optax's own, one registry entry a rule: here the relatives of Adam."""

import jax
import optax

from optviz.core.optimizers.base import NOT_NEGATIVE, OPTIMIZERS, Optimizer, State, decay, epsilon, learning_rate
from optviz.core.optimizers.groups import Group
from optviz.core.registry import Scalar, as_pytree, knob

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


@OPTIMIZERS.register
class AdamW(AdamFamily):
    """AdamW: Adam, and every step also pulls x towards the origin, x ← x − η(m̂/(√v̂ + ε) + λx)."""

    key = "adamw"
    name = "AdamW"
    source = "Loshchilov and Hutter (2019), Decoupled weight decay regularization"
    group = Group.ADAM
    latex = (r"x_{t+1} = x_t - \eta \left( \frac{\hat m_t}{\sqrt{\hat v_t} + \varepsilon} + \lambda x_t \right)",)
    convention = (
        "As Optax and PyTorch compute it: the pull is ηλx. In the paper it is λx times the schedule alone. "
        "λ = 0.01 is PyTorch's default; Optax has 1e-4, Keras 0.004."
    )
    weight_decay: Scalar = knob(
        0.01,
        symbol=r"\lambda",
        label="weight decay",
        low=0.0,
        high=1.0,
        help="Pull towards the origin, so the end point is not quite a minimum of f.",
        domain=NOT_NEGATIVE,
    )

    def transform(self) -> optax.GradientTransformation:
        return optax.adamw(self.lr, self.beta1, self.beta2, self.eps, weight_decay=self.weight_decay)


@OPTIMIZERS.register
class NAdam(AdamFamily):
    """NAdam: Adam with Nesterov's momentum, the mean m̂ taken one step ahead."""

    key = "nadam"
    name = "NAdam"
    source = "Dozat (2016), Incorporating Nesterov momentum into Adam"
    group = Group.ADAM
    latex = (
        r"\bar m_t = \frac{\beta_1 m_t}{1 - \beta_1^{t+2}} + \frac{(1 - \beta_1)\, \nabla f(x_t)}{1 - \beta_1^{t+1}}",
        r"x_{t+1} = x_t - \eta\, \frac{\bar m_t}{\sqrt{\hat v_t} + \varepsilon}",
    )
    convention = (
        "As Optax computes it, with the same β₁ at every step: the first step is 1.47 η in each coordinate. In the "
        "paper, PyTorch and Keras β₁ grows from half its value, β₁(1 − ½·0.96^(0.004 t)): there it is 1.06 η."
    )

    def transform(self) -> optax.GradientTransformation:
        return optax.nadam(self.lr, self.beta1, self.beta2, self.eps)


@OPTIMIZERS.register
class AMSGrad(AdamFamily):
    """AMSGrad: Adam whose v̂ may never shrink, so its learning rate never grows again."""

    key = "amsgrad"
    name = "AMSGrad"
    source = "Reddi, Kale and Kumar (2018), On the convergence of Adam and beyond"
    group = Group.ADAM
    latex = (
        r"v^{\max}_t = \max(v^{\max}_{t-1}, \hat v_t)",
        r"x_{t+1} = x_t - \eta\, \frac{\hat m_t}{\sqrt{v^{\max}_t} + \varepsilon}",
    )
    convention = (
        "As Optax computes it: v is corrected for its start at 0 before the maximum is taken. "
        "PyTorch and Keras correct the maximum; the paper corrects neither mean."
    )

    def transform(self) -> optax.GradientTransformation:
        return optax.amsgrad(self.lr, self.beta1, self.beta2, self.eps)


@OPTIMIZERS.register
class RAdam(AdamFamily):
    """RAdam: plain momentum at first, then Adam, scaled by how well v̂ is known yet (r_t)."""

    key = "radam"
    name = "RAdam"
    source = "Liu et al. (2020), On the variance of the adaptive learning rate and beyond"
    group = Group.ADAM
    latex = (
        r"\rho_t = \rho_\infty - \frac{2 (t+1) \beta_2^{t+1}}{1 - \beta_2^{t+1}},\quad"
        r" \rho_\infty = \frac{2}{1 - \beta_2} - 1",
        r"r_t = \sqrt{\frac{(\rho_t - 4)(\rho_t - 2)\,\rho_\infty}{(\rho_\infty - 4)(\rho_\infty - 2)\,\rho_t}}",
        r"x_{t+1} = x_t - \eta\, r_t \frac{\hat m_t}{\sqrt{\hat v_t} + \varepsilon}"
        r"\text{ if } \rho_t \ge 5,\text{ else } x_t - \eta\, \hat m_t",
    )
    convention = (
        "As Optax computes it: Adam from ρ_t ≥ 5 on (the paper: above 4), ε beside √v̂ "
        "(PyTorch: beside √v, before the correction)."
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
    group = Group.ADAM
    latex = (
        r"s_t = \beta_2 s_{t-1} + (1 - \beta_2)\,(\nabla f(x_t) - m_t)^2 + 10^{-16}",
        r"x_{t+1} = x_t - \eta\, \frac{\hat m_t}{\sqrt{\hat s_t} + \varepsilon}",
    )
    convention = (
        "As Optax computes it: 1e-16 is added to s at every step, ε to the root (the paper: one ε in both places)."
    )

    def transform(self) -> optax.GradientTransformation:
        return optax.adabelief(self.lr, self.beta1, self.beta2, self.eps)


@OPTIMIZERS.register
class Yogi(AdamFamily):
    """Yogi: Adam whose v grows as fast but shrinks slowly, so the learning rate cannot shoot up."""

    key = "yogi"
    name = "Yogi"
    source = "Zaheer et al. (2018), Adaptive methods for nonconvex optimization"
    group = Group.ADAM
    latex = (
        r"v_t = v_{t-1} - (1 - \beta_2)\, \mathrm{sign}\!\left(v_{t-1} - \nabla f(x_t)^2\right) \nabla f(x_t)^2",
        r"x_{t+1} = x_t - \eta\, \frac{\hat m_t}{\sqrt{\hat v_t} + \varepsilon}",
    )
    convention = (
        "As Optax computes it: m and v start at 1e-6 and are corrected as if they had started at 0, ε = 1e-3. "
        "The paper corrects neither."
    )
    eps: Scalar = epsilon(1e-3)

    def transform(self) -> optax.GradientTransformation:
        return optax.yogi(self.lr, self.beta1, self.beta2, self.eps)


@OPTIMIZERS.register
class Adamax(AdamFamily):
    """Adamax: Adam that divides by the largest recent gradient instead of the root of a mean square."""

    key = "adamax"
    name = "Adamax"
    source = "Kingma and Ba (2015), Adam, section 7.1"
    group = Group.ADAM
    latex = (
        r"u_t = \max(\beta_2 u_{t-1}, |\nabla f(x_t)| + \varepsilon)",
        r"x_{t+1} = x_t - \eta\, \frac{\hat m_t}{u_t}",
    )
    convention = "As Optax and PyTorch compute it: ε is added to |∇f(x)| (the paper has none; Keras adds it to u)."

    def transform(self) -> optax.GradientTransformation:
        return optax.adamax(self.lr, self.beta1, self.beta2, self.eps)

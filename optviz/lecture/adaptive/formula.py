"""The formula: gradient descent against the lecture's AdaGrad-Norm, which divides by a root of squared gradients."""

from optviz.figures.board import Board, Chart, Series
from optviz.lecture.adaptive.common import (
    Comparison,
    bowl,
    cases_of,
    change_switch,
    compare,
    eps_slider,
    kappa_slider,
    lr_slider,
    rule,
    start_of,
    start_sliders,
    switched,
)
from optviz.lecture.adaptive.panels import bowl_background, comparison_board, loss_chart, path_axes, rate_chart
from optviz.lecture.section import Preset, Section, Values

STEPS = 100
GD = (r"x_{t+1} = x_t - \eta \cdot \nabla f(x_t)", r"<<@_x_next>> = <<@_x>> - <<lr>> \cdot <<@_grad>>")
ADAGRAD_NORM = (
    r"x_{t+1} = x_t - \frac{\eta}{\boxed{\sqrt{\varepsilon + \textstyle\sum_{j=0}^{t} \lVert \nabla f(x_j) \rVert^2}}}"
    r" \cdot \nabla f(x_t)",
    r"<<@_x_next>> = <<@_x>> - \frac{<<lr>>}{\sqrt{<<eps>> + <<@_sum>>}} \cdot <<@_grad>>",
)


def formula_runs(values: Values) -> Comparison:
    """Return GD (A) and the lecture's formula, AdaGrad-Norm (B)."""
    lr = values["lr"]
    rules = switched(values, rule("gd", lr=lr), rule("adagrad_norm", lr=lr, eps=values["eps"]))
    return compare(bowl(values), start_of(values), STEPS, *rules)


def formula_board(values: Values) -> Board:
    """GD against the lecture's formula: the sum of squared gradients, the learning rate it leaves, the loss."""
    comparison = formula_runs(values)
    _, (label, b) = comparison.labelled
    total = Series(label, b.run.quantities["s_next"][:, 0], b.look)
    return comparison_board(
        comparison,
        values,
        "Gradient descent and AdaGrad-Norm on a bowl",
        path_axes(comparison),
        (
            Chart("sum", "B: sum of all ‖∇f‖²", (total,), legend=False),
            rate_chart(comparison, 0, "effective learning rate ηₜ"),
            loss_chart(comparison),
        ),
        (GD, ADAGRAD_NORM if values["change"] else GD),
    )


FORMULA = Section(
    "formula",
    "The formula",
    controls=(
        change_switch("adaptive step on"),
        lr_slider(0.5, 100.0),
        eps_slider(1e-8),
        kappa_slider(10.0),
        *start_sliders(-2.5, 1.5),
    ),
    presets=(
        Preset("formula_small", "η = 0.15: here GD is quicker", {"lr": 0.15}),
        Preset("formula_large", "η = 0.5: too much for GD", {"lr": 0.5}),
        Preset("formula_huge", "η = 100: GD overflows, B comes back", {"lr": 100.0}),
        Preset("formula_minimum", "Start at the minimum: 0 over √ε", {"x0": 0.0, "y0": 0.0}),
    ),
    draw=formula_board,
    program=lambda values: cases_of(formula_runs(values), STEPS),
    background=bowl_background,
)

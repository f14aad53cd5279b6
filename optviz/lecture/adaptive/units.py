"""Adadelta: RMSprop with a chosen η against Adadelta, which takes the size of its own steps for it."""

from optviz.figures.board import Board
from optviz.lecture.adaptive.common import (
    Comparison,
    bowl,
    cases_of,
    change_switch,
    compare,
    decay_slider,
    eps_slider,
    kappa_slider,
    lr_slider,
    rule,
    start_of,
    start_sliders,
    switched,
)
from optviz.lecture.adaptive.panels import (
    bowl_background,
    comparison_board,
    loss_chart,
    path_axes,
    rate_chart,
    step_chart,
)
from optviz.lecture.section import Preset, Section, Values

STEPS = 300
STEP = r"<<@_x_next>> = <<@_x>> - <<@_rate>> \cdot <<@_grad>>"
RMSPROP = (r"x_{t+1} = x_t - \frac{\eta}{\sqrt{s_t} + \varepsilon} \cdot \nabla f(x_t)", STEP)
ADADELTA = (
    r"x_{t+1} = x_t - \frac{\boxed{\sqrt{u_{t-1} + \varepsilon}}}{\sqrt{s_t + \varepsilon}} \cdot \nabla f(x_t)",
    STEP,
)


def units_runs(values: Values) -> Comparison:
    """Return RMSprop with its η (A) and Adadelta, which takes the size of its own steps for it (B)."""
    a = rule("rmsprop", lr=values["lr"], rho=values["rho"])
    b = rule("adadelta", lr=1.0, rho=values["rho"], eps=values["eps"])
    return compare(bowl(values), start_of(values), STEPS, *switched(values, a, b))


def units_board(values: Values) -> Board:
    """RMSprop with a chosen η against Adadelta, whose steps grow out of √ε."""
    comparison = units_runs(values)
    return comparison_board(
        comparison,
        values,
        "RMSprop and Adadelta on a bowl",
        path_axes(comparison),
        (
            step_chart(comparison, "length of the step"),
            rate_chart(comparison, 0),
            loss_chart(comparison),
        ),
        (RMSPROP, ADADELTA if values["change"] else RMSPROP),
    )


UNITS = Section(
    "units",
    "Adadelta",
    controls=(
        change_switch("RMS of updates instead of η"),
        lr_slider(0.05, help="Of RMSprop; Adadelta has none."),
        decay_slider(0.9),
        eps_slider(1e-6),
        kappa_slider(10.0),
        *start_sliders(-2.5, 1.5),
    ),
    presets=(
        Preset("units_slow", "ε = 10⁻⁸: a tenth of the first step", {"eps": 1e-8}),
        Preset("units_quick", "ε = 10⁻⁴: ten times the first step", {"eps": 1e-4}),
        Preset("units_eta", "η = 0.5: A jumps, B does not care", {"lr": 0.5}),
    ),
    draw=units_board,
    program=lambda values: cases_of(units_runs(values), STEPS),
    background=bowl_background,
)

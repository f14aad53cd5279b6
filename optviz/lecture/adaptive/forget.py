"""RMSprop: AdaGrad, whose sum keeps a steep wall for ever, against RMSprop, whose mean forgets it."""

from optviz.core.surfaces import SURFACES
from optviz.figures.board import Board
from optviz.lecture.adaptive.common import (
    Comparison,
    cases_of,
    change_switch,
    compare,
    decay_slider,
    lr_slider,
    rule,
    start_of,
    start_sliders,
    switched,
)
from optviz.lecture.adaptive.panels import comparison_board, loss_chart, path_axes, rate_chart, surface_background
from optviz.lecture.section import Preset, Section, Values

STEPS = 300
ADAGRAD = (r"s_t = s_{t-1} + \nabla f(x_t)^2", r"<<@_s_next>> = <<@_s>> + <<@_grad>>^2")
RMSPROP = (
    r"s_t = \boxed{\rho}\, s_{t-1} + \boxed{(1 - \rho)}\, \nabla f(x_t)^2",
    r"<<@_s_next>> = <<rho>> \cdot <<@_s>> + (1 - <<rho>>) \cdot <<@_grad>>^2",
)


def forget_runs(values: Values) -> Comparison:
    """Return AdaGrad (A), whose sum keeps the wall, and RMSprop (B), whose mean forgets it."""
    lr = values["lr"]
    rules = switched(values, rule("adagrad", lr=lr), rule("rmsprop", lr=lr, rho=values["rho"]))
    return compare(SURFACES["cliff"](), start_of(values), STEPS, *rules)


def forget_board(values: Values) -> Board:
    """AdaGrad against RMSprop from a steep wall: the learning rate that stays down and the one that recovers."""
    comparison = forget_runs(values)
    return comparison_board(
        comparison,
        values,
        "AdaGrad and RMSprop from a steep wall",
        path_axes(comparison),
        (
            rate_chart(comparison, 0),
            rate_chart(comparison, 1),
            loss_chart(comparison),
        ),
        (ADAGRAD, RMSPROP if values["change"] else ADAGRAD),
    )


FORGET = Section(
    "forget",
    "RMSprop",
    controls=(
        change_switch("mean instead of sum"),
        lr_slider(0.05),
        decay_slider(0.9),
        *start_sliders(1.0, -2.0, (2.5, 2.5)),
    ),
    presets=(
        Preset("forget_wall", "ρ = 0.9: the wall is soon forgotten", {"rho": 0.9}),
        Preset("forget_slow", "ρ = 0.99: hardly forgotten", {"rho": 0.99}),
        Preset("forget_none", "ρ = 0: the last gradient alone", {"rho": 0.0}),
        Preset("forget_rest", "η = 0.5: B never comes to rest", {"lr": 0.5}),
    ),
    draw=forget_board,
    program=lambda values: cases_of(forget_runs(values), STEPS),
    background=lambda _: surface_background("cliff", SURFACES["cliff"]()),
)

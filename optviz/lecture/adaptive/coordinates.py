"""Per coordinate: one learning rate for all coordinates against one for each, on a badly scaled bowl."""

from optviz.figures.board import Board
from optviz.lecture.adaptive.common import (
    Comparison,
    bowl,
    cases_of,
    change_switch,
    compare,
    kappa_slider,
    lr_slider,
    rule,
    start_of,
    start_sliders,
    switched,
)
from optviz.lecture.adaptive.panels import bowl_background, comparison_board, loss_chart, path_axes, rate_chart
from optviz.lecture.section import Preset, Section, Values

STEPS = 150
ADAGRAD_NORM = (
    r"\eta_t = \frac{\eta}{\sqrt{\varepsilon + \textstyle\sum_{j=0}^{t} \lVert \nabla f(x_j) \rVert^2}}",
    r"<<@_one>> = \frac{<<lr>>}{\sqrt{<<eps>> + <<@_sum>>}}",
)
ADAGRAD = (
    r"\eta_t = \frac{\eta}{\sqrt{\textstyle\sum_{j=0}^{t} \boxed{\nabla f(x_j)^2}} + \varepsilon}",
    r"<<@_rate>> = \frac{<<lr>>}{\sqrt{<<@_s_next>>} + <<eps>>}",
)


def coordinates_runs(values: Values) -> Comparison:
    """Return one learning rate for all coordinates (A) and one for each (B)."""
    lr = values["lr"]
    rules = switched(values, rule("adagrad_norm", lr=lr), rule("adagrad", lr=lr))
    return compare(bowl(values), start_of(values), STEPS, *rules)


def coordinates_board(values: Values) -> Board:
    """One learning rate for all against one for each coordinate, on a badly scaled bowl."""
    comparison = coordinates_runs(values)
    return comparison_board(
        comparison,
        values,
        "AdaGrad-Norm and AdaGrad on a badly scaled bowl",
        path_axes(comparison),
        (
            rate_chart(comparison, 0),
            rate_chart(comparison, 1, log=False),
            loss_chart(comparison),
        ),
        (ADAGRAD_NORM, ADAGRAD if values["change"] else ADAGRAD_NORM),
    )


COORDINATES = Section(
    "coordinates",
    "Per coordinate",
    controls=(
        change_switch("a rate for each coordinate"),
        lr_slider(0.5),
        kappa_slider(100.0),
        *start_sliders(-2.0, 0.6),
    ),
    presets=(
        Preset("coordinates_narrow", "κ = 1000: AdaGrad does not notice", {"kappa": 1000.0}),
        Preset("coordinates_round", "κ = 1: a round bowl", {"kappa": 1.0}),
        Preset("coordinates_axis", "Start on the axis: A and B are one rule", {"y0": 0.0}),
    ),
    draw=coordinates_board,
    program=lambda values: cases_of(coordinates_runs(values), STEPS),
    background=bowl_background,
)

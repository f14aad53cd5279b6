"""Adam: RMSprop with momentum and bias correction (B), against the same without one of them or both (A)."""

from optviz.core.surfaces import SURFACES, Surface
from optviz.core.surfaces.bowls import Quadratic
from optviz.figures.board import Background, Board
from optviz.lecture.adaptive.common import (
    Comparison,
    Window,
    cases_of,
    compare,
    decay_slider,
    lr_slider,
    on_easom,
    rule,
    surface_choice,
    surface_start_of,
    surface_start_sliders,
)
from optviz.lecture.adaptive.panels import (
    EASOM_START,
    FormulaLine,
    comparison_board,
    loss_chart,
    path_axes,
    rate_chart,
    step_chart,
    surface_background,
)
from optviz.lecture.controls import Choice, Slider, Switch
from optviz.lecture.section import Preset, Section, Values

STEPS = 150
KAPPA = 10.0
DIP: Window = ((-0.5, 6.5), (-0.5, 6.5))
"""The part of Easom's surface that is shown: its dip and the plain around it."""

NOISE_HELP = "Gaussian noise on every gradient: a model of mini-batches."
Additions = dict[str, bool]


def adam_name(momentum: bool, correct: bool) -> str:
    """Return what RMSprop with these additions is called."""
    if momentum and correct:
        return "Adam"
    return "RMSprop" + " + momentum" * momentum + " + correction" * correct


def left_out(values: Values) -> frozenset[str]:
    """Return which of B's additions A goes without."""
    return frozenset(("momentum", "correct") if values["without"] == "both" else (values["without"],))


def additions(values: Values) -> tuple[Additions, Additions]:
    """Return which additions A has, and which B has."""
    b = {name: values[name] for name in ("momentum", "correct")}
    return {name: on and name not in left_out(values) for name, on in b.items()}, b


def adam_surface(values: Values) -> Surface:
    """Return Easom's surface or a bowl."""
    return SURFACES["easom"]() if on_easom(values) else Quadratic(kappa=KAPPA)


def adam_runs(values: Values) -> Comparison:
    """Return RMSprop with momentum and bias correction, as switched on (B), and without one of them or both (A)."""
    settings = {"lr": values["lr"], "beta": values["beta1"], "rho": values["beta2"]}
    a, b = (
        rule("rmsprop", adam_name(**switches), look, **settings, **switches)
        for switches, look in zip(additions(values), ("rmsprop", "adam"), strict=True)
    )
    return compare(adam_surface(values), surface_start_of(values), STEPS, a, b, noise=values["sigma"])


def adam_formula(on: Additions, boxes: frozenset[str] = frozenset()) -> FormulaLine:
    """Return the rule with the additions that are on; those in ``boxes`` in a box."""
    hat = r"\hat " if on["correct"] else ""
    corrected = on["correct"] and "correct" in boxes
    top = rf"{hat}m_t" if on["momentum"] else r"\nabla f(x_t)"
    top = boxed(top, on["momentum"] and ("momentum" in boxes or corrected))
    below = boxed(f"{hat}v_t", corrected)
    symbols = rf"x_{{t+1}} = x_t - \eta\, \frac{{{top}}}{{\sqrt{{{below}}} + \varepsilon}}"
    return symbols, r"<<@_x_next>> = <<@_x>> - <<@_rate>> \cdot <<@_m_hat>>"


def boxed(latex: str, box: bool) -> str:
    """Return ``latex``, in a box where it is what B adds."""
    return rf"\boxed{{{latex}}}" if box else latex


def adam_board(values: Values) -> Board:
    """RMSprop, momentum and bias correction: B as switched on, A without."""
    comparison = adam_runs(values)
    a, b = additions(values)
    easom = on_easom(values)
    return comparison_board(
        comparison,
        values,
        "A and B on " + ("Easom's surface" if easom else "a bowl"),
        path_axes(comparison, DIP, drag=EASOM_START) if easom else path_axes(comparison),
        (
            step_chart(comparison, "step along x₁, in units of η", values["lr"], 0),
            rate_chart(comparison, 0),
            loss_chart(comparison),
        ),
        (adam_formula(a), adam_formula(b, left_out(values))),
    )


def adam_background(values: Values) -> Background:
    """Return Easom's surface or the bowl."""
    surface = adam_surface(values)
    return (
        surface_background("easom/hole", surface, DIP)
        if on_easom(values)
        else surface_background(f"bowl/{KAPPA!r}", surface)
    )


ADAM = Section(
    "adam",
    "Adam",
    controls=(
        Switch("momentum", "B: momentum", True),
        Switch("correct", "B: bias correction", True),
        Choice(
            "without",
            "A: without",
            (("both", "both"), ("momentum", "momentum"), ("correct", "correction")),
            "both",
        ),
        lr_slider(0.1),
        decay_slider(0.9, r"\beta_1", "beta1", "first"),
        decay_slider(0.999, r"\beta_2", "beta2"),
        Slider("sigma", r"\sigma", "gradient noise", 0.0, 0.0, 10.0, "square", NOISE_HELP),
        surface_choice(("bowl", "bowl"), "Easom's minimum", "easom"),
        *surface_start_sliders("bowl", (-2.5, 1.5), (2.0, 4.1)),
    ),
    presets=(
        Preset("adam_both", "RMSprop is thrown past the dip", {"without": "both"}),
        Preset(
            "adam_momentum",
            "Add momentum: fewer turns back",
            {"without": "momentum", "sigma": 3.0, "ground": "bowl"},
        ),
        Preset(
            "adam_correction",
            "Add bias correction: no jump at first",
            {"without": "correct", "ground": "bowl"},
        ),
    ),
    draw=adam_board,
    program=lambda values: cases_of(adam_runs(values), STEPS, values["sigma"]),
    background=adam_background,
)

"""ε inside or outside: the same rule with ε outside the root (A) and inside it (B), where the surface is flat."""

import dataclasses

import numpy as np

from optviz.core.optimizers.composed import epsilon_gap
from optviz.core.surfaces import SURFACES, Surface
from optviz.core.surfaces.bowls import Quadratic
from optviz.figures.board import Axes, Axis, Background, Board, Line, Points
from optviz.lecture.adaptive.common import (
    Comparison,
    Window,
    change_switch,
    compare,
    eps_slider,
    lr_slider,
    on_easom,
    rule,
    surface_choice,
    surface_start_of,
    surface_start_sliders,
    switched,
)
from optviz.lecture.adaptive.panels import EASOM_START, comparison_board, path_axes, rate_chart, surface_background
from optviz.lecture.controls import Choice, Slider, VisibleIf
from optviz.lecture.section import Preset, Section, Values

STEPS = 100
PLATEAU: Window = ((-0.5, 4.5), (-0.5, 4.5))
"""The part of Easom's surface that is shown."""

OUTSIDE = (
    r"\eta_t = \frac{\eta}{\sqrt{s_t} + \varepsilon}",
    r"<<@_rate>> = \frac{<<lr>>}{\sqrt{<<@_s_hat>>} + <<eps>>}",
)
INSIDE = (
    r"\eta_t = \frac{\eta}{\sqrt{s_t + \boxed{\varepsilon}}}",
    r"<<@_rate>> = \frac{<<lr>>}{\sqrt{<<@_s_hat>> + <<eps>>}}",
)


def epsilon_surface(values: Values) -> Surface:
    """Return Easom's surface or a valley, f = (x² + a y²)/2."""
    return SURFACES["easom"]() if on_easom(values) else Quadratic(kappa=values["flat"])


def epsilon_runs(values: Values) -> Comparison:
    """Return the same rule with ε outside the root (A) and inside it (B), where the surface is flat."""
    key = values["rule"]
    settings = {"lr": values["lr"], "eps": values["eps"], "rho": 0.999 if key == "adam" else 0.9}
    a = rule(key, "ε outside", **settings)
    b = rule(key, "ε inside", "momentum", **settings, inside=True)
    return compare(epsilon_surface(values), surface_start_of(values), STEPS, *switched(values, a, b))


def gap_axes(comparison: Comparison, eps: float) -> Axes:
    """Return how many times longer a step is with ε outside, against the accumulator's root, and where A is on it."""
    root = np.logspace(-14, 1, 200)
    curve = Line(root, epsilon_gap(root**2, eps), "accent", "", 2.0)
    s_hat = comparison.a.run.quantities["s_hat"]
    marks = tuple(
        Points(np.sqrt(s), epsilon_gap(s, eps), comparison.a.look, mark, labels=(name,))
        for s, name, mark in ((s_hat[:, [0]], "x₁", "dot"), (s_hat[:, [1]], "x₂", "ring"))
    )
    across, up = Axis("√s", 1e-14, 10.0, log=True), Axis("factor", 0.5, 2e8, log=True)
    return Axes("gap", (curve, *marks), across, up, "step with ε outside / step with ε inside")


def epsilon_board(values: Values) -> Board:
    """ε outside the root (A) and inside (B): the flatter the surface, the more it matters."""
    comparison = epsilon_runs(values)
    easom = on_easom(values)
    board = comparison_board(
        comparison,
        values,
        "ε outside and inside the root on " + ("Easom's plateau" if easom else "a flat valley"),
        path_axes(comparison, PLATEAU, drag=EASOM_START) if easom else path_axes(comparison),
        (rate_chart(comparison, 1), gap_axes(comparison, values["eps"])),
        (OUTSIDE, INSIDE if values["change"] else OUTSIDE),
    )
    return dataclasses.replace(board, heights=(1.0, 1.6, 0.0))


def epsilon_background(values: Values) -> Background:
    """Return Easom's plateau or the flat valley."""
    surface = epsilon_surface(values)
    if on_easom(values):
        return surface_background("easom/near", surface, PLATEAU)
    return surface_background(f"bowl/{values['flat']!r}", surface)


EPSILON = Section(
    "epsilon",
    "ε inside or outside",
    controls=(
        change_switch("ε inside the root"),
        Choice("rule", "optimizer", (("adagrad", "AdaGrad"), ("rmsprop", "RMSprop"), ("adam", "Adam")), "rmsprop"),
        surface_choice(("flat", "flat valley"), "Easom's plateau", "flat"),
        VisibleIf(
            "ground",
            ("flat",),
            Slider("flat", "a", "curvature along x₂", 1e-5, 1e-12, 1.0, "log", "f = (x₁² + a x₂²)/2."),
        ),
        lr_slider(0.1),
        eps_slider(1e-8),
        *surface_start_sliders("flat", (-2.5, 1.5), (0.545, 0.545)),
    ),
    presets=(
        Preset("epsilon_67", "A first step 67 times as long", {"flat": 3.125e-6}),
        Preset("epsilon_steep", "a = 1: no difference", {"flat": 1.0}),
        Preset("epsilon_flatter", "a = 10⁻¹²: flat for both", {"flat": 1e-12}),
        Preset("epsilon_easom", "Easom's plateau: 67 again", {"ground": "easom"}),
    ),
    draw=epsilon_board,
    background=epsilon_background,
)

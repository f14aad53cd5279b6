"""Adaptive learning rates, one change at a time: from the lecture's formula to Adam, without (A) and with (B)."""

from optviz.lecture.controls import Choice, Slider, Switch, VisibleIf
from optviz.lecture.section import Page, Preset, Section


def eta(default: float, high: float = 10.0, help: str = "") -> Slider:
    """Return the knob η, from 0 (nobody moves) to ``high``."""
    return Slider("lr", r"\eta", "learning rate", default, 0.0, high, "square", help)


def start(x: float, y: float, window: tuple[float, float] = (3.0, 2.0), names: tuple[str, str] = ("x0", "y0")):
    """Return the knobs of the start point, between ±window."""
    return (
        Slider(names[0], "x_0", "start, x", x, -window[0], window[0]),
        Slider(names[1], "y_0", "start, y", y, -window[1], window[1]),
    )


def kappa(default: float) -> Slider:
    """Return the knob κ of a bowl."""
    return Slider(
        "kappa", r"\kappa", "condition number", default, 1.0, 1000.0, "log", help="How much steeper in y than in x."
    )


def keep(default: float, symbol: str = r"\rho", key: str = "rho", label: str = "decay of squares") -> Slider:
    """Return a knob for how much of a mean is kept each step."""
    return Slider(key, symbol, label, default, 0.0, 0.9999, "one_minus", "How much of the mean is kept at each step.")


def small(default: float) -> Slider:
    """Return the knob ε."""
    help = "Keeps the division finite where the gradient vanishes."
    return Slider("eps", r"\varepsilon", "epsilon", default, 1e-16, 1.0, "log", help)


def change(label: str) -> Switch:
    """Return the switch that gives run B the section's change; off, B follows A's rule."""
    return Switch("change", label, True, "Off: B follows the same rule as A.")


FORMULA = Section(
    "formula",
    "The formula",
    (change("B divides by the root"), eta(0.5, 100.0), small(1e-8), kappa(10.0), *start(-2.5, 1.5)),
    (
        Preset("formula_small", "η = 0.15: here GD is quicker", {"lr": 0.15}),
        Preset("formula_large", "η = 0.5: too much for GD", {"lr": 0.5}),
        Preset("formula_huge", "η = 100: GD overflows, B comes back", {"lr": 100.0}),
        Preset("formula_minimum", "Start at the minimum: 0 over √ε", {"x0": 0.0, "y0": 0.0}),
    ),
)

COORDINATES = Section(
    "coordinates",
    "Per coordinate",
    (change("B has a rate for each coordinate"), eta(0.5), kappa(100.0), *start(-2.0, 0.6)),
    (
        Preset("coordinates_narrow", "κ = 1000: AdaGrad does not notice", {"kappa": 1000.0}),
        Preset("coordinates_round", "κ = 1: a round bowl", {"kappa": 1.0}),
        Preset("coordinates_axis", "Start on the axis: A and B are one rule", {"y0": 0.0}),
    ),
)

ROTATION = Section(
    "rotation",
    "Rotation",
    (
        Slider("angle", r"\varphi", "rotation (degrees)", 45.0, 0.0, 90.0),
        eta(0.5),
        kappa(100.0),
        *start(-2.0, 0.6, (2.0, 2.0)),
    ),
    (
        Preset("rotation_ten", "10° are enough", {"angle": 10.0}),
        Preset("rotation_half", "45°: most of the lead is gone", {"angle": 45.0}),
        Preset("rotation_right", "90°: x and y change places", {"angle": 90.0}),
    ),
)

FORGET = Section(
    "forget",
    "Forgetting",
    (change("B forgets"), eta(0.05), keep(0.9), *start(1.0, -2.0, (2.5, 2.5))),
    (
        Preset("forget_wall", "ρ = 0.9: the wall is soon forgotten", {"rho": 0.9}),
        Preset("forget_slow", "ρ = 0.99: a long memory", {"rho": 0.99}),
        Preset("forget_none", "ρ = 0: no memory at all", {"rho": 0.0}),
        Preset("forget_rest", "η = 0.5: B never comes to rest", {"lr": 0.5}),
    ),
)

UNITS = Section(
    "units",
    "Own units",
    (
        change("B takes its own steps for η"),
        eta(0.05, help="Of RMSprop; Adadelta has none."),
        keep(0.9),
        small(1e-6),
        kappa(10.0),
        *start(-2.5, 1.5),
    ),
    (
        Preset("units_slow", "ε = 10⁻⁸: a tenth of the first step", {"eps": 1e-8}),
        Preset("units_quick", "ε = 10⁻⁴: ten times the first step", {"eps": 1e-4}),
        Preset("units_eta", "η = 0.5: A jumps, B does not care", {"lr": 0.5}),
    ),
)

BOWL, FLAT, EASOM = ("bowl",), ("flat",), ("easom",)

ADAM = Section(
    "adam",
    "Adam",
    (
        Switch("momentum", "B has momentum", True),
        Switch("correct", "B has bias correction", True),
        Choice(
            "without",
            "A is B without",
            (("both", "both"), ("momentum", "momentum"), ("correct", "correction")),
            "both",
        ),
        eta(0.1),
        keep(0.9, r"\beta_1", "beta1", "decay of gradients"),
        keep(0.999, r"\beta_2", "beta2"),
        Slider("sigma", r"\sigma", "gradient noise", 0.0, 0.0, 10.0, "square", "As from a mini-batch."),
        Choice("ground", "Background", (("bowl", "bowl, κ = 10"), ("easom", "Easom's hole")), "easom"),
        *(VisibleIf("ground", BOWL, one) for one in start(-2.5, 1.5)),
        *(VisibleIf("ground", EASOM, one) for one in start(2.0, 4.1, (8.0, 8.0), ("ex", "ey"))),
    ),
    (
        Preset("adam_both", "RMSprop is thrown past the hole", {"without": "both"}),
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
)

EPSILON = Section(
    "epsilon",
    "Where ε sits",
    (
        change("B has ε inside the root"),
        Choice("rule", "Rule", (("adagrad", "AdaGrad"), ("rmsprop", "RMSprop"), ("adam", "Adam")), "rmsprop"),
        Choice("ground", "Background", (("flat", "flat valley"), ("easom", "Easom's plateau")), "flat"),
        VisibleIf("ground", FLAT, Slider("flat", "a", "slope along y", 1e-5, 1e-12, 1.0, "log", "f = (x² + a y²)/2.")),
        eta(0.1),
        small(1e-8),
        *(VisibleIf("ground", FLAT, one) for one in start(-2.5, 1.5)),
        *(VisibleIf("ground", EASOM, one) for one in start(0.545, 0.545, (8.0, 8.0), ("ex", "ey"))),
    ),
    (
        Preset("epsilon_67", "A first step 67 times as long", {"flat": 3.125e-6}),
        Preset("epsilon_steep", "a = 1: no difference", {"flat": 1.0}),
        Preset("epsilon_flatter", "a = 10⁻¹²: flat for both", {"flat": 1e-12}),
        Preset("epsilon_easom", "Easom's plateau: 67 again", {"ground": "easom"}),
    ),
)

IDEAS = Section(
    "ideas",
    "Three ideas",
    (
        eta(0.1, help="Of all but Adadelta, which has none."),
        Slider("y0", "y_0", "start beside the ridge", 1e-4, 0.0, 1.0, "square"),
        Slider("x0", "x_0", "start, x", -1.5, -2.0, 2.0),
    ),
    (
        Preset("ideas_race", "The lecture's race off the saddle", {}, 0),
        Preset("ideas_hair", "A hundred times nearer to the ridge", {"y0": 1e-6}),
        Preset("ideas_ridge", "Exactly on the ridge: nobody leaves", {"y0": 0.0}),
    ),
)

PAGE = Page(
    "adaptive",
    "Adaptive rates",
    (FORMULA, COORDINATES, ROTATION, FORGET, UNITS, ADAM, EPSILON, IDEAS),
)

"""Two dimensions and their traps: the gradient, local minima, saddles, basins, and the way off a ridge."""

from collections.abc import Mapping

from optviz.core.optimizers import OPTIMIZERS
from optviz.core.surfaces import BUILT_IN
from optviz.lecture.controls import Choice, Control, Randomize, Slider, Switch, VisibleIf
from optviz.lecture.section import Page, Preset, Section, Value

RULES = ("gd", "momentum", "nag", "adagrad_norm", "adagrad", "adadelta", "rmsprop", "adam")
"""What rolls on this page; SGD's noise has a section of its own."""


def surface(default: str) -> Choice:
    """Return the menu of surfaces."""
    return Choice("surface", "surface", tuple((kind.key, kind.name) for kind in BUILT_IN), default)


def lr(default: float, high: float = 0.5) -> Slider:
    """Return the control η; it starts at 0, where nothing moves."""
    return Slider("lr", r"\eta", "learning rate", default, 0.0, high, "square")


def start(x: float, y: float) -> tuple[Slider, Slider]:
    """Return the controls of the start point; it can be dragged on the picture as well."""
    return (
        Slider("x0", "x_0", "start, x", x, -10.0, 10.0),
        Slider("y0", "y_0", "start, y", y, -10.0, 10.0),
    )


def rule_controls(rate: float = 0.01) -> tuple[Control | VisibleIf, ...]:
    """Return the menu of optimizers and the knobs of whichever is chosen; ``rate`` is η as it opens."""
    names = tuple((key, OPTIMIZERS[key].name) for key in RULES)
    once = Slider("lr_sum", r"\eta", "learning rate", 0.5, 0.0, 5.0, "square", "The length of the first step.")
    step = Slider("lr_step", r"\eta", "learning rate", 0.1, 0.0, 2.0, "square", "Roughly the length of every step.")
    beta = Slider("beta", r"\beta", "momentum", 0.9, 0.0, 1.0, help="How much of the past is kept; 0 is none.")
    rho = Slider("rho", r"\rho", "decay of squares", 0.9, 0.0, 0.9999, "one_minus")
    return (
        Choice("rule", "optimizer", names, "gd"),
        VisibleIf("rule", ("gd", "momentum", "nag"), lr(rate)),
        VisibleIf("rule", ("adagrad_norm", "adagrad"), once),
        VisibleIf("rule", ("rmsprop", "adam"), step),
        VisibleIf("rule", ("momentum", "nag", "adam"), beta),
        VisibleIf("rule", ("rmsprop", "adadelta"), rho),
    )


def on(surface: str, x: float, y: float, **more: Value) -> Mapping[str, Value]:
    """Return a preset's values: a surface, a start, and whatever else differs."""
    return {"surface": surface, "x0": x, "y0": y, **more}


HUMPS: Mapping[str, Value] = {"surface": "three_hump_camel", "lr": 0.02}

GRADIENT = Section(
    "gradient",
    "The gradient",
    (
        surface("quadratic"),
        lr(0.05),
        *start(-2.5, 1.5),
        Switch("equal", "arrows of equal length", False, "Then they show the direction alone."),
    ),
    (
        Preset("straight_down", "η = 0.01: straight across the lines", {"lr": 0.01}, 6),
        Preset("zigzag", "η = 0.19: across and back", {"lr": 0.19}, 12),
        Preset("beyond", "η = 0.21: too long a step", {"lr": 0.21}, 12),
        Preset("curved_valley", "A curved valley", on("rosenbrock", -1.2, 1.0, lr=0.001), 100),
        Preset("four_minima", "Four minima and a hill", on("himmelblau", 0.0, 0.0, lr=0.01), 10),
    ),
    start=1,
)

BALLS = Section(
    "balls",
    "Many starts",
    (
        surface("himmelblau"),
        *rule_controls(0.002),
        Slider("side", "n", "balls along a side", 12, 2, 20, whole=True),
    ),
    (
        Preset("balls_four", "Four minima share the balls", {}, 0),
        Preset("balls_camel", "Six minima, two of them the best", {"surface": "six_hump_camel", "lr": 0.02}, 0),
        Preset("balls_gd", "One minimum is best: GD", HUMPS, 0),
        Preset("balls_momentum", "One minimum is best: momentum", dict(HUMPS) | {"rule": "momentum"}, 0),
        Preset("balls_rastrigin", "A hollow for every ball", {"surface": "rastrigin", "lr": 0.002, "side": 20}, 0),
        Preset("balls_saddle", "A saddle keeps none of them", {"surface": "saddle", "lr": 0.05}, 0),
        Preset("balls_fly", "η = 0.1: all of them fly off", {"lr": 0.1}, 0),
    ),
    start=0,
)

SUBOPTIMAL = Section(
    "suboptimal",
    "Suboptimal",
    (surface("six_hump_camel"), lr(0.05), *start(-1.9, -1.0)),
    (
        Preset("stuck_high", "Stuck in the worst of six minima"),
        Preset("found_best", "From here: the global minimum", {"x0": -1.1, "y0": 1.0}),
        Preset("on_the_saddle", "A start at a saddle never moves", {"x0": 0.0, "y0": 0.0}),
        Preset("along_the_ridge", "Along a ridge into the saddle", on("saddle", -1.5, 0.0)),
        Preset("nine_points", "4 minima, 4 saddles, 1 maximum", on("himmelblau", 0.0, 0.0, lr=0.01)),
        Preset("no_verdict", "Where the Hessian is silent", on("monkey_saddle", 1.5, 0.0)),
        Preset("very_many", "Rastrigin: 441 critical points", on("rastrigin", 3.3, -2.4, lr=0.002)),
    ),
)

BASINS = Section(
    "basins",
    "Basins",
    (
        surface("himmelblau"),
        *rule_controls(),
        Slider("steps", "T", "steps", 500, 1, 1000, whole=True),
        *start(-1.0, 4.0),
    ),
    (
        Preset("four_basins", "GD: four basins"),
        Preset("one_lost", "η = 0.016: one minimum is lost", {"lr": 0.016}),
        Preset("two_left", "η = 0.02: two are lost", {"lr": 0.02}),
        Preset("momentum_frays", "Momentum frays the borders", {"rule": "momentum", "lr": 0.01}),
        Preset("camel_gd", "Three humps, GD", on("three_hump_camel", -2.2, 1.5, lr=0.02)),
        Preset("camel_momentum", "Three humps, momentum", on("three_hump_camel", -2.2, 1.5, lr=0.02, rule="momentum")),
        Preset("quadrants", "Coordinates that do not interact", on("styblinski_tang", 0.5, 3.8)),
        Preset("plateau", "On a plateau most starts stay", on("easom", 1.0, 1.2, lr=0.1)),
    ),
)

SADDLE = Section(
    "saddle",
    "The saddle",
    (
        Choice("who", "who runs", (("gd", "GD alone"), ("all", "all eight")), "all"),
        Slider("x0", "x_0", "start, x", -1.5, -2.0, 2.0),
        Slider("y0", "y_0", "start, off the ridge", 0.01, 0.0, 1.0, "square", "0 is exactly on the ridge."),
        lr(0.02, 1.5),
        VisibleIf(
            "who", ("all",), Slider("lr_step", r"\eta'", "learning rate of the adaptive", 0.1, 0.0, 1.0, "square")
        ),
        VisibleIf("who", ("all",), Slider("sigma", r"\sigma", "gradient noise of SGD", 0.01, 0.0, 1.0, "square")),
    ),
    (
        Preset("ridge_gd", "GD on the ridge", {"who": "gd", "y0": 0.0, "lr": 0.05}),
        Preset("hair_gd", "A hair off the ridge", {"who": "gd", "y0": 0.01}),
        Preset("ridge_all", "On the ridge only noise helps", {"y0": 0.0}),
        Preset("hair_all", "The race, a hair off the ridge"),
        Preset("hair_tiny", "A hundred times closer", {"y0": 0.0001}),
    ),
)

ESCAPE = Section(
    "escape",
    "Escape by noise",
    (
        Slider("sigma", r"\sigma", "gradient noise", 0.001, 1e-8, 1.0, "log"),
        Slider("lr", r"\eta", "learning rate", 0.05, 0.0, 0.5, "square"),
        Slider("seed", "", "noise number", 0, 0, 255, whole=True),
        Randomize("shake", "Other noise", ("seed",)),
    ),
    (
        Preset("escape_typical", "σ = 0.001"),
        Preset("escape_faint", "σ = 0.00000001", {"sigma": 1e-8}),
        Preset("escape_fast", "η twice as large", {"lr": 0.1}),
        Preset("escape_slow", "η = 0.01", {"lr": 0.01}),
    ),
)

PAGE = Page("traps", "Traps", (GRADIENT, BALLS, SUBOPTIMAL, BASINS, SADDLE, ESCAPE))

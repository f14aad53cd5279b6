"""Momentum, the slide "Adding Momentum": its sections, controls and presets."""

from optviz.core.quadratic.rates import best
from optviz.lecture.controls import Choice, Randomize, Slider, Switch
from optviz.lecture.section import Page, Preset, Section

KAPPA = 10.0
"""λₙ/λ₁ of the bowl in the sections that do not turn it."""

BEST = best("momentum", 1.0, 100.0)
RULES = (("momentum", "momentum"), ("nag", "NAG"))
SHOWS = (("theory", "theory"), ("measured", "measured"), ("difference", "gap"))


def lr(default: float, high: float, help: str = "") -> Slider:
    """Return the control η; it starts at 0, where nothing moves."""
    return Slider("lr", r"\eta", "learning rate", default, 0.0, high, "square", help)


def beta(default: float, key: str = "beta", symbol: str = r"\beta") -> Slider:
    """Return a control β; it ends at 1, where heavy ball never settles."""
    return Slider(key, symbol, "momentum", default, 0.0, 1.0, help="How much of the last step is kept; 0 is plain GD.")


def kappa(default: float) -> Slider:
    """Return the control κ; the curvatures are 1 along x and κ along y."""
    help = "Curvature across the valley, where that along it is 1. At 1 the bowl is round."
    return Slider("kappa", r"\kappa", "condition number", default, 1.0, 1000.0, "log", help)


def start(x: float = -2.5, y: float = 1.5) -> tuple[Slider, Slider]:
    """Return the controls of the start point; it can be dragged on the plane as well."""
    return (
        Slider("x0", "x_0", "start, along the valley", x, -3.0, 3.0),
        Slider("y0", "y_0", "start, across the valley", y, -2.0, 2.0),
    )


TWO_PARTS = Section(
    "two_parts",
    "Two parts of a step",
    (lr(0.18, 0.5), beta(0.2), *start()),
    (
        Preset("no_sharp_turns", "β = 0.2 takes out the sharp turns", {}, 3),
        Preset("no_memory", "β = 0 is gradient descent", {"beta": 0.0}, 8),
        Preset("both_parts", "β = 0.9: memory outweighs the slope", {"lr": 0.02, "beta": 0.9}, 9),
        Preset("longer_steps", "β = 0.7: longer steps, there first", {"lr": 0.05, "beta": 0.7}, 18),
    ),
    start=2,
)

SMOOTH = Section(
    "smooth",
    "Smoother SGD",
    (
        Choice("pace", "momentum's η", (("same", "the same η"), ("matched", "η(1 − β)")), "matched"),
        Slider("sigma", r"\sigma", "gradient noise", 3.0, 0.0, 10.0),
        lr(0.02, 0.1),
        beta(0.9),
        Slider("seed", "", "noise number", 1, 0, 999, whole=True),
        Randomize("shake", "Other noise", ("seed",)),
    ),
    (
        Preset("smoother", "Smooth: as fast, a quarter of the turning", {}, 80),
        Preset("quicker", "Quick: the same η, there in a third of the steps", {"pace": "same", "sigma": 1.0}),
        Preset("wider_ball", "The price: a wider ball of noise", {"pace": "same", "sigma": 3.0}),
        Preset("no_noise", "Without noise", {"sigma": 0.0}),
    ),
    start=80,
)

TOO_MUCH = Section(
    "too_much",
    "Too much",
    (
        lr(0.05, 0.5),
        beta(0.5, "beta_1", r"\beta_1"),
        beta(0.9, "beta_2", r"\beta_2"),
        beta(0.99, "beta_3", r"\beta_3"),
        *start(),
    ),
    (
        Preset("too_much_momentum", "β = 0.5, 0.9, 0.99", {}, 40),
        Preset("endless", "β = 1 never settles", {"beta_1": 0.9, "beta_2": 0.99, "beta_3": 1.0}),
        Preset("eta_is_no_cure", "A smaller η does not help 0.99", {"lr": 0.005}),
        Preset("flat_valley", "Tiny η: now much is right", {"lr": 0.0005}),
    ),
    start=40,
)

MAP = Section(
    "map",
    "The map",
    (
        kappa(100.0),
        Choice("rule", "rule", RULES, "momentum"),
        Choice("show", "show", SHOWS, "theory"),
        lr(0.03, 4.2),
        beta(0.9),
    ),
    (
        Preset("best_heavy_ball", "The best point, κ = 100", {"lr": BEST.lr, "beta": BEST.beta}),
        Preset("best_gd", "The best without momentum", {"lr": 2 / 101, "beta": 0.0}),
        Preset("measured", "Measured on real runs", {"show": "measured"}),
        Preset("difference", "Measured − theory", {"show": "difference"}),
        Preset("beyond_gd", "Beyond GD's limit", {"lr": 0.03, "beta": 0.8}),
        Preset("outside", "Outside: it diverges", {"lr": 0.037, "beta": 0.8}),
        Preset("nag_map", "NAG's map: narrower", {"rule": "nag", "lr": 0.0133, "beta": 0.793}),
    ),
)

OSCILLATORS = Section(
    "oscillators",
    "Two oscillators",
    (kappa(100.0), lr(0.01, 4.2), beta(0.81), *start()),
    (
        Preset("critical", "Critical along the valley", {"beta": 0.81}),
        Preset("over", "Over-damped along the valley", {"beta": 0.5}),
        Preset("under", "Under-damped both", {"beta": 0.95}),
        Preset("flips", "Flipping across", {"lr": 0.03, "beta": 0.52}),
        Preset("both_critical", "The best: critical both", {"lr": BEST.lr, "beta": BEST.beta}),
        Preset("frictionless", "β = 1: no damping", {"beta": 1.0}),
    ),
)

NAG = Section(
    "nag",
    "NAG looks ahead",
    (kappa(20.0), lr(0.03, 4.2), beta(0.9), *start(), Switch("arrows", "arrows", True)),
    (
        Preset("look_ahead", "Where each takes its slope", {}, 3),
        Preset("nag_damps", "The same η and β: NAG damps the swing", {}, 60),
        Preset("nag_limit", "NAG's limit comes first", {"lr": 0.07}, 8),
        Preset("small_steps", "Small η: hardly a difference", {"lr": 0.0005}),
    ),
    start=3,
)

PAGE = Page("momentum", "Momentum", (TWO_PARTS, SMOOTH, TOO_MUCH, MAP, OSCILLATORS, NAG))

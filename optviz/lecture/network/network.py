"""Neural network, the slides "Loss minimization" and "Going back to Neural Networks": sections, controls, presets."""

from optviz.core.network.mlp import MAX_WIDTH
from optviz.core.optimizers import OPTIMIZERS
from optviz.lecture.controls import Choice, Points, Randomize, Slider, Switch
from optviz.lecture.network import common as runs
from optviz.lecture.section import Page, Preset, Section

TOYS = (("moons", "moons"), ("circles", "circles"), ("spirals", "spirals"), ("blobs", "blobs"))
ACTIVATIONS = (("relu", "ReLU"), ("tanh", "tanh"), ("sigmoid", "sigmoid"))
# In mini-batches gradient descent is SGD; the registry's own "sgd" adds artificial noise, which is not needed here.
RULES = tuple((key, "SGD" if key == "gd" else one.name) for key, one in OPTIMIZERS.items() if key != "sgd")
NAMES = dict(RULES)
DIGITS_3D = {"data": "digits", "plane": "random", "view": "3d", "epochs": 20.0}


def noise(default: float = 0.15) -> Slider:
    """Return the control of a toy set's noise."""
    return Slider("noise", r"\sigma", "noise of the data", default, 0.0, 0.6, help="Standard deviation of each point.")


def hidden(default: str = "1", most: int = 3) -> Choice:
    """Return the choice of the number of hidden layers."""
    return Choice("hidden", "hidden layers", tuple((str(k), str(k)) for k in range(most + 1)), default)


def width(default: float = 8.0) -> Slider:
    """Return the control of the hidden layers' width."""
    return Slider("width", "", "units in each", default, 1.0, MAX_WIDTH, "log", whole=True)


def activation(default: str = "relu") -> Choice:
    """Return the choice of a(·)."""
    return Choice("activation", "activation a", ACTIVATIONS, default)


def rate(default: float, key: str = "lr", label: str = "learning rate", symbol: str = r"\eta") -> Slider:
    """Return the control η; its end is far beyond what any net bears."""
    return Slider(key, symbol, label, default, 1e-4, 100.0, "log")


def epochs(default: float, high: float = 200.0) -> Slider:
    """Return the control of the number of epochs."""
    return Slider("epochs", "", "epochs", default, 1.0, high, "log", whole=True)


def seed(default: float = 1.0) -> tuple[Slider, Randomize]:
    """Return the number that fixes first weights and mini-batches, and the button for another one."""
    number = Slider("seed", "", "random number", default, 0.0, 999.0, whole=True)
    return number, Randomize("again", "Other first weights", ("seed",))


NETWORK = Section(
    "network",
    "A network",
    (
        Choice("data", "data", TOYS, "moons"),
        noise(),
        hidden(),
        width(),
        activation(),
        Choice("init", "first weights", (("he", "He"), ("glorot", "Glorot")), "he"),
        rate(0.03),
        epochs(40.0),
        *seed(),
    ),
    (
        Preset("no_hidden", "No hidden layer: a straight line", {"hidden": "0"}),
        Preset("two_units", "Circles, 2 units: not enough", {"data": "circles", "noise": 0.1, "width": 2.0}),
        Preset("eight_units", "Circles, 8 units", {"data": "circles", "noise": 0.1}),
        Preset(
            "spirals",
            "Spirals, 2 × 32 units",
            {"data": "spirals", "noise": 0.03, "hidden": "2", "width": 32.0, "epochs": 100.0},
        ),
        Preset("blobs", "Three classes", {"data": "blobs", "noise": 0.35}),
        Preset(
            "overfit",
            "Noise learned by heart",
            {"noise": 0.5, "hidden": "3", "width": 64.0, "epochs": 200.0, "lr": 0.01},
        ),
    ),
)

LOSS = Section(
    "loss",
    "What the loss sees",
    (
        Choice("brush", "paint class", (("0", "A"), ("1", "B"), ("2", "C")), "0"),
        Points("points", "points", runs.PAINTED, 3, 0, 60, -3.0, 3.0),
        hidden(),
        width(2.0),
        rate(0.05),
        *seed(),
    ),
    (
        Preset("worst", "One point on the wrong side"),
        Preset("bent", "Three layers bend round it", {"hidden": "3", "width": 32.0}),
        Preset("untrained", "Before training", {}, 0),
        Preset("one_class", "A single class", {"points": runs.ONE_CLASS}),
        Preset("nothing", "No points at all", {"points": ()}),
    ),
)


def racer(place: int, rule: str, lr: float) -> tuple[Choice, Slider]:
    """Return the controls of one racer: its rule and its learning rate."""
    options = (("none", "—"), *RULES)
    return Choice(f"rule{place}", f"racer {place}", options, rule), rate(
        lr, f"lr{place}", "its learning rate", rf"\eta_{place}"
    )


RACE = Section(
    "race",
    "Race",
    (
        Choice("data", "data", TOYS, "circles"),
        Choice("count", "against", (("step", "steps"), ("epoch", "epochs")), "step"),
        Choice("layers", "layers of", tuple((str(k), str(k)) for k in (1, 2, 3, 4)), "1"),
        *racer(1, "gd", 0.1),
        *racer(2, "momentum", 0.03),
        *racer(3, "rmsprop", 0.01),
        *racer(4, "adam", 0.01),
        Slider("batch", "B", "batch size", 16.0, 1.0, 150.0, "log", whole=True),
        epochs(30.0, 100.0),
        *seed(),
    ),
    (
        Preset("same_start", "Same weights, same batches"),
        Preset("per_epoch", "Counted in epochs", {"count": "epoch"}),
        Preset("tuned", "SGD with a better η", {"lr1": 0.3, "count": "epoch"}),
        Preset("batch_one", "Batches of one", {"batch": 1.0, "epochs": 10.0}),
        Preset("full_batch", "All points in each step", {"batch": 150.0, "epochs": 100.0, "count": "epoch"}),
        Preset("explodes", "η = 100 explodes", {"lr1": 100.0, "rule2": "none", "rule3": "none"}),
    ),
)

DIGITS = Section(
    "digits",
    "Real digits",
    (
        Choice("rule", "optimizer", RULES, "adam"),
        rate(0.003),
        Slider("batch", "B", "batch size", 32.0, 4.0, 1438.0, "log", whole=True),
        epochs(20.0, 40.0),
        hidden(),
        width(32.0),
        activation("relu"),
        *seed(0.0),
    ),
    (
        Preset("adam_digits", "Adam, 20 epochs"),
        Preset("sgd_digits", "SGD, the same η", {"rule": "gd"}),
        Preset("no_hidden_digits", "No hidden layer", {"hidden": "0"}),
        Preset("first_epoch", "One epoch", {"epochs": 1.0}),
        Preset("fair_digits", "SGD, a hundred times η", {"rule": "gd", "lr": 0.3}),
        Preset("huge_rate", "η = 1 explodes", {"lr": 1.0}),
    ),
)

LANDSCAPE = Section(
    "landscape",
    "Landscape",
    (
        Choice("data", "data", (("circles", "circles"), ("moons", "moons"), ("digits", "digits")), "circles"),
        Choice("plane", "slice", (("pca", "of the paths"), ("random", "random")), "pca"),
        Choice("view", "view", (("2d", "from above"), ("3d", "3-D")), "2d"),
        Choice("center", "centre: end of", (("gd", "SGD"), ("momentum", "Momentum"), ("adam", "Adam")), "adam"),
        rate(0.1, "lr_gd", "learning rate of SGD"),
        rate(0.03, "lr_momentum", "of Momentum"),
        rate(0.01, "lr_adam", "of Adam"),
        epochs(30.0, 60.0),
        Slider("draw", "", "random directions", 0.0, 0.0, 999.0, whole=True),
        *seed(),
    ),
    (
        Preset("paths_plane", "The plane of the paths"),
        Preset("paths_relief", "The same in 3-D", {"view": "3d"}),
        Preset("random_plane", "Random directions", {"plane": "random"}),
        Preset("digits_plane", "Real digits, 2,410 weights", {"data": "digits", "epochs": 20.0, "lr_adam": 0.003}),
        Preset("digits_relief", "Digits, random, 3-D", DIGITS_3D),
    ),
)

SHARPNESS = Section(
    "sharpness",
    "Sharpness",
    (
        Choice("data", "data", (("circles", "circles"), ("moons", "moons"), ("blobs", "blobs")), "circles"),
        Slider("lr", r"\eta", "learning rate", 0.5, 0.01, 10.0, "log"),
        Slider("steps", "T", "steps", 1200.0, 50.0, 3000.0, "log", whole=True),
        hidden("2"),
        width(16.0),
        Switch("log", "loss on a logarithmic axis", True),
        *seed(),
    ),
    (
        Preset("edge", "η = 0.5: up to the edge"),
        Preset("calm", "η = 0.1: far below it", {"lr": 0.1}),
        Preset("half", "η = 0.25: the line is higher", {"lr": 0.25}),
        Preset("over", "Moons", {"data": "moons", "steps": 1500.0}),
        Preset("too_sharp", "η = 3: too sharp from the start", {"lr": 3.0, "steps": 300.0}),
    ),
)

PAGE = Page("network", "Network", (NETWORK, LOSS, RACE, DIGITS, LANDSCAPE, SHARPNESS))
WORK = runs.WORK

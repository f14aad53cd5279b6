"""Stochastic gradients: the loss is an average, so a few examples tell nearly as much as all of them, for less."""

from optviz.core.stochastic.datasets import eight
from optviz.core.stochastic.schedules import SCHEDULES
from optviz.lecture.controls import Choice, Points, Randomize, Slider, VisibleIf
from optviz.lecture.section import Page, Preset, Section, Values

START = (-1.0, 2.5)
LIMIT = 20.0

MODEL = Choice("model", "Model", (("line", "line"), ("logistic", "logistic curve")), "line")


def theta(a: float = START[0], b: float = START[1], words: str = "start") -> tuple[Slider, Slider]:
    """Return the knobs of θ = (a, b)."""
    return (
        Slider("a", "a", f"{words}, slope a", a, -2.0, 6.0),
        Slider("b", "b", f"{words}, height b", b, -5.0, 4.0),
    )


def eta(default: float, low: float = 0.0, high: float = 10.0) -> Slider:
    """Return the knob η; from 0, where nothing moves, unless ``low`` says otherwise."""
    return Slider("lr", r"\eta", "learning rate", default, low, high, "log" if low else "square")


def batch(default: int, high: int = 64, key: str = "batch", symbol: str = "B", label: str = "batch size") -> Slider:
    """Return the knob of a batch size."""
    return Slider(key, symbol, label, default, 1, high, "log", "The examples in one mini-batch.", True)


def shuffle() -> tuple[Slider, Randomize]:
    """Return the knob of the random order, and the button that draws another."""
    return (
        Slider("seed", "s", "seed of the order", 6, 0, 999, "linear", "The same seed, the same order.", True),
        Randomize("again", "Shuffle anew", ("seed",)),
    )


def own_points(model: str) -> Points:
    """Return the control of the points that a person may move, for ``line`` or ``logistic``."""
    default = tuple((float(x), float(y)) for x, y in eight(model).points)
    return Points(f"{model}_points", "data points", default, 2, 1, 60, -LIMIT, LIMIT)


OWN = (VisibleIf("model", ("line",), own_points("line")), VisibleIf("model", ("logistic",), own_points("logistic")))
ONE_X = tuple((1.0, y) for y in (-0.5, 0.5, 1.0, 1.5, 2.5))
OUTLIER = (*own_points("line").default[:7], (2.6, -2.5))
PARTED = ((-1.2, 0.0), (-0.6, 0.0), (-0.1, 0.0), (0.5, 0.0), (0.9, 1.0), (1.5, 1.0), (2.0, 1.0), (2.6, 1.0))

CLASSES = {"model": "logistic", "a": -0.5, "b": 1.0}

AVERAGE = Section(
    "average",
    "An average",
    (MODEL, *OWN, *theta(words="parameter")),
    (
        Preset("average_minimum", "At the minimum the arrows cancel", {"a": 1.08, "b": 0.44}),
        Preset("average_outlier", "One point pulls", {"line_points": OUTLIER, "a": 1.08, "b": 0.44}),
        Preset("average_one", "n = 1: a valley", {"line_points": ((1.0, 1.0),)}),
        Preset("average_same", "All points over one x", {"line_points": ONE_X}),
        Preset("average_classes", "Two classes: a logistic curve", CLASSES),
        Preset("average_parted", "Classes that do not overlap", {**CLASSES, "logistic_points": PARTED}),
    ),
)

SIZES = Choice("n", "Data points n", (("8", "8"), ("100", "100"), ("1000", "1000")), "8")

MINIBATCH = Section(
    "minibatch",
    "Mini-batches",
    (MODEL, SIZES, batch(2, 1000), eta(0.15), *theta(), *shuffle()),
    (
        Preset("batch_two", "The slide: eight points, two a batch", {}, 0),
        Preset("batch_one", "B = 1: one example a step", {"batch": 1}, 0),
        Preset("batch_three", "B = 3: the last batch is smaller", {"batch": 3}, 2),
        Preset("batch_still", "η = 0: only the arrows change", {"lr": 0.0}, 0),
        Preset("batch_many", "32 of 1000: not too far off", {"n": "1000", "batch": 32}, 0),
        Preset("batch_all", "B = n: this is GD", {"batch": 8}, 0),
    ),
    start=0,
)

GD_SGD = Section(
    "gd_sgd",
    "GD against SGD",
    (
        batch(2, 8),
        eta(0.15),
        Slider("epochs", "E", "epochs", 1, 1, 60, "log", "How often every example is used.", True),
        *theta(),
        *shuffle(),
    ),
    (
        Preset("race_epoch", "The slide: one epoch", {}),
        Preset("race_singles", "B = 1: eight steps for one", {"batch": 1}),
        Preset("race_long", "60 epochs: GD overtakes", {"epochs": 60}),
        Preset("race_lost", "η = 0.4: SGD may lose", {"lr": 0.4, "a": -1.0, "b": -1.0}),
    ),
)

COUNTS = Choice(
    "n", "Data points n", tuple((n, f"{int(n):,}") for n in ("8", "100", "1000", "10000", "100000")), "1000"
)

BATCH_SIZE = Section(
    "batch_size",
    "Batch size",
    (
        MODEL,
        COUNTS,
        batch(100, 100_000, "large", r"B_\text{large}", "large batch"),
        batch(4, 100_000, "small", r"B_\text{small}", "small batch"),
        eta(0.3),
        Slider("epochs", "E", "epochs", 10, 1, 10, "linear", "How often every example is used.", True),
        *theta(),
        *shuffle(),
    ),
    (
        Preset("size_thousand", "The slide's three pictures", {}),
        Preset("size_eight", "n = 8", {"n": "8", "large": 4, "small": 1}),
        Preset("size_many", "n = 100,000", {"n": "100000", "large": 1000, "small": 10, "epochs": 5}),
        Preset("size_erratic", "B = 1: too erratic", {"small": 1}),
        Preset("size_smaller", "B = 1 with a smaller η", {"small": 1, "lr": 0.02}),
        Preset("size_classes", "The logistic curve", {"model": "logistic", "lr": 1.0}),
    ),
)

SAMPLING = Choice(
    "sampling",
    "Batches are",
    (("independent", "drawn anew"), ("epochs", "by epochs")),
    "independent",
)

NOISE_BALL = Section(
    "noise_ball",
    "Noise ball",
    (batch(4), eta(0.1, 0.002, 1.0), SAMPLING, *shuffle()),
    (
        Preset("ball_start", "η = 0.1", {}),
        Preset("ball_quarter", "A quarter of η: half the radius", {"lr": 0.025}),
        Preset("ball_batch", "Four times B: less than half", {"batch": 16}),
        Preset("ball_none", "B = n: no ball", {"batch": 64}),
        Preset("ball_burst", "B = 1, η = 0.5: no ball holds it", {"batch": 1, "lr": 0.5}),
        Preset("ball_epochs", "Reshuffled: smaller", {"sampling": "epochs", "lr": 0.02}),
    ),
)

PACED = tuple(one.key for one in SCHEDULES.values() if one.has_decay_steps)
FALLING = tuple((one.key, one.name) for one in SCHEDULES.values())

DECAY = Section(
    "decay",
    "Step-size decay",
    (
        Choice("schedule", "Schedule", FALLING, "inverse"),
        VisibleIf("schedule", PACED, Slider("pace", r"\tau", "pace in steps", 50.0, 1.0, 1000.0, "log")),
        eta(0.3),
        batch(4),
        *theta(),
        *shuffle(),
    ),
    (
        Preset("decay_inverse", "1/t", {}),
        Preset("decay_root", "1/√t: falls more slowly", {"schedule": "root"}),
        Preset("decay_halve", "Halved every 150 steps", {"schedule": "steps", "pace": 150.0}),
        Preset("decay_cosine", "Cosine: down to 0", {"schedule": "cosine"}),
        Preset("decay_soon", "τ = 1: too soon", {"pace": 1.0}),
    ),
)

PAGE = Page("stochastic", "Stochastic", (AVERAGE, MINIBATCH, GD_SGD, BATCH_SIZE, NOISE_BALL, DECAY))


def start_of(values: Values) -> tuple[float, float]:
    """Return θ as the knobs have it."""
    return float(values["a"]), float(values["b"])

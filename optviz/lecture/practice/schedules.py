"""Schedules side by side: one rule with noisy gradients, one start, and seven ways for the learning rate to fall."""

import functools

import numpy as np

from optviz.core.number_text import label
from optviz.core.optimizers.schedules import SCHEDULES as KINDS
from optviz.core.stochastic.scheduled import Crowd, expected_value, race, rates
from optviz.figures.board import (
    Axes,
    Axis,
    Background,
    Board,
    Chart,
    Contour,
    DragTarget,
    Field,
    Path,
    Points,
    Series,
    Table,
    Text,
    all_from_step,
    from_step,
)
from optviz.lecture.controls import Choice, Randomize, Slider
from optviz.lecture.section import Preset, Section, Values

KEYS: tuple[str, ...] = ("constant", "root", "inverse", "steps", "cosine", "one_cycle", "stable_decay")
NAMES = {key: KINDS[key].name for key in KEYS} | {"steps": "halved", "stable_decay": "stable, decay"}
LOOKS: dict[str, int] = dict(zip(KEYS, (0, 1, 2, 3, 8, 4, 6), strict=True))
CURVATURES = np.array([0.2, 4.0])
RUNS = 100
WINDOW = ((-3.0, 5.0), (-2.0, 2.0))


def eta_of(values: Values) -> np.ndarray:
    """Return η_t of each schedule, (7, T); those with a period count in τ, and the steps halve η."""
    lr, steps, warm = float(values["lr"]), int(values["steps"]), int(values["warm"])
    tau = float(values["tau"])
    counts, halves = ({key for key in KEYS if knob in KINDS[key].knobs} for knob in ("period", "factor"))
    return np.stack(
        [rates(key, lr, steps, warm, tau if key in counts else None, 0.5 if key in halves else None) for key in KEYS]
    )


def start_of(values: Values) -> np.ndarray:
    """Return the start, (2,)."""
    return np.array([float(values["x0"]), float(values["y0"])])


def crowd_of(values: Values) -> Crowd:
    """Return the section's runs."""
    noise = float(values["sigma"]) * _drawn(int(values["steps"]), int(values["seed"]))
    return race(values["rule"], eta_of(values), CURVATURES, start_of(values), noise)


@functools.lru_cache(maxsize=2)
def _drawn(steps: int, seed: int) -> np.ndarray:
    return np.random.default_rng(seed).standard_normal((steps, RUNS, 2))


def theory(values: Values) -> np.ndarray:
    """Return what f of GD is on average, (T+1, 7)."""
    return expected_value(eta_of(values), CURVATURES, start_of(values), float(values["sigma"]))


def schedules_board(values: Values) -> Board:
    """One run's paths, the rates, f as a mean over the runs, and what the rates sum up to."""
    eta, runs, chosen, steps = eta_of(values), crowd_of(values), values["schedule"], int(values["steps"])
    order = [key for key in KEYS if key != chosen] + [chosen]
    shown = [(KEYS.index(key), key) for key in order]
    rate = tuple(Series(NAMES[k], eta[i], LOOKS[k], chosen=k == chosen) for i, k in shown)
    value = tuple(Series(NAMES[k], runs.value[:, i], LOOKS[k], chosen=k == chosen) for i, k in shown)
    ends = runs.value[-1]
    finite = np.where(np.isfinite(ends), ends, np.inf)
    lost = not np.isfinite(ends).all()
    return Board(
        (
            _plane(runs, shown),
            Chart("rate", "learning rate ηₜ", rate, legend=False, low=0.0),
            Chart("value", f"f(xₜ), mean of {RUNS} runs", value, log=True),
            _table(values, eta, ends),
        ),
        (("plane", "rate"), ("table", "value")),
        steps,
        widths=(1.1, 1.0),
        status=("diverged" if lost else "moving",),
        notices=_notices(values, float(eta.max())),
        summary=f"Lowest in the end: {NAMES[KEYS[int(finite.argmin())]]}, f = {label(float(finite.min()), 2)}; "
        f"with a constant rate f = {label(float(ends[0]), 2)}.",
    )


def _plane(runs: Crowd, shown: list[tuple[int, str]]) -> Axes:
    """Return the bowl with the first run of each schedule, most of them pale; a drag sets the start."""
    last = len(runs.path) - 1
    paths = []
    for i, key in shown:
        status = ("moving" if np.isfinite(runs.path[-1, i]).all() else "diverged", last)
        x, y = runs.path[:, i].T
        top = key == shown[-1][1]
        paths.append(Path(x, y, LOOKS[key], NAMES[key], status, chosen=top, pale=not top and key != "constant"))
    layers = (Contour("f"), Points(np.zeros(1), np.zeros(1), mark="star"), *paths)
    x, y = (Axis(name, *side) for name, side in zip("xy", WINDOW, strict=True))
    return Axes("plane", layers, x, y, "f(x, y), one run each", drag=DragTarget("x0", "y0"), zoom=True)


def _table(values: Values, eta: np.ndarray, ends: np.ndarray) -> Table:
    """Return the sums of the rates, and f in the end beside its theory, which is GD's alone."""
    expected = theory(values)[-1] if values["rule"] == "gd" else None
    rows = []
    for i, key in enumerate(KEYS):
        sums = (label(float(eta[i].sum()), 3), label(float((eta[i] ** 2).sum()), 3))
        told = (*sums, _text(ends[i]), *(() if expected is None else (_text(expected[i]),)))
        rows.append((NAMES[key], *all_from_step(eta.shape[1], told)))
    head = ("schedule", "Σ ηₜ", "Σ ηₜ²", "f in the end", *(() if expected is None else ("by theory",)))
    return Table("table", head, tuple(rows), follow=False, dense=True)


def _text(value: float) -> str:
    return label(float(value), 2) if np.isfinite(value) and value < 1e9 else "none"


def _notices(values: Values, largest: float) -> tuple[Text, ...]:
    """Return what is odd about the settings."""
    steps, warm, limit = int(values["steps"]), int(values["warm"]), 2 / CURVATURES.max()
    notices: list[Text] = []
    if warm >= steps:
        notices.append(f"The warm-up of {warm} steps takes all {steps}: no schedule begins, and all are one line.")
    if values["rule"] == "gd" and largest > limit:
        text = f"ηₜ is above 2/λ = {label(limit, 2)}: as long as it is, GD diverges, and it may not come back."
        notices.append(from_step(steps, text))
    return tuple(notices)


def schedules_background(_: Values) -> Background:
    """Return the bowl."""
    x, y = (np.linspace(*side, 161) for side in WINDOW)
    heights = 0.5 * (CURVATURES[0] * x**2 + CURVATURES[1] * y[:, None] ** 2)
    return Background("practice/schedules", {"f": Field(x, y, heights, 0.0)})


SIDE_BY_SIDE = Section(
    "schedules",
    "Schedules side by side",
    controls=(
        Choice("rule", "optimizer", (("gd", "GD"), ("adam", "Adam")), "gd"),
        Choice("schedule", "on top", tuple(NAMES.items()), "cosine"),
        Slider("lr", r"\eta", "learning rate", 0.2, 0.01, 1.0, "log"),
        Slider("tau", r"\tau", "period of the decays", 50.0, 2.0, 400.0, "log"),
        Slider("steps", "T", "steps", 400.0, 50.0, 800.0, whole=True),
        Slider("warm", "W", "steps of warm-up", 0.0, 0.0, 400.0, whole=True),
        Slider("sigma", r"\sigma", "gradient noise", 1.0, 0.0, 4.0),
        Slider("x0", "x_0", "start x", 4.0, *WINDOW[0]),
        Slider("y0", "y_0", "start y", -1.5, *WINDOW[1]),
        Slider("seed", "", "random seed", 1.0, 0.0, 999.0, whole=True),
        Randomize("again", "Other noise", ("seed",)),
    ),
    presets=(
        Preset("schedules_all", "Seven schedules, one start", {}),
        Preset("schedules_soon", "τ = 5: too soon", {"tau": 5.0, "schedule": "steps"}),
        Preset("schedules_calm", "No noise: nothing to gain", {"sigma": 0.0, "schedule": "constant"}),
        Preset("schedules_wsd", "Warm-up, stable, decay", {"warm": 40, "schedule": "stable_decay"}),
        Preset("schedules_adam", "The same with Adam", {"rule": "adam"}),
    ),
    draw=schedules_board,
    background=schedules_background,
    more=("warm", "x0", "y0", "seed", "again"),
)

"""Flat and sharp minima: a wide valley with a narrow pit in it, and where 200 starts end under five rules."""

import functools

import numpy as np

from optviz.core.number_text import label
from optviz.core.stochastic.two_minima import (
    FLAT,
    NEITHER,
    RULES,
    SHARP,
    STARTS,
    STEPS,
    WINDOW,
    Crowd,
    Settings,
    TwoMinima,
    crowd,
)
from optviz.figures.board import (
    Axes,
    Axis,
    Background,
    Board,
    Category,
    Chart,
    Contour,
    Field,
    Metric,
    Metrics,
    Points,
    Series,
    Swarm,
    Table,
    Text,
    from_step,
)
from optviz.lecture.controls import Choice, Randomize, Slider
from optviz.lecture.section import Preset, Section, Values

NAMES = ("GD", "GD, Gaussian noise", "GD, mini-batches", "SAM", "average, Gaussian noise")
SHORT = ("GD", "noise", "mini-batches", "SAM", "average")
LOOKS = (0, 2, 3, 4, 8)
FRAMES = 101
GRID = 161
RISE = 0.2
"""How far from a minimum the rise of f is told."""

_PLACES = {FLAT: Category("at the flat minimum", "good"), SHARP: Category("at the sharp one", "bad")}
_CATEGORIES = (*_PLACES.values(), Category("at neither", "accent"))


def surface_of(values: Values) -> TwoMinima:
    """Return the surface."""
    return _surface(float(values["sharp"]), float(values["depth"]))


@functools.lru_cache(maxsize=16)
def _surface(sharp: float, depth: float) -> TwoMinima:
    return TwoMinima(sharp, depth)


def crowd_of(values: Values) -> Crowd:
    """Return the 200 starts under the five rules."""
    numbers = tuple(float(values[key]) for key in ("lr", "noise", "fall", "shift", "rho"))
    return _crowd(surface_of(values), Settings(*numbers), int(values["seed"]))


@functools.lru_cache(maxsize=1)
def _crowd(surface: TwoMinima, settings: Settings, seed: int) -> Crowd:
    return crowd(surface, settings, seed)


def flat_board(values: Values) -> Board:
    """The starts of one rule on the surface, the share at the flat minimum for all rules, and where all end."""
    surface, runs = surface_of(values), crowd_of(values)
    shown = RULES.index(values["rule"])
    flat = runs.counts(FLAT) / STARTS
    ends = {place: runs.counts(place)[-1] for place in (FLAT, SHARP, NEITHER)}
    series = tuple(
        Series(name, flat[:, i], LOOKS[i], chosen=i == shown, dashed=RULES[i] == "average")
        for i, name in enumerate(SHORT)
    )
    return Board(
        (
            _plane(surface, runs, shown),
            Chart("share", "share of the starts at the flat minimum", series, low=0.0, high=1.0),
            _table(ends),
            _numbers(surface),
        ),
        (("plane", "share"), ("plane", "ends"), ("numbers", "numbers")),
        STEPS,
        widths=(1.2, 1.0),
        heights=(1.0, 0.0, 0.0),
        status=("moving",),
        notices=_notices(surface, runs, float(values["lr"])),
        summary="At the sharp minimum in the end, of 200: "
        + ", ".join(f"{name} {count}" for name, count in zip(NAMES, ends[SHARP], strict=True))
        + ".",
    )


def _plane(surface: TwoMinima, runs: Crowd, shown: int) -> Axes:
    """Return the surface with its minima and, moving, the 200 starts under one rule."""
    frames = np.linspace(0, STEPS, FRAMES).round().astype(int)
    x, place = runs.x[frames, shown], runs.place[frames, shown]
    end = place[-1]
    elsewhere = place != end
    # The first frame from which on a start is where it ends; before the first step nobody knows that.
    arrival = np.where(elsewhere.any(axis=0), FRAMES - elsewhere[::-1].argmax(axis=0), 1)
    flat, sharp = surface.minima
    layers = (
        Contour("f"),
        Swarm(x[:, :, 0].T, x[:, :, 1].T, end, _CATEGORIES, trail=False, arrival=arrival),
        Points(flat[:1], flat[1:], mark="star", labels=("flat",)),
        Points(sharp[:1], sharp[1:], mark="star", labels=("sharp",)),
    )
    return Axes("plane", layers, Axis("x", *WINDOW[0]), Axis("y", *WINDOW[1]), f"f(x, y), 200 starts: {NAMES[shown]}")


def _table(ends: dict[int, np.ndarray]) -> Table:
    """Return how many starts end at which minimum, a row a rule."""
    rows = tuple(
        (name, *(from_step(STEPS, str(ends[place][i])) for place in (FLAT, SHARP, NEITHER)))
        for i, name in enumerate(NAMES)
    )
    return Table("ends", ("of 200 starts", "flat", "sharp", "neither"), rows, follow=False, dense=True)


def _numbers(surface: TwoMinima) -> Metrics:
    """Return the sharpness of both minima, and what it does to f and to η."""
    flat, sharp = surface.sharpness
    near, steep = surface.rise(RISE)
    return Metrics(
        "numbers",
        (
            Metric(r"$\lambda_{\max}$, flat", label(flat, 3), "good"),
            Metric(r"$\lambda_{\max}$, sharp", label(sharp, 3), "bad"),
            Metric(r"$2/\lambda_{\max}$, sharp", label(2 / sharp, 3), "bad"),
            Metric(f"f rises within {label(RISE)}: flat", label(near, 2), "good"),
            Metric("sharp", label(steep, 2), "bad"),
        ),
    )


def _notices(surface: TwoMinima, runs: Crowd, lr: float) -> tuple[Text, ...]:
    """Return what went wrong, from the end on."""
    (flat, _), lost = surface.sharpness, ~np.isfinite(runs.x[-1]).all(axis=(1, 2))
    if lost.any():
        names = ", ".join(name for name, gone in zip(NAMES, lost, strict=True) if gone)
        why = f"above 2/λ = {label(2 / flat, 2)} even of the flat minimum" if lr > 2 / flat else "large"
        return (from_step(STEPS, f"η is {why}: runs overflow and count as neither ({names})."),)
    out = (np.abs(runs.x[-1]) > np.array([high for _, high in WINDOW])).any(axis=2).sum(axis=1)
    far = [f"{name} {n}" for name, n in zip(NAMES, out, strict=True) if n > STARTS // 10]
    if far:
        return (from_step(STEPS, f"Thrown out of the picture, of 200: {', '.join(far)}. η or the noise is too large."),)
    return ()


def flat_background(values: Values) -> Background:
    """Return f over the window."""
    surface = surface_of(values)
    x, y = (np.linspace(*side, GRID) for side in WINDOW)
    heights = surface.value_and_slope(np.stack(np.meshgrid(x, y), axis=-1))[0]
    lowest = float(surface.value_and_slope(surface.minima)[0].min())
    key = f"practice/flat/{surface.sharp:.17g}/{surface.depth:.17g}"
    return Background(key, {"f": Field(x, y, heights, lowest)})


FLAT_AND_SHARP = Section(
    "flat",
    "Flat and sharp minima",
    controls=(
        Choice("rule", "shown on the surface", tuple(zip(RULES, SHORT, strict=True)), "gd"),
        Slider("lr", r"\eta", "learning rate", 0.03, 0.005, 1.5, "log"),
        Slider("noise", r"\sigma", "Gaussian noise", 5.0, 0.0, 20.0),
        Slider("fall", r"\kappa", "its variance is σ²/(1+t)^κ", 0.0, 0.0, 2.0),
        Slider("shift", "s", "shift of a mini-batch", 0.1, 0.0, 0.5),
        Slider("rho", r"\rho", "SAM's radius", 0.3, 0.0, 1.0),
        Slider("sharp", r"\lambda", "curvature of the pit", 40.0, 10.0, 80.0),
        Slider("depth", "d", "pit deeper by", 0.0, 0.0, 1.0),
        Slider("seed", "", "random seed", 1.0, 0.0, 999.0, whole=True),
        Randomize("again", "Other starts and noise", ("seed",)),
    ),
    presets=(
        Preset("flat_gd", "GD: a quarter in the pit", {}),
        Preset("flat_batches", "Mini-batches leave it", {"rule": "batches"}),
        Preset("flat_sam", "SAM looks over the rim", {"rule": "sam"}),
        Preset("flat_annealed", "Noise that falls too soon", {"rule": "noise", "fall": 0.55}),
        Preset("flat_rate", "η = 0.06, above 2/λ", {"lr": 0.06}),
        Preset("flat_deeper", "The pit is the better one", {"rule": "batches", "depth": 0.5}),
    ),
    draw=flat_board,
    background=flat_background,
    more=("fall", "depth", "seed", "again"),
)

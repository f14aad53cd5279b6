"""Line search: f along the direction of each step, the line that Armijo draws, and the points that were tried."""

import dataclasses
import functools

import numpy as np

from optviz.core.curvature import METHODS, MethodRun
from optviz.core.number_text import label
from optviz.core.surfaces.fields import heights_at
from optviz.figures.board import Axes, Axis, Board, Layer, Metric, Metrics, MovingLine, Points
from optviz.figures.local_model import arrow, held
from optviz.lecture.controls import Choice, Slider, VisibleIf
from optviz.lecture.curvature.common import (
    AGAINST,
    LOOKS,
    background,
    counted,
    loss_chart,
    notices_of,
    paths,
    run_of,
    summary,
    surface_axes,
)
from optviz.lecture.own import start_sliders, surface_controls
from optviz.lecture.section import Preset, Section, Values

STEPS = 30
KEYS = ("gd", "exact", "backtracking", "polyak")
SHARE = np.linspace(0, 1, 61)
MOST_TRIED = 12
_REACH = 6.0
_ROOM = 1.15
_BELOW, _ABOVE = -1.05, 0.45


def search_runs(values: Values) -> dict[str, MethodRun]:
    """Return the run of the chosen way to find a length, and beside it GD with a fixed η."""
    knobs = {"gd": {"lr": float(values["lr"])}}
    knobs["backtracking"] = {"first": float(values["first"]), "c": float(values["c"])}
    keys = dict.fromkeys(("gd", values["how"]))
    return {key: run_of(values, key, STEPS, **knobs.get(key, {})) for key in keys}


@dataclasses.dataclass(frozen=True, eq=False)
class Slices:
    """f along the line of each step, over the fall that the slope at its start promises for all that is shown.

    ``curve`` (T, n) at shares of the way shown; ``tried_x``, ``tried_y`` (T, k): the last points tried; ``taken_x``,
    ``taken_y`` (T,): the chosen one. NaN where there is nothing to be seen.
    """

    curve: np.ndarray
    tried_x: np.ndarray
    tried_y: np.ndarray
    taken_x: np.ndarray
    taken_y: np.ndarray


def tried_lengths(run: MethodRun) -> np.ndarray:
    """Return the last lengths a at which f was asked for in each step, the start left out, (T, MOST_TRIED)."""
    lengths = np.full((run.steps, MOST_TRIED), np.nan)
    for step, (points, p) in enumerate(zip(run.tried, run.direction, strict=True)):
        with np.errstate(all="ignore"):
            tried = (points - run.x[step]) @ p / float(p @ p)
        tried = tried[tried > 0][-MOST_TRIED:]
        lengths[step, : len(tried)] = tried
    return lengths


@functools.lru_cache(maxsize=16)
def slices(run: MethodRun) -> Slices:
    """Return the slices of a run: as far as the chosen length, and the last ones tried before it."""
    tried, taken = tried_lengths(run), run.length[:, None]
    near = np.where(tried <= _REACH * taken, tried, 0.0)
    far = _ROOM * np.maximum(np.maximum(near.max(axis=1), run.length), 1e-12)[:, None]
    lengths = np.concatenate([far * SHARE, np.where(tried <= far, tried, np.nan), taken], axis=1)
    points = run.x[:-1, None] + np.nan_to_num(lengths)[..., None] * run.direction[:, None]
    heights = heights_at(run.surface, points.reshape(-1, 2)).reshape(lengths.shape)
    promised = np.abs(np.einsum("ti,ti->t", run.direction, run.slope[:-1]))[:, None] * far
    with np.errstate(all="ignore"):
        shares = (heights - run.value[:-1, None]) / promised
    shares = np.where((shares > _BELOW) & (shares < _ABOVE) & np.isfinite(lengths), shares, np.nan)
    ends = len(SHARE), len(SHARE) + MOST_TRIED
    curve, tried_y, taken_y = np.split(shares, ends, axis=1)
    _, tried_x, taken_x = np.split(lengths / far, ends, axis=1)
    return Slices(curve, tried_x, tried_y, taken_x, taken_y)


def slice_axes(values: Values, run: MethodRun) -> Axes:
    """Return the slice of the coming step: f, its tangent, Armijo's line, and what was tried."""
    layers: list[Layer] = []
    if run.steps:
        seen = slices(run)
        falling = np.repeat(-SHARE[None], run.steps, axis=0)
        layers = [
            MovingLine(SHARE, falling, "faint", "tangent", dashed=True),
            MovingLine(SHARE, seen.curve, "ink", "f along the step"),
        ]
        if values["how"] == "backtracking":
            layers.insert(1, MovingLine(SHARE, float(values["c"]) * falling, "good", "Armijo: below this", dashed=True))
            layers.append(Points(ended(seen.tried_x), ended(seen.tried_y), "bad", "cross", "tried"))
        taken = ended(seen.taken_x), ended(seen.taken_y)
        layers.append(Points(*taken, LOOKS[values["how"]], "dot", "taken", size=1.4))
    x_axis, y_axis = Axis("length a, of what is shown", 0.0, 1.0), Axis("Δf", _BELOW, _ABOVE)
    return Axes("slice", tuple(layers), x_axis, y_axis, "f along the next step")


def ended(rows: np.ndarray) -> np.ndarray:
    """Return rows, a step each, (T, k), and one of nothing: after the last step there is no next one."""
    return np.concatenate([rows, np.full_like(rows[:1], np.nan)])


def search_board(values: Values) -> Board:
    """A way to find the length of each step: the path, the slice of the coming step, f, and what it costs."""
    runs = search_runs(values)
    run = runs[values["how"]]
    direction = arrow(run.x[:-1], run.length[:, None] * run.direction, "accent", "next step", width=1.6)
    plane = surface_axes(run.surface, (*paths(runs, values["how"]), direction))
    lengths = tuple(label(a, 3) for a in held(run.length, STEPS - 1).tolist()) if run.steps else ()
    readings = Metrics(
        "now",
        (
            Metric("length of the last step", ("—", *lengths)),
            Metric("f asked for", counted(held(run.asked("value"), STEPS))),
            Metric("∇f asked for", counted(held(run.asked("slope"), STEPS))),
            Metric("f", held(run.value, STEPS)),
        ),
    )
    return Board(
        (plane, slice_axes(values, run), loss_chart(values, runs), readings),
        (("plane", "slice"), ("plane", "loss"), ("now", "now")),
        steps=STEPS,
        widths=(1.3, 1.0),
        heights=(1.0, 1.0, 0.0),
        status=tuple(each.status.kind for each in runs.values()),
        notices=notices_of(values, runs),
        summary=summary(runs),
    )


SEARCH = Section(
    "search",
    "Line search",
    controls=(
        *surface_controls("quadratic"),
        Choice(
            "how", "length of a step", tuple((key, METHODS[key].name.removeprefix("GD, ")) for key in KEYS), "exact"
        ),
        Slider("lr", r"\eta", "learning rate, fixed", 0.15, 0.0, 0.5, "square"),
        VisibleIf("how", ("backtracking",), Slider("first", "a_0", "first trial", 1.0, 0.001, 10.0, "log")),
        VisibleIf("how", ("backtracking",), Slider("c", "c", "Armijo's share", 0.1, 0.0001, 0.9, "log")),
        *start_sliders(-2.5, 0.25),
        AGAINST,
    ),
    presets=(
        Preset("search_exact", "Exact: the zigzag"),
        Preset("search_armijo", "Backtracking", {"how": "backtracking"}),
        Preset("search_strict", "Too strict", {"how": "backtracking", "c": 0.8}),
        Preset(
            "search_polyak", "Polyak's step", {"how": "polyak", "surface": "booth", "x0": -4.0, "y0": 5.0, "lr": 0.05}
        ),
        Preset(
            "search_valley",
            "A curved valley",
            {"how": "backtracking", "surface": "rosenbrock", "x0": -1.2, "y0": 1.0, "lr": 0.001},
        ),
        Preset("search_none", "Nothing to find", {"surface": "saddle", "x0": 0.0, "y0": 0.5, "lr": 0.1}),
    ),
    draw=search_board,
    background=background,
)

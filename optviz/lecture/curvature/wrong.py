"""Where Newton's method goes wrong, and three mends: damping, curvatures by their size, a region of trust."""

import numpy as np

from optviz.core.curvature import METHODS, MethodRun
from optviz.core.number_text import label
from optviz.core.simulation.critical import critical_points
from optviz.core.surfaces import Surface
from optviz.core.typed.surface import OwnSurface
from optviz.figures.board import Board, Layer, Points, Table, from_step
from optviz.figures.local_model import circle, local_model, model_lines
from optviz.lecture.controls import Choice
from optviz.lecture.curvature.common import (
    AGAINST,
    LOOKS,
    background,
    longest,
    loss_chart,
    notices_of,
    paths,
    run_of,
    summary,
    surface_axes,
)
from optviz.lecture.own import start_sliders, surface_controls, surface_of
from optviz.lecture.section import Preset, Section, Values

STEPS = 40
KEYS = ("newton", "damped", "saddle_free", "trust")
MENDS = (("all", "all"), *((key, METHODS[key].name) for key in KEYS))


def wrong_runs(values: Values) -> dict[str, MethodRun]:
    """Return Newton's run and those of the mends."""
    return {key: run_of(values, key, STEPS) for key in KEYS if values["mend"] in ("all", key, "") or key == "newton"}


def wrong_board(values: Values) -> Board:
    """Newton and its mends from one start: where each ends, the model of the chosen one, the circle of trust."""
    runs = wrong_runs(values)
    surface, steps = surface_of(values), longest(runs.values())
    chosen = "newton" if values["mend"] == "all" else values["mend"]
    run = runs[chosen]
    model = local_model(surface, run.x, run.value, run.slope)
    layers: list[Layer] = [*saddles(surface), *paths(runs, chosen), model_lines(model, surface.domain, steps)]
    if "trust" in runs:
        trust = runs["trust"]
        radius = circle(trust.x, trust.extras["radius"], steps, look=LOOKS["trust"], name="circle of trust")
        layers.append(radius)
    return Board(
        (surface_axes(surface, layers), loss_chart(values, runs), table(runs, steps)),
        (("plane", "loss"), ("plane", "ends")),
        steps=steps,
        widths=(1.4, 1.0),
        heights=(1.0, 0.0),
        status=tuple(each.status.kind for each in runs.values()),
        open_ended=True,
        notices=notices_of(values, runs),
        summary=summary(runs),
    )


def saddles(surface: Surface) -> tuple[Points, ...]:
    """Return marks of the saddles and maxima of a built-in surface; for one's own a search would be too long."""
    if isinstance(surface, OwnSurface):
        return ()
    found = critical_points(surface)
    layers = []
    for where, mark, of_kind in (("saddle", "cross", found.of("saddle")), ("maximum", "triangle", found.of("maximum"))):
        points = np.array([p.point for p in of_kind]).reshape(-1, 2)
        if 0 < len(points) <= 30:
            layers.append(Points(points[:, 0], points[:, 1], "ink", mark, where))
    return tuple(layers)


def table(runs: dict[str, MethodRun], steps: int) -> Table:
    """Return where each method ended, shown once it has."""
    rows = []
    for key, run in runs.items():
        curvatures = np.linalg.eigvalsh(run.hessian[-1]) if np.isfinite(run.hessian[-1]).all() else np.full(2, np.nan)
        end = run.status.where or run.status.kind
        told = (end, label(float(run.value[-1]), 3, 1e-9), ", ".join(label(c, 3, 1e-9) for c in curvatures.tolist()))
        rows.append((METHODS[key].name, *(from_step(run.steps, text) for text in told)))
    return Table("ends", ("method", "ends at", "f", "curvatures there"), tuple(rows), follow=False, mono=False, spare=1)


WRONG = Section(
    "wrong",
    "Where it goes wrong",
    controls=(
        *surface_controls("himmelblau"),
        Choice("mend", "method", MENDS, "all"),
        *start_sliders(-1.0, 0.0),
        AGAINST,
    ),
    presets=(
        Preset("wrong_maximum", "To a maximum"),
        Preset("wrong_saddle", "To a saddle", {"surface": "beale", "x0": 1.0, "y0": 1.0}),
        Preset("wrong_free", "Saddle-free", {"mend": "saddle_free"}),
        Preset("wrong_trust", "A circle of trust", {"surface": "rosenbrock", "mend": "trust", "x0": -1.2, "y0": 1.0}),
        Preset("wrong_far", "Far away", {"surface": "mccormick", "x0": 2.0, "y0": 0.0}),
    ),
    draw=wrong_board,
    background=background,
)

"""The board of the section on ε: the same rule with ε outside and inside the root, on flat ground."""

import dataclasses

import numpy as np

from optviz.core.ladder import epsilon_gap
from optviz.figures.board import Axis, Board, Grab, Layer, Line, Plane, Points
from optviz.figures.lecture import adaptive_formulas as formulas
from optviz.figures.lecture.adaptive_parts import Values, Window, board, plane, rate_chart, step_chart
from optviz.scenes.lecture import adaptive_runs as runs
from optviz.scenes.lecture.adaptive_runs import Pair

NEAR: Window = ((-0.5, 4.5), (-0.5, 4.5))
ON_EASOM = Grab("ex", "ey")


def gap_plane(found: Pair, eps: float) -> Plane:
    """Return how many times longer a step is with ε outside, against the accumulator's root, and where A is on it."""
    root = np.logspace(-14, 1, 200)
    here = np.sqrt(found.a.run.quantities["s_hat"])
    layers: list[Layer] = [Line(root, epsilon_gap(root**2, eps), "accent", "outside / inside", 2.0)]
    for axis, (name, mark) in enumerate((("x", "dot"), ("y", "ring"))):
        s = here[:, [axis]]
        layers.append(Points(s, epsilon_gap(s**2, eps), found.a.look, mark, f"A, {name}"))
    across, up = Axis("√s", 1e-14, 10.0, True), Axis("times as long", 0.5, 1e8, True)
    return Plane("gap", tuple(layers), across, up, "ε outside over inside")


def epsilon(values: Values) -> Board:
    """ε outside the root (A) and inside (B): the flatter the ground, the more it matters."""
    found = runs.epsilon(values)
    easom = values["ground"] == "easom"
    picture = plane(found, NEAR, grab=ON_EASOM) if easom else plane(found)
    charts = (step_chart(found, "step in y", 1.0, 1), rate_chart(found, 1, "learning rate of y"))
    what = "ε outside and inside the root on " + ("Easom's plateau" if easom else "a flat valley")
    usual = board(found, values, what, picture, charts, formulas.epsilon(found, values))
    gap = gap_plane(found, values["eps"])
    rows = (("path", charts[0].key), ("path", charts[1].key), ("path", "gap"), ("formula", "formula"))
    panels, heights = (*usual.panels, gap), (1.0, 1.0, 1.3, 0.0)
    return dataclasses.replace(usual, panels=panels, rows=rows, heights=heights)

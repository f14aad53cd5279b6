"""The board of the section on ε: the same rule with ε outside and inside the root, on flat ground."""

import dataclasses

import numpy as np

from optviz.core.optimizers.composed import epsilon_gap
from optviz.figures.board import Axes, Axis, Board, DragTarget, Layer, Line, Points
from optviz.lecture.adaptive import common as runs
from optviz.lecture.adaptive import formulas
from optviz.lecture.adaptive.common import Pair
from optviz.lecture.adaptive.parts import Values, Window, board, plane, rate_chart

NEAR: Window = ((-0.5, 4.5), (-0.5, 4.5))
ON_EASOM = DragTarget("ex", "ey")


def gap_plane(found: Pair, eps: float) -> Axes:
    """Return how many times longer a step is with ε outside, against the accumulator's root, and where A is on it."""
    root = np.logspace(-14, 1, 200)
    here = np.sqrt(found.a.run.quantities["s_hat"])
    layers: list[Layer] = [Line(root, epsilon_gap(root**2, eps), "accent", "", 2.0)]
    for axis, (name, mark) in enumerate((("x", "dot"), ("y", "ring"))):
        s = here[:, [axis]]
        layers.append(Points(s, epsilon_gap(s**2, eps), found.a.look, mark, labels=(name,)))
    across, up = Axis("√s", 1e-14, 10.0, True), Axis("factor", 0.5, 2e8, True)
    return Axes("gap", tuple(layers), across, up, "a step with ε outside / inside")


def epsilon(values: Values) -> Board:
    """ε outside the root (A) and inside (B): the flatter the ground, the more it matters."""
    found = runs.epsilon(values)
    easom = values["ground"] == "easom"
    picture = plane(found, NEAR, drag=ON_EASOM) if easom else plane(found)
    beside = rate_chart(found, 1, "learning rate of y"), gap_plane(found, values["eps"])
    what = "ε outside and inside the root on " + ("Easom's plateau" if easom else "a flat valley")
    usual = board(found, values, what, (picture, *beside), formulas.epsilon(found, values))
    return dataclasses.replace(usual, heights=(1.0, 1.6, 0.0))

"""The boards of the page on adaptive learning rates: two runs, A without a change and B with it."""

from optviz.core.surfaces import SURFACES
from optviz.figures.board import Background, Board, Chart, Series
from optviz.lecture.adaptive import common as runs
from optviz.lecture.adaptive import formulas
from optviz.lecture.adaptive.epsilon import NEAR, ON_EASOM, epsilon
from optviz.lecture.adaptive.ideas import ideas
from optviz.lecture.adaptive.parts import (
    Values,
    Window,
    board,
    ground,
    heights,
    letters,
    plane,
    rate_chart,
    step_chart,
)
from optviz.lecture.adaptive.rotation import rotation, rotation_background

HOLE: Window = ((-0.5, 6.5), (-0.5, 6.5))


def formula(values: Values) -> Board:
    """GD against the lecture's formula: the sum of squared gradients, the learning rate it leaves, the loss."""
    found = runs.formula(values)
    b = found.b.run.quantities["s_next"][:, 0]
    total = Chart("sum", "B: sum of all ‖∇f‖² so far", (Series(letters(found)[1], b, found.b.look),), legend=False)
    charts = (total, rate_chart(found, 0, "learning rate ηₜ"), heights(found))
    what = "Gradient descent and AdaGrad-Norm on a bowl"
    return board(found, values, what, (plane(found), *charts), formulas.formula(found, values))


def coordinates(values: Values) -> Board:
    """One learning rate for all against one for each coordinate, on a badly scaled bowl."""
    found = runs.coordinates(values)
    charts = (
        rate_chart(found, 0, "learning rate of x"),
        rate_chart(found, 1, "learning rate of y", log=False),
        heights(found),
    )
    what = "AdaGrad-Norm and AdaGrad on a badly scaled bowl"
    return board(found, values, what, (plane(found), *charts), formulas.coordinates(found, values))


def forget(values: Values) -> Board:
    """AdaGrad against RMSprop from a steep wall: the learning rate that stays down and the one that recovers."""
    found = runs.forget(values)
    charts = (rate_chart(found, 0, "learning rate of x"), rate_chart(found, 1, "learning rate of y"), heights(found))
    what = "AdaGrad and RMSprop from a steep wall"
    return board(found, values, what, (plane(found), *charts), formulas.forget(found, values))


def units(values: Values) -> Board:
    """RMSprop with a chosen η against Adadelta, whose steps grow out of √ε."""
    found = runs.units(values)
    charts = (step_chart(found, "length of the step"), rate_chart(found, 0, "learning rate of x"), heights(found))
    what = "RMSprop and Adadelta on a bowl"
    return board(found, values, what, (plane(found), *charts), formulas.units(found, values))


def adam(values: Values) -> Board:
    """RMSprop, momentum and bias correction: B as switched on, A without."""
    found = runs.adam(values)
    easom = values["ground"] == "easom"
    picture = plane(found, HOLE, drag=ON_EASOM) if easom else plane(found)
    charts = (
        step_chart(found, "step in x, in units of η", values["lr"], 0),
        rate_chart(found, 0, "learning rate of x"),
        heights(found),
    )
    what = "A and B on " + ("Easom's surface" if easom else "a bowl")
    return board(found, values, what, (picture, *charts), formulas.adam(found, values))


DRAW = {
    "formula": formula,
    "coordinates": coordinates,
    "rotation": rotation,
    "forget": forget,
    "units": units,
    "adam": adam,
    "epsilon": epsilon,
    "ideas": ideas,
}


def bowl_background(values: Values) -> Background:
    """Return the bowl of the controls."""
    return ground(f"bowl/{values['kappa']!r}", runs.bowl(values))


def adam_ground(values: Values) -> Background:
    """Return Easom's surface or the bowl."""
    if values["ground"] == "easom":
        return ground("easom/hole", runs.adam_surface(values), HOLE)
    return ground("bowl/10.0", runs.adam_surface(values))


def epsilon_ground(values: Values) -> Background:
    """Return Easom's plateau or the flat valley."""
    if values["ground"] == "easom":
        return ground("easom/near", runs.epsilon_surface(values), NEAR)
    return ground(f"bowl/{values['flat']!r}", runs.epsilon_surface(values))


GROUND = {
    "formula": bowl_background,
    "coordinates": bowl_background,
    "rotation": rotation_background,
    "forget": lambda _: ground("cliff", SURFACES["cliff"]()),
    "units": bowl_background,
    "adam": adam_ground,
    "epsilon": epsilon_ground,
    "ideas": lambda _: ground("saddle", SURFACES["saddle"]()),
}

"""The board of the section on rotation: two bowls side by side, one turned, and the same two rules on both."""

from optviz.figures.board import Axes, Background, Board, Chart, Contour, Line, Series
from optviz.lecture.adaptive import common as runs
from optviz.lecture.adaptive.common import Turned
from optviz.lecture.adaptive.parts import (
    Values,
    Window,
    ground,
    heights,
    letters,
    notices,
    plane,
    status,
    summary,
)

SQUARE: Window = ((-2.4, 2.4), (-2.4, 2.4))


def rotation(values: Values) -> Board:
    """The same pair on the bowl and on the bowl turned; thin lines show where the turned paths would lie."""
    found = runs.rotation(values)
    angle = f"{values['angle']:.4g}°"
    left = plane(found.straight, SQUARE, "straight", "the bowl")
    right = turned_plane(found, angle)
    sides = zip(letters(found.straight), found.apart, found.straight.sides, strict=True)
    apart = tuple(Series(name, rows, side.look) for name, rows, side in sides)
    same = "both paths are the turned paths"
    far = Chart("apart", "distance from the turned path", apart, log=True, legend=False, empty=same)
    both = Chart("loss", f"f(xₜ) on the bowl turned by {angle}", heights(found.turned).series, log=True, legend=False)
    told = notices(found.straight, values)
    if values["angle"] == 0:
        told = (*told, "φ = 0: both bowls are the same.")
    return Board(
        (left, right, far, both),
        (("straight", "turned"), ("apart", "loss")),
        steps=150,
        heights=(1.9, 1.0),
        status=status(found.straight) + status(found.turned),
        notices=told,
        summary=summary(found.straight, "The bowl") + " " + summary(found.turned, f"The bowl turned by {angle}"),
    )


def turned_plane(found: Turned, angle: str) -> Axes:
    """Return the picture of the turned bowl, with the first bowl's paths turned as thin lines under the runs'."""
    ghosts = tuple(Line(rows[:, 0], rows[:, 1], "ink", "", 1.0, True) for rows in found.ghosts)
    picture = plane(found.turned, SQUARE, "turned", f"the bowl turned by {angle}", under=ghosts, drag=None)
    layers = (Contour("turned"), *picture.layers[1:])
    return Axes("turned", layers, picture.x, picture.y, picture.title, True)


def rotation_background(values: Values) -> Background:
    """Return the bowl and the bowl turned."""
    kappa, angle = values["kappa"], values["angle"]
    one = ground("", runs.bowl(values), SQUARE).fields["f"]
    two = ground("", runs.bowl(values, angle), SQUARE).fields["f"]
    return Background(f"adaptive/turned/{kappa!r}/{angle!r}", {"f": one, "turned": two})

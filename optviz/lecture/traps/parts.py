"""Pieces of several boards of the page on traps: planes, marks of critical points, colours of destinations."""

from collections.abc import Iterable

import numpy as np

from optviz.core.simulation.basins import LEFT, MOVING
from optviz.core.simulation.critical import CriticalPoint, CriticalPoints
from optviz.core.simulation.run import Run
from optviz.core.surfaces import SURFACES
from optviz.figures.board import (
    Axes,
    Axis,
    Background,
    Category,
    Chart,
    Contour,
    DragTarget,
    Field,
    Layer,
    Path,
    Points,
    Series,
    Table,
)
from optviz.lecture.section import Values
from optviz.lecture.traps.common import Fates, heights, surface_of
from optviz.lecture.traps.messages import percent, place, short, told

MINIMUM_LOOKS = (2, 8, 6, 7, 5, 3)
HILLTOP = 4
MARKS = {"minimum": "star", "saddle": "cross", "maximum": "triangle"}
FEW = 20
PATH = 0
DRAG = DragTarget("x0", "y0")


def ground(values: Values) -> Background:
    """Return the heights of the chosen surface, under the name ``f``."""
    return background_of_surface(values["surface"])


def background_of_surface(key: str) -> Background:
    """Return the heights of a surface, under the name ``f``."""
    x, y, z = heights(key)
    return Background(key, {"f": Field(x, y, z, SURFACES[key]().floor)})


def plane(
    values: Values, layers: Iterable[Layer], key: str = "plane", drag: DragTarget | None = DRAG, title: str = ""
) -> Axes:
    """Return the picture of the chosen surface, one unit as long on both axes, with layers over its level lines."""
    (x_low, x_high), (y_low, y_high) = surface_of(values).domain
    return Axes(
        key, (Contour("f"), *layers), Axis("x", x_low, x_high), Axis("y", y_low, y_high), title, equal=True, drag=drag
    )


def path(run: Run, name: str = "", look: int = PATH) -> Path:
    """Return a run's path."""
    return Path(run.x[:, 0], run.x[:, 1], look, name, (run.status.kind, run.status.step), run.value, chosen=True)


def marks(points: Iterable[CriticalPoint], labels: bool = True) -> tuple[Points, ...]:
    """Return the marks of critical points: stars, crosses and triangles; numbered from 1 where they are few."""
    found = tuple(points)
    layers = []
    for kind in MARKS:
        some = [p for p in found if p.where == kind]
        if not some:
            continue
        x, y = np.array([p.point for p in some]).T
        few = labels and len(found) <= FEW
        texts = tuple(str(found.index(p) + 1) for p in some) if few else ()
        size = 1.0 if len(found) <= FEW else 0.5
        layers.append(Points(x, y, "ink", MARKS[kind], kind, texts, tuple(told(p) for p in some), size=size))
    return tuple(layers)


def loss_chart(run: Run) -> Chart:
    """Return f(x_t) − f*, f* the least f, on a logarithmic scale where a minimum is known, else f(x_t)."""
    floor = run.surface.floor
    if floor is None:
        return Chart("loss", "f(xₜ)", (Series("", run.value, PATH),), legend=False)
    return Chart("loss", "f(xₜ) minus the least f", (Series("", run.value - floor, PATH),), log=True, legend=False)


def colours(fates: Fates) -> tuple[tuple[Category, ...], np.ndarray]:
    """Return the colours of the destinations that occur, and the number of its colour for each start.

    Up to six minima have a colour each. Of more, the best have the first, and the others take turns.
    """
    landscape = fates.landscape
    minima = landscape.of("minimum")
    categories = list(_named(landscape) if len(minima) <= len(MINIMUM_LOOKS) else _in_turns(landscape))
    table = np.zeros(len(landscape.points) + 2, dtype=int)
    table[: len(minima)] = np.arange(len(minima))
    if len(minima) > len(MINIMUM_LOOKS):
        best = len(landscape.lowest)
        table[:best] = 0
        table[best : len(minima)] = 1 + np.arange(len(minima) - best) % (len(MINIMUM_LOOKS) - 1)
    others = (
        ("at a saddle or on a hilltop", HILLTOP, range(len(minima), len(landscape.points))),
        ("at none of these yet", "ink", (MOVING,)),
        ("out of the picture", "faint", (LEFT,)),
    )
    for text, look, labels in others:
        if any(fates.counts[label] for label in labels):
            # MOVING and LEFT are negative: they stand at the table's end.
            table[list(labels)] = len(categories)
            categories.append(Category(text, look))
    return tuple(categories), table[fates.label]


def _named(landscape: CriticalPoints) -> list[Category]:
    looks = zip(landscape.of("minimum"), MINIMUM_LOOKS, strict=False)
    return [Category(f"→ {place(p.point)}", look) for p, look in looks]


def _in_turns(landscape: CriticalPoints) -> list[Category]:
    count = len(landscape.of("minimum")) - len(landscape.lowest)
    return [
        Category("the best minimum", MINIMUM_LOOKS[0]),
        *[Category(f"{count} other minima" * (i == 0), look) for i, look in enumerate(MINIMUM_LOOKS[1:])],
    ]


def fate_table(fates: Fates, title: str, counts: bool = False) -> Table:
    """Return which share (or how many) of all starts reached what; the many minima of some surfaces are summed up."""
    landscape = fates.landscape
    minima = landscape.of("minimum")
    rows = []

    def row(what: str, value: str, labels: Iterable[int]) -> None:
        found = list(labels)
        number = sum(fates.counts[label] for label in found)
        share = percent(fates.share(*found))
        rows.append((what, value, f"{number}" if counts else share))

    if len(minima) <= len(MINIMUM_LOOKS):
        for i, p in enumerate(minima):
            row(f"minimum {place(p.point)}", short(p.value), [i])
    else:
        best = len(landscape.lowest)
        row("the best minimum", short(minima[0].value), range(best))
        row(f"{len(minima) - best} other minima", f"{short(minima[best].value, 3)} …", range(best, len(minima)))
    row("saddle or hilltop", "", range(len(minima), len(landscape.points)))
    row("at none of these yet", "", [MOVING])
    row("out of the picture", "", [LEFT])
    shown = [r for i, r in enumerate(rows) if i < len(rows) - 3 or r[2] not in ("0", "0.0 %")]
    return Table(
        "fates", ("ends at", "f", "balls" if counts else "share"), tuple(shown), title, follow=False, mono=False
    )

"""The board of the landscape: the loss on a plane through the weights, with the paths' shadows on it."""

import numpy as np

from optviz.figures.board import (
    NO_BACKGROUND,
    Axes,
    Axis,
    Background,
    Board,
    Chart,
    Contour,
    Field,
    Metric,
    Metrics,
    Panel,
    Path,
    Points,
    Progress,
    Series,
    Surface3D,
)
from optviz.lecture.network.common import Landscape, Racer, key_of
from optviz.lecture.network.parts import fate, percent, trouble
from optviz.lecture.section import Values


def landscape_background(values: Values, found: Landscape) -> Background:
    """The loss on the slice, once all of it is there."""
    shown = found.relief
    if not shown or shown.share < 1:
        return NO_BACKGROUND
    return Background(f"network/{key_of('landscape', values)}", {"loss": Field(shown.a, shown.b, shown.z, 0.0)})


def landscape_board(values: Values, found: Landscape) -> Board:
    """The slice with the paths, and how well the slice knows the paths' own losses."""
    ready = landscape_background(values, found) is not NO_BACKGROUND
    longest = max((one.history for one in found.racers), key=lambda run: len(run.checkpoints))
    chart = losses_chart(found, ready)
    panels: tuple[Panel, ...] = (map_panel(values, found), chart, facts(found)) if ready else (chart, facts(found))
    text = (
        "Computing the loss on 41 × 41 points"
        if found.plane
        else f"Training: step {longest.steps:,} of {longest.task.steps:,}"
    )
    lost = tuple(f"{name} diverged and has no shadow on the slice." for name in found.lost)
    if found.lost and not found.plane:
        lost += ("The slice needs a centre that is finite: choose another one, or a smaller η.",)
    return Board(
        panels,
        (("map", "losses"), ("map", "facts")) if ready else (("losses",), ("facts",)),
        len(longest.checkpoints) - 1,
        widths=(1.5, 1.0) if ready else (),
        heights=(1.0, 0.0),
        unit="step",
        counts=longest.checkpoints,
        progress=Progress(found.share, text),
        status=tuple(fate(one.history) for one in found.racers),
        notices=trouble([(one.name, one.history) for one in found.racers if one.name not in found.lost]) + lost,
        summary=summary(found),
    )


def summary(found: Landscape) -> str:
    """Return what the picture shows in a sentence."""
    ends = ", ".join(f"{one.name} {one.history.train_loss[-1]:.3g}" for one in found.racers)
    size = found.racers[0].history.task.net.size
    explained = f" The plane holds {percent(explained_by(found))} of the paths' variance." if _pca(found) else ""
    return f"A slice of two directions through a loss of {size:,} weights. Training losses: {ends}.{explained}"


def _pca(found: Landscape) -> bool:
    return bool(found.plane and found.plane.explained)


def explained_by(found: Landscape) -> float:
    """Return the share of the paths' variance that lies in the plane."""
    return sum(found.plane.explained) if found.plane else 0.0


def shadows(found: Landscape) -> list[tuple[Racer, np.ndarray, np.ndarray]]:
    """Return each finite path's points on the plane, (S, 2), and the slice's height there, (S,)."""
    assert found.plane and found.relief
    out = []
    for one in found.racers:
        if one.name not in found.lost:
            points = found.plane.project(one.history.theta)
            out.append((one, points, found.relief.height(points)))
    return out


def map_panel(values: Values, found: Landscape) -> Panel:
    """Return the slice from above or as a relief, with the paths' shadows."""
    assert found.plane and found.relief
    paths = tuple(
        Path(points[:, 0], points[:, 1], one.look, one.name, ("moving", one.history.steps), heights)
        for one, points, heights in shadows(found)
    )
    shares = [f": {100 * share:.0f} % of variance" for share in found.plane.explained] or ["", ""]
    names = [f"direction {k}{share}" for k, share in zip((1, 2), shares, strict=True)]
    title = "loss on the plane of the paths" if _pca(found) else "loss along two random directions"
    if values["view"] == "3d":
        return Surface3D("map", "loss", paths, "direction 1", "direction 2", "L", title)
    a, b = found.relief.a, found.relief.b
    center = Points(np.zeros(1), np.zeros(1), "ink", "cross", "centre")
    x, y = Axis(names[0], float(a[0]), float(a[-1])), Axis(names[1], float(b[0]), float(b[-1]))
    return Axes("map", (Contour("loss"), *paths, center), x, y, title)


def losses_chart(found: Landscape, ready: bool) -> Chart:
    """Return each path's own loss and that of its shadow on the slice."""
    series = []
    for one in found.racers:
        series.append(Series(one.name, one.history.train_loss, one.look, one.history.checkpoints.astype(float)))
    for one, _, heights in shadows(found) if ready else ():
        series.append(Series("", heights, one.look, one.history.checkpoints.astype(float), dashed=True))
    title = "training loss; dashed: of its shadow" if ready else "training loss"
    return Chart("losses", title, tuple(series), log=True, x_label="step")


def facts(found: Landscape) -> Metrics:
    """Return what the slice leaves out, in numbers."""
    size = found.racers[0].history.task.net.size
    readings = [Metric("weights", f"{size:,}"), Metric("directions shown", "2")]
    if _pca(found):
        readings.append(Metric("variance of the paths shown", percent(explained_by(found))))
    for one in found.racers:
        if found.plane and one.name not in found.lost:
            away = one.history.theta - found.plane.at(found.plane.project(one.history.theta))
            readings.append(Metric(f"{one.name} off the plane", np.linalg.norm(away, axis=1), one.look))
    return Metrics("facts", tuple(readings))

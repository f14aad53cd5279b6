"""Landscape: the loss on a plane through the weights, with the projections of three trainings on it."""

import dataclasses
from collections.abc import Iterator

import numpy as np

from optviz.core.network.data import digits, toy
from optviz.core.network.landscape import LossGrid, Slice, filter_normalised, loss_grids, principal, window
from optviz.core.network.mlp import Net
from optviz.core.network.training import Task, train_all
from optviz.core.number_text import label, percent
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
    Text,
)
from optviz.lecture.controls import Choice, Slider
from optviz.lecture.network.common import (
    DEFAULT_NET,
    NOISE,
    RULE_NAMES,
    TOY_BATCH,
    Racer,
    epochs,
    learning_rate,
    look_of,
    rule_of,
    seed,
    work,
)
from optviz.lecture.network.messages import problems, status_of
from optviz.lecture.section import Preset, Section, Values

LANDSCAPE_RULES = ("gd", "momentum", "adam")
REACH = 1.0
"""A random slice shows this much of its directions on either side."""

DIGITS_3D = {"data": "digits", "plane": "random", "view": "3d", "epochs": 20.0}


@dataclasses.dataclass(frozen=True, eq=False)
class LossLandscape:
    """Trainings and the slice through the loss around them; slice and grid come when the trainings are done.

    ``diverged``: the names of those whose weights are not finite and cannot be projected.
    """

    racers: tuple[Racer, ...]
    plane: Slice | None = None
    grid: LossGrid | None = None
    diverged: tuple[str, ...] = ()

    @property
    def share(self) -> float:
        """How far it is, 0 to 1; the trainings count for half."""
        if self.grid:
            return 0.5 + 0.5 * self.grid.share
        runs = [racer.history for racer in self.racers]
        return 0.5 * float(np.mean([1.0 if run.done else run.steps / run.task.steps for run in runs]))

    @property
    def explained(self) -> float | None:
        """The share of the paths' variance that lies in their plane; None for another plane, or none yet."""
        return sum(self.plane.explained) if self.plane and self.plane.explained else None

    @property
    def projectable(self) -> tuple[Racer, ...]:
        """The racers whose weights are finite all the way."""
        return tuple(racer for racer in self.racers if racer.name not in self.diverged)

    def projections(self) -> list[tuple[Racer, np.ndarray, np.ndarray]]:
        """Return each finite path's points on the plane, (S, 2), and the slice's height there, (S,)."""
        assert self.plane and self.grid
        points = [self.plane.project(racer.history.theta) for racer in self.projectable]
        return [(racer, xy, self.grid.height(xy)) for racer, xy in zip(self.projectable, points, strict=True)]


def landscape_task(values: Values) -> Task:
    """Return what the three racers learn."""
    if values["data"] == "digits":
        data, net, batch, init = digits(), Net(64, 1, 32, 10, "relu"), 32, "he"
    else:
        data = toy(values["data"], NOISE[values["data"]])
        net, batch, init = Net(2, *DEFAULT_NET, data.classes, "tanh"), TOY_BATCH, "glorot"
    return Task(net, data, batch, int(values["epochs"]), int(values["seed"]), init)


def compute_landscape(values: Values) -> Iterator[LossLandscape]:
    """Train three optimizers, then compute the loss on a plane through the end of one of them."""
    racers: tuple[Racer, ...] = ()
    rules = [rule_of(key, values[f"lr_{key}"]) for key in LANDSCAPE_RULES]
    for histories in train_all(landscape_task(values), rules):
        runs = zip(LANDSCAPE_RULES, histories, strict=True)
        racers = tuple(Racer(RULE_NAMES[key], look_of(key), history) for key, history in runs)
        yield LossLandscape(racers)
    diverged = tuple(racer.name for racer in racers if not np.isfinite(racer.history.theta).all())
    center = racers[LANDSCAPE_RULES.index(values["center"])]
    if center.name in diverged:
        yield LossLandscape(racers, diverged=diverged)
        return
    net, theta = center.history.task.net, center.history.theta[-1]
    if values["plane"] == "pca":
        paths = [racer.history.theta for racer in racers if racer.name not in diverged]
        plane = principal(net, paths, theta)
        sides = window(plane, paths)
    else:
        plane = filter_normalised(net, theta, int(values["draw"]))
        sides = ((-REACH, REACH), (-REACH, REACH))
    for grid in loss_grids(plane, center.history.task.data.train, sides):
        yield LossLandscape(racers, plane, grid, diverged)


landscape_work = work("landscape", compute_landscape, display=("view",))


def landscape_background(values: Values, landscape: LossLandscape) -> Background:
    """The loss on the slice, once all of it is there."""
    grid = landscape.grid
    if not grid or grid.share < 1:
        return NO_BACKGROUND
    return Background(f"network/{landscape_work(values).key}", {"loss": Field(grid.a, grid.b, grid.z, 0.0)})


def landscape_board(values: Values, landscape: LossLandscape) -> Board:
    """The slice with the paths, and how well the slice knows the paths' own losses."""
    ready = landscape_background(values, landscape) is not NO_BACKGROUND
    longest = max((racer.history for racer in landscape.racers), key=lambda run: len(run.checkpoints))
    panels: tuple[Panel, ...] = (losses_chart(landscape, ready), numbers(landscape))
    if ready:
        panels = (map_panel(values, landscape), *panels)
    training = f"Training: step {longest.steps:,} of {longest.task.steps:,}"
    text = "Computing the loss on 41 × 41 points" if landscape.plane else training
    return Board(
        panels,
        (("map", "losses"), ("map", "facts")) if ready else (("losses",), ("facts",)),
        len(longest.checkpoints) - 1,
        widths=(1.5, 1.0) if ready else (),
        heights=(1.0, 0.0),
        unit="step",
        counts=longest.checkpoints,
        progress=Progress(landscape.share, text),
        status=tuple(status_of(racer.history) for racer in landscape.racers),
        notices=notices(landscape),
        summary=summary(landscape),
    )


def notices(landscape: LossLandscape) -> tuple[Text, ...]:
    """Return what went wrong in the trainings, and who is not on the slice therefore."""
    sentences = problems([(racer.name, racer.history) for racer in landscape.projectable])
    sentences += tuple(f"{name} diverged and has no projection on the plane." for name in landscape.diverged)
    if landscape.diverged and not landscape.plane:
        sentences += ("The plane needs a centre that is finite: choose another one, or a smaller η.",)
    return sentences


def summary(landscape: LossLandscape) -> str:
    """Return what the picture shows in a sentence."""
    ends = ", ".join(f"{racer.name} {label(racer.history.train_loss[-1], 3)}" for racer in landscape.racers)
    size, share = landscape.racers[0].history.task.net.size, landscape.explained
    explained = "" if share is None else f" Explained variance: {percent(share)}."
    return f"A plane of two directions through a loss of {size:,} weights. Training losses: {ends}.{explained}"


def map_panel(values: Values, landscape: LossLandscape) -> Panel:
    """Return the slice from above or as a surface, with the projections of the paths."""
    assert landscape.plane and landscape.grid
    paths = tuple(
        Path(points[:, 0], points[:, 1], racer.look, racer.name, ("moving", racer.history.steps), heights)
        for racer, points, heights in sorted(landscape.projections(), key=lambda each: -path_length(each[1]))
    )
    shares = [f": {percent(share, 0)} of the variance" for share in landscape.plane.explained] or ["", ""]
    names = [f"direction {k}{share}" for k, share in zip((1, 2), shares, strict=True)]
    title = "loss along two random directions" if landscape.explained is None else "loss on the PCA plane of the paths"
    if values["view"] == "3d":
        return Surface3D("map", "loss", paths, "direction 1", "direction 2", "L", title)
    a, b = landscape.grid.a, landscape.grid.b
    center = Points(np.zeros(1), np.zeros(1), "ink", "cross", "centre")
    x, y = Axis(names[0], float(a[0]), float(a[-1])), Axis(names[1], float(b[0]), float(b[-1]))
    return Axes("map", (Contour("loss"), *paths, center), x, y, title, zoom=True)


def path_length(points: np.ndarray) -> float:
    """Return how long the way through points (S, 2) is; of two on the same way the longer would hide the shorter."""
    return float(np.linalg.norm(np.diff(points, axis=0), axis=1).sum())


def losses_chart(landscape: LossLandscape, ready: bool) -> Chart:
    """Return each path's own loss and that of its projection on the slice."""
    series = []
    for racer in landscape.racers:
        series.append(Series(racer.name, racer.history.train_loss, racer.look, racer.history.checkpoints.astype(float)))
    for racer, _, heights in landscape.projections() if ready else ():
        series.append(Series("", heights, racer.look, racer.history.checkpoints.astype(float), dashed=True))
    title = "training loss; dashed: of the projection" if ready else "training loss"
    return Chart("losses", title, tuple(series), log=True, x_label="step")


def numbers(landscape: LossLandscape) -> Metrics:
    """Return what the slice leaves out, in numbers."""
    size = landscape.racers[0].history.task.net.size
    metrics = [Metric("weights", f"{size:,}"), Metric("directions shown", "2")]
    if landscape.explained is not None:
        metrics.append(Metric("explained variance", percent(landscape.explained)))
    if landscape.plane:
        for racer in landscape.projectable:
            theta = racer.history.theta
            distance = np.linalg.norm(theta - landscape.plane.at(landscape.plane.project(theta)), axis=1)
            metrics.append(Metric(f"{racer.name}: distance from the plane", distance, racer.look))
    return Metrics("facts", tuple(metrics))


LANDSCAPE = Section(
    "landscape",
    "Landscape",
    controls=(
        Choice("data", "data", (("circles", "circles"), ("moons", "moons"), ("digits", "digits")), "circles"),
        Choice("plane", "plane", (("pca", "PCA of the paths"), ("random", "random")), "pca"),
        Choice("view", "view", (("2d", "from above"), ("3d", "3-D")), "2d"),
        Choice("center", "centre: end of", (("gd", "SGD"), ("momentum", "Momentum"), ("adam", "Adam")), "adam"),
        learning_rate(0.1, "lr_gd", "learning rate of SGD"),
        learning_rate(0.03, "lr_momentum", "learning rate of Momentum"),
        learning_rate(0.01, "lr_adam", "learning rate of Adam"),
        epochs(30.0, 60.0),
        Slider("draw", "", "random seed of directions", 0.0, 0.0, 999.0, whole=True),
        *seed(),
    ),
    presets=(
        Preset("paths_plane", "PCA plane"),
        Preset("paths_relief", "PCA plane in 3-D", {"view": "3d"}),
        Preset("random_plane", "Random directions", {"plane": "random"}),
        Preset("digits_plane", "Real digits", {"data": "digits", "epochs": 20.0, "lr_adam": 0.003}),
        Preset("digits_relief", "Digits, random, 3-D", DIGITS_3D),
    ),
    draw=landscape_board,
    background=landscape_background,
    work=landscape_work,
    more=("center", "epochs", "draw", "seed", "again"),
)

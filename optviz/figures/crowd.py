"""The answers of a whole class on one board: a mark for each, or all their runs at once, coloured by outcome."""

import dataclasses
from collections.abc import Callable, Iterator, Sequence
from functools import partial

import numpy as np

from optviz.figures.board import Axes, Axis, Board, Category, Layer, Line, Points, Swarm
from optviz.questions import ENDS, Dial, Form, Route, Settings, Target, Trial
from optviz.questions.place import point_of

FRAMES = 76
"""Frames of the runs of a class: a film that a projector gets in a few tens of kilobytes."""

MOST_ROUTES = 40
LOOKS = ("good", "accent", "bad")
"""Of runs that reach the goal, that are on their way, and that move away."""

AXIS = "settings"
"""The key of the panel on which a class's settings of a single dial stand."""

COLUMNS = 48
LEAST_HEIGHT = 6


def marks(points: np.ndarray, right: np.ndarray, names: tuple[str, str]) -> Iterator[Layer]:
    """Yield points (n, 2) in two colours, by whether they are right."""
    for which, look, name in ((~right, "bad", names[1]), (right, "good", names[0])):
        if which.any():
            yield Points(*points[which].T, look=look, name=name, size=0.9)


def target_layers(form: Target, answers: Sequence[str], axes: Axes) -> Iterator[Layer]:
    """Yield the places that were clicked; on a curve, where only x counts, along the lower edge."""
    points = np.array([point_of(answer) or (np.nan, np.nan) for answer in answers], dtype=float)
    if form.only_x:
        points[:, 1] = axes.y.low + 0.04 * (axes.y.high - axes.y.low)
    right = np.array([form.verdict(answer).right for answer in answers], dtype=bool)
    yield from marks(points, right, ("near enough", "elsewhere"))


def route_layers(form: Route, answers: Sequence[str]) -> Iterator[Layer]:
    """Yield some of the paths that were drawn, evenly chosen."""
    for answer in answers[:: -(-len(answers) // MOST_ROUTES)]:
        x, y = np.array([point_of(part) for part in answer.split(";")], dtype=float).T
        yield Line(x, y, look="good" if form.verdict(answer).right else "bad", width=0.6)


def film(trials: Sequence[Trial], steps: int) -> Swarm:
    """Return the runs of all over so many steps as a swarm, in the colours of how they end."""
    places = np.unique(np.linspace(0, steps, min(FRAMES, steps + 1)).round().astype(int))
    paths = np.stack([trial.path[np.minimum(places, len(trial.path) - 1)] for trial in trials])
    ends = np.array([trial.end for trial in trials])
    categories = tuple(Category(text, look) for text, look in zip(ENDS, LOOKS, strict=True))
    # A run shows how it ends when it ends, not before.
    arrival = np.full(len(trials), len(places) - 1)
    return Swarm(paths[:, :, 0], paths[:, :, 1], ends, categories, trail=len(trials) <= MOST_ROUTES, arrival=arrival)


def columns_of(values: np.ndarray, dial: Dial) -> np.ndarray:
    """Return the columns of even width, on the dial's scale, in which values lie."""
    low, high, at = dial.low, dial.high, values
    if dial.scale == "log":
        low, high, at = np.log(low), np.log(high), np.log(at)
    return np.clip((at - low) / (high - low) * COLUMNS, 0, COLUMNS - 1).astype(int)


def heights_of(values: np.ndarray, dial: Dial) -> np.ndarray:
    """Return how high each value's dot stands where the dots of a column stand on one another, the smallest lowest."""
    columns, heights = columns_of(values, dial), np.zeros(len(values), dtype=int)
    counts = np.zeros(COLUMNS, dtype=int)
    for place in np.argsort(values, kind="stable"):
        counts[columns[place]] += 1
        heights[place] = counts[columns[place]]
    return heights


def with_axis(board: Board, form: Settings, answers: Sequence[str]) -> Board:
    """Return a board with an axis of the only dial beside it; as it is where a map shows the settings."""
    if form.map or len(form.dials) != 1:
        return board
    dial = form.dials[0]
    highest = heights_of(np.array([form.values(answer)[0] for answer in answers]), dial).max(initial=0) + 1
    axes = Axes(
        AXIS,
        (),
        x=Axis(dial.label, dial.low, dial.high, log=dial.scale == "log"),
        y=Axis("answers", 0, max(int(highest), LEAST_HEIGHT), whole=True),
        title=f"{dial.label} of everyone",
    )
    return dataclasses.replace(board, panels=(*board.panels, axes), rows=tuple((*row, AXIS) for row in board.rows))


def points_of(form: Settings, answers: Sequence[str], axes: Axes) -> np.ndarray:
    """Return where the settings of a class stand on the map, or on the axis of the only dial, (n, 2)."""
    points = np.array([form.values(answer) for answer in answers])
    if axes.key == AXIS:
        return np.column_stack([points[:, 0], heights_of(points[:, 0], form.dials[0])])
    return points


def settings_layers(
    form: Settings, trials: Sequence[Trial], steps: int, answers: Sequence[str], axes: Axes
) -> Iterator[Layer]:
    """Yield all runs on the plane, and on the map, or the axis of the only dial, a point for each setting."""
    if axes.key == form.plane:
        yield film(trials, steps)
    if axes.key == AXIS:
        x = [form.best[0]] * 2
        yield Line(x, [axes.y.low, axes.y.high], name="best known", dashed=True, since=steps)
    if axes.key in (form.map, AXIS):
        # Where the runs move over their own settings, these would tell beforehand how they end.
        since = steps if form.map == form.plane else 0
        points, ends = points_of(form, answers, axes), np.array([trial.end for trial in trials])
        for end, (text, look) in enumerate(zip(ENDS, LOOKS, strict=True)):
            if (ends == end).any():
                yield Points(*points[ends == end].T, look=look, name="" if since else text, since=since)


def layers_of(form: Form, answers: Sequence[str], axes: Axes) -> Iterator[Layer]:
    """Yield what a class has drawn on a plane."""
    if isinstance(form, Target) and form.panel == axes.key:
        yield from target_layers(form, answers, axes)
    elif isinstance(form, Route) and form.panel == axes.key:
        yield from route_layers(form, answers)


def crowded(board: Board, form: Form, answers: Sequence[str]) -> Board:
    """Return a board with the answers of a class on it; they are canonical texts of the form's answers."""
    if not answers:
        return board
    draw: Callable[[Axes], Iterator[Layer]] = partial(layers_of, form, answers)
    if isinstance(form, Settings):
        trials = form.run([form.values(answer) for answer in answers])
        steps = max(board.steps, *(len(trial.path) - 1 for trial in trials))  # others go on when the best has ended
        board = dataclasses.replace(board, steps=steps)
        draw = partial(settings_layers, form, trials, steps, answers)

    def with_class(axes: Axes) -> Axes:
        return dataclasses.replace(axes, layers=(*axes.layers, *draw(axes)))

    return dataclasses.replace(
        board, panels=tuple(with_class(panel) if isinstance(panel, Axes) else panel for panel in board.panels)
    )

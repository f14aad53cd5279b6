"""The answers of a whole class on one board: a mark for each, or all their runs at once, coloured by outcome."""

import dataclasses
from collections.abc import Iterator, Sequence

import numpy as np

from optviz.figures.board import Axes, Board, Category, Layer, Line, Points, Swarm
from optviz.questions import ENDS, Form, Route, Settings, Target, Trial
from optviz.questions.place import point_of

FRAMES = 76
"""Frames of the runs of a class: a film that a projector gets in a few tens of kilobytes."""

MOST_ROUTES = 40
LOOKS = ("good", "accent", "bad")
"""Of runs that reach the goal, that are on their way, and that move away."""


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


def film(trials: Sequence[Trial]) -> Swarm:
    """Return the runs of all as a swarm, in the colours of how they end."""
    steps = max(len(trial.path) for trial in trials) - 1
    places = np.unique(np.linspace(0, steps, min(FRAMES, steps + 1)).round().astype(int))
    paths = np.stack([trial.path[np.minimum(places, len(trial.path) - 1)] for trial in trials])
    ends = np.array([trial.end for trial in trials])
    categories = tuple(Category(text, look) for text, look in zip(ENDS, LOOKS, strict=True))
    # A run shows how it ends when it ends, not before.
    arrival = np.full(len(trials), len(places) - 1)
    return Swarm(paths[:, :, 0], paths[:, :, 1], ends, categories, trail=len(trials) <= MOST_ROUTES, arrival=arrival)


def settings_layers(form: Settings, trials: Sequence[Trial], answers: Sequence[str], axes: Axes) -> Iterator[Layer]:
    """Yield all runs on the plane, and on the map a point for each setting."""
    if axes.key == form.plane:
        yield film(trials)
    if axes.key == form.map:
        # Where the runs move over their own settings, these would tell beforehand how they end.
        since = max(len(trial.path) for trial in trials) - 1 if form.map == form.plane else 0
        points = np.array([form.values(answer) for answer in answers])
        ends = np.array([trial.end for trial in trials])
        for end, (text, look) in enumerate(zip(ENDS, LOOKS, strict=True)):
            if (ends == end).any():
                yield Points(*points[ends == end].T, look=look, name="" if since else text, since=since)


def layers_of(form: Form, answers: Sequence[str], trials: Sequence[Trial], axes: Axes) -> Iterator[Layer]:
    """Yield what a class draws on a plane."""
    if isinstance(form, Settings):
        yield from settings_layers(form, trials, answers, axes)
    elif isinstance(form, Target) and form.panel == axes.key:
        yield from target_layers(form, answers, axes)
    elif isinstance(form, Route) and form.panel == axes.key:
        yield from route_layers(form, answers)


def crowded(board: Board, form: Form, answers: Sequence[str]) -> Board:
    """Return a board with the answers of a class on it; they are canonical texts of the form's answers."""
    if not answers:
        return board
    trials = form.run([form.values(answer) for answer in answers]) if isinstance(form, Settings) else ()

    def with_class(axes: Axes) -> Axes:
        layers = (*axes.layers, *layers_of(form, answers, trials, axes))
        return dataclasses.replace(axes, layers=layers)

    return dataclasses.replace(
        board, panels=tuple(with_class(panel) if isinstance(panel, Axes) else panel for panel in board.panels)
    )

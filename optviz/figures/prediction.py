"""What a prediction looks like on a board: the arrows to choose from, and the answer beside the run."""

import dataclasses
from collections.abc import Iterator
from typing import Any

import numpy as np

from optviz.figures.board import Arrows, Axes, Axis, Board, Category, Labels, Layer, Line, Path, Points, Swarm
from optviz.figures.board.message import style_of
from optviz.questions import Ask, Choice, Form, NextSteps, Range, Route, Target
from optviz.questions.choice import LETTERS
from optviz.questions.place import point_of

NAME = "your prediction"
BEYOND = 1.25
"""Where an arrow's letter stands, in lengths of the arrow."""
INSIDE = 0.05
"""How far a letter stands from the edge of the picture, as a share of the axis."""


def upright(axes: Axes, x: float) -> Line:
    """Return a line at x over the whole height of the axes."""
    return Line([x, x], [axes.y.low, axes.y.high], look="accent", name=NAME, width=1.4, dashed=True, over=True)


def within(axis: Axis, values: np.ndarray) -> np.ndarray:
    """Return coordinates with those too near to the ends of an axis, or beyond, moved inside."""
    margin = INSIDE * (axis.high - axis.low)
    return np.clip(values, axis.low + margin, axis.high - margin)


def arrow_layers(arrows: NextSteps, axes: Axes) -> Iterator[Layer]:
    """Yield the arrows of a choice, each with its letter, which stays within the axes."""
    steps = np.array(arrows.steps, dtype=float)
    x, y = (np.full(len(steps), c) for c in arrows.start)
    yield Arrows(x, y, steps[:, 0], steps[:, 1], look="ink", width=1.3)
    texts = tuple(LETTERS[: len(steps)])
    yield Labels(within(axes.x, x + BEYOND * steps[:, 0]), within(axes.y, y + BEYOND * steps[:, 1]), texts)


def layers_of(form: Form, answer: str | None, axes: Axes) -> Iterator[Layer]:
    """Yield what a question and its answer, if one was given, draw on a plane."""
    if isinstance(form, Choice) and form.arrows and form.arrows.panel == axes.key:
        yield from arrow_layers(form.arrows, axes)
    if answer is None:
        return
    if isinstance(form, Range) and form.panel == axes.key:
        yield upright(axes, float(answer))
    elif isinstance(form, Target) and form.panel == axes.key:
        x, y = point_of(answer) or (np.nan, np.nan)
        yield (
            upright(axes, x)
            if form.only_x
            else Points(np.array([x]), np.array([y]), look="accent", mark="diamond", name=NAME, size=1.6)
        )
    elif isinstance(form, Route) and form.panel == axes.key:
        x, y = np.array([point_of(part) for part in answer.split(";")]).T
        yield Line(x, y, look="accent", name=NAME, width=1.8, dashed=True, over=True)


def form_spec(form: Form) -> dict[str, Any]:
    """Return what the browser must know to take an answer, the looks of its options as it draws them."""
    spec = form.spec()
    for key in {"options", "items"} & spec.keys():
        spec[key] = [[text, None if look is None else style_of(look)] for text, look in spec[key]]
    return spec


def untold(layer: Layer) -> Layer:
    """Return a run's path without what it does next, balls without the names of where they end; others as they are."""
    if isinstance(layer, Path):
        return dataclasses.replace(layer, arrows=None)
    if isinstance(layer, Swarm) and layer.arrival is not None:
        return dataclasses.replace(layer, categories=tuple(Category("", each.look) for each in layer.categories))
    return layer


def predicted(board: Board, asked: Ask, answer: str | None, held: bool) -> Board:
    """Return a board with a question's arrows and the answer on it.

    While the question is ``held`` open, nothing can be dragged, and what would tell it is left out: the layers that it
    names, the arrows of a run's next step, and where balls end.
    """
    hidden = set(asked.without if held else ())

    def tells(layer: Layer) -> bool:
        return not hidden.isdisjoint({getattr(layer, "name", ""), getattr(layer, "group", "")})

    def with_answer(axes: Axes) -> Axes:
        layers = [untold(layer) if held else layer for layer in axes.layers if not tells(layer)]
        layers += layers_of(asked.form, answer, axes)
        return dataclasses.replace(axes, layers=tuple(layers), drag=None if held else axes.drag)

    panels = tuple(with_answer(panel) if isinstance(panel, Axes) else panel for panel in board.panels)
    return dataclasses.replace(board, panels=panels)

"""The page's values and boards, and all ways to cut the slide's eight points into batches of two."""

import itertools
from collections.abc import Iterator
from functools import partial
from typing import Any, TypeVar

import numpy as np

from optviz.core.stochastic.regression import Regression
from optviz.figures.board import Axes, Board, Layer
from optviz.lecture.stochastic import PAGE
from tests.lecture import helpers

LayerKind = TypeVar("LayerKind", bound=Layer)

values_of = partial(helpers.values_of, PAGE)


def board_of(section: str, preset: str = "", **changes: Any) -> Board:
    """The board of a section or one of its presets, with some values changed."""
    return PAGE.section(section).draw(values_of(section, preset, **changes))


def layers(board: Board, key: str, kind: type[LayerKind]) -> list[LayerKind]:
    """The layers of one kind on one plane of a board, in their order."""
    return [layer for layer in board.panel(key, Axes).layers if isinstance(layer, kind)]


def minimum_of(problem: Regression) -> np.ndarray:
    """θ* of a loss that has one."""
    assert problem.minimum is not None
    return problem.minimum


def cuts(left: tuple[int, ...] = tuple(range(8))) -> Iterator[tuple[tuple[int, int], ...]]:
    """Every order of batches of two from the points ``left``."""
    if not left:
        yield ()
    for pair in itertools.combinations(left, 2):
        for rest in cuts(tuple(i for i in left if i not in pair)):
            yield (pair, *rest)


def losses_after_an_epoch(problem: Regression, start: tuple[float, float], lr: float) -> np.ndarray:
    """L after one epoch of SGD with batches of two, for each of :func:`cuts`; all at once, in plain NumPy."""
    orders = np.array(list(cuts()))
    theta = np.tile(np.array(start), (len(orders), 1))
    x, y = problem.data.x[orders], problem.data.y[orders]
    for k in range(4):
        residual = theta[:, :1] * x[:, k] + theta[:, 1:] - y[:, k]
        theta = theta - lr * np.stack([(residual * x[:, k]).mean(axis=1), residual.mean(axis=1)], axis=1)
    residual = theta[:, :1] * problem.data.x + theta[:, 1:] - problem.data.y
    return 0.5 * (residual**2).mean(axis=1)

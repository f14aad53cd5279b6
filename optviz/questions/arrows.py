"""Which arrow is the next step: a choice whose options are drawn where a run stands."""

from collections.abc import Sequence
from itertools import combinations

import numpy as np

from optviz.core.number_text import label
from optviz.questions.choice import Choice, NextSteps, Option

Window = tuple[tuple[float, float], tuple[float, float]]
"""The ends of the x axis and of the y axis of a panel."""

APART = 0.22
"""The least distance of two arrows' heads, in lengths of the longest arrow."""

LETTER_AT = 1.3
"""An arrow's letter stands so many lengths from its start."""


def which_arrow(
    panel: str,
    window: Window,
    start: np.ndarray,
    right: np.ndarray,
    why: str,
    others: Sequence[tuple[np.ndarray, str]],
    least: float = 0.0,
) -> Choice:
    """Return the choice of the step ``right`` (2,) from ``start`` among ``others``, each a step with what is said.

    The options are told by their coordinates alone. Where two arrows could hardly be told apart, where one is too short
    to be seen or leaves the panel's ``window``, or where the longest is shorter than ``least``, no option is right: the
    setting is an unclear one.
    """
    steps = np.array([right, *(step for step, _ in others)], dtype=float)
    longest = np.hypot(*steps.T).max()
    short = np.hypot(*steps.T).min() < 0.08 * longest
    near = any(np.hypot(*(a - b)) < APART * longest for a, b in combinations(steps, 2))
    letters, (low, high) = start + LETTER_AT * steps, np.array(window).T
    inside = bool(((low < letters) & (letters < high)).all())
    clear = inside and not (short or near or longest < least)
    said = (why, *(sentence for _, sentence in others))
    options = (Option(_text(step), clear and i == 0, said[i]) for i, step in enumerate(steps))
    x, y = (float(c) for c in start)
    arrows = NextSteps(panel, (x, y), tuple((float(dx), float(dy)) for dx, dy in steps))
    return Choice(tuple(options), arrows=arrows)


def _text(step: np.ndarray) -> str:
    return f"by ({label(step[0], 2, 1e-9)}, {label(step[1], 2, 1e-9)})"

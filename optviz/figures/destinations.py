"""Where many starts end: at which critical point, their colours and their shares."""

import dataclasses
import functools
from collections import Counter
from collections.abc import Iterable

import numpy as np

from optviz.core.number_text import label, percent, point
from optviz.core.simulation.basins import LEFT, MOVING
from optviz.core.simulation.critical import CriticalPoints
from optviz.figures.board import Category, Table, Text, from_step

DIVERGED = -3
"""The label of a run whose numbers overflow, beside MOVING and LEFT."""

MINIMUM_LOOKS = (2, 8, 6, 7, 5, 3)
UNSTABLE_LOOK = 4


@dataclasses.dataclass(frozen=True, eq=False)
class Destinations:
    """Where many starts end: ``label`` (…) is a place in ``critical.points``, MOVING, LEFT or DIVERGED."""

    critical: CriticalPoints
    label: np.ndarray

    @functools.cached_property
    def counts(self) -> Counter[int]:
        """How many starts have each label."""
        labels, counts = np.unique(self.label, return_counts=True)
        return Counter(dict(zip(labels.tolist(), counts.tolist(), strict=True)))

    def count(self, labels: Iterable[int]) -> int:
        """How many starts have one of these labels."""
        return sum(self.counts[i] for i in labels)

    def share(self, *labels: int) -> float:
        """The share of all starts that have one of these labels."""
        return self.count(labels) / self.label.size


def colours(destinations: Destinations) -> tuple[tuple[Category, ...], np.ndarray]:
    """Return the colours of the destinations that occur, and the number of its colour for each start.

    Up to six minima have a colour each. Of more, the best have the first, and the others take turns.
    """
    critical = destinations.critical
    minima = critical.of("minimum")
    few = len(minima) <= len(MINIMUM_LOOKS)
    categories = _one_each(critical) if few else _in_turns(critical)
    category_of = np.zeros(len(critical.points) + 3, dtype=int)
    category_of[: len(minima)] = np.arange(len(minima))
    if not few:
        best = len(critical.lowest)
        category_of[:best] = 0
        category_of[best : len(minima)] = 1 + np.arange(len(minima) - best) % (len(MINIMUM_LOOKS) - 1)
    others = (
        ("at a saddle or maximum", UNSTABLE_LOOK, range(len(minima), len(critical.points))),
        ("at none of these yet", "ink", (MOVING,)),
        ("out of the picture", "faint", (LEFT,)),
        ("diverged", "bad", (DIVERGED,)),
    )
    for text, look, labels in others:
        if destinations.count(labels):
            # MOVING and its like are negative: they stand at the table's end.
            category_of[list(labels)] = len(categories)
            categories.append(Category(text, look))
    return tuple(categories), category_of[destinations.label]


def minimum_categories(critical: CriticalPoints) -> int:
    """Return how many of the first of :func:`colours` are minima."""
    return min(len(critical.of("minimum")), len(MINIMUM_LOOKS))


def _one_each(critical: CriticalPoints) -> list[Category]:
    looks = zip(critical.of("minimum"), MINIMUM_LOOKS, strict=False)
    return [Category(f"→ {point(minimum.point)}", look) for minimum, look in looks]


def _in_turns(critical: CriticalPoints) -> list[Category]:
    count = len(critical.of("minimum")) - len(critical.lowest)
    return [
        Category("the best minimum", MINIMUM_LOOKS[0]),
        *[Category(f"{count} other minima" * (i == 0), look) for i, look in enumerate(MINIMUM_LOOKS[1:])],
    ]


def destination_table(destinations: Destinations, title: str, last: int, counts: bool = False) -> Table:
    """Return which share (or how many) of all starts reached what, told at the last step.

    The many minima of some surfaces are summed up.
    """
    critical = destinations.critical
    others = (
        ("saddle or maximum", range(len(critical.of("minimum")), len(critical.points))),
        ("at none of these yet", (MOVING,)),
        ("out of the picture", (LEFT,)),
        ("diverged", (DIVERGED,)),
    )
    lines: list[tuple[Text, str, Iterable[int]]] = [*_minima_lines(critical)]
    lines += [(from_step(last, what), "", labels) for what, labels in others if destinations.count(labels)]
    shares = (str(destinations.count(ends)) if counts else percent(destinations.share(*ends)) for _, _, ends in lines)
    rows = tuple((what, height, from_step(last, share)) for (what, height, _), share in zip(lines, shares, strict=True))
    head = ("ends at", "f", "balls" if counts else "share")
    return Table("destinations", head, rows, title, follow=False, mono=False)


def _minima_lines(critical: CriticalPoints) -> tuple[tuple[str, str, Iterable[int]], ...]:
    """Return (what, f there, its labels) of each minimum, or of the best and of all others where they are many."""
    minima = critical.of("minimum")
    if len(minima) <= len(MINIMUM_LOOKS):
        return tuple((f"minimum {point(m.point)}", label(m.value, zero=1e-9), (i,)) for i, m in enumerate(minima))
    best = len(critical.lowest)
    next_height = f"{label(minima[best].value, 3, 1e-9)} …"
    return (
        ("the best minimum", label(minima[0].value, zero=1e-9), range(best)),
        (f"{len(minima) - best} other minima", next_height, range(best, len(minima))),
    )

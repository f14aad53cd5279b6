"""Forms whose answers are listed: choose one, or put all in order."""

import dataclasses
from collections.abc import Sequence
from itertools import combinations, pairwise
from typing import Any, ClassVar

from optviz.core.number_text import label
from optviz.questions.form import Form, Verdict

LETTERS = "ABCDEFGH"


@dataclasses.dataclass(frozen=True)
class Option:
    """One answer: its words, whether it is right, and what is said to who chose it (why, or which idea misled).

    ``look``: the look of a run that it names, as in :mod:`optviz.figures.palette`; None for none.
    """

    text: str
    right: bool
    feedback: str
    look: int | None = None

    def __post_init__(self) -> None:
        object.__setattr__(self, "right", bool(self.right))  # a comparison of NumPy's is no bool of JSON's


@dataclasses.dataclass(frozen=True)
class NextSteps:
    """Arrows on the panel called ``panel``, one for each option: from ``start`` by ``steps`` (n, 2), named A, B, C …"""

    panel: str
    start: tuple[float, float]
    steps: Sequence[tuple[float, float]]


@dataclasses.dataclass(frozen=True)
class Choice(Form):
    """Choose one of the options; an answer is its place, from 0. ``ordered``: the options keep their order."""

    options: tuple[Option, ...]
    ordered: bool = False
    arrows: NextSteps | None = None

    kind: ClassVar[str] = "choice"

    def shuffled(self, order: Any) -> "Choice":
        """Return the options, with their arrows, in a random order."""
        if self.ordered:
            return self
        places = [int(place) for place in order.permutation(len(self.options))]
        arrows = self.arrows
        if arrows:
            arrows = dataclasses.replace(arrows, steps=tuple(arrows.steps[place] for place in places))
        return dataclasses.replace(self, options=tuple(self.options[place] for place in places), arrows=arrows)

    def spec(self) -> dict[str, Any]:
        """Return the options' words and looks."""
        letters = [f"{LETTERS[i]}: " if self.arrows else "" for i in range(len(self.options))]
        texts = [letter + option.text for letter, option in zip(letters, self.options, strict=True)]
        return {
            "kind": self.kind,
            "options": [[text, option.look] for text, option in zip(texts, self.options, strict=True)],
        }

    def read(self, text: str) -> str | None:
        """Return the place of an option."""
        return text if text in map(str, range(len(self.options))) else None

    def verdict(self, text: str) -> Verdict:
        """Return what is said to who chose this option."""
        option = self.options[int(text)]
        return Verdict(
            option.right, float(option.right), "", option.feedback, self.options[int(self.right_answer)].text
        )

    def unclear(self) -> str:
        """Exactly one option must be right, and no two may read the same."""
        right = sum(option.right for option in self.options)
        if right != 1:
            return f"{right} options are right"
        return "two options read the same" if len({o.text for o in self.options}) < len(self.options) else ""

    @property
    def right_answer(self) -> str:
        """The place of the right option."""
        return str(next((i for i, option in enumerate(self.options) if option.right), 0))


@dataclasses.dataclass(frozen=True)
class Ranking(Form):
    """Put ``items`` in order, the smallest of ``values`` first; an answer is their places, as ``2,0,1``.

    The score is the share of pairs in the right order, (τ + 1)/2 with Kendall's τ (Kendall 1938). Two values nearer to
    each other than ``margin`` (of a value, as a ratio) would make no clear question; infinities count as equal.
    ``first``, ``last``: what the ends of the list stand for. ``swapped``: what is said to who swapped a pair, by the
    places of its items (smaller value, larger value); ``feedback``: what is said in all other cases.
    """

    items: tuple[str, ...]
    values: tuple[float, ...]
    first: str
    last: str
    feedback: str
    swapped: dict[tuple[int, int], str] = dataclasses.field(default_factory=dict)
    looks: tuple[int | None, ...] = ()
    margin: float = 0.1

    kind: ClassVar[str] = "ranking"

    def spec(self) -> dict[str, Any]:
        """Return the items and what the ends of the list stand for."""
        looks = self.looks or (None,) * len(self.items)
        items = [[name, look] for name, look in zip(self.items, looks, strict=True)]
        return {"kind": self.kind, "items": items, "first": self.first, "last": self.last}

    def read(self, text: str) -> str | None:
        """Return the places of all items, each once."""
        places = text.split(",")
        return text if sorted(places) == sorted(map(str, range(len(self.items)))) else None

    def verdict(self, text: str) -> Verdict:
        """Count the pairs that are in the right order."""
        order = [int(place) for place in text.split(",")]
        wrong = [(b, a) for a, b in combinations(order, 2) if self.values[a] > self.values[b]]
        pairs = len(order) * (len(order) - 1) // 2
        score = 1 - len(wrong) / pairs
        said = next((self.swapped[pair] for pair in wrong if pair in self.swapped), self.feedback)
        tau = label(2 * score - 1, 2)
        measure = f"{pairs - len(wrong)} of {pairs} pairs in order (rank correlation {tau})"
        truth = " < ".join(self.items[int(place)] for place in self.right_answer.split(","))
        return Verdict(not wrong, score, measure, said, truth)

    def unclear(self) -> str:
        """Every two neighbours must be clearly apart."""
        ordered = sorted(self.values)
        for a, b in pairwise(ordered):
            if not b > a or b - a < self.margin * max(abs(a), abs(b)):
                return f"{label(a)} and {label(b)} are too near to each other"
        return ""

    @property
    def right_answer(self) -> str:
        """The items' places by their values."""
        return ",".join(map(str, sorted(range(len(self.items)), key=self.values.__getitem__)))

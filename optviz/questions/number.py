"""Forms whose answer is a number: typed, or chosen on a slider."""

import dataclasses
import math
import re
from typing import Any, ClassVar

from optviz.core.number_text import label, link, written_out
from optviz.questions.form import Form, Verdict, falling

_NUMBER = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d{1,3})?", re.IGNORECASE)


def number_of(text: str) -> float | None:
    """Return a typed number, with a decimal comma and a typographic minus too; None if it is none or too large."""
    plain = text.strip().replace("−", "-").replace(",", ".")
    return float(plain) if len(plain) <= 30 and _NUMBER.fullmatch(plain) and math.isfinite(float(plain)) else None


@dataclasses.dataclass(frozen=True)
class Mistake:
    """A wrong number that a known misconception leads to, computed, and what is said to who gives it."""

    value: float
    sentence: str


@dataclasses.dataclass(frozen=True)
class Number(Form):
    """A number to be typed, right within ``tolerance`` (as it is, not a share).

    ``right``, ``otherwise``: what is said; ``mistakes``: numbers that betray how they came about.
    """

    label: str
    truth: float
    tolerance: float
    right: str
    otherwise: str
    mistakes: tuple[Mistake, ...] = ()
    unit: str = ""

    kind: ClassVar[str] = "number"

    def spec(self) -> dict[str, Any]:
        """Return the field's label and unit."""
        return {"kind": self.kind, "label": self.label, "unit": self.unit}

    def read(self, text: str) -> str | None:
        """Return the number as a link has it."""
        value = number_of(text)
        return None if value is None else link(value)

    def verdict(self, text: str) -> Verdict:
        """Compare a number with the right one, then with what mistakes lead to."""
        value = float(text)
        off = abs(value - self.truth)
        right = off <= self.tolerance * (1 + 1e-9)
        known = [m for m in self.mistakes if abs(value - m.value) <= self.tolerance]
        sentence = self.right if right else known[0].sentence if known else self.otherwise
        measure = "" if right else f"{written_out(off, 3)} off"
        truth = f"{written_out(self.truth)} {self.unit}".strip()
        return Verdict(right, falling(off, self.tolerance), measure, sentence, truth)

    def unclear(self) -> str:
        """The right number must be finite, and no mistake may lead to it."""
        if not math.isfinite(self.truth):
            return "the right number is not finite"
        near = [m.value for m in self.mistakes if abs(m.value - self.truth) <= 2 * self.tolerance]
        return f"the mistake {label(near[0])} is nearly right" if near else ""

    @property
    def right_answer(self) -> str:
        """The right number."""
        return link(self.truth)


@dataclasses.dataclass(frozen=True)
class Range(Form):
    """A number to be chosen on a slider from ``low`` to ``high``; all from ``truth[0]`` to ``truth[1]`` are right.

    ``scale``: ``"linear"`` or ``"log"``; on the second, how far off an answer is counts in decades. ``tolerance``: as
    far beside the truth as this is right too. ``below``, ``right``, ``above``: what is said. ``panel``: the panel on
    whose x axis the number lies, where it lies on one.
    """

    label: str
    low: float
    high: float
    truth: tuple[float, float]
    tolerance: float
    below: str
    right: str
    above: str
    scale: str = "linear"
    whole: bool = False
    panel: str = ""
    unit: str = ""

    kind: ClassVar[str] = "range"

    def spec(self) -> dict[str, Any]:
        """Return the slider's ends and scale."""
        names = ("kind", "label", "low", "high", "scale", "whole", "unit")
        return {name: getattr(self, name) for name in names}

    def read(self, text: str) -> str | None:
        """Return the number if the slider reaches it."""
        value = number_of(text)
        if value is None or not self.low <= value <= self.high or (self.whole and value != round(value)):
            return None
        return link(value)

    def _off(self, value: float) -> float:
        """Return how far a number lies below (−) or above (+) the right ones: in decades on a logarithmic scale."""
        low, high = self.truth
        if self.scale == "log":
            return min(0.0, math.log10(value / low)) + max(0.0, math.log10(value / high))
        return min(0.0, value - low) + max(0.0, value - high)

    def verdict(self, text: str) -> Verdict:
        """Tell how far a number is from the right ones."""
        off = self._off(float(text))
        right = abs(off) <= self.tolerance * (1 + 1e-9)
        sentence = self.right if right else self.below if off < 0 else self.above
        unit = "decades" if self.scale == "log" else self.unit
        measure = "" if right else f"{label(abs(off), 2)} {unit} off".replace("  ", " ")
        low, high = (written_out(round(end) if self.whole else end) for end in self.truth)
        truth = low if low == high else f"{low} to {high}"
        return Verdict(right, falling(abs(off), self.tolerance), measure, sentence, f"{truth} {self.unit}".strip())

    def unclear(self) -> str:
        """The right numbers must lie on the slider, and not be nearly all of it."""
        low, high = self.truth
        if not self.low <= low <= high <= self.high:
            return f"{label(low)} to {label(high)} is not on the slider"
        whole = math.log10(self.high / self.low) if self.scale == "log" else self.high - self.low
        wide = math.log10(high / low) if self.scale == "log" else high - low
        return "most of the slider is right" if wide + 2 * self.tolerance > whole / 2 else ""

    @property
    def right_answer(self) -> str:
        """A right number, in the middle of them."""
        low, high = self.truth
        middle = math.sqrt(low * high) if self.scale == "log" else (low + high) / 2
        return link(round(middle) if self.whole else middle)

"""A form whose answer is tried out: the person sets what a run depends on, and the run says how well that goes."""

import dataclasses
import math
from collections.abc import Callable, Sequence
from typing import Any, ClassVar

import numpy as np

from optviz.core.number_text import label, link
from optviz.questions.form import Form, Verdict
from optviz.questions.number import number_of

REACHED, SLOW, AWAY = range(3)
"""How a tried run ends: at the goal, on its way, or farther off than it began."""

ENDS = ("reaches the goal", "does not get there in time", "moves away")
RIGHT = 0.5
"""From this score on a trial counts as right."""


@dataclasses.dataclass(frozen=True)
class Dial:
    """What can be set: the key of the section's control, its label, and the ends and scale of its slider."""

    key: str
    label: str
    low: float
    high: float
    scale: str = "linear"


@dataclasses.dataclass(frozen=True)
class Trial:
    """One run: its score, 0 to 1; how it ends (an index of :data:`ENDS`); a sentence; its path (T+1, 2)."""

    score: float
    end: int
    sentence: str
    path: np.ndarray


@dataclasses.dataclass(frozen=True)
class Settings(Form):
    """Set one or two ``dials`` so that the run does best; an answer is their values, as ``0.03,0.9``.

    ``run``: from many settings at once to their trials, in order. ``best``: the best setting known, by theory or by
    search. The runs move on the panel called ``plane``; ``map``: the panel whose axes are the dials, if there is one.
    """

    dials: tuple[Dial, ...]
    run: Callable[[Sequence[tuple[float, ...]]], Sequence[Trial]] = dataclasses.field(repr=False)
    best: tuple[float, ...]
    plane: str
    map: str = ""

    kind: ClassVar[str] = "settings"

    def spec(self) -> dict[str, Any]:
        """Return the dials."""
        return {"kind": self.kind, "dials": [dataclasses.asdict(dial) for dial in self.dials]}

    def values(self, text: str) -> tuple[float, ...]:
        """Return the values of an answer that :meth:`read` has returned."""
        return tuple(float(part) for part in text.split(","))

    def read(self, text: str) -> str | None:
        """Return a value for each dial, if all lie on their sliders."""
        numbers = [number_of(part) for part in text.split(",")]
        if len(numbers) != len(self.dials):
            return None
        for number, dial in zip(numbers, self.dials, strict=True):
            if number is None or not dial.low <= number <= dial.high:
                return None
        return ",".join(link(number) for number in numbers if number is not None)

    def verdict(self, text: str) -> Verdict:
        """Run the setting."""
        return self.verdicts([text])[0]

    def verdicts(self, texts: Sequence[str]) -> list[Verdict]:
        """Run all settings."""
        return [self._said(trial) for trial in self.run([self.values(text) for text in texts])]

    def _said(self, trial: Trial) -> Verdict:
        best = ", ".join(f"{d.label} = {label(v, 3)}" for d, v in zip(self.dials, self.best, strict=True))
        return Verdict(trial.score >= RIGHT, trial.score, f"{round(100 * trial.score)} of 100", trial.sentence, best)

    def unclear(self) -> str:
        """The best setting must reach the goal, and lie on the sliders."""
        if any(not dial.low <= v <= dial.high for dial, v in zip(self.dials, self.best, strict=True)):
            return "the best setting is not on the sliders"
        (trial,) = self.run([self.best])
        return "" if trial.end == REACHED and math.isclose(trial.score, 1) else "the best setting misses the goal"

    @property
    def right_answer(self) -> str:
        """The best setting."""
        return ",".join(link(value) for value in self.best)

    def applied(self, setting: Any, text: str) -> Any:
        """Return the section's values with those of the answer."""
        return {**setting, **{dial.key: v for dial, v in zip(self.dials, self.values(text), strict=True)}}

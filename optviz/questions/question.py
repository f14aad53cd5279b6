"""A question: a setting drawn from a seed, and what is asked about it."""

import dataclasses
from collections.abc import Callable
from typing import Any, Generic, TypeVar

import numpy as np

from optviz.questions.form import Form

ATTEMPTS = 40
"""Settings drawn for one seed until one makes a clear question."""

S = TypeVar("S")


class Unclear(LookupError):
    """None of the settings that a seed draws makes a clear question."""


@dataclasses.dataclass(frozen=True)
class Ask:
    """What is asked about one setting: one or two plain sentences (no LaTeX), and the form of the answer.

    What would tell the answer is not there until it is given: ``hides`` are keys of panels, which are covered;
    ``without`` names layers, which are left out. The picture stands at step ``start`` until then, and what the run says
    is told at step ``until`` (None: the last). ``then``: the setting of the picture once it is answered, where that is
    another one.
    """

    text: str
    form: Form
    hides: tuple[str, ...] = ()
    without: tuple[str, ...] = ()
    start: int = 0
    until: int | None = None
    then: Any = None


@dataclasses.dataclass(frozen=True)
class Question(Generic[S]):
    """A question about a section or a lesson. ``key``: its name in links, for ever; ``title``: its name on the screen.

    ``draw``: from a random generator to a setting (of a section: values of its controls that differ from the defaults,
    and what the question alone needs to know; of a lesson: a scene); ``ask``: from the whole setting to what is asked.
    Both are called when it is shown. ``alone``: it asks for more than an answer, a program of one's own, and no quiz
    draws it among others.
    """

    key: str
    title: str
    draw: Callable[[np.random.Generator], S]
    ask: Callable[[S], Ask]
    alone: bool = False

    def at(self, seed: int, complete: Callable[[S], S] = lambda setting: setting) -> tuple[S, Ask]:
        """Return the setting of a seed, made whole by ``complete``, and what is asked about it.

        A setting that makes no clear question is drawn again; ``Unclear`` if none of many makes one, which a test
        of every question rules out.
        """
        why = ""
        for attempt in range(ATTEMPTS):
            rng = np.random.default_rng([seed, attempt])
            setting = complete(self.draw(rng))
            ask = self.ask(setting)
            why = ask.form.unclear()
            if not why:
                return setting, dataclasses.replace(ask, form=ask.form.shuffled(rng))
        raise Unclear(f"{self.key}, seed {seed}: {why}")

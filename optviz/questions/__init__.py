"""Predictions: questions that are asked before a run is played, and scored by the run itself.

A question belongs to a section of the lecture (``optviz/lecture/<topic>/<section>_questions.py``) or to a lesson
(``optviz/scenes/questions/<lesson>.py``). It draws a setting from a random seed, runs it, and asks for what happens in
one of the forms below. Nothing about an answer is typed in: the right one is computed when the question is shown.

Worked example::

    def draw(rng):
        return {"lr": float(rng.choice([0.05, 0.3, 0.7]))}          # what differs from the section's defaults

    def ask(values):
        run = descent(values)                                      # the run that the section shows
        kind = run.status.kind
        return Ask(
            f"η = {label(values['lr'])}. What will gradient descent do?",
            Choice((
                Option("It settles in the minimum.", kind == "converged", "η < 1/L: every step is downhill."),
                Option("It jumps across, further each time.", kind == "diverged", "That needs η > 2/L."),
            )),
        )

    QUESTIONS = (Question("regime", "What will this step size do?", draw, ask),)
"""

from optviz.questions.choice import Choice, NextSteps, Option, Ranking
from optviz.questions.form import Form, Verdict, panel_of
from optviz.questions.number import Mistake, Number, Range
from optviz.questions.paste import Cause, Paste
from optviz.questions.place import Place, Route, Target, Trap
from optviz.questions.question import ATTEMPTS, Ask, Question, Unclear
from optviz.questions.settings import AWAY, ENDS, REACHED, SLOW, Dial, Settings, Trial

QUESTION_WORDS = ("ask", "q", "answer")
"""Words of a link: which question, the seed of its setting, and the answer that was given."""

SHOWN = "-"
"""The answer of who wants to see it without one."""

__all__ = [
    "ATTEMPTS",
    "AWAY",
    "ENDS",
    "QUESTION_WORDS",
    "REACHED",
    "SHOWN",
    "SLOW",
    "Ask",
    "Cause",
    "Choice",
    "Dial",
    "Form",
    "Mistake",
    "NextSteps",
    "Number",
    "Option",
    "Paste",
    "Place",
    "Question",
    "Range",
    "Ranking",
    "Route",
    "Settings",
    "Target",
    "Trap",
    "Trial",
    "Unclear",
    "Verdict",
    "panel_of",
]

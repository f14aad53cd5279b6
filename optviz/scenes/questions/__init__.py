"""The questions of the playground's lessons; each lesson's lie in a file of its own, ``<lesson>.py``."""

from functools import cache
from importlib import import_module
from importlib.util import find_spec

from optviz.questions import Question
from optviz.scenes.scene import Scene

LessonQuestion = Question[Scene]


@cache
def questions_of(lesson: str) -> dict[str, LessonQuestion]:
    """Return a lesson's questions by key, in their order; none where no lesson is open."""
    name = f"{__name__}.{lesson}"
    found = import_module(name).QUESTIONS if lesson and find_spec(name) else ()
    return {question.key: question for question in found}

"""The questions of the lecture's sections; each lies beside its section, in ``<section>_questions.py``."""

from functools import cache, lru_cache
from importlib import import_module
from importlib.util import find_spec
from typing import Any

from optviz.lecture.section import Page, Section
from optviz.questions import Ask, Question

SectionQuestion = Question[dict[str, Any]]


@cache
def questions_of(stem: str, section: str) -> dict[str, SectionQuestion]:
    """Return a section's questions by key, in their order; they are loaded when first asked for."""
    name = f"optviz.lecture.{stem}.{section}_questions"
    found = import_module(name).QUESTIONS if find_spec(name) else ()
    return {question.key: question for question in found}


def setting_of(page: Page, section: Section, key: str, seed: int) -> tuple[dict[str, Any], Ask]:
    """Return the values of all controls that a question draws from a seed, and what is asked about them."""
    values, ask = _setting(page.stem, section.key, key, seed)
    return dict(values), ask


@lru_cache(maxsize=64)  # a few kB each; a class and a quiz ask for the same ones again and again
def _setting(stem: str, section: str, key: str, seed: int) -> tuple[dict[str, Any], Ask]:
    defaults = import_module(f"optviz.lecture.{stem}").PAGE.section(section).defaults()
    return questions_of(stem, section)[key].at(seed, lambda values: defaults | values)

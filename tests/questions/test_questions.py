"""What every question of every section and lesson must hold to, at two hundred seeds."""

import re
from collections.abc import Callable
from typing import Any

import pytest

from optviz.lecture.pages import PAGES
from optviz.lecture.questions import questions_of as questions_of_section
from optviz.lecture.questions import setting_of
from optviz.questions import Ask, Choice, Form, Question, Ranking
from optviz.scenes.lessons import LESSONS
from optviz.scenes.questions import questions_of as questions_of_lesson
from tests.every import some

SEEDS = 200
LONGEST = 260
"""Characters of a question that a hall can take in at once."""

Draw = Callable[[int], tuple[Any, Ask]]
SECTIONS = [(page, section) for page in PAGES.values() for section in page.sections]
ASKED: dict[str, tuple[Question[Any], Draw]] = {
    f"{page.stem}/{section.key}/{key}": (
        question,
        lambda seed, page=page, section=section, key=key: setting_of(page, section, key, seed),
    )
    for page, section in SECTIONS
    for key, question in questions_of_section(page.stem, section.key).items()
} | {
    f"{lesson}/{key}": (question, question.at)
    for lesson in LESSONS
    for key, question in questions_of_lesson(lesson).items()
}


@pytest.mark.parametrize("name", some(ASKED, list(ASKED)[::4].__contains__))
def test_a_question_is_clear_at_every_seed_and_its_own_answer_is_right(name: str) -> None:
    _, draw = ASKED[name]
    for seed in range(SEEDS):
        _, asked = draw(seed)  # raises where no setting makes a clear question
        form = asked.form
        assert form.unclear() == ""
        answer = form.read(form.right_answer)
        assert answer is not None and form.read(answer) == answer
        verdict = form.verdict(answer)
        assert verdict.right and verdict.score == pytest.approx(1, abs=0.02) and verdict.sentence and verdict.truth


@pytest.mark.parametrize("name", ASKED)
def test_a_question_varies_and_is_the_same_again_at_the_same_seed(name: str) -> None:
    _, draw = ASKED[name]
    settings = [repr(draw(seed)[0]) + repr(draw(seed)[1].form) for seed in range(12)]
    assert settings == [repr(draw(seed)[0]) + repr(draw(seed)[1].form) for seed in range(12)]
    assert len(set(settings)) > 1


NUMBERS = re.compile(r"[+−-]?\d[\d.,]*")


def right_words(form: Form) -> str:
    """What the right answer says; of a choice without its numbers, unless they alone tell its options apart."""
    if isinstance(form, Ranking):
        return " < ".join(form.items[int(place)] for place in form.right_answer.split(","))
    if not isinstance(form, Choice):
        return form.right_answer
    texts = [option.text for option in form.options]
    plain = [NUMBERS.sub("", text) for text in texts]
    return (plain if len(set(plain)) > 1 else texts)[int(form.right_answer)]


@pytest.mark.parametrize("name", ASKED)
def test_who_has_answered_a_question_once_cannot_answer_it_by_heart(name: str) -> None:
    _, draw = ASKED[name]
    first = right_words(draw(0)[1].form)
    assert any(right_words(draw(seed)[1].form) != first for seed in range(1, SEEDS))


@pytest.mark.parametrize("name", ASKED)
def test_a_question_is_short_and_every_answer_is_told_something_of_its_own(name: str) -> None:
    question, draw = ASKED[name]
    _, asked = draw(0)
    assert 0 < len(asked.text) <= LONGEST and "$" not in asked.text
    assert 0 < len(question.title) <= 60
    if isinstance(asked.form, Choice):
        said = [option.feedback for option in asked.form.options]
        assert all(said) and len(set(said)) == len(said)


@pytest.mark.parametrize(("page", "section"), SECTIONS, ids=lambda thing: getattr(thing, "key", None) or thing.stem)
def test_every_section_has_a_question(page: Any, section: Any) -> None:
    assert questions_of_section(page.stem, section.key)


@pytest.mark.parametrize("lesson", LESSONS)
def test_every_lesson_has_a_question(lesson: str) -> None:
    assert questions_of_lesson(lesson)

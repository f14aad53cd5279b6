"""Every question of the app by its ref: ``one_dimension.step_size.regime``, or ``lesson.cliff.ranking``.

A ref is public, as a quiz and a class have it in their links: topic, section (or lesson) and key of the question.
Without the key it is the section or lesson itself.
"""

from functools import cache
from typing import Any, NamedTuple

from optviz import lecture
from optviz.lecture.questions import questions_of as questions_of_section
from optviz.pictures.asked import AskedPicture, Plain, asked_at
from optviz.pictures.lecture_picture import LecturePicture, page_of
from optviz.pictures.playground_picture import PlaygroundPicture
from optviz.questions import Question
from optviz.scenes.codec import query_string
from optviz.scenes.lessons import LESSONS
from optviz.scenes.questions import questions_of as questions_of_lesson

LESSON = "lesson"
"""What the ref of a lesson's question begins with, in place of a topic."""

LESSONS_TOPIC = "lessons"
TOPICS = (*lecture.TITLES, LESSONS_TOPIC)
"""What questions are about, in the order of the menu; the playground's lessons come last."""


class Place(NamedTuple):
    """Where a question is asked: the topic, the section or lesson, and its key there."""

    topic: str
    where: str
    key: str

    @property
    def base(self) -> str:
        """The query of the page that the question belongs to, without the question."""
        return query_string([("lesson" if self.topic == LESSON else "section", self.where)])

    @property
    def title(self) -> str:
        """The title of the section or lesson."""
        return scenes()[f"{self.topic}.{self.where}"]


@cache
def questions() -> dict[str, Question[Any]]:
    """Return every question by its ref, in the order of the lecture; each topic is loaded for it."""
    of_sections = {
        f"{stem}.{section.key}.{key}": question
        for stem in lecture.TITLES
        for section in page_of(stem).sections
        for key, question in questions_of_section(stem, section.key).items()
    }
    of_lessons = {
        f"{LESSON}.{lesson}.{key}": question
        for lesson in LESSONS
        for key, question in questions_of_lesson(lesson).items()
    }
    return of_sections | of_lessons


@cache
def all_refs() -> dict[str, tuple[str, ...]]:
    """Return the refs of all questions by topic, in the order of the lecture; a topic may have none."""
    heads = {topic: LESSON if topic == LESSONS_TOPIC else topic for topic in TOPICS}
    return {topic: tuple(r for r in questions() if r.startswith(f"{head}.")) for topic, head in heads.items()}


@cache
def scenes() -> dict[str, str]:
    """Return the title of every section and lesson by its ref, in the order of the lecture."""
    of_sections = {f"{stem}.{each.key}": each.title for stem in lecture.TITLES for each in page_of(stem).sections}
    return of_sections | {f"{LESSON}.{key}": lesson.title for key, lesson in LESSONS.items()}


def scene_of(ref: str, looked: str = "") -> Plain:
    """Return the picture of a section or lesson as it opens; ``KeyError`` for an unknown ref."""
    scenes()[ref]
    return plain_at(Place(*ref.split("."), key=""), looked)


def plain_at(place: Place, looked: str) -> Plain:
    """Return the picture of the section or lesson at a place; ``looked`` as in :func:`picture_of`."""
    query = f"{place.base}&{looked}"
    lesson = place.topic == LESSON
    return PlaygroundPicture.at(query) if lesson else LecturePicture.at(page_of(place.topic), query)


def question_of(ref: str) -> Question[Any]:
    """Return the question that a ref names; ``KeyError`` if there is none."""
    return questions()[ref]


def place_of(ref: str) -> Place:
    """Return where the question that a ref names is asked; ``KeyError`` if there is none."""
    question_of(ref)
    return Place(*ref.split("."))


def picture_of(ref: str, seed: int, answer: str | None = None, looked: str = "") -> AskedPicture:
    """Return the picture of a question at a seed, with an answer if one was given; ``KeyError`` for an unknown ref.

    An answer that the question cannot take leaves it open, and the picture's ``ignored`` says so. ``looked``: the part
    of a query that says how the picture is looked at (playhead, windows).
    """
    place = place_of(ref)
    words = {"ask": place.key, "q": str(seed)} | ({} if answer is None else {"answer": answer})
    found = asked_at(plain_at(place, looked), words)
    assert isinstance(found, AskedPicture), ref
    return found


def scene_address(ref: str, seed: int) -> tuple[str, str]:
    """Return the page and the query at which a question stands open by itself: its live scene."""
    place = place_of(ref)
    page = PlaygroundPicture.page if place.topic == LESSON else place.topic
    return page, f"{place.base}&{query_string([('ask', place.key), ('q', str(seed))])}"

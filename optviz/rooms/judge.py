"""The judge of a class: the questions of the sections and lessons, and the runs that score their answers.

A question's text in a room is its ref and its seed, ``momentum.map.fastest:17``; that of a section or lesson its ref.
"""

from collections.abc import Mapping

from optviz.rooms.types import Verdict


class Lecture:
    """Knows the questions of the lecture; what computes is loaded when it is first asked."""

    def known(self, question: str) -> str | None:
        """Return a question's canonical text, or None if there is none such."""
        from optviz.pictures.asked import MAX_Q
        from optviz.pictures.question_refs import picture_of, questions

        ref, _, seed = question.partition(":")
        if ref not in questions() or not (seed.isascii() and seed.isdigit()) or int(seed) > MAX_Q:
            return None
        picture_of(ref, int(seed))  # what its first picture compiles is compiled before anybody answers
        return f"{ref}:{int(seed)}"

    def scene(self, ref: str) -> str | None:
        """Return the ref of a section or lesson, or None if there is none such."""
        from optviz.pictures.question_refs import scenes

        return ref if ref in scenes() else None

    def read(self, question: str, text: str) -> str | None:
        """Return an answer's canonical text, or None if it is none."""
        from optviz.pictures.question_refs import picture_of

        return picture_of(*parts(question)).asked.form.read(text)

    def verdicts(self, question: str, answers: Mapping[str, str]) -> Mapping[str, Verdict]:
        """Return what the run says about each answer."""
        from optviz.pictures.question_refs import picture_of

        found = picture_of(*parts(question)).asked.form.verdicts(list(answers.values()))
        return {key: Verdict(v.score, v.sentence) for key, v in zip(answers, found, strict=True)}


def parts(question: str) -> tuple[str, int]:
    """Return a question's ref and seed."""
    ref, _, seed = question.partition(":")
    return ref, int(seed)


def judge() -> Lecture:
    """Return the judge that the app's rooms ask."""
    return Lecture()

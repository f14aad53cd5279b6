"""What the tests of questions read of them: the right answer, and what is said to a wrong one."""

from optviz.questions import Ask, Choice, Number, Range


def number(asked: Ask) -> Number:
    """The form, which is a number to be typed."""
    assert isinstance(asked.form, Number)
    return asked.form


def choice(asked: Ask) -> Choice:
    """The form, which is a choice."""
    assert isinstance(asked.form, Choice)
    return asked.form


def right_option(asked: Ask) -> str:
    """The words of the right option; empty where the setting makes no clear question."""
    return next((option.text for option in choice(asked).options if option.right), "")


def truth(asked: Ask) -> float:
    """The right number on a slider."""
    assert isinstance(asked.form, Range) and asked.form.truth[0] == asked.form.truth[1]
    return asked.form.truth[0]


def told(asked: Ask, answer: str | float) -> str:
    """What is said to who gives an answer that is not right."""
    verdict = asked.form.verdict(str(answer))
    assert not verdict.right
    return verdict.sentence

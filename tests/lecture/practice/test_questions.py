"""The answers of the page's questions, worked out by hand or by a closed form."""

import math

import pytest

from optviz.lecture.practice.matrices_questions import ask_even, ask_rare
from optviz.questions import Choice
from tests.lecture.practice.helpers import values_of
from tests.questions.answers import number, told


@pytest.mark.parametrize("lr", [0.08, 0.2])
def test_sgd_shrinks_an_error_by_the_pairs_share_in_each_step(lr: float) -> None:
    asked = ask_rare(values_of("matrices", lr_gd=lr))
    share = 1 / sum(1 / i for i in range(1, 9))
    first, fourth, eighth = (math.ceil(math.log(0.1) / 2 / math.log(1 - 2 * lr * share / i)) for i in (1, 4, 8))
    assert number(asked).truth == fourth and f"after {first} steps" in asked.text
    assert "Muon" in told(asked, first) and "eighth" in told(asked, eighth)


@pytest.mark.parametrize("seed", [1, 20, 300])
def test_muon_keeps_nobody_waiting_in_any_rotation(seed: int) -> None:
    form = ask_even(values_of("matrices", seed=seed)).form
    assert isinstance(form, Choice) and form.options[int(form.right_answer)].text == "Muon"

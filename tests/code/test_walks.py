"""A walk in one dimension as a program: it ends where the walk ends, in every flavour, kinks and gaps included."""

import json

import numpy as np
import pytest

from optviz.code import FLAVOURS, code_of
from optviz.core.one_d.functions import FUNCTIONS
from optviz.core.one_d.own import typed_function
from optviz.core.one_d.walk import walk
from tests.code.programs import printed
from tests.code.walk_cases import WALKS
from tools.torch_programs import FILE, digest

KEPT = json.loads(FILE.read_text(encoding="utf-8"))["walks"]


@pytest.mark.parametrize("flavour", ["optviz", "numpy", "optax"])
@pytest.mark.parametrize("case", WALKS)
def test_the_program_ends_where_the_walk_ends(case: str, flavour: str) -> None:
    run = WALKS[case]()
    ((end,),) = printed(code_of(run, flavour))
    np.testing.assert_allclose(end, run.x[-1], rtol=1e-12, atol=1e-12)


@pytest.mark.parametrize("case", WALKS)
def test_the_program_in_pytorch_ended_there(case: str) -> None:
    run = WALKS[case]()
    text = code_of(run, "torch")
    assert digest(text) == KEPT[case]["text"], "its text has changed: python -m tools.torch_programs"
    np.testing.assert_allclose(KEPT[case]["ends"], [[run.x[-1]]], rtol=1e-12, atol=1e-12)


def test_built_in_functions_are_all_tried() -> None:
    assert {case().function.key for case in WALKS.values()} == {*FUNCTIONS, "typed"}


@pytest.mark.parametrize("flavour", FLAVOURS)
def test_a_program_has_the_numbers_of_its_walk(flavour: str) -> None:
    text = code_of(walk(FUNCTIONS["parabola"](), 0.0312, 1.75, 1e-4, 21), flavour)
    assert all(number in text for number in ("0.0312", "1.75", "0.0001", "21"))


@pytest.mark.parametrize("flavour", FLAVOURS)
def test_a_typed_function_is_written_with_its_parameters(flavour: str) -> None:
    text = code_of(walk(typed_function("x^4-a*x", (0.375,)), 0.01, 1.0), flavour)
    compile(text, "program.py", "exec")
    assert "0.375" in text and all(len(line) <= 120 for line in text.splitlines())


def test_numpy_s_derivative_is_the_lecture_s_own_where_it_is_known() -> None:
    assert "return (2 * x - 1) * (x * x - 4) / 4" in code_of(walk(FUNCTIONS["two_valleys"](), 0.1, 2.0), "numpy")

"""Every program in NumPy and in JAX with Optax ends where the app's run ends."""

import functools

import numpy as np
import pytest

from optviz.code import code_of
from tests.code.cases import CASES
from tests.code.programs import expected, printed

FLAT = "typed if(x>9,x,2)"


@functools.cache
def wanted(case: str) -> list[list[float]]:
    return expected(CASES[case]())


def check(case: str, flavour: str) -> None:
    ends = printed(code_of(CASES[case](), flavour))
    assert len(ends) == len(wanted(case)) >= 1
    np.testing.assert_allclose(ends, wanted(case), rtol=1e-12, atol=1e-12)


@pytest.mark.parametrize("case", CASES)
def test_the_numpy_program_ends_where_the_run_ends(case: str) -> None:
    check(case, "numpy")


@pytest.mark.parametrize("case", CASES)
def test_the_optax_program_ends_where_the_run_ends(case: str) -> None:
    check(case, "optax")


@pytest.mark.parametrize("case", [case for case in CASES if case != FLAT])
def test_no_case_stays_at_its_start(case: str) -> None:
    made = CASES[case]()
    assert all(end != list(made.start) for end in wanted(case))


@pytest.mark.parametrize("flavour", ["numpy", "optax"])
def test_a_program_takes_the_numbers_that_it_is_given(flavour: str) -> None:
    """The comparison can fail: with another learning rate in its text a program ends elsewhere."""
    made = CASES["by adam"]()
    text = code_of(made, flavour)
    changed = text.replace("lr, beta1", "LR, beta1").replace("= 0.1, 0.9", "= 0.1, 0.8").replace("b1=0.9", "b1=0.8")
    assert changed != text and printed(changed.replace("LR", "lr")) != printed(text)

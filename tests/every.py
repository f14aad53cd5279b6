"""Walks through everything there is: `make test` takes some steps of each, `make test-all` every one."""

from collections.abc import Callable, Iterable
from typing import Any

import pytest


def some(cases: Iterable[Any], kept: Callable[[Any], object]) -> list[Any]:
    """Return the cases of a parametrised test; only those that are ``kept`` run with `make test`.

    They are alike for the code that they try, which is written once, and differ in what they show.
    """
    made = []
    for case in cases:
        values = case if isinstance(case, tuple) else (case,)
        made.append(pytest.param(*values, marks=() if kept(case) else pytest.mark.every))
    return made

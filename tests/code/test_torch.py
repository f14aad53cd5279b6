"""Every program in PyTorch ends where the app's run ends: as it did when it was last run, and now where PyTorch is."""

import importlib.util
import json

import numpy as np
import pytest

from optviz.code import code_of
from optviz.code.torch_rules import has
from optviz.core.optimizers import OPTIMIZERS
from tests.code.cases import CASES
from tests.code.programs import check, expected
from tools.torch_paths import RULES
from tools.torch_programs import FILE, digest

KEPT = json.loads(FILE.read_text(encoding="utf-8"))["programs"]


def test_every_case_was_run() -> None:
    assert list(KEPT) == list(CASES)


@pytest.mark.parametrize("case", CASES)
def test_the_program_ended_where_the_run_ends(case: str) -> None:
    made = CASES[case]()
    text = code_of(made, "torch")
    compile(text, "program.py", "exec")
    assert digest(text) == KEPT[case]["text"], "its text has changed: python -m tools.torch_programs"
    np.testing.assert_allclose(KEPT[case]["ends"], expected(made), rtol=1e-12, atol=1e-12)


@pytest.mark.skipif(importlib.util.find_spec("torch") is None, reason="PyTorch is no dependency")
@pytest.mark.parametrize("case", ["by adam", "by nadam", "by radam", "on ackley", "with cosine {}"])
def test_the_program_still_ends_there(case: str) -> None:
    made = CASES[case]()
    check(made, code_of(made, "torch"))


def test_rules_come_from_pytorch_where_its_path_is_ours() -> None:
    """The rules whose paths PyTorch's own oracle gives, but NAG, whose x is another, and those with another variant."""
    other = {"nag", "nadam_warm_up", "amsgrad", "radam", "radam_epsilon"}
    assert {key for key in OPTIMIZERS if has(OPTIMIZERS[key]())} == {*RULES, "sgd"} - other


@pytest.mark.parametrize("key", OPTIMIZERS)
def test_a_rule_that_is_written_out_says_why(key: str) -> None:
    text = code_of(CASES[f"by {key}"](), "torch")
    assert ("torch.optim." in text.split(f"def {key}")[1]) or "written out" in text

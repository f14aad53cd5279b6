"""A rule's walk over data by NumPy's gradients: the same as the compiled one, typed losses as built-in ones."""

import numpy as np
import pytest

from optviz.core.optimizers import OPTIMIZERS, TEXTBOOK
from optviz.core.stochastic.datasets import drawn
from optviz.core.stochastic.descent import descend
from optviz.core.stochastic.fitting import ALL, CurveLoss, TypedLoss, fit, read_loss
from optviz.core.stochastic.regression import Regression
from optviz.core.typed.errors import FormulaError

LINE = Regression.of("line", drawn("line", 40))
LOGISTIC = Regression.of("logistic", drawn("logistic", 40))
START = (-1.0, 2.5)


@pytest.mark.parametrize("key", TEXTBOOK)
@pytest.mark.parametrize("problem", [LINE, LOGISTIC], ids=lambda problem: problem.model)
def test_every_textbook_rule_walks_as_it_does_compiled(key: str, problem: Regression) -> None:
    rule = OPTIMIZERS[key](lr=0.05)  # type: ignore[call-arg]
    for batch in (40, 7):
        ours = fit(CurveLoss(problem), START, rule, 60, batch, seed=3)
        theirs = descend(problem, START, batch, 60, rule, seed=3)
        np.testing.assert_allclose(ours.theta, theirs.theta, rtol=1e-12, atol=1e-12)
        np.testing.assert_allclose(ours.loss, theirs.loss, rtol=1e-12)


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("mean((a*x + b - y)^2)/2", LINE),
        ("mean((w1 x_i + w0 - y_i)^2)/2", LINE),
        ("mean(softplus(a x + b) - y*(a x + b))", LOGISTIC),
    ],
)
def test_a_typed_loss_is_the_built_in_one(text: str, problem: Regression) -> None:
    typed, built_in = TypedLoss(read_loss(text), problem.data.points), CurveLoss(problem)
    theta = np.random.default_rng(0).normal(size=(50, 2))
    np.testing.assert_allclose(typed.heights(theta), built_in.heights(theta), rtol=1e-12)
    for at, rows in ((theta[0], ALL), (theta[1], np.array([3, 5, 8]))):
        np.testing.assert_allclose(typed.slope(at, rows), built_in.slope(at, rows), rtol=1e-10, atol=1e-14)
    rule = OPTIMIZERS["adam"](lr=0.1)  # type: ignore[call-arg]
    np.testing.assert_allclose(fit(typed, START, rule, 50, 4).theta, fit(built_in, START, rule, 50, 4).theta, rtol=1e-9)


def test_a_typed_loss_needs_two_parameters_and_says_so() -> None:
    for text, said in (("mean(y)", "there are none"), ("mean((a*x - y)^2)", "there is one"), ("a+b+c", "“c”")):
        with pytest.raises(FormulaError, match=said):
            read_loss(text)


def test_a_run_that_diverges_ends_with_its_first_row_that_is_not_finite() -> None:
    run = fit(CurveLoss(LINE), START, OPTIMIZERS["gd"](lr=1e3), 500)  # type: ignore[call-arg]
    assert run.status.kind == "diverged" and run.status.step == run.steps < 500
    assert np.isfinite(run.loss[:-1]).all() and not np.isfinite(run.loss[-1])
    broken = TypedLoss(read_loss("mean(log(a*x + b))"), LINE.data.points)
    run = fit(broken, (0.0, -1.0), OPTIMIZERS["gd"](lr=0.1), 10)  # type: ignore[call-arg]
    assert run.steps == 1 and run.status.reason == "At step 1, the loss is not a finite number."

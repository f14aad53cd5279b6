"""What the section on BFGS says is what its matrix does."""

import numpy as np
import pytest

from optviz.lecture.curvature.bfgs import bfgs_runs, error_of, inverses
from optviz.lecture.curvature.common import cost_of

from .helpers import values


def test_the_matrix_agrees_with_the_newest_pair_and_keeps_its_curvatures_positive():
    for preset in ("", "bfgs_hill"):
        run = bfgs_runs(values("bfgs", preset))["bfgs"]
        s, y = np.diff(run.x, axis=0), np.diff(run.slope, axis=0)
        np.testing.assert_allclose(np.einsum("tij,tj->ti", run.extras["matrix"][1:-1], y[:-1]), s[:-1], rtol=1e-6)
        assert (np.linalg.eigvalsh(run.extras["matrix"]) > 0).all()
        assert (np.diff(run.value) <= 0).all()


def test_at_the_end_of_the_valley_it_is_nearly_the_inverse_hessian():
    run = bfgs_runs(values("bfgs"))["bfgs"]
    error = error_of(run)
    assert error[0] > 0.5 and error[-1] < 0.05 and run.status.kind == "converged"


def test_the_last_steps_are_quicker_than_a_rate_could_be():
    run = bfgs_runs(values("bfgs"))["bfgs"]
    gap = run.value[run.value > 1e-25][-5:]
    assert (np.diff(np.log(gap)) < -1).all()


def test_newton_needs_fewer_evaluations_with_two_variables():
    runs = bfgs_runs(values("bfgs"))
    newton, bfgs = (float(cost_of(runs[key])[-1]) for key in ("newton", "bfgs"))
    assert newton < bfgs and runs["newton"].steps < runs["bfgs"].steps


def test_the_true_inverse_is_numpys():
    run = bfgs_runs(values("bfgs"))["bfgs"]
    np.testing.assert_allclose(inverses(run), np.linalg.inv(run.hessian), rtol=1e-6)


def test_from_a_hill_bfgs_goes_down_where_newton_goes_up():
    runs = bfgs_runs(values("bfgs", "bfgs_hill"))
    assert runs["newton"].status.where == "maximum" and runs["bfgs"].status.where == "minimum"


def test_lbfgs_takes_about_as_many_steps():
    runs = bfgs_runs(values("bfgs", "bfgs_limited"))
    assert runs["lbfgs"].steps == pytest.approx(runs["bfgs"].steps, rel=0.25)

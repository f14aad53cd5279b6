"""What the section on conjugate directions says is what its runs do."""

import numpy as np
import pytest

from optviz.lecture.curvature.conjugate import conjugate_background, conjugate_runs, cosines

from .helpers import values


@pytest.mark.parametrize("kappa", [2.0, 10.0, 200.0])
def test_conjugate_gradients_arrive_in_two_steps_whatever_kappa_is(kappa):
    runs = conjugate_runs(values("conjugate", kappa=kappa))
    assert runs["cg"].status.kind == "converged" and runs["cg"].status.step <= 2
    assert runs["exact"].steps > 4


def test_for_steepest_descent_the_plain_cosine_is_0_for_cg_that_by_the_hessian():
    runs = conjugate_runs(values("conjugate"))
    plain, bent = cosines(runs["exact"])
    np.testing.assert_allclose(plain[:5], 0, atol=1e-6)
    assert (np.abs(bent[:5]) > 0.1).all()
    plain, bent = cosines(runs["cg"])
    assert abs(bent[0]) < 1e-6 < 0.1 < abs(plain[0])


def test_a_step_along_a_conjugate_direction_leaves_the_slope_along_the_other_at_0():
    run = conjugate_runs(values("conjugate"))["cg"]
    assert abs(run.slope[2] @ run.direction[0]) < 1e-6


def test_on_a_round_bowl_both_arrive_in_one_step():
    assert [run.steps for run in conjugate_runs(values("conjugate", "conjugate_round")).values()] == [1, 1]


def test_from_the_worst_start_steepest_descent_keeps_96_percent_of_f_a_step():
    run = conjugate_runs(values("conjugate", "conjugate_narrow"))["exact"]
    np.testing.assert_allclose(run.value[1:] / run.value[:-1], (99 / 101) ** 2, rtol=1e-6)


def test_in_the_curved_valley_cg_arrives_and_steepest_descent_does_not():
    runs = conjugate_runs(values("conjugate", "conjugate_valley"))
    assert runs["cg"].status.kind == "converged" and runs["exact"].value[-1] > 0.1


def test_another_kappa_has_another_background_and_other_surfaces_the_same():
    keys = [conjugate_background(values("conjugate", kappa=kappa)).key for kappa in (10.0, 20.0)]
    assert keys[0] != keys[1]
    others = [conjugate_background(values("conjugate", "conjugate_valley", kappa=k)).key for k in (10.0, 20.0)]
    assert others[0] == others[1]

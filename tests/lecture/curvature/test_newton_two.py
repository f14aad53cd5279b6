"""What the section on Newton in two dimensions says is what its runs do."""

import numpy as np
import pytest

from optviz.figures.board import Chart
from optviz.lecture.curvature.common import cost_of, run_of
from optviz.lecture.curvature.newton_two import STEPS, two_board

from .helpers import values


def test_rosenbrock_takes_six_steps_and_eighteen_evaluations_and_a_bowl_one_step_and_three():
    valley = run_of(values("newton_two"), "newton", STEPS)
    assert valley.status.step == 6 and cost_of(valley)[6] == 18
    bowl = run_of(values("newton_two", "two_bowl"), "newton", STEPS)
    assert bowl.steps == 1 and cost_of(bowl)[1] == 3


def test_meanwhile_gd_has_gone_a_fifth_of_the_way_at_most():
    setting = values("newton_two")
    run = run_of(setting, "gd", STEPS, lr=setting["lr"])
    whole = np.linalg.norm(np.array([1.0, 1.0]) - run.x[0])
    assert 0.05 < np.linalg.norm(run.x[-1] - run.x[0]) / whole < 0.2


def test_the_second_step_climbs():
    value = run_of(values("newton_two"), "newton", STEPS).value
    assert value[2] > 100 * value[1]


def test_the_digits_about_double_near_the_minimum():
    norms = run_of(values("newton_two", "two_digits"), "newton", STEPS).slope_norm
    digits = -np.log10(norms[(norms < 1) & (norms > 1e-12)])
    assert (digits[1:] / digits[:-1] > 1.6).all() and len(digits) >= 2


@pytest.mark.parametrize("angle", [0.0, 30.0])
def test_a_bowl_of_any_condition_number_is_round_for_newton(angle):
    from optviz.core.curvature import METHODS, minimize
    from optviz.core.surfaces import SURFACES

    for kappa in (1.0, 1000.0):
        bowl = SURFACES["quadratic"](**{"kappa": kappa, "rotation": angle})
        assert minimize(bowl, METHODS["newton"](), (2.0, 1.0)).steps == 1


def test_curves_against_evaluations_have_the_counted_cost_as_their_axis():
    chart = two_board(values("newton_two", "two_cost")).panel("loss", Chart)
    newton = next(series for series in chart.series if series.name == "Newton")
    assert newton.x is not None and newton.x[:4].tolist() == [0, 3, 6, 9] and "evaluations" in chart.x_label
    assert all(series.x is None for series in two_board(values("newton_two")).panel("loss", Chart).series)

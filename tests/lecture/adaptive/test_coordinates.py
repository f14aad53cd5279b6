"""Per coordinate: AdaGrad does not notice a badly scaled bowl, AdaGrad-Norm does."""

import numpy as np
import pytest

from optviz.figures.board import Chart
from optviz.lecture.adaptive import PAGE

from .helpers import compared, rates, state_of


def test_along_y_both_rates_are_alike_and_along_x_adagrads_is_19_to_30_times_as_large() -> None:
    comparison = compared("coordinates")
    a, b = rates(comparison.a.run), rates(comparison.b.run)
    np.testing.assert_allclose(a[:, 1], 0.008, atol=0.0004)
    np.testing.assert_allclose(b[:, 1], a[:, 1], rtol=0.04)
    ratio = b[:, 0] / a[:, 0]
    assert 18.5 < ratio.min() < 19.5 and 29.5 < ratio.max() < 30.5


def test_adagrads_first_step_is_eta_along_both_then_x2_arrives_first() -> None:
    b = compared("coordinates").b.run
    np.testing.assert_allclose(np.abs(b.step[0]), 0.5, rtol=1e-6)
    reached = [int(np.argmax(np.abs(b.x[:, axis]) < 0.02)) for axis in (0, 1)]
    assert 0 < reached[1] < 5 < reached[0] < 30
    # Its path bends: in a straight walk both coordinates would keep their proportion.
    share = b.x[:4] / b.x[0]
    assert abs(share[3, 0] - share[3, 1]) > 0.4
    assert "straight" not in PAGE.text("coordinates").notice


@pytest.mark.parametrize("start", [(-2.0, 0.6), (-2.0, -2.0), (1.0, 0.3)])
def test_each_coordinate_walks_as_it_would_alone(start: tuple[float, float]) -> None:
    run = compared("coordinates", x0=start[0], y0=start[1]).b.run
    for axis in (0, 1):
        u, total, path = start[axis], 0.0, []
        for _ in range(20):
            path.append(u)
            total += u * u
            u -= 0.5 * u / total**0.5
        np.testing.assert_allclose(run.x[:20, axis], path, atol=1e-6)


def test_adagrad_arrives_and_the_norm_drops_and_creeps() -> None:
    comparison = compared("coordinates")
    a, b = comparison.runs
    assert b.status.kind == "converged" and (b.step[:80] * b.x[:80] < 0).all()
    assert abs(a.x[40, 1]) < 0.01 * abs(a.x[0, 1]) and a.x[40, 0] < -1.4, "in the valley, but hardly along it"
    assert a.distance[-1] > 0.5


@pytest.mark.parametrize("kappa", [1.0, 7.0, 1000.0])
def test_adagrads_path_does_not_depend_on_kappa(kappa: float) -> None:
    usual, other = compared("coordinates"), compared("coordinates", kappa=kappa)
    np.testing.assert_allclose(usual.b.run.x, other.b.run.x, atol=1e-7)


def test_the_norm_gets_slower_the_larger_kappa_is() -> None:
    left = [compared("coordinates", kappa=k).a.run.distance[-1] for k in (1.0, 10.0, 100.0, 1000.0)]
    assert left == sorted(left) and compared("coordinates", "coordinates_narrow").a.run.distance[-1] == left[-1]


def test_on_a_round_bowl_both_arrive_and_on_the_axis_they_are_one_rule() -> None:
    kinds = {run.status.kind for run in compared("coordinates", "coordinates_round").runs}
    assert kinds == {"converged"}
    axis = compared("coordinates", "coordinates_axis")
    np.testing.assert_allclose(axis.a.run.x, axis.b.run.x, atol=1e-7)


def test_a_coordinate_without_slope_has_no_learning_rate_to_show() -> None:
    rates_of_y = state_of("coordinates", "coordinates_axis").board().panel("rate1", Chart).series[1]
    assert np.isnan(rates_of_y.y).all()

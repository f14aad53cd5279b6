"""Losses: an average over the data, its gradients, its minimum, its shape."""

import math

import jax
import jax.numpy as jnp
import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from optviz.core.stochastic.datasets import MODELS, Data, drawn, eight
from optviz.core.stochastic.regression import Regression, loss_grid

number = st.floats(-5, 5).map(lambda v: round(v, 2))
thetas = st.tuples(number, number)
some_points = st.lists(st.tuples(number, number), min_size=1, max_size=12)


@jax.jit
def each_slope(theta, x, y, line):
    def loss(theta, x, y):
        z = theta[0] * x + theta[1]
        return jnp.where(line, 0.5 * (z - y) ** 2, jnp.logaddexp(0.0, z) - y * z)

    return jax.vmap(jax.grad(loss), in_axes=(None, 0, 0))(theta, x, y)


def minimum_of(problem: Regression) -> np.ndarray:
    """θ*, where there is one."""
    assert problem.minimum is not None
    return problem.minimum


def padded(column):
    return np.concatenate([column, np.zeros(12 - len(column))])


@settings(max_examples=60)
@given(model=st.sampled_from(MODELS), points=some_points, theta=thetas)
def test_each_gradient_is_what_autodiff_says(model, points, theta):
    problem = Regression.of(model, Data.of(points))
    by_jax = each_slope(np.array(theta), padded(problem.data.x), padded(problem.data.y), model == "line")
    np.testing.assert_allclose(problem.gradients(theta), np.asarray(by_jax)[: problem.n], rtol=1e-12, atol=1e-12)


@settings(max_examples=60)
@given(model=st.sampled_from(MODELS), points=some_points, theta=thetas)
def test_loss_and_gradient_are_averages_over_the_points(model, points, theta):
    problem = Regression.of(model, Data.of(points))
    assert problem.loss(theta) == pytest.approx(sum(problem.losses(theta)) / problem.n, rel=1e-9, abs=1e-11)
    mean = [sum(column) / problem.n for column in problem.gradients(theta).T]
    np.testing.assert_allclose(problem.gradient(theta), mean, atol=1e-12)


@pytest.mark.parametrize("model", MODELS)
def test_gradient_and_hessian_agree_with_differences_of_the_loss(model):
    problem, theta, h = Regression.of(model, drawn(model, 500)), np.array([0.7, -1.2]), 1e-5
    axes = np.eye(2) * h
    slope = [(problem.loss(theta + e) - problem.loss(theta - e)) / (2 * h) for e in axes]
    np.testing.assert_allclose(problem.gradient(theta), slope, rtol=1e-8)
    bend = [(problem.gradient(theta + e) - problem.gradient(theta - e)) / (2 * h) for e in axes]
    np.testing.assert_allclose(problem.hessian(theta), bend, rtol=1e-8)


def test_the_line_of_least_loss_is_least_squares():
    for data in (eight("line"), drawn("line", 5000)):
        np.testing.assert_allclose(minimum_of(Regression.of("line", data)), np.polyfit(data.x, data.y, 1), rtol=1e-10)


def test_the_minimum_of_the_eight_points_can_be_worked_out_on_paper():
    problem = Regression.of("line", eight("line"))
    x, y = problem.data.x, problem.data.y
    slope = (8 * (x @ y) - x.sum() * y.sum()) / (8 * (x @ x) - x.sum() ** 2)
    np.testing.assert_allclose(minimum_of(problem), [slope, y.mean() - slope * x.mean()], rtol=1e-12)
    assert problem.floor == pytest.approx(0.5 * np.mean((slope * x + minimum_of(problem)[1] - y) ** 2), rel=1e-12)


@pytest.mark.parametrize("data", [eight("logistic"), drawn("logistic", 3000)], ids=["eight", "many"])
def test_at_the_logistic_minimum_the_slope_is_gone_and_every_neighbour_is_higher(data):
    problem = Regression.of("logistic", data)
    assert problem.shape == "bowl"
    np.testing.assert_allclose(problem.gradient(minimum_of(problem)), 0, atol=1e-13)
    around = minimum_of(problem) + 0.01 * np.array([[1, 0], [-1, 0], [0, 1], [0, -1]])
    assert (problem.loss(around) > problem.floor).all()


@given(model=st.sampled_from(MODELS), points=some_points, theta=thetas)
def test_no_theta_lies_below_the_floor(model, points, theta):
    problem = Regression.of(model, Data.of(points))
    assert problem.loss(theta) >= problem.floor - 1e-9
    if problem.minimum is not None:
        assert np.abs(problem.gradient(problem.minimum)).max() < 1e-7


@given(model=st.sampled_from(MODELS), points=some_points, theta=thetas)
def test_no_curvature_is_sharper_than_told(model, points, theta):
    problem = Regression.of(model, Data.of(points))
    top = float(np.linalg.eigvalsh(problem.hessian(theta))[-1])
    assert top <= problem.sharpest * (1 + 1e-12)
    if model == "line":
        assert top == pytest.approx(problem.sharpest, rel=1e-12)


def test_the_grid_holds_the_loss_at_each_of_its_points():
    for model in MODELS:
        problem = Regression.of(model, eight(model))
        a, b, values = loss_grid(problem, ((-1.0, 2.0), (0.0, 3.0)), 7)
        for i, j in ((0, 0), (6, 0), (2, 5)):
            assert values[j, i] == pytest.approx(problem.losses((a[i], b[j])).mean(), rel=1e-12)


@given(place=number, heights=st.lists(number, min_size=1, max_size=6))
def test_points_over_one_x_leave_the_line_a_valley_of_equal_minima(place, heights):
    problem = Regression.of("line", Data.of([(place, y) for y in heights]))
    assert problem.shape == "valley"
    along = np.array([1.0, -place])
    np.testing.assert_allclose(
        problem.loss(minimum_of(problem) + np.outer([0, 1, -3], along)), problem.floor, atol=1e-9
    )
    assert problem.floor == pytest.approx(0.5 * np.var(heights), abs=1e-9)


def test_classes_that_a_threshold_parts_leave_no_minimum():
    for labels in ((0, 0, 1, 1), (1, 1, 0, 0), (1, 1, 1, 1), (0, 0, 0, 0)):
        problem = Regression.of("logistic", Data.of(list(zip((-1, 0, 1, 2), labels, strict=True))))
        assert (problem.shape, problem.minimum, problem.floor) == ("endless", None, 0.0)
    far = Regression.of("logistic", Data.of([(-1, 0), (0, 0), (1, 1)])).loss((200.0, -100.0))
    assert 0 < far < 1e-40


def test_both_classes_on_the_threshold_itself_keep_the_entropy_of_their_mixture():
    problem = Regression.of("logistic", Data.of([(-1, 0), (1, 0), (1, 1), (1, 1), (2, 1)]))
    entropy = -(math.log(1 / 3) + 2 * math.log(2 / 3)) / 3
    assert problem.shape == "endless" and problem.floor == pytest.approx(0.6 * entropy, rel=1e-12)
    # Far out, with σ(a + b) = 2/3 held at the threshold.
    assert problem.loss((50.0, math.log(2) - 50.0)) == pytest.approx(problem.floor, rel=1e-12)


def test_both_classes_over_one_x_leave_a_valley():
    problem = Regression.of("logistic", Data.of([(2, 0), (2, 1), (2, 1), (2, 1)]))
    assert problem.shape == "valley"
    np.testing.assert_allclose(minimum_of(problem), np.array([2, 1]) * math.log(3) / 5, rtol=1e-10)


def test_many_thetas_are_as_each_alone():
    for model in MODELS:
        problem = Regression.of(model, drawn(model, 300))
        thetas = np.random.default_rng(0).normal(size=(5, 41, 2))
        alone = [[float(problem.losses(theta).mean()) for theta in row] for row in thetas]
        np.testing.assert_allclose(problem.loss(thetas), alone, rtol=1e-12)
        assert problem.loss(np.zeros((0, 2))).shape == (0,) and np.ndim(problem.loss((1.0, 1.0))) == 0


def test_a_huge_theta_gives_a_loss_and_no_warning():
    assert Regression.of("logistic", eight("logistic")).loss((1e6, 0.0)) > 1000
    assert Regression.of("line", eight("line")).loss((1e200, 0.0)) == math.inf


def test_the_prediction_is_a_line_or_a_probability():
    assert Regression.of("line", eight("line")).predict(np.array([2.0, 1.0]), np.array([3.0])) == [7.0]
    curve = Regression.of("logistic", eight("logistic")).predict(
        np.array([1.0, -1.0]), np.array([1.0, 1000.0, -1000.0])
    )
    np.testing.assert_array_equal(curve, [0.5, 1.0, 0.0])


def test_other_models_and_other_classes_are_refused_in_words():
    with pytest.raises(ValueError, match="line, logistic, not 'parabola'"):
        Regression("parabola", eight("line"))
    with pytest.raises(ValueError, match="a class is 0 or 1"):
        Regression("logistic", eight("line"))


@given(points=some_points)
def test_the_shape_is_a_bowl_just_where_one_minimum_exists(points):
    problem = Regression.of("logistic", Data.of(points))
    assume(problem.shape == "bowl")
    assert np.linalg.eigvalsh(problem.hessian(minimum_of(problem)))[0] > 0

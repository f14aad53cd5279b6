"""What the section on the quadratic model says is what its model does."""

import numpy as np
import pytest

from optviz.core.surfaces import SURFACES
from optviz.figures.board import Arrows, Conics, Fog, Metrics, Points
from optviz.figures.local_model import best_of, model_lines
from optviz.lecture.curvature.model import chosen_run, model_board, model_of

from .helpers import layers, values


def form_of(lines: Conics, t: int, d: np.ndarray) -> np.ndarray:
    """g·d + ½ dᵀHd at step t of a layer, d (2, n)."""
    hessian = np.array([[lines.hxx[t], lines.hxy[t]], [lines.hxy[t], lines.hyy[t]]])
    return lines.gx[t] * d[0] + lines.gy[t] * d[1] + 0.5 * np.einsum("in,ij,jn->n", d, hessian, d)


def test_on_a_bowl_the_model_is_f_and_newtons_arrow_ends_at_the_minimum():
    run = chosen_run(values("model", "model_bowl"))
    lines = model_lines(model_of(run), run.surface.domain, 60)
    d = np.random.default_rng(0).uniform(-2, 2, (2, 20))
    for t in (0, 3):
        truth = [run.surface.value_at(run.x[t] + way) - run.value[t] for way in d.T]
        np.testing.assert_allclose(form_of(lines, t, d), truth, rtol=1e-9, atol=1e-9)
    np.testing.assert_allclose(run.x + model_of(run).newton, 0, atol=1e-9)


def test_in_the_valley_the_model_is_right_nearby_and_wrong_far_away():
    run = chosen_run(values("model"))
    model = model_of(run)
    near, far = (float(model.foretold(np.array([[r, r]]))[0]) for r in (0.01, 1.0))
    truth = [run.surface.value_at(run.x[0] + r) - run.value[0] for r in (0.01, 1.0)]
    assert near == pytest.approx(truth[0], rel=0.02) and abs(far / truth[1] - 1) > 0.5


def test_one_of_the_models_lines_goes_through_the_head():
    for preset in ("model_bowl", "model_saddle", "model_hill"):
        run = chosen_run(values("model", preset))
        lines = model_lines(model_of(run), run.surface.domain, 60)
        assert np.nanmin(np.abs(lines.levels[0])) == pytest.approx(0, abs=1e-9)


def test_at_the_saddle_newtons_arrow_points_at_it_and_the_gradients_away_along_x2():
    board = model_board(values("model", "model_saddle"))
    arrows = {layer.name: layer for layer in layers(board, "plane", Arrows)}
    newton, slope = arrows["Newton's step"], arrows["−η∇f"]
    assert (newton.x[0, 0] + newton.dx[0, 0], newton.y[0, 0] + newton.dy[0, 0]) == pytest.approx((0, 0), abs=1e-12)
    assert slope.dy[0, 0] > 0 and slope.y[0, 0] > 0 and slope.dx[0, 0] > 0 > slope.x[0, 0]


def test_eigenvectors_and_eigenvalues_are_those_of_the_hessian():
    run = chosen_run(values("model"))
    model = model_of(run)
    x, y = run.x[0]
    hessian = np.array([[2 - 400 * (y - 3 * x * x), -400 * x], [-400 * x, 200]])
    for value, vector in zip(model.curvatures[0], model.axes[0], strict=True):
        np.testing.assert_allclose(hessian @ vector, value * vector, rtol=1e-9, atol=1e-9)


def test_gd_settles_below_two_over_the_largest_curvature_alone():
    top = float(model_of(chosen_run(values("model", "model_bowl"))).curvatures[0, 1])
    ends = [chosen_run(values("model", "model_bowl", lr=share * 2 / top)).value[-1] for share in (0.99, 1.01)]
    assert ends[0] < 14 < ends[1]


def test_what_the_model_foretold_is_read_after_the_step_and_not_before():
    readings = {m.label: m.values for m in model_board(values("model", "model_bowl")).panel("now", Metrics).metrics}
    assert readings["the model foretold"][0] == readings["f changed by"][0] == "—"
    assert readings["the model foretold"][1:6] == readings["f changed by"][1:6]


def test_the_fog_is_lifted_where_the_run_has_been_and_the_best_point_is_marked():
    board = model_board(values("model", "model_fog"))
    (fog,) = layers(board, "plane", Fog)
    run = chosen_run(values("model", "model_fog"))
    places = np.stack([fog.x, fog.y], axis=1)
    np.testing.assert_array_equal(places, run.x[fog.step.astype(int)])
    assert (np.diff(fog.step) > 0).all()
    for t, point in enumerate(run.x):
        nearest = np.linalg.norm(places[fog.step <= t] - point, axis=1).min()
        assert nearest < 0.3 * fog.radius, "no point of the run is in the fog when it is reached"
    best = next(layer for layer in layers(board, "plane", Points) if layer.name == "best seen")
    lowest = [run.value[: t + 1].argmin() for t in range(61)]
    np.testing.assert_array_equal(best.x[:, 0], run.x[lowest, 0])
    assert not layers(model_board(values("model")), "plane", Fog)


def test_the_best_point_is_never_one_that_is_no_number():
    x = np.array([[0.0, 0.0], [1.0, 1.0], [np.nan, np.nan]])
    np.testing.assert_array_equal(best_of(x, np.array([2.0, 1.0, np.nan])), x[[0, 1, 1]])


def test_every_surface_has_a_model_everywhere_on_it():
    for key in SURFACES:
        x, y = SURFACES[key].starts[0]
        board = model_board(values("model", surface=key, x0=x, y0=y))
        assert np.isfinite(layers(board, "plane", Conics)[0].levels[0]).any(), key

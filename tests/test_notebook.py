"""In a notebook: functions of any number of variables, several starts, sweeps, tables; mistakes are told in words."""

import re
from typing import Any

import jax.numpy as jnp
import numpy as np
import plotly.graph_objects as go
import pytest

import optviz
from optviz.core.maps.plan import Plan, window_axes
from optviz.core.optimizers import OPTIMIZERS
from optviz.core.registry import settings_of

SCALES = np.arange(1.0, 11.0)
ONES = np.ones(10)
BAD: Any = 3


def quadratic():
    return optviz.surface(lambda x: jnp.sum(SCALES * x**2) / 2, dim=10)


def gd(lr: float = 0.05):
    return optviz.optimizers["gd"](lr=lr)


def adam(**knobs: float):
    return optviz.optimizers["adam"](**knobs)


def traces(figure: go.Figure) -> list[Any]:
    return list(figure.data)


def test_descent_on_a_quadratic_of_ten_variables_shrinks_each_by_its_own_factor() -> None:
    run = optviz.simulate(quadratic(), gd(0.05), start=ONES, steps=40)
    np.testing.assert_allclose(run.x, (1 - 0.05 * SCALES) ** np.arange(41)[:, None], rtol=1e-12, atol=1e-14)
    np.testing.assert_allclose(run.value, (SCALES * run.x**2).sum(axis=1) / 2, rtol=1e-13)
    np.testing.assert_allclose(run.slope_norm, np.linalg.norm(SCALES * run.x, axis=1), rtol=1e-13)


@pytest.mark.parametrize("key", ["momentum", "nag", "adam", "lbfgs"])
def test_an_optimizer_goes_in_ten_variables_as_in_two_where_eight_stand_still(key: str) -> None:
    narrow = optviz.surface(lambda x, y: x**2 + jnp.cosh(y), window=((-2, 2), (-2, 2)))
    wide = optviz.surface(lambda x: x[3] ** 2 + jnp.cosh(x[7]), dim=10)
    start = np.zeros(10)
    start[[3, 7]] = 0.8, -0.5
    two = optviz.simulate(narrow, OPTIMIZERS[key](), (0.8, -0.5), 25)
    ten = optviz.simulate(wide, OPTIMIZERS[key](), start, 25)
    np.testing.assert_allclose(ten.x[:, [3, 7]], two.x, rtol=1e-12, atol=1e-14)
    assert not np.delete(ten.x, [3, 7], axis=1).any()


@pytest.mark.parametrize(
    ("signs", "where", "kind"),
    [([1, 1, 1], "minimum", "converged"), ([1, 1, -1], "saddle", "stuck"), ([-1, -1, -1], "maximum", "stuck")],
)
def test_where_a_run_comes_to_rest_in_three_variables_is_told(signs: list, where: str, kind: str) -> None:
    surface = optviz.surface(lambda x: jnp.sum(jnp.array(signs) * x**2), dim=3)
    start = np.where(np.array(signs) > 0, 1.0, 0.0)
    status = optviz.simulate(surface, gd(0.2), start=start, steps=200).status
    assert (status.kind, status.where, sorted(status.eigenvalues)) == (kind, where, sorted(2.0 * s for s in signs))


def test_where_the_hessian_does_not_decide_f_is_compared_all_round() -> None:
    flat = optviz.surface(lambda x: jnp.sum(x**4), dim=4)
    assert optviz.simulate(flat, gd(0.1), start=np.zeros(4)).status.where == "minimum"
    cubic = optviz.surface(lambda x: x[0] ** 3 + jnp.sum(x[1:] ** 2), dim=4)
    assert optviz.simulate(cubic, gd(0.1), start=np.zeros(4)).status.where == "saddle"
    level = optviz.surface(lambda x: 0.0 * jnp.sum(x), dim=4)
    assert optviz.simulate(level, gd(0.1), start=np.zeros(4)).status.where == "plateau"


def test_one_variable_has_a_second_derivative() -> None:
    surface = optviz.surface(lambda x: x[0] ** 4 - x[0] ** 2, dim=1)
    status = optviz.simulate(surface, gd(0.05), start=[2.0], steps=200).status
    assert status.kind == "converged" and "the second derivative 4 is positive: a minimum" in status.reason
    assert optviz.simulate(surface, gd(), start=[50.0], steps=50).status.kind == "diverged"


def test_noise_of_a_run_in_ten_variables_is_drawn_from_its_seed() -> None:
    one, same, other = (optviz.simulate(quadratic(), gd(), ONES, 30, 0.5, seed) for seed in (1, 1, 2))
    np.testing.assert_array_equal(one.noise, same.noise)
    assert one.noise.shape == (30, 10) and 0.3 < one.noise.std() < 0.7 and (one.noise != other.noise).all()
    np.testing.assert_allclose(one.grad, SCALES * one.x[:-1] + one.noise, rtol=1e-12)


def test_a_rule_is_made_of_a_text_and_runs_in_any_number_of_variables() -> None:
    own = optviz.rule("m = beta*m + g; x = x - eta*m", eta=0.02, beta=0.8, name="mine")
    textbook = optviz.optimizers["momentum"](lr=0.02, beta=0.8)
    for surface, start in ((optviz.surfaces["booth"](), (1, 1)), (quadratic(), ONES)):
        one, other = (optviz.simulate(surface, rule, start, 40) for rule in (own, textbook))
        np.testing.assert_allclose(one.x, other.x, rtol=1e-12, atol=1e-14)
        np.testing.assert_allclose(one.state["m"], *other.state.values(), rtol=1e-12, atol=1e-14)
    frame = optviz.sweep(quadratic(), own, start=ONES, beta=[0.5, 0.9], steps=5).to_frame()
    assert set(frame["run"]) == {"mine, beta = 0.5", "mine, beta = 0.9"} and "m10" in frame


def test_a_chain_of_optax_is_read_by_name() -> None:
    own = optviz.rule("chain(clip_by_global_norm(1.0), sgd(0.1))")
    run = optviz.simulate(optviz.surfaces["booth"](), own, (5, 5), 3)
    np.testing.assert_allclose(np.linalg.norm(run.step, axis=1), 0.1, rtol=1e-12)


def test_two_variables_in_a_vector_are_a_surface_with_a_window() -> None:
    surface = optviz.surface(lambda x: jnp.sum((x - 1) ** 2), dim=2)
    np.testing.assert_allclose(surface.minima, [[1, 1]], atol=1e-9)
    assert isinstance(optviz.race(surface, gd()).figure(), go.Figure)


def test_a_race_from_several_starts_has_a_run_of_each_rule_from_each() -> None:
    starts = [(0, 0), (-1, 3), (3, -2)]
    race = optviz.race(optviz.surfaces["himmelblau"](), [gd(0.01), adam(lr=0.1)], starts=starts, steps=30)
    assert [(run.optimizer.key, tuple(run.x[0])) for run in race.runs] == [
        (key, start) for start in starts for key in ("gd", "adam")
    ]
    alone = optviz.simulate(race.surface, adam(lr=0.1), start=(-1, 3), steps=30)
    np.testing.assert_array_equal(race.runs[3].x, alone.x)
    names = [trace.name for trace in traces(race.figure()) if trace.name]
    assert any(name.startswith("Adam, from (-1, 3): ") for name in names)


def test_a_sweep_runs_all_combinations() -> None:
    race = optviz.sweep(quadratic(), adam(eps=1e-7), start=ONES, lr=[0.01, 0.1], beta1=np.array([0.5, 0.9]), steps=20)
    settings = [settings_of(run.optimizer) for run in race.runs]
    assert [(s["lr"], s["beta1"], s["eps"]) for s in settings] == [
        (lr, beta, 1e-7) for lr in (0.01, 0.1) for beta in (0.5, 0.9)
    ]
    frame = race.to_frame()
    assert len(frame) == 4 * 21 and len(set(frame["run"])) == 4
    np.testing.assert_array_equal(frame[frame["lr"] == 0.1]["f"], np.concatenate([r.value for r in race.runs[2:]]))


def test_a_run_is_a_table_with_a_row_for_each_step() -> None:
    run = optviz.simulate(quadratic(), adam(lr=0.1), start=ONES, steps=20)
    frame = run.to_frame()
    assert frame.columns[:13].tolist() == ["step", *(f"x{i}" for i in range(1, 11)), "f", "slope_norm"]
    assert frame["step"].tolist() == list(range(21)) and set(frame["lr"]) == {0.1}
    np.testing.assert_array_equal(frame[[f"m{i}" for i in range(1, 11)]].to_numpy()[:20], run.state["m"][:20])
    np.testing.assert_array_equal(frame["grad10"][:20], run.grad[:, 9])
    assert np.isnan(frame["step1"].iloc[-1]) and not np.isnan(frame["f"].iloc[-1])


def test_more_than_two_variables_are_drawn_in_two_coordinates_one_as_a_curve() -> None:
    race = optviz.race(quadratic(), [gd()], start=ONES, steps=10)
    path = traces(race.figure((4, 10)))[0]
    np.testing.assert_array_equal(np.stack([path.x, path.y]), race.runs[0].x[:, [3, 9]].T)
    titles = race.figure().to_dict()["layout"]
    assert (titles["xaxis"]["title"]["text"], titles["yaxis"]["title"]["text"]) == ("x1", "x2")
    one = optviz.race(optviz.surface(lambda x: jnp.cosh(x[0]), dim=1), [gd()], start=[1.0], steps=10)
    curve, path, loss = traces(one.figure())
    np.testing.assert_allclose(curve.y, np.cosh(curve.x), rtol=1e-12)
    np.testing.assert_array_equal(path.y, loss.y)


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        (lambda: optviz.simulate(quadratic(), gd()), "f(x) has no start of its own: give start=[…], 10 numbers"),
        (lambda: optviz.simulate(quadratic(), gd(), start=(1, 2)), "a start has 10 coordinates, not 2"),
        (
            lambda: optviz.simulate(quadratic(), gd(), start=BAD),
            "a start is one point of 10 numbers, not 3; for several",
        ),
        (lambda: optviz.surface(lambda x: x, dim=3), "f(x) must be one number, not an array of shape (3,)"),
        (lambda: optviz.surface(lambda x, y: x, dim=3), "the function must take one vector x of 3 numbers"),
        (lambda: optviz.surface(lambda x: np.sin(x[0]), dim=3), "jnp.sin instead of np.sin"),
        (lambda: optviz.surface(lambda x: x @ x), "say how long it is, as in optviz.surface(f, dim=10)"),
        (
            lambda: optviz.surface("x^2", dim=3),
            "with dim=… a surface is made of a function of a vector x, not of 'x^2'",
        ),
        (lambda: optviz.surface(lambda x: x @ x, dim=1001), "a whole number from 1 to 1000, not 1001"),
        (lambda: optviz.surface(lambda x: x @ x, dim=True), "a whole number from 1 to 1000, not True"),
        (lambda: optviz.surface(lambda x: x @ x, dim=3, window=((0, 1), (0, 1))), "a window is for functions of two"),
        (lambda: optviz.rule("x = x - eta*gg"), "x = x - eta*gg"),
        (lambda: optviz.rule("m = g"), "x gets no new value"),
        (lambda: optviz.rule("x = x - eta*g", beta=1), "the rule has no knob 'beta'; it has lr"),
        (lambda: optviz.rule("x = x - eta*g", eta=float("nan")), "eta is a finite number, not nan"),
        (lambda: optviz.rule(BAD), "a rule is a text, as in 'x = x - eta*g', not int"),
        (lambda: optviz.race(quadratic(), gd(), starts=[]), "a race takes 1 to 1000 starts, not 0"),
        (
            lambda: optviz.race(quadratic(), gd(), starts=BAD),
            "starts are several points, as in starts=[(0, 1), (2, 3)]",
        ),
        (lambda: optviz.race(quadratic(), gd(), ONES, starts=[ONES]), "start, one point, or starts, several, not both"),
        (lambda: optviz.race(quadratic(), gd(), ONES).grid, "level lines are for functions of two variables"),
        (lambda: optviz.race(quadratic(), gd(), ONES).figure((1, 11)), "two different ones of 1 … 10, as in (1, 2)"),
        (lambda: optviz.sweep(quadratic(), gd(), ONES), "a sweep needs a knob of GD with a list of values"),
        (lambda: optviz.sweep(quadratic(), gd(), ONES, rate=[1]), "GD has no knob rate; its knobs: lr"),
        (lambda: optviz.sweep(quadratic(), gd(), ONES, lr=0.1), "as in lr=[0.01, 0.1], not lr=0.1"),
        (lambda: optviz.sweep(quadratic(), gd(), ONES, lr=["a"]), "a value of lr is a number, not 'a'"),
        (lambda: optviz.sweep(quadratic(), gd(), ONES, lr=range(1, 1002)), "a sweep takes 1 to 1000 runs, not 1001"),
        (
            lambda: Plan(quadratic(), gd(), *window_axes(((0, 1), (0, 1)))),
            "a function of two variables, and f(x) has 10",
        ),
    ],
)
def test_what_cannot_be_done_is_told_in_a_sentence(asked, said: str) -> None:
    with pytest.raises((TypeError, ValueError), match=re.escape(said)):
        asked()

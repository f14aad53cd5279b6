"""Methods that use curvature, in a notebook: alone, side by side, and beside optimizers."""

import re
from pathlib import Path
from typing import Any

import jax.numpy as jnp
import numpy as np
import optax
import pytest
import scipy.optimize

import optviz
from optviz.core.curvature import METHODS, MethodRun
from optviz.core.simulation.run import Run


def newton():
    return optviz.methods["newton"]()


def adam():
    return optviz.optimizers["adam"](lr=0.1)


def test_the_methods_are_those_of_the_curvature_page() -> None:
    assert optviz.methods is METHODS
    with pytest.raises(KeyError, match="Did you mean 'newton'"):
        optviz.methods["newtn"]


def test_newton_solves_a_bowl_in_one_step_and_says_what_it_cost() -> None:
    (run,) = optviz.minimize(optviz.surfaces["quadratic"](kappa=50), newton(), start=(-2, 1)).runs
    assert (run.steps, run.status.kind) == (1, "converged")
    np.testing.assert_allclose(run.x[-1], 0, atol=1e-12)
    assert run.counts[-1].tolist()[1:] == [1, 2, 1]  # one ∇f, two columns of the Hessian, one linear solve


@pytest.mark.parametrize("key", ["newton", "bfgs", "trust", "levenberg_marquardt", "nelder_mead"])
def test_a_method_ends_where_scipy_does(key: str) -> None:
    surface = optviz.surfaces["beale"]()
    start = (3.2, 0.4)
    (run,) = optviz.minimize(surface, METHODS[key](), start, steps=200).runs
    peer = scipy.optimize.minimize(lambda x: float(surface.value_at(x)), start, method="Nelder-Mead")
    np.testing.assert_allclose(run.x[-1], peer.x, atol=1e-3)


def test_several_methods_are_one_figure_and_one_table() -> None:
    race = optviz.minimize(optviz.surfaces["rosenbrock"](), [METHODS[key]() for key in ("newton", "bfgs", "cg")])
    traces: list[Any] = list(race.figure().data)
    named = {(trace.name or "").split(":")[0] for trace in traces}
    assert {"Newton", "BFGS", "conjugate gradients"} <= named
    path = next(trace for trace in traces if (trace.name or "").startswith("Newton"))
    np.testing.assert_array_equal(np.stack([path.x, path.y], axis=1), race.runs[0].x)
    frame = race.to_frame()
    assert set(frame["run"]) == {"Newton", "BFGS", "conjugate gradients"}
    last = frame[frame["run"] == "BFGS"].iloc[-1]
    assert (last["f"], last["asked_slope"]) == (race.runs[1].value[-1], race.runs[1].asked("slope")[-1])


def test_two_of_one_method_are_told_apart_by_their_settings() -> None:
    trusting = [optviz.methods["trust"](**{"first": radius}) for radius in (0.1, 1)]
    frame = optviz.minimize(optviz.surfaces["beale"](), trusting).to_frame()
    assert set(frame["run"]) == {"trust region, first = 0.1", "trust region, first = 1"}


def test_methods_race_beside_optimizers_in_their_order_and_the_optimizers_alone_meet_the_noise() -> None:
    surface = optviz.surfaces["rosenbrock"]()
    race = optviz.race(surface, [newton(), adam(), optviz.methods["bfgs"]()], start=(0, 2), steps=300, noise=0.5)
    first, second, third = race.runs
    assert isinstance(first, MethodRun) and isinstance(second, Run) and isinstance(third, MethodRun)
    alone = optviz.simulate(surface, adam(), (0, 2), 300, 0.5)
    np.testing.assert_array_equal(second.x, alone.x)
    np.testing.assert_array_equal(first.x, optviz.minimize(surface, newton(), (0, 2)).runs[0].x)
    assert len(race.figure().to_dict()["data"]) >= 6
    assert len(race.to_frame()) == sum(len(run.x) for run in race.runs)


def test_a_method_races_alone_from_many_starts() -> None:
    race = optviz.race(optviz.surfaces["himmelblau"](), newton(), starts=[(3, 3), (-3, 3), (0, 0)], steps=50)
    assert [run.status.where for run in race.runs] == ["minimum", "minimum", "maximum"]


def test_a_function_of_ones_own_has_its_methods() -> None:
    surface = optviz.surface("(x - 1)^2 + 3 y^2 + x y")
    (run,) = optviz.minimize(surface, newton()).runs
    np.testing.assert_allclose(run.x[-1], [12 / 11, -2 / 11], atol=1e-9)


def test_a_method_that_cannot_go_on_keeps_its_run_and_says_why() -> None:
    (run,) = optviz.minimize(optviz.surfaces["rastrigin"](), optviz.methods["gauss_newton"]()).runs
    assert run.steps == 0 and "not written as a sum of squares" in run.stopped
    assert len(optviz.minimize(optviz.surfaces["rastrigin"](), optviz.methods["gauss_newton"]()).to_frame()) == 1


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ("newton", "'newton' is not a method; optviz.methods['newton']() makes one"),
        (METHODS["newton"], "is not a method; optviz.methods['newton']() makes one"),
        (optviz.optimizers["adam"](), "is not a method"),
        (3, "3 is not a method"),
    ],
)
def test_what_is_no_method_is_told_in_a_sentence(wrong, sentence: str) -> None:
    with pytest.raises(TypeError, match=re.escape(sentence)):
        optviz.minimize(optviz.surfaces["beale"](), wrong)


def test_what_is_neither_optimizer_nor_method_does_not_race() -> None:
    for wrong in ([newton(), "adam"], [newton(), optax.adam(0.1)], [newton(), 3]):
        with pytest.raises(TypeError, match="is not an optimizer"):
            optviz.race(optviz.surfaces["beale"](), wrong)


def test_methods_are_for_two_variables() -> None:
    surface = optviz.surface(lambda x: jnp.sum(x**2), dim=3)
    with pytest.raises(TypeError, match="two variables"):
        optviz.minimize(surface, newton(), (1, 1, 1))


def test_a_race_of_methods_is_written_as_a_page(tmp_path: Path) -> None:
    optviz.minimize(optviz.surfaces["beale"](), newton()).to_html(tmp_path / "newton.html")
    assert 500_000 < (tmp_path / "newton.html").stat().st_size < 1_000_000


def test_a_method_has_no_program_and_says_so() -> None:
    race = optviz.minimize(optviz.surfaces["rosenbrock"](), optviz.methods["newton"](), start=(-1.2, 1.0))
    with pytest.raises(ValueError, match="methods that use curvature"):
        race.to_code("numpy")

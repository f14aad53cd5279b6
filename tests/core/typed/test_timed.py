"""Losses that depend on the step, and a box: a run meets fₜ in step t, and Adam goes where Reddi et al. say."""

import numpy as np
import pytest

from optviz.core.maps.outcomes import outcomes
from optviz.core.optimizers import OPTIMIZERS
from optviz.core.simulation.simulate import Case, paths_of, simulate, simulate_all
from optviz.core.surfaces import SURFACES, Surface
from optviz.core.typed.formula import read
from optviz.core.typed.notebook import text_surface
from optviz.core.typed.rule import read_rule
from optviz.core.typed.surface import NAMES, PERIOD
from optviz.core.typed.typed_rule import rule_of
from tests.core.helpers import compiling

BOX = ((-1.0, 1.0), (-1.0, 1.0))
REDDI = "if(mod(t - 1, 3) < 1, C x, -x)"
C = 3.0
BETAS = {"beta1": 0.0, "beta2": 1 / (1 + C * C)}


def reddi() -> Surface:
    return text_surface(REDDI, None, {"C": C})


def test_a_run_meets_another_loss_in_each_step_on_beyond_the_first_thousand():
    surface = text_surface("x^2 + sin(t) x + y^2 cos(t/7)", None, {})
    run = simulate(surface, OPTIMIZERS["momentum"](lr=0.01), (1.0, -1.0), 1200)
    x, m = np.array([1.0, -1.0]), np.zeros(2)
    for t in range(1, 1201):
        g = np.array([2 * x[0] + np.sin(t), 2 * x[1] * np.cos(t / 7)])
        assert run.value[t - 1] == pytest.approx(x[0] ** 2 + np.sin(t) * x[0] + x[1] ** 2 * np.cos(t / 7))
        assert run.grad[t - 1] == pytest.approx(g, rel=1e-9, abs=1e-9)
        m = 0.9 * m + g
        x = x - 0.01 * m
        assert run.x[t] == pytest.approx(x, rel=1e-6, abs=1e-6)


def test_after_each_step_x_is_brought_back_into_the_box():
    surface, rule = SURFACES["booth"](), OPTIMIZERS["gd"](lr=0.02)
    run = simulate(surface, rule, (0.5, -0.5), 60, box=BOX)
    x = np.array([0.5, -0.5])
    for t in range(60):
        g = np.array([10 * x[0] + 8 * x[1] - 34, 8 * x[0] + 10 * x[1] - 38])
        x = np.clip(x - 0.02 * g, -1, 1)
        assert run.x[t + 1] == pytest.approx(x, rel=1e-12)
    assert (run.x[-1] == 1).all() and (run.step[-1] > 0).all()
    (path,) = paths_of([Case(surface, rule, (0.5, -0.5), 60, box=BOX)])
    assert (path == run.x).all()
    free = simulate(surface, rule, (0.5, -0.5), 60)
    assert (free.x == simulate(surface, rule, (0.5, -0.5), 60, box=((-99, 99), (-99, 99))).x).all()
    with pytest.raises(ValueError, match="a box is"):
        simulate(surface, rule, None, 5, box=((1, -1), (0, 1)))  # type: ignore[arg-type]


def test_adam_goes_to_the_worst_end_and_amsgrad_to_the_best_one():
    """Theorem 1 of Reddi, Kale and Kumar (2018): fₜ = C x in every third step, else −x, on [−1, 1]; the mean is x/3."""
    racers = [OPTIMIZERS[key](lr=0.05, **BETAS) for key in ("adam", "amsgrad")]
    adam, amsgrad = simulate_all(reddi(), racers, (0.0, 0.0), 1500, box=BOX)
    assert adam.grad[:7, 0].tolist() == [3, -1, -1, 3, -1, -1, 3]
    assert adam.x[-300:, 0].min() > 0.85 and adam.x[-1, 0] == 1
    assert amsgrad.x[-300:, 0].max() < -0.9
    assert not adam.x[:, 1].any()


def test_with_the_papers_own_fading_rate_they_part_in_the_same_way():
    moments = "m = beta1*m + (1-beta1)*g; v = beta2*v + (1-beta2)*g^2;"
    texts = (f"{moments} x = x - eta/sqrt(t)*m/sqrt(v)", f"{moments} w = max(w, v); x = x - eta/sqrt(t)*m/sqrt(w)")
    # The paper's rules have no ε; y, which has no slope, would be 0/0.
    rules = [rule_of(read_rule(text.replace("g^2", "(g^2 + 1e-30)")), {"lr": 0.5, **BETAS}) for text in texts]
    adam, amsgrad = simulate_all(reddi(), rules, (0.0, 0.0), 1500, box=BOX)
    assert adam.x[-1, 0] == 1 and amsgrad.x[-1, 0] < -0.95


def test_all_but_runs_sees_the_mean_over_the_first_steps():
    surface = reddi()
    assert surface.value_at((0.6, 0.0)) == pytest.approx(0.2)
    assert surface.floor is None and len(surface.minima) == 0
    bowl = text_surface("(x - sin(2 pi t/12))^2 + y^2", None, {})
    assert PERIOD % 12 == 0 and bowl.minima == pytest.approx(np.zeros((1, 2)), abs=1e-6)
    ends = outcomes(bowl, OPTIMIZERS["gd"](lr=0.1), np.array([[1.0, 1.0]]), steps=200)
    assert ends.x[0] == pytest.approx((0, 0), abs=1e-6)


def test_no_timed_formula_after_the_first_is_compiled():
    rule = OPTIMIZERS["adam"]()

    def drawn(text: str) -> None:
        surface = text_surface(text, None, {})
        assert simulate(surface, rule, None, 20).steps == 20

    drawn("x^2 + y^2 + sin(t) x")
    with compiling() as names:
        drawn("x^2 + y^4 + mod(t, 5) y - cos(t/3) x^2/4")
    assert names == []


def test_t_is_the_step_and_no_slider():
    assert read("x + t", NAMES).parameters == ()
    assert read("x + a t", NAMES).parameters == ("a",)
    assert reddi().latex.startswith(r"f_{t}(x, y) = ")


@pytest.mark.parametrize(("a", "b", "rest"), [(7, 3, 1), (-1, 3, 2), (5.5, 2, 1.5), (6, 3, 0), (1, -3, -2)])
def test_mod_is_what_is_left_and_has_the_sign_of_what_is_divided_by(a, b, rest):
    assert text_surface(f"mod(x, {b}) + 0y", None, {}).value_at((a, 0.0)) == rest
    assert read(f"mod({a}, {b})").latex.count(r"\bmod") == 1

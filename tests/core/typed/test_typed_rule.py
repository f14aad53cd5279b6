"""A typed update rule runs, is mapped and tuned like a built-in one, and no rule is compiled."""

import numpy as np
import pytest

from optviz.core.maps.outcomes import outcomes
from optviz.core.maps.plan import Axis, Plan, map_of
from optviz.core.maps.sensitivity import sensitivity
from optviz.core.maps.tuning import tune
from optviz.core.optimizers import OPTIMIZERS, TEXTBOOK, Optimizer
from optviz.core.registry import settings_of
from optviz.core.simulation.simulate import Case, paths_of, simulate, simulate_all
from optviz.core.surfaces import SURFACES, Surface
from optviz.core.typed.errors import FormulaError
from optviz.core.typed.formula import read
from optviz.core.typed.rule import next_state, read_rule
from optviz.core.typed.surface import typed_surface
from optviz.core.typed.typed_rule import TypedRule, rule_of
from tests.core.helpers import compiling
from tests.core.typed.test_rule import RULES

STEPS = 200
START = (-1.2, 1.0)
SURFACES_TRIED: dict[str, Surface] = {
    "built-in": SURFACES["rosenbrock"](),
    "typed": typed_surface(read("sin(3x) y^2 + a x^2 + y^4/10"), (0.4,)),
}
RATES = {"gd": 0.001, "momentum": 0.0005, "nag": 0.0005}
NINE = [key for key in TEXTBOOK if not OPTIMIZERS[key].stochastic]


def typed_as(built_in: Optimizer, text: str) -> TypedRule:
    """Return the rule of this text with the built-in one's settings."""
    rule = read_rule(text)
    given = {{"epsilon": "eps", "weight_decay": "lambda"}.get(k, k): v for k, v in settings_of(built_in).items()}
    return rule_of(rule, {key: value for key, value in given.items() if key == "lr" or key in rule.parameters})


def adam(**values: float) -> TypedRule:
    return rule_of(read_rule(RULES["adam"]), values)


@pytest.mark.parametrize("surface", SURFACES_TRIED)
@pytest.mark.parametrize("key", [key for key in RULES if key != "sgd"])
def test_a_textbook_rule_that_is_typed_takes_the_built_in_ones_steps(key, surface):
    built_in = OPTIMIZERS[key](**({"lr": RATES[key]} if key in RATES else {}))
    theirs, ours = simulate_all(SURFACES_TRIED[surface], (built_in, typed_as(built_in, RULES[key])), START, STEPS)
    assert ours.x.shape == theirs.x.shape
    assert np.max(np.abs(ours.x - theirs.x)) < 1e-12 * max(1.0, np.max(np.abs(theirs.x)))
    assert np.max(np.abs(ours.x[-1] - START)) > 0.01
    assert ours.status.kind == theirs.status.kind
    for letter in {*ours.state} & {*theirs.state}:
        assert ours.state[letter] == pytest.approx(theirs.state[letter], rel=1e-9, abs=1e-12)


def test_all_nine_rules_of_the_lecture_are_among_them():
    assert {*NINE} < {*RULES} and len(NINE) >= 8


TEXTS = (
    "x = x - eta*g/norm(g)",
    "x = x - eta*(1 - t/T)*g*min(1, a/norm(g))",
    "u = dot(g, d); d = if(u < 0, 0, 1)*d*b - eta*g; x = x + d",
    "g = grad(x + 2^-3*m); m = 0.5*m - eta*g + 0*norm(x); x += m",
    "s = max(s, norm(g)); x = x - eta*g^3/s^3 + 3 - 3",
    "q = g; q = q/2; x = x - eta*q*(1 + sin(t)^2)^0.5; x = max(-1, min(1, x))",
    "x = 2",
)


@pytest.mark.parametrize("text", TEXTS)
def test_the_compiled_machine_takes_the_steps_that_the_text_says(text):
    surface = SURFACES["booth"]()
    rule = rule_of(read_rule(text), {"lr": 0.02})
    run = simulate(surface, rule, START, 30)
    knobs = {"eta": 0.02, "T": 30, **rule.settings}
    now = {"x": np.array(START), **{name: np.zeros(2) for name in rule.rule.states}}
    for t in range(30):

        def slope(x: np.ndarray) -> np.ndarray:
            return np.array([10 * x[0] + 8 * x[1] - 34, 8 * x[0] + 10 * x[1] - 38])

        now = next_state(rule.rule, {**knobs, **now, "t": t + 1}, slope)
        assert run.x[t + 1] == pytest.approx(now["x"], rel=1e-10, abs=1e-10)
        for name in rule.rule.states:
            kept = run.state[name][t + 1]
            assert kept == pytest.approx(now[name][0] if np.ndim(kept) == 0 else now[name], rel=1e-10, abs=1e-10)


def test_the_step_counts_on_beyond_the_first_thousand():
    rule = rule_of(read_rule("x = x - eta*g*T/t/2500"), {"lr": 1e-4})
    run = simulate(SURFACES["booth"](), rule, START, 2500)
    assert run.quantities["t_next"][-1] == 2500 and run.quantities["T"][0] == 2500
    before, after = run.x[1999], run.x[2000]
    assert after == pytest.approx(before - 1e-4 * run.grad[1999] / 2000, rel=1e-12)


def test_no_rule_after_the_first_is_compiled():
    surface = SURFACES["booth"]()
    simulate(surface, adam(), START, 20)
    simulate(surface, rule_of(read_rule(RULES["nag"])), START, 20)
    with compiling() as names:
        for i, text in enumerate(TEXTS):
            simulate(surface, rule_of(read_rule(text), {"lr": 0.01 * i}), START, 21 + i)
        for beta in (0.1, 0.5, 0.95):
            simulate(surface, adam(beta1=beta), START, 20)
    assert names == []


def test_a_rule_that_flies_off_diverges_like_any_other():
    theirs, ours = simulate_all(
        SURFACES["rosenbrock"](), (OPTIMIZERS["gd"](lr=0.1), rule_of(read_rule("x = x - eta*g"))), START, 100
    )
    assert (ours.status, len(ours.x)) == (theirs.status, len(theirs.x)) and ours.status.kind == "diverged"


def test_zero_over_zero_is_named_as_the_cause():
    rule = rule_of(read_rule("s += g^2; x = x - eta*g/(sqrt(s) + eps)"), {"eps": 0.0})
    run = simulate(SURFACES["booth"](), rule, (1.0, 3.0), 20)
    assert run.status.kind == "diverged" and "ε = 0" in run.status.reason


def test_a_worked_step_has_every_number_that_its_lines_name():
    run = simulate(SURFACES["booth"](), adam(), START, 30)
    names = {piece.split(">>")[0] for line in run.optimizer.worked for piece in line[1].split("<<")[1:]}
    assert names <= {*run.quantities} and {"m", "m_next", "grad", "t_next", "lr", "beta1", "x_next"} <= names
    m, v = run.quantities["m_next"], run.quantities["v_next"]
    assert m == pytest.approx(0.9 * run.quantities["m"] + 0.1 * run.grad, rel=1e-12)
    assert v == pytest.approx(run.state["v"][1:], rel=1e-12)


def test_each_statement_has_its_value_in_the_worked_step_also_where_a_name_is_given_two():
    rule = rule_of(read_rule("q = norm(g); q = q + 1; u = g/q; x = x - eta*u"))
    run = simulate(SURFACES["booth"](), rule, START, 5)
    length = np.hypot(*run.grad.T)
    assert run.quantities["q_1"] == pytest.approx(length) and run.quantities["q"] == pytest.approx(length + 1)
    assert run.quantities["u"] == pytest.approx(run.grad / (length + 1)[:, None])
    assert {*rule.derived_names} <= {*run.quantities}


def test_paths_alone_are_those_of_the_runs():
    case = Case(SURFACES["booth"](), rule_of(read_rule("x = x - eta*(1 - t/T)*g"), {"lr": 0.02}), START, 40)
    assert (paths_of([case])[0] == simulate(case.surface, case.optimizer, START, 40).x).all()


@pytest.mark.every
def test_a_map_of_starts_and_of_knobs_is_that_of_runs_one_by_one():
    surface = SURFACES["himmelblau"]()
    starts = np.random.default_rng(0).uniform(-4, 4, (40, 2))
    for rule in (adam(), rule_of(read_rule(RULES["nag"]), {"lr": 0.01}), rule_of(read_rule(TEXTS[1]))):
        ends = outcomes(surface, rule, starts, steps=60)
        for i, (x, y) in enumerate(starts.tolist()):
            run = simulate(surface, rule, (x, y), 60)
            assert ends.diverged[i] == (run.status.kind == "diverged")
            if run.status.kind != "diverged":
                assert ends.x[i] == pytest.approx(run.x[-1], rel=1e-6, abs=1e-6)
    axes = Axis("lr", 1e-3, 1.0, True), Axis("beta1", 0.0, 0.99)
    ours, theirs = (map_of(Plan(surface, r, *axes, size=(6, 5), steps=80)) for r in (adam(), OPTIMIZERS["adam"]()))
    assert ours.x == pytest.approx(theirs.x, rel=1e-5, abs=1e-5) and (ours.steps == theirs.steps).all()


def test_a_typed_rule_is_tuned_and_its_sensitivity_is_the_built_in_ones():
    surface = SURFACES["booth"]()
    ours, theirs = (tune(surface, rule, steps=100) for rule in (adam(), OPTIMIZERS["adam"]()))
    assert ours.settings == theirs.settings and ours.optimizer == adam(**ours.settings)
    ours, theirs = (sensitivity(surface, rule, steps=100, count=64) for rule in (adam(), OPTIMIZERS["adam"]()))
    assert ours.width == theirs.width


def test_a_rule_says_its_knobs_and_refuses_others():
    rule = adam(lr=0.3, beta2=0.5)
    assert settings_of(rule) == {"lr": 0.3, "beta1": 0.9, "beta2": 0.5, "eps": 1e-8}
    assert rule.with_values(beta1=0.0) == adam(lr=0.3, beta2=0.5, beta1=0.0) != rule
    with pytest.raises(ValueError, match="no knob 'rho'; it has lr, beta1, beta2, eps"):
        adam(rho=1.0)
    with pytest.raises(ValueError, match="finite"):
        adam(beta1=float("nan"))


LONG = ";".join(f"x = x - eta*(g + {i}*{'abs(' * 3}g{')' * 3}*dot(x + {i}, g + {i}))" for i in range(3))


def test_a_rule_is_bounded_in_states_and_length():
    states = [f"{letter} = {letter} + g" for letter in "abcdhijkl"]
    with pytest.raises(FormulaError, match="keeps 9 values"):
        read_rule("; ".join((*states, "x = x - eta*a")))
    with pytest.raises(FormulaError, match="characters"):
        read_rule("x = x - eta*g" + " + 0.00001*g" * 30)
    assert simulate(SURFACES["booth"](), rule_of(read_rule(LONG), {"lr": 1e-9}), START, 3).steps == 3

"""Typed update rules: the lecture's rules written in the language take the built-in rules' steps."""

import math
import random
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from optviz.core.optimizers import OPTIMIZERS
from optviz.core.registry import settings_of
from optviz.core.typed.errors import FormulaError
from optviz.core.typed.rule import next_state, read_rule

STEPS = 200
START = np.array([-1.2, 1.0])
SLOPES: dict[str, Callable[[np.ndarray], np.ndarray]] = {
    "rosenbrock": lambda x: np.array([-2 * (1 - x[0]) - 400 * x[0] * (x[1] - x[0] ** 2), 200 * (x[1] - x[0] ** 2)]),
    "booth": lambda x: np.array([10 * x[0] + 8 * x[1] - 34, 8 * x[0] + 10 * x[1] - 38]),
}
ADAM = "m = beta1*m + (1-beta1)*g; v = beta2*v + (1-beta2)*g^2;"
RULES = {
    "gd": "x = x - eta*g",
    "sgd": "x -= eta g",
    "momentum": "m = beta*m + g; x = x - eta*m",
    "nag": "g = grad(x - eta*beta*m); m = beta*m + g; x = x - eta*m",
    "adagrad_norm": "s += norm(g)^2; x = x - eta/sqrt(eps + s) g",
    "adagrad": "s += g^2; x = x - eta g/(sqrt(s) + eps)",
    "adadelta": ("s = rho*s + (1-rho)*g^2; D = -sqrt(u + eps)/sqrt(s + eps)*g; u = rho*u + (1-rho)*D^2; x = x + eta*D"),
    "rmsprop": "s = ρ s + (1 - ρ) g²; x = x - η g/(sqrt(s) + ε)",
    "adam": f"{ADAM} x = x - eta*(m/(1-beta1^t))/(sqrt(v/(1-beta2^t)) + eps)",
    "nadam": (
        f"{ADAM} n = beta1*m/(1-beta1^(t+1)) + (1-beta1)*g/(1-beta1^t);x = x - eta*n/(sqrt(v/(1-beta2^t)) + eps)"
    ),
    "amsgrad": f"{ADAM} w = max(w, v/(1-beta2^t)); x = x - eta*(m/(1-beta1^t))/(sqrt(w) + eps)",
    "lion": "x = x - eta*sign(beta1*m + (1-beta1)*g); m = beta2*m + (1-beta2)*g",
    "sign_descent": "x = x - eta*sign(g)",
}
SETTINGS = {"gd": {"lr": 0.001}, "momentum": {"lr": 0.0005}, "nag": {"lr": 0.0005}, "sgd": {"lr": 0.0005}}
LEARNING = {"lr": "eta", "weight_decay": "lambda", "epsilon": "eps"}


def typed_path(text: str, slope: Callable[[np.ndarray], np.ndarray], knobs: dict[str, float]) -> np.ndarray:
    rule = read_rule(text)
    state: dict[str, Any] = {"x": START, **{name: np.zeros(2) for name in rule.states}}
    path = [START]
    for t in range(1, STEPS + 1):
        state = next_state(rule, {**knobs, **state, "t": t, "T": STEPS}, slope)
        path.append(state["x"])
    return np.array(path)


def built_in_path(rule: Any, slope: Callable[[np.ndarray], np.ndarray]) -> np.ndarray:
    x, state, path = START, rule.init(START), [START]
    for _ in range(STEPS):
        step, state = rule.update(slope(np.asarray(rule.probe(x, state))), state, x)
        x = x + np.asarray(step)
        path.append(x)
    return np.array(path)


@pytest.mark.parametrize("surface", SLOPES)
@pytest.mark.parametrize("key", RULES)
def test_a_rule_of_the_lecture_written_in_the_language_takes_the_same_steps(key, surface):
    rule = OPTIMIZERS[key](**SETTINGS.get(key, {}))
    knobs = {LEARNING.get(name, name): value for name, value in settings_of(rule).items()}
    ours, theirs = typed_path(RULES[key], SLOPES[surface], knobs), built_in_path(rule, SLOPES[surface])
    assert np.max(np.abs(ours - theirs)) < 1e-12 * max(1.0, np.max(np.abs(theirs)))
    assert np.max(np.abs(ours[-1] - START)) > 0.1


def test_all_nine_rules_of_the_lecture_can_be_written():
    assert list(OPTIMIZERS)[:9] == list(RULES)[:9]


def test_what_is_read_before_it_is_given_a_value_is_kept_from_step_to_step():
    adam = read_rule(f"{ADAM} m_hat = m/(1-beta1^t); x = x - eta*m_hat/(sqrt(v/(1-beta2^t)) + eps)")
    assert adam.states == ("m", "v") and adam.parameters == ("beta1", "beta2", "eps")
    assert read_rule("d = -g; x = x + eta*d").states == ()
    assert read_rule("s += dot(g, g); x = x - eta*g/sqrt(1 + s)").scalars == {"s"}
    assert read_rule("s += g^2; x = x - eta*g/sqrt(1 + s)").scalars == frozenset()


def test_the_gradient_may_be_taken_elsewhere_once():
    assert read_rule("x = x - eta*g").probe is None
    assert read_rule("x = x - eta*grad(x)").probe is None
    assert read_rule("x = x - eta*grad(2x)").probe is not None
    for text in ("x = x - eta*grad(2x) - g", "x = x - g; x = x - grad(2x)", "x = x - grad(2x) - grad(3x)"):
        with pytest.raises(FormulaError, match="one gradient"):
            read_rule(text)


def test_a_step_clipped_and_a_rate_that_fades_are_typed_too():
    slope = SLOPES["booth"]
    g = slope(START)
    clipped = next_state(read_rule("x = x - eta*g*min(1, 1/norm(g))"), {"x": START, "eta": 0.5, "t": 1, "T": 9}, slope)
    assert clipped["x"] == pytest.approx(START - 0.5 * g / math.hypot(*g))
    faded = next_state(read_rule("x = x - eta*(1 - t/T)*g"), {"x": START, "eta": 0.5, "t": 3, "T": 4}, slope)
    assert faded["x"] == pytest.approx(START - 0.125 * g)


def test_each_statement_has_a_line_that_says_which_step_each_value_is_of():
    assert read_rule(RULES["momentum"]).latex == (r"m_{t} = \beta\,m_{t-1} + g_{t}", r"x_{t+1} = x_{t} - \eta\,m_{t}")
    nag = read_rule(RULES["nag"]).latex
    assert nag[0] == r"g_{t} = \nabla f(x_{t} - \eta\,\beta\,m_{t-1})"
    adam = read_rule(f"{ADAM} m_hat = m/(1-beta1^t); x = x - eta*m_hat/(sqrt(v) + eps)").latex
    assert adam[0] == r"m_{t} = \beta_{1}\,m_{t-1} + (1 - \beta_{1})\,g_{t}"
    assert adam[2] == r"\hat{m}_{t} = \frac{m_{t}}{1 - \beta_{1}^{t}}"


@pytest.mark.parametrize("key", RULES)
def test_a_rule_has_a_canonical_text(key):
    rule = read_rule(RULES[key])
    assert read_rule(rule.text) == rule


WRONG = {
    "": ("Nothing is typed", None),
    "m = beta*m + g": ("no new value", "m = beta*m + g; x = x - eta*g"),
    "x - eta*g": ("gives a name a value", "x = x - eta*g"),
    "g = 2*g; x = x - g": ("is given", None),
    "eta = 0.1; x = x - eta*g": ("is given", None),
    "sin = g; x = x - sin": ("choose another name", None),
    "x = x - eta*gg": ("Did you mean g*g?", "x = x - eta*g*g"),
    "x = x - eta*norm(t)*g": ("has coordinates", None),
    "x = x - eta*mean(g)": ("needs data", None),
    "x = x < eta": ("can only stand first in if", "x = if(x < eta, 1, 0)"),
    "x = x - eta*g*foo": ("not known here", None),
    "x = x - eta*dot(g)": ("two values", None),
}


@pytest.mark.parametrize(("text", "answer"), WRONG.items(), ids=[f"{i}" for i in range(len(WRONG))])
def test_a_rule_that_cannot_be_read_is_answered_with_a_sentence(text, answer):
    with pytest.raises(FormulaError) as caught:
        read_rule(text)
    assert answer[0] in caught.value.message and caught.value.mend == answer[1]


PIECES = (
    *("x", "g", "m", "t", "T", "eta", "beta", "norm(", "dot(", "grad(", "(", ")", "=", "+=", ";", "\n", "+", "-", "*"),
    *("/", "^2", ",", " ", "<", "<b>", "1", "if(", "v_hat", "$", "x = x - eta*g", "m = beta*m + g;"),
)


def test_random_rules_are_a_rule_or_a_sentence():
    rng = random.Random(3)
    rules = 0
    for _ in range(20_000):
        text = "".join(rng.choices(PIECES, k=rng.randint(1, 12)))
        try:
            rule = read_rule(text)
        except FormulaError as error:
            assert set("<>&'\"$").isdisjoint(error.message) and error.message[-1] in ".?"
        else:
            assert read_rule(rule.text) == rule
            rules += 1
    assert rules > 30

"""Predictions on typed rules: which textbook rule a text is, and how far its first step goes."""

from typing import Any

import numpy as np

from optviz.core.number_text import label
from optviz.core.optimizers import OPTIMIZERS
from optviz.core.simulation.simulate import simulate, simulate_all
from optviz.lecture.lab.rule import NOBODY, rival_of, written
from optviz.lecture.lab.rule_text import typed_rule
from optviz.lecture.own import surface_called
from optviz.questions import Ask, Choice, Mistake, Number, Option, Question

SAME = 1e-9
STEPS = 40
START = (-2.5, 1.5)

DISGUISED = {
    "momentum": "w = g + beta*w; x -= eta*w",
    "nag": "w = beta*w + grad(x - eta*beta*w); x -= eta*w",
    "adagrad": "w += g*g; x -= eta*g/(eps + w^0.5)",
    "rmsprop": "w = (1-rho)*g*g + rho*w; x -= eta*g/(eps + w^0.5)",
    "lion": "x -= eta*sign(0.9*w + 0.1*g); w = 0.99*w + 0.01*g",
}
"""Rules with other letters than the textbook's, by the key of the rule that they are."""

WHY = {
    "momentum": "Momentum’s step is η times a sum of past gradients that fades by β.",
    "nag": "NAG is momentum with the gradient taken ahead, at x − ηβm.",
    "adagrad": "AdaGrad divides by the root of the sum of all squared gradients: nothing of it fades.",
    "rmsprop": "RMSprop divides by the root of a mean of squared gradients that fades by ρ.",
    "lion": "Lion’s step is η times a sign: equally long in each coordinate.",
}


def draw_disguise(rng: np.random.Generator) -> dict[str, Any]:
    """Draw a rule in other letters."""
    key = str(rng.choice(list(DISGUISED)))
    knob = 1e-8 if key == "adagrad" else 0.9
    return {
        **{"update": written(DISGUISED[key]), "lr": 0.02, "k1": knob, "k2": 1e-8, "rival": NOBODY, "rival_lr": 0.02},
        **{"surface": "quadratic", "x0": START[0], "y0": START[1], "steps": STEPS},
    }


def steps_alike(values: dict[str, Any]) -> dict[str, bool]:
    """Return for each of the five rules whether the typed one takes its steps, on the bowl."""
    rivals = [rival_of(key, values) for key in DISGUISED]
    typed, *runs = simulate_all(surface_called("quadratic"), (typed_rule(values), *rivals), START, STEPS)
    return {
        key: typed.x.shape == run.x.shape and bool(np.max(np.abs(typed.x - run.x)) < SAME)
        for key, run in zip(DISGUISED, runs, strict=True)
    }


def ask_disguise(values: dict[str, Any]) -> Ask:
    """Ask which textbook rule a text in other letters is."""
    alike = steps_alike(values)
    options = tuple(Option(OPTIMIZERS[key].name, alike[key], WHY[key]) for key in DISGUISED)
    text = "This rule is typed in letters of its own. Which of the textbook’s rules is it?"
    return Ask(text, Choice(options, ordered=True), hides=("plane", "loss", "result"))


def draw_sign(rng: np.random.Generator) -> dict[str, Any]:
    """Draw a learning rate and a start for the rule that knows only signs."""
    x, y = (float(rng.choice([-1, 1]) * rng.choice([1.5, 2.0, 2.5])) for _ in range(2))
    lr = float(rng.choice([0.1, 0.2, 0.25]))
    text = str(rng.choice(["x = x - eta*sign(g)", "x = x - eta*g/norm(g)"]))
    return {"update": written(text), "lr": lr, "surface": "quadratic", "x0": x, "y0": y, "rival": NOBODY}


def ask_length(values: dict[str, Any]) -> Ask:
    """Ask how long the first step of a rule is that forgets how steep it is."""
    run = simulate(surface_called("quadratic"), typed_rule(values), (values["x0"], values["y0"]), 1)
    length, lr = float(np.hypot(*run.step[0])), values["lr"]
    slope = float(np.hypot(*run.grad[0]))
    signs = "sign" in values["update"]
    other = lr if signs else lr * np.sqrt(2)
    mistakes = (
        Mistake(lr * slope, "That is η‖g‖, the step of GD: here the size of the gradient is thrown away."),
        Mistake(
            float(other),
            "Both coordinates move by η, so the way is η√2."
            if signs
            else "g/‖g‖ has length 1: only the two coordinates together move by η.",
        ),
    )
    why = "Each coordinate moves by η: √(η² + η²)." if signs else "g/‖g‖ has length 1, so the step has length η."
    said = "x ← x − η sign(g)" if signs else "x ← x − η g/‖g‖"
    form = Number("‖x₁ − x₀‖", length, 0.01 * length, why, "How long is what η is multiplied with?", mistakes)
    text = f"The rule is {said}, η = {label(lr)}. How long is its first step?"
    return Ask(text, form, hides=("worked", "loss", "result"))


QUESTIONS = (
    Question("disguise", "Which rule is it?", draw_disguise, ask_disguise),
    Question("length", "How long is the step?", draw_sign, ask_length),
)

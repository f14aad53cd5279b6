"""Predictions on the race: which learning rate gets one rule furthest, and how many steps there are."""

from functools import lru_cache
from itertools import permutations
from typing import Any

import numpy as np

from optviz.core.network.training import Task
from optviz.core.number_text import label
from optviz.lecture.network.common import DEFAULT_NET, RULE_NAMES, Racer, net_for, toy_of
from optviz.lecture.network.race import LANES, train_race
from optviz.lecture.network.tuning import Tuning
from optviz.questions import Ask, Mistake, Number, Question, Ranking

EPOCHS = 5.0
RATES = {
    "gd": (0.003, 0.05, 1.0, 100.0),
    "momentum": (0.0003, 0.003, 0.03, 30.0),
    "rmsprop": (0.0001, 0.001, 0.01, 10.0),
    "adam": (0.0001, 0.002, 0.03, 10.0),
}
"""For each rule learning rates from one that hardly moves to one that is far too large."""


# ---- three learning rates ------------------------------------------------------------------------------


def draw_rates(rng: np.random.Generator) -> dict[str, Any]:
    """Draw a rule, three learning rates for it in some order, and the initial weights."""
    rule = str(rng.choice(list(RATES)))
    rates = rng.permutation(RATES[rule])[:3]
    lanes = {f"rule{k}": rule for k in LANES[:3]} | {f"lr{k}": float(lr) for k, lr in zip(LANES, rates, strict=False)}
    shown = {"data": "blobs", "count": "epoch", "epochs": EPOCHS}
    return {**shown, **lanes, "rule4": "none", "seed": float(rng.integers(1, 3))}


@lru_cache(maxsize=128)
def _raced(settings: tuple[tuple[str, Any], ...]) -> Racer:
    """Return one lane of the section's race at its end; few are drawn, so they are kept."""
    *_, racers = train_race(dict(settings))
    assert not isinstance(racers, Tuning)
    return racers[0]


def racers_of(values: dict[str, Any]) -> list[Racer]:
    """Return the racers of the first three lanes, each trained as in the race with the others."""
    alone = {f"rule{k}": "none" for k in LANES[1:]} | {f"lr{k}": 1.0 for k in LANES[1:]}
    return [_raced(tuple((values | alone | {"lr1": values[f"lr{k}"]}).items())) for k in LANES[:3]]


def ask_rates(values: dict[str, Any]) -> Ask:
    """Ask for the order of three learning rates by the training loss after a few epochs."""
    rates = [values[f"lr{k}"] for k in LANES[:3]]
    racers = racers_of(values)
    ends = [float(racer.history.train_loss[-1]) for racer in racers]
    name, said = RULE_NAMES[values["rule1"]], [f"η = {label(lr, 3)}" for lr in rates]
    guess = label(np.log(racers[0].history.task.net.classes), 2)
    swapped = {}
    for better, worse in permutations(range(3), 2):
        told = f"{said[worse]} ends at {label(ends[worse], 2)}, {said[better]} at {label(ends[better], 2)}"
        if rates[worse] > rates[better]:
            swapped[better, worse] = f"A larger step is not always a faster one: {told}; a blind guess has {guess}."
        else:
            swapped[better, worse] = f"A small step is safe, but it hardly moves in {EPOCHS:g} epochs: {told}."
    form = Ranking(
        tuple(said),
        tuple(ends),
        "lowest loss",
        "highest loss",
        f"Larger steps get further until they overshoot; {said[int(np.argmin(ends))]} suits this net best.",
        swapped,
        looks=tuple(racer.look + 9 * place for place, racer in enumerate(racers)),
    )
    text = (
        f"{name} trains the same net from the same weights with three learning rates, for {EPOCHS:g} epochs. "
        "How do their training losses end?"
    )
    return Ask(text, form)


# ---- steps ---------------------------------------------------------------------------------------------


def draw_steps(rng: np.random.Generator) -> dict[str, Any]:
    """Draw the size of the batches and the number of epochs."""
    return {"batch": float(rng.choice([1, 4, 8, 20, 32, 64, 150])), "epochs": float(rng.choice([4, 5, 6, 10, 20]))}


def ask_steps(values: dict[str, Any]) -> Ask:
    """Ask how many steps a racer takes in all."""
    data, batch, epochs = toy_of(values), int(values["batch"]), int(values["epochs"])
    net = net_for(data, {"hidden": DEFAULT_NET[0], "width": DEFAULT_NET[1]})
    task = Task(net, data, batch, epochs)
    n, each = data.train.n, task.per_epoch
    last = f", the last with {n - (each - 1) * batch}" if n % batch else ""
    batches = f"{each} mini-batch{'es' * (each > 1)}"
    wrong = (
        Mistake(epochs, "That is the number of epochs. In each of them every mini-batch makes a step."),
        Mistake(epochs * n, f"That would be a step for each point. A step takes {batch} of them at once."),
        Mistake(epochs * (n // batch), f"The {n % batch} points left over make a mini-batch too, in each epoch."),
        Mistake(each, f"That is one epoch. There are {epochs}."),
    )
    form = Number(
        "steps",
        task.steps,
        0.5,
        f"An epoch is {batches}{last}; {epochs} epochs make {epochs} · {each} = {task.steps:,} steps.",
        f"{n} points in mini-batches of {batch} are {batches} an epoch{last}, and each makes one step.",
        tuple(mistake for mistake in wrong if abs(mistake.value - task.steps) > 0.5),
    )
    text = (
        f"There are {n} training points, B = {batch}, and {epochs} epochs; every point is used once an epoch. "
        "How many steps does each optimizer take?"
    )
    return Ask(text, form, until=0)


QUESTIONS = (
    Question("rates", "Three learning rates, one rule", draw_rates, ask_rates),
    Question("steps", "How many steps?", draw_steps, ask_steps),
)

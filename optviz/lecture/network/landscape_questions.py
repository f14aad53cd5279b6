"""Predictions on the landscape: how much of the way two directions hold."""

from functools import lru_cache
from typing import Any

import numpy as np

from optviz.core.network.landscape import filter_normalised, principal
from optviz.core.network.training import History, train_all
from optviz.core.number_text import percent
from optviz.lecture.network.common import RULE_NAMES, rule_of
from optviz.lecture.network.landscape import LANDSCAPE_RULES, landscape_task
from optviz.questions import Ask, Question, Range


def draw_share(rng: np.random.Generator) -> dict[str, Any]:
    """Draw the kind of plane, whose end is its centre, the data and the initial weights."""
    return {
        "data": str(rng.choice(["circles", "moons"])),
        "plane": str(rng.choice(["pca", "random"])),
        "center": str(rng.choice(LANDSCAPE_RULES)),
        "epochs": 6.0,
        "draw": float(rng.integers(20)),
        "seed": float(rng.integers(1, 3)),
    }


@lru_cache(maxsize=16)
def _trained(data: str, epochs: float, seed: float, rates: tuple[float, ...]) -> tuple[History, ...]:
    """Return the section's three trainings at their end; few are drawn, so they are kept."""
    task = landscape_task({"data": data, "epochs": epochs, "seed": seed})
    rules = [rule_of(key, lr) for key, lr in zip(LANDSCAPE_RULES, rates, strict=True)]
    return list(train_all(task, rules))[-1]


@lru_cache(maxsize=512)
def _share(settings: tuple[tuple[str, Any], ...]) -> tuple[float, int]:
    values = dict(settings)
    rates = tuple(values[f"lr_{key}"] for key in LANDSCAPE_RULES)
    runs = _trained(values["data"], values["epochs"], values["seed"], rates)
    run = runs[LANDSCAPE_RULES.index(values["center"])]
    net, ends = run.task.net, run.theta[[0, -1]]
    if values["plane"] == "pca":
        plane = principal(net, [each.theta for each in runs], ends[1])
    else:
        plane = filter_normalised(net, ends[1], int(values["draw"]))
    seen = plane.at(plane.project(ends))
    return float(np.linalg.norm(seen[1] - seen[0]) / np.linalg.norm(ends[1] - ends[0])), net.size


def share_of(values: dict[str, Any]) -> tuple[float, int]:
    """Return the share of the centre's way, start to end, that its projection on the plane has, and the net's size."""
    known = values if values["plane"] == "random" else values | {"draw": 0.0}
    return _share(tuple(known.items()))


def ask_share(values: dict[str, Any]) -> Ask:
    """Ask which share of the way is to be seen on the plane."""
    share, size = share_of(values)
    seen, random = percent(share, 0), values["plane"] == "random"
    name = RULE_NAMES[values["center"]]
    clear = share < 0.2 if random else share > 0.7
    right = (
        f"{seen}: two random directions of {size} are next to nothing, so the path hardly moves on the picture."
        if random
        else f"{seen}: the plane was chosen after the runs, along what they did. That is why it shows them so well."
    )
    form = Range(
        "share of the way",
        0.0,
        100.0,
        (100 * share, 100 * share) if clear else (-1.0, -1.0),
        10.0,
        f"More: {seen}. These two directions are not any two, but those along which the runs moved most.",
        right,
        f"Less: {seen}. There are {size} directions, and the run took no notice of the two that were drawn."
        if random
        else f"A little less, {seen}: the three paths bend, and what they do beside the plane is not in it.",
        unit="%",
    )
    how = "in two random directions" if random else "in the first two principal components of the three paths"
    text = (
        f"θ has {size} numbers. The plane lies {how}. {name} walks from its initial weights to its end. "
        "How long is what the plane shows of this way, in percent of it?"
    )
    return Ask(text, form, hides=("map", "losses", "facts"))


QUESTIONS = (Question("share", "How much of the way does it show?", draw_share, ask_share),)

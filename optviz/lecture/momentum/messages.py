"""What the momentum page says in sentences: what is wrong with a setting, and how a run ended."""

import math
from collections.abc import Sequence
from typing import NamedTuple

from optviz.core import number_text
from optviz.core.quadratic.rates import Rule, limit
from optviz.core.simulation.run import Run

LIMITS: dict[Rule, str] = {"gd": "2/{0}", "momentum": "(2 + 2β)/{0}", "nag": "(2 + 2β)/({0}(1 + 2β))"}
"""The largest η that still converges, with the largest curvature to be filled in."""


class Setting(NamedTuple):
    """What one run is set to: its name on the screen, its rule, η and β."""

    name: str
    rule: Rule
    lr: float
    beta: float = 0.0


def notices(settings: Sequence[Setting], kappa: float, start: tuple[float, float]) -> tuple[str, ...]:
    """Return a sentence for everything about these settings that would puzzle: no motion, no rest, a round bowl."""
    if start == (0.0, 0.0):
        return ("The start is the minimum: the gradient is 0 there, so nothing moves. Drag the start away from it.",)
    if all(setting.lr == 0 for setting in settings):
        return ("η = 0: every step has length 0, so nothing moves. Give η a larger value.",)
    # A direction in which the start has no distance stays at 0 exactly.
    steepest = kappa if start[1] else 1.0
    above = [s for s in settings if s.lr > _largest_lr(s, steepest) and not _at_limit(s, steepest)]
    sentences = [_diverging([s for s in above if s.rule == rule], steepest) for rule in LIMITS]
    sentences += [_endless(s, steepest) for s in settings if s not in above]
    if kappa == 1:
        sentences.append(
            "κ = 1: the bowl is round, both directions shrink alike. GD with η = 1 is at the minimum after one step, "
            "so momentum has nothing to add."
        )
    return tuple(dict.fromkeys(sentence for sentence in sentences if sentence))


def _largest_lr(setting: Setting, steepest: float) -> float:
    return limit(setting.rule, setting.beta) / steepest


def _at_limit(setting: Setting, steepest: float) -> bool:
    return math.isclose(setting.lr, _largest_lr(setting, steepest), rel_tol=1e-12)


def _limits(settings: Sequence[Setting], steepest: float) -> str:
    """Return the formula of the limit of runs of one rule, and its value for each."""
    numbers = ", ".join(number_text.label(_largest_lr(setting, steepest)) for setting in settings)
    return f"{LIMITS[settings[0].rule].format(number_text.label(steepest))} = {numbers}"


def _diverging(settings: Sequence[Setting], steepest: float) -> str:
    """Return in one sentence which runs of one rule diverge, and above which limits; empty if none does."""
    if not settings:
        return ""
    names, lr = ", ".join(setting.name for setting in settings), number_text.label(settings[0].lr)
    diverge, limits = ("diverges", "its limit") if len(settings) == 1 else ("diverge", "their limits")
    return f"{names} {diverge}: η = {lr} is above {limits} {_limits(settings, steepest)}."


def _endless(setting: Setting, steepest: float) -> str:
    """Return why a run that does not diverge does not settle either; empty if it does."""
    if _at_limit(setting, steepest):
        return f"{setting.name} never settles: η is exactly at its limit {_limits([setting], steepest)}."
    if setting.rule == "momentum" and setting.beta == 1:
        return f"{setting.name} never settles: with β = 1 it keeps all of its last step and is not damped."
    return ""


def ended(name: str, run: Run) -> str:
    """Return how a run ended, in a sentence."""
    return f"{name}: {run.status.label}, f = {number_text.label(float(run.value[-1]))} after {run.steps} steps."

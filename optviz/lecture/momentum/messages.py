"""What the momentum page says in words: what is wrong with a setting, and what a picture shows."""

import math
from collections.abc import Sequence

from optviz.core.quadratic.rates import Rule, limit
from optviz.core.simulation.run import Run
from optviz.lecture.section import Values

Setting = tuple[str, Rule, float, float]
"""A racer: its name on the screen, its rule, η and β."""

LIMITS: dict[Rule, str] = {"gd": "2/{0}", "momentum": "(2 + 2β)/{0}", "nag": "(2 + 2β)/({0}(1 + 2β))"}
"""The largest η that still converges, with the largest curvature to be filled in."""


def short(number: float) -> str:
    """Return a number with four significant digits."""
    return f"{number:.4g}"


def notices(settings: Sequence[Setting], kappa: float, start: tuple[float, float]) -> tuple[str, ...]:
    """Return a sentence for everything about these settings that would puzzle: no motion, no rest, a round bowl."""
    if start == (0.0, 0.0):
        return ("The start is the minimum: the slope is 0 there, so nothing moves. Drag the start away from it.",)
    if all(lr == 0 for _, _, lr, _ in settings):
        return ("η = 0: every step has length 0, so nothing moves. Give η a larger value.",)
    # A direction in which the start has no distance stays at 0 exactly.
    steepest = kappa if start[1] else 1.0
    above = [one for one in settings if one[2] > _edge(one, steepest) and not _at_edge(one, steepest)]
    found = [_diverging([one for one in above if one[1] == rule], steepest) for rule in LIMITS]
    found += [_endless(one, steepest) for one in settings if one not in above]
    if kappa == 1:
        found.append(
            "κ = 1: the bowl is round, both directions shrink alike. GD with η = 1 is at the minimum after one step, "
            "so momentum has nothing to add."
        )
    return tuple(dict.fromkeys(one for one in found if one))


def _edge(setting: Setting, steepest: float) -> float:
    return limit(setting[1], setting[3]) / steepest


def _at_edge(setting: Setting, steepest: float) -> bool:
    return math.isclose(setting[2], _edge(setting, steepest), rel_tol=1e-12)


def _limits(settings: Sequence[Setting], steepest: float) -> str:
    numbers = ", ".join(short(_edge(one, steepest)) for one in settings)
    return f"{LIMITS[settings[0][1]].format(short(steepest))} = {numbers}"


def _diverging(settings: Sequence[Setting], steepest: float) -> str:
    """Return in one sentence which runs of one rule diverge, and above which limits; empty if none does."""
    if not settings:
        return ""
    names = ", ".join(name for name, *_ in settings)
    its = "its limit" if len(settings) == 1 else "their limits"
    diverge = "diverges" if len(settings) == 1 else "diverge"
    return f"{names} {diverge}: η = {short(settings[0][2])} is above {its} {_limits(settings, steepest)}."


def _endless(setting: Setting, steepest: float) -> str:
    """Return why a run that does not diverge does not settle either; empty if it does."""
    name, rule, _, beta = setting
    if _at_edge(setting, steepest):
        return f"{name} never settles: η is exactly at its limit {_limits([setting], steepest)}."
    if rule == "momentum" and beta == 1:
        return f"{name} never settles: with β = 1 it keeps all of its last step, so no swing ever gets smaller."
    return ""


def settings_of(section: str, values: Values) -> tuple[Setting, ...]:
    """Return the racers of a section, for :func:`notices`."""
    lr = values["lr"]
    if section == "too_much":
        betas = [values[key] for key in ("beta_1", "beta_2", "beta_3")]
        return tuple((f"β = {short(b)}", "momentum", lr, b) for b in betas)
    beta = values["beta"]
    if section == "two_parts":
        return (("Momentum", "momentum", lr, beta), ("GD", "gd", lr, 0.0))
    if section == "smooth":
        own = lr * (1 - beta) if values["pace"] == "matched" else lr
        return (("SGD", "gd", lr, 0.0), ("Momentum", "momentum", own, beta))
    if section == "nag":
        return (("Momentum", "momentum", lr, beta), ("NAG", "nag", lr, beta))
    rule: Rule = values.get("rule", "momentum")
    return (("NAG" if rule == "nag" else "Momentum", rule, lr, beta),)


def ended(label: str, run: Run) -> str:
    """Return how a run ended, in a sentence."""
    return f"{label}: {run.status.label}, f = {short(run.value[-1])} after {run.steps} steps."

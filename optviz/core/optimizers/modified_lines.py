"""The worked step of a rule with modifiers: a line for each of them, around the rule's own."""

import copy
import re
from typing import Any

import numpy as np

from optviz.core.optimizers.base import Optimizer
from optviz.core.optimizers.modifiers import Modifiers
from optviz.core.optimizers.schedules import SCHEDULES

Line = tuple[str, str]

GIVEN = r"\nabla_t"
"""The gradient that the rule is given, once the modifiers have been at it."""

_PLAIN = r"\nabla f(x_t)"
_SLOPES = (r"\nabla f(x_t)", r"\nabla f(\tilde x_t)", r"\tilde g_t")
_RATE = re.compile(r"\\eta(?![_(A-Za-z])")
_OF_GRADIENT: dict[str, Line] = {
    "noise": (
        r"<<of>> + \xi_t,\quad \xi_t \sim \mathcal N\!\left(0,\ \tfrac{\nu}{(1+t)^{\kappa}} I\right)",
        r"<<gradient>>,\quad \sqrt{\tfrac{\nu}{(1+t)^{\kappa}}} = <<noise_sigma>>",
    ),
    "clip_value": (
        r"\min(\max(<<of>>, -c), c)",
        r"\min(\max(<<gradient>>, -<<clip_value>>), <<clip_value>>) = <<clipped>>",
    ),
    "clip_norm": (
        r"<<of>> \cdot \min\!\left(1,\ \tfrac{C}{\lVert <<of>> \rVert}\right)",
        r"<<clipped>> \cdot <<clip_share>> = <<shortened>>",
    ),
    "l2": (r"<<of>> + \lambda_2\, x_t", r"<<shortened>> + <<l2>> \cdot <<x>> = <<grad>>"),
}
_PULL: Line = (
    r"x_{t+1} \leftarrow x_{t+1} - \eta(t)\, \lambda\, x_t",
    r"<<x_rule>> - <<lr>> \cdot <<decoupled>> \cdot <<x>> = <<x_next>>",
)
_AVERAGES: dict[str, Line] = {
    "ema": (
        r"a_{t+1} = \delta\, a_t + (1 - \delta)\, x_{t+1}",
        r"<<ema>> \cdot <<average>> + (1 - <<ema>>) \cdot <<x_next>> = <<average_next>>",
    ),
    "tail": (r"a_{t+1} = \text{mean of } x \text{ over the last } q\,T \text{ steps}", r"<<average_next>>"),
}


QUANTITIES = (
    *("gradient", "grad", "clipped", "shortened", "clip_share", "noise_sigma", "lr", "lr_base", "rate_factor"),
    *("x_rule", "average", "average_next"),
)
"""What the lines need beside the rule's own quantities."""


def lines_of(inner: Optimizer, modifiers: Modifiers) -> tuple[Line, ...]:
    """Return the lines of the worked step."""
    keys = modifiers.keys
    own = list(inner.worked or ((symbols, "") for symbols in inner.latex))
    # What tells of the noise comes first: the modifiers are given the gradient with it.
    noisy = [line for line in own if "<<slope>>" in line[1]]
    lines = [(symbols, numbers.replace("<<grad>>", "<<gradient>>")) for symbols, numbers in noisy]
    own = [line for line in own if line not in noisy]
    of = r"\tilde g_t" if noisy else next((s for s in _SLOPES if any(s in line[0] for line in own)), _PLAIN)
    acting = [key for key in _OF_GRADIENT if key in keys]
    for i, key in enumerate(acting):
        symbols, numbers = _OF_GRADIENT[key]
        sign = r"\leftarrow" if i else "="
        lines.append((f"{GIVEN} {sign} {symbols.replace('<<of>>', GIVEN if i else of)}", numbers))
    if modifiers.scheduled:
        lines.append((_rate_line(modifiers), r"<<lr_base>> \cdot <<rate_factor>> = <<lr>>"))
    lines += [_around(line, bool(acting), modifiers.scheduled, "decoupled" in keys) for line in own]
    symbols, numbers = _PULL
    lines += [(symbols if modifiers.scheduled else symbols.replace(r"\eta(t)", r"\eta"), numbers)] * (
        "decoupled" in keys
    )
    lines += [line for key, line in _AVERAGES.items() if key in keys]
    return tuple(lines)


def _rate_line(modifiers: Modifiers) -> str:
    formula = SCHEDULES[modifiers.kind].latex
    if not modifiers.warmup:
        return rf"\eta(t) = {formula}"
    return rf"\eta(t) = \eta \cdot \tfrac{{t}}{{W}} \text{{ for }} t < W, \text{{ then }} {formula}"


def _around(line: Line, given: bool, scheduled: bool, pulled: bool) -> Line:
    symbols, numbers = line
    if given:
        for slope in _SLOPES:
            symbols = symbols.replace(slope, GIVEN)
    if scheduled:
        symbols = _RATE.sub(lambda _: r"\eta(t)", symbols)
    return symbols, numbers.replace("<<x_next>>", "<<x_rule>>") if pulled else numbers


def modified_quantities(
    inner: Optimizer, modifiers: Modifiers, before: Any, after: Any, grad: np.ndarray
) -> dict[str, Any]:
    """Return the quantities of the lines above, for T steps at once, and the rule's own with the η of each step."""
    t = np.arange(float(len(grad)))
    factor = modifiers.rate_factor(t, np)
    base = getattr(inner, "lr", 1.0)
    clipped = modifiers.clipped(grad, np, -1)
    shortened = modifiers.shortened(clipped, np, -1)
    given = modifiers.on_gradient(grad, before.x, np, -1)
    rate = base * factor
    lengths = np.linalg.norm(clipped, axis=-1)
    path = np.concatenate([before.x[:1], after.x])
    average = modifiers.average(path)
    rule: Any = copy.copy(inner)
    if modifiers.scheduled:
        object.__setattr__(rule, "lr", rate[:, None])
    out = rule.derived(before, after, given)
    out |= {"gradient": grad, "clipped": clipped, "shortened": shortened, "grad": given}
    out |= {"clip_share": np.where(lengths < modifiers.clip_norm, 1.0, modifiers.clip_norm / lengths)}
    out |= {"noise_sigma": np.sqrt(modifiers.noise_variance(t)), "rate_factor": factor, "lr": rate}
    out |= {"lr_base": base, "x_rule": after.x + (rate * modifiers.decoupled)[:, None] * before.x}
    return out | {"average": average[:-1], "average_next": average[1:]}

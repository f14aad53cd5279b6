"""What is put around the rules of a section, as controls that lie folded away: schedule, clipping, weight decay, …"""

import dataclasses
from collections.abc import Mapping
from typing import Any

from optviz.core.optimizers import Modified, Optimizer
from optviz.core.optimizers.modifiers import KNOBS
from optviz.core.optimizers.schedules import SCHEDULES
from optviz.core.registry import knobs_of
from optviz.lecture.controls import Choice, Control, Slider, VisibleIf
from optviz.lecture.section import Values

NO = "no"
KEYS = ("schedule", "warmup", "clipping", "clip", "decay", "lambda")
"""The controls' keys, for a section's ``more``."""
RUN_KEYS = (*KEYS, "nu", "seed")
"""The same where :func:`run_controls` are offered."""
AVERAGE_KEYS = ("average", "ema", "tail")
TRAINING_KEYS = (*KEYS, *AVERAGE_KEYS, "nu")
"""The same where :func:`training_controls` are offered."""
_CLIPPING = ((NO, "off"), ("clip_value", "by value"), ("clip_norm", "by norm"))
_DECAY = ((NO, "none"), ("l2", "L2"), ("decoupled", "decoupled"))
_AVERAGE = ((NO, "off"), ("ema", "moving (EMA)"), ("tail", "over the last steps"))


@dataclasses.dataclass(frozen=True)
class NoiseSeed(Slider):
    """The random seed of annealed noise, there where there is some."""

    def there(self, values: Mapping[str, Any]) -> bool:
        return values["nu"] > 0


def around_controls() -> tuple[Control | VisibleIf, ...]:
    """Return the controls of what is around every rule of a section; the schedules' own numbers keep their defaults."""
    schedules = tuple((key, each.name) for key, each in SCHEDULES.items())
    return (
        Choice("schedule", "schedule of η", schedules, "constant"),
        Slider("warmup", "w", "warm-up", 0.0, 0.0, 0.9, help="The share of the steps in which η rises from 0."),
        Choice("clipping", "clip the gradient", _CLIPPING, NO),
        VisibleIf("clipping", ("clip_value", "clip_norm"), Slider("clip", "c", "clip at", 1.0, 0.01, 100.0, "log")),
        Choice("decay", "weight decay", _DECAY, NO),
        VisibleIf("decay", ("l2", "decoupled"), Slider("lambda", r"\lambda", "decay", 0.01, 1e-4, 1.0, "log")),
    )


def run_controls() -> tuple[Control | VisibleIf, ...]:
    """Return these controls, and annealed noise with its random seed: what the runs on a surface have around them."""
    drawn = "The same draws for every run of the picture."
    return *around_controls(), _noise(), NoiseSeed("seed", "s", "random seed", 0, 0, 999, help=drawn, whole=True)


def average_controls() -> tuple[Control | VisibleIf, ...]:
    """Return the controls of the averages of a path or of weights."""
    ema, tail = (KNOBS[key][0] for key in ("ema", "tail"))
    return (
        Choice("average", "average the weights", _AVERAGE, NO),
        VisibleIf("average", ("ema",), Slider("ema", ema.symbol, ema.label, 0.98, 0.0, 0.9999, "one_minus", ema.help)),
        VisibleIf("average", ("tail",), Slider("tail", tail.symbol, "share of the steps", 0.25, 0.01, 1.0)),
    )


def training_controls() -> tuple[Control | VisibleIf, ...]:
    """Return what a training has around its rules: averages of the weights, and annealed noise from the task's seed."""
    return *around_controls(), *average_controls(), _noise()


def _noise() -> Slider:
    noise, _ = KNOBS["noise"]
    falls = "Variance of the noise on each coordinate of the first gradient; it falls as 1/(1+t)^0.55."
    return Slider("nu", noise.symbol, noise.label, 0.0, 0.0, 10.0, "square", falls)


def around(values: Values, rule: Optimizer) -> Optimizer:
    """Return ``rule`` with what the controls put around it: itself where that is nothing, or where there are none.

    A rule that is typed may have a knob that is called like a modifier, ``l2``: then it has its own and not that.
    """
    schedule, given = values.get("schedule", "constant"), {}
    if values.get("warmup"):
        given["warmup"] = float(values["warmup"])
    for choice, number in (("clipping", "clip"), ("decay", "lambda")):
        if values.get(choice, NO) != NO:
            given[values[choice]] = float(values[number])
    if (kind := values.get("average", NO)) != NO and values[kind]:
        given[kind] = float(values[kind])
    if values.get("nu"):
        given["noise"] = float(values["nu"])
    given = {key: number for key, number in given.items() if key not in {knob.key for knob in knobs_of(rule)}}
    return rule.with_(schedule, **given) if given or schedule != "constant" else rule


def seed_of(values: Values) -> int:
    """Return the random seed of the runs' annealed noise."""
    return int(values["seed"])


def plain(rule: Optimizer) -> Optimizer:
    """Return the rule itself, without what is around it."""
    return rule.inner if isinstance(rule, Modified) else rule

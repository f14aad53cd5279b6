"""What is put around the rules of a section: schedule, clipping and weight decay, as controls that lie folded away."""

from optviz.core.optimizers import Modified, Optimizer
from optviz.core.optimizers.schedules import SCHEDULES
from optviz.lecture.controls import Choice, Control, Slider, VisibleIf
from optviz.lecture.section import Values

NO = "no"
KEYS = ("schedule", "warmup", "clipping", "clip", "decay", "lambda")
"""The controls' keys, for a section's ``more``."""
_CLIPPING = ((NO, "off"), ("clip_value", "by value"), ("clip_norm", "by norm"))
_DECAY = ((NO, "none"), ("l2", "L2"), ("decoupled", "decoupled"))


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


def around(values: Values, rule: Optimizer) -> Optimizer:
    """Return ``rule`` with what the controls put around it: itself where that is nothing, or where there are none."""
    schedule, given = values.get("schedule", "constant"), {}
    if values.get("warmup"):
        given["warmup"] = float(values["warmup"])
    for choice, number in (("clipping", "clip"), ("decay", "lambda")):
        if values.get(choice, NO) != NO:
            given[values[choice]] = float(values[number])
    return rule.with_(schedule, **given) if given or schedule != "constant" else rule


def plain(rule: Optimizer) -> Optimizer:
    """Return the rule itself, without what is around it."""
    return rule.inner if isinstance(rule, Modified) else rule

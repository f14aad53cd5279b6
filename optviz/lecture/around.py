"""What is put around the rules of a section, as controls that lie folded away: schedule, clipping, weight decay, …"""

from optviz.core.optimizers import Modified, Optimizer
from optviz.core.optimizers.modifiers import KNOBS
from optviz.core.optimizers.schedules import SCHEDULES
from optviz.lecture.controls import Choice, Control, Slider, VisibleIf
from optviz.lecture.section import Values

NO = "no"
KEYS = ("schedule", "warmup", "clipping", "clip", "decay", "lambda")
"""The controls' keys, for a section's ``more``."""
TRAINING_KEYS = (*KEYS, "average", "ema", "tail", "nu")
"""The same where :func:`training_controls` are offered."""
_CLIPPING = ((NO, "off"), ("clip_value", "by value"), ("clip_norm", "by norm"))
_DECAY = ((NO, "none"), ("l2", "L2"), ("decoupled", "decoupled"))
_AVERAGE = ((NO, "off"), ("ema", "moving (EMA)"), ("tail", "over the last steps"))


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


def training_controls() -> tuple[Control | VisibleIf, ...]:
    """Return these controls and those that a training has besides: averages of the weights, and annealed noise."""
    ema, tail, noise = (KNOBS[key][0] for key in ("ema", "tail", "noise"))
    return (
        *around_controls(),
        Choice("average", "average the weights", _AVERAGE, NO),
        VisibleIf("average", ("ema",), Slider("ema", ema.symbol, ema.label, 0.98, 0.0, 0.9999, "one_minus", ema.help)),
        VisibleIf("average", ("tail",), Slider("tail", tail.symbol, "share of the steps", 0.25, 0.01, 1.0)),
        Slider(
            "nu",
            noise.symbol,
            noise.label,
            0.0,
            0.0,
            10.0,
            "square",
            "Variance of the noise on each coordinate of the first gradient; it falls as 1/(1+t)^0.55.",
        ),
    )


def around(values: Values, rule: Optimizer) -> Optimizer:
    """Return ``rule`` with what the controls put around it: itself where that is nothing, or where there are none."""
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
    return rule.with_(schedule, **given) if given or schedule != "constant" else rule


def plain(rule: Optimizer) -> Optimizer:
    """Return the rule itself, without what is around it."""
    return rule.inner if isinstance(rule, Modified) else rule

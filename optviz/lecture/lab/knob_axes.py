"""The axes of the map of settings: the knobs that a rule has, η first, or a coordinate of the start."""

import dataclasses
from collections.abc import Mapping
from typing import Any, NamedTuple, Self

from optviz.core.optimizers import OPTIMIZERS
from optviz.core.registry import Knob, knobs_of
from optviz.figures.own_formula import letter_of
from optviz.lecture.controls import Choice, Control, Slider, VisibleIf
from optviz.lecture.controls.own_formula import TYPED
from optviz.lecture.lab.common import HIGH, LOW, RULES
from optviz.lecture.lab.rule_text import KNOBS, RULE, slider_knobs
from optviz.lecture.own import window_of
from optviz.lecture.section import Values

MOST_BETA = 0.99


class Second(NamedTuple):
    """A knob of a map's axis: its key in the rule or the start, the control that sets it, how it is written."""

    key: str
    control: str
    symbol: str
    low: float
    high: float
    log: bool = False


RATE = Second("lr", "lr", "η", LOW, HIGH, log=True)
MEMORY = (
    Second("beta", "beta", "β", 0.0, MOST_BETA),
    Second("beta1", "beta", "β₁", 0.0, MOST_BETA),
    Second("rho", "rho", "ρ", 0.0, MOST_BETA),
)
OTHERS = {
    "beta2": Second("beta2", "beta2", "β₂", 0.0, 0.999),
    "eps": Second("eps", "eps", "ε", 1e-10, 1.0, log=True),
    "weight_decay": Second("weight_decay", "weight_decay", "weight decay", 0.0, 1.0),
}
NAMES = {
    "memory": "β or ρ",
    "beta2": "β₂",
    "eps": "ε",
    "weight_decay": "weight decay",
    "x0": "start x₁",
    "y0": "start x₂",
}


def against_controls() -> tuple[Control | VisibleIf, ...]:
    """Return the choices of the axes' knobs, and controls of those that other sections leave as they are."""
    eps = Slider("eps", r"\varepsilon", "added to the root", 1e-8, 1e-16, 1.0, "log")
    beta2 = Slider("beta2", r"\beta_2", "decay of squares", 0.999, 0.0, 0.9999, "one_minus")
    return (
        VisibleIf("rule", RULES, Choice("against", "η against", tuple(NAMES.items()), "memory")),
        VisibleIf("rule", (TYPED,), AxisChoice("across", "across", _AXES, "lr")),
        VisibleIf("rule", (TYPED,), AxisChoice("up", "up", _AXES, "k1")),
        VisibleIf("against", ("beta2",), beta2),
        VisibleIf("against", ("eps",), eps),
        VisibleIf("against", ("weight_decay",), Slider("weight_decay", "w", "weight decay", 0.01, 0.0, 1.0)),
    )


def start_axis(values: Values, control: str) -> Second:
    """Return a coordinate of the start, over the surface's window."""
    place = "xy".index(control[0])
    return Second("xy"[place], control, ("start x₁", "start x₂")[place], *window_of(values)[place])


def typed_axes(values: Values) -> dict[str, Second]:
    """Return what the axes of a typed rule's map can be, by the control that sets it: η, its knobs, the start.

    A knob called y is none of them: y is a coordinate of the start.
    """
    knobs = {key: knob for key, knob in zip(KNOBS, slider_knobs(values[RULE]), strict=False) if knob.key != "y"}
    own = {key: _knob_axis(key, knob) for key, knob in knobs.items()}
    return {"lr": RATE, **own, "x0": start_axis(values, "x0"), "y0": start_axis(values, "y0")}


def _knob_axis(control: str, knob: Knob) -> Second:
    high = MOST_BETA if knob.scale == "one_minus" else knob.high
    return Second(knob.key, control, letter_of(knob.key), knob.low, high, knob.scale == "log")


@dataclasses.dataclass(frozen=True)
class AxisChoice(Choice):
    """The choice of an axis of a typed rule's map: η, each knob that the rule declares, the start."""

    def at(self, values: Mapping[str, Any]) -> Self:
        if values["rule"] != TYPED:
            return self
        axes = {key: axis.symbol for key, axis in typed_axes(values).items()}
        default = self.default if self.default in axes else "x0"
        return dataclasses.replace(self, options=tuple(axes.items()), default=default)


_AXES = tuple((key, key) for key in ("lr", *KNOBS, "x0", "y0"))


def wanted(values: Values) -> Second | None:
    """Return the second knob that is asked for, None where the rule has no such knob, or it is the first one too."""
    if values["rule"] == TYPED:
        second = typed_axes(values).get(values["up"])
        return None if second == first_of(values) else second
    own = {knob.key for knob in knobs_of(OPTIMIZERS[values["rule"]])}
    against = values["against"]
    if against in ("x0", "y0"):
        return start_axis(values, against)
    there = MEMORY if against == "memory" else (OTHERS[against],)
    return next((second for second in there if second.key in own), None)


def first_of(values: Values) -> Second:
    """Return the first knob of the map: η, or for a typed rule that which is asked for."""
    return typed_axes(values).get(values["across"], RATE) if values["rule"] == TYPED else RATE


def second_of(values: Values) -> Second:
    """Return the second knob of the map: that which is asked for, or else the start's x₁, or its x₂."""
    other = "y0" if first_of(values).control == "x0" else "x0"
    return wanted(values) or start_axis(values, other)

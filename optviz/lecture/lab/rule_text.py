"""A rule that is typed in the lab: an update rule in the language, or a chain of Optax by name; its field and knobs."""

import dataclasses
import functools
from collections.abc import Mapping
from typing import Any, Self

from optviz.core.optimizers import Optimizer
from optviz.core.optimizers.named_chain import NamedChain
from optviz.core.registry import Knob, knobs_of, with_settings
from optviz.core.typed.optax_text import is_call, read_optax
from optviz.core.typed.rule import read_rule
from optviz.core.typed.tokens import LONGEST
from optviz.core.typed.typed_rule import rule_of
from optviz.core.typed.vocabulary import FUNCTIONS, RULE_FUNCTIONS
from optviz.figures.own_formula import Understood, parameter_label
from optviz.lecture.controls import Control, Hidden, OwnFormula, Slider
from optviz.lecture.controls.base import Texts
from optviz.lecture.controls.own_formula import TYPED
from optviz.lecture.section import Values
from optviz.scenes.own_surface import MAX_PARAMETER

RULE, FIELD = "update", "line"
"""The keys of the rule that races, and of the field in which another one is typed."""

KNOBS = ("k1", "k2", "k3", "k4")
OPENS = "m=beta*m+g;x=x-eta*m"
NAME = "your rule"

_MATHEMATICS = (*FUNCTIONS, *RULE_FUNCTIONS)


@functools.lru_cache(maxsize=256)
def base_rule(text: str) -> Optimizer:
    """Return the rule of a text with its knobs as they are until they are set; raises :class:`FormulaError`."""
    if is_call(text, _MATHEMATICS):
        return read_optax(text).optimizer(name=NAME)
    return rule_of(read_rule(text), name=NAME)


@functools.lru_cache(maxsize=256)
def understood(text: str) -> Understood:
    """Return what is understood of a rule or a chain; raises :class:`FormulaError`.

    A number of a chain belongs to its value: where another one is typed, the slider starts there.
    """
    if is_call(text, _MATHEMATICS):
        chain = read_optax(text)
        names = tuple(f"{label} = {number}" for label, number in zip(chain.labels, chain.numbers, strict=True))
        return Understood(chain.text, chain.latex, names)
    rule = read_rule(text)
    return Understood(rule.text, r",\quad ".join(rule.latex), rule.parameters)


def is_chain(values: Values) -> bool:
    """Return whether what is typed is a chain of Optax, which has no η of its own."""
    return isinstance(base_rule(values[RULE]), NamedChain)


def slider_knobs(text: str) -> tuple[Knob, ...]:
    """Return the knobs that the four sliders turn: those beside η, the first four of a chain."""
    return tuple(k for k in knobs_of(base_rule(text)) if k.key != "lr" or is_call(text, _MATHEMATICS))[: len(KNOBS)]


def typed_rule(values: Values) -> Optimizer:
    """Return the rule that is typed, with its knobs as the sliders have them."""
    settings = {knob.key: float(values[key]) for knob, key in zip(slider_knobs(values[RULE]), KNOBS, strict=False)}
    if not is_chain(values):
        settings["lr"] = float(values["lr"])
    return with_settings(base_rule(values[RULE]), settings)


@dataclasses.dataclass(frozen=True)
class RuleField(OwnFormula):
    """The field of the rule: as that of a function, but there whatever is chosen."""

    def settled(self, texts: Texts) -> Texts:
        if self.formula not in texts and self.key not in texts:
            return texts
        settled = super().settled({self.formula: [self.opens], **texts, self.choice: [TYPED]})
        return {key: text for key, text in settled.items() if key != self.choice}


@dataclasses.dataclass(frozen=True)
class Rate(Slider):
    """η, which a chain of Optax has among its own numbers."""

    def there(self, values: Mapping[str, Any]) -> bool:
        return not is_chain(values)


@dataclasses.dataclass(frozen=True)
class RuleKnob(Slider):
    """The slider of the knob at place ``index`` of the rule; its range and where it opens are the knob's."""

    index: int = 0

    def there(self, values: Mapping[str, Any]) -> bool:
        return self.index < len(slider_knobs(values[RULE]))

    def at(self, values: Mapping[str, Any]) -> Self:
        if not self.there(values):
            return self
        knob = slider_knobs(values[RULE])[self.index]
        facts = {field.name: getattr(knob, field.name) for field in dataclasses.fields(knob) if field.name != "key"}
        if not is_chain(values):
            facts |= {"symbol": "", "label": parameter_label(knob.key)}
        return dataclasses.replace(self, **facts, reach=MAX_PARAMETER)

    def spec(self) -> dict[str, Any]:
        spec = super().spec()
        del spec["index"]
        return spec


def rule_controls(lr: float, low: float, high: float) -> tuple[Control, ...]:
    """Return the controls of a typed rule: what races, the field to type in, η and the sliders of its knobs."""
    field = RuleField(
        FIELD, "each step", RULE, "typed-rule", read=understood, opens=OPENS, parameters=KNOBS, longest=LONGEST
    )
    first = slider_knobs(OPENS)[0]
    knobs = (
        RuleKnob(key, first.symbol, first.label, first.default, first.low, first.high, first.scale, index=index)
        for index, key in enumerate(KNOBS)
    )
    hidden = Hidden(RULE, OPENS, lambda text: understood(text).text, "update rule")
    return hidden, field, Rate("lr", r"\eta", "learning rate", lr, low, high, "log"), *knobs

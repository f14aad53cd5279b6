"""A rule that is typed in the lab: an update rule in the language, or a chain of Optax by name; its field and knobs.

The section of rules reads both. Where thousands of runs are made of one rule, the language alone is read: it shares one
compiled program, while every chain would be compiled anew.
"""

import dataclasses
import functools
from collections.abc import Mapping
from typing import Any, Self

from optviz.core.optimizers import Optimizer
from optviz.core.optimizers.named_chain import NamedChain
from optviz.core.registry import Knob, knobs_of, with_settings
from optviz.core.typed.errors import FormulaError
from optviz.core.typed.optax_text import is_call, read_optax
from optviz.core.typed.rule import read_rule
from optviz.core.typed.tokens import LONGEST
from optviz.core.typed.typed_rule import TypedRule, rule_of
from optviz.core.typed.vocabulary import FUNCTIONS, RULE_FUNCTIONS
from optviz.figures.own_formula import Understood, parameter_label
from optviz.lecture.around import plain
from optviz.lecture.controls import Control, Hidden, OwnFormula, Slider, VisibleIf
from optviz.lecture.controls.base import Texts
from optviz.lecture.controls.own_formula import TYPED
from optviz.lecture.section import Values
from optviz.scenes.own_surface import MAX_PARAMETER

RULE, FIELD = "update", "line"
"""The keys of the rule that races, and of the field in which another one is typed."""

KNOBS = ("k1", "k2", "k3", "k4")
OPENS = "m=beta*m+g;x=x-eta*m"
NAME = "your rule"
LABEL = "each step"
NO_CHAIN = "A chain of Optax races in the section “Your own rule”; here an update rule is typed, as in x = x - eta*g."

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


def understood_rule(text: str) -> Understood:
    """Return what is understood of an update rule; raises :class:`FormulaError`, for a chain of Optax too."""
    if is_call(text, _MATHEMATICS):
        raise FormulaError(NO_CHAIN, 0, len(text))
    return understood(text)


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


def rate_matters(rule: Optimizer) -> bool:
    """Return whether η is in a rule: in one that is typed it need not be."""
    own = plain(rule)
    return "eta" in own.rule.tape.names if isinstance(own, TypedRule) else "lr" in {k.key for k in knobs_of(own)}


def rate_notices(rule: Optimizer) -> tuple[str, ...]:
    """Return what to say where many η are compared and the rule has none."""
    said = f"There is no η in {NAME}: its run is the same for all. Put eta into it."
    return () if rate_matters(rule) else (said,)


@dataclasses.dataclass(frozen=True)
class RuleField(OwnFormula):
    """The field of the rule: as that of a function, but there whatever is chosen, or where a switch is on."""

    def settled(self, texts: Texts) -> Texts:
        if self.formula not in texts and self.key not in texts:
            return texts
        settled = super().settled({self.formula: [self.opens], **texts, self.choice: [TYPED]})
        switch = {self.choice: texts[self.choice]} if self.choice in texts else {}
        return {key: text for key, text in settled.items() if key != self.choice} | switch


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


def _hidden(field: OwnFormula) -> Hidden:
    return Hidden(RULE, OPENS, lambda text: field.read(text).text, "update rule")


def knob_sliders() -> tuple[RuleKnob, ...]:
    """Return the sliders of the knobs of a typed rule, those that it may have."""
    first = slider_knobs(OPENS)[0]
    return tuple(
        RuleKnob(key, first.symbol, first.label, first.default, first.low, first.high, first.scale, index=index)
        for index, key in enumerate(KNOBS)
    )


def rule_controls(lr: float, low: float, high: float) -> tuple[Control, ...]:
    """Return the controls of a typed rule: what races, the field to type in, η and the sliders of its knobs."""
    field = RuleField(FIELD, LABEL, RULE, "typed-rule", understood, OPENS, parameters=KNOBS, longest=LONGEST)
    return _hidden(field), field, Rate("lr", r"\eta", "learning rate", lr, low, high, "log"), *knob_sliders()


def own_rule_controls(choice: str, chosen: str | bool = TYPED) -> tuple[VisibleIf, ...]:
    """Return what a choice of rules, or a switch, reveals where it is ``chosen``: the field and sliders of a rule."""
    kind = OwnFormula if chosen == TYPED else RuleField
    field = kind(FIELD, LABEL, RULE, choice, understood_rule, OPENS, parameters=KNOBS, longest=LONGEST)
    return tuple(VisibleIf(choice, (chosen,), control) for control in (_hidden(field), field, *knob_sliders()))

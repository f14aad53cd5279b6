"""Optimizers made in a notebook from a text: an update rule, or a chain of Optax; faults are told in a sentence."""

import math
import numbers
from collections.abc import Mapping

from optviz.core.optimizers import Optimizer
from optviz.core.registry import short_repr, with_settings
from optviz.core.typed.errors import FormulaError
from optviz.core.typed.notebook import with_place
from optviz.core.typed.optax_text import is_call, read_optax
from optviz.core.typed.rule import read_rule
from optviz.core.typed.typed_rule import rule_of
from optviz.core.typed.vocabulary import FUNCTIONS, RULE_FUNCTIONS

_MATHEMATICS = (*FUNCTIONS, *RULE_FUNCTIONS)


def text_rule(text: str, name: str = "", knobs: Mapping[str, float] | None = None) -> Optimizer:
    """Return the optimizer that ``text`` says, with ``knobs``; eta is another name of lr.

    Raises :class:`FormulaError` for what cannot be read, ``ValueError``, in a sentence, for a knob that there is not.
    """
    for key, value in (knobs or {}).items():
        if isinstance(value, bool) or not isinstance(value, numbers.Real) or not math.isfinite(value):
            raise ValueError(f"{key} is a finite number, not {short_repr(value)}")
    settings = {"lr" if key == "eta" else key: value for key, value in (knobs or {}).items()}
    if is_call(text, _MATHEMATICS):
        return with_settings(read_optax(text).optimizer(name=name or "Optax"), settings)
    rule = read_rule(text)
    return rule_of(rule, settings, name or rule.text)


def rule(text: str, /, *, name: str = "", **knobs: float) -> Optimizer:
    """Make an optimizer of your own from an update rule, or from a chain of Optax, both as text.

    ``optviz.rule("m = beta*m + g; x = x - eta*m", eta=0.1, beta=0.9)``: each part, up to a semicolon, gives a name its
    next value; x must get one. Given are x (D,), the gradient g (D,) there, t = 1, 2, …, T and the learning rate eta; a
    name that is read before it has a value is kept from step to step and starts at 0; grad(x - eta*m) takes the
    gradient elsewhere; norm(…) and dot(…, …) are numbers. Other letters are knobs, at most four, given by name: beta,
    beta1, rho and their like are 0.9 until then, beta2 0.999, eps 1e-8, eta 0.1, others 1.
    ``optviz.rule("chain(clip_by_global_norm(1.0), adam(0.1))")`` reads Optax's public names and numbers, and evaluates
    nothing. ``name`` is what figures and tables call it.

    Raises ``ValueError`` for what cannot be read, with the place and what may be meant, and for a knob that there is
    not or that is no finite number; ``TypeError`` for what is no text.
    """
    if not isinstance(text, str):
        raise TypeError(f"a rule is a text, as in 'x = x - eta*g', not {type(text).__name__}")
    try:
        return text_rule(text, name, knobs)
    except FormulaError as error:
        raise ValueError(with_place(text, error)) from None

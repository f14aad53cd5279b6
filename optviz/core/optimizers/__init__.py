"""Optimizers: the lecture's nine rules, then the wider zoo from Optax, in one registry."""

# isort: off
# The order of these imports is the order in every menu.
import optviz.core.optimizers.descent
import optviz.core.optimizers.adaptive

# isort: on
from optviz.core.optimizers.base import OPTIMIZERS, Optimizer, State

TEXTBOOK: tuple[str, ...] = tuple(OPTIMIZERS)

# isort: split
# Enters its rules after the nine above.
import optviz.core.optimizers.optax_rules  # noqa: E402, F401

__all__ = ["OPTIMIZERS", "TEXTBOOK", "Optimizer", "State"]

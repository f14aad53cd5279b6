"""Optimizers: the lecture's nine rules, then the wider zoo from Optax, in one registry."""

# isort: off
# The order of these imports is the order of looks, and that in every group of a menu.
import optviz.core.optimizers.descent
import optviz.core.optimizers.adaptive

# isort: on
from optviz.core.optimizers.base import OPTIMIZERS, Optimizer, State
from optviz.core.optimizers.groups import Group, grouped

TEXTBOOK: tuple[str, ...] = tuple(key for key, kind in OPTIMIZERS.items() if kind.group == Group.LECTURE)

# isort: off
# These enter their rules after the nine above.
import optviz.core.optimizers.optax_rules  # noqa: E402
import optviz.core.optimizers.sign_rules  # noqa: E402
import optviz.core.optimizers.quasi_newton  # noqa: E402
import optviz.core.optimizers.practice  # noqa: E402
import optviz.core.optimizers.averaged  # noqa: E402
import optviz.core.optimizers.parameter_free  # noqa: E402, F401

# isort: on
from optviz.core.optimizers.foreign import from_optax  # noqa: E402
from optviz.core.optimizers.modified import Modified, with_modifiers  # noqa: E402

__all__ = [
    "OPTIMIZERS",
    "TEXTBOOK",
    "Group",
    "Modified",
    "Optimizer",
    "State",
    "from_optax",
    "grouped",
    "with_modifiers",
]

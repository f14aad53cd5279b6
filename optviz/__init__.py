"""optviz: see how optimizers move. ``race(surface, [rule, …])`` returns paths, statuses and a figure."""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from optviz.api import (
        Race,
        from_optax,
        learn,
        matrix_rules,
        memory,
        methods,
        minimize,
        optimizers,
        race,
        rule,
        simulate,
        surface,
        surfaces,
        sweep,
    )

__all__ = [
    "Race",
    "from_optax",
    "learn",
    "matrix_rules",
    "memory",
    "methods",
    "minimize",
    "optimizers",
    "race",
    "rule",
    "simulate",
    "surface",
    "surfaces",
    "sweep",
]
__version__ = "0.2.0"


def __getattr__(name: str) -> Any:
    """Load the notebook's names when they are first asked for: the app needs neither them nor Plotly and pandas."""
    if name not in __all__:
        raise AttributeError(f"module 'optviz' has no attribute {name!r}")
    from optviz import api

    return getattr(api, name)


def __dir__() -> list[str]:
    """List the notebook's names, loaded or not."""
    return sorted(__all__)

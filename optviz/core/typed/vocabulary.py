"""The words of the language: functions, constants, letters, and which names a text may use."""

import dataclasses
import math
import re

from optviz.core.typed.tape import MAX_NODES

FUNCTIONS: dict[str, tuple[int, int]] = {
    **{name: (1, 1) for name in ("abs", "sqrt", "exp", "log", "sin", "cos", "tan", "asin", "acos", "atan")},
    **{name: (1, 1) for name in ("sinh", "cosh", "tanh", "sigmoid", "relu", "softplus", "step", "sign")},
    **{name: (2, 16) for name in ("min", "max", "hypot")},
    "mod": (2, 2),
    "if": (3, 3),
}
"""The functions, with the least and the greatest number of arguments."""

REDUCTIONS = {"mean": (1, 1), "sum": (1, 1)}
RULE_FUNCTIONS = {"norm": (1, 1), "dot": (2, 2), "grad": (1, 1)}

ALIASES = {
    **{"ln": "log", "arcsin": "asin", "arccos": "acos", "arctan": "atan", "sgn": "sign", "heaviside": "step"},
    "logistic": "sigmoid",
    "lr": "eta",
    "epsilon": "eps",
}
"""Other spellings that are read."""

CONSTANTS = {"pi": math.pi, "e": math.e}
WORDS = ("and", "or", "not")

GREEK = {
    **{
        "α": "alpha",
        "β": "beta",
        "γ": "gamma",
        "δ": "delta",
        "ε": "eps",
        "ϵ": "eps",
        "ζ": "zeta",
        "η": "eta",
        "θ": "theta",
    },
    **{"κ": "kappa", "λ": "lambda", "μ": "mu", "µ": "mu", "ν": "nu", "ξ": "xi", "ρ": "rho", "σ": "sigma", "τ": "tau"},
    **{"φ": "phi", "ϕ": "phi", "χ": "chi", "ψ": "psi", "ω": "omega", "π": "pi"},
}
"""Greek letters and their names, which are read alike."""

LETTER = re.compile(rf"([A-Za-z]|{'|'.join(sorted({*GREEK.values()} - {'pi'}))})[0-9]{{0,3}}", re.ASCII)
"""What a parameter may be called: a letter, Latin or Greek, and digits."""

MAX_PARAMETERS = 4


@dataclasses.dataclass(frozen=True)
class Names:
    """The names that a text may use.

    ``variables``: those that have a value where the text is used. ``parameters``: how many more letters may occur,
    each a number that a slider gives. ``data``: whether ``mean(…)`` and ``sum(…)`` over the ``columns`` of data are
    there. ``nodes``: the greatest number of nodes of the tape. ``indexed``: whether x1 may be a parameter beside the
    variable x, where x^1 is likelier to be meant.
    """

    variables: tuple[str, ...] = ("x", "y")
    parameters: int = MAX_PARAMETERS
    data: bool = False
    nodes: int = MAX_NODES
    columns: tuple[str, ...] = ("x_i", "y_i")
    indexed: bool = False

    @property
    def functions(self) -> dict[str, tuple[int, int]]:
        """The functions that may be used, with the least and the greatest number of arguments."""
        return FUNCTIONS | REDUCTIONS if self.data else FUNCTIONS

    def free(self, name: str) -> bool:
        """Return whether a name that is not known may be a parameter."""
        stem = name if self.indexed else name.rstrip("0123456789")
        taken = stem in self.variables or (len(stem) == 1 and stem.lower() in self.variables)
        return self.parameters > 0 and not taken and LETTER.fullmatch(name) is not None

"""Functions of one number that can be put into one another, and the chain rule on them, factor by factor."""

import dataclasses
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from optviz.core.elementary import ACTIVATIONS


@dataclasses.dataclass(frozen=True)
class ScalarFunction:
    """A function of one number with its derivative; both also as LaTeX in which ``@`` stands for the argument.

    Where a formula is too long to be shown, its LaTeX is empty.
    """

    key: str
    name: str
    latex: str
    slope_latex: str
    value: Callable[[Any], Any]
    slope: Callable[[Any], Any]

    def written(self, argument: str) -> str:
        """Return the function of ``argument`` as LaTeX."""
        return self.latex.replace("@", argument)

    def slope_written(self, argument: str) -> str:
        """Return the derivative at ``argument`` as LaTeX."""
        return self.slope_latex.replace("@", argument)


SCALAR_FUNCTIONS = {
    function.key: function
    for function in (
        ScalarFunction("square", "z²", "@^2", r"2\,@", lambda z: z * z, lambda z: 2 * z),
        ScalarFunction("cubic", "3z³ + 2", r"3\,@^3 + 2", r"9\,@^2", lambda z: 3 * z**3 + 2, lambda z: 9 * z**2),
        ScalarFunction("sin", "sin z", r"\sin(@)", r"\cos(@)", np.sin, np.cos),
        ScalarFunction("exp", "exp z", r"e^{@}", r"e^{@}", np.exp, np.exp),
        ScalarFunction("tanh", "tanh z", r"\tanh(@)", r"1 - \tanh^2(@)", np.tanh, ACTIVATIONS["tanh"].slope),
        ScalarFunction(
            "sigmoid",
            "σ(z)",
            r"\sigma(@)",
            r"\sigma(@)\,(1 - \sigma(@))",
            ACTIVATIONS["sigmoid"].value,
            ACTIVATIONS["sigmoid"].slope,
        ),
        ScalarFunction("double", "2z", r"2\,@", "2", lambda z: 2 * z, lambda z: 0 * z + 2),
        ScalarFunction("half", "z/2", r"@/2", r"\tfrac12", lambda z: z / 2, lambda z: 0 * z + 0.5),
        ScalarFunction("shift", "z + 1", r"@ + 1", "1", lambda z: z + 1, lambda z: 0 * z + 1),
    )
}
"""The functions by key; keys are public, they stand in links."""


@dataclasses.dataclass(frozen=True)
class Chain:
    """y = f₁(f₂(… f_n(x))): ``values`` (n+1,) are y, u₁ … u_{n−1}, x; ``factors`` (n,) dy/du₁, du₁/du₂ … du_{n−1}/dx.

    ``products`` (n,): dy/du₁, dy/du₂ … dy/dx, each the one before times the next factor.
    """

    values: np.ndarray
    factors: np.ndarray
    products: np.ndarray


def chain(functions: Sequence[ScalarFunction], x: float) -> Chain:
    """Return the chain f₁ … f_n (``functions``) at x: forward from inside out, then backward from outside in."""
    values = [np.float64(x)]
    with np.errstate(all="ignore"):
        for function in reversed(functions):
            values.insert(0, np.float64(function.value(values[0])))
        factors = np.array([function.slope(u) for function, u in zip(functions, values[1:], strict=True)], dtype=float)
        return Chain(np.array(values), factors, np.cumprod(factors))

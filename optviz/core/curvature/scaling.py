"""What a step of each method costs with D variables: numbers kept, and operations done."""

import dataclasses
from collections.abc import Callable

PAIRS = 10
"""m, the pairs that L-BFGS keeps."""

VALUE, SLOPE, PRODUCT = 2.0, 6.0, 12.0
"""Operations per variable of f, of ∇f and of a product Hv: those of a network for one example, where f multiplies and
adds once per weight, backpropagation is twice that again, and a product is a gradient of a gradient."""


@dataclasses.dataclass(frozen=True)
class Scaling:
    """A method: its name, numbers kept and operations a step, both functions of D."""

    name: str
    numbers: Callable[[float], float]
    operations: Callable[[float], float]


SCALINGS: dict[str, Scaling] = {
    "gd": Scaling("GD", lambda d: 2 * d, lambda d: (SLOPE + 2) * d),
    "adam": Scaling("Adam", lambda d: 4 * d, lambda d: (SLOPE + 12) * d),
    "cg": Scaling("conjugate gradients", lambda d: 4 * d, lambda d: (2 * SLOPE + VALUE + 8) * d),
    "lbfgs": Scaling("L-BFGS", lambda d: (2 + 2 * PAIRS) * d, lambda d: (SLOPE + VALUE + 8 * PAIRS) * d),
    "bfgs": Scaling("BFGS", lambda d: d * d + 4 * d, lambda d: 10 * d * d + (SLOPE + VALUE) * d),
    "cma_es": Scaling("CMA-ES", lambda d: 2 * d * d + 6 * d, lambda d: 20 * d * d + 12 * VALUE * d),
    "newton": Scaling("Newton", lambda d: d * d + 2 * d, lambda d: d**3 / 3 + PRODUCT * d * d + SLOPE * d),
}
"""The methods by key. Newton: D products for the Hessian, and Cholesky's D³/3; BFGS: a product with its matrix and an
update; L-BFGS: two loops over its pairs."""

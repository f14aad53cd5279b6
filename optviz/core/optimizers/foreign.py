"""A door for any Optax transformation that works from gradients alone, and a sentence for those that do not."""

import dataclasses
from typing import Any

import jax
import jax.numpy as jnp
import numpy as np
import optax

from optviz.core.optimizers.base import Optimizer
from optviz.core.optimizers.optax_rules import OptaxRule

_POINT = np.array([-1.5, 1.0])
# Four numbers, once as a vector and once as a matrix; gradients that no symmetry makes alike.
_GRADIENTS = np.array([[1.0, -2.0, 0.5, 3.0], [0.7, 1.1, -0.4, 2.0]])


@jax.tree_util.register_static
@dataclasses.dataclass(frozen=True)
class _Foreign(OptaxRule):
    """An Optax transformation somebody made: its numbers are part of its code, so each one is compiled."""

    key = "optax"
    source = "made with Optax"

    transformation: Any
    name: str = "Optax"  # type: ignore[misc]

    def transform(self) -> optax.GradientTransformation:
        return self.transformation


def from_optax(transform: optax.GradientTransformation, name: str = "Optax") -> Optimizer:
    """Let an Optax transformation race: ``from_optax(optax.adam(schedule), name="Adam, cosine")``.

    ``name`` stands in legends; those of one name are numbered there. Raises ``TypeError``, in a sentence, for a rule
    that needs more than the gradient at a point (f's value, a line search, second derivatives, examples one by one, a
    second set of parameters), and for one that acts on matrices: the parameters here are a vector (x, y).
    """
    if not isinstance(transform, optax.GradientTransformation):
        raise TypeError(f"from_optax takes an optax.GradientTransformation, not {type(transform).__name__}")
    try:
        step, state = jax.eval_shape(lambda x: transform.update(x, transform.init(x), x), _POINT)
    except Exception as error:
        # Whatever a stranger's code raises means the same here.
        text = " ".join(str(error).split("\n")[0].split())
        raise TypeError(f"{name} cannot race, it asks for more than a gradient: {text}") from error
    if getattr(step, "shape", None) != _POINT.shape:
        raise TypeError(f"{name} cannot race: for a gradient of 2 numbers it gives a step of another shape.")
    if _has_second_parameters(state):
        raise TypeError(f"{name} cannot race: it keeps two sets of parameters, and the one that counts is not stepped.")
    if _acts_on_matrices(transform):
        raise TypeError(f"{name} cannot race: it acts on matrices, and (x, y) is a vector, which it treats otherwise.")
    return _Foreign(transform, name)


def _has_second_parameters(state: Any) -> bool:
    """Return whether a state is that of schedule-free learning, whose result is another point than the stepped one."""
    kind = optax.contrib.ScheduleFreeState
    return any(isinstance(leaf, kind) for leaf in jax.tree.leaves(state, is_leaf=lambda s: isinstance(s, kind)))


def _acts_on_matrices(transform: optax.GradientTransformation) -> bool:
    """Return whether a rule steps otherwise with a matrix of parameters than with the same numbers in a row."""

    def steps(gradients: jax.Array) -> list[Any]:
        x: Any = jnp.zeros_like(gradients[0])
        state, out = transform.init(x), []
        for gradient in gradients:
            step, state = transform.update(gradient, state, x)
            x = x + step
            out.append(step)
        return out

    rows, matrices = _GRADIENTS, _GRADIENTS.reshape(-1, 2, 2)
    try:
        if _primitives(steps, rows) == _primitives(steps, matrices):
            return False  # the same operations, nothing need be computed
        pairs = zip(jax.jit(steps)(rows), jax.jit(steps)(matrices), strict=True)
        return not all(np.allclose(a, np.ravel(b), rtol=1e-6, atol=1e-12) for a, b in pairs)
    except Exception:  # a rule that takes no matrix does not act on one
        return False


def _primitives(function: Any, argument: np.ndarray) -> list[str]:
    """Return the names of the operations a function is made of, those of inner functions too."""
    names: list[str] = []

    def note(program: Any) -> None:
        for equation in program.eqns:
            names.append(equation.primitive.name)
            for inner in jax.tree.leaves(tuple(equation.params.values()), is_leaf=lambda p: hasattr(p, "jaxpr")):
                if hasattr(inner, "jaxpr"):
                    note(inner.jaxpr)

    note(jax.make_jaxpr(function)(argument).jaxpr)
    return names

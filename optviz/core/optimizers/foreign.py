"""A door for any Optax transformation that works from gradients alone, and a sentence for those that do not."""

import dataclasses
import functools
import re
from collections.abc import Callable
from typing import Any, NamedTuple

import jax
import jax.numpy as jnp
import numpy as np
import optax

from optviz.core.optimizers.base import Optimizer
from optviz.core.optimizers.optax_rules import OptaxRule

_POINT = np.array([-1.5, 1.0])
_FOUR = np.array([-1.5, 1.0, 0.3, -0.7])
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

    def average(self, x: np.ndarray, state: dict[str, np.ndarray]) -> np.ndarray | None:
        tree = jax.tree.structure(jax.eval_shape(self.init, _POINT))
        free = _states_of(optax.contrib.ScheduleFreeState, jax.tree.unflatten(tree, state.values()))
        if not free:
            return None
        b1 = free[0].b1[:, None]
        return (x - (1 - b1) * free[0].z) / b1


class _TwoPoints(NamedTuple):
    """The memory of Lookahead around a rule of Optax: that of the transformation, and the slow point, (d,)."""

    inner: Any
    slow: jax.Array


@jax.tree_util.register_static
@dataclasses.dataclass(frozen=True)
class _ForeignLookahead(_Foreign):
    """A transformation whose parameters are a fast and a slow point: the path is the fast one's."""

    def init(self, x: jax.Array) -> _TwoPoints:
        return _TwoPoints(self.transformation.init(optax.LookaheadParams(x, x)), x)

    def update(self, grad: jax.Array, state: _TwoPoints, x: jax.Array) -> tuple[jax.Array, _TwoPoints]:
        step, inner = self.transformation.update(grad, state.inner, optax.LookaheadParams(x, state.slow))
        return step.fast, _TwoPoints(inner, state.slow + step.slow)

    def average(self, x: np.ndarray, state: dict[str, np.ndarray]) -> np.ndarray | None:
        return list(state.values())[-1]


def from_optax(transform: optax.GradientTransformation, name: str = "Optax") -> Optimizer:
    """Let an Optax transformation race: ``from_optax(optax.adam(schedule), name="Adam, cosine")``.

    ``name`` stands in legends; those of one name are numbered there. In schedule-free learning and Lookahead,
    :attr:`.Run.average` has the points by which the rule is to be judged. Raises ``TypeError``, in a sentence, for a
    rule that needs more than the gradient at a point (f's value, a line search, second derivatives, examples one by
    one, random numbers), and for one that acts on matrices or layers: the parameters here are a vector (x, y).
    """
    if not isinstance(transform, optax.GradientTransformation):
        raise TypeError(f"from_optax takes an optax.GradientTransformation, not {type(transform).__name__}")
    rule = _rule(transform, name)
    if len(_states_of(optax.contrib.ScheduleFreeState, jax.eval_shape(rule.init, _POINT))) > 1:
        raise TypeError(f"{name} cannot race: it averages its path twice, and one average alone can be judged.")
    if _differs(transform, _as_matrix):
        raise TypeError(f"{name} cannot race: it acts on matrices, and (x, y) is a vector, which it treats otherwise.")
    if _differs(transform, _as_layers):
        raise TypeError(f"{name} cannot race: it scales each layer by itself, and (x, y) is a point without layers.")
    return rule


def _rule(transform: optax.GradientTransformation, name: str) -> Optimizer:
    """Return the transformation as a rule; raises ``TypeError`` where it asks for more than a gradient."""
    rule = _Foreign(transform, name)
    try:
        step, state = _shapes(rule)
    except Exception as error:
        try:
            rule = _ForeignLookahead(transform, name)
            step, state = _shapes(rule)
        except Exception:
            # Whatever a stranger's code raises means the same here.
            raise TypeError(f"{name} cannot race, it asks for more than a gradient: {_asked_for(error)}") from error
    if getattr(step, "shape", None) != _POINT.shape:
        raise TypeError(f"{name} cannot race: for a gradient of 2 numbers it gives a step of another shape.")
    if any(getattr(leaf.dtype, "kind", "?") not in "fiub" for leaf in jax.tree.leaves(state)):
        raise TypeError(f"{name} cannot race: it keeps what is no number, as a key for random numbers is.")
    return rule


def _shapes(rule: Optimizer) -> tuple[Any, Any]:
    step, after = jax.eval_shape(lambda x: rule.update(x, rule.init(x), x), _POINT)
    jax.eval_shape(rule.update, step, after, _POINT)
    return step, after


def _asked_for(error: Exception) -> str:
    """Return in words what a rule asked for, from what it raised."""
    text = " ".join(str(error).split("\n")[0].split())
    if missing := re.search(r"missing \d+ required [\w-]+ arguments?: (.*)", text):
        return f"its update wants {missing[1].replace(chr(39), '')}."
    if "grad_fn" in text:
        return "f's gradient as a function, to call it elsewhere."
    if "obj_fn" in text:
        return "f as a function, for its second derivatives."
    if "shape (m, n)" in text:
        return "a matrix, and (x, y) is a vector."
    if isinstance(error, IndexError):  # as where gradients are clipped one by one
        return "a gradient for each example."
    if isinstance(error, AttributeError):
        return "parameters of a kind of its own, not a point (x, y)."
    return text


def _states_of(kind: type, state: Any) -> list[Any]:
    """Return the parts of a state that are of a kind."""
    leaves = jax.tree.leaves(state, is_leaf=lambda s: isinstance(s, kind))
    return [leaf for leaf in leaves if isinstance(leaf, kind)]


def _as_matrix(row: Any) -> Any:
    return row.reshape(2, 2)


def _as_layers(row: Any) -> Any:
    return {"a": row[:2], "b": row[2:]}


def _in_a_row(parameters: Any) -> Any:
    return jnp.concatenate([jnp.ravel(leaf) for leaf in jax.tree.leaves(parameters)])


def _differs(transform: optax.GradientTransformation, shaped: Callable[[Any], Any]) -> bool:
    """Return whether a rule steps otherwise with parameters so ``shaped`` than with the same numbers in a row."""

    def steps(shaped: Callable[[Any], Any], row: jax.Array, gradients: jax.Array) -> list[Any]:
        x: Any = shaped(row)
        state, out = transform.init(x), []
        for gradient in gradients:
            step, state = transform.update(shaped(gradient), state, x)
            x = optax.apply_updates(x, step)
            out.append(step)
        return out

    forms = [functools.partial(steps, form) for form in (lambda row: row, shaped)]
    try:
        ours, theirs = (_primitives(form, _FOUR, _GRADIENTS) for form in forms)
        if set(ours) == set(theirs) - {"reshape", "slice"} and not _joining(ours):
            return False  # each coordinate is stepped by itself, nothing need be computed
        rows, others = ([_in_a_row(step) for step in jax.jit(form)(_FOUR, _GRADIENTS)] for form in forms)
    except Exception:  # a rule that takes no matrix does not act on one
        return False
    return not np.allclose(rows, others, rtol=1e-6, atol=1e-12, equal_nan=True)


def _joining(primitives: list[str]) -> bool:
    """Return whether any of these operations makes one number of several."""
    return any(name.startswith(("reduce", "dot", "cum", "sort", "custom", "arg")) for name in primitives)


def _primitives(function: Any, *arguments: np.ndarray) -> list[str]:
    """Return the names of the operations a function is made of, those of inner functions too."""
    names: list[str] = []

    def note(program: Any) -> None:
        for equation in program.eqns:
            names.append(equation.primitive.name)
            for inner in jax.tree.leaves(tuple(equation.params.values()), is_leaf=lambda p: hasattr(p, "jaxpr")):
                if hasattr(inner, "jaxpr"):
                    note(inner.jaxpr)

    note(jax.make_jaxpr(function)(*arguments).jaxpr)
    return names

"""Transformations of Optax by their names: a chain is data, its numbers are knobs, and a knob compiles nothing."""

import dataclasses
import difflib
import functools
import inspect
import math
from typing import Any, NamedTuple

import jax
import jax.numpy as jnp
import optax

from optviz.core.optimizers.foreign import from_optax
from optviz.core.optimizers.optax_rules import OptaxRule
from optviz.core.registry import Knob, short_repr

OPTIMIZERS_BY_NAME = (
    *("adabelief", "adadelta", "adagrad", "adam", "adamax", "adamaxw", "adamw", "adan", "amsgrad", "fromage", "lamb"),
    *("lars", "lion", "nadam", "nadamw", "novograd", "optimistic_gradient_descent", "radam"),
    *("rmsprop", "rprop", "sgd", "sign_sgd", "signum", "yogi"),
)
TRANSFORMS_BY_NAME = (
    *("adaptive_grad_clip", "add_decayed_weights", "clip", "clip_by_block_rms", "clip_by_global_norm"),
    *("ema", "identity", "keep_params_nonnegative", "normalize_by_update_norm", "scale", "scale_by_adadelta"),
    *("scale_by_adam", "scale_by_adamax", "scale_by_adan", "scale_by_amsgrad", "scale_by_belief"),
    *("scale_by_learning_rate", "scale_by_lion", "scale_by_novograd", "scale_by_optimistic_gradient"),
    *("scale_by_param_block_norm", "scale_by_param_block_rms", "scale_by_radam", "scale_by_rms", "scale_by_rprop"),
    *("scale_by_rss", "scale_by_sign", "scale_by_stddev", "scale_by_trust_ratio", "scale_by_yogi"),
    *("set_to_zero", "trace", "zero_nans", "apply_every"),
)
NAMES = ("chain", *OPTIMIZERS_BY_NAME, *TRANSFORMS_BY_NAME)
"""What can be named; ``chain`` takes others, these take numbers, True, False and None."""

_REFUSED = ("mask", "dtype", "seed", "key", "axis", "mode", "factored")
"""Parts of the names of arguments that are no numbers."""


@dataclasses.dataclass(frozen=True)
class Slot:
    """The place of a number among a chain's numbers."""

    index: int


@dataclasses.dataclass(frozen=True)
class Call:
    """A transformation by name: what it is made of, in order (for a chain), or its arguments by name."""

    name: str
    parts: "tuple[Call, ...]" = ()
    arguments: tuple[tuple[str, "Slot | bool | None"], ...] = ()


class Taken(NamedTuple):
    """An argument that a transformation may be given: its name, whether it must be, and whether it is True or False."""

    name: str
    needed: bool
    switch: bool


@functools.cache
def arguments_of(name: str) -> tuple[Taken, ...]:
    """Return the arguments that a transformation may be given, in their order."""
    parameters = inspect.signature(getattr(optax, name)).parameters.values()
    return tuple(
        Taken(p.name, p.default is inspect.Parameter.empty, isinstance(p.default, bool))
        for p in parameters
        if not any(part in p.name for part in _REFUSED)
        and (p.default is inspect.Parameter.empty or isinstance(p.default, int | float | None))
    )


def nearest(name: str, among: tuple[str, ...]) -> str:
    """Return the name that may be meant, or nothing."""
    near = difflib.get_close_matches(name.lower()[:40], among, n=1, cutoff=0.6)
    return near[0] if near else ""


def made(call: Call, numbers: Any) -> optax.GradientTransformation:
    """Return the transformation of Optax, of numbers that may be traced."""
    if call.name not in NAMES:
        raise ValueError(f"{short_repr(call.name)} is none of the transformations that can be named")
    if call.name == "chain":
        return optax.chain(*(made(part, numbers) for part in call.parts))
    given = {key: numbers[v.index] if isinstance(v, Slot) else v for key, v in call.arguments}
    return getattr(optax, call.name)(**given)


@functools.lru_cache(maxsize=256)
def check(call: Call, numbers: tuple[float, ...]) -> None:
    """Raise ``TypeError`` or ``ValueError``, in a sentence, for a chain that cannot race; numbers count as traced."""
    try:
        from_optax(made(call, numbers), name="This chain")
        jax.eval_shape(lambda n, x: made(call, n).update(x, made(call, n).init(x), x), numbers, jnp.zeros(2))
    except (TypeError, ValueError):
        raise
    except Exception as error:
        raise TypeError(f"This chain cannot race: {' '.join(str(error).split())[:100]}") from error


class NamedChain(OptaxRule):
    """A chain of Optax's transformations, ``call``, with ``numbers`` where it has slots; see :mod:`.named_chain`.

    Its knobs are the numbers, ``labels`` say whose; one that is a learning rate has the key ``lr``.
    """

    key = "optax"
    source = "made with Optax"
    passing = True

    call: Call
    numbers: tuple[Any, ...]

    def __init__(self, call: Call, numbers: tuple[float, ...], labels: tuple[str, ...], name: str = "Optax") -> None:
        keys = _keys(labels)
        knobs = tuple(_knob(key, label, n) for key, label, n in zip(keys, labels, numbers, strict=True))
        facts: dict[str, Any] = {"call": call, "numbers": tuple(map(float, numbers)), "labels": labels, "name": name}
        facts |= {"own_knobs": knobs, **dict(zip(keys, facts["numbers"], strict=True))}
        for fact, value in facts.items():
            object.__setattr__(self, fact, value)

    def transform(self) -> optax.GradientTransformation:
        return made(self.call, self.numbers)

    def with_values(self, **values: float) -> "NamedChain":
        """Return the chain with other values of some of its knobs."""
        keys = _keys(self.labels)  # type: ignore[attr-defined]
        if unknown := {*values} - {*keys}:
            raise ValueError(f"the chain has no knob {short_repr(min(unknown))}; it has {', '.join(keys) or 'none'}")
        numbers = tuple(float(values[k]) if k in values else float(n) for k, n in zip(keys, self.numbers, strict=True))
        return NamedChain(self.call, numbers, self.labels, self.name)  # type: ignore[attr-defined]

    def __eq__(self, other: object) -> bool:
        return isinstance(other, NamedChain) and (self.call, self.numbers) == (other.call, other.numbers)

    def __hash__(self) -> int:
        return hash((self.call, self.numbers))


def _rebuilt(call: Call, leaves: Any) -> NamedChain:
    chain = object.__new__(NamedChain)
    object.__setattr__(chain, "call", call)
    object.__setattr__(chain, "numbers", tuple(leaves))
    return chain


jax.tree_util.register_pytree_node(NamedChain, lambda chain: (chain.numbers, chain.call), _rebuilt)


def _keys(labels: tuple[str, ...]) -> tuple[str, ...]:
    """Return a key for each number: the argument's name, numbered where two share one; the first rate is ``lr``."""
    keys: list[str] = []
    for label in labels:
        name = label.rpartition(" ")[2]
        name = "lr" if name == "learning_rate" else name
        same = sum(key == name or key.startswith(f"{name}_") for key in keys)
        keys.append(f"{name}_{same + 1}" if same else name)
    return tuple(keys)


def _knob(key: str, label: str, value: float) -> Knob:
    """Return the slider of a number: from its smallness and name."""
    name = label.rpartition(" ")[2]
    if name in ("b1", "b2", "b3", "decay", "rho", "momentum", "beta") and 0 <= value < 1:
        return Knob(key, "", label, value, 0.0, 0.9999, "one_minus")
    if value > 0:
        low, high = 10.0 ** (math.floor(math.log10(value)) - 3), 10.0 ** (math.ceil(math.log10(value)) + 3)
        return Knob(key, "", label, value, low, high, "log")
    return Knob(key, "", label, value, min(-5.0, 2 * value), 5.0)

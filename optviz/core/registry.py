"""Knobs and registries: how a surface or an optimizer says what it is and what can be turned."""

import dataclasses
import difflib
import math
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any, Generic, Literal, TypeVar, dataclass_transform

import jax

Scalar = float | jax.Array
Scale = Literal["linear", "log", "one_minus", "square"]
T = TypeVar("T")


@dataclasses.dataclass(frozen=True)
class Knob:
    """One number a person can turn: its symbol, its default and its limits.

    ``scale`` says how a slider spreads the range: ``linear``; ``log`` (equal ratios, low > 0);
    ``one_minus`` (equal ratios of 1 − value, for numbers such as β that crowd towards 1);
    ``square`` (fine near low = 0, which a logarithm cannot reach). ``whole``: whole numbers alone.
    """

    key: str
    symbol: str
    label: str
    default: float
    low: float
    high: float
    scale: Scale = "linear"
    help: str = ""
    whole: bool = False

    def clamp(self, value: float) -> float:
        """Return ``value`` inside [low, high]; NaN and ±inf become the default."""
        value = float(value)
        if not math.isfinite(value):
            return self.default
        return min(max(round(value) if self.whole else value, self.low), self.high)


def knob(
    default: float,
    *,
    symbol: str,
    label: str,
    low: float,
    high: float,
    scale: Scale = "linear",
    help: str = "",
) -> Any:
    """Declare a dataclass field as a knob; ``symbol`` is LaTeX."""
    facts = {"symbol": symbol, "label": label, "low": low, "high": high, "scale": scale, "help": help}
    return dataclasses.field(default=default, metadata={"knob": facts})


def knobs_of(kind: Any) -> tuple[Knob, ...]:
    """Return the knobs of a rule or surface (class or instance), in the order of its fields."""
    return _knobs(kind if isinstance(kind, type) else type(kind))


@cache
def _knobs(kind: Any) -> tuple[Knob, ...]:
    return tuple(
        Knob(key=f.name, default=float(f.default), **f.metadata["knob"])  # type: ignore[arg-type]
        for f in dataclasses.fields(kind)
        if "knob" in f.metadata
    )


def settings_of(thing: Any) -> dict[str, float]:
    """Return the knob values of an instance, by key."""
    return {k.key: float(getattr(thing, k.key)) for k in knobs_of(thing)}


@dataclass_transform(frozen_default=True)
def as_pytree(cls: type[T]) -> type[T]:
    """Make ``cls`` a frozen dataclass whose fields are the leaves of a JAX pytree."""
    cls = dataclasses.dataclass(frozen=True)(cls)
    names = tuple(f.name for f in dataclasses.fields(cls))  # type: ignore[arg-type]
    # Not jax.tree_util.register_dataclass: to JAX 0.10.2 two such classes with the same fields are equal
    # trees, and a jitted function may run the program of one on the other, without a word.
    jax.tree_util.register_pytree_node(cls, lambda t: (tuple(getattr(t, n) for n in names), None), lambda _, v: cls(*v))
    return cls


class Registry(Mapping[str, type[T]], Generic[T]):
    """An ordered table from a public key to a class; ``registry[key](**knobs)`` makes an instance."""

    def __init__(self, noun: str) -> None:
        self.noun = noun
        self._entries: dict[str, type[T]] = {}

    @dataclass_transform(frozen_default=True)
    def register(self, cls: type[T]) -> type[T]:
        """Class decorator: freeze ``cls`` as a pytree and enter it under ``cls.key``."""
        cls = as_pytree(cls)
        key = cls.key  # type: ignore[attr-defined]
        if key in self._entries:
            raise ValueError(f"two {self.noun}s have the key {key!r}")
        self._entries[key] = cls
        return cls

    def __getitem__(self, key: str) -> type[T]:
        if key in self._entries:
            return self._entries[key]
        near = difflib.get_close_matches(str(key), self._entries, n=1)
        hint = f" Did you mean {near[0]!r}?" if near else ""
        raise KeyError(f"Unknown {self.noun} {key!r}.{hint}")

    def __iter__(self) -> Iterator[str]:
        return iter(self._entries)

    def __len__(self) -> int:
        return len(self._entries)

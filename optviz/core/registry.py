"""Knobs and registries: how a surface or an optimizer says what it is and what can be turned."""

import dataclasses
import difflib
import math
import numbers
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from typing import Any, Generic, Literal, TypeVar, dataclass_transform

import jax
from jax.core import Tracer

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


@dataclasses.dataclass(frozen=True)
class Domain:
    """The numbers for which a knob's formula has a meaning: from ``low`` to ``high``, an open end left out.

    It is what the mathematics allows; the limits of a slider lie inside it. Infinity and NaN are never in it.
    """

    low: float = -math.inf
    high: float = math.inf
    open_low: bool = False
    open_high: bool = False

    def __contains__(self, value: float) -> bool:
        above = value > self.low if self.open_low else value >= self.low
        below = value < self.high if self.open_high else value <= self.high
        return math.isfinite(value) and above and below

    def __str__(self) -> str:
        """Return the domain in words: "a finite number of at least 0", "a number in [0, 1)"."""
        if math.isfinite(self.high):
            return f"a number in {'[('[self.open_low]}{self.low:g}, {self.high:g}{'])'[self.open_high]}"
        if math.isfinite(self.low):
            return f"a finite number {'above' if self.open_low else 'of at least'} {self.low:g}"
        return "a finite number"


def knob(
    default: float,
    *,
    symbol: str,
    label: str,
    low: float,
    high: float,
    scale: Scale = "linear",
    help: str = "",
    domain: Domain = Domain(),
    whole: bool = False,
) -> Any:
    """Declare a dataclass field as a knob; ``symbol`` is LaTeX, ``domain`` what an instance may be made with."""
    facts = {"symbol": symbol, "label": label, "low": low, "high": high, "scale": scale, "help": help}
    facts["whole"] = whole
    return dataclasses.field(default=default, metadata={"knob": facts, "domain": domain})


def knobs_of(kind: Any) -> tuple[Knob, ...]:
    """Return the knobs of a rule or surface (class or instance), in the order of its fields.

    An instance whose knobs its class does not know, as those of a typed formula, has them as ``own_knobs``.
    """
    own = getattr(kind, "own_knobs", None)
    return own if isinstance(own, tuple) else _knobs(kind if isinstance(kind, type) else type(kind))


@cache
def _knobs(kind: Any) -> tuple[Knob, ...]:
    return tuple(
        Knob(key=f.name, default=float(f.default), **f.metadata["knob"])  # type: ignore[arg-type]
        for f in dataclasses.fields(kind)
        if "knob" in f.metadata
    )


def domains_of(kind: Any) -> dict[str, Domain]:
    """Return what each knob of a rule or surface, class or instance, may be, by key."""
    return _domains(kind if isinstance(kind, type) else type(kind))


@cache
def _domains(kind: Any) -> dict[str, Domain]:
    return {f.name: f.metadata["domain"] for f in dataclasses.fields(kind) if "domain" in f.metadata}


def check_knobs(thing: Any) -> None:
    """Make the knobs of a new instance plain floats; a number that JAX traces, inside a program, stays as it is.

    Raises ``TypeError`` for what is no number and ``ValueError`` for a number outside the knob's domain, in a sentence.
    """
    for key, domain in domains_of(thing).items():
        value = getattr(thing, key)
        if not isinstance(value, Tracer):
            object.__setattr__(thing, key, _checked(type(thing), key, value, domain))


def _checked(kind: Any, key: str, value: Any, domain: Domain) -> float:
    number = _as_float(value)
    if number is not None and number in domain:
        return number
    label = next(k.label for k in knobs_of(kind) if k.key == key)
    text = f"{getattr(kind, 'name', kind.__name__)}: {key} ({label}) must be {domain}, not {short_repr(value)}."
    if number is not None:
        raise ValueError(text)
    if callable(value):
        text += " For a schedule, wrap a rule of Optax: optviz.from_optax(optax.adam(schedule))."
    elif isinstance(value, list | tuple) or getattr(value, "shape", ()):
        text += " For several values, make several of them."
    raise TypeError(text)


def _as_float(value: Any) -> float | None:
    """Return a real number, Python's, NumPy's or JAX's, as a float; None for anything else, True and False too."""
    dtype = getattr(value, "dtype", None)
    scalar = dtype is not None and value.shape == () and dtype.kind in "iuf"
    if isinstance(value, bool) or not (scalar or isinstance(value, numbers.Real)):
        return None
    try:
        return float(value)
    except OverflowError:  # a whole number of more than 308 digits
        return math.inf


def short_repr(value: Any) -> str:
    """Return ``repr(value)`` on one line of at most 60 characters, for a sentence about it."""
    text = " ".join(repr(value).split())
    return text if len(text) <= 60 else f"{text[:57]}…"


def settings_of(thing: Any) -> dict[str, float]:
    """Return the knob values of an instance, by key."""
    return {k.key: float(getattr(thing, k.key)) for k in knobs_of(thing)}


def with_settings(thing: T, settings: Mapping[str, float]) -> T:
    """Return a rule or surface with other values of some of its knobs; raises what making it with them raises.

    One whose knobs its class does not know says by ``with_values`` how that is done.
    """
    own = getattr(thing, "with_values", None)
    return own(**settings) if own else dataclasses.replace(thing, **settings)  # type: ignore[type-var]


@dataclass_transform(frozen_default=True)
def as_pytree(cls: type[T]) -> type[T]:
    """Make ``cls`` a frozen dataclass whose fields are the leaves of a JAX pytree."""
    cls = dataclasses.dataclass(frozen=True)(cls)
    return with_leaves(tuple(f.name for f in dataclasses.fields(cls)))(cls)  # type: ignore[arg-type]


def with_leaves(names: tuple[str, ...]) -> Callable[[type[T]], type[T]]:
    """Class decorator: the attributes of these names are the leaves of a JAX pytree, and all that it keeps."""
    return lambda cls: _with_leaves(cls, names)


def _with_leaves(cls: type[T], names: tuple[str, ...]) -> type[T]:
    def rebuilt(_: None, leaves: Any) -> T:
        # Not by __init__, which checks numbers: JAX also puts shapes, axes and markers where the leaves were.
        thing = object.__new__(cls)
        for name, leaf in zip(names, leaves, strict=True):
            object.__setattr__(thing, name, leaf)
        return thing

    # Not jax.tree_util.register_dataclass: to JAX 0.10.2 two such classes with the same fields are equal
    # trees, and a jitted function may run the program of one on the other, without a word.
    jax.tree_util.register_pytree_node(cls, lambda t: (tuple(getattr(t, n) for n in names), None), rebuilt)
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

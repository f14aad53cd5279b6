"""A scene: everything a picture depends on, and nothing else."""

import dataclasses
from collections.abc import Mapping
from typing import Any, Literal

from optviz.core.curvature.entrants import ENTRANTS, METHOD_ENTRANTS
from optviz.core.optimizers import OPTIMIZERS, Optimizer
from optviz.core.optimizers.modifiers import KNOBS
from optviz.core.optimizers.schedules import SCHEDULES
from optviz.core.registry import Knob, knobs_of
from optviz.core.simulation.simulate import MAX_STEPS
from optviz.core.surfaces import Surface
from optviz.core.surfaces.base import Window
from optviz.scenes.own_surface import FORMULA, TYPED, kind_of, surface_at
from optviz.scenes.viewport import Viewports

MAX_RACERS = 12
MAX_COORDINATE = 1e6
MAX_SEED = 999_999
MAX_NOISE = 10.0
AROUND = 5.0
"""How many windows wide and high the part of a surface is that can be looked at."""
DEFAULT_STEPS = 200
COLOURS = 9
"""Look n has colour n mod 9; see :mod:`optviz.figures.palette`."""
SPARE_LOOK = 31
SPARE_END = SPARE_LOOK + COLOURS + MAX_RACERS
"""Looks from the one up to the other belong to no rule: a second run of a rule wears one of them."""
RACE_KNOBS = (
    Knob("steps", "T", "Number of steps", DEFAULT_STEPS, 1, MAX_STEPS, "log", "How many steps every run takes.", True),
    Knob(
        "noise",
        r"\sigma_{\mathrm{all}}",
        "Noise for all runs",
        0.0,
        0.0,
        MAX_NOISE,
        "square",
        "Standard deviation of the random error added to every gradient, the same errors for all runs. SGD has a noise "
        "of its own besides.",
    ),
)
"""What all runs of a race share and a slider turns."""
HIDEABLE = ("setup", "legend", "transport", "charts", "standings", "worked")

View = Literal["2d", "3d"]
Settings = tuple[tuple[str, float], ...]


def complete(kind: Any, values: Mapping[str, float]) -> Settings:
    """Return all knobs of ``kind`` in order: those in ``values`` clamped to their limits, the others at default."""
    return tuple((k.key, k.clamp(values[k.key]) if k.key in values else k.default) for k in knobs_of(kind))


def complete_modifiers(schedule: str, values: Mapping[str, float]) -> Settings:
    """Return the numbers of a racer's modifiers in order: those given, and those of its schedule and its noise."""
    needed = {*values, *SCHEDULES[schedule].knobs, *(["noise_decay"] if "noise" in values else [])}
    return tuple((key, values.get(key, knob.default)) for key, (knob, _) in KNOBS.items() if key in needed)


def default_look(rule: str) -> int:
    """Return the colour, dash and marker number that belongs to a rule: its place in the registry.

    Those of the methods of curvature begin where the spare ones, of which no race needs more, have ended.
    """
    if rule in METHOD_ENTRANTS:
        return SPARE_END + list(METHOD_ENTRANTS).index(rule)
    return list(OPTIMIZERS).index(rule)


@dataclasses.dataclass(frozen=True)
class Racer:
    """One optimizer in a race: the rule's key, its knob values, on or off, and its look (colour, dash, marker).

    ``schedule`` is that of its learning rate, ``modifiers`` the numbers of what is around the rule: those that are on,
    and those of the schedule, in the order of :data:`optviz.core.optimizers.modifiers.KNOBS`.
    """

    rule: str
    knobs: Settings
    on: bool = True
    look: int = 0
    schedule: str = "constant"
    modifiers: Settings = ()

    @classmethod
    def of(
        cls,
        rule: str,
        *,
        on: bool = True,
        look: int | None = None,
        schedule: str = "constant",
        modifiers: Mapping[str, float] | None = None,
        **knobs: float,
    ) -> "Racer":
        """Return a racer with the named knobs and modifiers set and all others at their defaults."""
        unknown = set(knobs) - {k.key for k in knobs_of(ENTRANTS[rule])}
        if unknown:
            raise ValueError(f"{rule} has no knob {', '.join(sorted(unknown))}")
        chosen = default_look(rule) if look is None else look
        around = complete_modifiers(schedule, modifiers or {})
        return cls(rule, complete(ENTRANTS[rule], knobs), on, chosen, schedule, around)

    def optimizer(self) -> Optimizer:
        """Return the optimizer with these settings."""
        rule = ENTRANTS[self.rule](**dict(self.knobs))
        if self.schedule == "constant" and not self.modifiers:
            return rule
        return rule.with_(self.schedule, **dict(self.modifiers))


@dataclasses.dataclass(frozen=True)
class Scene:
    """The whole state of a race: surface, racers, start, steps, noise, seed and what is in view.

    ``start`` is (x, y) in the surface's coordinates; ``noise`` is the standard deviation of the gradient
    noise that all racers share; ``pick`` is the racer whose step is worked out; ``step`` is the
    playhead, ``show_all`` whether what is later than it is shown too; ``curves`` is the number of charts in view, 2 or
    4; ``viewports`` are what is looked at, where that is not the whole. On the surface ``typed``, ``formula`` is f in
    its canonical text, and ``typing`` what stands in the field instead where that cannot be read. ``model``: the local
    quadratic model lies at the head of ``pick``; ``fog``: the surface is seen only where the runs have been. ``cost``:
    the curves are drawn against what has been asked for, not against the step.
    """

    surface: str
    surface_knobs: Settings
    racers: tuple[Racer, ...]
    start: tuple[float, float]
    steps: int = DEFAULT_STEPS
    noise: float = 0.0
    seed: int = 0
    view: View = "2d"
    curves: int = 2
    pick: int = 0
    step: int = 0
    hidden: frozenset[str] = frozenset()
    lesson: str = ""
    present: bool = False
    viewports: Viewports = ()
    show_all: bool = False
    formula: str = ""
    typing: str = ""
    model: bool = False
    fog: bool = False
    cost: bool = False

    @classmethod
    def of(
        cls, surface: str, racers: tuple[Racer, ...], *, start: tuple[float, float] | None = None, **more: Any
    ) -> "Scene":
        """Return a scene on ``surface``; keyword ``knobs`` sets the surface's knobs, the rest are the fields."""
        kind = kind_of(surface, more.get("formula", ""))
        knobs = complete(kind, more.pop("knobs", {}))
        return cls(surface, knobs, racers, start or kind.starts[0], **more)

    def replace(self, **changes: Any) -> "Scene":
        """Return a copy with some fields changed."""
        return dataclasses.replace(self, **changes)

    def surface_now(self) -> Surface:
        """Return the surface with this scene's knob values."""
        return surface_at(self.surface, self.formula, dict(self.surface_knobs))

    @property
    def surface_kind(self) -> Any:
        """What has the surface's knobs, window and starts: its class, or the typed surface at its defaults."""
        return kind_of(self.surface, self.formula)

    def surroundings(self) -> Window:
        """Return the part of the surface that can be looked at: the middle of it is the surface's window."""
        reach = AROUND / 2
        x, y = (((a + b) / 2 - reach * (b - a), (a + b) / 2 + reach * (b - a)) for a, b in self.surface_now().domain)
        return x, y

    def looks_beyond(self) -> bool:
        """Tell whether any of the race's windows shows more than the surface's own."""
        (left, right), (low, high) = self.surface_now().domain
        return any(
            kind == "window" and not (left <= seen[0] and seen[1] <= right and low <= seen[2] and seen[3] <= high)
            for kind, _, seen in self.viewports
        )

    def on_surface(self, key: str, formula: str = FORMULA) -> "Scene":
        """Return the same race on another surface, from its first start; ``formula`` is f where it is a typed one."""
        formula = formula if key == TYPED else ""
        kind = kind_of(key, formula)
        fresh = self.replace(surface=key, surface_knobs=complete(kind, {}), start=kind.starts[0], step=0, lesson="")
        return fresh.replace(viewports=(), formula=formula, typing="")


def free_look(racers: tuple[Racer, ...], rule: str) -> int:
    """Return the look for a new racer: the rule's own if it is free, else a spare one, if possible of a new colour."""
    worn = {r.look for r in racers}
    own = default_look(rule)
    if own not in worn:
        return own
    colours = {look % COLOURS for look in worn}
    free = [look for look in range(SPARE_LOOK, SPARE_END) if look not in worn]
    return next((look for look in free if look % COLOURS not in colours), free[0])


def racer_names(racers: tuple[Racer, ...]) -> tuple[str, ...]:
    """Return the racers' names for the screen: that of the rule; two of one rule are numbered, Adam 1, Adam 2."""
    rules = [racer.rule for racer in racers]
    return tuple(
        ENTRANTS[rule].name + (f" {rules[: slot + 1].count(rule)}" if rules.count(rule) > 1 else "")
        for slot, rule in enumerate(rules)
    )


def default_scene() -> Scene:
    """Return what the playground opens with: the lecture's optimizers on Rosenbrock's valley."""
    racers = (
        Racer.of("gd", lr=0.001),
        Racer.of("momentum", lr=0.001, beta=0.9),
        Racer.of("nag", lr=0.001, beta=0.9),
        Racer.of("adagrad", lr=0.5),
        Racer.of("rmsprop", lr=0.01),
        Racer.of("adam", lr=0.1),
    )
    return Scene.of("rosenbrock", racers, steps=300, pick=5)


__all__ = [
    "AROUND",
    "COLOURS",
    "HIDEABLE",
    "MAX_COORDINATE",
    "MAX_NOISE",
    "MAX_RACERS",
    "MAX_SEED",
    "MAX_STEPS",
    "SPARE_LOOK",
    "Racer",
    "Scene",
    "Settings",
    "View",
    "complete",
    "default_look",
    "default_scene",
    "free_look",
    "racer_names",
]

"""Reading values that anybody may have typed: each is checked alone, and what is ignored is told in words."""

import dataclasses
import math
from collections.abc import Mapping, Sequence
from typing import Any

from optviz.core.curvature.entrants import ENTRANTS, METHOD_ENTRANTS
from optviz.core.optimizers.modifiers import KNOBS, modifiers_of
from optviz.core.optimizers.schedules import SCHEDULES
from optviz.core.registry import Knob, knobs_of
from optviz.scenes.scene import MAX_COORDINATE, MAX_RACERS, Racer, free_look

MAX_LOOK = 71
MAX_RUN = 400
MAX_IGNORED = 10
UNMODIFIED = "a method that finds its own step takes no modifiers"


def shown(text: str) -> str:
    """Return untrusted text short and on one line, for the screen."""
    visible = "".join(c if c.isprintable() else "·" for c in text[:41])
    return visible if len(text) <= 40 else visible[:39] + "…"


class Reader:
    """Reads a scene from untrusted text, one key at a time, and keeps a list of what it ignored."""

    def __init__(self) -> None:
        self.ignored: list[str] = []
        self.dropped = 0

    def drop(self, key: str, text: str, why: str) -> None:
        """Note that a value was ignored, and why, in words for the screen."""
        self.dropped += 1
        if self.dropped <= MAX_IGNORED:
            self.ignored.append(f"{shown(key)} = {shown(text)}: {why}.")

    def report(self) -> tuple[str, ...]:
        """Return what was ignored: a sentence each for the first few, and how many more there were."""
        more = self.dropped - len(self.ignored)
        return (*self.ignored, *([f"{more} more things were ignored."] if more else []))

    def real(self, key: str, text: str, low: float, high: float, default: float) -> float:
        """Return a number from ``text`` if it lies in [low, high], else the default."""
        try:
            value = float(text)
        except (TypeError, ValueError):
            self.drop(key, str(text), "not a number")
            return default
        if not math.isfinite(value):
            self.drop(key, str(text), "not a finite number")
        elif not low <= value <= high:
            self.drop(key, str(text), f"outside {low:g} … {high:g}")
        else:
            return value
        return default

    def whole(self, key: str, text: str, low: int, high: int, default: Any) -> Any:
        """Return a whole number from ``text`` if it lies in [low, high], else the default."""
        value = self.real(key, text, low, high, math.nan)
        if math.isnan(value):
            return default
        if value != int(value):
            self.drop(key, str(text), "not a whole number")
            return default
        return int(value)

    def knobs(self, owner: str, table: Sequence[Knob], values: Mapping[str, Any]) -> dict[str, float]:
        """Return the knob values that are valid for ``owner``; the others stay as they are."""
        known = {k.key: k for k in table}
        out = {}
        for key, text in values.items():
            if key not in known:
                self.drop(f"{owner} {key}", str(text), "there is no such setting")
                continue
            k = known[key]
            value = self.real(f"{owner} {key}", text, k.low, k.high, math.nan)
            if not math.isnan(value):
                out[key] = value
        return out

    def racer(self, text: str, before: tuple[Racer, ...]) -> Racer | None:
        """Return the racer that ``text`` names, or None."""
        rule, *rest = text.split(",")
        if rule not in ENTRANTS:
            self.drop("run", rule, "there is no such optimizer")
            return None
        settings = {key: value for key, colon, value in (part.partition(":") for part in rest) if colon}
        words = [part for part in rest if ":" not in part]
        offered = SCHEDULES if rule not in METHOD_ENTRANTS else {}
        for word in words:
            if word != "off" and word not in offered:
                self.drop(f"run {rule}", word, UNMODIFIED if word in SCHEDULES else "not understood")
        schedule = next((word for word in words if word in offered), "constant")
        look = free_look(before, rule)
        if "look" in settings:
            look = self.whole(f"{rule} look", settings.pop("look"), 0, MAX_LOOK, look)
        own = {knob.key for knob in knobs_of(ENTRANTS[rule])}
        around = {key: settings.pop(key) for key in KNOBS if key in settings and key not in own}
        modifiers = self.modifiers(rule, schedule, around)
        knobs = self.knobs(rule, knobs_of(ENTRANTS[rule]), settings)
        return Racer.of(rule, on="off" not in words, look=look, schedule=schedule, modifiers=modifiers, **knobs)

    def modifiers(self, rule: str, schedule: str, values: Mapping[str, Any]) -> dict[str, float]:
        """Return the modifiers' numbers that are valid around ``rule`` with this schedule."""
        out: dict[str, float] = {}
        for key, text in values.items():
            if rule in METHOD_ENTRANTS:
                self.drop(f"{rule} {key}", str(text), UNMODIFIED)
                continue
            value = self.real(f"{rule} {key}", text, -math.inf, math.inf, math.nan)
            if math.isnan(value):
                continue
            try:
                modifiers_of(schedule, **{**out, key: value})
            except ValueError as error:
                self.drop(f"{rule} {key}", str(text), str(error))
            else:
                out[key] = value
        return out

    def warmed_up(self, racer: Racer, steps: int) -> Racer:
        """Return a racer whose warm-up is over when the race is, at the latest."""
        warmup = dict(racer.modifiers).get("warmup", 0.0)
        if warmup <= max(steps, 1):
            return racer
        self.drop(
            f"{racer.rule} warmup",
            f"{warmup:g}",
            f"longer than the race, which has {steps} steps: it takes all of them",
        )
        kept = tuple((key, float(steps) if key == "warmup" else value) for key, value in racer.modifiers)
        return dataclasses.replace(racer, modifiers=kept)

    def racers(self, texts: Sequence[str]) -> tuple[Racer, ...]:
        """Return the racers named in ``texts``; ``none`` stands for an empty race."""
        out: tuple[Racer, ...] = ()
        for text in texts:
            if text == "none":
                continue
            if len(out) == MAX_RACERS:
                self.drop("run", text, f"a race has at most {MAX_RACERS} runs")
                continue
            if len(text) > MAX_RUN:
                self.drop("run", text, f"longer than {MAX_RUN} characters")
                continue
            racer = self.racer(text, out)
            out += (racer,) if racer else ()
        return out

    def point(self, text: str, default: tuple[float, float]) -> tuple[float, float]:
        """Return the start point written ``x,y``."""
        x, comma, y = text.partition(",")
        if not comma or "," in y:
            self.drop("at", text, "a start is two numbers, x,y")
            return default
        nan = math.nan
        a, b = (self.real("at", c, -MAX_COORDINATE, MAX_COORDINATE, nan) for c in (x, y))
        return default if math.isnan(a) or math.isnan(b) else (a, b)

    def flag(self, key: str, text: str) -> bool:
        """Return whether ``text`` is 1; else it should be 0."""
        return self.one_of(key, text, ("0", "1"), "0") == "1"

    def one_of(self, key: str, text: str, allowed: Sequence[str], default: str) -> str:
        """Return ``text`` if it is allowed, else the default."""
        if text in allowed:
            return text
        self.drop(key, text, "not one of " + ", ".join(allowed))
        return default

"""What the sections on learning rates and fair races share: the racers, their goal, from where they start."""

import functools

import numpy as np

from optviz.core.maps.outcomes import Goal
from optviz.core.maps.sensitivity import starts_in
from optviz.core.number_text import label
from optviz.core.optimizers import OPTIMIZERS, Optimizer
from optviz.core.registry import knobs_of, with_settings
from optviz.core.surfaces import Surface, Window
from optviz.figures.board import Points
from optviz.lecture.around import around
from optviz.lecture.controls import Choice, Slider, Switch, VisibleIf
from optviz.lecture.controls.own_formula import TYPED
from optviz.lecture.lab.common import start_of
from optviz.lecture.lab.rule_text import own_rule_controls, typed_rule
from optviz.lecture.own import TITLE, surface_of
from optviz.lecture.section import Values
from optviz.scenes.scene import SPARE_LOOK, default_look

RACERS = ("gd", "momentum", "adagrad", "rmsprop", "adam")
"""Who may race: rules that share one compiled program."""

LEAST = 1e-8
"""What f − f* is drawn at where it is lower."""
_STARTS = 64


def racer_switches() -> tuple[Switch | VisibleIf, ...]:
    """Return a switch for each racer, and for one's own rule, with what it is typed in where it is on."""
    switches = (Switch(key, OPTIMIZERS[key].name, True) for key in RACERS)
    return *switches, Switch(TYPED, TITLE, False), *own_rule_controls(TYPED, True)


def starts_choice() -> Choice:
    """Return the choice of what counts: one start, or many."""
    options = (("one", "from this start"), ("many", f"the mean over {_STARTS} starts"))
    return Choice("starts", "what counts", options, "one")


def tolerance_slider() -> Slider:
    """Return the control of how near to the least f the goal is."""
    return Slider(
        "tol", r"\varepsilon", "goal", 1e-3, 1e-6, 1.0, "log", help="f − f* ≤ ε, or the slope's, is the goal."
    )


def chosen_racers(values: Values) -> tuple[str, ...]:
    """Return the keys of the rules that are switched on."""
    return tuple(key for key in (*RACERS, TYPED) if values[key])


def look_of(key: str) -> int:
    """Return a racer's look; one's own rule wears the first that belongs to no rule."""
    return SPARE_LOOK if key == TYPED else default_look(key)


def racer_of(values: Values, key: str, **knobs: float) -> Optimizer:
    """Return a racer with those of ``knobs`` that it has; one's own rule has its other knobs as its sliders say."""
    if key != TYPED:
        return around(values, with_knobs(key, **knobs))
    return around(values, with_settings(typed_rule(values), {"lr": knobs["lr"]} if "lr" in knobs else {}))


def with_knobs(key: str, **knobs: float) -> Optimizer:
    """Return a racer with those of ``knobs`` that it has; ``beta`` is Adam's β₁ too, the others keep their defaults."""
    kind = OPTIMIZERS[key]
    names = {knob.key: "beta" if knob.key == "beta1" else knob.key for knob in knobs_of(kind)}
    return kind(**{own: knobs[name] for own, name in names.items() if name in knobs})


def entrant_of(values: Values, key: str) -> Optimizer:
    """Return a racer as it opens: the textbook's with their defaults, one's own as its sliders have it."""
    return racer_of(values, key, lr=float(values["lr"])) if key == TYPED else around(values, OPTIMIZERS[key]())


def goal_of(values: Values) -> Goal:
    """Return the goal: near the least f, or at a small slope where no minimum is known."""
    tol = float(values["tol"])
    return Goal(slope=tol) if surface_of(values).floor is None else Goal(loss=tol)


def goal_text(values: Values) -> str:
    """Return the goal as it is written on the screen."""
    what = "‖∇f‖" if surface_of(values).floor is None else "f − f*"
    return f"{what} ≤ {label(float(values['tol']), 3)}"


def starts_of(values: Values) -> np.ndarray:
    """Return the starts that count, (s, 2)."""
    return many_starts(surface_of(values).domain) if values["starts"] == "many" else np.array([start_of(values)])


@functools.lru_cache(maxsize=16)
def many_starts(window: Window) -> np.ndarray:
    """Return the 64 starts in a window, always the same."""
    return starts_in(window, _STARTS)


def start_marks(values: Values) -> tuple[Points, ...]:
    """Return the many starts as faint dots, where they count."""
    if values["starts"] != "many":
        return ()
    points = starts_of(values)
    return (Points(points[:, 0], points[:, 1], "faint", "dot", f"{_STARTS} starts", size=0.45),)


def above_floor(surface: Surface, values: np.ndarray, lowest: float) -> np.ndarray:
    """Return f − f*, at least ``LEAST``; f* is the least known f, or ``lowest`` where none is known."""
    floor = lowest if surface.floor is None else surface.floor
    return np.maximum(values - floor, LEAST)

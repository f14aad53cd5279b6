"""The fan of a race: the runs that one slider changes, at that slider's positions."""

import dataclasses
import re

from optviz.core.curvature.entrants import ENTRANTS, METHOD_ENTRANTS
from optviz.core.optimizers.modifiers import KNOBS
from optviz.core.registry import Knob, knobs_of
from optviz.core.simulation.simulate import Case, paths_of
from optviz.core.slider import values_along
from optviz.figures.fan import Fan, positions
from optviz.figures.race_board import has_fan, start
from optviz.scenes.codec import to_query
from optviz.scenes.scene import Racer, Scene
from optviz.scenes.viewport import seen

_RACER = re.compile(r"run\.(\d{1,2})\.(\w+)", re.ASCII)
_START = re.compile(r"at\.([01])", re.ASCII)


def race_fan(scene: Scene, control: str) -> Fan | None:
    """Return the fan of a slider: ``run.0.lr`` of a racer's knob, ``at.0`` of the start's x; None where there is none.

    There is none of a slider that is not there, of a race that is seen from the side, and of one too long.
    """
    knob, slots = slider_of(scene, control)
    if knob is None or not has_fan(scene, len(slots)) or any(scene.racers[s].rule in METHOD_ENTRANTS for s in slots):
        return None
    count = positions(scene.steps * len(slots))
    values = values_along(knob, count)
    scenes = [turned(scene, control, value) for value in values]
    surface = scene.surface_now()
    cases = [
        Case(surface, each.racers[slot].optimizer(), each.start, each.steps, each.noise, each.seed)
        for slot in slots
        for each in scenes
    ]
    paths = paths_of(cases)
    rows = {str(slot): paths[i * count : (i + 1) * count] for i, slot in enumerate(slots)}
    return Fan(control, values, rows, seen(scene.viewports, "picture") or surface.domain)


def fan_link(scene: Scene, control: str) -> str:
    """Return all that a slider's fan depends on as text, the same whatever the slider's value is; empty if none."""
    knob, _ = slider_of(scene, control)
    if knob is None:
        return ""
    looks = {
        "pick": 0,
        "step": 0,
        "lesson": "",
        "hidden": frozenset(),
        "present": False,
        "show_all": False,
        "cost": False,
    }
    return f"{to_query(turned(scene, control, knob.low).replace(curves=2, **looks))} {knob.low} {knob.high}"


def slider_of(scene: Scene, control: str) -> tuple[Knob | None, list[int]]:
    """Return the slider that ``control`` names, None if it is not there, and the slots of the runs that it changes."""
    racer, axis = _RACER.fullmatch(control), _START.fullmatch(control)
    if axis:
        return start_knob(scene, int(axis[1])), [slot for slot, racer in enumerate(scene.racers) if racer.on]
    if not racer or int(racer[1]) >= len(scene.racers):
        return None, []
    slot = int(racer[1])
    racer_here = scene.racers[slot]
    knobs = {knob.key: knob for knob in knobs_of(ENTRANTS[racer_here.rule])}
    knobs |= {key: KNOBS[key][0] for key, _ in racer_here.modifiers}
    return knobs.get(racer[2]), [slot] if scene.racers[slot].on else []


def start_knob(scene: Scene, i: int) -> Knob:
    """Return the slider of a coordinate of the start, as long as it is on the screen."""
    spec = start(scene)
    return Knob("", spec["symbols"][i], spec["label"], 0.0, spec["low"][i], spec["high"][i])


def turned(scene: Scene, control: str, value: float) -> Scene:
    """Return a race with the value of one slider changed."""
    if match := _START.fullmatch(control):
        point = list(scene.start)
        point[int(match[1])] = value
        return scene.replace(start=(point[0], point[1]))
    _, slot, key = control.split(".")
    racers = list(scene.racers)
    racers[int(slot)] = with_knob(racers[int(slot)], key, value)
    return scene.replace(racers=tuple(racers))


def with_knob(racer: Racer, key: str, value: float) -> Racer:
    """Return a racer with one knob, its own or a modifier's, at another value."""
    knobs, modifiers = (
        tuple((name, value if name == key else old) for name, old in settings)
        for settings in (racer.knobs, racer.modifiers)
    )
    return dataclasses.replace(racer, knobs=knobs, modifiers=modifiers)

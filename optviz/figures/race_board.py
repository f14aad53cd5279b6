"""A race as a board: its picture, curves, standings and the worked step; the surface under it; its controls."""

from typing import Any

import numpy as np

from optviz.core import number_text
from optviz.core.curvature.entrants import METHOD_ENTRANTS, Entrant
from optviz.core.curvature.method import MOST_STEPS
from optviz.core.optimizers import Modified
from optviz.core.registry import Knob, knobs_of
from optviz.core.simulation.run import Run
from optviz.core.surfaces import grid
from optviz.figures.board import Background, Board, Field, Text, all_from_step, from_step
from optviz.figures.board.message import rounded
from optviz.figures.fan import positions
from optviz.figures.own_formula import own_formula, parameter
from optviz.figures.palette import look
from optviz.figures.race_cost import COST, COST_HELP
from optviz.figures.race_curvature import chosen_model, longest, overlay, readings
from optviz.figures.race_panels import (
    AROUND_FIELD,
    FIELD,
    charts,
    picture,
    rate_charts,
    shown_runs,
    slots,
    standings,
    worked,
)
from optviz.scenes.codec import query_string
from optviz.scenes.race import GRID_SIZE, Race, notices, summary
from optviz.scenes.scene import MAX_COORDINATE, MAX_SEED, RACE_KNOBS, Racer, Scene, racer_names

ROWS = {
    2: (("picture", "value"), ("picture", "rate"), ("standings", "worked")),
    4: (
        ("picture", "picture", "value", "rate"),
        ("picture", "picture", "slope", "distance"),
        ("standings", "standings", "worked", "worked"),
    ),
}
"""Where the panels stand, by the number of curves."""
ETA_ROWS = {
    2: (("picture", "value"), ("picture", "rate"), ("picture", "eta"), ("standings", "worked")),
    4: (
        ("picture", "picture", "value", "rate"),
        ("picture", "picture", "slope", "distance"),
        ("picture", "picture", "eta", "eta"),
        ("standings", "standings", "worked", "worked"),
    ),
}
"""The same where a run has a schedule, whose η(t) is a curve too."""
VIEWS = (("2d", "Contour"), ("3d", "3-D surface"))
PREVIEW = 81
"""How many points the small curve of a schedule has."""
CURVES = (("2", "2 curves"), ("4", "4 curves"))
REACH = 10.0
"""How far out the start of a section on curvature may lie, on a surface that is not typed."""
NEWTON = "Newton's method from here →"
MODEL, FOG = "Quadratic model", "Only what is seen"
MODEL_HELP = (
    "At the chosen run's head: level lines of f + g·d + ½ dᵀHd, the Hessian's eigenvectors, Newton's step and −η∇f."
)
FOG_HELP = "The surface is hidden but where the runs have been; a diamond marks the lowest point so far."


def surface_key(scene: Scene) -> str:
    """Return the name of a surface with its knob values and, if seen, of its surroundings: equal keys, equal grids."""
    knobs = [f"{key}:{number_text.link(value)}" for key, value in scene.surface_knobs]
    typed = [scene.formula] if scene.formula else []
    return ",".join([scene.surface, *typed, *knobs, *(["around"] if scene.looks_beyond() else [])])


def race_background(race: Race) -> Background:
    """Return the surface under the race: f on the grid and, if what is looked at goes beyond it, on a wider one."""
    surface = race.scene.surface_now()
    fields = {FIELD: Field(*race.grid, surface.floor)}
    if race.scene.looks_beyond():
        fields[AROUND_FIELD] = Field(*grid(surface, GRID_SIZE, race.scene.surroundings()), surface.floor)
    return Background(surface_key(race.scene), fields)


def race_board(race: Race) -> Board:
    """Return the race as a board whose playhead runs to the end of the longest run."""
    floor = race.scene.surface_now().floor
    runs = shown_runs(race, floor)
    curves = race.scene.curves
    rates = rate_charts(runs)
    model = chosen_model(race)
    told = readings(race, model)
    rows = (ETA_ROWS if rates else ROWS)[curves]
    rows = (*rows[:-1], *((panel.key,) * len(rows[-1]) for panel in told), rows[-1])
    pictures = (picture(race, runs, overlay(race, model)), *charts(runs, floor is not None, curves), *rates)
    return Board(
        (*pictures, *told, standings(runs), worked(runs)),
        rows,
        longest(race),
        heights=(*[1.0] * (len(rows) - 1 - len(told)), *[0.0] * (len(told) + 1)),
        status=tuple(run.status.kind for run in race.runs),
        notices=race_notices(race),
        summary=summary(race),
    )


def race_notices(race: Race) -> tuple[Text, ...]:
    """Return what a person should be told before looking, and at the end that every run diverged."""
    if race.runs and all(run.status.kind == "diverged" and run.status.step > 0 for run in race.runs):
        return all_from_step(max(run.steps for run in race.runs), notices(race))
    return (*notices(race), *method_notices(race))


def method_notices(race: Race) -> tuple[Text, ...]:
    """Return what is different for methods that find their own step, and in a sentence why one has given up."""
    methods = [(name, run) for name, run in named_runs(race) if isinstance(run.optimizer, Entrant)]
    if not methods:
        return ()
    scene = race.scene
    apart = [f"take at most {MOST_STEPS} steps"] * (scene.steps > MOST_STEPS) + ["meet no noise"] * (scene.noise > 0)
    who = f"Methods that find their own step, as {methods[0][0]},"
    said: list[Text] = [f"{who} {' and '.join(apart)}."] if apart else []
    for name, run in methods:
        if run.status.kind == "moving" and run.steps < min(scene.steps, MOST_STEPS):
            said.append(from_step(run.steps, f"{name}: {run.status.reason}"))
    return tuple(said)


def named_runs(race: Race) -> list[tuple[str, Run]]:
    """Return the runs with their names."""
    names = racer_names(race.scene.racers)
    return [(names[slot], run) for slot, run in zip(slots(race), race.runs, strict=True)]


def race_controls(race: Race) -> list[dict[str, Any]]:
    """Return the controls of a race, keyed as in a link, with their values; the racers' with what became of them."""
    scene = race.scene
    surface_knobs = dict(scene.surface_knobs)
    return [
        hidden("surface", scene.surface),
        *own_formula(scene),
        *(
            slider(knob, f"s.{knob.key}", surface_knobs[knob.key]) | (parameter(knob) if scene.formula else {})
            for knob in knobs_of(scene.surface_kind)
        ),
        start(scene),
        *(slider(knob, knob.key, getattr(scene, knob.key)) for knob in RACE_KNOBS),
        seed(scene),
        {"kind": "choice", "key": "view", "label": "View", "options": VIEWS, "value": scene.view},
        {"kind": "choice", "key": "curves", "label": "Curves", "options": CURVES, "value": str(scene.curves)},
        switch("model", MODEL, scene.model, MODEL_HELP),
        *to_curvature(scene),
        # From the side nothing hides the surface; the link keeps what was set.
        switch("fog", FOG, scene.fog, FOG_HELP) if scene.view == "2d" else hidden("fog", str(int(scene.fog))),
        switch("cost", COST, scene.cost, COST_HELP),
        racers(race),
        hidden("pick", str(scene.pick)),
        hidden("hide", ",".join(sorted(scene.hidden))),
        hidden("lesson", scene.lesson),
    ]


def hidden(key: str, value: str) -> dict[str, Any]:
    """Return a control that only carries its value."""
    return {"kind": "hidden", "key": key, "value": value}


def switch(key: str, label: str, value: bool, help: str) -> dict[str, Any]:
    """Return what is on or off, called ``key`` in the link."""
    return {"kind": "switch", "key": key, "label": label, "default": False, "help": help, "value": value}


def to_curvature(scene: Scene) -> tuple[dict[str, Any], ...]:
    """Return the link to Newton's method from this start, beside the model, where that page can have both."""
    numbers = [number_text.link(value) for _, value in scene.surface_knobs]
    plain = all(
        value == knob.default
        for knob, (_, value) in zip(knobs_of(scene.surface_kind), scene.surface_knobs, strict=True)
    )
    near = all(abs(c) <= REACH for c in scene.start)
    if not (scene.model and (scene.formula or (plain and near))):
        return ()
    own = [("f", scene.formula), *((f"p{i}", number) for i, number in enumerate(numbers, 1))] if scene.formula else []
    start = [(key, number_text.link(c)) for key, c in zip(("x0", "y0"), scene.start, strict=True)]
    query = query_string([("section", "newton_two"), ("surface", scene.surface), *own, *start])
    return ({"kind": "link", "key": "curvature", "label": NEWTON, "page": "curvature", "query": query, "value": None},)


def slider(knob: Knob, key: str, value: float) -> dict[str, Any]:
    """Return a knob's slider, called ``key`` in the link."""
    facts = {name: fact for name, fact in vars(knob).items() if name != "default"}
    return {"kind": "slider"} | facts | {"key": key, "value": value}


def start(scene: Scene) -> dict[str, Any]:
    """Return the control of the start; its sliders are as long as the window, or longer where the start lies beyond."""
    ends = list(zip(scene.surface_kind.domain, scene.start, strict=True))
    return {
        "kind": "point",
        "key": "at",
        "label": "Start",
        "symbols": ["x_0", "y_0"],
        "low": [min(low, value) for (low, _), value in ends],
        "high": [max(high, value) for (_, high), value in ends],
        "least": -MAX_COORDINATE,
        "most": MAX_COORDINATE,
        "help": "Or click, or drag the ring, on the picture.",
        "fan": has_start_fan(scene),
        "value": list(scene.start),
    }


def has_fan(scene: Scene, runs: int) -> bool:
    """Tell whether a slider that changes so many runs has a fan: seen from above, not too long, and no model at a head.

    A model would stay behind where the picture left it, while the path follows the hand.
    """
    return scene.view == "2d" and not scene.model and bool(runs and positions(scene.steps * runs))


def has_start_fan(scene: Scene) -> bool:
    """Tell whether the start's sliders have a fan: methods that find their own step have no program for many runs."""
    on = [racer for racer in scene.racers if racer.on]
    return has_fan(scene, len(on)) and not any(racer.rule in METHOD_ENTRANTS for racer in on)


def seed(scene: Scene) -> dict[str, Any]:
    """Return the button that draws other errors of the gradients; it is off where there are none."""
    noisy = scene.noise > 0 or any(racer.on and is_noisy(racer) for racer in scene.racers)
    return {
        "kind": "seed",
        "key": "seed",
        "label": "New noise",
        "most": MAX_SEED,
        "value": scene.seed,
        "enabled": noisy,
        "help": f"Another random seed (now {scene.seed})" if noisy else "There is no noise in this race",
    }


def is_noisy(racer: Racer) -> bool:
    """Tell whether a racer has noise of its own on its gradients."""
    return dict(racer.knobs).get("sigma", 0) > 0 or dict(racer.modifiers).get("noise", 0) > 0


def racers(race: Race) -> dict[str, Any]:
    """Return the list of racers, on or off, with what became of those that run."""
    statuses = [(slot, run.status) for slot, run in zip(slots(race), race.runs, strict=True)]
    names = ("kind", "step", "label", "reason")
    return {
        "kind": "racers",
        "key": "run",
        "value": [racer_value(racer) for racer in race.scene.racers],
        "pick": "pick",
        "fan": has_fan(race.scene, 1),
        "previews": [preview(racer, race.scene.steps) for racer in race.scene.racers],
        "statuses": [{"slot": slot} | {name: getattr(status, name) for name in names} for slot, status in statuses],
    }


def racer_value(racer: Racer) -> dict[str, Any]:
    """Return a racer as the list shows it: rule, all knob values, on or off, look."""
    style = look(racer.look)
    return {
        "rule": racer.rule,
        "knobs": dict(racer.knobs),
        "on": racer.on,
        "look": racer.look,
        "style": [style.colour, style.dash, style.marker],
        "schedule": racer.schedule,
        "modifiers": dict(racer.modifiers),
    }


def preview(racer: Racer, steps: int) -> list[float]:
    """Return η(t)/η at some steps from the first to the last, for a small curve; nothing where it stays the same."""
    rule = racer.optimizer().for_steps(steps)
    if not isinstance(rule, Modified) or not rule.modifiers.scheduled:
        return []
    t = np.linspace(0, steps, PREVIEW)
    return rounded(rule.modifiers.rate_factor(t, np), 12).tolist()

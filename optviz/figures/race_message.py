"""A race as messages for the playground's stage: its surface, and its paths with their curves."""

import re
import zlib
from collections.abc import Iterable
from typing import Any

import numpy as np

from optviz.core import number_text
from optviz.core.optimizers import Optimizer
from optviz.core.simulation.run import Run
from optviz.figures.board.message import halves, message, planes_of, rounded
from optviz.figures.palette import look
from optviz.figures.shade import warp_for
from optviz.scenes.codec import racer_text, to_query
from optviz.scenes.race import Race, notices, summary
from optviz.scenes.scene import Racer, Scene

Column = tuple[str, np.ndarray]


def surface_key(scene: Scene) -> str:
    """Return the name of a surface with its knob values: equal keys, equal grids."""
    return ",".join([scene.surface, *(f"{key}:{number_text.link(value)}" for key, value in scene.surface_knobs)])


def surface_message(race: Race) -> bytes:
    """Return the surface as a message: window, scale of heights, minima, and f on the grid as float32."""
    surface = race.scene.surface_now()
    x, y, z = race.grid
    warp = warp_for(z, surface.floor)
    header = {
        "key": surface_key(race.scene),
        "surface": race.scene.surface,
        "x": [float(x[0]), float(x[-1])],
        "y": [float(y[0]), float(y[-1])],
        "size": len(x),
        "warp": {"kind": warp.kind, "floor": warp.floor, "offset": warp.offset},
        "minima": surface.minima.tolist(),
        "floor": surface.floor,
    }
    return message(header, zlib.compress(np.ascontiguousarray(z, np.float32).tobytes(), 1))


def chart_columns(run: Run, floor: float | None) -> list[Column]:
    """Return what every run shows: its path, and the four curves against the step; ``floor`` is f*.

    f − f* is subtracted here, where f has all its digits; where f* = 0 it is f itself and not sent again.
    """
    return [
        ("x", rounded(run.x[:, 0], 18)),
        ("y", rounded(run.x[:, 1], 18)),
        ("value", rounded(run.value, 14)),
        *([("gap", rounded(run.value - floor, 12))] if floor else []),
        ("slope", rounded(run.slope_norm, 14)),
        ("distance", rounded(run.distance, 12)),
        ("rate", rounded(run.step_rate, 12)),
    ]


def split(name: str, rows: np.ndarray) -> list[Column]:
    """Return a (T,) or (T, 2) array as columns ``name`` or ``name.0`` and ``name.1``."""
    if rows.ndim == 1:
        return [(name, rows)]
    return [(f"{name}.{i}", rows[:, i]) for i in range(rows.shape[1])]


PLACEHOLDER = re.compile(r"<<(\w+)>>")


def momentum_name(optimizer: Optimizer, names: Iterable[str]) -> str:
    """Return the letter of the rule's memory of past gradients (g or m), or nothing if it keeps none."""
    return next((k for k in ("g", "m") if k in names), "") if optimizer.momentum else ""


def worked_columns(run: Run) -> list[Column]:
    """Return what the worked step and the arrows of the chosen run need, beyond its path and its knobs."""
    wanted = {name for _, line in run.optimizer.worked for name in PLACEHOLDER.findall(line)} | {"grad"}
    names = {k for k in run.state if k in wanted or f"{k}_next" in wanted} | {momentum_name(run.optimizer, run.state)}
    out = [c for k, rows in run.state.items() if k in names for c in split(f"state.{k}", rows)]
    known = {"t", "x", "x_next", "step"} | set(run.state) | {f"{k}_next" for k in run.state}
    if not np.array_equal(run.probe, run.x[: len(run.probe)], equal_nan=True):
        wanted.add("probe")
    quantities = run.quantities
    for name in sorted(wanted - known):
        if isinstance(quantities[name], np.ndarray):
            out += split(f"q.{name}", quantities[name])
    return out


def racer_header(racer: Racer) -> dict[str, Any]:
    """Return a racer as the legend shows it: rule, all knob values, on, look."""
    style = look(racer.look)
    return {
        "rule": racer.rule,
        "knobs": dict(racer.knobs),
        "on": racer.on,
        "look": racer.look,
        "style": [style.colour, style.dash, style.marker],
        "text": racer_text(racer),
    }


def scene_header(scene: Scene) -> dict[str, Any]:
    """Return the scene's settings as the stage's controls show them."""
    return {
        "surface": scene.surface,
        "knobs": dict(scene.surface_knobs),
        "racers": [racer_header(r) for r in scene.racers],
        "start": list(scene.start),
        "steps": scene.steps,
        "noise": scene.noise,
        "seed": scene.seed,
        "view": scene.view,
        "pick": scene.pick,
        "step": scene.step,
        "hidden": sorted(scene.hidden),
        "lesson": scene.lesson,
        "present": scene.present,
    }


def run_header(slot: int, run: Run) -> dict[str, Any]:
    """Return a run's facts: its place in the list of racers, its length and what became of it."""
    status = run.status
    return {
        "slot": slot,
        "steps": run.steps,
        "memory": momentum_name(run.optimizer, run.state),
        "sigma": number_text.link(run.noise_sigma),
        "status": {"kind": status.kind, "step": status.step, "label": status.label, "reason": status.reason},
    }


def view_message(race: Race, request: int = 0) -> bytes:
    """Return the race as a message; ``request`` echoes the number of the browser's request."""
    slots = [i for i, racer in enumerate(race.scene.racers) if racer.on]
    floor = race.scene.surface_now().floor
    runs, columns = [], []
    for slot, run in zip(slots, race.runs, strict=True):
        own = chart_columns(run, floor) + (worked_columns(run) if slot == race.scene.pick else [])
        runs.append(run_header(slot, run) | {"columns": [[name, len(values)] for name, values in own]})
        columns += [values for _, values in own]
    header = {
        "background": surface_key(race.scene),
        "request": request,
        "query": to_query(race.scene),
        "scene": scene_header(race.scene),
        "runs": runs,
        "notices": list(notices(race)),
        "summary": summary(race),
    }
    lengths = [len(column) for column in columns]
    planes = planes_of(halves(columns, [20] * len(columns)), lengths) if columns else b""
    return message(header, zlib.compress(planes, 1) if columns else b"")

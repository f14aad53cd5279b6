"""A race as bytes for the stage: a JSON header and packed columns of numbers.

Layout of a message: uint32 length of the header | header (UTF-8 JSON) | zlib-deflated columns.
A column holds float64 numbers cut to their upper 32 bits (rounded: six digits, the full range, NaN and ±inf
kept; see :func:`rounded` for what needs fewer). Neighbours in a path are alike, so each column is sent as
differences, and all lowest bytes first, then all second bytes, and so on: smooth paths shrink to a third or less.
The header depends on nothing but the inputs: equal scenes give equal bytes, which Streamlit then sends as a reference.
"""

import json
import re
import struct
import zlib
from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np

from optviz.core.optimizers import Optimizer
from optviz.core.simulation.run import Run
from optviz.figures.palette import look
from optviz.figures.shade import warp_for
from optviz.scenes.codec import number, racer_text, to_query
from optviz.scenes.race import Race, notices, summary
from optviz.scenes.scene import Racer, Scene

Column = tuple[str, np.ndarray]


def halves(columns: np.ndarray) -> np.ndarray:
    """Return float64 numbers as uint32, the upper half of their bits, rounded."""
    bits = np.ascontiguousarray(columns, dtype=np.float64).view(np.uint64)
    return ((bits + np.uint64(0x80000000)) >> np.uint64(32)).astype(np.uint32)


def rounded(numbers: np.ndarray, mantissa: int) -> np.ndarray:
    """Return numbers rounded to so many bits of mantissa: 12 (0.01 %) do for a curve, 14 for four digits."""
    drop = np.uint64(52 - mantissa)
    bits = np.ascontiguousarray(numbers, dtype=np.float64).view(np.uint64)
    return (((bits + (np.uint64(1) << (drop - np.uint64(1)))) >> drop) << drop).view(np.float64)


def planes_of(columns: Sequence[np.ndarray]) -> bytes:
    """Return one-dimensional columns as differences of upper halves, in byte planes."""
    if not columns:
        return b""
    ends = np.cumsum([len(c) for c in columns])[:-1]
    words = halves(np.concatenate(columns))
    differences = np.diff(words, prepend=np.uint32(0))
    starts = np.concatenate(([0], ends)).astype(int)
    starts = starts[starts < len(words)]
    differences[starts] = words[starts]
    return np.ascontiguousarray(differences.view(np.uint8).reshape(-1, 4).T).tobytes()


def packed(columns: Sequence[np.ndarray]) -> bytes:
    """Return the columns' byte planes, deflated; nothing for no columns."""
    return zlib.compress(planes_of(columns), 1) if columns else b""


def columns_of(planes: bytes, lengths: Sequence[int]) -> list[np.ndarray]:
    """Return the columns from their byte planes; the browser does the same."""
    split = np.frombuffer(planes, np.uint8).reshape(4, -1)
    words = np.ascontiguousarray(split.T).view(np.uint32).ravel()
    out, at = [], 0
    for length in lengths:
        upper = np.cumsum(words[at : at + length], dtype=np.uint32).astype(np.uint64)
        out.append((upper << np.uint64(32)).view(np.float64))
        at += length
    return out


def unpacked(blob: bytes, lengths: Sequence[int]) -> list[np.ndarray]:
    """Return the columns that :func:`packed` made."""
    return columns_of(zlib.decompress(blob), lengths)


def message(header: dict[str, Any], blob: bytes) -> bytes:
    """Return header and body as one message."""
    text = json.dumps(header, ensure_ascii=False, separators=(",", ":"), allow_nan=False).encode()
    return struct.pack("<I", len(text)) + text + blob


def parsed(data: bytes) -> tuple[dict[str, Any], bytes]:
    """Return the header and the body of a message."""
    (length,) = struct.unpack_from("<I", data)
    return json.loads(data[4 : 4 + length]), data[4 + length :]


def surface_key(scene: Scene) -> str:
    """Return the name of a surface with its knob values: equal keys, equal grids."""
    return ",".join([scene.surface, *(f"{key}:{number(value)}" for key, value in scene.surface_knobs)])


def surface_message(race: Race, stage: str = "playground") -> bytes:
    """Return the surface as a message: window, scale of heights, minima, and f on the grid as float32."""
    surface = race.scene.surface_now()
    x, y, z = race.grid
    warp = warp_for(z, surface.floor)
    header = {
        "stage": stage,
        "key": surface_key(race.scene),
        "surface": race.scene.surface,
        "name": surface.name,
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


def memory_letter(optimizer: Optimizer, letters: Iterable[str]) -> str:
    """Return the letter of the rule's memory of past gradients (g or m), or nothing if it keeps none."""
    return next((k for k in ("g", "m") if k in letters), "") if optimizer.momentum else ""


def worked_columns(run: Run) -> list[Column]:
    """Return what the worked step and the arrows of the chosen run need, beyond its path and its knobs."""
    wanted = {name for _, line in run.optimizer.worked for name in PLACEHOLDER.findall(line)} | {"grad"}
    letters = {k for k in run.state if k in wanted or f"{k}_next" in wanted} | {memory_letter(run.optimizer, run.state)}
    out = [c for k, rows in run.state.items() if k in letters for c in split(f"state.{k}", rows)]
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
        "memory": memory_letter(run.optimizer, run.state),
        "sigma": number(run.noise_sigma),
        "status": {"kind": status.kind, "step": status.step, "label": status.label, "reason": status.reason},
    }


def view_message(race: Race, request: int = 0, stage: str = "playground") -> bytes:
    """Return the race as a message; ``request`` echoes the number of the browser's request."""
    slots = [i for i, racer in enumerate(race.scene.racers) if racer.on]
    floor = race.scene.surface_now().floor
    runs, columns = [], []
    for slot, run in zip(slots, race.runs, strict=True):
        own = chart_columns(run, floor) + (worked_columns(run) if slot == race.scene.pick else [])
        runs.append(run_header(slot, run) | {"columns": [[name, len(values)] for name, values in own]})
        columns += [values for _, values in own]
    header = {
        "stage": stage,
        "background": surface_key(race.scene),
        "request": request,
        "query": to_query(race.scene),
        "scene": scene_header(race.scene),
        "runs": runs,
        "notices": list(notices(race)),
        "summary": summary(race),
    }
    return message(header, packed(columns))

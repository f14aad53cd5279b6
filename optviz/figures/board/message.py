"""A board as bytes for the browser: a short header, then packed columns and the panels as JSON, deflated together.

The panels are the dataclasses of :mod:`optviz.figures.board` as plain data, ``kind`` naming the class; an array stands
there as ``{"$": number of its column, "shape": [...]}``.
"""

import dataclasses
import json
import math
import zlib
from typing import Any

import numpy as np

from optviz.core.registry import Knob
from optviz.figures.board import Background, Board, Layer
from optviz.figures.palette import look
from optviz.figures.race_message import columns_of, message, parsed, planes_of, rounded
from optviz.figures.shade import warp_for
from optviz.lecture.page_state import Show, to_query
from optviz.lecture.section import Choice, Dice, Matrix, Points, Switch, Words

BITS = 18


def plain(thing: Any, columns: list[np.ndarray], bits: int = BITS) -> Any:
    """Return a dataclass, array, number or collection of these as JSON data; arrays go to ``columns``."""
    if isinstance(thing, np.ndarray):
        columns.append(rounded(np.asarray(thing, dtype=float).ravel(), bits))
        return {"$": len(columns) - 1, "shape": list(thing.shape)}
    if dataclasses.is_dataclass(thing):
        own = type(thing).bits if isinstance(thing, Layer) else bits
        found = {f.name: plain(getattr(thing, f.name), columns, own) for f in dataclasses.fields(thing)}
        return {"kind": type(thing).__name__.lower(), **found}
    if isinstance(thing, dict):
        return {key: plain(value, columns, bits) for key, value in thing.items()}
    if isinstance(thing, list | tuple):
        return [plain(one, columns, bits) for one in thing]
    if isinstance(thing, bool | str | int) or thing is None:
        return thing
    return float(thing) if math.isfinite(thing) else None


def dressed(thing: Any) -> Any:
    """Return JSON data with every look that is a number as its (colour, dash, marker)."""
    if isinstance(thing, dict):
        return {key: style(value) if key in ("look", "looks") else dressed(value) for key, value in thing.items()}
    return [dressed(one) for one in thing] if isinstance(thing, list) else thing


def style(value: Any) -> Any:
    """Return a look as the browser draws it: a word as it is, a number as indices of colour, dash and marker."""
    if isinstance(value, list):
        return [style(one) for one in value]
    if isinstance(value, str):
        return value
    found = look(int(value))
    return [found.colour, found.dash, found.marker]


def controls_of(show: Show) -> list[dict[str, Any]]:
    """Return the controls that are there now, with their values."""
    kinds = (Knob, Choice, Switch, Points, Dice, Words, Matrix)
    out = []
    for control in show.of().shown_controls(show.values):
        kind = next(one for one in kinds if isinstance(control, one)).__name__.lower()
        facts = dataclasses.asdict(control) | {"kind": kind}
        out.append(facts if isinstance(control, Dice) else facts | {"value": show.values[control.key]})
    return out


def board_body(board: Board) -> tuple[int, bytes]:
    """Return how many bytes of columns a board has, and its body: the columns and the panels, deflated."""
    columns: list[np.ndarray] = []
    data = dressed(plain(board, columns))
    planes = planes_of(columns)
    data["lengths"] = [len(column) for column in columns]
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"), allow_nan=False).encode()
    return len(planes), zlib.compress(planes + text, 1)


def board_message(show: Show, ground: str, body: tuple[int, bytes], request: int = 0, work: str = "") -> bytes:
    """Return a board as a message; ``ground`` is the key of the fields it stands on, ``request`` is echoed.

    ``work``: ``"running"`` while a long computation goes on (the browser asks again), ``"held"`` when it was stopped.
    """
    header = {
        "kind": "board",
        "background": ground,
        "request": request,
        "work": work,
        "page": show.page,
        "section": show.section,
        "query": to_query(show),
        "controls": controls_of(show),
        "step": show.step,
        "opens": show.of().start,
        "present": show.present,
        "split": body[0],
    }
    return message(header, body[1])


def background_message(ground: Background) -> bytes:
    """Return the fields as a message: window, scale of heights, and z as float32, one field after the other."""
    fields, parts = [], []
    for name, one in ground.fields.items():
        warp = warp_for(one.z, one.floor)
        fields.append(
            {
                "name": name,
                "x": [float(one.x[0]), float(one.x[-1])],
                "y": [float(one.y[0]), float(one.y[-1])],
                "size": len(one.x),
                "warp": dataclasses.asdict(warp),
                "key": f"{ground.key}/{name}",
            }
        )
        parts.append(np.ascontiguousarray(one.z, np.float32).tobytes())
    return message({"kind": "background", "key": ground.key, "fields": fields}, zlib.compress(b"".join(parts), 1))


def opened_board(data: bytes) -> dict[str, Any]:
    """Return the panels of a message, for tests: the JSON as the browser reads it, columns as arrays in ``columns``."""
    header, body = parsed(data)
    whole = zlib.decompress(body)
    found = json.loads(whole[header["split"] :])
    return header | found | {"columns": columns_of(whole[: header["split"]], found["lengths"])}

"""How numbers travel to the browser: a JSON header and packed columns; and a board and its background so packed.

Layout of a message: uint32 length of the header | header (UTF-8 JSON) | deflated body.
A column holds float64 numbers cut to their upper 32 bits (rounded: six digits, the full range, NaN and ±inf
kept; see :func:`rounded` for what needs fewer). Neighbours in a path are alike, so each column is sent as
differences, and all lowest bytes first, then all second bytes, and so on: smooth paths shrink to a third or less.
The header depends on nothing but the inputs: equal pictures give equal bytes, which Streamlit sends as a reference.

A board's panels are the dataclasses of :mod:`optviz.figures.board` as plain data, ``kind`` naming the panel or layer;
an array stands there as ``{"$": number of its column, "shape": [...]}``.
"""

import dataclasses
import json
import math
import struct
import zlib
from collections.abc import Sequence
from typing import Any

import numpy as np

from optviz.figures.board import Background, Board, Layer, Panel
from optviz.figures.palette import look
from optviz.figures.shade import warp_for

BITS = 18


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


def message(header: dict[str, Any], blob: bytes) -> bytes:
    """Return header and body as one message."""
    text = json.dumps(header, ensure_ascii=False, separators=(",", ":"), allow_nan=False).encode()
    return struct.pack("<I", len(text)) + text + blob


def plain(thing: Any, columns: list[np.ndarray], bits: int = BITS) -> Any:
    """Return a dataclass, array, number or collection of these as JSON data; arrays go to ``columns``."""
    if isinstance(thing, np.ndarray):
        columns.append(rounded(np.asarray(thing, dtype=float).ravel(), bits))
        return {"$": len(columns) - 1, "shape": list(thing.shape)}
    if dataclasses.is_dataclass(thing):
        own = getattr(type(thing), "bits", bits)
        kind = {"kind": thing.kind} if isinstance(thing, Layer | Panel) else {}
        return kind | {f.name: plain(getattr(thing, f.name), columns, own) for f in dataclasses.fields(thing)}
    if isinstance(thing, dict):
        return {key: plain(value, columns, bits) for key, value in thing.items()}
    if isinstance(thing, list | tuple):
        return [plain(each, columns, bits) for each in thing]
    if isinstance(thing, bool | str | int) or thing is None:
        return thing
    return float(thing) if math.isfinite(thing) else None


def dressed(thing: Any) -> Any:
    """Return JSON data with every look that is a number as its (colour, dash, marker)."""
    if isinstance(thing, dict):
        return {key: style_of(value) if key in ("look", "looks") else dressed(value) for key, value in thing.items()}
    return [dressed(each) for each in thing] if isinstance(thing, list) else thing


def style_of(value: Any) -> Any:
    """Return a look as the browser draws it: a word as it is, a number as indices of colour, dash and marker."""
    if isinstance(value, list):
        return [style_of(each) for each in value]
    if isinstance(value, str):
        return value
    style = look(int(value))
    return [style.colour, style.dash, style.marker]


def board_body(board: Board) -> tuple[int, bytes]:
    """Return how many bytes of columns a board has, and its body: the columns and the panels, deflated."""
    columns: list[np.ndarray] = []
    data = dressed(plain(board, columns))
    planes = planes_of(columns)
    data["lengths"] = [len(column) for column in columns]
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"), allow_nan=False).encode()
    return len(planes), zlib.compress(planes + text, 1)


def background_message(background: Background) -> bytes:
    """Return the fields as a message: window, scale of heights, and z as float32, one field after the other."""
    fields, parts = [], []
    for name, field in background.fields.items():
        warp = warp_for(field.z, field.floor)
        fields.append(
            {
                "name": name,
                "x": [float(field.x[0]), float(field.x[-1])],
                "y": [float(field.y[0]), float(field.y[-1])],
                "size": len(field.x),
                "warp": dataclasses.asdict(warp),
                "key": f"{background.key}/{name}",
            }
        )
        parts.append(np.ascontiguousarray(field.z, np.float32).tobytes())
    return message({"kind": "background", "key": background.key, "fields": fields}, zlib.compress(b"".join(parts), 1))

"""How numbers travel to the browser: a JSON header and packed columns; and a board and its background so packed.

Layout of a message: uint32 length of the header | header (UTF-8 JSON) | body.
A column holds float64 numbers cut to their upper 32 bits (rounded: six digits, the full range, NaN and ±inf
kept; see :func:`rounded` for what needs fewer). Neighbours in a path are alike, so each column is sent as
differences, and all lowest bytes first, then all second bytes, and so on: smooth paths shrink to a third or less.
A message depends on nothing but what it shows: equal pictures give equal bytes, which a tag can name.

A board's panels are the dataclasses of :mod:`optviz.figures.board` as plain data, ``kind`` naming the panel or layer;
an array stands there as ``{"$": number of its column, "shape": [...]}``; one that several panels show is sent once.
Arrays of bytes follow the columns as they are, and stand there as ``{"$bytes": number, "shape": [...]}``.
"""

import dataclasses
import functools
import json
import math
import struct
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from optviz.figures.board import Background, Board, Layer, Panel
from optviz.figures.palette import look
from optviz.figures.shade import warp_for

BITS = 18


HALVES_BITS = 20  # of mantissa, in the upper half of a float64


def halves(arrays: Sequence[np.ndarray], mantissas: Sequence[int]) -> np.ndarray:
    """Return the upper halves of arrays, one after the other, each rounded to so many bits of mantissa, at most 20."""
    lengths = [array.size for array in arrays]
    drops = HALVES_BITS - np.array(mantissas)
    bits = np.concatenate([array.ravel() for array in arrays], dtype=np.float64).view(np.uint64)
    bits += np.repeat(np.uint64(0x80000000) << drops.astype(np.uint64), lengths)
    words = (bits >> np.uint64(32)).astype(np.uint32)
    words &= np.repeat(np.uint32(0xFFFFFFFF) << drops.astype(np.uint32), lengths)
    return words


def rounded(numbers: np.ndarray, mantissa: int) -> np.ndarray:
    """Return numbers rounded to so many bits of mantissa: 12 (0.01 %) do for a curve, 14 for four digits."""
    drop = np.uint64(52 - mantissa)
    bits = np.ascontiguousarray(numbers, dtype=np.float64).view(np.uint64)
    return (((bits + (np.uint64(1) << (drop - np.uint64(1)))) >> drop) << drop).view(np.float64)


def planes_of(words: np.ndarray, lengths: Sequence[int]) -> bytes:
    """Return columns of these lengths, one after the other, as differences of upper halves, in byte planes."""
    differences = np.diff(words, prepend=np.uint32(0))
    starts = np.cumsum([0, *lengths])[:-1]
    starts = starts[starts < len(words)]
    differences[starts] = words[starts]
    return np.ascontiguousarray(differences.view(np.uint8).reshape(-1, 4).T).tobytes()


def message(header: dict[str, Any], blob: bytes) -> bytes:
    """Return header and body as one message."""
    text = json.dumps(header, ensure_ascii=False, separators=(",", ":"), allow_nan=False).encode()
    return struct.pack("<I", len(text)) + text + blob


class Columns:
    """The arrays of a board in the order in which they are met, each once, with the mantissa bits that it is sent with.

    Arrays are the same if they lie at the same place: views of one array too. Kept here, none is freed meanwhile.
    """

    def __init__(self) -> None:
        self.arrays: list[np.ndarray] = []
        self.bits: list[int] = []
        self.bytes: list[np.ndarray] = []
        self._numbers: dict[tuple[Any, ...], int] = {}

    def number_of(self, array: np.ndarray, bits: int) -> int:
        """Return the number of an array's column, which has at least so many bits."""
        place = (array.__array_interface__["data"][0], array.shape, array.strides, array.dtype)
        number = self._numbers.setdefault(place, len(self.arrays))
        if number == len(self.arrays):
            self.arrays.append(array)
            self.bits.append(bits)
        self.bits[number] = max(bits, self.bits[number])
        return number

    def reference(self, array: np.ndarray, bits: int) -> dict[str, Any]:
        """Return what stands for an array in a board's data."""
        if array.dtype == np.uint8:
            self.bytes.append(array)
            return {"$bytes": len(self.bytes) - 1, "shape": list(array.shape)}
        return {"$": self.number_of(array, bits), "shape": list(array.shape)}

    @property
    def lengths(self) -> list[int]:
        """How many numbers each column has."""
        return [array.size for array in self.arrays]

    @property
    def sizes(self) -> list[int]:
        """How many bytes each array of bytes has."""
        return [array.size for array in self.bytes]

    def packed(self) -> bytes:
        """Return the columns, rounded, as byte planes, and after them the arrays of bytes."""
        planes = planes_of(halves(self.arrays, self.bits), self.lengths) if self.arrays else b""
        return planes + b"".join(array.tobytes() for array in self.bytes)


@functools.cache
def layout_of(kind: type) -> tuple[dict[str, str], tuple[str, ...]]:
    """Return what names a dataclass's kind, and the names of its fields."""
    named = {"kind": kind.kind} if issubclass(kind, Layer | Panel) else {}
    return named, tuple(field.name for field in dataclasses.fields(kind))


def plain(thing: Any, columns: Columns, bits: int = BITS) -> Any:
    """Return a dataclass, array, number or collection of these as JSON data; arrays go to ``columns``."""
    if isinstance(thing, str | bool | int) or thing is None:
        return thing
    if isinstance(thing, np.ndarray):
        return columns.reference(thing, bits)
    if isinstance(thing, list | tuple):
        return [plain(each, columns, bits) for each in thing]
    if isinstance(thing, Mapping):
        return {key: plain(value, columns, bits) for key, value in thing.items()}
    if dataclasses.is_dataclass(thing):
        own = getattr(thing, "bits", bits)
        named, names = layout_of(type(thing))
        return named | {name: plain_field(name, getattr(thing, name), columns, own) for name in names}
    return float(thing) if math.isfinite(thing) else None


def plain_field(name: str, value: Any, columns: Columns, bits: int) -> Any:
    """Return a dataclass's field as JSON data: a look as its style."""
    return style_of(value) if name in ("look", "looks") else plain(value, columns, bits)


def style_of(value: Any) -> Any:
    """Return a look as the browser draws it: a word as it is, a number as indices of colour, dash and marker."""
    if isinstance(value, list | tuple):
        return [style_of(each) for each in value]
    if isinstance(value, str):
        return value
    style = look(int(value))
    return [style.colour, style.dash, style.marker]


def board_body(board: Board) -> tuple[int, bytes]:
    """Return how many bytes of columns a board has, and its body: the columns, the arrays of bytes, the panels."""
    columns = Columns()
    data = plain(board, columns)
    packed = columns.packed()
    data["lengths"] = columns.lengths
    if columns.bytes:
        data["bytes"] = columns.sizes
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"), allow_nan=False).encode()
    return len(packed), packed + text


def layer_message(layer: Layer) -> bytes:
    """Return one layer as a message, packed as those of a board are."""
    columns = Columns()
    data = plain(layer, columns)
    header = {"kind": "layer", "layer": data, "lengths": columns.lengths, "bytes": columns.sizes}
    return message(header, columns.packed())


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
    return message({"kind": "background", "key": background.key, "fields": fields}, b"".join(parts))

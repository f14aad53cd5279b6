"""What the browser does with a message, in Python, for the tests."""

import itertools
import json
import struct
from collections.abc import Sequence
from typing import Any

import numpy as np

from optviz.figures.board import Board
from optviz.figures.board.message import board_body, message
from optviz.pictures.coding import Coding


def columns_of(planes: bytes, lengths: Sequence[int]) -> list[np.ndarray]:
    """Return the columns from the byte planes that ``planes`` begins with."""
    split = np.frombuffer(planes, np.uint8, 4 * sum(lengths)).reshape(4, -1)
    words = np.ascontiguousarray(split.T).view(np.uint32).ravel()
    out, at = [], 0
    for length in lengths:
        upper = np.cumsum(words[at : at + length], dtype=np.uint32).astype(np.uint64)
        out.append((upper << np.uint64(32)).view(np.float64))
        at += length
    return out


def bytes_of(packed: bytes, lengths: Sequence[int], sizes: Sequence[int]) -> list[np.ndarray]:
    """Return the arrays of bytes that follow the columns of these lengths."""
    ends = 4 * sum(lengths) + np.cumsum([0, *sizes])
    return [np.frombuffer(packed[first:last], np.uint8) for first, last in itertools.pairwise(ends)]


def parsed(data: bytes) -> tuple[dict[str, Any], bytes]:
    """Return the header and the body of a message."""
    (length,) = struct.unpack_from("<I", data)
    return json.loads(data[4 : 4 + length]), data[4 + length :]


def fan_columns(header: dict[str, Any], body: bytes) -> list[np.ndarray]:
    """Return the columns of a fan's body: x and y of its points, then step, x, y, x, y of its cuts."""
    split = np.frombuffer(body, np.uint8).reshape(2, -1).astype(int)
    words = split[0] + 256 * split[1]
    differences = np.where(words % 2, -(words // 2) - 1, words // 2)
    sizes = [sum(header["lengths"])] * 2 + [sum(header["cuts"])] * 5
    return [np.cumsum(part) for part in np.split(differences, np.cumsum(sizes)[:-1])]


def frames_of(answer: bytes) -> list[bytes]:
    """Return the messages of an answer."""
    out = []
    while answer:
        (length,) = struct.unpack_from("<I", answer)
        out.append(answer[4 : 4 + length])
        answer = answer[4 + length :]
    return out


def sent(board: Board) -> dict[str, Any]:
    """Return a board as the browser reads it, under a header that says nothing of a page."""
    split, body = board_body(board)
    return opened_board(message({"split": split}, body))


def opened_board(data: bytes) -> dict[str, Any]:
    """Return the panels of a message: the JSON as the browser reads it, columns as arrays in ``columns``."""
    header, whole = parsed(data)
    panels = json.loads(whole[header["split"] :])
    return header | panels | {"columns": columns_of(whole[: header["split"]], panels["lengths"])}


def weight(board: Board) -> int:
    """Return how many bytes of an answer a board is, compressed as the answer is."""
    return len(Coding("gzip").coded(board_body(board)[1], last=True))


def with_arrays(thing: Any, columns: Sequence[np.ndarray], small: Sequence[np.ndarray] = ()) -> Any:
    """Return a board's data with every reference to a column or to an array of bytes as that array."""
    if isinstance(thing, dict) and "$" in thing:
        return columns[thing["$"]].reshape(thing["shape"])
    if isinstance(thing, dict) and "$bytes" in thing:
        return small[thing["$bytes"]].reshape(thing["shape"])
    if isinstance(thing, dict):
        return {key: with_arrays(value, columns, small) for key, value in thing.items()}
    return [with_arrays(item, columns, small) for item in thing] if isinstance(thing, list) else thing


def read_board(body: tuple[int, bytes]) -> dict[str, Any]:
    """Return what :func:`~optviz.figures.board.message.board_body` packed: panels by key, arrays in their places."""
    split, whole = body
    data = json.loads(whole[split:])
    small = bytes_of(whole[:split], data["lengths"], data.get("bytes", []))
    data = with_arrays(data, columns_of(whole[:split], data["lengths"]), small)
    return data | {"panels": {panel["key"]: panel for panel in data["panels"]}}

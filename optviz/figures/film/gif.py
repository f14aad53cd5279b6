"""A GIF written frame by frame: each holds only what has changed, and all share one palette."""

import os
import struct
from collections.abc import Sequence
from types import TracebackType
from typing import IO, Self

import numpy as np
from PIL import GifImagePlugin, Image

COLOURS = 255
"""Of the palette; the one that is left over means: as before."""

_BITS = 6
_LEVELS = 1 << _BITS
_END = b"\x3b"
_LOOP = b"\x21\xff\x0bNETSCAPE2.0\x03\x01\x00\x00\x00"


class ColourTable:
    """A palette, (n, 3), and for each colour that is met the nearest in it."""

    def __init__(self, colours: np.ndarray) -> None:
        self.colours = colours[:COLOURS].astype(np.float32)
        self._nearest = np.full(_LEVELS**3, -1, np.int16)

    def indices(self, image: Image.Image) -> np.ndarray:
        """Return the image, RGB, as numbers of the palette, (height, width), uint8."""
        pixels = np.asarray(image) >> (8 - _BITS)
        keys = (pixels[..., 0].astype(np.int32) * _LEVELS + pixels[..., 1]) * _LEVELS + pixels[..., 2]
        found = self._nearest[keys]
        if (found < 0).any():
            self._learn(np.unique(keys[found < 0]))
            found = self._nearest[keys]
        return found.astype(np.uint8)

    def _learn(self, keys: np.ndarray) -> None:
        levels = np.stack([keys // _LEVELS**2, keys // _LEVELS % _LEVELS, keys % _LEVELS], axis=1)
        wanted = levels.astype(np.float32) * (255 / (_LEVELS - 1))
        for part in range(0, len(keys), 4096):
            apart = ((wanted[part : part + 4096, None] - self.colours) ** 2).sum(axis=2)
            self._nearest[keys[part : part + 4096]] = apart.argmin(axis=1)


def palette_of(image: Image.Image, own: Sequence[np.ndarray]) -> np.ndarray:
    """Return at most 255 colours: ``own``, then the commonest of the image."""
    first = np.unique(np.rint(np.concatenate(own)).astype(np.uint8), axis=0)[: COLOURS - 32]
    rest = image.quantize(COLOURS - len(first), Image.Quantize.MEDIANCUT).getpalette() or []
    return np.concatenate([first, np.array(rest, np.uint8).reshape(-1, 3)])[:COLOURS]


class GifFile:
    """Writes frames, (height, width) of palette numbers, to a file that plays for ever."""

    def __init__(self, path: str | os.PathLike[str], table: ColourTable) -> None:
        colours = np.zeros((256, 3), np.uint8)
        colours[: len(table.colours)] = table.colours
        self._path, self._palette = path, colours.tobytes()
        self._shown: np.ndarray | None = None
        self._file: IO[bytes] | None = None

    def __enter__(self) -> Self:
        self._file = open(self._path, "wb")
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        if self._file is not None:
            self._file.write(_END if kind is None else b"")
            self._file.close()

    def write(self, frame: np.ndarray, hundredths: int) -> None:
        """Show a frame for so many hundredths of a second."""
        assert self._file is not None
        if self._shown is None:
            height, width = frame.shape
            self._file.write(struct.pack("<6sHHBBB", b"GIF89a", width, height, 0xF7, 0, 0) + self._palette + _LOOP)
            image, corner = self._image(frame), (0, 0)
        else:
            image, corner = self._changes(frame, self._shown)
        how = {"duration": 10 * hundredths, "transparency": COLOURS, "disposal": 1}
        self._file.writelines(GifImagePlugin.getdata(image, corner, **how))
        self._shown = frame.copy()

    def _changes(self, frame: np.ndarray, before: np.ndarray) -> tuple[Image.Image, tuple[int, int]]:
        changed = frame != before
        rows, columns = np.flatnonzero(changed.any(axis=1)), np.flatnonzero(changed.any(axis=0))
        if not len(rows):
            rows = columns = np.zeros(1, int)
        box = slice(rows[0], rows[-1] + 1), slice(columns[0], columns[-1] + 1)
        return self._image(np.where(changed, frame, COLOURS).astype(np.uint8)[box]), (int(columns[0]), int(rows[0]))

    def _image(self, numbers: np.ndarray) -> Image.Image:
        image = Image.fromarray(np.ascontiguousarray(numbers))
        image.putpalette(self._palette)
        return image

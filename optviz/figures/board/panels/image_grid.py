"""Small grey images that change with the playhead."""

import dataclasses
from typing import ClassVar

from optviz.figures.board.layers import Array
from optviz.figures.board.panels.base import Panel


@dataclasses.dataclass(frozen=True)
class ImageGrid(Panel):
    """Small grey pictures that change with the playhead: ``pixels`` (pictures, height, width) from 0 to 1.

    ``which`` (frames, k): the numbers of the k pictures to show (−1: none); ``captions``: (frames) tuples of k texts.
    """

    kind: ClassVar[str] = "image_grid"

    pixels: Array
    which: Array
    captions: tuple[tuple[str, ...], ...]
    title: str = ""
    empty: str = ""

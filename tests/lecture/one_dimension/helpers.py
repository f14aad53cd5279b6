"""What the tests of the page on one dimension share: values, boards and layers of a section or a preset."""

import functools
import subprocess
import sys
from typing import Any, TypeVar

from optviz.figures.board import Axes, Board, Layer
from optviz.lecture.one_dimension import PAGE
from tests.lecture.helpers import values_of

L = TypeVar("L", bound=Layer)
values = functools.partial(values_of, PAGE)


def board_of(section: str, preset: str = "", **changes: Any) -> Board:
    """A section's board as it opens, as a preset has it, or turned to others."""
    return PAGE.section(section).draw(values(section, preset, **changes))


def layers(board: Board, kind: type[L], panel: str = "curve") -> list[L]:
    """The layers of one kind on one of a board's axes."""
    return [layer for layer in board.panel(panel, Axes).layers if isinstance(layer, kind)]


def printed(program: str) -> list[str]:
    """What a program prints, line by line, run by a Python of its own."""
    ran = subprocess.run([sys.executable, "-I", "-c", program], capture_output=True, text=True, check=True, timeout=60)
    return ran.stdout.splitlines()

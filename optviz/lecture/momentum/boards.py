"""The boards of the momentum page."""

from typing import Any

from optviz.figures.board import Background, Field
from optviz.lecture.momentum.common import heights
from optviz.lecture.momentum.map import rate_board
from optviz.lecture.momentum.oscillators import oscillator_board
from optviz.lecture.momentum.smooth import nag_board, parts_board, smooth_board, too_much_board
from optviz.lecture.section import Values


def bowl_background(values: Values) -> Background:
    """Return the bowl under a section's plane, the same for all values."""
    return Background("momentum-bowl", {"bowl": Field(*heights(), floor=0.0)})


DRAW = {
    "two_parts": parts_board,
    "smooth": smooth_board,
    "too_much": too_much_board,
    "map": rate_board,
    "oscillators": oscillator_board,
    "nag": nag_board,
}
GROUND: dict[str, Any] = dict.fromkeys(("two_parts", "smooth", "too_much"), bowl_background)

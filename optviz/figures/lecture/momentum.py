"""The boards of the momentum page."""

from optviz.figures.board import Field, Ground
from optviz.figures.lecture.momentum_map import rate_board
from optviz.figures.lecture.momentum_oscillators import oscillator_board
from optviz.figures.lecture.momentum_paths import nag_board, parts_board, smooth_board, too_much_board
from optviz.scenes.lecture.momentum_runs import heights
from optviz.scenes.lecture.section import Values


def bowl_ground(values: Values) -> Ground:
    """Return the bowl under a section's plane, the same for all values."""
    return Ground("momentum-bowl", {"bowl": Field(*heights(), floor=0.0)})


DRAW = {
    "two_parts": parts_board,
    "smooth": smooth_board,
    "too_much": too_much_board,
    "map": rate_board,
    "oscillators": oscillator_board,
    "nag": nag_board,
}
GROUND = dict.fromkeys(("two_parts", "smooth", "too_much"), bowl_ground)

"""Copy as Python in the lecture: a section's program ends where the paths of its picture end."""

import numpy as np
import pytest

from optviz.figures.board import Board, Path
from optviz.lecture import TITLES
from optviz.lecture.page_state import opened, to_query
from optviz.pictures.lecture_picture import LecturePicture, page_of
from optviz.pictures.numbers import NO_PROGRAM, file_of
from tests.code.programs import printed

PROGRAMS = {
    f"{stem}/{section.key}": (stem, section.key)
    for stem in TITLES
    for section in page_of(stem).sections
    if section.has_program
}
RACES = [
    *(f"momentum/{key}" for key in ("map", "nag", "oscillators", "smooth", "too_much", "two_parts")),
    *(f"adaptive/{key}" for key in ("adam", "coordinates", "forget", "formula", "ideas", "units")),
    *(f"traps/{key}" for key in ("basins", "gradient", "saddle", "suboptimal")),
]
"""What the lecture shows on a surface from one start."""
WALKS = [f"one_dimension/{key}" for key in ("descent", "algorithm", "step_size", "suboptimal")]
"""What it shows in one dimension; the exercises ask for the program."""


def ends_of(board: Board) -> list[tuple[float, float]]:
    """Where the paths of a board's planes end."""
    drawn = [each for panel in board.panels for each in (*getattr(panel, "layers", ()), *getattr(panel, "paths", ()))]
    return [(path.x[-1], path.y[-1]) for path in drawn if isinstance(path, Path)]


def program_and_board(stem: str, section: str, preset: str = "") -> tuple[str, Board]:
    """A section's program in NumPy, by its address, and its board."""
    state = opened(page_of(stem), section, preset)
    return file_of(stem, to_query(state), "numpy", "").text, LecturePicture(state).board()


def test_the_races_of_the_lecture_have_programs() -> None:
    assert {*RACES, *WALKS} <= set(PROGRAMS)


@pytest.mark.parametrize("place", WALKS)
def test_a_walk_s_program_ends_where_its_path_ends(place: str) -> None:
    program, board = program_and_board(*PROGRAMS[place])
    ((end,),) = printed(program)
    assert any(np.isclose(end, x, rtol=1e-12, atol=1e-12) for x, _ in ends_of(board))


@pytest.mark.parametrize("place", RACES)
def test_a_section_s_program_ends_where_its_paths_end(place: str) -> None:
    # With its own decay RMSprop jumps to and fro over the cliff's edge: there the last digit decides where it is.
    program, board = program_and_board(*PROGRAMS[place], "forget_none" if place == "adaptive/forget" else "")
    ends = np.array(ends_of(board))
    for point in printed(program):
        assert np.isclose(ends, point, rtol=1e-9, atol=1e-12).all(axis=1).any(), (point, ends)


@pytest.mark.parametrize("flavour", ["optviz", "optax", "torch"])
def test_a_section_s_program_is_there_in_every_flavour(flavour: str) -> None:
    text = file_of("momentum", "section=nag&lr=0.0312", flavour, "").text
    compile(text, "program.py", "exec")
    assert "0.0312" in text


def test_a_program_has_the_settings_of_its_link() -> None:
    here, there = (printed(file_of("traps", f"section=gradient&lr={lr}", "numpy", "").text) for lr in ("0.05", "0.02"))
    assert here != there


@pytest.mark.parametrize(
    ("stem", "query", "said"),
    [
        ("weights", "section=hidden", NO_PROGRAM),
        ("one_dimension", "section=exercise", NO_PROGRAM),
        ("adaptive", "section=epsilon", NO_PROGRAM),
        ("adaptive", "section=adam&correct=0", "no name of its own"),
    ],
)
def test_where_there_is_no_program_a_sentence_says_so(stem: str, query: str, said: str) -> None:
    with pytest.raises(ValueError, match=said):
        file_of(stem, query, "numpy", "")

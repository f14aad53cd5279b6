"""A race as a GIF, without a browser: what is decoded is what was drawn, and it shows the runs as they were."""

import re
from pathlib import Path

import jax.numpy as jnp
import numpy as np
import pytest
from PIL import Image, ImageSequence

import optviz
from optviz.figures.film.pen import plain
from optviz.figures.film.race_film import Film, Racer, finite, flat, gap_of, scenery_of
from optviz.figures.palette import LIGHT, look
from optviz.figures.thumbnail import rgb

GD, ADAM, MOMENTUM = (optviz.optimizers[key] for key in ("gd", "adam", "momentum"))
LOOKS = (2, 8)
SIZE = (640, 360)


@pytest.fixture(scope="module")
def race() -> optviz.Race:
    made = optviz.race(optviz.surfaces["himmelblau"](), [GD(lr=0.01), ADAM(lr=0.1)], start=(-0.3, -4), steps=40)
    return optviz.Race(made.surface, made.runs, LOOKS, made.steps)


@pytest.fixture(scope="module")
def frames(race: optviz.Race, tmp_path_factory: pytest.TempPathFactory) -> list[np.ndarray]:
    path = tmp_path_factory.mktemp("film") / "race.gif"
    race.to_gif(path, seconds=4, fps=10, size=SIZE)
    with Image.open(path) as image:
        return [np.asarray(frame.convert("RGB")) for frame in ImageSequence.Iterator(image)]


def film_of(race: optviz.Race, size: tuple[int, int]) -> Film:
    racers = [
        Racer("", look(number), run, finite(flat(run, (1, 2))), np.stack([np.arange(41.0), gap_of(run, 0.0)], axis=1))
        for number, run in zip(LOOKS, race.runs, strict=True)
    ]
    return Film(scenery_of(race.surface, race.runs, (1, 2)), racers, size)


def coloured(frame: np.ndarray, number: int) -> np.ndarray:
    """Where a frame has the very colour of a look, as x and y of each such pixel in the plane of the paths."""
    rows, columns = np.nonzero((np.abs(frame - rgb(LIGHT.runs[look(number).colour])) < 3).all(axis=2))
    left = columns < 0.57 * SIZE[0]
    return np.stack([columns[left], rows[left]], axis=1)


def test_a_film_lasts_as_long_as_it_should_and_begins_again(race: optviz.Race, tmp_path: Path) -> None:
    race.to_gif(tmp_path / "race.gif", seconds=2, fps=30, size=SIZE)
    with Image.open(tmp_path / "race.gif") as image:
        lengths = [frame.info["duration"] for frame in ImageSequence.Iterator(image)]
        assert (image.size, image.info["loop"], len(lengths)) == (SIZE, 0, 61)
    assert sum(lengths[:-1]) == 2000 and lengths[-1] == 1000 and set(lengths[:-1]) == {30, 40}


def test_the_last_frame_has_each_runs_mark_where_the_run_ended(race: optviz.Race, frames: list[np.ndarray]) -> None:
    plane = film_of(race, SIZE)._plots[0]  # pyright: ignore[reportPrivateUsage]
    for number, run in zip(LOOKS, race.runs, strict=True):
        at = plane.pixels(run.x[-1:])[0] + plane.box[:2]
        near = np.hypot(*(coloured(frames[-1], number) - at).T) < 4
        assert near.sum() > 12, number
        assert not (np.hypot(*(coloured(frames[0], number) - at).T) < 4).any()


def test_a_path_is_drawn_as_far_as_it_has_come(race: optviz.Race, frames: list[np.ndarray]) -> None:
    plane = film_of(race, SIZE)._plots[0]  # pyright: ignore[reportPrivateUsage]
    for number, run in zip(LOOKS, race.runs, strict=True):
        for step in (0, 3, 8, 40):
            dots = np.linspace(0, step, 60 * step + 1)
            way = np.stack([np.interp(dots, np.arange(len(run.x)), run.x[:, i]) for i in (0, 1)], axis=1)
            inked, track = coloured(frames[step], number), plane.pixels(way) + plane.box[:2]
            apart = np.hypot(*(inked[:, None] - track).transpose(2, 0, 1))
            assert (apart.min(axis=1) < 8).all(), "nothing is shown before"
    assert len(coloured(frames[0], LOOKS[1])) < len(coloured(frames[3], LOOKS[1])) < len(coloured(frames[8], LOOKS[1]))


def test_what_is_decoded_is_what_was_drawn(race: optviz.Race, frames: list[np.ndarray]) -> None:
    film = film_of(race, SIZE)
    for step, frame in enumerate(frames):
        film.advance(step)
        drawn = film.table.colours[film.screen]
        plane = tuple(slice(first, last) for first, last in zip(*reversed_corners(film), strict=True))
        np.testing.assert_array_equal(frame[plane], drawn[plane])


def reversed_corners(film: Film) -> tuple[tuple[int, int], tuple[int, int]]:
    """The plane's box as rows and columns."""
    left, top, right, bottom = film._plots[0].box  # pyright: ignore[reportPrivateUsage]
    return (top, left), (bottom, right)


def test_ten_seconds_at_960_by_540_are_a_light_file(tmp_path: Path) -> None:
    racers = [GD(lr=0.001), MOMENTUM(lr=0.0005), ADAM(lr=0.02)]
    optviz.race(optviz.surfaces["rosenbrock"](), racers, steps=2000).to_gif(tmp_path / "race.gif")
    with Image.open(tmp_path / "race.gif") as image:
        assert (image.size, getattr(image, "n_frames", 1)) == ((960, 540), 251)
    assert (tmp_path / "race.gif").stat().st_size < 2_000_000


@pytest.mark.parametrize("dim", [1, 3])
def test_functions_of_one_and_of_many_variables_are_filmed_too(dim: int, tmp_path: Path) -> None:
    race = optviz.race(optviz.surface(lambda x: jnp.sum(jnp.cosh(x)), dim=dim), GD(lr=0.1), [2.0] * dim, steps=20)
    race.to_gif(tmp_path / "race.gif", seconds=1, fps=10, size=SIZE, coordinates=(1, 3) if dim == 3 else None)
    with Image.open(tmp_path / "race.gif") as image:
        assert getattr(image, "n_frames", 1) == 11


def test_a_run_that_leaves_all_numbers_is_filmed_as_far_as_it_went(tmp_path: Path) -> None:
    race = optviz.race(optviz.surface("x^4 + y^4"), [GD(lr=1.0)], start=(3, 2), steps=50)
    assert not np.isfinite(race.runs[0].value).all() and race.runs[0].status.kind == "diverged"
    race.to_gif(tmp_path / "race.gif", seconds=1, fps=10, size=SIZE)
    with Image.open(tmp_path / "race.gif") as image:
        assert getattr(image, "n_frames", 1) == 11


@pytest.mark.parametrize(
    ("how", "said"),
    [
        ({"seconds": 0}, "a film takes from 0.1 to 120 seconds, not 0"),
        ({"seconds": float("nan")}, "a film takes from 0.1 to 120 seconds, not nan"),
        ({"fps": 60}, "a film has from 1 to 50 frames a second, not 60"),
        ({"size": (10, 10)}, "a film has from 320×240 to 1920×1080 pixels, not 10×10"),
        ({"coordinates": (1, 3)}, "coordinates are two different ones of 1 … 2"),
    ],
)
def test_a_film_that_cannot_be_made_is_refused_in_a_sentence(race: optviz.Race, how: dict, said: str) -> None:
    with pytest.raises(ValueError, match=re.escape(said)):
        race.to_gif("never.gif", **how)
    assert not Path("never.gif").exists()


def test_a_film_shows_no_more_runs_than_can_be_told_apart() -> None:
    race = optviz.sweep(optviz.surfaces["booth"](), GD(), lr=list(np.linspace(0.001, 0.1, 41)), steps=5)
    with pytest.raises(ValueError, match="a film shows from 1 to 40 runs, and this race has 41"):
        race.to_gif("never.gif")


def test_letters_that_the_font_lacks_are_written_out() -> None:
    assert plain("GD, η = 0.1 − 2×√κ") == "GD, eta = 0.1 - 2xsqrtkappa"
    assert plain("é x₁ 漢") == "é x1 ?"

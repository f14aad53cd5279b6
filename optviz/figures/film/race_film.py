"""A race as a GIF: the paths on the plane, f against the step, and who is where."""

import os
from collections.abc import Sequence

import numpy as np

from optviz.core.curvature import MethodRun
from optviz.core.simulation.run import Run
from optviz.core.surfaces import Surface
from optviz.figures.film.gif import ColourTable, GifFile, palette_of
from optviz.figures.film.layout import laid_out
from optviz.figures.film.legend import row, told
from optviz.figures.film.pen import FAR, Box, Pen
from optviz.figures.film.plot import Plot
from optviz.figures.film.scenery import Racer, Scenery, finite, flat, gap_of, scenery_of
from optviz.figures.notebook import names
from optviz.figures.palette import LIGHT, MARKERS, look
from optviz.figures.thumbnail import rgb

REST = 1.0
"""Seconds that the last frame stays, as in the films that the app saves."""

HEAD, PATH = 5.5, 2.0
"""Radius of a mark and width of a path, in pixels of a film 540 high."""

MOST_RUNS = 40
_BLENDS = (1.0, 0.8, 0.6, 0.4, 0.2)


def write_gif(
    path: str | os.PathLike[str], surface: Surface, runs: Sequence[Run | MethodRun], looks: Sequence[int],
    pair: tuple[int, int], seconds: float, fps: float, size: tuple[int, int],
) -> None:  # fmt: skip
    """Write the race as a GIF that takes ``seconds``, and a moment on its last frame."""
    check(seconds, fps, size, len(runs))
    racers = [
        Racer(name, look(number), run, finite(flat(run, pair)), _curve(run, surface.floor))
        for name, number, run in zip(names(runs, ended=False), looks, runs, strict=True)
    ]
    film = Film(scenery_of(surface, runs, pair), racers, size)
    count = max(1, round(seconds * fps))
    moments = np.rint(100 / fps * np.arange(count + 1)).astype(int)
    with GifFile(path, film.table) as file:
        for number in range(count + 1):
            film.advance(film.scenery.steps * number / count)
            length = 100 * REST if number == count else moments[number + 1] - moments[number]
            file.write(film.screen, int(length))


def check(seconds: float, fps: float, size: tuple[int, int], runs: int) -> None:
    """Raise ``ValueError``, in a sentence, for a film that cannot be made."""
    if not 0.1 <= seconds <= 120:
        raise ValueError(f"a film takes from 0.1 to 120 seconds, not {seconds:g}")
    if not 1 <= fps <= 50:
        raise ValueError(f"a film has from 1 to 50 frames a second, not {fps:g}: GIF knows no more")
    width, height = size
    if not (320 <= width <= 1920 and 240 <= height <= 1080):
        raise ValueError(f"a film has from 320×240 to 1920×1080 pixels, not {width}×{height}")
    if not 1 <= runs <= MOST_RUNS:
        raise ValueError(f"a film shows from 1 to {MOST_RUNS} runs, and this race has {runs}")


def _curve(run: Run | MethodRun, floor: float | None) -> np.ndarray:
    return finite(np.stack([np.arange(len(run.value), dtype=float), gap_of(run, floor)], axis=1))


class Film:
    """The picture at one moment after the other: ``screen`` holds numbers of ``table``, (height, width)."""

    def __init__(self, scenery: Scenery, racers: Sequence[Racer], size: tuple[int, int]) -> None:
        self.scenery, self._racers, self._at = scenery, racers, 0.0
        layout = self._layout = laid_out(size, len(racers), scenery.aspect)
        self._plots = scenery.plots(layout)
        self._radius, self._width = (share * layout.letters * 42 / 540 for share in (HEAD, PATH))
        paper = Pen.on_paper(size, LIGHT.casing)
        paper.text((layout.plane[0], 1.5 * layout.letters), scenery.surface.name, 1.4 * layout.letters, LIGHT.ink)
        for plot in self._plots:
            plot.decorate(paper)
        picture = paper.small()
        for plot in self._plots:
            picture.paste(plot.pen.small(), plot.box[:2])
        self.table = ColourTable(palette_of(picture, _blends(racers)))
        self.screen = self.table.indices(picture)
        plane, chart = self._plots
        self._tracks = (
            [np.clip(plane.pixels(racer.points), -FAR, FAR) for racer in racers],
            [np.clip(chart.pixels(racer.curve), -FAR, FAR) for racer in racers],
        )
        self._along = np.zeros((2, len(racers)))
        self._said: dict[Box, str] = {}

    def advance(self, step: float) -> None:
        """Draw what happens up to ``step``, which may lie between two."""
        for plot, tracks, along in zip(self._plots, self._tracks, self._along, strict=True):
            pieces = [_between(track, self._at, step) for track in tracks]
            for number, (racer, piece) in enumerate(zip(self._racers, pieces, strict=True)):
                if len(piece) > 1:
                    along[number] = plot.pen.dashed(piece, racer.colour, self._width, racer.look.dash, along[number])
            heads = [(racer, piece[-1]) for racer, piece in zip(self._racers, pieces, strict=True) if len(piece)]
            margin = 2 * self._radius + 3
            for piece in filter(len, pieces):
                self._refresh(plot, piece.min(axis=0) - margin, piece.max(axis=0) + margin, heads)
        self._at = step
        self._write_texts(int(step + 1e-9))

    def _refresh(
        self, plot: Plot, first: np.ndarray, last: np.ndarray, heads: Sequence[tuple[Racer, np.ndarray]]
    ) -> None:
        """Bring a part of a plot onto the screen, with the marks that lie in it."""
        left, top, right, bottom = (int(edge) for edge in np.clip([first, last], 0, plot.size).ravel())
        if right <= left or bottom <= top:
            return
        part = plot.pen.part((left, top, right, bottom))
        reach = 2 * self._radius
        for racer, (x, y) in heads:
            if left - reach < x < right + reach and top - reach < y < bottom + reach:
                shape = MARKERS[racer.look.marker]
                part.mark(shape, (x - left, y - top), self._radius, racer.colour, LIGHT.casing)
        x, y = plot.box[:2]
        self._show(part, (x + left, y + top, x + right, y + bottom))

    def _show(self, pen: Pen, box: Box) -> None:
        left, top, right, bottom = box
        self.screen[top:bottom, left:right] = self.table.indices(pen.small())

    def _write_texts(self, step: int) -> None:
        layout, letters = self._layout, self._layout.letters
        box = layout.counter
        if self._changed(box, said := f"step {step} of {self.scenery.steps}"):
            pen = Pen.on_paper(_extent(box), LIGHT.casing)
            pen.text((box[2] - box[0], (box[3] - box[1]) / 2), said, letters, LIGHT.ink, "rm")
            self._show(pen, box)
        hidden = len(self._racers) - len(layout.rows)
        for box, racer in zip(layout.rows, self._racers, strict=False):
            last = hidden and box == layout.rows[-1]
            said = f"… and {hidden + 1} more" if last else f"{racer.name}: {told(racer.run, step)}"
            if self._changed(box, said):
                self._show(row(said, None if last else racer, _extent(box), letters), box)

    def _changed(self, box: Box, said: str) -> bool:
        changed = self._said.get(box) != said
        self._said[box] = said
        return changed


def _extent(box: Box) -> tuple[int, int]:
    return box[2] - box[0], box[3] - box[1]


def _between(track: np.ndarray, before: float, now: float) -> np.ndarray:
    """Return the piece of a track, (n, 2), from one moment to another, in steps; its end where it has ended."""
    if not len(track):
        return track
    last = len(track) - 1
    first, end = min(before, last), min(now, last)
    inner = track[int(first) + 1 : int(np.ceil(end))]
    tips = [[np.interp(at, np.arange(len(track)), track[:, i]) for i in (0, 1)] for at in (first, end)]
    return np.vstack([tips[:1], inner, tips[1:]])


def _blends(racers: Sequence[Racer]) -> list[np.ndarray]:
    """Return the colours that smooth edges need: of the runs and of ink, on white and on the ground."""
    inks = dict.fromkeys([LIGHT.casing, LIGHT.ink, LIGHT.faint, LIGHT.frame, *(racer.colour for racer in racers)])
    grounds = rgb(LIGHT.casing), rgb(LIGHT.ramp[len(LIGHT.ramp) // 2])
    return [np.stack([s * rgb(ink) + (1 - s) * ground for s in _BLENDS]) for ink in inks for ground in grounds]

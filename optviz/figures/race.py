"""What a notebook has of several runs: a figure, a file, a table."""

import dataclasses
import os
from pathlib import Path
from typing import TYPE_CHECKING, Any, Generic, TypeVar

import numpy as np

from optviz.code import code_of, setup_of_runs
from optviz.core.curvature import MethodRun
from optviz.core.simulation.run import Run
from optviz.core.surfaces import Surface, grid
from optviz.figures.notebook import looks_of, names, race_figure
from optviz.figures.notebook_vector import checked_pair, vector_figure
from optviz.figures.run_columns import column_notes, write_csv, write_parquet

if TYPE_CHECKING:
    import pandas as pd
    import plotly.graph_objects as go

GRID_SIZE = 121
R = TypeVar("R", bound=Run | MethodRun)


@dataclasses.dataclass(frozen=True, eq=False)
class Race(Generic[R]):
    """Runs on one surface; ``figure()`` draws them, ``show()`` plays them, ``to_html(path)`` saves that as a page.

    ``to_frame()`` is a table.

    ``looks`` number each run's colour, dash and marker; without them each rule has its own, as in the app. ``steps``,
    ``noise`` and ``seed`` are what the runs were made with.
    """

    surface: Surface
    runs: tuple[R, ...]
    looks: tuple[int, ...] = ()
    steps: int = 0
    noise: float = 0.0
    seed: int = 0

    @property
    def grid(self) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """x (n,), y (n,) and f (n, n) on the surface's window; ``TypeError`` for f of one or of more variables."""
        if self.surface.dim != 2:
            raise TypeError(f"level lines are for functions of two variables, and {self.surface.name} has another dim")
        return grid(self.surface, GRID_SIZE)

    def figure(self, coordinates: tuple[int, int] | None = None) -> "go.Figure":
        """Return a Plotly figure: where the runs went, and f against the step.

        On two variables that is the contour with the paths, on one the curve of f with the points, on more the paths
        in two of the coordinates, by default (1, 2), which are counted from 1. Raises ``ValueError``, in a sentence,
        for coordinates that there are not.
        """
        looks = self.looks or looks_of(self.runs)
        pair = checked_pair(coordinates, self.surface.dim)
        if self.surface.dim == 2 and pair == (1, 2):
            return race_figure(self.surface, self.runs, self.grid, looks)
        return vector_figure(self.surface, self.runs, pair, looks)

    def to_gif(
        self,
        path: str | os.PathLike[str],
        *,
        seconds: float = 10.0,
        fps: float = 25.0,
        size: tuple[int, int] = (960, 540),
        coordinates: tuple[int, int] | None = None,
    ) -> None:
        """Write the race as an animated GIF of ``seconds``, and one more on its last frame; no browser is needed.

        It shows what :meth:`figure` shows, for at most 40 runs; ``fps``: frames a second, at most 50; ``size``: width
        and height in pixels. Raises ``ValueError``, in a sentence, for a film that cannot be made.
        """
        from optviz.figures.film.race_film import write_gif

        pair = checked_pair(coordinates, self.surface.dim)
        looks = self.looks or looks_of(self.runs)
        write_gif(path, self.surface, self.runs, looks, pair, seconds, fps, size)

    def to_html(self, path: str | os.PathLike[str]) -> None:
        """Write the race as one HTML file that plays as the app does, without a server or the internet."""
        from optviz.figures.recording import page_of

        Path(path).write_text(page_of(self.surface.name, self._settings, self._frames()), encoding="utf-8")

    def show(self, step: int = 0) -> Any:
        """Return the race as a widget of the notebook: the stage of the app, its playhead at ``step``.

        The widget's ``step`` is the playhead: read it, or set it, from another cell. Raises ``ImportError``, in a
        sentence, where anywidget is not installed (``pip install optviz[notebook]``).
        """
        from optviz.figures.widget import widget_of

        return widget_of(self._frames(step), step, max((run.steps for run in self.runs), default=0))

    @property
    def _settings(self) -> str:
        noise = f" · noise {self.noise:g}, seed {self.seed}" if self.noise else ""
        return f"At most {self.steps} steps{noise}" if self.steps else ""

    def _frames(self, step: int = 0) -> bytes:
        """Return the race as a recording's frames, with the playhead at a step."""
        from optviz.figures.race_recording import background, race_recording
        from optviz.figures.recording import recorded

        grid = self.grid if self.surface.dim == 2 else None
        board = race_recording(self.surface, self.runs, self.looks or looks_of(self.runs), grid)
        head = {"page": "", "section": self.surface.name, "place": None, "rule": "", "presets": [], "words": []}
        return recorded(board, background(self.surface, grid), {"head": head, "step": step}, {"pick": "0"})

    def to_frame(self) -> "pd.DataFrame":
        """Return all runs as one table, see ``to_frame`` of a run, with ``run``, the run's name, as first column."""
        import pandas as pd

        frames = []
        for run, name in zip(self.runs, names(self.runs, ended=False), strict=True):
            frame = run.to_frame()
            frame.insert(0, "run", name)
            frames.append(frame)
        return pd.concat(frames, ignore_index=True) if frames else pd.DataFrame()

    def to_csv(self, path: str | os.PathLike[str]) -> None:
        """Write :meth:`to_frame` as CSV; lines with # above it say what each column holds.

        pandas reads it with ``comment="#"``. A number that is not finite is left empty.
        """
        frame = self.to_frame()
        write_csv(path, frame, column_notes(frame, self.runs))

    def to_parquet(self, path: str | os.PathLike[str]) -> None:
        """Write :meth:`to_frame` as Parquet, in which a number that is not finite is null.

        The metadata of each column has its ``description``, that of the file ``optviz``: JSON with the surface, steps,
        noise, seed and how each run ended.
        """
        frame = self.to_frame()
        ends = dict(zip(names(self.runs, ended=False), (run.status.label for run in self.runs), strict=True))
        about = {"surface": self.surface.name, "steps": self.steps, "noise": self.noise, "seed": self.seed}
        write_parquet(path, frame, column_notes(frame, self.runs), about | {"ends": ends})

    def to_code(self, flavour: str = "optviz") -> str:
        """Return the race as a program's text, which runs by itself and prints where the runs end.

        ``flavour``: optviz, optax (JAX with Optax), torch (PyTorch) or numpy. Raises ``ValueError``, in a sentence, for
        another one, for runs from several starts, for a method that uses curvature, and for a surface or an optimizer
        made of Python objects.
        """
        runs = [run for run in self.runs if isinstance(run, Run)]
        if len(runs) < len(self.runs):
            raise ValueError("a program is of optimizers, and these runs are also of methods that use curvature")
        steps = self.steps or max((run.steps for run in runs), default=0)
        return code_of(setup_of_runs(runs, steps, self.noise, self.seed), flavour)

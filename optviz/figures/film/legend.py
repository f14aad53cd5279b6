"""The lines under the chart: which path is whose, and what is told of it so far."""

from optviz.core.curvature import MethodRun
from optviz.core.number_text import label
from optviz.core.simulation.run import Run
from optviz.figures.film.pen import Pen, width_of
from optviz.figures.film.scenery import Racer
from optviz.figures.palette import LIGHT, MARKERS


def row(said: str, racer: Racer | None, size: tuple[int, int], letters: float) -> Pen:
    """Return a line of the legend: a piece of the path with its mark, and what is said of the run."""
    pen = Pen.on_paper(size, LIGHT.casing)
    middle, left = size[1] / 2, 3.2 * letters
    if racer is not None:
        pen.sample((0.0, 2.6 * letters), middle, racer.colour, racer.look.dash, letters / 6)
        pen.mark(MARKERS[racer.look.marker], (1.3 * letters, middle), letters / 2.6, racer.colour, LIGHT.casing)
    while len(said) > 2 and width_of(said, letters) > size[0] - left:
        said = said.removesuffix("…")[:-1] + "…"
    pen.text((left, middle), said, letters, LIGHT.ink)
    return pen


def told(run: Run | MethodRun, step: int) -> str:
    """Return f at a step; from the step on at which that is decided, what became of the run."""
    status = run.status
    if status.kind != "moving" and step >= min(status.step, run.steps):
        return status.label
    return f"f = {label(float(run.value[min(step, run.steps)]), 3)}"

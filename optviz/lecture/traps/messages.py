"""What the sections on traps say: notices, and summaries for a screen reader."""

from optviz.core.number_text import label, percent, point
from optviz.core.simulation.basins import LEFT, MOVING
from optviz.core.simulation.run import Run
from optviz.figures.board import Text, from_step
from optviz.figures.destinations import Destinations
from optviz.lecture.own import surface_of
from optviz.lecture.section import Values
from optviz.lecture.traps.common import outside, rate_of, start_of


def run_summary(run: Run, name: str = "The ball") -> str:
    """Return how a run ended, where, and at which f."""
    height = label(float(run.value[-1]), zero=1e-9)
    return f"{name}: {run.status.label}, at {point(run.x[-1])}, f = {height}."


def run_notices(values: Values, run: Run) -> tuple[Text, ...]:
    """Return what to say about one run: a start outside, at rest, without a rate; at its end, that it went off."""
    surface, start = surface_of(values), start_of(values)
    if outside(surface, start):
        return (f"The start {point(start)} lies outside this picture. Click where the ball shall start.",)
    if run.status.kind in ("stuck", "converged") and run.status.step == 0:
        where = "on flat ground" if run.status.where == "plateau" else f"exactly at a {run.status.where}"
        return (f"The start lies {where}: the gradient is zero, so nothing moves.",)
    if not run.step.any():
        return ("η = 0: every step has length 0.",)
    if run.status.kind == "diverged":
        diverged = f"Diverged at step {run.status.step}: η is too large here. Lower it, or move the start."
        return (from_step(run.status.step, diverged),)
    if outside(surface, (float(run.x[-1, 0]), float(run.x[-1, 1]))):
        reason = "" if len(surface.minima) else " This surface has no minimum: downhill it goes on for ever."
        return (from_step(len(run.x) - 1, f"The ball has left the picture.{reason}"),)
    return ()


def destination_notices(values: Values, destinations: Destinations, last: int) -> tuple[Text, ...]:
    """Return what to say about many starts: nothing moves, or, at the last step, that all leave."""
    if rate_of(values) == 0:
        return ("η = 0: nothing moves.",)
    if destinations.share(LEFT) > 0.99:
        if destinations.critical.of("minimum"):
            return (from_step(last, "Every start leaves the picture: η is too large for this surface. Lower it."),)
        return (from_step(last, "This surface has no minimum: every start leaves the picture."),)
    return ()


def destination_summary(destinations: Destinations) -> str:
    """Return where many starts end, in plain sentences."""
    parts = []
    for place, _ in destinations.counts.most_common(8):
        if place >= 0:
            critical = destinations.critical.points[place]
            where = f"at the {critical.where} {point(critical.point)}"
        else:
            where = {MOVING: "at no critical point yet", LEFT: "out of the picture"}[place]
        parts.append(f"{percent(destinations.share(place))} {where}")
    return "Of all starts end: " + "; ".join(parts) + "."

"""The words of the page on traps: numbers as text, notices, and what a screen reader is told."""

from optviz.core.simulation.basins import LEFT, MOVING
from optviz.core.simulation.critical import CriticalPoint, CriticalPoints
from optviz.core.simulation.run import Run
from optviz.lecture.section import Values
from optviz.lecture.traps.common import Fates, outside, rate_of, start_of, surface_of

PLURAL = {"minimum": "minima", "saddle": "saddles", "maximum": "maxima"}


def short(number: float, digits: int = 4) -> str:
    """Return a number with at most ``digits`` significant digits; rounding errors around 0 as 0."""
    text = f"{0.0 if abs(number) < 1e-9 else number:.{digits}g}"
    return text.replace("-", "−").replace("e−0", "e−").replace("e+0", "e")


def place(point: tuple[float, float], digits: int = 3) -> str:
    """Return a point as (x, y)."""
    return f"({short(point[0], digits)}, {short(point[1], digits)})"


def percent(share: float) -> str:
    """Return a share in percent; a little more than nothing and a little less than all stay visible."""
    if 0 < share < 0.001:
        return "< 0.1 %"
    return "> 99.9 %" if 0.999 < share < 1 else f"{100 * share:.1f} %"


def counted(landscape: CriticalPoints) -> str:
    """Return how many critical points of each kind there are, in words."""
    parts = []
    for kind, plural in PLURAL.items():
        count = len(landscape.of(kind))  # type: ignore[arg-type]
        parts.append(f"{count} {kind if count == 1 else plural}")
    return ", ".join(parts)


def told(point: CriticalPoint) -> str:
    """Return a critical point for the mouse: kind, place, value and eigenvalues."""
    numbers = " and ".join(short(e, 3) for e in point.eigenvalues)
    silent = "\nthe Hessian does not decide" if point.degenerate else ""
    return f"{point.where} {place(point.point)}\nf = {short(point.value)}\neigenvalues {numbers}{silent}"


def ended(run: Run, name: str = "The ball") -> str:
    """Return what became of a run, with the place where it ended."""
    return f"{name}: {run.status.label}, at {place(tuple(run.x[-1]))}, f = {short(float(run.value[-1]))}."


def start_notices(values: Values, run: Run) -> tuple[str, ...]:
    """Return what to tell about one run: a start outside, at rest, without a rate, or on its way to infinity."""
    surface, start = surface_of(values), start_of(values)
    if outside(surface, start):
        return (f"The start {place(start)} lies outside this picture. Click where the ball shall start.",)
    if run.status.kind in ("stuck", "converged") and run.status.step == 0:
        where = "on flat ground" if run.status.where == "plateau" else f"exactly at a {run.status.where}"
        return (f"The start lies {where}: the gradient is zero, so nothing moves.",)
    if not run.step.any():
        return ("η = 0: every step has length 0.",)
    if run.status.kind == "diverged":
        return (f"Diverged at step {run.status.step}: η is too large here. Lower it, or move the start.",)
    if outside(surface, (float(run.x[-1, 0]), float(run.x[-1, 1]))):
        reason = "" if len(surface.minima) else " This surface has no minimum: downhill it goes on for ever."
        return (f"The ball has left the picture.{reason}",)
    return ()


def fate_notices(values: Values, fates: Fates) -> tuple[str, ...]:
    """Return what to tell about many starts: nothing moves, none arrives, all leave."""
    if rate_of(values) == 0:
        return ("η = 0: nothing moves.",)
    if fates.share(LEFT) > 0.99:
        if fates.landscape.of("minimum"):
            return ("Every start leaves the picture: η is too large for this surface. Lower it.",)
        return ("This surface has no minimum: every start leaves the picture.",)
    return ()


def fate_word(fates: Fates) -> str:
    """Return in one word what became of most starts, as a run's status has it."""
    label = fates.counts.most_common(1)[0][0]
    return {MOVING: "moving", LEFT: "left"}.get(label, "converged")


def fates_summary(fates: Fates) -> str:
    """Return where many starts end, in plain sentences."""
    parts = []
    for label, _ in fates.counts.most_common(8):
        if label >= 0:
            point = fates.landscape.points[label]
            what = f"at the {point.where} {place(point.point)}"
        else:
            what = {MOVING: "at no critical point yet", LEFT: "out of the picture"}[label]
        parts.append(f"{percent(fates.share(label))} {what}")
    return "Of all starts end: " + "; ".join(parts) + "."

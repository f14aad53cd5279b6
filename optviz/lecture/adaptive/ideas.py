"""The board of the section on the three ideas: the lecture's race off the saddle, and a table of who uses what."""

import numpy as np

from optviz.figures.board import Axes, Axis, Board, Chart, Contour, DragTarget, Line, Path, Points, Series, Table
from optviz.lecture.adaptive import common as runs
from optviz.lecture.adaptive.common import Race
from optviz.lecture.adaptive.panels import Values

EDGE = 2.0


def ideas(values: Values) -> Board:
    """The race off the saddle, and which of the three ideas each optimizer uses."""
    race = runs.ideas(values)
    paths = tuple(
        Path(s.run.x[:, 0], s.run.x[:, 1], s.look, s.name, (s.run.status.kind, s.run.status.step), s.run.value)
        for s in race.sides
    )
    origin = Points(np.zeros(1), np.zeros(1), mark="cross")
    edges = tuple(Line((-EDGE, EDGE), (y, y), "faint", "", 1.0, True) for y in (-runs.ESCAPED, runs.ESCAPED))
    window = Axis("x", -EDGE, EDGE), Axis("y", -EDGE, EDGE)
    picture = Axes("race", (Contour("f"), *edges, origin, *paths), *window, "", True, DragTarget("x0", "y0"))
    away = tuple(Series(s.name, until_out(np.abs(s.run.x[:, 1])), s.look) for s in race.sides)
    chart = Chart("away", "|y|, while in the picture", away, log=True, legend=False)
    return Board(
        (picture, chart, idea_table(race)),
        (("race", "ideas"), ("away", "ideas")),
        steps=runs.RACE,
        widths=(1.0, 1.3),
        heights=(2.0, 1.0),
        status=tuple(s.run.status.label for s in race.sides),
        notices=race_notices(race, values),
        summary="; ".join(f"{s.name}: {out_text(step)}" for s, step in zip(race.sides, race.left, strict=True)) + ".",
    )


def until_out(distance: np.ndarray) -> np.ndarray:
    """Return the distances up to the first beyond the picture's edge, and NaN from there."""
    gone = np.flatnonzero(~(distance <= EDGE))
    return np.where(np.arange(len(distance)) <= (gone[0] if len(gone) else len(distance)), distance, np.nan)


def out_text(step: int | None) -> str:
    """Return when a racer left the saddle, in words."""
    return "still there" if step is None else f"out at step {step}"


def idea_table(race: Race) -> Table:
    """Return which of the three ideas each optimizer uses, and at which step it left the saddle if it raced."""
    left = {side.name: "never" if step is None else str(step) for side, step in zip(race.sides, race.left, strict=True)}
    rows = tuple(
        (name, left.get(name, ""), "yes" if noise else "if fed", "yes" * speed, "yes" * rate)
        for name, noise, speed, rate, _ in runs.idea_rows()
    )
    head = ("optimizer", "out at t", "stochastic", "momentum", "adaptive")
    return Table("ideas", head, rows, "Who uses which idea", follow=False, mono=False)


def race_notices(race: Race, values: Values) -> tuple[str, ...]:
    """Return what a person should be told before the race."""
    if not race.sides[0].run.slope[0].any():
        return ("The start is the saddle itself: the gradient is zero and nothing moves.",)
    if race.start[1] == 0:
        return ("y₀ = 0: on the ridge the slope has no part along y, so no rule leaves it.",)
    lost = [s.name for s in race.sides if s.run.status.kind == "diverged"]
    told = ("η = 0: only Adadelta moves, it has no learning rate.",) if values["lr"] == 0 else ()
    return told + ((", ".join(lost) + ": |y| grew beyond what float64 can hold.",) if lost else ())

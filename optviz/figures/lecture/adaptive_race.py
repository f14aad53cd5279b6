"""The board of the section on the three ideas: the lecture's race off the saddle, and a table of who uses what."""

import numpy as np

from optviz.figures.board import Axis, Board, Chart, Contour, Grab, Line, Path, Plane, Points, Series, Table
from optviz.figures.lecture.adaptive_parts import Values
from optviz.scenes.lecture import adaptive_runs as runs
from optviz.scenes.lecture.adaptive_runs import Race


def ideas(values: Values) -> Board:
    """The race off the saddle, and which of the three ideas each optimizer uses."""
    race = runs.ideas(values)
    paths = tuple(
        Path(s.run.x[:, 0], s.run.x[:, 1], s.look, s.name, (s.run.status.kind, s.run.status.step), s.run.value)
        for s in race.sides
    )
    origin = Points(np.zeros(1), np.zeros(1), mark="cross", name="saddle")
    edges = tuple(
        Line((-2.0, 2.0), (y, y), "faint", "|y| = 1" * (y > 0), 1.0, True) for y in (-runs.ESCAPED, runs.ESCAPED)
    )
    window = Axis("x", -2.0, 2.0), Axis("y", -2.0, 2.0)
    picture = Plane("race", (Contour("f"), *edges, origin, *paths), *window, "", True, Grab("x0", "y0"))
    away = tuple(Series(s.name, np.abs(s.run.x[:, 1]), s.look) for s in race.sides)
    return Board(
        (picture, Chart("away", "distance from the ridge, |y|", away, log=True), out_table(race), idea_table()),
        (("race", "ideas"), ("race", "ideas"), ("away", "out")),
        steps=150,
        widths=(1.0, 1.0),
        heights=(1.0, 1.0, 1.0),
        status=tuple(s.run.status.label for s in race.sides),
        notices=race_notices(race, values),
        summary="; ".join(f"{s.name}: {out_text(step)}" for s, step in zip(race.sides, race.left, strict=True)) + ".",
    )


def out_text(step: int | None) -> str:
    """Return when a racer left the saddle, in words."""
    return "still there" if step is None else f"out at step {step}"


def out_table(race: Race) -> Table:
    """Return who left the saddle when, the first on top."""
    order = sorted(zip(race.sides, race.left, strict=True), key=lambda pair: (pair[1] is None, pair[1] or 0))
    rows = tuple((side.name, "—" if step is None else str(step)) for side, step in order)
    return Table("out", ("optimizer", "step at which |y| > 1"), rows, "Off the saddle", follow=False, mono=False)


def idea_table() -> Table:
    """Return which of the three ideas each optimizer uses."""
    rows = tuple(
        (name, "in its own noise" if noise else "by mini-batches", "yes" * speed, "yes" * rate)
        for name, noise, speed, rate, _ in runs.idea_rows()
    )
    head = ("optimizer", "stochasticity", "momentum", "adaptive rate")
    return Table("ideas", head, rows, "Which idea each one uses", follow=False, mono=False)


def race_notices(race: Race, values: Values) -> tuple[str, ...]:
    """Return what a person should be told before the race."""
    if not race.sides[0].run.slope[0].any():
        return ("The start is the saddle itself: the gradient is zero and nothing moves.",)
    if race.start[1] == 0:
        return ("y₀ = 0: on the ridge the slope has no part along y, so no rule leaves it.",)
    lost = [s.name for s in race.sides if s.run.status.kind == "diverged"]
    told = ("η = 0: only Adadelta moves, it has no learning rate.",) if values["lr"] == 0 else ()
    return told + ((", ".join(lost) + ": |y| grew beyond what float64 can hold.",) if lost else ())

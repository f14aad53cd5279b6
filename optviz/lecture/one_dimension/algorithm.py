"""The algorithm: the lecture's lines, one lit at each sub-step, and what the program's variables hold by then."""

import numpy as np

from optviz.core import number_text
from optviz.core.one_d.functions import FUNCTIONS
from optviz.core.one_d.walk import Walk
from optviz.figures.board import Arrows, Axes, Board, Chart, Code, Metric, Metrics, Path, Series
from optviz.lecture.one_dimension.common import (
    LOOK,
    RANDOM_START,
    curve_plane,
    epsilon,
    eta,
    status_of,
    tangents,
    walk_board,
    walk_of,
    window_of,
)
from optviz.lecture.one_dimension.own import function_menu, start
from optviz.lecture.section import Preset, Section, Values

LONGEST = 150
LINES = (
    "1. Pick a random starting point $x_0$",
    r"2. Repeat for $t = 0, 1, 2, \dots$ until $|\text{grad}| < \epsilon$",
    r"    a. Compute $\text{grad} = \frac{df}{dx}(x_t)$",
    r"    b. Update $x_{t+1} = x_t - \eta \times \text{grad}$",
)


def algorithm_walk(values: Values) -> Walk:
    """Return the walk that the section shows."""
    return walk_of(values, LONGEST)


def sub_steps(run: Walk) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return for each sub-step the line that runs, the t of the loop, and the index of the x that is known by then."""
    rows = [(0, 0, 0)]
    for t in range(run.steps + 1):
        rows.append((2, t, t))
        if t < run.steps:
            rows.append((3, t, t + 1))
    if run.status.kind in ("converged", "stuck"):
        rows.append((1, run.steps, run.steps))
    line, t, at = np.array(rows).T
    return line, t, at


def algorithm_board(values: Values) -> Board:
    """Show the lecture's lines, one lit at each sub-step; the tangent appears at 2a, the move at 2b."""
    run = algorithm_walk(values)
    line, t, at = sub_steps(run)
    panels = (
        _curve(run, line, t, at),
        Code("code", LINES, line, "Gradient descent in one dimension", latex=True),
        Metrics("now", variables(run, line, t, at)),
        _gradients(run, line, t),
    )
    rows = (("curve", "code"), ("curve", "now"), ("curve", "grads"))
    layout = {"widths": (1.5, 1.0), "heights": (0.0, 0.0, 1.0, 0.0)}
    return walk_board(run, panels, rows, steps=len(line) - 1, unit="sub-step", **layout)


def _curve(run: Walk, line: np.ndarray, t: np.ndarray, at: np.ndarray) -> Axes:
    x, f, slope = run.x[at], run.value[at], run.slope[at]
    y = window_of(run.function)[1]
    tangent = tangents(run, np.where(line == 2, x, np.nan), slope, f, y.high - y.low)
    with np.errstate(all="ignore"):
        back = np.where(line == 3, run.x[t] - x, np.nan)[:, None]
        ahead = x[:, None] + back
    move = Arrows(ahead, run.value[t][:, None], -back, np.zeros_like(back), "bad", "step −η × grad", width=1.3)
    walk = Path(x, f, look=LOOK, status=status_of(run.status), chosen=True)
    return curve_plane(run, walk, tangent, move)


def _gradients(run: Walk, line: np.ndarray, t: np.ndarray) -> Chart:
    gradients = Series("|grad|", np.where(line > 0, np.abs(run.slope)[t], np.nan), LOOK)
    stop = Series("ε", np.full(len(line), run.epsilon), "faint", dashed=True, known=True)
    return Chart("grads", "|grad|, until it is below ε", (gradients, stop), log=True, x_label="sub-step")


def variables(run: Walk, line: np.ndarray, t: np.ndarray, at: np.ndarray) -> tuple[Metric, ...]:
    """Return what the program's variables hold at each sub-step; grad is unknown before the first 2a."""
    gradients = [number_text.label(float(run.slope[k])) for k in t]
    answers = ["yes: stop" if abs(run.slope[k]) < run.epsilon else "no" for k in t]
    return (
        Metric("$t$", tuple(str(k) for k in t)),
        Metric("$x$", run.x[at]),
        Metric(r"$\text{grad}$", _once_known(gradients, line)),
        Metric(r"$|\text{grad}| < \epsilon$?", _once_known(answers, line)),
    )


def _once_known(texts: list[str], line: np.ndarray) -> tuple[str, ...]:
    return tuple(text if known else "not yet computed" for text, known in zip(texts, line > 0, strict=True))


ALGORITHM = Section(
    "algorithm",
    "The algorithm",
    controls=(*function_menu(*FUNCTIONS), eta(0.1), start(2.0), epsilon(), RANDOM_START),
    presets=(
        Preset("line_by_line", "Line by line"),
        Preset("coarse_stop", "A coarse ε stops early", {"eps": 0.1}),
        Preset("fine_stop", "A finer ε stops later", {"eps": 1e-7}),
    ),
    draw=algorithm_board,
    walk=algorithm_walk,
)

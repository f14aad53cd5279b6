"""The perceptron algorithm: the line turns with each misclassified point."""

import numpy as np

from optviz.core.perceptron import Learning, learn, predicted
from optviz.figures.board import Board, Chart, Formula, Layer, Metric, Metrics, Points, Series
from optviz.lecture.controls import Choice, Randomize, Slider, VisibleIf
from optviz.lecture.controls.rows import Rows
from optviz.lecture.section import Preset, Section, Values
from optviz.lecture.weights.common import boundary, class_plane, class_points, points_control, split

LONGEST = 60

_LOW = ((-1.8, 1.1), (-1.2, 2.1), (-2.4, -0.3), (-0.3, 0.9), (-1.5, -1.2), (1.1, 1.9))
_HIGH = ((1.6, -0.2), (2.3, 1.1), (0.9, -1.9), (2.5, -1.6), (-0.6, -1.7), (0.6, 0.2))


def rows_of(low: Rows, high: Rows) -> Rows:
    """Return points of class 0 and of class 1 in turn, each (x₁, x₂, class)."""
    return tuple(row for pair in zip(low, high, strict=True) for row in ((*pair[0], 0.0), (*pair[1], 1.0)))


SETS: dict[str, tuple[str, Rows]] = {
    "separable": ("separable", rows_of(_LOW, _HIGH)),
    "overlap": ("overlapping", rows_of((*_LOW[:5], (1.2, -1.1)), (*_HIGH[:5], (-1.0, 1.2)))),
    "xor": ("XOR", ((-1.5, -1.5, 0.0), (-1.5, 1.5, 1.0), (1.5, -1.5, 1.0), (1.5, 1.5, 0.0))),
}


def learning_of(values: Values) -> Learning:
    """Return what the algorithm does with the chosen points."""
    points, labels = split(values[f"{values['data']}_points"])
    return learn(points, labels, (values["w1"], values["w2"], values["b"]), LONGEST)


def perceptron_board(values: Values) -> Board:
    """Return the points with the line that turns, the number of mistakes, and the correction in numbers."""
    run = learning_of(values)
    last = len(run.corrected)
    plane = class_plane(
        "plane", layers(run), "drag a point, click to add, double-click to remove", f"{values['data']}_points", "brush"
    )
    mistakes = run.wrong.sum(axis=1)
    series = (Series("mistakes", mistakes.astype(float), 2),)
    chart = Chart("mistakes", "misclassified points", series, x_label="correction t", legend=False, low=0.0)
    now = Metrics(
        "now",
        (
            Metric("misclassified", mistakes.astype(float), "bad"),
            Metric("$w_1$", run.weights[:, 0]),
            Metric("$w_2$", run.weights[:, 1]),
            Metric("$b$", run.weights[:, 2]),
            Metric("points looked at", run.looks.astype(float)),
            Metric("status", (*("there is a mistake to correct",) * last, ending(run))),
        ),
    )
    return Board(
        (plane, chart, correction(run), now),
        (("plane", "mistakes"), ("plane", "rule"), ("now", "now")),
        last,
        widths=(1.3, 1.0),
        heights=(1.0, 0.0, 0.0),
        open_ended=True,
        pace=1.5,
        status=(run.ending,),
        summary=f"{len(run.labels)} points. {ending(run)}",
    )


def layers(run: Learning) -> tuple[Layer, ...]:
    """Return the points, crosses on those that are misclassified, a ring round the next to correct, and the line."""
    x, y = (np.where(run.wrong, column, np.nan) for column in run.points.T)
    at = np.append(run.points[run.corrected], [[np.nan, np.nan]], axis=0)
    return (
        *boundary(run.weights, "ink", "line w·x + b = 0", "w: the side of class 1"),
        *class_points(run.points, run.labels),
        Points(x, y, "ink", "cross", "misclassified", size=0.8),
        Points(at[:, :1], at[:, 1:], "accent", "ring", "next to correct", size=2.4),
    )


def correction(run: Learning) -> Formula:
    """Return the rule with the numbers of the correction at the playhead."""
    i = run.corrected
    columns = {
        "w": run.weights[:-1],
        "next": run.weights[1:],
        "x": np.column_stack([run.points[i], np.ones(len(i))]),
        "y": run.labels[i].astype(float),
        "yhat": predicted(run.weights[:-1], run.points)[np.arange(len(i)), i].astype(float),
    }
    symbols = r"(w, b) \leftarrow (w, b) + (y - \hat y)\,(x, 1)"
    numbers = r"<<next>> = <<w>> + (<<y>> - <<yhat>>) <<x>>"
    return Formula("rule", ((symbols, numbers if len(i) else ""),), columns if len(i) else {}, "the next correction")


def ending(run: Learning) -> str:
    """Return in a sentence how the algorithm ended, or that it does not."""
    count = len(run.corrected)
    return {
        "separated": f"Every point is classified correctly after {count} correction{'' if count == 1 else 's'}.",
        "cycling": "The same weights come back again and again: the algorithm never ends.",
        "unfinished": f"After {count} corrections there are mistakes still.",
    }[run.ending]


PERCEPTRON = Section(
    "perceptron",
    "The perceptron",
    controls=(
        Choice("data", "classes", tuple((key, name) for key, (name, _) in SETS.items()), "separable"),
        Choice("brush", "new point's class", (("0", "0"), ("1", "1")), "0"),
        *(VisibleIf("data", (key,), points_control(f"{key}_points", rows)) for key, (_, rows) in SETS.items()),
        Slider("w1", "w_1", "start, weight", 0.0, -3.0, 3.0),
        Slider("w2", "w_2", "start, weight", 1.0, -3.0, 3.0),
        Slider("b", "b", "start, bias", 2.0, -3.0, 3.0),
        Randomize("again", "Random start", ("w1", "w2", "b")),
    ),
    presets=(
        Preset("line", "A line exists: it is found", {}, 0),
        Preset("overlap", "The classes overlap: it never ends", {"data": "overlap"}, 0),
        Preset("xor", "XOR: no line at all", {"data": "xor", "w1": 0.0, "w2": 0.0, "b": 0.0}, 0),
    ),
    draw=perceptron_board,
)

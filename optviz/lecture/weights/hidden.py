"""A hidden layer: two perceptrons, and a third that sees nothing but their answers."""

import numpy as np

from optviz.core.perceptron import predicted
from optviz.figures.board import Axes, Axis, Board, CategoryMap, Labels, Metric, Metrics, Points, Table
from optviz.lecture.controls import Slider
from optviz.lecture.section import Preset, Section, Values
from optviz.lecture.weights.common import CLASSES, WINDOW, boundary, class_plane, class_points, split
from optviz.lecture.weights.perceptron import SETS

RESOLUTION = 96
OUTPUT = np.array([1.0, -1.0, -0.5])
"""The weights of the output: ŷ = 1 where h₁ − h₂ − ½ > 0, that is for h = (1, 0) alone."""

LOOKS = (4, 6)
SOLVED = {"angle1": 45.0, "b1": 1.0, "angle2": 45.0, "b2": -1.0}


def unit(values: Values, number: int) -> np.ndarray:
    """Return (w₁, w₂, b) of a hidden unit: w has length 1 and the slider's angle."""
    angle = np.radians(values[f"angle{number}"])
    return np.array([np.cos(angle), np.sin(angle), values[f"b{number}"]])


def answers(values: Values, points: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return the hidden units' answers h at each point, (n, 2), and the output ŷ, (n,)."""
    h = predicted(np.stack([unit(values, 1), unit(values, 2)]), points).T
    return h, predicted(OUTPUT, h)


def hidden_board(values: Values) -> Board:
    """Return the plane with both units' lines and what the net predicts, and the points as the output sees them."""
    points, labels = split(SETS["xor"][1])
    h, predictions = answers(values, points)
    wrong = predictions != labels
    crossed = np.where(wrong[:, None], points, np.nan)
    grid = np.linspace(*WINDOW, RESOLUTION)
    everywhere = answers(values, np.stack(np.meshgrid(grid, grid), axis=-1).reshape(-1, 2))[1]
    layers = (
        CategoryMap(everywhere.reshape(RESOLUTION, RESOLUTION), WINDOW, WINDOW, CLASSES, 0.3),
        *boundary(unit(values, 1)[None], LOOKS[0], "hidden unit 1", "h₁ = 1 on this side"),
        *boundary(unit(values, 2)[None], LOOKS[1], "hidden unit 2", "h₂ = 1 on this side"),
        *class_points(points, labels),
        Points(crossed[:, 0], crossed[:, 1], "ink", "cross", "misclassified", size=0.8),
    )
    rows = tuple(
        (str(i + 1), *(str(c) for c in h[i]), str(predictions[i]), str(labels[i]), "no" if wrong[i] else "yes")
        for i in range(len(labels))
    )
    count = int(wrong.sum())
    return Board(
        (
            class_plane("plane", layers, "what the net predicts"),
            hidden_plane(h, labels),
            Table("table", ("point", "$h_1$", "$h_2$", r"$\hat y$", "$y$", "correct?"), rows, follow=False),
            Metrics("now", (Metric("misclassified", float(count), "bad" if count else "good"),)),
        ),
        (("plane", "hidden"), ("plane", "table"), ("plane", "now")),
        widths=(1.3, 1.0),
        heights=(1.0, 0.0, 0.0),
        status=(f"{count} wrong",),
        summary=f"XOR with two hidden units: {count} of {len(labels)} points are misclassified.",
    )


def hidden_plane(h: np.ndarray, labels: np.ndarray) -> Axes:
    """Return the points where the hidden layer puts them, with the output's line; points at one place lie abreast."""
    places = h + 0.0
    for corner in np.unique(h, axis=0):
        members = np.flatnonzero((h == corner).all(axis=1))
        places[members, 0] += 0.12 * (np.arange(len(members)) - (len(members) - 1) / 2)
    names = tuple(str(i + 1) for i in range(len(h)))
    layers = (
        *boundary(OUTPUT[None], "ink", "the output's line", "ŷ = 1 on this side", 0.3),
        *class_points(places, labels),
        Labels(places[:, 0], places[:, 1] + 0.24, names),
    )
    return Axes("hidden", layers, Axis("h₁", -0.5, 1.5), Axis("h₂", -0.5, 1.5), "what the output sees", True)


def sliders(number: int, angle: float, b: float) -> tuple[Slider, Slider]:
    """Return the sliders of one hidden unit: the direction of its w, and its bias."""
    return (
        Slider(f"angle{number}", "", f"hidden unit {number}, angle of w in degrees", angle, -180.0, 180.0),
        Slider(f"b{number}", f"b_{number}", f"hidden unit {number}, bias", b, -3.0, 3.0),
    )


HIDDEN = Section(
    "hidden",
    "A hidden layer",
    controls=(*sliders(1, 90.0, 0.0), *sliders(2, 0.0, 0.0)),
    presets=(
        Preset("by_hand", "Find the weights by hand"),
        Preset("solved", "XOR solved by two lines", SOLVED),
        Preset("same", "Both units the same: no use", {"angle1": 45.0, "angle2": 45.0, "b1": 0.0, "b2": 0.0}),
    ),
    draw=hidden_board,
)

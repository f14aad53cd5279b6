"""One dimension: gradient descent on a curve, line by line, with any step size, and the lecture's exercise."""

from collections.abc import Mapping
from typing import Any

import numpy as np

from optviz.core.one_d.functions import FUNCTIONS, Function
from optviz.core.one_d.walk import BowlWalk, Walk, bowl_walk, destinations, walk
from optviz.lecture.controls import Choice, Randomize, Slider
from optviz.lecture.section import Page, Preset, Section

Values = Mapping[str, Any]

_TRAPS = ("two_valleys", "terrace", "ripples", "plain", "kink", "parabola")

ETAS = ("0.1", "0.01", "1", "100", "1000")
"""The learning rates of the exercise, as the slide writes them."""
EXERCISE_START = 2.0
STRIP_STARTS = 480

_CAPS = {"descent": 300, "algorithm": 150, "step_size": 80, "suboptimal": 1000}
_AFTERWARDS = {"cycling": 20, "still": 1, "leaving": 8}
_WHERE = {"minimum": "a minimum", "maximum": "a maximum", "inflection": "a flat inflection", "flat": "flat ground"}


def _menu(*keys: str) -> Choice:
    return Choice("f", "function", tuple((key, FUNCTIONS[key].name) for key in keys), keys[0])


def _eta(default: float, high: float = 10.0) -> Slider:
    return Slider("eta", r"\eta", "learning rate", default, 0.0, high, "square")


def _start(default: float) -> Slider:
    return Slider("x0", "x_0", "start", default, -3.0, 3.0)


_EPSILON = Slider("eps", r"\epsilon", "stop below", 1e-6, 1e-10, 0.1, "log", "GD stops once |f′(x)| is smaller than ε.")
_COARSE = Slider("eps", r"\epsilon", "stop below", 1e-3, 1e-10, 0.1, "log", "GD stops once |f′(x)| is smaller than ε.")
_RANDOM = Randomize("dice", "Random start", ("x0",))
_RATE = Choice("rate", "learning rate η", tuple((eta, eta) for eta in ETAS), ETAS[0])

PAGE = Page(
    "one_dimension",
    "One dimension",
    (
        Section(
            "descent",
            "Walking downhill",
            (_menu(*FUNCTIONS), _eta(0.1), _start(2.6), _EPSILON, _RANDOM),
            (
                Preset("downhill", "Down the parabola", {"x0": 2.0}, 1),
                Preset("one_step", "Home in one step", {"x0": 2.0, "eta": 0.5}, 0),
                Preset("little_slope", "Little slope, little step", {"f": "plain", "eta": 0.5, "x0": 2.8}, 8),
                Preset("kink", "A slope that never shrinks", {"f": "kink", "eta": 0.3, "x0": 2.0}, 7),
            ),
            start=0,
        ),
        Section(
            "algorithm",
            "The algorithm",
            (_menu(*FUNCTIONS), _eta(0.1), _start(2.0), _EPSILON, _RANDOM),
            (
                Preset("line_by_line", "Line by line", {}, 1),
                Preset("coarse_stop", "A coarse ε stops early", {"eps": 0.1}),
                Preset("fine_stop", "A finer ε stops later", {"eps": 1e-7}),
            ),
            start=0,
        ),
        Section(
            "step_size",
            "The step size",
            (_menu(*FUNCTIONS), _eta(0.2, 4.0), _start(2.0)),
            (
                Preset("contracting", "Contracting", {"eta": 0.2}, 2),
                Preset("oscillating", "Oscillating", {"eta": 0.9}, 4),
                Preset("cycling", "Cycling", {"eta": 1.0}, 3),
                Preset("diverging", "Diverging", {"eta": 1.1}, 1),
                Preset("narrow_valley", "Too long for one valley", {"f": "two_valleys", "eta": 0.45, "x0": -1.5}, 1),
                Preset("wide_valley", "Right for the other", {"f": "two_valleys", "eta": 0.45, "x0": 1.0}, 2),
            ),
            start=6,
        ),
        Section(
            "suboptimal",
            "When GD is suboptimal",
            (_menu(*_TRAPS), _eta(0.1, 1.0), _start(2.8), _COARSE, _RANDOM),
            (
                Preset("local_minimum", "Stuck in the higher valley"),
                Preset("global_minimum", "Another start, the global minimum", {"x0": 0.4}),
                Preset("hilltop", "Exactly on the hilltop", {"x0": 0.5}),
                Preset("inflection", "Stuck on a flat inflection", {"f": "terrace", "x0": -1.5}),
                Preset("over_the_inflection", "A longer step jumps over it", {"f": "terrace", "x0": -1.5, "eta": 0.3}),
                Preset("ripples", "The nearest of many hollows", {"f": "ripples", "x0": 2.7}),
            ),
        ),
        Section(
            "exercise",
            "Exercise",
            (_RATE,),
            tuple(Preset(f"eta_{eta.replace('.', '_')}", f"η = {eta}", {"rate": eta}) for eta in ETAS),
        ),
        Section(
            "exercise_2d",
            "Two variables",
            (_RATE, Slider("x0", "x_0", "start", 2.0, -3.0, 3.0), Slider("y0", "y_0", "start", 1.0, -2.0, 2.0)),
            (
                Preset("two_variables", "Straight to the minimum"),
                Preset("two_cycle", "To and fro for ever", {"rate": "1"}, 1),
                Preset("two_diverge", "Overflow in both", {"rate": "100"}),
            ),
        ),
    ),
)


def function_of(values: Values) -> Function:
    """Return the function that is chosen."""
    return FUNCTIONS[values["f"]]()


def walk_of(section: str, values: Values) -> Walk:
    """Return the walk that a section shows for the values of its controls; no more of it than is needed."""
    epsilon = values.get("eps", _EPSILON.default)
    run = walk(function_of(values), values["eta"], values["x0"], epsilon, _CAPS[section])
    steps = _enough(run, section == "step_size")
    return walk(run.function, run.eta, values["x0"], epsilon, steps) if steps < run.steps else run


def _enough(run: Walk, leaving: bool) -> int:
    """Return after how many steps nothing new is seen: in a cycle, at a standstill, or far outside the window."""
    verdict = run.verdict
    if verdict.fate in _AFTERWARDS:
        return verdict.step + verdict.period + _AFTERWARDS[verdict.fate]
    low, high = run.function.window
    outside = (run.x < low) | (run.x > high)
    if leaving and verdict.fate == "moving" and outside[-1]:
        inside = np.flatnonzero(~outside)
        return int(inside[-1] if len(inside) else 0) + _AFTERWARDS["leaving"]
    return run.steps


def strip_of(values: Values) -> np.ndarray:
    """Return where each of evenly spaced starts over the window ends, (STRIP_STARTS,), as ``suboptimal`` walks."""
    function = function_of(values)
    low, high = function.window
    # The middles of the strip's cells: an end would fall exactly on a hilltop, where nothing is decided.
    starts = low + (high - low) * (np.arange(STRIP_STARTS) + 0.5) / STRIP_STARTS
    return destinations(function, values["eta"], starts, values["eps"], _CAPS["suboptimal"])


def exercise_walks() -> dict[str, Walk]:
    """Return the five walks of the exercise on x² from 2, by learning rate as the slide writes it."""
    return {eta: walk(FUNCTIONS["parabola"](), float(eta), EXERCISE_START) for eta in ETAS}


def bowl_of(values: Values) -> BowlWalk:
    """Return the walk of the exercise's second part on x² + y²."""
    return bowl_walk(float(values["rate"]), (values["x0"], values["y0"]))


def notices(run: Walk) -> tuple[str, ...]:
    """Return what should be told before looking: a start without slope or outside the window, η = 0."""
    x, (low, high) = float(run.x[0]), run.function.window
    told = []
    if run.eta == 0:
        told.append("With η = 0 every step has length 0: nothing moves. Give η a positive value.")
    elif run.steps == 0:
        told.append(_nothing_moves(run))
    if not low <= x <= high:
        told.append("The start lies outside the picture; move x₀ into it.")
    return tuple(told)


def bowl_notices(run: BowlWalk) -> tuple[str, ...]:
    """Return what should be told before looking at the walk in two variables."""
    if run.steps == 0:
        return ("Nothing moves: the start is the minimum already. Move the start.",)
    return ()


def _nothing_moves(run: Walk) -> str:
    """Return the sentence on a start where the stop rule holds already."""
    if run.function.key == "kink":
        return "|x| has no slope at its kink. We take 0 there, so GD stops at once, in the minimum. Move x₀."
    at = f"at {_WHERE[run.verdict.where]}" if run.verdict.where != "flat" else "on flat ground"
    return f"Nothing moves: the start is {at}, where |f′(x₀)| < ε already. Move x₀."

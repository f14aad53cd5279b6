"""Escape by noise: how many steps GD with noise needs off the axis y = 0 of x² − y², in 256 runs and by theory."""

import dataclasses
import math

import numpy as np

from optviz.core.number_text import label, percent
from optviz.core.simulation.escape import SEEDS, escape_quantile, escape_times, growth, spread
from optviz.core.simulation.run import Run
from optviz.core.simulation.simulate import simulate
from optviz.core.surfaces import SURFACES
from optviz.figures.board import (
    Axes,
    Axis,
    Board,
    Chart,
    DragTarget,
    Line,
    Metric,
    Metrics,
    Points,
    Series,
    Text,
    from_step,
)
from optviz.lecture.controls import Randomize, Slider
from optviz.lecture.section import Preset, Section, Values
from optviz.lecture.traps.common import (
    NOISY,
    NOISY_LOOK,
    SADDLE_WINDOW,
    distance_in_view,
    optimizer,
    run_path,
    saddle_axes,
    saddle_background,
    step_of_leaving,
)

MAX_STEPS = 2000
STEPS_AFTER = 20
"""The run ends so many steps after its escape."""

SIGMAS = np.logspace(-8, 0, 17)
MEDIAN_OF_NORMAL = 0.6745
"""Half of all normal numbers with standard deviation 1 are smaller than this in size."""


@dataclasses.dataclass(frozen=True, eq=False)
class Escapes:
    """Escape times over noise levels, and one run.

    ``times`` (k, seeds) for ``sigmas`` (k,); ``predicted``: the quantiles 5 %, 50 % and 95 % by theory, (3, k);
    ``run``: GD with noise of the chosen σ and seed, from the axis y = 0; ``predicted_median``: of the steps it needs.
    """

    sigmas: np.ndarray
    times: np.ndarray
    predicted: np.ndarray
    run: Run
    predicted_median: float


def simulate_escapes(values: Values) -> Escapes:
    """Return the escape times of 256 seeds at 17 noise levels, the prediction, and the chosen run."""
    lr, sigma, seed = float(values["lr"]), float(values["sigma"]), int(values["seed"])
    times = escape_times(lr, SIGMAS, SEEDS, MAX_STEPS)
    predicted = np.array([[escape_quantile(lr, s, q) for s in SIGMAS] for q in (0.05, 0.5, 0.95)])
    time = escape_times(lr, np.array([sigma]), SEEDS, MAX_STEPS)[0, seed]
    steps = min(int(time) + STEPS_AFTER, MAX_STEPS) if np.isfinite(time) else MAX_STEPS
    run = simulate(SURFACES["saddle"](), optimizer("sgd", lr=lr, sigma=sigma), (-1.5, 0.0), steps, seed=seed)
    return Escapes(SIGMAS, times, predicted, run, escape_quantile(lr, sigma))


def typical_distance(values: Values, steps: np.ndarray) -> np.ndarray:
    """Return the median of |y_t|, 0.6745 √V_t, for each step t, until it leaves the picture."""
    median = MEDIAN_OF_NORMAL * spread(values["lr"], values["sigma"], steps)
    return np.where(median <= SADDLE_WINDOW[1], median, np.nan)


def times_axes(values: Values, escapes: Escapes) -> Axes:
    """Return escape times against σ: the predicted quantiles and, at the end, a dot a seed and their medians."""
    sigmas, times, last = escapes.sigmas, escapes.times, escapes.run.steps
    every = np.repeat(sigmas, times.shape[1]), times.ravel()
    dots = Points(*every, "faint", "dot", "256 runs each", size=0.7, since=last)
    low, half, high = escapes.predicted
    finite = high[np.isfinite(high)]
    top = 1.1 * float(min(finite.max(), MAX_STEPS)) if len(finite) else float(MAX_STEPS)
    return Axes(
        "times",
        (
            dots,
            Line(sigmas, low, "accent", "predicted 5 % and 95 %", dashed=True),
            Line(sigmas, high, "accent", dashed=True),
            Line(sigmas, half, "accent", "predicted median", width=1.6),
            median_marks(escapes),
            run_mark(values, escapes.run),
        ),
        Axis("gradient noise σ", float(sigmas[0]) / 1.6, float(sigmas[-1]) * 1.6, log=True),
        Axis("steps to |y| > 1", 0.0, top),
        drag=DragTarget("sigma", ring=False),
    )


def median_marks(escapes: Escapes) -> Points:
    """Return the median escape time at each σ at which more than half of the runs have escaped."""
    times = escapes.times
    most = np.isfinite(times).sum(axis=1) > times.shape[1] / 2
    medians = np.median(np.where(np.isnan(times), np.inf, times), axis=1)
    return Points(
        escapes.sigmas[most], medians[most], NOISY_LOOK, "square", "their median", size=0.9, since=escapes.run.steps
    )


def run_mark(values: Values, run: Run) -> Points:
    """Return the mark of the chosen run's escape time; none if it has not escaped."""
    time = step_of_leaving(run)
    if time is None:
        return Points(np.zeros(0), np.zeros(0))
    return Points(np.array([values["sigma"]]), np.array([float(time)]), "ink", "ring", "this run", size=1.3, since=time)


def escape_metrics(values: Values, escapes: Escapes) -> Metrics:
    """Return the numbers below: this run's time, the predicted one, and what a smaller σ costs."""
    time, median = step_of_leaving(escapes.run), escapes.predicted_median
    told = ((0, "not yet"), *(() if time is None else from_step(time, f"{time} steps")))
    a = growth(values["lr"])
    return Metrics(
        "numbers",
        (
            Metric("this run", told),
            Metric("predicted median", f"{label(median)} steps" if math.isfinite(median) else "never"),
            Metric(r"growth $1 + 2\eta$", label(a)),
            Metric("steps for a tenfold smaller σ", label(math.log(10) / math.log(a), 3) if a > 1 else "—"),
        ),
    )


def escape_notices(values: Values, escapes: Escapes) -> tuple[Text, ...]:
    """Return what to say where nobody escapes, or not all within the steps."""
    if values["lr"] == 0:
        return ("η = 0: nothing moves, so no run escapes.",)
    missing = float(np.isnan(escapes.times).mean())
    if missing > 0.01:
        left = f"{percent(missing, 0)} of all runs have not escaped within {MAX_STEPS} steps; they are not drawn."
        return (from_step(escapes.run.steps, left),)
    return ()


def escape_summary(values: Values, escapes: Escapes) -> str:
    """Return the prediction for the chosen σ and what the run did, in a sentence."""
    time, median = step_of_leaving(escapes.run), escapes.predicted_median
    prediction = f"half of all runs should escape within {label(median)} steps"
    if not math.isfinite(median):
        prediction = "no run should ever escape"
    ending = f"this one did at step {time}." if time is not None else "this one did not."
    return f"At σ = {label(values['sigma'])} {prediction}; {ending}"


def escape_board(values: Values) -> Board:
    """Escape times of 256 seeds against σ with the predicted curves, and one run beside them."""
    escapes = simulate_escapes(values)
    run = escapes.run
    typical = typical_distance(values, np.arange(len(run.x)))
    distances = (
        Series("|y|", distance_in_view(run), NOISY_LOOK),
        Series("typical |y|, from theory", typical, "faint", dashed=True),
    )
    return Board(
        (
            times_axes(values, escapes),
            saddle_axes((run_path(run, NOISY, NOISY_LOOK, chosen=False),)),
            Chart("away", "|y| of the run with this σ", distances, log=True),
            escape_metrics(values, escapes),
        ),
        (("times", "plane"), ("times", "away"), ("numbers", "numbers")),
        steps=run.steps,
        open_ended=True,
        widths=(1.3, 1.0),
        heights=(1.0, 0.8, 0.0),
        status=(run.status.kind,),
        notices=escape_notices(values, escapes),
        summary=escape_summary(values, escapes),
    )


ESCAPE = Section(
    "escape",
    "Escape by noise",
    controls=(
        Slider("sigma", r"\sigma", "gradient noise", 0.001, 1e-8, 1.0, "log"),
        Slider("lr", r"\eta", "learning rate", 0.05, 0.0, 0.5, "square"),
        Slider("seed", "", "random seed", 0, 0, 255, whole=True),
        Randomize("shake", "New random seed", ("seed",)),
    ),
    presets=(
        Preset("escape_typical", "σ = 0.001"),
        Preset("escape_faint", "σ = 10⁻⁸", {"sigma": 1e-8}),
        Preset("escape_fast", "η twice as large", {"lr": 0.1}),
        Preset("escape_slow", "η = 0.01", {"lr": 0.01}),
    ),
    draw=escape_board,
    background=saddle_background,
)

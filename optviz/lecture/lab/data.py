"""Your data: a model fitted to points that are pasted, loaded or painted, and the walk down its loss."""

import dataclasses

import numpy as np

from optviz.core.number_text import label
from optviz.core.optimizers import OPTIMIZERS, Optimizer
from optviz.core.optimizers.modified import modifier_words
from optviz.core.stochastic.fitting import FitRun, fit
from optviz.core.tables.shelf import Table
from optviz.core.typed.latex import name_latex
from optviz.core.typed.tokens import LONGEST
from optviz.figures.board import Background, Board, Chart, Formula, Metric, Metrics, Series, Text, from_step
from optviz.lecture.around import KEYS, around, around_controls
from optviz.lecture.controls import Choice, OwnData, Points, Randomize, Slider, Switch, VisibleIf, formula_input
from optviz.lecture.lab.data_planes import data_axes, loss_axes, loss_background
from optviz.lecture.lab.fitted import Problem, problem_of, understood
from optviz.lecture.lab.samples import NAMES, PAINTED, sample
from optviz.lecture.section import Preset, Section, Values

LOSS, LAST_LOSS = formula_input("loss", "L =", "mean((a*x + b - y)^2)", LONGEST, understood)
CROSS_ENTROPY = r"L = \frac{1}{n} \sum_{i=1}^{n} \left(\log(1 + e^{z_i}) - y_i z_i\right), \quad z_i = w_1 x_i + w_0"
MOST_GRADIENTS = 3_000_000
"""Gradients of single rows in one run: a longer run is cut, and that is said."""

LOOK = 0
_RULES = ("gd", "momentum", "nag", "adagrad", "rmsprop", "adam")
OWN = OwnData("data", "Your data", ("x", "y"))
LACKING = (
    "The data of this link lie only in the browser in which they were loaded, and this server does not know them. "
    "Load the file again below to see them; until then this is the pendulum."
)
NOTHING = "Paste your rows below, or load a file. Until then this is the pendulum."


@dataclasses.dataclass(frozen=True)
class Source:
    """Where the points come from: the table, its name on the screen, and a sentence if it is not what was asked for."""

    table: Table
    name: str
    said: str = ""
    painted: bool = False


def source_of(values: Values) -> Source:
    """Return the points of the controls; where a person's own are not at hand, the pendulum's, and that is said."""
    chosen = values["source"]
    if chosen == "painted":
        return Source(Table(values["points"], ("", "")), "your points", painted=True)
    if chosen != "own":
        return Source(sample(chosen), NAMES[chosen])
    table = OWN.table(values["data"])
    if table is None:
        return Source(sample("pendulum"), NAMES["pendulum"], LACKING if values["data"] else NOTHING)
    return Source(table, "your data")


def problem_at(values: Values, source: Source) -> Problem:
    """Return the chosen model on the chosen points; a typed loss that cannot be read is the last one that could."""
    return problem_of(source.table, values["model"], LOSS.shown(values), bool(values["standard"]))


def rule_of(values: Values) -> Optimizer:
    """Return the chosen rule with its learning rate, and what is around it."""
    kind = OPTIMIZERS[values["optimizer"]]
    return around(values, kind(lr=float(values["eta"])))  # type: ignore[call-arg]


def run_of(problem: Problem, values: Values) -> FitRun:
    """Return the run that the controls name, cut to the most gradients that one may compute."""
    batch = int(values["batch"]) if values["batches"] == "mini" else 0
    steps = min(int(values["steps"]), MOST_GRADIENTS // (min(batch, problem.loss.n) or problem.loss.n))
    start = (float(values["w1"]), float(values["w0"]))
    return fit(problem.loss, start, rule_of(values), max(steps, 1), batch, int(values["seed"]))


def data_board(values: Values) -> Board:
    """Return the data with the model on them, the loss over its two parameters with the walk, and the loss chart."""
    source = source_of(values)
    problem = problem_at(values, source)
    run = run_of(problem, values)
    name = rule_name(values)
    formula = () if problem.model != "logistic" else (Formula("formula", ((CROSS_ENTROPY, ""),)),)
    panels = (
        data_axes(problem, source.table, source.name, source.painted, run.theta),
        loss_axes(problem, run, name, LOOK),
        loss_chart(problem, run, name),
        *formula,
        readings(problem, run),
    )
    end = label(float(run.loss[-1]))
    return Board(
        panels,
        (("data", "theta"), ("loss", "theta"), *[("formula", "formula")] * len(formula), ("now", "now")),
        steps=run.steps,
        widths=(1.0, 1.1),
        heights=(1.0, 0.8, *[0.0] * len(formula), 0.0),
        status=(run.status.kind,),
        notices=notices(problem, run, values, source),
        summary=f"{problem.loss.n:,} rows of {source.name}. {name}: {run.status.label}, {run.steps} steps, L = {end}.",
    )


def rule_name(values: Values) -> str:
    """Return the rule's name on the screen, with what is around it: gradient descent on mini-batches is SGD."""
    name = OPTIMIZERS[values["optimizer"]].name
    if values["optimizer"] == "gd":
        name = "SGD" if values["batches"] == "mini" else "GD"
    return ", ".join([name, *modifier_words(rule_of(values))])


def loss_chart(problem: Problem, run: FitRun, name: str) -> Chart:
    """Return L over all rows along the walk, and the least L where it is known."""
    series = [Series(name, run.loss, LOOK, chosen=True)]
    if problem.curve and problem.minimum is not None:
        floor = problem.curve.floor
        series.append(Series("least L", np.full(len(run.loss), floor), "faint", dashed=True, known=True))
    known = run.loss[np.isfinite(run.loss)]
    return Chart("loss", "loss L(θₜ) over all rows", tuple(series), log=bool(len(known)) and bool((known > 0).all()))


def readings(problem: Problem, run: FitRun) -> Metrics:
    """Return the parameters at the playhead, the loss, and what bounds η."""
    first, second = map(name_latex, problem.names)
    found = [
        Metric(f"${first}$", run.theta[:, 0]),
        Metric(f"${second}$", run.theta[:, 1]),
        Metric("$L$", run.loss, LOOK),
    ]
    if problem.curve and (problem.mean, problem.scale) != (0.0, 1.0):
        slope = run.theta[:, 0] / problem.scale
        found.append(Metric("slope for raw $x$", slope))
        found.append(Metric("intercept for raw $x$", run.theta[:, 1] - slope * problem.mean))
    if problem.eigenvalues and problem.eigenvalues[1] > 0:
        least, largest = problem.eigenvalues
        found.append(Metric(r"GD's limit $2/\lambda_{\max}$", label(2 / largest, 3)))
        found.append(Metric(r"condition number $\kappa$", label(largest / least, 3) if least > 0 else "∞"))
    return Metrics("now", tuple(found))


def notices(problem: Problem, run: FitRun, values: Values, source: Source) -> tuple[Text, ...]:
    """Return what is to be known of the data before, and of the run at its end."""
    said: list[Text] = [*([source.said] if source.said else []), *problem.said]
    if values["model"] == "typed" and (unread := LOSS.problem(values, "This loss")):
        said.append(unread)
    if values["batches"] == "mini" and int(values["batch"]) > problem.loss.n:
        said.append(f"A batch of {int(values['batch']):,} out of {problem.loss.n:,} rows is all of them.")
    if run.status.kind == "diverged":
        said.append(from_step(run.steps, f"Diverged. {run.status.reason}"))
    elif run.steps < int(values["steps"]):
        said.append(f"The run is cut to {run.steps} steps: at most {MOST_GRADIENTS:,} gradients of rows are computed.")
    if not np.isfinite(run.loss[0]):
        said.append("At the start the loss is not a finite number: choose another start.")
    return tuple(said)


def data_background(values: Values) -> Background:
    """Return the loss over its window."""
    return loss_background(problem_at(values, source_of(values)))


DATA = Section(
    "data",
    "Your data",
    controls=(
        Choice("source", "data", (*NAMES.items(), ("painted", "painted points"), ("own", "your own")), "pendulum"),
        VisibleIf("source", ("own",), OWN),
        VisibleIf("source", ("painted",), Points("points", "painted points", PAINTED, 2, 2, 60, -10.0, 10.0)),
        Choice("model", "model", (("line", "line"), ("logistic", "logistic curve"), ("typed", "typed loss")), "line"),
        *(VisibleIf("model", ("typed",), control) for control in (LOSS, LAST_LOSS)),
        Switch("standard", "standardise x", True, "x − mean, divided by the standard deviation"),
        Choice("optimizer", "optimizer", tuple((key, OPTIMIZERS[key].name) for key in _RULES), "gd"),
        Slider("eta", r"\eta", "learning rate", 0.3, 1e-8, 10.0, "log"),
        Choice("batches", "each step sees", (("all", "all rows"), ("mini", "a mini-batch")), "all"),
        VisibleIf("batches", ("mini",), Slider("batch", "B", "batch size", 2, 1, 1000, "log", whole=True)),
        VisibleIf("batches", ("mini",), Slider("seed", "s", "random seed", 6, 0, 999, whole=True)),
        VisibleIf("batches", ("mini",), Randomize("again", "Shuffle anew", ("seed",))),
        Slider("steps", "T", "steps", 60, 1, 1000, "log", whole=True),
        Slider("w1", "", "start, slope", 0.0, -100.0, 100.0, reach=1e6),
        Slider("w0", "", "start, intercept", 0.0, -100.0, 100.0, reach=1e6),
        *around_controls(),
    ),
    presets=(
        Preset("data_pendulum", "A lab report: a pendulum"),
        Preset("data_raw", "The same, x in centimetres", {"standard": False, "eta": 3e-4}),
        Preset(
            "data_spring",
            "A spring: raw x is slow",
            {"source": "spring", "standard": False, "eta": 2e-5, "steps": 1000},
        ),
        Preset("data_scaled", "The spring, x standardised", {"source": "spring"}),
        Preset("data_exam", "Passed or not", {"source": "exam", "model": "logistic", "eta": 2.0}),
        Preset("data_robust", "Typed: absolute errors", {"model": "typed", "loss": "mean(abs(a*x + b - y))"}),
        Preset("data_sgd", "Two rows a step", {"source": "spring", "batches": "mini", "eta": 0.1}),
        Preset("data_own", "Your own rows", {"source": "own"}),
    ),
    draw=data_board,
    background=data_background,
    more=("seed", "again", "w1", "w0", *KEYS),
)

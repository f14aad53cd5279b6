"""Mini-batches: one after the other, beside the mean over all points."""

import numpy as np

from optviz.core.stochastic.descent import BatchRun, descend
from optviz.figures.board import (
    Axes,
    Board,
    Formula,
    Layer,
    Metric,
    Metrics,
    MovingLine,
    Path,
    Points,
    Table,
)
from optviz.lecture.controls import Choice
from optviz.lecture.section import Preset, Section, Values
from optviz.lecture.stochastic.common import (
    BATCH,
    DRAG_THETA,
    EACH_WIDTH,
    MEAN_WIDTH,
    MODEL,
    OVER_WIDTH,
    SMALL,
    batch_slider,
    chosen_background,
    chosen_regression,
    data_axes,
    gradient_arrows,
    lr_slider,
    model_x,
    seed_controls,
    theta_axes,
    theta_of,
    theta_sliders,
)
from optviz.lecture.stochastic.epoch_points import MOST_POINTS, epoch_points
from optviz.lecture.stochastic.messages import about_batch, about_rate, about_runs, about_theta, summary

MOST_STEPS = 120
MOST_ARROWS = 60
MOST_NAMED = 8
ROWS = (
    ("data",) * 3 + ("theta",) * 3,
    ("table",) * 3 + ("theta",) * 3,
    ("full",) * 2 + ("batch",) * 2 + ("next",) * 2,
    ("readings",) * 6,
)


def minibatch_run(values: Values) -> BatchRun:
    """Return three epochs of SGD, at most 120 steps, and one step more: the batch at the last playhead."""
    problem = chosen_regression(values)
    size = min(int(values["batch"]), problem.n)
    steps = min(3 * -(-problem.n // size), MOST_STEPS)
    return descend(problem, theta_of(values), size, steps + 1, lr=values["lr"], seed=int(values["seed"]))


def minibatch_board(values: Values) -> Board:
    """Return the board of mini-batches: the playhead's batch lit up, its mean beside the full mean, the counters."""
    run = minibatch_run(values)
    problem, last = run.problem, run.steps - 1
    theta, batches = run.theta[: last + 1], _padded(run, last)
    status = (run.status.kind, min(run.status.step, last))
    path = Path(theta[:, 0], theta[:, 1], SMALL, "SGD", status, run.loss[: last + 1])
    plane = theta_axes(problem, (*_arrows(run, theta, batches), path), drag=DRAG_THETA)
    formulas = _formulas(run, theta, float(values["lr"]))
    return Board(
        (_data(run, int(values["seed"]), theta, batches), plane, _table(run, last), *formulas, _counters(run, last)),
        ROWS,
        heights=(1.2, 1.1, 0.0, 0.0),
        steps=last,
        status=(run.status.kind,),
        notices=(
            *about_batch(problem, [int(values["batch"])]),
            *about_rate(problem, values),
            *about_theta(problem, values),
            *about_runs([("SGD", run)]),
        ),
        summary=summary(f"Mini-batches of {run.batches.batch} out of {problem.n} points.", [("SGD", run)]),
    )


def _data(run: BatchRun, seed: int, theta: np.ndarray, batches: np.ndarray) -> Axes:
    problem, x = run.problem, model_x(run.problem)
    fitted = np.stack([problem.predict(at, x) for at in theta])
    chosen = problem.data.points[np.maximum(batches, 0)]
    chosen[batches < 0] = np.nan
    few = problem.n <= MOST_POINTS
    points = (
        epoch_points(problem, run.batches.batch, seed, run.batches.ends[1 : len(theta) + 1])
        if few
        else (Points(problem.data.x, problem.data.y, "faint", size=0.8),)
    )
    look, size = ("ink", 1.8) if few else (BATCH, 0.9)
    ring = Points(chosen[..., 0], chosen[..., 1], look, "ring", "" if few else "the mini-batch", size=size)
    line = MovingLine(x, fitted, "accent", "" if few else "model at θₜ", 1.3)
    title = f"data: {problem.n:,} points" + ", a ring on those of this step" * few
    return data_axes(problem, (line, *points, ring), title)


def _padded(run: BatchRun, last: int) -> np.ndarray:
    """Return the examples of each batch, (T+1, width), −1 where a batch has fewer."""
    table = np.full((last + 1, run.batches.batch), -1)
    for t in range(last + 1):
        members = run.batches.members(t)
        table[t, : len(members)] = members
    return table


def _arrows(run: BatchRun, theta: np.ndarray, batches: np.ndarray) -> tuple[Layer, ...]:
    """Return the arrows at θ_t: −∇L_i of the batch, their mean, and the mean over all points."""
    gradients = np.stack([run.problem.gradients(at) for at in theta])
    shown = batches[:, :MOST_ARROWS]
    members = np.take_along_axis(gradients, np.maximum(shown, 0)[..., None], axis=1)
    members[shown < 0] = np.nan
    name = "−∇Lᵢ of the batch" if batches.shape[1] <= MOST_ARROWS else f"−∇Lᵢ of {MOST_ARROWS} in the batch"
    return (
        gradient_arrows(theta, members, "faint", name, EACH_WIDTH),
        gradient_arrows(theta, run.grad[: len(theta), None], BATCH, "mean of the batch", MEAN_WIDTH),
        gradient_arrows(theta, gradients.mean(axis=1)[:, None], "accent", "full mean, −∇L", OVER_WIDTH),
    )


def _table(run: BatchRun, last: int) -> Table:
    rows = []
    for t in range(last + 1):
        epoch, place = run.batches.place(t)
        members = run.batches.members(t) + 1
        names = ", ".join(str(i) for i in members[:MOST_NAMED]) + (" …" if len(members) > MOST_NAMED else "")
        rows.append((str(t), str(epoch + 1), f"{place + 1} of {run.batches.per_epoch}", names))
    return Table("table", ("step $t$", "epoch", "batch", "its points"), tuple(rows), "which points each step sees")


def _formulas(run: BatchRun, theta: np.ndarray, lr: float) -> tuple[Formula, Formula, Formula]:
    last = len(theta) - 1
    full = np.stack([run.problem.gradient(at) for at in theta])
    batch = run.grad[: last + 1]
    step = {"theta": theta, "next": run.theta[1 : last + 2], "batch": batch, "lr": lr}
    of_all = (r"\nabla L = \frac1n \sum_{i=1}^n \nabla L_i", r"\nabla L = <<full>>")
    of_batch = (r"\tilde g_t = \frac{1}{|B_t|} \sum_{i \in B_t} \nabla L_i", r"\tilde g_t = <<batch>>")
    update = (r"\theta_{t+1} = \theta_t - \eta\, \tilde g_t", r"<<next>> = <<theta>> - <<lr>> \cdot <<batch>>")
    return (
        Formula("full", (of_all,), {"full": full}, "all points, at θₜ"),
        Formula("batch", (of_batch,), {"batch": batch}, "the mini-batch, at θₜ"),
        Formula("next", (update,), step, "the step"),
    )


def _counters(run: BatchRun, last: int) -> Metrics:
    places = [run.batches.place(t) for t in range(last + 1)]
    sizes = np.diff(run.batches.ends)[: last + 1]
    return Metrics(
        "readings",
        (
            Metric("epoch", np.array([epoch + 1.0 for epoch, _ in places])),
            Metric("batch", tuple(f"{place + 1} of {run.batches.per_epoch}" for _, place in places)),
            Metric("points in it", sizes.astype(float), BATCH),
            Metric("gradients computed so far", run.cost[: last + 1].astype(float)),
            Metric(r"$L(\theta_t)$", run.loss[: last + 1]),
        ),
    )


MINIBATCH = Section(
    "minibatch",
    "Mini-batches",
    controls=(
        MODEL,
        Choice("n", "Data points n", (("8", "8"), ("100", "100"), ("1000", "1000")), "8"),
        batch_slider(2, 1000),
        lr_slider(0.15),
        *theta_sliders(),
        *seed_controls(),
    ),
    presets=(
        Preset("batch_two", "The slide: eight points, two a batch", {}, 0),
        Preset("batch_one", "B = 1: one example a step", {"batch": 1}, 0),
        Preset("batch_three", "B = 3: the last batch is smaller", {"batch": 3}, 2),
        Preset("batch_still", "η = 0: only the arrows change", {"lr": 0.0}, 0),
        Preset("batch_many", "32 of 1000: not too far off", {"n": "1000", "batch": 32}, 0),
        Preset("batch_all", "B = n: this is GD", {"batch": 8}, 0),
    ),
    draw=minibatch_board,
    background=chosen_background,
    start=0,
)

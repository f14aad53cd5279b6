"""The board of the mini-batches: one after the other, beside the mean over all points."""

import numpy as np

from optviz.core.stochastic.descent import BatchRun
from optviz.figures.board import (
    Axes,
    Board,
    DragTarget,
    Formula,
    Layer,
    Metric,
    Metrics,
    MovingLine,
    Path,
    Points,
    Table,
)
from optviz.lecture.section import Values
from optviz.lecture.stochastic.common import stepping
from optviz.lecture.stochastic.messages import about_batch, about_rate, about_runs, about_theta, summary
from optviz.lecture.stochastic.parts import BATCH, GD, curves, data_plane, flights, over_x, theta_plane

MOST_ARROWS = 60
MOST_NAMED = 8
ROWS = (
    ("data",) * 3 + ("theta",) * 3,
    ("table",) * 3 + ("theta",) * 3,
    ("full",) * 2 + ("mine",) * 2 + ("next",) * 2,
    ("readings",) * 6,
)


def minibatch(values: Values) -> Board:
    """Return the board of mini-batches: the playhead's batch lit up, its mean beside the full mean, the counters."""
    run = stepping(values)
    problem, last = run.problem, run.steps - 1
    theta, batches = run.theta[: last + 1], _padded(run, last)
    path = Path(theta[:, 0], theta[:, 1], GD, "SGD", _status(run, last), run.loss[: last + 1])
    plane = theta_plane(problem, (*_arrows(run, theta, batches), path), drag=DragTarget("a", "b"))
    formulas = _formulas(run, theta, float(values["lr"]))
    return Board(
        (_data(run, theta, batches), plane, _table(run, last), *formulas, _counters(run, last)),
        ROWS,
        heights=(1.3, 1.0, 0.0, 0.0),
        steps=last,
        status=(run.status.kind,),
        notices=(
            *about_batch(problem, [int(values["batch"])]),
            *about_rate(problem, values),
            *about_theta(problem, values),
            *about_runs([("SGD", run)]),
        ),
        summary=summary(f"Mini-batches of {run.draws.batch} out of {problem.n} points.", [("SGD", run)]),
    )


def _data(run: BatchRun, theta: np.ndarray, batches: np.ndarray) -> Axes:
    problem, x = run.problem, over_x(run.problem)
    chosen = problem.data.points[np.maximum(batches, 0)]
    chosen[batches < 0] = np.nan
    layers = (
        MovingLine(x, curves(problem, theta, x), "accent", "model at θₜ", 1.3),
        Points(problem.data.x, problem.data.y, "faint", size=0.8),
        Points(chosen[..., 0], chosen[..., 1], BATCH, "ring", "the mini-batch", size=0.9),
    )
    return data_plane(problem, layers, f"data: {problem.n:,} points")


def _padded(run: BatchRun, last: int) -> np.ndarray:
    """Return the examples of each batch, (T+1, width), −1 where a batch has fewer."""
    table = np.full((last + 1, run.draws.batch), -1)
    for t in range(last + 1):
        members = run.draws.members(t)
        table[t, : len(members)] = members
    return table


def _status(run: BatchRun, last: int) -> tuple[str, int]:
    return run.status.kind, min(run.status.step, last)


def _arrows(run: BatchRun, theta: np.ndarray, batches: np.ndarray) -> tuple[Layer, ...]:
    """Return the arrows at θ_t: −∇L_i of the batch, their mean, and the mean over all points."""
    each = np.stack([run.problem.gradients(one) for one in theta])
    some = batches[:, :MOST_ARROWS]
    members = np.take_along_axis(each, np.maximum(some, 0)[..., None], axis=1)
    members[some < 0] = np.nan
    name = "−∇Lᵢ of the batch" if batches.shape[1] <= MOST_ARROWS else f"−∇Lᵢ of {MOST_ARROWS} in the batch"
    return (
        flights(theta, members, "faint", name, 0.7),
        flights(theta, each.mean(axis=1)[:, None], "accent", "full mean, −∇L", 1.7),
        flights(theta, run.grad[: len(theta), None], BATCH, "mean of the batch", 1.4),
    )


def _table(run: BatchRun, last: int) -> Table:
    rows = []
    for t in range(last + 1):
        epoch, place = run.draws.place(t)
        members = run.draws.members(t) + 1
        names = ", ".join(str(i) for i in members[:MOST_NAMED]) + (" …" if len(members) > MOST_NAMED else "")
        rows.append((str(t), str(epoch + 1), f"{place + 1} of {run.draws.per_epoch}", names))
    return Table("table", ("step $t$", "epoch", "batch", "its points"), tuple(rows), "which points each step sees")


def _formulas(run: BatchRun, theta: np.ndarray, lr: float) -> tuple[Formula, Formula, Formula]:
    last = len(theta) - 1
    full = np.stack([run.problem.gradient(one) for one in theta])
    mine = run.grad[: last + 1]
    step = {"theta": theta, "next": run.theta[1 : last + 2], "mine": mine, "lr": lr}
    of_all = (r"\nabla L = \frac1n \sum_{i=1}^n \nabla L_i", r"\nabla L = <<full>>")
    of_batch = (r"\tilde g_t = \frac{1}{|B_t|} \sum_{i \in B_t} \nabla L_i", r"\tilde g_t = <<mine>>")
    update = (r"\theta_{t+1} = \theta_t - \eta\, \tilde g_t", r"<<next>> = <<theta>> - <<lr>> \cdot <<mine>>")
    return (
        Formula("full", (of_all,), {"full": full}, "all points, at θₜ"),
        Formula("mine", (of_batch,), {"mine": mine}, "the mini-batch, at θₜ"),
        Formula("next", (update,), step, "the step"),
    )


def _counters(run: BatchRun, last: int) -> Metrics:
    places = [run.draws.place(t) for t in range(last + 1)]
    sizes = np.diff(run.draws.ends)[: last + 1]
    return Metrics(
        "readings",
        (
            Metric("epoch", np.array([epoch + 1.0 for epoch, _ in places])),
            Metric("batch", tuple(f"{place + 1} of {run.draws.per_epoch}" for _, place in places)),
            Metric("points in it", sizes.astype(float), BATCH),
            Metric("gradients computed so far", run.cost[: last + 1].astype(float)),
            Metric(r"$L(\theta_t)$", run.loss[: last + 1]),
        ),
    )

"""Boards that let GD and SGD run side by side: against steps, against gradients computed, with decaying steps."""

import numpy as np

from optviz.core.stochastic.descent import BatchRun
from optviz.core.stochastic.schedules import SCHEDULES
from optviz.figures.board import Board, Chart, DragTarget, Formula, Metric, Metrics, Path, Series
from optviz.lecture.section import Values
from optviz.lecture.stochastic.common import PER_EPOCH, THIRD, Race, Racer, decaying, gd_and_sgd, three_sizes
from optviz.lecture.stochastic.messages import (
    about_batch,
    about_rate,
    about_runs,
    about_shape,
    about_theta,
    summary,
)
from optviz.lecture.stochastic.parts import GD, LARGE, SMALL, theta_plane

LOOKS = {"GD": GD, "large batch": LARGE, "small batch": SMALL, "SGD": SMALL}
STRIDE = 2
FEW_EPOCHS = 3
_DRAG = DragTarget("a", "b")


def _path(one: Racer, name: str = "") -> Path:
    gone = np.flatnonzero(~np.isfinite(one.theta).all(axis=1))
    status = (one.run.status.kind, int(gone[0]) if len(gone) else len(one.theta) - 1)
    return Path(one.theta[:, 0], one.theta[:, 1], LOOKS[one.name], name, status, one.loss)


def _corners(at: np.ndarray) -> np.ndarray:
    """Return ``at`` (T+1,) as abscissas that rise, if only by a hair: while it rests, so does a curve's dot."""
    return at + 1e-9 * np.arange(len(at))


def _told(race: Race, values: Values, sizes: tuple[str, ...]) -> tuple[str, ...]:
    return (
        *about_shape(race.problem),
        *about_batch(race.problem, [int(values[key]) for key in sizes]),
        *about_rate(race.problem, values),
        *about_theta(race.problem, values),
        *about_runs(race.runs),
    )


def gd_sgd(values: Values) -> Board:
    """Return the slide's race: as many gradients for GD as for SGD; the loss against steps and against gradients."""
    race = gd_and_sgd(values)
    gd, sgd = race.racers
    named = ((gd, "GD, all 8 at a time", GD), (sgd, f"SGD, {sgd.run.draws.batch} at a time", SMALL))
    # Over many epochs only a logarithm tells the losses apart, and only of their distance to the least.
    long = int(values["epochs"]) > FEW_EPOCHS
    least, title = (race.problem.floor, "L(θ) − L(θ*)") if long else (0.0, "L(θ)")
    by_step = tuple(Series(name, one.loss - least, look, _corners(one.at)) for one, name, look in named)
    by_cost = tuple(
        Series(name, one.loss - least, look, _corners(one.run.draws.ends[one.at])) for one, name, look in named
    )
    readings = Metrics(
        "readings",
        (
            Metric("gradients computed, each", race.cost.astype(float)),
            Metric("steps of GD", gd.at.astype(float), GD),
            Metric("steps of SGD", sgd.at.astype(float), SMALL),
            Metric("$L$ of GD", gd.loss, GD),
            Metric("$L$ of SGD", sgd.loss, SMALL),
        ),
    )
    return Board(
        (
            theta_plane(race.problem, [_path(gd, "GD"), _path(sgd, "SGD")], drag=_DRAG),
            Chart("steps", f"{title} against steps", by_step, log=long, x_label="steps made"),
            Chart("cost", f"{title} against gradients computed", by_cost, log=long, x_label="gradients ∇Lᵢ computed"),
            readings,
        ),
        (("theta", "steps"), ("theta", "cost"), ("readings", "readings")),
        steps=len(race.cost) - 1,
        widths=(1.2, 1.0),
        heights=(1.0, 1.0, 0.0),
        unit="gradients",
        status=_status(race),
        notices=_told(race, values, ("batch",)),
        summary=summary("Equally many gradients computed.", race.runs),
    )


def _status(race: Race) -> tuple[str, ...]:
    return tuple(run.status.kind for _, run in race.runs)


def _title(one: Racer) -> str:
    size = f"B = {one.run.draws.batch:,}"
    return f"GD: {size} = n" if one.name == "GD" else f"SGD: {size}"


def batch_size(values: Values) -> Board:
    """Return the slide's three pictures, GD, large and small batch, with their losses against gradients computed."""
    race = three_sizes(values)
    n = race.problem.n
    planes = tuple(
        theta_plane(race.problem, [_path(one)], f"size{i}", _title(one), drag=_DRAG)
        for i, one in enumerate(race.racers)
    )
    above = tuple(
        Series(_title(one), one.loss - race.problem.floor, LOOKS[one.name], _corners(one.run.draws.ends[one.at] / n))
        for one in race.racers
    )
    computed = Metric("gradients computed, each", tuple(f"{int(c):,}" for c in race.cost))
    steps = (Metric(f"steps with B = {one.run.draws.batch:,}", _counted(one), LOOKS[one.name]) for one in race.racers)
    cost = Chart("cost", "L(θ) − L(θ*)", above, log=True, x_label="gradients computed, in epochs of n")
    return Board(
        (*planes, cost, Metrics("readings", (computed, *steps))),
        (tuple(plane.key for plane in planes), ("cost",) * 3, ("readings",) * 3),
        steps=len(race.cost) - 1,
        heights=(1.5, 1.0, 0.0),
        unit="epoch",
        per=PER_EPOCH,
        status=_status(race),
        notices=_told(race, values, ("large", "small")),
        summary=summary(f"{n} points.", race.runs),
    )


def _counted(one: Racer) -> tuple[str, ...]:
    return tuple(f"{int(at):,}" for at in one.at)


def decay(values: Values) -> Board:
    """Return SGD with a constant η, with a tenth of it, and with a rate that falls: paths, losses and rates."""
    runs = decaying(values)
    problem, lr = runs["decay"].problem, float(values["lr"])
    looks = dict(zip(runs, (SMALL, LARGE, GD), strict=True))
    losses = tuple(Series(name, _calm(run), looks[name], _times(run)) for name, run in runs.items())
    own = dict(zip(runs, (lr, lr / THIRD, lr), strict=True))
    rates = tuple(Series(name, *_falling(run, own[name], looks[name])) for name, run in runs.items())
    return Board(
        (
            theta_plane(problem, [_thin(name, run, looks[name]) for name, run in runs.items()], drag=_DRAG),
            Chart("loss", "L(θₜ) − L(θ*), mean of the last epoch", losses, log=True),
            Chart("rate", "learning rate ηₜ", rates, log=True, legend=False),
            Formula("formula", ((SCHEDULES[values["schedule"]].latex, ""),)),
        ),
        (("theta", "loss"), ("theta", "rate"), ("theta", "formula")),
        steps=max(run.steps for run in runs.values()) // STRIDE,
        widths=(1.2, 1.0),
        heights=(1.0, 0.8, 0.0),
        unit="epoch",
        per=max(1, runs["decay"].draws.per_epoch // STRIDE),
        status=tuple(run.status.kind for run in runs.values()),
        notices=(
            *about_batch(problem, [int(values["batch"])]),
            *about_rate(problem, values),
            *about_theta(problem, values),
            *about_runs(runs.items()),
        ),
        summary=summary(f"Batches of {int(values['batch'])} out of {problem.n} points.", runs.items()),
    )


def _times(run: BatchRun) -> np.ndarray:
    return np.arange(0.0, run.steps + 1, STRIDE)


def _falling(run: BatchRun, lr: float, look: int) -> tuple[np.ndarray, int, np.ndarray]:
    rate = lr * run.rate[::STRIDE]
    return rate, look, _times(run)[: len(rate)]


def _calm(run: BatchRun) -> np.ndarray:
    """Return how far the loss is above its least value, a mean over the steps of the last epoch, every second step."""
    ends = np.arange(1, len(run.loss) + 1)
    begins = np.maximum(ends - run.draws.per_epoch, 0)
    # A run that diverges adds up to ∞ on its way; what is not a number is left out of the chart.
    with np.errstate(over="ignore", invalid="ignore"):
        sums = np.concatenate([[0.0], np.cumsum(run.loss - run.problem.floor)])
        return ((sums[ends] - sums[begins]) / (ends - begins))[::STRIDE]


def _thin(name: str, run: BatchRun, look: int) -> Path:
    """Return every second point of a run's path; the one that decays is drawn on top."""
    theta = run.theta[::STRIDE]
    status = (run.status.kind, run.status.step // STRIDE)
    return Path(theta[:, 0], theta[:, 1], look, name, status, run.loss[::STRIDE], name == "decay")

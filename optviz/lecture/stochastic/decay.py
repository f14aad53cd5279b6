"""Step-size decay: SGD with a constant learning rate, with a tenth of it, and with one that falls."""

import numpy as np

from optviz.core.stochastic.descent import BatchRun, descend
from optviz.core.stochastic.schedules import SCHEDULES
from optviz.figures.board import Background, Board, Chart, Formula, Path, Series
from optviz.lecture.controls import Choice, Slider, VisibleIf
from optviz.lecture.section import Preset, Section, Values
from optviz.lecture.stochastic.common import (
    DRAG_THETA,
    GD,
    LARGE,
    NOISY_POINTS,
    SMALL,
    batch_slider,
    loss_background,
    lr_slider,
    sample_regression,
    seed_controls,
    theta_axes,
    theta_of,
    theta_sliders,
)
from optviz.lecture.stochastic.messages import about_batch, about_rate, about_runs, about_theta, summary
from optviz.lecture.stochastic.race import epoch_mean

STEPS = 960
SLOWER = 10.0
LOOKS = {"constant η": SMALL, "η/10": LARGE, "decay": GD}


def decay_runs(values: Values) -> dict[str, BatchRun]:
    """Return SGD with constant η, with a tenth of it, and with the schedule; all meet the same batches."""
    problem, size = sample_regression("line", NOISY_POINTS), int(values["batch"])
    lr, seed, start = float(values["lr"]), int(values["seed"]), theta_of(values)
    schedule, decay_steps = values["schedule"], values["pace"]
    return {
        "constant η": descend(problem, start, size, STEPS, lr=lr, seed=seed),
        "η/10": descend(problem, start, size, STEPS, lr=lr / SLOWER, seed=seed),
        "decay": descend(problem, start, size, STEPS, lr=lr, seed=seed, schedule=schedule, decay_steps=decay_steps),
    }


def decay_board(values: Values) -> Board:
    """Return SGD with a constant η, with a tenth of it, and with a rate that falls: paths, losses and rates."""
    runs = decay_runs(values)
    problem = runs["decay"].problem
    losses = tuple(Series(name, _mean_above(run), LOOKS[name]) for name, run in runs.items())
    return Board(
        (
            theta_axes(problem, [_path(name, run) for name, run in runs.items()], drag=DRAG_THETA),
            Chart("loss", "L(θₜ) − L(θ*), mean of the last epoch", losses, log=True),
            Chart("rate", "learning rate ηₜ", _rates(runs, float(values["lr"])), log=True, legend=False),
            Formula("formula", ((SCHEDULES[values["schedule"]].latex, ""),)),
        ),
        (("theta", "loss"), ("theta", "rate"), ("theta", "formula")),
        steps=max(run.steps for run in runs.values()),
        widths=(1.2, 1.0),
        heights=(1.0, 0.8, 0.0),
        unit="epoch",
        per=runs["decay"].batches.per_epoch,
        status=tuple(run.status.kind for run in runs.values()),
        notices=(
            *about_batch(problem, [int(values["batch"])]),
            *about_rate(problem, values),
            *about_theta(problem, values),
            *about_runs(runs.items()),
        ),
        summary=summary(f"Batches of {int(values['batch'])} out of {problem.n} points.", runs.items()),
    )


def decay_background(values: Values) -> Background:
    """Return the loss of the 64 points."""
    return loss_background(sample_regression("line", NOISY_POINTS))


def _rates(runs: dict[str, BatchRun], lr: float) -> tuple[Series, ...]:
    series = []
    for name, run in runs.items():
        rate = (lr / SLOWER if name == "η/10" else lr) * run.rate
        series.append(Series(name, rate, LOOKS[name]))
    return tuple(series)


def _mean_above(run: BatchRun) -> np.ndarray:
    """Return how far the loss is above its least value, a mean over the steps of the last epoch, (T+1,)."""
    return epoch_mean(np.arange(run.steps + 1), run.loss - run.problem.floor, run.batches.per_epoch)


def _path(name: str, run: BatchRun) -> Path:
    """Return a run's path; the one that decays is drawn on top."""
    status = (run.status.kind, run.status.step)
    return Path(run.theta[:, 0], run.theta[:, 1], LOOKS[name], name, status, run.loss, name == "decay")


WITH_DECAY_STEPS = tuple(schedule.key for schedule in SCHEDULES.values() if schedule.has_decay_steps)

DECAY = Section(
    "decay",
    "Step-size decay",
    controls=(
        Choice("schedule", "Schedule", tuple((s.key, s.name) for s in SCHEDULES.values()), "inverse"),
        VisibleIf("schedule", WITH_DECAY_STEPS, Slider("pace", r"\tau", "decay steps", 50.0, 1.0, 1000.0, "log")),
        lr_slider(0.3),
        batch_slider(4),
        *theta_sliders(),
        *seed_controls(),
    ),
    presets=(
        Preset("decay_inverse", "1/t", {}),
        Preset("decay_root", "1/√t: falls more slowly", {"schedule": "root"}),
        Preset("decay_halve", "Halved every 150 steps", {"schedule": "steps", "pace": 150.0}),
        Preset("decay_cosine", "Cosine: down to 0", {"schedule": "cosine"}),
        Preset("decay_soon", "τ = 1: too soon", {"pace": 1.0}),
    ),
    draw=decay_board,
    background=decay_background,
)

"""The board of sharpness: the loss's largest curvature along a training, against the limit 2/η."""

import numpy as np

from optviz.figures.board import Board, Chart, Metric, Metrics, Progress, Series
from optviz.lecture.network.common import Sharpness
from optviz.lecture.network.parts import TRAIN, VALID, alarm, fate, percent, picture
from optviz.lecture.section import Values


def sharpness_board(values: Values, found: Sharpness) -> Board:
    """λ_max and 2/η, the loss, and the regions of the net, on one playhead."""
    run = found.history
    x = run.checkpoints.astype(float)
    limit = 2 / values["lr"]
    top = np.full(len(x), np.nan)
    top[found.at[: len(found.top)]] = found.top
    sharp = Chart(
        "sharp",
        "largest curvature",
        (Series("λₘₐₓ", top, VALID, x), Series("2/η", np.full(len(x), limit), "ink", x, dashed=True)),
        x_label="step",
        low=0.0,
        empty="measured when the training is done",
    )
    loss = Chart("loss", "training loss", (Series("GD", run.train_loss, TRAIN, x),), log=values["log"], x_label="step")
    share = 0.5 * (run.steps / run.task.steps if not run.done else 1.0)
    share += 0.5 * len(found.top) / max(len(found.at), 1) if run.done else 0.0
    measured = f"measuring {len(found.top)} of {len(found.at)}" if len(found.at) else "measuring"
    text = f"Training: step {run.steps:,} of {run.task.steps:,}" if not run.done else measured
    return Board(
        (sharp, loss, picture(run), numbers(values["lr"], found)),
        (("sharp", "plane"), ("loss", "plane"), ("numbers", "numbers")),
        len(x) - 1,
        widths=(1.3, 1.0),
        heights=(1.0, 1.0, 0.0),
        unit="step",
        counts=run.checkpoints,
        progress=Progress(share, text),
        status=(fate(run),),
        summary=f"Gradient descent with η = {values['lr']:.3g}: the limit 2/η is {limit:.3g}, the largest curvature "
        + (f"at most {np.nanmax(found.top):.3g}." if len(found.top) else "not measured yet."),
    )


def numbers(lr: float, found: Sharpness) -> Metrics:
    """Return the curvature against the limit in numbers; between the measured steps it is read off the curve."""
    run, limit = found.history, 2 / lr
    places = np.arange(len(run.checkpoints))
    known = len(found.top) > 0
    shown = np.interp(places, found.at[: len(found.top)], found.top) if known else np.full(len(places), np.nan)
    over = crossing(found, limit)
    readings = (
        Metric(r"$\lambda_{\max}$", shown, VALID),
        Metric(r"$2/\eta$", limit),
        Metric(r"$\eta\,\lambda_{\max}$ (limit 2)", lr * shown),
        Metric("first over the limit", "—" if over is None else f"step {over}"),
        Metric("right", tuple(percent(one) for one in run.train_accuracy)),
        *alarm(run),
    )
    return Metrics("numbers", readings)


def crossing(found: Sharpness, limit: float) -> int | None:
    """Return the first measured step, after the start, at which λ_max rises over the limit."""
    over = found.top > limit
    rises = np.flatnonzero(over[1:] & ~over[:-1]) + 1
    return int(found.history.checkpoints[found.at[rises[0]]]) if len(rises) else None

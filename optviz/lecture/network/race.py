"""The board of the race: several optimizers train the same net from the same weights on the same mini-batches."""

import numpy as np

from optviz.figures.board import Board, Chart, Progress, Series, Table
from optviz.lecture.network.common import Racer
from optviz.lecture.network.parts import epochs_of, fate, percent
from optviz.lecture.section import Values

LAYER_LOOKS = (2, 8, 6, 7)


def race_board(values: Values, racers: tuple[Racer, ...]) -> Board:
    """Loss and accuracy of all racers, the norms in the layers of one of them, and how they ended."""
    if not racers:
        note = "Nobody is in the race. Choose an optimizer."
        return Board((Table("out", ("optimizer",), ((note,),), follow=False, mono=False),), (("out",),), summary=note)
    first = racers[0].history
    longest = max(racers, key=lambda one: len(one.history.checkpoints)).history
    share = min(1.0 if one.history.done else one.history.steps / one.history.task.steps for one in racers)
    chosen = racers[min(int(values["layers"]), len(racers)) - 1]
    return Board(
        (*scores(values, racers), *norms(values, chosen), standings(racers)),
        (("loss", "accuracy"), ("grad", "weight"), ("out", "out")),
        len(longest.checkpoints) - 1,
        heights=(1.25, 1.0, 0.0),
        unit="step",
        counts=longest.checkpoints,
        progress=Progress(share, f"Training: step {longest.steps:,} of {first.task.steps:,}"),
        status=tuple(fate(one.history) for one in racers),
        summary="; ".join(f"{one.name}: training loss {one.history.train_loss[-1]:.3g}" for one in racers) + ".",
    )


def place(values: Values, racer: Racer) -> tuple[np.ndarray, str]:
    """Return where the marks of a racer stand on the axis, and the axis's name."""
    if values["count"] == "epoch":
        return epochs_of(racer.history), "epoch"
    return racer.history.checkpoints.astype(float), "step"


def scores(values: Values, racers: tuple[Racer, ...]) -> tuple[Chart, Chart]:
    """Return the charts of loss and accuracy: by steps the mini-batch's loss, by epochs that of both sets."""
    by_step = values["count"] == "step"
    loss: list[Series] = []
    accuracy: list[Series] = []
    label = place(values, racers[0])[1]
    for one in racers:
        x, run = place(values, one)[0], one.history
        if by_step:
            loss.append(Series(one.name, at_marks(run.batch_loss, run.checkpoints), one.look, x))
            accuracy.append(Series(one.name, run.train_accuracy, one.look, x))
            continue
        for name, key, dashed in ((one.name, "train", False), ("", "valid", True)):
            loss.append(Series(name, at_ends(one, f"{key}_loss"), one.look, x, dashed))
            accuracy.append(Series(name, at_ends(one, f"{key}_accuracy"), one.look, x, dashed))
    both = "training; dashed: validation"
    titles = ("loss of the mini-batch", "training points right") if by_step else (f"loss: {both}", f"right: {both}")
    return (
        Chart("loss", titles[0], tuple(loss), log=True, x_label=label),
        Chart("accuracy", titles[1], tuple(accuracy), x_label=label, high=1.02, legend=False),
    )


def at_ends(racer: Racer, what: str) -> np.ndarray:
    """Return a curve at the ends of epochs alone; NaN between them."""
    run = racer.history
    return np.where(run.checkpoints % run.task.per_epoch == 0, getattr(run, what), np.nan)


def at_marks(rows: np.ndarray, marks: np.ndarray) -> np.ndarray:
    """Return what was known before each step, (T,) or (T, n), at the marks; NaN at the end, where no step follows."""
    out = np.full((len(marks), *rows.shape[1:]), np.nan)
    known = marks < len(rows)
    out[known] = rows[marks[known]]
    return out


def norms(values: Values, racer: Racer) -> tuple[Chart, Chart]:
    """Return the charts of the gradient's and the weights' norm in each layer of one racer."""
    x, label = place(values, racer)
    run = racer.history
    grads, weights = at_marks(run.grad_norm, run.checkpoints), run.weight_norm
    names = [f"W{chr(0x2080 + k)}" for k in range(weights.shape[1])]
    return (
        Chart(
            "grad",
            f"{racer.name}: gradient's norm by layer",
            tuple(Series(name, grads[:, k], LAYER_LOOKS[k], x) for k, name in enumerate(names)),
            log=True,
            x_label=label,
        ),
        Chart(
            "weight",
            f"{racer.name}: weights' norm by layer",
            tuple(Series(name, weights[:, k], LAYER_LOOKS[k], x) for k, name in enumerate(names)),
            x_label=label,
            legend=False,
        ),
    )


def standings(racers: tuple[Racer, ...]) -> Table:
    """Return how each racer ended."""
    head = ("optimizer", "η", "training loss", "validation loss", "validation right", "")
    rows = []
    lowest = min(racers, key=lambda one: float(np.nan_to_num(one.history.train_loss[-1], nan=np.inf)))
    for one in racers:
        run = one.history
        mark = run.status.label if run.status.kind == "diverged" else ""
        if run.exploded is not None and not mark:
            mark = f"η too large: loss {run.batch_loss[run.exploded]:.3g} at step {run.exploded}"
        mark = mark or "lowest training loss" * (one is lowest and len(racers) > 1)
        rate = float(getattr(run.optimizer, "lr", np.nan))
        numbers = tuple(f"{float(v):.3g}" for v in (rate, run.train_loss[-1], run.valid_loss[-1]))
        rows.append((one.name, *numbers, percent(run.valid_accuracy[-1]), mark))
    return Table("out", head, tuple(rows), follow=False, mono=False)

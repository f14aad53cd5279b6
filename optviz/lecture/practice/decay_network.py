"""Weight decay on a network: Adam with L2 against AdamW on the digits, the weights' norm and the accuracy."""

import dataclasses

from optviz.core.number_text import label, percent
from optviz.figures.board import Board, Chart, Progress, Series, Table, all_from_step
from optviz.lecture.controls import Randomize, Slider
from optviz.lecture.practice.surface import OTHER, PLAIN, WITH
from optviz.lecture.practice.trainings import PER_EPOCH, SMOOTHED, Curves, Setting, in_turn
from optviz.lecture.section import Preset, Section, Values
from optviz.lecture.work import Work

HIDDEN = 1
LOOKS = {"no decay": PLAIN, "L2": OTHER, "decoupled": WITH}
MODIFIERS = {"no decay": "", "L2": "l2", "decoupled": "decoupled"}


@dataclasses.dataclass(frozen=True, eq=False)
class Net:
    """A net with one kind of decay, λ of it, and how it trains; ``curves``: None before."""

    name: str
    strength: float
    setting: Setting
    curves: Curves | None = None


def nets_of(values: Values) -> tuple[Net, ...]:
    """Return the nets without decay, with L2 and with decoupled decay, not yet trained."""
    nets = []
    for name, modifier in MODIFIERS.items():
        strength = float(values[modifier]) if modifier else 0.0
        modifiers = ((modifier, strength),) if modifier else ()
        lr, epochs, seed = float(values["lr"]), int(values["epochs"]), int(values["seed"])
        nets.append(Net(name, strength, Setting("adam", lr, HIDDEN, epochs, seed, "constant", modifiers)))
    return tuple(nets)


def nets_work(values: Values) -> Work:
    """Return the trainings."""
    nets = nets_of(values)
    return Work(f"decay_network,{[net.setting for net in nets]}", lambda: in_turn(nets))


def decay_network_board(values: Values, nets: tuple[Net, ...]) -> Board:
    """The weights' length, loss and validation error of the three nets, and how they end."""
    seen = [(net, net.curves) for net in nets if net.curves is not None]
    checkpoints = max((curves.checkpoints for _, curves in seen), key=len)
    now, total = seen[-1][1], PER_EPOCH * int(values["epochs"])
    share = (len(seen) - 1 + (1.0 if now.diverged else now.steps / total)) / len(nets)

    def chart(key: str, title: str, log: bool = True, legend: bool = False) -> Chart:
        series = tuple(Series(n.name, getattr(c, key), LOOKS[n.name], c.checkpoints.astype(float)) for n, c in seen)
        return Chart(key, title, series, log=log, x_label="step", legend=legend, empty="training …")

    return Board(
        (
            chart("weight_norm", "weights' norm ‖θ‖", legend=True),
            chart("error", "validation error, 1 − accuracy"),
            chart("loss", SMOOTHED),
            results(nets, len(checkpoints) - 1),
        ),
        (("weight_norm", "error"), ("loss", "out")),
        len(checkpoints) - 1,
        heights=(1.0, 1.0),
        unit="step",
        counts=checkpoints,
        progress=Progress(share, f"{seen[-1][0].name}: step {now.steps:,} of {total:,}"),
        status=("moving",),
        summary="; ".join(f"{n.name}: validation accuracy {percent(float(c.accuracy[-1]))}" for n, c in seen) + ".",
    )


def results(nets: tuple[Net, ...], last: int) -> Table:
    """Return how each net ends, told at the last step."""
    rows = []
    for net in nets:
        strength = label(net.strength) if net.strength else "—"
        curves = net.curves
        if curves is None or not (curves.steps == curves.total or curves.diverged):
            rows.append((net.name, strength, *("",) * 3))
            continue
        loss = "diverged" if curves.diverged else label(float(curves.train_loss[-1]), 2)
        told = all_from_step(last, (label(float(curves.weight_norm[-1]), 2), loss, percent(float(curves.accuracy[-1]))))
        rows.append((net.name, strength, *told))
    head = ("Adam with", "λ", "‖θ‖", "training loss", "validation accuracy")
    return Table("out", head, tuple(rows), follow=False, mono=False)


DECAY_NETWORK = Section(
    "decay_network",
    "Decay, a network",
    controls=(
        Slider("l2", r"\lambda_2", "L2 decay", 0.1, 1e-4, 1.0, "log"),
        Slider("decoupled", r"\lambda", "decoupled decay", 0.1, 1e-4, 1.0, "log"),
        Slider("lr", r"\eta", "learning rate", 0.01, 1e-4, 1.0, "log"),
        Slider("epochs", "", "epochs", 20.0, 1.0, 20.0, whole=True),
        Slider("seed", "", "random seed", 0.0, 0.0, 999.0, whole=True),
        Randomize("again", "Other initial weights", ("seed",)),
    ),
    presets=(
        Preset("same_lambda", "The same λ = 0.1", {}),
        Preset("own_lambda", "L2 with λ = 0.003, decoupled 0.3", {"l2": 0.003, "decoupled": 0.3}),
        Preset("all_one", "λ = 1", {"l2": 1.0, "decoupled": 1.0}),
    ),
    draw=decay_network_board,
    work=nets_work,
    more=("epochs", "seed", "again"),
)

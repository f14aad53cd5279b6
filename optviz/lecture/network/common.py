"""What happens in each section of the network page: values of its controls in, trainings out, piece by piece."""

import dataclasses
from collections.abc import Callable, Iterator, Mapping
from typing import Any

import numpy as np

from optviz.core.network.data import Split, digits, painted, toy
from optviz.core.network.landscape import LossGrid, Slice, filter_normalised, loss_grids, principal, window
from optviz.core.network.mlp import Net
from optviz.core.network.sharpness import largest_eigenvalues
from optviz.core.network.training import History, Task, train, train_all
from optviz.core.optimizers import OPTIMIZERS, Optimizer
from optviz.lecture.jobs import Work
from optviz.scenes.scene import default_look

Values = Mapping[str, Any]

TOY_BATCH = 16
LOSS_EPOCHS = 150
RACE_NET = (2, 16)
"""Hidden layers and their width where there are no controls for them."""

LANDSCAPE_RULES = ("gd", "momentum", "adam")
NOISE = {"moons": 0.15, "circles": 0.1, "spirals": 0.03, "blobs": 0.35}
"""The noise of each toy set where there is no control for it."""

REACH = 1.0
"""A random slice shows at least this much of its directions on either side."""

SHARP_MARKS = 60

_A = ((-1.6, 0.9), (-1.1, 1.5), (-0.4, 1.2), (-1.9, 0.1), (-0.8, 0.4), (-1.3, -0.7), (-0.2, 2.0), (-2.2, 1.7))
_B = ((1.2, -0.9), (0.8, -1.6), (1.7, -0.1), (0.3, -0.8), (1.9, -1.4), (1.1, 0.6), (-0.1, -1.9), (2.2, 0.7))
PAINTED = (*((*p, 0.0) for p in _A), *((*p, 1.0) for p in _B), (1.4, -0.5, 0.0))
"""Two groups of eight points, and one of the first class in the midst of the second."""

ONE_CLASS = tuple((*p, 0.0) for p in _A)


@dataclasses.dataclass(frozen=True, eq=False)
class Racer:
    """One training of a race: its name on the screen, its look, what happened."""

    name: str
    look: int
    history: History


@dataclasses.dataclass(frozen=True, eq=False)
class Landscape:
    """Trainings and the slice through the loss around them; slice and relief come when the trainings are done.

    ``lost``: the names of those that diverged and cannot be projected.
    """

    racers: tuple[Racer, ...]
    plane: Slice | None = None
    relief: LossGrid | None = None
    lost: tuple[str, ...] = ()

    @property
    def share(self) -> float:
        """How far it is, 0 to 1; the trainings count for half."""
        if self.relief:
            return 0.5 + 0.5 * self.relief.share
        runs = [one.history for one in self.racers]
        return 0.5 * float(np.mean([1.0 if run.done else run.steps / run.task.steps for run in runs]))


@dataclasses.dataclass(frozen=True, eq=False)
class Sharpness:
    """A training by gradient descent, and λ_max, ``top`` (n,), at some of its marks: the indices ``at``, (n,)."""

    history: History
    at: np.ndarray
    top: np.ndarray


def rule_of(key: str, lr: float) -> Optimizer:
    """Return an optimizer with this learning rate, its other knobs at their defaults."""
    kind: Any = OPTIMIZERS[key]
    return kind(lr=lr)


def look_of(key: str) -> int:
    """Return the look that an optimizer has on every page; SGD has GD's."""
    return default_look(key)


def net_for(data: Split, values: Values, activation: str = "tanh") -> Net:
    """Return the net of the controls for these data."""
    kind = values.get("activation", activation)
    return Net(data.inputs, int(values["hidden"]), int(values["width"]), data.classes, kind)


def toy_of(values: Values) -> Split:
    """Return the toy set of the controls."""
    return toy(values["data"], values.get("noise", NOISE[values["data"]]))


def network(values: Values) -> Iterator[History]:
    """Train one net with Adam on a toy set."""
    data = toy_of(values)
    task = Task(net_for(data, values), data, TOY_BATCH, int(values["epochs"]), int(values["seed"]), values["init"])
    return train(task, rule_of("adam", values["lr"]))


def loss(values: Values) -> Iterator[History | None]:
    """Train one net on the painted points, all of them in each step; nothing where there are none."""
    if not values["points"]:
        return iter((None,))
    data = painted(values["points"])
    task = Task(net_for(data, values), data, data.train.n, LOSS_EPOCHS, int(values["seed"]), "glorot")
    return train(task, rule_of("adam", values["lr"]))


def race(values: Values) -> Iterator[tuple[Racer, ...]]:
    """Train the same net by up to four rules, from the same weights, on the same mini-batches."""
    data = toy_of(values)
    net = Net(data.inputs, *RACE_NET, data.classes, "tanh")
    task = Task(net, data, int(values["batch"]), int(values["epochs"]), int(values["seed"]), "glorot")
    chosen = [(values[f"rule{k}"], values[f"lr{k}"]) for k in (1, 2, 3, 4) if values[f"rule{k}"] != "none"]
    keys = [key for key, _ in chosen]
    named = [_name(key) + f", η = {lr:.3g}" * (keys.count(key) > 1) for key, lr in chosen]
    looks = [look_of(key) + 9 * keys[:i].count(key) for i, key in enumerate(keys)]
    if not chosen:
        return iter(((),))
    found = train_all(task, [rule_of(*one) for one in chosen])
    return (tuple(map(Racer, named, looks, histories)) for histories in found)


def _name(key: str) -> str:
    return "SGD" if key == "gd" else OPTIMIZERS[key].name


def digit_training(values: Values) -> Iterator[History]:
    """Train one net on the images of digits."""
    data = digits()
    task = Task(net_for(data, values), data, int(values["batch"]), int(values["epochs"]), int(values["seed"]))
    return train(task, rule_of(values["rule"], values["lr"]))


def landscape_task(values: Values) -> Task:
    """Return what the three racers of the landscape learn."""
    if values["data"] == "digits":
        data, net, batch = digits(), Net(64, 1, 32, 10, "relu"), 32
    else:
        data = toy(values["data"], NOISE[values["data"]])
        net, batch = Net(2, *RACE_NET, data.classes, "tanh"), TOY_BATCH
    init = "he" if net.activation == "relu" else "glorot"
    return Task(net, data, batch, int(values["epochs"]), int(values["seed"]), init)


def landscape(values: Values) -> Iterator[Landscape]:
    """Train three optimizers, then compute the loss on a plane through the end of one of them."""
    found: tuple[Racer, ...] = ()
    rules = [rule_of(key, values[f"lr_{key}"]) for key in LANDSCAPE_RULES]
    for histories in train_all(landscape_task(values), rules):
        found = tuple(Racer(_name(key), look_of(key), one) for key, one in zip(LANDSCAPE_RULES, histories, strict=True))
        yield Landscape(found)
    lost = tuple(one.name for one in found if not np.isfinite(one.history.theta).all())
    kept = [one.history for one in found if one.name not in lost]
    center = found[LANDSCAPE_RULES.index(values["center"])]
    if not kept or center.name in lost:
        yield Landscape(found, lost=lost)
        return
    net, theta, paths = center.history.task.net, center.history.theta[-1], [one.theta for one in kept]
    if values["plane"] == "pca":
        plane, least = principal(net, paths, theta), 0.0
        sides = window(plane, paths)
    else:
        plane, least = filter_normalised(net, theta, int(values["draw"])), REACH
        sides = ((-least, least), (-least, least))
    for grown in loss_grids(plane, center.history.task.data.train, sides):
        yield Landscape(found, plane, grown, lost)


def sharpness(values: Values) -> Iterator[Sharpness]:
    """Train one net by gradient descent on all points at once, then measure how sharply the loss curves on the way."""
    data = toy(values["data"], NOISE[values["data"]])
    task = Task(net_for(data, values), data, data.train.n, int(values["steps"]), int(values["seed"]), "glorot")
    nothing, history = np.zeros(0), None
    for history in train(task, rule_of("gd", values["lr"])):
        yield Sharpness(history, np.zeros(0, dtype=int), nothing)
    assert history is not None
    at = np.unique(np.linspace(0, len(history.checkpoints) - 1, SHARP_MARKS).round().astype(int))
    top: list[float] = []
    for one in largest_eigenvalues(task.net, history.theta[at], data.train):
        top.append(one)
        if len(top) % 8 == 0 or len(top) == len(at):
            yield Sharpness(history, at, np.array(top))


RUNS: dict[str, Callable[[Values], Iterator[Any]]] = {
    "network": network,
    "loss": loss,
    "race": race,
    "digits": digit_training,
    "landscape": landscape,
    "sharpness": sharpness,
}
ON_SCREEN = {"count", "layers", "view", "log", "brush"}
"""Controls that change what is shown, not what is computed."""


def key_of(section: str, values: Values) -> str:
    """Return the name of what is computed: equal names, equal results."""
    return ",".join([section, *(f"{key}:{value}" for key, value in values.items() if key not in ON_SCREEN)])


def _work(section: str, values: Values) -> Work:
    return Work(key_of(section, values), lambda: RUNS[section](values))


WORK: dict[str, Callable[[Values], Work]] = {
    section: (lambda values, section=section: _work(section, values)) for section in RUNS
}

"""What happens in each section of the page on adaptive learning rates: values of its controls in, runs out."""

import dataclasses
import math
from collections.abc import Callable, Mapping
from typing import Any

import numpy as np

from optviz.core.optimizers import OPTIMIZERS, TEXTBOOK
from optviz.core.optimizers.composed import Ablation, ablation
from optviz.core.simulation.run import Run
from optviz.core.simulation.simulate import simulate_all
from optviz.core.surfaces import SURFACES, Point, Surface
from optviz.core.surfaces.bowls import Quadratic
from optviz.scenes.scene import default_look

Values = Mapping[str, Any]


@dataclasses.dataclass(frozen=True, eq=False)
class Side:
    """One run of a section: the name of its rule, its look and what happened."""

    name: str
    look: int
    run: Run


@dataclasses.dataclass(frozen=True, eq=False)
class Pair:
    """The same start with two rules: A without the section's change, B with it."""

    surface: Surface
    start: Point
    a: Side
    b: Side

    @property
    def sides(self) -> tuple[Side, Side]:
        """A and B."""
        return self.a, self.b

    @property
    def runs(self) -> tuple[Run, Run]:
        """The runs of A and B."""
        return self.a.run, self.b.run


Rule = tuple[str, int, Ablation]


def rule(key: str, /, name: str = "", look: str = "", **changes: Any) -> Rule:
    """Return a rung of the ladder with its name on the screen and its look: by default those of the registered rule."""
    return name or OPTIMIZERS[key].name, default_look(look or key), ablation(key, **changes)


def pair(surface: Surface, point: Point, steps: int, a: Rule, b: Rule, noise: float = 0.0) -> Pair:
    """Run A and B on ``surface`` from one start."""
    runs = simulate_all(surface, (a[2], b[2]), point, steps, noise)
    first, second = (Side(name, look, run) for (name, look, _), run in zip((a, b), runs, strict=True))
    return Pair(surface, point, first, second)


def changed(values: Values, a: Rule, b: Rule) -> tuple[Rule, Rule]:
    """Return both rules; with the change switched off, B's is A's."""
    return a, (b if values["change"] else (a[0], b[1], a[2]))


def start_of(values: Values) -> Point:
    """Return the start point; Easom's surface has knobs of its own for it."""
    x, y = ("ex", "ey") if values.get("ground") == "easom" else ("x0", "y0")
    return values[x], values[y]


def bowl(values: Values, rotation: float = 0.0) -> Surface:
    """Return the bowl of the controls."""
    return Quadratic(kappa=values["kappa"], rotation=rotation)


def formula(values: Values) -> Pair:
    """GD against the lecture's formula, AdaGrad-Norm."""
    lr = values["lr"]
    rules = changed(values, rule("gd", lr=lr), rule("adagrad_norm", lr=lr, eps=values["eps"]))
    return pair(bowl(values), start_of(values), 100, *rules)


def coordinates(values: Values) -> Pair:
    """One learning rate for all coordinates against one for each."""
    lr = values["lr"]
    return pair(
        bowl(values), start_of(values), 150, *changed(values, rule("adagrad_norm", lr=lr), rule("adagrad", lr=lr))
    )


def turn_of(angle: float) -> np.ndarray:
    """Return the matrix, (2, 2), that turns a point by ``angle`` degrees."""
    c, s = math.cos(math.radians(angle)), math.sin(math.radians(angle))
    return np.array([[c, -s], [s, c]])


@dataclasses.dataclass(frozen=True, eq=False)
class Turned:
    """The same pair on a bowl and on the bowl turned; ``ghosts`` are the first bowl's paths, turned, (T+1, 2) each."""

    straight: Pair
    turned: Pair
    ghosts: tuple[np.ndarray, np.ndarray]

    @property
    def apart(self) -> tuple[np.ndarray, np.ndarray]:
        """How far each path on the turned bowl lies from the turned path, (T+1,), as long as both last."""
        found = []
        for ghost, run in zip(self.ghosts, self.turned.runs, strict=True):
            rows = min(len(ghost), len(run.x))
            found.append(np.hypot(*(ghost[:rows] - run.x[:rows]).T))
        return found[0], found[1]


def rotation(values: Values) -> Turned:
    """AdaGrad-Norm and AdaGrad on a bowl, and on the bowl turned by an angle from the start turned with it."""
    angle, lr = values["angle"], values["lr"]
    turn = turn_of(angle)
    rules = rule("adagrad_norm", lr=lr), rule("adagrad", lr=lr)
    x, y = (turn @ np.array(start_of(values))).tolist()
    straight = pair(bowl(values), start_of(values), 150, *rules)
    turned = pair(bowl(values, angle), (x, y), 150, *rules)
    first, second = (run.x @ turn.T for run in straight.runs)
    return Turned(straight, turned, (first, second))


def forget(values: Values) -> Pair:
    """AdaGrad, whose sum keeps the wall, against RMSprop, whose mean forgets it."""
    lr = values["lr"]
    rules = changed(values, rule("adagrad", lr=lr), rule("rmsprop", lr=lr, rho=values["rho"]))
    return pair(SURFACES["cliff"](), start_of(values), 300, *rules)


def units(values: Values) -> Pair:
    """RMSprop with its η against Adadelta, which takes the size of its own steps for it."""
    a = rule("rmsprop", lr=values["lr"], rho=values["rho"])
    b = rule("adadelta", lr=1.0, rho=values["rho"], eps=values["eps"])
    return pair(bowl(values), start_of(values), 300, *changed(values, a, b))


def adam_name(momentum: bool, correct: bool) -> str:
    """Return what RMSprop with these additions is called."""
    if momentum and correct:
        return "Adam"
    return "RMSprop" + " + momentum" * momentum + " + correction" * correct


def taken_away(values: Values) -> frozenset[str]:
    """Return which of B's additions A goes without."""
    return frozenset(("momentum", "correct") if values["without"] == "both" else (values["without"],))


def adam_surface(values: Values) -> Surface:
    """Return Easom's surface or a bowl."""
    return SURFACES["easom"]() if values["ground"] == "easom" else Quadratic(kappa=10.0)


def adam(values: Values) -> Pair:
    """RMSprop with momentum and bias correction, as switched on, against the same without one of them or both."""
    numbers = {"lr": values["lr"], "beta": values["beta1"], "rho": values["beta2"]}
    b = {"momentum": values["momentum"], "correct": values["correct"]}
    off = taken_away(values)
    a = {name: on and name not in off for name, on in b.items()}
    rules = (
        rule("rmsprop", adam_name(**switches), look, **numbers, **switches)
        for switches, look in ((a, "rmsprop"), (b, "adam"))
    )
    return pair(adam_surface(values), start_of(values), 150, *rules, noise=values["sigma"])


def epsilon_surface(values: Values) -> Surface:
    """Return Easom's surface or a valley, f = (x² + a y²)/2."""
    return SURFACES["easom"]() if values["ground"] == "easom" else Quadratic(kappa=values["flat"])


def epsilon(values: Values) -> Pair:
    """The same rule with ε outside the root (A) and inside it (B), on flat ground."""
    key = values["rule"]
    decay = {"rho": 0.999 if key == "adam" else 0.9}
    numbers = {"lr": values["lr"], "eps": values["eps"], **decay}
    a = rule(key, "ε outside", **numbers)
    b = rule(key, "ε inside", "momentum", **numbers, inside=True)
    return pair(epsilon_surface(values), start_of(values), 100, *changed(values, a, b))


RACERS = ("gd", "momentum", "nag", "adagrad", "adadelta", "rmsprop", "adam")
ESCAPED = 1.0
RACE = 100


@dataclasses.dataclass(frozen=True, eq=False)
class Race:
    """The lecture's race off the saddle; ``left[i]`` is the step at which racer i has |y| > 1, None if it has not."""

    start: Point
    sides: tuple[Side, ...]
    left: tuple[int | None, ...]


def ideas(values: Values) -> Race:
    """Seven optimizers start beside the ridge of a saddle."""
    point = start_of(values)
    made = [OPTIMIZERS[key](**({} if key == "adadelta" else {"lr": values["lr"]})) for key in RACERS]
    runs = simulate_all(SURFACES["saddle"](), made, point, RACE)
    sides = tuple(Side(OPTIMIZERS[key].name, default_look(key), run) for key, run in zip(RACERS, runs, strict=True))
    return Race(point, sides, tuple(escape(run) for run in runs))


def escape(run: Run) -> int | None:
    """Return the first step at which |y| > 1, or None."""
    beyond = np.flatnonzero(np.abs(run.x[:, 1]) > ESCAPED)
    return int(beyond[0]) if len(beyond) else None


def idea_rows() -> tuple[tuple[str, bool, bool, bool, bool], ...]:
    """Return (name, stochastic, momentum, adaptive, in the lecture) of every optimizer, in the registry's order."""
    return tuple(
        (one.name, one.stochastic, one.momentum, one.adaptive, key in TEXTBOOK) for key, one in OPTIMIZERS.items()
    )


RUNS: dict[str, Callable[[Values], Any]] = {
    "formula": formula,
    "coordinates": coordinates,
    "rotation": rotation,
    "forget": forget,
    "units": units,
    "adam": adam,
    "epsilon": epsilon,
    "ideas": ideas,
}

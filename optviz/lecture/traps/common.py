"""What the page on traps computes: from the controls' values to runs, balls, maps and critical points."""

import dataclasses
import functools
from collections import Counter

import numpy as np

from optviz.core.optimizers import OPTIMIZERS, Optimizer
from optviz.core.registry import knobs_of
from optviz.core.simulation import multistart as many
from optviz.core.simulation.basins import LEFT, MOVING, destinations, reach
from optviz.core.simulation.critical import CriticalPoint, CriticalPoints, critical_points
from optviz.core.simulation.escape import SEEDS, escape_quantile, escape_times
from optviz.core.simulation.multistart import Ends, Swarm, ends, middles, slopes, swarm
from optviz.core.simulation.run import Run
from optviz.core.simulation.simulate import simulate, simulate_all
from optviz.core.surfaces import SURFACES, Surface, grid
from optviz.lecture.section import Values

STEPS = {"gradient": 100, "balls": 200, "suboptimal": 200, "saddle": 300}
GRID_SIZE = 161
FIELD_SIZE = 15
ESCAPE_STEPS = 2000
SIGMAS = np.logspace(-8, 0, 17)

_LR = {"adagrad_norm": "lr_sum", "adagrad": "lr_sum", "rmsprop": "lr_step", "adam": "lr_step"}
_BETA = {"adam": "beta1"}

Grid = tuple[np.ndarray, np.ndarray, np.ndarray]


def surface_of(values: Values) -> Surface:
    """Return the chosen surface, its knobs at their defaults."""
    return SURFACES[values["surface"]]()


@functools.lru_cache(maxsize=32)
def heights(key: str) -> Grid:
    """Return x, y and f of a surface in its window, for the picture."""
    return grid(SURFACES[key](), GRID_SIZE)


def rule(key: str, **knobs: float) -> Optimizer:
    """Return an optimizer by its key."""
    return OPTIMIZERS[key](**knobs)


def made(values: Values) -> Optimizer:
    """Return the chosen optimizer with its knobs; Adadelta keeps the learning rate 1 of its paper."""
    key = values["rule"]
    own = {k.key for k in knobs_of(OPTIMIZERS[key])}
    wanted = {_BETA.get(key, "beta"): values["beta"], "rho": values["rho"]}
    if key != "adadelta":
        wanted["lr"] = values[_LR.get(key, "lr")]
    return rule(key, **{name: float(value) for name, value in wanted.items() if name in own})


def rate_of(values: Values) -> float:
    """Return the learning rate that is in force."""
    return 1.0 if values["rule"] == "adadelta" else float(values[_LR.get(values["rule"], "lr")])


def start_of(values: Values) -> tuple[float, float]:
    """Return the start point that the controls name."""
    return float(values["x0"]), float(values["y0"])


def outside(surface: Surface, point: tuple[float, float]) -> bool:
    """Return whether a point lies outside the surface's window."""
    return any(not low <= c <= high for c, (low, high) in zip(point, surface.domain, strict=True))


@functools.lru_cache(maxsize=32)
def arrows(key: str) -> Grid:
    """Return x (n,), y (n,) and −∇f (n, 2) on a coarse grid over a surface's window."""
    surface = SURFACES[key]()
    x, y = (a.ravel() for a in np.meshgrid(*middles(surface.domain, FIELD_SIZE)))
    return x, y, -slopes(surface, np.stack([x, y], axis=1))


def gradient(values: Values) -> Run:
    """Return the run of GD from the start."""
    return simulate(surface_of(values), rule("gd", lr=values["lr"]), start_of(values), STEPS["gradient"])


def suboptimal(values: Values) -> tuple[Run, CriticalPoints]:
    """Return the run of GD from the start, and the critical points of its surface."""
    surface = surface_of(values)
    run = simulate(surface, rule("gd", lr=values["lr"]), start_of(values), STEPS["suboptimal"])
    return run, critical_points(surface)


@dataclasses.dataclass(frozen=True, eq=False)
class Fates:
    """Where many starts end: ``label`` (…) is a place in ``landscape.points``, MOVING or LEFT."""

    landscape: CriticalPoints
    label: np.ndarray

    @functools.cached_property
    def counts(self) -> Counter[int]:
        """How many starts have each label."""
        labels, counts = np.unique(self.label, return_counts=True)
        return Counter(dict(zip(labels.tolist(), counts.tolist(), strict=True)))

    def share(self, *labels: int) -> float:
        """The share of all starts that have one of these labels."""
        return sum(self.counts[label] for label in labels) / self.label.size

    @property
    def share_lowest(self) -> float:
        """The share of all starts that reach a global minimum (of the window)."""
        lowest = self.landscape.lowest
        return self.share(*(i for i, p in enumerate(self.landscape.points) if p in lowest))


def balls(values: Values) -> tuple[Swarm, Fates]:
    """Return the balls of a grid of starts, and where each ends."""
    surface = surface_of(values)
    landscape = critical_points(surface)
    x, y = middles(surface.domain, int(values["side"]))
    starts = np.stack([a.ravel() for a in np.meshgrid(x, y)], axis=1)
    found = swarm(surface, made(values), starts, STEPS["balls"])
    with np.errstate(invalid="ignore"):
        moves = np.hypot(*(found.x[-1] - found.x[-2]).T)
    return found, Fates(landscape, destinations(landscape, found.x[-1], moves))


def arrivals(swarm: Swarm, fates: Fates) -> np.ndarray:
    """Return how many balls are within reach of each minimum at each recorded step, (R, number of minima)."""
    found = destinations(fates.landscape, swarm.x, np.zeros(swarm.x.shape[:2]))
    return np.stack([(found == i).sum(axis=1) for i in range(len(fates.landscape.of("minimum")))], axis=1)


def in_sight(swarm: Swarm, fates: Fates) -> np.ndarray:
    """Return how many balls are inside the window at each recorded step, (R,)."""
    return (destinations(fates.landscape, swarm.x, np.zeros(swarm.x.shape[:2])) != LEFT).sum(axis=1)


def basins(values: Values) -> tuple[Ends, Fates, Run]:
    """Return where 200 × 200 starts end, and the run of the start that is chosen."""
    surface, chosen, steps = surface_of(values), made(values), int(values["steps"])
    landscape = critical_points(surface)
    found = ends(surface, chosen, steps)
    run = simulate(surface, chosen, start_of(values), steps)
    return found, Fates(landscape, destinations(landscape, found.ends, found.moves)), run


def saddle(values: Values) -> dict[str, Run]:
    """Return the runs at the saddle by rule: GD alone, or the lecture's eight."""
    lr = float(values["lr"])
    racers: dict[str, Optimizer] = {"gd": rule("gd", lr=lr)}
    if values["who"] == "all":
        racers["sgd"] = rule("sgd", lr=lr, sigma=float(values["sigma"]))
        racers |= {key: rule(key, lr=lr, beta=0.9) for key in ("momentum", "nag")}
        racers["adagrad"] = rule("adagrad", lr=float(values["lr_step"]))
        racers["adadelta"] = rule("adadelta")
        racers |= {key: rule(key, lr=float(values["lr_step"])) for key in ("rmsprop", "adam")}
    runs = simulate_all(SURFACES["saddle"](), racers.values(), start_of(values), STEPS["saddle"])
    return dict(zip(racers, runs, strict=True))


def left_at(run: Run, edge: float = 1.0) -> int | None:
    """Return the first step at which |y| > ``edge``, or None."""
    with np.errstate(invalid="ignore"):
        beyond = np.flatnonzero(np.abs(run.x[:, 1]) > edge)
    return int(beyond[0]) if len(beyond) else None


@dataclasses.dataclass(frozen=True, eq=False)
class Escapes:
    """Escape times over noise levels, and one run.

    ``times`` (k, seeds) for ``sigmas`` (k,); ``predicted``: the quantiles 5 %, 50 % and 95 % by theory, (3, k);
    ``run``: SGD with the chosen σ and seed, from the ridge; ``here``: the predicted median for its σ.
    """

    sigmas: np.ndarray
    times: np.ndarray
    predicted: np.ndarray
    run: Run
    here: float


def escapes(values: Values) -> Escapes:
    """Return the escape times of 256 seeds at 17 noise levels, the prediction, and the chosen run."""
    lr, sigma = float(values["lr"]), float(values["sigma"])
    times = escape_times(lr, SIGMAS, SEEDS, ESCAPE_STEPS)
    predicted = np.array([[escape_quantile(lr, s, q) for s in SIGMAS] for q in (0.05, 0.5, 0.95)])
    here = escape_quantile(lr, sigma)
    seen = escape_times(lr, np.array([sigma]), SEEDS, ESCAPE_STEPS)[0, int(values["seed"])]
    steps = int(seen) + 20 if np.isfinite(seen) else ESCAPE_STEPS
    sgd = rule("sgd", lr=lr, sigma=sigma)
    run = simulate(SURFACES["saddle"](), sgd, (-1.5, 0.0), min(steps, ESCAPE_STEPS), seed=int(values["seed"]))
    return Escapes(SIGMAS, times, predicted, run, here)


def warm_up() -> None:
    """Compile what this page needs beside the runs, a few seconds of work, before anybody waits for it."""
    many.warm_up()
    arrows("quadratic")
    critical_points(SURFACES["himmelblau"]())


__all__ = [
    "LEFT",
    "MOVING",
    "CriticalPoint",
    "Escapes",
    "Fates",
    "arrows",
    "balls",
    "basins",
    "escapes",
    "gradient",
    "heights",
    "left_at",
    "made",
    "outside",
    "rate_of",
    "reach",
    "saddle",
    "start_of",
    "suboptimal",
    "surface_of",
    "warm_up",
]

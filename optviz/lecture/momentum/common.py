"""What the momentum page computes: from the controls' values to runs, rates and maps."""

import dataclasses
import functools
import math

import numpy as np

from optviz.core.optimizers import OPTIMIZERS, Optimizer
from optviz.core.quadratic.oscillator import closed_form, envelope, name, period
from optviz.core.quadratic.rate_maps import measured_map, rate_map
from optviz.core.quadratic.rates import (
    Best,
    Regime,
    Rule,
    best,
    converges,
    critical_beta,
    limit,
    limit_beta,
    noise_ball,
    rate,
)
from optviz.core.simulation.run import Run
from optviz.core.simulation.simulate import simulate_all
from optviz.core.simulation.turning_angle import mean_so_far, turning_angles
from optviz.core.surfaces import SURFACES, Surface, grid
from optviz.lecture.momentum.sections import KAPPA
from optviz.lecture.section import Values

STEPS = {"two_parts": 60, "smooth": 300, "too_much": 300, "map": 150, "oscillators": 120, "nag": 80}
CORNER = (-2.5, 1.5)
MAP_SIZE = (160, 120)
MAP_REACH = 4.2
"""The map shows ηλₙ from 0 to this; nothing converges beyond 4."""

Grid = tuple[np.ndarray, np.ndarray, np.ndarray]


def bowl(kappa: float = KAPPA) -> Surface:
    """Return f = ½(x² + κy²)."""
    return SURFACES["quadratic"](**{"kappa": kappa})


@functools.cache
def heights() -> Grid:
    """Return x, y and f of the bowl with κ = 10 in its window, for the picture."""
    return grid(bowl(), 121)


def made(rule: str, lr: float, beta: float = 0.0) -> Optimizer:
    """Return an optimizer of this rule."""
    knobs = {"lr": lr} if rule == "gd" else {"lr": lr, "beta": beta}
    return OPTIMIZERS[rule](**knobs)


def start_of(values: Values) -> tuple[float, float]:
    """Return the start point that the controls name."""
    return float(values["x0"]), float(values["y0"])


@dataclasses.dataclass(frozen=True)
class Parts:
    """The parts of each step of a run, (T, 2): ``memory`` −ηβg_{t−1} and ``slope`` −η∇f; their sum is the step."""

    memory: np.ndarray
    slope: np.ndarray


def parts(run: Run) -> Parts:
    """Return the two parts of each step of heavy ball or NAG."""
    known = run.quantities
    return Parts(-known["lr"] * known["beta"] * known["g"], -known["lr"] * run.grad)


def two_parts(values: Values) -> tuple[Run, Run]:
    """Return heavy ball and, with the same η, gradient descent."""
    racers = [made("momentum", values["lr"], values["beta"]), made("gd", values["lr"])]
    heavy, gd = simulate_all(bowl(), racers, start_of(values), STEPS["two_parts"])
    return heavy, gd


@dataclasses.dataclass(frozen=True)
class Smooth:
    """SGD and SGD with momentum in the same noise; ``balls``: standard deviations (x, y) of each in the long run."""

    sgd: Run
    momentum: Run
    balls: tuple[tuple[float, float], tuple[float, float]]


def smooth(values: Values) -> Smooth:
    """Return both runs; momentum's η is the same, or (1 − β) of it, with which both are as fast on a slope."""
    lr, beta, sigma = values["lr"], values["beta"], values["sigma"]
    own = lr * (1 - beta) if values["pace"] == "matched" else lr
    racers = [made("gd", lr), made("momentum", own, beta)]
    sgd, heavy = simulate_all(bowl(), racers, CORNER, STEPS["smooth"], sigma, int(values["seed"]))
    return Smooth(sgd, heavy, (_ball("gd", lr, 0.0, sigma), _ball("momentum", own, beta, sigma)))


def _ball(rule: Rule, lr: float, beta: float, sigma: float) -> tuple[float, float]:
    return noise_ball(rule, lr, beta, 1.0, sigma), noise_ball(rule, lr, beta, KAPPA, sigma)


def turning(run: Run) -> np.ndarray:
    """Return the mean turn so far in degrees, (T+1,): row t counts the turns before x_t."""
    return np.concatenate([[np.nan, np.nan], mean_so_far(turning_angles(run.step))])[: len(run.x)]


def too_much(values: Values) -> tuple[Run, ...]:
    """Return three runs of heavy ball with one η and three β."""
    racers = [made("momentum", values["lr"], values[key]) for key in ("beta_1", "beta_2", "beta_3")]
    return simulate_all(bowl(), racers, start_of(values), STEPS["too_much"])


@dataclasses.dataclass(frozen=True)
class RateMap:
    """Rates over η (columns) × β (rows), and the curves on them; ``best`` is the lowest point.

    Over the η of ``curve`` stand the β at which each direction is critically damped, as far as the rule converges
    there, and the β of its ``edge``; NaN where there is none.
    """

    rule: Rule
    kappa: float
    lrs: np.ndarray
    betas: np.ndarray
    value: np.ndarray
    best: Best
    curve: np.ndarray
    slow_critical: np.ndarray
    stiff_critical: np.ndarray
    edge: np.ndarray


@functools.lru_cache(maxsize=16)
def _table(rule: Rule, kappa: float, show: str) -> np.ndarray:
    lrs, betas = axes(kappa)
    if show == "theory":
        return rate_map(rule, lrs, betas, 1.0, kappa)
    if show == "measured":
        return measured_map(rule, lrs, betas, 1.0, kappa)
    return _table(rule, kappa, "measured") - _table(rule, kappa, "theory")


def axes(kappa: float) -> tuple[np.ndarray, np.ndarray]:
    """Return the map's η, from 0 to 4.2/κ, and β, from 0 to 1, at the middles of its cells."""
    columns, rows = MAP_SIZE
    return (np.arange(columns) + 0.5) / columns * MAP_REACH / kappa, (np.arange(rows) + 0.5) / rows


def rates(values: Values) -> RateMap:
    """Return the map that the controls ask for: theory, measured, or measured minus theory."""
    rule, kappa = values["rule"], float(values["kappa"])
    curve = np.linspace(0, MAP_REACH / kappa, 421)
    critical = [critical_beta(rule, curve, e) for e in (1.0, kappa)]
    settled = [np.where(converges(rule, curve, one, kappa), one, np.nan) for one in critical]
    edge = limit_beta(rule, curve, kappa)
    lowest = best(rule, 1.0, kappa)
    table = _table(rule, kappa, values["show"])
    return RateMap(rule, kappa, *axes(kappa), table, lowest, curve, settled[0], settled[1], edge)


def map_run(values: Values) -> Run:
    """Return the run at the point of the map that is chosen."""
    racer = made(values["rule"], values["lr"], values["beta"])
    return simulate_all(bowl(values["kappa"]), [racer], CORNER, STEPS["map"])[0]


def rate_at(rule: Rule, values: Values) -> float:
    """Return the exact rate at the controls' η, β and κ."""
    return float(rate(rule, values["lr"], values["beta"], (1.0, values["kappa"])))


def measured_at(values: Values) -> float:
    """Return the rate measured at the controls' η, β and κ."""
    lr, beta = np.array([values["lr"]], dtype=float), np.array([values["beta"]], dtype=float)
    return measured_map(values["rule"], lr, beta, 1.0, float(values["kappa"])).item()


@dataclasses.dataclass(frozen=True)
class Direction:
    """One eigen-direction of a heavy-ball run: its oscillator, told by theory, and where the run really was."""

    eigenvalue: float
    regime: Regime
    factor: float
    period: float
    x: np.ndarray
    exact: np.ndarray
    envelope: np.ndarray


def directions(values: Values) -> tuple[Run, tuple[Direction, Direction]]:
    """Return the run and both of its directions, along the valley (λ = 1) and across it (λ = κ)."""
    lr, beta, steps = float(values["lr"]), float(values["beta"]), STEPS["oscillators"]
    run = simulate_all(bowl(values["kappa"]), [made("momentum", lr, beta)], start_of(values), steps)[0]
    found = []
    for axis, eigenvalue in enumerate((1.0, float(values["kappa"]))):
        factor = float(rate("momentum", lr, beta, (eigenvalue,)))
        kind, swing = name("momentum", lr, beta, eigenvalue), period("momentum", lr, beta, eigenvalue)
        begin = start_of(values)[axis]
        exact, bound = (told("momentum", lr, beta, eigenvalue, begin, steps) for told in (closed_form, envelope))
        found.append(Direction(eigenvalue, kind, factor, swing, run.x[:, axis], exact, bound))
    return run, (found[0], found[1])


def beside_nag(values: Values) -> tuple[Run, Run]:
    """Return heavy ball and NAG with the same η and β."""
    racers = [made(rule, values["lr"], values["beta"]) for rule in ("momentum", "nag")]
    heavy, nag = simulate_all(bowl(values["kappa"]), racers, start_of(values), STEPS["nag"])
    return heavy, nag


def limit_lr(rule: Rule, beta: float, kappa: float) -> float:
    """Return the η at which the rule stops converging on the bowl; 0 for heavy ball with β = 1, where it never does."""
    if rule == "momentum" and beta >= 1:
        return 0.0
    found = limit(rule, beta) / kappa
    return found if math.isfinite(found) else math.inf

"""GD with noise, a model of SGD, with and without momentum: how smooth the path is, how fast, the noise ball."""

import dataclasses

import numpy as np

from optviz.core import number_text
from optviz.core.optimizers import Optimizer
from optviz.core.quadratic.rates import Rule, noise_ball
from optviz.core.simulation.run import Run
from optviz.core.simulation.simulate import Case, simulate_all
from optviz.core.simulation.turning_angle import mean_so_far, turning_angles
from optviz.figures.board import Board, Chart, Line, Series, Text
from optviz.lecture.controls import Choice, Randomize, Slider
from optviz.lecture.momentum.common import (
    CORNER,
    KAPPA,
    LOOK_MOMENTUM,
    LOOK_SGD,
    beta,
    bowl,
    bowl_background,
    bowl_plane,
    lr,
    optimizer,
    path,
)
from optviz.lecture.momentum.messages import Setting, ended, notices
from optviz.lecture.section import Preset, Section, Values

STEPS = 300
NOISY = "GD + noise"

Spread = tuple[float, float]
"""Standard deviations along x and y."""


@dataclasses.dataclass(frozen=True)
class NoisyRuns:
    """GD without and with momentum in the same noise; ``balls``: the spread of each in the long run, from theory."""

    sgd: Run
    momentum: Run
    balls: tuple[Spread, Spread]


def momentum_lr(values: Values) -> float:
    """Return momentum's η: the same as SGD's, or (1 − β) of it: as fast where the gradient is constant."""
    return values["lr"] * (1 - values["beta"]) if values["pace"] == "matched" else values["lr"]


def smooth_racers(values: Values) -> tuple[Optimizer, Optimizer]:
    """Return GD without and with momentum."""
    return optimizer("gd", values["lr"]), optimizer("momentum", momentum_lr(values), values["beta"])


def smooth_cases(values: Values) -> list[Case]:
    """Return both runs, still to be made."""
    noise, seed = values["sigma"], int(values["seed"])
    return [Case(bowl(), racer, CORNER, STEPS, noise, seed) for racer in smooth_racers(values)]


def smooth_runs(values: Values) -> NoisyRuns:
    """Return both runs and their noise balls."""
    lr, beta, sigma = values["lr"], values["beta"], values["sigma"]
    sgd, momentum = simulate_all(bowl(), smooth_racers(values), CORNER, STEPS, sigma, int(values["seed"]))
    return NoisyRuns(
        sgd, momentum, (_spread("gd", lr, 0.0, sigma), _spread("momentum", momentum_lr(values), beta, sigma))
    )


def _spread(rule: Rule, lr: float, beta: float, sigma: float) -> Spread:
    return noise_ball(rule, lr, beta, 1.0, sigma), noise_ball(rule, lr, beta, KAPPA, sigma)


def mean_turn(run: Run) -> np.ndarray:
    """Return the mean turn so far in degrees, (T+1,): row t counts the turns before x_t."""
    return np.concatenate([[np.nan, np.nan], mean_so_far(turning_angles(run.step))])[: len(run.x)]


def smooth_notices(values: Values) -> tuple[Text, ...]:
    """Return what would puzzle about the values, a sentence each."""
    momentum = Setting("Momentum", "momentum", momentum_lr(values), values["beta"])
    return notices((Setting(NOISY, "gd", values["lr"]), momentum), KAPPA, CORNER, STEPS)


def smooth_board(values: Values) -> Board:
    """Show GD with and without momentum in the same noise: paths, loss, and how much each turns."""
    result = smooth_runs(values)
    runs = ((NOISY, result.sgd, LOOK_SGD), ("momentum + noise", result.momentum, LOOK_MOMENTUM))
    balls = tuple(
        _ellipse(spread, look, f"noise ball, {name}")
        for spread, (name, _, look) in zip(result.balls, runs, strict=True)
        if 0 < max(spread) < np.inf
    )
    plane = bowl_plane((*(path(run, look, name) for name, run, look in runs), *balls), draggable=False)
    loss = Chart("loss", "f(xₜ)", tuple(Series(name, run.value, look) for name, run, look in runs), log=True)
    turns = Chart(
        "turning",
        "mean turn so far, in degrees",
        tuple(Series(name, mean_turn(run), look) for name, run, look in runs),
        low=0.0,
        high=120.0,
    )
    return Board(
        (plane, loss, turns),
        (("plane", "loss"), ("plane", "turning")),
        STEPS,
        widths=(1.5, 1.0),
        status=tuple(run.status.kind for _, run, _ in runs),
        notices=smooth_notices(values),
        summary=" ".join(f"{ended(name, run)} {_mean_turn_sentence(run)}" for name, run, _ in runs),
    )


def _ellipse(spread: Spread, look: int, name: str) -> Line:
    """Return the ellipse of twice the spread round the minimum; it is seen at the end."""
    angle = np.linspace(0, 2 * np.pi, 73)
    x, y = 2 * spread[0] * np.cos(angle), 2 * spread[1] * np.sin(angle)
    return Line(x, y, look, name, width=1.5, since=STEPS)


def _mean_turn_sentence(run: Run) -> str:
    return f"Its mean turn is {number_text.label(float(mean_turn(run)[-1]))} degrees."


SMOOTH = Section(
    "smooth",
    "Smoother SGD",
    controls=(
        Choice("pace", "momentum's η", (("same", "the same η"), ("matched", "η(1 − β)")), "matched"),
        Slider("sigma", r"\sigma", "gradient noise", 3.0, 0.0, 10.0),
        lr(0.02, 0.1),
        beta(0.9),
        Slider("seed", "", "random seed", 1, 0, 999, whole=True),
        Randomize("shake", "New random seed", ("seed",)),
    ),
    presets=(
        Preset("smoother", "η(1 − β): a quarter of the turning"),
        Preset("quicker", "Same η: faster", {"pace": "same", "sigma": 1.0}),
        Preset("wider_ball", "Same η: wider ball", {"pace": "same", "sigma": 3.0}),
        Preset("no_noise", "Without noise", {"sigma": 0.0}),
    ),
    draw=smooth_board,
    program=smooth_cases,
    background=bowl_background,
)

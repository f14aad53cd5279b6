"""Two oscillators: each direction of the bowl by itself, inside its envelope."""

import dataclasses

import numpy as np

from optviz.core import number_text
from optviz.core.quadratic.oscillator import closed_form, envelope, name, period
from optviz.core.quadratic.rates import Regime, rate
from optviz.core.simulation.run import Run
from optviz.core.simulation.simulate import Case, simulate
from optviz.figures.board import Board, Chart, Series, Table, Text
from optviz.lecture.momentum.common import (
    BEST,
    LOOK_MOMENTUM,
    beta,
    bowl,
    bowl_plane,
    kappa,
    lr,
    optimizer,
    path,
    start,
    start_of,
)
from optviz.lecture.momentum.messages import Setting, ended, notices
from optviz.lecture.section import Preset, Section, Values

STEPS = 120


@dataclasses.dataclass(frozen=True)
class Direction:
    """One eigen-direction of a heavy-ball run: its oscillator by theory, and where the run really was.

    ``factor``: what a step keeps of the distance; ``x``: the run's coordinate, ``exact``: the same in closed form,
    ``envelope``: what both stay below, (T+1,) each.
    """

    eigenvalue: float
    regime: Regime
    factor: float
    period: float
    x: np.ndarray
    exact: np.ndarray
    envelope: np.ndarray


def oscillator_case(values: Values) -> Case:
    """Return heavy ball in the bowl, still to be made."""
    racer = optimizer("momentum", values["lr"], values["beta"])
    return Case(bowl(values["kappa"]), racer, start_of(values), STEPS)


def directions(values: Values) -> tuple[Run, tuple[Direction, Direction]]:
    """Return the run and both of its directions, along the valley (λ = 1) and across it (λ = κ)."""
    case = oscillator_case(values)
    run = simulate(case.surface, case.optimizer, case.point, case.steps)
    along, across = run.x.T
    return run, (_direction(values, 1.0, along), _direction(values, float(values["kappa"]), across))


def _direction(values: Values, eigenvalue: float, x: np.ndarray) -> Direction:
    lr, beta, begin = float(values["lr"]), float(values["beta"]), float(x[0])
    return Direction(
        eigenvalue,
        name("momentum", lr, beta, eigenvalue),
        float(rate("momentum", lr, beta, (eigenvalue,))),
        period("momentum", lr, beta, eigenvalue),
        x,
        closed_form("momentum", lr, beta, eigenvalue, begin, STEPS),
        envelope("momentum", lr, beta, eigenvalue, begin, STEPS),
    )


def oscillator_notices(values: Values) -> tuple[Text, ...]:
    """Return what would puzzle about the values, a sentence each."""
    setting = Setting("Momentum", "momentum", values["lr"], values["beta"])
    return notices((setting,), float(values["kappa"]), start_of(values), STEPS)


def oscillator_board(values: Values) -> Board:
    """Show both coordinates against the step with their envelopes, the path they make, and their regimes."""
    run, (along, across) = directions(values)
    charts = (
        _chart("along", f"x, along the valley: {along.regime.label}", along),
        _chart("across", f"y, across: {across.regime.label}", across),
    )
    rows = (_row("along", along, values["lr"]), _row("across", across, values["lr"]))
    plane = bowl_plane((path(run, LOOK_MOMENTUM, "momentum"),), float(values["kappa"]))
    head = ("", "ηλ", "regime", "rate", "period")
    return Board(
        (*charts, plane, Table("regimes", head, rows, follow=False, mono=False)),
        (("along", "plane"), ("across", "plane"), ("regimes", "regimes")),
        STEPS,
        widths=(1.2, 1.0),
        heights=(1.0, 1.0, 0.0),
        status=(run.status.kind,),
        notices=oscillator_notices(values),
        summary=f"{ended('Momentum', run)} Along the valley: {along.regime.label}. Across: {across.regime.label}.",
    )


def _chart(key: str, title: str, direction: Direction) -> Chart:
    curves = (
        Series("coordinate", direction.x, LOOK_MOMENTUM),
        Series("envelope (theory)", direction.envelope, "faint", dashed=True),
        Series("", -direction.envelope, "faint", dashed=True),
    )
    return Chart(key, title, curves)


def _row(name: str, direction: Direction, lr: float) -> tuple[str, ...]:
    swing = number_text.label(direction.period) if np.isfinite(direction.period) else "none"
    return (
        name,
        number_text.label(lr * direction.eigenvalue),
        direction.regime.label,
        number_text.label(direction.factor),
        swing,
    )


OSCILLATORS = Section(
    "oscillators",
    "Two oscillators",
    controls=(kappa(100.0), lr(0.01, 4.2), beta(0.81), *start()),
    presets=(
        Preset("critical", "Critical along", {"beta": 0.81}),
        Preset("over", "Over-damped along", {"beta": 0.5}),
        Preset("under", "Under-damped both", {"beta": 0.95}),
        Preset("flips", "Flipping across", {"lr": 0.03, "beta": 0.52}),
        Preset("both_critical", "Best: both critical", {"lr": BEST.lr, "beta": BEST.beta}),
        Preset("frictionless", "β = 1: undamped", {"beta": 1.0}),
    ),
    draw=oscillator_board,
    program=lambda values: [oscillator_case(values)],
)

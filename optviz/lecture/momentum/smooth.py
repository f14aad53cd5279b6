"""Boards of the momentum page that show runs: the parts of a step, noise, too much momentum, NAG."""

import numpy as np

from optviz.core.quadratic.rates import Rule, rate
from optviz.core.simulation.run import Run
from optviz.core.simulation.turning_angle import turning_angles
from optviz.figures.board import Board, Chart, Formula, Layer, Line, Points, Series, Table
from optviz.lecture.momentum.common import (
    CORNER,
    STEPS,
    beside_nag,
    limit_lr,
    smooth,
    start_of,
    too_much,
    turning,
    two_parts,
)
from optviz.lecture.momentum.messages import ended, notices, settings_of, short
from optviz.lecture.momentum.parts import (
    GD,
    MOMENTUM,
    NAG,
    SGD,
    bowl_plane,
    path,
    step_arrows,
)
from optviz.lecture.momentum.sections import KAPPA
from optviz.lecture.section import Values


def parts_board(values: Values) -> Board:
    """Both parts of each step on the bowl, how much the path turns, and the step worked out."""
    heavy, gd = two_parts(values)
    plane = bowl_plane((path(gd, GD, "GD"), path(heavy, MOMENTUM, "momentum", chosen=True), *step_arrows(heavy)))
    turned = Chart(
        "turns",
        "turn from the last step, in degrees",
        (Series("GD", _turned(gd), GD), Series("momentum", _turned(heavy), MOMENTUM)),
        low=0.0,
        high=180.0,
    )
    return Board(
        (plane, turned, _worked(heavy)),
        (("plane", "turns"), ("plane", "worked")),
        STEPS["two_parts"],
        widths=(1.7, 1.0),
        heights=(1.0, 0.0),
        status=(heavy.status.kind, gd.status.kind),
        notices=notices(settings_of("two_parts", values), KAPPA, start_of(values)),
        summary=" ".join([ended("Momentum", heavy), ended("GD", gd)]),
    )


def _turned(run: Run) -> np.ndarray:
    return np.concatenate([[np.nan], turning_angles(run.step), [np.nan]])


def _worked(run: Run) -> Formula:
    columns = {key: value for key, value in run.quantities.items() if np.ndim(value) == 0 or key in _LETTERS}
    return Formula("worked", type(run.optimizer).worked, columns)


_LETTERS = ("x", "x_next", "grad", "g", "g_next")


def smooth_board(values: Values) -> Board:
    """SGD with and without momentum in the same noise: paths, loss, and how much each turns."""
    found = smooth(values)
    runs = (("SGD", found.sgd, SGD), ("momentum", found.momentum, MOMENTUM))
    rings = tuple(
        _ball(ball, look, f"noise ball, {name}")
        for ball, (name, _, look) in zip(found.balls, runs, strict=True)
        if 0 < max(ball) < np.inf
    )
    plane = bowl_plane((*(path(run, look, name) for name, run, look in runs), *rings), drag=False)
    loss = Chart("loss", "f(xₜ)", tuple(Series(name, run.value, look) for name, run, look in runs), log=True)
    turned = Chart(
        "turning",
        "mean turn so far, in degrees",
        tuple(Series(name, turning(run), look) for name, run, look in runs),
        low=0.0,
        high=120.0,
    )
    return Board(
        (plane, loss, turned),
        (("plane", "loss"), ("plane", "turning")),
        STEPS["smooth"],
        widths=(1.5, 1.0),
        status=tuple(run.status.kind for _, run, _ in runs),
        notices=notices(settings_of("smooth", values), KAPPA, CORNER),
        summary=" ".join(
            f"{ended(name, run)} Its mean turn is {short(turning(run)[-1])} degrees." for name, run, _ in runs
        ),
    )


def _ball(ball: tuple[float, float], look: int, name: str) -> Line:
    angle = np.linspace(0, 2 * np.pi, 73)
    return Line(2 * ball[0] * np.cos(angle), 2 * ball[1] * np.sin(angle), look, name, width=1.5)


THREE = (4, MOMENTUM, 8)
"""Looks of the three β."""


def too_much_board(values: Values) -> Board:
    """Three β with one η: loss against the step, the paths, and what theory says of each."""
    runs = too_much(values)
    betas = [values[key] for key in ("beta_1", "beta_2", "beta_3")]
    named = [(f"β = {short(b)}", b, run, look) for b, run, look in zip(betas, runs, THREE, strict=True)]
    plane = bowl_plane(tuple(path(run, look, name) for name, _, run, look in named))
    curves = tuple(Series(name, run.value, look) for name, _, run, look in named)
    loss = Chart("loss", "f(xₜ)", curves, log=True, low=1e-12)
    rows = tuple(
        (short(b), short(float(rate("momentum", values["lr"], b, (1.0, KAPPA)))), short(run.distance[-1]))
        for _, b, run, _ in named
    )
    table = Table("rates", ("β", "rate (theory)", f"distance after {STEPS['too_much']} steps"), rows, follow=False)
    return Board(
        (loss, plane, table),
        (("loss", "plane"), ("loss", "rates")),
        STEPS["too_much"],
        widths=(1.2, 1.0),
        heights=(1.0, 0.0),
        status=tuple(run.status.kind for run in runs),
        notices=notices(settings_of("too_much", values), KAPPA, start_of(values)),
        summary=" ".join(ended(f"Momentum with {name}", run) for name, _, run, _ in named),
    )


def nag_board(values: Values) -> Board:
    """Momentum and NAG with the same η and β: where each takes its slope, the loss, the rates."""
    heavy, nag = beside_nag(values)
    layers: tuple[Layer, ...] = (path(heavy, MOMENTUM, "momentum"), path(nag, NAG, "NAG", chosen=True))
    if values["arrows"]:
        look = nag.probe[:, None, :]
        ahead = Points(look[..., 0], look[..., 1], NAG, "ring", "look-ahead point x̃ₜ", size=1.3)
        layers += (*step_arrows(heavy), *step_arrows(nag, named=False), ahead)
    runs = (("momentum", heavy, MOMENTUM), ("NAG", nag, NAG))
    loss = Chart("loss", "f(xₜ)", tuple(Series(name, run.value, look) for name, run, look in runs), log=True)
    kappa = float(values["kappa"])
    return Board(
        (bowl_plane(layers, kappa), loss, _rates_table(values, kappa)),
        (("plane", "loss"), ("plane", "rates")),
        STEPS["nag"],
        widths=(1.5, 1.0),
        heights=(1.0, 0.0),
        status=(heavy.status.kind, nag.status.kind),
        notices=notices(settings_of("nag", values), kappa, start_of(values)),
        summary=" ".join([ended("Momentum", heavy), ended("NAG", nag)]),
    )


def _rates_table(values: Values, kappa: float) -> Table:
    rows = []
    both: tuple[tuple[str, Rule], ...] = (("momentum", "momentum"), ("NAG", "nag"))
    for name, rule in both:
        each = [float(rate(rule, values["lr"], values["beta"], (e,))) for e in (1.0, kappa)]
        edge = limit_lr(rule, values["beta"], kappa)
        rows.append((name, *(short(one) for one in each), short(edge) if edge else "none"))
    return Table("rates", ("rate", "along", "across", "η below"), tuple(rows), follow=False)

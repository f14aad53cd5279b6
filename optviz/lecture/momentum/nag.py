"""NAG beside momentum: where each takes its gradient, and what that does to an oscillation."""

from optviz.core import number_text
from optviz.core.optimizers import Optimizer
from optviz.core.quadratic.rates import Rule, limit, rate
from optviz.core.simulation.run import Run
from optviz.core.simulation.simulate import simulate_all
from optviz.figures.board import Board, Chart, Layer, Points, Series, Table, Text
from optviz.lecture.controls import Switch
from optviz.lecture.momentum.common import (
    LOOK_MOMENTUM,
    LOOK_NAG,
    beta,
    bowl,
    bowl_fan,
    bowl_plane,
    kappa,
    lr,
    optimizer,
    path,
    start,
    start_of,
    step_arrows,
)
from optviz.lecture.momentum.messages import Setting, ended, notices
from optviz.lecture.section import Preset, Section, Values

STEPS = 80


def nag_racers(values: Values) -> dict[str, Optimizer]:
    """Return heavy ball and NAG with the same η and β."""
    return {rule: optimizer(rule, values["lr"], values["beta"]) for rule in ("momentum", "nag")}


def nag_runs(values: Values) -> tuple[Run, Run]:
    """Return the runs of both."""
    momentum, nag = simulate_all(bowl(values["kappa"]), nag_racers(values).values(), start_of(values), STEPS)
    return momentum, nag


def limit_lr(rule: Rule, beta: float, kappa: float) -> float:
    """Return the η at which the rule stops converging on the bowl; 0 for heavy ball with β = 1, where it never does."""
    return 0.0 if rule == "momentum" and beta >= 1 else limit(rule, beta) / kappa


def nag_notices(values: Values) -> tuple[Text, ...]:
    """Return what would puzzle about the values, a sentence each."""
    lr, beta = values["lr"], values["beta"]
    settings = (Setting("Momentum", "momentum", lr, beta), Setting("NAG", "nag", lr, beta))
    return notices(settings, float(values["kappa"]), start_of(values), STEPS)


def nag_board(values: Values) -> Board:
    """Show momentum and NAG with the same η and β: where each takes its gradient, the loss, the rates."""
    momentum, nag = nag_runs(values)
    layers: tuple[Layer, ...] = (
        path(momentum, LOOK_MOMENTUM, "momentum", fan="momentum"),
        path(nag, LOOK_NAG, "NAG", True, "nag"),
    )
    if values["arrows"]:
        layers += (*step_arrows(momentum), *step_arrows(nag, named=False), _look_ahead(nag))
    series = Series("momentum", momentum.value, LOOK_MOMENTUM), Series("NAG", nag.value, LOOK_NAG)
    return Board(
        (
            bowl_plane(layers, float(values["kappa"])),
            Chart("loss", "f(xₜ)", series, log=True),
            Table("rates", ("rate", "along", "across", "η below"), _rate_rows(values), follow=False),
        ),
        (("plane", "loss"), ("plane", "rates")),
        STEPS,
        widths=(1.5, 1.0),
        heights=(1.0, 0.0),
        status=(momentum.status.kind, nag.status.kind),
        notices=nag_notices(values),
        summary=" ".join([ended("Momentum", momentum), ended("NAG", nag)]),
    )


def _look_ahead(nag: Run) -> Points:
    x, y = nag.probe.T
    return Points(x[:, None], y[:, None], LOOK_NAG, "ring", "look-ahead point x̃ₜ", size=1.3)


def _rate_rows(values: Values) -> tuple[tuple[str, ...], ...]:
    lr, beta, kappa = values["lr"], values["beta"], float(values["kappa"])
    rules: tuple[tuple[str, Rule], ...] = (("momentum", "momentum"), ("NAG", "nag"))
    rows = []
    for name, rule in rules:
        along, across = (number_text.label(float(rate(rule, lr, beta, (e,)))) for e in (1.0, kappa))
        highest = limit_lr(rule, beta, kappa)
        rows.append((name, along, across, number_text.label(highest) if highest else "none"))
    return tuple(rows)


NAG = Section(
    "nag",
    "NAG looks ahead",
    controls=(kappa(20.0), lr(0.03, 4.2), beta(0.9), *start(), Switch("arrows", "arrows", True)),
    presets=(
        Preset("look_ahead", "Look-ahead points", {}, 3),
        Preset("nag_damps", "NAG damps"),
        Preset("nag_limit", "NAG's limit first", {"lr": 0.07}),
        Preset("small_steps", "Small η: alike", {"lr": 0.0005}),
    ),
    draw=nag_board,
    fan=bowl_fan(("lr", "beta", "x0", "y0"), STEPS, nag_racers),
)

"""Too much momentum: three β with one η, the largest of which keeps oscillating."""

from optviz.core import number_text
from optviz.core.optimizers import Optimizer
from optviz.core.quadratic.rates import rate
from optviz.core.simulation.run import Run
from optviz.core.simulation.simulate import simulate_all
from optviz.figures.board import Board, Chart, Series, Table, Text, from_step
from optviz.lecture.momentum.common import (
    KAPPA,
    LOOK_MOMENTUM,
    beta,
    bowl,
    bowl_background,
    bowl_fan,
    bowl_plane,
    lr,
    optimizer,
    path,
    start,
    start_of,
)
from optviz.lecture.momentum.messages import Setting, ended, notices
from optviz.lecture.section import Preset, Section, Values

STEPS = 300
BETAS = ("beta_1", "beta_2", "beta_3")
LOOKS = (4, LOOK_MOMENTUM, 8)


def too_much_racers(values: Values) -> dict[str, Optimizer]:
    """Return heavy ball three times, with one η and three β."""
    return {key: optimizer("momentum", values["lr"], values[key]) for key in BETAS}


def too_much_runs(values: Values) -> tuple[Run, ...]:
    """Return the three runs."""
    return simulate_all(bowl(), too_much_racers(values).values(), start_of(values), STEPS)


def _name(beta: float) -> str:
    return f"β = {number_text.label(beta)}"


def too_much_notices(values: Values) -> tuple[Text, ...]:
    """Return what would puzzle about the values, a sentence each."""
    betas = [values[key] for key in BETAS]
    settings = [Setting(_name(beta), "momentum", values["lr"], beta) for beta in betas]
    return notices(settings, KAPPA, start_of(values), STEPS)


def too_much_board(values: Values) -> Board:
    """Show three β with one η: loss against the step, the paths, and what theory says of each."""
    runs, betas = too_much_runs(values), [values[key] for key in BETAS]
    named = [(_name(beta), run, look) for beta, run, look in zip(betas, runs, LOOKS, strict=True)]
    plane = bowl_plane(
        tuple(path(run, look, name, fan=key) for key, (name, run, look) in zip(BETAS, named, strict=True))
    )
    loss = Chart(
        "loss", "f(xₜ)", tuple(Series(name, run.value, look) for name, run, look in named), log=True, low=1e-12
    )
    rows = tuple(_row(values["lr"], beta, run) for beta, run in zip(betas, runs, strict=True))
    table = Table("rates", ("β", "rate (theory)", f"distance after {STEPS} steps"), rows, follow=False)
    return Board(
        (loss, plane, table),
        (("loss", "plane"), ("loss", "rates")),
        STEPS,
        widths=(1.2, 1.0),
        heights=(1.0, 0.0),
        status=tuple(run.status.kind for run in runs),
        notices=too_much_notices(values),
        summary=" ".join(ended(f"Momentum with {name}", run) for name, run, _ in named),
    )


def _row(lr: float, beta: float, run: Run) -> tuple[Text, ...]:
    exact_rate = float(rate("momentum", lr, beta, (1.0, KAPPA)))
    distance = from_step(STEPS, number_text.label(float(run.distance[-1])))
    return number_text.label(beta), number_text.label(exact_rate), distance


TOO_MUCH = Section(
    "too_much",
    "Too much momentum",
    controls=(
        lr(0.05, 0.5),
        beta(0.5, "beta_1", r"\beta_1"),
        beta(0.9, "beta_2", r"\beta_2"),
        beta(0.99, "beta_3", r"\beta_3"),
        *start(),
    ),
    presets=(
        Preset("too_much_momentum", "β = 0.5, 0.9, 0.99"),
        Preset("endless", "β = 1 never settles", {"beta_1": 0.9, "beta_2": 0.99, "beta_3": 1.0}),
        Preset("eta_is_no_cure", "A smaller η does not help 0.99", {"lr": 0.005}),
        Preset("flat_valley", "Tiny η: now much is right", {"lr": 0.0005}),
    ),
    draw=too_much_board,
    fan=bowl_fan(("lr", *BETAS, "x0", "y0"), STEPS, too_much_racers),
    background=bowl_background,
)

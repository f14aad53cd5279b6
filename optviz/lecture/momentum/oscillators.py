"""The board of two oscillators: each direction of the bowl by itself, inside its envelope."""

import numpy as np

from optviz.figures.board import Board, Chart, Series, Table
from optviz.lecture.momentum.common import STEPS, Direction, directions, start_of
from optviz.lecture.momentum.messages import ended, notices, settings_of, short
from optviz.lecture.momentum.parts import MOMENTUM, bowl_plane, path
from optviz.lecture.section import Values


def oscillator_board(values: Values) -> Board:
    """Both coordinates against the step with their envelopes, the path they make, and their regimes."""
    run, (along, across) = directions(values)
    kappa = float(values["kappa"])
    charts = (
        _chart("along", f"x, along the valley: {along.regime.label}", along),
        _chart("across", f"y, across: {across.regime.label}", across),
    )
    rows = tuple(_row(name, one, values["lr"]) for name, one in (("along", along), ("across", across)))
    plane = bowl_plane((path(run, MOMENTUM, "momentum"),), kappa)
    head = ("", "ηλ", "regime", "rate", "period")
    return Board(
        (*charts, plane, Table("regimes", head, rows, follow=False, mono=False)),
        (("along", "plane"), ("across", "plane"), ("regimes", "regimes")),
        STEPS["oscillators"],
        widths=(1.2, 1.0),
        heights=(1.0, 1.0, 0.0),
        status=(run.status.kind,),
        notices=notices(settings_of("oscillators", values), kappa, start_of(values)),
        summary=f"{ended('Momentum', run)} Along the valley: {along.regime.label}. Across: {across.regime.label}.",
    )


def _chart(key: str, title: str, one: Direction) -> Chart:
    curves = (
        Series("coordinate", one.x, MOMENTUM),
        Series("envelope (theory)", one.envelope, "faint", dashed=True),
        Series("", -one.envelope, "faint", dashed=True),
    )
    return Chart(key, title, curves)


def _row(name: str, one: Direction, lr: float) -> tuple[str, ...]:
    period = short(one.period) if np.isfinite(one.period) else "none"
    return (name, short(lr * one.eigenvalue), one.regime.label, short(one.factor), period)

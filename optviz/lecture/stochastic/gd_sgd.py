"""GD against SGD: the slide's race on eight points, against steps and against the gradients computed."""

import numpy as np

from optviz.figures.board import Background, Board, Chart, Metric, Metrics, Series
from optviz.lecture.section import Preset, Section, Values
from optviz.lecture.stochastic.common import (
    DRAG_THETA,
    GD,
    SMALL,
    batch_slider,
    epochs_slider,
    loss_background,
    lr_slider,
    sample_regression,
    seed_controls,
    theta_axes,
    theta_sliders,
)
from optviz.lecture.stochastic.messages import summary
from optviz.lecture.stochastic.race import Race, increasing, race_notices, race_of, sgd_run

FEW_EPOCHS = 3


def gd_sgd_race(values: Values) -> Race:
    """Return GD and SGD on the slide's eight points, a frame for each gradient computed."""
    problem = sample_regression("line", 8)
    runs = {"GD": sgd_run(problem, values, 8), "SGD": sgd_run(problem, values, int(values["batch"]))}
    return race_of(np.arange(8 * int(values["epochs"]) + 1), runs)


def gd_sgd_board(values: Values) -> Board:
    """Return the slide's race: as many gradients for GD as for SGD; the loss against steps and against gradients."""
    race = gd_sgd_race(values)
    gd, sgd = race.racers
    return Board(
        (
            theta_axes(race.problem, [gd.path("GD"), sgd.path("SGD")], drag=DRAG_THETA),
            *_charts(race, long=int(values["epochs"]) > FEW_EPOCHS),
            Metrics(
                "readings",
                (
                    Metric("gradients computed, each", race.cost.astype(float)),
                    Metric("steps of GD", gd.steps_done.astype(float), GD),
                    Metric("steps of SGD", sgd.steps_done.astype(float), SMALL),
                    Metric("$L$ of GD", gd.loss, GD),
                    Metric("$L$ of SGD", sgd.loss, SMALL),
                ),
            ),
        ),
        (("theta", "steps"), ("theta", "cost"), ("readings", "readings")),
        steps=len(race.cost) - 1,
        widths=(1.2, 1.0),
        heights=(1.0, 1.0, 0.0),
        unit="gradients",
        status=race.status,
        notices=race_notices(race, values, ("batch",)),
        summary=summary("Equally many gradients computed.", race.runs),
    )


def _charts(race: Race, long: bool) -> tuple[Chart, Chart]:
    """Return the losses against steps and against gradients.

    Over many epochs only a logarithm tells the losses apart, and only of their distance to the least.
    """
    gd, sgd = race.racers
    floor, title = (race.problem.floor, "L(θ) − L(θ*)") if long else (0.0, "L(θ)")
    by_step, by_cost = [], []
    for racer, name in ((gd, "GD, all 8 at a time"), (sgd, f"SGD, {sgd.run.batches.batch} at a time")):
        above = racer.loss - floor
        by_step.append(Series(name, above, racer.look, increasing(racer.steps_done)))
        by_cost.append(Series(name, above, racer.look, increasing(racer.run.batches.ends[racer.steps_done])))
    return (
        Chart("steps", f"{title} against steps", tuple(by_step), log=long, x_label="steps made"),
        Chart(
            "cost", f"{title} against gradients computed", tuple(by_cost), log=long, x_label="gradients ∇Lᵢ computed"
        ),
    )


def gd_sgd_background(values: Values) -> Background:
    """Return the loss of the slide's eight points."""
    return loss_background(sample_regression("line", 8))


GD_SGD = Section(
    "gd_sgd",
    "GD against SGD",
    controls=(batch_slider(2, 8), lr_slider(0.15), epochs_slider(1, 60, "log"), *theta_sliders(), *seed_controls()),
    presets=(
        Preset("race_epoch", "The slide: one epoch", {}),
        Preset("race_singles", "B = 1: eight steps for one", {"batch": 1}),
        Preset("race_long", "60 epochs: GD overtakes", {"epochs": 60}),
        Preset("race_lost", "η = 0.4: SGD may lose", {"lr": 0.4, "a": -1.0, "b": -1.0}),
    ),
    draw=gd_sgd_board,
    background=gd_sgd_background,
)

"""GD against SGD: the slide's race on eight points, against steps and against the gradients computed."""

import dataclasses

import numpy as np

from optviz.figures.board import Axes, Background, Board, Chart, DragTarget, Metric, Metrics, MovingLine, Series
from optviz.lecture.around import KEYS, around_controls
from optviz.lecture.section import Preset, Section, Values
from optviz.lecture.stochastic.common import (
    GD,
    SMALL,
    batch_slider,
    data_axes,
    epochs_slider,
    loss_background,
    lr_slider,
    model_x,
    sample_regression,
    seed_controls,
    theta_axes,
    theta_sliders,
)
from optviz.lecture.stochastic.epoch_points import epoch_points
from optviz.lecture.stochastic.messages import summary
from optviz.lecture.stochastic.race import Race, Racer, increasing, race_notices, race_of, sgd_run, told

FEW_EPOCHS = 3
FRAMES_PER_SECOND = 1.0
# Without the ring, under which GD's only step would lie.
SET_START = DragTarget("a", "b", ring=False)


def gd_sgd_race(values: Values) -> Race:
    """Return GD and SGD on the slide's eight points, a frame for each gradient computed."""
    problem = sample_regression("line", 8)
    runs = {"GD": sgd_run(problem, values, 8), "SGD": sgd_run(problem, values, int(values["batch"]))}
    return race_of(np.arange(8 * int(values["epochs"]) + 1), runs)


def gd_sgd_board(values: Values) -> Board:
    """Return the slide's race: as many gradients for GD as for SGD; the loss against steps and against gradients."""
    race = gd_sgd_race(values)
    (gd, sgd), seed = race.racers, int(values["seed"])
    return Board(
        (
            theta_axes(race.problem, [gd.path(told("GD", values)), sgd.path(told("SGD", values))], drag=SET_START),
            _points(race, gd, seed, "gd_points", "GD: all 8 points, then a step"),
            _points(race, sgd, seed, "sgd_points", f"SGD: {sgd.run.batches.batch} of 8, then a step"),
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
        (
            ("theta", "gd_points", "sgd_points"),
            ("theta", "steps", "steps"),
            ("theta", "cost", "cost"),
            ("readings",) * 3,
        ),
        steps=len(race.cost) - 1,
        widths=(1.5, 1.0, 1.0),
        heights=(1.5, 1.0, 1.0, 0.0),
        pace=FRAMES_PER_SECOND if int(values["epochs"]) == 1 else 0.0,
        unit="gradients",
        status=race.status,
        notices=race_notices(race, values, ("batch",)),
        summary=summary("Equally many gradients computed.", race.runs),
    )


def _points(race: Race, racer: Racer, seed: int, key: str, title: str) -> Axes:
    """Return the data, each point lit once its gradient has been computed in this epoch, with the model so far."""
    problem, x = race.problem, model_x(race.problem)
    with np.errstate(over="ignore", invalid="ignore"):  # a run that diverges leaves float64 on its way
        fitted = np.stack([problem.predict(theta, x) for theta in racer.theta])
    points = epoch_points(problem, racer.run.batches.batch, seed, race.cost, named=False)
    plane = data_axes(problem, (MovingLine(x, fitted, racer.look), *points), title)
    return dataclasses.replace(plane, key=key)


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
        by_cost.append(Series(name, above, racer.look, race.cost.astype(float)))
    return (
        Chart("steps", f"{title} against steps", tuple(by_step), log=long, x_label="steps made"),
        Chart(
            "cost",
            f"{title} against gradients computed",
            tuple(by_cost),
            log=long,
            x_label="gradients ∇Lᵢ computed",
            legend=False,
        ),
    )


def gd_sgd_background(values: Values) -> Background:
    """Return the loss of the slide's eight points."""
    return loss_background(sample_regression("line", 8))


GD_SGD = Section(
    "gd_sgd",
    "GD against SGD",
    controls=(
        batch_slider(2, 8),
        lr_slider(0.15),
        epochs_slider(1, 60, "log"),
        *theta_sliders(),
        *seed_controls(),
        *around_controls(),
    ),
    presets=(
        Preset("race_epoch", "The slide: one epoch", {}),
        Preset("race_singles", "B = 1: eight steps for one", {"batch": 1}),
        Preset("race_long", "60 epochs: GD overtakes", {"epochs": 60}),
        Preset("race_lost", "η = 0.4: SGD may lose", {"lr": 0.4, "a": -1.0, "b": -1.0}),
    ),
    draw=gd_sgd_board,
    background=gd_sgd_background,
    more=KEYS,
)

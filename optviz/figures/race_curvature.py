"""What a race shows of curvature: the local quadratic model at the chosen run's head, and what the runs have seen."""

from collections.abc import Sequence

import numpy as np

from optviz.core.simulation.run import Run
from optviz.figures.board import Fog, Layer, Metric, Metrics, Points
from optviz.figures.local_model import LocalModel, best_of, held, local_model, model_layers, seen_only
from optviz.scenes.race import Race

NOBODY = "Choose a run that is switched on to see its quadratic model."


def chosen_run(race: Race) -> Run | None:
    """Return the run that is chosen, None if it is switched off."""
    on = [slot for slot, racer in enumerate(race.scene.racers) if racer.on]
    return race.runs[on.index(race.scene.pick)] if race.scene.pick in on else None


def chosen_model(race: Race) -> LocalModel | None:
    """Return the quadratic model along the chosen run, where it is asked for."""
    run = chosen_run(race)
    return local_model(run.surface, run.x, run.value, run.slope) if race.scene.model and run else None


def longest(race: Race) -> int:
    """Return the number of steps of the longest run."""
    return max((run.steps for run in race.runs), default=0)


def rates(run: Run) -> np.ndarray:
    """Return η at each point of a run, (T+1,): that of the step from there, the last one's at its end."""
    return held(run.rate, run.steps) if run.steps else np.full(1, np.nan)


def overlay(race: Race, model: LocalModel | None) -> tuple[Layer, ...]:
    """Return the model's lines at the head, its axes, Newton's step and −η∇f."""
    run = chosen_run(race)
    if model is None or run is None:
        return ()
    return model_layers(model, race.scene.surface_now().domain, longest(race), rates(run)[:, None])


def fog(race: Race) -> tuple[Fog, Points] | tuple[()]:
    """Return the fog over all but where the runs have been, and a mark at the lowest point seen."""
    if not (race.scene.fog and race.runs):
        return ()
    steps = longest(race)
    seen = tuple(np.array([run.x[t] for run in race.runs if t <= run.steps]) for t in range(steps + 1))
    return seen_only(seen, best_of_all(race.runs, steps), race.scene.surface_now().domain, steps)


def best_of_all(runs: Sequence[Run], steps: int) -> np.ndarray:
    """Return the lowest point that any of the runs has reached so far, (T+1, 2)."""
    known = [np.where(np.isfinite(run.value), run.value, np.inf) for run in runs]
    lowest = np.array([held(np.minimum.accumulate(value), steps) for value in known])
    places = np.array([held(best_of(run.x, run.value), steps) for run in runs])
    return places[lowest.argmin(axis=0), np.arange(steps + 1)]


def readings(race: Race, model: LocalModel | None) -> tuple[Metrics, ...]:
    """Return the curvatures at the head, and the largest η at which GD settles there beside the run's own."""
    run = chosen_run(race)
    if not race.scene.model:
        return ()
    if model is None or run is None:
        return (Metrics("curvature", (Metric("", NOBODY),)),)
    low, high = model.curvatures.T
    with np.errstate(all="ignore"):
        limit = np.where(high > 0, 2 / high, np.nan)
    told = (
        Metric(r"$\lambda_1$", low),
        Metric(r"$\lambda_2$", high),
        Metric(r"$2/\lambda_{\max}$", limit),
        Metric(r"$\eta$", rates(run)),
    )
    return (Metrics("curvature", told),)

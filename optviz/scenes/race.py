"""A race: the runs of a scene, and the sentences that sum it up."""

import dataclasses
from functools import cached_property

import numpy as np

from optviz.core.array_cache import array_cache
from optviz.core.curvature.entrants import Entrant
from optviz.core.number_text import label
from optviz.core.simulation.run import Run
from optviz.core.simulation.simulate import simulate_all
from optviz.core.surfaces import grid
from optviz.scenes.own_surface import surface_at
from optviz.scenes.scene import Racer, Scene, Settings, racer_names

GRID_SIZE = 161
_METHODS_BYTES = 4 * 2**20


@dataclasses.dataclass(frozen=True)
class Race:
    """A scene and its runs; ``runs[i]`` belongs to ``racers[i]``, the racers that are switched on."""

    scene: Scene
    racers: tuple[Racer, ...]
    runs: tuple[Run, ...]

    @property
    def nbytes(self) -> int:
        """Bytes of the runs' arrays."""
        return sum(run.nbytes for run in self.runs)

    @cached_property
    def grid(self) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """x (n,), y (n,) and f (n, n) on the surface's window, for the picture."""
        return grid(self.scene.surface_now(), GRID_SIZE)


def run_scene(scene: Scene) -> Race:
    """Run every racer of ``scene`` that is on, from the same start with the same noise."""
    racers = tuple(r for r in scene.racers if r.on)
    optimizers = [r.optimizer() for r in racers]
    rules = [rule for rule in optimizers if not isinstance(rule, Entrant)]
    simulated = iter(simulate_all(scene.surface_now(), rules, scene.start, scene.steps, scene.noise, scene.seed))
    where = (scene.surface, scene.formula, scene.surface_knobs, scene.start, scene.steps)
    runs = [_walked(rule, *where) if isinstance(rule, Entrant) else next(simulated) for rule in optimizers]
    return Race(scene, racers, tuple(runs))


@array_cache(_METHODS_BYTES)
def _walked(
    entrant: Entrant, surface: str, formula: str, knobs: Settings, start: tuple[float, float], steps: int
) -> Run:
    """Return a method's run, which no other racer's knob changes: it takes up to a hundred times what a rule's does."""
    return entrant.run(surface_at(surface, formula, dict(knobs)), start, steps)


def notices(race: Race) -> tuple[str, ...]:
    """Return what a person should be told before looking: an empty race, all diverged, no slope at the start."""
    if not race.scene.racers:
        return ("The race is empty. Add an optimizer from the list to start.",)
    if not race.runs:
        return ("Every optimizer is switched off. Tick one in the list to see its path.",)
    kinds = {run.status.kind for run in race.runs}
    if kinds == {"diverged"}:
        if all(run.status.step == 0 for run in race.runs):
            return ("f is not a finite number at the start. Move the start into the picture.",)
        return ("Every run diverged. Lower the learning rate η, or move the start closer to a minimum.",)
    if kinds <= {"stuck", "converged"} and all(run.status.step == 0 for run in race.runs):
        return (_nothing_moves(race.runs[0].status.where),)
    return ()


def _nothing_moves(where: str) -> str:
    """Return the sentence on a start without a slope, by what lies there."""
    if where == "minimum":
        return "Nothing moves: the start is a minimum already. Move the start to see a path."
    place = {"plateau": "on flat ground", "saddle": "exactly at a saddle", "maximum": "exactly at a maximum"}[where]
    return (
        f"Nothing moves: the start lies {place}, where the gradient is zero. Move the start, or add noise for all runs."
    )


def summary(race: Race) -> str:
    """Return the race in plain sentences, for a screen reader: who ended where, best first."""
    scene = race.scene
    surface = scene.surface_now()
    x, y = scene.start
    head = f"{surface.name}, start ({label(x)}, {label(y)}), {scene.steps} steps"
    head += f", noise for all runs {label(scene.noise)}." if scene.noise else "."
    names = [name for name, racer in zip(racer_names(scene.racers), scene.racers, strict=True) if racer.on]
    ended = list(zip(names, race.runs, strict=True))
    ended.sort(key=lambda pair: (pair[1].status.kind == "diverged", np.nan_to_num(pair[1].value[-1], nan=np.inf)))
    lines = [f"{name}: {run.status.label}, f = {label(run.value[-1])}." for name, run in ended]
    return " ".join([head, *lines])

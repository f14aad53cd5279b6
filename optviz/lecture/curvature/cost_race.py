"""The race of the section on cost: the chosen methods on one surface, and what each has asked for until it arrives."""

import numpy as np

from optviz.core.curvature import METHODS, Counts, MethodRun
from optviz.figures.board import Table, Text, all_from_step
from optviz.lecture.controls import Choice, Slider, Switch, VisibleIf
from optviz.lecture.curvature.common import COSTS, longest, run_of
from optviz.lecture.own import surface_of
from optviz.lecture.section import Values

STEPS = 100
ARRIVED = 1e-8
RACERS = ("gd", "backtracking", "cg", "lbfgs", "bfgs", "newton", "trust", "nelder_mead", "cma_es")
_OPENS = ("gd", "lbfgs", "bfgs", "newton", "nelder_mead")
_NAMES = {"value": "f", "slope": "∇f", "product": "Hv", "solve": "solves"}
WHAT = Choice(
    "what", "picture of", (("race", "a race"), ("memory", "memory, over D"), ("time", "time of a step, over D")), "race"
)
AGAINST = Choice(
    "against", "curves against", (("steps", "steps"), *((key, cost.name) for key, cost in COSTS.items())), "cost"
)


def racing(control: Slider | Switch | Choice) -> VisibleIf:
    """Return a control that is there while the race is shown; the table of counts has its value always."""
    return VisibleIf("what", ("race",), control, kept=True)


def race_controls() -> tuple[VisibleIf, ...]:
    """Return a switch for each method, and the learning rate of the one that has one."""
    switches = (Switch(key, METHODS[key].name, key in _OPENS) for key in RACERS)
    lr = Slider("lr", r"\eta", "learning rate of GD", 0.001, 0.0, 0.5, "square")
    return *map(racing, switches), racing(lr)


def race_runs(values: Values) -> dict[str, MethodRun]:
    """Return the run of each method that is switched on."""
    knobs = {"gd": {"lr": float(values["lr"])}}
    return {key: run_of(values, key, STEPS, **knobs.get(key, {})) for key in RACERS if values[key]}


def arrival(run: MethodRun, floor: float) -> int | None:
    """Return the step at which f is less than 10⁻⁸ above ``floor``, None where it is not in the steps taken."""
    low = np.flatnonzero(run.value - floor < ARRIVED)
    return int(low[0]) if len(low) else None


def counts_table(values: Values, runs: dict[str, MethodRun]) -> Table:
    """Return what each method has asked for until it has arrived; where the least f is not known, in all its steps."""
    surface = surface_of(values)
    floor = surface.floor
    last = longest(runs.values()) if values["what"] == "race" else None
    rows = tuple((METHODS[key].name, *told(run, floor, last)) for key, run in runs.items())
    head = ("method", "steps", *(_NAMES[field] for field in Counts._fields))
    title = f"Counted on {surface.name} {'in all' if floor is None else 'until f − f* < 1e−8'}"
    return Table("counts", head, rows, title, follow=False, mono=False, dense=True)


def told(run: MethodRun, floor: float | None, last: int | None) -> tuple[Text, ...]:
    """Return a row; beside a race of ``last`` steps it is told when the method arrives, or in the end."""
    step = run.steps if floor is None else arrival(run, floor)
    cells = counted(run, floor)
    return cells if last is None else all_from_step(last if step is None else step, cells)


def counted(run: MethodRun, floor: float | None) -> tuple[str, ...]:
    """Return the cells of a row: steps and counts, or that the method has not arrived."""
    step = run.steps if floor is None else arrival(run, floor)
    if step is not None:
        return tuple(f"{n:,}" for n in (step, *run.counts[step].tolist()))
    end = f"over {STEPS}" if run.steps >= STEPS else "never"
    return end, *("—" for _ in Counts._fields)

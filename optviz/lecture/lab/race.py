"""A fair race: each racer tuned over the same number of settings for the same goal, then all raced at their best."""

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np

from optviz.core.maps.outcomes import outcomes
from optviz.core.maps.tuning import Tuned, grid_of, scores_of, tuning
from optviz.core.number_text import label, percent
from optviz.core.optimizers import Optimizer
from optviz.core.registry import knobs_of, settings_of
from optviz.core.simulation.run import Run
from optviz.core.simulation.simulate import simulate_all
from optviz.figures.board import Background, Board, Chart, Path, Progress, Series, Table, Text, all_from_step, from_step
from optviz.lecture.around import RUN_KEYS, run_controls, seed_of
from optviz.lecture.controls import Button, Choice, Switch, VisibleIf
from optviz.lecture.controls.own_formula import TYPED
from optviz.lecture.lab.common import (
    background,
    lr_slider,
    outside,
    run_notices,
    start_of,
    steps_slider,
    surface_axes,
)
from optviz.lecture.lab.racing import (
    above_floor,
    chosen_racers,
    entrant_of,
    goal_of,
    goal_text,
    look_of,
    racer_switches,
    start_marks,
    starts_choice,
    starts_of,
    tolerance_slider,
)
from optviz.lecture.lab.rule_text import rate_matters, rate_notices
from optviz.lecture.own import start_sliders, surface_controls, surface_of
from optviz.lecture.section import Preset, Section, Values
from optviz.lecture.work import Work

SETTINGS = (16, 64, 256)
"""How many settings each racer may try."""
NO_BREAK = "\u00a0"
TUNED_KEYS = {"lr": ("lr",), "both": ("lr", "beta", "beta1")}


class Tuning(NamedTuple):
    """A tuning so far: those who are done, who is at it, and which settings of how many it has tried."""

    tuned: dict[str, Tuned]
    now: str = ""
    tried: int = 0
    settings: int = 0

    @property
    def done(self) -> bool:
        """Whether everybody is tuned."""
        return not self.now


class Entrant(NamedTuple):
    """A racer as it starts: its rule's key, the rule with its knobs, and how it was tuned, if it was."""

    key: str
    optimizer: Optimizer
    tuned: Tuned | None


def grid_for(values: Values, key: str) -> dict[str, np.ndarray]:
    """Return the settings that a racer tries: of η alone, or of η and β where it has one, as many in all."""
    racer = entrant_of(values, key)
    own = {knob.key for knob in knobs_of(racer)}
    keys = [name for name in TUNED_KEYS[values["grid"]] if name in own]
    return grid_of(racer, int(values["settings"]), keys[:2] if rate_matters(racer) else keys[1:2])


def tune_all(values: Values) -> Iterator[Tuning]:
    """Tune the racers one after the other, piece by piece; nobody, where the race is untuned."""
    tuned: dict[str, Tuned] = {}
    surface, starts, goal = surface_of(values), starts_of(values), goal_of(values)
    for key in chosen_racers(values) if values["tuned"] else ():
        grid = grid_for(values, key)
        settings = int(np.prod([len(each) for each in grid.values()]))
        yield Tuning(dict(tuned), key, 0, settings)
        budget = {"steps": int(values["steps"]), "goal": goal, "starts": starts, "seed": seed_of(values)}
        for tried, result in tuning(surface, entrant_of(values, key), grid, **budget):
            if result is None:
                yield Tuning(dict(tuned), key, tried, settings)
            else:
                tuned[key] = result
    yield Tuning(tuned)


def tuning_work(values: Values) -> Work:
    """Return the tuning; where many starts count, it does not depend on the one that is shown."""
    ignored = ("typing", "line", *(("x0", "y0") if values["starts"] == "many" else ()))
    if not values["tuned"]:
        return Work("race,untuned", lambda: iter((Tuning({}),)))
    said = (f"{key}:{value}" for key, value in values.items() if key not in ignored)
    return Work(",".join(("race", *said)), lambda: tune_all(values))


def entrants_of(values: Values, tuning: Tuning) -> tuple[Entrant, ...]:
    """Return who starts: all with their defaults, or those who are tuned by now, each at its best."""
    if not values["tuned"]:
        return tuple(Entrant(key, entrant_of(values, key), None) for key in chosen_racers(values))
    return tuple(Entrant(key, tuned.optimizer, tuned) for key, tuned in tuning.tuned.items())


def untuned_score(values: Values, key: str) -> tuple[float, float]:
    """Return the mean steps of a rule with its defaults, and the share of the starts that arrive, as :func:`.tune`."""
    steps, optimizer = int(values["steps"]), entrant_of(values, key)
    own = {knob.key: settings_of(optimizer)["lr"] for knob in knobs_of(optimizer) if knob.key == "lr"}
    runs = surface_of(values), optimizer, starts_of(values), own, steps, goal_of(values)
    done = outcomes(*runs, seed=seed_of(values))
    return float(scores_of(done, steps)[0]), float(done.reached.mean())


def score_of(values: Values, entrant: Entrant) -> tuple[float, float]:
    """Return an entrant's mean steps to the goal and the share of the starts from which it arrives."""
    tuned = entrant.tuned
    return (tuned.score, tuned.reached) if tuned else untuned_score(values, entrant.key)


def score_text(score: float, reached: float) -> str:
    """Return the steps in words, with the share of the starts that arrives where not all do."""
    if reached == 0:
        return "not reached"
    share = percent(reached, 0).replace(" ", NO_BREAK)
    return label(score, 3) + (f" ({share})" if reached < 1 else "")


def knob_text(entrant: Entrant, *names: str) -> str:
    """Return the value of the first of these knobs that a racer has; nothing if it has none."""
    own = {knob.key: getattr(entrant.optimizer, knob.key) for knob in knobs_of(entrant.optimizer)}
    return next((label(float(own[name]), 3) for name in names if name in own), "")


def results_table(values: Values, entrants: tuple[Entrant, ...]) -> Table:
    """Return settings, budget, width of the good range and steps to the goal of each racer, told at the end."""
    last = int(values["steps"])
    scores = [score_of(values, entrant) for entrant in entrants]
    best = min((score for score, reached in scores if reached > 0), default=None)
    rows = []
    for entrant, (score, reached) in zip(entrants, scores, strict=True):
        tuned = entrant.tuned
        knobs = [knob_text(entrant, "lr"), knob_text(entrant, "beta", "beta1")]
        said = [score_text(score, reached), "1st" * (reached > 0 and score == best), *knobs]
        if tuned:
            before = score_text(*untuned_score(values, entrant.key))
            width = "–" if np.isnan(tuned.width) else label(tuned.width, 2)
            said = [before, *said, width, str(tuned.runs * tuned.steps)]
        rows.append((entrant.optimizer.name, *all_from_step(last, said)))
    head, spare = ("rule", "steps", "", "η", "β"), 0
    if values["tuned"]:
        head = ("rule", "default", "tuned", "", "η", "β", "width", "budget")
        spare = 2  # the title says the budget too
    return Table("out", head, tuple(rows), table_title(values), follow=False, mono=False, dense=True, spare=spare)


def table_title(values: Values) -> str:
    """Return what counts and, where there was a tuning, its budget."""
    if not values["tuned"]:
        return goal_title(values)
    starts = " × 64 starts" * (values["starts"] == "many")
    return f"{goal_title(values)}. Tried: {values['settings']} settings × {int(values['steps'])} steps{starts}"


def goal_title(values: Values) -> str:
    """Return what counts."""
    if values["starts"] == "many":
        return f"Mean steps until {goal_text(values)} (share that arrives)"
    return f"Steps until {goal_text(values)} from this start"


def loss_chart(values: Values, entrants: tuple[Entrant, ...], runs: tuple[Run, ...]) -> Chart:
    """Return f − f* of all racers against the step; where no minimum is known, how steep it is where they stand."""
    surface = surface_of(values)
    known = surface.floor is not None
    heights = [above_floor(surface, run.value, 0.0) if known else np.linalg.norm(run.slope, axis=1) for run in runs]
    series = tuple(
        Series(run.optimizer.name, height, look_of(entrant.key))
        for entrant, run, height in zip(entrants, runs, heights, strict=True)
    )
    how = "each at its best" if values["tuned"] else "untuned, each as it opens"
    title = f"{'f(xₜ) − f*' if known else '‖∇f(xₜ)‖'}: {how}"
    return Chart("loss", title, series, log=True, empty="tuning …")


def notices_of(values: Values, entrants: tuple[Entrant, ...], runs: tuple[Run, ...]) -> tuple[Text, ...]:
    """Return what stands in the way: nobody races, the start is outside, nobody arrives, all diverge."""
    if not chosen_racers(values):
        return ("Nobody races. Switch an optimizer on.",)
    if values["tuned"] and values[TYPED] and (said := rate_notices(entrant_of(values, TYPED))):
        return said
    if not runs:
        return ()
    if outside(surface_of(values), start_of(values)):
        return run_notices(values, runs[0])
    last = int(values["steps"])
    if all(run.status.kind == "diverged" for run in runs):
        return (from_step(last, "Every racer diverges." + " Tune them." * (not values["tuned"])),)
    if not any(reached for _, reached in (score_of(values, entrant) for entrant in entrants)):
        return (from_step(last, f"Nobody reaches {goal_text(values)} in {last} steps: allow more, or a larger ε."),)
    return ()


def progress_of(values: Values, tuning: Tuning) -> Progress:
    """Return how far the tuning is."""
    count = max(1, len(chosen_racers(values)))
    share = 1.0 if tuning.done else (len(tuning.tuned) + tuning.tried / tuning.settings) / count
    name = entrant_of(values, tuning.now).name if tuning.now else ""
    return Progress(share, f"Tuning {name}: {tuning.tried} of {tuning.settings} settings")


def summary_of(values: Values, entrants: tuple[Entrant, ...]) -> str:
    """Return who needs how many steps, in words."""
    if not chosen_racers(values):
        return "Nobody races."
    said = "; ".join(f"{each.optimizer.name} {score_text(*score_of(values, each))}" for each in entrants)
    return f"{goal_title(values)}, {'tuned' if values['tuned'] else 'untuned'}: {said or 'nobody is tuned yet'}."


def race_board(values: Values, tuning: Tuning) -> Board:
    """The race over the surface with its curves; the table of what was tuned, with which budget, and who is first."""
    entrants, steps = entrants_of(values, tuning), int(values["steps"])
    racers = [entrant.optimizer for entrant in entrants]
    place = surface_of(values), racers, start_of(values), steps
    runs = simulate_all(*place, seed=seed_of(values)) if racers else ()
    paths = (
        Path(run.x[:, 0], run.x[:, 1], look_of(entrant.key), run.optimizer.name, ended(run), run.value)
        for entrant, run in zip(entrants, runs, strict=True)
    )
    return Board(
        (
            surface_axes(values, (*start_marks(values), *paths)),
            loss_chart(values, entrants, runs),
            results_table(values, entrants),
        ),
        (("plane", "loss"), ("plane", "out")),
        steps=steps,
        widths=(1.0, 1.7),
        heights=(1.0, 0.0),
        progress=progress_of(values, tuning),
        status=tuple(run.status.kind for run in runs),
        notices=notices_of(values, entrants, runs),
        summary=summary_of(values, entrants),
    )


def race_background(values: Values, _tuning: Tuning) -> Background:
    """Return the heights of the surface, which no tuning changes."""
    return background(values)


def ended(run: Run) -> tuple[str, int]:
    """Return how a run ended and when, as its path is told."""
    return run.status.kind, run.status.step


RACE = Section(
    "race",
    "A fair race",
    controls=(
        *surface_controls("himmelblau"),
        *racer_switches(),
        VisibleIf(TYPED, (True,), lr_slider()),
        Switch("tuned", "tuned", False, "Each racer at its best setting, or as it opens."),
        VisibleIf("tuned", (False,), Button("tune", "Tune", {"tuned": True}, "Try all settings of every racer")),
        Choice("settings", "settings to try", tuple((str(n), str(n)) for n in SETTINGS), "64"),
        Choice("grid", "tuned is", (("lr", "η"), ("both", "η and β")), "lr"),
        starts_choice(),
        *start_sliders(-1.0, 4.0),
        steps_slider(200, 500),
        tolerance_slider(),
        *run_controls(),
    ),
    presets=(
        Preset("as_it_opens", "Untuned"),
        Preset("each_tuned", "Tuned", {"tuned": True}),
        Preset("tuned_many", "Tuned for 64 starts", {"tuned": True, "starts": "many", "steps": 400}),
        Preset("tuned_beta", "η and β", {"tuned": True, "grid": "both", "settings": "256", "starts": "many"}),
        Preset("tuned_bowl", "A bowl", {"surface": "quadratic", "x0": -2.5, "y0": 1.5, "tuned": True}),
        Preset("tuned_few", "Sixteen settings", {"tuned": True, "settings": "16"}),
    ),
    draw=race_board,
    background=race_background,
    work=tuning_work,
    more=("x0", "y0", "tol", *RUN_KEYS),
)

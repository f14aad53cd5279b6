"""A rule of one's own, typed: raced against the textbook's, with its step in numbers."""

import functools
from collections.abc import Mapping

import numpy as np

from optviz.core.number_text import label
from optviz.core.optimizers import OPTIMIZERS, Optimizer
from optviz.core.optimizers.modified import modifier_words
from optviz.core.optimizers.named_chain import NamedChain
from optviz.core.registry import domains_of
from optviz.core.simulation.run import Run
from optviz.core.simulation.simulate import Case, simulate_all
from optviz.core.surfaces import Surface, Window, as_field, grid
from optviz.core.surfaces.fields import heights_at
from optviz.core.typed.rule import read_rule
from optviz.core.typed.surface import Typed, is_timed
from optviz.figures.board import (
    Axes,
    Axis,
    Background,
    Board,
    Chart,
    Contour,
    DragTarget,
    Field,
    Formula,
    Line,
    Metric,
    Metrics,
    Path,
    Points,
    Series,
    Text,
    from_step,
)
from optviz.figures.race_panels import worked_columns
from optviz.lecture.around import AVERAGE_KEYS, RUN_KEYS, around, average_controls, plain, run_controls, seed_of
from optviz.lecture.controls import Choice, Slider, Switch
from optviz.lecture.lab.common import GRID_SIZE, HIGH, LOW, RULES, outside, start_of, steps_slider
from optviz.lecture.lab.rule_text import KNOBS, rule_controls, slider_knobs, typed_rule
from optviz.lecture.own import start_sliders, surface_controls, surface_key, surface_of
from optviz.lecture.section import Fan, Preset, Section, Value, Values

NOBODY = "none"
RIVALS = ("rival", "rival2")
BOX = ((-1.0, 1.0), (-1.0, 1.0))
AROUND_BOX = ((-1.1, 1.1), (-1.1, 1.1))
BORDER = ((-1, 1, 1, -1, -1), (-1, -1, 1, 1, -1))
OPTAX_NOTE = "Its steps are Optax’s own; there is no worked line for them."

ADAM = "m = beta1*m + (1-beta1)*g; v = beta2*v + (1-beta2)*g^2; "
TEXTS = {
    "nag": "g = grad(x - eta*beta*m); m = beta*m + g; x = x - eta*m",
    "sign": "x = x - eta*sign(g)",
    "adam": ADAM + "x = x - eta*(m/(1-beta1^t))/(sqrt(v/(1-beta2^t)) + eps)",
    "normalised": "x = x - eta*g/(norm(g) + eps)",
    "amsgrad": ADAM + "w = max(w, v); x = x - eta*m/(sqrt(w) + eps)",
    "fading": "x = x - eta*(1 - t/T)*g",
}
REDDI = "if(mod(t-1,3)<1,C*x,-x)"
"""Reddi, Kale and Kumar (2018), Theorem 1: C x in every third step, else −x."""

CHAIN = "chain(clip_by_global_norm(1),adam(0.1))"


def written(text: str) -> str:
    """Return a rule in the text that links have."""
    return read_rule(text).text


# ---- runs -------------------------------------------------------------------------------------------------------


def rival_of(key: str, values: Values) -> Optimizer:
    """Return a rival: η from its own slider, knobs that the typed rule has too as there, all else at its default."""
    kind = OPTIMIZERS[key]
    typed = {knob.key: float(values[k]) for knob, k in zip(slider_knobs(values["update"]), KNOBS, strict=False)}
    domains = domains_of(kind)
    shared = {name: value for name, value in typed.items() if name != "lr" and value in domains.get(name, ())}
    return kind(lr=float(values["rival_lr"]), **shared)


def racers_of(values: Values) -> tuple[Optimizer, ...]:
    """Return the rule that is typed, then its rivals, all with the same around them."""
    rivals = [rival_of(values[key], values) for key in RIVALS if values[key] != NOBODY]
    return tuple(around(values, rule) for rule in (typed_rule(values), *rivals))


def runs_of(values: Values) -> tuple[Run, ...]:
    """Return the runs of the typed rule and its rivals from one start, all with the same noise."""
    surface, start, steps = surface_of(values), start_of(values), int(values["steps"])
    box = BOX if values["box"] else None
    return simulate_all(surface, racers_of(values), start, steps, seed=seed_of(values), box=box)


def cases_of(values: Values) -> Mapping[str, Case]:
    """Return the runs, still to be made, by their names in the fan."""
    racers = racers_of(values)
    surface, start, steps = surface_of(values), start_of(values), int(values["steps"])
    box, seed = BOX if values["box"] else None, seed_of(values)
    return {f"run{i}": Case(surface, racer, start, steps, seed=seed, box=box) for i, racer in enumerate(racers)}


def name_of(run: Run) -> str:
    """Return a rule's name; what is around it is around all rules here, and is said once."""
    return plain(run.optimizer).name


def losses_of(run: Run) -> np.ndarray:
    """Return f along a run, (T+1,); where f depends on t, its mean over the steps, which is what the picture shows."""
    surface = run.surface
    timed = isinstance(surface, Typed) and is_timed(surface.formula)
    return heights_at(as_field(surface), run.x) if timed else run.value


def averages(runs: tuple[Run, ...]) -> tuple[Path, ...]:
    """Return the averages of the paths, paler, where averages are taken."""
    taken = [(i, run, run.average) for i, run in enumerate(runs) if run.average is not None]
    heights = [heights_at(as_field(run.surface), x) for _, run, x in taken]
    return tuple(
        Path(x[:, 0], x[:, 1], i, f"{name_of(run)}, averaged", value=value, pale=True)
        for (i, run, x), value in zip(taken, heights, strict=True)
    )


# ---- the board --------------------------------------------------------------------------------------------------


def window_of(values: Values) -> Window:
    """Return what the picture shows: the box and a little more, where there is one."""
    return AROUND_BOX if values["box"] else surface_of(values).domain


@functools.lru_cache(maxsize=16)
def _heights(key: str, surface: Surface, window: Window) -> Background:
    return Background(f"lab-{key}-{window}", {"f": Field(*grid(surface, GRID_SIZE, window), surface.floor)})


def background(values: Values) -> Background:
    """Return the heights of the chosen surface in its window, under the name ``f``."""
    return _heights(surface_key(values), surface_of(values), window_of(values))


def plane(values: Values, runs: tuple[Run, ...]) -> Axes:
    """Return the surface with all paths over it, those of the rivals on top: where they are the same, both are seen."""
    surface = surface_of(values)
    x, y = (Axis(name, *ends) for name, ends in zip(("x₁", "x₂"), window_of(values), strict=True))
    minima = surface.minima
    border = (Line(*BORDER, "faint", "box", dashed=True),) if values["box"] else ()
    stars = (Points(minima[:, 0], minima[:, 1], "ink", "star", "known minimum"),) if len(minima) else ()
    paths = [
        Path(
            *(run.x[:, 0], run.x[:, 1], i, name_of(run), (run.status.kind, run.status.step), losses_of(run)),
            chosen=len(runs) == 1,
            fan=f"run{i}",
        )
        for i, run in enumerate(runs)
    ]
    layers = (Contour("f"), *border, *stars, *averages(runs), *paths)
    return Axes("plane", layers, x, y, equal=True, drag=DragTarget("x0", "y0"))


def losses(runs: tuple[Run, ...]) -> Chart:
    """Return the curves of f against the step, above the least known f where that is known."""
    floor = runs[0].surface.floor
    over = 0.0 if floor is None else floor
    series = [Series(name_of(run), losses_of(run) - over, i, chosen=i == 0) for i, run in enumerate(runs)]
    averaged = [Series("", np.asarray(path.value) - over, path.look, pale=True) for path in averages(runs)]
    said = ", ".join([*modifier_words(runs[0].optimizer), *["paler: averages"] * bool(averaged)])
    title = ("f(xₜ)" if floor is None else "f(xₜ) − f*") + f": {said}" * bool(said)
    return Chart("loss", title, (*averaged, *series), log=floor is not None)


def worked(run: Run) -> Formula:
    """Return the typed rule as it was understood, each line with the numbers of the playhead's step."""
    rule = run.optimizer
    lines = rule.worked or tuple((symbols, "") for symbols in rule.latex)
    chain = isinstance(plain(rule), NamedChain)
    title, note = ("Your chain", OPTAX_NOTE) if chain else ("Your rule, and its step in numbers", "")
    return Formula("worked", lines, worked_columns(run), title, note, counts=bool(rule.worked))


def apart(run: Run, other: Run) -> float:
    """Return the largest distance between two runs at the same step, up to the last one that both have."""
    steps = min(len(run.x), len(other.x))
    with np.errstate(all="ignore"):
        return float(np.nanmax(np.hypot(*(run.x[:steps] - other.x[:steps]).T)))


def standing(runs: tuple[Run, ...], last: int) -> Metrics:
    """Return what became of each run, and how far the first rival was from the typed rule."""
    rows = [Metric(name_of(run), from_step(last, run.status.label)) for run in runs]
    for other in runs[1:]:
        distance = apart(runs[0], other)
        said = f"at most {label(distance, 2)}" if distance else "none at all"
        rows.append(Metric(f"distance to {name_of(other)}", from_step(last, said)))
    return Metrics("result", tuple(rows))


def notices(values: Values, runs: tuple[Run, ...]) -> tuple[Text, ...]:
    """Return what to say: a start outside, and at its end that a run flew off."""
    said: list[Text] = []
    if outside(runs[0].surface, start_of(values)):
        said.append("The start lies outside this picture. Click where the runs shall start.")
    for run in runs:
        if run.status.kind == "diverged":
            name = name_of(run)
            said.append(from_step(run.status.step, f"{name[0].upper()}{name[1:]} diverged at step {run.status.step}."))
    return tuple(said)


def rule_board(values: Values) -> Board:
    """The typed rule's path and its rivals', f against the step, and the rule's step in numbers."""
    runs = runs_of(values)
    last = int(values["steps"])
    ends = ". ".join(f"{name_of(run)}: {run.status.label}, f = {label(float(losses_of(run)[-1]))}" for run in runs)
    return Board(
        (plane(values, runs), losses(runs), worked(runs[0]), standing(runs, last)),
        (("plane", "loss"), ("plane", "worked"), ("plane", "result")),
        steps=last,
        widths=(1.1, 1.0),
        heights=(1.0, 0.0, 0.0),
        status=tuple(run.status.kind for run in runs),
        notices=notices(values, runs),
        summary=f"{ends}.",
    )


# ---- the section ------------------------------------------------------------------------------------------------

_NAMES = ((NOBODY, "nobody"), *((key, OPTIMIZERS[key].name) for key in RULES))


def _preset(key: str, title: str, text: str, **values: Value) -> Preset:
    return Preset(key, title, {"update": text if text == CHAIN else written(text), **values})


RULE = Section(
    "rule",
    "Your own rule",
    controls=(
        *rule_controls(0.02, LOW, HIGH),
        *surface_controls("quadratic"),
        Choice("rival", "rival", _NAMES, "gd", rules=True),
        Choice("rival2", "second rival", _NAMES, NOBODY, rules=True),
        Slider("rival_lr", r"\eta", "learning rate of the rivals", 0.1, LOW, HIGH, "log"),
        *start_sliders(-2.5, 1.5),
        Switch("box", "x stays in [−1, 1]²", False, "After each step x is brought back to the nearest point of it."),
        steps_slider(100),
        *run_controls(),
        *average_controls(),
    ),
    presets=(
        Preset("rule_momentum", "Momentum, in two lines"),
        _preset("rule_nag", "NAG: the gradient ahead", TEXTS["nag"], rival="momentum", rival_lr=0.02),
        _preset("rule_sign", "The sign alone", TEXTS["sign"], lr=0.1, steps=60),
        _preset(
            *("rule_adam", "Adam, typed", TEXTS["adam"]),
            **{"lr": 0.1, "rival": "adam", "surface": "himmelblau", "x0": -1.0, "y0": 4.0},
        ),
        _preset("rule_fading", "A rate that fades", TEXTS["fading"], lr=0.21, rival_lr=0.21),
        _preset(
            *("rule_optax", "A chain of Optax", CHAIN),
            **{"surface": "himmelblau", "x0": -1.0, "y0": 4.0, "rival": "adam"},
        ),
        _preset(
            *("rule_reddi", "Where Adam fails", TEXTS["amsgrad"]),
            **{"surface": "typed", "f": REDDI, "p1": 3.0, "box": True, "lr": 0.05, "k1": 0.0, "k2": 0.1},
            **{"rival": "adam", "rival_lr": 0.05, "x0": 0.0, "y0": 0.0, "steps": 200},
        ),
    ),
    draw=rule_board,
    background=background,
    fan=Fan(("lr", "x0", "y0"), cases_of, window_of),
    more=("rival2", "x0", "y0", "box", "steps", *RUN_KEYS, *AVERAGE_KEYS),
)

"""The map over η and a second knob: how low each setting's run ends, after how many steps, and at which minimum."""

import numpy as np

from optviz.core.maps.plan import Axis as MapAxis
from optviz.core.maps.plan import Plan
from optviz.core.maps.sensitivity import stable_rate
from optviz.core.number_text import label
from optviz.core.optimizers import OPTIMIZERS, Modified, Optimizer
from optviz.core.quadratic.rates import limit
from optviz.core.registry import knobs_of, with_settings
from optviz.core.simulation.critical import critical_points
from optviz.core.simulation.run import Run
from optviz.core.simulation.simulate import simulate
from optviz.core.surfaces import Point
from optviz.figures.board import Axes, Axis, Board, DragTarget, Line, OutcomeMap, Text
from optviz.lecture import around
from optviz.lecture.controls.own_formula import TYPED
from optviz.lecture.lab import outcome_map as maps
from optviz.lecture.lab.common import (
    background,
    case_of,
    optimizer_of,
    path,
    rule_controls,
    run_notices,
    run_summary,
    start_of,
    steps_slider,
    surface_axes,
)
from optviz.lecture.lab.knob_axes import NAMES, OTHERS, RATE, against_controls, first_of, second_of, wanted
from optviz.lecture.lab.rule_text import rate_notices
from optviz.lecture.own import start_sliders, surface_controls, surface_of
from optviz.lecture.section import Preset, Section, Values

MOST_STEPS = 500
QHM = "m=beta*m+(1-beta)*g;x=x-eta*((1-rho)*g+rho*m)"
"""Ma and Yarats (2019), quasi-hyperbolic momentum: ρ = 0 is GD, ρ = 1 momentum by a mean."""

STABLE_RULES = ("gd", "momentum", "nag")
"""Rules whose border of stability at a minimum is known in closed form."""


def knobs_optimizer(values: Values) -> Optimizer:
    """Return the chosen rule with its knobs, and the second one as its own control has it."""
    second = second_of(values)
    changes = {second.key: float(values[second.control])} if second in OTHERS.values() else {}
    return with_settings(optimizer_of(values), changes)


def knobs_run(values: Values) -> Run:
    """Return the run at the chosen cell."""
    return simulate(*case_of(values)._replace(optimizer=knobs_optimizer(values)))


def plan_of(values: Values) -> Plan:
    """Return the map that the controls ask for, as coarse as it is while a hand moves; it knows of no chosen cell."""
    surface, chosen, start = surface_of(values), optimizer_of(values), list(start_of(values))
    varied = first_of(values), second_of(values)
    for place, key in enumerate("xy"):
        start[place] *= key not in {each.key for each in varied}
    columns, rows = (MapAxis(each.key, each.low, each.high, each.log) for each in varied)
    opens = {knob.key: knob.default for knob in knobs_of(chosen) if knob.key in {each.key for each in varied}}
    optimizer = with_settings(chosen, opens)
    size, goal = maps.draft_size(optimizer), maps.goal_of(surface, values["show"])
    steps, at, single = int(values["steps"]), (start[0], start[1]), size == maps.SIZE
    return Plan(surface, optimizer, columns, rows, (size, size), steps, goal, at, single, around.seed_of(values))


def key_of(values: Values) -> str:
    """Return all that the map depends on, as text."""
    return f"knobs {maps.key_of(values, first_of(values).control, second_of(values).control)}"


map_layer, refine_map = maps.following(plan_of, key_of)


def nearest_minimum(values: Values) -> Point | None:
    """Return the minimum nearest to the start, None where the window has none."""
    minima = critical_points(surface_of(values)).of("minimum")
    start = start_of(values)
    points = [minimum.point for minimum in minima]
    return min(points, key=lambda p: float(np.hypot(p[0] - start[0], p[1] - start[1])), default=None)


def border(values: Values) -> Line | None:
    """Return the η beyond which the rule leaves the nearest minimum, against the second knob; None where not known."""
    rule, second, minimum = values["rule"], second_of(values), nearest_minimum(values)
    if rule not in STABLE_RULES or minimum is None or isinstance(optimizer_of(values), Modified):
        return None
    rate = stable_rate(surface_of(values), minimum)
    if not np.isfinite(rate):
        return None
    rows = np.linspace(second.low, second.high, 101)
    betas = rows if second.key == "beta" else np.full(len(rows), 0.0 if rule == "gd" else float(values["beta"]))
    lrs = np.array([limit(rule, beta) for beta in betas]) / 2 * rate
    names = {"gd": "2/λmax", "momentum": "2(1 + β)/λmax", "nag": "2(1 + β)/((1 + 2β) λmax)"}
    return Line(lrs, rows, "ink", names[rule], dashed=True, over=True)


def map_axes(values: Values, layer: OutcomeMap) -> Axes:
    """Return the map with its border; a click sets both knobs."""
    first, second, line = first_of(values), second_of(values), border(values)
    x = Axis("learning rate η" if first == RATE else first.symbol, first.low, first.high, log=first.log)
    y = Axis(second.symbol, second.low, second.high, log=second.log)
    drag = DragTarget(first.control, second.control)
    return Axes("map", (layer, *([line] if line else [])), x, y, drag=drag)


def knobs_notices(values: Values, run: Run) -> tuple[Text, ...]:
    """Return what to say: that the rule has no such knob, and what is said of the chosen run."""
    first, second = first_of(values), second_of(values)
    if values["rule"] == TYPED:
        same = (f"Both axes are {first.symbol}: this map is over {first.symbol} and the {second.symbol}.",)
        rate = rate_notices(optimizer_of(values)) if RATE in (first, second) else ()
        return (*(same if wanted(values) is None else ()), *rate, *run_notices(values, run))
    if wanted(values) is None:
        name, knob = OPTIMIZERS[values["rule"]].name, NAMES[values["against"]]
        return (f"{name} has no {knob}: this map is over η and the start's x₁.", *run_notices(values, run))
    return run_notices(values, run)


def knobs_board(values: Values) -> Board:
    """The map over η and the second knob, and beside it the run at the chosen cell."""
    run, layer = knobs_run(values), map_layer(values)
    reached = [f"{share} {what}" for what, share in maps.shares_table(layer, "").rows]
    first, second = first_of(values), second_of(values)
    return Board(
        (map_axes(values, layer), surface_axes(values, (path(run),)), maps.loss_chart(run)),
        (("map", "plane"), ("map", "loss")),
        steps=int(values["steps"]),
        widths=(1.3, 1.0),
        heights=(1.4, 1.0),
        status=(run.status.kind,),
        notices=knobs_notices(values, run),
        summary=f"Of all settings of {first.symbol} and {second.symbol}: {'; '.join(reached)}. "
        + run_summary(run, f"At {first.symbol} = {label(float(values[first.control]))}"),
    )


KNOBS = Section(
    "knobs",
    "Every setting",
    controls=(
        *surface_controls("quadratic"),
        *rule_controls("momentum", lr=0.1),
        *against_controls(),
        steps_slider(200, MOST_STEPS),
        maps.show_choice(maps.LOSS),
        *start_sliders(-2.5, 1.5),
    ),
    presets=(
        Preset("knobs_momentum", "Momentum: η against β"),
        Preset("knobs_nag", "NAG: a narrower border", {"rule": "nag"}),
        Preset("knobs_gd", "GD: one cliff at 2/λmax", {"rule": "gd", "against": "x0"}),
        Preset("knobs_adam", "Adam: no cliff", {"rule": "adam"}),
        Preset("knobs_steps", "How few steps", {"show": "steps"}),
        Preset("knobs_eps", "Adam: ε as a brake", {"rule": "adam", "against": "eps"}),
        Preset(
            "knobs_typed",
            "Typed: QHM, its β against its ρ",
            dict(rule="typed", update=QHM, across="k2", up="k1", k1=0.73, k2=0.73, lr=0.4, show="steps"),
        ),
        Preset(
            "knobs_basins",
            "Adam: the start against η",
            {"surface": "himmelblau", "rule": "adam", "against": "x0", "show": "basin", "x0": -1.0, "y0": 4.0},
        ),
        Preset(
            "knobs_valley",
            "A valley: momentum goes deeper",
            {"surface": "rosenbrock", "lr": 0.001, "steps": 500, "x0": -1.2, "y0": 1.0},
        ),
    ),
    draw=knobs_board,
    background=background,
    refine=refine_map,
    more=("x0", "y0", *around.RUN_KEYS),
)

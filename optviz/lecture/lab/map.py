"""The map over the start: where the run from each point of the window ends, after how many steps, and how low."""

from optviz.core.maps.plan import Plan, window_axes
from optviz.figures.board import Board
from optviz.lecture import around
from optviz.lecture.lab import outcome_map as maps
from optviz.lecture.lab.common import (
    background,
    optimizer_of,
    path,
    rule_controls,
    run_notices,
    run_of,
    run_summary,
    steps_slider,
    surface_axes,
)
from optviz.lecture.own import start_sliders, surface_controls, surface_of, window_of
from optviz.lecture.section import Preset, Section, Values

MOST_STEPS = 500


def plan_of(values: Values) -> Plan:
    """Return the map that the controls ask for, as coarse as it is while a hand moves."""
    surface, optimizer = surface_of(values), optimizer_of(values)
    size, goal = maps.draft_size(optimizer), maps.goal_of(surface, values["show"])
    axes = window_axes(window_of(values))
    single = size == maps.SIZE
    steps, seed = int(values["steps"]), around.seed_of(values)
    return Plan(surface, optimizer, *axes, (size, size), steps, goal, single=single, seed=seed)


def key_of(values: Values) -> str:
    """Return all that the map depends on, as text."""
    return f"start {maps.key_of(values, 'x0', 'y0')}"


map_layer, refine_map = maps.following(plan_of, key_of)


def map_board(values: Values) -> Board:
    """The map over the surface, the run from the chosen start over it, and the shares of the outcomes."""
    run, layer = run_of(values), map_layer(values)
    table = maps.shares_table(layer, "run from there")
    ends = "; ".join(f"{share} {what}" for what, share in table.rows)
    return Board(
        (maps.over_map(surface_axes(values, (path(run),)), layer), table, maps.loss_chart(run)),
        (("plane", "shares"), ("plane", "loss")),
        steps=int(values["steps"]),
        widths=(1.7, 1.0),
        heights=(1.0, 1.2),
        status=(run.status.kind,),
        notices=run_notices(values, run),
        summary=f"Of all starts: {ends}. " + run_summary(run, "The chosen start"),
    )


MAP = Section(
    "map",
    "Every start",
    controls=(
        *surface_controls("himmelblau"),
        *rule_controls(lr=0.01),
        steps_slider(300, MOST_STEPS),
        maps.show_choice(maps.BASIN),
        *start_sliders(-1.0, 4.0),
    ),
    presets=(
        Preset("map_gd", "GD: four basins"),
        Preset("map_lost", "η = 0.02: two basins lost", {"lr": 0.02}),
        Preset("map_momentum", "Momentum frays the borders", {"rule": "momentum"}),
        Preset("map_adam", "Adam: some end elsewhere", {"rule": "adam", "lr": 0.1}),
        Preset("map_steps", "How long it takes", {"show": "steps"}),
        Preset(
            "map_valley",
            "A valley: how low GD gets",
            {"surface": "rosenbrock", "lr": 0.001, "steps": 500, "show": "loss", "x0": -1.2, "y0": 1.0},
        ),
        Preset(
            "map_valley_adam",
            "… and Adam",
            {"surface": "rosenbrock", "rule": "adam", "lr": 0.1, "steps": 500, "show": "loss", "x0": -1.2, "y0": 1.0},
        ),
        Preset(
            "map_plateau",
            "A plateau: most do not move",
            {"surface": "easom", "lr": 0.1, "show": "steps", "x0": 1.0, "y0": 1.2},
        ),
    ),
    draw=map_board,
    background=background,
    more=around.RUN_KEYS,
    refine=refine_map,
)

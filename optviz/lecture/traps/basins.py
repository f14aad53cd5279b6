"""Basins: every start coloured by the minimum where it ends, and the path of one of them."""

from optviz.core.simulation import basins, multistart
from optviz.core.simulation.critical import critical_points
from optviz.core.simulation.run import Run
from optviz.core.simulation.simulate import Case, simulate
from optviz.figures.board import Board, CategoryMap
from optviz.figures.destinations import Destinations, colours, destination_table
from optviz.lecture.controls import Slider
from optviz.lecture.own import start_sliders, surface_controls, surface_of
from optviz.lecture.section import Preset, Section, Values
from optviz.lecture.traps.common import (
    background,
    critical_marks,
    loss_chart,
    optimizer_of,
    rule_controls,
    run_path,
    start_of,
    start_on,
    surface_axes,
)
from optviz.lecture.traps.messages import destination_notices, destination_summary, run_notices, run_summary


def map_basins(values: Values) -> tuple[multistart.Ends, Destinations]:
    """Return the ends of 200 × 200 starts, and at which critical point each lies."""
    surface = surface_of(values)
    critical = critical_points(surface)
    ends = multistart.ends(surface, optimizer_of(values), int(values["steps"]))
    return ends, Destinations(critical, basins.destinations(critical, ends.ends, ends.moves))


def chosen_case(values: Values) -> Case:
    """Return the run of the start that is chosen, still to be made."""
    return Case(surface_of(values), optimizer_of(values), start_of(values), int(values["steps"]))


def chosen_run(values: Values) -> Run:
    """Return the run of the start that is chosen."""
    case = chosen_case(values)
    return simulate(case.surface, case.optimizer, case.point, case.steps)


def basins_board(values: Values) -> Board:
    """The map of 200 × 200 starts, the path of the chosen start over it, and the shares."""
    _, destinations = map_basins(values)
    run, last = chosen_run(values), int(values["steps"])
    categories, number = colours(destinations)
    basin_map = CategoryMap(number, *surface_of(values).domain, categories, since=last)
    minima = critical_marks(destinations.critical.of("minimum"), numbered=False)
    return Board(
        (
            surface_axes(values, (basin_map, *minima, run_path(run, "the chosen start"))),
            destination_table(destinations, "where 40,000 starts end", last),
            loss_chart(run),
        ),
        (("plane", "destinations"), ("plane", "loss")),
        steps=last,
        widths=(1.7, 1.0),
        heights=(1.3, 1.0),
        status=(run.status.kind,),
        notices=destination_notices(values, destinations, last) or run_notices(values, run),
        summary=f"{destination_summary(destinations)} {run_summary(run, 'The chosen start')}",
    )


BASINS = Section(
    "basins",
    "Basins",
    controls=(
        *surface_controls("himmelblau"),
        *rule_controls(),
        Slider("steps", "T", "steps", 500, 1, 1000, whole=True),
        *start_sliders(-1.0, 4.0),
    ),
    presets=(
        Preset("four_basins", "Four basins"),
        Preset("one_lost", "η = 0.016: one lost", {"lr": 0.016}),
        Preset("two_left", "η = 0.02: two lost", {"lr": 0.02}),
        Preset("momentum_frays", "Momentum frays", {"rule": "momentum", "lr": 0.01}),
        Preset("camel_gd", "Three humps, GD", start_on("three_hump_camel", -2.2, 1.5, lr=0.02)),
        Preset(
            "camel_momentum",
            "… and momentum",
            start_on("three_hump_camel", -2.2, 1.5, lr=0.02, rule="momentum"),
        ),
        Preset("quadrants", "Straight borders", start_on("styblinski_tang", 0.5, 3.8)),
        Preset("plateau", "Plateau", start_on("easom", 1.0, 1.2, lr=0.1)),
    ),
    draw=basins_board,
    program=lambda values: [chosen_case(values)],
    background=background,
)

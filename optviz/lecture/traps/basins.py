"""The board of the basins: every start coloured by where it ends, and the path of one of them."""

from optviz.figures.board import Board, CategoryMap
from optviz.lecture.section import Values
from optviz.lecture.traps import common as runs
from optviz.lecture.traps.destinations import colours, fate_table, loss_chart, marks, path, plane
from optviz.lecture.traps.messages import ended, fate_notices, fates_summary, start_notices


def basins_board(values: Values) -> Board:
    """The map of 200 × 200 starts, the path of the chosen start over it, and the shares."""
    _, fates, run = runs.basins(values)
    categories, number = colours(fates)
    x, y = runs.surface_of(values).domain
    map_ = CategoryMap(number, x, y, categories)
    minima = fates.landscape.of("minimum")
    return Board(
        (
            plane(values, (map_, *marks(minima, labels=False), path(run, "the chosen start"))),
            fate_table(fates, "where 40,000 starts end"),
            loss_chart(run),
        ),
        (("plane", "fates"), ("plane", "loss")),
        steps=int(values["steps"]),
        widths=(1.7, 1.0),
        heights=(1.3, 1.0),
        status=(run.status.kind,),
        notices=fate_notices(values, fates) or start_notices(values, run),
        summary=f"{fates_summary(fates)} {ended(run, 'The chosen start')}",
    )

"""The data of a network: a toy set, or rows of a person's own with two inputs and a class."""

import functools

from optviz.core.network.data import Split, own
from optviz.core.network.training import MAX_STEPS
from optviz.core.tables.shelf import Table
from optviz.lecture.controls import OwnData
from optviz.lecture.network.common import TOY_BATCH, toy_of
from optviz.lecture.section import Values

OWN = OwnData("rows", "Your data", ("x₁", "x₂", "class"))
INSTEAD = "moons"
LACKING = (
    "The data of this link lie only in the browser in which they were loaded, and this server does not know them. "
    "Load the file again below to see them; until then these are the moons."
)
NOTHING = "Paste rows with two inputs and a class below, or load a file. Until then these are the moons."
UNFIT = "{why} Shown instead: the moons."


@functools.lru_cache(maxsize=4)
def own_split(table: Table) -> Split:
    """Return a person's rows as examples; raises ``ValueError`` with a sentence."""
    return own(table.rows, f"own-{table.key}")


def data_of(values: Values) -> tuple[Split, str]:
    """Return the data of the controls, and a sentence where they are not those that were asked for."""
    if values["data"] != "own":
        return toy_of(values), ""
    moons, table = toy_of({**values, "data": INSTEAD}), OWN.table(values["rows"])
    if table is None:
        return moons, LACKING if values["rows"] else NOTHING
    try:
        return own_split(table), ""
    except ValueError as error:
        return moons, UNFIT.format(why=error)


def epochs_for(data: Split, values: Values) -> tuple[int, str]:
    """Return the number of epochs, and a sentence where it is cut to what one training may take."""
    wanted, most = int(values["epochs"]), MAX_STEPS // -(-data.train.n // TOY_BATCH)
    if wanted <= most:
        return wanted, ""
    return most, f"With so many rows the training is cut to {most} epochs: at most {MAX_STEPS:,} steps are taken."

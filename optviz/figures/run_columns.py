"""What the columns of a run's table hold, in words, and a race's table as a file that says so."""

import json
import os
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from optviz.core.curvature import Method, MethodRun
from optviz.core.optimizers import Optimizer
from optviz.core.registry import knobs_of
from optviz.core.simulation.run import Run
from optviz.figures.board.tables import STEP

if TYPE_CHECKING:
    import pandas as pd

_SAYS = {
    "step": "step taken from x",
    "f": "f at x",
    "slope_norm": "length of the gradient at x",
    "slope": "gradient of f at x",
    "noise": "noise on the gradient",
    "probe": "where the gradient is taken",
    "grad": "gradient that the rule is given",
    "x": "where the run is",
    "average": "average of the path",
    "average_f": "f at the average",
    "rate_now": "learning rate of this step",
    "gradient": "gradient before clipping and decay",
    "run": "which run of the race",
    "asked_value": "how often f had been asked for",
    "asked_slope": "how often the gradient had been asked for",
    "asked_product": "products of the Hessian with a vector so far",
    "asked_solve": "linear systems solved so far",
    "length": "length of the step from x",
}


def knob_labels(rule: Optimizer | Method) -> dict[str, str]:
    """Return what each knob of a rule is, by its key."""
    return {knob.key: f"{knob.label}, set by hand" for knob in knobs_of(rule)}


def says(key: str, labels: dict[str, str]) -> str:
    """Return what a column of a run's table holds, in words."""
    if key in labels:
        return labels[key]
    name = key.rstrip("0123456789")
    says = _SAYS.get(key) or _SAYS.get(name, "a letter of the rule above, before the step, or what its lines work out")
    return says if name == key else f"{says}; coordinate {key[len(name) :]}"


def column_notes(frame: "pd.DataFrame", runs: Sequence[Run | MethodRun]) -> dict[str, str]:
    """Return what each column of a race's table holds."""
    labels: dict[str, str] = {}
    for run in runs:
        labels |= knob_labels(run.method if isinstance(run, MethodRun) else run.optimizer)
    return {str(key): STEP if key == "step" else says(str(key), labels) for key in frame}


def without_infinities(frame: "pd.DataFrame") -> "pd.DataFrame":
    """Return a table in which every number that is not finite is missing."""
    return frame.replace([np.inf, -np.inf], np.nan)


def write_csv(path: str | os.PathLike[str], frame: "pd.DataFrame", notes: dict[str, str]) -> None:
    """Write a table as CSV, after a line with # for each column; what is missing is left empty."""
    with open(path, "w", encoding="utf-8", newline="") as file:
        file.writelines(f"# {name}: {note}\r\n" for name, note in notes.items())
        without_infinities(frame).to_csv(file, index=False, lineterminator="\r\n")


def write_parquet(
    path: str | os.PathLike[str], frame: "pd.DataFrame", notes: dict[str, str], about: dict[str, Any]
) -> None:
    """Write a table as Parquet: what is missing is null, and each column's metadata says what it holds."""
    import pyarrow as pa
    from pyarrow import parquet

    table = pa.Table.from_pandas(without_infinities(frame), preserve_index=False)
    fields = [field.with_metadata({"description": notes[field.name]}) for field in table.schema]
    told = {"optviz": json.dumps({**about, "columns": notes}, ensure_ascii=False)}
    schema = pa.schema(fields, {**(table.schema.metadata or {}), **told})
    parquet.write_table(table.cast(schema), os.fspath(path))

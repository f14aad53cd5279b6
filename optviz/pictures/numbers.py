"""The numbers behind the picture at an address as a file, and its runs as a program."""

from collections.abc import Callable
from typing import NamedTuple

import numpy as np

from optviz.code import FLAVOURS, code_of, setup_of_cases
from optviz.core.simulation.run import Run
from optviz.figures.board.tables import STEP, DataColumn, DataTable, board_tables, csv_text, json_text
from optviz.figures.run_columns import knob_labels, says
from optviz.pictures import jobs
from optviz.pictures.lecture_picture import LecturePicture
from optviz.pictures.pages import Picture, picture_at
from optviz.pictures.picture import job_of
from optviz.pictures.playground_picture import PlaygroundPicture
from optviz.scenes.race import Race
from optviz.scenes.scene import racer_names

BOM = "\ufeff"
"""Without it spreadsheets take η for two letters of their own."""

NO_NUMBERS = "There are no runs or curves here to save."
NO_PROGRAM = "There is no program of this picture: races from one start have one."


class File(NamedTuple):
    """A file's text and its media type."""

    text: str
    media_type: str


KINDS: dict[str, tuple[str, Callable[..., str]]] = {
    "csv": ("text/csv", lambda tables, address: BOM + csv_text(tables, address)),
    "json": ("application/json", json_text),
}


def file_of(page: str, query: str, kind: str, address: str) -> File:
    """Return the numbers behind what ``page`` shows at ``query``, csv or json, or its runs in a flavour of Python.

    Raises ``ValueError``, in a sentence, where there are no numbers or no program; ``KeyError`` for an unknown page.
    """
    picture = picture_at(page, query)
    if kind in FLAVOURS:
        return File(program_of(picture, kind), "text/x-python")
    media_type, text = KINDS[kind]
    tables = tables_of(picture)
    if not tables:
        raise ValueError(NO_NUMBERS)
    return File(text(tables, address), media_type)


def program_of(picture: Picture, flavour: str) -> str:
    """Return the program that makes a picture's runs; raises ``ValueError``, in a sentence, where there is none."""
    if isinstance(picture, PlaygroundPicture):
        return code_of(picture.scene, flavour)
    if not isinstance(picture, LecturePicture) or not picture.state.section.has_program:
        raise ValueError(NO_PROGRAM)
    section, values = picture.state.section, picture.state.values
    return code_of(section.walk(values) if section.walk else setup_of_cases(section.cases(values)), flavour)


def tables_of(picture: Picture) -> tuple[DataTable, ...]:
    """Return a table a run where the picture is a race, else one for each chart and each plane with paths.

    Where long work is behind a picture, the tables hold its results as far as they are.
    """
    if isinstance(picture, PlaygroundPicture):
        return race_tables(picture.race)
    job = job_of(picture)
    return board_tables(picture.board(*((jobs.SHARED.wait(job, 0).result,) if job else ())))


def race_tables(race: Race) -> tuple[DataTable, ...]:
    """Return a table for each run, with every quantity of its rule at every step."""
    names = racer_names(race.racers)
    return tuple(_run_table(run, name) for run, name in zip(race.runs, names, strict=True))


def _run_table(run: Run, name: str) -> DataTable:
    frame = run.to_frame()
    labels = knob_labels(run.optimizer)
    columns = [DataColumn(key, says(key, labels), np.asarray(frame[key], float)) for key in frame if key != "step"]
    notes = (f"surface: {run.surface.name}", *(f"rule: {line}" for line in run.optimizer.latex), run.status.label)
    return DataTable(name, (DataColumn("step", STEP, np.arange(len(frame))), *columns), notes)

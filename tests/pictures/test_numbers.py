"""The numbers behind a picture, as the route gives them: those of the run itself, whatever the picture rounds."""

import csv
import json

import numpy as np
import pytest

import optviz
from optviz.lecture import TITLES
from optviz.pictures.lecture_picture import page_of
from optviz.pictures.numbers import BOM, numbers_file

RACE = "surface=quadratic&s.kappa=10&run=adam,lr:0.3,cosine,clip_norm:1&run=gd,lr:0.05&at=-2,1&steps=40"


def table(text: str, title: str) -> dict[str, list[float]]:
    """The columns of one table of a CSV file."""
    part = next(each for each in text.removeprefix(BOM).split("\r\n\r\n") if each.startswith(f"# {title}\r\n"))
    head, *rows = csv.reader(line for line in part.splitlines() if not line.startswith("#"))
    return {name: [float(row[i] or "nan") for row in rows] for i, name in enumerate(head)}


def test_a_race_has_a_table_a_run_with_every_quantity_to_the_last_digit() -> None:
    file = numbers_file("playground", RACE, "csv", "here")
    adam = optviz.optimizers["adam"](lr=0.3).with_("cosine", clip_norm=1.0)
    run = optviz.simulate(optviz.surfaces["quadratic"](kappa=10.0), adam, (-2.0, 1.0), steps=40)
    found, frame = table(file.text, "Adam"), run.to_frame()
    assert set(found) == set(frame)
    for name in frame:
        np.testing.assert_array_equal(found[name], np.asarray(frame[name], float), err_msg=name)
    assert len(table(file.text, "GD")["x1"]) == 41


def test_the_file_says_the_rule_the_surface_and_what_each_column_is() -> None:
    said = [line for line in numbers_file("playground", RACE, "csv", "here").text.splitlines() if line.startswith("#")]
    assert any(line.startswith("# surface: ") for line in said) and any(line.startswith("# rule: ") for line in said)
    assert "# lr: learning rate, set by hand" in said and "# step1: step taken from x; coordinate 1" in said


def test_a_typed_function_and_a_diverged_run_are_written_too() -> None:
    text = numbers_file("playground", "surface=typed&f=x%5E4+y%5E2&run=gd,lr:2&at=2,1&steps=50", "json", "x").text
    (run,) = json.loads(text)["tables"]
    values = next(column["values"] for column in run["columns"] if column["name"] == "f")
    assert values[-1] is None or abs(values[-1]) > 1e100


@pytest.mark.parametrize("stem", [stem for stem in TITLES if stem != "network"])
def test_every_section_gives_its_numbers_or_says_that_there_are_none(stem: str) -> None:
    for section in page_of(stem).sections:
        if section.work is not None or section.refine is not None:
            continue
        text = numbers_file(stem, f"section={section.key}", "json", "x").text
        assert not text or all(table["columns"] for table in json.loads(text)["tables"])

"""The numbers behind a picture, as the route gives them: those of the run itself, whatever the picture rounds."""

import csv
import json

import numpy as np
import pytest

import optviz
from optviz.lecture import TITLES
from optviz.pictures.lecture_picture import page_of
from optviz.pictures.numbers import BOM, NO_NUMBERS, file_of

RACE = "surface=quadratic&s.kappa=10&run=adam,lr:0.3,cosine,clip_norm:1&run=gd,lr:0.05&at=-2,1&steps=40"


def table(text: str, title: str) -> dict[str, list[float]]:
    """The columns of one table of a CSV file."""
    part = next(each for each in text.removeprefix(BOM).split("\r\n\r\n") if each.startswith(f"# {title}\r\n"))
    head, *rows = csv.reader(line for line in part.splitlines() if not line.startswith("#"))
    return {name: [float(row[i] or "nan") for row in rows] for i, name in enumerate(head)}


def test_a_race_has_a_table_a_run_with_every_quantity_to_the_last_digit() -> None:
    file = file_of("playground", RACE, "csv", "here")
    adam = optviz.optimizers["adam"](lr=0.3).with_("cosine", clip_norm=1.0)
    run = optviz.simulate(optviz.surfaces["quadratic"](kappa=10.0), adam, (-2.0, 1.0), steps=40)
    found, frame = table(file.text, "Adam"), run.to_frame()
    assert set(found) == set(frame)
    for name in frame:
        np.testing.assert_array_equal(found[name], np.asarray(frame[name], float), err_msg=name)
    assert len(table(file.text, "GD")["x1"]) == 41


def test_the_file_says_the_rule_the_surface_and_what_each_column_is() -> None:
    said = [line for line in file_of("playground", RACE, "csv", "here").text.splitlines() if line.startswith("#")]
    assert any(line.startswith("# surface: ") for line in said) and any(line.startswith("# rule: ") for line in said)
    assert "# lr: learning rate, set by hand" in said and "# step1: step taken from x; coordinate 1" in said


def test_a_typed_function_and_a_diverged_run_are_written_too() -> None:
    text = file_of("playground", "surface=typed&f=x%5E4+y%5E2&run=gd,lr:2&at=2,1&steps=50", "json", "x").text
    (run,) = json.loads(text)["tables"]
    values = next(column["values"] for column in run["columns"] if column["name"] == "f")
    assert values[-1] is None or abs(values[-1]) > 1e100


@pytest.mark.parametrize("stem", [stem for stem in TITLES if stem != "network"])
def test_every_section_gives_its_numbers_or_says_that_there_are_none(stem: str) -> None:
    for section in page_of(stem).sections:
        if section.work is not None or section.refine is not None:
            continue
        try:
            text = file_of(stem, f"section={section.key}", "json", "x").text
        except ValueError as sentence:
            assert str(sentence) == NO_NUMBERS
        else:
            assert all(table["columns"] for table in json.loads(text)["tables"])


def test_a_race_is_a_program_that_ends_where_the_race_ends(capsys: pytest.CaptureFixture[str]) -> None:
    exec(compile(file_of("playground", RACE, "numpy", "x").text, "race.py", "exec"), {})  # our own text
    ends = [line for line in capsys.readouterr().out.splitlines() if " ends at " in line]
    runs = json.loads(file_of("playground", RACE, "json", "x").text)["tables"]
    last = [[column["values"][-1] for column in run["columns"] if column["name"] in ("x1", "x2")] for run in runs]
    found = [json.loads(line[line.index("[") : line.index("]") + 1]) for line in ends]
    np.testing.assert_allclose(found, last, rtol=1e-12)


def test_an_empty_race_has_no_program_and_says_so() -> None:
    with pytest.raises(ValueError, match="switch an optimizer on"):
        file_of("playground", "surface=quadratic&run=adam,off", "numpy", "x")

"""``python -m optviz list | run | export``, as a person or a script calls them."""

import csv
import json
from pathlib import Path

import numpy as np
import pytest
from pyarrow import parquet

import optviz
from optviz.command import main
from optviz.core.curvature import METHODS
from optviz.core.optimizers import OPTIMIZERS
from optviz.core.surfaces import SURFACES
from optviz.lecture.pages import PAGES
from tests.code.programs import printed

RACE = ["himmelblau", "adam:lr=0.05", "gd:lr=0.002", "--steps", "30", "--start=-1,2", "--noise", "0.1", "--seed", "4"]


def race() -> optviz.Race:
    racers = [OPTIMIZERS["adam"](lr=0.05), OPTIMIZERS["gd"](lr=0.002)]
    return optviz.race(SURFACES["himmelblau"](), racers, (-1, 2), steps=30, noise=0.1, seed=4)


def said(capsys: pytest.CaptureFixture[str], *words: str) -> str:
    assert main(words) == 0
    return capsys.readouterr().out


@pytest.mark.parametrize(
    ("what", "keys"), [("surfaces", [*SURFACES]), ("optimizers", [*OPTIMIZERS]), ("methods", [*METHODS])]
)
def test_a_list_has_every_key_that_can_be_named(what: str, keys: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert [row["key"] for row in json.loads(said(capsys, "list", what, "--json"))] == keys
    assert [line.split()[0] for line in said(capsys, "list", what).splitlines()] == keys


def test_sections_are_listed_by_their_addresses(capsys: pytest.CaptureFixture[str]) -> None:
    rows = json.loads(said(capsys, "list", "sections", "--json"))
    assert len(rows) == sum(len(page.sections) for page in PAGES.values())
    assert ("momentum/map", "Momentum") in [(row["key"], row["page"]) for row in rows]


def test_a_run_ends_where_the_notebooks_does(capsys: pytest.CaptureFixture[str]) -> None:
    rows = json.loads(said(capsys, "run", *RACE, "--json"))
    assert [(row["x"], row["f"], row["status"]) for row in rows] == [
        (run.x[-1].tolist(), run.value[-1], run.status.kind) for run in race().runs
    ]
    assert said(capsys, "run", *RACE).startswith("Adam: ")


def test_a_run_that_diverges_has_no_number_in_json(capsys: pytest.CaptureFixture[str]) -> None:
    (row,) = json.loads(said(capsys, "run", "himmelblau", "gd:lr=1", "--json"))
    assert row["status"] == "diverged" and row["f"] is None


def test_what_is_typed_runs_too(capsys: pytest.CaptureFixture[str]) -> None:
    text = said(capsys, "run", "typed:x^2+a*y^2", "typed:x = x - 0.1*g", "--values", "a=2", "--start=1,1")
    assert "converged" in text


def test_a_race_is_exported_as_a_table(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    said(capsys, "export", *RACE, "--out", str(tmp_path / "race.csv"))
    said(capsys, "export", *RACE, "--out", str(tmp_path / "race.json"))
    with (tmp_path / "race.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(line for line in file if not line.startswith("#")))
    columns = json.loads((tmp_path / "race.json").read_text(encoding="utf-8"))["columns"]
    f = np.concatenate([run.value for run in race().runs])
    np.testing.assert_array_equal([float(row["f"]) for row in rows], f)
    np.testing.assert_array_equal(columns["f"], f)


def test_a_table_tells_what_its_columns_hold_and_leaves_out_what_is_no_number(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    told = said(capsys, "run", "himmelblau", "gd:lr=1", "--out", str(tmp_path / "race.parquet"))
    said(capsys, "export", "himmelblau", "gd:lr=1", "--out", str(tmp_path / "race.csv"))
    table = parquet.read_table(tmp_path / "race.parquet")
    run = optviz.race(SURFACES["himmelblau"](), OPTIMIZERS["gd"](lr=1)).runs[0]
    assert told.startswith("GD: diverged") and not np.isfinite(run.value).all()
    assert table.column("f").to_pylist() == [value if np.isfinite(value) else None for value in run.value]
    assert table.schema.field("f").metadata == {b"description": b"f at x"}
    about = json.loads(table.schema.metadata[b"optviz"])
    assert (about["surface"], about["ends"]) == ("Himmelblau", {"GD": run.status.label})
    assert set(about["columns"]) == set(table.schema.names)
    lines = (tmp_path / "race.csv").read_text(encoding="utf-8").splitlines()
    assert "# lr: learning rate, set by hand" in lines
    rows = list(csv.DictReader(line for line in lines if not line.startswith("#")))
    assert rows[-1]["f"] == "" and len(rows) == len(run.value) and "inf" not in "".join(lines[-1:])


def test_a_race_is_exported_as_a_film(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    said(capsys, "export", "booth", "gd", "--steps", "5", "--out", str(tmp_path / "race.gif"))
    assert (tmp_path / "race.gif").read_bytes().startswith(b"GIF89a")


def test_a_method_that_uses_curvature_races_too(capsys: pytest.CaptureFixture[str]) -> None:
    rows = json.loads(said(capsys, "run", "rosenbrock", "method:newton", "adam", "--steps", "40", "--json"))
    assert [(row["run"], row["status"]) for row in rows] == [("Newton", "converged"), ("Adam", "moving")]


@pytest.mark.parametrize("flavour", ["numpy", "optax"])
def test_a_race_is_exported_as_a_program(flavour: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    said(capsys, "export", *RACE, "--out", str(tmp_path / "race.py"), "--flavour", flavour)
    ends = printed((tmp_path / "race.py").read_text(encoding="utf-8"))
    np.testing.assert_allclose(ends, [run.x[-1] for run in race().runs], rtol=1e-12)


def test_a_race_is_exported_as_a_page(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    said(capsys, "export", *RACE, "--out", str(tmp_path / "race.html"))
    assert 'data-part="plotly-cartesian.min.js"' in (tmp_path / "race.html").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("list", "weather"), "invalid choice: 'weather'"),
        (("run", "nowhere", "adam"), "Unknown surface 'nowhere'"),
        (("run", "booth", "adan"), "Unknown optimizer 'adan'"),
        (("run", "booth", "adam:beta9=1"), "no such knob"),
        (("run", "booth", "method:newtn"), "'newtn'"),
        (("run", "booth", "adam", "--out", "race.xyz"), "--out ends in one of"),
        (("serve", "--port", "0"), "a port is a whole number from 1 to 65535, not 0"),
        (("serve", "--address", "nowhere.invalid"), "'nowhere.invalid' is no address of this machine"),
        (("run", "booth"), "arguments are required: rule"),
        (("run", "booth", "adam", "--steps", "0.5"), "invalid int value"),
        (("run", "booth", "adam", "--steps", "-3"), "at least 1 step"),
        (("run", "booth", "adam", "--start", "1"), "a start is X,Y"),
        (("run", "typed:x^2+(", "adam"), "Something is missing"),
        (("export", "booth", "adam", "--out", "race.xyz"), "--out ends in one of"),
        (("export", "booth", "adam", "--out", "/nowhere/race.csv"), "/nowhere/race.csv"),
        (("export", "booth", "adam", "--out", "race.py", "--flavour", "keras"), "one of optviz, optax, torch, numpy"),
    ],
)
def test_what_cannot_be_understood_is_said_in_a_sentence(
    words: tuple[str, ...], sentence: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(words) == 2
    said = capsys.readouterr()
    assert said.out == "" and said.err.startswith("optviz: ") and sentence in said.err
    assert "Traceback" not in said.err

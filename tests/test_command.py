"""``python -m optviz map …``, as a person runs it: alone, stopped and taken up again, and on two hosts at once."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

import optviz
from optviz.command import main
from optviz.core.maps.plan import Axis, Plan, map_of, window_axes
from optviz.core.optimizers import OPTIMIZERS
from optviz.core.surfaces import SURFACES

ROOT = Path(__file__).resolve().parents[1]
MAP = ["map", "himmelblau", "adam:lr=0.03", "--size", "90x80", "--steps", "400", "--tile", "4"]
TILES = 20
PATIENCE = 120


def start(folder: Path, *more: str, **environment: str) -> subprocess.Popen:
    command = [sys.executable, "-m", "optviz", *MAP, "--out", str(folder), *more]
    log = folder.parent / f"{folder.name}{''.join(more[-1:])}.log"
    with log.open("w") as file:
        process = subprocess.Popen(command, cwd=ROOT, stdout=file, stderr=file, env=os.environ | environment)
    _started.append(process)
    return process


_started: list[subprocess.Popen] = []


@pytest.fixture(autouse=True)
def nothing_stays_behind() -> Iterator[None]:
    yield
    for process in _started:
        process.kill()
        process.wait()
    _started.clear()


def ended(process: subprocess.Popen) -> int:
    return process.wait(PATIENCE)


def tiles_of(folder: Path) -> list[Path]:
    return sorted((folder / "tiles").glob("row_*.npz"))


def wait_for_tiles(folder: Path, count: int, process: subprocess.Popen) -> None:
    deadline = time.monotonic() + PATIENCE
    while len(tiles_of(folder)) < count:
        assert process.poll() is None and time.monotonic() < deadline
        time.sleep(0.01)


@pytest.fixture(scope="module")
def alone(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The map by one process that nobody disturbed."""
    folder = tmp_path_factory.mktemp("maps") / "alone"
    assert ended(start(folder)) == 0
    return folder


def test_the_map_is_that_of_the_notebook(alone: Path) -> None:
    surface = SURFACES["himmelblau"]()
    axes = (Axis("x", -5.0, 5.0), Axis("y", -5.0, 5.0))
    done = map_of(Plan(surface, OPTIMIZERS["adam"](lr=0.03), *axes, (90, 80), 400))
    with np.load(alone / "map.npz") as file:
        np.testing.assert_array_equal(file["steps"], done.steps)
        np.testing.assert_array_equal(file["value"], done.value)
    assert len(tiles_of(alone)) == TILES


def test_its_picture_needs_nothing_from_the_net(alone: Path) -> None:
    page = (alone / "map.html").read_text(encoding="utf-8")
    assert "plotly" in page and "Adam on Himmelblau" in page
    assert "<script src=" not in page and "<link" not in page.split("<script")[0]


@pytest.mark.every
def test_two_devices_of_one_process_make_the_same_map_to_the_bit(alone: Path, tmp_path: Path) -> None:
    folder = tmp_path / "devices"
    assert ended(start(folder, JAX_NUM_CPU_DEVICES="2")) == 0
    assert (folder / "map.npz").read_bytes() == (alone / "map.npz").read_bytes()


def test_killed_and_started_again_it_goes_on_where_it_was(alone: Path, tmp_path: Path) -> None:
    folder = tmp_path / "killed"
    process = start(folder)
    wait_for_tiles(folder, 3, process)
    process.kill()
    process.wait()
    there = {path: path.stat().st_mtime_ns for path in tiles_of(folder)}
    assert len(there) >= 3 and not (folder / "map.npz").exists()
    assert ended(start(folder)) == 0
    assert {path: path.stat().st_mtime_ns for path in there} == there
    assert (folder / "map.npz").read_bytes() == (alone / "map.npz").read_bytes()


def two_hosts(folder: Path) -> list[tuple[str, ...]]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        meeting = f"127.0.0.1:{free.getsockname()[1]}"
    return [("--coordinator", meeting, "--hosts", "2", "--host", str(host)) for host in range(2)]


def test_two_hosts_make_the_same_map_to_the_bit(alone: Path, tmp_path: Path) -> None:
    folder = tmp_path / "two"
    first, _ = (start(folder, *words) for words in two_hosts(folder))
    assert ended(first) == 0
    assert (folder / "map.npz").read_bytes() == (alone / "map.npz").read_bytes()


@pytest.mark.every
def test_one_of_two_hosts_killed_and_started_again_loses_nothing(alone: Path, tmp_path: Path) -> None:
    folder = tmp_path / "one_killed"
    words = two_hosts(folder)
    first, second = (start(folder, *own) for own in words)
    wait_for_tiles(folder, 1, second)
    second.kill()
    second.wait()
    start(folder, *words[1])  # it joins in, if the other has not done its share meanwhile
    assert ended(first) == 0
    assert (folder / "map.npz").read_bytes() == (alone / "map.npz").read_bytes()


@pytest.mark.every
def test_the_first_of_two_hosts_killed_both_go_on_where_they_were(alone: Path, tmp_path: Path) -> None:
    folder = tmp_path / "first_killed"
    first, second = (start(folder, *own) for own in two_hosts(folder))
    wait_for_tiles(folder, 1, first)
    first.kill()
    second.kill()  # JAX would end it, some seconds later
    first.wait()
    second.wait()
    there = {path: path.stat().st_mtime_ns for path in tiles_of(folder)}
    first, _ = (start(folder, *own) for own in two_hosts(folder))
    assert ended(first) == 0
    assert {path: path.stat().st_mtime_ns for path in there} == there
    assert (folder / "map.npz").read_bytes() == (alone / "map.npz").read_bytes()


def test_a_host_that_meets_nobody_says_so(tmp_path: Path) -> None:
    (*words, _), _ = two_hosts(tmp_path)
    lone = start(tmp_path / "lone", *words, "1", "--patience", "3")
    assert ended(lone) == 2
    assert "no other host was met at" in (tmp_path / "lone3.log").read_text(encoding="utf-8")


def test_a_surface_and_a_rule_take_their_knobs_and_a_line_shows_where_descent_ends(tmp_path: Path) -> None:
    words = ["map", "quadratic:kappa=8", "gd", "--x", "lr:1e-2:1:log", "--y", "x:-2:2", "--size", "60x4"]
    assert main([*words, "--slope", "1e-3", "--start", "1,1", "--out", str(tmp_path / "gd")]) == 0
    with np.load(tmp_path / "gd" / "map.npz") as file:
        reached = (file["steps"] >= 0).all(axis=0)
        assert file["columns"][reached].max() < 2 / 8


def test_a_typed_formula_has_its_map_and_no_other_formula_goes_on_with_its_folder(tmp_path: Path, capsys) -> None:
    out = ["--out", str(tmp_path / "typed"), "--size", "20x10", "--steps", "60", "--tile", "4"]
    assert main(["map", "typed:sin(3x) y^2 + a x^2", "gd:lr=0.03", "--values", "a = 1/10", *out]) == 0
    surface = optviz.surface("sin(3x) y^2 + 0.1 x^2")
    done = map_of(Plan(surface, OPTIMIZERS["gd"](lr=0.03), *window_axes(surface.domain), (20, 10), 60))
    whole = tmp_path / "typed" / "map.npz"
    with np.load(whole) as file:
        np.testing.assert_allclose(file["value"], done.value, rtol=1e-12)
    before = whole.read_bytes()
    assert main(["map", "typed:sin(3*x)*y^2 + a x^2", "gd:lr=0.03", "--values", "a=0.1", *out]) == 0
    assert whole.read_bytes() == before, "the same formula, written in another way"
    capsys.readouterr()
    for formula, values in (("sin(4x) y^2 + a x^2", "a=0.1"), ("sin(3x) y^2 + a x^2", "a=0.2")):
        assert main(["map", f"typed:{formula}", "gd:lr=0.03", "--values", values, *out]) == 2
        assert "holds another map: it differs in" in capsys.readouterr().err
    assert whole.read_bytes() == before


def test_a_typed_update_has_its_map_and_no_other_one_goes_on_with_its_folder(tmp_path: Path, capsys) -> None:
    out = ["--out", str(tmp_path / "typed"), "--size", "20x10", "--steps", "60"]
    words = ["map", "himmelblau", "typed:m = beta*m + g; x = x - eta*m", "--knobs", "eta=0.003, beta=0.8", *out]
    assert main(words) == 0
    textbook = OPTIMIZERS["momentum"](lr=0.003, beta=0.8)
    surface = SURFACES["himmelblau"]()
    done = map_of(Plan(surface, textbook, *window_axes(surface.domain), (20, 10), 60))
    with np.load(tmp_path / "typed" / "map.npz") as file:
        np.testing.assert_allclose(file["value"], done.value, rtol=1e-9, atol=1e-12)
    capsys.readouterr()
    for text in ("m = beta*m + 2g; x = x - eta*m", "chain(trace(0.8), scale(-0.003))"):
        knobs = [] if text.startswith("chain") else ["--knobs", "eta=0.003, beta=0.8"]
        assert main(["map", "himmelblau", f"typed:{text}", *knobs, *out]) == 2
        assert "holds another map: it differs in" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ([], "The following arguments are required: command"),
        (["mop"], "invalid choice: 'mop'"),
        (["map"], "The following arguments are required: surface, rule, --out"),
        (["map", "himelblau", "adam"], "Unknown surface 'himelblau'. Did you mean 'himmelblau'?"),
        (["map", "himmelblau", "adm"], "Unknown optimizer 'adm'. Did you mean 'adam'?"),
        (
            ["map", "typed:sine(3x) y^2", "adam"],
            "“sine” is not known here. Did you mean sin? Try sin(3x) y^2",
        ),
        (["map", "typed:", "adam"], "Nothing is typed."),
        (["map", "typed:a x^2", "adam"], 'a in the formula needs a value: --values "a=1.0"'),
        (["map", "typed:a x^2", "adam", "--values", "a=1/0"], "The value of “a” is not a finite number"),
        (["map", "typed:a x^2", "adam", "--values", "b=1, a=2"], "the formula has no parameter b; its parameters: a"),
        (["map", "typed:log(-1 - x^2)", "adam"], "not a finite number at any of the points that were tried"),
        (["map", "himmelblau", "typed:m = beta*m + g"], "x gets no new value"),
        (["map", "himmelblau", "typed:adm(0.1)"], "adam"),
        (["map", "himmelblau", "typed:x = x - eta*g", "--knobs", "beta=1"], "the rule has no knob 'beta'; it has lr"),
        (["map", "himmelblau", "adam", "--knobs", "lr=1"], "--knobs is for what is typed"),
        (["map", "himmelblau", "adam", "--values", "a=1"], "--values is for what is typed"),
        (["map", "himmelblau", "adam", "--zoom", "3"], "Unrecognized arguments: --zoom 3"),
        (["map", "himmelblau", "adam:eta=3"], "Adam has no such knob: 'eta=3'"),
        (["map", "himmelblau", "adam:lr=fast"], "'fast' is no number"),
        (["map", "himmelblau", "adam:lr=-1"], "lr (learning rate) must be a finite number of at least 0"),
        (["map", "himmelblau", "adam", "--x", "lr"], "an axis is KEY:LOW:HIGH"),
        (["map", "himmelblau", "adam", "--x", "lr:1:2:exp"], "an axis is KEY:LOW:HIGH"),
        (["map", "himmelblau", "adam", "--x", "lr:a:2"], "'a' is no number"),
        (["map", "himmelblau", "adam", "--x", "lr:2:1"], "to a larger one"),
        (["map", "himmelblau", "gd", "--x", "beta:0:1"], "a knob of GD (lr), not 'beta'"),
        (["map", "himmelblau", "adam", "--size", "big"], "a size is a whole number or two"),
        (["map", "himmelblau", "adam", "--size", "0"], "1 to 20000 cells a side"),
        (["map", "himmelblau", "adam", "--steps", "9999"], "at most 5000"),
        (["map", "himmelblau", "adam", "--start", "1"], "a start is X,Y"),
        (["map", "himmelblau", "adam", "--loss", "0"], "a positive finite number"),
        (["map", "saddle", "adam", "--loss", "1"], "no known minimum"),
        (["map", "himmelblau", "adam", "--tile", "0"], "at least 1 row"),
        (["map", "himmelblau", "lion", "--single"], "float64 alone"),
        (["map", "himmelblau", "adam", "--hosts", "2"], "Several hosts need --coordinator"),
        (["map", "himmelblau", "adam", "--hosts", "2", "--coordinator", "a:1", "--host", "2"], "--host from 0 to 1"),
    ],
)
def test_what_is_not_understood_is_answered_in_a_sentence(words, sentence, tmp_path, capsys) -> None:
    out = ["--out", str(tmp_path / "out")] if len(words) > 1 else []
    assert main([*words, *out]) == 2
    said = capsys.readouterr()
    assert sentence in said.err and said.err.count("\n") == 1 and not said.out
    assert not (tmp_path / "out").exists()


def test_the_web_process_knows_no_command_line() -> None:
    program = "import sys, optviz.ui.entry, optviz.pictures.route; sys.exit('optviz.core.maps.machines' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", program], cwd=ROOT, env=os.environ).returncode == 0

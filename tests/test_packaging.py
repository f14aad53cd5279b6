"""The wheel holds all that a notebook needs, and works without Streamlit; with it, it serves the app."""

import ast
import os
import socket
import subprocess
import sys
import time
import tomllib
import urllib.request
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

import optviz
from tests.browser.server import free_port

ROOT = Path(__file__).resolve().parents[1]
PIP = (sys.executable, "-m", "pip", "--quiet", "--disable-pip-version-check")
RACE = """
import sys
sys.modules["streamlit"] = None  # whoever imports it fails
import optviz
racers = [optviz.optimizers[key](lr=0.02) for key in ("gd", "momentum", "nag")]
race = optviz.race(optviz.surfaces["quadratic"](kappa=50), racers, start=(-2, 1), steps=800)
assert race.figure().data
print(optviz.__file__, *[run.status.kind for run in race.runs])
"""
SDIST = "import sys; from setuptools import build_meta; print(build_meta.build_sdist(sys.argv[1]))"
SITE = ("app.py", "pages/", "static/", ".streamlit/")
PATIENCE = 120


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The project as a wheel, made of its source distribution, which is built of a copy: building leaves traces."""
    folder = tmp_path_factory.mktemp("wheel")
    files = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    for name in filter(None, files.split("\0")):
        wanted = ("optviz/", "pyproject", "setup.py", "MANIFEST.in", "README", "LICENSE", *SITE)
        if name.startswith(wanted) and (ROOT / name).exists():
            target = folder / "source" / name
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes((ROOT / name).read_bytes())
    subprocess.run(
        [sys.executable, "-c", SDIST, str(folder)], cwd=folder / "source", check=True, stdout=subprocess.DEVNULL
    )
    (packed,) = folder.glob("*.tar.gz")
    build = [*PIP, "wheel", "--no-deps", "--no-build-isolation", "--wheel-dir", str(folder), str(packed)]
    subprocess.run(build, check=True)
    (built,) = folder.glob("*.whl")
    return built


@pytest.fixture(scope="module")
def installed(wheel: Path) -> Path:
    """A folder into which the wheel is installed."""
    folder = wheel.parent / "installed"
    subprocess.run([*PIP, "install", "--no-deps", "--target", str(folder), str(wheel)], check=True)
    return folder


def test_an_installed_wheel_races_without_streamlit(installed: Path, tmp_path: Path) -> None:
    program = f"import sys; sys.path.insert(0, {str(installed)!r})\n{RACE}"
    done = subprocess.run([sys.executable, "-c", program], cwd=tmp_path, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    where, *statuses = done.stdout.split()
    assert Path(where).is_relative_to(installed) and statuses == ["converged"] * 3


@pytest.fixture(scope="module")
def served(installed: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of the app, served from the installed wheel in a folder that knows nothing of it."""
    port, folder = free_port(), tmp_path_factory.mktemp("elsewhere")
    command = [sys.executable, "-m", "optviz", "serve", "--port", str(port), "--no-browser"]
    environment = os.environ | {"PYTHONPATH": str(installed)}
    with (folder / "log.txt").open("w") as log:
        process = subprocess.Popen(command, cwd=folder, env=environment, stdout=log, stderr=log)
    deadline = time.monotonic() + PATIENCE
    while not listening(port):
        assert process.poll() is None and time.monotonic() < deadline, (folder / "log.txt").read_text()
        time.sleep(0.05)
    yield f"http://127.0.0.1:{port}"
    process.terminate()
    process.wait(PATIENCE)
    assert "Traceback" not in (folder / "log.txt").read_text()


def listening(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def test_an_installed_wheel_serves_pages_pictures_and_libraries_from_any_folder(served: str, installed: Path) -> None:
    for address, told in (
        ("", b"<!doctype html>"),
        ("/momentum", b"<!doctype html>"),
        ("/join", b"Join a class"),
        ("/optviz/picture/momentum?section=map", b"Momentum"),
        ("/app/static/uplot.min.js", (ROOT / "static" / "uplot.min.js").read_bytes()),
    ):
        with urllib.request.urlopen(served + address, timeout=PATIENCE) as answer:
            assert answer.status == 200 and told.lower() in answer.read().lower(), address
    assert (installed / "optviz" / "site" / ".streamlit" / "config.toml").is_file()


def test_a_second_server_says_that_the_port_is_taken(served: str, installed: Path, tmp_path: Path) -> None:
    port = served.rpartition(":")[2]
    command = [sys.executable, "-m", "optviz", "serve", "--no-browser", "--port", port]
    environment = os.environ | {"PYTHONPATH": str(installed)}
    done = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == f"optviz: port {port} is taken; choose another, as in --port {int(port) % 65_535 + 1}\n"


def test_the_wheel_holds_every_file_of_the_package_and_of_the_app_with_the_licences(wheel: Path) -> None:
    files = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    there = [name for name in files.split() if (ROOT / name).exists()]
    held = set(zipfile.ZipFile(wheel).namelist())
    assert {name for name in there if name.startswith("optviz/")} <= held
    assert {f"optviz/site/{name}" for name in there if name.startswith(SITE)} <= held
    licences = {name.rpartition("/")[2] for name in held if "dist-info/licenses/" in name}
    assert licences == {"LICENSE", *(path.name for path in (ROOT / "static" / "licences").iterdir())}
    assert "optviz/py.typed" in held


def test_the_version_is_said_once_and_the_changelog_knows_it() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert project["version"] == optviz.__version__
    assert f"## {optviz.__version__}" in (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")


def test_what_we_ask_for_is_what_we_import() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    extras = project["optional-dependencies"]
    asked = {line.split("~")[0] for line in [*project["dependencies"], *extras["redis"], *extras["notebook"]]}
    nodes = [node for path in (ROOT / "optviz").rglob("*.py") for node in ast.walk(ast.parse(path.read_text("utf-8")))]
    modules = {alias.name for node in nodes if isinstance(node, ast.Import) for alias in node.names}
    modules |= {node.module or "" for node in nodes if isinstance(node, ast.ImportFrom)}
    imported = {name.split(".")[0] for name in modules} - sys.stdlib_module_names - {"optviz"}
    named = {"PIL": "pillow", "yaml": "PyYAML"}
    assert {named.get(name, name) for name in imported} == asked


def test_every_picture_is_shown_in_the_readme_or_the_guide_and_light() -> None:
    pictures = sorted((ROOT / "docs").glob("*.webp"))
    readme, guide = ((ROOT / name).read_text(encoding="utf-8") for name in ("README.md", "docs/guide.md"))
    assert pictures and all(f"docs/{path.name}" in readme or f"({path.name})" in guide for path in pictures)
    assert sum(path.stat().st_size for path in pictures) <= 1_800_000

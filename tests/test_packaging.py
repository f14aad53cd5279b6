"""The wheel holds all that a notebook and the app's pages need, and works without Streamlit."""

import ast
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

import pytest

import optviz

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


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The project as a wheel, built from a copy, since building leaves traces."""
    folder = tmp_path_factory.mktemp("wheel")
    files = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    for name in filter(None, files.split("\0")):
        if name.startswith(("optviz/", "pyproject", "README", "LICENSE")) and (ROOT / name).exists():
            target = folder / "source" / name
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes((ROOT / name).read_bytes())
    build = [*PIP, "wheel", "--no-deps", "--no-build-isolation", "--wheel-dir", str(folder), str(folder / "source")]
    subprocess.run(build, check=True)
    (built,) = folder.glob("*.whl")
    return built


def test_an_installed_wheel_races_without_streamlit(wheel: Path, tmp_path: Path) -> None:
    subprocess.run([*PIP, "install", "--no-deps", "--target", str(tmp_path), str(wheel)], check=True)
    program = f"import sys; sys.path.insert(0, {str(tmp_path)!r})\n{RACE}"
    done = subprocess.run([sys.executable, "-c", program], cwd=tmp_path, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    where, *statuses = done.stdout.split()
    assert Path(where).is_relative_to(tmp_path) and statuses == ["converged"] * 3


def test_the_wheel_holds_every_file_of_the_package(wheel: Path) -> None:
    files = subprocess.run(["git", "ls-files", "optviz"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    held = set(zipfile.ZipFile(wheel).namelist())
    assert {name for name in files.split() if (ROOT / name).exists()} <= held
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
    assert {name.split(".")[0] for name in modules} - sys.stdlib_module_names - {"optviz"} == asked


def test_pictures_of_the_readme_are_there_and_light() -> None:
    pictures = sorted((ROOT / "docs").glob("*.webp"))
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    assert pictures and all(f"docs/{path.name}" in text for path in pictures)
    assert sum(path.stat().st_size for path in pictures) <= 1_500_000

"""The house stays as it was drawn: layers, sizes, pins and thin pages."""

import ast
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from importlib.metadata import version
from pathlib import Path

import pytest
from packaging.requirements import Requirement

ROOT = Path(__file__).resolve().parents[1]
FOLDERS = ("optviz", "pages", "tests", "tools", "benchmarks")
SUFFIXES = {".py", ".js", ".css"}
SOURCES = sorted(
    path
    for path in [*ROOT.glob("*.py"), *(p for folder in FOLDERS for p in (ROOT / folder).rglob("*"))]
    if path.suffix in SUFFIXES
)
PYTHON = [path for path in SOURCES if path.suffix == ".py"]
THIN = [ROOT / "app.py", *sorted((ROOT / "pages").glob("*.py"))]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]


def name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def test_no_import_crosses_the_layers() -> None:
    program = "import sys; from importlinter.cli import lint_imports; sys.exit(lint_imports(no_cache=True))"
    linted = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True)
    assert linted.returncode == 0, linted.stdout + linted.stderr


@pytest.mark.parametrize("path", SOURCES, ids=name)
def test_a_file_is_shorter_than_300_lines(path: Path) -> None:
    assert len(path.read_text(encoding="utf-8").splitlines()) < 300


@pytest.mark.parametrize("path", [path for path in SOURCES if path.suffix != ".py"], ids=name)
def test_a_line_has_at_most_120_characters(path: Path) -> None:
    assert [line for line in path.read_text(encoding="utf-8").splitlines() if len(line) > 120] == []


@pytest.mark.parametrize("path", PYTHON, ids=name)
def test_a_function_is_shorter_than_40_lines(path: Path) -> None:
    functions = [node for node in nodes(path) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)]
    assert {f.name: size for f in functions if (size := (f.end_lineno or 0) - f.lineno + 1) >= 40} == {}


@pytest.mark.parametrize("path", THIN, ids=name)
def test_a_page_computes_nothing_and_draws_nothing(path: Path) -> None:
    assert imported(path).isdisjoint({"numpy", "jax", "optax", "plotly"})


@pytest.mark.parametrize("path", [path for path in PYTHON if path.parent.name == "browser"], ids=name)
def test_a_browser_test_waits_for_what_must_come_and_never_by_the_clock(path: Path) -> None:
    lines = path.read_text(encoding="utf-8").splitlines()
    assert [line for line in lines if re.search(r"wait_for_timeout|\bsleep\(", line)] == []


def test_a_notebook_can_import_optviz_without_loading_streamlit() -> None:
    program = "import optviz, sys; sys.exit('streamlit' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", program], cwd=ROOT).returncode == 0


def test_every_dependency_is_pinned_at_a_version_that_pyproject_allows() -> None:
    pins = pinned()
    for wanted in map(Requirement, PROJECT["dependencies"]):
        assert wanted.specifier.contains(pins[wanted.name.lower()]), wanted


def test_the_tests_run_on_the_pinned_versions() -> None:
    ours = [Requirement(line).name.lower() for line in PROJECT["dependencies"]]
    assert {package: version(package) for package in ours} == {package: pinned()[package] for package in ours}


def test_every_tool_of_the_tests_is_pinned() -> None:
    assert all(re.search(r"==[\d.]+$", line) for line in PROJECT["optional-dependencies"]["dev"])


def nodes(path: Path) -> Iterator[ast.AST]:
    return ast.walk(ast.parse(path.read_text(encoding="utf-8"), str(path)))


def imported(path: Path) -> set[str]:
    """The top-level packages a file imports, wherever in it."""
    found = set()
    for node in nodes(path):
        if isinstance(node, ast.Import):
            found |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found.add(node.module.split(".")[0])
    return found


def pinned() -> dict[str, str]:
    """The versions in requirements.txt; every line must pin exactly one."""
    lines = (ROOT / "requirements.txt").read_text(encoding="utf-8").splitlines()
    wanted = [Requirement(line) for line in lines if line and not line.startswith("#")]
    assert all(re.fullmatch(r"==[\w.]+", str(one.specifier)) for one in wanted)
    return {one.name.lower(): str(one.specifier).removeprefix("==") for one in wanted}

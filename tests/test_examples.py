"""The example notebooks run from their first cell to their last, as a reader runs them."""

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from jupyter_client.manager import KernelManager

ROOT = Path(__file__).resolve().parents[1]
EXAMPLES = ROOT / "examples"
NOTEBOOK = json.loads((EXAMPLES / "optviz.ipynb").read_text(encoding="utf-8"))
CODE = ["".join(cell["source"]) for cell in NOTEBOOK["cells"] if cell["cell_type"] == "code"]
PATIENCE = 400

# What Jupyter's own libraries say of themselves is not ours to judge.
pytestmark = [pytest.mark.filterwarnings("ignore:::jupyter_client"), pytest.mark.timeout(2 * PATIENCE)]


@pytest.fixture(scope="module")
def outputs() -> Iterator[list[list[dict[str, Any]]]]:
    """What each cell of the notebook shows, by a kernel of Jupyter."""
    manager = KernelManager(kernel_name="python3")
    manager.start_kernel(cwd=str(ROOT))
    client = manager.blocking_client()
    client.start_channels()
    try:
        client.wait_for_ready(timeout=PATIENCE)
        yield [shown_by(client, source) for source in CODE]
    finally:
        client.stop_channels()
        manager.shutdown_kernel(now=True)


def shown_by(client: Any, source: str) -> list[dict[str, Any]]:
    """Run a cell to its end and return what it shows."""
    shown: list[dict[str, Any]] = []
    answer = client.execute_interactive(source, timeout=PATIENCE, output_hook=lambda message: shown.append(message))
    assert answer["content"]["status"] == "ok", answer["content"]
    return [message["content"] for message in shown if message["content"].keys() & {"data", "text"}]


def data_of(outputs: list[list[dict[str, Any]]], source: str) -> dict[str, Any]:
    """What the cell that ends with ``source`` shows, by its media type."""
    (number,) = [number for number, code in enumerate(CODE) if code.endswith(source)]
    return outputs[number][-1]["data"]


def test_every_cell_of_the_notebook_runs(outputs: list[list[dict[str, Any]]]) -> None:
    assert len(outputs) == len(CODE) >= 12
    assert not [shown for cell in outputs for shown in cell if shown.get("name") == "stderr"]


def test_figures_tables_and_programs_are_shown(outputs: list[list[dict[str, Any]]]) -> None:
    figure = data_of(outputs, "start=(-0.3, -4), steps=200)\nrace.figure()")["application/vnd.plotly.v1+json"]
    assert len(figure["frames"]) > 20
    assert "<table" in data_of(outputs, ".head()")["text/html"]
    (program,) = outputs[-1]
    assert "torch" in program["text"]


def test_the_notebook_is_kept_without_outputs() -> None:
    assert not [cell for cell in NOTEBOOK["cells"] if cell.get("outputs") or cell.get("execution_count")]


@pytest.mark.every
def test_the_notebook_of_marimo_runs() -> None:
    command = [sys.executable, str(EXAMPLES / "optviz_marimo.py")]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=PATIENCE, env=None)
    assert done.returncode == 0, done.stderr
    assert "import torch" in done.stdout

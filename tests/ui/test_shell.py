"""The frame is light, and what computes is loaded by one thread before any session can meet it half loaded."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
LOADED = "{'numpy', 'jax', 'optax'} & set(sys.modules)"


def run(program: str) -> None:
    """Run a program in a process of its own; it must end well."""
    ended = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True)
    assert ended.returncode == 0, ended.stderr


@pytest.mark.parametrize("module", ["optviz.ui.shell", "optviz.ui.serve", "optviz.pictures.route"])
def test_what_the_server_imports_before_its_port_opens_loads_nothing_that_computes(module: str) -> None:
    run(f"import {module}, sys; sys.exit(bool({LOADED}))")


def test_sixteen_threads_that_load_at_once_all_find_everything_loaded() -> None:
    run(f"""
import sys, threading
from optviz.pictures.loading import load
faults, here = [], threading.Barrier(16)
def visit():
    here.wait()
    load()
    from optviz.pictures.picture import answer
    if b'"kind":"failure"' in answer("momentum", "section=smooth") or len({LOADED}) < 3: faults.append(1)
threads = [threading.Thread(target=visit) for _ in range(16)]
for thread in threads: thread.start()
for thread in threads: thread.join()
sys.exit(len(faults))
""")


def test_every_page_gets_its_frame_and_what_computes_before_it_imports_anything_else() -> None:
    for path in (ROOT / "pages").glob("*.py"):
        _, first, ensure, *others = ast.parse(path.read_text(encoding="utf-8")).body
        assert (ast.unparse(first), ast.unparse(ensure)) == ("from optviz.ui import shell", "shell.ensure()"), path.name
        assert others


def test_a_topic_of_the_lecture_is_loaded_when_its_page_is_opened() -> None:
    run("import optviz.ui.shell, optviz.ui.lecture, sys; sys.exit('optviz.lecture.momentum' in sys.modules)")

"""The frame loads what all sessions need before any of them can meet it half loaded."""

import ast
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def test_numpy_and_jax_are_loaded_by_the_one_thread_that_imports_the_frame() -> None:
    program = "import optviz.ui.shell, sys; sys.exit(not {'numpy', 'jax', 'optax'} <= set(sys.modules))"
    assert subprocess.run([sys.executable, "-c", program], cwd=ROOT).returncode == 0


def test_the_app_imports_the_frame_before_anything_else() -> None:
    tree = ast.parse((ROOT / "app.py").read_text(encoding="utf-8"))
    imports = [ast.unparse(node) for node in tree.body if isinstance(node, ast.Import | ast.ImportFrom)]
    assert imports == ["from optviz.ui import shell"]


def test_every_page_imports_the_frame_before_anything_else() -> None:
    for path in (ROOT / "pages").glob("*.py"):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        imports = [ast.unparse(node) for node in tree.body if isinstance(node, ast.Import | ast.ImportFrom)]
        assert imports[0] == "from optviz.ui import shell", path.name


def test_a_topic_of_the_lecture_is_loaded_when_its_page_is_opened() -> None:
    program = "import optviz.ui.shell, optviz.ui.lecture, sys; sys.exit('optviz.lecture.momentum' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", program], cwd=ROOT).returncode == 0

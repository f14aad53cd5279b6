"""What the server has loaded when a visitor has seen the playground: nothing heavy that no page shows."""

import shutil
import subprocess
import sys
from pathlib import Path

from playwright.sync_api import Page

from tests.browser.helpers import BOWL, open_stage
from tests.browser.server import ROOT, Server

# Each time it runs, the script first writes down what is loaded: the second time, what a first visit took.
DIARY = """import pathlib, sys
pathlib.Path({file!r}).write_text(" ".join(sorted(sys.modules)), encoding="utf-8")
"""
HEAVY = {"pandas", "pyarrow", "altair", "matplotlib", "scipy", "sklearn"}


def test_a_visitor_of_the_playground_loads_jax_and_no_table_or_chart_library(tmp_path: Path, page: Page) -> None:
    for folder in ("static", "pages"):
        shutil.copytree(ROOT / folder, tmp_path / folder)
    diary, script = tmp_path / "modules.txt", tmp_path / "app.py"
    script.write_text(DIARY.format(file=str(diary)) + (ROOT / "app.py").read_text(encoding="utf-8"), encoding="utf-8")
    server = Server(tmp_path / "log.txt", script=script)
    for _ in range(2):
        open_stage(page, server.url, BOWL)
        page.goto("about:blank")
    server.stop()
    modules = set(diary.read_text(encoding="utf-8").split())
    packages = {module.partition(".")[0] for module in modules}
    assert {"streamlit", "numpy", "jax", "optax"} <= packages
    assert packages.isdisjoint(HEAVY)
    assert "optviz.figures.notebook" not in modules, "the one module of optviz that draws with Plotly's Python package"


def test_plotlys_python_package_is_there_because_streamlit_loads_it_and_no_page_needs_it() -> None:
    alone = "import sys, streamlit; sys.exit('plotly' not in sys.modules)"
    without = "import sys; sys.modules['plotly'] = None; from optviz.ui import atlas, lecture, playground"
    for program in (alone, without):
        assert subprocess.run([sys.executable, "-c", program], cwd=ROOT).returncode == 0, program

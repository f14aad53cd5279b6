"""Run the programs that are written in PyTorch, and keep where they end: `python -m tools.torch_programs`.

They lie in ``tests/code/torch_ends.json``, each under the digest of its lines, so that the tests need no PyTorch and a
text that has changed must be run anew. It is the CPU build, as for :mod:`tools.torch_paths`, and no dependency: a
download of 192 MB, 761 MB installed, from an index of PyTorch's own.
"""

import hashlib
import importlib
import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from optviz.code import Setup, code_of
from optviz.core.one_d.walk import Walk
from tests.code.cases import CASES
from tests.code.programs import printed
from tests.code.walk_cases import WALKS

FILE = Path(__file__).resolve().parents[1] / "tests" / "code" / "torch_ends.json"


def digest(text: str) -> str:
    """Return what tells one program from another: its lines, but not the comments that stand on lines of their own."""
    lines = [line for line in text.splitlines() if not line.lstrip().startswith("#")]
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()[:16]


def main() -> None:
    """Write the file anew."""
    torch: Any = importlib.import_module("torch")
    programs, walks = _ends(CASES), _ends(WALKS)
    text = f'{{"torch": "{torch.__version__}", "programs": {{\n{programs}\n}}, "walks": {{\n{walks}\n}}}}\n'
    FILE.write_text(text, encoding="utf-8")


def _ends(cases: Mapping[str, Callable[[], Setup | Walk]]) -> str:
    ends = {}
    for name, case in cases.items():
        text = code_of(case(), "torch")
        ends[name] = {"text": digest(text), "ends": printed(text)}
    return ",\n".join(f" {json.dumps(name, ensure_ascii=False)}: {json.dumps(end)}" for name, end in ends.items())


if __name__ == "__main__":
    main()

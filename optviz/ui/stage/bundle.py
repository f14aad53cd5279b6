"""The stage's ES modules as the one text that Streamlit sends a browser once a session."""

import re
from functools import cache
from pathlib import Path

HERE = Path(__file__).parent
IMPORT = re.compile(r'^import .*? from "\./(\w+)\.js";\n', re.MULTILINE)
EXPORT = re.compile(r"^export (?!default)", re.MULTILINE)


def in_order(name: str, seen: list[str]) -> list[str]:
    """Return ``name`` and the modules it imports, each after those it needs."""
    if name not in seen:
        for other in IMPORT.findall((HERE / "js" / f"{name}.js").read_text(encoding="utf-8")):
            in_order(other, seen)
        seen.append(name)
    return seen


@cache
def engine_script() -> str:
    """Return all modules joined: imports between them dropped, exports made plain, the engine's default export kept."""
    texts = [(HERE / "js" / f"{name}.js").read_text(encoding="utf-8") for name in in_order("engine", [])]
    return "\n".join(EXPORT.sub("", IMPORT.sub("", text)) for text in texts)


@cache
def style() -> str:
    """Return the stage's style sheets as one."""
    return "\n".join(path.read_text(encoding="utf-8") for path in sorted((HERE / "css").glob("*.css")))

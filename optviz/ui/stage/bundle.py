"""The stage's ES modules as the one text that Streamlit sends a browser once a session."""

import posixpath
import re
from functools import cache
from pathlib import Path

HERE = Path(__file__).parent
IMPORT = re.compile(r'^import [^;]*? from "(\.[\w./]+)\.js";\n', re.MULTILINE)
EXPORT = re.compile(r"^export (?!default)", re.MULTILINE)


def text_of(name: str) -> str:
    """Return the module ``name``, a path below ``js`` without its ending."""
    return (HERE / "js" / f"{name}.js").read_text(encoding="utf-8")


def needed_by(name: str) -> list[str]:
    """Return the modules that ``name`` imports, in its order."""
    return [posixpath.normpath(posixpath.join(posixpath.dirname(name), path)) for path in IMPORT.findall(text_of(name))]


def in_order(name: str, seen: list[str]) -> list[str]:
    """Return ``name`` and the modules it imports, each after those it needs."""
    if name not in seen:
        for other in needed_by(name):
            in_order(other, seen)
        seen.append(name)
    return seen


@cache
def engine_script() -> str:
    """Return all modules joined: imports between them dropped, exports made plain, the engine's default export kept."""
    return "\n".join(EXPORT.sub("", IMPORT.sub("", text_of(name))) for name in in_order("engine", []))


@cache
def style() -> str:
    """Return the stage's style sheets as one."""
    return "\n".join(path.read_text(encoding="utf-8") for path in sorted((HERE / "css").glob("*.css")))

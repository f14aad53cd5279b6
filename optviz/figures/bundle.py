"""The stage's ES modules as the one text that Streamlit sends a browser once a session, or that a recording brings.

Each module becomes a function of its own that returns what it exports, so that names need be unique only inside a file.
Comments that only tell types are left out: they would be a tenth of what is sent.
"""

import posixpath
import re
from functools import cache
from pathlib import Path

HERE = Path(__file__).parents[1] / "ui" / "stage"
IMPORT = re.compile(r'^import (\{[^}]*\}) from "(\.[\w./]+)\.js";\n', re.MULTILINE)
TYPES = re.compile(r"^[ \t]*/\*\*.*?\*/\n", re.MULTILINE | re.DOTALL)
EXPORT = re.compile(r"^export (?=(?:(?:async )?function\*?|class|const) (\w+))", re.MULTILINE)
ENTRY = "engine"


def text_of(name: str) -> str:
    """Return the module ``name``, a path below ``js`` without its ending."""
    return (HERE / "js" / f"{name}.js").read_text(encoding="utf-8")


def path_from(name: str, relative: str) -> str:
    """Return the name of the module that ``name`` imports as ``relative``."""
    return posixpath.normpath(posixpath.join(posixpath.dirname(name), relative))


def needed_by(name: str) -> list[str]:
    """Return the modules that ``name`` imports, in its order."""
    return [path_from(name, relative) for _, relative in IMPORT.findall(text_of(name))]


def in_order(name: str, seen: list[str]) -> list[str]:
    """Return ``name`` and the modules it imports, each after those it needs."""
    if name not in seen:
        for other in needed_by(name):
            in_order(other, seen)
        seen.append(name)
    return seen


def scope(name: str) -> str:
    """Return the constant that holds what a module exports."""
    return "module_" + re.sub(r"\W", "_", name)


def own_scope(name: str, entry: str = ENTRY) -> str:
    """Return a module as a function, called at once: its imports become constants, its exports are what it returns.

    The one for which the others are needed stands as it is.
    """

    def taken(found: re.Match[str]) -> str:
        names = found[1].replace(" as ", ": ")
        return f"const {names} = {scope(path_from(name, found[2]))};\n"

    text = TYPES.sub("", text_of(name))
    body = EXPORT.sub("", IMPORT.sub(taken, text))
    if name == entry:
        return body
    return f"const {scope(name)} = (() => {{\n{body}return {{ {', '.join(EXPORT.findall(text))} }};\n}})();\n"


def joined(entry: str) -> str:
    """Return a module and all that it needs, each in a scope of its own; a default export is that of the whole."""
    return "\n".join(own_scope(name, entry) for name in in_order(entry, []))


@cache
def engine_script() -> str:
    """Return all modules joined."""
    return joined(ENTRY)


@cache
def style() -> str:
    """Return the stage's style sheets as one."""
    return "\n".join(path.read_text(encoding="utf-8") for path in sorted((HERE / "css").glob("*.css")))

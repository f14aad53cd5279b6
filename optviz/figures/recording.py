"""A board as a recording: one HTML file that plays it by the same scripts as the app does, without a server.

The file holds the scripts, the style, and the board's message, each packed by LZMA, which saves a fifth of what gzip
takes, and as base64. Libraries that the board has no use for are left out; KaTeX comes without its fonts, since a
browser sets MathML by itself.
"""

import base64
import html
import json
import lzma
import re
import struct
import tomllib
from collections.abc import Iterable
from functools import cache
from string import Template
from typing import Any

from optviz.core import number_text
from optviz.figures.board import Background, Board, Field
from optviz.figures.board.message import background_message, board_body, message, rounded
from optviz.figures.bundle import engine_script, joined, style
from optviz.figures.palette import for_browser
from optviz.installed import ROOT

BITS = 14
"""Of the heights under the paths: enough for four digits."""

DICTIONARY = 1 << 21
LIBRARIES = {
    "plotly-cartesian.min.js": re.compile(r'"kind":"(axes|surface_3d)"'),
    "uplot.min.js": re.compile(r'"kind":"chart"'),
    "katex.min.js": re.compile(r"\\\\|\$[^\"]"),
}
"""What in a board's data needs which of them."""

FATES = {
    "light": {"green": "#1a7f37", "red": "#b3261e", "orange": "#8a5300"},
    "dark": {"green": "#5ce488", "red": "#ff8a80", "orange": "#ffbd45"},
}
"""What a status is written in; Streamlit gives the app such colours by its theme."""

ALWAYS = ("style.css", "catalog.json", "engine.js")
TOLD = "A recording: it plays here without a server. What was set cannot be changed."
MISSING = "A recording is made of the app's own scripts, which are not beside this copy of optviz."

PAGE = Template("""<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="generator" content="optviz">
<title>$title · optviz</title>
<link rel="icon" href="data:,">
<style>
$theme
body { margin: 0; background: var(--st-background-color); color: var(--st-text-color); font-family: var(--st-font); }
main { padding: 0.8rem 1rem; max-width: 100rem; margin: 0 auto; }
h1 { font-size: 1.375rem; margin: 0 0 0.4rem; }
footer { font-size: 0.875rem; padding: 0 1rem 1rem; max-width: 100rem; margin: 0 auto; }
footer p { margin: 0 0 0.3rem; }
</style>
</head>
<body>
<main><h1>$title</h1><div id="stage"><p>Loading …</p></div></main>
<footer>$settings<p>$told</p></footer>
<noscript>This page needs JavaScript.</noscript>
$parts
<script type="module">
$script
</script>
</body>
</html>
""")


class NotHere(ValueError):
    """There is nothing to make a recording of, or with; the sentence says why."""


def packed(data: bytes) -> str:
    """Return bytes by LZMA, with their number in the header, as base64."""
    filters = [{"id": lzma.FILTER_LZMA1, "dict_size": DICTIONARY, "nice_len": 64, "mf": lzma.MF_BT4}]
    stream = lzma.compress(data, format=lzma.FORMAT_ALONE, filters=filters)
    return base64.b64encode(stream[:5] + struct.pack("<Q", len(data)) + stream[13:]).decode()


def library(name: str) -> bytes:
    """Return one of the libraries that the app serves."""
    path = ROOT / "static" / name
    if not path.is_file():
        raise NotHere(MISSING)
    return path.read_bytes()


@cache
def part(name: str) -> str:
    """Return a file that every recording, or many, bring, packed."""
    if name == "engine.js":
        return packed(engine_script().encode())
    if name == "style.css":
        return packed(style().encode())
    if name == "catalog.json":
        return packed(json.dumps({"palette": for_browser()}).encode())
    return packed(library(name))


def recorded(board: Board, background: Background, header: dict[str, Any], values: dict[str, Any]) -> bytes:
    """Return the frames of a recording: the fields under a board, and the board, in which ``values`` are set.

    ``header``: what the browser must know beside them, as in a picture's answer.
    """
    controls = [{"kind": "hidden", "key": key, "value": value} for key, value in values.items()]
    split, body = board_body(board)
    own = {"kind": "board", "background": background.key, "controls": controls, "split": split}
    fields = {
        name: Field(field.x, field.y, rounded(field.z, BITS), field.floor) for name, field in background.fields.items()
    }
    parts = (background_message(Background(background.key, fields)), message(NOTHING_ELSE | header | own, body))
    return b"".join(struct.pack("<I", len(each)) + each for each in parts)


NOTHING_ELSE: dict[str, Any] = {
    "page": "recording",
    "arrangement": "lecture",
    "shows": {},
    "query": "",
    "step": 0,
    "all": False,
    "present": False,
    "hidden": [],
    "viewports": [],
    "ignored": [],
    "lacks": "",
    "leads": None,
    "questions": [],
    "check": None,
    "question": None,
    "quiz": None,
    "work": "",
    "queued": 0,
    "head": {"page": "", "section": "", "place": None, "rule": "", "presets": [], "words": []},
}
"""What a recording says of itself: it asks nothing, leads nowhere, and nothing is under way."""


def parts_of(frames: bytes, names: Iterable[str]) -> dict[str, str]:
    """Return all files of a recording by name, packed, with the libraries of these names."""
    return {name: part(name) for name in (*ALWAYS, *names)} | {"frames": packed(frames)}


def page_of(title: str, settings: str, frames: bytes) -> str:
    """Return a recording as the text of an HTML file; ``settings``: a line on what was set."""
    data = frames.decode("utf-8", "ignore")
    needed = [name for name, wanted in LIBRARIES.items() if wanted.search(data)]
    parts = "\n".join(
        f'<script type="text/plain" data-part="{name}">{text}</script>'
        for name, text in parts_of(frames, needed).items()
    )
    return PAGE.substitute(
        title=html.escape(title),
        settings=f"<p>{html.escape(settings)}</p>" if settings else "",
        told=TOLD,
        theme=theme_rules(),
        parts=parts,
        script=joined("recording/page"),
    )


def settings_line(controls: list[dict[str, Any]]) -> str:
    """Return what the controls of a picture are set to, in a line of words."""
    told = []
    for each in controls:
        if each["kind"] == "slider":
            told.append(f"{each['label']} {number_text.label(each['value'])}")
        elif each["kind"] == "choice":
            told.append(f"{each['label']}: {dict(each['options']).get(each['value'], each['value'])}")
        elif each["kind"] == "switch" and each["value"]:
            told.append(each["label"])
    return " · ".join(told)


@cache
def theme_rules() -> str:
    """Return the colours of Streamlit's two themes as the custom properties that Streamlit gives its components."""
    return f":root {{ {rules('light')} }}\n@media (prefers-color-scheme: dark) {{ :root {{ {rules('dark')} }} }}"


def rules(which: str) -> str:
    """Return the declarations of the light or the dark theme."""
    path = ROOT / ".streamlit" / "config.toml"
    if not path.is_file():
        raise NotHere(MISSING)
    theme: dict[str, Any] = tomllib.loads(path.read_text(encoding="utf-8"))["theme"]
    names = {"primaryColor": "primary", "backgroundColor": "background", "textColor": "text"}
    colours = [f"--st-{name}-color: {theme[which][key]};" for key, name in names.items()]
    fonts = [f"--st-font: {theme['font']};", f"--st-code-font: {theme['codeFont']};"]
    colours += [f"--st-{name}-text-color: {colour};" for name, colour in FATES[which].items()]
    return " ".join([*fonts, *colours, f"color-scheme: {which};"])

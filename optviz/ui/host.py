"""A page with a view and without Streamlit: for the phones of a class, a hundred at once, that need no session each.

``GET <base>/join`` is a small HTML page; it loads the same scripts and styles as Streamlit's pages do, from
``<base>/optviz/stage/<name>?v=<release>``, and mounts the view of the page ``join``.
"""

import gzip
import html
import json
from functools import cache
from hashlib import sha256
from io import BytesIO
from string import Template

from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import Route

from optviz import words
from optviz.pictures.base_path import prefixes

NAME = "join"
YEAR = 31_536_000
MAX_TEXT = 600
REFUSED = "Part of this link was not understood and was ignored:"
"""What every page says of a link; whoever asks for a language that is not there gets it in English."""

PAGE = Template("""<!doctype html>
<html lang="$language">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>$title</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="optviz/stage/style.css?v=$release">
<style>
$theme
body { margin: 0; background: var(--st-background-color); color: var(--st-text-color); font-family: var(--st-font); }
main, .refused { padding: 0.8rem; max-width: 70rem; margin: 0 auto; }
.refused p { margin: 0 0 0.3rem; overflow-wrap: anywhere; }
</style>
</head>
<body>
<main id="stage"><p>$loading</p></main>
<noscript>$needs</noscript>
<script type="module" src="optviz/stage/host$ending.js?v=$release"></script>
</body>
</html>
""")

HOST = Template("""import engine from "./engine.js?v=$release";
const answer = await fetch(new URL("./catalog$ending.json?v=$release", import.meta.url));
engine({ data: new Uint8Array(await answer.arrayBuffer()) });
const text = new TextEncoder().encode(JSON.stringify($message));
const bytes = new Uint8Array(4 + text.length);
new DataView(bytes.buffer).setUint32(0, text.length, true);
bytes.set(text, 4);
const silent = { shown() {}, request() {} };
window.optviz.setMessage("$page", document.getElementById("stage"), bytes, silent);
""")


def ending(language: str) -> str:
    """Return what the names of a language's files have before the point; those in English have nothing."""
    return "" if language == words.ENGLISH else f".{language}"


def page_text(language: str, release: str) -> str:
    """Return the page in a language."""
    from optviz.figures.recording import theme_rules

    said = {
        "title": f"{words.say(language, 'Join a class')} · optviz",
        "loading": words.say(language, "Loading …"),
        "needs": words.say(language, "This page needs JavaScript."),
    }
    escaped = {name: html.escape(text) for name, text in said.items()}
    how = {"release": release, "language": language, "ending": ending(language), "theme": theme_rules()}
    return PAGE.substitute(escaped | how)


@cache
def assets() -> dict[str, tuple[bytes, str]]:
    """Return the files of the stage by name, compressed, with their types."""
    from optviz.figures.bundle import engine_script, style
    from optviz.ui.stage.catalog import catalog_bytes

    script = "text/javascript; charset=utf-8"
    plain = {
        "engine.js": (engine_script().encode(), script),
        "style.css": (style().encode(), "text/css; charset=utf-8"),
        **{f"catalog{ending(each)}.json": (catalog_bytes(each), "application/json") for each in words.LANGUAGES},
    }
    release = sha256(b"".join(body for body, _ in plain.values())).hexdigest()[:12]
    message = {"session": NAME, "number": 0, "open": "", "shows": {}, "ahead": {}, "keys": ["pin"], "answer": None}
    for each in words.LANGUAGES:
        host = HOST.substitute(release=release, page=NAME, message=json.dumps(message), ending=ending(each))
        plain[f"host{ending(each)}.js"] = (host.encode(), script)
        plain[NAME + ending(each)] = (page_text(each, release).encode(), "text/html; charset=utf-8")
    return {name: (gzip.compress(body, 9, mtime=0), kind) for name, (body, kind) in plain.items()}


def coded(request: Request, name: str, headers: dict[str, str]) -> Response:
    """Return a file, compressed for whoever takes it so."""
    body, kind = assets()[name]
    accepted = "gzip" in request.headers.get("Accept-Encoding", "")
    headers = {"Vary": "Accept-Encoding", "X-Content-Type-Options": "nosniff", "Content-Type": kind, **headers}
    coding = {"Content-Encoding": "gzip"} if accepted else {"Content-Encoding": "identity"}
    return Response(body if accepted else gzip.decompress(body), headers=headers | coding)


def asset(request: Request) -> Response:
    """Answer for a file of the stage; its address changes with its contents, so a browser asks once."""
    name = request.path_params["name"]
    if name not in assets() or name.startswith(NAME):
        return HTMLResponse("There is no such file.", 404)
    return coded(request, name, {"Cache-Control": f"public, max-age={YEAR}, immutable"})


def page(request: Request) -> Response:
    """Answer with the page."""
    name = NAME + ending(words.asked_of(request))
    headers = {"Cache-Control": "no-cache", "Vary": "Accept-Encoding, Accept-Language, Cookie"}
    sentence = words.refusal(request.query_params.get(words.ADDRESS))
    if not sentence:
        return coded(request, name, headers)
    said = f"<p>{html.escape(REFUSED)}</p><p>{html.escape(sentence)}</p>"
    plain = gzip.decompress(assets()[name][0]).decode()
    return HTMLResponse(
        plain.replace("<main ", f'<div class="refused" role="alert">{said}</div><main '), headers=headers
    )


def code(request: Request) -> Response:
    """Answer with a QR code of an address, ``text``, as an SVG; the browser knows best what its own address is."""
    text = request.query_params.get("text", "")
    if not text.startswith(("http://", "https://")) or len(text) > MAX_TEXT:
        return HTMLResponse("A code stands for an address.", 400)
    from segno import make

    drawn = BytesIO()
    make(text, error="m", micro=False).save(drawn, kind="svg", scale=8, border=2, dark="#000", light="#fff")
    return Response(drawn.getvalue(), headers={"Cache-Control": "max-age=3600"}, media_type="image/svg+xml")


def routes(base: str = "") -> list[Route]:
    """Return the routes of the page and its files, and once more below ``base``."""
    return [
        route
        for prefix in prefixes(base)
        for route in (
            Route(f"{prefix}/{NAME}", page, methods=["GET"]),
            Route(prefix + "/optviz/stage/{name}", asset, methods=["GET"]),
            Route(prefix + "/optviz/code.svg", code, methods=["GET"]),
        )
    ]

"""The app serves its own libraries, as the types a browser accepts under `nosniff`."""

import urllib.request

import pytest

from tests.browser.server import Server

TYPES = {
    "plotly-cartesian.min.js": {"application/javascript", "text/javascript"},
    "plotly-gl3d.min.js": {"application/javascript", "text/javascript"},
    "uplot.min.js": {"application/javascript", "text/javascript"},
    "gifenc.js": {"application/javascript", "text/javascript"},
    "mediabunny.min.js": {"application/javascript", "text/javascript"},
    "svgcanvas.js": {"application/javascript", "text/javascript"},
    "uplot.min.css": {"text/css"},
    "katex.min.js": {"application/javascript", "text/javascript"},
    "katex.min.css": {"text/css"},
    "fonts/KaTeX_Main-Regular.woff2": {"font/woff2"},
}


@pytest.mark.parametrize("name", TYPES)
def test_each_library_comes_with_its_own_type(server: Server, name: str) -> None:
    with urllib.request.urlopen(f"{server.url}/app/static/{name}") as answer:
        assert answer.headers.get_content_type() in TYPES[name]
        assert answer.headers["X-Content-Type-Options"] == "nosniff"

"""A page of another origin that shows the app in a frame, as a course's or a person's page does."""

import html
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlencode, urlsplit

PAGE = """<!doctype html><html lang="en"><link rel="icon" href="data:,"><title>A course</title>
<iframe title="board" src="{src}" width="{width}" height="{height}" style="border: 0"></iframe></html>"""


class _Answer(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        asked = {key: html.escape(texts[-1]) for key, texts in parse_qs(urlsplit(self.path).query).items()}
        self.send_response(200)
        self.send_header("Content-Type", "text/html")
        self.end_headers()
        self.wfile.write(PAGE.format(**asked).encode())

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


@contextmanager
def course() -> Iterator[str]:
    """Serve pages on a port of their own, which is another origin; yield their address."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Answer)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()
    server.server_close()


def framed(course: str, src: str, width: int = 640, height: int = 480) -> str:
    """The address of a page that shows ``src`` in a frame of this size."""
    return f"{course}?{urlencode({'src': src, 'width': width, 'height': height})}"

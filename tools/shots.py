"""Take the pictures of docs/ from the running app: `python -m tools.shots`."""

import io
import tempfile
from pathlib import Path

from PIL import Image
from playwright.sync_api import Page, sync_playwright

from tests.browser.server import Server
from tools.browser import find

DOCS = Path(__file__).resolve().parents[1] / "docs"
FLAGS = ["--no-sandbox", "--disable-gpu", "--use-gl=angle", "--use-angle=swiftshader", "--enable-unsafe-swiftshader"]
SHOTS = (
    ("playground", "/"),
    ("weights", "/weights?section=perceptron&t=4"),
    ("one_dimension", "/one_dimension?section=suboptimal"),
    ("traps", "/traps?section=basins"),
    ("stochastic", "/stochastic?section=batch_size"),
    ("momentum", "/momentum?section=map"),
    ("adaptive", "/adaptive?section=rotation"),
    ("network", "/network?preset=spirals"),
    ("backprop", "/backprop?section=backward&t=4"),
)
QUALITY = 80


def picture(page: Page) -> bytes:
    """Wait until the page stands still, and return it as a WebP."""
    page.locator("[data-revision]").wait_for()
    page.locator(".ov-waiting").wait_for(state="hidden")
    page.locator("[data-work=running]").wait_for(state="detached")
    page.wait_for_load_state("networkidle")
    before, now = b"", page.screenshot()
    while now != before:
        page.wait_for_timeout(400)
        before, now = now, page.screenshot()
    out = io.BytesIO()
    Image.open(io.BytesIO(now)).save(out, "WEBP", quality=QUALITY, method=6)
    return out.getvalue()


def main() -> None:
    """Start the app, take every picture, stop the app."""
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        server = Server(Path(folder) / "log")
        browser = playwright.chromium.launch(executable_path=find(), args=FLAGS)
        for name, path in SHOTS:
            page = browser.new_page(viewport={"width": 1440, "height": 900}, color_scheme="light")
            page.goto(server.url + path)
            (DOCS / f"{name}.webp").write_bytes(picture(page))
            page.close()
        browser.close()
        server.stop()


if __name__ == "__main__":
    main()

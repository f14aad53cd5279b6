"""Take the pictures of docs/ from the running app: `python -m tools.shots`."""

import tempfile
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

from tests.browser.server import Server
from tools.browser import find

DOCS = Path(__file__).resolve().parents[1] / "docs"
FLAGS = ["--no-sandbox", "--disable-gpu", "--use-gl=angle", "--use-angle=swiftshader", "--enable-unsafe-swiftshader"]
NINE = "&".join(f"run={rule}" for rule in ("gd", "momentum", "nag", "adagrad", "rmsprop", "adam"))
SHOTS = (
    ("playground", "/", (1440, 900), "light", ""),
    ("playground-dark-3d", "/playground?lesson=cliff&view=3d", (1440, 900), "dark", ""),
    ("playground-worked-step", f"/playground?surface=himmelblau&{NINE}&steps=80&t=9&pick=5", (1440, 1500), "light", ""),
    ("playground-projector", "/playground?lesson=saddle_race&present=1", (1920, 1080), "light", ""),
    ("playground-phone", "/playground?lesson=narrow_bowl", (390, 844), "light", ""),
    ("one_dimension", "/one_dimension?section=suboptimal", (1440, 900), "light", ""),
    ("one_dimension-exercise", "/one_dimension?section=exercise", (1440, 900), "light", ""),
    ("traps", "/traps?section=basins", (1440, 900), "light", ""),
    ("traps-saddle-projector", "/traps?section=saddle&present=1", (1920, 1080), "light", ""),
    ("stochastic", "/stochastic?section=batch_size", (1440, 900), "light", ""),
    ("momentum", "/momentum?section=map", (1440, 900), "light", ""),
    ("momentum-dark", "/momentum?section=nag", (1440, 900), "dark", ""),
    ("adaptive", "/adaptive?section=rotation", (1440, 900), "light", ""),
    ("network", "/network?preset=spirals", (1440, 900), "light", ""),
    ("network-race", "/network?preset=per_epoch", (1440, 900), "light", ""),
    ("network-digits", "/network?section=digits", (1440, 900), "dark", ""),
    ("network-landscape", "/network?preset=paths_relief", (1440, 900), "light", ""),
    ("network-projector", "/network?section=sharpness&present=1", (1920, 1080), "light", ""),
    ("backprop", "/backprop?section=backward&t=4", (1440, 900), "light", ""),
    ("backprop-graph", "/backprop?section=graph&t=7", (1440, 900), "light", ""),
    ("backprop-projector", "/backprop?section=backward&t=5&present=1", (1920, 1080), "dark", ""),
    ("atlas", "/atlas", (1440, 900), "light", "Six-hump camel"),
)


def wait(page: Page, text: str) -> None:
    """Wait for the stage's first paths, or for a text on a page without a stage."""
    if text:
        page.get_by_text(text).first.wait_for()
    else:
        page.locator("[data-revision]").wait_for()
        page.locator(".ov-waiting").wait_for(state="hidden")
        page.locator("[data-work=running]").wait_for(state="detached")
    page.wait_for_timeout(2500)


def main() -> None:
    """Start the app, take every picture, stop the app."""
    DOCS.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        server = Server(Path(folder) / "log")
        browser = playwright.chromium.launch(executable_path=find(), args=FLAGS)
        for name, path, (width, height), scheme, text in SHOTS:
            page = browser.new_page(viewport={"width": width, "height": height}, color_scheme=scheme)
            page.goto(server.url + path)
            wait(page, text)
            page.screenshot(path=DOCS / f"{name}.png")
            page.close()
        browser.close()
        server.stop()


if __name__ == "__main__":
    main()

"""Finds a Chromium, Chrome or Edge for the browser tests, installs one if there is none, and prints its path.

Run by `make test`; the tests themselves call `find`. The variable CHROMIUM names a browser of your own choice.
"""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from playwright.sync_api import sync_playwright

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome", "microsoft-edge", "msedge")
MAC_APPS = ("Google Chrome", "Chromium", "Microsoft Edge")
WINDOWS_PATHS = (r"Google\Chrome\Application\chrome.exe", r"Microsoft\Edge\Application\msedge.exe")
HELP = (
    "No Chromium, Chrome or Edge was found and none could be installed: "
    "install one, or set CHROMIUM=/path/to/its/program, then run this again."
)


class NoBrowser(RuntimeError):
    """There is no browser to test with; the message is one line that says what to do."""


def find() -> str:
    """Return the path of an installed browser that starts; raise NoBrowser if there is none."""
    own = os.environ.get("CHROMIUM")
    if own and not starts(own):
        raise NoBrowser(
            f"CHROMIUM={own} does not start as a browser: set it to the program of a Chromium, or unset it."
        )
    found = own or next(filter(starts, candidates()), None)
    if not found:
        raise NoBrowser(HELP)
    return found


def candidates() -> Iterator[str]:
    """Yield the places where a browser may lie on Linux, macOS and Windows, those found fastest first."""
    yield from filter(None, map(shutil.which, NAMES))
    for folder in (Path("/Applications"), Path.home() / "Applications"):
        yield from (str(folder / f"{app}.app/Contents/MacOS/{app}") for app in MAC_APPS)
    for variable in ("PROGRAMFILES", "PROGRAMFILES(X86)", "LOCALAPPDATA"):
        if folder := os.environ.get(variable):
            yield from (str(Path(folder) / path) for path in WINDOWS_PATHS)
    with sync_playwright() as playwright:
        own = playwright.chromium.executable_path
    yield own


def starts(path: str) -> bool:
    """Tell whether the program is there and runs: a stub that only advertises a package does not count."""
    if not Path(path).is_file():
        return False
    if sys.platform == "win32":  # there, `chrome.exe --version` opens a window
        return True
    return succeeds([path, "--version"], 30)


def install() -> None:
    """Install Debian's Chromium if we are root and it is there to install, otherwise Playwright's own build."""
    if hasattr(os, "geteuid") and os.geteuid() == 0 and shutil.which("apt-get"):
        os.environ["DEBIAN_FRONTEND"] = "noninteractive"
        package = ["apt-get", "install", "-y", "-qq", "--no-install-recommends", "chromium"]
        if succeeds(["apt-get", "update", "-qq"], 180) and succeeds(package, 600) and any(map(starts, candidates())):
            return
    succeeds([sys.executable, "-m", "playwright", "install", "chromium"], 300)


def succeeds(command: list[str], seconds: float) -> bool:
    """Run a command, silently, and tell whether it ended well within the time."""
    try:
        return subprocess.run(command, timeout=seconds, capture_output=True).returncode == 0
    except (OSError, subprocess.TimeoutExpired):
        return False


def main() -> None:
    """Print the path of a browser, installing one first where that is needed and possible."""
    try:
        find()
    except NoBrowser as missing:
        if "CHROMIUM" in os.environ:
            sys.exit(str(missing))
        print("No browser yet: installing Chromium (some minutes) ...", file=sys.stderr)
        install()
    try:
        print(find())
    except NoBrowser as missing:
        sys.exit(str(missing))


if __name__ == "__main__":
    main()

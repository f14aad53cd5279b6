"""A real `streamlit run app.py` for the browser tests, with its log kept and judged."""

import re
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
COMPLAINT = re.compile(r"traceback|error|exception|warning", re.IGNORECASE)
# What the C library prints when Python ends while a thread is still inside JAX.
FAREWELL = "FATAL: exception not rethrown"


class Server:
    """A running app: `url` to open, `log` with all it printed, `pid` to look at its memory."""

    def __init__(
        self, log: Path, *options: str, script: Path = ROOT / "app.py", folder: Path = ROOT, port: int = 0
    ) -> None:
        """Start the app in ``folder`` on a port of this machine, by default a free one; wait until it is healthy."""
        port = self.port = port or free_port()
        self.url = f"http://127.0.0.1:{port}"
        self.log = log
        self.started = time.monotonic()
        command = [sys.executable, "-m", "streamlit", "run", str(script), "--server.headless=true"]
        command += ["--server.address=127.0.0.1", f"--server.port={port}", *options]
        with log.open("wb") as output:
            self._process = subprocess.Popen(command, cwd=folder, stdout=output, stderr=subprocess.STDOUT)
        self.pid = self._process.pid
        self._wait(60)

    def _wait(self, seconds: float) -> None:
        while not self.healthy():
            if self._process.poll() is not None or time.monotonic() > self.started + seconds:
                self.stop()
                raise RuntimeError(f"The app did not start. It said:\n{self.text()}")
            with suppress(subprocess.TimeoutExpired):
                self._process.wait(0.05)

    def healthy(self) -> bool:
        """Tell whether the server answers Streamlit's health check."""
        try:
            with urllib.request.urlopen(f"{self.url}/_stcore/health", timeout=10) as answer:
                return answer.status == 200
        except (urllib.error.URLError, OSError):
            return False

    def text(self) -> str:
        """All the server has printed so far."""
        return self.log.read_text(encoding="utf-8", errors="replace")

    def complaints(self) -> list[str]:
        """The lines of the log that tell of an error or a warning."""
        lines = self.text().splitlines()
        return [line for line in lines if COMPLAINT.search(line) and line.strip() != FAREWELL]

    def kill(self) -> None:
        """End the process at once, as a crash would."""
        self._process.kill()
        self._process.wait()

    def stop(self) -> None:
        """End the process as Ctrl-C does, by force if it does not listen."""
        self._process.terminate()
        try:
            self._process.wait(10)
        except subprocess.TimeoutExpired:
            self.kill()


def silent(log: Path, script: Path = ROOT / "app.py") -> Iterator[Server]:
    """Run the app, or another script; what it prints must hold no error and no warning."""
    running = Server(log, script=script)
    yield running
    running.stop()
    assert running.complaints() == []


def free_port() -> int:
    """Return a port of 127.0.0.1 that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]

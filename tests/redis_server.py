"""A real Redis for the tests of rooms that outlive the app."""

import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
import redis

from tests.browser.server import free_port
from tests.pictures.server import until


class RedisServer:
    """A redis-server on a port of its own, which keeps nothing on disk."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.port = folder, free_port()
        self.url = f"redis://127.0.0.1:{self.port}/0"
        self.start()

    def start(self) -> None:
        """Run it; return when it answers."""
        options = ["--port", str(self.port), "--bind", "127.0.0.1", "--save", "", "--dir", str(self.folder)]
        self._process = subprocess.Popen(["redis-server", *options], stdout=subprocess.DEVNULL)
        until(self._answers)

    def _answers(self) -> bool:
        try:
            with redis.Redis.from_url(self.url) as client:
                return bool(client.ping())
        except redis.ConnectionError:
            return False

    def flush(self) -> None:
        """Forget all rooms."""
        with redis.Redis.from_url(self.url) as client:
            client.flushall()

    def stop(self) -> None:
        """End it, as a crash would."""
        self._process.kill()
        self._process.wait()


@pytest.fixture(scope="session")
def shared_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RedisServer]:
    """The Redis of all tests."""
    if not shutil.which("redis-server"):
        if os.environ.get("CI") and not os.environ.get("OPTVIZ_WITHOUT_REDIS"):
            pytest.fail("redis-server is missing: .ci/run installs it.")
        pytest.skip("redis-server is not installed (Debian: apt install redis-server).")
    server = RedisServer(tmp_path_factory.mktemp("redis"))
    yield server
    server.stop()


@pytest.fixture
def redis_server(shared_server: RedisServer) -> RedisServer:
    """A Redis without rooms."""
    shared_server.flush()
    return shared_server

"""What the tests of the route share: a server, and long work that the test lets go on."""

from collections.abc import Iterator

import pytest

from tests.pictures.server import Counting, Site, app_of, served


@pytest.fixture(scope="module")
def site() -> Iterator[Site]:
    """The route as the app has it, with a prefix."""
    with served(app_of()) as found:
        yield found


@pytest.fixture
def counting(monkeypatch: pytest.MonkeyPatch) -> Counting:
    """Long work on every section of a lecture page."""
    return Counting(monkeypatch)

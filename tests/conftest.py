"""What every test shares: the project's folder, and Hypothesis set for two busy cores."""

import os
from pathlib import Path

import pytest
from hypothesis import settings

# A first call may compile for a second, so no deadline. CI draws the same examples every time; at home they vary.
settings.register_profile("home", deadline=None)
settings.register_profile("ci", deadline=None, derandomize=True)
settings.load_profile("ci" if os.environ.get("CI") else "home")


# With `-n 2` the files are given out in this order, so that no long one is begun when all others are done.
LONG_FIRST = (
    "browser/test_presenter",
    "browser/test_lecture",
    "browser/test_faults",
    "browser",
    "pages",
    "core/network",
    "test_command",
)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Put the longest files first."""
    folder = config.rootpath / "tests"

    def rank(item: pytest.Item) -> int:
        name = item.path.relative_to(folder).as_posix()
        return next((i for i, start in enumerate(LONG_FIRST) if name.startswith(start)), len(LONG_FIRST))

    items.sort(key=rank)


@pytest.fixture(scope="session")
def root() -> Path:
    """The project's folder, the one that holds app.py."""
    return Path(__file__).resolve().parents[1]

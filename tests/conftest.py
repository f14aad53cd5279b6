"""What every test shares: the project's folder, and Hypothesis set for two busy cores."""

import os
from pathlib import Path

import pytest
from hypothesis import settings

# A first call may compile for a second, so no deadline. CI draws the same examples every time; at home they vary.
settings.register_profile("home", deadline=None)
settings.register_profile("ci", deadline=None, derandomize=True)
settings.load_profile("ci" if os.environ.get("CI") else "home")


@pytest.fixture(scope="session")
def root() -> Path:
    """The project's folder, the one that holds app.py."""
    return Path(__file__).resolve().parents[1]

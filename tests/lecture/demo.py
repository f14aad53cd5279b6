"""A lecture page with one control of every kind, for the tests of links and boards."""

import sys
from types import ModuleType

import pytest

from optviz.core.registry import Knob
from optviz.lecture import TITLES
from optviz.lecture.section import Choice, Dice, Page, Points, Preset, Section, Switch, When

SHAPE = Choice("shape", "Surface", (("bowl", "Bowl"), ("saddle", "Saddle")), "bowl")
PAGE = Page(
    "demo",
    (
        Section(
            "first",
            "First",
            (
                SHAPE,
                Knob("lr", r"\eta", "learning rate", 0.1, 0.001, 10.0, "log"),
                When("shape", ("saddle",), Knob("beta", r"\beta", "momentum", 0.5, 0.0, 0.99, "one_minus")),
                Knob("count", "n", "number", 16, 4, 64, whole=True),
                Switch("tangent", "Tangent", True),
                Points("data", "Points", ((0.0, 0.5), (1.0, 1.0)), least=1, most=4),
                Dice("roll", "Random", ("lr",)),
            ),
            (Preset("fast", "Fast", {"lr": 1.0, "shape": "saddle"}, step=3),),
            start=0,
        ),
        Section("second", "Second", (), (Preset("end", "The end"),)),
    ),
)


def install(monkeypatch: pytest.MonkeyPatch, **figures: object) -> Page:
    """Make ``page_of("demo")`` find this page for one test, and ``figures`` its drawing functions."""
    for name, contents in (("demo", {"PAGE": PAGE}), ("demo.boards", figures)):
        module = ModuleType(f"optviz.lecture.{name}")
        module.__dict__.update(contents)
        monkeypatch.setitem(sys.modules, module.__name__, module)
    monkeypatch.setitem(TITLES, "demo", "Demo")
    return PAGE
